"""A report that was not replaced when it should have been says so, by the reader's clock."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from report_helpers.page.builder import build_page
from report_helpers.text.html import joined, paragraphs, table

from .conftest import Open
from .sample_report import sample_notebooks

pytestmark = pytest.mark.browser

WORDS = (
    "This report is as of 2026-11-23. A new one was expected by 2026-11-30, "
    "so this one may be stale."
)


@pytest.fixture(scope="session")
def dated_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page that says what changed, and when the next is expected."""
    changed = joined(paragraphs("One is new."), table("New", ["Claim", "Now"], [("A", "26.03")]))
    page = build_page(
        sample_notebooks(),
        as_of="2026-11-23",
        pictures=False,
        changed=changed,
        expected="2026-11-30",
    )
    path = tmp_path_factory.mktemp("dated") / "index.html"
    path.write_bytes(page.html.encode())
    return path


def at(page: Page, moment: str) -> Locator:
    """Open a page anew at a moment; return its banner when all of the page is laid out.

    To measure what is not laid out yet makes the browser print a message.
    """
    page.clock.set_fixed_time(moment)
    page.reload()
    expect(page.locator("body")).to_have_class("whole")
    return page.locator("[role=status].stale")


@pytest.mark.parametrize(
    ("moment", "zone"),
    [
        ("2026-11-23T06:00:00Z", "UTC"),
        ("2026-11-30T23:59:59Z", "UTC"),
        ("2026-11-30T23:59:59Z", "Asia/Tokyo"),
    ],
)
def test_a_report_in_time_has_no_banner(
    dated_page: Path, visit: Open, moment: str, zone: str
) -> None:
    """On the expected day, wherever the reader is, the report is not late yet."""
    banner = at(visit(dated_page, timezone_id=zone).page, moment)
    expect(banner).to_have_text("")
    assert banner.evaluate("(one) => one.getBoundingClientRect().height") == 0


@pytest.mark.parametrize("zone", ["UTC", "America/Los_Angeles"])
@pytest.mark.parametrize("moment", ["2026-12-01T00:00:00Z", "2027-03-01T12:00:00Z"])
def test_on_a_later_day_it_is(dated_page: Path, visit: Open, moment: str, zone: str) -> None:
    """From the day after, in UTC, the page has a banner at the top."""
    seen = visit(dated_page, timezone_id=zone)
    banner = at(seen.page, moment)
    expect(banner).to_have_text(WORDS)
    expect(banner).to_be_in_viewport()
    above = (
        "(one) => one.getBoundingClientRect().bottom < document.querySelector('main h2').offsetTop"
    )
    assert banner.evaluate(above)
    assert seen.messages == []


@pytest.mark.parametrize("width", [1280, 375])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_banner_is_no_barrier(dated_page: Path, visit: Open, width: int, scheme: str) -> None:
    """An audit finds nothing in either light, and a phone does not scroll sideways."""
    page = visit(dated_page, width, color_scheme=scheme).page
    expect(at(page, "2026-12-01T00:00:00Z")).to_be_visible()
    assert [rule["id"] for rule in Axe().run(page).response["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_banner_is_printed(dated_page: Path, visit: Open) -> None:
    """The banner is printed too, dark on light for every theme."""
    page = visit(dated_page, color_scheme="dark").page
    banner = at(page, "2026-12-01T00:00:00Z")
    page.emulate_media(media="print")
    expect(banner).to_be_visible()
    expect(banner).to_have_text(WORDS)
    red = banner.evaluate("(one) => Number(getComputedStyle(one).color.match(/\\d+/)[0])")
    assert red < 64


def test_a_tab_left_open_finds_out(dated_page: Path, visit: Open) -> None:
    """Who comes back to a tab days later sees the banner without opening the page anew."""
    page = visit(dated_page).page
    banner = at(page, "2026-11-30T12:00:00Z")
    expect(banner).to_have_text("")
    page.clock.set_fixed_time("2026-12-02T12:00:00Z")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(banner).to_have_text(WORDS)


def test_without_a_script_the_sentence_remains(dated_page: Path, visit: Open) -> None:
    """The header says when the next is expected; the reader compares."""
    page = visit(dated_page, java_script_enabled=False).page
    words = "As of 2026-11-23; the next is expected by 2026-11-30. One is new. What changed"
    expect(page.locator(".as-of")).to_have_text(words)
    expect(page.locator(".stale")).to_have_text("")


@pytest.mark.parametrize("script", [True, False])
def test_what_changed_is_found(dated_page: Path, visit: Open, *, script: bool) -> None:
    """The line at the top says it and leads to the tables, which open."""
    page = visit(dated_page, java_script_enabled=script).page
    expect(page.locator(".as-of")).to_contain_text("One is new. What changed")
    expect(page.locator("#what-changed table")).to_be_hidden()
    page.locator(".as-of a").click()
    expect(page.locator("#what-changed table")).to_be_in_viewport()
