"""The page without scripts: figures, dossiers and pictures stand, and the rest is in the file."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from report_helpers.package_files import shipped

from .conftest import Open

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.mark.parametrize("width", [1280, 375])
def test_every_chart_stands_as_a_picture(stored_page: Path, visit: Open, width: int) -> None:
    """A picture a chart, also of what else can be chosen, and no empty place for a live one."""
    seen = visit(stored_page, width, java_script_enabled=False)
    seen.page.locator(".folded > summary").click()
    drawn = seen.page.locator("figure[data-chart]:visible")
    assert drawn.count() == seen.page.locator("figure[data-chart]").count() > 12
    assert seen.page.locator("figure.waits:visible").count() > 0
    for chart in drawn.all():
        expect(chart.locator(".picture svg")).to_be_visible()
        assert chart.locator(".picture").evaluate("(box) => box.clientHeight") > 100
    assert seen.page.locator(".live:visible").count() == 0
    assert seen.messages == seen.requests == []


def test_lines_open_to_their_dossiers(stored_page: Path, visit: Open) -> None:
    """By a click, each of them."""
    page = visit(stored_page, java_script_enabled=False).page
    lines = page.locator(".figures > ol > li")
    assert lines.count() == 16
    for line in lines.all():
        expect(line.locator(".dossier")).to_be_hidden()
        line.locator("summary").click()
        expect(line.locator(".dossier .facts")).to_be_visible()


def test_an_address_opens_a_dossier(stored_page: Path, visit: Open) -> None:
    """Browsers open what holds the place of an address."""
    page = visit(stored_page, java_script_enabled=False).page
    page.locator('.strip a[href="#claim-a05_ai_demand"]').click()
    expect(page.locator("#claim-a05_ai_demand")).to_be_in_viewport()


def test_all_rows_are_in_the_file(stored_page: Path, visit: Open) -> None:
    """What the table would show can be saved, as it was read."""
    page = visit(stored_page, java_script_enabled=False).page
    with page.expect_download() as waiting:
        page.locator("a.download").click()
    assert waiting.value.suggested_filename == "claims.csv"
    saved = Path(waiting.value.path()).read_bytes()
    assert saved == shipped("data/market_stats.csv").read_bytes()
