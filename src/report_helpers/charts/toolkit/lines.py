"""Paths between printed figures, drawn as lines with their ends marked and labelled.

On a logarithmic axis constant growth is a straight line, so two ends are enough for a path.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import pandas as pd
import plotly.graph_objects as go

from report_helpers.analysis.comparability import distinctions, main_quantity
from report_helpers.analysis.growth_paths import paths
from report_helpers.charts.toolkit.axes import Scale
from report_helpers.charts.toolkit.finish import numbers
from report_helpers.charts.toolkit.label_placement import Anchor, Obstacles, Side, place
from report_helpers.charts.toolkit.meta import KeyEntry
from report_helpers.charts.toolkit.plotly_text import Row, hover, records, shown, some, who
from report_helpers.charts.toolkit.text_width import CUT, lines_of, text_width
from report_helpers.charts.toolkit.theme import Style
from report_helpers.claims.units import Unit, common_unit, unit
from report_helpers.claims.wording import figure
from report_helpers.colors import light

__all__ = [
    "PHONE_HEIGHT",
    "PLOT_HEIGHT",
    "Named",
    "Series",
    "Stop",
    "dated_levels",
    "joined",
    "key_of",
    "label_text",
    "last",
    "left_out",
    "stops_of",
    "traces",
    "with_labels",
]  # fmt: skip

CHART_WIDTHS = (592, 660, 740, 810, 880, 1136)
"""Widths of a chart in pixels at which labels must be clear: from a small tablet to a desktop."""

LABEL_ROOMS, LABEL_WIDTH, PLOT_HEIGHT, PHONE_HEIGHT = (32, 112, 208), 184, 344, 264
"""Pixels: to the right of the plot for labels, of a line of a label, and the plot's heights."""

EDGE, SPACING = 12, 6
"""Pixels: free at the edge, and between the points of a line that labels avoid."""

MARK, SMALL, THIN = 9, 5, 1.0
"""The size of a marker, that of a thin line, and the width up to which a line is thin."""

Point = tuple[float, float]
"""A share of the plot's width, and pixels from its lower edge."""


class Stop(NamedTuple):
    """One point of a path: a printed value, or the point where the horizon cuts the path."""

    claim_id: str
    year: int
    value: float
    projected: bool
    printed: bool = True


class Series(NamedTuple):
    """Stops with one name and one style; `None` breaks the line between claims."""

    name: str
    style: Style
    stops: list[Stop | None]


class Named(NamedTuple):
    """A series of the key, a detail (its last value), and a shorter label if any."""

    series: Series
    detail: str
    label: str = ""


def dated_levels(claims: pd.DataFrame, measure: str) -> tuple[pd.DataFrame, Unit]:
    """Return the dated `level` rows of a measure's main quantity, and the unit of their axis."""
    rows = main_quantity(_dated(claims, measure))
    return rows, common_unit(rows["unit"]) if len(rows) else unit("count")


def _dated(claims: pd.DataFrame, measure: str) -> pd.DataFrame:
    chosen = claims["metric"].eq("level") & claims["measure"].eq(measure)
    return claims[chosen & claims["year"].notna()]


def left_out(claims: pd.DataFrame, shown_rows: pd.DataFrame) -> list[str]:
    """Return a sentence about the other quantities of the measure shown, with their figures.

    It names the quantity that is shown. Empty if the measure has only one quantity.
    """
    rows = _dated(claims, str(shown_rows["measure"].iloc[0]))
    words, others = distinctions(rows), rows.drop(shown_rows.index)
    if others.empty:
        return []
    said = some(
        [
            f"{who(row)}, {figure(row)} in {row['year']} ({words[key]})"
            for key, row in records(others).items()
        ]
    )
    return [f"Shown: {words[shown_rows.index[0]]}. Not comparable, so not on this axis: {said}."]


def stops_of(table: pd.DataFrame, horizon_year: int) -> dict[str, list[Stop]]:
    """Return the stops of each dated `level` claim up to the horizon, in base units.

    Between two printed ends there is a stop for each year of the path, and where the horizon cuts
    it. Claims that print nothing up to the horizon are left out.
    """
    along = paths(table)
    along = along[along["year"].le(horizon_year)]
    on_way = {str(key): part for key, part in along.groupby("claim_id", sort=False)}
    found = {}
    for claim_id, row in records(table).items():
        stops = [stop for stop in _printed(claim_id, row) if stop.year <= horizon_year]
        if stops:
            found[claim_id] = _with_path(claim_id, stops, on_way.get(claim_id))
    return found


def _with_path(claim_id: str, stops: list[Stop], path: pd.DataFrame | None) -> list[Stop]:
    if path is None:
        return stops
    printed = {stop.year for stop in stops}
    between = [
        Stop(claim_id, year, value, projected=True, printed=False)
        for year, value in zip(path["year"], path["value"], strict=True)
        if year not in printed
    ]
    return sorted([*stops, *between], key=lambda stop: stop.year)


def _printed(claim_id: str, row: Row) -> Iterator[Stop]:
    scale = unit(row["unit"]).factor
    if row["base_value"] is not None:
        yield Stop(claim_id, row["base_year"], float(row["base_value"]) * scale, projected=False)
    for name in ("value", "value_low", "value_high"):
        if row[name] is not None:
            projected = row["kind"] == "projection"
            yield Stop(claim_id, row["year"], float(row[name]) * scale, projected)


def last(series: Series) -> Stop:
    """Return the stop of the latest year; if several share that year, the last one in the list."""
    return max((stop for stop in reversed(series.stops) if stop), key=lambda stop: stop.year)


def traces(series: Series, rows: dict[str, Row], shown_in: Unit) -> list[go.Scatter]:
    """Return a series as a line through its stops and marks at the printed ones.

    Projected values are hollow. A point of a mark names its claim in `customdata`.
    """
    ink, stops = light(series.style.ink), series.stops
    printed = [stop for stop in stops if stop and stop.printed]
    name = {"name": shown(series.name)}
    line = go.Scatter(
        **name,
        x=[stop and stop.year for stop in stops],
        y=numbers(stop and stop.value / shown_in.factor for stop in stops),
        mode="lines",
        line={"color": ink, "dash": series.style.dash, "width": series.style.width},
        hoverinfo="skip",
    )
    marks = go.Scatter(
        **name,
        x=[stop.year for stop in printed],
        y=numbers(stop.value / shown_in.factor for stop in printed),
        mode="markers",
        marker={
            "symbol": series.style.marker,
            "size": MARK if series.style.width > THIN else SMALL,
            "color": [light("paper") if stop.projected else ink for stop in printed],
            "line": {"color": ink, "width": 2 if series.style.width > THIN else 1},
            "opacity": 1,
        },
        hoverinfo="text",
        hovertext=[hover(rows[stop.claim_id]) for stop in printed],
        customdata=[stop.claim_id for stop in printed],
    )
    return [
        *([line] if len(stops) > len(printed) or _joins(stops) else []),
        *([marks] if printed else []),
    ]


def _joins(stops: Sequence[Stop | None]) -> bool:
    return any(one and other for one, other in pairwise(stops))


def joined(parts: Iterable[list[Stop]]) -> list[Stop | None]:
    """Return the stops of several claims in one list, with `None` where the line breaks."""
    stops: list[Stop | None] = []
    for part in parts:
        stops.extend([None, *part] if stops else part)
    return stops


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
