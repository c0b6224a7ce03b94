"""Units of printed figures, and the interval that a printed figure stands for."""

import math
from decimal import Decimal
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

__all__ = ["BASE_FACTOR", "UNIT_LABEL", "Interval", "printed_interval", "printed_intervals"]

BASE_FACTOR: dict[str, float] = {
    "usd_million": 1e6,
    "usd_billion": 1e9,
    "usd_trillion": 1e12,
    "percent": 1.0,
    "percentage_points": 1.0,
    "times": 1.0,
    "count": 1.0,
}
"""How many base units (US dollars, percent, points, times, pieces) one unit holds."""

UNIT_LABEL: dict[str, str] = {
    "usd_million": "million US dollars",
    "usd_billion": "billion US dollars",
    "usd_trillion": "trillion US dollars",
    "percent": "percent",
    "percentage_points": "percentage points",
    "times": "times",
    "count": "count",
}

ROUND_INTEGER_LIMIT = 0.05
"""Trailing zeros of an integer widen its interval to at most this share of it."""

ABOUT_FACTOR = 2.0
ABOUT_SHARE = 0.025
"""`about` doubles the half width, to at least this share of the value."""

NOISE = 1e-12
"""Share of a value by which floats may miss it: two intervals that touch must meet."""


class Interval(NamedTuple):
    """The numbers that a printed figure may stand for; an open end is infinite."""

    low: float
    high: float

    def meets(self, other: "Interval") -> bool:
        """Return whether the two have a number in common."""
        return self.low <= other.high and other.low <= self.high


def half_width(printed: Decimal) -> float:
    """Return half the unit of the last digit that `printed` shows.

    An integer's trailing zeros count as not shown, up to `ROUND_INTEGER_LIMIT` of the value.
    """
    exponent = printed.as_tuple().exponent
    if not isinstance(exponent, int):
        message = f"{printed} is not a finite number"
        raise ValueError(message)  # noqa: TRY004  # Decimal tells infinities by that type
    if exponent < 0 or printed == 0:
        return 0.5 * 10.0**exponent
    zeros = len(str(printed)) - len(str(printed).rstrip("0"))
    widened = min(0.5 * 10.0**zeros, ROUND_INTEGER_LIMIT * abs(float(printed)))
    return max(0.5, widened)


def printed_interval(printed: Decimal, qualifier: str = "exact") -> Interval:
    """Return the interval of the number that `printed` stands for.

    Args:
        printed: the number with its digits as printed (`26.03` and `26.030` differ).
        qualifier: `exact`, `about`, `at_least` (open away from zero: a fall by more than 70 % is
            below -70) or `at_most` (open on the other side).
    """
    value, half = float(printed), half_width(printed)
    if qualifier == "about":
        half = max(ABOUT_FACTOR * half, ABOUT_SHARE * abs(value))
    half += NOISE * abs(value)
    open_low = qualifier == ("at_least" if value < 0 else "at_most")
    open_high = qualifier == ("at_most" if value < 0 else "at_least")
    return Interval(
        -math.inf if open_low else value - half, math.inf if open_high else value + half
    )


def printed_intervals(
    printed: "pd.Series[Any]", qualifiers: "pd.Series[Any] | str" = "exact"
) -> pd.DataFrame:
    """Return the intervals of a column of printed numbers.

    Args:
        printed: decimals as printed, `None` where missing.
        qualifiers: one for all, or a column with the same index.

    Returns:
        Columns `low` and `high` (floats, `NaN` where nothing is printed), same index.
    """
    there = printed.notna().to_numpy()
    hedges = qualifiers if isinstance(qualifiers, str) else qualifiers[there].astype(object)
    # Each text is looked at once: equal decimals may differ in their digits.
    codes, texts = pd.factorize(printed[there].map(str).astype(object) + " " + hedges)
    pairs = (text.split() for text in texts)
    found = [printed_interval(Decimal(number), qualifier) for number, qualifier in pairs]
    ends = np.full((len(printed), 2), np.nan)
    ends[there] = np.array(found, dtype=float).reshape(-1, 2)[codes]
    return pd.DataFrame(ends, columns=["low", "high"], index=printed.index)
