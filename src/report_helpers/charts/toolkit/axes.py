"""Axes of the charts: scales, ticks, and the position of a value on an axis."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from report_helpers.charts.toolkit.finish import numbers

__all__ = ["Scale", "linear_axis", "log_axis", "year_axis"]

NARROW = 1.6
"""An axis of fewer decades than this also shows 2 and 5 times the powers of ten."""


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


def _scale(layout: dict[str, Any], low: float, high: float, *, log: bool = False) -> Scale:
    return Scale({**layout, "range": numbers([low, high])}, low, high, log)


def log_axis(values: Sequence[float], title: str, room: float = 0.06) -> Scale:
    """Return a logarithmic axis around `values` (all positive), with ticks in plain numbers.

    Args:
        values: all values drawn on the axis.
        title: axis title with its unit.
        room: share of the axis left free on each side.
    """
    low, high = math.log10(min(values)), math.log10(max(values))
    free = room * max(high - low, 0.3)
    low, high = low - free, high + free
    steps = (1, 2, 5) if high - low < NARROW else (1,)
    powers = range(math.floor(low), math.ceil(high) + 1)
    ticks = [step * 10.0**power for power in powers for step in steps]
    shown = [tick for tick in ticks if low <= math.log10(tick) <= high]
    layout = {
        "type": "log",
        "title": {"text": title},
        "tickvals": numbers(shown),
        "ticktext": [f"{tick:,.12g}" for tick in shown],
    }
    return _scale(layout, low, high, log=True)


def linear_axis(values: Sequence[float], title: str, room: float = 0.08) -> Scale:
    """Return a linear axis that includes `values` and zero."""
    low, high = min([0.0, *values]), max([0.0, *values])
    free = room * ((high - low) or 1.0)
    low, high = (
        (low - free if low < 0 else 0.0),
        (high + free if high > 0 or low == 0 else free / 4),
    )
    return _scale({"title": {"text": title}, "nticks": 6, "tickformat": ","}, low, high)


def year_axis(years: Sequence[int], title: str = "Year", room: float = 0.04) -> Scale:
    """Return an axis of whole years around `years`, with about eight ticks at most."""
    first, last = min(years), max(years)
    free = max(room * (last - first), 0.5)
    step = max(1, math.ceil((last - first) / 8))
    layout = {
        "title": {"text": title},
        "tickmode": "linear",
        "tick0": last - (last - first) // step * step,
        "dtick": step,
        "tickformat": "d",
    }
    return _scale(layout, first - free, last + free)
