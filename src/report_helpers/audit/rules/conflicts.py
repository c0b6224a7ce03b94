"""Do figures of the same value agree: within an edition, between editions, between origins?"""

from collections.abc import Iterator
from itertools import pairwise

from report_helpers.audit.context import NO_YEAR, AuditContext
from report_helpers.audit.findings import Finding, rule
from report_helpers.audit.groups import Groups, numbered_keys
from report_helpers.claims.wording import percent, printed_end

__all__ = ["re_based", "same_source_conflict"]

SLIGHT = 0.01
"""A conflict within one edition is a note if it is smaller than this share."""


@rule("same-source-conflict", about_all=True)
def same_source_conflict(context: AuditContext) -> Iterator[Finding]:
    """One source prints two figures for the same thing.

    Checks: two figures of one producer and edition (of one document, where the edition is not
    known), for one measure, metric, place, sample and year, whose intervals do not meet; or two
    cited claims that go back to one original and print figures for one year that do not meet.
    Apart by less than 1 % it is a note, else a contradiction, or a caution where it is only
    inferred that they go back to one original. Of several figures the lowest and
    the highest are told.

    Example: 6 to 13 trillion and 15.7 trillion by 2030, both credited to one study.

    Limits: figures without a year are compared only where they go back to one original.
    """
    points, cells = context.printed, context.cells
    publications = [
        edition or f"in {source}"
        for edition, source in zip(cells["edition"], cells["source_id"], strict=True)
    ]
    by_edition = Groups(numbered_keys(context.things.codes, points.of(publications)))
    dated = context.known("producer")[points.row] & (points.year != NO_YEAR)
    yield from _conflicts(context, by_edition.among(dated), by_original=False)
    by_original = Groups(
        numbered_keys(
            *(points.of(column) for column in (cells["original_id"], cells["metric"])),
            *(points.of(context.dimension), points.from_year, points.year),
        )
    )
    cited = (context.where("role", "cited") & context.known("original_id"))[points.row]
    of_cited = by_original.among(cited & ~points.base)
    yield from _conflicts(context, of_cited, by_original=True)


def _conflicts(context: AuditContext, groups: Groups, *, by_original: bool) -> Iterator[Finding]:
    """Yield a finding for each group whose intervals have no number in common."""
    points = context.printed
    apart = groups.most(points.low) > groups.least(points.high)
    for members in groups.members(apart):
        lowest = min(members, key=lambda point: points.high[point])
        highest = max(members, key=lambda point: points.low[point])
        yield _conflict(context, lowest, highest, by_original=by_original)


def _conflict(context: AuditContext, lowest: int, highest: int, *, by_original: bool) -> Finding:
    points = context.printed
    below, above = float(points.high[lowest]), float(points.low[highest])
    gap = (above - below) / max(abs(above), abs(below))
    pair = sorted((lowest, highest))
    one, other = (_words(context, point) for point in pair)
    year = int(points.year[lowest])
    rows = [int(points.row[point]) for point in pair]
    inferred = by_original and any(_inferred(context, row) for row in rows)
    return Finding(
        "same-source-conflict",
        "note" if gap < SLIGHT else "caution" if inferred else "contradiction",
        tuple(context.ids[points.row[point]] for point in pair),
        f"One source, two figures{f' for {year}' if year else ''}: {one} and "
        f"{other}, apart by {percent(gap)} where they are nearest. Another edition, year or "
        "definition of one of the two would explain it.",
        {
            "gap_percent": round(100 * gap, 4),
            "lower_high": float(f"{below:.6g}"),
            "upper_low": float(f"{above:.6g}"),
        },
    )


def _inferred(context: AuditContext, row: int) -> bool:
    """Return whether a row's original is only inferred."""
    original = int(context.originals[row])
    named = context.cells["attribution"]
    return named[row] == "inferred" or (original >= 0 and named[original] == "inferred")


def _words(context: AuditContext, point: int) -> str:
    points = context.printed
    return printed_end(
        context.record(int(points.row[point])), "base" if points.base[point] else "value"
    )


@rule("re-based")
def re_based(context: AuditContext) -> Iterator[Finding]:
    """A producer's later edition changes a year that an earlier one printed.

    Checks: figures of one producer and measure for one year, in editions published at different
    times, whose intervals do not meet; each later figure is told beside the one before it.

    Example: 19.9 trillion by 2030 in the edition of 2024, 22.3 trillion in the one of 2025.

    Limits: editions without a date have no order and are left out, as are points that only lie
    on a path. An outcome (a row of role `actual`) is the business of `target-passed`.
    """
    points = context.printed
    dated = context.known("producer") & context.known("published")
    published = dated & context.where("role", "original", "comparator")
    things = context.things.among(published[points.row] & (points.year != NO_YEAR))
    apart = things.most(points.low) > things.least(points.high)
    for members in things.members(apart):
        day = context.cells["published"]
        # If an edition prints several figures, use the last one in the file.
        editions = {day[points.row[point]]: point for point in members}
        ordered = [editions[edition] for edition in sorted(editions)]
        for before, now in pairwise(ordered):
            if points.low[now] > points.high[before] or points.high[now] < points.low[before]:
                yield _moved(context, before, now)


def _moved(context: AuditContext, before: int, now: int) -> Finding:
    points = context.printed
    earlier, later = (context.record(int(points.row[point])) for point in (before, now))
    was, year = float(points.middle[before]), int(points.year[now])
    change = float(points.middle[now]) / was - 1 if was else None
    said = "" if change is None else f", {percent(abs(change))} {'more' if change > 0 else 'less'}"
    return Finding(
        "re-based",
        "note",
        (later["claim_id"], earlier["claim_id"]),
        f"For {year}, {later['producer']} printed {_words(context, before)} in its "
        f"edition of {earlier['published']} and {_words(context, now)} in that of "
        f"{later['published']}{said}.",
        {"year": year, "change_percent": None if change is None else round(100 * change, 4)},
    )
