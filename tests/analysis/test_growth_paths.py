"""Paths at constant growth: their printed ends, and the years between them."""

from collections.abc import Callable

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from report_helpers.analysis.growth import growth_rates
from report_helpers.analysis.growth_paths import paths, yearly_steps

Claims = Callable[..., pd.DataFrame]


def path(**fields: object) -> dict[str, object]:
    """Return the fields of a claim with both ends."""
    return {"base_year": 2020, "base_value": "100", "year": 2022, "value": "121", **fields}


def test_a_path_keeps_its_printed_ends(claims_of: Claims) -> None:
    """A path starts and ends at the printed values, in dollars, and grows between them."""
    along = paths(claims_of(path(value="400")))
    assert along["year"].tolist() == [2020, 2021, 2022]
    assert along["value"].tolist() == pytest.approx([100e9, 200e9, 400e9])
    assert along["value"].iloc[-1] == 400e9


def test_a_path_has_the_values_of_the_stated_growth(claims_of: Claims) -> None:
    """`stated_value` follows the stated growth, or the middle of its range, from the same base."""
    along = paths(claims_of(path(growth_percent="20.0")))
    assert along["stated_value"].tolist() == pytest.approx([100e9, 120e9, 144e9])
    along = paths(claims_of(path(growth_low="10", growth_high="30")))
    assert along["stated_value"].tolist() == pytest.approx([100e9, 120e9, 144e9])


def test_paths_are_one_table_of_all_claims(claims_of: Claims) -> None:
    """Every column and its type; a loss of all or growth for other years leads to no value."""
    table = claims_of(
        path(growth_percent="20.0"),
        path(value="400", growth_percent="-100"),
        path(base_value="", growth_percent="20.0"),
        path(metric="share", unit="percent", base_value="10", value="20"),
        path(unit="usd_million", year=2021, growth_percent="20.0", growth_from=2019),
    )
    nan = float("nan")
    expected = pd.DataFrame({
        "claim_id": ["c0", "c0", "c0", "c1", "c1", "c1", "c4", "c4"],
        "year": [2020, 2021, 2022, 2020, 2021, 2022, 2020, 2021],
        "value": [100e9, 110e9, 121e9, 100e9, 200e9, 400e9, 100e6, 121e6],
        "stated_value": [100e9, 120e9, 144e9, nan, nan, nan, nan, nan],
    })  # fmt: skip
    assert_frame_equal(paths(table), expected, check_dtype=True)


def test_a_range_has_no_path(claims_of: Claims) -> None:
    """Growth follows from a range's middle, but no single path leads to it."""
    table = claims_of(path(value="", value_low="111", value_high="131"))
    assert growth_rates(table)["implied"].iloc[0] == pytest.approx(0.1)
    assert paths(table).empty


def test_steps_lead_from_each_year_to_the_next(claims_of: Claims) -> None:
    """A series' years in order, each once, with the yearly growth since the one before."""
    table = claims_of(
        path(value="121"), {"year": 2023, "value": "242"}, {"year": 2020, "value": "90"}
    )
    steps = yearly_steps(table)
    assert steps["year"].tolist() == [2020, 2022, 2023]
    assert steps["value"].tolist() == [90, 121, 242]
    assert steps["claim_id"].tolist() == ["c2", "c0", "c1"]
    assert pd.isna(steps["growth"].iloc[0])
    assert steps["growth"].iloc[1:].tolist() == pytest.approx([(121 / 90) ** 0.5 - 1, 1])
