"""Growth: what end points imply, what is stated, and whether the two can both be right."""

from collections.abc import Callable

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from report_helpers.analysis.growth import (
    annualised,
    compound_annual_growth,
    growth_rates,
)

Claims = Callable[..., pd.DataFrame]


def path(**fields: object) -> dict[str, object]:
    """Return the fields of a claim with both ends."""
    return {"base_year": 2020, "base_value": "100", "year": 2022, "value": "121", **fields}


def test_growth_doubles_in_one_year() -> None:
    """From 1 to 2 in a year is growth of one."""
    assert compound_annual_growth(1, 2, 1) == 1


@given(base=st.floats(1e-3, 1e6), rate=st.floats(-0.9, 5), years=st.integers(1, 40))
def test_growth_is_the_inverse_of_compounding(base: float, rate: float, years: int) -> None:
    """The rate that made an end point is found again."""
    end = base * (1 + rate) ** years
    assert float(compound_annual_growth(base, end, years)) == pytest.approx(rate, abs=1e-6)


@pytest.mark.parametrize(("base", "end", "years"), [(0, 1, 1), (1, 0, 1), (-1, 1, 2), (1, 2, 0)])
def test_growth_without_meaning_is_missing(base: float, end: float, years: float) -> None:
    """No growth follows from ends that are not positive, or from no years."""
    assert pd.isna(float(compound_annual_growth(base, end, years)))


def test_stated_growth_that_fits_agrees(claims_of: Claims) -> None:
    """10 percent a year leads from 100 to 121 in two years."""
    rate = growth_rates(claims_of(path(growth_percent="10"))).iloc[0]
    assert rate["implied"] == pytest.approx(0.1)
    assert bool(rate["agrees"])


def test_stated_growth_that_does_not_fit_is_seen(claims_of: Claims) -> None:
    """20.0 percent a year does not."""
    rate = growth_rates(claims_of(path(growth_percent="20.0"))).iloc[0]
    assert not bool(rate["agrees"])


@pytest.mark.parametrize(
    ("fields", "stated", "agrees"),
    [
        ({"growth_low": "8", "growth_high": "12"}, 0.1, True),
        ({"growth_low": "15.0", "growth_high": "16.0"}, 0.155, False),
        ({"growth_low": "20", "growth_high": "30"}, 0.25, False),
        ({"growth_low": "20", "growth_high": "30", "growth_qualifier": "at_most"}, 0.25, True),
        ({"growth_percent": "5", "growth_qualifier": "at_least"}, 0.05, True),
        ({"growth_percent": "15", "growth_qualifier": "at_least"}, 0.15, False),
        ({"growth_percent": "40", "base_qualifier": "at_most"}, 0.4, True),
    ],
)  # fmt: skip
def test_ranges_and_hedges_of_growth_are_compared_as_intervals(
    claims_of: Claims, *, fields: dict[str, str], stated: float, agrees: bool
) -> None:
    """A range counts as its middle and allows all that lies between its ends; a hedge opens one."""
    rate = growth_rates(claims_of(path(**fields))).iloc[0]
    assert rate["stated"] == pytest.approx(stated)
    assert bool(rate["agrees"]) is agrees


def test_growth_alone_is_kept_without_a_verdict(claims_of: Claims) -> None:
    """A range of growth without any value is a stated growth; nothing contradicts it."""
    rate = growth_rates(claims_of({"growth_low": "8", "growth_high": "12", "year": 2030})).iloc[0]
    assert rate["stated"] == pytest.approx(0.1)
    assert pd.isna(rate["agrees"])


def test_a_range_of_a_yearly_rate_counts_as_its_middle(claims_of: Claims) -> None:
    """A rate of 8 to 12 percent a year is 10, and the reason says that it is the middle."""
    row = {"metric": "growth_rate", "unit": "percent", "value_low": "8", "value_high": "12"}
    rate = annualised(claims_of(row)).iloc[0]
    assert rate["rate"] == pytest.approx(0.1)
    assert "middle" in rate["reason"]


def test_growth_for_other_years_is_not_compared(claims_of: Claims) -> None:
    """Growth stated for another window says nothing of these ends."""
    rate = growth_rates(claims_of(path(growth_percent="20.0", growth_from=2021))).iloc[0]
    assert pd.isna(rate["agrees"])
    assert not rate["same_window"]


def test_an_open_end_allows_any_higher_growth(claims_of: Claims) -> None:
    """More than 121 is compatible with any rate above."""
    rate = growth_rates(claims_of(path(growth_percent="80.0", qualifier="at_least"))).iloc[0]
    assert bool(rate["agrees"])


@pytest.mark.parametrize(
    ("fields", "rate"),
    [
        ({"metric": "growth_rate", "value": "74", "unit": "percent"}, 0.74),
        ({"metric": "change", "value": "21", "unit": "percent"}, 0.1),
        ({"metric": "change", "value": "-19", "unit": "percent"}, -0.1),
        ({"metric": "multiple", "value": "1.21", "unit": "times"}, 0.1),
        ({"metric": "level", "value": "121", "base_value": "100", "unit": "count"}, 0.1),
    ],
)
def test_each_metric_has_its_yearly_rate(
    claims_of: Claims, fields: dict[str, str], rate: float
) -> None:
    """A rate is taken as printed; a total over two years is spread over both."""
    table = claims_of({"base_year": 2020, "year": 2022, "topic": "ai_jobs", **fields})
    assert annualised(table)["rate"].iloc[0] == pytest.approx(rate)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"metric": "change", "value": "74", "unit": "percent"}, "no window"),
        ({"metric": "ratio", "value": "3.5", "unit": "times", "base_year": 2016, "year": 2024},
         "relative"),
        ({"metric": "change", "value": "10", "unit": "percentage_points", "base_year": 2016,
          "year": 2024}, ""),
    ],
)  # fmt: skip
def test_a_claim_without_a_yearly_rate_has_a_reason(
    claims_of: Claims, fields: dict[str, object], reason: str
) -> None:
    """Without a window, or as a ratio, a rise is not comparable."""
    row = annualised(claims_of(fields)).iloc[0]
    assert not row["comparable"]
    assert reason in row["reason"]


def test_the_article_states_more_than_its_ends_imply(shipped_claims: pd.DataFrame) -> None:
    """The first claim's 39.2 percent does not follow from 26.03 and 225.91 over seven years."""
    rate = growth_rates(shipped_claims).loc["a01_ml_market"]
    assert rate["stated"] == pytest.approx(0.392)
    assert rate["implied"] == pytest.approx((225.91 / 26.03) ** (1 / 7) - 1)
    assert not bool(rate["agrees"])
