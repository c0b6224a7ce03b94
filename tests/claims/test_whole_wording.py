"""Figures in words: hedges, ranges and signs, each kind in full."""

from collections.abc import Callable

import pandas as pd
import pytest

from report_helpers.claims.wording import (
    MINUS,
    all_phrase,
    between,
    ends,
    figure,
    in_sentence,
    isolated,
    join_some,
    measure_title,
    measure_titles,
    printed_end,
    stated_growth,
    topic_title,
    years,
)
from report_helpers.settings.active import using_settings
from report_helpers.settings.model import Settings

Claims = Callable[..., pd.DataFrame]
CHANGE = {"metric": "change", "unit": "percent"}
GROWN = {"base_year": 2020, "base_value": "100", "year": 2024}


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"growth_percent": "39.2"}, "39.2 % a year"),
        ({"growth_percent": "39.2", "growth_qualifier": "about"}, "about 39.2 % a year"),
        ({"growth_percent": "39.2", "growth_qualifier": "at_least"}, "more than 39.2 % a year"),
        ({"growth_percent": "39.2", "growth_qualifier": "at_most"}, "up to 39.2 % a year"),
        ({"growth_percent": "-3"}, f"{MINUS}3 % a year"),
        ({"growth_percent": "-3", "growth_qualifier": "about"}, f"about {MINUS}3 % a year"),
        ({"growth_percent": "-3", "growth_qualifier": "at_least"}, f"less than {MINUS}3 % a year"),
        ({"growth_percent": "-3", "growth_qualifier": "at_most"}, f"at least {MINUS}3 % a year"),
        ({"growth_percent": "0.0", "growth_qualifier": "at_least"}, "more than 0.0 % a year"),
        ({"growth_low": "5", "growth_high": "7.5"}, "5\u20137.5 % a year"),
        ({"growth_low": "-5", "growth_high": "7"}, f"{MINUS}5 % to 7 % a year"),
        (
            {"growth_low": "-5", "growth_high": "-2", "growth_qualifier": "at_most"},
            f"at least {MINUS}5 % to {MINUS}2 % a year",
        ),
    ],
)
def test_stated_growth_in_words(claims_of: Claims, fields: dict[str, str], words: str) -> None:
    """A hedge of a number below zero is turned; a claim with growth alone shows it."""
    claim = claims_of({"year": 2030, **fields}).reset_index().iloc[0]
    assert stated_growth(claim) == words
    assert figure(claim) == words
    assert in_sentence(claim) == words


@pytest.mark.parametrize(
    ("fields", "words", "sentence"),
    [
        ({"value": "110.0"}, "$110.0 billion", "$110.0 billion"),
        ({"value": "9", "qualifier": "about"}, "about $9 billion", "about $9 billion"),
        ({"value_low": "6", "value_high": "13"}, "$6\u201313 billion", "$6\u201313 billion"),
        (
            {"value_low": "6", "value_high": "13", "qualifier": "at_most"},
            "up to $6\u201313 billion", "up to $6\u201313 billion",
        ),
        ({**CHANGE, "value": "-85"}, f"{MINUS}85 %", "a fall of 85 %"),
        ({**CHANGE, "value": "-85", "qualifier": "about"}, f"about {MINUS}85 %",
         "a fall of about 85 %"),
        ({**CHANGE, "value": "-85", "qualifier": "at_least"}, "a fall of more than 85 %",
         "a fall of more than 85 %"),
        ({**CHANGE, "value": "-85", "qualifier": "at_most"}, "a fall of up to 85 %",
         "a fall of up to 85 %"),
        ({**CHANGE, "value_low": "-9", "value_high": "-6"}, f"{MINUS}9 % to {MINUS}6 %",
         "a fall of 6\u20139 %"),
        ({**CHANGE, "value_low": "-9", "value_high": "6"}, f"{MINUS}9 % to 6 %",
         f"{MINUS}9 % to 6 %"),
        ({**CHANGE, "value": "0"}, "0 %", "0 %"),
        ({"metric": "growth_rate", "unit": "percent", "value": "-3", "qualifier": "at_least"},
         f"less than {MINUS}3 % a year", f"less than {MINUS}3 % a year"),
        ({"metric": "growth_rate", "unit": "percent", "value_low": "3", "value_high": "4"},
         "3\u20134 % a year", "3\u20134 % a year"),
        ({"metric": "multiple", "unit": "times", "value": "1.5"}, "1.5 times", "1.5 times"),
    ],
)  # fmt: skip
def test_a_figure_in_words(
    claims_of: Claims, fields: dict[str, str], words: str, sentence: str
) -> None:
    """With its hedge and unit; in a sentence a negative change is a fall."""
    claim = claims_of({"base_year": 2020, "year": 2024, **fields}).reset_index().iloc[0]
    assert figure(claim) == words
    assert printed_end(claim, "value") == words
    assert in_sentence(claim) == sentence


def test_both_ends_in_words(claims_of: Claims) -> None:
    """The base has a hedge of its own."""
    table = claims_of(
        {**GROWN, "value": "121", "base_qualifier": "about"},
        {**GROWN, "value": "121", "qualifier": "at_least"},
        {"year": 2024, "value": "5"},
        {"value": "5"},
    ).reset_index()
    assert ends(table.iloc[0]) == "about $100 billion in 2020 and $121 billion in 2024"
    assert ends(table.iloc[1]) == "$100 billion in 2020 and more than $121 billion in 2024"
    assert [years(table.iloc[row]) for row in range(4)] == ["2020 to 2024"] * 2 + ["2024", ""]


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (0.1, 0.2, "10.00 % to 20.00 %"), (0.1, float("inf"), "more than 10.00 %"),
        (float("-inf"), 0.2, "less than 20.00 %"), (-1, 0.2, "less than 20.00 %"),
        (-0.5, 0.2, f"{MINUS}50.00 % to 20.00 %"), (-0.99996, 0.2, f"{MINUS}100.00 % to 20.00 %"),
    ],
)  # fmt: skip
def test_an_interval_in_words(low: float, high: float, words: str) -> None:
    """An open end is more or less than the other."""
    assert between(low, high) == words


def test_names_in_words(claims_of: Claims) -> None:
    """Titles of measures come from rows that are not cited, of topics from the settings."""
    read = {"role": "comparator", "producer": "A", "source_id": "a", "url": "https://a.example",
            "accessed": "2026-01-02", "year": 2030, "value": "5"}  # fmt: skip
    table = claims_of(
        {"year": 2030, "value": "5", "title": "Cited", "measure": "m"},
        {**read, "title": "Own", "measure": "m"}, {**read, "title": "Later", "measure": "m"},
        {"year": 2030, "value": "5", "title": "Only", "measure": "n"},
        {"year": 2030, "value": "5", "title": "\u0633\u0648\u0642", "measure": "o"},
    )  # fmt: skip
    assert measure_titles(table) == {"m": "Own", "n": "Only", "o": "\u2068\u0633\u0648\u0642\u2069"}
    assert measure_title(table, "m") == "Own"
    assert measure_title(table, "of_nothing") == "of nothing"
    assert isolated("Solar \u2013 2030") == "Solar \u2013 2030"
    assert [topic_title(key) for key in ("ev_sales", "ml_market", "cost_of_pv", "htm_as")] == [
        "EV sales", "ML market", "Cost of PV", "HTM as",
    ]  # fmt: skip
    with using_settings(Settings(topics={"ev_sales": "Cars"})):
        assert topic_title("ev_sales") == "Cars"


def test_counts_of_parts_in_words() -> None:
    """Twelve parts are all listed, of more the number left."""
    assert [all_phrase(2), all_phrase(3), all_phrase(13)] == ["Both", "All three", "All 13"]
    parts = [f"p{number}" for number in range(14)]
    assert join_some(parts[:12]) == f"{', '.join(parts[:11])} and p11"
    assert join_some(parts[:13]) == f"{', '.join(parts[:12])} and 1 more"
    assert join_some(parts) == f"{', '.join(parts[:12])} and 2 more"
