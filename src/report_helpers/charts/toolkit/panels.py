"""A column of panels, one per quantity, so that different kinds of figures share no axis.

A quantity with a single figure needs no axis: it is listed in a table below the panels.
"""

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from report_helpers.analysis.comparability import quantity
from report_helpers.analysis.growth import value_intervals
from report_helpers.charts.toolkit.axes import Scale, across
from report_helpers.charts.toolkit.finish import numbers
from report_helpers.charts.toolkit.meta import Listed
from report_helpers.charts.toolkit.notebook_chart import Chart
from report_helpers.charts.toolkit.plotly_text import (
    MISSING,
    Row,
    evidence,
    figure_text,
    hover,
    label,
    publisher,
    quantity_title,
    records,
    shown,
    who,
    window,
    with_distinctions,
)
from report_helpers.charts.toolkit.publisher_styles import Styles
from report_helpers.charts.toolkit.rows import DRAWN, Group, Label, Rows, chosen_rows, rows_below
from report_helpers.charts.toolkit.theme import Style
from report_helpers.claims.units import unit
from report_helpers.colors import light

__all__ = ["PANEL_COLUMNS", "Panel", "by_quantity", "draw", "listed", "panel_row"]

PANEL_COLUMNS = ("Quantity", "Who", "Years", "Figure", "As printed", "Evidence")
LISTED_COLUMNS = ["Quantity", "Who", "Years", "Figure"]
MOST_OF_EACH = (
    f"Drawn are at most {DRAWN} claims of a quantity, first the article's; the table of all claims "
    "has the others."
)
ARROW = 0.09
"""Length of the arrow of an open end, as a share of the axis."""

HEDGES = {
    "about": ["line-ns", "line-ns"],
    "at_least": ["circle", "triangle-right"],
    "at_most": ["circle", "triangle-left"],
}
"""Markers at the two ends of a qualifier's interval."""


class Panel(NamedTuple):
    """One quantity: its title, unit, rows, and the values that its axis must include."""

    title: str
    unit: str
    rows: pd.DataFrame
    fixed: tuple[float, ...] = ()

    @property
    def ends(self) -> list[float]:
        """All printed values, in the unit of the rows."""
        return [end for row in records(self.rows).values() for end in _ends(row)]

    @property
    def publishers(self) -> int:
        """The number of publishers with a figure, the article aside."""
        rows = records(self.rows[self.rows["role"].ne("cited")])
        return len({publisher(row) for row in rows.values()})


class Plot(NamedTuple):
    """The parts of a drawn panel: rows, intervals, axis, and its number as plotly's suffix."""

    rows: dict[str, Row]
    spans: pd.DataFrame
    scale: Scale
    suffix: str

    @property
    def axes(self) -> dict[str, str]:
        """The panel's axes, under the keys of a trace."""
        return {"xaxis": f"x{self.suffix}", "yaxis": f"y{self.suffix}"}

    def place(self, key: str) -> int:
        """Return the line of a claim, counted from the top."""
        return list(self.rows).index(key)


def panel_row(row: Row) -> list[str]:
    """Return a claim as a row of the data table of a figure with panels."""
    return [
        quantity_title(row), who(row), window(row) or MISSING, figure_text(row), row["as_printed"],
        evidence(row),
    ]  # fmt: skip


def by_quantity(
    claims: pd.DataFrame, unit_words: Callable[[pd.DataFrame], str], share_axis: Sequence[str] = ()
) -> list[Panel]:
    """Return one panel per quantity and unit, with measures in the order of the table.

    A panel takes its title from its first row that is not cited, because an original names the
    measure best, and adds how its quantity differs from others of the measure. The article's rows
    come first.

    Args:
        claims: the rows to draw, each with a value or a range.
        unit_words: returns the unit of one panel's rows in words.
        share_axis: metrics whose axis runs from 0 to 100.
    """
    claims = with_distinctions(claims)
    order = claims.groupby("measure", sort=False).ngroup()
    ordered = claims.loc[order.sort_values(kind="stable").index]
    panels = []
    for _, part in ordered.groupby([quantity(ordered), "unit"], sort=False):
        cited = part["role"].eq("cited")
        best = part.loc[cited.sort_values(kind="stable").index[0]].to_dict()
        fixed = (0.0, 100.0) if best["metric"] in share_axis else ()
        rows = pd.concat([part[cited], part[~cited]])
        panels.append(Panel(quantity_title(best), unit_words(part), rows, fixed))
    return panels


def listed(panels: Sequence[Panel]) -> Listed | None:
    """Return the table of quantities with a single figure, or `None` without any."""
    rows = [row for panel in panels for row in records(panel.rows).items()]
    if not rows:
        return None
    return {
        "title": "One figure each",
        "columns": LISTED_COLUMNS,
        "rows": [
            [quantity_title(row), who(row), window(row) or MISSING, figure_text(row)]
            for _, row in rows
        ],
        "claims": [key for key, _ in rows],
    }


def draw(panels: Sequence[Panel], styles: Styles) -> tuple[go.Figure, Rows, Rows, list[str]]:
    """Draw panels below each other, each with its own axis that starts at zero.

    Args:
        panels: in order from top to bottom.
        styles: the styles of the report's publishers.

    Returns:
        The figure, its rows on a wide screen and on a phone, and sentences on rows left out.
    """
    figure, groups = Chart(), list[Group]()
    notes: list[str] = []
    for number, panel in enumerate(panels, start=1):
        keys, note = chosen_rows([str(key) for key in panel.rows.index], "the article's")
        notes += [f"{panel.title}: {text}" for text in note]
        rows = records(panel.rows.loc[keys])
        _add_panel(figure, panel, rows, styles, number)
        labels = [
            Label(label({**row, "distinction": ""}), figure_text(row)) for row in rows.values()
        ]
        groups.append(Group(labels, Label(panel.title, panel.unit)))
    wide, phone = (rows_below(groups, phone=phone) for phone in (False, True))
    for number, axis in enumerate(wide.axes, start=1):
        figure.layout[f"yaxis{number if number > 1 else ''}"] = axis
    figure.layout.annotations = wide.notes
    return figure, wide, phone, notes if len(notes) == 1 else [MOST_OF_EACH] * bool(notes)


def _add_panel(
    figure: go.Figure, panel: Panel, rows: dict[str, Row], styles: Styles, number: int
) -> None:
    spans = value_intervals(panel.rows.loc[list(rows)])
    finite = spans.to_numpy()[np.isfinite(spans.to_numpy())]
    ends = [end for row in rows.values() for end in _ends(row)]
    suffix = "" if number == 1 else str(number)
    shown_in = unit(str(panel.rows["unit"].iloc[0]))
    plot = Plot(rows, spans, across([*finite, *ends, *panel.fixed], shown_in), suffix)
    figure.layout[f"xaxis{suffix}"] = {
        **plot.scale.layout,
        "anchor": f"y{suffix}",
        "showgrid": True,
    }
    for key, row in rows.items():
        _add_hedge(figure, plot, key, styles.of(row))
        _add_mark(figure, plot, key, styles.of(row))


def _ends(row: Row) -> list[float]:
    names = ("value", "value_low", "value_high")
    return [float(row[name]) for name in names if row[name] is not None]


def _add_mark(figure: go.Figure, plot: Plot, key: str, look: Style) -> None:
    row, ink = plot.rows[key], light(look.ink)
    ends = _ends(row)
    figure.add_scatter(
        name=shown(who(row)),
        x=numbers(ends),
        y=[plot.place(key)] * len(ends),
        mode="lines+markers",
        line={"color": ink, "width": 5},
        marker={
            "symbol": look.marker,
            "size": 11,
            "color": light("paper") if row["kind"] == "projection" else ink,
            "line": {"color": ink, "width": 2},
        },
        hoverinfo="text",
        hovertext=[hover(row)] * len(ends),
        customdata=[key] * len(ends),
        **plot.axes,
    )


def _add_hedge(figure: go.Figure, plot: Plot, key: str, look: Style) -> None:
    """Draw the hedge of a qualifier: an arrow for an open end, a bracket for `about`."""
    row = plot.rows[key]
    if row["qualifier"] == "exact" or row["value"] is None:
        return
    figure.add_scatter(
        x=numbers(_reach(plot, key)),
        y=[plot.place(key)] * 2,
        mode="lines+markers",
        line={"color": light(look.ink), "width": 2},
        marker={
            "symbol": HEDGES[row["qualifier"]],
            "size": 10,
            "color": light(look.ink),
            "line": {"color": light(look.ink), "width": 1.5},
        },
        hoverinfo="skip",
        **plot.axes,
    )


def _reach(plot: Plot, key: str) -> tuple[float, float]:
    row, span = plot.rows[key], plot.spans.loc[[key]].iloc[0]
    if row["qualifier"] == "about":
        return float(span["low"]), float(span["high"])
    value, arrow = float(row["value"]), ARROW * (plot.scale.high - plot.scale.low)
    return value, value + (arrow if math.isinf(span["high"]) else -arrow)
