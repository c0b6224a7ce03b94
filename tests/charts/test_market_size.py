"""Market charts: their numbers are those of the analysis, and horizon and hedges are kept."""

import math
from collections.abc import Callable
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest

from report_helpers import charts
from report_helpers.analysis.comparison import spread, values_by_edition
from report_helpers.analysis.growth import growth_rates
from report_helpers.analysis.growth_paths import paths
from report_helpers.colors import COLORS

Claims = Callable[..., pd.DataFrame]
OTHER = {
    "role": "comparator", "producer": "Maker", "edition": "report", "published": "2025",
    "url": "https://example.org", "accessed": "2026-01-02",
}  # fmt: skip


def traces(figure: go.Figure, name: str) -> list[go.Scatter]:
    """The traces of one name."""
    return [trace for trace in figure.data if trace.name == name]


def points(trace: go.Scatter) -> list[tuple[Any, Any]]:
    """What a trace draws, without the gaps."""
    return [(x, y) for x, y in zip(trace.x, trace.y, strict=True) if x is not None]


def labels(figure: go.Figure) -> list[str]:
    """The direct labels."""
    return [note.text for note in figure.layout.annotations if note.name.startswith("label")]


def test_paths_run_between_printed_ends(shipped_claims: pd.DataFrame) -> None:
    """A path starts and ends at what the claim prints, in billions; other points stay single."""
    figure = charts.size_paths(shipped_claims)
    (nester,) = traces(figure, "Research Nester")
    assert nester.x == (2025, 2035, None, 2026)
    assert nester.y == (48.9, 441.6, None, 62.4)
    assert not nester.connectgaps


def test_the_article_is_drawn_in_front(shipped_claims: pd.DataFrame) -> None:
    """The article's own paths come last, in its ink; its stated growth leads elsewhere, dotted."""
    figure = charts.size_paths(shipped_claims)
    assert [trace.name for trace in figure.data[-2:]] == ["Article", "Article"]
    (stated,) = traces(figure, "Article, at its stated 39.2 % a year")
    along = paths(shipped_claims.loc[["a01_ml_market"]])
    assert points(stated) == [
        (2023, pytest.approx(26.03)),
        (2030, pytest.approx(along["stated_value"].iloc[-1] / 1e9)),
    ]
    assert stated.line.dash == "dot"
    assert {trace.line.color for trace in figure.data[-3:]} == {COLORS["article"].light}
    said = " ".join(labels(figure))
    assert "36.2 %" in said
    assert "39.2 %" in said


def test_agreeing_article_has_one_path(claims_of: Claims) -> None:
    """Where the stated growth leads to the printed end, nothing is dotted."""
    figure = charts.size_paths(
        claims_of({"base_year": 2020, "base_value": "100", "year": 2022, "value": "121",
                   "growth_percent": "10"})
    )  # fmt: skip
    assert len(figure.data) == 1


def test_horizon_cuts_paths(shipped_claims: pd.DataFrame) -> None:
    """After the horizon nothing is drawn; at it a cut path has its value, without a marker."""
    figure = charts.size_paths(shipped_claims, horizon_year=2030)
    assert max(x for trace in figure.data for x, _ in points(trace)) == 2030
    (precedence,) = traces(figure, "Precedence Research")
    along = paths(shipped_claims.loc[["o06_precedence"]]).set_index("year")["value"]
    assert points(precedence)[-1] == (2030, pytest.approx(along[2030] / 1e9))
    assert precedence.marker.size == (9, 0)
    assert "Market Research Future" not in {trace.name for trace in figure.data}


def test_one_path_a_publisher(shipped_claims: pd.DataFrame) -> None:
    """Of a publisher with several editions the latest counts."""
    drawn = charts.size_paths(shipped_claims).layout.meta["claims"]
    assert "o03_fbi_2026" in drawn
    assert not {"o01_fbi_2022", "o02_fbi_2025", "o04_statista_2023"} & set(drawn)


def test_projections_are_hollow(claims_of: Claims) -> None:
    """A projected end is filled with paper, a base year and an observed end with ink."""
    ends = {"base_year": 2020, "base_value": "10", "year": 2024, "value": "20", **OTHER}
    blue, paper = COLORS["blue"].light, COLORS["paper"].light
    for kind, end in (("projection", paper), ("observed", blue)):
        (trace,) = charts.size_paths(claims_of({**ends, "kind": kind})).data
        assert trace.marker.color == (blue, end)


def test_units_are_brought_together(claims_of: Claims) -> None:
    """Millions and trillions share the axis in billions; percent is left out."""
    figure = charts.size_paths(
        claims_of(
            {"year": 2024, "value": "1500", "unit": "usd_million", **OTHER},
            {"year": 2025, "value": "2", "unit": "usd_trillion", **OTHER, "producer": "Other"},
            {"year": 2025, "value": "12", "unit": "percent", **OTHER, "producer": "Third"},
        )
    )
    assert [points(trace) for trace in figure.data] == [[(2024, 1.5)], [(2025, 2000.0)]]
    assert figure.layout.yaxis.type == "log"


def test_growth_gap_shows_the_rates(shipped_claims: pd.DataFrame) -> None:
    """Stated and implied growth are those of the analysis, one row a claim, the article first."""
    figure = charts.growth_gap(shipped_claims)
    rates = growth_rates(shipped_claims[shipped_claims["measure"].eq("ml_market_revenue")])
    order = figure.layout.meta["claims"]
    assert order[0] == "a01_ml_market"
    assert set(order) == set(rates.index)
    drawn = [trace for trace in figure.data if trace.name and ": " in trace.name]
    stated = {
        order[int(y)]: x for trace in drawn if trace.mode == "markers" for x, y in points(trace)
    }
    expected = rates["stated"].dropna()
    assert stated == {key: pytest.approx(100 * rate) for key, rate in expected.items()}
    (implied,) = traces(figure, "Implied by the two ends")
    assert {order[int(y)]: x for x, y in points(implied)} == {
        key: pytest.approx(100 * rate) for key, rate in rates["implied"].dropna().items()
    }
    (bars,) = traces(figure, "Implied: what the digits allow")
    assert points(bars)[0] == (pytest.approx(100 * rates["implied_low"]["a01_ml_market"]), 0)


def test_growth_gap_shows_which_claims_agree(shipped_claims: pd.DataFrame) -> None:
    """Each state has its own marker and words; what is not comparable is hollow, not hidden."""
    figure = charts.growth_gap(shipped_claims)
    names = {trace.name: trace for trace in figure.data}
    assert names["Stated: not comparable"].marker.color == COLORS["paper"].light
    assert names["Stated: agrees"].marker.symbol != names["Stated: does not agree"].marker.symbol
    verdicts = {row[0]: row[6] for row in figure.layout.meta["rows"]}
    assert verdicts["Article (Fortune Business Insights)"] == "stated 3.0 points higher"
    assert verdicts["Dataintelo"] == "stated for 2026\N{EN DASH}2034"
    assert verdicts["Market Research Future"] == "a printed end is missing"
    assert labels(figure) == [row[6] for row in figure.layout.meta["rows"]]


def test_growth_gap_with_an_open_end(claims_of: Claims) -> None:
    """`More than` leaves the implied growth open: the bar ends with the axis."""
    figure = charts.growth_gap(
        claims_of({"base_year": 2020, "base_value": "100", "year": 2022, "value": "121",
                   "growth_percent": "15", "qualifier": "at_least", "as_printed":
                   "more than 100; 2020; 121; 2022; 15"})
    )  # fmt: skip
    (bars,) = traces(figure, "Implied: what the digits allow")
    assert bars.x[1] == figure.layout.xaxis.range[1]
    assert figure.layout.meta["rows"][0][5:7] == ["open", "agrees"]


def test_editions_default_to_the_longest_series(shipped_claims: pd.DataFrame) -> None:
    """The publisher with the most editions, one trace each, what the article cites in its ink."""
    figure = charts.editions(shipped_claims)
    assert figure.layout.meta["title"].startswith("Fortune Business Insights")
    assert [trace.name for trace in figure.data] == [
        "2020 (cited)", "2022", "2023 (cited)", "2025", "2026",
    ]  # fmt: skip
    inks = {trace.name: trace.line.color for trace in figure.data}
    assert inks["2023 (cited)"] == COLORS["article"].light != inks["2022"]


def test_editions_say_how_far_they_moved(shipped_claims: pd.DataFrame) -> None:
    """The subtitle compares the oldest and the newest edition in the year that most cover."""
    values = values_by_edition(shipped_claims)
    there = values[values["year"].eq(2027) & values["series"].str.startswith("Fortune")]
    change = there["high"].iloc[-1] / there["high"].iloc[0] - 1
    said = charts.editions(shipped_claims).layout.meta["subtitle"]
    assert "For 2027 the edition of 2020" in said
    assert f"{-100 * change:.1f} % less" in said


def test_editions_of_a_named_series(shipped_claims: pd.DataFrame) -> None:
    """Another series can be asked for; one that is not there gets a sentence."""
    named = charts.editions(shipped_claims, series="IDC: gdp_gain_cumulative")
    assert named.layout.meta["claims"] == ["o38_idc_2024", "o39_idc_2025"]
    assert charts.editions(shipped_claims, series="Nobody: nothing").layout.meta["claims"] == []


def test_spread_is_that_of_the_analysis(shipped_claims: pd.DataFrame) -> None:
    """Lowest, median and highest a year, in billions, with the factor as label."""
    figure = charts.spread_by_year(shipped_claims, horizon_year=2030)
    apart = spread(shipped_claims[shipped_claims["measure"].eq("ml_market_revenue")])
    apart = apart[apart["year"].le(2030)]
    for name, column in (("Lowest", "low"), ("Median", "median"), ("Highest", "high")):
        (trace,) = traces(figure, name)
        assert list(trace.x) == apart["year"].tolist()
        assert list(trace.y) == pytest.approx((apart[column] / 1e9).tolist())
    assert labels(figure)[::2] == [
        f"{factor:.1f}\N{MULTIPLICATION SIGN}" for factor in apart["factor"]
    ]
    heights = [note.y for note in figure.layout.annotations if note.name.endswith("-high")]
    assert heights == pytest.approx([math.log10(value / 1e9) for value in apart["high"]])
