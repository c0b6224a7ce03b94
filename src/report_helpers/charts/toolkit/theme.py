"""Series styles, fonts and the plotly template of all charts.

Series differ in ink, dash and marker at once, so that no information depends on colour alone.
"""

import importlib
from typing import Any, NamedTuple

import plotly.graph_objects as go

from report_helpers.colors import light

__all__ = ["ARTICLE", "DASHES", "MARKERS", "SERIES_INKS", "TEMPLATE", "Style", "first_use"]


class Style(NamedTuple):
    """The style of a series: name of its ink, dash, marker, line width in pixels."""

    ink: str
    dash: str
    marker: str
    width: float = 2.0


ARTICLE = Style("article", "solid", "diamond", 3.5)
"""The style of the article's figures in every chart; no other series has its ink or marker."""

SERIES_INKS = ("blue", "green", "purple", "amber", "teal", "pink")
"""The inks of publishers; grey is for lines that have no name in a chart."""

DASHES = ("solid", "dash", "dashdot", "longdash", "dot")
MARKERS = (
    "circle",
    "square",
    "triangle-up",
    "triangle-down",
    "pentagon",
    "star",
    "hexagon",
    "cross",
)

FONT = "system-ui, -apple-system, Segoe UI, Roboto, Helvetica, Arial, sans-serif"
MARGIN = {"l": 64, "r": 24, "t": 16, "b": 56}
"""Pixels around the plot without title and sources; `finish` adds their space."""


def _axis(**own: Any) -> dict[str, Any]:
    return {
        "showgrid": False,
        "gridcolor": light("grid"),
        "gridwidth": 1,
        "zeroline": False,
        "showline": False,
        "linecolor": light("muted"),
        "tickcolor": light("grid"),
        "tickfont": {"size": 12, "color": light("muted")},
        "title": {"font": {"size": 12, "color": light("muted")}, "standoff": 8},
        **own,
    }


TEMPLATE = go.layout.Template(
    layout={
        "font": {"family": FONT, "size": 13, "color": light("text")},
        "paper_bgcolor": light("paper"),
        "plot_bgcolor": light("paper"),
        "colorway": [light(ink) for ink in SERIES_INKS],
        "margin": MARGIN,
        "showlegend": False,
        "legend": {"orientation": "h", "x": 0, "xanchor": "left", "y": 1, "yanchor": "bottom"},
        "hovermode": "closest",
        "hoverlabel": {
            "bgcolor": light("paper"),
            "bordercolor": light("muted"),
            "font": {"family": FONT, "size": 13, "color": light("text")},
            "align": "left",
            "namelength": -1,
        },
        # Dragging must scroll the page on a phone; zoom remains available as a button.
        "dragmode": False,
        "modebar": {
            "bgcolor": light("paper"),
            "color": light("muted"),
            "activecolor": light("text"),
            # This button would upload the chart to plotly's cloud.
            "remove": ["sendChartToCloud", "select2d", "lasso2d", "autoScale2d"],
        },
        "title": {
            "x": 0,
            "xref": "container",
            "xanchor": "left",
            "y": 1,
            "yref": "container",
            "yanchor": "top",
            "pad": {"t": 16, "l": 16},
            "font": {"size": 18, "color": light("text")},
            "subtitle": {"font": {"size": 13, "color": light("muted")}},
        },
        "annotationdefaults": {"showarrow": False, "font": {"size": 12}},
        "xaxis": _axis(showline=True, ticks="outside", ticklen=5, tickangle=0),
        "yaxis": _axis(showgrid=True),
    }
)
"""The template of every chart, built from the report's colours without plotly's own template."""


def first_use() -> None:
    """Make a figure and load what plotly needs to show one, without choosing a renderer."""
    go.Figure(go.Bar())
    importlib.import_module("plotly.io._base_renderers")
