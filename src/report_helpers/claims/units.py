"""Units of claims, and the interval of true values that a printed figure allows.

A unit is `QUANTITY[_SCALE][_per_THING]`: `usd_billion`, `count`, `gwh`, `inr_lakh_crore`,
`eur_per_kwh`. A quantity is a currency, a count, a physical unit, a percentage or a multiple.
"""

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from report_helpers.claims.quantities import PLAIN, Quantity, quantity_of

__all__ = [
    "SCALES", "Interval", "Unit", "UnknownUnitError", "common_unit", "dimensions", "factors",
    "interval_ends", "is_unit", "printed_interval", "printed_intervals", "scales_of", "unit",
    "unit_fix",
]  # fmt: skip

WESTERN: dict[str, float] = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
INDIAN: dict[str, float] = {"lakh": 1e5, "crore": 1e7, "lakh_crore": 1e12}
EAST_ASIAN: dict[str, float] = {"hundred_million": 1e8, "trillion": 1e12}
SCALES: dict[str, float] = {**WESTERN, **INDIAN, **EAST_ASIAN}
"""The factor of each scale word."""

FORM = "QUANTITY[_SCALE][_per_THING], such as usd_billion, count, gwh or eur_per_kwh"
SHORT_SCALES = {"k": "thousand", "m": "million", "mn": "million", "mln": "million",
                "mio": "million", "bn": "billion", "b": "billion", "mrd": "billion",
                "tn": "trillion", "t": "trillion", "cr": "crore"}  # fmt: skip
LIKE_SCALE, LIKE_WORD = 0.7, 0.8
"""Minimum similarity (0 to 1) of a misspelt code to a suggested one."""

CODE = re.compile(r"(?P<head>[a-z0-9]+(?:_[a-z0-9]+)*?)(?:_per_(?P<per>[a-z0-9]+(?:_[a-z0-9]+)*))?")
SCALED = re.compile(rf"(?P<quantity>.+?)(?:_(?P<scale>{'|'.join(SCALES)}))?")


class UnknownUnitError(ValueError):
    """A code that is not a unit."""

    def __init__(self, code: str) -> None:
        super().__init__(f"{code!a} is no unit; write {FORM}")


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit.

    Attributes:
        code: the code in the claims: `usd_billion`.
        factor: base units in one unit: 1e9 dollars in a billion dollars.
        dimension: only values of the same dimension are comparable. `usd`, `eur`, `count`,
            `percent`, `percentage_points`, `times`, or a physical dimension such as `energy`;
            `usd/kwh` for a unit with a denominator.
        quantity: the quantity before any scale, with its words.
        scale: a key of `SCALES`, or empty.
        per: the denominator (`kwh`, `head`, `month`), or empty.
    """

    code: str
    factor: float
    dimension: str
    quantity: Quantity
    scale: str = ""
    per: str = ""


@lru_cache(maxsize=4096)
def unit(code: str, declared: tuple[Quantity, ...] = ()) -> Unit:
    """Return the unit of a code.

    Args:
        code: `QUANTITY[_SCALE][_per_THING]`.
        declared: quantities that a report adds to the built-in ones, which they override.

    Raises:
        UnknownUnitError: the code is not a unit.
    """
    parts = CODE.fullmatch(code)
    split = SCALED.fullmatch(parts["head"]) if parts else None
    quantity = quantity_of(split["quantity"], declared) if split else None
    if parts is None or split is None or quantity is None:
        raise UnknownUnitError(code)
    scale, per = split["scale"] or "", parts["per"] or ""
    if (scale or per) and not quantity.scalable:
        raise UnknownUnitError(code)
    dimension = f"{quantity.dimension}/{per}" if per else quantity.dimension
    return Unit(code, quantity.factor * SCALES.get(scale, 1.0), dimension, quantity, scale, per)


def is_unit(code: str, declared: tuple[Quantity, ...] = ()) -> bool:
    """Return whether a code is a unit."""
    try:
        unit(code, declared)
    except UnknownUnitError:
        return False
    return True


def unit_fix(code: str) -> str:
    """Return the fix for an unknown code: a similar unit, but never of another currency."""
    plain = code.casefold()
    quantity, _, scale = plain.partition("_")
    words = [word for short, word in SHORT_SCALES.items() if scale == short]
    scaled = [f"{quantity}_{word}" for word in words or SCALES] if is_unit(quantity) else []
    likely = get_close_matches(plain, scaled, n=1, cutoff=LIKE_SCALE if not words else 0.0)
    likely += get_close_matches(plain, PLAIN, n=1, cutoff=LIKE_WORD)
    return f"did you mean {likely[0]}?" if likely else f"write {FORM}"


def scales_of(code: str) -> Mapping[str, float]:
    """Return the scale words and factors of a unit's number system.

    The system is Indian for lakh and crore, East Asian for a hundred million, otherwise Western.
    Empty for percent, percentage points and times.
    """
    found = unit(code)
    if not found.quantity.scalable:
        return {}
    return next(
        (system for system in (WESTERN, INDIAN, EAST_ASIAN) if found.scale in system), WESTERN
    )


def factors(codes: "pd.Series[Any]", declared: tuple[Quantity, ...] = ()) -> "pd.Series[float]":
    """Return the factor of each unit, NaN where the code is missing; same index."""
    known = {code: unit(code, declared).factor for code in codes.dropna().unique()}
    return codes.map(known).astype(float)


def dimensions(codes: "pd.Series[Any]", declared: tuple[Quantity, ...] = ()) -> "pd.Series[str]":
    """Return the dimension of each unit, missing where the code is missing; same index."""
    known = {code: unit(code, declared).dimension for code in codes.dropna().unique()}
    return codes.map(known).astype("str")


def common_unit(codes: "pd.Series[Any]") -> Unit:
    """Return the unit for an axis that shows rows with these units.

    Different scales share a unit near their geometric mean: millions and trillions of dollars
    share an axis in billions.

    Raises:
        ValueError: the units do not have exactly one dimension, so they cannot share an axis.
    """
    found = dimensions(codes).dropna().unique()
    if len(found) != 1:
        message = f"no common unit of {', '.join(found) or 'nothing'}"
        raise ValueError(message)
    middle = float(np.log10(factors(codes.dropna())).mean())
    known = [unit(code) for code in codes.dropna().unique()]
    between = (f"{known[0].quantity.code}_{scale}" for scale in scales_of(known[0].code))
    suffix = f"_per_{known[0].per}" if known[0].per else ""
    offered = [*known, *(unit(f"{code}{suffix}") for code in between)] if known[1:] else known
    return min(offered, key=lambda one: abs(math.log10(one.factor) - middle))


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
    found = []
    for number, qualifier in zip(printed, qualifiers, strict=True):
        if number is None:
            found.append(MISSING)
            continue
        # Equal decimals may have different digits (1.0 and 1.00), so the key is their text.
        key = str(number), qualifier
        if key not in known:
            known[key] = printed_interval(number, qualifier or "exact")
        found.append(known[key])
    return np.array(found, dtype=float).reshape(-1, 2)
