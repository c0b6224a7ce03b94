"""What a figure carries about itself, written and read in one place."""

import json
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest

from report_helpers import charts
from report_helpers.charts.toolkit.meta import ChartMeta, chart_meta, foreign_meta, to_meta

EMPTY: ChartMeta = {
    "name": "", "title": "", "subtitle": "", "alt": "", "claims": [], "sources": [],
    "findings": [], "columns": [], "rows": [], "row_claims": [], "notes": [], "key": [],
    "listed": None, "above": 0, "narrow": {}, "choices": [], "label": "", "alternatives": [],
    "left_out": {}, "projection": None,
}  # fmt: skip


def test_a_chart_reads_as_it_was_written(shipped_claims: pd.DataFrame) -> None:
    """From the figure and from its JSON alike, with nothing of another's."""
    figure = charts.size_paths(shipped_claims)
    stored = json.loads(figure.to_json())
    meta = chart_meta(figure)
    assert chart_meta(stored) == meta
    assert foreign_meta(stored) == {}
    assert len(meta["claims"]) == len(set(meta["claims"])) > 1
    assert all(source["citation"] and source["evidence"] for source in meta["sources"])
    again = go.Figure()
    to_meta(again, meta)
    assert again.layout.meta == stored["layout"]["meta"]


@pytest.mark.parametrize(
    "layout",
    [{}, {"meta": None}, {"meta": "text"}, {"meta": {}}, {"meta": {"rows": "text", "alt": None}},
     {"meta": {"sources": ["text"], "rows": [1], "projection": [1]}}],
)  # fmt: skip
def test_figures_of_other_libraries_carry_nothing(layout: dict[str, Any]) -> None:
    """Whatever they hold under our names is no part of a chart of ours, and breaks nothing."""
    assert chart_meta({"layout": layout}) == EMPTY


def test_metadata_of_others_is_kept_apart() -> None:
    """None means no metadata, which differs from empty metadata."""
    assert foreign_meta({"layout": {"meta": {"name": "n", "own": 1}}}) == {"own": 1}
    assert foreign_meta({"layout": {"meta": {"name": "n"}}}) == {}
    assert foreign_meta({"layout": {}}) is None
    assert foreign_meta({}) is None
