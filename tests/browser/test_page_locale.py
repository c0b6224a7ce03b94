"""A report in the German manner: what a reader sees of it, and what they may type."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from report_helpers.claims import read_claims

from .conftest import Open

pytestmark = [pytest.mark.browser, pytest.mark.slow]

NBSP = "\N{NO-BREAK SPACE}"
TEXTS = """() => {
  const seen = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (seen.nextNode()) {
    if (!seen.currentNode.parentElement.closest("script, style, template"))
      texts.push(seen.currentNode.data);
  }
  for (const name of ["aria-label", "title", "alt", "placeholder"])
    for (const one of document.querySelectorAll(`[${name}]`)) texts.push(one.getAttribute(name));
  return texts;
}"""
"""All that is read or spoken, opened or not."""
ENGLISH = re.compile(
    r"(?<![\d.,])\d+\.\d{1,2}(?![\d.])"  # a decimal point
    r"|(?<![\d.,])\d+\.\d{4,}"
    r"|\d,\d{3}[,.]\d"  # groups between commas
    r"|\d{4}-\d{2}-\d{2}"
    r"|\d %"  # a space that may break the line
)
NO_NUMBERS = re.compile(r"CC BY 4\.0|market-report [\d.]+|plotly\.js [\d.]+")


@pytest.fixture(scope="module")
def german_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped report as the command renders it for a German reader."""
    out = tmp_path_factory.mktemp("german")
    command = [sys.executable, "-m", "report_helpers", "render", "--locale", "de", "--no-pictures",
               "--as-of", "2026-11-23", "--out", str(out)]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True)
    return out / "index.html"


@pytest.fixture
def page(german_page: Path, visit: Open) -> Page:
    """The report, with all that it folds open, its projection and its table drawn."""
    shown = visit(german_page).page
    shown.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    for part in (".explorer", "#figure-projection"):
        shown.locator(part).scroll_into_view_if_needed()
    shown.wait_for_selector("#figure-projection[data-drawn=true]")
    shown.wait_for_selector("tr.claim", state="attached")
    return shown


def cells() -> list[str]:
    """Return the texts of the file that a page quotes, the longest first."""
    claims = read_claims()
    names = ("as_printed", "title", "scope", "sample", "locator", "edition", "note",
             "source_title", "url")  # fmt: skip
    found = {text for name in names for text in claims[name].dropna() if re.search(r"\d", text)}
    return sorted(found, key=len, reverse=True)


def test_no_english_number_and_no_iso_date_is_left(page: Page) -> None:
    """Outside what the sources printed and what the file says in its own words."""
    quoted = re.compile("|".join(map(re.escape, cells())))
    left = []
    for text in page.evaluate(TEXTS):
        own = NO_NUMBERS.sub("", quoted.sub("", text))
        left += [own[max(0, found.start() - 40) : found.end() + 20]
                 for found in ENGLISH.finditer(own)]  # fmt: skip
    assert left == []


def test_numbers_and_dates_are_german(page: Page) -> None:
    """In the headline's finding, its arithmetic, the charts' ticks, and what was printed."""
    expect(page.locator(".as-of time").first).to_have_text("23.11.2026")
    expect(page.locator(".as-of time").first).to_have_attribute("datetime", "2026-11-23")
    expect(page.locator(".gravest h3")).to_contain_text(f"39,2{NBSP}% a year")
    expect(page.locator(".gravest .arithmetic")).to_contain_text("(225,91 / 26,03)^(1/7)")
    ticks = page.locator("#figure-projection .live .ytick").all_text_contents()
    assert "1.000" in ticks
    printed = page.locator("dl.facts dd", has_text="$26.03 billion; 2023; $225.91 billion")
    assert printed.count() > 0


def test_the_projection_speaks_and_reads_german(page: Page) -> None:
    """A comma in the field, a point in the address; the other mark is refused and said why."""
    figure = page.locator("#figure-projection")
    field = figure.locator("[name=growth-exact]")
    expect(field).to_have_value(f"36,2{NBSP}%")
    field.fill("25,5 %")
    field.press("Enter")
    expect(figure.locator(".title").first).to_contain_text(f"At 25,5{NBSP}% a year")
    expect(figure.locator('[data-told="growth"]')).to_have_text(f"25,5{NBSP}% a year")
    expect(page).to_have_url(re.compile(r"growth=0\.255"))
    figure.get_by_role("button", name="Pin this path").click()
    expect(figure.locator(".paths")).to_contain_text(f"25,5{NBSP}%")
    field.fill("30.5")
    field.press("Enter")
    expect(figure.locator("[data-input] .wrong:not(:empty)")).to_contain_text(
        "“30.5” has a point; write decimals after a comma, and thousands without a separator."
    )
    expect(figure.locator(".title").first).to_contain_text(f"At 25,5{NBSP}% a year")
