"""Points: what each claim prints, at its year, in base units, with what its digits allow."""

import math
from collections.abc import Callable

import pandas as pd
import pytest

from report_helpers.analysis.printed_values import printed_points

Claims = Callable[..., pd.DataFrame]


def test_both_ends_are_points(claims_of: Claims) -> None:
    """A path prints its start and its end, each with its interval, in dollars."""
    path = {
        "base_year": 2020,
        "base_value": "1.0",
        "year": 2030,
        "value": "8",
        "unit": "usd_trillion",
    }
    end, base = printed_points(claims_of(path)).to_dict("records")
    assert (end["end"], end["year"], base["end"], base["year"]) == ("value", 2030, "base", 2020)
    assert (base["low"], base["middle"], base["high"]) == pytest.approx((0.95e12, 1e12, 1.05e12))
    assert (end["low"], end["high"]) == pytest.approx((7.5e12, 8.5e12))
    assert pd.isna(end["from_year"])
    assert {end["dimension"], base["dimension"]} == {"usd"}


def test_a_range_is_one_point(claims_of: Claims) -> None:
    """A range reaches from the low end of its lower number to the high end of its upper one."""
    (point,) = printed_points(claims_of({"value_low": "6", "value_high": "13"})).to_dict("records")
    assert (point["low"], point["middle"], point["high"]) == pytest.approx((5.5e9, 9.5e9, 13.5e9))
    assert pd.isna(point["year"])


@pytest.mark.parametrize(
    ("qualifier", "low", "high"),
    [("at_least", 6.5, math.inf), ("at_most", -math.inf, 7.5), ("about", 6, 8)],
)
def test_a_hedge_widens_its_point(
    claims_of: Claims, qualifier: str, low: float, high: float
) -> None:
    """More than 7 is open upwards, up to 7 downwards, about 7 twice as wide."""
    (point,) = printed_points(
        claims_of({"value": "7", "unit": "count", "qualifier": qualifier})
    ).to_dict("records")
    assert (point["low"], point["high"]) == pytest.approx((low, high))


def test_a_change_keeps_its_window(claims_of: Claims) -> None:
    """Of a change, the first year of its window tells it apart from others of the same end."""
    change = {"metric": "change", "unit": "percent", "base_year": 2019, "year": 2021, "value": "5"}
    (point,) = printed_points(claims_of(change)).to_dict("records")
    assert (point["from_year"], point["year"], point["dimension"]) == (2019, 2021, "percent")


def test_growth_alone_is_no_point(claims_of: Claims) -> None:
    """A claim that prints only its growth has no value to compare."""
    assert printed_points(claims_of({"growth_percent": "5", "year": 2030})).empty
