"""Tables and sentences of findings: every finding once, verdicts counted."""

import re
from collections.abc import Callable

import pandas as pd
import pytest

from report_helpers.audit.audit import audit, verdicts
from report_helpers.audit.findings import Finding
from report_helpers.audit.selection import by_claim, reasons
from report_helpers.text import claim_tables, finding_tables

Claims = Callable[..., pd.DataFrame]
DAY = "2026-11-23"
MAKERS = {name: getattr(finding_tables, name) for name in finding_tables.__all__}
TOLD = ("contradictions", "cautions", "notes")


@pytest.fixture(scope="module")
def findings(shipped_claims: pd.DataFrame) -> list[Finding]:
    """What the audit finds in the shipped claims."""
    return audit(shipped_claims, as_of=DAY)


def test_every_finding_is_shown_once(shipped_claims: pd.DataFrame, findings: list[Finding]) -> None:
    """Each has its anchor, with what it says, and no anchor is there twice."""
    html = "".join(str(MAKERS[name](shipped_claims, findings).html) for name in TOLD)
    anchors = re.findall(r'id="(finding-[^"]+)"', html)
    assert sorted(anchors) == sorted(finding.anchor for finding in findings)
    assert len(set(anchors)) == len(anchors)


@pytest.mark.parametrize("name", finding_tables.__all__)
def test_links_lead_to_claims_and_findings(
    shipped_claims: pd.DataFrame, findings: list[Finding], name: str
) -> None:
    """Every link is to a row of the file, to a finding, or to the audit's section."""
    known = {f"claim-{key}" for key in shipped_claims.index} | {"audit"}
    known |= {finding.anchor for finding in findings}
    html = str(MAKERS[name](shipped_claims, findings).html)
    assert set(re.findall(r'href="#([^"]*)"', html)) <= known


@pytest.mark.parametrize("name", finding_tables.__all__)
def test_nothing_found_gets_a_sentence(shipped_claims: pd.DataFrame, name: str) -> None:
    """Without findings, and without claims, there is still something to read."""
    assert MAKERS[name](shipped_claims, []).text
    assert MAKERS[name](shipped_claims.iloc[:0], []).text.endswith(".")


def test_verdicts_are_counted(shipped_claims: pd.DataFrame, findings: list[Finding]) -> None:
    """A row a cited claim, its verdict in words, and as many as the sentence says."""
    given = verdicts(shipped_claims, findings)
    fragment = finding_tables.verdicts(shipped_claims, findings)
    rows = fragment.text.splitlines()[4:]
    assert len(rows) == len(given) == 16
    for row, verdict in zip(rows, given.values(), strict=True):
        assert f"| {verdict} |" in row
    assert fragment.text.startswith("Of the 16 figures that the article prints, none hold")


def test_a_sound_article_has_only_holding_figures(claims_of: Claims) -> None:
    """A file without findings has a sentence without contradictions."""
    claims = claims_of({"year": 2030, "value": "100", "producer": "Firm"})
    said = finding_tables.in_short(claims, audit(claims, as_of=DAY)).text
    assert said == "Of the one figure that the article prints, one holds."


def test_the_gravest_come_first(shipped_claims: pd.DataFrame, findings: list[Finding]) -> None:
    """The overview has few findings, one a claim, and contradictions first."""
    html = str(finding_tables.in_short(shipped_claims, findings).html)
    shown = re.findall(r'<li><a href="#([^"]+)"', html)
    by_anchor = {finding.anchor: finding for finding in findings}
    assert 1 < len(shown) <= 4
    assert {by_anchor[anchor].severity for anchor in shown} == {"contradiction"}
    firsts = [by_anchor[anchor].claim_ids[0] for anchor in shown]
    assert len(set(firsts)) == len(firsts)
    assert len({by_anchor[anchor].rule for anchor in shown}) > 1


def test_a_verdict_has_its_reasons(shipped_claims: pd.DataFrame, findings: list[Finding]) -> None:
    """Every verdict but `holds` is given by a finding, and links to one."""
    found, given = by_claim(findings), verdicts(shipped_claims, findings)
    for claim_id, verdict in given.items():
        assert bool(reasons(verdict, found.get(claim_id, ()))) == (verdict != "holds")
    html = str(claim_tables.cited(shipped_claims, findings=findings).html)
    assert html.count(">contradicted</span></a>") == list(given.values()).count("contradicted")
    assert "Verdict" not in str(claim_tables.cited(shipped_claims).html)


def test_a_long_table_is_folded(shipped_claims: pd.DataFrame, findings: list[Finding]) -> None:
    """A rule that finds much does not bury the others."""
    html = str(finding_tables.notes(shipped_claims, findings).html)
    stale = sum(finding.rule == "stale" for finding in findings)
    assert f"<details><summary>{stale} findings</summary>" in html


def test_hostile_text_stays_text(claims_of: Claims) -> None:
    """Markup of the file is shown, not obeyed, and ids within it make no links."""
    hostile = "<script>alert(1)</script>"
    row = {"title": hostile, "producer": hostile, "scope": hostile}
    row["as_printed"] = f"100; 130 {hostile}"
    read = {"role": "original", "url": "https://example.org", "accessed": "2026-01-02"}
    claims = claims_of(
        {**row, "year": 2028, "value": "100", "original_id": "c1"},
        {**row, **read, "year": 2028, "value": "130", "source_id": "other"},
    )
    findings = audit(claims, as_of=DAY)
    assert findings
    for make in MAKERS.values():
        assert "<script" not in str(make(claims, findings).html)
