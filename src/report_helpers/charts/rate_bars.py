"""The chart of rises and falls as yearly rates, with a list of those that have no yearly rate."""

import math
from collections.abc import Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from report_helpers.analysis.growth import annualised
from report_helpers.audit.findings import Finding
from report_helpers.charts.toolkit.finish import Caption, Frame, Sheet, finish, numbers, sentence
from report_helpers.charts.toolkit.panels import LEFT
from report_helpers.charts.toolkit.plotly_text import (
    MISSING,
    Row,
    amount,
    evidence,
    figure_text,
    hover,
    label,
    quantity_title,
    records,
    some,
    told_apart,
    who,
    window,
    wrapped,
)
from report_helpers.charts.toolkit.plotly_text import rate as rate_text
from report_helpers.charts.toolkit.theme import ARTICLE, Style
from report_helpers.claims.wording import count_phrase
from report_helpers.colors import light

__all__ = ["RATES_TOPIC", "yearly_rates"]

RATES_TOPIC = "ai_jobs"
"""The topic whose changes are drawn as yearly rates; the chart of shares leaves them out."""

RATE_COLUMNS = ("Who", "Quantity", "Years", "As printed", "A year", "How", "Evidence")
TICKS = (
    (0.8, (-0.5, -0.25, -0.1, 0.0, 0.1, 0.25, 0.5)),
    (2.5, (-0.9, -0.5, 0.0, 0.5, 1.0, 2.0)),
    (math.inf, (-0.9, -0.5, 0.0, 1.0, 3.0, 9.0, 29.0, 99.0, 999.0)),
)
"""Ticks by the highest yearly rate on the axis: few, so that they fit on a phone."""

LEAST_REACH = 0.25
"""The axis extends at least to this yearly rate."""

ROOM = 0.25
"""Extra length of the axis beyond the longest line, as a share, for the text at its end."""

ROW, SHORT_ROW, HEAD, FOOT, ABOVE = 64, 48, 26, 64, 7
"""Pixels: row with a rate, row without, header of the latter, axis, gap from line to text."""

WRAP, TITLE_WRAP, REASON_WRAP = 20, 35, 28
OTHERS = Style("blue", "solid", "circle")


def yearly_rates(
    claims: pd.DataFrame, *, topic: str = RATES_TOPIC, findings: Sequence[Finding] = ()
) -> go.Figure:
    """Draw each rise of a topic as a yearly rate; list those without one, with the reason.

    The axis is logarithmic in the yearly factor (1 + rate): equal distances are equal growth, falls
    fit as well, and the line at zero means no change.

    Args:
        claims: the validated table.
        topic: only its rows are drawn.
        findings: the audit's findings; the chart lists those about the claims it draws.
    """
    title = "Each rise as a yearly rate, where its window is known"
    rows = told_apart(claims[claims["topic"].eq(topic)])
    rates = annualised(rows)
    if rates.empty:
        text = "No claim of this topic is a rise or a fall."
        return sentence("jobs-yearly-rates", title, text, RATE_COLUMNS)
    rates = rates.sort_values(["comparable", "rate"], ascending=False, kind="stable")
    drawn = rows.loc[rates.index]
    known = records(drawn)
    # A fall to zero cannot be drawn on a logarithmic axis.
    drawable = rates["comparable"] & rates["rate"].gt(-1)
    known_rates, without = rates[drawable], rates[~drawable]
    lower = SHORT_ROW * len(without) + HEAD if len(without) else 0
    height = ROW * len(known_rates) + lower + FOOT
    split = lower / height
    figure = go.Figure()
    if len(known_rates):
        _set_rate_axes(figure, known_rates, known, split + FOOT / height if split else 0.0)
        for place, key in enumerate(known_rates.index):
            _add_rate(figure, known_rates.loc[[key]].iloc[0], known[str(key)], place)
        _add_texts(figure, known_rates, known)
    if len(without):
        _set_reason_axes(figure, without, known, split - HEAD / height)
        _add_reasons(figure, without, known)
        _add_head(figure, split)
    said = some(
        [
            f"{label(known[str(key)])} {rate_text(rate, 0)}"
            for key, rate in known_rates["rate"].items()
        ]
    )
    caption = Caption(
        "jobs-yearly-rates",
        title,
        f"With a yearly rate: {len(known_rates)}; without: {len(without)}, listed below. Each "
        "counts something else, so only the pace can be compared. Hollow: projected.",
        f"Growth a year: {said or 'none'}; {count_phrase(len(without), 'claim')} not comparable.",
        findings,
    )
    sheet = Sheet(RATE_COLUMNS, [_rate_row(known[str(key)], row) for key, row in rates.iterrows()])
    return finish(figure, caption, drawn, sheet, Frame(height, LEFT, below=40))


def _look(row: Row) -> Style:
    return ARTICLE if row["role"] == "cited" else OTHERS


def _row_axis(rates: pd.DataFrame, known: dict[str, Row]) -> dict[str, Any]:
    return {
        "range": [len(rates) - 0.65, -0.75],
        "tickvals": list(range(len(rates))),
        "ticktext": [wrapped(label(known[str(key)]), WRAP, 3) for key in rates.index],
    }


def _set_rate_axes(
    figure: go.Figure, rates: pd.DataFrame, known: dict[str, Row], bottom: float
) -> None:
    low, high = min(0.0, rates["rate"].min()), max(LEAST_REACH, rates["rate"].max())
    choice = next(ticks for limit, ticks in TICKS if high <= limit)
    ticks = [tick for tick in choice if low <= tick <= high]
    start, end = math.log10(1 + low), math.log10(1 + high)
    left = start - ROOM * (end - start) if low < 0 else start
    figure.layout.xaxis = {
        "type": "log",
        "anchor": "y",
        "range": numbers([left, end + ROOM * (end - start)]),
        "tickvals": numbers(1 + tick for tick in ticks),
        "ticktext": [rate_text(tick, 0) for tick in ticks],
        "title": {"text": "Growth a year"},
        "showgrid": True,
    }
    figure.layout.yaxis = {
        **_row_axis(rates, known),
        "anchor": "x",
        "domain": numbers([bottom, 1.0]),
    }


def _add_rate(figure: go.Figure, rate: "pd.Series[Any]", row: Row, place: int) -> None:
    look = _look(row)
    ink = light(look.ink)
    ends = f"{rate_text(rate['rate_low'])} to {rate_text(rate['rate_high'])}"
    said = f"{rate_text(rate['rate'])} a year ({ends}): {rate['reason']}"
    figure.add_scatter(
        name="Article" if look is ARTICLE else "Other sources",
        x=numbers([1.0, 1 + rate["rate"]]),
        y=[place, place],
        mode="lines+markers+text",
        line={"color": ink, "width": look.width},
        marker={
            "symbol": look.marker,
            "size": [0, 11],
            "color": light("paper") if row["kind"] == "projection" else ink,
            "line": {"color": ink, "width": 2},
            "opacity": 1,
        },
        text=["", f"\N{NO-BREAK SPACE}{rate_text(rate['rate'], 0)}"],
        textposition="middle right" if rate["rate"] >= 0 else "middle left",
        textfont={"size": 12, "color": ink},
        cliponaxis=False,
        hoverinfo="text",
        hovertext=["", hover(row, [said])],
    )


def _add_texts(figure: go.Figure, rates: pd.DataFrame, known: dict[str, Row]) -> None:
    """Write above each line what grows, and the figures as printed."""
    start = 10 ** figure.layout.xaxis.range[0]
    figure.add_scatter(
        x=numbers([start] * len(rates)),
        y=numbers(place - ABOVE / ROW for place in range(len(rates))),
        mode="text",
        text=[_printed(known[str(key)]) for key in rates.index],
        textposition="top right",
        textfont={"size": 11, "color": light("muted")},
        cliponaxis=False,
        hoverinfo="skip",
    )


def _printed(row: Row) -> str:
    base = f"{amount(row['base_value'], row['unit'])} to " if row["base_value"] is not None else ""
    return wrapped(f"{row['title']} (printed: {base}{figure_text(row)})", TITLE_WRAP, 3)


def _set_reason_axes(
    figure: go.Figure, rates: pd.DataFrame, known: dict[str, Row], top: float
) -> None:
    figure.layout.xaxis2 = {"anchor": "y2", "visible": False, "range": [0, 1], "fixedrange": True}
    figure.layout.yaxis2 = {
        **_row_axis(rates, known),
        "range": [len(rates) - 0.45, -0.55],
        "anchor": "x2",
        "domain": numbers([0.0, top]),
        "showgrid": False,
    }


def _add_reasons(figure: go.Figure, rates: pd.DataFrame, known: dict[str, Row]) -> None:
    rows = [known[str(key)] for key in rates.index]
    reasons = rates["reason"].tolist()
    axes = {"y": list(range(len(rows))), "xaxis": "x2", "yaxis": "y2"}
    figure.add_scatter(
        name="No yearly rate",
        x=[0.04] * len(rows),
        mode="markers",
        marker={
            "symbol": [_look(row).marker for row in rows],
            "size": 10,
            "color": light("paper"),
            "line": {"color": [light(_look(row).ink) for row in rows], "width": 2},
        },
        hoverinfo="text",
        hovertext=[
            hover(row, [f"No yearly rate: {reason}"])
            for row, reason in zip(rows, reasons, strict=True)
        ],
        **axes,
    )
    figure.add_scatter(
        x=[0.09] * len(rows),
        mode="text",
        text=[
            wrapped(f"{figure_text(row)}: {reason}", REASON_WRAP, 3)
            for row, reason in zip(rows, reasons, strict=True)
        ],
        textposition="middle right",
        textfont={"size": 12, "color": light("muted")},
        cliponaxis=False,
        hoverinfo="skip",
        **axes,
    )


def _add_head(figure: go.Figure, top: float) -> None:
    figure.add_annotation(
        name="panel",
        text="<b>Not comparable: no yearly rate</b>",
        x=0,
        xref="paper",
        xanchor="left",
        y=numbers([top])[0],
        yref="paper",
        yanchor="top",
    )


def _rate_row(row: Row, rate: "pd.Series[Any]") -> list[str]:
    yearly = rate_text(rate["rate"]) if rate["comparable"] else "not comparable"
    years = window(row) or MISSING
    return [
        who(row),
        quantity_title(row),
        years,
        row["as_printed"],
        yearly,
        rate["reason"],
        evidence(row),
    ]
