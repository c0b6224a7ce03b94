"""A row's figures, unit and years against what `as_printed` prints."""

from collections.abc import Callable
from typing import Any

import pytest

from report_helpers.errors import Problem

Made = Callable[..., bytes]
Found = Callable[[str | bytes], list[Problem]]


@pytest.mark.parametrize(
    ("value", "unit", "as_printed"),
    [
        ("17000000", "count", "17 million"),
        ("17", "count_million", "17 million"),
        ("17.5", "count_million", "17.5m users"),
        ("1234567", "count", "12,34,567; 2030"),
        ("1632.5", "usd_million", "1.632,5 Mio.; 2030"),
        ("1632.5", "eur_million", "1 632,5 M"),
        ("225.91", "usd_billion", "\u0662\u0662\u0665\u066b\u0669\u0661; 2030"),
        ("225.91", "usd_billion", "\uff12\uff12\uff15.\uff19\uff11; 2030"),
        ("250", "eur_billion", "EUR 250 billion"),
        ("250", "eur_billion", "250 Mrd. \u20ac"),
        ("1.2", "inr_lakh_crore", "\u20b91.2 lakh crore"),
        ("12000", "inr_crore", "Rs 12,000 crore"),
        ("3500", "jpy_hundred_million", "3,500\u5104\u5186"),
        ("26.03", "usd_billion", "26.03 USD bn"),
        ("250", "usd_billion", "$250"),
        ("250", "aud_billion", "$250 billion"),
        ("250", "usd_billion", "$250 million; $250 billion"),
        ("250", "usd_billion", "a quarter"),
        ("12", "tonne_million", "12 million tonnes"),
        ("12", "tonne", "12t"),
        ("5", "gwh", "5 GWh"),
        ("7", "percent", "7% ($7 trillion)"),
        ("130", "usd_per_kwh", "$130 per kWh"),
        ("10", "count", "TOP 10 firms"),
        ("15.7", "usd_trillion", "$15.7T"),
        ("100", "count", "100 HTML pages"),
        ("250", "cny_billion", "RMB 250 billion"),
    ],
)
def test_printed_figures_are_held_as_printed(
    value: str, unit: str, as_printed: str, csv_of: Made, problems_of: Found
) -> None:
    """Scales, groups of digits, scripts and currency signs of many countries are read."""
    row = {"value": value, "unit": unit, "year": 2030, "as_printed": as_printed}
    assert problems_of(csv_of(row)) == []


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (("250", "usd_billion", "$250 million"), "times 1,000,000"),
        (("250", "usd_billion", "$250m"), "times 1,000,000"),
        (("250", "usd_billion", "EUR 250 billion"), "in EUR"),
        (("250", "usd_billion", "250 billion euros"), "in EUR"),
        (("250", "eur_billion", "$250 billion"), "in USD"),
        (("250", "usd_billion", "A$250 billion"), "in AUD"),
        (("250", "usd_billion", "\u20b9250 billion"), "in INR"),
        (("17", "count", "17 million"), "times 1,000,000"),
        (("17", "count_million", "$17 million"), "in USD"),
        (("12000", "inr_lakh", "\u20b912,000 crore"), "times 10,000,000"),
        (("25", "tonne", "25 million tonnes"), "times 1,000,000"),
    ],
)
def test_another_scale_or_currency_is_refused(
    row: tuple[str, str, str], words: str, csv_of: Made, problems_of: Found
) -> None:
    """The scale and currency printed with a figure are those of the row's unit."""
    cells = dict(zip(("value", "unit", "as_printed"), row, strict=True))
    (problem,) = problems_of(csv_of(cells))
    assert (problem.line, problem.column, problem.code) == (2, "unit", "not-as-printed")
    assert words in problem.message


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ({"year": 2024, "value": "17", "as_printed": "17 million; 2023"}, "year"),
        ({"year": 2024, "value": "17", "as_printed": "17 million; FY2023"}, "year"),
        ({"year": 2024, "value": "17", "as_printed": "17 million; early 2023"}, "year"),
        ({"year": 2024, "value": "17", "as_printed": "17 million; 2021/22"}, "year"),
        (
            {
                "base_year": 2022,
                "base_value": "8",
                "year": 2030,
                "value": "17",
                "as_printed": "8 million; 2023; 17 million; 2030",
            },
            "base_year",
        ),
    ],
)
def test_another_year_is_refused(
    row: dict[str, Any], column: str, csv_of: Made, problems_of: Found
) -> None:
    """Years printed in parts of their own are those of the row."""
    (problem,) = problems_of(csv_of({"unit": "count_million", **row}))
    assert (problem.line, problem.column, problem.code) == (2, column, "not-as-printed")


@pytest.mark.parametrize(
    "row",
    [
        {"year": 2024, "value": "83", "as_printed": "83; 2000 respondents"},
        {"year": 2024, "value": "2020", "as_printed": "2020; 2024"},
        {"year": 2024, "value": "2020", "as_printed": "2020"},
        {"base_year": 2015, "year": 2019, "value": "74", "as_printed": "74; 2015-2019"},
        {"base_year": 2015, "year": 2019, "value": "74", "as_printed": "74; 2015\u201319"},
        {"base_year": 2023, "year": 2030, "value": "74", "as_printed": "74; 2030; report of 2021"},
        {"base_year": 2023, "year": 2030, "value": "74", "as_printed": "74; 2030; 2021"},
        {
            "year": 2034,
            "value": "154.8",
            "growth_percent": "21.5",
            "growth_from": 2026,
            "growth_to": 2034,
            "as_printed": "154.8; 2034; 21.5%; 2026-2034",
        },
        {"year": 2024, "value": "74", "as_printed": "74; ten years"},
        {"year": 2024, "value": "74", "as_printed": "74; 10 years"},
        {"value": "74", "as_printed": "74; 2023"},
    ],
)
def test_no_year_is_seen_where_none_is_named(
    row: dict[str, Any], csv_of: Made, problems_of: Found
) -> None:
    """Counts, figures that look like years, and other years besides the row's own are no error."""
    assert problems_of(csv_of(row)) == []
