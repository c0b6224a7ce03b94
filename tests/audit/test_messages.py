"""What findings say: figures as printed, words for columns, the gravest first."""

import re

import pandas as pd
import pytest

from report_helpers.audit.audit import audit
from report_helpers.audit.findings import Finding


@pytest.fixture(scope="module")
def findings(shipped_claims: pd.DataFrame) -> list[Finding]:
    """What the audit finds in the shipped claims."""
    return audit(shipped_claims, as_of="2026-11-23")


@pytest.mark.parametrize(
    ("rule", "claim_id", "said"),
    [
        ("same-source-conflict", "a03_ai_value_range",
         "One source, two figures for 2030: $6\N{EN DASH}13 trillion and $15.7 trillion, "),
        ("period-missing", "a09_data_preparation_fall", "A fall of 70 %: over which years"),
        ("attribution-missing", "a13_scala_speed", "Up to 10 times is credited to nobody."),
        ("original-differs", "a03_ai_value_range",
         "Value: $6\N{EN DASH}13 trillion where the original has $15.7 trillion; scope: "),
        ("original-differs", "a02_ai_jobs",
         "Kind of figure: a change where the original has a rate a year; what is measured: "),
        ("re-based", "o39_idc_2025", "For 2030, IDC printed $19.9 trillion in its edition of "),
        ("sources-disagree", "o05_statista_2024_in_2021", "Machine-learning market size, 2021: "),
    ],
)  # fmt: skip
def test_a_message_reads_well(findings: list[Finding], rule: str, claim_id: str, said: str) -> None:
    """Ranges and falls are said as such, and no message begins with a key."""
    (message,) = [
        finding.message
        for finding in findings
        if finding.rule == rule and finding.claim_ids[0] == claim_id
    ]
    assert message.startswith(said)


def test_no_message_says_a_column_or_counts_one_years(
    findings: list[Finding], shipped_claims: pd.DataFrame
) -> None:
    """Of keys, a message names claims alone, by their id."""
    for finding in findings:
        keys = set(re.findall(r"\b[a-z0-9]+(?:_[a-z0-9]+)+\b", finding.message))
        assert keys <= set(shipped_claims.index)
        assert not re.search(r"\b(1|one) years\b", finding.message)
