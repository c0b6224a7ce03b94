"""Growth, changes and multiples in rows of their own, checked against the levels that they join."""

import math
from collections.abc import Iterator, Mapping

from report_helpers.audit.context import NO_YEAR, AuditContext, Floats
from report_helpers.audit.document_levels import Level, Levels, Reference, references
from report_helpers.audit.findings import Finding, Severity, rule
from report_helpers.audit.quotations import MOVING
from report_helpers.claims.citations import unnamed
from report_helpers.claims.wording import capitalized, figure, fixed, percent

__all__ = ["rate_mismatch"]

UNITS = frozenset({"percent", "times"})
BOTH_ENDS = 2
"""A row without years joins the levels of a document that prints exactly this many years."""
KINDS = {"growth_rate": " a year", "remaining": " that remains"}
"""What follows an implied percentage; a change is "in all"."""


@rule("rate-mismatch")
def rate_mismatch(context: AuditContext) -> Iterator[Finding]:
    """Growth, a change or a multiple in a row of its own disagrees with the levels that it joins.

    Checks: yearly growth, changes, multiples and remaining shares are compared with the levels of
    the same measure and place for the first and the last year of their window, in the same
    document and in that of the original. If no numbers within the rounding of the two levels give
    the printed figure, within one unit of its last digit, it is a contradiction. It is a caution
    if the original is only inferred, or if the row has no years and its document prints levels
    for exactly two.

    Example: 10.2 % a year next to 1,775 in 2019 and 2,830 in 2030, which imply 4.3 % a year.

    Limits: levels of another measure or producer, and years that are not printed, are not used.
    """
    moving = context.where("metric", *MOVING)
    rows = [row for row in moving.nonzero()[0].tolist() if context.dimension[row] in UNITS]
    documents = {row: references(context, row) for row in rows}
    levels = Levels(context, _wanted(context, documents))
    for row, found in documents.items():
        for reference in found:
            finding = _mismatch(levels, row, reference)
            if finding:
                yield finding
                break


def _wanted(context: AuditContext, documents: Mapping[int, list[Reference]]) -> dict[int, set[int]]:
    """Return sections and years of the levels that rows may join; an empty set means all years."""
    wanted: dict[int, set[int]] = {}
    undated: set[int] = set()
    for row, found in documents.items():
        start, end = (context.cells[name][row] for name in ("base_year", "year"))
        for section, _ in found:
            wanted.setdefault(section, set()).update({start, end} - {None})
            if not start and not end:
                undated.add(section)
    return {section: set() if section in undated else years for section, years in wanted.items()}


def _mismatch(levels: Levels, row: int, reference: Reference) -> Finding | None:
    """Return the finding if a row disagrees with all levels for its years, in any dimension."""
    finding: Finding | None = None
    for dimension, years in levels.years.get(reference.section, {}).items():
        window, severity = _window(levels.context, row, years)
        start, end = (levels.of(reference, dimension, year) for year in window)
        if start is None or end is None:
            continue
        if _allowed(levels.context, row, (start, end)):
            return None
        finding = finding or _finding(levels, row, (start, end), severity)
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
    return _in_unit(metric, least, end.year - start.year), _in_unit(
        metric, most, end.year - start.year
    )


def _in_unit(metric: str, ratio: float, years: int) -> float:
    """Return a ratio of end to start as growth, change or multiple, in the unit of the metric."""
    if metric == "growth_rate":
        return 100 * (math.pow(ratio, 1 / years) - 1)
    if metric == "change":
        return 100 * (ratio - 1)
    return 100 * ratio if metric == "remaining" else ratio


def _finding(levels: Levels, row: int, pair: tuple[Level, Level], severity: Severity) -> Finding:
    context = levels.context
    claim, (low, high) = context.record(row), _implied(context.cells["metric"][row], pair)
    printing = context.record(levels.row(pair[0]))
    elsewhere = printing["source_id"] != claim["source_id"]
    inferred = elsewhere and "inferred" in {claim["attribution"], printing["attribution"]}
    start, end = (f"{levels.words(level)} in {level.year}" for level in pair)
    who = (
        f", which {printing['producer'] or 'its original'}{unnamed(printing)} prints,"
        if elsewhere
        else ""
    )
    stated = f"{figure(claim)} is printed{'' if claim['year'] else ' without years'}"
    return Finding(
        "rate-mismatch",
        "caution" if inferred else severity,
        tuple(dict.fromkeys([claim["claim_id"], *map(levels.claim_id, pair)])),
        f"{capitalized(start)} and {end}{who} imply {_words(claim['metric'], pair)}; {stated}. "
        "One of the three figures is wrong, or they are not of the same quantity.",
        {
            "first_year": pair[0].year,
            "last_year": pair[1].year,
            "implied_low": _finite(low),
            "implied_high": _finite(high),
        },
    )


def _words(metric: str, pair: tuple[Level, Level]) -> str:
    """Return what two levels imply: from the middle of their intervals, if these are closed."""
    low, high = _implied(metric, pair)
    start, end = ((level.low + level.high) / 2 for level in pair)
    if math.isfinite(start) and math.isfinite(end) and start > 0:
        low = high = _in_unit(metric, end / start, pair[1].year - pair[0].year)
    least, most = (
        fixed(each) if metric == "multiple" else percent(each / 100) for each in (low, high)
    )
    kind = " times" if metric == "multiple" else KINDS.get(metric, " in all")
    if math.isinf(high):
        return f"more than {least}{kind}"
    return f"{most if least == most else f'less than {most}'}{kind}"


def _finite(number: float) -> float | None:
    return round(number, 4) if math.isfinite(number) else None
