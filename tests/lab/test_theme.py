"""Charts, pictures, tables and links of the notebooks in a real JupyterLab, light and dark."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from report_helpers.colors import COLORS
from report_helpers.package_files import shipped
from report_helpers.text.gravest_words import EVERYTHING

pytestmark = [pytest.mark.browser, pytest.mark.kernel]

NOTEBOOKS = sorted(
    path.name for path in shipped("notebooks").glob("0[1-7]*.ipynb") if "06" not in path.name
)
PATIENCE = 120_000
"""Milliseconds that a slow machine may take for one step; nothing is measured by it."""
ENOUGH = 4.5
LIGHT, DARK = "JupyterLab Light", "JupyterLab Dark"

SHOWN = """() => {
  const parts = (color) => color.match(/[\\d.]+/g).map(Number);
  const luminance = (color) => {
    const [r, g, b] = parts(color).map((part) => part / 255)
      .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (one, other) => {
    const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  const probe = document.createElement("div");
  probe.style.background = "var(--jp-layout-color0)";
  document.body.append(probe);
  const theme = getComputedStyle(probe).backgroundColor;
  probe.remove();
  return [...document.querySelectorAll(".js-plotly-plot")].map((plot) => {
    const ground = getComputedStyle(plot.querySelector(".main-svg")).backgroundColor;
    const texts = [...plot.querySelectorAll("text")].filter((text) => text.textContent.trim());
    const paints = [...plot.querySelectorAll(".main-svg *")].flatMap((each) => {
      const style = getComputedStyle(each);
      return [style.fill, style.stroke, style.stopColor];
    });
    const contrasts = texts.map((text) => contrast(getComputedStyle(text).fill, ground));
    return { theme, ground, texts: texts.length, least: Math.min(...contrasts), paints };
  });
}"""
"""Of each chart: its ground and the theme's, the least contrast of a text, and its paints."""


@pytest.fixture(scope="module")
def pages(browser: Browser) -> Iterator[Page]:
    """A window of JupyterLab, in which notebooks are opened one after the other."""
    page = browser.new_page(viewport={"width": 1280, "height": 2400})
    page.set_default_timeout(PATIENCE)
    expect.set_options(timeout=PATIENCE)
    yield page
    page.close()


def opened(page: Page, address: str, name: str) -> Page:
    """Open a notebook alone, with its kernel ready."""
    page.goto(f"{address}/lab/tree/{name}?reset")
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for()
    return page


def run(page: Page, charts: int) -> None:
    """Run all cells and wait until all charts are drawn."""
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_text("Run All Cells", exact=True).click()
    page.wait_for_function(
        "count => document.querySelectorAll('.js-plotly-plot .main-svg text').length > 0 && "
        "document.querySelectorAll('.js-plotly-plot').length === count && "
        "document.querySelectorAll('.jp-InputPrompt').values()"
        ".every(prompt => !prompt.textContent.includes('*'))",
        arg=charts,
    )


def turn(page: Page, theme: str) -> None:
    """Choose a theme in the menu."""
    wanted = str(theme == LIGHT).lower()
    if page.evaluate("document.body.dataset.jpThemeLight") != wanted:
        page.get_by_role("menuitem", name="Settings", exact=True).click()
        page.get_by_text("Theme", exact=True).first.hover()
        page.get_by_text(theme, exact=True).click()
    page.wait_for_function("want => document.body.dataset.jpThemeLight === want", arg=wanted)


def rgb(code: str) -> str:
    """Return a color as browsers compute it."""
    return f"rgb({', '.join(str(part) for part in bytes.fromhex(code[1:]))})"


def stored_charts(name: str) -> int:
    """Return how many charts a notebook has."""
    text = shipped(f"notebooks/{name}").read_text(encoding="utf-8")
    return text.count('"application/vnd.plotly.v1+json"')


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_charts_follow_the_theme(pages: Page, address: str, name: str) -> None:
    """Ground and text in light, in dark, and in light again, without being drawn again."""
    page = opened(pages, address, name)
    turn(page, LIGHT)
    run(page, stored_charts(name))
    for theme in (LIGHT, DARK, LIGHT):
        turn(page, theme)
        # The style sheet of a theme comes after its name.
        page.wait_for_function(
            f"dark => ({SHOWN})().every(each => each.ground === each.theme) && "
            f"({SHOWN})().every(each => (each.ground === 'rgb(255, 255, 255)') !== dark)",
            arg=theme == DARK,
        )
        charts: list[dict[str, Any]] = page.evaluate(SHOWN)
        assert len(charts) == stored_charts(name)
        for chart in charts:
            assert chart["texts"]
            assert chart["least"] >= ENOUGH
            wrong = {rgb(color.light if theme == DARK else color.dark) for color in COLORS.values()}
            assert not wrong & set(chart["paints"])


def test_stored_pictures_are_dark_until_a_chart_takes_their_place(
    pages: Page, address: str
) -> None:
    """A pointer that enters one draws the chart, in the theme's colors too."""
    page = opened(pages, address, "04_values.ipynb")
    turn(page, DARK)
    picture = page.locator(".plot-img").first
    picture.wait_for()
    assert "invert" in picture.evaluate("image => getComputedStyle(image).filter")
    box = picture.bounding_box()
    assert box
    page.mouse.move(box["x"] + 40, box["y"] + 40)
    page.locator(".js-plotly-plot .main-svg text").first.wait_for()
    (chart,) = page.evaluate(SHOWN)
    assert chart["ground"] == chart["theme"] != "rgb(255, 255, 255)"
    turn(page, LIGHT)
    assert page.locator(".plot-img").last.evaluate("one => getComputedStyle(one).filter") == "none"


def test_a_table_is_read_in_its_cell(pages: Page, address: str) -> None:
    """Its cells begin at the left, and it is no wider than the cell."""
    page = opened(pages, address, "06_sources.ipynb")
    table = page.locator(".market-report table").first
    for cell in table.locator("tr").nth(1).locator("th, td").all():
        assert cell.evaluate("one => getComputedStyle(one).textAlign") == "left"
    width, room = table.evaluate(
        "one => [one.offsetWidth, one.closest('.jp-OutputArea-output').clientWidth]"
    )
    assert width <= room


def shown_rows(page: Page) -> list[list[str]]:
    """Return the cells of the rows of the first table that are shown."""
    rows: list[list[str]] = page.evaluate(
        "() => [...document.querySelector('.market-report table').tBodies[0].rows]"
        ".filter(row => row.offsetHeight).map(row => [...row.cells].map(cell => cell.innerText))"
    )
    return rows


def test_a_table_is_searched(pages: Page, address: str) -> None:
    """By words in any order, while they are typed."""
    page = opened(pages, address, "06_sources.ipynb")
    field = page.get_by_placeholder("Search 70 rows")
    field.fill("differs mckinsey")
    found = shown_rows(page)
    assert found
    assert all("McKinsey" in row[3] and "differs" in row[5] for row in found)
    expect(page.locator(".tools output").first).to_have_text(f"{len(found)} of 70")
    field.fill("")
    assert len(shown_rows(page)) == 70


def test_a_table_is_sorted(pages: Page, address: str) -> None:
    """Figures by their size, up, down and as they were; what is missing stands last."""
    page = opened(pages, address, "06_sources.ipynb")
    head = page.locator(".market-report table").first.get_by_role("columnheader")
    figures = head.filter(has_text="Figure")
    before = shown_rows(page)
    figures.get_by_role("button").click()
    dollars = [row[1] for row in shown_rows(page) if row[1].startswith("$")]
    assert dollars[0].split(",")[0].endswith("billion")
    assert "trillion" in dollars[-1]
    expect(figures).to_have_attribute("aria-sort", "ascending")
    figures.get_by_role("button").click()
    assert next(row[1] for row in shown_rows(page) if row[1].startswith("$")) == dollars[-1]
    figures.get_by_role("button").click()
    assert shown_rows(page) == before
    head.filter(has_text="Verdict").get_by_role("button").press("Enter")
    verdicts = [row[5] for row in shown_rows(page)]
    filled = [words for words in verdicts if words]
    assert verdicts == [*filled, *[""] * (70 - len(filled))]
    assert filled[0] < filled[-1]


def test_links_lead_to_a_row_of_the_notebook(pages: Page, address: str) -> None:
    """A mark of the strip opens its figure."""
    page = opened(pages, address, "01_overview.ipynb")
    mark = page.locator(".strip a[href]").nth(3)
    number = int(mark.locator("span").nth(1).inner_text())
    figure = page.locator(".figures > ol > li").nth(number - 1)
    expect(figure.locator("details").first).not_to_have_attribute("open", "")
    mark.click()
    expect(figure.locator("details").first).to_have_attribute("open", "")
    expect(figure).to_be_in_viewport()


@pytest.mark.parametrize("name", ["05_projection.ipynb", "07_method.ipynb"])
def test_a_name_without_a_row_is_no_link(pages: Page, address: str, name: str) -> None:
    """Its row is in another notebook."""
    page = opened(pages, address, name)
    page.locator(".market-report a[itemref]").first.wait_for(state="attached")
    assert page.locator(".market-report a[href^='#']").count() == 0


def test_a_paragraph_that_is_only_a_name_is_hidden(pages: Page, address: str) -> None:
    """Where the notebook has no such row; the overview has it, and the link."""
    page = opened(pages, address, "00_start.ipynb")
    words = page.get_by_text(EVERYTHING)
    words.wait_for(state="attached")
    words.wait_for(state="hidden")
    page = opened(pages, address, "01_overview.ipynb")
    page.get_by_role("link", name=EVERYTHING).first.wait_for()
