"""Numbers with their unit, and the one rounding of computed numbers."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report_helpers.claims.amounts import (
    MINUS,
    amount,
    axis_title,
    capitalized,
    exact,
    exact_percent,
    fixed,
    percent,
    printed_amount,
    rounded,
    significant,
    unit_name,
    whole,
)


@pytest.mark.parametrize(
    ("value", "code", "words"),
    [
        (190.5e9, "usd_billion", "$190.5 billion"), (999, "usd_million", "$999"),
        (89.48123e9, "usd_billion", "$89.5 billion"), (15.7e12, "usd_trillion", "$15.7 trillion"),
        (1.2e12, "inr_crore", "\u20b91.2 lakh crore"), (3.456789e9, "inr_crore", "\u20b9346 crore"),
        (2.5e6, "inr_lakh", "\u20b925 lakh"), (18_912_003, "count", "18.9 million"),
        (66000, "count", "66,000"), (17e6, "count_million", "17 million"),
        (25 * 3.6e12, "gwh", "25 GWh"), (1.5e16, "gwh", "4,167 GWh"), (3.6e9, "gwh", "0.001 GWh"),
        (3.5e11, "jpy_hundred_million", "\u00a53,500 hundred million"),
        (-1.234e9, "aud_billion", f"{MINUS}A$1.234 billion"), (3e9, "aed_million", "AED 3 billion"),
        (1e9, "cny_million", "CN\u00a51 billion"), (5e10, "eur_billion", "\u20ac50 billion"),
        (132.4, "usd_per_kwh", "$132.4 per kWh"), (12_345_678e3, "tonne", "12.3 million tonnes"),
        (3e5 * 0.15898729492799996, "barrel_per_day", "300,000 barrels per day"),
        (999.961234e9, "usd_billion", "$1.00 trillion"), (0, "eur", "\u20ac0"),
        (36.1734, "percent", "36.2 %"), (1e27, "usd", "$1,000,000,000,000,000 trillion"),
        (float("nan"), "usd", "no number"), (float("-inf"), "usd", f"{MINUS}infinite"),
    ],
)  # fmt: skip
def test_amounts_are_shown_in_their_own_unit(value: float, code: str, words: str) -> None:
    """Three significant digits, printed ones kept, a scale of the unit's own number system."""
    assert amount(value, code) == words


@pytest.mark.parametrize(
    ("number", "code", "words"),
    [
        ("26.030", "usd_billion", "$26.030 billion"),
        ("-3", "eur_million", f"{MINUS}\u20ac3 million"),
        ("1200", "inr_lakh_crore", "\u20b91,200 lakh crore"), ("17", "count_million", "17 million"),
        ("0.5", "percentage_points", "0.5 percentage points"), ("10", "times", "10 times"),
        ("3000", "cny_hundred_million", "CN\u00a53,000 hundred million"), ("12", "gw", "12 GW"),
        ("0.000000000001", "usd_trillion", "$0.000000000001 trillion"), ("74", "percent", "74 %"),
        ("800", "kilotonne", "800 kilotonnes"), ("9", "square_metre_million",
         "9 million square metres"),
    ],
)  # fmt: skip
def test_printed_amounts_keep_their_digits(number: str, code: str, words: str) -> None:
    """The digits, the scale and the unit are those of the row."""
    assert printed_amount(Decimal(number), code) == words


@pytest.mark.parametrize(
    ("code", "name", "title"),
    [
        ("usd_billion", "billion US dollars", "Billion US dollars"), ("gwh", "GWh", "GWh"),
        ("eur_million", "million euros", "Million euros"), ("count", "count", "Count"),
        ("inr_crore", "crore Indian rupees", "Crore Indian rupees"),
        ("count_million", "million", "Million"), ("kwh_per_head", "kWh per head", "kWh per head"),
        ("usd_per_kwh", "US dollars per kWh", "US dollars per kWh"),
    ],
)  # fmt: skip
def test_units_have_names(code: str, name: str, title: str) -> None:
    """Axes name the unit that they show, symbols as they are written."""
    assert (unit_name(code), axis_title(code)) == (name, title)


@pytest.mark.parametrize(
    ("value", "decimals", "words"),
    [(190.5, 0, "191"), (189.5, 0, "190"), (0.125, 2, "0.13"), (1.005, 2, "1.01"),
     (2.5, 0, "3"), (-2.5, 0, f"{MINUS}3"), (-0.04, 1, "0.0"), (1234.56, 1, "1,234.6"),
     (1e22, 1, "10,000,000,000,000,000,000,000.0")],
)  # fmt: skip
def test_halves_are_rounded_away_from_zero(value: float, decimals: int, words: str) -> None:
    """As a browser rounds: the shortest decimal, halves away from zero, no negative zero."""
    assert fixed(value, decimals) == words


@given(st.floats(-1e15, 1e15), st.integers(0, 6))
def test_rounding_is_that_of_the_shortest_decimal(value: float, decimals: int) -> None:
    """A number that was printed with few digits is rounded as a reader would do by hand."""
    places = Decimal(1).scaleb(-decimals)
    assert rounded(value, decimals) == Decimal(str(value)).quantize(places, ROUND_HALF_UP)


@pytest.mark.parametrize(
    ("value", "digits"),
    [(9.99612, "10.0"), (0.00123456, "0.00123"), (99.999999, "100"), (190.5, "190.5"),
     (123456.78, "123457"), (26.031234, "26.0"), (0, "0"), (1000000, "1000000")],
)  # fmt: skip
def test_computed_numbers_have_three_digits(value: float, digits: str) -> None:
    """Whole digits are never dropped, and at most five digits were printed."""
    assert str(significant(value)) == digits


@pytest.mark.parametrize(
    ("value", "number", "in_percent"),
    [
        (0.3625, "0.3625", "36.25 %"), (-0.05, f"{MINUS}0.05", f"{MINUS}5 %"),
        (1632.0, "1,632", "163,200 %"), (-0.0, "0", "0 %"), (0.1 + 0.2, "0.30000000000000004",
         "30.000000000000004 %"), (1e-7, "0.0000001", "0.00001 %"), (2e6, "2,000,000",
         "200,000,000 %"),
    ],
)  # fmt: skip
def test_what_was_set_keeps_all_its_digits(value: float, number: str, in_percent: str) -> None:
    """Zero has no sign; a field shows no separators of thousands."""
    assert exact(value) == number
    assert exact_percent(value) == in_percent
    assert exact(value, grouped=False) == number.replace(",", "")
    assert exact_percent(value, grouped=False) == in_percent.replace(",", "")


def test_counts_and_endless_numbers_have_words() -> None:
    """With the minus sign, and as infinite or no number."""
    assert [whole(1632), whole(-1632), whole(0)] == ["1,632", f"{MINUS}1,632", "0"]
    assert [fixed(1632), fixed(float("inf")), fixed(float("-inf")), fixed(float("nan"))] == [
        "1,632.0", "infinite", f"{MINUS}infinite", "no number",
    ]  # fmt: skip
    assert [percent(float("inf")), percent(float("nan"))] == ["infinite %", "no number %"]
    assert [percent(16.325, 0), percent(16.325, grouped=False)] == ["1,633 %", "1632.5 %"]


def test_percent_has_a_true_minus() -> None:
    """One minus sign everywhere."""
    assert (percent(0.3617), percent(-0.288, 0)) == ("36.2 %", f"{MINUS}29 %")


@pytest.mark.parametrize(
    ("text", "titled"),
    [("market size", "Market size"), ("eV battery demand", "eV battery demand"),
     ("iPhone sales", "iPhone sales"), ("GWh", "GWh"), ("", ""), ("2030 demand", "2030 demand")],
)  # fmt: skip
def test_names_keep_their_letters(text: str, titled: str) -> None:
    """Only an ordinary word gets a capital."""
    assert capitalized(text) == titled
