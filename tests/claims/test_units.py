"""Units, and the interval that a printed figure stands for."""

import math
from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from report_helpers.claims.quantities import Quantity
from report_helpers.claims.schema import COLUMNS
from report_helpers.claims.units import (
    SCALES,
    Interval,
    UnknownUnitError,
    common_unit,
    dimensions,
    factors,
    half_width,
    is_unit,
    printed_interval,
    printed_intervals,
    scales_of,
    unit,
)

QUALIFIERS = next(column for column in COLUMNS if column.name == "qualifier").allowed
PRINTED = st.decimals(
    min_value=-(10**9), max_value=10**9, allow_nan=False, allow_infinity=False, places=2
) | st.integers(min_value=-(10**12), max_value=10**12).map(Decimal)


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
def test_what_is_no_unit_is_refused(code: str) -> None:
    """Misspellings, plurals, scales of percent, bare scales and units without a dimension."""
    assert not is_unit(code)
    with pytest.raises(UnknownUnitError, match="is no unit; "):
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
    with pytest.raises(ValueError, match="no common unit of usd, eur"):
        common_unit(pd.Series(["usd_million", "eur_million"]))


def test_a_report_can_declare_a_quantity() -> None:
    """A declared quantity is used like any other, and only by the call that names it."""
    token = Quantity("token", "token", after="tokens", name="tokens")
    assert unit("token_billion", (token,)).factor == 1e9
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
    ("printed", "half"),
    [
        ("26.03", 0.005), ("26.030", 0.0005), ("225.91", 0.005), ("39.2", 0.05), ("48", 0.5),
        ("0", 0.5), ("0.0", 0.05), ("-0.66", 0.005), ("7", 0.5),
        ("10", 0.5), ("50", 2.5), ("70", 3.5), ("-70", 3.5), ("100", 5), ("1000", 50),
        ("1710", 5), ("16000", 500), ("1175", 0.5), ("300", 15), ("20", 1),
    ],
)  # fmt: skip
def test_half_width_is_half_the_last_printed_digit(printed: str, half: float) -> None:
    """Decimals, integers, and integers with trailing zeros, at most five percent."""
    assert half_width(Decimal(printed)) == pytest.approx(half)


@pytest.mark.parametrize(
    ("printed", "qualifier", "interval"),
    [
        ("26.03", "exact", (26.025, 26.035)),
        ("20", "about", (18, 22)),
        ("30", "about", (27, 33)),
        ("56.25", "about", (54.84375, 57.65625)),
        ("50", "at_least", (47.5, math.inf)),
        ("10", "at_most", (-math.inf, 10.5)),
        ("-70", "exact", (-73.5, -66.5)),
    ],
)
def test_intervals_of_printed_figures(
    printed: str, qualifier: str, interval: tuple[float, float]
) -> None:
    """The table of the method: exact, about, at least, at most."""
    assert printed_interval(Decimal(printed), qualifier) == pytest.approx(interval)


@given(PRINTED, st.sampled_from(QUALIFIERS))
def test_interval_holds_the_figure(printed: Decimal, qualifier: str) -> None:
    """A printed figure lies within its own interval."""
    low, high = printed_interval(printed, qualifier)
    assert low < float(printed) < high


@given(PRINTED)
def test_about_is_wider(printed: Decimal) -> None:
    """`about` stands for at least twice the exact interval."""
    exact, about = printed_interval(printed), printed_interval(printed, "about")
    assert about.high - about.low >= (exact.high - exact.low) * 1.999
    assert about.low <= exact.low < exact.high <= about.high


@given(PRINTED, st.sampled_from(["exact", "about"]))
def test_intervals_mirror(printed: Decimal, qualifier: str) -> None:
    """A fall has the interval of the rise, turned round."""
    low, high = printed_interval(printed, qualifier)
    assert printed_interval(-printed, qualifier) == pytest.approx((-high, -low))


@given(st.integers(min_value=1, max_value=10**6), st.integers(min_value=1, max_value=6))
def test_more_digits_are_more_exact(number: int, places: int) -> None:
    """Each further decimal narrows the interval to a tenth."""
    coarse = half_width(Decimal(number).quantize(Decimal(1).scaleb(-places)))
    fine = half_width(Decimal(number).quantize(Decimal(1).scaleb(-places - 1)))
    assert fine == pytest.approx(coarse / 10)


@given(st.integers(min_value=10, max_value=10**12))
def test_zeros_widen_to_a_twentieth_at_most(number: int) -> None:
    """An integer's interval is at most five percent, or half a unit, to each side."""
    assert 0.5 <= half_width(Decimal(number)) <= max(0.5, number * 0.05)


@pytest.mark.parametrize("printed", ["NaN", "Infinity", "-Infinity"])
def test_what_is_not_finite_has_no_interval(printed: str) -> None:
    """An infinite or missing number is refused."""
    with pytest.raises(ValueError, match="not a finite number"):
        printed_interval(Decimal(printed))


def test_intervals_meet() -> None:
    """Two intervals meet when they share a number, ends included."""
    assert Interval(1, 2).meets(Interval(2, 3))
    assert Interval(1, 5).meets(Interval(2, 3))
    assert not Interval(1, 2).meets(Interval(2.1, 3))
    assert Interval(1, math.inf).meets(Interval(100, 101))


@given(st.lists(st.tuples(st.none() | PRINTED, st.sampled_from(QUALIFIERS)), min_size=1))
def test_column_of_intervals_is_row_by_row(rows: list[tuple[Decimal | None, str]]) -> None:
    """The intervals of a column are those of its figures, and missing where they are."""
    index = [f"c{at}" for at in range(len(rows))]
    printed = pd.Series([number for number, _ in rows], index=index, dtype=object)
    found = printed_intervals(printed, pd.Series([word for _, word in rows], index=index))
    assert list(found.index) == index
    for (number, word), low, high in zip(rows, found["low"], found["high"], strict=True):
        if number is None:
            assert math.isnan(low)
            assert math.isnan(high)
        else:
            assert (low, high) == printed_interval(number, word)
