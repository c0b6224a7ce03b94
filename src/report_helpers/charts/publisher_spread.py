"""The chart of the spread between publishers on one measure, year by year."""

import math
from collections.abc import Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from report_helpers.analysis.comparison import spread, values_by_year, widest
from report_helpers.audit.findings import Finding
from report_helpers.charts.toolkit.axes import log_axis, year_axis
from report_helpers.charts.toolkit.finish import Caption, Frame, Sheet, finish, numbers, sentence
from report_helpers.charts.toolkit.lines import (
    Series,
    dated_levels,
    joined,
    left_out,
    log_title,
    stops_of,
    trace,
)  # fmt: skip
from report_helpers.charts.toolkit.plotly_text import TIMES, Row, hover, records, shown
from report_helpers.charts.toolkit.theme import ARTICLE
from report_helpers.claims.units import Unit
from report_helpers.claims.wording import amount, count_phrase, fixed
from report_helpers.colors import light

__all__ = ["spread_by_year"]

SPREAD_COLUMNS = ("Year", "Publishers", "Lowest", "Median", "Highest", "Highest over lowest")


def spread_by_year(
    claims: pd.DataFrame,
    *,
    measure: str = "ml_market_revenue",
    horizon_year: int = 2035,
    findings: Sequence[Finding] = (),
) -> go.Figure:
    """Draw the spread between publishers on one measure, year by year.

    Args:
        claims: the validated table.
        measure: only the `level` rows of its main quantity are compared; a path also gives values
            for the years between its ends.
        horizon_year: last year that is drawn.
        findings: the audit's findings; the chart lists those about the claims it draws.
    """
    title = "How far publishers are apart on the same year"
    rows, shown_in = dated_levels(claims, measure)
    apart = spread(rows)
    apart = apart[apart["year"].le(horizon_year)]
    if apart.empty:
        text = f"No two publishers speak of the same year up to {horizon_year}."
        return sentence("market-spread", title, text, SPREAD_COLUMNS)
    compared = values_by_year(rows)
    compared = compared[compared["year"].isin(apart["year"])]
    cited = stops_of(rows[rows["role"].eq("cited")], horizon_year)
    drawn = rows.loc[[*compared["claim_id"].drop_duplicates(), *cited]]
    figure = _spread_traces(apart, records(drawn), shown_in)
    article = Series("Article", ARTICLE._replace(dash="dot", width=1.5), joined(cited.values()))
    if cited:
        figure.add_trace(trace(article, records(drawn), shown_in))
    stops = [stop for part in cited.values() for stop in part]
    years = year_axis([*apart["year"], *(stop.year for stop in stops)])
    values = [*apart["low"], *apart["high"], *(stop.value for stop in stops)]
    sizes = log_axis([value / shown_in.factor for value in values], log_title(shown_in), room=0.1)
    figure.update_layout(xaxis=years.layout, yaxis=sizes.layout)
    _spread_labels(figure, apart, shown_in)
    most = widest(apart)
    low, high = (amount(most[end], shown_in.code) for end in ("low", "high"))
    said = (
        f"In {most['year']} the highest figure is {fixed(most['factor'])} times the lowest "
        f"({low} and {high})."
    )
    caption = Caption(
        "market-spread",
        title,
        "Lowest to highest, with the median; above, the highest as a multiple of the lowest; "
        "below, how many publishers. Paths count at constant growth between their ends."
        + left_out(claims, measure),
        f"The widest gap: {said}",
        findings,
    )
    sheet = Sheet(SPREAD_COLUMNS, [_spread_row(row, shown_in) for row in _rows(apart)])
    return finish(figure, caption, drawn, sheet, Frame(380))


def _rows(apart: pd.DataFrame) -> list["pd.Series[Any]"]:
    return [row for _, row in apart.iterrows()]


def _spread_traces(apart: pd.DataFrame, known: dict[str, Row], shown_in: Unit) -> go.Figure:
    code, factor = shown_in.code, shown_in.factor
    years = [int(year) for year in apart["year"]]
    bars: list[tuple[int | None, float | None]] = []
    for row in _rows(apart):
        ends = [(row["year"], row[end] / factor) for end in ("low", "high")]
        bars += [*ends, (None, None)]
    figure = go.Figure()
    figure.add_scatter(
        name="Lowest to highest",
        x=[None if year is None else int(year) for year, _ in bars],
        y=numbers(value for _, value in bars),
        mode="lines",
        line={"color": light("blue"), "width": 9},
        opacity=0.35,
        hoverinfo="skip",
    )
    for name, symbol in (("high", "triangle-down"), ("low", "triangle-up")):
        figure.add_scatter(
            name="Highest" if name == "high" else "Lowest",
            x=years,
            y=numbers(apart[name] / factor),
            mode="markers",
            marker={"symbol": symbol, "size": 9, "color": light("blue")},
            hoverinfo="text",
            hovertext=[
                hover(known[claim_id], [f"{year}: {amount(value, code)}"])
                for claim_id, year, value in zip(
                    apart[f"{name}_claim"], years, apart[name], strict=True
                )
            ],
        )
    figure.add_scatter(
        name="Median",
        x=years,
        y=numbers(apart["median"] / factor),
        mode="markers",
        marker={
            "symbol": "line-ew",
            "size": 12,
            "line": {"color": light("text"), "width": 2.5},
            "color": light("text"),
        },
        hoverinfo="text",
        hovertext=[
            shown(f"{year}, median of {count_phrase(count, 'publisher')}: {amount(value, code)}")
            for year, count, value in zip(years, apart["producers"], apart["median"], strict=True)
        ],
    )
    return figure


def _spread_labels(figure: go.Figure, apart: pd.DataFrame, shown_in: Unit) -> None:
    for row in _rows(apart):
        ends = (
            ("high", f"{fixed(row['factor'])}{TIMES}", 10, "text"),
            ("low", f"{row['producers']}", -10, "muted"),
        )
        for name, text, shift, ink in ends:
            figure.add_annotation(
                name=f"label-{row['year']}-{name}",
                text=text,
                font={"color": light(ink), "size": 11},
                x=int(row["year"]),
                y=numbers([math.log10(row[name] / shown_in.factor)])[0],
                yanchor="bottom" if shift > 0 else "top",
                yshift=shift / 2,
            )


def _spread_row(row: "pd.Series[Any]", shown_in: Unit) -> list[str]:
    said = [amount(row[name], shown_in.code) for name in ("low", "median", "high")]
    return [str(row["year"]), str(row["producers"]), *said, f"{fixed(row['factor'])} times"]
