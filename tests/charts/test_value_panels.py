"""Charts of economic value: one axis a measure, ranges whole, series apart."""

from collections.abc import Callable

import pandas as pd
import pytest

from report_helpers import charts
from report_helpers.analysis.comparability import quantity

Claims = Callable[..., pd.DataFrame]


def test_measures_never_share_an_axis(shipped_claims: pd.DataFrame) -> None:
    """Every pair of axes has claims of one quantity and unit; single figures are listed."""
    figure = charts.values(shipped_claims)
    drawn = shipped_claims.loc[figure.layout.meta["claims"]]
    kinds = [part for _, part in drawn.groupby([quantity(drawn), "unit"], sort=False)]
    several = [part for part in kinds if len(part) > 1]
    assert len(kinds) == 13
    for part, axis in zip(several, ["y", "y2"], strict=True):
        traces = [trace for trace in figure.data if trace.yaxis == axis]
        assert {key for trace in traces for key in trace.customdata} == set(part.index)
        ends = [
            float(cell)
            for name in ("value", "value_low", "value_high")
            for cell in part[name].dropna()
        ]
        assert sorted(x for trace in traces for x in trace.x) == pytest.approx(sorted(ends))
    listed = figure.layout.meta["listed"]
    assert listed["claims"] == [part.index[0] for part in kinds if len(part) == 1]
    assert len(listed["rows"]) == len(listed["claims"])


def test_panels_do_not_overlap(shipped_claims: pd.DataFrame) -> None:
    """Panels are below each other, as high as their rows, on a phone too."""
    layout = charts.values(shipped_claims).layout
    for axes in (layout, layout.meta["narrow"]):
        upper, lower = (axes[name]["domain"] for name in ("yaxis", "yaxis2"))
        assert 1 > upper[1] > upper[0] > lower[1] > lower[0] >= 0


def test_a_single_figure_is_a_sentence_and_a_row(claims_of: Claims) -> None:
    """A figure without company has no plot: the title says it and the table below has it."""
    row = {"topic": "rain", "measure": "rain", "title": "Rain", "unit": "percent", "value": "12",
           "metric": "share", "year": 2030, "producer": "Maker"}  # fmt: skip
    for figure in (
        charts.shares(claims_of(row)),
        charts.values(claims_of({**row, "metric": "level", "unit": "count"})),
    ):
        meta = figure.layout.meta
        assert not figure.data
        assert meta["title"].startswith("Rain: 12")
        assert meta["title"].endswith(", Article (Maker)")
        assert meta["listed"]["claims"] == meta["claims"] == ["c0"]


def test_yearly_series_is_left_to_its_own_chart(shipped_claims: pd.DataFrame) -> None:
    """What one edition prints year by year is in the other figure, and only there."""
    panels = set(charts.values(shipped_claims).layout.meta["claims"])
    series = set(charts.yearly_series(shipped_claims).layout.meta["claims"])
    assert not panels & series
    assert {key.removesuffix(key[-4:]) for key in series} >= {"o41_gartner_in_"}


def test_qualifiers_are_drawn_and_written(claims_of: Claims) -> None:
    """An open end is an arrow that way, `about` a bracket as wide as its interval."""
    base = {"topic": "ai_value", "year": 2030, "unit": "usd_trillion", "value": "10"}
    other = {**base, "producer": "Other", "source_id": "other", "role": "comparator",
             "url": "https://example.org", "accessed": "2026-01-02"}  # fmt: skip
    for qualifier, symbol, ends, words in (
        ("at_least", "triangle-right", None, "more than $10"),
        ("at_most", "triangle-left", None, "up to $10"),
        ("about", "line-ns", (9.0, 11.0), "about $10"),
    ):
        figure = charts.values(claims_of({**base, "qualifier": qualifier}, other))
        hedge = figure.data[0]
        assert hedge.marker.symbol[1] == symbol
        assert hedge.x == ends if ends else hedge.x[0] == 10
        texts = [note.text for note in figure.layout.annotations]
        assert any(words.replace("$", "&#36;") in text for text in texts)
    exact = charts.values(claims_of({**base, "qualifier": "exact"}, other))
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
