"""Charts of the economic value of AI: one panel per measure, and a series printed year by year."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from report_helpers.analysis.comparability import folded, quantity
from report_helpers.analysis.growth_paths import paths, yearly_steps
from report_helpers.audit.findings import Finding
from report_helpers.charts.toolkit.axes import linear_axis, year_axis
from report_helpers.charts.toolkit.finish import Caption, Frame, Sheet, finish, numbers, sentence
from report_helpers.charts.toolkit.panels import LEFT, by_measure, draw
from report_helpers.charts.toolkit.plotly_text import (
    MISSING,
    Row,
    evidence,
    figure_text,
    hover,
    quantity_title,
    records,
    some,
    told_apart,
    who,
    window,
)  # fmt: skip
from report_helpers.claims.units import unit as unit_of
from report_helpers.claims.wording import amount, axis_title, percent, unit_name
from report_helpers.colors import light

__all__ = ["PANEL_COLUMNS", "economic_value", "panel_row", "yearly_series"]

PANEL_COLUMNS = ("Quantity", "Who", "Years", "Figure", "As printed", "Evidence")
SERIES_COLUMNS = ("Year", "Value", "Growth on the year before", "Constant growth would give")
SERIES_YEARS = 3
"""From this many years on, the figures of one edition are a series, not single claims."""


def panel_row(row: Row) -> list[str]:
    """Return a claim as a row of the data table of a figure with panels."""
    return [
        quantity_title(row), who(row), window(row) or MISSING, figure_text(row), row["as_printed"],
        evidence(row),
    ]  # fmt: skip


def economic_value(
    claims: pd.DataFrame, *, topic: str = "ai_value", findings: Sequence[Finding] = ()
) -> go.Figure:
    """Draw the published economic values of AI as points and ranges, one panel per measure.

    A series that one edition prints year by year is left out; `yearly_series` draws it.

    Args:
        claims: the validated table.
        topic: only its rows with a value or a range are drawn.
        findings: the audit's findings; the chart lists those about the claims it draws.
    """
    title = "What AI is said to be worth, one panel a measure"
    rows = claims[claims["topic"].eq(topic)]
    rows = rows[rows["value"].notna() | rows["value_low"].notna()]
    rows = rows[~_in_series(rows)]
    if rows.empty:
        text = "No claim of this topic prints a value or a range."
        return sentence("economic-value", title, text, PANEL_COLUMNS)
    panels = by_measure(rows, _unit_words)
    figure, height = draw(panels)
    drawn = rows.loc[[key for panel in panels for key in panel.rows.index]]
    known = records(told_apart(drawn))
    said = some([f"{who(row)} {figure_text(row)}" for row in known.values()])
    caption = Caption(
        "economic-value",
        title,
        f"Claims: {len(rows)}; panels: {len(panels)}. Panels cannot be compared with each "
        "other, so each has its own axis. Hollow: projected.",
        f"Claims by measure: {said}.",
        findings,
    )
    sheet = Sheet(PANEL_COLUMNS, [panel_row(row) for row in known.values()])
    return finish(figure, caption, drawn, sheet, Frame(height, LEFT, below=40))


def _unit_words(part: pd.DataFrame) -> str:
    yearly = " a year" if part["metric"].iloc[0] == "growth_rate" else ""
    return unit_name(str(part["unit"].iloc[0])) + yearly


def _edition(rows: pd.DataFrame) -> "pd.Series[str]":
    """Return a key for each row that identifies its edition, quantity and unit."""
    names = ("unit", "producer", "edition")
    parts = [folded(rows[name]) for name in names]
    return parts[0] + "|" + parts[1] + "|" + parts[2] + "|" + quantity(rows).astype(str)


def _years(rows: pd.DataFrame) -> "pd.Series[int]":
    return rows["year"].groupby(_edition(rows)).transform("nunique")


def _in_series(rows: pd.DataFrame) -> "pd.Series[bool]":
    return _years(rows).ge(SERIES_YEARS) & rows["role"].ne("cited")


def yearly_series(
    claims: pd.DataFrame, *, topic: str = "ai_value", findings: Sequence[Finding] = ()
) -> go.Figure:
    """Draw the longest series that one edition prints year by year, and the path between its ends.

    The comparison shows growth that slows or quickens, which a path of constant growth hides.

    Args:
        claims: the validated table.
        topic: only its `level` rows are considered.
        findings: the audit's findings; the chart lists those about the claims it draws.
    """
    title = "Year by year, against constant growth between the ends"
    rows = claims[claims["topic"].eq(topic) & claims["metric"].eq("level")]
    rows = rows[rows["year"].notna() & rows["value"].notna()]
    levels, rows = rows, rows[_in_series(rows)]
    rows = rows[_edition(rows).eq(_edition(rows)[_years(rows).eq(_years(rows).max())].min())]
    if rows.empty:
        text = "No edition of this topic prints a series year by year."
        return sentence("yearly-series", title, text, SERIES_COLUMNS)
    series = yearly_steps(rows)
    unit, producer = str(rows["unit"].iloc[0]), who(next(iter(records(rows).values())))
    series["constant"] = series["year"].map(_constant(rows))
    figure = go.Figure()
    _add_constant(figure, series)
    _add_printed(figure, records(rows), series)
    figure.update_layout(
        xaxis=year_axis(series["year"].tolist()).layout,
        yaxis=linear_axis(series["value"].tolist(), axis_title(unit), 0.12).layout,
    )
    steps = series.dropna(subset=["growth"])
    first, last = steps.iloc[0], steps.iloc[-1]
    said = (
        f"Between the yearly figures of {producer}, growth goes from {percent(first['growth'])} in "
        f"{first['year']} to {percent(last['growth'])} in {last['year']}."
    )
    caption = Caption(
        "yearly-series",
        f"{_title(levels, rows)}: year by year, against constant growth",
        f"{said} Labels: growth on the year before. Dashed: constant growth between the two ends.",
        said,
        findings,
    )
    sheet = Sheet(SERIES_COLUMNS, [_series_row(row, unit) for _, row in series.iterrows()])
    return finish(figure, caption, rows, sheet, Frame(340))


def _title(levels: pd.DataFrame, rows: pd.DataFrame) -> str:
    """Return the title of a series, with how its quantity differs from the others."""
    return quantity_title(told_apart(levels).loc[rows.index[0]].to_dict())


def _constant(rows: pd.DataFrame) -> "pd.Series[float]":
    """Return, by year and in its unit, the longest path between two printed ends of the series."""
    along = paths(rows)
    length = along.groupby("claim_id")["year"].transform("size")
    longest = along[length.eq(length.max())].drop_duplicates("year")
    return longest.set_index("year")["value"] / unit_of(str(rows["unit"].iloc[0])).factor


def _add_constant(figure: go.Figure, series: pd.DataFrame) -> None:
    there = series.dropna(subset=["constant"])
    if there.empty:
        return
    figure.add_scatter(
        name="Constant growth between the ends",
        x=there["year"].tolist(),
        y=numbers(there["constant"]),
        mode="lines",
        line={"color": light("muted"), "width": 2, "dash": "dash"},
        hoverinfo="skip",
    )


def _add_printed(figure: go.Figure, known: dict[str, Row], series: pd.DataFrame) -> None:
    projected = [known[key]["kind"] == "projection" for key in series["claim_id"]]
    growth = ["" if pd.isna(rate) else _signed(rate) for rate in series["growth"]]
    figure.add_scatter(
        name="As printed",
        x=series["year"].tolist(),
        y=numbers(series["value"]),
        mode="lines+markers+text",
        line={"color": light("blue"), "width": 2.5},
        marker={
            "symbol": "circle",
            "size": 10,
            "color": [light("paper") if ahead else light("blue") for ahead in projected],
            "line": {"color": light("blue"), "width": 2},
            "opacity": 1,
        },
        text=growth,
        textposition="top left",
        textfont={"color": light("blue"), "size": 12},
        cliponaxis=False,
        hoverinfo="text",
        hovertext=[
            hover(
                known[key],
                [f"{year}: {figure_text(known[key])}", f"On the year before: {rate or MISSING}"],
            )
            for key, year, rate in zip(series["claim_id"], series["year"], growth, strict=True)
        ],
    )


def _signed(rate: float) -> str:
    return f"{'+' if rate > 0 else ''}{percent(rate, 0)}"


def _series_row(row: "pd.Series[Any]", unit: str) -> list[str]:
    factor = unit_of(unit).factor
    constant = MISSING if pd.isna(row["constant"]) else amount(row["constant"] * factor, unit)
    growth = MISSING if pd.isna(row["growth"]) else percent(row["growth"])
    return [str(row["year"]), amount(row["value"] * factor, unit), growth, constant]
