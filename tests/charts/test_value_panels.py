"""Charts of economic value: one axis a measure, ranges whole, series apart."""

from collections.abc import Callable
from itertools import pairwise

import pandas as pd
import pytest

from report_helpers import charts
from report_helpers.analysis.comparability import quantity

Claims = Callable[..., pd.DataFrame]


def test_measures_never_share_an_axis(shipped_claims: pd.DataFrame) -> None:
    """Every pair of axes holds claims of one quantity and unit."""
    figure = charts.economic_value(shipped_claims)
    drawn = shipped_claims.loc[figure.layout.meta["claims"]]
    kinds = drawn.groupby([quantity(drawn), "unit"], sort=False)
    assert len({trace.yaxis for trace in figure.data}) == kinds.ngroups == 13
    axes = ["y", *(f"y{number}" for number in range(2, 14))]
    for (_, part), axis in zip(kinds, axes, strict=True):
        ends = [
            float(cell)
            for name in ("value", "value_low", "value_high")
            for cell in part[name].dropna()
        ]
        shown = [
            x
            for trace in figure.data
            if trace.yaxis == axis and trace.mode == "lines+markers"
            for x in trace.x
            if x is not None
        ]
        assert sorted(shown) == pytest.approx(sorted(ends))


def test_panels_do_not_overlap(shipped_claims: pd.DataFrame) -> None:
    """Panels are stacked, each as high as its rows."""
    layout = charts.economic_value(shipped_claims).layout
    domains = [layout[f"yaxis{number or ''}"].domain for number in ["", *range(2, 13)]]
    assert all(upper[0] > lower[1] for upper, lower in pairwise(domains))
    assert domains[0][1] < 1
    assert domains[-1][0] >= 0


def test_yearly_series_is_left_to_its_own_chart(shipped_claims: pd.DataFrame) -> None:
    """What one edition prints year by year is in the other figure, and only there."""
    panels = set(charts.economic_value(shipped_claims).layout.meta["claims"])
    series = set(charts.yearly_series(shipped_claims).layout.meta["claims"])
    assert not panels & series
    assert {key.removesuffix(key[-4:]) for key in series} >= {"o41_gartner_in_"}


def test_qualifiers_are_drawn_and_written(claims_of: Claims) -> None:
    """An open end is an arrow that way, `about` a bracket as wide as its interval."""
    base = {"topic": "ai_value", "year": 2030, "unit": "usd_trillion", "value": "10"}
    for qualifier, symbol, ends, words in (
        ("at_least", "triangle-right", None, "more than $10"),
        ("at_most", "triangle-left", None, "up to $10"),
        ("about", "line-ns", (9.0, 11.0), "about $10"),
    ):
        figure = charts.economic_value(claims_of({**base, "qualifier": qualifier}))
        hedge, _, text = figure.data
        assert hedge.marker.symbol[1] == symbol
        assert hedge.x == ends if ends else hedge.x[0] == 10
        assert words.replace("$", "&#36;") in text.text[0]
    exact = charts.economic_value(claims_of({**base, "qualifier": "exact"}))
    assert len(exact.data) == 2


def test_a_yearly_series_is_drawn_with_constant_growth(shipped_claims: pd.DataFrame) -> None:
    """The printed values in order, and the path of constant growth between the printed ends."""
    figure = charts.yearly_series(shipped_claims)
    constant, printed = figure.data
    assert list(printed.x) == [2017, 2018, 2019, 2020, 2021, 2022]
    assert list(printed.y) == [692, 1175, 1901, 2649, 3346, 3923]
    rate = (3923 / 1175) ** (1 / 4)
    assert list(constant.y) == pytest.approx([1175 * rate**step for step in range(5)])
    assert printed.text[0] == ""
    assert printed.text[1] == "+70 %"
