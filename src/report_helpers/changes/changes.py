"""Compares two runs: their claims, findings, verdicts and headline projections.

Claims are matched by id, findings by rule and claims, and projections by their assumptions. Figures
are compared as printed, so 26.03 and 26.030 differ.
"""

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from math import isclose
from typing import Any, Final

import numpy as np
import pandas as pd

from report_helpers.audit.findings import Finding
from report_helpers.audit.rules import RULES
from report_helpers.changes.pairing import pairs
from report_helpers.changes.snapshot import Projected, Snapshot
from report_helpers.claims.amounts import whole
from report_helpers.claims.schema import COLUMNS, Kind
from report_helpers.reader_locale import day

__all__ = [
    "Changes", "FieldChange", "FindingChange", "NamedClaim", "ProjectionMove", "Snapshot",
    "VerdictChange", "changes",
]  # fmt: skip

# All columns but the id.
FIELDS: Final = COLUMNS[1:]
NOISE: Final = 1e-9
"""The largest relative difference of computed values that counts as none."""


@dataclass(frozen=True, slots=True)
class NamedClaim:
    """A claim that was added or withdrawn."""

    claim_id: str
    title: str
    as_printed: str


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of a claim, before and now, as printed; empty if missing."""

    claim_id: str
    title: str
    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class FindingChange:
    """A finding of the same rule and claims with another severity or message."""

    old: Finding
    new: Finding


@dataclass(frozen=True, slots=True)
class VerdictChange:
    """The verdict on a claim of both runs; empty if it has none."""

    claim_id: str
    title: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class ProjectionMove:
    """A projection with the same assumptions and other values."""

    old: Projected
    new: Projected

    @property
    def percent(self) -> float | None:
        """The change of the value in percent; `None` unless the old value is positive."""
        old = self.old.value
        return 100 * (self.new.value - old) / old if old > 0 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """All differences between two runs, each list in the order of its run.

    `since` and `until` are the dates of the two reports, as YYYY-MM-DD; `notes` are sentences on
    what could not be compared.
    """

    since: str
    until: str
    added: tuple[NamedClaim, ...] = ()
    withdrawn: tuple[NamedClaim, ...] = ()
    changed: tuple[FieldChange, ...] = ()
    findings_new: tuple[Finding, ...] = ()
    findings_changed: tuple[FindingChange, ...] = ()
    findings_gone: tuple[Finding, ...] = ()
    verdicts: tuple[VerdictChange, ...] = ()
    projections_new: tuple[Projected, ...] = ()
    projections_moved: tuple[ProjectionMove, ...] = ()
    projections_gone: tuple[Projected, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def counts(self) -> dict[tuple[str, str], int]:
        """The number of changes by noun and kind; a claim with several changes counts once."""
        return {
            ("claim", "added"): len(self.added),
            ("claim", "withdrawn"): len(self.withdrawn),
            ("claim", "changed"): len({change.claim_id for change in self.changed}),
            ("finding", "new"): len(self.findings_new),
            ("finding", "changed"): len(self.findings_changed),
            ("finding", "gone"): len(self.findings_gone),
            ("verdict", "changed"): len(self.verdicts),
            ("projection", "new"): len(self.projections_new),
            ("projection", "moved"): len(self.projections_moved),
            ("projection", "gone"): len(self.projections_gone),
        }

    @property
    def is_empty(self) -> bool:
        """Whether nothing changed."""
        return not any(self.counts.values())

    @property
    def headline(self) -> str:
        """One sentence: `2 claims added, 1 changed, 1 finding new since 2026-11-16`."""
        return f"{self.counted} since {day(self.since)}"

    @property
    def counted(self) -> str:
        """The changes in words: `2 claims added, 1 changed, 1 finding new`."""
        parts: list[str] = []
        noun = ""
        for (thing, became), count in self.counts.items():
            if count:
                named = "" if thing == noun else f" {thing}{'' if count == 1 else 's'}"
                parts.append(f"{whole(count)}{named} {became}")
                noun = thing
        return ", ".join(parts) or "nothing changed"


def changes(old: Snapshot, new: Snapshot) -> Changes:
    """Return the differences between two runs.

    Findings that differ only in the date of the run, and projections whose values differ by
    rounding, are unchanged.
    """
    found = pairs(_dateless(old), _dateless(new), _identity, _content)
    paths = pairs(old.projections, new.projections, _assumed, _values)
    moved = (pair for pair in paths.changed if not _equal(*pair))
    return Changes(
        since=old.as_of,
        until=new.as_of,
        added=_only_in(new.claims, old.claims),
        withdrawn=_only_in(old.claims, new.claims),
        changed=tuple(_changed_fields(old.claims, new.claims)),
        findings_new=tuple(finding for finding, _ in found.new),
        findings_changed=tuple(FindingChange(was[0], now[0]) for was, now in found.changed),
        findings_gone=tuple(finding for finding, _ in found.gone),
        verdicts=tuple(_verdicts(old, new)),
        # A projection is new, or gone, only if all projections of the other run are known.
        projections_new=() if old.unread else tuple(paths.new),
        projections_moved=tuple(ProjectionMove(*pair) for pair in moved),
        projections_gone=() if new.unread else tuple(paths.gone),
        notes=(*old.notes, *new.notes),
    )


def _only_in(claims: pd.DataFrame, others: pd.DataFrame) -> tuple[NamedClaim, ...]:
    rows = claims.loc[~claims.index.isin(others.index), ["title", "as_printed"]]
    return tuple(NamedClaim(*row) for row in rows.itertuples())


def _changed_fields(old: pd.DataFrame, new: pd.DataFrame) -> Iterator[FieldChange]:
    both = new.index[new.index.isin(old.index)]
    before, after = old.loc[both], new.loc[both]
    found = []
    for place, column in enumerate(FIELDS):
        was, now = (_texts(side[column.name], column.kind) for side in (before, after))
        found += [(row, place, was[row], now[row]) for row in np.flatnonzero(was != now).tolist()]
    titles = after["title"].array
    for row, place, one, other in sorted(found, key=lambda each: each[:2]):
        yield FieldChange(str(both[row]), titles[row], FIELDS[place].name, one, other)


def _texts(cells: "pd.Series[Any]", kind: Kind) -> "np.ndarray[Any, Any]":
    """Return cells as printed; equal numbers may differ in their digits."""
    if kind == "number":
        # Not `str`, which would write a small number with an exponent.
        cells = cells.map(lambda number: f"{number:f}", na_action="ignore")
    return cells.astype("str").fillna("").to_numpy(dtype=object)


DatelessFinding = tuple[Finding, str]
"""A finding, and its message without the date of the run."""


def _dateless(run: Snapshot) -> list[DatelessFinding]:
    return [(finding, finding.message.replace(run.as_of, "")) for finding in run.findings]


def _identity(each: DatelessFinding) -> Hashable:
    """Return the rule and the claims, whose order does not matter in a mutual finding."""
    finding, rule = each[0], RULES.get(each[0].rule)
    mutual = rule is not None and rule.about_all
    return finding.rule, tuple(sorted(finding.claim_ids)) if mutual else finding.claim_ids


def _content(each: DatelessFinding) -> Hashable:
    return each[0].severity, each[1]


def _verdicts(old: Snapshot, new: Snapshot) -> Iterator[VerdictChange]:
    was, now = old.verdicts, new.verdicts
    for claim_id in {**now, **was}:
        there = claim_id in old.claims.index and claim_id in new.claims.index
        one, other = was.get(claim_id, ""), now.get(claim_id, "")
        if there and one != other:
            yield VerdictChange(claim_id, str(new.claims.loc[claim_id, "title"]), one, other)


def _assumed(projection: Projected) -> Hashable:
    return projection.assumed


def _values(projection: Projected) -> Hashable:
    return projection.value, projection.total


def _equal(old: Projected, new: Projected) -> bool:
    """Return whether values differ by no more than the rounding of different processors."""
    if (old.total is None) != (new.total is None):
        return False
    totals = isclose(old.total or 0.0, new.total or 0.0, rel_tol=NOISE)
    return totals and isclose(old.value, new.value, rel_tol=NOISE)
