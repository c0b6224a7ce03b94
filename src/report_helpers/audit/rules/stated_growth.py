"""Does the growth that a claim states lead from the first value to the last?"""

from collections.abc import Iterator
from itertools import product

import numpy as np
import numpy.typing as npt

from report_helpers.audit.context import AuditContext
from report_helpers.audit.findings import Finding, Severity, rule
from report_helpers.audit.rules.growth_arithmetic import Outcome, Window, tested
from report_helpers.audit.rules.growth_explanations import Editions, explanation
from report_helpers.audit.rules.growth_messages import (
    hidden_by_hedge,
    mismatch,
    not_checkable,
    scales_apart,
    within_one_unit,
)
from report_helpers.audit.rules.growth_points import (
    Pair,
    Point,
    SeriesPoints,
    StatedGrowth,
    growth_of,
)
from report_helpers.claims.wording import stated_growth

__all__ = ["growth_mismatch"]

Mask = npt.NDArray[np.bool_]

OUTCOMES: tuple[Outcome, ...] = ("agrees", "nearly", "asks", "hedged", "far", "apart")
"""The outcomes, the best first: one agreeing pair of values is enough."""
LOSS_OF_ALL = -100
SCALE = 10
"""Values of consecutive years have different scales if they differ by this factor or more."""


@rule("growth-mismatch")
def growth_mismatch(context: AuditContext) -> Iterator[Finding]:
    """The stated yearly growth does not lead from the first value to the last.

    Checks: values and growth stand for intervals, because their last digits are rounded. Most
    publishers state growth for a forecast period that begins a year after the printed base. So it
    may lead to the end from the first forecast value, if the document prints one, or from the
    base. If it does neither and no first value is printed, the growth requires one, and with it a
    rise in the first year. A rise of 0.55 to 1.5 times the growth, if the period is stated to
    begin a year after the base, or of 0.6 to 1.5 times, if no first year is stated, cannot be
    checked and is a note; any other is a contradiction. Growth that is stated to begin at the base
    must lead from it. Digits may be cut off instead of rounded, so figures that agree within one
    unit of the last digits are a note. Hedges widen or open the intervals. It is a caution if only
    an "about" makes the growth possible, if only a "more than" or "up to" that hides a factor
    above 1.5 does, and if the period begins before the base or two or more years after it. The
    finding names what would explain the growth, if exactly one thing does: another number of
    years, swapped values, a value 10, 100 or 1,000 times off, the rise of the first year, simple
    growth, a missing minus, a fraction, a shifted decimal point, the growth of another edition.

    Example: 26.03 in 2023 and 225.91 in 2030 imply 36.2 % a year; 39.2 % is stated.

    Limits: growth without two values, or of a sum over years, cannot be checked. If the first
    value of its period is not printed, growth may be wrong by a sixth or more without a finding.
    `docs/audit-accuracy.md` has the shares of errors that are found.
    """
    stating = _stating(context)
    (doubted,) = (stating & ~_follows(context)).nonzero()
    rows = doubted.tolist()
    if rows:
        series = SeriesPoints(context, rows)
        editions = Editions(context, stating.nonzero()[0].tolist())
        rows = [row for row in rows if _has_two_values(context, row, series)]
        found = (_judged(context, row, series, editions) for row in rows)
        yield from (finding for finding in found if finding)


def _stating(context: AuditContext) -> Mask:
    """Return which rows are levels with a growth that can be checked."""
    single, low = context.floats("growth_percent"), context.floats("growth_low")
    possible = np.where(np.isnan(single), low, single) > LOSS_OF_ALL
    summed = context.where("period", "cumulative")
    return np.asarray(possible & context.where("metric", "level") & ~summed)


def _follows(context: AuditContext) -> Mask:
    """Return which rows print two values and a growth that leads from one to the other."""
    years = (context.years("year") - context.years("base_year")).astype(float)
    years[(context.years("base_year") == 0) | (years <= 0)] = np.nan
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        low = (context.ends[:, 0] / context.bases[:, 1]) ** (1 / years) - 1
        high = (context.ends[:, 1] / context.bases[:, 0]) ** (1 / years) - 1
        meets = (context.stated[:, 0] / 100 <= high) & (low <= context.stated[:, 1] / 100)
    # Rows with an open end are checked one by one: a hedge must not hide a wrong unit.
    intervals = np.column_stack([context.ends, context.bases, context.stated])
    return np.asarray(meets & ~np.isinf(intervals).any(axis=1))


def _judged(
    context: AuditContext, row: int, series: SeriesPoints, editions: Editions
) -> Finding | None:
    """Return the finding about the growth that one row states, if there is one."""
    growth = growth_of(context.record(row))
    if growth is None:
        return None
    forecast = _of_its_years(growth, series, row)
    printed = [*forecast, *_of_the_row(growth, series, row)]
    later = [] if forecast else _of_later_period(growth, series, row)
    pairs = [*printed, *later]
    if not pairs:
        return None
    outcomes = [_outcome(growth, pair, is_known=bool(forecast)) for pair in printed]
    outcomes += [_outcome(growth, pair, is_known=True) for pair in later]
    outcome = next(each for each in OUTCOMES if each in outcomes)
    pair = pairs[outcomes.index(outcome)]
    if outcome == "apart":
        why = explanation(pair, editions.of(row, stated_growth(growth.claim)))
        return mismatch(growth, pair, _severity(growth, pair), why)
    return _not_apart(growth, pair, outcome)


def _not_apart(growth: StatedGrowth, pair: Pair, outcome: Outcome) -> Finding | None:
    """Return the finding about a growth that two values may have."""
    if outcome == "agrees":
        return _in_two_scales(growth, pair)
    if outcome == "nearly":
        return within_one_unit(growth, pair)
    if outcome == "far":
        return hidden_by_hedge(growth, pair)
    return not_checkable(growth, pair, "note" if outcome == "asks" else "caution")


def _has_two_values(context: AuditContext, row: int, series: SeriesPoints) -> bool:
    """Return whether a row, or its series in the years of its growth, may print two values."""
    if context.cells["base_value"][row] is not None:
        return True
    first, last = (context.cells[name][row] for name in ("growth_from", "growth_to"))
    last = last or context.cells["year"][row]
    return series.prints(row, first) and series.prints(row, last)


def _of_its_years(growth: StatedGrowth, series: SeriesPoints, row: int) -> list[Pair]:
    """Return pairs of values for the growth's own years, other than the row's own pair."""
    base, end = growth.own.get("base"), growth.own.get("value")
    if growth.first >= growth.last or (
        base and end and (base.year, end.year) == (growth.first, growth.last)
    ):
        return []
    rises = _rises(growth, series, row)
    ends = product(series.at(row, growth.first), series.at(row, growth.last))
    return [Pair(start, last, growth.rate, rises) for start, last in ends]


def _of_later_period(growth: StatedGrowth, series: SeriesPoints, row: int) -> list[Pair]:
    """Return pairs that begin two years after the base, if no first year is stated."""
    base = growth.own.get("base")
    if base is None or growth.claim["growth_from"] or base.year + 2 >= growth.last:
        return []
    ends = product(series.at(row, base.year + 2), series.at(row, growth.last))
    return [Pair(start, last, growth.rate) for start, last in ends]


def _of_the_row(growth: StatedGrowth, series: SeriesPoints, row: int) -> list[Pair]:
    """Return the pair of the row's own values, if it has both."""
    base, end = growth.own.get("base"), growth.own.get("value")
    if not (base and end and base.year < end.year):
        return []
    return [Pair(base, end, growth.rate, _rises(growth, series, row))]


def _rises(growth: StatedGrowth, series: SeriesPoints, row: int) -> tuple[tuple[Point, Point], ...]:
    """Return the base paired with each value that the series prints for the next year."""
    base = growth.own.get("base")
    return tuple((base, point) for point in series.at(row, base.year + 1)) if base else ()


def _outcome(growth: StatedGrowth, pair: Pair, *, is_known: bool) -> Outcome:
    """Return whether a growth agrees with two values, and how well.

    If the values for the growth's own years are known, no unprinted value remains to explain a gap.
    """
    base, end = pair.start.year, pair.end.year
    years = (base, end) if is_known else (growth.claim["growth_from"], growth.claim["growth_to"])
    return tested(pair.start.value, pair.end.value, growth.rate, Window(base, end, *years))


def _severity(growth: StatedGrowth, pair: Pair) -> Severity:
    """Return a caution if the growth begins before the base or more than a year after it."""
    first = growth.claim["growth_from"]
    near = not first or 0 <= first - pair.start.year <= 1
    return "contradiction" if near else "caution"


def _in_two_scales(growth: StatedGrowth, pair: Pair) -> Finding | None:
    """Return the finding that the base and the first value of the growth differ by a scale."""
    base, first = growth.own.get("base"), pair.start
    if base is None or first.year != base.year + 1:
        return None
    ratio = first.value.middle / base.value.middle / (1 + growth.rate.middle)
    return None if 1 / SCALE < ratio < SCALE else scales_apart(growth, base, first)
