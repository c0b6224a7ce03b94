"""The interval of true values that a printed figure allows; an open end is infinite."""

import math
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

__all__ = [
    "ABOUT_FACTOR", "ABOUT_SHARE", "NOISE", "ROUND_INTEGER_LIMIT", "Interval", "half_width",
    "interval_ends", "printed_interval", "printed_intervals",
]  # fmt: skip

ROUND_INTEGER_LIMIT = 0.05
"""Trailing zeros of an integer widen its half width to at most this share of its value."""

ABOUT_FACTOR = 2.0
ABOUT_SHARE = 0.025
"""`about` doubles the half width, to at least this share of the value."""

NOISE = 1e-12
"""Relative tolerance for float errors, so that two intervals that touch also meet."""


class Interval(NamedTuple):
    """The range of true values that a printed figure allows; an open end is infinite."""

    low: float
    high: float

    def meets(self, other: "Interval") -> bool:
        """Return whether the two intervals overlap or touch."""
        return self.low <= other.high and other.low <= self.high


MISSING = Interval(math.nan, math.nan)
"""The interval of a missing figure."""


def half_width(printed: Decimal) -> float:
    """Return half the unit of the last digit that `printed` shows.

    An integer's trailing zeros count as rounded off, but the result is at most
    `ROUND_INTEGER_LIMIT` of the value (and at least 0.5 for an integer).
    """
    exponent = printed.as_tuple().exponent
    if not isinstance(exponent, int):
        message = f"{printed} is not a finite number"
        raise ValueError(message)  # noqa: TRY004  # Decimal marks infinities by its type
    if exponent < 0 or printed == 0:
        return 0.5 * 10.0**exponent
    zeros = len(str(printed)) - len(str(printed).rstrip("0"))
    widened = min(0.5 * 10.0**zeros, ROUND_INTEGER_LIMIT * abs(float(printed)))
    return max(0.5, widened)


def printed_interval(printed: Decimal, qualifier: str = "exact") -> Interval:
    """Return the interval of true values that `printed` allows.

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
        qualifiers: one for all numbers, or a column with the same index.

    Returns:
        Columns `low` and `high` (floats, `NaN` where nothing is printed), same index.
    """
    known = printed.astype(object).where(printed.notna(), None)
    hedges = [qualifiers] * len(printed) if isinstance(qualifiers, str) else qualifiers
    return pd.DataFrame(interval_ends(known, hedges), columns=["low", "high"], index=printed.index)


def interval_ends(
    printed: Iterable[Decimal | None], qualifiers: Iterable[str | None]
) -> npt.NDArray[np.float64]:
    """Return the intervals of printed numbers, one row of low and high for each.

    Args:
        printed: decimals as printed, `None` where missing.
        qualifiers: one for each number; `None` means exact.

    Returns:
        Floats of shape (n, 2), `NaN` where nothing is printed; an open end is infinite.
    """
    known: dict[tuple[str, str | None], Interval] = {}
    rows, lows, highs = [], [], []
    row = -1
    for row, (number, qualifier) in enumerate(zip(printed, qualifiers, strict=True)):
        if number is None:
            continue
        # Equal decimals may have different digits (1.0 and 1.00), so the key is their text.
        key = str(number), qualifier
        interval = known.get(key)
        if interval is None:
            interval = known[key] = printed_interval(number, qualifier or "exact")
        rows.append(row)
        lows.append(interval[0])
        highs.append(interval[1])
    found = np.full((row + 1, 2), np.nan)
    found[rows, 0], found[rows, 1] = lows, highs
    return found
