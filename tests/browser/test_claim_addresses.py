"""The address of a claim leads to its line: number, figure and verdict, with nothing over them."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from .conftest import Open

pytestmark = [pytest.mark.browser, pytest.mark.slow]

OTHER = "a01_original"
"""A claim that has a row in the table of all claims and no figure of its own."""


def edge(part: Locator, side: str) -> float:
    """Return where a part of the page begins or ends on the screen."""
    return float(part.evaluate("(one, side) => one.getBoundingClientRect()[side]", side))


def cover(page: Page) -> float:
    """Return where the bar ends that stays at the top of the screen: a phone keeps its links."""
    links = page.locator(".bar nav")
    stays = links.evaluate("(one) => getComputedStyle(one).position === 'sticky'")
    return edge(links if stays else page.locator(".bar"), "bottom")


def check_in_sight(page: Page, line: Locator) -> None:
    """See that a line begins below the bar, and not far from it."""
    page.wait_for_timeout(600)
    assert cover(page) > 0
    assert cover(page) <= edge(line, "top") < cover(page) + 120


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("width", [1280, 375])
def test_an_address_leads_to_the_line(
    stored_page: Path, visit: Open, width: int, *, script: bool
) -> None:
    """Of the first figure, of one in the middle and of the last but one; each is open."""
    page = visit(stored_page, width, java_script_enabled=script, reduced_motion="reduce").page
    for number in (1, 15):
        line = page.locator(".figures > ol > li").nth(number - 1)
        claim = line.locator(".place").get_attribute("id")
        page.goto("about:blank")
        page.goto(f"{stored_page.as_uri()}#{claim}")
        check_in_sight(page, line.locator("summary"))
        expect(line.locator(".number")).to_have_text(str(number))
        expect(line.locator(".dossier .facts")).to_be_visible()


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("width", [1280, 375])
def test_marks_and_links_lead_to_the_line(
    stored_page: Path, visit: Open, width: int, *, script: bool
) -> None:
    """A mark of the strip, and the link below the gravest finding."""
    page = visit(stored_page, width, java_script_enabled=script, reduced_motion="reduce").page
    links = [page.locator(".mark").nth(9), page.get_by_text("Everything about this figure").first]
    for link in links:
        place = page.locator(str(link.get_attribute("href")))
        link.click()
        check_in_sight(page, page.locator(".figures li", has=place).locator("summary"))


@pytest.mark.parametrize("width", [1280, 700, 375])
def test_an_address_leads_to_the_row(stored_page: Path, visit: Open, width: int) -> None:
    """Below the head of the table, which stays in sight; the arrow keys keep rows there too."""
    page = visit(stored_page, width, reduced_motion="reduce").page
    page.goto("about:blank")
    page.goto(f"{stored_page.as_uri()}#claim-{OTHER}")
    row = page.locator(f"#claim-{OTHER}")
    expect(page.locator(f"#dossier-{OTHER}")).to_contain_text("As printed")
    check_in_sight(page, row)
    head = page.locator(".every-claim > thead th").first

    def check_below_the_head(line: Locator) -> None:
        if width >= 640:
            assert cover(page) <= edge(head, "top")
            assert edge(head, "bottom") <= edge(line, "top")

    check_below_the_head(row)
    page.keyboard.press("ArrowUp")
    check_below_the_head(page.locator("tr.claim:has(.open:focus)"))


def test_without_scripts_a_link_to_a_row_leads_to_the_file(stored_page: Path, visit: Open) -> None:
    """Every address that a link names exists, and that of a row is at the sentence on the file."""
    page = visit(stored_page, java_script_enabled=False).page
    links = page.locator("a[href^='#claim-']").evaluate_all(
        "(all) => all.map((one) => one.getAttribute('href'))"
    )
    missing = [link for link in set(links) if page.locator(link).count() != 1]
    assert missing == []
    page.goto(f"{stored_page.as_uri()}#claim-{OTHER}")
    sentence = page.get_by_text(re.compile("A link to one of its rows leads here"))
    expect(sentence).to_be_in_viewport()
    assert cover(page) <= edge(sentence, "top")
