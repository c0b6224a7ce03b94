"""The chart of stated against implied growth: does a claim's growth follow from its own values?"""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from report_helpers.analysis.growth import growth_rates
from report_helpers.audit.findings import Finding
from report_helpers.charts.toolkit.finish import Caption, Frame, Sheet, finish, numbers, sentence
from report_helpers.charts.toolkit.plotly_text import (
    MISSING,
    RANGE,
    Row,
    evidence,
    hover,
    label,
    records,
    shown,
    told_apart,
    who,
    window,
    wrapped,
)  # fmt: skip
from report_helpers.charts.toolkit.plotly_text import rate as rate_text
from report_helpers.charts.toolkit.theme import ARTICLE
from report_helpers.claims.wording import fixed
from report_helpers.colors import light

__all__ = ["growth_gap"]

COLUMNS = ("Who", "Years", "Stated a year", "Implied a year", "Implied, from", "to", "Verdict",
           "Evidence")  # fmt: skip
ROW_HEIGHT, LEFT, RIGHT = 36, 156, 190
WRAP = 22

AGREES, DIFFERS, OPEN = "agrees", "does not agree", "not comparable"
STATES = {
    AGREES: ("green", "circle"),
    DIFFERS: ("pink", "square"),
    OPEN: ("grey", "circle"),
}
"""Ink and marker of a stated growth by the result of its comparison."""


def growth_gap(
    claims: pd.DataFrame, *, measure: str = "ml_market_revenue", findings: Sequence[Finding] = ()
) -> go.Figure:
    """Draw the growth that each claim states against the growth that its two end points imply.

    The bar is the interval that the printed digits of the end points allow. A hollow marker means
    not comparable: the claim states its growth for other years, or lacks an end or the growth.

    Args:
        claims: the validated table.
        measure: only its `level` rows are drawn, each on its own line; if they cover several
            quantities, their labels name the quantity.
        findings: the audit's findings; the chart lists those about the claims it draws.
    """
    title = "Stated growth against the growth that the figures imply"
    rates = growth_rates(claims[claims["measure"].eq(measure)])
    if rates.empty:
        text = "No claim of this measure states its growth or prints two ends."
        return sentence("market-growth-gap", title, text, COLUMNS)
    rates = _ordered(rates.assign(state=_states(rates), cited=claims["role"].eq("cited")))
    drawn = claims.loc[rates.index]
    known = records(told_apart(drawn))
    figure = go.Figure()
    _add_implied(figure, rates, known)
    _add_stated(figure, rates, known)
    _add_labels(figure, rates, known)
    low, high = _reach(rates)
    figure.update_layout(
        xaxis={
            "title": {"text": "Growth, percent a year"},
            "range": numbers([low, high]),
            "showgrid": True,
        },
        yaxis={
            "tickvals": list(range(len(rates))),
            "ticktext": [wrapped(label(known[key]), WRAP, 3) for key in rates.index],
            "range": [len(rates) - 0.4, -0.6],
        },
    )
    tally = _tally(rates)
    subtitle = (
        f"{tally} The bar is what the printed digits of the two ends allow; hollow where growth "
        "and ends cannot be compared."
    )
    caption = Caption("market-growth-gap", title, subtitle, tally, findings)
    sheet = Sheet(COLUMNS, [_row(known[key], rates.loc[key]) for key in rates.index])
    height = ROW_HEIGHT * len(rates) + 10
    return finish(figure, caption, drawn, sheet, Frame(height, LEFT, RIGHT))


def _states(rates: pd.DataFrame) -> "pd.Series[str]":
    agrees = rates["agrees"]
    return agrees.map({True: AGREES, False: DIFFERS}).astype(object).fillna(OPEN)


def _ordered(rates: pd.DataFrame) -> pd.DataFrame:
    rank = rates["state"].map({DIFFERS: 0, AGREES: 1, OPEN: 2})
    growth = -rates["stated"].fillna(rates["implied"])
    keys = rates.assign(front=~rates["cited"], rank=rank, growth=growth)
    return rates.loc[keys.sort_values(["front", "rank", "growth"], kind="stable").index]


def _reach(rates: pd.DataFrame) -> tuple[float, float]:
    parts = rates[["stated", "implied", "implied_low", "implied_high"]]
    finite = parts.where(parts.abs() < float("inf"))
    low, high = 100 * finite.min().min(), 100 * finite.max().max()
    room = 0.07 * max(high - low, 1)
    return low - room, high + room


def _add_implied(figure: go.Figure, rates: pd.DataFrame, known: dict[str, Row]) -> None:
    there = rates[rates["implied_low"].notna() & rates["implied_high"].notna()]
    places = {key: place for place, key in enumerate(rates.index)}
    low, high = _reach(rates)
    bars: list[tuple[float | None, int | None]] = []
    for key, rate in there.iterrows():
        ends = (max(100 * rate["implied_low"], low), min(100 * rate["implied_high"], high))
        bars += [(ends[0], places[str(key)]), (ends[1], places[str(key)]), (None, None)]
    figure.add_scatter(
        name="Implied: what the digits allow",
        x=numbers(x for x, _ in bars),
        y=[y for _, y in bars],
        mode="lines",
        line={"color": light("blue"), "width": 10},
        opacity=0.4,
        hoverinfo="skip",
    )
    _add_connectors(figure, rates)
    figure.add_scatter(
        name="Implied by the two ends",
        x=numbers(100 * there["implied"]),
        y=[places[key] for key in there.index],
        mode="markers",
        marker={
            "symbol": "line-ns",
            "size": 16,
            "color": light("blue"),
            "line": {"color": light("blue"), "width": 2.5},
        },
        hoverinfo="text",
        hovertext=[hover(known[key], _extra(rates.loc[key])) for key in there.index],
    )


def _add_connectors(figure: go.Figure, rates: pd.DataFrame) -> None:
    xs: list[float | None] = []
    ys: list[int | None] = []
    for place, rate in enumerate(rates.to_dict("records")):
        if rate["state"] == DIFFERS:
            xs += [*numbers([100 * rate["implied"], 100 * rate["stated"]]), None]
            ys += [place, place, None]
    figure.add_scatter(
        x=xs, y=ys, mode="lines", line={"color": light("pink"), "width": 2, "dash": "dot"},
        hoverinfo="skip",
    )  # fmt: skip


def _add_stated(figure: go.Figure, rates: pd.DataFrame, known: dict[str, Row]) -> None:
    for (state, cited), part in rates.dropna(subset=["stated"]).groupby(["state", "cited"]):
        ink, symbol = (ARTICLE.ink, ARTICLE.marker) if cited else STATES[str(state)]
        hollow = state == OPEN
        figure.add_scatter(
            name=f"{'Article' if cited else 'Stated'}: {state}",
            x=numbers(100 * part["stated"]),
            y=[rates.index.get_loc(key) for key in part.index],
            mode="markers",
            marker={
                "symbol": symbol,
                "size": 11,
                "color": light("paper") if hollow else light(ink),
                "line": {"color": light(ink), "width": 2},
            },
            hoverinfo="text",
            hovertext=[hover(known[key], _extra(rates.loc[key])) for key in part.index],
        )


def _extra(rate: "pd.Series[Any]") -> list[str]:
    low, high = rate_text(rate["implied_low"], 2), rate_text(rate["implied_high"], 2)
    implied = f"implied {rate_text(rate['implied'])} ({low} to {high})"
    return [f"Stated {rate_text(rate['stated'])}, {implied}"]


def _verdict(row: Row, rate: "pd.Series[Any]") -> str:
    if rate["state"] == AGREES:
        return "agrees"
    if rate["state"] == DIFFERS:
        points = 100 * (rate["stated"] - rate["implied"])
        return f"stated {fixed(abs(points))} points {'higher' if points > 0 else 'lower'}"
    if pd.isna(rate["stated"]):
        return "no growth stated"
    if pd.isna(rate["implied"]):
        return "a printed end is missing"
    first, last = row["growth_from"] or row["base_year"], row["growth_to"] or row["year"]
    return f"stated for {first}{RANGE}{last}"


def _add_labels(figure: go.Figure, rates: pd.DataFrame, known: dict[str, Row]) -> None:
    for place, (key, rate) in enumerate(rates.iterrows()):
        ink = "muted" if rate["state"] == OPEN else STATES[rate["state"]][0]
        figure.add_annotation(
            name=f"label-{place}",
            text=shown(_verdict(known[str(key)], rate)),
            font={"color": light(ink)},
            x=1,
            xref="paper",
            xanchor="left",
            xshift=10,
            y=place,
            align="left",
        )


def _tally(rates: pd.DataFrame) -> str:
    count = rates["state"].value_counts()
    article = rates[rates["cited"] & rates["state"].eq(DIFFERS)]
    said = "".join(
        f" The article states {rate_text(rate['stated'])}, "
        f"its ends imply {rate_text(rate['implied'])}."
        for _, rate in article.iterrows()
    )
    return (
        f"Claims whose growth agrees with their own figures: {count.get(AGREES, 0)}; does not: "
        f"{count.get(DIFFERS, 0)}; cannot be compared: {count.get(OPEN, 0)}.{said}"
    )


def _row(row: Row, rate: "pd.Series[Any]") -> list[str]:
    rates = [rate_text(rate[name]) for name in ("stated", "implied")]
    ends = [rate_text(rate[name], 2) for name in ("implied_low", "implied_high")]
    name = f"{who(row)} ({row['apart']})" if row["apart"] else who(row)
    return [name, window(row) or MISSING, *rates, *ends, _verdict(row, rate), evidence(row)]
