"""Selections of findings: the serious ones, those about a claim, those behind a verdict."""

from collections.abc import Iterable

from report_helpers.audit.findings import Finding
from report_helpers.audit.verdicts import Verdict, about, verdict_of

__all__ = ["by_claim", "grave", "reasons"]


def grave(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings that affect a reader's trust in a figure: all but notes."""
    return [finding for finding in findings if finding.severity != "note"]


def by_claim(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    """Return the findings by the claims that they judge, the most severe first."""
    found: dict[str, list[Finding]] = {}
    for finding in findings:
        for claim_id in about(finding):
            found.setdefault(claim_id, []).append(finding)
    return found


def reasons(verdict: Verdict, findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings about a claim that caused its verdict."""
    if verdict == "cannot be checked":
        return [finding for finding in findings if finding.rule == "original-not-found"]
    return [finding for finding in findings if verdict_of(finding) == verdict]
