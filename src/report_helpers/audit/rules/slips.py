"""Slips: wrong years, "by" confused with "to", an omitted hedge."""

import math
import re
from bisect import bisect_right
from collections.abc import Iterator
from decimal import Decimal

import numpy as np
import numpy.typing as npt

from report_helpers.audit.context import AuditContext, Record
from report_helpers.audit.findings import Finding, Severity, rule
from report_helpers.audit.groups import Groups, numbered_keys
from report_helpers.audit.many_rows import MANY, by_measure, of_many_rows
from report_helpers.claims.amounts import printed_percent
from report_helpers.claims.as_printed import printed_hedges
from report_helpers.claims.citations import unnamed
from report_helpers.claims.wording import (
    capitalized,
    figure,
    in_sentence,
    percent,
    printed_end,
    years,
)

__all__ = ["by_or_to", "hedge_missing", "shifted_year"]

TELLING_DIGITS = 3
"""Figures identify their source if they have at least this many significant digits."""
FIGURES = ("base_value", "value")
QUALIFIERS = ("qualifier", "base_qualifier", "growth_qualifier")
IN_WORDS = {"about": "“about”", "at_least": "“more than”", "at_most": "“up to”"}
NOT_PLAIN = re.compile(r"[^\d\s.,;:%$€£()\-]")
"""A character that numbers and their signs lack; a hedge is a word or a sign."""
Mask = npt.NDArray[np.bool_]


@rule("shifted-year")
def shifted_year(context: AuditContext) -> Iterator[Finding]:
    """A claim prints another row's figures under other years.

    Checks: rows of one measure, place and unit that print the same base and end values, or rows of
    one producer that print the same single figure, for other years. Together, the figures must
    have at least three significant digits. The years of the original count as right; without one,
    those of the first row in the file.

    Example: 26.03 and 225.91 for 2022 and 2029, and the original has 2023 and 2030.

    Limits: figures of two digits may be equal by chance and are not compared, nor are the rows of
    one edition, in which a value may not change for years.
    """
    groups = _same_figures(context)
    years = context.years("base_year") * 10_000 + context.years("year")
    for rows in groups.members(groups.most(years) > groups.least(years)):
        # The years of an original take precedence over those of the first row.
        first = min(rows, key=lambda row: context.cells["role"][row] != "original")
        right = {int(years[row]) for row in rows if _of_one_edition(context, row, first)}
        for row in rows:
            if int(years[row]) not in right:
                yield _shifted(context.record(row), context.record(first))
    for row, original in _ends_of_originals(context):
        yield _shifted(context.record(row), context.record(original))


def _ends_of_originals(context: AuditContext) -> Iterator[tuple[int, int]]:
    """Yield rows that print the end of their original's path for another year, without a base."""
    cells = context.cells
    quoted = context.where("metric", "level") & (context.originals >= 0)
    quoted &= context.known("value") & context.known("year") & ~context.known("base_value")
    for row in quoted.nonzero()[0].tolist():
        original = int(context.originals[row])
        years = {cells["year"][original], cells["base_year"][original]} - {None}
        same = cells["value"][row] == cells["value"][original]
        same &= cells["unit"][row] == cells["unit"][original]
        same &= context.quantity[row] == context.quantity[original]
        path = cells["base_value"][original] is not None and cells["year"][row] not in years
        if same and path and _digits(str(cells["value"][row])) >= TELLING_DIGITS:
            yield row, original


def _of_one_edition(context: AuditContext, row: int, first: int) -> bool:
    """Return whether two rows are the same or share an edition, which may repeat figures."""
    who, edition = context.cells["producer"], context.cells["edition"]
    named = who[row] is not None and edition[row] is not None
    return row == first or (named and (who[row], edition[row]) == (who[first], edition[first]))


def _same_figures(context: AuditContext) -> Groups:
    """Return groups of dated levels that print the same figures."""
    cells = context.cells
    texts = [[cell if cell is None else str(cell) for cell in cells[name]] for name in FIGURES]
    level = context.where("metric", "level") & context.known("year") & context.known("value")
    telling = [_digits(*pair) >= TELLING_DIGITS for pair in zip(*texts, strict=True)]
    # A single figure may match another producer's by chance; two figures rarely do.
    producers = [
        "any" if base else who or (cells["producer"][original] if original >= 0 else None)
        for base, who, original in zip(
            cells["base_value"], cells["producer"], context.originals.tolist(), strict=True
        )
    ]
    keys = numbered_keys(context.quantity, cells["unit"], producers, *texts)
    return Groups(keys).among(level & np.array(telling, dtype=bool))


def _digits(*texts: str | None) -> int:
    """Return the total number of significant digits in the figures."""
    return sum(len(text.replace(".", "").strip("-0")) for text in texts if text)


def _shifted(claim: Record, other: Record) -> Finding:
    base = f"{printed_end(other, 'base')} and " if claim["base_value"] else ""
    when = years(other) if base else other["year"]
    who = f"by {other['producer']}{unnamed(other)}" if other["producer"] else "in the other row"
    return Finding(
        "shifted-year",
        "contradiction",
        (claim["claim_id"], other["claim_id"]),
        f"{capitalized(base + figure(claim))} {'are' if base else 'is'} printed for {years(claim)} "
        f"here and for {when} {who} ({other['claim_id']}). The years of one of the two are "
        "wrong, or they are different quantities.",
        {
            "year": claim["year"],
            "other_year": other["year"],
            "shift_years": claim["year"] - other["year"],
        },
    )


@rule("by-or-to", about_all=True)
def by_or_to(context: AuditContext) -> Iterator[Finding]:
    """A fall and a remaining share of one measure may be the same figure, or contradict each other.

    Checks: a fall and a remaining share of one producer and measure that add up to 100 % within
    their intervals. If the second is what remains, it restates the first; if it is the size of the
    fall, it contradicts the first.

    Example: a fall by 70 %, and a reduction to about 30 %.

    Limits: figures without a producer are not compared.
    """
    points, cells = context.printed, context.cells
    percents = np.array([dimension == "percent" for dimension in context.dimension], dtype=bool)
    end = (percents & context.known("producer"))[points.row] & ~points.base
    left = end & context.where("metric", "remaining")[points.row]
    fall = end & context.where("metric", "change")[points.row] & (points.middle < 0)
    things = Groups(numbered_keys(points.of(cells["producer"]), points.of(cells["measure"])))
    both = np.isfinite(things.among(left).least(points.row))
    both &= np.isfinite(things.among(fall).least(points.row))
    for members in things.among(left | fall).members(both):
        for remaining, fallen in _making_up_the_whole(context, members, fall):
            yield _by_or_to(context, remaining, fallen)


def _making_up_the_whole(
    context: AuditContext, members: list[int], fall: Mask
) -> Iterator[tuple[int, int]]:
    """Yield each remaining share with a fall that may leave it.

    Falls are sorted by the smallest share they can leave. `most` holds the running maximum of the
    largest share a fall can leave, so one lookup per remaining share replaces comparing all pairs.
    """
    points = context.printed
    falls = sorted((each for each in members if fall[each]), key=lambda each: points.low[each])
    most: list[int] = []
    for each in falls:
        before = most[-1] if most else each
        most.append(each if points.high[each] >= points.high[before] else before)
    leaves = [100 + points.low[each] for each in falls]
    for remaining in members:
        reaching = bisect_right(leaves, points.high[remaining])
        if not fall[remaining] and reaching:
            fallen = most[reaching - 1]
            if points.low[remaining] <= 100 + points.high[fallen]:
                yield remaining, fallen


def _percent(number: float) -> str:
    return printed_percent(Decimal(f"{number:g}"))


def _by_or_to(context: AuditContext, left: int, fall: int) -> Finding:
    points = context.printed
    fallen, remaining = -float(points.middle[fall]), float(points.middle[left])
    claims = [context.record(int(points.row[point])) for point in (fall, left)]
    cut, rest = (in_sentence(claim) for claim in claims)
    share = _percent(remaining)
    near = "" if math.isclose(fallen + remaining, 100) else " within their rounding"
    return Finding(
        "by-or-to",
        "caution",
        (context.ids[points.row[left]], context.ids[points.row[fall]]),
        f"{capitalized(cut)} ({claims[0]['claim_id']}) and a remainder of {rest} "
        f"({claims[1]['claim_id']}) add up to {percent(1, 0)}{near}, so they state the same. A "
        f"reduction by {share} instead of to {share} would leave {_percent(100 - remaining)} and "
        "contradict the fall.",
        {
            "fall_percent": fallen,
            "remaining_percent": remaining,
            "remaining_if_by_percent": 100 - remaining,
        },
    )


@rule("hedge-missing")
def hedge_missing(context: AuditContext) -> Iterator[Finding]:
    """A hedge is printed, but the row does not have it.

    Checks: words and signs in `as_printed` that mean about, more than or up to must be among the
    qualifiers of the value, the base and the growth.

    Example: “more than 17 million” is printed, and the row's qualifier is exact.

    Limits: among several figures, it is not known which one a hedge belongs to.
    """
    texts = context.cells["as_printed"]
    qualifiers = zip(*(context.cells[name] for name in QUALIFIERS), strict=True)
    missing: dict[int, list[str]] = {}
    for row, (text, own) in enumerate(zip(texts, qualifiers, strict=True)):
        if NOT_PLAIN.search(text):
            lost = printed_hedges(text) - set(own)
            if lost:
                missing[row] = sorted(lost)
    kind: tuple[str, Severity] = "hedge-missing", "caution"
    for rows in by_measure(context, list(missing)):
        if len(rows) > MANY:
            of_many = "are printed with a hedge that no qualifier of their rows has"
            yield of_many_rows(context, kind, rows, of_many)
        else:
            yield from (_hedged(context.ids[row], texts[row], missing[row]) for row in rows)


def _hedged(claim_id: str, text: str, lost: list[str]) -> Finding:
    hedges = " and ".join(IN_WORDS[name] for name in lost)
    return Finding(
        "hedge-missing",
        "caution",
        (claim_id,),
        f"“{text}” is printed with {hedges}, but no qualifier of the row says so.",
        {"hedges": ", ".join(lost)},
    )
