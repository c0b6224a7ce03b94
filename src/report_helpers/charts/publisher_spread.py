"""The chart of the spread between publishers on one measure, year by year."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from report_helpers.analysis.comparison import main_measure, spread, values_by_year, widest
from report_helpers.analysis.parameter_checks import known_measure, year_of
from report_helpers.audit.findings import Finding
from report_helpers.charts.toolkit.axes import Scale, narrow_years, year_axis
from report_helpers.charts.toolkit.choices import (
    alternatives,
    other_quantities,
    quantity_words,
    scaled,
)
from report_helpers.charts.toolkit.finish import (
    Caption,
    Extras,
    Frame,
    Sheet,
    finish,
    narrow_frame,
    numbers,
    sentence,
)
from report_helpers.charts.toolkit.line_chart import BELOW, mark_key
from report_helpers.charts.toolkit.lines import (
    PHONE_HEIGHT,
    Series,
    dated_levels,
    joined,
    left_out,
    stops_of,
    traces,
)
from report_helpers.charts.toolkit.meta import Alternative, KeyEntry
from report_helpers.charts.toolkit.notebook_chart import Chart
from report_helpers.charts.toolkit.plotly_text import TIMES, Row, hover, records, shown
from report_helpers.charts.toolkit.publisher_styles import Styles, publisher_styles
from report_helpers.charts.toolkit.theme import ARTICLE
from report_helpers.claims.units import Unit, common_unit
from report_helpers.claims.wording import amount, capitalized, count_phrase, fixed, unit_name
from report_helpers.colors import light

__all__ = ["spread_by_year"]

NAME = "market-spread"
SPREAD_COLUMNS = ("Year", "Publishers", "Lowest", "Median", "Highest", "Highest over lowest")
HEIGHT, RIGHT = 320, 32
TWO = 2
READING = (
    "Each publisher counts once, with its latest edition; paths count at constant growth between "
    "their ends. The article is left out, since it repeats one of them. The title is of years of "
    "three publishers or more, if there are any."
)
ENDS = (("high", "triangle-down"), ("low", "triangle-up"))
APART = 0.14
"""The least distance between two labels, as a share of the years: they must not meet."""


def spread_by_year(
    claims: pd.DataFrame,
    *,
    measure: str = "",
    horizon_year: int = 2035,
    findings: Sequence[Finding] = (),
) -> go.Figure:
    """Draw the spread between publishers on one measure, year by year.

    Args:
        claims: the validated table.
        measure: only the `level` rows of its main quantity are compared; a path also gives values
            for the years between its ends. Empty: the measure of most paths. On the page a reader
            can choose the other quantities that two publishers print.
        horizon_year: last year that is drawn.
        findings: the audit's findings; the chart lists those about the claims it draws.

    Returns:
        A plotly figure; if there is nothing to draw, one that says so in a sentence.

    Raises:
        UsageError: the claims have no such measure, or the year is out of range.

    Example:
        >>> figure = mr.charts.spread_by_year(claims, horizon_year=2030)
    """
    year_of(horizon_year)
    measure = known_measure(claims, measure) or main_measure(claims)
    rows, _ = dated_levels(claims, measure)

    def draw(part: pd.DataFrame, more: Sequence[Alternative] = ()) -> go.Figure:
        return _spread_of(claims, part, horizon_year, findings, more)

    return draw(rows, alternatives(other_quantities(claims, rows), draw))


def _spread_of(
    claims: pd.DataFrame,
    rows: pd.DataFrame,
    horizon_year: int,
    findings: Sequence[Finding],
    more: Sequence[Alternative],
) -> go.Figure:
    apart = spread(rows)
    apart = apart[apart["year"].le(horizon_year)]
    if apart.empty:
        text = f"No two publishers speak of the same year up to {horizon_year}."
        return sentence(NAME, "No spread to draw", text, SPREAD_COLUMNS)
    unit = common_unit(rows["unit"])
    compared = values_by_year(rows)
    compared = compared[compared["year"].isin(apart["year"])]
    cited = stops_of(rows[rows["role"].eq("cited")], horizon_year)
    drawn = rows.loc[[*compared["claim_id"].drop_duplicates(), *cited]]
    figure = _traces(apart, records(drawn), unit, publisher_styles(claims))
    article = Series("Article", ARTICLE._replace(dash="dot", width=1.5), joined(cited.values()))
    figure.add_traces(traces(article, records(drawn), unit) if cited else [])
    stops = [stop for part in cited.values() for stop in part]
    all_years = [*apart["year"].astype(int).tolist(), *(stop.year for stop in stops)]
    years = year_axis(all_years)
    values = [*apart["low"], *apart["high"], *(stop.value for stop in stops)]
    sizes = scaled(
        [value / unit.factor for value in values], unit, lambda scale: _labels(apart, unit, scale)
    )
    figure.update_layout(xaxis=years.layout, yaxis=sizes.axis.layout, annotations=sizes.notes)
    what = quantity_words(claims, rows)
    caption = _caption(what, apart, unit, findings)
    extras = Extras(
        notes=[READING, *left_out(claims, rows)],
        key=_key(bool(cited)),
        narrow=narrow_frame(
            PHONE_HEIGHT, left=sizes.left, below=BELOW, xaxis=narrow_years(all_years)
        ),
        choices=[sizes.choice],
        label=what,
        alternatives=more,
    )
    sheet = Sheet(SPREAD_COLUMNS, [_spread_row(row, unit) for row in _rows(apart)])
    frame = Frame(HEIGHT, sizes.left, RIGHT, BELOW)
    return finish(figure, caption, drawn, sheet, frame, extras)


def _caption(what: str, apart: pd.DataFrame, unit: Unit, findings: Sequence[Finding]) -> Caption:
    title, subtitle = _title(apart), f"{capitalized(what)}, {unit_name(unit.code)}"
    return Caption(NAME, title, subtitle, _alt(title, apart, unit), findings)


def _title(apart: pd.DataFrame) -> str:
    most = widest(apart)
    if most["low"] == most["high"]:
        return f"Publishers agree on {most['year']}"
    if len(apart) == 1:
        who = "two publishers" if most["producers"] == TWO else "publishers"
        return f"On {most['year']} {who} differ by a factor of {fixed(most['factor'])}"
    who = "Two publishers" if most["producers"] == TWO else "Publishers"
    return f"{who} differ most on {most['year']}: by a factor of {fixed(most['factor'])}"


def _alt(title: str, apart: pd.DataFrame, unit: Unit) -> str:
    most = widest(apart)
    low, high = (amount(most[end], unit.code) for end in ("low", "high"))
    years = count_phrase(len(apart), "year")
    return f"{title}, {low} and {high}. Lowest, median and highest of {years}."


def _key(article: bool) -> list[KeyEntry]:  # noqa: FBT001 (private)
    return [
        mark_key("highest", symbol="triangle-down"),
        mark_key("median", "text", "line-ew"),
        mark_key("lowest", symbol="triangle-up"),
        *([mark_key("the article", ARTICLE.ink, ARTICLE.marker)] if article else []),
    ]


def _rows(apart: pd.DataFrame) -> list["pd.Series[Any]"]:
    return [row for _, row in apart.iterrows()]


def _traces(apart: pd.DataFrame, known: dict[str, Row], unit: Unit, styles: Styles) -> go.Figure:
    bars: list[tuple[int | None, float | None]] = []
    for row in _rows(apart):
        ends = [(int(row["year"]), row[end] / unit.factor) for end in ("low", "high")]
        bars += [*ends, (None, None)]
    figure = Chart()
    figure.add_scatter(
        name="Lowest to highest",
        x=[year for year, _ in bars],
        y=numbers(value for _, value in bars),
        mode="lines",
        line={"color": light("grid"), "width": 9},
        hoverinfo="skip",
    )
    for name, symbol in ENDS:
        _add_ends(figure, apart, name, symbol, known, unit, styles)
    _add_median(figure, apart, unit)
    return figure


def _add_ends(  # noqa: PLR0913, PLR0917 (all parts of one trace)
    figure: go.Figure,
    apart: pd.DataFrame,
    name: str,
    symbol: str,
    known: dict[str, Row],
    unit: Unit,
    styles: Styles,
) -> None:
    ids = apart[f"{name}_claim"].tolist()
    figure.add_scatter(
        name="Highest" if name == "high" else "Lowest",
        x=[int(year) for year in apart["year"]],
        y=numbers(apart[name] / unit.factor),
        mode="markers",
        marker={
            "symbol": symbol,
            "size": 9,
            "color": [light(styles.of(known[key]).ink) for key in ids],
        },
        hoverinfo="text",
        hovertext=[
            hover(known[key], [f"{year}: {amount(value, unit.code)}"])
            for key, year, value in zip(ids, apart["year"], apart[name], strict=True)
        ],
        customdata=ids,
    )


def _add_median(figure: go.Figure, apart: pd.DataFrame, unit: Unit) -> None:
    figure.add_scatter(
        name="Median",
        x=[int(year) for year in apart["year"]],
        y=numbers(apart["median"] / unit.factor),
        mode="markers",
        marker={
            "symbol": "line-ew",
            "size": 12,
            "line": {"color": light("text"), "width": 2.5},
            "color": light("text"),
        },
        hoverinfo="text",
        hovertext=[
            shown(
                f"{row['year']}, median of {count_phrase(row['producers'], 'publisher')}: "
                f"{amount(row['median'], unit.code)}"
            )
            for row in _rows(apart)
        ],
    )


def _labels(
    apart: pd.DataFrame, unit: Unit, scale: Scale
) -> tuple[list[dict[str, Any]], list[int]]:
    """Return the largest factor, that of the first and of the last year, as far as they fit."""
    rows = _rows(apart)
    span = max(1, apart["year"].max() - apart["year"].min())
    written: list[pd.Series[Any]] = []
    for row in (rows[int(apart["factor"].argmax())], rows[-1], rows[0]):
        if all(abs(row["year"] - other["year"]) >= APART * span for other in written):
            written.append(row)
    notes = [
        {
            "name": f"label-{row['year']}",
            "text": f"{fixed(row['factor'])}{TIMES}",
            "font": {"color": light("text")},
            "x": int(row["year"]),
            "y": numbers([scale.place(row["high"] / unit.factor)])[0],
            "yanchor": "bottom",
            "yshift": 6,
            "showarrow": False,
        }
        for row in written
    ]
    return notes, []


def _spread_row(row: "pd.Series[Any]", unit: Unit) -> list[str]:
    said = [amount(row[name], unit.code) for name in ("low", "median", "high")]
    return [str(row["year"]), str(row["producers"]), *said, f"{fixed(row['factor'])} times"]
