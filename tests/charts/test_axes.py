"""Axes: ticks in plain figures, enough of them, short however large the values are."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report_helpers.charts.toolkit.axes import across, linear_axis, log_axis, year_axis
from report_helpers.charts.toolkit.text_width import text_width
from report_helpers.claims.units import unit

BILLIONS = unit("usd_billion")


def test_log_axis_has_plain_ticks() -> None:
    """Powers of ten on a wide axis, 1, 2 and 5 on a narrow one, in plain figures."""
    assert log_axis([1, 1700]).layout["ticktext"] == ["1", "10", "100", "1,000"]
    assert log_axis([21, 433]).layout["ticktext"] == ["20", "50", "100", "200", "500"]
    assert log_axis([10, 1000]).position(100) == pytest.approx(0.5)


@given(st.floats(1e-6, 1e12), st.floats(1.0, 1e9))
def test_log_axis_has_three_ticks_at_least(low: float, factor: float) -> None:
    """However narrow or wide the axis is, its ticks are in its range, and differ in words."""
    axis = log_axis([low, low * factor], BILLIONS)
    ticks = axis.layout["tickvals"]
    assert 3 <= len(ticks) <= 12
    assert all(axis.low - 1e-6 <= math.log10(tick) <= axis.high + 1e-6 for tick in ticks)
    assert len(set(axis.layout["ticktext"])) == len(ticks)


def test_large_and_small_ticks_have_scale_words() -> None:
    """From a hundred thousand of the unit on, and below a thousandth, ticks are short."""
    assert log_axis([1e5, 9e6], BILLIONS).layout["ticktext"][-1] == "$10,000 trillion"
    assert linear_axis([2e6], BILLIONS).layout["ticktext"][1] == "$500 trillion"
    assert linear_axis([4e-5], BILLIONS).layout["ticktext"][1] == "$10,000"
    assert linear_axis([500], BILLIONS).layout["ticktext"][1] == "100"


@given(st.floats(-1e9, 1e9), st.floats(-1e9, 1e9))
def test_ticks_across_fit_a_phone(one: float, other: float) -> None:
    """The texts of a horizontal axis, with gaps, are no wider than a phone's plot, or very few."""
    texts = across([one, other], BILLIONS).layout["ticktext"]
    assert len(texts) <= 3 or sum(text_width(text) + 22 for text in texts) <= 316


def test_axes_include_zero_and_single_values() -> None:
    """A linear axis starts at zero on either side; one value or one year is enough."""
    assert linear_axis([5.0]).low == 0
    assert linear_axis([-5.0]).low < -5
    assert linear_axis([]).high > 0
    assert year_axis([2030]).low < 2030 < year_axis([2030]).high
    assert log_axis([7]).low < log_axis([7]).high
