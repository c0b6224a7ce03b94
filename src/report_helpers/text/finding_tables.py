"""Tables of findings by severity and rule, and of the rules themselves, each folded."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

import pandas as pd

from report_helpers.audit.findings import SEVERITIES, Finding, Severity
from report_helpers.audit.rules import RULES
from report_helpers.charts.toolkit.plotly_text import Row, label, records
from report_helpers.claims.amounts import whole
from report_helpers.claims.wording import capitalized, count_phrase
from report_helpers.reader_locale import localized_percent
from report_helpers.text.html import Fragment, claim_link, folded, joined, paragraphs, table
from report_helpers.text.messages import worded

__all__ = ["by_severity", "rules"]

MOST: Final = 50
"""The most rows of a table; dossiers have all findings."""
PERCENT: Final = re.compile(r"\b(\d+) %")
"""A percentage in the documentation of a rule."""


def by_severity(claims: pd.DataFrame, findings: Sequence[Finding]) -> Fragment:
    """Return all findings, a folded part for each severity, in it a table for each rule.

    Args:
        claims: the validated table.
        findings: the findings of the audit.

    Example:
        >>> tables = mr.text.by_severity(claims, findings)
    """
    return joined(*(_of(claims, findings, severity) for severity in SEVERITIES))


def _of(claims: pd.DataFrame, findings: Sequence[Finding], severity: Severity) -> Fragment:
    chosen = [finding for finding in findings if finding.severity == severity]
    if not chosen:
        return paragraphs(f"The audit found no {severity}.")
    groups: dict[str, list[Finding]] = {}
    for finding in chosen:
        groups.setdefault(finding.rule, []).append(finding)
    named = {
        key: None for group in groups.values() for each in group[:MOST] for key in each.claim_ids
    }
    known = records(claims.loc[list(named)])
    words = capitalized(count_phrase(len(chosen), severity))
    # The dossiers of the figures print their findings.
    tables = joined(*(_table(known, *group) for group in groups.items()))
    return folded(words, tables, on_paper=False)


def _table(known: Mapping[str, Row], rule: str, findings: Sequence[Finding]) -> Fragment:
    rows = [
        (
            claim_link(finding.claim_ids[0], _named(known[finding.claim_ids[0]])),
            worded(known, finding, finding.message),
        )
        for finding in findings[:MOST]
    ]
    shown = table(f"{rule}: {_summary(rule)}", ["Figure", "Found"], rows)
    more = len(findings) - len(rows)
    return shown if more == 0 else joined(shown, paragraphs(_more(more)))


def _named(claim: Row) -> str:
    return f"{claim['title']} ({label(claim)})"


def _more(count: int) -> str:
    return f"{capitalized(count_phrase(count, 'finding'))} more of this rule: see the claims."


def _summary(rule: str) -> str:
    """Return the first sentence of a rule's documentation."""
    known = RULES.get(rule)
    first = next(iter(known.summary.splitlines()), "") if known else ""
    return PERCENT.sub(lambda found: localized_percent(found[1]), first)


def rules(findings: Sequence[Finding]) -> Fragment:
    """Return the rules of the audit with the number of findings of each, folded.

    Args:
        findings: the findings of the audit.

    Example:
        >>> table = mr.text.rules(findings)
    """
    count = Counter(finding.rule for finding in findings)
    rows = [(name, _summary(name), whole(count[name])) for name in RULES]
    words = f"The {count_phrase(len(RULES), 'rule')}"
    return folded(words, table("", ["Rule", "What it finds", "Findings"], rows))
