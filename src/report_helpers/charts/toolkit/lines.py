"""Paths between printed figures, drawn as lines with their ends marked.

On a logarithmic axis constant growth is a straight line, so two ends are enough for a path.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import pandas as pd
import plotly.graph_objects as go

from report_helpers.analysis.comparability import distinctions, main_quantity
from report_helpers.analysis.growth_paths import paths
from report_helpers.charts.toolkit.finish import numbers
from report_helpers.charts.toolkit.plotly_text import Row, hover, records, shown, some, who
from report_helpers.charts.toolkit.theme import Style
from report_helpers.claims.units import Unit, common_unit, unit
from report_helpers.claims.wording import figure
from report_helpers.colors import light

__all__ = [
    "PHONE_HEIGHT", "PLOT_HEIGHT", "THIN", "Series", "Stop", "dated_levels", "joined", "last",
    "left_out", "stops_of", "traces",
]  # fmt: skip

PLOT_HEIGHT, PHONE_HEIGHT = 344, 264
"""The heights of a plot in pixels."""

MARK, SMALL, THIN = 9, 5, 1.0
"""The size of a marker, that of a thin line, and the width up to which a line is thin."""


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
