"""Growth, changes and sums printed in their own rows, checked against the levels that they join."""

import math
from collections.abc import Iterator, Mapping
from itertools import product
from typing import NamedTuple

import numpy as np

from report_helpers.audit.context import NO_YEAR, AuditContext, Floats
from report_helpers.audit.findings import Finding, Severity, rule
from report_helpers.audit.rules.originals import MOVING
from report_helpers.claims.wording import (
    amount,
    capitalized,
    count_phrase,
    in_sentence,
    percent,
)

__all__ = ["rate_mismatch", "sum_mismatch"]

UNITS = frozenset({"percent", "times"})
BOTH_ENDS = 2
"""A row without years joins the levels of a document that prints exactly this many years."""


class Level(NamedTuple):
    """A document's value for a year: its first point, the year, and an interval in base units.

    If the document prints several values, the interval covers all of them.
    """

    point: int
    year: int
    low: float
    high: float


Place = tuple[str, tuple[str, str]]
"""A document, with the measure and the region of its rows."""
ANY = "*"


class Levels:
    """The levels of some documents, by place, dimension, year, producer and edition."""

    def __init__(self, context: AuditContext, places: Mapping[Place, set[int]]) -> None:
        """Take the levels of these places and years; an empty set means all years."""
        self.context = context
        self.years: dict[Place, dict[str, set[int]]] = {}
        self._known: dict[tuple[Place, str, int, str, str], Level] = {}
        points, source = context.printed, context.cells["source_id"]
        chosen = context.where("metric", "level") & ~context.where("period", "cumulative")
        dated = chosen[points.row] & (points.year != NO_YEAR) if places else chosen[:0]
        for point in dated.nonzero()[0].tolist():
            row = int(points.row[point])
            place = source[row], context.place_of[row]
            years = places.get(place)
            if years is not None and (not years or int(points.year[point]) in years):
                self._add(place, row, point)

    def _add(self, place: Place, row: int, point: int) -> None:
        points, dimension = self.context.printed, self.context.dimension[row]
        year, low, high = int(points.year[point]), float(points.low[point]), points.high[point]
        self.years.setdefault(place, {}).setdefault(dimension, set()).add(year)
        edition = self.context.cells["edition"][row] or ""
        for who, which in product({self.context.who[row], ANY}, {edition, ANY}):
            key = place, dimension, year, who, which
            known = self._known.get(key, Level(point, year, low, float(high)))
            self._known[key] = known._replace(
                low=min(known.low, low), high=max(known.high, float(high))
            )

    def of(self, row: int, place: Place, dimension: str, year: int) -> Level | None:
        """Return the value of a year that may come from a row's producer and edition."""
        who, edition = self.context.who[row], self.context.cells["edition"][row]
        keys = product({who, ""} if who else {ANY}, {edition, ""} if edition else {ANY})
        found = [self._known.get((place, dimension, year, *key)) for key in sorted(keys)]
        known = [level for level in found if level]
        if not known:
            return None
        low, high = min(level.low for level in known), max(level.high for level in known)
        return known[-1]._replace(low=low, high=high)


@rule("rate-mismatch")
def rate_mismatch(context: AuditContext) -> Iterator[Finding]:
    """Growth, a change or a multiple in a row of its own does not join the levels beside it.

    Checks: a rate a year, a change, a multiple or a remaining share is held against the levels of
    its measure and place in the first and the last year of its window, in its own document and in
    that of its original. Where no figures within the intervals of these levels lead from one to
    the other as it says, by more than a unit of its last digit, it is a contradiction. A row
    without years is held against the levels of a document that prints two years; then it is a
    caution.

    Example: 10.2 % a year beside 1,775 in 2019 and 2,830 in 2030.

    Limits: levels of another measure or producer are not joined, nor are those of years that are
    not printed.
    """
    moving = context.where("metric", *MOVING)
    rows = [row for row in moving.nonzero()[0].tolist() if context.dimension[row] in UNITS]
    levels = Levels(context, _wanted(context, rows))
    for row in rows:
        for place in _documents(context, row):
            finding = _mismatch(context, levels, row, place)
            if finding:
                yield finding
                break


def _wanted(context: AuditContext, rows: list[int]) -> dict[Place, set[int]]:
    """Return places and years of the levels that rows may join; an empty set means all years."""
    wanted: dict[Place, set[int]] = {}
    undated: set[Place] = set()
    for row in rows:
        start, end = (context.cells[name][row] for name in ("base_year", "year"))
        for place in _documents(context, row):
            wanted.setdefault(place, set()).update({start, end} - {None})
            if not start and not end:
                undated.add(place)
    return {place: set() if place in undated else years for place, years in wanted.items()}


def _documents(context: AuditContext, row: int) -> list[Place]:
    """Return the documents that may hold a row's levels: its own and its original's."""
    rows = [row, int(context.originals[row])]
    source = context.cells["source_id"]
    found = [(source[each], context.place_of[each]) for each in rows if each >= 0]
    return list(dict.fromkeys(found))


def _mismatch(context: AuditContext, levels: Levels, row: int, place: Place) -> Finding | None:
    """Return the finding if a row disagrees with all levels for its years, in any dimension."""
    finding: Finding | None = None
    for dimension, years in levels.years.get(place, {}).items():
        window, severity = _window(context, row, years)
        start, end = (levels.of(row, place, dimension, year) for year in window)
        if start is None or end is None:
            continue
        if _allowed(context, row, (start, end)):
            return None
        finding = finding or _finding(context, row, (start, end), severity)
    return finding


def _window(context: AuditContext, row: int, years: set[int]) -> tuple[list[int], Severity]:
    """Return a row's years, or else the two years of its levels, and the severity of a mismatch."""
    start, end = (context.cells[name][row] for name in ("base_year", "year"))
    if start and end:
        return [start, end], "contradiction"
    if not start and not end and len(years) == BOTH_ENDS:
        return sorted(years), "caution"
    return [NO_YEAR, NO_YEAR], "caution"


def _allowed(context: AuditContext, row: int, pair: tuple[Level, Level]) -> bool:
    """Return whether a row's figure can join two levels, within one unit of its last digit."""
    low, high = _implied(context.cells["metric"][row], pair)
    stated: Floats = context.ends[row]
    half = (stated[1] - stated[0]) / 2
    room = half if math.isfinite(half) else 0.0
    return bool(low <= stated[1] + room and stated[0] - room <= high)


def _implied(metric: str, pair: tuple[Level, Level]) -> tuple[float, float]:
    """Return the interval that two levels imply, low and high, in the unit of the metric."""
    start, end = pair
    least = max(end.low, 0.0) / start.high
    most = end.high / start.low if start.low > 0 else math.inf
    if metric == "growth_rate":
        years = end.year - start.year
        return 100 * (least ** (1 / years) - 1), 100 * (most ** (1 / years) - 1)
    if metric == "change":
        return 100 * (least - 1), 100 * (most - 1)
    return (100 * least, 100 * most) if metric == "remaining" else (least, most)


def _finding(
    context: AuditContext, row: int, pair: tuple[Level, Level], severity: Severity
) -> Finding:
    claim, points = context.record(row), context.printed
    start, end = (int(points.row[level.point]) for level in pair)
    low, high = _implied(claim["metric"], pair)
    first, last = (_said(context, level) for level in pair)
    years = "" if severity == "contradiction" else ", if it is of these years"
    return Finding(
        "rate-mismatch",
        severity,
        tuple(dict.fromkeys([claim["claim_id"], context.ids[start], context.ids[end]])),
        f"{first} and {last} imply {_in_words(claim['metric'], low, high)}; "
        f"{in_sentence(claim)} is printed{years}. One of the three is wrong, or the levels are "
        "of another definition.",
        {
            "first_year": pair[0].year,
            "last_year": pair[1].year,
            "implied_low": _finite(low),
            "implied_high": _finite(high),
        },
    )


def _said(context: AuditContext, level: Level) -> str:
    points = context.printed
    unit = context.cells["unit"][points.row[level.point]]
    return f"{amount(float(points.middle[level.point]), unit)} in {level.year}"


def _in_words(metric: str, low: float, high: float) -> str:
    if metric == "multiple":
        return f"{low:.3g} to {high:.3g} times"
    kind = {"growth_rate": " a year", "remaining": " that remains"}.get(metric, " in all")
    return f"{percent(low / 100, 1)} to {percent(high / 100, 1)}{kind}"


def _finite(number: float) -> float | None:
    return round(number, 4) if math.isfinite(number) else None


@rule("sum-mismatch")
def sum_mismatch(context: AuditContext) -> Iterator[Finding]:
    """A sum over years does not hold what its years come to.

    Checks: a level of period `cumulative` is held against the levels of its measure, place and
    producer in the years of its window, in its document. The years that are printed are its sum
    at most; where all are printed they are its sum.

    Example: 100 billion over 2025 to 2027 beside 60, 70 and 80 billion a year.

    Limits: years that lie on a path and are not printed do not count.
    """
    cumulative = context.where("metric", "level") & context.where("period", "cumulative")
    cumulative &= context.known("base_year") & context.known("year")
    rows = (cumulative & np.isfinite(context.middle)).nonzero()[0].tolist()
    places = {row: (context.cells["source_id"][row], context.place_of[row]) for row in rows}
    levels = Levels(context, {place: set() for place in places.values()})
    for row, place in places.items():
        claim = context.record(row)
        window = range(claim["base_year"], claim["year"] + 1)
        found = [levels.of(row, place, context.dimension[row], year) for year in window]
        finding = _sum(context, row, [level for level in found if level], len(window))
        if finding:
            yield finding


def _sum(context: AuditContext, row: int, years: list[Level], window: int) -> Finding | None:
    """Return the finding if a sum differs from the sum of its years."""
    claim = context.record(row)
    low, high = (context.ends[row] * context.factor[row]).tolist()
    least = sum(level.low for level in years)
    most = sum(level.high for level in years) if len(years) == window else math.inf
    if not years or (least <= high and low <= most):
        return None
    points = context.printed
    total = float(sum(points.middle[level.point] for level in years))
    ids = [claim["claim_id"], *(context.ids[points.row[level.point]] for level in years)]
    return Finding(
        "sum-mismatch",
        "contradiction",
        tuple(dict.fromkeys(ids)),
        f"{capitalized(in_sentence(claim))} is printed as the sum of {claim['base_year']} to "
        f"{claim['year']}; {count_phrase(len(years))} of these {window} years come to "
        f"{amount(total, claim['unit'])}. One of them, the sum or its window is wrong.",
        {"years": len(years), "sum": float(f"{total:.6g}")},
    )
