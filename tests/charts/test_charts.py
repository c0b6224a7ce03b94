"""What every figure keeps: its meta, its inks, its sources, and its manners with any table."""

import html
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from report_helpers import charts
from report_helpers.audit.audit import about, audit
from report_helpers.charts.toolkit.meta import ChartMeta
from report_helpers.charts.toolkit.theme import TEMPLATE
from report_helpers.claims.citations import short_citation
from report_helpers.colors import COLORS

Claims = Callable[..., pd.DataFrame]
Draw = Callable[[pd.DataFrame], go.Figure]
DAY = "2026-11-23"
FIGURES: dict[str, Draw] = {
    "size_paths": charts.size_paths,
    "growth_gap": charts.growth_gap,
    "editions": charts.editions,
    "spread_by_year": charts.spread_by_year,
    "values": charts.values,
    "yearly_series": charts.yearly_series,
    "yearly_rates": charts.yearly_rates,
    "shares": charts.shares,
    "against_original": charts.against_original,
    "evidence": charts.evidence,
    "claims_by_rules": lambda claims: charts.claims_by_rules(
        claims, findings=audit(claims, as_of=DAY)
    ),
}
META = {"name", "title", "subtitle", "alt", "claims", "sources", "findings", "columns", "rows"}
MORE = set(ChartMeta.__annotations__) - {"projection"}
LIGHT = {ink.light for ink in COLORS.values()}
OWN_MARKUP = re.compile(r'</?b>|</?i>|<br>|<span style="color:#[0-9a-f]{6}">|</span>')
ENTITY = re.compile(r"&(amp|lt|gt|#36|#37);")


@pytest.fixture(scope="module", params=FIGURES)
def draw(request: pytest.FixtureRequest) -> Draw:
    """Every figure function in turn."""
    return FIGURES[request.param]


@pytest.fixture(scope="module")
def figure(draw: Draw, shipped_claims: pd.DataFrame) -> go.Figure:
    """Its figure of the shipped claims, for tests that only look."""
    return draw(shipped_claims)


def displayed(figure: go.Figure) -> Iterator[str]:
    """Every text that plotly would show, as plotly gets it."""
    plain = json.loads(figure.to_json())
    layout = plain["layout"]
    yield layout["title"]["text"]
    yield layout["title"].get("subtitle", {}).get("text", "")
    for note in layout.get("annotations", []):
        yield note["text"]
    for name, axis in layout.items():
        if re.fullmatch(r"[xy]axis\d*", name):
            yield from axis.get("ticktext", [])
            yield axis.get("title", {}).get("text", "")
    for trace in plain["data"]:
        yield trace.get("name", "")
        for part in ("text", "hovertext"):
            texts = trace.get(part, [])
            yield from [texts] if isinstance(texts, str) else texts


def test_every_figure_is_tried() -> None:
    """The registry above holds all that the figures export, but the one that may be none."""
    assert set(charts.__all__) - {"gravest"} == set(FIGURES)


def test_meta_is_complete(figure: go.Figure, shipped_claims: pd.DataFrame) -> None:
    """All keys, claims that exist and are drawn once, and rows as wide as the columns, in text."""
    meta = figure.layout.meta
    assert META < set(meta) <= MORE
    assert meta["claims"]
    assert set(meta["claims"]) <= set(shipped_claims.index)
    assert len(set(meta["claims"])) == len(meta["claims"])
    assert meta["rows"]
    assert {len(row) for row in meta["rows"]} == {len(meta["columns"])}
    assert all(isinstance(cell, str) and cell for row in meta["rows"] for cell in row)
    assert all(meta[key].strip() for key in ("name", "title", "subtitle", "alt"))
    assert set(meta.get("row_claims", ())) <= set(meta["claims"])
    assert len(meta.get("row_claims", meta["rows"])) == len(meta["rows"])


def test_names_are_unique(shipped_claims: pd.DataFrame) -> None:
    """No two figures of a report share an anchor."""
    names = [draw(shipped_claims).layout.meta["name"] for draw in FIGURES.values()]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[a-z][a-z0-9-]*", name) for name in names)


def test_sources_name_every_claim(figure: go.Figure, shipped_claims: pd.DataFrame) -> None:
    """Each drawn claim's citation is among the sources, in meta and under the plot."""
    meta = figure.layout.meta
    cited = {source["citation"] for source in meta["sources"]}
    assert cited == {short_citation(shipped_claims.loc[key]) for key in meta["claims"]}
    assert {source["claim_id"] for source in meta["sources"]} <= set(meta["claims"])
    assert all(
        source["evidence"] == shipped_claims.loc[source["claim_id"], "evidence"]
        for source in meta["sources"]
    )
    (note,) = [note for note in figure.layout.annotations if note.name == "sources"]
    under = html.unescape(note.text.replace("<br>", " "))
    assert all(citation in under for citation in cited)


def test_template_and_inks_are_ours(figure: go.Figure) -> None:
    """Every colour is the light value of an ink; nothing of plotly's own template is left."""
    text = figure.to_json()
    assert figure.layout.template == TEMPLATE
    assert set(re.findall(r"#[0-9a-fA-F]{3,8}\b", text.replace("&#36;", ""))) <= LIGHT
    assert not re.search(r"rgba?\(|hsla?\(|\"colorscale\"", text)


def test_pure_and_stable(draw: Draw, shipped_claims: pd.DataFrame) -> None:
    """The table stays as it is; the same table gives the same JSON, without encoded arrays."""
    before = shipped_claims.copy(deep=True)
    first = draw(shipped_claims).to_json()
    pd.testing.assert_frame_equal(shipped_claims, before)
    assert draw(before).to_json() == first
    assert '"bdata"' not in first
    assert "scattergl" not in first


def test_numbers_are_short(figure: go.Figure) -> None:
    """No number of a trace has more than ten significant digits."""
    for trace in json.loads(figure.to_json())["data"]:
        numbers = [cell for axis in "xy" for cell in trace[axis] if cell is not None]
        assert numbers == [float(f"{number:.10g}") for number in numbers]


def test_empty_table_gets_a_sentence(
    draw: Draw, figure: go.Figure, shipped_claims: pd.DataFrame
) -> None:
    """Without claims there is one sentence, no trace, no axis, and meta without claims."""
    nothing = draw(shipped_claims.iloc[:0])
    assert not nothing.data
    (note,) = nothing.layout.annotations
    assert note.text.replace("<br>", " ") == nothing.layout.meta["alt"]
    assert note.text.endswith(".")
    assert nothing.layout.xaxis.visible is False
    assert set(nothing.layout.meta) == META
    for key in ("claims", "findings", "rows"):
        assert nothing.layout.meta[key] == []
    assert nothing.layout.meta["name"] == figure.layout.meta["name"]


@pytest.mark.slow
def test_single_rows(draw: Draw, shipped_claims: pd.DataFrame) -> None:
    """Each kind of claim alone gives a figure of that claim, or a sentence."""
    kinds = shipped_claims.drop_duplicates(["topic", "metric", "unit", "role", "qualifier"])
    for key in kinds.index:
        row = shipped_claims.loc[[key]]
        assert draw(row).layout.meta["claims"] in ([], list(row.index))


@pytest.mark.parametrize("cited", [True, False])
def test_without_the_article_and_the_article_alone(
    draw: Draw, shipped_claims: pd.DataFrame, *, cited: bool
) -> None:
    """Figures draw what is there: no row of the article, or none but the article's."""
    rows = shipped_claims[shipped_claims["role"].eq("cited") == cited]
    meta = draw(rows).layout.meta
    assert set(meta["claims"]) <= set(rows.index)
    assert meta["alt"]


def test_legend_is_ready(figure: go.Figure) -> None:
    """Names come once, nothing without a name is in a legend, and what has no label is."""
    traces = figure.data
    named = [trace.name for trace in traces if trace.showlegend]
    assert len(set(named)) == len(named)
    assert None not in named
    labelled = {one["name"] for one in figure.layout.meta.get("key", ()) if one["labelled"]}
    assert {trace.name for trace in traces} - {None} - labelled == set(named)


@pytest.mark.slow
def test_hostile_text_stays_literal(draw: Draw, shipped_claims: pd.DataFrame) -> None:
    """Markup, links, templates and formulas of a CSV reach plotly as letters only."""

    @settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(
        st.lists(
            st.sampled_from(
                ["<b>", "</a>", '<a href="javascript:x">', "%{x}", "$x$", "&lt;", "&#60;", "a", " "]
            ),
            min_size=1,
            max_size=6,
        ).map(lambda parts: "x" + "".join(parts))
    )
    def check(text: str) -> None:
        names = ["producer", "title", "as_printed", "locator", "source_title", "sample", "edition"]
        claims = shipped_claims.assign(**dict.fromkeys(names, text))
        for shown in displayed(draw(claims)):
            bare = OWN_MARKUP.sub("\n", shown)
            assert not re.search(r"[<>$]|%\{", bare)
            assert "&" not in ENTITY.sub("", bare)

    check()


@pytest.mark.parametrize("key", ["title", "producer"])
def test_text_is_shown_as_written(claims_of: Claims, key: str) -> None:
    """What plotly decodes is what the CSV holds."""
    hostile = "<i>A&B</i> $x$ %{y}"
    row: dict[str, Any] = {
        key: hostile, "topic": "ai_value", "value": "3", "year": 2030, "role": "comparator",
        "url": "https://example.org", "accessed": "2026-01-02",
    }  # fmt: skip
    figure = charts.values(claims_of(row))
    texts = [html.unescape(OWN_MARKUP.sub("", text)) for text in displayed(figure)]
    assert any(hostile in text for text in texts)


@pytest.fixture(scope="module")
def crowd(claims_of: Claims) -> pd.DataFrame:
    """Sixty publishers of one market, and an article that cites the first."""
    others = [
        {
            "role": "original" if number == 0 else "comparator",
            "producer": f"Publisher {number}", "base_year": 2020,
            "base_value": str(10 + number), "year": 2030 + number % 5,
            "value": str(100 + 7 * number), "growth_percent": "20.5", "source_id": f"s{number}",
            "url": "https://example.org", "accessed": "2026-01-02", "published": "2025",
            "edition": "report",
        }
        for number in range(60)
    ]  # fmt: skip
    article = {
        "claim_id": "cited", "base_year": 2020, "base_value": "10", "year": 2030, "value": "100",
        "growth_percent": "30", "original_id": "c1", "producer": "Publisher 0",
    }  # fmt: skip
    return claims_of(article, *others)


def test_a_crowd_is_drawn(draw: Draw, crowd: pd.DataFrame) -> None:
    """Sixty publishers break nothing."""
    assert draw(crowd).layout.meta["alt"]


def test_a_crowd_is_muted(crowd: pd.DataFrame) -> None:
    """Of sixty publishers, the highest, median, lowest and the quoted one are named."""
    figure = charts.size_paths(crowd)
    assert figure.data[0].name == "57 other publishers"
    assert figure.data[0].line.color == COLORS["grey"].light
    assert figure.data[-1].marker.line.color == COLORS["article"].light
    meta = figure.layout.meta
    named = [one["name"] for one in meta["key"]]
    assert named == [
        "Article", "Article, at its stated 30.0 % a year", "Publisher 59", "Publisher 0",
        "Publisher 29", "57 other publishers", "projected",
    ]  # fmt: skip
    assert any("57 other publishers in thin lines" in note for note in meta["notes"])
    assert len(meta["rows"]) == 61


def test_a_chart_of_a_crowd_is_no_taller(draw: Draw, crowd: pd.DataFrame) -> None:
    """However many claims there are, a chart draws a choice, and says so in its notes."""
    meta = draw(crowd).layout.meta
    assert meta.get("narrow", {"height": 0})["height"] < 800


@pytest.mark.parametrize("name", sorted(set(FIGURES) - {"claims_by_rules"}))
def test_a_chart_lists_the_findings_about_its_claims(
    shipped_claims: pd.DataFrame, name: str
) -> None:
    """Every contradiction and caution about a claim drawn, no note, in meta and in words."""
    findings = audit(shipped_claims, as_of=DAY)
    figure = getattr(charts, name)(shipped_claims, findings=findings)
    meta = figure.layout.meta
    expected = [
        (claim_id, finding.rule, finding.severity)
        for finding in findings
        if finding.severity != "note"
        for claim_id in about(finding)
        if claim_id in meta["claims"]
    ]
    keys = ("claim_id", "rule", "severity")
    assert [tuple(found[key] for key in keys) for found in meta["findings"]] == expected
    (note,) = [note for note in figure.layout.annotations if note.name == "sources"]
    words = html.unescape(note.text.replace("-<br>", "-").replace("<br>", " "))
    assert ("Audit: " in words) == bool(expected)
    for found in meta["findings"]:
        assert f"{found['severity']}, {found['rule']}: " in words
        assert found["claim"] in words


def test_findings_name_claims_apart(shipped_claims: pd.DataFrame) -> None:
    """Claims of one name in a chart are distinguished by their titles."""
    findings = audit(shipped_claims, as_of=DAY)
    alone = charts.growth_gap(shipped_claims, findings=findings).layout.meta["findings"]
    assert alone[0]["claim"] == "Article, 2023\N{EN DASH}2030"
    many = charts.evidence(shipped_claims, findings=findings).layout.meta["findings"]
    assert "Rise in AI job opportunities" in {found["claim"] for found in many}


def test_the_audit_is_drawn_by_severity(shipped_claims: pd.DataFrame) -> None:
    """A mark a claim and rule, its shape by the gravest severity; the article's claims first."""
    findings = audit(shipped_claims, as_of=DAY)
    figure = charts.claims_by_rules(shipped_claims, findings=findings)
    marks = {trace.name: len(trace.x) for trace in figure.data}
    cited = set(shipped_claims.index[shipped_claims["role"].eq("cited")])
    drawn = {key for trace in figure.data for key in trace.customdata}
    cells = {
        (claim_id, finding.rule): finding.severity
        for finding in reversed(findings)
        for claim_id in about(finding)
    }
    ids = cited | {key for (key, _), severity in cells.items() if severity != "note"}
    assert drawn <= ids
    assert len(drawn) == 8
    shown = [severity for (key, _), severity in cells.items() if key in drawn]
    assert marks == {
        severity.capitalize(): shown.count(severity)
        for severity in ("contradiction", "caution", "note")
    }
    assert len({trace.marker.symbol for trace in figure.data}) == 3
    assert set(figure.layout.xaxis.ticktext) == {rule for key, rule in cells if key in drawn}
    roles = list(shipped_claims.loc[figure.layout.meta["claims"], "role"].eq("cited"))
    assert roles == sorted(roles, reverse=True)
