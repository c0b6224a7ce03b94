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
from report_helpers.audit.audit import audit
from report_helpers.colors import COLORS
from report_helpers.errors import UsageError

pytestmark = pytest.mark.slow

Claims = Callable[..., pd.DataFrame]
OTHER = {
    "role": "comparator", "producer": "Maker", "edition": "report", "published": "2025",
    "url": "https://example.org", "accessed": "2026-01-02",
}  # fmt: skip


def traces(figure: go.Figure, name: str, mode: str = "markers") -> list[go.Scatter]:
    """The traces of one name: its marks, or its lines."""
    return [trace for trace in figure.data if trace.name == name and trace.mode == mode]


def points(trace: go.Scatter) -> list[tuple[Any, Any]]:
    """What a trace draws, without the gaps."""
    return [(x, y) for x, y in zip(trace.x, trace.y, strict=True) if x is not None]


def labels(figure: go.Figure) -> list[str]:
    """The direct labels."""
    return [note.text for note in figure.layout.annotations if note.name.startswith("label")]


def test_paths_run_between_printed_ends(shipped_claims: pd.DataFrame) -> None:
    """Marks are what the claim prints, in billions; a line has the value of each year between."""
    figure = charts.size_paths(shipped_claims)
    (marks,) = traces(figure, "Research Nester")
    assert points(marks) == [(2025, 48.9), (2035, 441.6), (2026, 62.4)]
    (line,) = traces(figure, "Research Nester", "lines")
    assert line.x == (*range(2025, 2036), None, 2026)
    rate = (441.6 / 48.9) ** (1 / 10)
    assert line.y[:11] == pytest.approx([48.9 * rate**step for step in range(11)])
    assert not line.connectgaps


def test_the_article_is_drawn_in_front(shipped_claims: pd.DataFrame) -> None:
    """The article's own paths come last, in its ink; its stated growth leads elsewhere, dotted."""
    figure = charts.size_paths(shipped_claims)
    assert all(trace.name.startswith("Article") for trace in figure.data[-4:])
    (stated,) = traces(figure, "Article, at its stated 39.2 % a year", "lines")
    along = paths(shipped_claims.loc[["a01_ml_market"]])
    assert points(stated) == [
        (year, pytest.approx(value / 1e9))
        for year, value in zip(along["year"], along["stated_value"], strict=True)
    ]
    assert stated.line.dash == "dot"
    key = {one["name"]: one for one in figure.layout.meta["key"]}
    (own,) = (one for name, one in key.items() if name == "Article (Fortune Business Insights)")
    assert own["detail"] == "$225.91 billion at 36.2 % a year"
    assert own["ink"] == key["Article, at its stated 39.2 % a year"]["ink"] == "article"


def test_agreeing_article_has_one_path(claims_of: Claims) -> None:
    """Where the stated growth leads to the printed end, nothing is dotted."""
    figure = charts.size_paths(
        claims_of({"base_year": 2020, "base_value": "100", "year": 2022, "value": "121",
                   "growth_percent": "10"})
    )  # fmt: skip
    assert [trace.mode for trace in figure.data] == ["lines", "markers"]


def test_horizon_cuts_paths(shipped_claims: pd.DataFrame) -> None:
    """After the horizon nothing is drawn; at it a cut path has its value, without a marker."""
    figure = charts.size_paths(shipped_claims, horizon_year=2030)
    assert max(x for trace in figure.data for x, _ in points(trace)) == 2030
    (line,) = traces(figure, "Precedence Research", "lines")
    along = paths(shipped_claims.loc[["o06_precedence"]]).set_index("year")["value"]
    assert points(line)[-1] == (2030, pytest.approx(along[2030] / 1e9))
    (marks,) = traces(figure, "Precedence Research")
    assert [x for x, _ in points(marks)] == [2025]
    assert "Market Research Future" not in {trace.name for trace in figure.data}


def test_one_path_a_publisher(shipped_claims: pd.DataFrame) -> None:
    """Of a publisher with several editions the latest counts."""
    drawn = charts.size_paths(shipped_claims).layout.meta["claims"]
    assert "o03_fbi_2026" in drawn
    assert not {"o01_fbi_2022", "o02_fbi_2025", "o04_statista_2023"} & set(drawn)


def test_projections_are_hollow(claims_of: Claims) -> None:
    """A projected end is filled with paper, a base year and an observed end with ink."""
    ends = {"base_year": 2020, "base_value": "10", "year": 2024, "value": "20", **OTHER}
    paper = COLORS["paper"].light
    for kind, end in (("projection", paper), ("observed", "ink")):
        (marks,) = traces(charts.size_paths(claims_of({**ends, "kind": kind})), "Maker")
        ink = marks.marker.line.color
        assert marks.marker.color == (ink, paper if end == paper else ink)


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
    first = rates.loc[order[:8]]
    expected = first["stated"].dropna()
    assert stated == {key: pytest.approx(100 * rate) for key, rate in expected.items()}
    (implied,) = traces(figure, "Implied by the two ends")
    assert {order[int(y)]: x for x, y in points(implied)} == {
        key: pytest.approx(100 * rate) for key, rate in first["implied"].dropna().items()
    }
    (bars,) = traces(figure, "Implied: what the digits allow", "lines")
    assert points(bars)[0] == (pytest.approx(100 * rates["implied_low"]["a01_ml_market"]), 0)


def test_growth_gap_shows_which_claims_agree(shipped_claims: pd.DataFrame) -> None:
    """Each state has its own marker and words; what is not comparable is hollow, not hidden."""
    figure = charts.growth_gap(shipped_claims)
    symbols = {trace.name: trace.marker.symbol for trace in figure.data}
    open_rows = shipped_claims.loc[["o10_dataintelo", "o11_mrfr"]]
    (hollow,) = traces(charts.growth_gap(open_rows), "Stated: not comparable")
    assert hollow.marker.symbol.endswith("-open")
    assert symbols["Stated: agrees"] != symbols["Stated: does not agree"]
    verdicts = {row[0]: row[6] for row in figure.layout.meta["rows"]}
    assert verdicts["Article (Fortune Business Insights)"] == "stated 3.0 points higher"
    assert verdicts["Dataintelo"] == "stated for 2026\N{EN DASH}2034"
    assert verdicts["Market Research Future"] == "a printed end is missing"
    said = [text.replace("</b> \N{EN SPACE}", ": ").replace("<b>", "") for text in labels(figure)]
    assert said[0] == "Article, 2023\N{EN DASH}2030: states 39.2 %, its ends imply 36.2 %"
    assert len(said) == 8
    assert any(note.startswith("Drawn are 8 of 14 claims") for note in figure.layout.meta["notes"])


def test_growth_gap_with_an_open_end(claims_of: Claims) -> None:
    """`More than` leaves the implied growth open: the bar ends with the axis."""
    figure = charts.growth_gap(
        claims_of({"base_year": 2020, "base_value": "100", "year": 2022, "value": "121",
                   "growth_percent": "15", "qualifier": "at_least", "as_printed":
                   "more than 100; 2020; 121; 2022; 15"})
    )  # fmt: skip
    (bars,) = traces(figure, "Implied: what the digits allow", "lines")
    assert bars.x[1] == figure.layout.xaxis.range[1]
    assert figure.layout.meta["rows"][0][5:7] == ["open", "agrees"]


def test_growth_gap_shows_a_printed_range_from_end_to_end(claims_of: Claims) -> None:
    """A range of growth is a line between its ends, and its words name both."""
    figure = charts.growth_gap(
        claims_of({"base_year": 2020, "base_value": "103", "year": 2022, "value": "121",
                   "growth_low": "20", "growth_high": "25"})
    )  # fmt: skip
    assert [(20, 0), (25, 0)] in [points(trace) for trace in figure.data]
    assert "states 20.0 % to 25.0 %, its ends imply 8.4 %" in labels(figure)[0]
    assert figure.layout.meta["rows"][0][2] == "20.0 % to 25.0 %"
    assert figure.layout.meta["rows"][0][6] == "stated 11.6 points higher"
    first, last = figure.layout.xaxis.range
    assert first < 8
    assert last > 25


def test_editions_default_to_the_longest_series(shipped_claims: pd.DataFrame) -> None:
    """The publisher with the most editions, one trace each, what the article cites in its ink."""
    figure = charts.editions(shipped_claims)
    assert figure.layout.meta["title"].startswith("Fortune Business Insights")
    lines = [trace for trace in figure.data if trace.mode == "lines"]
    names = list(dict.fromkeys(trace.name for trace in figure.data))
    assert names == ["2020 (cited)", "2022", "2023 (cited)", "2025", "2026"]
    assert len({trace.line.color for trace in lines}) == 1
    widths = [trace.line.width for trace in lines]
    assert widths == sorted(widths)
    assert lines[-1].line.dash == "solid"


def test_editions_say_how_far_they_moved(shipped_claims: pd.DataFrame) -> None:
    """The title compares the oldest and the newest edition in the year that most cover."""
    values = values_by_edition(shipped_claims)
    there = values[values["year"].eq(2027) & values["series"].str.startswith("Fortune")]
    change = there["high"].iloc[-1] / there["high"].iloc[0] - 1
    said = charts.editions(shipped_claims).layout.meta["title"]
    assert f"cut its figure for 2027 by {-100 * change:.0f} %" in said
    assert "(2020)" in said


def test_editions_of_a_named_series(shipped_claims: pd.DataFrame) -> None:
    """Another series can be asked for; one that is not there gets a sentence."""
    named = charts.editions(shipped_claims, series="IDC: gdp_gain_cumulative")
    assert named.layout.meta["claims"] == ["o38_idc_2024", "o39_idc_2025"]
    with pytest.raises(UsageError, match="series: 'Nobody: nothing' is not in the claims; choose"):
        charts.editions(shipped_claims, series="Nobody: nothing")


def test_spread_is_that_of_the_analysis(shipped_claims: pd.DataFrame) -> None:
    """Lowest, median and highest a year, in billions, with the factor as label."""
    figure = charts.spread_by_year(shipped_claims, horizon_year=2030)
    apart = spread(shipped_claims[shipped_claims["measure"].eq("ml_market_revenue")])
    apart = apart[apart["year"].le(2030)]
    for name, column in (("Lowest", "low"), ("Median", "median"), ("Highest", "high")):
        (trace,) = traces(figure, name)
        assert list(trace.x) == apart["year"].tolist()
        assert list(trace.y) == pytest.approx((apart[column] / 1e9).tolist())
    factors = {
        note.x: note.text
        for note in figure.layout.annotations
        if note.text.endswith("\N{MULTIPLICATION SIGN}")
    }
    widest = apart[apart["factor"].eq(apart["factor"].max())].iloc[0]
    assert factors[widest["year"]] == f"{widest['factor']:.1f}\N{MULTIPLICATION SIGN}"
    heights = {note.x: note.y for note in figure.layout.annotations if note.x in factors}
    assert heights[widest["year"]] == pytest.approx(math.log10(widest["high"] / 1e9))


def test_an_edition_that_is_only_inferred_is_said_to_be(shipped_claims: pd.DataFrame) -> None:
    """A page that does not name the publisher does not prove what the publisher printed."""
    meta = charts.editions(shipped_claims).layout.meta
    assert meta["title"].endswith("; both inferred")
    assert any(
        "does not name the publisher: 2020, 2025 and 2026." in note for note in meta["notes"]
    )


def test_growth_gap_has_the_verdicts_of_the_audit(shipped_claims: pd.DataFrame) -> None:
    """A growth that the audit cannot check is hollow; one that it contradicts does not follow."""
    meta = charts.growth_gap(shipped_claims).layout.meta
    findings = audit(shipped_claims, as_of="2026-11-23")
    wrong = [
        each for each in findings
        if each.rule == "growth-mismatch" and each.severity == "contradiction"
    ]  # fmt: skip
    assert meta["title"].startswith("Two of eight stated growths do not follow from their ends")
    assert len(wrong) == 2
    verdicts = {row[0]: row[6] for row in meta["rows"]}
    assert verdicts["MarketsandMarkets"] == "no value for 2017 is printed"
    assert verdicts["Research Nester"] == "stated 3.4 points higher than from 2026 to 2035"
    said = labels(charts.growth_gap(shipped_claims))
    assert any(text.endswith("its ends imply 24.6 %; from 2026, 24.29 %") for text in said)
    assert meta["subtitle"].endswith("(8 of 14 drawn)")


def test_the_widest_spread_is_of_three_publishers(shipped_claims: pd.DataFrame) -> None:
    """Two publishers, one of them on its path, are no spread for a title."""
    meta = charts.spread_by_year(shipped_claims).layout.meta
    year = meta["title"].split("on ")[1][:4]
    assert {row[0]: int(row[1]) for row in meta["rows"]}[year] >= 3
    early = [int(row[0]) < 2025 for row in meta["rows"]]
    assert any(early)
    pair = charts.spread_by_year(shipped_claims, horizon_year=2022).layout.meta["title"]
    assert pair.startswith("Two publishers differ most on 2021")
