"""Charts of jobs, adoption and productivity: rises as yearly rates, and shares with their hedges."""

import math
from collections.abc import Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from report_helpers.analysis.growth import annualised
from report_helpers.charts.figure import Caption, Sheet, finish, numbers, sentence
from report_helpers.charts.panels import LEFT, by_measure, draw
from report_helpers.charts.text import (
    amount, evidence, figure_text, hover, label, records, shown, who, window, wrapped,
)  # fmt: skip
from report_helpers.charts.theme import ARTICLE, Style, light
from report_helpers.charts.value import PANEL_COLUMNS, panel_row
from report_helpers.claims.wording import counted, percent

__all__ = ["shares", "yearly_rates"]

RATE_COLUMNS = ("Who", "Quantity", "Years", "As printed", "A year", "How", "Evidence")
RATE_TICKS = (-0.9, -0.5, 0.0, 0.5, 1.0, 2.0, 4.0, 9.0, 19.0, 49.0, 99.0)
FINE_TICKS = (-0.5, -0.25, -0.1, 0.0, 0.1, 0.25, 0.5)
"""Yearly rates that get a tick, as far as they are in the range; the fine ones in a narrow one."""

ROW, HEAD, FOOT = 60, 26, 70
"""Pixels of a row, above the rows without a rate, and of the axis."""

WRAP, TITLE_WRAP, REASON_WRAP = 20, 32, 28
OTHERS = Style("blue", "solid", "circle")

SHARE_METRICS = ("share", "remaining", "change")
RATES_TOPIC = "ai_jobs"
"""The topic whose changes are drawn as yearly rates, and so not again among the shares."""


def yearly_rates(claims: pd.DataFrame, *, topic: str = RATES_TOPIC) -> go.Figure:
    """Draw each rise of a topic as a yearly rate; list those that have none, with the reason.

    The axis is logarithmic in the yearly factor (1 + rate), so that equal distances are equal
    growth, falls fit as well, and the line at zero is no change.

    Args:
        claims: the validated table.
        topic: only its rows are drawn.
    """
    title = "Each rise as a yearly rate, where its window is known"
    rows = claims[claims["topic"].eq(topic)]
    rates = annualised(rows)
    if rates.empty:
        text = "No claim of this topic is a rise or a fall."
        return sentence("jobs-yearly-rates", title, text, RATE_COLUMNS)
    rates = rates.sort_values(["comparable", "rate"], ascending=False, kind="stable")
    drawn = rows.loc[rates.index]
    known = records(drawn)
    known_rates, without = rates[rates["comparable"]], rates[~rates["comparable"]]
    height = ROW * len(rates) + FOOT + HEAD * (not without.empty)
    split = (ROW * len(without) + HEAD) / height if len(without) else 0.0
    figure = go.Figure()
    if len(known_rates):
        _add_rates(figure, known_rates, known, (split + FOOT / height if split else 0.0, 1.0))
    if len(without):
        _add_reasons(figure, without, known, (0.0, split - HEAD / height), split)
    said = "; ".join(
        f"{label(known[str(key)])} {percent(rate, 0)}" for key, rate in known_rates["rate"].items()
    )
    caption = Caption(
        "jobs-yearly-rates",
        title,
        f"With a yearly rate: {len(known_rates)}; without: {len(without)}, listed below. Each "
        "counts something else, so only the pace can be compared. Hollow: projected.",
        f"Growth a year: {said or 'none'}; {counted(len(without), 'claim')} not comparable.",
    )
    sheet = Sheet(RATE_COLUMNS, [_rate_row(known[str(key)], rates.loc[key]) for key in rates.index])
    return finish(figure, caption, drawn, sheet, height=height, left=LEFT, below=40)


def _look(row: dict[str, Any]) -> Style:
    return ARTICLE if row["role"] == "cited" else OTHERS


def _row_axis(keys: Sequence[str], known: dict[str, dict[str, Any]]) -> dict[str, Any]:
    return {
        "range": [len(keys) - 0.5, -0.5],
        "tickvals": list(range(len(keys))),
        "ticktext": [wrapped(label(known[key]), WRAP, 3) for key in keys],
    }


def _add_rates(
    figure: go.Figure,
    rates: pd.DataFrame,
    known: dict[str, dict[str, Any]],
    domain: tuple[float, float],
) -> None:
    keys = [str(key) for key in rates.index]
    low, high = min(0.0, rates["rate"].min()), max(0.0, rates["rate"].max())
    ticks = [tick for tick in (FINE_TICKS if high < 0.8 else RATE_TICKS) if low - 0.2 <= tick <= max(high * 1.05, 0.25)]
    ends = [(1 + low) / 1.06 if low < 0 else 1.0, (1 + max(high, 0.25)) * 1.12]
    figure.layout.xaxis = {
        "type": "log",
        "anchor": "y",
        "range": numbers(pd.Series(ends).map(_log10)),
        "tickvals": numbers(1 + tick for tick in ticks),
        "ticktext": [percent(tick, 0) for tick in ticks],
        "title": {"text": "Growth a year"},
        "showgrid": True,
    }
    figure.layout.yaxis = {**_row_axis(keys, known), "anchor": "x", "domain": numbers(domain)}
    for place, key in enumerate(keys):
        _add_rate(figure, rates.loc[key], known[key], place)
    _add_texts(figure, rates, known, (ends[0] * ends[1]) ** 0.5)


def _add_texts(
    figure: go.Figure, rates: pd.DataFrame, known: dict[str, dict[str, Any]], middle: float
) -> None:
    """Write above each line what grows, and below it the rate and what was printed."""
    look = {"mode": "text", "hoverinfo": "skip", "showlegend": False, "cliponaxis": False}
    figure.add_scatter(
        x=[1.0] * len(rates),
        y=numbers(place - 0.06 for place in range(len(rates))),
        text=[wrapped(known[str(key)]["title"], TITLE_WRAP, 2) for key in rates.index],
        textposition="top right",
        textfont={"size": 11, "color": light("muted")},
        **look,
    )
    figure.add_scatter(
        x=numbers(1 + rates["rate"]),
        y=numbers(place + 0.08 for place in range(len(rates))),
        text=[_rate_text(known[str(key)], rate) for key, rate in rates["rate"].items()],
        textposition=["bottom left" if 1 + rate > middle else "bottom right" for rate in rates["rate"]],
        textfont={"size": 12},
        **look,
    )


def _rate_text(row: dict[str, Any], rate: float) -> str:
    if row["metric"] == "growth_rate":
        return shown(f"{percent(rate, 0)} a year, as printed")
    base = f"{amount(row['base_value'], row['unit'])} to " if row["base_value"] is not None else ""
    return shown(f"{percent(rate, 0)} a year ({base}{figure_text(row)})")


def _log10(value: float) -> float:
    return math.log10(value)


def _add_rate(figure: go.Figure, rate: "pd.Series[Any]", row: dict[str, Any], place: int) -> None:
    look = _look(row)
    ink = light(look.ink)
    shown_names = {trace.name for trace in figure.data}
    name = "Article" if row["role"] == "cited" else "Other sources"
    span = f"{percent(rate['rate_low'])} to {percent(rate['rate_high'])}"
    figure.add_scatter(
        name=name,
        x=numbers([1.0, 1 + rate["rate"]]),
        y=[place, place],
        mode="lines+markers",
        line={"color": ink, "width": look.width},
        marker={
            "symbol": look.marker,
            "size": [0, 11],
            "color": light("paper") if row["kind"] == "projection" else ink,
            "line": {"color": ink, "width": 2},
            "opacity": 1,
        },
        hoverinfo="text",
        hovertext=[
            "",
            hover(row, [f"{percent(rate['rate'])} a year ({span}): {rate['reason']}"]),
        ],
        showlegend=name not in shown_names,
        legendgroup=name,
    )


def _add_reasons(
    figure: go.Figure,
    rates: pd.DataFrame,
    known: dict[str, dict[str, Any]],
    domain: tuple[float, float],
    top: float,
) -> None:
    keys = [str(key) for key in rates.index]
    figure.layout.xaxis2 = {"anchor": "y2", "visible": False, "range": [0, 1], "fixedrange": True}
    figure.layout.yaxis2 = {
        **_row_axis(keys, known),
        "anchor": "x2",
        "domain": numbers(domain),
        "showgrid": False,
    }
    inks = [light(_look(known[key]).ink) for key in keys]
    figure.add_scatter(
        name="No yearly rate",
        x=[0.02] * len(keys),
        y=list(range(len(keys))),
        mode="markers+text",
        marker={
            "symbol": [_look(known[key]).marker for key in keys],
            "size": 10,
            "color": light("paper"),
            "line": {"color": inks, "width": 2},
        },
        text=[_reason(known[key], rates.loc[key]) for key in keys],
        textposition="middle right",
        textfont={"size": 12, "color": light("muted")},
        hoverinfo="text",
        hovertext=[hover(known[key], [f"No yearly rate: {rates.loc[key, 'reason']}"]) for key in keys],
        showlegend=False,
        xaxis="x2",
        yaxis="y2",
    )
    figure.add_annotation(
        name="panel",
        text="<b>Not comparable: no yearly rate</b>",
        x=0,
        xref="paper",
        xanchor="left",
        xshift=16 - LEFT,
        y=numbers([top])[0],
        yref="paper",
        yanchor="top",
    )


def _reason(row: dict[str, Any], rate: "pd.Series[Any]") -> str:
    return wrapped(f"{figure_text(row)}: {rate['reason']}", REASON_WRAP, 3)


def _rate_row(row: dict[str, Any], rate: "pd.Series[Any]") -> list[str]:
    yearly = percent(rate["rate"]) if rate["comparable"] else "not comparable"
    years = window(row) or "–"
    return [who(row), row["title"], years, row["as_printed"], yearly, rate["reason"], evidence(row)]


def shares(
    claims: pd.DataFrame,
    *,
    topics: Sequence[str] = ("adoption", "productivity", RATES_TOPIC),
) -> go.Figure:
    """Draw shares, falls and rises of adoption and productivity, each with its hedge.

    An arrow is an open end (more than, up to), a bracket the width of `about`. What a measure's
    fall leaves (`remaining`) is a panel of its own beside the fall.

    Args:
        claims: the validated table.
        topics: only their rows are drawn; of jobs the shares alone.
    """
    title = "Adoption and productivity, with the words that hedge them"
    metric, topic = claims["metric"], claims["topic"]
    chosen = topic.isin(list(topics)) & metric.isin(SHARE_METRICS)
    chosen &= ~(topic.eq(RATES_TOPIC) & metric.eq("change"))
    rows = claims[chosen & (claims["value"].notna() | claims["value_low"].notna())]
    rows = rows.sort_values("topic", key=lambda column: column.map(list(topics).index), kind="stable")
    if rows.empty:
        text = "No claim of these topics prints a share or a change."
        return sentence("jobs-shares", title, text, PANEL_COLUMNS)
    panels = by_measure(rows, _unit_words, share_axis=("share", "remaining"))
    figure, height = draw(panels)
    drawn = rows.loc[[key for panel in panels for key in panel.rows.index]]
    known = records(drawn)
    said = "; ".join(f"{row['title']}: {figure_text(row)}" for row in known.values())
    caption = Caption(
        "jobs-shares",
        title,
        "One panel a measure. An arrow marks an open end (more than, up to), a bracket how wide "
        "“about” is.",
        f"{said}.",
    )
    sheet = Sheet(PANEL_COLUMNS, [panel_row(row) for row in known.values()])
    return finish(figure, caption, drawn, sheet, height=height, left=LEFT, below=40)


def _unit_words(part: pd.DataFrame) -> str:
    metric, unit = part["metric"].iloc[0], part["unit"].iloc[0]
    if metric == "remaining":
        return "percent of the former level that remain"
    if metric == "change":
        return "change in percent" if unit == "percent" else "change in percentage points"
    samples = part["sample"].fillna("whom is not said").unique()
    return f"percent of {' or '.join(samples)}"
