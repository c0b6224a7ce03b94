"""The history page in a browser."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from report_helpers.page.site_pages import history_page

from .conftest import Open, check_page_beside

pytestmark = pytest.mark.browser

HOSTILE = "<img src=https://example.org/a.png onerror=alert(1)>" + "unbroken" * 40
DAYS = ("2026-11-09", "2026-11-16", "2026-11-23")


def run(day: str, words: str) -> dict[str, Any]:
    """Return a kept run."""
    counts = {"claims": 63, "contradictions": 1, "cautions": 5, "notes": 12}
    said = {"data_name": words, "data_sha256": "9f8e7d6c5b4a", "changed": words}
    rendered = f"{day}T06:00:02+00:00"
    return {"run_id": f"{day}-a", "as_of": day, "rendered": rendered, **said, **counts}


@pytest.fixture(scope="session")
def history(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A history of three runs and an attempt, with a report and the page of a run."""
    words = ("market_stats.csv", HOSTILE, "market_stats.csv")
    runs = [run(*pair) for pair in zip(DAYS, words, strict=True)]
    failed = {"started": HOSTILE, "as_of": DAYS[0], "outcome": HOSTILE, "exit_code": 65}
    folder = tmp_path_factory.mktemp("out")
    page = folder / "history.html"
    page.write_text(
        history_page(runs, f"{DAYS[2]}-a", [{**failed, "error": HOSTILE}]), encoding="utf-8"
    )
    (folder / "index.html").write_text("<title>The report</title>", encoding="utf-8")
    kept = folder / "runs" / f"{DAYS[2]}-a" / "report.html"
    kept.parent.mkdir(parents=True)
    kept.write_text("<title>A run</title>", encoding="utf-8")
    return page


@pytest.mark.parametrize("width", [1280, 375])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_is_quiet_and_open_to_all(
    history: Path, visit: Open, width: int, scheme: str
) -> None:
    """It asks for nothing, says nothing to the console, fits the screen, and has no barrier."""
    check_page_beside(visit, history, width, scheme, without="img, script")


def test_a_phone_reads_cards(history: Path, visit: Open) -> None:
    """A run is a card: each cell under its column's title, nothing to scroll."""
    page = visit(history, 375).page
    table = page.locator("table").first
    assert table.evaluate("(one) => one.scrollWidth <= one.parentElement.clientWidth")
    expect(page.locator("thead").first).not_to_be_in_viewport(ratio=0.5)


def test_links_lead_to_files_in_the_same_folder(history: Path, visit: Open) -> None:
    """The first run is the newest, its report opens, and so does the current one."""
    page = visit(history).page
    row = page.locator("tbody tr").first
    expect(row.locator(".badge")).to_have_text("current")
    row.get_by_role("link", name="2026-11-23 rendered").click()
    expect(page).to_have_title("A run")
    page.go_back()
    page.get_by_role("link", name="Back to the current report").click()
    expect(page).to_have_title("The report")


def test_paper_shows_all(history: Path, visit: Open) -> None:
    """Printed, nothing is hidden in a box that scrolls."""
    page = visit(history).page
    page.emulate_media(media="print")
    expect(page.locator("table")).to_have_count(2)
    boxes = page.locator(".scroll")
    assert boxes.evaluate_all(
        "(all) => all.every((one) => getComputedStyle(one).overflowX === 'visible')"
    )
