"""A column of thin panels, one a measure, so that unlike figures never share an axis."""

import math
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import pandas as pd
import plotly.graph_objects as go

from report_helpers.analysis.growth import value_intervals
from report_helpers.charts.axes import Scale, linear_axis
from report_helpers.charts.figure import numbers
from report_helpers.charts.text import figure_text, hover, label, records, shown, wrapped
from report_helpers.charts.theme import ARTICLE, Style, light

__all__ = ["LEFT", "Panel", "by_measure", "draw"]

LEFT = 136
"""Pixels of the row labels, fixed, so that panel titles can start at the figure's edge."""

WRAP, LINES, TITLE_WRAP = 19, 3, 44
HEAD, LINE, FOOT = 10, 17, 32
"""Pixels above and of a line of a panel's title, and of the axis below a panel."""

ROW, ROW_LINE, ABOVE = 38, 16, 15
"""Pixels of a row at least, of a line of its label, and from a mark up to its text."""

OTHERS = Style("blue", "solid", "circle")
ARROW = 0.09
"""Length of the arrow of an open end, as a share of the axis."""


class Panel(NamedTuple):
    """One measure: its title, its unit in words, its rows, and what its axis holds at least."""

    title: str
    unit: str
    rows: pd.DataFrame
    fixed: tuple[float, ...] = ()


def by_measure(
    claims: pd.DataFrame, unit_words: Callable[[pd.DataFrame], str], share_axis: Sequence[str] = ()
) -> list[Panel]:
    """Return a panel for each measure, metric and unit, measures in the order of the table.

    The title is that of the first row that is not cited, since an original says best what it
    is; the article's rows come first in a panel.

    Args:
        claims: the rows to draw, each with a value or a range.
        unit_words: what the rows of one panel are counted in.
        share_axis: metrics whose axis reaches from 0 to 100.
    """
    order = claims.groupby("measure", sort=False).ngroup()
    ordered = claims.loc[order.sort_values(kind="stable").index]
    panels = []
    for (_, metric, _), part in ordered.groupby(["measure", "metric", "unit"], sort=False):
        cited = part["role"].eq("cited")
        title = str(part.loc[cited.sort_values(kind="stable").index[0], "title"])
        fixed = (0.0, 100.0) if metric in share_axis else ()
        panels.append(Panel(title, unit_words(part), pd.concat([part[cited], part[~cited]]), fixed))
    return panels


def draw(panels: Sequence[Panel]) -> tuple[go.Figure, int]:
    """Draw panels below each other, each with its own axis from zero.

    Args:
        panels: from the top down.

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
    _name_groups(figure)
    return figure, height


def _labels(panel: Panel) -> list[str]:
    return [wrapped(label(row), WRAP, LINES) for row in records(panel.rows).values()]


def _row_height(panel: Panel) -> int:
    return max(ROW, ROW_LINE * (max(text.count("<br>") for text in _labels(panel)) + 1))


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
        xshift=16 - LEFT,
        y=numbers([top])[0],
        yref="paper",
        yanchor="top",
        align="left",
    )


def _add_panel(
    figure: go.Figure,
    panel: Panel,
    number: int,
    domain: tuple[float, float],
) -> None:
    spans = value_intervals(panel.rows)
    rows = records(panel.rows)
    scale = linear_axis([end for row in rows.values() for end in _ends(row)] + list(panel.fixed), "")
    suffix = "" if number == 1 else str(number)
    figure.layout[f"xaxis{suffix}"] = {
        "anchor": f"y{suffix}",
        "range": scale.layout["range"],
        "nticks": 5,
        "zeroline": True,
        "zerolinecolor": light("muted"),
        "title": {"text": ""},
    }
    figure.layout[f"yaxis{suffix}"] = {
        "anchor": f"x{suffix}",
        "domain": numbers(domain),
        "range": [len(rows) - 0.42, -0.58],
        "tickvals": list(range(len(rows))),
        "ticktext": _labels(panel),
    }
    for cited in (False, True):
        group = [key for key, row in rows.items() if (row["role"] == "cited") is cited]
        if group:
            _add_marks(figure, rows, group, spans, scale, suffix)
            _add_texts(figure, rows, group, scale, suffix, ABOVE / _row_height(panel))


def _ends(row: dict[str, Any]) -> list[float]:
    names = ("value", "value_low", "value_high")
    return [float(row[name]) for name in names if row[name] is not None]


def _add_marks(
    figure: go.Figure,
    rows: dict[str, dict[str, Any]],
    group: list[str],
    spans: pd.DataFrame,
    scale: Scale,
    suffix: str,
) -> None:
    cited = rows[group[0]]["role"] == "cited"
    look = ARTICLE if cited else OTHERS
    ink, places = light(look.ink), {key: place for place, key in enumerate(rows)}
    axes = {"xaxis": f"x{suffix}", "yaxis": f"y{suffix}", "legendgroup": look.ink}
    for key in group:
        _add_hedge(figure, rows[key], spans.loc[key], places[key], scale, {**axes, "ink": ink})
    points = [(key, end) for key in group for end in (*_ends(rows[key]), None)]
    figure.add_scatter(
        name="Article" if cited else "Other sources",
        x=numbers(end for _, end in points),
        y=[places[key] if end is not None else None for key, end in points],
        mode="lines+markers",
        line={"color": ink, "width": 5},
        marker={
            "symbol": look.marker,
            "size": 11,
            "color": [
                light("paper") if rows[key]["kind"] == "projection" else ink for key, _ in points
            ],
            "line": {"color": ink, "width": 2},
        },
        hoverinfo="text",
        hovertext=[hover(rows[key]) if end is not None else "" for key, end in points],
        showlegend=False,
        **axes,
    )


def _add_texts(
    figure: go.Figure,
    rows: dict[str, dict[str, Any]],
    group: list[str],
    scale: Scale,
    suffix: str,
    above: float,
) -> None:
    look = ARTICLE if rows[group[0]]["role"] == "cited" else OTHERS
    places = {key: place for place, key in enumerate(rows)}
    labels = _texts(rows, group)
    figure.add_scatter(
        x=numbers(middle for middle, _ in labels),
        y=numbers(places[key] - above for key in group),
        mode="text",
        text=[shown(text) for _, text in labels],
        textposition=[_side(scale.position(middle)) for middle, _ in labels],
        textfont={"size": 12, "color": light(look.ink)},
        cliponaxis=False,
        hoverinfo="skip",
        showlegend=False,
        legendgroup=look.ink,
        xaxis=f"x{suffix}",
        yaxis=f"y{suffix}",
    )


def _texts(rows: dict[str, dict[str, Any]], group: list[str]) -> list[tuple[float, str]]:
    ends = [_ends(rows[key]) for key in group]
    return [
        (sum(pair) / len(pair), figure_text(rows[key]))
        for key, pair in zip(group, ends, strict=True)
    ]


def _side(share: float) -> str:
    """Return where a text stands about its point, so that it stays between the axis's ends."""
    if share < 0.3:
        return "middle right"
    return "middle left" if share > 0.7 else "middle center"


def _add_hedge(
    figure: go.Figure,
    row: dict[str, Any],
    span: "pd.Series[float]",
    place: int,
    scale: Scale,
    look: dict[str, Any],
) -> None:
    """Draw what a qualifier leaves open: an arrow where an end is open, a bracket for `about`."""
    if row["qualifier"] == "exact" or row["value"] is None:
        return
    value, reach = float(row["value"]), ARROW * (scale.high - scale.low)
    low = value - reach if math.isinf(span["low"]) else value
    high = value + reach if math.isinf(span["high"]) else value
    symbols = ["triangle-left", "triangle-right"]
    if row["qualifier"] == "about":
        low, high, symbols = span["low"], span["high"], ["line-ns", "line-ns"]
    figure.add_scatter(
        x=numbers([low, high]),
        y=[place, place],
        mode="lines+markers",
        line={"color": look["ink"], "width": 2},
        marker={
            "symbol": symbols,
            "size": 10,
            "color": look["ink"],
            "line": {"color": look["ink"], "width": 1.5},
        },
        hoverinfo="skip",
        showlegend=False,
        xaxis=look["xaxis"],
        yaxis=look["yaxis"],
        legendgroup=look["legendgroup"],
    )


def _name_groups(figure: go.Figure) -> None:
    """Let the legend, where one is shown, name each group once."""
    seen: set[str] = set()
    for trace in figure.data:
        if trace.name and trace.name not in seen:
            trace.showlegend = True
            seen.add(trace.name)
