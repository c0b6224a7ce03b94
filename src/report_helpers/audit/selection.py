"""Selections of findings: the serious ones, those about a claim, those behind verdicts."""

from collections.abc import Iterable, Sequence

import pandas as pd

from report_helpers.audit.findings import Finding
from report_helpers.audit.verdicts import VERDICTS, Verdict, about, verdict_of, verdicts

__all__ = ["all_verdicts", "by_claim", "grave", "gravest", "reasons"]


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


def all_verdicts(claims: pd.DataFrame, findings: Sequence[Finding]) -> dict[str, Verdict]:
    """Return the verdicts on cited claims, and on others that a finding is about."""
    others = {
        claim_id: verdict
        for claim_id, found in by_claim(findings).items()
        if (verdict := verdict_of(found[0]))
    }
    return others | verdicts(claims, findings)


def reasons(verdict: Verdict, findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings about a claim that caused its verdict."""
    if verdict == "cannot be checked":
        return [finding for finding in findings if finding.rule == "original-not-found"]
    return [finding for finding in findings if verdict_of(finding) == verdict]


def gravest(claims: pd.DataFrame, findings: Iterable[Finding]) -> Finding | None:
    """Return the finding with the most severe verdict; None if there are only notes.

    A finding about a cited claim precedes all others; of equals the first wins.
    """
    cited = set(claims.index[claims["role"].eq("cited")])

    def rank(finding: Finding) -> tuple[bool, int]:
        verdict = verdict_of(finding)
        return finding.claim_ids[0] not in cited, VERDICTS.index(verdict) if verdict else 0

    return min((each for each in findings if verdict_of(each)), key=rank, default=None)
