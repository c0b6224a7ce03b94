"""Do figures for the same thing agree, within an edition and between editions?"""

from collections.abc import Iterator
from itertools import pairwise

from report_helpers.audit.context import NO_YEAR, AuditContext
from report_helpers.audit.findings import Finding, rule
from report_helpers.audit.groups import Groups, numbered_keys
from report_helpers.claims.citations import unnamed
from report_helpers.claims.wording import capitalized, in_sentence, percent, printed_end
from report_helpers.reader_locale import day

__all__ = ["re_based", "same_source_conflict"]

SLIGHT = 0.01
"""A conflict within one edition is a note if it is smaller than this share."""


@rule("same-source-conflict", about_all=True)
def same_source_conflict(context: AuditContext) -> Iterator[Finding]:
    """One source prints two figures for the same thing.

    Checks: figures of one producer and edition (of one document, if the edition is unknown) for
    one measure, metric, place, sample and year; and cited claims that have one original and print
    figures for one year. If their intervals do not overlap, it is a contradiction; a note, if they
    are less than 1 % apart; a caution, if their common original is only inferred. Of several
    figures, the finding has the lowest and the highest.

    Example: 6 to 13 trillion and 15.7 trillion by 2030, both credited to one study.

    Limits: figures without a year are compared only if they have one original.
    """
    points, cells = context.printed, context.cells
    publications = [
        edition or f"in {source}"
        for edition, source in zip(cells["edition"], cells["source_id"], strict=True)
    ]
    by_edition = Groups(numbered_keys(context.things.codes, points.of(publications)))
    by_original = Groups(
        numbered_keys(
            *(points.of(column) for column in (cells["original_id"], cells["metric"])),
            *(points.of(context.dimension), points.from_year, points.year),
        )
    )
    cited = (context.where("role", "cited") & context.known("original_id"))[points.row]
    of_cited = by_original.among(cited & ~points.base)
    found = list(_conflicts(context, of_cited, by_original=True))
    yield from found
    judged = {finding.claim_ids for finding in found}
    dated = context.known("producer")[points.row] & (points.year != NO_YEAR)
    for finding in _conflicts(context, by_edition.among(dated), by_original=False):
        if finding.claim_ids not in judged:
            yield finding


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
    rows = [int(points.row[point]) for point in pair]
    inferred = by_original and any(_inferred(context, row) for row in rows)
    distance = _printed_gap(context, lowest, highest)
    return Finding(
        "same-source-conflict",
        "note" if gap < SLIGHT else "caution" if inferred else "contradiction",
        tuple(context.ids[points.row[point]] for point in pair),
        f"{_both(context, pair, by_original=by_original)}, {distance} apart. Another edition, year "
        "or definition of one of them would explain it.",
        {
            "gap_percent": round(100 * gap, 4),
            "lower_high": float(f"{below:.6g}"),
            "upper_low": float(f"{above:.6g}"),
        },
    )


def _both(context: AuditContext, pair: list[int], *, by_original: bool) -> str:
    """Return two figures and their source: "PwC prints $13 trillion (c1) and ... for 2030"."""
    points = context.printed
    rows = [int(points.row[point]) for point in pair]
    figures = " and ".join(
        f"{_words(context, point)} ({context.ids[row]})"
        for point, row in zip(pair, rows, strict=True)
    )
    year = f" for {points.year[pair[0]]}" if points.year[pair[0]] else ""
    if not by_original:
        where = "edition" if context.cells["edition"][rows[0]] else "document"
        producer = capitalized(context.cells["producer"][rows[0]])
        inferred = max(unnamed(context.record(row)) for row in rows)
        return f"{producer}{inferred} prints {figures}{year} in one {where}"
    original = int(context.originals[rows[0]])
    if original < 0:
        return f"{capitalized(figures)} are credited to one original{year}"
    claim = context.record(original)
    who = f" by {claim['producer']}{unnamed(claim)}" if claim["producer"] else ""
    return f"{capitalized(figures)} are credited{year} to one original, {in_sentence(claim)}{who}"


def _printed_gap(context: AuditContext, lowest: int, highest: int) -> str:
    """Return the distance between the nearest printed ends of two figures, in percent."""
    below = _nearest(context, lowest, "value_high")
    above = _nearest(context, highest, "value_low")
    return percent((above - below) / max(abs(above), abs(below)))


def _nearest(context: AuditContext, point: int, end: str) -> float:
    """Return a figure in base units; of a range, the named end."""
    row = int(context.printed.row[point])
    name = "base_value" if context.printed.base[point] else "value"
    number = context.cells[name][row]
    number = context.cells[end][row] if number is None else number
    return float(number) * float(context.factor[row])


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
    """A producer's later edition changes the figure for a year.

    Checks: figures of one producer and measure for one year, in editions published at different
    times, whose intervals do not overlap. Each figure is compared with that of the edition before.

    Example: 19.9 trillion by 2030 in the edition of 2024, 22.3 trillion in the one of 2025.

    Limits: editions without a date and values that only lie on a path are not compared.
    `target-passed` compares outcomes (rows of role `actual`).
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
    more = "" if change is None else f", {percent(abs(change))} {'more' if change > 0 else 'less'}"
    return Finding(
        "re-based",
        "note",
        (later["claim_id"], earlier["claim_id"]),
        f"For {year}, {later['producer']} printed {_words(context, before)} in its edition of "
        f"{day(earlier['published'])}{unnamed(earlier)} and {_words(context, now)} in that of "
        f"{day(later['published'])}{unnamed(later)}{more}.",
        {"year": year, "change_percent": None if change is None else round(100 * change, 4)},
    )
