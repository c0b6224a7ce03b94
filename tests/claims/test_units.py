"""Units: their factors, dimensions and scales."""

import re
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from report_helpers.claims.units import (
    SCALES,
    UnknownUnitError,
    common_unit,
    dimensions,
    factors,
    is_unit,
    scales_of,
    unit,
    unit_fix,
)
from report_helpers.settings.active import using_settings
from report_helpers.settings.model import OwnUnit, Settings


@pytest.mark.parametrize(
    ("code", "factor", "dimension"),
    [
        ("usd_million", 1e6, "usd"), ("usd_billion", 1e9, "usd"), ("usd_trillion", 1e12, "usd"),
        ("percent", 1, "percent"), ("percentage_points", 1, "percentage_points"),
        ("times", 1, "times"), ("count", 1, "count"), ("count_million", 1e6, "count"),
        ("eur", 1, "eur"), ("eur_billion", 1e9, "eur"), ("inr_lakh", 1e5, "inr"),
        ("inr_crore", 1e7, "inr"), ("inr_lakh_crore", 1e12, "inr"), ("jpy_thousand", 1e3, "jpy"),
        ("cny_hundred_million", 1e8, "cny"), ("aed_million", 1e6, "aed"),
        ("usd_per_kwh", 1, "usd/kwh"), ("count_per_head", 1, "count/head"),
        ("eur_billion_per_month", 1e9, "eur/month"),
        ("kwh", 3.6e6, "energy"), ("gwh", 3.6e12, "energy"), ("twh", 3.6e15, "energy"),
        ("mw", 1e6, "power"), ("gw", 1e9, "power"), ("tonne", 1e3, "mass"), ("kg", 1, "mass"),
        ("kilotonne", 1e6, "mass"), ("tonne_million", 1e9, "mass"), ("square_metre", 1, "area"),
        ("hectare", 1e4, "area"), ("cubic_metre", 1, "volume"), ("kilometre", 1e3, "length"),
        ("barrel_million_per_day", 158987.29492799996, "volume/day"), ("ghz", 1e9, "frequency"),
        ("petabyte", 8e15, "information"), ("gb", 8e9, "information"),
    ],
)  # fmt: skip
def test_a_unit_has_a_factor_and_a_dimension(code: str, factor: float, dimension: str) -> None:
    """A quantity, a scale and a thing make a unit; a market's prefixes are never milli."""
    assert unit(code).factor == pytest.approx(factor)
    assert unit(code).dimension == dimension


@pytest.mark.parametrize(
    "code",
    ["", "usd_bilion", "dollars", "percent_million", "times_per_month", "xxx", "USD", "million",
     "per_kwh", "usd_per_", "usd__billion", "usd_billion_million_", "watts", "users", "points",
     "radian", "m", "us$", "billion_usd", "usd billion", "eur_per_kwh_per_"],
)  # fmt: skip
def test_codes_that_are_not_units_are_refused(code: str) -> None:
    """Misspellings, plurals, scales of percent, bare scales and units without a dimension."""
    assert not is_unit(code)
    with pytest.raises(UnknownUnitError, match="is not a unit; "):
        unit(code)


def test_currencies_are_dimensions_of_their_own() -> None:
    """No currency is converted into another, and every one has a sign or a code of its own."""
    codes = ["usd", "eur", "gbp", "inr", "jpy", "cny", "aud", "cad", "hkd", "chf", "aed", "brl"]
    assert [unit(code).dimension for code in codes] == codes
    assert len({unit(code).quantity.before for code in codes}) == len(codes)


def test_columns_of_units() -> None:
    """A column of codes gives its factors and dimensions; missing stays missing."""
    codes = pd.Series(["usd_billion", None, "gwh"], index=["a", "b", "c"], dtype="str")
    assert factors(codes).dropna().to_dict() == {"a": 1e9, "c": pytest.approx(3.6e12)}
    assert dimensions(codes).dropna().to_dict() == {"a": "usd", "c": "energy"}
    assert len(factors(codes[:0])) == len(dimensions(codes[:0])) == 0


@pytest.mark.parametrize(
    ("code", "scales"),
    [
        ("usd_billion", ["thousand", "million", "billion", "trillion"]),
        ("count", ["thousand", "million", "billion", "trillion"]),
        ("inr_crore", ["lakh", "crore", "lakh_crore"]), ("percent", []), ("times", []),
        ("jpy_hundred_million", ["hundred_million", "trillion"]),
    ],
)  # fmt: skip
def test_a_scale_belongs_to_a_number_system(code: str, scales: list[str]) -> None:
    """Lakh and crore are Indian, a hundred million East Asian, all other scales Western."""
    assert list(scales_of(code).items()) == [(scale, SCALES[scale]) for scale in scales]


def test_an_axis_has_one_dimension() -> None:
    """An axis shows the unit of its rows, or one in their middle; unlike units have none."""
    assert common_unit(pd.Series(["gwh", "gwh"])).code == "gwh"
    assert common_unit(pd.Series(["usd_million", "usd_trillion"])).code == "usd_billion"
    assert common_unit(pd.Series(["eur_per_kwh", None])).code == "eur_per_kwh"
    assert common_unit(pd.Series(["usd_million", "usd_billion", "usd_billion"])).code == (
        "usd_billion"
    )
    with pytest.raises(ValueError, match="usd, eur: no unit is common"):
        common_unit(pd.Series(["usd_million", "eur_million"]))


def test_a_report_can_declare_a_quantity() -> None:
    """A quantity of the settings is used like any other, while they are active."""
    token = OwnUnit(code="token", name="tokens")
    with using_settings(Settings(units=(token,))):
        assert unit("token_billion").factor == 1e9
        assert unit("token").quantity.after == "tokens"
    assert not is_unit("token_billion")


@given(
    st.lists(
        st.tuples(
            st.floats(0.01, 1000), st.sampled_from(["usd_million", "usd_billion", "usd_trillion"])
        )
    )
)
def test_sums_do_not_depend_on_the_unit(amounts: list[tuple[float, str]]) -> None:
    """D20: money converted to another unit and summed is the same money."""
    million = unit("usd_million").factor
    total = sum(amount * unit(code).factor for amount, code in amounts)
    millions = sum(amount * unit(code).factor / million for amount, code in amounts)
    assert millions * million == pytest.approx(total)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("rs_crore", "inr_crore"),
        ("t_thousand", "tonne_thousand"),
        ("tonnes", "tonne"),
        ("euros_billion", "eur_billion"),
        ("users_million", "count_million"),
    ],
)
def test_what_people_write_for_a_quantity_is_suggested(written: str, meant: str) -> None:
    """The code that they most likely mean, with their scale."""
    assert not is_unit(written)
    assert unit_fix(written) == f"did you mean {meant}?"


def test_documented_units_are_units() -> None:
    """Every quantity and scale that docs/your-own-data.md lists."""
    text = (Path(__file__).parents[2] / "docs" / "your-own-data.md").read_text(encoding="utf-8")
    part = text[text.index("## Units") : text.index("## The rules")]
    quantities, scales, things = part.split("- **")[1:4]
    assert all(is_unit(code) for code in re.findall(r"`([a-z_]+)`", quantities)), quantities
    named = re.findall(r"`([a-z_]+)`", scales)
    assert set(named) == set(SCALES)
    assert all(is_unit(code) for code in re.findall(r"`([a-z]+(?:_[a-z]+)+)`", things)), things
