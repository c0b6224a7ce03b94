"""Charts of originals and evidence: ratios of the analysis, one block a cited claim."""

from collections.abc import Callable

import pandas as pd

from report_helpers import charts
from report_helpers.analysis.cited_figures import against_originals
from report_helpers.colors import COLORS

Claims = Callable[..., pd.DataFrame]


def test_ratios_are_those_of_the_analysis(shipped_claims: pd.DataFrame) -> None:
    """Every pair is drawn at cited over original, a range as both of its ends."""
    figure = charts.against_original(shipped_claims)
    pairs = against_originals(shipped_claims)
    drawn = {x for trace in figure.data for x in trace.x if x is not None}
    ends = {float(f"{end:.10g}") for name in ("ratio_low", "ratio_high") for end in pairs[name]}
    # Of those that print the same number, some are in the data table alone.
    assert {end for end in ends if abs(end - 1) > 0.005} <= drawn <= ends
    assert len(figure.layout.meta["rows"]) == len(pairs)


def test_ratios_of_different_quantities_are_hollow(shipped_claims: pd.DataFrame) -> None:
    """Hollow where measure, metric, unit or qualifier differ, and the table says which."""
    figure = charts.against_original(shipped_claims)
    solid, hollow = figure.data
    assert solid.marker.color == COLORS["article"].light
    assert hollow.marker.color == COLORS["paper"].light
    assert len([x for x in hollow.x if x is not None]) == 6
    differs = {row[0]: row[4] for row in figure.layout.meta["rows"]}
    assert differs["Rise in AI job opportunities"] == "measure, kind of figure"


def test_labels_show_both_as_printed(shipped_claims: pd.DataFrame) -> None:
    """Each pair is labelled with the figures of the article and of the original."""
    labels = [
        note.text.replace("&#36;", "$").replace("\N{NO-BREAK SPACE}", " ")
        for note in charts.against_original(shipped_claims).layout.annotations
        if note.name.startswith("label")
    ]
    assert any(text.endswith("39.2 % a year; original 36.2 % a year") for text in labels)
    assert any("$6\N{EN DASH}13 trillion; original $15.7" in text for text in labels)


def test_far_ratios_take_a_logarithmic_axis(claims_of: Claims) -> None:
    """A slip of a thousand is drawn on a scale that holds it."""
    original = {
        "role": "original", "producer": "Maker", "year": 2030, "value": "5",
        "url": "https://example.org", "accessed": "2026-01-02", "source_id": "other",
    }  # fmt: skip
    cited = {"year": 2030, "value": "5", "unit": "usd_trillion", "original_id": "c1"}
    figure = charts.against_original(claims_of(cited, original))
    assert figure.layout.xaxis.type == "log"
    assert [x for trace in figure.data for x in trace.x if x is not None] == [1000.0]


def test_evidence_has_one_block_a_claim(shipped_claims: pd.DataFrame) -> None:
    """Blocks of a topic lie end to end, in as many colours and hatchings as levels."""
    figure = charts.evidence(shipped_claims)
    cited = shipped_claims[shipped_claims["role"].eq("cited")]
    assert sum(len(trace.x) for trace in figure.data) == len(cited)
    places = [pair for trace in figure.data for pair in zip(trace.y, trace.base, strict=True)]
    assert len(set(places)) == len(places)
    counts = [sum(int(cell) for cell in row[1:]) for row in figure.layout.meta["rows"]]
    assert sum(counts) == len(cited)
    looks = {(trace.marker.color, trace.marker.pattern.shape) for trace in figure.data}
    assert len({colour for colour, _ in looks}) == len({shape for _, shape in looks}) == 3


def test_a_hedge_that_allows_the_original_is_not_another_number(
    shipped_claims: pd.DataFrame,
) -> None:
    """More than 50 % allows 56 %, so it is hollow for its hedge and not counted as another."""
    meta = charts.against_original(shipped_claims).layout.meta
    assert meta["title"].startswith("Two of twelve figures print another number")
    assert meta["title"].endswith("eight more mean something else")
    assert meta["subtitle"].endswith("(8 of 12 drawn)")
