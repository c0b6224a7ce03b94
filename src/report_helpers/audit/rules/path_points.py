"""Do the points of a document lie on the paths that it prints?"""

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

import numpy as np

from report_helpers.audit.context import CENTURIES, NO_YEAR, AuditContext, Ints, Mask, Record
from report_helpers.audit.document_paths import Paths, lowest_and_highest
from report_helpers.audit.findings import Finding, rule
from report_helpers.audit.groups import Groups, numbered_keys
from report_helpers.audit.many_rows import MANY, by_measure, listed
from report_helpers.claims.amounts import printed_number, whole
from report_helpers.claims.wording import amount, capitalized, in_sentence, percent, printed_end

__all__ = ["off_path"]

OFF_PATH = 0.10
"""A point is off another claim's path beyond this distance, as a share of the path."""
TIMES = "\N{MULTIPLICATION SIGN}"


@rule("off-path")
def off_path(context: AuditContext) -> Iterator[Finding]:
    """A figure is far from the path between two figures of another claim in the same document.

    Checks: if one claim prints a base and an end, and another claim of the document prints the
    same measure for a year between them, the figure is compared with the path of constant growth
    from the base to the end. More than 10 % away, within the intervals of all figures, is a
    caution. A figure has one finding, about the path that it misses most; many figures of one
    measure in a document share a finding.

    Example: 117 in 2027, and a path from 26.03 in 2023 to 225.91 in 2030, which has 89.5 there.

    Limits: the rows of one producer's edition are one series and are not compared, because growth
    need not be constant. A figure is compared only with paths of its own producer, or if one of
    the two is credited to nobody.
    """
    missed: dict[int, Miss] = {}
    for miss in _all_misses(context):
        known = missed.get(miss.point)
        if known is None or abs(np.log(miss.ratio)) > abs(np.log(known.ratio)):
            missed[miss.point] = miss
    of_row: dict[int, list[Miss]] = {}
    for miss in missed.values():
        of_row.setdefault(int(context.printed.row[miss.point]), []).append(miss)
    for rows in by_measure(context, list(of_row)):
        found = [miss for row in rows for miss in of_row[row]]
        if len(rows) > MANY:
            yield _of_many(context, rows, found)
        else:
            yield from (_finding(context, miss) for miss in found)


class Miss(NamedTuple):
    """A point, the claim whose path it misses, the path's value that year, and point over path."""

    point: int
    path: int
    passes: float
    ratio: float


def _series(context: AuditContext) -> Ints:
    """Return each claim's series number: one per producer and edition, its own if unknown."""
    editions = zip(context.cells["producer"], context.cells["edition"], context.ids, strict=True)
    return numbered_keys(
        [(who, edition) if who and edition else claim_id for who, edition, claim_id in editions]
    )


def _documents(context: AuditContext, series: Ints) -> Ints:
    """Return the number of each level's document and quantity, -1 if it has only one series."""
    level = context.where("metric", "level")
    documents = Groups(numbered_keys(context.cells["source_id"], context.quantity)).among(level)
    several = documents.most(series) > documents.least(series)
    return np.where(level & several[documents.codes], documents.codes, -1)


def _all_misses(context: AuditContext) -> Iterator[Miss]:
    """Yield misses of paths by the point's own producer, then those with an unnamed producer."""
    series = _series(context)
    documents = _documents(context, series)
    named = np.array([who != "" for who in context.who], dtype=bool)
    inside = documents >= 0
    own = np.where(inside, numbered_keys(documents, context.who), -1)
    yield from _misses(context, series, np.where(named, own, -1), np.where(named, own, -1))
    if not named[inside].all():
        unnamed = np.where(named, -1, documents)
        yield from _misses(context, series, np.where(named, documents, -1), unnamed)
        yield from _misses(context, series, unnamed, documents)


def _misses(context: AuditContext, series: Ints, of_points: Ints, of_paths: Ints) -> Iterator[Miss]:
    """Yield each point with the lowest and the highest path of another series that it misses.

    Args:
        context: the input of the rule.
        series: the number of each claim's series.
        of_points: the document of each claim whose points are checked, -1 for others.
        of_paths: the document of each claim whose paths are checked, -1 for others.
    """
    points = context.printed
    at = of_points[points.row] * CENTURIES + points.year
    (dated,) = ((of_points[points.row] >= 0) & (points.year != NO_YEAR)).nonzero()
    extremes = lowest_and_highest(context, of_paths, series)
    for paths, above in zip(extremes, (True, False), strict=True):
        suspect = dated[_may_be_off(context, dated, at, paths, above=above)]
        nearest: dict[int, list[int]] = {}
        for path, place in enumerate(paths.at.tolist()):
            nearest.setdefault(place, []).append(path)
        own, others = series[points.row].tolist(), series[paths.row].tolist()
        for point, place in zip(suspect.tolist(), at[suspect].tolist(), strict=True):
            of_others = (each for each in nearest.get(place, ()) if others[each] != own[point])
            path = next(of_others, -1)
            if path >= 0 and _off(context, point, paths, path, above=above):
                passes = float(paths.middle[path])
                ratio = float(points.middle[point]) / passes
                yield Miss(point, int(paths.row[path]), passes, ratio)


def _may_be_off(context: AuditContext, dated: Ints, at: Ints, paths: Paths, *, above: bool) -> Mask:
    """Return which points are off at least one path of their document and year."""
    places, place = np.unique(paths.at, return_inverse=True)
    if not len(places):
        return np.zeros(len(dated), dtype=bool)
    groups, points = Groups(place, len(places)), context.printed
    entry = np.minimum(np.searchsorted(places, at[dated]), len(places) - 1)
    there = places[entry] == at[dated]
    if above:
        off = points.low[dated] > groups.least(paths.high)[entry] * (1 + OFF_PATH)
    else:
        off = points.high[dated] < groups.most(paths.low)[entry] * (1 - OFF_PATH)
    return np.asarray(there & off)


def _off(context: AuditContext, point: int, paths: Paths, entry: int, *, above: bool) -> bool:
    points = context.printed
    if above:
        return bool(points.low[point] > paths.high[entry] * (1 + OFF_PATH))
    return bool(points.high[point] < paths.low[entry] * (1 - OFF_PATH))


def _of_many(context: AuditContext, rows: list[int], misses: list[Miss]) -> Finding:
    """Return one finding for many points of one measure in a document."""
    widest = max(misses, key=lambda miss: abs(np.log(miss.ratio)))
    title = context.cells["title"][rows[0]]
    example = _finding(context, widest)
    return Finding(
        "off-path",
        "caution",
        tuple(context.ids[row] for row in rows),
        f"These {whole(len(rows))} figures ({title}) are far from the paths of other claims in the "
        f"document: {listed(context, rows)}. The furthest: {example.message}",
        {**example.numbers, "rows": len(rows)},
    )


def _finding(context: AuditContext, miss: Miss) -> Finding:
    points = context.printed
    claim_id, line = context.ids[points.row[miss.point]], context.record(miss.path)
    year, off = int(points.year[miss.point]), miss.ratio - 1
    since, years = year - line["base_year"], line["year"] - line["base_year"]
    printed = float(points.middle[miss.point])
    base, start = printed_end(line, "base"), printed_number(line["base_value"], grouped=False)
    figure = printed_end(context.record(int(points.row[miss.point])),
                         "base" if points.base[miss.point] else "value")  # fmt: skip
    return Finding(
        "off-path",
        "caution",
        (claim_id, line["claim_id"]),
        f"{capitalized(figure)} is printed for {year}, {percent(abs(off), 0)} "
        f"{'more' if off > 0 else 'less'} than the {amount(miss.passes, line['unit'])} on the path "
        f"from {base} in {line['base_year']} to {in_sentence(line)} in {line['year']} "
        f"({line['claim_id']}): {start} {TIMES} ({_end(line)} / {start})^({since}/{years}).",
        {
            "year": year,
            "printed": float(f"{printed:.6g}"),
            "on_path": float(f"{miss.passes:.6g}"),
            "off_percent": round(100 * off, 2),
        },
    )


def _end(line: Record) -> str:
    """Return the number at the end of a path; for a range, its middle."""
    if isinstance(line["value"], Decimal):
        return printed_number(line["value"], grouped=False)
    return printed_number((line["value_low"] + line["value_high"]) / 2, grouped=False)
