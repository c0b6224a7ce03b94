"""Numbers with their unit in words, and the only rounding of computed numbers.

Decimal mark, grouping and the percent's spacing are those of the reader's locale
(`reader_locale`). The page rounds and formats numbers in the same way: `numbers.js` mirrors
`rounded`, `significant`, `exact` and `amount` line by line, with the steps and the manner from the
projection's contract.
"""

import math
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from typing import NamedTuple

from report_helpers.claims.physical import symbol
from report_helpers.claims.units import SCALES, Unit, scales_of, unit
from report_helpers.reader_locale import MINUS, current, localized, localized_percent

__all__ = [
    "MINUS", "Step", "amount", "amount_in", "axis_title", "capitalized", "exact", "exact_percent",
    "fixed", "own_step", "percent", "printed_amount", "printed_number", "printed_percent",
    "rounded", "significant", "steps", "unit_name", "whole",
]  # fmt: skip

DIGITS = 3
"""Significant digits of a computed number."""

PRINTED_DIGITS = 5
"""A number with at most this many significant digits counts as printed and keeps them all."""

UNUSED_SCALES = {"thousand"}
"""Scale words that computed amounts never use: "$45,000", not "$45 thousand"."""

EXACT = Context(prec=400)
"""Precision that holds every float exactly."""


class Step(NamedTuple):
    """One format for a unit's amounts: its size in base units, the text around the number."""

    factor: float
    before: str
    after: str


def rounded(value: float, decimals: int) -> Decimal:
    """Round a number to a fixed count of decimals; all other rounding uses this function.

    Rounds the shortest decimal that identifies the float, halves away from zero: 190.5 becomes
    191, 0.125 becomes 0.13, 1.005 becomes 1.01. `Intl.NumberFormat` does the same; Python's
    `format` and `round` instead round halves of the exact binary value to the even digit.
    Zero has no sign.
    """
    places = Decimal(1).scaleb(-decimals)
    return Decimal(repr(float(value))).quantize(places, ROUND_HALF_UP, EXACT) + 0


def fixed(value: float, decimals: int = 1) -> str:
    """Return a number with a fixed count of decimals and thousands separators: "1,632.0"."""
    return printed_number(rounded(value, decimals)) if math.isfinite(value) else _endless(value)


def whole(number: int) -> str:
    """Return a count with thousands separators: "1,632"."""
    return localized(f"{number:,}".replace("-", MINUS))


def significant(value: float) -> Decimal:
    """Round a number to three significant digits, but never round off its integer digits.

    89.48123 becomes 89.5, 1234.5678 becomes 1235, 0.0012345678 becomes 0.00123. A number with at
    most five significant digits is assumed to be printed and keeps them: 190.5 stays 190.5.
    """
    if value == 0:
        return Decimal(0)
    size = Decimal(repr(float(value))).adjusted()
    short = rounded(value, PRINTED_DIGITS - 1 - size)
    if math.isclose(float(short), value, rel_tol=1e-12):
        return Decimal(f"{short.normalize():f}")
    number = rounded(value, max(0, DIGITS - 1 - size))
    # Rounding turns 9.996 into 10.00, which has one digit too many.
    return rounded(value, max(0, DIGITS - 1 - number.adjusted()))


def _endless(value: float) -> str:
    return "no number" if math.isnan(value) else f"{MINUS if value < 0 else ''}infinite"


def percent(fraction: float, digits: int = 1, *, grouped: bool = True) -> str:
    """Return a fraction in percent, with the minus sign U+2212: 0.3617 becomes "36.2 %"."""
    if not math.isfinite(fraction):
        return f"{_endless(fraction)} %"
    return printed_percent(rounded(100 * fraction, digits), grouped=grouped)


def exact(value: float, *, grouped: bool = True) -> str:
    """Return a number as it was set, with all its digits and thousands separators."""
    return printed_number(Decimal(repr(float(value))).normalize() + 0, grouped=grouped)


def exact_percent(fraction: float, *, grouped: bool = True) -> str:
    """Return a fraction in percent with all its digits: 0.3625 becomes "36.25 %"."""
    moved = Decimal(repr(float(fraction))).scaleb(2).normalize() + 0
    return printed_percent(moved, grouped=grouped)


def printed_number(number: Decimal, *, grouped: bool = True) -> str:
    """Return a number with all its digits, thousands separators and the minus sign U+2212."""
    return localized(_canonical(number, grouped=grouped))


def printed_percent(number: Decimal, *, grouped: bool = True) -> str:
    """Return a number of percent with all its digits: "36.25 %"."""
    return localized_percent(_canonical(number, grouped=grouped))


def _canonical(number: Decimal, *, grouped: bool) -> str:
    return (f"{number:,f}" if grouped else f"{number:f}").replace("-", MINUS)


def steps(code: str) -> tuple[Step, ...]:
    """Return the steps in which to write amounts of a unit, smallest first.

    These are the scale words of the unit's number system (`inr_crore`: rupees, lakh, crore, lakh
    crore). A physical unit keeps its prefix: `gwh` has GWh, million GWh and so on, never TWh.
    """
    return _steps(code, current().percent)


@lru_cache(maxsize=1024)
def _steps(code: str, in_percent: tuple[str, str]) -> tuple[Step, ...]:
    found = unit(code)
    words = {"": 1.0, **{word: size for word, size in scales_of(code).items()
                         if word not in UNUSED_SCALES}}  # fmt: skip
    return tuple(_step(found, word, size, in_percent) for word, size in words.items())


def _step(found: Unit, scale: str, size: float, in_percent: tuple[str, str]) -> Step:
    quantity = found.quantity
    if quantity.code == "percent":
        return Step(quantity.factor * size, *in_percent)
    after = _after(scale, quantity.after, found.per)
    return Step(quantity.factor * size, quantity.before, after)


def _after(scale: str, words: str, per: str) -> str:
    parts = (scale.replace("_", " "), words, f"per {_thing(per)}" if per else "")
    return "".join(f" {part}" for part in parts if part)


def _thing(per: str) -> str:
    """Return the denominator of a unit as a word, or as its symbol if it has one."""
    return symbol(per) or per.replace("_", " ")


def amount(value: float, code: str) -> str:
    """Return a computed number of base units in the words of a unit: "$134.5 billion".

    Rounds to three significant digits (see `significant`) in the largest step of the unit that
    does not exceed the number. 1.2e12 rupees in rows of `inr_crore` become "₹1.2 lakh crore",
    a count of 18,912,003 becomes "18.9 million", 1.5e16 joules in rows of `gwh` "4,167 GWh".
    """
    return amount_in(value, steps(code))


def amount_in(value: float, known: Sequence[Step]) -> str:
    """Return a number in the largest of these steps that does not exceed it; see `amount`."""
    if not math.isfinite(value):
        return _endless(value)
    size = abs(value)
    at = max((at for at, step in enumerate(known) if size >= step.factor), default=0)
    number = significant(size / known[at].factor)
    # 999.961 billion rounds to 1,000 billion: write 1 trillion instead.
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
    """Return the step of the unit itself, at its own scale."""
    found = unit(code)
    return _step(found, found.scale, SCALES.get(found.scale, 1.0), current().percent)


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
    """Capitalize the first letter of a text, unless its first word has a capital anywhere.

    "market size" becomes "Market size"; "eV battery demand" and "iPhone sales" do not change.
    """
    first = text.split(" ", 1)[0]
    return text[:1].upper() + text[1:] if first == first.lower() else text
