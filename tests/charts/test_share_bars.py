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
    lines = [trace for trace in figure.data if trace.mode == "lines+markers+text"]
    assert [trace.x[0] for trace in lines] == [1.0] * len(expected)
    assert [trace.x[1] for trace in lines] == pytest.approx([1 + rate for rate in expected])
    assert figure.layout.xaxis.type == "log"
    assert figure.layout.meta["claims"][: len(expected)] == list(expected.index)


def test_rates_without_a_window_are_listed_off_the_axis(shipped_claims: pd.DataFrame) -> None:
    """They are in a panel without a scale, hollow, with the printed figure and the reason."""
    figure = charts.yearly_rates(shipped_claims)
    (listed,) = [trace for trace in figure.data if trace.name == "No yearly rate"]
    assert listed.xaxis == "x2"
    assert figure.layout.xaxis2.visible is False
    texts = [text for trace in figure.data if trace.xaxis == "x2" for text in trace.text or ()]
    assert "74\N{NO-BREAK SPACE}%: no window is printed" in texts
    assert any("relative to" in text for text in texts)
    assert len(texts) == 3


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
    assert [trace.name for trace in figure.data if trace.name] == ["Article", "No yearly rate"]


def test_shares_keep_their_metrics_apart(shipped_claims: pd.DataFrame) -> None:
    """A fall and what remains of it are two panels; a share's axis is 0 to 100."""
    figure = charts.shares(shipped_claims)
    rows = shipped_claims.loc[figure.layout.meta["claims"]]
    assert rows["metric"].isin(["share", "change", "remaining"]).all()
    axes = {trace.yaxis for trace in figure.data}
    assert len(axes) == rows.groupby([quantity(rows), "unit"]).ngroups
    assert figure.layout.xaxis.range[0] == 0
    assert figure.layout.xaxis.range[1] > 100
    order = list(rows["measure"])
    assert abs(order.index("data_preparation_time") - (len(order) - 1 - order[::-1].index(
        "data_preparation_time"))) == 1  # fmt: skip


def test_shares_say_their_hedges(shipped_claims: pd.DataFrame) -> None:
    """A hedged figure is labelled with its hedge."""
    figure = charts.shares(shipped_claims)
    texts = [text for trace in figure.data if trace.mode == "text" for text in trace.text]
    space = "\N{NO-BREAK SPACE}"
    assert {f"more than 50{space}%", f"about 30{space}%", f"\N{MINUS SIGN}70{space}%"} <= set(texts)


def test_shares_of_chosen_topics(shipped_claims: pd.DataFrame) -> None:
    """Only the topics asked for are drawn."""
    drawn = charts.shares(shipped_claims, topics=("productivity",)).layout.meta["claims"]
    assert set(shipped_claims.loc[drawn, "topic"]) == {"productivity"}
