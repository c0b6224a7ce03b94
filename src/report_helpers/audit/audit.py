"""The audit: applies every rule to every claim; each cited claim gets one verdict."""

from collections.abc import Iterable
from datetime import date

import pandas as pd

from report_helpers.audit.context import AuditContext
from report_helpers.audit.findings import SEVERITIES, Finding
from report_helpers.audit.rules import RULES
from report_helpers.audit.verdicts import VERDICTS, Verdict, about, marks, verdicts

__all__ = [
    "VERDICTS", "Verdict", "about", "audit", "findings_table", "marks", "verdicts",
]  # fmt: skip


def audit(claims: pd.DataFrame, *, as_of: date | str) -> list[Finding]:
    """Return the findings of all rules: the most severe first, then by rule, then in file order.

    Args:
        claims: the validated table.
        as_of: reference day for ages and passed target years, a date or `YYYY-MM-DD`.
    """
    return _audited(claims, _day(as_of))


def _day(as_of: date | str) -> date:
    return date.fromisoformat(as_of) if isinstance(as_of, str) else as_of


def _audited(claims: pd.DataFrame, day: date) -> list[Finding]:
    context = AuditContext(claims, day)
    every = (finding for each in RULES.values() for finding in each.find(context))
    # A rule may reach the same pair of figures in several ways; keep one copy of each finding.
    found = {(each.rule, each.claim_ids, each.message): each for each in every}.values()
    line = dict(zip(context.ids, context.cells["line"], strict=True))
    order = {name: place for place, name in enumerate(RULES)}
    return sorted(
        found,
        key=lambda finding: (
            SEVERITIES.index(finding.severity),
            order[finding.rule],
            line[finding.claim_ids[0]],
        ),
    )


def findings_table(findings: Iterable[Finding]) -> pd.DataFrame:
    """Return the findings as a table: `rule`, `severity`, `claim_id` (judged claim), `message`."""
    rows = [
        (finding.rule, finding.severity, claim_id, finding.message)
        for finding in findings
        for claim_id in about(finding)
    ]
    return pd.DataFrame(rows, columns=["rule", "severity", "claim_id", "message"])
