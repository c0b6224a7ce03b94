"""Tables of findings and rules: every finding there once, links to claims, nothing obeyed."""

import re
from collections.abc import Callable
from dataclasses import replace

import pandas as pd
import pytest

from report_helpers.audit.audit import audit
from report_helpers.audit.findings import Finding
from report_helpers.audit.rules import RULES
from report_helpers.page.blocks.html_sanitizer import rewrite_html
from report_helpers.text import finding_tables

Claims = Callable[..., pd.DataFrame]
DAY = "2026-11-23"


@pytest.fixture(scope="module")
def findings(shipped_claims: pd.DataFrame) -> list[Finding]:
    """What the audit finds in the shipped claims."""
    return audit(shipped_claims, as_of=DAY)


def test_every_finding_is_listed_once(
    shipped_claims: pd.DataFrame, findings: list[Finding]
) -> None:
    """In a folded part for its severity, each with a link to the claim that it judges."""
    html = str(finding_tables.by_severity(shipped_claims, findings).html)
    rewrite_html(html)
    parts = re.findall(r"<details[^>]*><summary>(.*?)</summary>(.*?)</details>", html, re.DOTALL)
    words = ("contradictions", "cautions", "notes")
    assert [words.split()[1] for words, _ in parts] == list(words)
    for (_, body), word in zip(parts, words, strict=True):
        firsts = re.findall(r'<th scope="row"><a href="#claim-(\w+)"', body)
        chosen = [each.claim_ids[0] for each in findings if f"{each.severity}s" == word]
        assert sorted(firsts) == sorted(chosen)


def test_links_lead_to_claims(shipped_claims: pd.DataFrame, findings: list[Finding]) -> None:
    """Every link is to a row of the file."""
    html = str(finding_tables.by_severity(shipped_claims, findings).html)
    known = {f"claim-{key}" for key in shipped_claims.index}
    assert set(re.findall(r'href="#([^"]*)"', html)) <= known


def test_a_long_list_is_cut_and_the_rest_counted(
    shipped_claims: pd.DataFrame, findings: list[Finding]
) -> None:
    """A rule that finds much does not make the page large."""
    many = [replace(findings[0], message=f"{number}.") for number in range(1, 61)]
    shown = finding_tables.by_severity(shipped_claims, many)
    assert shown.html.count('<th scope="row">') == 50
    assert "Ten findings more of this rule" in shown.text
    assert "60 contradictions" in shown.html


def test_no_finding_gets_a_sentence(shipped_claims: pd.DataFrame) -> None:
    """For each severity."""
    text = finding_tables.by_severity(shipped_claims, []).text
    assert [line.split()[-1] for line in text.split("\n\n")] == [
        "contradiction.",
        "caution.",
        "note.",
    ]
    assert finding_tables.by_severity(shipped_claims.iloc[:0], []).text == text


def test_every_rule_has_a_row_with_its_count(findings: list[Finding]) -> None:
    """The counts add up to all findings."""
    rows = finding_tables.rules(findings).text.splitlines()[1:]
    assert [row.split(" | ")[0] for row in rows] == list(RULES)
    assert sum(int(row.rsplit(" | ", 1)[1]) for row in rows) == len(findings)
    assert all(row.split(" | ")[1] for row in rows)


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
    assert "<script" not in str(finding_tables.by_severity(claims, findings).html)
