"""The chart of the gravest finding agrees with its kind."""

import html
import json
import re
from collections.abc import Callable
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest

from report_helpers import charts
from report_helpers.audit.audit import audit
from report_helpers.colors import COLORS

Claims = Callable[..., pd.DataFrame]
DAY = "2026-11-23"
READ = {"role": "original", "url": "https://example.org", "accessed": "2026-01-02",
        "source_id": "other", "source_title": "Other", "producer": "Firm"}  # fmt: skip
PATH = {"base_year": 2020, "base_value": "10", "year": 2030, "value": "100", "growth_percent": "50"}


def drawn(claims: pd.DataFrame) -> go.Figure | None:
    """Return the chart of the gravest finding about claims."""
    return charts.gravest(claims, findings=audit(claims, as_of=DAY))


def words(figure: go.Figure) -> str:
    """Return the labels of a figure as one text."""
    said = " ".join(note.text for note in figure.layout.annotations).replace("<br>", " ")
    return html.unescape(said).replace("\N{NO-BREAK SPACE}", " ")


def test_growth_is_two_lines_and_three_labels(shipped_claims: pd.DataFrame) -> None:
    """One ends at the printed value, the other where the stated growth leads."""
    figure = drawn(shipped_claims)
    assert figure
    stated, printed = figure.data
    assert printed.y[0] == stated.y[0] == 26.03
    assert printed.y[-1] == pytest.approx(225.91)
    assert stated.y[-1] == pytest.approx(26.03 * 1.392**7)
    said = words(figure)
    for label in ("2023 $26.03 billion", "leads to $264 billion", "$225.91 billion, so 36.2 %"):
        assert label in said
    assert figure.layout.meta["claims"] == ["a01_ml_market"]


def test_a_fall_stays_on_the_axis(claims_of: Claims) -> None:
    """The upper label is above, the lower below, whichever line it is."""
    figure = drawn(claims_of({**PATH, "value": "5", "growth_percent": "9"}))
    assert figure
    low, high = figure.layout.yaxis.range
    assert all(low < y < high for trace in figure.data for y in trace.y)


def test_values_are_two_bars(claims_of: Claims) -> None:
    """In base units, so that another scale of the same unit is drawn to scale."""
    claims = claims_of(
        {"year": 2030, "value": "100", "original_id": "c1"},
        {**READ, "year": 2030, "value": "2", "unit": "usd_trillion"},
    )
    figure = drawn(claims)
    assert figure
    assert [trace.x[0] for trace in figure.data] == [1e11, 2e12]
    assert figure.layout.meta["claims"] == ["c0", "c1"]


def test_a_printed_range_is_hollow(claims_of: Claims) -> None:
    """From its lower to its upper end."""
    claims = claims_of(
        {"year": 2030, "value_low": "6", "value_high": "13", "original_id": "c1"},
        {**READ, "year": 2030, "value": "15.7"},
    )
    figure = drawn(claims)
    assert figure
    hollow = figure.data[1]
    assert (hollow.base[0], hollow.base[0] + hollow.x[0]) == (6e9, 13e9)
    assert hollow.marker.color == COLORS["paper"].light


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [{"year": 2030, "value": "100", "producer": "Firm"}],
        [{"year": 2030, "value": "5", "original_id": "c1"},
         {**READ, "year": 2030, "value": "5", "measure": "another", "title": "Other"}],
        [{"metric": "share", "unit": "percent", "value": "50", "original_id": "c1"},
         {**READ, "year": 2030, "value": "7"}],
        [{**PATH, "growth_percent": "-50"}],
    ],
    ids=["no finding", "sound", "another subject", "another unit", "a growth below zero"],
)  # fmt: skip
def test_without_two_numbers_there_is_no_chart(
    claims_of: Claims, shipped_claims: pd.DataFrame, rows: list[dict[str, Any]]
) -> None:
    """Two statements of different subjects share no axis."""
    assert drawn(claims_of(*rows) if rows else shipped_claims.iloc[:0]) is None


def test_colors_are_ours_and_text_stays_text(claims_of: Claims) -> None:
    """Whatever a title holds."""
    figure = drawn(claims_of({**PATH, "title": "<b>$x$</b> %{y}", "producer": "<i>"}))
    assert figure
    text = json.dumps(figure.layout.title.to_plotly_json())
    assert "<b>$x$" not in text
    inks = {color.light for color in COLORS.values()}
    found = re.findall(r"#[0-9a-f]{6}\b", figure.to_json().replace("&#36;", ""))
    assert set(found) <= inks
