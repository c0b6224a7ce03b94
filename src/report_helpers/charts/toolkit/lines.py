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
from report_helpers.charts.toolkit.label_placement import Anchor, Point, Side, place
from report_helpers.charts.toolkit.plotly_text import Row, hover, records, shown, some, who
from report_helpers.charts.toolkit.theme import Style
from report_helpers.claims.units import Unit, common_unit, unit
from report_helpers.claims.wording import axis_title, figure
from report_helpers.colors import light

__all__ = [
    "LABEL_ROOM", "PLOT_HEIGHT", "Series", "Stop", "add_labels", "dated_levels", "joined", "last",
    "left_out", "log_title", "stops_of", "trace",
]  # fmt: skip

PLOT_WIDTH, LABEL_ROOM, PLOT_HEIGHT = 570, 216, 440
"""Pixels assumed when labels are placed; wider screens only add space."""


SPACING, MARKER_WEIGHT = 8, 6
"""Pixels between the points of a line that labels avoid, and the weight of a marker."""


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


def dated_levels(claims: pd.DataFrame, measure: str) -> tuple[pd.DataFrame, Unit]:
    """Return the dated `level` rows of a measure's main quantity, and the unit of their axis."""
    rows = main_quantity(_dated(claims, measure))
    return rows, common_unit(rows["unit"]) if len(rows) else unit("count")


def _dated(claims: pd.DataFrame, measure: str) -> pd.DataFrame:
    chosen = claims["metric"].eq("level") & claims["measure"].eq(measure)
    return claims[chosen & claims["year"].notna()]


def left_out(claims: pd.DataFrame, measure: str) -> str:
    """Return a sentence about the rows that `dated_levels` leaves out, with their figures.

    It names the quantity that is shown. Empty if the measure has only one quantity.
    """
    rows = _dated(claims, measure)
    words, shown_keys = distinctions(rows), main_quantity(rows).index
    others = rows.drop(shown_keys)
    if others.empty:
        return ""
    apart = words.loc[others.index]
    said = some(
        [
            f"{who(row)}, {figure(row)} in {row['year']} ({apart[key]})"
            for key, row in records(others).items()
        ]
    )
    return f" Shown: {words[shown_keys[0]]}. Not comparable, so not on this axis: {said}."


def log_title(shown_in: Unit) -> str:
    """Return the title of a logarithmic axis in a unit."""
    return f"{axis_title(shown_in.code)}, logarithmic scale"


def stops_of(table: pd.DataFrame, horizon_year: int) -> dict[str, list[Stop]]:
    """Return the stops of each dated `level` claim, and where the horizon cuts its path.

    Values are in base units. Claims that print nothing before the horizon are left out.
    """
    along = paths(table)
    cuts = along[along["year"].eq(horizon_year)].set_index("claim_id")["value"]
    found = {}
    for claim_id, row in records(table).items():
        stops = list(_printed(claim_id, row))
        kept = [stop for stop in stops if stop.year <= horizon_year]
        if 0 < len(kept) < len(stops) and claim_id in cuts.index:
            kept.append(Stop(claim_id, horizon_year, cuts[claim_id], projected=True, printed=False))
        if kept:
            found[claim_id] = kept
    return found


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


def trace(series: Series, rows: dict[str, Row], shown_in: Unit) -> go.Scatter:
    """Return a series as a line through its stops, in a unit; projected stops are hollow."""
    ink, stops = light(series.style.ink), series.stops
    return go.Scatter(
        name=shown(series.name),
        x=[stop and stop.year for stop in stops],
        y=numbers(stop and stop.value / shown_in.factor for stop in stops),
        mode="lines+markers",
        line={"color": ink, "dash": series.style.dash, "width": series.style.width},
        marker={
            "symbol": series.style.marker,
            "size": [9 if stop and stop.printed else 0 for stop in stops],
            "color": [light("paper") if stop and stop.projected else ink for stop in stops],
            "line": {"color": ink, "width": 2},
            "opacity": 1,
        },
        hoverinfo="text",
        hovertext=[hover(rows[stop.claim_id]) if stop and stop.printed else "" for stop in stops],
    )


def joined(parts: Iterable[list[Stop]]) -> list[Stop | None]:
    """Return the stops of several claims in one list, with `None` where the line breaks."""
    stops: list[Stop | None] = []
    for part in parts:
        stops.extend([None, *part] if stops else part)
    return stops


def add_labels(
    figure: go.Figure,
    series: Sequence[tuple[Series, str]],
    years: Scale,
    values: Scale,
    shown_in: Unit,
) -> None:
    """Label the last stop of each series clear of all lines, the most important series first."""
    ends = [(one, text, last(one)) for one, text in series]
    anchors = [
        Anchor(
            years.position(stop.year) * PLOT_WIDTH,
            values.position(stop.value / shown_in.factor) * PLOT_HEIGHT,
            text,
        )
        for _, text, stop in ends
    ]
    sides = place(anchors, _obstacles(figure, years, values), PLOT_WIDTH + LABEL_ROOM, PLOT_HEIGHT)
    for number, ((one, text, stop), side) in enumerate(zip(ends, sides, strict=True)):
        figure.add_annotation(
            name=f"label-{number}",
            text="<br>".join(map(shown, text.split("\n"))),
            font={"color": light(one.style.ink)},
            align="left" if side.xanchor != "right" else "right",
            x=stop.year,
            y=numbers([values.place(stop.value / shown_in.factor)])[0],
            xanchor=side.xanchor,
            yanchor=side.yanchor,
            **_tie(side, light(one.style.ink)),
        )


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


def _obstacles(figure: go.Figure, years: Scale, values: Scale) -> list[Point]:
    found = []
    for trace in figure.data:
        points = [
            (years.position(x) * PLOT_WIDTH, values.position(y) * PLOT_HEIGHT)
            if x is not None
            else None
            for x, y in zip(trace.x, trace.y, strict=True)
        ]
        for one, other in pairwise(points):
            found.extend(_between(one, other) if one and other else [])
        found.extend(point for point in points if point for _ in range(MARKER_WEIGHT))
    return found


def _between(one: Point, other: Point) -> list[Point]:
    steps = max(2, int(math.dist(one, other) / SPACING))
    shares = [step / steps for step in range(1, steps)]
    return [
        (one[0] + (other[0] - one[0]) * share, one[1] + (other[1] - one[1]) * share)
        for share in shares
    ]
