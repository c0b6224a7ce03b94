"""The table of all claims in a browser: what a reader asks for, with and without a mouse."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from report_helpers.audit.audit import audit
from report_helpers.charts import yearly_rates
from report_helpers.claims import read_claims
from report_helpers.claims.read import parse_claims
from report_helpers.page.builder import Download, build_page
from report_helpers.text.claim_explorer import explorer
from report_helpers.text.html import Fragment, link, paragraphs

from .conftest import Open, check_page_beside
from .sample_projection import SHIPPED
from .sample_report import notebook, prose, ran

pytestmark = pytest.mark.browser

MANY = 10_000
FIGURE = """<details><summary>A figure</summary>
<p id="claim-a01_ml_market">everything on it</p></details>"""


def page_of(raw: bytes, path: Path, html: str = "") -> Path:
    """Write the page of a file of claims; return its path."""
    claims = parse_claims(raw, "claims.csv")
    shown = explorer(claims, findings=audit(claims, as_of="2026-11-23"))
    parts = [prose("# Figures"), ran(_output({"text/html": html}))] if html else []
    made = notebook(*parts, prose("# All claims"), ran(_output(shown._repr_mimebundle_())))
    page = build_page([made], download=Download("market_stats.csv", raw), pictures=False)
    path.write_bytes(page.html.encode())
    return path


def _output(data: dict[str, Any]) -> dict[str, Any]:
    return {"output_type": "display_data", "metadata": {}, "data": data}


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped claims, one of which has a figure of its own."""
    links = [link("claim-a01_original", "an original"), link("claim-a01_ml_market", "a figure")]
    html = FIGURE + "".join(str(paragraphs(each).html) for each in links)
    return page_of(SHIPPED.read_bytes(), tmp_path_factory.mktemp("claims") / "index.html", html)


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory, csv_of: Callable[..., bytes]) -> Path:
    """Ten thousand claims of a thousand publishers."""
    return page_of(csv_of(*many_rows()), tmp_path_factory.mktemp("many") / "index.html")


def many_rows() -> list[dict[str, str]]:
    """Return the rows of that file."""
    return [
        {
            "value": str(1 + number % 997), "year": str(2020 + number % 20),
            "title": f"Size of market {number}", "role": "comparator", "published": "2025",
            "producer": f"Firm {number % 1000}", "measure": f"market_{number // 4}",
            "url": f"https://example.org/{number}", "accessed": "2026-11-01",
            "source_id": f"page_{number}", "source_title": f"Pages of {number}",
        }
        for number in range(MANY)
    ]  # fmt: skip


def arrived(page: Page) -> Locator:
    """Bring the table to the screen; return its rows."""
    page.locator(".explorer").scroll_into_view_if_needed()
    lines = page.locator("tr.claim")
    expect(lines.first).to_be_attached()
    return lines


def titles(page: Page) -> list[str]:
    """Return the claims of the rows that stand in the table."""
    found: list[str] = page.locator("tr.claim").evaluate_all(
        "(lines) => lines.map((line) => line.dataset.claim)"
    )
    return found


def saved(page: Page, path: Path) -> list[dict[str, str]]:
    """Save the rows that are shown; return them as read from the file."""
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download these rows").click()
    waiting.value.save_as(path)
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (375, "dark")])
def test_the_table_has_no_barrier(visit: Open, shipped: Path, width: int, scheme: str) -> None:
    """It asks for nothing, fits the screen, and an open row has no barrier either."""
    check_page_beside(visit, shipped, width, scheme, "no-such-element")
    page = visit(shipped.with_name(f"audited-{width}-{scheme}.html"), width).page
    arrived(page).first.locator(".open").click()
    expect(page.locator("tr.dossier dl")).to_be_visible()
    assert [rule["id"] for rule in Axe().run(page).response["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("width", [1280, 768, 640])
def test_no_verdict_is_cut_off(visit: Open, shipped: Path, width: int) -> None:
    """Also on a tablet, where the table has six columns and fills the page."""
    page = visit(shipped, width).page
    expect(page.locator(".every-claim .claim .verdict > span").first).to_be_visible()
    cut = page.locator(".every-claim .claim .verdict > span").evaluate_all(
        "spans => spans.filter(one => one.scrollWidth > one.clientWidth + 1)"
        ".map(one => one.textContent)"
    )
    assert cut == []


def test_a_search_narrows_the_rows_while_it_is_typed(visit: Open, shipped: Path) -> None:
    """The count is told, and the button clears what was asked for."""
    page = visit(shipped).page
    arrived(page)
    expect(page.get_by_role("status")).to_have_text("All 70 claims")
    page.get_by_role("searchbox").press_sequentially("FORTUNE business")
    lines = SHIPPED.read_text(encoding="utf-8").lower().splitlines()
    wanted = [line.partition(",")[0] for line in lines if "fortune" in line and "business" in line]
    expect(page.get_by_role("status")).to_have_text(f"{len(wanted)} of 70 claims")
    assert titles(page) == wanted
    page.get_by_role("searchbox").fill("no such words")
    expect(page.get_by_role("status")).to_have_text("No claim matches")
    page.get_by_role("button", name="Clear").click()
    expect(page.get_by_role("status")).to_have_text("All 70 claims")
    expect(page.get_by_role("searchbox")).to_be_focused()


def test_a_chart_leads_to_all_of_its_claims(
    visit: Open, csv_of: Callable[..., bytes], tmp_path: Path
) -> None:
    """A link below what it lists filters the table, which says so and can be cleared."""
    rows = [
        {"claim_id": f"c{number}", "metric": "change" if number < 250 else "level",
         "unit": "percent" if number < 250 else "count", "year": "2030", "value": str(1 + number),
         "base_year": "2020" if number < 250 else "", "title": f"Rise {number}"}
        for number in range(300)
    ]  # fmt: skip
    raw = csv_of(*rows)
    claims = parse_claims(raw, "claims.csv")
    chart = {"application/vnd.plotly.v1+json": json.loads(yearly_rates(claims).to_json())}
    shown = explorer(claims, findings=())._repr_mimebundle_()
    made = notebook(prose("# All"), ran(_output(chart)), prose("# Claims"), ran(_output(shown)))
    path = tmp_path / "index.html"
    html = build_page([made], download=Download("claims.csv", raw), pictures=False).html
    path.write_bytes(html.encode())
    page = visit(path).page
    page.locator("figure details.behind").evaluate("(details) => { details.open = true; }")
    expect(page.get_by_text("50 more rows are not listed here.")).to_be_visible()
    page.get_by_role("link", name="All 250 claims of this chart").click()
    expect(page.locator(".count")).to_have_text("250 of 300 claims")
    expect(page.get_by_label("Chart", exact=True)).to_have_value("figure-yearly-rates")
    expect(page.get_by_role("searchbox")).to_be_in_viewport()
    page.get_by_role("button", name="Clear").click()
    expect(page.locator(".count")).to_have_text("All 300 claims")


def test_a_header_sorts_by_click_and_by_key(visit: Open, shipped: Path) -> None:
    """Up, down, then as in the file; the header says which."""
    page = visit(shipped).page
    arrived(page)
    in_file = titles(page)
    head = page.get_by_role("columnheader", name="Years")
    head.get_by_role("button").click()
    expect(head).to_have_attribute("aria-sort", "ascending")
    years = [text[-4:] for text in page.locator("tr.claim .years").all_inner_texts()]
    assert years == sorted(years)
    assert titles(page) != in_file
    head.get_by_role("button").press("Enter")
    expect(head).to_have_attribute("aria-sort", "descending")
    years = [text[-4:] for text in page.locator("tr.claim .years").all_inner_texts()]
    assert years == sorted(years, reverse=True)
    head.get_by_role("button").press("Enter")
    expect(head).to_have_attribute("aria-sort", "none")
    assert titles(page) == in_file


def test_filters_narrow_together(visit: Open, shipped: Path) -> None:
    """By topic, publisher, verdict, evidence and year, each a native input with a name."""
    page = visit(shipped).page
    arrived(page)
    claims = read_claims(str(SHIPPED))
    page.get_by_label("Topic").select_option("ML market")
    page.get_by_label("Year from").fill("2030")
    page.get_by_label("Year to").fill("2031")
    years = claims["year"].between(2030, 2031).fillna(value=False)
    wanted = claims.index[claims["topic"].eq("ml_market") & years]
    expect(page.get_by_role("status")).to_have_text(f"{len(wanted)} of 70 claims")
    page.get_by_label("Verdict").select_option("contradicted")
    page.get_by_label("Evidence").select_option("quoted")
    page.get_by_label("Publisher").select_option("Fortune Business Insights")
    assert titles(page) == ["a01_ml_market"]


def test_keys_move_from_row_to_row_and_open(visit: Open, shipped: Path) -> None:
    """Arrows, End and Home move; Enter opens and closes; one row is in the order of tabs."""
    page = visit(shipped).page
    lines = arrived(page)
    assert page.locator(".open[tabindex='0']").count() == 1
    lines.first.locator(".open").focus()
    page.keyboard.press("ArrowDown")
    expect(lines.nth(1).locator(".open")).to_be_focused()
    page.keyboard.press("Enter")
    expect(lines.nth(1).locator(".open")).to_have_attribute("aria-expanded", "true")
    expect(page.locator("tr.dossier")).to_contain_text("As printed")
    indices = page.locator("tbody [aria-rowindex]").evaluate_all(
        "(lines) => lines.slice(0, 5).map((line) => line.ariaRowIndex)"
    )
    assert indices == ["2", "3", "4", "5", "6"]
    expect(page.get_by_role("table", name="All claims")).to_have_attribute("aria-rowcount", "72")
    page.keyboard.press("Enter")
    expect(page.locator("tr.dossier")).to_have_count(0)
    page.keyboard.press("End")
    expect(page.locator("[data-claim]").last.locator(".open")).to_be_focused()
    assert page.locator("tr.claim").last.get_attribute("aria-rowindex") == "71"


def test_an_address_opens_the_row_of_a_claim(visit: Open, shipped: Path) -> None:
    """Of one that has no figure of its own, whatever was filtered; of another, its figure."""
    page = visit(shipped).page
    arrived(page)
    page.get_by_role("searchbox").fill("no such words")
    page.get_by_role("link", name="an original").click()
    line = page.locator("#claim-a01_original")
    expect(line).to_be_in_viewport()
    expect(line.locator(".open")).to_have_attribute("aria-expanded", "true")
    expect(line.locator(".open")).to_be_focused()
    expect(page.get_by_role("searchbox")).to_have_value("")
    page.get_by_role("link", name="a figure").click()
    expect(page.locator("#claim-a01_ml_market")).to_be_visible()
    page.locator("details[open] summary").first.click()
    page.get_by_role("link", name="a figure").click()
    expect(page.get_by_text("everything on it")).to_be_visible()


def test_a_page_opened_at_the_address_of_a_claim(visit: Open, shipped: Path) -> None:
    """Shows its row at once."""
    page = visit(shipped).page
    page.goto(f"{shipped.as_uri()}#claim-a01_original")
    page.reload()
    expect(page.locator("#claim-a01_original")).to_be_in_viewport()
    expect(page.locator("#dossier-a01_original")).to_contain_text("As printed")


def test_rows_are_saved_as_in_the_file(visit: Open, shipped: Path, tmp_path: Path) -> None:
    """Those that are shown, in the order of the table, with every cell of the file."""
    page = visit(shipped).page
    arrived(page)
    page.get_by_role("searchbox").fill("mckinsey")
    page.get_by_role("columnheader", name="Figure").get_by_role("button").click()
    with SHIPPED.open(encoding="utf-8", newline="") as file:
        rows = {row["claim_id"]: row for row in csv.DictReader(file)}
    assert saved(page, tmp_path / "rows.csv") == [rows[each] for each in titles(page)]


def test_a_packed_file_is_saved_as_it_was(
    visit: Open, many: Path, csv_of: Callable[..., bytes], tmp_path: Path
) -> None:
    """The link of a large file saves every byte of it, under its own name."""
    page = visit(many).page
    link = page.locator("#claims-file")
    link.evaluate("(link) => (link.closest('details') ?? link).setAttribute('open', '')")
    with page.expect_download() as waiting:
        link.click()
    waiting.value.save_as(tmp_path / "saved.csv")
    assert waiting.value.suggested_filename == "market_stats.csv"
    assert (tmp_path / "saved.csv").read_bytes() == csv_of(*many_rows())


def test_the_header_stays_in_sight(visit: Open, shipped: Path) -> None:
    """The table scrolls by itself below it."""
    page = visit(shipped).page
    arrived(page)
    page.locator(".rows").hover()
    page.mouse.wheel(0, 1500)
    head = page.get_by_role("columnheader", name="Claim")
    expect(page.locator("tr.claim").first).not_to_be_in_viewport()
    expect(head).to_be_in_viewport()


def test_a_phone_has_two_lines_a_row(visit: Open, shipped: Path) -> None:
    """And the order in a list, since it has no headers to press."""
    page = visit(shipped, 375).page
    lines = arrived(page)
    heights = lines.evaluate_all("(lines) => lines.map((line) => line.offsetHeight)")
    assert max(heights) <= 60
    page.get_by_text("Filters and order").click()
    page.get_by_label("Sort by").select_option("Claim, ascending")
    shown = page.locator("tr.claim .open").all_inner_texts()
    assert shown == sorted(shown, key=str.casefold)


def test_without_a_script_a_sentence_names_the_file(visit: Open, shipped: Path) -> None:
    """No input that does nothing is shown."""
    page = visit(shipped, java_script_enabled=False).page
    expect(page.get_by_text("The table of all 70 claims is made by a script")).to_be_visible()
    expect(page.get_by_role("link", name="market_stats.csv").first).to_be_visible()
    assert page.locator(".explorer :is(input, select, button):visible").count() == 0


def test_ten_thousand_rows(visit: Open, many: Path, tmp_path: Path) -> None:
    """Few of them stand in the page; all are searched, reached by key and address, and saved."""
    seen = visit(many)
    page = seen.page
    lines = arrived(page)
    expect(page.get_by_role("status")).to_have_text("All 10,000 claims")
    table = page.get_by_role("table", name="All claims")
    expect(table).to_have_attribute("aria-rowcount", "10001")
    assert lines.count() < 300
    lines.first.locator(".open").focus()
    page.keyboard.press("End")
    last = page.locator("[data-claim='c9999']")
    expect(last.locator(".open")).to_be_focused()
    expect(last).to_be_in_viewport()
    expect(last).to_have_attribute("aria-rowindex", "10001")
    assert lines.count() < 300
    page.evaluate("location.hash = '#claim-c5000'")
    expect(page.locator("#claim-c5000")).to_be_in_viewport()
    expect(page.locator("#dossier-c5000")).to_contain_text("Size of market 5000")
    page.get_by_role("searchbox").fill("market 77")
    wanted = [number for number in range(MANY) if "77" in f"{number} firm {number % 1000}"]
    expect(page.get_by_role("status")).to_contain_text("of 10,000 claims")
    found = {row["claim_id"] for row in saved(page, tmp_path / "rows.csv")}
    assert {f"c{number}" for number in wanted} <= found < {f"c{n}" for n in range(MANY)}
    assert seen.messages == seen.requests == []


def test_ten_thousand_rows_fit_into_a_small_page(many: Path) -> None:
    """Rows and dossiers are packed, and the file that the page offers is too."""
    assert many.stat().st_size < 4_000_000
    assert 'download="market_stats.csv.gz"' in many.read_text(encoding="utf-8")


def test_a_file_without_claims_has_no_table() -> None:
    """A sentence stands there instead."""
    assert isinstance(explorer(read_claims(str(SHIPPED)).head(0)), Fragment)
