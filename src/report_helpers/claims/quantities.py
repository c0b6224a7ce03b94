"""Quantities of units: currencies, counts, physical units, percentages and multiples."""

import unicodedata
from dataclasses import dataclass
from functools import cache

from report_helpers.claims.physical import measured
from report_helpers.settings.model import OwnUnit

__all__ = ["Quantity", "quantity_of"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """The quantity of a unit, before any scale.

    Attributes:
        code: `usd`, `count`, `gwh`.
        dimension: see `units.Unit`.
        factor: base units of the dimension in one of this quantity.
        before: the text before a number: `$`, `AED `.
        after: the text after a number and its scale word: `GWh`, `tonnes`, `%`.
        name: the name in titles: `US dollars`, `GWh`, `percent`.
        scalable: whether a unit of it may have a scale or a `per`.
    """

    code: str
    dimension: str
    factor: float = 1.0
    before: str = ""
    after: str = ""
    name: str = ""
    scalable: bool = True


PLAIN = {
    "count": Quantity("count", "count", name="count"),
    "percent": Quantity("percent", "percent", after="%", name="percent", scalable=False),
    "percentage_points": Quantity(
        "percentage_points", "percentage_points",
        after="percentage points", name="percentage points", scalable=False,
    ),
    "times": Quantity("times", "times", after="times", name="times", scalable=False),
}  # fmt: skip
NO_MONEY = {"XXX", "XTS"}
"""ISO 4217 codes for no currency and for tests."""


@cache
def quantity_of(code: str, own: tuple[OwnUnit, ...] = ()) -> Quantity | None:
    """Return the quantity of a code: own, plain, currency or physical; `None` if unknown."""
    for one in own:
        if one.code == code:
            return Quantity(
                code,
                one.dimension or code,
                one.factor,
                before=one.before,
                after=one.after or ("" if one.before else one.name),
                name=one.name,
            )
    return PLAIN.get(code) or currency(code) or physical(code)


def currency(code: str) -> Quantity | None:
    """Return the currency of a lower-case ISO 4217 code; `None` if it is not one."""
    # Importing Babel takes a tenth of a second, and many commands need no unit.
    from babel.numbers import (  # noqa: PLC0415
        get_currency_name,
        get_currency_symbol,
        list_currencies,
    )

    iso = code.upper()
    if iso.lower() != code or iso not in list_currencies() or iso in NO_MONEY:
        return None
    symbol = get_currency_symbol(iso, locale="en")
    # Signs in CLDR are unique: "$" is the US dollar, "A$" the Australian dollar.
    signed = any(unicodedata.category(letter) == "Sc" for letter in symbol)
    name = get_currency_name(iso, count=2, locale="en")
    return Quantity(code, code, before=symbol if signed else f"{iso} ", name=name)


def physical(code: str) -> Quantity | None:
    """Return the physical quantity of a code; `None` if it is not one."""
    found = measured(code)
    if found is None:
        return None
    return Quantity(
        code,
        found.dimension,
        found.factor,
        after=found.words,
        name=found.words,
    )
