"""Numbers and claims in words: the one way each is said in prose, tables and labels."""

import math
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pandas as pd

from report_helpers.claims.units import UNIT_LABEL

__all__ = [
    "MINUS",
    "QUALIFIER",
    "RANGE",
    "amount",
    "between",
    "capitalized",
    "count_phrase",
    "dollars",
    "ends",
    "figure",
    "in_sentence",
    "join_words",
    "measure_title",
    "percent",
    "printed_amount",
    "printed_end",
    "printed_number",
    "years",
]  # fmt: skip

Claim = Mapping[str, Any] | pd.Series
"""One claim: its cells by column, as a row of the table or as a dict."""

MINUS, RANGE = "\N{MINUS SIGN}", "\N{EN DASH}"
AFFIX: dict[str, tuple[str, str]] = {
    "usd_million": ("$", " million"),
    "usd_billion": ("$", " billion"),
    "usd_trillion": ("$", " trillion"),
    "percent": ("", " %"),
    "percentage_points": ("", " percentage points"),
    "times": ("", " times"),
    "count": ("", ""),
}
"""What stands before and after a number of each unit."""
QUALIFIER = {"exact": "", "about": "about ", "at_least": "more than ", "at_most": "up to "}
SCALES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
           "eleven", "twelve")  # fmt: skip


def percent(fraction: float, digits: int = 1) -> str:
    """Return a fraction in percent: 0.3617 is "36.2 %"."""
    return f"{100 * fraction:,.{digits}f} %"


def between(low: float, high: float) -> str:
    """Return an interval of fractions in percent; an open end is said as such."""
    if math.isinf(high):
        return f"more than {percent(low, 2)}"
    if math.isinf(low) or low <= -1:
        return f"less than {percent(high, 2)}"
    return f"{percent(low, 2)} to {percent(high, 2)}"


def dollars(value: float) -> str:
    """Return an amount of US dollars with three significant digits: "$89.5 billion"."""
    for scale, word in SCALES:
        if abs(value) >= scale:
            return f"${_three_digits(value / scale)} {word}"
    return f"${value:,.0f}"


def amount(value: float, unit: str) -> str:
    """Return a number of base units in words: "$134.5 billion" as printed, or with its unit."""
    if not unit.startswith("usd"):
        return f"{value:,.6g} {UNIT_LABEL[unit]}"
    for scale, word in SCALES:
        scaled = value / scale
        # A printed number keeps its digits; a computed one, with many, gets three.
        if abs(scaled) >= 1 and math.isclose(scaled, float(f"{scaled:.5g}"), rel_tol=1e-12):
            return f"${scaled:,.5g} {word}"
    return dollars(value)


def ends(claim: Claim) -> str:
    """Return both ends of a claim: "$26.03 billion in 2023 and $225.91 billion in 2030"."""
    base = printed_amount(claim["base_value"], claim["unit"])
    return f"{base} in {claim['base_year']} and {figure(claim)} in {claim['year']}"


def _three_digits(value: float) -> str:
    whole_digits = len(str(int(abs(value))))
    return f"{value:,.{max(0, 3 - whole_digits)}f}"


def printed_number(number: Decimal) -> str:
    """Return a number with the digits it was printed with, thousands apart, a true minus."""
    return f"{number:,}".replace("-", MINUS)


def printed_amount(number: Decimal, unit: str) -> str:
    """Return a printed number with its unit: "$26.03 billion", "74 %", "10 times"."""
    before, after = AFFIX[unit]
    return f"{MINUS if number < 0 else ''}{before}{printed_number(abs(number))}{after}"


def figure(claim: Claim) -> str:
    """Return a claim's value or range, with hedge and unit: "more than 50 %".

    A range has a dash between its ends. A claim that prints neither value nor range has its
    stated growth: "39.2 % a year".
    """
    hedge, yearly = QUALIFIER[claim["qualifier"]], claim["metric"] == "growth_rate"
    if isinstance(claim["value"], Decimal):
        said = printed_amount(claim["value"], claim["unit"])
        return f"{hedge}{said}{' a year' if yearly else ''}"
    if isinstance(claim["value_low"], Decimal):
        before, after = AFFIX[claim["unit"]]
        low, high = printed_number(claim["value_low"]), printed_number(claim["value_high"])
        return f"{hedge}{before}{low}{RANGE}{high}{after}{' a year' if yearly else ''}"
    return f"{printed_number(claim['growth_percent'])} % a year"


def printed_end(claim: Claim, end: str) -> str:
    """Return one end of a claim as printed: its `base`, or its `value`, which may be a range."""
    base = claim["base_value"]
    return printed_amount(base, claim["unit"]) if end == "base" else figure(claim)


def in_sentence(claim: Claim) -> str:
    """Return a claim's figure for a sentence, in which a negative change is a fall."""
    value = claim["value"]
    if claim["metric"] != "change" or not isinstance(value, Decimal) or value >= 0:
        return figure(claim)
    fallen = printed_amount(abs(value), claim["unit"])
    return f"a fall of {QUALIFIER[claim['qualifier']]}{fallen}"


def capitalized(text: str) -> str:
    """Return a text with a capital where it begins with a letter."""
    return text[:1].upper() + text[1:]


def measure_title(claims: pd.DataFrame, measure: str) -> str:
    """Return what a measure is in words: the title of its first row that is not cited."""
    rows = claims[claims["measure"].eq(measure)]
    own = rows[rows["role"].ne("cited")]
    titles = (own if len(own) else rows)["title"]
    return str(titles.iloc[0]) if len(titles) else measure.replace("_", " ")


def years(claim: Claim) -> str:
    """Return the years that a claim speaks of: "2023 to 2030", "2030", or an empty text."""
    ends = [str(year) for year in (claim["base_year"], claim["year"]) if not pd.isna(year)]
    return " to ".join(ends)


def count_phrase(number: int, noun: str = "") -> str:
    """Return a number in words, with its noun: "one claim", "13 claims", "none"."""
    said = NUMBERS[number] if number < len(NUMBERS) else f"{number:,}"
    if not noun:
        return said if number else "none"
    return f"{said} {noun}{'' if number == 1 else 's'}"


def join_words(parts: list[str]) -> str:
    """Return parts as an enumeration: "a, b and c"."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
