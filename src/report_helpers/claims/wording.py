"""Formats numbers and claims as words, in the same way for prose, tables and labels."""

import math
import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Union

from report_helpers.claims.amounts import (
    MINUS,
    amount,
    axis_title,
    capitalized,
    fixed,
    own_step,
    percent,
    printed_amount,
    printed_number,
    unit_name,
    whole,
)
from report_helpers.settings.active import settings

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "END_ISOLATE",
    "ISOLATE",
    "MINUS",
    "QUALIFIER",
    "RANGE",
    "all_phrase",
    "amount",
    "axis_title",
    "between",
    "capitalized",
    "count_phrase",
    "ends",
    "figure",
    "fixed",
    "in_sentence",
    "is_right_to_left",
    "isolated",
    "join_some",
    "join_words",
    "measure_title",
    "measure_titles",
    "percent",
    "printed_amount",
    "printed_end",
    "printed_number",
    "stated_growth",
    "topic_title",
    "unit_name",
    "years",
]  # fmt: skip

Claim = Union[Mapping[str, Any], "pd.Series[Any]"]
"""One claim: its cells by column, as a row of the table or as a dict."""

RANGE = "\N{EN DASH}"
ISOLATE, END_ISOLATE = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"
QUALIFIER = {"exact": "", "about": "about ", "at_least": "more than ", "at_most": "up to "}
NEGATED = {"more than ": "less than ", "up to ": "at least "}
ABBREVIATION = re.compile(
    r"(?!as|at|by|in|is|it|of|on|or|to|up|vs|we)[a-z]{2}|[bcdfghjklmnpqrstvwxz]{3,}"
)
LISTED = 12
"""The most parts of an enumeration, and sentences of one kind, before the others are counted."""
PAIR = 2
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
           "eleven", "twelve")  # fmt: skip


def between(low: float, high: float) -> str:
    """Return an interval of fractions in percent; an open end becomes "more/less than"."""
    if math.isinf(high):
        return f"more than {percent(low, 2)}"
    if math.isinf(low) or low <= -1:
        return f"less than {percent(high, 2)}"
    return f"{percent(low, 2)} to {percent(high, 2)}"


def ends(claim: Claim) -> str:
    """Return base and end of a claim: "$26.03 billion in 2023 and $225.91 billion in 2030"."""
    base = printed_end(claim, "base")
    return f"{base} in {claim['base_year']} and {figure(claim)} in {claim['year']}"


def figure(claim: Claim) -> str:
    """Return a claim's value or range, with hedge and unit: "more than 50 %".

    A range has a dash between its ends. A claim with neither value nor range shows its stated
    growth: "39.2 % a year". `at_least` refers to the absolute size of a number: a hedged fall
    becomes "a fall of more than 85 %", any other negative number "less than -3 %".
    """
    if _falls(claim) and claim["qualifier"] in {"at_least", "at_most"}:
        return in_sentence(claim)
    yearly = " a year" if claim["metric"] == "growth_rate" else ""
    if isinstance(claim["value"], Decimal):
        value = claim["value"]
        return f"{hedge(claim, value)}{printed_amount(value, claim['unit'])}{yearly}"
    if isinstance(claim["value_low"], Decimal):
        low, high = claim["value_low"], claim["value_high"]
        return f"{hedge(claim, high)}{printed_range(low, high, claim['unit'])}{yearly}"
    return stated_growth(claim)


def stated_growth(claim: Claim) -> str:
    """Return the growth that a claim states, with its hedge: "more than 39.2 % a year"."""
    single = claim["growth_percent"]
    if isinstance(single, Decimal):
        highest, text = single, printed_amount(single, "percent")
    else:
        highest = claim["growth_high"]
        text = printed_range(claim["growth_low"], highest, "percent")
    words = QUALIFIER.get(claim["growth_qualifier"] or "exact", "")
    return f"{NEGATED.get(words, words) if highest < 0 else words}{text} a year"


def hedge(claim: Claim, value: Decimal) -> str:
    """Return the hedge before a claim's value, reversed if the value is negative."""
    words = QUALIFIER[claim["qualifier"]]
    return NEGATED.get(words, words) if value < 0 else words


def printed_range(low: Decimal, high: Decimal, unit: str) -> str:
    """Return a printed range with its unit: ends joined by a dash, by "to" if one is negative."""
    if low < 0 or high < 0:
        return f"{printed_amount(low, unit)} to {printed_amount(high, unit)}"
    step = own_step(unit)
    return f"{step.before}{printed_number(low)}{RANGE}{printed_number(high)}{step.after}"


def printed_end(claim: Claim, end: str) -> str:
    """Return one end of a claim as printed: its base if `end` is "base", otherwise its figure."""
    if end != "base":
        return figure(claim)
    hedge = QUALIFIER.get(claim["base_qualifier"], "")
    return f"{hedge}{printed_amount(claim['base_value'], claim['unit'])}"


def in_sentence(claim: Claim) -> str:
    """Return a claim's figure for use in a sentence: a negative change becomes "a fall of"."""
    if not _falls(claim):
        return figure(claim)
    if isinstance(claim["value"], Decimal):
        fallen = printed_amount(-claim["value"], claim["unit"])
    else:
        fallen = printed_range(-claim["value_high"], -claim["value_low"], claim["unit"])
    return f"a fall of {QUALIFIER[claim['qualifier']]}{fallen}"


def _falls(claim: Claim) -> bool:
    """Return whether a claim is a negative change: its value or whole range is below zero."""
    values = (claim["value"], claim["value_high"])
    highest = next((value for value in values if isinstance(value, Decimal)), Decimal(0))
    return claim["metric"] == "change" and highest < 0


def measure_title(claims: "pd.DataFrame", measure: str) -> str:
    """Return the title of a measure: that of its first row that is not cited, if any."""
    titles = measure_titles(claims[claims["measure"].eq(measure)])
    return titles.get(measure, measure.replace("_", " "))


def measure_titles(claims: "pd.DataFrame") -> dict[str, str]:
    """Return the titles of all measures, as `measure_title` does, by their keys in file order."""
    own_first = claims["role"].eq("cited").sort_values(kind="stable").index
    best = claims.loc[own_first].drop_duplicates("measure").set_index("measure")["title"]
    return {str(each): isolated(str(best[each])) for each in claims["measure"].unique()}


def topic_title(topic: str) -> str:
    """Return the title of a topic: that of the settings, else made from its key.

    "ev_sales" becomes "EV sales": a word of two letters, or one without a vowel, counts as an
    abbreviation.
    """
    if topic in settings().topics:
        return settings().topics[topic]
    words = (word.upper() if ABBREVIATION.fullmatch(word) else word for word in topic.split("_"))
    return capitalized(" ".join(words))


def years(claim: Claim) -> str:
    """Return the years of a claim: "2023 to 2030", "2030", or an empty text."""
    ends = (str(year) for year in (claim["base_year"], claim["year"]))
    # A missing year is <NA>, nan or None.
    return " to ".join(year for year in ends if year.isdecimal())


def is_right_to_left(text: str) -> bool:
    """Return whether a text has a letter of a right-to-left script, such as Arabic or Hebrew."""
    return not text.isascii() and any(
        sign.isalpha() and unicodedata.bidirectional(sign) in {"R", "AL"} for sign in text
    )


def isolated(name: str) -> str:
    """Isolate a right-to-left name, so that years and signs around it keep their order."""
    return f"{ISOLATE}{name}{END_ISOLATE}" if is_right_to_left(name) else name


def count_phrase(number: int, noun: str = "") -> str:
    """Return a count with its noun, small numbers in words: "one claim", "13 claims", "none"."""
    words = NUMBERS[number] if number < len(NUMBERS) else whole(number)
    if not noun:
        return words if number else "none"
    return f"{words} {noun}{'' if number == 1 else 's'}"


def all_phrase(number: int) -> str:
    """Return "All" with a count of two or more: "Both", "All three", "All 13"."""
    return "Both" if number == PAIR else f"All {count_phrase(number)}"


def join_words(parts: list[str]) -> str:
    """Return parts as an enumeration: "a, b and c"."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def join_some(parts: list[str]) -> str:
    """Return an enumeration of at most `LISTED` parts: "a, b and 5 more"."""
    more = len(parts) - LISTED
    return join_words([*parts[:LISTED], f"{whole(more)} more"] if more > 0 else parts)
