"""A projection in the hands of a reader: keys, links, files, screens of all kinds."""

import csv
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Download, Page, expect

from report_helpers.colors import COLORS
from report_helpers.execution.parameter_files import read_parameters
from report_helpers.execution.parameters import declared, find_notebooks, typed_values
from report_helpers.page.builder import build_page

from .conftest import Open
from .moving import CHART, after_frame, at, button, field, fragment, path_of, ready, shown_path
from .sample_figures import HOSTILE
from .sample_projection import (
    CONTENT,
    SHIPPED,
    State,
    edge_of,
    projection,
    projection_notebooks,
)

pytestmark = pytest.mark.browser

FIRST: State = CONTENT["state"]
TUNED: dict[str, Any] = {"model": "logistic", "growth": 0.305, "ceiling": 3.1, "horizon": 2040}
NOTEBOOKS = SHIPPED.parents[1] / "notebooks"


# ---- the address -----------------------------------------------------------------------------


def test_a_link_opens_its_state(projection_page: Path, visit: Open) -> None:
    """The path, the inputs and the place on the screen are those of the link."""
    page = at(projection_page, fragment(TUNED), visit)
    assert shown_path(page) == path_of(**TUNED)
    assert field(page, "model").input_value() == "logistic"
    assert field(page, "source").input_value() == "own"
    assert field(page, "growth").input_value() == "0.305"
    assert field(page, "growth-exact").input_value() == "30.5 %"
    expect(page.locator(f"{CHART} form")).to_be_in_viewport()


def test_the_address_follows(projection_page: Path, visit: Open) -> None:
    """The address has the inputs that differ from the first state, and only these."""
    page = visit(projection_page).page
    ready(page)
    field(page, "horizon").fill("2040")
    field(page, "model").select_option("logistic")
    page.wait_for_url("**/*#model=logistic&horizon=2040")
    field(page, "reset").click()
    page.wait_for_url(projection_page.as_uri())
    assert shown_path(page) == path_of()


def test_plain_anchors_keep_the_state(projection_page: Path, visit: Open) -> None:
    """Moving about in the page changes no input."""
    page = at(projection_page, fragment(TUNED), visit)
    link = page.locator("nav a").first
    link.click()
    page.wait_for_url(f"**/*{link.get_attribute('href')}")
    assert shown_path(page) == path_of(**TUNED)
    page.go_back()
    page.wait_for_url(f"**/*#{fragment(TUNED)}")
    assert shown_path(page) == path_of(**TUNED)


HACK = "<img src=x onerror=document.documentElement.dataset.hacked=1>"
HOSTILE_FRAGMENTS: dict[str, dict[str, Any]] = {
    "=": {}, "a=b": {}, "growth": {}, "claim=%E0%A4%A": {}, f"claim={HACK}": {},
    "claim=__proto__&model=constructor&growth=toString": {}, "model=__proto__": {},
    "growth=1e999": {}, "growth=NaN": {}, "growth=Infinity": {}, "growth=": {}, "growth=2": {},
    "growth=0x1": {}, "growth=.3": {}, "horizon=2035.5": {}, "horizon=999999": {}, "q=-0.1": {},
    "chart=__proto__&growth=0.3": {}, "chart=nothing&growth=0.3": {}, "growth=" + "9" * 9999: {},
    "growth=0.3&growth=0.4": {"growth": 0.3},
    "pin=growth%3Dfast&horizon=2040": {"horizon": 2040},
    "growth=NaN&horizon=2040": {"horizon": 2040},
    "claim=o07&growth=stated": {"claim": "o07"}, "claim=o07&growth=low": {"claim": "o07"},
    f"growth=0.3&ceiling={HACK}&a=b#c=d": {"growth": 0.3},
}  # fmt: skip


def test_hostile_addresses_are_harmless(projection_page: Path, visit: Open) -> None:
    """What is no value of an input is left out, each by itself; nothing runs, nothing breaks."""
    seen = visit(projection_page)
    ready(seen.page)
    for text, changes in HOSTILE_FRAGMENTS.items():
        seen.page.goto("about:blank")
        seen.page.goto(f"{projection_page.as_uri()}#{text}")
        ready(seen.page)
        assert shown_path(seen.page) == path_of(**changes), text
    assert seen.page.evaluate("document.documentElement.dataset.hacked") is None
    assert seen.messages == []


def test_two_projections_have_an_address_each(visit: Open, tmp_path: Path) -> None:
    """A link says which chart it means, where it is not the first."""
    path = tmp_path / "two.html"
    notebooks = projection_notebooks(projection(), projection().update_layout(height=520))
    path.write_text(build_page(notebooks, pictures=False).html, encoding="utf-8")
    page = at(path, "chart=projection-2&horizon=2040", visit, "#figure-projection-2")
    second = page.locator("#figure-projection-2")
    expect(second.locator("form")).to_be_in_viewport()
    assert second.locator("[name=horizon]").input_value() == "2040"
    assert field(page, "horizon").input_value() == "2035"
    second.locator("[name=model]").select_option("bass")
    page.wait_for_url("**/*#chart=projection-2&model=bass&horizon=2040")


# ---- hands on the inputs ---------------------------------------------------------------------


def test_keys_move_the_chart(projection_page: Path, visit: Open) -> None:
    """An arrow key is a step of the slider, of its words, of the figures and of the path."""
    page = visit(projection_page).page
    ready(page)
    growth = page.get_by_label("Growth a year")
    growth.focus()
    page.keyboard.press("ArrowRight")
    value = float(growth.input_value())
    assert shown_path(page) == path_of(growth=value)
    assert growth.get_attribute("aria-valuetext") == f"{100 * value:.1f} %"
    assert field(page, "source").input_value() == "own"
    expect(page.locator(f"{CHART} [data-told=growth]")).to_have_text(f"{100 * value:.1f} % a year")


def test_a_first_move_draws_the_chart(projection_page: Path, visit: Open) -> None:
    """A chart outside the screen is drawn when its input moves."""
    page = visit(projection_page).page
    page.evaluate("CHARTS.changes")
    field(page, "horizon").evaluate("(input) => { input.value = 2040; }")
    field(page, "horizon").dispatch_event("input")
    expect(page.locator(CHART)).to_have_attribute("data-drawn", "true", timeout=20_000)
    assert shown_path(page) == path_of(horizon=2040)


DRAWN = """(() => {
  const all = (selector) => [...document.querySelectorAll(`.live ${selector}`)];
  const placed = (one) => ["x", "y", "transform"].map((name) => one.getAttribute(name));
  const words = all(":is(.xtick, .ytick, .textpoint) text").filter((one) => one.textContent);
  return [
    ...all(".scatterlayer path").map((one) => one.getAttribute("d")),
    // A word that was there before stands first, wherever it is.
    ...words.map((one) => one.textContent + placed(one)).sort(),
  ];
})()"""


@pytest.mark.parametrize(("name", "value"), [("growth", "0.362"), ("horizon", "2041")])
@pytest.mark.parametrize("width", [1280, 375])
def test_a_moved_line_is_where_a_fresh_one_is(
    projection_page: Path, visit: Open, name: str, value: str, width: int
) -> None:
    """The short way of moving lines and axes leaves them where drawing anew would put them."""
    page = visit(projection_page, width).page
    ready(page)
    before = page.evaluate(DRAWN)
    field(page, name).fill(value)
    after_frame(page)
    moved = page.evaluate(DRAWN)
    page.evaluate("Plotly.redraw(document.querySelector('.live'))")
    assert before != moved == page.evaluate(DRAWN)


def test_inputs_are_those_of_the_model(projection_page: Path, visit: Open) -> None:
    """A model shows what it takes; a claim offers the growths that it has."""
    page = visit(projection_page).page
    ready(page)
    names = ["source", "growth", "ceiling", "p", "q"]
    for model, shown in {
        "compound": ["source", "growth"],
        "logistic": ["source", "growth", "ceiling"],
        "bass": ["ceiling", "p", "q"],
    }.items():
        field(page, "model").select_option(model)
        for name in names:
            expect(field(page, name)).to_be_visible(visible=name in shown)
    field(page, "model").select_option("compound")
    field(page, "source").select_option("stated")
    assert shown_path(page) == path_of(growth="stated")
    outline = CONTENT["traces"]["fan"][0]
    lower, upper = (edge_of(CONTENT, FIRST, level) for level in CONTENT["bands"][0])
    assert shown_path(page, outline) == [*lower, *upper[::-1]]
    field(page, "model").select_option("logistic")
    logistic = {**FIRST, "model": "logistic", "growth": "stated"}
    lower, upper = (edge_of(CONTENT, logistic, level) for level in CONTENT["bands"][0])
    assert shown_path(page, outline) == [*lower, *upper[::-1]]
    field(page, "model").select_option("bass")
    assert shown_path(page, outline) == []
    field(page, "model").select_option("compound")
    field(page, "claim").select_option("o07")
    expect(field(page, "source")).to_have_value("implied")
    assert shown_path(page) == path_of(claim="o07")
    assert shown_path(page, CONTENT["traces"]["printed"]) == [48.9, 441.6]
    assert shown_path(page, outline) == []
    assert page.locator("option", has_text=HOSTILE).count() == 1


def test_a_state_without_a_path_is_refused(projection_page: Path, visit: Open) -> None:
    """The form says why there is no path, and the last path stays."""
    page = visit(projection_page).page
    ready(page)
    field(page, "claim").select_option("o07")
    before = shown_path(page)
    field(page, "horizon").fill("2024")
    expect(page.locator(f"{CHART} [data-input=horizon] .wrong")).to_contain_text(
        "choose a later one"
    )
    assert shown_path(page) == before
    field(page, "horizon").fill("2026")
    expect(page.locator(f"{CHART} [data-input=horizon] .wrong")).to_be_empty()
    assert len(shown_path(page)) == 2


def test_the_table_follows(projection_page: Path, visit: Open) -> None:
    """The data table holds the path by year, whether it was open before or not."""
    page = visit(projection_page).page
    ready(page)
    rows = page.locator(f"{CHART} table.data tbody tr")
    field(page, "horizon").fill("2040")
    page.locator(f"{CHART} summary", has_text="data").click()
    expect(rows).to_have_count(18)
    expect(rows.nth(1)).to_have_text("2024$35.4 billion36.2 %")
    field(page, "horizon").fill("2041")
    expect(rows).to_have_count(19)


# ---- what a reader takes along ---------------------------------------------------------------


def saved(page: Page, name: str) -> Download:
    """Press a button and return the file that it saves."""
    with page.expect_download() as download:
        page.get_by_role("button", name=name).click()
    return download.value


def test_the_path_as_csv(projection_page: Path, visit: Open) -> None:
    """Every year with its value, every digit of it."""
    page = at(projection_page, fragment(TUNED), visit)
    file = saved(page, "Download path (CSV)")
    assert file.suggested_filename == "a01_cited-logistic.csv"
    head, *rows = csv.reader(Path(file.path()).read_text(encoding="utf-8").splitlines())
    assert head[:6] == ["year", "value", "unit", "claim", "model", "growth"]
    assert [int(row[0]) for row in rows] == list(range(2023, 2041))
    assert [float(row[1]) for row in rows] == path_of(**TUNED)
    assert {tuple(row[2:6]) for row in rows} == {
        ("billion US dollars", "a01_cited", "logistic", "0.305")
    }
    assert (head[-1], rows[0][-1]) == ("as_of", "2026-11-23")


@pytest.mark.parametrize("growth", [0.305, "implied"])
def test_the_scenario_as_parameters(projection_page: Path, visit: Open, growth: object) -> None:
    """The file has the names and types of the notebook's parameters."""
    page = at(projection_page, fragment({**TUNED, "growth": growth}), visit)
    file = saved(page, "Save scenario (YAML)")
    assert file.suggested_filename.endswith(".yaml")
    typed = typed_values(read_parameters(Path(file.path())), declared(find_notebooks(NOTEBOOKS)))
    assert typed == {
        "claim_id": "a01_cited", "base_value": 0.0, "base_year": 0, "model": "logistic",
        "growth": str(growth), "ceiling": 3.1,
        "p": 0.03, "q": 0.38, "horizon_year": 2040, "threshold": 1000.0,
    }  # fmt: skip


def test_a_link_is_copied(projection_page: Path, visit: Open) -> None:
    """The clipboard gets the address of the state, and the page says so."""
    page = at(projection_page, fragment(TUNED), visit)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy link").click()
    expect(page.locator(f"{CHART} .done")).to_contain_text("copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f"{projection_page.as_uri()}#{fragment(TUNED)}"


def test_a_link_without_a_clipboard(projection_page: Path, visit: Open) -> None:
    """Without a clipboard the address is shown selected in a field."""
    page = visit(projection_page).page
    ready(page)
    page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.get_by_role("button", name="Copy link").click()
    expect(page.locator(f"{CHART} .done")).to_contain_text("selected")
    expect(page.get_by_label("Link to this state")).to_be_focused()
    selected = page.evaluate("document.getSelection().toString()")
    assert selected == f"{projection_page.as_uri()}#figure-projection"


# ---- screens of all kinds --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("width", "scheme"), [(w, s) for w in (1280, 375) for s in ("light", "dark")]
)
@pytest.mark.parametrize("model", ["logistic", "bass"])
def test_no_grave_barrier(
    projection_page: Path, visit: Open, width: int, scheme: str, model: str
) -> None:
    """With every part shown there is nothing serious, nothing too wide, logged or asked for."""
    seen = visit(projection_page, width, color_scheme=scheme)
    page = seen.page
    ready(page)
    page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    button(page, "Pin this path").click()
    field(page, "model").select_option(model)
    page.get_by_role("button", name="Copy link").click()
    assert seen.draw_all() == []
    page.locator("details").evaluate_all("(all) => all.forEach((one) => one.open = true)")
    after_frame(page)
    found = Axe().run(page).response["violations"]
    assert [rule["id"] for rule in found if rule["impact"] in ("serious", "critical")] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert seen.messages == []
    assert seen.requests == []


def test_turning_keeps_the_state(projection_page: Path, visit: Open) -> None:
    """Another scheme or width draws anew what was set."""
    page = at(projection_page, fragment(TUNED), visit, color_scheme="light")
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 375, "height": 800})
    dark = f"rgb({', '.join(map(str, bytes.fromhex(COLORS['muted'].dark[1:])))})"
    word = page.locator(f"{CHART} .live .xtick text")
    expect(word.first).to_have_css("fill", dark)
    expect(word).to_have_count(4)
    assert shown_path(page) == path_of(**TUNED)


def test_paper_has_no_inputs(projection_page: Path, visit: Open) -> None:
    """What cannot be moved is not printed."""
    page = visit(projection_page).page
    ready(page)
    page.emulate_media(media="print")
    assert page.locator(":is(form, .tools, select, input, .disagrees):visible").count() == 0


def test_without_script_there_are_no_inputs(projection_page: Path, visit: Open) -> None:
    """What nothing would answer is not shown; the picture and the table are."""
    page = visit(projection_page, java_script_enabled=False).page
    dead = ":is(form, .tools, .disagrees, select, input, button)"
    assert page.locator(dead).count() > 0
    assert page.locator(f"{dead}:visible").count() == 0
    expect(page.locator(f"{CHART} .picture")).to_be_visible()


def test_a_chart_that_does_not_draw_takes_the_inputs_away(
    projection_page: Path, visit: Open, tmp_path: Path
) -> None:
    """Inputs that could not move the picture would make it say something else than they do."""
    html = projection_page.read_text(encoding="utf-8")
    damaged = tmp_path / "damaged.html"
    damaged.write_text(html.replace('id="plotly">', 'id="plotly">damaged+'), encoding="utf-8")
    seen = visit(damaged)
    field(seen.page, "horizon").fill("2040")
    expect(seen.page.locator(f"{CHART} .disagrees")).to_contain_text("cannot draw")
    expect(seen.page.locator(f"{CHART} form")).to_be_hidden()
    expect(seen.page.locator(f"{CHART} .picture")).to_be_visible()
    assert seen.messages == []
