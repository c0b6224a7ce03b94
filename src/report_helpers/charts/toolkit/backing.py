"""What a chart's claims rest on: their sources and the findings about them, as lists and as text.

A chart of thousands of claims lists some of each and counts the others.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Final, NamedTuple, TypeVar

import pandas as pd

from report_helpers.audit.findings import Finding
from report_helpers.audit.selection import grave
from report_helpers.audit.verdicts import about
from report_helpers.charts.toolkit.meta import FindingEntry, SourceEntry
from report_helpers.charts.toolkit.plotly_text import label, records, titled, wrapped
from report_helpers.claims.amounts import whole
from report_helpers.claims.citations import short_citation

__all__ = ["NAMED", "SOURCES", "Backing", "backing"]

SOURCES: Final = 40
"""Sources of one level of evidence that a chart lists; each claim has its own anyway."""

NAMED: Final = 30
"""Findings of one rule that a chart lists, and entries that the text under it names of a list."""

Entry = TypeVar("Entry")


class Backing(NamedTuple):
    """Sources and findings of a chart, and how many of each group are not listed.

    `more_sources` counts them by level of evidence, `more_findings` by "SEVERITY, RULE".
    """

    sources: list[SourceEntry]
    findings: list[FindingEntry]
    more_sources: dict[str, int]
    more_findings: dict[str, int]

    def text(self, chars: int) -> str:
        """Return sources and findings as lines of so many characters, with `<br>` between them."""
        return (self._sources_text(chars) if self.sources else "") + self._findings_text(chars)

    def _sources_text(self, chars: int) -> str:
        second = [source["evidence"] != "publisher_page" for source in self.sources]
        more = len(self.sources[NAMED:]) + sum(self.more_sources.values())
        listed = "; ".join(
            source["citation"] + ("†" if marked else "")
            for source, marked in zip(self.sources[:NAMED], second, strict=False)
        ) + (f"; and {whole(more)} more" if more else "")
        note = " † original read on a secondary page, or not found." if any(second) else ""
        return wrapped(f"Sources: {listed}.{note}", chars)

    def _findings_text(self, chars: int) -> str:
        groups: dict[str, list[str]] = {}
        for one in self.findings:
            groups.setdefault(_rule(one), []).append(one["claim"])
        told = [
            f"{kind}: {'; '.join([*dict.fromkeys(names), *self._others(kind)])}."
            for kind, names in groups.items()
        ]
        return "<br>" + wrapped(f"Audit: {' '.join(told)}", chars) if told else ""

    def _others(self, kind: str) -> list[str]:
        more = self.more_findings.get(kind)
        return [f"and {whole(more)} more"] if more else []


def backing(drawn: pd.DataFrame, findings: Iterable[Finding]) -> Backing:
    """Return the sources of drawn claims, and the contradictions and cautions about them.

    Args:
        drawn: the rows of the validated table that a chart draws.
        findings: the audit's findings, also about other claims.
    """
    sources, more_sources = _limited(_sources(drawn), lambda one: one["evidence"], SOURCES)
    found, more_findings = _limited(_found(drawn, findings), _rule, NAMED)
    return Backing(sources, found, more_sources, more_findings)


def _limited(
    entries: Sequence[Entry], group: Callable[[Entry], str], most: int
) -> tuple[list[Entry], dict[str, int]]:
    """Return the first entries of each group, and how many others each group has."""
    seen: Counter[Hashable] = Counter()
    kept, more = list[Entry](), Counter[str]()
    for entry in entries:
        seen[group(entry)] += 1
        if seen[group(entry)] <= most:
            kept.append(entry)
        else:
            more[group(entry)] += 1
    return kept, dict(more)


def _sources(drawn: pd.DataFrame) -> list[SourceEntry]:
    """Return each short citation once, with the first claim drawn from it and its evidence."""
    firsts: dict[tuple[str, str], str] = {}
    for key, row in drawn.iterrows():
        firsts.setdefault((short_citation(row), str(row["evidence"])), str(key))
    return [
        {"citation": citation, "claim_id": key, "evidence": evidence}
        for (citation, evidence), key in firsts.items()
    ]


def _names(drawn: pd.DataFrame) -> dict[str, str]:
    """Return the name of each claim: its label, or its title if several claims share the label."""
    known = records(drawn) if len(drawn) else {}
    shared = Counter(map(label, known.values()))
    return {
        key: label(row) if shared[label(row)] == 1 else titled(row) for key, row in known.items()
    }


def _found(drawn: pd.DataFrame, findings: Iterable[Finding]) -> list[FindingEntry]:
    """Return the contradictions and cautions about drawn claims, one row per claim."""
    names = _names(drawn)
    return [
        {
            "rule": finding.rule,
            "severity": finding.severity,
            "claim_id": claim_id,
            "claim": names[claim_id],
        }
        for finding in grave(findings)
        for claim_id in about(finding)
        if claim_id in names
    ]


def _rule(finding: FindingEntry) -> str:
    return f"{finding['severity']}, {finding['rule']}"
