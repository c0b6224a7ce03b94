"""Sums over years, checked against the values of these years."""

import math
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from report_helpers.audit.context import AuditContext
from report_helpers.audit.document_levels import Level, Levels, Reference, references
from report_helpers.audit.findings import Finding, Number, rule
from report_helpers.audit.many_rows import MANY
from report_helpers.claims.wording import (
    amount,
    capitalized,
    count_phrase,
    figure,
    join_words,
    printed_amount,
    years,
)

__all__ = ["sum_mismatch"]


class Total(NamedTuple):
    """A sum over years: its row, its first and last year, and its interval in base units."""

    row: int
    start: int
    end: int
    low: float
    high: float

    def contains(self, other: "Total") -> bool:
        """Return whether another sum is over some of these years."""
        inside = self.start <= other.start and other.end <= self.end
        return inside and (self.start, self.end) != (other.start, other.end)


@rule("sum-mismatch")
def sum_mismatch(context: AuditContext) -> Iterator[Finding]:
    """A sum over years disagrees with the values of these years.

    Checks: levels of period `cumulative` are compared with the levels of the same measure, place
    and producer for the years of their window, in the same document and in that of the original.
    A sum is at least what the printed years add up to, and equal to it if all years are printed;
    it is at least the sum over some of its years. Otherwise it is a contradiction, or a caution
    if the original is only inferred.

    Example: 100 billion over 2025 to 2027 next to 60, 70 and 80 billion in these years.

    Limits: years that lie on a path and are not printed do not count. The peak of a window is a
    level of its year, which `same-source-conflict` compares with other figures of that year.
    """
    totals = _totals(context)
    found = {each.row: references(context, each.row) for each in totals}
    levels = Levels(context, {place: set() for each in found.values() for place, _ in each})
    parts = Parts(context, totals)
    for total in totals:
        for reference in found[total.row]:
            finding = _of_years(levels, total, reference) or _of_part(parts, total, reference)
            if finding:
                yield finding
                break


def _totals(context: AuditContext) -> list[Total]:
    """Return the sums over years."""
    summed = context.where("metric", "level") & context.where("period", "cumulative")
    summed &= context.known("base_year") & context.known("year") & np.isfinite(context.middle)
    start, end = context.cells["base_year"], context.cells["year"]
    return [
        Total(row, start[row], end[row], *(context.ends[row] * context.factor[row]).tolist())
        for row in summed.nonzero()[0].tolist()
    ]


def _of_years(levels: Levels, total: Total, reference: Reference) -> Finding | None:
    """Return the finding if a sum disagrees with the values of its years."""
    context, dimension = levels.context, levels.context.dimension[total.row]
    window = range(total.start, total.end + 1)
    found = [levels.of(reference, dimension, year) for year in window]
    printed = [level for level in found if level]
    least = sum(level.low for level in printed)
    most = sum(level.high for level in printed) if len(printed) == len(window) else math.inf
    if not printed or (least <= total.high and total.low <= most):
        return None
    added = float(sum(context.printed.middle[level.point] for level in printed))
    sum_words = _added(levels, printed) or amount(added, context.cells["unit"][total.row])
    message = (
        f"{_who(context, total, reference)} prints {_values(levels, printed)}"
        f"{f', which add up to {sum_words}' if len(printed) > 1 else ''}."
    )
    ids = [levels.claim_id(level) for level in printed]
    numbers: dict[str, Number] = {"years": len(printed), "sum": float(f"{added:.6g}")}
    return _finding(context, (total, reference), ids, message, numbers)


def _added(levels: Levels, printed: list[Level]) -> str:
    """Return the exact sum of printed values; empty if they are ranges or differ in unit."""
    claims = [levels.context.record(levels.row(level)) for level in printed]
    ends = ["base_value" if levels.context.printed.base[level.point] else "value"
            for level in printed]  # fmt: skip
    numbers = [claim[end] for claim, end in zip(claims, ends, strict=True)]
    units = {claim["unit"] for claim in claims}
    return "" if None in numbers or len(units) > 1 else printed_amount(sum(numbers), units.pop())


def _values(levels: Levels, printed: list[Level]) -> str:
    """Return the values of years as printed; of many, the first few and the number left."""
    words = [f"{levels.words(level)} in {level.year}" for level in printed[:MANY]]
    more = len(printed) - len(words)
    return join_words([*words, f"{count_phrase(more)} more"] if more else words)


class Parts:
    """The sums over years by document, quantity, producer and edition."""

    def __init__(self, context: AuditContext, totals: list[Total]) -> None:
        """Keep the largest sum of each window."""
        self.context = context
        self._largest: dict[object, dict[tuple[int, int], Total]] = {}
        for each in totals:
            own = Reference(context.section[each.row], each.row)
            windows = self._largest.setdefault(self._key(own), {})
            known = windows.setdefault((each.start, each.end), each)
            if each.low > known.low:
                windows[each.start, each.end] = each

    def _key(self, reference: Reference) -> object:
        context, (section, row) = self.context, reference
        return section, context.dimension[row], context.who[row], context.cells["edition"][row]

    def of(self, total: Total, reference: Reference) -> Total | None:
        """Return the largest sum over some of a sum's years in a document, if there is one."""
        windows = self._largest.get(self._key(reference), {}).values()
        inside = (each for each in windows if total.contains(each))
        return max(inside, key=lambda each: each.low, default=None)


def _of_part(parts: Parts, total: Total, reference: Reference) -> Finding | None:
    """Return the finding if a sum is below the sum over some of its years."""
    part = parts.of(total, reference)
    if part is None or part.low <= total.high:
        return None
    context, claim = parts.context, parts.context.record(part.row)
    message = (
        f"{_who(context, total, reference)} prints {figure(claim)} as the sum of {years(claim)}, "
        "which are some of these years."
    )
    numbers: dict[str, Number] = {"first_year": part.start, "last_year": part.end}
    return _finding(context, (total, reference), [context.ids[part.row]], message, numbers)


def _who(context: AuditContext, total: Total, reference: Reference) -> str:
    if reference.row == total.row:
        return "the same document"
    return context.cells["producer"][reference.row] or "the original"


def _finding(
    context: AuditContext,
    compared: tuple[Total, Reference],
    ids: list[str],
    message: str,
    numbers: dict[str, Number],
) -> Finding:
    total, reference = compared
    claim, named = context.record(total.row), context.cells["attribution"]
    rows = {total.row, reference.row}
    inferred = len(rows) > 1 and "inferred" in {named[row] for row in rows}
    return Finding(
        "sum-mismatch",
        "caution" if inferred else "contradiction",
        tuple(dict.fromkeys([claim["claim_id"], *ids])),
        f"{capitalized(figure(claim))} is printed as the sum of {years(claim)}; {message} The sum, "
        "a value or a year is wrong.",
        numbers,
    )
