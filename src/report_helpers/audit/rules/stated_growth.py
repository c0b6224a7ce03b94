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
    mismatch,
    not_checkable,
    scales_apart,
    within_one_unit,
)
from report_helpers.audit.rules.growth_points import Pair, Point, SeriesPoints, Statement, statement
from report_helpers.claims.wording import stated_growth

__all__ = ["growth_mismatch"]

Mask = npt.NDArray[np.bool_]

OUTCOMES: tuple[Outcome, ...] = ("agrees", "nearly", "asks", "hedged", "apart")
"""The outcomes, the best first: one agreeing pair of values is enough."""
LOSS_OF_ALL = -100
SCALE = 10
"""Values of consecutive years have different scales if they differ by this factor or more."""


@rule("growth-mismatch")
def growth_mismatch(context: AuditContext) -> Iterator[Finding]:
    """The stated yearly growth does not lead from the first value to the last.

    Checks: the values stand for intervals, since their last digits are rounded; so does the
    growth. Most publishers state it for a forecast period that begins a year after the printed
    base. So it may lead to the end from the first forecast value, where the series prints one, or
    from the base. Where it does neither and no first value is printed, it asks for one: a rise
    over the base of 0.55 to 1.5 times the growth, where the period is said to begin a year after
    the base, or of 0.6 to 1.5 times, where its beginning is not said, cannot be checked and is a
    note; any other is a contradiction. A growth that is said to begin at the base must lead from
    it. Digits are cut off as well as rounded: figures that agree within one unit of the last
    digits are a note. Hedges widen or open the intervals; it is a caution where "about" alone
    makes the growth possible, and where its period begins before the base or years after it. The
    finding says what would explain the growth, if exactly one thing does: another count of years,
    swapped values, a value 10, 100 or 1,000 times off, the rise of the first year, simple growth,
    a missing minus, a fraction, a moved decimal point, the growth of another edition.

    Example: 26.03 in 2023 and 225.91 in 2030 imply 36.2 % a year; 39.2 % is stated.

    Limits: a growth without two values or beside a sum over years cannot be checked; in a period
    whose first value is not printed, a growth may be wrong by a sixth and more.
    `docs/audit-accuracy.md` has the shares that are found.
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
        # Open ends are checked row by row: the power of an infinity is not a number.
        meets = (context.stated[:, 0] / 100 <= high) & (low <= context.stated[:, 1] / 100)
    return np.asarray(meets)


def _judged(
    context: AuditContext, row: int, series: SeriesPoints, editions: Editions
) -> Finding | None:
    """Return the finding about the growth that one row states, if there is one."""
    said = statement(context.record(row))
    if said is None:
        return None
    forecast = _of_its_years(said, series, row)
    pairs = [*forecast, *_of_the_row(said, series, row)]
    if not pairs:
        return None
    outcomes = [_outcome(said, pair, is_known=bool(forecast)) for pair in pairs]
    outcome = next(each for each in OUTCOMES if each in outcomes)
    pair = pairs[outcomes.index(outcome)]
    if outcome == "agrees":
        return _in_two_scales(said, pair)
    if outcome == "nearly":
        return within_one_unit(said, pair)
    if outcome == "apart":
        why = explanation(pair, editions.of(row, stated_growth(said.claim)))
        return mismatch(said, pair, _severity(said, pair), why)
    return not_checkable(said, pair, "note" if outcome == "asks" else "caution")


def _has_two_values(context: AuditContext, row: int, series: SeriesPoints) -> bool:
    """Return whether a row, or its series in the years of its growth, may print two values."""
    if context.cells["base_value"][row] is not None:
        return True
    first, last = (context.cells[name][row] for name in ("growth_from", "growth_to"))
    last = last or context.cells["year"][row]
    return series.prints(row, first) and series.prints(row, last)


def _of_its_years(said: Statement, series: SeriesPoints, row: int) -> list[Pair]:
    """Return pairs of values for the growth's own years, other than the row's own pair."""
    base, end = said.own.get("base"), said.own.get("value")
    if said.first >= said.last or (
        base and end and (base.year, end.year) == (said.first, said.last)
    ):
        return []
    rises = _rises(said, series, row)
    ends = product(series.at(row, said.first), series.at(row, said.last))
    return [Pair(start, last, said.growth, rises) for start, last in ends]


def _of_the_row(said: Statement, series: SeriesPoints, row: int) -> list[Pair]:
    """Return the pair of the row's own values, if it has both."""
    base, end = said.own.get("base"), said.own.get("value")
    if not (base and end and base.year < end.year):
        return []
    return [Pair(base, end, said.growth, _rises(said, series, row))]


def _rises(said: Statement, series: SeriesPoints, row: int) -> tuple[tuple[Point, Point], ...]:
    """Return the base paired with each value that the series prints for the next year."""
    base = said.own.get("base")
    return tuple((base, point) for point in series.at(row, base.year + 1)) if base else ()


def _outcome(said: Statement, pair: Pair, *, is_known: bool) -> Outcome:
    """Return whether a growth agrees with two values, and how well.

    If the values for the growth's own years are known, no unprinted value remains to explain a gap.
    """
    base, end = pair.start.year, pair.end.year
    years = (base, end) if is_known else (said.claim["growth_from"], said.claim["growth_to"])
    return tested(pair.start.value, pair.end.value, said.growth, Window(base, end, *years))


def _severity(said: Statement, pair: Pair) -> Severity:
    """Return a caution if the growth begins before the base or more than a year after it."""
    first = said.claim["growth_from"]
    near = not first or 0 <= first - pair.start.year <= 1
    return "contradiction" if near else "caution"


def _in_two_scales(said: Statement, pair: Pair) -> Finding | None:
    """Return the finding that the base and the first value of the growth differ by a scale."""
    base, first = said.own.get("base"), pair.start
    if base is None or first.year != base.year + 1:
        return None
    ratio = first.value.middle / base.value.middle / (1 + said.growth.middle)
    return None if 1 / SCALE < ratio < SCALE else scales_apart(said, base, first)
