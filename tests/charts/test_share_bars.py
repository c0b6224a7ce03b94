"""Charts of jobs and shares: yearly rates where there are any, hedges on every share."""

import math
from collections.abc import Callable

import pandas as pd
import pytest

from report_helpers import charts
from report_helpers.analysis.comparability import quantity
from report_helpers.analysis.growth import annualised

Claims = Callable[..., pd.DataFrame]


def test_rates_are_those_of_the_analysis(shipped_claims: pd.DataFrame) -> None:
    """Each line runs from no change to the yearly factor, the fastest first."""
    figure = charts.yearly_rates(shipped_claims)
    rates = annualised(shipped_claims[shipped_claims["topic"].eq("ai_jobs")])
    expected = rates.loc[rates["comparable"], "rate"].sort_values(ascending=False)
    assert [trace.x[0] for trace in figure.data] == [1.0] * len(expected)
    assert [trace.x[1] for trace in figure.data] == pytest.approx([1 + rate for rate in expected])
    assert [trace.customdata[1] for trace in figure.data] == list(expected.index)
    assert figure.layout.xaxis.type == "log"
    assert figure.layout.meta["claims"][: len(expected)] == list(expected.index)


def test_rates_without_a_window_are_listed_off_the_axis(shipped_claims: pd.DataFrame) -> None:
    """They are in a table below the plot, with the printed figure and the reason."""
    figure = charts.yearly_rates(shipped_claims)
    listed = figure.layout.meta["listed"]
    assert len(listed["rows"]) == len(listed["claims"]) == 3
    assert ["74\N{NO-BREAK SPACE}%", "no window is printed"] in [row[2:] for row in listed["rows"]]
    assert any("relative to" in row[-1] for row in listed["rows"])
    drawn = {key for trace in figure.data for key in trace.customdata}
    assert drawn.isdisjoint(listed["claims"])


def test_falls_fit_the_axis(claims_of: Claims) -> None:
    """A fall is left of no change; a fall to zero is listed, not drawn."""
    base = {
        "topic": "ai_jobs", "metric": "change", "unit": "percent", "base_year": 2020, "year": 2021,
    }  # fmt: skip
    figure = charts.yearly_rates(
        claims_of({**base, "value": "-30"}, {**base, "value": "-100", "measure": "gone"})
    )
    low, high = figure.layout.xaxis.range
    assert low < math.log10(0.7) < 0 < high
    assert [trace.customdata[1] for trace in figure.data] == ["c0"]
    assert figure.layout.meta["listed"]["claims"] == ["c1"]


def test_shares_keep_their_metrics_apart(shipped_claims: pd.DataFrame) -> None:
    """A quantity with several figures has an axis from 0 to 100; the others are listed."""
    figure = charts.shares(shipped_claims)
    rows = shipped_claims.loc[figure.layout.meta["claims"]]
    assert rows["metric"].isin(["share", "change", "remaining"]).all()
    sizes = rows.groupby([quantity(rows), "unit"]).size()
    assert len({trace.yaxis for trace in figure.data}) == (sizes > 1).sum() == 2
    listed = figure.layout.meta["listed"]["claims"]
    assert len(listed) == (sizes == 1).sum()
    assert {"a09_data_preparation_fall", "a16_data_preparation_remaining"} <= set(listed)
    assert figure.layout.xaxis.range[0] == 0
    assert figure.layout.xaxis.range[1] > 100


def test_shares_show_their_hedges(shipped_claims: pd.DataFrame) -> None:
    """The words that hedge a figure are beside it."""
    figure = charts.shares(shipped_claims)
    texts = {row[-1] for row in figure.layout.meta["listed"]["rows"]}
    space = "\N{NO-BREAK SPACE}"
    assert {f"more than 50{space}%", f"about 30{space}%", f"\N{MINUS SIGN}70{space}%"} <= texts


def test_shares_of_chosen_topics(shipped_claims: pd.DataFrame) -> None:
    """Only the topics asked for are drawn."""
    drawn = charts.shares(shipped_claims, topics=("productivity",)).layout.meta["claims"]
    assert set(shipped_claims.loc[drawn, "topic"]) == {"productivity"}
