"""The audit: applies every rule to every claim; each cited claim gets one verdict."""

from datetime import date

import pandas as pd

from report_helpers.analysis.parameter_checks import day_of
from report_helpers.audit.context import AuditContext
from report_helpers.audit.finding_list import Findings
from report_helpers.audit.findings import SEVERITIES
from report_helpers.audit.rules import RULES
from report_helpers.audit.verdicts import VERDICTS, Verdict, about, marks, verdicts

__all__ = ["VERDICTS", "Verdict", "about", "audit", "marks", "verdicts"]


def audit(claims: pd.DataFrame, *, as_of: date | str) -> Findings:
    """Return the findings of all rules: the most severe first, then by rule, then in file order.

    Args:
        claims: the validated table.
        as_of: reference day for ages and passed target years, a date or `YYYY-MM-DD`.

    Returns:
        A list of `Finding`s, which JupyterLab shows as a table; `mr.tables.findings` makes a frame.

    Raises:
        UsageError: the day is no date.

    Example:
        >>> findings = mr.audit(claims, as_of="2026-11-23")
        >>> gravest = findings[0].severity
        >>> gravest
        'contradiction'
    """
    return _audited(claims, day_of(as_of))


def _audited(claims: pd.DataFrame, day: date) -> Findings:
    context = AuditContext(claims, day)
    every = (finding for each in RULES.values() for finding in each.find(context))
    # A rule may reach the same pair of figures in several ways; keep one copy of each finding.
    found = {(each.rule, each.claim_ids, each.message): each for each in every}.values()
    line = dict(zip(context.ids, context.cells["line"], strict=True))
    order = {name: place for place, name in enumerate(RULES)}
    ordered = sorted(
        found,
        key=lambda finding: (
            SEVERITIES.index(finding.severity),
            order[finding.rule],
            line[finding.claim_ids[0]],
        ),
    )
    return Findings(ordered)
