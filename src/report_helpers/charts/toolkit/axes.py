"""Axes of the charts: scales, ticks, and the position of a value on an axis."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from report_helpers.charts.toolkit.finish import numbers
from report_helpers.charts.toolkit.text_width import text_width
from report_helpers.claims.units import Unit
from report_helpers.claims.wording import amount
from report_helpers.reader_locale import MINUS, localized

__all__ = [
    "Scale",
    "across",
    "linear_axis",
    "log_axis",
    "narrow_years",
    "nice_ticks",
    "plain_axis",
    "tick_texts",
    "year_axis",
]

LEAST, MOST = 3, 8
"""The fewest and the most ticks of a logarithmic axis."""

STEPS = ((1,), (1, 2, 5), (1, 1.5, 2, 3, 5, 7), (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8))
"""The ticks of each decade, from coarse to fine."""

LONG, SHORT = 1e5, 1e-3
"""Ticks from this size on, or below that one, are written with a scale word."""

ACROSS, BETWEEN = 316, 22
"""Pixels: the width that the ticks of a horizontal axis must fit, and the gap between two."""

TICK = 14
"""Pixels between the longest tick text of a vertical axis and the edge of the chart."""


TINY = 1e-300
"""Values nearer than this are one value: a part of their distance would be zero."""

ON_PHONE = 4
"""Years written on a phone's axis at most."""


@dataclass(frozen=True, slots=True)
class Scale:
    """An axis: its plotly layout, its range, and whether it is logarithmic."""

    layout: dict[str, Any]
    low: float
    high: float
    log: bool = False

    def position(self, value: float) -> float:
        """Return the position of `value` on the axis: 0 at the low end, 1 at the high end."""
        return (self.place(value) - self.low) / (self.high - self.low)

    def place(self, value: float) -> float:
        """Return `value` in plotly's axis coordinates: its power of ten on a logarithmic axis."""
        return math.log10(value) if self.log else float(value)

    @property
    def room(self) -> int:
        """The pixels that the tick texts take beside a vertical axis."""
        texts = self.layout.get("ticktext", ())
        return math.ceil(max(map(text_width, texts), default=0)) + TICK


def log_axis(values: Sequence[float], shown_in: Unit | None = None, room: float = 0.06) -> Scale:
    """Return a logarithmic axis around `values` (all positive), with three ticks at least.

    Args:
        values: all values drawn on the axis.
        shown_in: their unit, for ticks that need a scale word.
        room: share of the axis left free on each side.
    """
    low, high = math.log10(min(values)), math.log10(max(values))
    free = room * max(high - low, 0.3)
    low, high = low - free, high + free
    ticks = _log_ticks(low, high)
    layout = {"type": "log", "tickvals": numbers(ticks), "ticktext": tick_texts(ticks, shown_in)}
    return _scale(layout, low, high, log=True)


def linear_axis(
    values: Sequence[float], shown_in: Unit | None = None, room: float = 0.08, most: int = 6
) -> Scale:
    """Return a linear axis that includes `values` and zero, with at most `most` ticks or so."""
    low, high = min([0.0, *values]), max([0.0, *values])
    free = room * (high - low if high - low > TINY else 1.0)
    low, high = (
        (low - free if low < 0 else 0.0),
        (high + free if high > 0 or low == 0 else free / 4),
    )
    ticks = nice_ticks(low, high, most)
    layout = {"tickvals": numbers(ticks), "ticktext": tick_texts(ticks, shown_in)}
    return _scale(layout, low, high)


def across(values: Sequence[float], shown_in: Unit | None = None, room: float = 0.08) -> Scale:
    """Return a linear axis whose tick texts fit beside each other on a phone."""
    found = linear_axis(values, shown_in, room)
    for most in (6, 5, 4, 3, 2):
        found = linear_axis(values, shown_in, room, most)
        widths = map(text_width, found.layout["ticktext"])
        if sum(width + BETWEEN for width in widths) <= ACROSS:
            break
    return found


def plain_axis(values: Sequence[float], room: float = 0.07, least: float = 1.0) -> Scale:
    """Return a linear axis around `values` that need not include zero, with a few ticks."""
    low, high = min(values), max(values)
    free = room * max(high - low, least)
    ticks = nice_ticks(low - free, high + free, 5)
    layout = {"tickvals": numbers(ticks), "ticktext": tick_texts(ticks)}
    return _scale(layout, low - free, high + free)


def year_axis(years: Sequence[int], room: float = 0.04) -> Scale:
    """Return an axis of whole years around `years`, with about eight ticks at most."""
    first, last = min(years), max(years)
    free = max(room * (last - first), 0.5)
    return _scale(_year_ticks(first, last, MOST), first - free, last + free)


def narrow_years(years: Sequence[int]) -> dict[str, Any]:
    """Return the ticks of a year axis on a phone."""
    return _year_ticks(min(years), max(years), ON_PHONE)


def _year_ticks(first: int, last: int, most: int) -> dict[str, Any]:
    step = max(1, math.ceil((last - first) / most))
    start = last - (last - first) // step * step
    return {"tickmode": "linear", "tick0": start, "dtick": step, "tickformat": "d"}


def nice_ticks(low: float, high: float, most: int = 6) -> list[float]:
    """Return round numbers between two ends: multiples of 1, 2 or 5 times a power of ten."""
    raw = (high - low) / most
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(step * power for step in (1, 2, 5, 10) if step * power >= raw * (1 - 1e-9))
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [number * step for number in range(first, last + 1)]


def tick_texts(ticks: Iterable[float], shown_in: Unit | None = None) -> list[str]:
    """Return ticks as plain numbers, or with a scale word where these would be long."""
    ticks = list(ticks)
    sizes = [abs(tick) for tick in ticks if tick]
    if shown_in and sizes and (max(sizes) >= LONG or min(sizes) < SHORT):
        return [amount(tick * shown_in.factor, shown_in.code) for tick in ticks]
    return [localized(f"{tick + 0.0:,.12g}".replace("-", MINUS)) for tick in ticks]


def _scale(layout: dict[str, Any], low: float, high: float, *, log: bool = False) -> Scale:
    return Scale({**layout, "range": numbers([low, high])}, low, high, log)


def _log_ticks(low: float, high: float) -> list[float]:
    """Return the coarsest ticks of an interval of powers of ten that are enough."""
    powers = range(math.floor(low), math.ceil(high) + 1)
    apart = max(1, math.ceil((high - low) / MOST))
    for steps in STEPS:
        ticks = [step * 10.0**power for power in powers if power % apart == 0 for step in steps]
        inside = [tick for tick in ticks if low <= math.log10(tick) <= high]
        if len(inside) >= LEAST:
            return inside
    finer = (nice_ticks(10**low, 10**high, most) for most in (4, 6, 8, 12))
    return next(ticks for ticks in finer if len(ticks) >= LEAST)
