"""The chart of a series that one edition prints year by year, against constant growth."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from report_helpers.analysis.chapters import values_topic
from report_helpers.analysis.comparability import folded, quantity
from report_helpers.analysis.growth_paths import paths, yearly_steps
from report_helpers.analysis.parameter_checks import known_topic
from report_helpers.audit.findings import Finding
from report_helpers.charts.toolkit.axes import linear_axis, narrow_years, year_axis
from report_helpers.charts.toolkit.choices import quantity_words
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
from report_helpers.charts.toolkit.lines import PHONE_HEIGHT
from report_helpers.charts.toolkit.notebook_chart import Chart
from report_helpers.charts.toolkit.plotly_text import MISSING, Row, figure_text, hover, records, who
from report_helpers.charts.toolkit.publisher_styles import publisher_styles
from report_helpers.claims.units import unit as unit_of
from report_helpers.claims.wording import amount, capitalized, percent, unit_name
from report_helpers.colors import light

__all__ = ["in_series", "yearly_series"]

NAME = "yearly-series"
SERIES_COLUMNS = ("Year", "Value", "Growth on the year before", "Constant growth would give")
SERIES_YEARS = 3
"""From this many years on, the figures of one edition are a series, not single claims."""

HEIGHT, RIGHT, LABELS = 300, 40, 7
"""Pixels: height of the plot and its right margin; and how many growths are written into it."""

READING = "Labels: growth on the year before. Dashed: constant growth between the two ends."


def _edition(rows: pd.DataFrame) -> "pd.Series[str]":
    """Return a key for each row that identifies its edition, quantity and unit."""
    parts = [folded(rows[name]) for name in ("unit", "producer", "edition")]
    return parts[0] + "|" + parts[1] + "|" + parts[2] + "|" + quantity(rows).astype(str)


def _years(rows: pd.DataFrame) -> "pd.Series[int]":
    return rows["year"].groupby(_edition(rows)).transform("nunique")


def in_series(rows: pd.DataFrame) -> "pd.Series[bool]":
    """Return which rows belong to a series that one edition prints year by year."""
    return _years(rows).ge(SERIES_YEARS) & rows["role"].ne("cited")


def yearly_series(
    claims: pd.DataFrame, *, topic: str = "", findings: Sequence[Finding] = ()
) -> go.Figure:
    """Draw the longest series that one edition prints year by year, and the path between its ends.

    The comparison shows growth that slows or quickens, which a path of constant growth hides.

    Args:
        claims: the validated table.
        topic: only its `level` rows are considered; empty: the topic of `values`.
        findings: the audit's findings; the chart lists those about the claims it draws.

    Returns:
        A plotly figure; if there is nothing to draw, one that says so in a sentence.

    Raises:
        UsageError: the claims have no such topic.

    Example:
        >>> figure = mr.charts.yearly_series(claims, topic="ai_value")
    """
    topic = known_topic(claims, topic) or values_topic(claims)
    rows = claims[claims["topic"].eq(topic) & claims["metric"].eq("level")]
    rows = rows[rows["year"].notna() & rows["value"].notna()]
    rows = rows[in_series(rows)]
    rows = rows[_edition(rows).eq(_edition(rows)[_years(rows).eq(_years(rows).max())].min())]
    if rows.empty:
        text = "No edition of this topic prints a series year by year."
        return sentence(NAME, "No yearly series to draw", text, SERIES_COLUMNS)
    series = yearly_steps(rows)
    series["constant"] = series["year"].map(_constant(rows))
    unit, known = str(rows["unit"].iloc[0]), records(rows)
    ink = publisher_styles(claims).of(next(iter(known.values()))).ink
    figure = Chart()
    _add_constant(figure, series)
    _add_printed(figure, known, series, ink)
    sizes = linear_axis(series["value"].tolist(), unit_of(unit), 0.14)
    figure.update_layout(xaxis=year_axis(series["year"].tolist()).layout, yaxis=sizes.layout)
    title = _title(who(next(iter(known.values()))), series)
    subtitle = f"{capitalized(quantity_words(claims, rows))}, {unit_name(unit)}"
    caption = Caption(NAME, title, subtitle, f"{title}: {subtitle}.", findings)
    table = [_series_row(row, unit) for _, row in series.iterrows()]
    extras = Extras(
        notes=[READING],
        key=_key(series, known, ink),
        narrow=narrow_frame(
            PHONE_HEIGHT,
            left=sizes.room,
            below=BELOW,
            xaxis=narrow_years(series["year"].tolist()),
        ),
    )
    frame = Frame(HEIGHT, sizes.room, RIGHT, BELOW)
    sheet = Sheet(SERIES_COLUMNS, table, list(series["claim_id"]))
    return finish(figure, caption, rows, sheet, frame, extras)


def _title(whose: str, series: pd.DataFrame) -> str:
    """Return how the yearly growth changes between the first and the last two years."""
    steps = series.dropna(subset=["growth"])
    if len(steps) < 2:  # noqa: PLR2004 (two growths make a change)
        first, last = series.iloc[0], series.iloc[-1]
        return f"{whose} prints each year from {first['year']} to {last['year']}"
    first, last = steps.iloc[0], steps.iloc[-1]
    then, now = percent(first["growth"], 0), percent(last["growth"], 0)
    if then == now:
        return f"{whose}: growth is {now} in {first['year']} as in {last['year']}"
    verb = "slows" if last["growth"] < first["growth"] else "quickens"
    return f"{whose}: growth {verb} from {then} in {first['year']} to {now} in {last['year']}"


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


def _add_printed(figure: go.Figure, known: dict[str, Row], series: pd.DataFrame, ink: str) -> None:
    projected = [known[key]["kind"] == "projection" for key in series["claim_id"]]
    growth = ["" if pd.isna(rate) else _signed(rate) for rate in series["growth"]]
    sides = ["top left" if _rises(rate) else "top right" for rate in series["growth"]]
    figure.add_scatter(
        name="As printed",
        x=series["year"].tolist(),
        y=numbers(series["value"]),
        mode="lines+markers+text",
        line={"color": light(ink), "width": 2.5},
        marker={
            "symbol": "circle",
            "size": 10,
            "color": [light("paper") if ahead else light(ink) for ahead in projected],
            "line": {"color": light(ink), "width": 2},
            "opacity": 1,
        },
        text=[text if _is_written(at, len(growth)) else "" for at, text in enumerate(growth)],
        textposition=sides,
        textfont={"color": light(ink), "size": 12},
        cliponaxis=False,
        hoverinfo="text",
        hovertext=[
            hover(
                known[key],
                [f"{year}: {figure_text(known[key])}", f"On the year before: {rate or MISSING}"],
            )
            for key, year, rate in zip(series["claim_id"], series["year"], growth, strict=True)
        ],
        customdata=series["claim_id"].tolist(),
    )


def _rises(rate: float) -> bool:
    return pd.isna(rate) or rate >= 0


def _is_written(at: int, count: int) -> bool:
    """Return whether a point's growth is written: few enough that they do not meet on a phone."""
    step = -(-count // LABELS)
    return (count - 1 - at) % step == 0


def _key(series: pd.DataFrame, known: dict[str, Row], ink: str) -> list[Any]:
    constant = {**mark_key("constant growth between the ends", symbol=""), "dash": "dash"}
    return [
        mark_key("as printed", ink),
        *([mark_key("projected", ink, hollow=True)] if any(
            known[key]["kind"] == "projection" for key in series["claim_id"]) else []),
        *([constant] if series["constant"].notna().any() else []),
    ]  # fmt: skip


def _signed(rate: float) -> str:
    return f"{'+' if rate > 0 else ''}{percent(rate, 0)}"


def _series_row(row: "pd.Series[Any]", unit: str) -> list[str]:
    factor = unit_of(unit).factor
    constant = MISSING if pd.isna(row["constant"]) else amount(row["constant"] * factor, unit)
    growth = MISSING if pd.isna(row["growth"]) else percent(row["growth"])
    return [str(row["year"]), amount(row["value"] * factor, unit), growth, constant]
