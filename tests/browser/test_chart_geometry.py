"""Labels of charts of many made-up markets, as a browser draws them: apart, inside, legible."""

import inspect
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from playwright.sync_api import Page, expect

from report_helpers import charts
from report_helpers.audit.audit import audit
from report_helpers.page.builder import build_page

from .conftest import Open
from .sample_markets import MARKETS, market_rows
from .sample_report import chart, notebook, prose, ran

pytestmark = pytest.mark.browser

Claims = Callable[..., pd.DataFrame]
DAY = "2026-11-23"
SMALLEST = 12
ZERO = re.compile(r"^\D?0$")
WIDTHS = (1280, 768, 375)

CROWDED = """(figure) => {
  const svg = figure.querySelector(".live .main-svg").getBoundingClientRect();
  const texts = [...figure.querySelectorAll(".live .main-svg text")].filter((text) =>
    text.textContent.trim() && getComputedStyle(text).visibility !== "hidden");
  const boxes = texts.map((text) => ({
    words: text.textContent,
    box: text.getBoundingClientRect(),
    size: parseFloat(getComputedStyle(text).fontSize),
    isLabel: text.closest(".annotation") !== null,
  })).filter(({ box }) => box.width > 0);
  const across = (one, other) => Math.min(one.right, other.right) - Math.max(one.left, other.left);
  const up = (one, other) => Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
  const found = [];
  boxes.forEach(({ words, box, size }, at) => {
    if (box.left < svg.left - 1 || box.right > svg.right + 1 ||
        box.top < svg.top - 1 || box.bottom > svg.bottom + 1) found.push(`outside: ${words}`);
    if (size < SMALLEST) found.push(`small: ${words}`);
    for (const other of boxes.slice(at + 1))
      if (across(box, other.box) > 1 && up(box, other.box) > 2)
        found.push(`meet: ${words} and ${other.words}`);
  });
  const marks = [...figure.querySelectorAll(".live .points path.point")]
    .map((mark) => mark.getBoundingClientRect()).filter(({ width }) => width > 4);
  for (const { words, box } of boxes.filter(({ isLabel }) => isLabel))
    for (const mark of marks) {
      const [x, y] = [(mark.left + mark.right) / 2, (mark.top + mark.bottom) / 2];
      if (x > box.left && x < box.right && y > box.top + 1 && y < box.bottom - 1)
        found.push(`on a mark: ${words}`);
    }
  return found;
}""".replace("SMALLEST", str(SMALLEST))


def page_of(claims: pd.DataFrame, horizon: int, folder: Path) -> Path:
    """Write a page with all charts of some claims."""
    findings = audit(claims, as_of=DAY)
    cells = []
    for name in charts.__all__:
        draw = getattr(charts, name)
        more: dict[str, Any] = {}
        if "horizon_year" in inspect.signature(draw).parameters:
            more = {"horizon_year": horizon}
        figure = draw(claims, findings=findings, **more)
        cells.extend([] if figure is None else [ran(chart(figure))])
    path = folder / "page.html"
    page = build_page([notebook(prose("# Charts"), *cells)], pictures=False)
    path.write_text(page.html, encoding="utf-8")
    return path


def crowded(page: Page) -> list[str]:
    """Draw each chart on both of its scales; return what is wrong with its texts."""
    found = []
    figures = page.locator("figure[data-chart]:not(.waits)")
    for number in range(figures.count()):
        figure = figures.nth(number)
        figure.scroll_into_view_if_needed()
        expect(figure).to_have_attribute("data-drawn", "true", timeout=20_000)
        found += [(figure.get_attribute("id"), text) for text in figure.evaluate(CROWDED)]
        scale = figure.locator("select[data-choice]")
        if scale.count():
            scale.select_option("linear")
            expect(figure.locator(".live .ytick text").first).to_have_text(ZERO)
            found += [(figure.get_attribute("id"), text) for text in figure.evaluate(CROWDED)]
    return [f"{name}: {text}" for name, text in found]


@pytest.mark.slow
@pytest.mark.parametrize("name", MARKETS)
def test_labels_are_apart_inside_and_legible(
    claims_of: Claims, visit: Open, tmp_path: Path, name: str
) -> None:
    """No text of any chart meets another or a mark, leaves the chart, or is under 12 pixels."""
    market = MARKETS[name]
    path = page_of(claims_of(*market_rows(**market)), market.get("horizon", 2035), tmp_path)
    for width in WIDTHS:
        seen = visit(path, width)
        assert crowded(seen.page) == [], width
        assert seen.page.evaluate("document.documentElement.scrollWidth") <= width
        assert seen.messages == []


@pytest.mark.parametrize("width", [1280, 375])
def test_every_publisher_is_named(
    claims_of: Claims, visit: Open, tmp_path: Path, width: int
) -> None:
    """A publisher whose label has no room in the plot is in the key, in full."""
    rows = market_rows(12, names="long")
    claims = claims_of(*rows)
    page = visit(page_of(claims, 2035, tmp_path), width).page
    figure = page.locator("#figure-market-size-paths")
    figure.scroll_into_view_if_needed()
    expect(figure).to_have_attribute("data-drawn", "true", timeout=20_000)
    key = " ".join(figure.locator(".key li:visible").all_inner_texts())
    labels = figure.locator(".live .annotation").evaluate_all(
        "(notes) => notes.map((note) => note.textContent).join(' ')"
    )
    said = "".join((key + labels).split())
    for producer in {row["producer"] for row in rows if row.get("role") == "original"}:
        assert "".join(str(producer).split()) in said
