"""Findings in full: what a reader reads, and the same numbers as fields.

`findings.yaml` has the rows, and what one rule finds in them. Whoever rewrites a sentence of a rule
rewrites it there.
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml

from report_helpers.audit.context import AuditContext
from report_helpers.audit.findings import Finding
from report_helpers.audit.rules import RULES

pytestmark = pytest.mark.slow

CASES: list[dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("findings.yaml").read_text(encoding="utf-8")
)


def told(finding: Finding) -> tuple[str, str, list[str], str]:
    """Return what a reader of a finding sees, its numbers apart."""
    return finding.rule, finding.severity, list(finding.claim_ids), finding.message


@pytest.mark.parametrize(
    "case", CASES, ids=[f"{case['rule']}-{number}" for number, case in enumerate(CASES)]
)
def test_a_finding_is_told_in_full(
    claims_of: Callable[..., pd.DataFrame], case: dict[str, Any]
) -> None:
    """Rule, severity, claims, sentence and numbers, for each kind of slip."""
    day = case.get("day", date(2026, 11, 23))
    findings = list(RULES[case["rule"]].find(AuditContext(claims_of(*case["rows"]), day)))
    assert [told(finding) for finding in findings] == [
        (case["rule"], each["severity"], each["claims"], each["says"]) for each in case["findings"]
    ]
    for finding, each in zip(findings, case["findings"], strict=True):
        assert finding.numbers == each.get("numbers", {})
