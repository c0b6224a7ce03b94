"""Dossiers: everything known about a claim, and nothing that the page refuses."""

import re
from collections.abc import Callable

import pandas as pd
import pytest
from markupsafe import Markup, escape

from report_helpers.analysis.comparability import comparable
from report_helpers.audit.audit import audit
from report_helpers.audit.findings import Finding
from report_helpers.audit.verdicts import about
from report_helpers.charts.toolkit.plotly_text import records
from report_helpers.page.blocks.html_sanitizer import rewrite_html
from report_helpers.text.dossier import dossiers

Claims = Callable[..., pd.DataFrame]
DAY = "2026-11-23"
HOSTILE = "</dd><script>alert(1)</script><img src=x onerror=alert(1)>"
TEXTS = ("as_printed", "locator", "producer", "edition", "sample", "scope", "title", "note",
         "source_title", "url", "accessed", "published", "claim_id")  # fmt: skip


@pytest.fixture(scope="module")
def findings(shipped_claims: pd.DataFrame) -> list[Finding]:
    """What the audit finds in the shipped claims."""
    return audit(shipped_claims, as_of=DAY)


@pytest.fixture(scope="module")
def made(shipped_claims: pd.DataFrame, findings: list[Finding]) -> dict[str, Markup]:
    """The dossiers of the shipped claims."""
    return dossiers(shipped_claims, findings)


def beside(html: str) -> list[str]:
    """Return the claims that a dossier's table links to."""
    return re.findall(r'href="#claim-(\w+)"', html.partition('<table class="beside">')[2])


def test_every_claim_has_one_with_all_its_cells(
    shipped_claims: pd.DataFrame, made: dict[str, Markup]
) -> None:
    """In the order of the file, and as the page takes it."""
    assert list(made) == list(shipped_claims.index)
    rows = shipped_claims.reset_index()
    for _, claim in rows.iterrows():
        html = made[claim["claim_id"]]
        for name in TEXTS:
            assert pd.isna(claim[name]) or str(escape(claim[name])) in html, name
        rewrite_html(html)
        assert ' id="' not in html


def test_every_finding_stands_in_the_claims_that_it_judges(
    made: dict[str, Markup], findings: list[Finding]
) -> None:
    """With its whole message and its severity in words."""
    for finding in findings:
        for claim_id in about(finding):
            words = made[claim_id].striptags()
            assert f"{finding.severity}: {finding.rule}" in words
            assert finding.message.split("(")[0].split(" a01_")[0].strip() in words


def test_the_original_comes_first_then_what_findings_name(made: dict[str, Markup]) -> None:
    """The claim itself is in the first row, without a link to itself."""
    found = beside(made["a01_ml_market"])
    assert found[:2] == ["a01_original", "a11_original"]
    assert "a01_ml_market" not in found
    assert "This figure</th><td>$26.03 billion" in made["a01_ml_market"]


def test_only_figures_of_one_quantity_are_set_beside(
    shipped_claims: pd.DataFrame, made: dict[str, Markup]
) -> None:
    """Those of the nearest years, and few of them."""
    rows = records(shipped_claims)
    for claim_id, html in made.items():
        same = re.findall(r'Same quantity</th><td><a href="#claim-(\w+)"', html)
        assert len(same) <= 6
        for other in same:
            assert comparable(rows[claim_id], rows[other])


def test_the_nearest_years_are_chosen(claims_of: Claims) -> None:
    """Of nine figures of one quantity the six of the nearest years."""
    claims = claims_of(*[{"year": 2030 + number, "value": "5"} for number in range(9)])
    assert beside(dossiers(claims, [])["c8"]) == ["c7", "c6", "c5", "c4", "c3", "c2"]


def test_a_claim_alone_has_no_table(claims_of: Claims) -> None:
    """Nothing stands beside it."""
    assert "<table" not in dossiers(claims_of({"value": "5", "year": 2030}), [])["c0"]


def test_no_claims_give_no_dossiers(shipped_claims: pd.DataFrame) -> None:
    """An empty table is allowed."""
    assert dossiers(shipped_claims.iloc[:0], []) == {}


@pytest.mark.parametrize("column", ["title", "scope", "region", "sample", "as_printed", "locator",
                                    "producer", "edition", "source_title", "note"])  # fmt: skip
def test_hostile_text_stays_text(claims_of: Claims, column: str) -> None:
    """Markup in any text is shown, not obeyed."""
    beside = {"value": "6", "year": 2030, "source_id": "other"}
    claims = claims_of({"value": "5", "as_printed": "5", column: f"5 {HOSTILE}"}, beside)
    html = "".join(dossiers(claims, audit(claims, as_of=DAY)).values())
    assert "<script" not in html
    assert "<img" not in html
    assert "&lt;script&gt;" in html


def test_nothing_is_said_to_be_read_that_was_not(
    shipped_claims: pd.DataFrame,
) -> None:
    """A dossier says where a figure is only quoted, what was not read, and what is inferred."""
    found = dossiers(shipped_claims, [])
    assert "<dt>Quoted on</dt>" in found["a02_original"]
    assert "<dt>Printed in</dt>" in found["a03_original"]
    assert "not read itself: quoted on other pages" in found["a01_original"]
    assert "without a page" in found["o03_fbi_2026_base"]
    assert "inferred: the page read does not name the publisher" in found["a11_original"]
    assert "inferred: that this is the source meant" in found["a13_original"]
