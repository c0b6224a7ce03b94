"""Findings have an address each, and the audit takes its day as a notebook has it."""

from collections.abc import Callable
from datetime import date

import pandas as pd

from report_helpers.audit.audit import audit


def test_every_finding_has_its_own_address(claims_of: Callable[..., pd.DataFrame]) -> None:
    """Two findings of one rule about one claim are told apart."""
    path = {"base_year": 2027, "base_value": "100.0", "year": 2029, "value": "121.0"}
    claims = claims_of(path, {**path, "base_value": "200.0", "value": "300.0", "producer": ""})
    findings = audit(claims, as_of="2026-11-23")
    anchors = [finding.anchor for finding in findings]
    assert len(set(anchors)) == len(anchors)
    assert {"finding-off-path-c1", "finding-off-path-c1-2"} <= set(anchors)


def test_the_day_may_be_text(shipped_claims: pd.DataFrame) -> None:
    """A notebook's parameter is text."""
    day = date(2026, 11, 23)
    assert audit(shipped_claims, as_of=day.isoformat()) == audit(shipped_claims, as_of=day)
