"""The projection in a real JupyterLab: the kernel computes what the keyboard asks for."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from report_helpers.analysis.formulas import fit_compound
from report_helpers.analysis.projection_models import project
from report_helpers.claims import read_claims
from report_helpers.execution.parameter_files import read_parameters
from report_helpers.projection.display import projection
from report_helpers.projection.evaluate import drawn_paths

pytestmark = [pytest.mark.browser, pytest.mark.kernel]

NOTEBOOK = "05_projection.ipynb"
PATIENCE = 120_000
"""Milliseconds that a slow machine may take for one step; nothing is measured by it."""

DRAWN = """() => [...document.querySelectorAll(".js-plotly-plot")].map(
  plot => plot.data.map(trace => Array.from(trace.y ?? [])))"""


@pytest.fixture(scope="module")
def lab(browser: Browser, address: str) -> Page:
    """The notebook after all its cells ran."""
    page = browser.new_page(viewport={"width": 1280, "height": 1500})
    page.set_default_timeout(PATIENCE)
    expect.set_options(timeout=PATIENCE)
    page.goto(f"{address}/lab/tree/{NOTEBOOK}?reset")
    # Cells that are run before the kernel answers are not run.
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for()
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_text("Run All Cells", exact=True).click()
    growth(page).wait_for()
    page.wait_for_function(f"() => ({DRAWN})().some(traces => traces.length > 5)")
    return page


def growth(page: Page) -> Locator:
    """Return the handle of the growth slider: of those in sight the first."""
    return page.locator(".jupyter-widgets .noUi-handle:visible").first


def paths(page: Page) -> dict[str, list[float]]:
    """Return what the figure draws, by the contract's names."""
    (traces,) = page.evaluate(DRAWN)
    at = CONTRACT["traces"]
    return {
        "path": traces[at["path"]],
        "pinned": traces[at["pinned"][0]],
        "printed": traces[at["printed"]],
    }


CONTRACT = projection(read_claims()).contract


def wait_for_path(page: Page, path: list[float]) -> None:
    """Wait until the figure draws a path, every value to the last bit."""
    trace = CONTRACT["traces"]["path"]
    page.wait_for_function(
        f"""want => {{
          const path = ({DRAWN})()[0][{trace}];
          return path.length === want.length && path.every((value, at) => value === want[at]);
        }}""",
        arg=path,
    )


def compounded(fraction: float) -> list[float]:
    """Return the article's path at a growth."""
    claim = CONTRACT["claims"][0]
    years = CONTRACT["state"]["horizon"] - claim["base_year"]
    return project("compound", {"base": claim["base"], "growth": fraction, "years": years})


def test_the_slider_moves_the_figure(lab: Page) -> None:
    """Arrow keys on the growth slider lead to the model's own values."""
    check = CONTRACT["checks"][0]
    assert paths(lab)["path"][-1] == check["last"]
    source = lab.get_by_label("Growth from", exact=True)
    expect(source).to_have_value("implied by the printed ends")
    growth(lab).focus()
    for _ in range(5):
        lab.keyboard.press("ArrowRight")
    wait_for_path(lab, compounded(0.367))
    expect(source).to_have_value("own value")
    expect(lab.locator(".jupyter-widgets table")).to_contain_text("36.7 % a year")


@pytest.mark.parametrize("text", ["25", "25%", "25 %"])
def test_a_typed_percentage_moves_the_figure(lab: Page, text: str) -> None:
    """With its sign or without; a comma is said, and the path before stays."""
    lab.get_by_role("button", name="Reset", exact=True).click()
    wait_for_path(lab, compounded(fit_compound(26.03, 225.91, 7)))
    exact = lab.get_by_placeholder("Exact value, growth")
    exact.fill(text)
    exact.press("Enter")
    wait_for_path(lab, compounded(0.25))
    expect(exact).to_have_value("25 %")
    exact.fill("0,3")
    exact.press("Enter")
    lab.get_by_text("Growth a year: “0,3” has a comma").wait_for()
    wait_for_path(lab, compounded(0.25))


def test_a_page_key_is_five_steps(lab: Page) -> None:
    """As in the page."""
    lab.get_by_role("button", name="Reset", exact=True).click()
    wait_for_path(lab, compounded(fit_compound(26.03, 225.91, 7)))
    growth(lab).focus()
    lab.keyboard.press("PageUp")
    wait_for_path(lab, compounded(0.367))
    lab.keyboard.press("PageDown")
    wait_for_path(lab, compounded(0.362))


def test_the_axis_becomes_logarithmic(lab: Page) -> None:
    """And linear again when it is undone."""
    kind = "() => document.querySelector('.js-plotly-plot')._fullLayout.yaxis.type === "
    lab.get_by_label("Axis", exact=True).select_option("logarithmic")
    lab.wait_for_function(f"{kind}'log'")
    lab.get_by_role("button", name="Undo", exact=True).click()
    lab.wait_for_function(f"{kind}'linear'")


def test_growths_drawn_anew_are_shaded(lab: Page) -> None:
    """The figure draws the kernel's quantiles, and the subtitle says what they are."""
    lab.get_by_role("button", name="Reset", exact=True).click()
    wait_for_path(lab, compounded(fit_compound(26.03, 225.91, 7)))
    lab.get_by_label("Shaded", exact=True).select_option("growths drawn anew each year")
    median = drawn_paths(CONTRACT, CONTRACT["state"])[2]
    trace = CONTRACT["traces"]["median"]
    lab.wait_for_function(
        f"want => JSON.stringify(({DRAWN})()[0][{trace}]) === JSON.stringify(want)", arg=median
    )
    lab.get_by_text("10,000 paths").first.wait_for()
    lab.get_by_role("button", name="Undo", exact=True).click()
    lab.wait_for_function(f"() => ({DRAWN})()[0][{trace}].length === 0")


def test_models_pins_and_reset(lab: Page) -> None:
    """A path is pinned, another model drawn with it, and all inputs reset."""
    lab.get_by_role("button", name="Reset", exact=True).click()
    first = compounded(fit_compound(26.03, 225.91, 7))
    wait_for_path(lab, first)
    lab.get_by_role("button", name="Pin this path").click()
    lab.get_by_label("Model", exact=True).select_option("Bass diffusion")
    claim, state = CONTRACT["claims"][0], CONTRACT["state"]
    bass = {"base": claim["base"], "ceiling": 2 * claim["end"], "p": state["p"], "q": state["q"],
            "years": len(first) - 1}  # fmt: skip
    wait_for_path(lab, project("bass", bass))
    assert paths(lab)["pinned"] == first
    lab.get_by_role("button", name="Reset", exact=True).click()
    wait_for_path(lab, first)


def test_a_scenario_is_saved_in_the_folder_that_is_named(lab: Page, books: Path) -> None:
    """The button writes the file, and says where."""
    lab.get_by_placeholder("a-name").fill("mine")
    lab.get_by_role("textbox", name="Folder").fill(str(books))
    lab.get_by_role("textbox", name="Folder").press("Tab")
    lab.get_by_role("button", name="Save scenario").click()
    path = books / "mine-2026-11-23.yaml"
    lab.get_by_text(f"Saved as {path}").wait_for()
    assert read_parameters(path)["claim_id"] == CONTRACT["state"]["claim"]


@pytest.mark.parametrize("width", [1440, 900, 1280])
def test_the_chart_is_as_wide_as_its_cell(lab: Page, width: int) -> None:
    """Whatever the window's width is or becomes, nothing of the chart is cut off or left empty."""
    lab.set_viewport_size({"width": width, "height": 1500})
    lab.wait_for_function(
        """() => {
          const plot = document.querySelector(".js-plotly-plot");
          const cell = plot.closest(".jp-OutputArea-output").clientWidth;
          return cell > 0 && plot._fullLayout.width === cell;
        }"""
    )


def test_no_label_is_cut_off(lab: Page) -> None:
    """Each input's name is wholly seen, however long the unit in it."""
    cut = lab.locator(".widget-label:visible").evaluate_all(
        "labels => labels.filter(one => one.scrollWidth > one.clientWidth)"
        ".map(one => one.textContent)"
    )
    assert cut == []


def test_nothing_offers_to_upload_the_chart(lab: Page) -> None:
    """The chart's buttons have none that sends it to plotly's cloud."""
    buttons = lab.locator(".modebar-btn").evaluate_all(
        "buttons => buttons.map(button => button.dataset.title ?? button.dataset.attr ?? '')"
    )
    assert buttons
    assert not any("share" in text.lower() or "cloud" in text.lower() for text in buttons)
