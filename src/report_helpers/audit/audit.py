"""The audit: every rule on every claim, and one verdict for each cited claim."""

from collections.abc import Iterable
from datetime import date
from typing import Literal

import pandas as pd

from report_helpers.audit.findings import SEVERITIES, AuditContext, Finding, Severity, numbered
from report_helpers.audit.rules import RULES

__all__ = [
    "VERDICTS", "Verdict", "about", "audit", "findings_table", "verdicts",
]  # fmt: skip

Verdict = Literal["contradicted", "needs context", "cannot be checked", "holds"]
VERDICTS: tuple[Verdict, ...] = ("contradicted", "needs context", "cannot be checked", "holds")
"""The verdicts, the gravest first; a claim gets the first that applies."""
BY_SEVERITY: dict[Severity, Verdict] = {
    "contradiction": "contradicted",
    "caution": "needs context",
}


def audit(claims: pd.DataFrame, *, as_of: date | str) -> list[Finding]:
    """Return what all rules find in the validated table, the gravest first, in file order.

    Args:
        claims: the validated table.
        as_of: the day from which age and passed targets are judged, as a date or `YYYY-MM-DD`.
    """
    return _audited(claims, _day(as_of))


def _day(as_of: date | str) -> date:
    return date.fromisoformat(as_of) if isinstance(as_of, str) else as_of


def _audited(claims: pd.DataFrame, day: date) -> list[Finding]:
    context = AuditContext(claims, day)
    every = (finding for each in RULES.values() for finding in each.find(context))
    # Two figures may meet in more than one way; what is said of them is said once.
    found = {(each.rule, each.claim_ids, each.message): each for each in every}.values()
    line = dict(zip(context.ids, context.cells["line"], strict=True))
    order = {name: place for place, name in enumerate(RULES)}
    return numbered(
        sorted(
            found,
            key=lambda finding: (
                SEVERITIES.index(finding.severity),
                order[finding.rule],
                line[finding.claim_ids[0]],
            ),
        )
    )


def about(finding: Finding) -> tuple[str, ...]:
    """Return the claims that a finding judges: the first, or all where its rule is mutual."""
    return finding.claim_ids if RULES[finding.rule].about_all else finding.claim_ids[:1]


def verdicts(claims: pd.DataFrame, findings: Iterable[Finding]) -> dict[str, Verdict]:
    """Return the verdict on each cited claim, in file order.

    A contradiction about it: `contradicted`; a caution: `needs context`; an original that nobody
    has read: `cannot be checked`; else it `holds`. Of two figures of one source that cannot both
    be true, the one that its original prints is not to blame.
    """
    findings = list(findings)
    found = _unless_found_against(claims)
    faithful = _as_their_originals(claims, findings)
    for finding in findings:
        verdict = BY_SEVERITY.get(finding.severity)
        spared = faithful if finding.rule == "same-source-conflict" else frozenset()
        for claim_id in about(finding) if verdict else ():
            if claim_id in found and claim_id not in spared:
                assert verdict  # noqa: S101 (for the type checker)
                found[claim_id] = min(found[claim_id], verdict, key=VERDICTS.index)
    return found


def _unless_found_against(claims: pd.DataFrame) -> dict[str, Verdict]:
    """Return what each cited claim gets where no finding says otherwise."""
    cited = claims[claims["role"].eq("cited")]
    unread = cited["evidence"].isin(["not_found", "not_searched", "not_applicable"])
    lost = unread & ~cited["original_id"].isin(claims.index)
    return {
        str(claim_id): "cannot be checked" if nothing else "holds"
        for claim_id, nothing in lost.items()
    }


def _as_their_originals(claims: pd.DataFrame, findings: Iterable[Finding]) -> frozenset[str]:
    """Return the cited claims whose original is in the table and says the same."""
    differing = {each.claim_ids[0] for each in findings if each.rule == "original-differs"}
    cited = claims.index[claims["role"].eq("cited") & claims["original_id"].isin(claims.index)]
    return frozenset(map(str, cited)) - differing


def findings_table(findings: Iterable[Finding]) -> pd.DataFrame:
    """Return the findings as a table: `rule`, `severity`, `claim_id` (judged), `message`."""
    rows = [
        (finding.rule, finding.severity, claim_id, finding.message)
        for finding in findings
        for claim_id in about(finding)
    ]
    return pd.DataFrame(rows, columns=["rule", "severity", "claim_id", "message"])
