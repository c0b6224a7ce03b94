"""A column of thin panels, one per measure, so that different kinds of figures share no axis."""

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from report_helpers.analysis.comparability import quantity
from report_helpers.analysis.growth import value_intervals
from report_helpers.charts.toolkit.axes import Scale, linear_axis
from report_helpers.charts.toolkit.finish import numbers
from report_helpers.charts.toolkit.plotly_text import (
    Row,
    figure_text,
    hover,
    label,
    quantity_title,
    records,
    shown,
    told_apart,
    wrapped,
)
from report_helpers.charts.toolkit.theme import ARTICLE, Style
from report_helpers.colors import light

__all__ = ["LEFT", "Panel", "by_measure", "draw"]

LEFT = 136
"""Width of the row labels in pixels."""

WRAP, LINES, TITLE_WRAP = 19, 3, 31
HEAD, LINE, FOOT = 10, 17, 32
"""Pixels above a panel's title, per line of it, and of the axis below a panel."""

ROW, ROW_LINE, ABOVE = 38, 16, 15
"""Pixels: minimum height of a row, line of its label, distance from a mark up to its text."""

OTHERS = Style("blue", "solid", "circle")
ARROW = 0.09
"""Length of the arrow of an open end, as a share of the axis."""

HEDGES = {
    "about": ["line-ns", "line-ns"],
    "at_least": ["circle", "triangle-right"],
    "at_most": ["circle", "triangle-left"],
}
"""Markers at the two ends of a qualifier's interval."""

NEAR_START, NEAR_END = 0.3, 0.7
"""Shares of the axis before and after which a text points towards the middle."""


class Panel(NamedTuple):
    """One measure: its title, unit, rows with labels, and the values its axis must include."""

    title: str
    unit: str
    rows: pd.DataFrame
    labels: list[str]
    fixed: tuple[float, ...] = ()


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


def by_measure(
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
    claims = told_apart(claims)
    order = claims.groupby("measure", sort=False).ngroup()
    ordered = claims.loc[order.sort_values(kind="stable").index]
    panels = []
    for _, part in ordered.groupby([quantity(ordered), "unit"], sort=False):
        cited = part["role"].eq("cited")
        best = part.loc[cited.sort_values(kind="stable").index[0]].to_dict()
        title = quantity_title(best)
        fixed = (0.0, 100.0) if best["metric"] in share_axis else ()
        rows = pd.concat([part[cited], part[~cited]])
        labels = [
            wrapped(label({**row, "apart": ""}), WRAP, LINES) for row in records(rows).values()
        ]
        panels.append(Panel(title, unit_words(part), rows, labels, fixed))
    return panels


def draw(panels: Sequence[Panel]) -> tuple[go.Figure, int]:
    """Draw panels below each other, each with its own axis that starts at zero.

    Args:
        panels: in order from top to bottom.

    Returns:
        The figure and the height of its plot in pixels.
    """
    heads = [HEAD + LINE * (_title(panel).count("<br>") + 1) for panel in panels]
    bodies = [_row_height(panel) * len(panel.rows) for panel in panels]
    height = sum(heads) + sum(bodies) + FOOT * (len(panels) - 1)
    figure = go.Figure()
    top = float(height)
    for number, (panel, head, body) in enumerate(zip(panels, heads, bodies, strict=True), start=1):
        _add_title(figure, panel, top / height)
        upper, top = top - head, top - head - body
        _add_panel(figure, panel, number, (max(top / height, 0.0), upper / height))
        top -= FOOT
    return figure, height


def _row_height(panel: Panel) -> int:
    return max(ROW, ROW_LINE * (max(text.count("<br>") for text in panel.labels) + 1))


def _title(panel: Panel) -> str:
    return wrapped(panel.title, TITLE_WRAP) + "<br>" + wrapped(panel.unit, TITLE_WRAP)


def _add_title(figure: go.Figure, panel: Panel, top: float) -> None:
    ink = light("muted")
    text = (
        f"<b>{wrapped(panel.title, TITLE_WRAP)}</b><br>"
        f'<span style="color:{ink}">{wrapped(panel.unit, TITLE_WRAP)}</span>'
    )
    figure.add_annotation(
        name="panel",
        text=text,
        x=0,
        xref="paper",
        xanchor="left",
        y=numbers([top])[0],
        yref="paper",
        yanchor="top",
        align="left",
    )


def _add_panel(figure: go.Figure, panel: Panel, number: int, domain: tuple[float, float]) -> None:
    spans, rows = value_intervals(panel.rows), records(panel.rows)
    finite = spans.to_numpy()[np.isfinite(spans.to_numpy())]
    ends = [end for row in rows.values() for end in _ends(row)]
    suffix = "" if number == 1 else str(number)
    plot = Plot(rows, spans, linear_axis([*finite, *ends, *panel.fixed], ""), suffix)
    figure.layout[f"xaxis{suffix}"] = {
        "anchor": f"y{suffix}",
        "range": plot.scale.layout["range"],
        "nticks": 7,
        "tickformat": ",",
        "zeroline": True,
        "zerolinecolor": light("muted"),
        "title": {"text": ""},
    }
    figure.layout[f"yaxis{suffix}"] = {
        "anchor": f"x{suffix}",
        "domain": numbers(domain),
        "range": [len(rows) - 0.42, -0.58],
        "tickvals": list(range(len(rows))),
        "ticktext": panel.labels,
    }
    for cited in (False, True):
        group = [key for key, row in rows.items() if (row["role"] == "cited") is cited]
        if group:
            look = ARTICLE if cited else OTHERS
            _add_hedges(figure, plot, group, look)
            _add_marks(figure, plot, group, look)
            _add_texts(figure, plot, group, look, ABOVE / _row_height(panel))


def _ends(row: Row) -> list[float]:
    names = ("value", "value_low", "value_high")
    return [float(row[name]) for name in names if row[name] is not None]


def _add_marks(figure: go.Figure, plot: Plot, group: list[str], look: Style) -> None:
    points = [(key, end) for key in group for end in (*_ends(plot.rows[key]), None)]
    ink = light(look.ink)
    hollow = [plot.rows[key]["kind"] == "projection" for key, _ in points]
    figure.add_scatter(
        name="Article" if look is ARTICLE else "Other sources",
        x=numbers(end for _, end in points),
        y=[None if end is None else plot.place(key) for key, end in points],
        mode="lines+markers",
        line={"color": ink, "width": 5},
        marker={
            "symbol": look.marker,
            "size": 11,
            "color": [light("paper") if empty else ink for empty in hollow],
            "line": {"color": ink, "width": 2},
        },
        hoverinfo="text",
        hovertext=["" if end is None else hover(plot.rows[key]) for key, end in points],
        **plot.axes,
    )


def _add_texts(figure: go.Figure, plot: Plot, group: list[str], look: Style, above: float) -> None:
    ends = [_ends(plot.rows[key]) for key in group]
    middles = [sum(pair) / len(pair) for pair in ends]
    figure.add_scatter(
        x=numbers(middles),
        y=numbers(plot.place(key) - above for key in group),
        mode="text",
        text=[shown(figure_text(plot.rows[key])) for key in group],
        textposition=[_side(plot.scale.position(middle)) for middle in middles],
        textfont={"size": 12, "color": light(look.ink)},
        cliponaxis=False,
        hoverinfo="skip",
        **plot.axes,
    )


def _side(share: float) -> str:
    """Return the side of its point on which a text fits within the axis."""
    if share < NEAR_START:
        return "middle right"
    return "middle left" if share > NEAR_END else "middle center"


def _add_hedges(figure: go.Figure, plot: Plot, group: list[str], look: Style) -> None:
    """Draw the hedge of a qualifier: an arrow for an open end, a bracket for `about`."""
    for key in group:
        row = plot.rows[key]
        if row["qualifier"] == "exact" or row["value"] is None:
            continue
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
