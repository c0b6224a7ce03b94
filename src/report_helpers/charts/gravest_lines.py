"""The chart of a stated growth that leads elsewhere than to the claim's own end."""

from typing import Final, NamedTuple

import pandas as pd
import plotly.graph_objects as go

from report_helpers.charts.toolkit.finish import Caption, Frame, Sheet, finish, numbers
from report_helpers.charts.toolkit.notebook_chart import Chart
from report_helpers.charts.toolkit.plotly_text import (
    Row,
    figure_text,
    quantity_title,
    who,
    window,
    wrapped,
)
from report_helpers.claims.units import unit
from report_helpers.claims.wording import amount, percent, printed_end, stated_growth, unit_name
from report_helpers.colors import light

__all__ = ["COLUMNS", "NAME", "WIDTH", "growth_lines"]

NAME: Final = "gravest"
"""The slug of the gravest finding's chart, whatever it draws."""
WIDTH, HEIGHT = 460, 250
"""Pixels: the picture, and the lines."""
LABEL_WRAP: Final = 16
BESIDE: Final = 0.95
"""Room for labels after the last year, as a share of the years drawn."""
FOOT: Final = 0.36
"""Room for the years below the zero line, as a share of the highest value."""
LEAST: Final = 0.45
"""Height of words beside a line at least, as a share of the highest value: above the years."""
COLUMNS: Final = ("Who", "As printed", "Years", "Growth a year")


class _Line(NamedTuple):
    """A line of yearly values from the base, with the words at its end."""

    name: str
    ink: str
    dash: str
    path: list[float]
    words: str


def growth_lines(drawn: pd.DataFrame, claim: Row) -> go.Figure:
    """Return two lines from a claim's base: where its stated growth leads, and its printed end.

    Args:
        drawn: the row of the validated table, with values at both ends.
        claim: the same as a record.
    """
    first, last = int(claim["base_year"]), int(claim["year"])
    base, end = float(claim["base_value"]), float(claim["value"])
    stated = float(claim["growth_percent"]) / 100
    implied = (end / base) ** (1 / (last - first)) - 1
    years = list(range(first, last + 1))
    led = [base * (1 + stated) ** at for at in range(len(years))]
    reached = amount(led[-1] * unit(claim["unit"]).factor, claim["unit"])
    lines = (
        _Line("Stated growth", "pink", "dot", led, f"{stated_growth(claim)} leads to {reached}"),
        _Line("Printed values", "text", "solid",
              [base * (1 + implied) ** at for at in range(len(years))],
              f"printed: {figure_text(claim)}, so {percent(implied)}"),
    )  # fmt: skip
    figure = Chart()
    highest = max(line.path[-1] for line in lines)
    for line in lines:
        _add_line(figure, years, line)
        _add_end(figure, last, line, highest)
    _add_foot(
        figure, first, f"{first}<br>{wrapped(printed_end(claim, 'base'), LABEL_WRAP)}", "left"
    )
    _add_foot(figure, last, str(last), "center")
    _set_axes(figure, first, last, highest)
    caption = Caption(
        NAME,
        f"{stated_growth(claim)} would lead to {reached}, not {figure_text(claim)}",
        f"{quantity_title(claim)}, {unit_name(claim['unit'])}",
        f"Two lines from {printed_end(claim, 'base')} in {first} to {last}: at the stated "
        f"{stated_growth(claim)} one reaches {reached}; the other reaches the printed "
        f"{figure_text(claim)}, which is {percent(implied)} a year.",
    )
    sheet = Sheet(COLUMNS, [
        [who(claim), claim["as_printed"], window(claim), stated_growth(claim)],
        ["From its own values", claim["as_printed"], window(claim), f"{percent(implied)} a year"],
    ])  # fmt: skip
    return finish(figure, caption, drawn, sheet, Frame(HEIGHT, 8, 8, below=4))


def _set_axes(figure: go.Figure, first: int, last: int, highest: float) -> None:
    span = last - first
    figure.layout.width = WIDTH
    figure.layout.xaxis = {
        "range": numbers([first - 0.04 * span, last + BESIDE * span]),
        "visible": False,
        "fixedrange": True,
    }
    figure.layout.yaxis = {
        "range": numbers([-FOOT * highest, 1.3 * highest]),
        "showticklabels": False,
        "showgrid": False,
        "zeroline": True,
        "zerolinecolor": light("muted"),
        "fixedrange": True,
    }


def _add_line(figure: go.Figure, years: list[int], line: _Line) -> None:
    figure.add_scatter(
        name=line.name,
        x=years,
        y=numbers(line.path),
        mode="lines+markers",
        line={"color": light(line.ink), "width": 2.5, "dash": line.dash, "shape": "spline"},
        marker={"color": light(line.ink), "size": [0] * (len(years) - 1) + [10], "opacity": 1},
        hoverinfo="x+y",
    )


def _add_end(figure: go.Figure, year: int, line: _Line, highest: float) -> None:
    above = line.path[-1] == highest
    figure.add_annotation(
        name=f"end-{line.ink}",
        text=f"<b>{wrapped(line.words, LABEL_WRAP)}</b>",
        x=year,
        y=numbers([max(line.path[-1], LEAST * highest)])[0],
        xanchor="left",
        yanchor="bottom" if above else "top",
        xshift=10,
        yshift=-8 if above else 8,
        align="left",
        font={"size": 13, "color": light(line.ink)},
    )


def _add_foot(figure: go.Figure, year: int, words: str, anchor: str) -> None:
    """Write a year below the zero line, inside the plot: a phone leaves no margin."""
    figure.add_annotation(
        name=f"foot-{year}",
        text=words,
        x=year,
        y=0,
        xanchor=anchor,
        yanchor="top",
        yshift=-4,
        align="left",
        font={"size": 13, "color": light("muted")},
    )
