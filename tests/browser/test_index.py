"""The index of a batch, as readers see it."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from report_helpers.page.site_pages import index_page

from .conftest import Open, check_page_beside

pytestmark = pytest.mark.browser

HOSTILE = "</script><img src=https://example.org/a.png onerror=alert(1)>" + "unbroken" * 40


def row(name: str, *, failed: str = "", **parameters: object) -> dict[str, Any]:
    """Return a report as a batch lists it."""
    projection = {"value": 1811.75, "unit": "billion US dollars", "horizon": 2035}
    return {
        "name": name,
        "parameters": {"as_of": "2026-11-23", **parameters},
        "outcome": "failed" if failed else "published",
        "error": failed,
        "exit_code": 70 if failed else 0,
        "page": None if failed else f"reports/{name}/report.html",
        "findings": {} if failed else {"contradiction": 1, "note": 2},
        "projections": [] if failed else [projection],
    }


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of three reports, of which one failed."""
    rows = [
        row("n-2030", n=2030, topic="ml_market"),
        row("n-2035", n=2035, topic="ai_jobs"),
        row(HOSTILE, n=HOSTILE, topic="ai_jobs", failed=HOSTILE),
    ]
    page = tmp_path_factory.mktemp("batch") / "index.html"
    page.write_text(index_page(rows), encoding="utf-8")
    return page


@pytest.mark.parametrize("width", [1280, 375])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_is_quiet_and_open_to_all(
    index: Path, visit: Open, width: int, scheme: str
) -> None:
    """It asks for nothing, says nothing to the console, fits the screen, and has no barrier."""
    check_page_beside(visit, index, width, scheme, without="img")


def test_the_filter_shows_what_has_every_word(index: Path, visit: Open) -> None:
    """Whatever the order and the letters' size; emptied, all show again."""
    page = visit(index).page
    rows = page.locator("tbody tr:visible")
    for words, count in (("2035 AI_JOBS", 1), ("ai_jobs", 2), ("nothing", 0), ("", 3)):
        page.get_by_label("Show those with").fill(words)
        expect(rows).to_have_count(count)
        expect(page.locator("output")).to_have_text(f"{count} of 3")


def test_each_report_is_linked_with_its_figures(index: Path, visit: Open) -> None:
    """What varies, the projection's value, the findings; of a failed one the error."""
    page = visit(index).page
    first, _, failed = page.locator("tbody tr").all()
    assert first.locator("a").get_attribute("href") == "reports/n-2030/report.html"
    expect(first).to_contain_text("1,811.75 billion US dollars in 2035")
    expect(first).to_contain_text("one contradiction")
    expect(failed).to_contain_text("onerror")
    assert failed.locator("a").count() == 0
    expect(page.locator("thead th")).to_have_text(
        ["Report", "n", "topic", "Projection", "Findings"]
    )
