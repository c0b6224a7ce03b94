"""Stated growth: what is held against what, within which digits, and what would explain it."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from report_helpers.audit.context import AuditContext
from report_helpers.audit.findings import Finding
from report_helpers.audit.rules import RULES

Claims = Callable[..., pd.DataFrame]
Row = dict[str, Any]
DAY = date(2026, 11, 23)


def claim(**fields: Any) -> Row:
    """Return a claim of a firm that grows by 10 % a year for ten years, from 100.0 to 259.4."""
    return {"base_year": 2024, "base_value": "100.0", "year": 2034, "value": "259.4",
            "producer": "Firm", "region": "world", "growth_percent": "10.0", **fields}  # fmt: skip


def point(year: int, value: str, **fields: Any) -> Row:
    """Return another value of the same series."""
    return {"year": year, "value": value, "producer": "Firm", "region": "world", **fields}


def found(claims: pd.DataFrame) -> list[Finding]:
    """Return what the rule finds."""
    findings = list(RULES["growth-mismatch"].find(AuditContext(claims, DAY)))
    json.dumps([finding.numbers for finding in findings], allow_nan=False)
    return findings


def severities(claims: pd.DataFrame) -> list[str]:
    """Return how grave what the rule finds is."""
    return [finding.severity for finding in found(claims)]


@pytest.mark.parametrize(
    ("fields", "severity"),
    [
        # From the base: 10 % a year leads from 100 to 259.4.
        ({}, []),
        ({"growth_from": 2024}, []),
        ({"growth_from": 2025}, []),
        # Said to begin at the base, it must lead from there.
        ({"growth_from": 2024, "growth_percent": "10.4"}, ["contradiction"]),
        ({"growth_from": 2024, "growth_percent": "9.6"}, ["contradiction"]),
        # 10.4 % asks for a first rise of 6.5 %, 0.62 times the growth; 10.5 % for 0.53 times.
        ({"growth_from": 2025, "growth_percent": "10.4"}, ["note"]),
        ({"growth_percent": "10.4"}, ["note"]),
        ({"growth_percent": "10.7"}, ["contradiction"]),
        ({"growth_from": 2025, "growth_percent": "10.7"}, ["contradiction"]),
        # 9.6 % asks for 1.42 times the growth, 9.3 % for 1.73 times.
        ({"growth_from": 2025, "growth_percent": "9.6"}, ["note"]),
        ({"growth_percent": "9.3"}, ["contradiction"]),
        # 10.51 % asks for 0.56 times: possible where the period is said to begin after the base.
        ({"growth_from": 2025, "growth_percent": "10.47"}, ["note"]),
        ({"growth_percent": "10.47"}, ["contradiction"]),
        # Stated to another year than the value's, the years between rise as they ordinarily do.
        ({"growth_from": 2024, "growth_to": 2033, "growth_percent": "10.2"}, ["note"]),
        ({"growth_from": 2024, "growth_to": 2033, "growth_percent": "12.0"}, ["contradiction"]),
        ({"growth_from": 2024, "growth_to": 2035, "growth_percent": "12.0"}, ["contradiction"]),
        # Begun before the base or years after it, the growth may have been quite another.
        ({"growth_from": 2022, "growth_percent": "13.0"}, ["caution"]),
        ({"growth_from": 2027, "growth_percent": "15.0"}, ["caution"]),
        ({"growth_from": 2027, "growth_percent": "10.6"}, ["note"]),
        # Nothing to hold it against.
        ({"base_value": "", "growth_percent": "40"}, []),
        ({"value": "", "growth_percent": "40"}, []),
    ],
)
def test_what_a_growth_is_compared_with(
    claims_of: Claims, fields: Row, severity: list[str]
) -> None:
    """The base, where it is said to begin there; else also an ordinary rise in the first year."""
    row = {name: cell for name, cell in claim(**fields).items() if cell != ""}
    assert severities(claims_of(row)) == severity


@pytest.mark.parametrize(
    ("fields", "first", "severity"),
    [
        # 120 in 2025 leads to 259.4 at 8.94 % a year.
        ({"growth_percent": "8.9"}, "120.0", []),
        ({"growth_percent": "8.9", "growth_from": 2025}, "120.0", []),
        ({"growth_percent": "8.8", "growth_from": 2025}, "120.6", ["note"]),
        ({"growth_percent": "9.5", "growth_from": 2025}, "120.0", ["contradiction"]),
        # Growth from the base is as good, whatever the first value.
        ({"growth_percent": "10.0", "growth_from": 2025}, "120.0", []),
        # A first value that does not matter: the growth is said to begin at the base.
        ({"growth_percent": "8.9", "growth_from": 2024}, "120.0", ["contradiction"]),
        # A base in thousandths of the first value.
        ({"growth_percent": "8.9", "base_value": "0.1"}, "120.0", ["contradiction"]),
    ],
)
def test_a_first_forecast_value_comes_first(
    claims_of: Claims, fields: Row, first: str, severity: list[str]
) -> None:
    """Where the series prints it, the growth leads from it, and nothing is left to ask for."""
    findings = found(claims_of(claim(**fields), point(2025, first)))
    assert [finding.severity for finding in findings] == severity


@pytest.mark.parametrize(
    "other",
    [{"region": "France"}, {"edition": "two"}, {"unit": "count"}, {"producer": "Other"},
     {"metric": "share", "unit": "percent", "value": "12.0"}],
)  # fmt: skip
def test_the_first_value_is_of_the_same_series(claims_of: Claims, other: Row) -> None:
    """A figure of another place, edition, unit, producer or kind says nothing of the growth."""
    row = claim(growth_percent="9.6", growth_from=2025)
    assert severities(claims_of(row, point(2025, "120.0"))) == ["contradiction"]
    assert severities(claims_of(row, point(2025, "120.0") | other)) == ["note"]


def test_both_ends_may_stand_in_other_rows(claims_of: Claims) -> None:
    """A growth for years of which two other rows print the values is held against these."""
    row = claim(growth_percent="13.0", growth_from=2026, growth_to=2030)
    series = point(2026, "121.0"), point(2030, "177.2")
    (finding,) = found(claims_of(row, *series))
    assert (finding.severity, finding.claim_ids) == ("contradiction", ("c0", "c1", "c2"))
    assert finding.numbers["implied_percent"] == pytest.approx(10, abs=0.1)


@pytest.mark.parametrize(
    ("fields", "severity"),
    [
        # Cut off: 9.99 % printed as 9.9.
        ({"growth_percent": "9.9", "growth_from": 2024}, ["note"]),
        ({"growth_percent": "10.1", "growth_from": 2024}, ["note"]),
        ({"growth_percent": "9.8", "growth_from": 2024}, ["contradiction"]),
        # An end that was cut off: 2.59 times as 2.5, from 10.
        (
            {"base_value": "1.00", "value": "2.5", "growth_percent": "10.0", "growth_from": 2024},
            ["note"],
        ),
        # Trailing zeros of an integer are not shown digits, up to a twentieth.
        ({"growth_percent": "10", "value": "255", "growth_from": 2024}, []),
        ({"growth_percent": "20", "value": "590", "growth_from": 2024}, []),
        ({"growth_percent": "20", "value": "480", "growth_from": 2024}, ["contradiction"]),
    ],
)
def test_digits_are_cut_as_well_as_rounded(
    claims_of: Claims, fields: Row, severity: list[str]
) -> None:
    """Half a unit of the last digit is silent, a whole one a note, more a contradiction."""
    assert severities(claims_of(claim(**fields))) == severity


@pytest.mark.parametrize(
    ("hedges", "growth", "severity"),
    [
        ({"qualifier": "at_most"}, "12.0", ["contradiction"]),
        ({"qualifier": "at_most"}, "8.0", []),
        ({"qualifier": "at_least"}, "8.0", ["contradiction"]),
        ({"qualifier": "at_least"}, "12.0", []),
        ({"qualifier": "about"}, "10.2", []),
        ({"qualifier": "about"}, "11.0", ["contradiction"]),
        ({"base_qualifier": "at_least"}, "8.0", []),
        ({"base_qualifier": "at_least"}, "12.0", ["contradiction"]),
        ({"base_qualifier": "at_most"}, "12.0", []),
        ({"base_qualifier": "at_most"}, "8.0", ["contradiction"]),
        ({"growth_qualifier": "at_least"}, "8.0", []),
        ({"growth_qualifier": "at_least"}, "12.0", ["contradiction"]),
        ({"growth_qualifier": "at_most"}, "12.0", []),
        ({"growth_qualifier": "about"}, "10.2", []),
        ({"value": None, "value_low": "240.0", "value_high": "300.0"}, "11.0", []),
        ({"value": None, "value_low": "240.0", "value_high": "300.0"}, "12.0", ["contradiction"]),
        ({"growth_low": "9.0", "growth_high": "11.0"}, None, []),
        ({"growth_low": "11.0", "growth_high": "13.0"}, None, ["contradiction"]),
    ],
)
def test_hedges_and_ranges_widen_or_open(
    claims_of: Claims, hedges: Row, growth: str | None, severity: list[str]
) -> None:
    """Nothing follows from the open side of a figure; a range may be anything in it."""
    fields = claim(growth_from=2024, growth_percent=growth) | hedges
    claims = claims_of({name: cell for name, cell in fields.items() if cell is not None})
    assert severities(claims) == severity


@pytest.mark.parametrize(
    "slip",
    [
        {"value": "25.94", "qualifier": "at_least"},
        {"value": "259400", "qualifier": "at_most"},
        {"base_value": "0.1", "base_qualifier": "at_least"},
        {"base_value": "1000", "base_qualifier": "at_most"},
        {"value": "259400", "growth_qualifier": "at_least"},
    ],
)
def test_a_hedge_hides_no_wrong_unit(claims_of: Claims, slip: Row) -> None:
    """Literally, “more than 25.94” may be 259.4; hardly anyone means that."""
    (finding,) = found(claims_of(claim(**slip)))
    assert finding.severity == "caution"
    assert finding.message.endswith("The hedges allow it, but a wrong unit is more likely.")
    hedges = {name: each for name, each in slip.items() if "qualifier" in name}
    assert not found(claims_of(claim(**hedges)))


@pytest.mark.parametrize(("growth", "found_as"), [("13.5", []), ("16.0", ["caution"])])
def test_a_hedge_rarely_hides_a_factor_of_two(
    claims_of: Claims, growth: str, found_as: list[str]
) -> None:
    """13.5 % a year leads to 355, and "more than 259.4" may mean that; 16 % a year leads to 441."""
    claims = claims_of(claim(growth_percent=growth, growth_from=2024, qualifier="at_least"))
    assert severities(claims) == found_as


def test_the_factor_that_a_hedge_hides_can_be_recomputed(claims_of: Claims) -> None:
    """100 times 1.1 to the tenth is 259, ten times the 25.94 that is printed."""
    (finding,) = found(claims_of(claim(value="25.94", qualifier="at_least")))
    assert finding.message.startswith(
        "10.0 % a year leads from $100.0 billion in 2024 to $259 billion in 2034; more than "
        "$25.94 billion in 2034 is printed, a factor of 10 lower."
    )


def test_a_period_may_begin_two_years_after_the_base(claims_of: Claims) -> None:
    """Where its first year is not stated, and the value two years after the base is printed."""
    row = claim(growth_percent="8.0")
    assert severities(claims_of(row)) == ["contradiction"]
    assert not found(claims_of(row, point(2026, "140.1")))
    assert severities(claims_of(row, point(2026, "120.0"))) == ["contradiction"]
    (finding,) = found(claims_of({**row, "growth_from": 2024}, point(2026, "140.1")))
    assert finding.claim_ids == ("c0",)


def test_what_about_alone_allows_is_a_caution(claims_of: Claims) -> None:
    """Three hedged figures that only their hedges bring near each other."""
    row = claim(base_year=2022, base_value="53", year=2035, value="105", growth_percent="7",
                growth_from=2023)  # fmt: skip
    assert severities(claims_of(row)) == ["contradiction"]
    about = dict.fromkeys(("qualifier", "base_qualifier", "growth_qualifier"), "about")
    assert severities(claims_of(row | about)) == ["caution"]


EXPLAINED: list[tuple[str, Row, str]] = [
    ("years", {"growth_percent": "11.2"}, "Nine years instead of ten would explain it: "),
    ("years", {"growth_percent": "9.05"}, "Eleven years instead of ten would explain it: "),
    ("years", {"growth_percent": "12.66"}, "2024 to 2032, or 2026 to 2034."),
    ("swapped", {"base_value": "259.4", "value": "100.0"}, "The two values swapped"),
    (
        "simple growth",
        {"growth_percent": "15.94"},
        "the whole rise of 159.4 % divided by ten years.",
    ),
    ("sign", {"base_value": "259.4", "value": "100.0", "growth_percent": "9.09"}, "A missing min"),
    ("fraction", {"growth_percent": "0.10"}, "A fraction printed as percent"),
    ("factor", {"value": "2594"}, "A value 10 times as large in 2024, or 10 times as small in 203"),
    ("factor", {"base_value": "0.1000"}, "A value 1,000 times as large in 2024, or"),
    ("factor", {"value": "2.594"}, "A value 100 times as large in 2034, or"),
    ("decimal point", {"growth_percent": "1.00"}, "one place too far left"),
    ("decimal point", {"growth_percent": "100.0"}, "one place too far right"),
]


@pytest.mark.parametrize(("kind", "fields", "words"), EXPLAINED)
def test_the_one_thing_that_would_explain_it_is_named(
    claims_of: Claims, kind: str, fields: Row, words: str
) -> None:
    """With its numbers, in the second sentence."""
    (finding,) = found(claims_of(claim(growth_from=2024, **fields)))
    assert (finding.severity, finding.numbers["explanation"]) == ("contradiction", kind)
    assert words in finding.message


def test_the_rise_of_the_first_year_explains_a_growth(claims_of: Claims) -> None:
    """25 % from 100 to 125 in the first year is printed as the growth of all years."""
    claims = claims_of(claim(growth_percent="25.0"), point(2025, "125.0"))
    (finding,) = found(claims)
    assert finding.numbers["explanation"] == "first-year rise"
    assert "from $100.0 billion in 2024 to $125.0 billion in 2025" in finding.message


def test_two_things_that_would_explain_it_are_not_guessed(claims_of: Claims) -> None:
    """Nine years would explain 11.2 %, and so would another edition: none is named."""
    other = claim(base_year=2020, base_value="40.0", year=2025, value="68.0", edition="old",
                  growth_percent="11.2", source_id="other")  # fmt: skip
    row = claim(growth_from=2024, growth_percent="11.2")
    (finding,) = (each for each in found(claims_of(row, other)) if each.claim_ids[0] == "c0")
    assert "explanation" not in finding.numbers


def test_the_growth_of_another_edition_is_traced(claims_of: Claims) -> None:
    """The edition is named by what it prints, if its growth is right there."""
    other = {"year": 2030, "value": "80.5", "producer": "FIRM", "region": "world",
             "growth_percent": "13.7", "edition": "old", "source_id": "old"}  # fmt: skip
    row = claim(growth_from=2024, growth_percent="13.7")
    (finding,) = found(claims_of(row, other))
    assert finding.claim_ids == ("c0", "c1")
    assert "states in the edition that prints $80.5 billion by 2030." in finding.message
    for changed in ({"producer": "Other"}, {"growth_percent": "13.8"}, {"region": "France"}):
        (finding,) = found(claims_of(row, other | changed))
        assert "stated_by" not in finding.numbers


def test_the_shipped_growth_is_traced_to_its_edition(shipped_claims: pd.DataFrame) -> None:
    """39.2 % is of the edition that prints $117.19 billion by 2027."""
    (finding,) = (each for each in found(shipped_claims) if each.claim_ids[0] == "a01_ml_market")
    assert "39.2 % a year is the growth that Fortune Business Insights states " in finding.message
    assert finding.message.endswith("the edition that prints $117.19 billion by 2027.")


def test_a_first_value_that_is_asked_for_can_be_recomputed(claims_of: Claims) -> None:
    """259.4 over 1.096 to the ninth is 113.7."""
    (finding,) = found(claims_of(claim(growth_percent="9.6")))
    assert finding.numbers["needed"] == pytest.approx(259.4e9 / 1.096**9, rel=1e-5)
    assert finding.message == (
        "9.6 % a year from 2025 to 2034 leads to $259.4 billion in 2034 from $114 billion in 2025, "
        "13.7 % more than $100.0 billion in 2024. No value for 2025 is printed, so it cannot be "
        "checked."
    )


def moved(size: float, rate: float, years: int, beyond: float, up: bool) -> Row:  # noqa: FBT001
    """Return a projection whose growth is printed over a unit off what its ends allow."""
    base, end = round(size, 2), round(size * (1 + rate) ** years, 2)
    low = ((end - 0.005) / (base + 0.005)) ** (1 / years) - 1
    high = ((end + 0.005) / (base - 0.005)) ** (1 / years) - 1
    off = 100 * high + 0.15 + beyond if up else 100 * low - 0.15 - beyond
    return {"base_year": 2027, "base_value": f"{base:.2f}", "year": 2027 + years,
            "value": f"{end:.2f}", "growth_percent": f"{off:.1f}", "growth_from": 2027}  # fmt: skip


@settings(max_examples=4)
@given(
    drawn=st.lists(
        st.tuples(st.floats(20, 900), st.floats(0.05, 0.8), st.integers(2, 12),
                  st.floats(0.01, 5), st.booleans()),
        min_size=20, max_size=40,
    )
)  # fmt: skip
def test_a_growth_outside_the_interval_is_always_found(
    claims_of: Claims, drawn: list[tuple[float, float, int, float, bool]]
) -> None:
    """A growth from the base that is off by more than one unit is a contradiction."""
    rows = [{**moved(*each), "measure": f"m{number}"} for number, each in enumerate(drawn)]
    wrong = [each.claim_ids[0] for each in found(claims_of(*rows))
             if each.severity == "contradiction"]  # fmt: skip
    assert wrong == [f"c{number}" for number in range(len(drawn))]


def test_a_publisher_that_is_inferred_is_not_told_as_read(shipped_claims: pd.DataFrame) -> None:
    """The page that prints 39.2 % beside $117.19 billion does not name its publisher."""
    (finding,) = (each for each in found(shipped_claims) if each.claim_ids[0] == "a01_ml_market")
    assert "states (inferred: the page read does not name the publisher) in" in finding.message
