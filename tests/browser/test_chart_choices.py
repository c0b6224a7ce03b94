"""What a reader can do with a chart: choose a scale or another quantity, open what a point is."""

import re
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from playwright.sync_api import Page, expect

from .conftest import Open
from .sample_markets import market_rows
from .test_chart_geometry import page_of

pytestmark = pytest.mark.browser

Claims = Callable[..., pd.DataFrame]


@pytest.fixture(scope="module")
def two_markets(claims_of: Claims, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page on two measures of the same publishers."""
    rows = market_rows(6)
    other = [
        {**row, "claim_id": f"b_{row['claim_id']}", "measure": "second", "title": "Second market"}
        for row in rows
        if row["claim_id"].startswith("level")
    ]
    return page_of(claims_of(*rows, *other), 2035, tmp_path_factory.mktemp("two"))


def drawn(page: Page, name: str) -> str:
    """Bring a chart to the screen and wait for it; return its selector."""
    figure = page.locator(f"#figure-{name}")
    figure.scroll_into_view_if_needed()
    expect(figure).to_have_attribute("data-drawn", "true", timeout=20_000)
    return f"#figure-{name}"


def test_the_scale_can_be_chosen(two_markets: Path, visit: Open) -> None:
    """The linear axis starts at zero, and the logarithmic one comes back."""
    seen = visit(two_markets)
    figure = seen.page.locator(drawn(seen.page, "market-size-paths"))
    ticks = figure.locator(".live .ytick text")
    expect(ticks.first).not_to_have_text("0")
    choice = figure.get_by_label("Scale")
    choice.select_option("linear")
    expect(ticks.first).to_have_text("0")
    choice.select_option("logarithmic")
    expect(ticks.first).not_to_have_text("0")
    assert seen.messages == []


def test_another_quantity_can_be_chosen(two_markets: Path, visit: Open) -> None:
    """The other chart takes the place of the first, with its own title, key and data."""
    page = visit(two_markets).page
    drawn(page, "market-size-paths")
    both = page.locator(".in-turn").filter(has=page.locator("#figure-market-size-paths"))
    expect(both.locator("figure:visible")).to_have_count(1)
    both.get_by_label("Figures of").select_option("Second market")
    shown = both.locator("figure:visible")
    expect(shown).to_have_count(1)
    expect(shown).to_have_attribute("data-drawn", "true", timeout=20_000)
    expect(shown.locator(".subtitle")).to_contain_text("Second market")


def test_without_a_script_all_quantities_are_shown(two_markets: Path, visit: Open) -> None:
    """Nobody can choose there, so nothing waits."""
    page = visit(two_markets, java_script_enabled=False).page
    both = page.locator(".in-turn").filter(has=page.locator("#figure-market-size-paths"))
    count = both.locator("figure").count()
    assert count > 1
    expect(both.locator("figure:visible")).to_have_count(count)
    expect(page.locator("select[data-choice]:visible")).to_have_count(0)


def test_a_click_on_a_point_leads_to_its_claim(two_markets: Path, visit: Open) -> None:
    """The address names the claim under the pointer, and the chart says that it can be clicked."""
    page = visit(two_markets).page
    figure = page.locator(drawn(page, "market-size-paths"))
    box = figure.locator(".live .points path.point").last.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(figure.locator(".live.on-point")).to_have_count(1)
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_function("location.hash.startsWith('#claim-')")


def test_points_can_be_reached_by_keyboard(two_markets: Path, visit: Open) -> None:
    """Arrow keys go from point to point, each is read out, and Enter opens its claim."""
    page = visit(two_markets).page
    figure = page.locator(drawn(page, "market-size-paths"))
    live = figure.locator(".live")
    live.focus()
    said = figure.locator(".stage [role=status]").last
    live.press("ArrowRight")
    first = said.inner_text()
    assert "As printed: " in first
    live.press("ArrowRight")
    expect(said).not_to_have_text(first)
    live.press("ArrowLeft")
    expect(said).to_have_text(first)
    live.press("Enter")
    page.wait_for_function("location.hash.startsWith('#claim-')")
    live.press("Escape")
    expect(said).to_have_text("")


def test_the_closed_line_has_sources_and_data(two_markets: Path, visit: Open) -> None:
    """One line says what it holds; its table leads to each claim."""
    page = visit(two_markets).page
    behind = page.locator("#figure-market-size-paths details.behind")
    expect(behind.locator("summary")).to_have_text(re.compile(r"^8 sources, \d+ findings, data$"))
    assert behind.locator("tbody td:first-child a[href^='#claim-']").count() == 8


def test_charts_are_described_by_their_data(two_markets: Path, visit: Open) -> None:
    """A chart's name is its title, its description the numbers that matter."""
    page = visit(two_markets).page
    figure = page.locator(drawn(page, "market-size-paths"))
    title = figure.locator(".title").inner_text()
    expect(figure).to_have_accessible_name(title)
    expect(figure).to_have_accessible_description(re.compile(r"\. Paths end at: .*\d"))
