"""The labels at the ends of lines, placed clear of each other and of the lines."""

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import plotly.graph_objects as go

from report_helpers.charts.toolkit.axes import Scale
from report_helpers.charts.toolkit.finish import numbers
from report_helpers.charts.toolkit.label_placement import Anchor, Obstacles, Side, place
from report_helpers.charts.toolkit.lines import PLOT_HEIGHT, THIN, Series, Stop, last
from report_helpers.charts.toolkit.meta import KeyEntry
from report_helpers.charts.toolkit.plotly_text import shown
from report_helpers.charts.toolkit.text_width import CUT, lines_of, text_width
from report_helpers.claims.units import Unit
from report_helpers.colors import light

__all__ = ["LABEL_ROOMS", "Named", "key_of", "with_labels"]

CHART_WIDTHS = (592, 660, 740, 810, 880, 1136)
"""Widths of a chart in pixels at which labels must be clear: from a small tablet to a desktop."""

LABEL_ROOMS, LABEL_WIDTH = (32, 112, 208), 184
"""Pixels: to the right of the plot for labels, and of a line of a label."""

EDGE, SPACING = 12, 6
"""Pixels: free at the edge, and between the points of a line that labels avoid."""

Point = tuple[float, float]
"""A share of the plot's width, and pixels from its lower edge."""


class Named(NamedTuple):
    """A series of the key, a detail (its last value), and a shorter label if any."""

    series: Series
    detail: str
    label: str = ""


def with_labels(  # noqa: PLR0913, PLR0917 (all that a plot has)
    figure: go.Figure,
    named: Sequence[Named],
    years: Scale,
    values: Scale,
    shown_in: Unit,
    room: int,
) -> tuple[list[dict[str, Any]], list[int]]:
    """Return the labels of last stops, and the numbers of the series that have one.

    Args:
        figure: its traces are what labels avoid.
        named: series with what their labels say, the most important first.
        years: the horizontal axis.
        values: the vertical axis.
        shown_in: the unit of the vertical axis.
        room: pixels to the right of the plot.
    """
    ends = [(number, one, last(one.series)) for number, one in enumerate(named) if one.detail]
    anchors = [
        Anchor(
            years.position(stop.year),
            values.position(stop.value / shown_in.factor) * PLOT_HEIGHT,
            one.label or label_text(one.series.name, one.detail),
        )
        for _, one, stop in ends
    ]
    widths = [width - values.room - room for width in CHART_WIDTHS]
    sides = place(anchors, _obstacles(figure, years, values), widths, room - EDGE, PLOT_HEIGHT)
    placed = [
        (number, anchor.text, _note(number, anchor.text, stop, side, one, values, shown_in))
        for (number, one, stop), anchor, side in zip(ends, anchors, sides, strict=True)
        if side
    ]
    # A name that its label cuts off is in the key as well.
    whole = [number for number, text, _ in placed if CUT not in text]
    return [note for _, _, note in placed], whole


def _note(  # noqa: PLR0913, PLR0917 (all parts of one label)
    number: int, text: str, stop: Stop, side: Side, named: Named, values: Scale, shown_in: Unit
) -> dict[str, Any]:
    ink = named.series.style.ink
    return {
        "name": f"label-{number}",
        "text": "<br>".join(map(shown, text.split("\n"))),
        "font": {"color": light(ink)},
        "align": "left" if side.xanchor != "right" else "right",
        "x": stop.year,
        "y": numbers([values.place(stop.value / shown_in.factor)])[0],
        "xanchor": side.xanchor,
        "yanchor": side.yanchor,
        "showarrow": False,
        **_tie(side, light(ink)),
    }


def label_text(name: str, detail: str) -> str:
    """Return the lines of a label: a name and a detail, on one line if it fits."""
    together = f"{name}: {detail}"
    if text_width(together) <= LABEL_WIDTH:
        return together
    return "\n".join([*lines_of(f"{name}:", LABEL_WIDTH, 3), *lines_of(detail, LABEL_WIDTH, 2)])


def key_of(named: Named, *, labelled: bool) -> KeyEntry:
    """Return the entry of a series in the chart's key."""
    name, style, stops = named.series
    ids = [stop.claim_id for stop in stops if stop]
    return {
        "name": name, "detail": named.detail, "claim_id": ids[-1] if len(set(ids)) == 1 else "",
        "ink": style.ink, "symbol": style.marker, "dash": style.dash, "hollow": False,
        "labelled": labelled,
    }  # fmt: skip


def _tie(side: Side, colour: str) -> dict[str, Any]:
    if not side.leader:
        return {"xshift": side.xshift, "yshift": side.yshift}
    return {
        "showarrow": True,
        "arrowhead": 0,
        "arrowwidth": 1,
        "arrowcolor": colour,
        "standoff": 7,
        "ax": side.xshift,
        "ay": -side.yshift,
    }


def _obstacles(figure: go.Figure, years: Scale, values: Scale) -> Obstacles:
    markers: list[Point] = []
    lines: list[Point] = []
    for trace in figure.data:
        points = [
            (years.position(x), values.position(y) * PLOT_HEIGHT) if x is not None else None
            for x, y in zip(trace.x, trace.y, strict=True)
        ]
        if trace.mode == "markers":
            markers.extend(point for point in points if point)
        elif trace.mode == "lines" and trace.line.width > THIN:
            for one, other in pairwise(points):
                lines.extend(_between(one, other) if one and other else [])
    return Obstacles(markers, lines)


def _between(one: Point, other: Point) -> list[Point]:
    long = math.hypot((other[0] - one[0]) * max(CHART_WIDTHS), other[1] - one[1])
    steps = max(2, int(long / SPACING))
    shares = [step / steps for step in range(1, steps)]
    return [
        (one[0] + (other[0] - one[0]) * share, one[1] + (other[1] - one[1]) * share)
        for share in shares
    ]
