"""Numbers with their unit in words, and the one way in which a computed number is rounded.

The page rounds and says numbers in the same way: `numbers.js` follows `rounded`,
`significant` and `amount` line by line, with the steps that the projection's contract carries.
"""

import math
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from typing import NamedTuple

from report_helpers.claims.physical import symbol
from report_helpers.claims.units import SCALES, Unit, scales_of, unit

__all__ = [
    "MINUS", "Step", "amount", "amount_in", "axis_title", "capitalized", "fixed", "own_step",
    "percent", "printed_amount", "printed_number", "rounded", "significant", "steps", "unit_name",
]  # fmt: skip

MINUS = "\N{MINUS SIGN}"
DIGITS = 3
"""Significant digits of a computed number."""

PRINTED_DIGITS = 5
"""A number that has no more significant digits than this is taken for a printed one."""

UNSAID = {"thousand"}
"""Scale words that no computed amount is said with: "$45,000", not "$45 thousand"."""

EXACT = Context(prec=400)
"""Wide enough for every float."""


class Step(NamedTuple):
    """One way to say a unit's amounts: its size in base units, what stands around the number."""

    factor: float
    before: str
    after: str


def rounded(value: float, decimals: int) -> Decimal:
    """Return a computed number with a fixed count of decimals; every other rounding is built on it.

    The shortest decimal that stands for the float is rounded, halves away from zero: 190.5 is
    191, 0.125 is 0.13, 1.005 is 1.01. `Intl.NumberFormat` does the same; Python's `format` and
    `round` do not, for they round halves of the exact binary value to the even digit.
    Zero has no sign.
    """
    places = Decimal(1).scaleb(-decimals)
    return Decimal(repr(float(value))).quantize(places, ROUND_HALF_UP, EXACT) + 0


def fixed(value: float, decimals: int = 1) -> str:
    """Return a computed number with a fixed count of decimals, thousands apart: "1,632.0"."""
    return printed_number(rounded(value, decimals)) if math.isfinite(value) else _endless(value)


def significant(value: float) -> Decimal:
    """Return a computed number with three significant digits; whole digits are never dropped.

    89.48123 is 89.5, 1234.5678 is 1235, 0.0012345678 is 0.00123. A number of at most five
    significant digits keeps them, for it was printed so: 190.5 is 190.5.
    """
    if value == 0:
        return Decimal(0)
    size = Decimal(repr(float(value))).adjusted()
    short = rounded(value, PRINTED_DIGITS - 1 - size)
    if math.isclose(float(short), value, rel_tol=1e-12):
        return Decimal(f"{short.normalize():f}")
    number = rounded(value, max(0, DIGITS - 1 - size))
    # 9.996 has become 10.00, with a digit too many.
    return rounded(value, max(0, DIGITS - 1 - number.adjusted()))


def _endless(value: float) -> str:
    return "no number" if math.isnan(value) else f"{MINUS if value < 0 else ''}infinite"


def percent(fraction: float, digits: int = 1) -> str:
    """Return a fraction in percent: 0.3617 is "36.2 %", with a true minus."""
    return f"{fixed(100 * fraction, digits)} %"


def printed_number(number: Decimal) -> str:
    """Return a number with the digits it was printed with, thousands apart, a true minus."""
    return f"{number:,f}".replace("-", MINUS)


@lru_cache(maxsize=1024)
def steps(code: str) -> tuple[Step, ...]:
    """Return the ways to say the amounts of a unit, smallest first.

    A unit with symbol prefixes has them (`gwh`: Wh, kWh, MWh, GWh, TWh, ...); every other one the
    scale words of its number system (`inr_crore`: rupees, lakh, crore, lakh crore).
    """
    found = unit(code)
    quantity = found.quantity
    if quantity.family and not found.scale:
        return tuple(Step(factor, "", _after("", words, found.per))
                     for factor, words in quantity.family)  # fmt: skip
    words = {"": 1.0, **{word: size for word, size in scales_of(code).items()
                         if word not in UNSAID}}  # fmt: skip
    return tuple(_step(found, word, size) for word, size in words.items())


def _step(found: Unit, scale: str, size: float) -> Step:
    quantity = found.quantity
    after = _after(scale, quantity.after, found.per)
    return Step(quantity.factor * size, quantity.before, after)


def _after(scale: str, words: str, per: str) -> str:
    parts = (scale.replace("_", " "), words, f"per {_thing(per)}" if per else "")
    return "".join(f" {part}" for part in parts if part)


def _thing(per: str) -> str:
    """Return what a unit is counted for, as a word; a symbol as it is written."""
    return symbol(per) or per.replace("_", " ")


def amount(value: float, code: str) -> str:
    """Return a computed number of base units in a unit's own words: "$134.5 billion".

    Three significant digits (see `significant`), in the largest step of the unit that the number
    reaches: 1.2e12 rupees in rows of `inr_crore` are "₹1.2 lakh crore", 18,912,003 things
    "18.9 million", 1.5e16 joules in rows of `gwh` "4.17 TWh".
    """
    return amount_in(value, steps(code))


def amount_in(value: float, known: Sequence[Step]) -> str:
    """Return a number in the largest of these steps that it reaches; see `amount`."""
    if not math.isfinite(value):
        return _endless(value)
    size = abs(value)
    at = max((at for at, step in enumerate(known) if size >= step.factor), default=0)
    number = significant(size / known[at].factor)
    # 999.961 billion rounds to 1,000 billion, which is 1.00 trillion.
    if at + 1 < len(known) and float(number) * known[at].factor >= known[at + 1].factor:
        at += 1
        number = significant(size / known[at].factor)
    return _signed(number if value >= 0 else -number, known[at])


def _signed(number: Decimal, step: Step) -> str:
    sign = MINUS if number < 0 else ""
    return f"{sign}{step.before}{printed_number(abs(number))}{step.after}"


def printed_amount(number: Decimal, code: str) -> str:
    """Return a printed number with its unit: "$26.03 billion", "74 %", "10 times"."""
    return _signed(number, own_step(code))


def own_step(code: str) -> Step:
    """Return how a number of just this unit is said."""
    found = unit(code)
    return _step(found, found.scale, SCALES.get(found.scale, 1.0))


def unit_name(code: str) -> str:
    """Return a unit in words, without a number: "billion US dollars", "GWh", "crore rupees"."""
    found = unit(code)
    name = found.quantity.name
    if found.quantity.code == "count" and (found.scale or found.per):
        name = ""
    return _after(found.scale, name, found.per).strip()


def axis_title(code: str) -> str:
    """Return a unit as the title of an axis: "Billion US dollars", "GWh"."""
    return capitalized(unit_name(code))


def capitalized(text: str) -> str:
    """Return a text with a capital first letter, unless its first word has one anywhere.

    "market size" is "Market size"; "eV battery demand" and "iPhone sales" stay as they are.
    """
    first = text.split(" ", 1)[0]
    return text[:1].upper() + text[1:] if first == first.lower() else text
