"""A figure's view: its own plot kept, a phone's layout, a table in any case."""

import base64
import struct
from typing import Any

import pytest

from report_helpers.page.blocks.markdown import Anchors
from report_helpers.page.chart_parts.chart_details import Row
from report_helpers.page.chart_view import ChartView, chart_view

META = {"name": "a b", "title": "T", "alt": "Alt.", "columns": ["c"], "rows": [["1"]]}


def view(layout: dict[str, Any], *data: dict[str, Any]) -> ChartView:
    """Return the view of a figure."""
    return chart_view({"data": list(data), "layout": layout}, Anchors())


def test_the_plot_keeps_its_height() -> None:
    """Title and sources take their room with them."""
    sources = {"name": "sources", "text": "S", "yshift": -56}
    layout = {
        "meta": META, "title": {"text": "T"}, "annotations": [sources],
        "height": 600, "margin": {"l": 60, "r": 20, "t": 100, "b": 120},
    }  # fmt: skip
    shown = view(layout)
    margin = shown.layout["margin"]
    assert margin == {"l": 60, "r": 20, "t": 32, "b": 56}
    assert shown.height - margin["t"] - margin["b"] == 600 - 100 - 120


def test_a_phone_trades_labels_for_a_legend() -> None:
    """Labels go, other notes stay, the legend comes and the chart grows by it."""
    notes = [{"name": "label-x", "text": "x"}, {"text": "kept"}]
    data: list[dict[str, Any]] = [
        {"name": "a name"},
        {"name": "another"},
        {"name": "no entry", "showlegend": False},
    ]
    template = {"layout": {"showlegend": False}}
    shown = view({"meta": META, "annotations": notes, "template": template}, *data)
    assert [note["text"] for note in shown.narrow["annotations"]] == ["kept"]
    assert shown.narrow["showlegend"]
    assert shown.narrow["height"] > shown.height
    assert len(shown.layout["annotations"]) == 2
    assert not shown.narrow["dragmode"]


def test_a_phone_without_need_has_no_legend() -> None:
    """A chart without labels that had no legend gets none."""
    shown = view({"meta": META, "showlegend": False}, {"name": "a"}, {"name": "b"})
    assert not shown.narrow["showlegend"]
    assert shown.narrow["height"] == shown.height


def test_a_phone_has_few_ticks() -> None:
    """A step between ticks that suits a desktop is dropped; ticks given one by one stay."""
    axes = {
        "xaxis": {"tickmode": "linear", "tick0": 1, "dtick": 1},
        "xaxis2": {"tickvals": [1, 2]},
        "yaxis": {"dtick": 5},
    }
    narrow = view({"meta": META, **axes}).narrow
    assert narrow["xaxis"] == {"automargin": True, "nticks": 6}
    assert narrow["xaxis2"] == {"tickvals": [1, 2], "automargin": True}
    assert narrow["yaxis"] == {"dtick": 5, "automargin": True}


def test_a_figure_without_meta() -> None:
    """Somebody's own figure gets a name, words and a table from what it draws."""
    raw = base64.b64encode(struct.pack("<2d", 1, 4)).decode()
    shown = view(
        {"title": {"text": "<b>Squares</b>"}},
        {"type": "bar", "x": ["p", "q"], "y": {"dtype": "f8", "bdata": raw}},
        {"type": "pie", "labels": ["r"], "values": [2], "name": "pie"},
    )
    assert (shown.name, shown.title, shown.alt) == ("squares", "Squares", "Chart: Squares.")
    assert shown.table.rows == (
        Row(("series 1", "p", "1.0")),
        Row(("series 1", "q", "4.0")),
        Row(("pie", "r", "2")),
    )
    assert shown.trace_types == {"bar", "pie"}
    assert shown.layout["font"]["color"]


def test_a_long_table_of_traces_is_cut_aloud() -> None:
    """What the derived table leaves out is counted."""
    shown = view({}, {"y": list(range(1500))})
    assert len(shown.table.rows) == 1000
    assert shown.table.left_out == 500


def test_sources_in_groups() -> None:
    """Sources are grouped by level of evidence."""
    sources = [
        {"citation": name, "claim_id": name, "evidence": evidence}
        for name, evidence in (("a", "not_found"), ("b", "publisher_page"), ("c", "not_found"))
    ]
    groups = view({"meta": {**META, "sources": sources}}).sources_by_evidence
    assert [(level, [one["citation"] for one in some]) for level, some, _ in groups] == [
        ("not_found", ["a", "c"]),
        ("publisher_page", ["b"]),
    ]


def test_findings_in_groups() -> None:
    """Findings are grouped by rule: the first few claims by name, the others counted."""
    found = [
        {"severity": severity, "rule": rule, "claim": str(number)}
        for number, (severity, rule) in enumerate(
            [("contradiction", "off")] * 8 + [("caution", "off"), ("caution", "slip")]
        )
    ]
    groups = view({"meta": {**META, "findings": found}}).findings_by_rule
    assert [(one.severity, one.rule, len(one.named), one.more) for one in groups] == [
        ("contradiction", "off", 6, 2),
        ("caution", "off", 1, 0),
        ("caution", "slip", 1, 0),
    ]
    assert groups[0].named[0]["claim"] == "0"
    assert "findings" not in view({"meta": {**META, "findings": found}}).layout["meta"]


def test_the_notebooks_own_figure_is_not_changed() -> None:
    """A view is a copy."""
    figure = {"data": [], "layout": {"title": {"text": "T"}, "meta": META}}
    chart_view(figure, Anchors())
    assert "title" in figure["layout"]


@pytest.mark.parametrize(("given", "drawn"), [(None, 880), (460, 460), (2000, 880)])
def test_a_picture_is_as_wide_as_its_figure(given: int | None, drawn: int) -> None:
    """A figure with a width of its own is drawn at it, but never wider than the page shows."""
    layout = {} if given is None else {"width": given}
    view = chart_view({"data": [], "layout": layout}, Anchors())
    assert view.width == drawn
    assert "width" not in view.layout
