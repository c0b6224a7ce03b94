"""The arithmetic of stated growth: the growth two printed values imply, and its consequences."""

import math
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Literal, NamedTuple

from report_helpers.analysis.intervals import (
    ABOUT_FACTOR,
    ABOUT_SHARE,
    NOISE,
    ROUND_INTEGER_LIMIT,
    Interval,
    half_width,
)

__all__ = ["Outcome", "Printed", "Window", "growth_between", "implied", "led", "printed", "spanned",
           "tested"]  # fmt: skip

BAND_SAID, BAND_NOT_SAID = (0.55, 1.5), (0.6, 1.5)
"""The ordinary yearly rise between a printed value and the period of the growth, as a multiple of
the growth: if the period's first year is stated, and if it is not. Among publishers that print
both, the first year's rise is 0.56 to 1.36 times the growth."""
LARGEST_HEDGE = 1.5
"""A "more than" or "up to" rarely hides a larger factor: "more than 2" for 3."""
LARGEST_EXPONENT = 700.0
"""The exponential of a larger number overflows a float."""

Outcome = Literal["agrees", "nearly", "asks", "hedged", "far", "apart"]
"""The result of a test. `agrees`: within half a unit of every last digit. `nearly`: within a whole
unit. `asks`: cannot be checked, because the growth needs an ordinary rise outside its period.
`hedged`: as `asks`, but only with the tolerance of an "about". `far`: only a "more than" or "up to"
that hides a factor above `LARGEST_HEDGE` allows it. `apart`: the figures cannot all be true."""


class Printed(NamedTuple):
    """The intervals of a printed number, in base units or as a fraction a year.

    `rounded`: within half a unit of its last digit. `cut`: up to a whole unit more, because digits
    may be truncated instead of rounded. `whole`: within a whole unit. All three apply the hedge;
    `plain` and `plain_whole` are `rounded` and `whole` without an "about"; `closed` is `whole`
    without an open end. `is_single` is false for a printed range.
    """

    middle: float
    rounded: Interval
    cut: Interval
    whole: Interval
    plain: Interval
    plain_whole: Interval
    closed: Interval
    is_single: bool = True

    @property
    def is_open(self) -> bool:
        """Whether a hedge leaves one end open."""
        return not (math.isfinite(self.rounded.low) and math.isfinite(self.rounded.high))


class Window(NamedTuple):
    """The years of two printed values, and the years of the stated growth, if given."""

    base_year: int
    year: int
    growth_from: int | None = None
    growth_to: int | None = None


def printed(number: Decimal, qualifier: str, factor: float) -> Printed:
    """Return the intervals of a number printed with a qualifier, times a factor."""
    value, half = float(number) * factor, half_width(number) * factor
    # Trailing zeros of an integer count as rounded off, but only up to a share of its value.
    limit = max(factor, ROUND_INTEGER_LIMIT * abs(value))
    whole = max(half, min(2 * half, limit))
    about = max(ABOUT_FACTOR * half, ABOUT_SHARE * abs(value)) if qualifier == "about" else 0.0
    open_low = qualifier == ("at_least" if value < 0 else "at_most")
    open_high = qualifier == ("at_most" if value < 0 else "at_least")
    noise = NOISE * abs(value)

    def interval(below: float, above: float) -> Interval:
        return Interval(-math.inf if open_low else value - below - noise,
                        math.inf if open_high else value + above + noise)  # fmt: skip

    return Printed(
        value,
        rounded=interval(about or half, about or half),
        cut=interval(about or half, about or whole),
        whole=interval(about or whole, about or whole),
        plain=interval(half, half),
        plain_whole=interval(whole, whole),
        closed=Interval(value - (about or whole) - noise, value + (about or whole) + noise),
    )


def spanned(low: Printed, high: Printed) -> Printed:
    """Return the intervals of a printed range, from its lower to its higher number."""
    return Printed(
        (low.middle + high.middle) / 2,
        rounded=Interval(low.rounded.low, high.rounded.high),
        cut=Interval(low.cut.low, high.cut.high),
        whole=Interval(low.whole.low, high.whole.high),
        plain=Interval(low.plain.low, high.plain.high),
        plain_whole=Interval(low.plain_whole.low, high.plain_whole.high),
        closed=Interval(low.closed.low, high.closed.high),
        is_single=False,
    )


def growth_between(base: float, end: float, years: float) -> float:
    """Return the yearly growth from one value to another, as a fraction."""
    exponent = (math.log(end) - math.log(base)) / years
    return math.expm1(exponent) if exponent < LARGEST_EXPONENT else math.inf


def implied(base: Interval, end: Interval, years: float) -> Interval:
    """Return the interval of yearly growth from a base to an end, each anywhere in its interval."""
    none_below = end.low <= 0 or base.high == math.inf
    none_above = base.low <= 0 or end.high == math.inf
    return Interval(
        -1.0 if none_below else growth_between(base.high, end.low, years),
        math.inf if none_above else growth_between(base.low, end.high, years),
    )


def led(value: float, growth: float, years: int) -> float:
    """Return the value after growth over some years; negative years go back in time."""
    return value * math.exp(min(years * _log1p(growth), LARGEST_EXPONENT))


def tested(base: Printed, end: Printed, growth: Printed, window: Window) -> Outcome:
    """Return whether a stated growth agrees with the two values printed with it, and how well."""
    outcome = _tested(base, end, growth, window)
    is_open = base.is_open or end.is_open or growth.is_open
    if outcome != "apart" and is_open and _is_far(base.closed, end.closed, growth.closed, window):
        return "far"
    return outcome


def _tested(base: Printed, end: Printed, growth: Printed, window: Window) -> Outcome:
    years = window.year - window.base_year
    between = implied(base.rounded, end.rounded, years)
    if growth.rounded.meets(between):
        return "agrees"
    if growth.whole.meets(between) or growth.rounded.meets(implied(base.cut, end.cut, years)):
        return "nearly"
    if _asks_for_ordinary_rise(base.plain, end.plain, growth.plain_whole, window):
        return "asks"
    hedged = _asks_for_ordinary_rise(base.rounded, end.rounded, growth.whole, window)
    return "hedged" if hedged else "apart"


def _is_far(base: Interval, end: Interval, growth: Interval, window: Window) -> bool:
    """Return whether figures without their open ends are apart by more than a hedge can hide."""
    end = Interval(end.low / LARGEST_HEDGE, end.high * LARGEST_HEDGE)
    follows = growth.meets(implied(base, end, window.year - window.base_year))
    return not follows and not _asks_for_ordinary_rise(base, end, growth, window)


def _asks_for_ordinary_rise(
    base: Interval, end: Interval, growth: Interval, window: Window
) -> bool:
    """Return whether the growth leaves only an ordinary rise for the years outside its period.

    From base to end, the value is multiplied by the stated growth in each year that the growth
    covers, and by an ordinary rise in each year before and after.
    """
    least = max(0.0, end.low / base.high)
    most = end.high / base.low if base.low > 0 else math.inf
    return any(
        _multiple(growth.low, reading, min) <= most
        and least <= _multiple(growth.high, reading, max)
        for reading in _readings(window)
    )


class Reading(NamedTuple):
    """One reading of a window: the years of growth, and the counts of years before and after.

    `band` is the ordinary rise in an outside year, as multiples of the growth. A negative count
    means years of growth that lie outside the two values.
    """

    years: int
    outside: tuple[int, int]
    band: tuple[float, float]


def _readings(window: Window) -> Iterator[Reading]:
    """Yield the readings of a window that have years outside."""
    last = window.growth_to or window.year
    first = window.growth_from
    band = BAND_SAID if first else BAND_NOT_SAID
    for start in [first] if first else [window.base_year, window.base_year + 1]:
        outside = start - window.base_year, window.year - last
        if start < last and any(outside):
            yield Reading(last - start, outside, band)


def _multiple(growth: float, reading: Reading, end: Callable[[Iterator[float]], float]) -> float:
    """Return the factor over all years: the smallest possible if `end` is `min`, or the largest."""
    if growth == math.inf:
        return math.inf
    rises = [_log1p(times * growth) for times in reading.band]
    outside = sum(end(count * rise for rise in rises) for count in reading.outside)
    return math.exp(min(reading.years * _log1p(growth) + outside, LARGEST_EXPONENT))


def _log1p(growth: float) -> float:
    """Return log(1 + growth), finite even for a loss of 100 %."""
    return math.log1p(max(growth, NOISE - 1))
