"""The page on paper: few sheets, numbered, full, with addresses, and with what was folded."""

import io
import re
from pathlib import Path
from unicodedata import normalize

import pytest
from playwright.sync_api import Browser, Page
from pypdf import PageObject, PdfReader

from .conftest import Open

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MOST = 18
MARGIN = 48
"""The height in points of what stands below the text of a sheet: margin and number."""


@pytest.fixture(scope="module")
def sheets(browser: Browser, stored_page: Path) -> list[PageObject]:
    """The sheets of the shipped report."""
    page = browser.new_page()
    page.goto(stored_page.as_uri())
    content = page.pdf(prefer_css_page_size=True, format="A4", tagged=True, outline=True)
    page.close()
    return list(PdfReader(io.BytesIO(content)).pages)


def words(sheet: PageObject) -> str:
    """Return the text of a sheet, letters apart."""
    return normalize("NFKC", sheet.extract_text())


def lowest(sheet: PageObject) -> float:
    """Return how far above the foot the last words of a sheet stand, as a share of its height."""
    found: list[float] = []

    def note(text: str, matrix: list[float], at: list[float], *_: object) -> None:
        # In points from the foot of the sheet: the text's own place within that of the page.
        height = matrix[1] * at[4] + matrix[3] * at[5] + matrix[5]
        if text.strip() and height > MARGIN:
            found.append(height)

    sheet.extract_text(visitor_text=note)
    return min(found) / float(sheet.mediabox.height)


def test_sheets_are_few_and_numbered(sheets: list[PageObject]) -> None:
    """Each has the report's name, its date and its number."""
    assert len(sheets) <= MOST
    for number, sheet in enumerate(sheets, 1):
        assert f"Page {number} of {len(sheets)}" in words(sheet)
        assert "as of 2026-11-23" in words(sheet)
        assert "prints 16 market figures" in words(sheet)


def test_no_sheet_is_half_empty(sheets: list[PageObject]) -> None:
    """All but the last reach into the lower half."""
    assert [number for number, sheet in enumerate(sheets[:-1], 1) if lowest(sheet) > 0.5] == []


def test_figures_are_printed_with_their_dossiers(
    sheets: list[PageObject], stored_page: Path
) -> None:
    """Closed lines are open on paper."""
    text = " ".join(words(sheet) for sheet in sheets)
    html = stored_page.read_text(encoding="utf-8")
    ids = re.findall(r'<div class="dossier"><span class="place" id="claim-(\w+)">', html)
    assert len(ids) == 16
    assert [claim for claim in ids if f"{claim}, cited" not in text] == []


def test_the_method_is_printed(sheets: list[PageObject]) -> None:
    """It is folded on a screen. Its lists of findings stand in the dossiers."""
    text = " ".join(" ".join(words(sheet) for sheet in sheets).split())
    assert "A rule judges the interval that printed digits stand for" in text
    assert "Published 2017" not in text
    for rule in ("impossible-value", "growth-mismatch", "stale"):
        assert rule in text


def test_addresses_of_other_sites_are_printed(sheets: list[PageObject]) -> None:
    """Links within the page have none."""
    text = "".join(words(sheet) for sheet in sheets)
    assert "(https://www.index.dev" in text
    assert "(#" not in text


def shown(page: Page, selector: str) -> int:
    """Return how many of these are visible."""
    return sum(each.is_visible() for each in page.locator(selector).all())


def test_controls_do_not_print(stored_page: Path, visit: Open) -> None:
    """No bar of links, button, form or choice is on paper."""
    page = visit(stored_page).page
    page.emulate_media(media="print")
    for selector in ("nav", "button", "form", "select", "input", "a.download"):
        assert shown(page, selector) == 0, selector


def test_words_of_a_line_do_not_meet(stored_page: Path, visit: Open) -> None:
    """Each cell of a figure's line holds its words, as narrow as on a sheet."""
    page = visit(stored_page, 680).page
    page.emulate_media(media="print")
    wide = page.locator(".figures summary > span").evaluate_all(
        "(all) => all.filter((one) => one.scrollWidth > one.clientWidth + 1)"
        ".map((one) => one.innerText)"
    )
    assert wide == []


def test_headings_stand_with_what_follows(sheets: list[PageObject]) -> None:
    """The projection's is on the sheet of its chart."""
    intro = [
        number for number, sheet in enumerate(sheets) if "not a forecast of ours" in words(sheet)
    ]
    chart = [number for number, sheet in enumerate(sheets) if "Shaded: this model" in words(sheet)]
    assert intro == chart != []


def test_words_for_a_screen_do_not_print(sheets: list[PageObject]) -> None:
    """What opens on a screen is open, or is not there."""
    text = " ".join(words(sheet) for sheet in sheets)
    assert "opens to everything" not in text
    assert "leads here" not in text
