"""The layout of a chart on the page: without what the page shows as HTML, and its phone variant."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from report_helpers.charts.toolkit.meta import ChartMeta
from report_helpers.colors import COLORS

__all__ = ["narrow_layout", "page_layout"]

FONT: Final = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Liberation Sans', sans-serif"
CLEAR: Final = "rgba(0,0,0,0)"
DEFAULT_HEIGHT: Final = 450
DEFAULT_MARGIN: Final = {"l": 80, "r": 80, "t": 100, "b": 80}
FEW_TICKS: Final = 6
TOP: Final = 32
"""Pixels above the plot, for the chart's buttons."""
SMALL_TOP: Final = 16
"""The same for a chart without a legend, whose buttons show under the pointer only."""
NARROW_WIDTH, LEGEND_ROW, LETTER, LEGEND_KEY = 320, 20, 6.5, 48
NARROW_HEIGHT = 300
"""Pixels of a chart whose inputs stand below it on the same screen of a phone."""


def page_layout(
    layout: dict[str, Any], foreign: Mapping[str, Any] | None, name: str, meta: ChartMeta
) -> dict[str, Any]:
    """Return a layout without title, sources and background, in the page's font.

    Args:
        layout: the plotly layout.
        foreign: what its metadata hold beside `ChartMeta`, which the page shows as HTML; `None`
            for a chart without metadata.
        name: the chart's name on the page.
        meta: the chart's own metadata; with a key in it the plot needs no legend.
    """
    dropped = {"title", "width", *(("legend",) if meta["key"] else ())}
    clean = {key: value for key, value in layout.items() if key not in dropped}
    font = dict(layout.get("font") or {})
    if foreign is None:
        # Another theme's text must be readable on the page's dark background too.
        font.setdefault("color", COLORS["text"].light)
    notes = layout.get("annotations") or []
    return clean | {
        "annotations": [note for note in notes if note.get("name") != "sources"],
        "autosize": True,
        "font": font | {"family": FONT},
        "meta": {**(foreign or {}), "name": name},
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
        **({"showlegend": False} if meta["key"] else {}),
        **_reduced_margins(layout, notes, meta),
    }


def narrow_layout(
    data: Sequence[Mapping[str, Any]],
    layout: dict[str, Any],
    *,
    moves: bool,
    own: Mapping[str, Any],
) -> dict[str, Any]:
    """Return the parts of a layout that differ where labels have no room: on a phone.

    Args:
        data: the traces.
        layout: the layout on a wide screen.
        moves: whether a reader's inputs change the labels of the chart.
        own: the parts that the chart itself gives, margins and height among them.
    """
    notes = layout["annotations"]
    others = [note for note in notes if not str(note.get("name", "")).startswith("label")]
    shown = layout.get("showlegend", _template(layout).get("showlegend", len(data) > 1))
    legend = shown or len(others) < len(notes)
    rows = _legend_rows(data) if legend else 0
    given = {key: axis for key, axis in layout.items() if _is_axis(key)}
    axes = {
        key: _narrow_axis(key, axis) for key, axis in ({"xaxis": {}, "yaxis": {}} | given).items()
    }
    if own:
        plain = {key: {**axis, "automargin": False} for key, axis in axes.items()}
        return {**plain, "annotations": others, "dragmode": False, **_merged(plain, own)}
    return axes | {
        "annotations": others,
        "dragmode": False,
        "font": layout["font"] | {"size": 12},
        "height": NARROW_HEIGHT if moves else layout["height"] + rows * LEGEND_ROW,
        "legend": (layout.get("legend") or {})
        | {"orientation": "h", "xref": "container", "yref": "container"}
        | {"x": 0, "y": 0, "xanchor": "left", "yanchor": "bottom", "title": {"text": ""}},
        # Labels that change width would change an automatic margin and redraw the whole chart.
        "margin": layout["margin"] | ({} if moves else {"l": 8}) | {"r": 12, "t": 12, "b": 12},
        "showlegend": legend and not moves,
    }


def _merged(axes: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    return {key: {**axes.get(key, {}), **part} if _is_axis(key) else part
            for key, part in own.items()}  # fmt: skip


def _template(layout: Mapping[str, Any]) -> Mapping[str, Any]:
    return (layout.get("template") or {}).get("layout") or {}


def _reduced_margins(
    layout: Mapping[str, Any], notes: Sequence[Mapping[str, Any]], meta: ChartMeta
) -> dict[str, Any]:
    """Return margins and height less the room of title and sources; the plot keeps its size."""
    template = _template(layout)
    margin = DEFAULT_MARGIN | (template.get("margin") or {}) | (layout.get("margin") or {})
    height = int(layout.get("height") or template.get("height") or DEFAULT_HEIGHT)
    # The sources are as far below the plot as its axis needs.
    below = [
        -note["yshift"] for note in notes if note.get("name") == "sources" and "yshift" in note
    ]
    bottom = min([margin["b"], *below])
    top = min(margin["t"], TOP) if layout.get("title") else margin["t"]
    top = SMALL_TOP + meta["above"] if meta["narrow"] else top
    reduced = height - (margin["t"] - top) - (margin["b"] - bottom)
    return {"height": round(reduced), "margin": margin | {"t": top, "b": bottom}}


def _is_axis(key: str) -> bool:
    return bool(re.fullmatch(r"[xy]axis\d*", key))


def _narrow_axis(key: str, axis: Mapping[str, Any]) -> dict[str, Any]:
    kept = {
        part: value for part, value in axis.items() if part not in ("tickmode", "tick0", "dtick")
    }
    if key.startswith("y") or "tickvals" in axis:
        return {"automargin": True, **axis}
    return {"automargin": True, **kept, "nticks": FEW_TICKS}


def _legend_rows(data: Sequence[Mapping[str, Any]]) -> int:
    """Return the rows of the legend: plotly sets names in columns as wide as the longest."""
    names = [
        str(trace["name"]) for trace in data if trace.get("name") and trace.get("showlegend", True)
    ]
    if not names:
        return 0
    widest = LEGEND_KEY + LETTER * max(len(name) for name in names)
    return -(-len(names) // max(1, int(NARROW_WIDTH // widest)))
