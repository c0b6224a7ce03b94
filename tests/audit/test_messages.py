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
         ("$6\N{EN DASH}13 trillion (a03_ai_value_range) and $15.7 trillion (a05_ai_demand) are "
         "credited for 2030 to one original, $15.7 trillion by PwC, 17.2 % apart.")),
        ("period-missing", "a09_data_preparation_fall",
         "A fall of 70 % is printed without its years, so it cannot be compared"),
        ("off-path", "a11_ml_market_2027",
         ("$117 billion is printed for 2027, 31 % more than the $89.5 billion on the path from "
         "$26.03 billion in 2023 to $225.91 billion in 2030 (a01_ml_market): "
         "26.03 \N{MULTIPLICATION SIGN} (225.91 / 26.03)^(4/7).")),
        ("by-or-to", "a16_data_preparation_remaining",
         ("A fall of 70 % (a09_data_preparation_fall) and a remainder of about 30 % "
         "(a16_data_preparation_remaining) add up to 100 %, so they state the same. ")),
        ("attribution-missing", "a13_scala_speed", "Up to 10 times is credited to nobody."),
        ("original-differs", "a03_ai_value_range",
         ("Value is $6\N{EN DASH}13 trillion here and $15.7 trillion in the original by PwC "
         "(a03_original); scope is ")),
        ("original-differs", "a02_ai_jobs",
         ("Kind of figure is a change here and a rate a year in the original by LinkedIn (74 % a "
         "year, a02_original); what is measured is ")),
        ("re-based", "o39_idc_2025", "For 2030, IDC printed $19.9 trillion in its edition of "),
        ("sources-disagree", "o05_statista_2024_in_2021",
         ("Machine-learning market size in 2021: $134.5 billion by Statista Market "
         "Insights is 21.8 times $6.16 billion by MarketsandMarkets, on its "
         "path from 2016 to 2022. ")),
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
