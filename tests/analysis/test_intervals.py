"""The interval of true values that a printed figure allows."""

import math
from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from report_helpers.analysis.intervals import (
    Interval,
    half_width,
    printed_interval,
    printed_intervals,
)
from report_helpers.claims.schema import COLUMNS

QUALIFIERS = next(column for column in COLUMNS if column.name == "qualifier").allowed
PRINTED = st.decimals(
    min_value=-(10**9), max_value=10**9, allow_nan=False, allow_infinity=False, places=2
) | st.integers(min_value=-(10**12), max_value=10**12).map(Decimal)


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
    """A printed figure is within its own interval."""
    low, high = printed_interval(printed, qualifier)
    assert low < float(printed) < high


@given(PRINTED)
def test_about_is_wider(printed: Decimal) -> None:
    """`about` is at least twice as wide as exact."""
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
def test_infinite_numbers_have_no_interval(printed: str) -> None:
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
