"""One verdict for each cited claim, and the marks shown with it."""

from collections.abc import Iterable
from typing import Literal

import pandas as pd

from report_helpers.analysis.cited_figures import cited_order
from report_helpers.audit.findings import Finding
from report_helpers.audit.rules import RULES
from report_helpers.audit.rules.originals import MISQUOTED

__all__ = ["VERDICTS", "Verdict", "about", "marks", "verdict_of", "verdicts"]

Verdict = Literal["contradicted", "differs", "needs context", "cannot be checked", "holds"]
VERDICTS: tuple[Verdict, ...] = (
    "contradicted", "differs", "needs context", "cannot be checked", "holds",
)  # fmt: skip
"""The verdicts, the most severe first; a claim gets the first that applies:

- `contradicted`: conflicts with its own numbers, its original, or the source that it credits;
- `differs`: its original is about another subject or states something else;
- `needs context`: lacks a window, sample or definition that readers need to use it;
- `cannot be checked`: its original has not been read;
- `holds`: none of these.
"""
UNREAD = frozenset({"not_found", "not_searched", "not_applicable"})


def verdict_of(finding: Finding) -> Verdict | None:
    """Return the verdict that a finding gives to the claims it judges; `None` for notes.

    A claim that differs from its original is contradicted only if a number differs.
    """
    if finding.severity == "note":
        return None
    if finding.rule == "original-differs":
        misquoted = MISQUOTED & set(str(finding.numbers.get("fields", "")).split(", "))
        return "contradicted" if misquoted and finding.severity == "contradiction" else "differs"
    return "contradicted" if finding.severity == "contradiction" else "needs context"


def about(finding: Finding) -> tuple[str, ...]:
    """Return the claims that a finding judges.

    All that it names if its rule is mutual; as many as its number `rows` if it covers many rows;
    otherwise the first.
    """
    rule = RULES.get(finding.rule)
    if rule is not None and rule.about_all:
        return finding.claim_ids
    rows = finding.numbers.get("rows")
    return finding.claim_ids[: int(rows) if isinstance(rows, int) else 1]


def verdicts(claims: pd.DataFrame, findings: Iterable[Finding]) -> dict[str, Verdict]:
    """Return the verdict on each cited claim, article by article: that of its most severe finding.

    If two figures of one source contradict each other, one whose original is known is not blamed
    for that: it is compared with its original.
    """
    found = _unless_found_against(claims)
    compared = _with_original(claims)
    for finding in findings:
        verdict = verdict_of(finding)
        spared = compared if finding.rule == "same-source-conflict" else frozenset()
        for claim_id in about(finding) if verdict else ():
            if claim_id in found and claim_id not in spared:
                assert verdict  # noqa: S101 (for the type checker)
                found[claim_id] = min(found[claim_id], verdict, key=VERDICTS.index)
    return found


def _unless_found_against(claims: pd.DataFrame) -> dict[str, Verdict]:
    """Return the verdict that each cited claim gets if no finding decides it."""
    cited = claims.loc[cited_order(claims)]
    lost = cited["evidence"].isin(UNREAD) & ~cited["original_id"].isin(claims.index)
    return {
        str(claim_id): "cannot be checked" if nothing else "holds"
        for claim_id, nothing in lost.items()
    }


def _with_original(claims: pd.DataFrame) -> frozenset[str]:
    """Return the cited claims whose original is in the table: if they differ, that is told."""
    cited = claims.index[claims["role"].eq("cited") & claims["original_id"].isin(claims.index)]
    return frozenset(map(str, cited))


def marks(claims: pd.DataFrame, findings: Iterable[Finding]) -> dict[str, tuple[str, ...]]:
    """Return the marks shown with the verdict of each cited claim that has any, in file order.

    Marks describe no fault of the figure itself: `no credit`, `old` (the claim or its original),
    `repeated`, `one origin` (with other claims).
    """
    cited = claims[claims["role"].eq("cited")]
    of_original: dict[str, list[str]] = {}
    for claim_id, original_id in cited["original_id"].dropna().items():
        of_original.setdefault(original_id, []).append(str(claim_id))
    found: dict[str, dict[str, None]] = {str(claim_id): {} for claim_id in cited.index}
    for finding in findings:
        rule = RULES.get(finding.rule)
        for claim_id in about(finding) if rule and rule.mark else ():
            for marked in (claim_id, *of_original.get(claim_id, ())):
                if rule and marked in found:
                    found[marked][rule.mark] = None
    return {claim_id: tuple(names) for claim_id, names in found.items() if names}
