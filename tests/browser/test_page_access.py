"""Readers with a keyboard, a screen reader or a phone find their way."""

from itertools import pairwise
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from .conftest import Open

pytestmark = pytest.mark.browser

GRAVE = ("serious", "critical")


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (1280, "dark"), (375, "light")])
def test_no_grave_barrier(report_page: Path, visit: Open, width: int, scheme: str) -> None:
    """An audit of the page finds nothing serious, with charts drawn and tables open."""
    seen = visit(report_page, width, color_scheme=scheme)
    assert seen.draw_all() == []
    seen.page.locator("details").evaluate_all("(all) => all.forEach((one) => one.open = true)")
    found = Axe().run(seen.page).response["violations"]
    assert [rule["id"] for rule in found if rule["impact"] in GRAVE] == []


def test_no_grave_barrier_in_pictures(report_page: Path, visit: Open) -> None:
    """The same holds before a chart is live."""
    page = visit(report_page).page
    page.evaluate("scrollTo(0, 0)")
    found = Axe().run(page).response["violations"]
    assert [rule["id"] for rule in found if rule["impact"] in GRAVE] == []


def test_the_first_tab_skips_to_the_report(report_page: Path, visit: Open) -> None:
    """A keyboard reaches the report with one key and Enter."""
    page = visit(report_page).page
    page.keyboard.press("Tab")
    skip = page.locator(".skip")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_one_heading_leads_all(report_page: Path, visit: Open) -> None:
    """There is one first-level heading, one main part, and a section a notebook."""
    page = visit(report_page).page
    assert page.locator("h1").count() == 1
    assert page.locator("main").count() == 1
    assert page.locator("nav").count() == 1
    sections = page.locator("main > section")
    assert sections.count() == page.locator("nav li").count()
    levels = page.evaluate(
        "[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map((one) => Number(one.tagName[1]))"
    )
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_the_bar_stays_on_a_phone(report_page: Path, visit: Open) -> None:
    """Its links stay in reach in one row; a choice leads there."""
    page = visit(report_page, 375).page
    page.evaluate("scrollTo(0, document.body.scrollHeight / 2)")
    link = page.locator("nav a").last
    link.scroll_into_view_if_needed()
    expect(page.locator("nav")).to_be_in_viewport(ratio=1)
    assert page.locator("nav").evaluate("(nav) => nav.getBoundingClientRect().height") < 60
    link.click()
    expect(page.locator(f"{link.get_attribute('href')}")).to_be_in_viewport()


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("width", [1280, 375])
def test_a_link_into_the_page_lands_there(
    report_page: Path, visit: Open, width: int, *, script: bool
) -> None:
    """Late layout above the target moves nothing, and the bar does not hide the heading."""
    page = visit(report_page, width, java_script_enabled=script).page
    page.goto("about:blank")
    page.goto(f"{report_page.as_uri()}#sources")
    if script:
        expect(page.locator("body")).to_have_class("whole")
    # A smooth scroll takes its time.
    page.wait_for_timeout(1_500)
    heading = page.locator("#sources").bounding_box()
    bar = page.locator("nav" if width == 375 else ".bar").bounding_box()
    assert heading
    assert bar
    assert 0 <= heading["y"] - bar["y"] - bar["height"] < 120


def test_the_bar_marks_the_part_being_read(report_page: Path, visit: Open) -> None:
    """One link at a time, the one whose part began last."""
    page = visit(report_page, 1280).page
    link = page.locator("nav a").nth(1)
    link.click()
    expect(link).to_have_attribute("aria-current", "true")
    expect(page.locator("nav [aria-current]")).to_have_count(1)


def test_a_table_of_claims_on_a_phone(sample_page: Path, visit: Open) -> None:
    """A row is a card: nothing scrolls sideways, and each cell shows its column's title."""
    page = visit(sample_page, 375).page
    table = page.locator("table.claims").first
    assert table.evaluate("(table) => table.scrollWidth <= table.parentElement.clientWidth")
    cell = table.locator("td").first
    label = cell.evaluate("(cell) => getComputedStyle(cell, '::before').content")
    assert label == '"As printed"'
    title, words = cell.evaluate(
        "(cell) => { const range = document.createRange(); range.selectNodeContents(cell);"
        " const box = cell.getBoundingClientRect();"
        " return [box.left + parseFloat(getComputedStyle(cell, '::before').width),"
        " range.getBoundingClientRect().left]; }"
    )
    assert title <= words
    expect(table.locator("thead")).not_to_be_in_viewport(ratio=0.5)


def test_a_badge_leads_to_the_claim(sample_page: Path, visit: Open) -> None:
    """Under a chart a badge has the severity and rule, and the claim is a link."""
    page = visit(sample_page).page
    caption = page.locator("#figure-market-size details.behind")
    caption.locator("summary").click()
    expect(caption.get_by_text("contradiction: growth-mismatch")).to_be_visible()
    caption.get_by_role("link", name="The article, 2023").click()
    expect(page.locator("#claim-a01_cited")).to_be_in_viewport()


@pytest.mark.slow
@pytest.mark.parametrize("width", [1280, 800, 640, 375])
def test_every_link_of_the_bar_is_on_the_screen(stored_page: Path, visit: Open, width: int) -> None:
    """Also at 200 %, where a desktop is 640 pixels wide."""
    links = visit(stored_page, width).page.locator(".bar nav a")
    assert links.count() > 3
    ends = links.evaluate_all("(all) => all.map((one) => one.getBoundingClientRect().right)")
    assert max(ends) <= width
