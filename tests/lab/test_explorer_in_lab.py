"""The explorer in a real JupyterLab: choices, rows, points, dossiers, the frame, both themes."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from report_helpers.claims import read_claims
from report_helpers.claims.wording import capitalized, count_phrase
from report_helpers.colors import COLORS

pytestmark = [pytest.mark.browser, pytest.mark.kernel]

NOTEBOOK = "08_explore.ipynb"
PATIENCE = 120_000
"""Milliseconds that a slow machine may take for one step; nothing is measured by it."""

MARKED = """() => [...document.querySelectorAll(".js-plotly-plot")].flatMap(plot =>
  plot.data.flatMap(trace => Array.from(trace.customdata ?? [])))"""
POINT = """claim => {
  // The middle of the mark of a claim, in the window.
  const plot = document.querySelector(".js-plotly-plot");
  for (const trace of plot._fullData) {
    const at = Array.from(trace.customdata ?? []).indexOf(claim);
    if (at < 0) continue;
    const { xaxis: x, yaxis: y } = plot._fullLayout._plots[trace.xaxis + trace.yaxis];
    const box = plot.getBoundingClientRect();
    return [box.x + x._offset + x.d2p(trace.x[at]),
            box.y + y._offset + y.d2p(trace.y[at])];
  }
}"""

HOVERED = """claim => document.querySelector(".js-plotly-plot")._hoverdata
  ?.some(point => point.customdata === claim)"""

STOPPED = """\
import os, subprocess
_ = subprocess.Popen(["sh", "-c", "kill -STOP $0; sleep 6; kill -CONT $0", str(os.getpid())])
"""
"""A cell that stops the kernel for six seconds, as if it were busy in every thread."""


@pytest.fixture(scope="module")
def opened(browser: Browser, address: str) -> Iterator[Page]:
    """The notebook after all its cells ran."""
    context = browser.new_context(viewport={"width": 1280, "height": 2400})
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    expect.set_options(timeout=PATIENCE)
    page.goto(f"{address}/lab/tree/{NOTEBOOK}?reset")
    # Cells that are run before the kernel answers are not run.
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for()
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_text("Run All Cells", exact=True).click()
    page.locator(".market-report-grid tbody tr").first.wait_for()
    page.locator(".js-plotly-plot .points path").first.wait_for()
    yield page
    context.close()


@pytest.fixture
def lab(opened: Page) -> Page:
    """The explorer with nothing chosen or picked."""
    opened.get_by_role("button", name="All claims", exact=True).click()
    told(opened, f"{len(CLAIMS)} claims of {len(CLAIMS)}.")
    return opened


CLAIMS = read_claims()


def told(page: Page, words: str) -> None:
    """Wait until the explorer says how many claims are chosen or picked."""
    page.locator(".jupyter-widgets p").get_by_text(words, exact=True).wait_for()


def rows(page: Page) -> Locator:
    """Return the rows of the table."""
    return page.locator(".market-report-grid .dt-scroll-body tbody tr")


def choose(page: Page, name: str, title: str, column: str, value: str) -> list[str]:
    """Choose an entry of a list; return the ids of the claims that it leaves."""
    ids = [str(each) for each in CLAIMS.index[CLAIMS[column].eq(value)]]
    page.get_by_label(name, exact=True).select_option(label=f"{title} ({len(ids)})")
    told(page, f"{capitalized(count_phrase(len(ids), 'claim'))} of {len(CLAIMS)}.")
    return ids


def tools(page: Page) -> list[str]:
    """Choose the topic of tools."""
    return choose(page, "Topic", "Tools", "topic", "tools")


def market(page: Page) -> list[str]:
    """Choose the measure of most claims; return their ids."""
    found = choose(page, "Measure", "Machine-learning market size", "measure", "ml_market_revenue")
    page.wait_for_function(f"count => new Set(({MARKED})()).size === count", arg=len(found))
    return found


def click_point(page: Page, claim: str) -> None:
    """Click the mark of a claim, once it stands still and plotly has noticed the mouse."""
    page.locator(".js-plotly-plot").scroll_into_view_if_needed()
    before, place = None, page.evaluate(POINT, claim)
    while place != before:
        page.wait_for_timeout(500)
        before, place = place, page.evaluate(POINT, claim)
    x, y = place
    page.mouse.move(x - 3, y)
    page.mouse.move(x, y)
    page.wait_for_function(HOVERED, arg=claim)
    page.mouse.click(x, y)


def run_again(page: Page, source: str) -> Locator:
    """Run the cell that holds a text; return its output."""
    cell = page.locator(".jp-CodeCell").filter(has_text=source).last
    cell.locator(".cm-content").click()
    page.keyboard.press("Control+Enter")
    return cell.locator(".jp-OutputArea-output")


def test_a_choice_leads_to_table_chart_and_frame(lab: Page) -> None:
    """All show the claims of the topic, and the cell below has their frame."""
    ids = tools(lab)
    expect(rows(lab)).to_have_count(len(ids))
    lab.wait_for_function(
        f"ids => ({MARKED})().length && ({MARKED})().every(each => ids.includes(each))", arg=ids
    )
    frame = run_again(lab, "explorer.selected.filter")
    for each in ids:
        expect(frame).to_contain_text(each)
    expect(frame).not_to_contain_text("a01_ml_market")


def test_words_are_searched_as_they_are_typed(lab: Page) -> None:
    """And an empty result is a sentence."""
    lab.get_by_placeholder("in titles, figures, sources").fill("gartner")
    found = CLAIMS["producer"].eq("Gartner")
    expect(rows(lab).filter(has_text="Gartner")).to_have_count(int(found.sum()))
    lab.get_by_placeholder("in titles, figures, sources").fill("no claim has this")
    expect(lab.locator(".market-report-dossier")).to_contain_text("No claim meets all choices")
    expect(lab.locator(".js-plotly-plot")).to_have_count(0)


def test_a_row_opens_its_dossier(lab: Page) -> None:
    """With what is printed and where; a second row is picked with Ctrl."""
    market(lab)
    dossier = lab.locator(".market-report-dossier")
    rows(lab).nth(3).click()
    expect(dossier).to_contain_text("117.19 USD bn; 2027; 39.2%")
    expect(dossier).to_contain_text("Quoted on")
    told(lab, "One claim picked of 20.")
    rows(lab).nth(0).click(modifiers=["Control"])
    expect(dossier).to_contain_text("$26.03 billion; 2023")
    told(lab, "Two claims picked of 20.")
    frame = run_again(lab, "explorer.selected.filter")
    expect(frame.locator("tbody tr")).to_have_count(2)
    expect(frame).to_contain_text("a11_original")


def test_a_point_opens_its_dossier_and_picks_its_row(lab: Page) -> None:
    """The row is scrolled to if it is out of sight."""
    market(lab)
    last = "o12_marketsandmarkets"
    click_point(lab, last)
    expect(lab.locator(".market-report-dossier")).to_contain_text("8.81 USD bn; 2022")
    picked = lab.locator(".market-report-grid tr.selected")
    expect(picked).to_contain_text("MarketsandMarkets")
    expect(picked).to_be_in_viewport()


def test_a_click_counts_while_the_kernel_is_busy(lab: Page) -> None:
    """Also if the mouse moves on before the kernel answers."""
    ids = market(lab)
    lab.locator(".jp-CodeCell").last.locator(".cm-content").click()
    for key in ("Escape", "b", "Enter"):
        lab.keyboard.press(key)
    lab.keyboard.insert_text(STOPPED)
    lab.keyboard.press("Control+Enter")
    # The kernel stops at once, and nothing in the page tells it.
    lab.wait_for_timeout(1_000)
    click_point(lab, ids[-1])
    lab.mouse.move(5, 5)
    told(lab, f"One claim picked of {len(ids)}.")
    expect(lab.locator(".market-report-dossier")).to_contain_text(ids[-1])


def test_a_link_in_a_dossier_leads_to_its_claim(lab: Page) -> None:
    """Not to an anchor that the notebook does not have."""
    rows(lab).first.click()
    dossier = lab.locator(".market-report-dossier")
    dossier.locator("table.beside tr", has_text="Its original").locator("a").click()
    expect(dossier).to_contain_text("a01_original")
    told(lab, f"One claim picked of {len(CLAIMS)}.")
    assert "#claim" not in lab.url


def test_figures_are_sorted_by_their_size(lab: Page) -> None:
    """Not by their letters."""
    market(lab)
    header = lab.locator(".market-report-grid .dt-scroll-head th", has_text="Figure")
    header.locator(".dt-column-order").click()
    expect(rows(lab).first).to_contain_text("$8.81 billion")
    header.locator(".dt-column-order").click()
    expect(rows(lab).first).to_contain_text("$1,710 billion")


def test_the_code_is_copied(lab: Page) -> None:
    """As it gives the frame again."""
    tools(lab)
    code = "selected = mr.tables.chosen(claims, findings, topic='tools')"
    expect(lab.locator(".market-report-code pre")).to_have_text(code)
    lab.get_by_role("button", name="Copy the code").click()
    lab.get_by_role("button", name="Copied").wait_for()
    assert lab.evaluate("navigator.clipboard.readText()") == code


@pytest.mark.parametrize("theme", ["Dark", "Light"])
def test_it_follows_the_theme(lab: Page, theme: str) -> None:
    """Chart and table, at once."""
    lab.get_by_role("menuitem", name="Settings", exact=True).click()
    lab.get_by_text("Theme", exact=True).hover()
    lab.get_by_text(f"JupyterLab {theme}", exact=True).click()
    color = COLORS["text"]
    wanted = (color.dark if theme == "Dark" else color.light).removeprefix("#")
    lab.wait_for_function(
        "want => getComputedStyle(document.querySelector('.js-plotly-plot .annotation-text')).fill"
        " === want",
        arg=f"rgb({', '.join(str(int(wanted[at : at + 2], 16)) for at in (0, 2, 4))})",
    )
    assert ("dark" in lab.evaluate("document.documentElement.className")) == (theme == "Dark")


@pytest.mark.parametrize("width", [1440, 900, 1280])
def test_nothing_is_wider_than_the_cell(lab: Page, width: int) -> None:
    """Whatever the window's width is or becomes, the chart fills the cell, and no more."""
    lab.set_viewport_size({"width": width, "height": 2400})
    lab.wait_for_function(
        """() => {
          const plot = document.querySelector(".js-plotly-plot");
          const cell = plot.closest(".jp-OutputArea-output");
          return Math.abs(plot._fullLayout.width - cell.clientWidth) < 12
            && cell.scrollWidth <= cell.clientWidth;
        }"""
    )
