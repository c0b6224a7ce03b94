"""Units of claims: what their codes mean, and which share a dimension.

A unit is `QUANTITY[_SCALE][_per_THING]`: `usd_billion`, `count`, `gwh`, `inr_lakh_crore`,
`eur_per_kwh`. A quantity is a currency, a count, a physical unit, a percentage or a multiple.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from statistics import fmean
from typing import TYPE_CHECKING, Any, Final

from report_helpers.claims.quantities import PLAIN, Quantity, quantity_of
from report_helpers.settings.active import settings
from report_helpers.settings.model import OwnUnit

if TYPE_CHECKING:
    # The command formats numbers without pandas, which is slow to import.
    import pandas as pd

__all__ = [
    "SCALES", "Unit", "UnknownUnitError", "common_unit", "dimensions", "factors", "is_unit",
    "scales_of", "unit", "unit_fix",
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
        super().__init__(f"{code!a} is not a unit; write {FORM}")


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


def unit(code: str) -> Unit:
    """Return the unit of a code `QUANTITY[_SCALE][_per_THING]`.

    The quantity is built in, or one of the active settings, which take precedence.

    Raises:
        UnknownUnitError: the code is not a unit.
    """
    return _unit(code, settings().units)


@lru_cache(maxsize=4096)
def _unit(code: str, own: tuple[OwnUnit, ...]) -> Unit:
    parts = CODE.fullmatch(code)
    split = SCALED.fullmatch(parts["head"]) if parts else None
    quantity = quantity_of(split["quantity"], own) if split else None
    if parts is None or split is None or quantity is None:
        raise UnknownUnitError(code)
    scale, per = split["scale"] or "", parts["per"] or ""
    if (scale or per) and not quantity.scalable:
        raise UnknownUnitError(code)
    dimension = f"{quantity.dimension}/{per}" if per else quantity.dimension
    return Unit(code, quantity.factor * SCALES.get(scale, 1.0), dimension, quantity, scale, per)


def is_unit(code: str) -> bool:
    """Return whether a code is a unit."""
    try:
        unit(code)
    except UnknownUnitError:
        return False
    return True


OTHER_NAMES: Final = {
    "dollar": "usd", "dollars": "usd", "euro": "eur", "euros": "eur", "pound": "gbp",
    "pounds": "gbp", "yen": "jpy", "yuan": "cny", "rmb": "cny", "rs": "inr", "rupee": "inr",
    "rupees": "inr", "franc": "chf", "francs": "chf", "won": "krw", "real": "brl",
    "t": "tonne", "tons": "tonne", "tonnes": "tonne", "barrels": "barrel",
    "people": "count", "users": "count", "units": "count", "pieces": "count", "number": "count",
}  # fmt: skip
"""Words and signs that people write for a quantity, and the code that they most likely mean."""


def unit_fix(code: str) -> str:
    """Return the fix for an unknown code: a similar unit, but never of another currency."""
    plain = code.casefold()
    named, _, scale = plain.partition("_")
    quantity = OTHER_NAMES.get(named, named)
    if quantity != named and is_unit(f"{quantity}_{scale}".rstrip("_")):
        return f"did you mean {quantity}_{scale}".rstrip("_") + "?"
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


def factors(codes: "pd.Series[Any]") -> "pd.Series[float]":
    """Return the factor of each unit, NaN where the code is missing; same index."""
    known = {code: unit(code).factor for code in codes.dropna().unique()}
    return codes.map(known).astype(float)


def dimensions(codes: "pd.Series[Any]") -> "pd.Series[str]":
    """Return the dimension of each unit, missing where the code is missing; same index."""
    known = {code: unit(code).dimension for code in codes.dropna().unique()}
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
        message = f"{', '.join(found) or 'no unit'}: no unit is common to these dimensions"
        raise ValueError(message)
    middle = fmean(math.log10(unit(code).factor) for code in codes.dropna())
    known = [unit(code) for code in codes.dropna().unique()]
    between = (f"{known[0].quantity.code}_{scale}" for scale in scales_of(known[0].code))
    suffix = f"_per_{known[0].per}" if known[0].per else ""
    offered = [*known, *(unit(f"{code}{suffix}") for code in between)] if known[1:] else known
    return min(offered, key=lambda one: abs(math.log10(one.factor) - middle))
