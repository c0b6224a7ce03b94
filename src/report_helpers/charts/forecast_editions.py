"""The chart of editions: how one publisher's forecast moved."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from report_helpers.analysis.comparison import values_by_edition
from report_helpers.analysis.growth import growth_rates
from report_helpers.analysis.parameter_checks import one_of
from report_helpers.audit.findings import Finding
from report_helpers.charts.path_series import PATH_COLUMNS, path_row
from report_helpers.charts.toolkit.choices import MOST, alternatives, quantity_words
from report_helpers.charts.toolkit.finish import Caption, Sheet, finish, sentence
from report_helpers.charts.toolkit.line_chart import line_chart
from report_helpers.charts.toolkit.line_labels import Named
from report_helpers.charts.toolkit.lines import Series, joined, last, stops_of
from report_helpers.charts.toolkit.meta import Alternative
from report_helpers.charts.toolkit.plotly_text import records, some
from report_helpers.charts.toolkit.publisher_styles import publisher_styles
from report_helpers.charts.toolkit.rows import chosen_rows, with_count
from report_helpers.charts.toolkit.theme import DASHES, MARKERS, Style
from report_helpers.claims.citations import unnamed
from report_helpers.claims.units import Unit, common_unit
from report_helpers.claims.wording import (
    amount,
    capitalized,
    count_phrase,
    isolated,
    join_some,
    percent,
    unit_name,
)
from report_helpers.reader_locale import day

__all__ = ["editions"]

NAME = "market-editions"
READING = "An edition is named by when it was published; the newest has the widest line."
EDITIONS = 12
"""Editions that a chart draws."""
OLD, NEW = 1.2, 3.0
"""Widths of the oldest and of the newest edition's line, in pixels."""


def editions(
    claims: pd.DataFrame, *, series: str | None = None, findings: Sequence[Finding] = ()
) -> go.Figure:
    """Draw how one publisher's forecast of one series moved from edition to edition.

    Args:
        claims: the validated table.
        series: `PRODUCER: MEASURE`, or `PRODUCER: MEASURE (US)` if the measure has several
            quantities, as in `analysis.comparison.editions`; default: the one with most editions.
            On the page a reader can choose the others.
        findings: the audit's findings; the chart lists those about the claims it draws.

    Returns:
        A plotly figure; if there is nothing to draw, one that says so in a sentence.

    Raises:
        UsageError: the claims have no such series.

    Example:
        >>> figure = mr.charts.editions(claims, findings=findings)
    """
    values = values_by_edition(claims)
    counts = values.groupby("series")["edition"].nunique()
    order = counts.sort_values(ascending=False, kind="stable").index
    # Without a choice there is nothing to choose from: the chart says so.
    name = one_of(series, order, "series", "in the claims") if series and len(order) else ""
    name = name or str(next(iter(order), ""))
    parts = {str(one): values[values["series"].eq(one)] for one in [name, *order[: MOST + 1]]}
    if parts[name].empty:
        text = "No publisher has several editions of one series."
        return sentence(NAME, "No editions to compare", text, PATH_COLUMNS)
    # Editions of a single year are no path; the prose compares them.
    others = [
        (_label(claims, part), part)
        for key, part in parts.items()
        if key != name and (part["year"] != part["year"].iloc[0]).any()
    ]

    def draw(part: pd.DataFrame, more: Sequence[Alternative] = ()) -> go.Figure:
        return _editions_of(claims, part, findings, more)

    return draw(parts[name], alternatives(others, draw))


def _label(claims: pd.DataFrame, values: pd.DataFrame) -> str:
    rows = claims.loc[values["claim_id"].drop_duplicates()]
    return f"{isolated(str(rows['producer'].iloc[0]))}: {quantity_words(claims, rows)}"


def _editions_of(
    claims: pd.DataFrame,
    values: pd.DataFrame,
    findings: Sequence[Finding],
    more: Sequence[Alternative],
) -> go.Figure:
    drawn = claims.loc[values["claim_id"].drop_duplicates()]
    known, rates, unit = records(drawn), growth_rates(drawn), common_unit(drawn["unit"])
    every = list(drawn["published"].fillna(drawn["edition"]).unique())
    order, note = _chosen(every)
    subtitle = f"{capitalized(quantity_words(claims, drawn))}, {unit_name(unit.code)}"
    named = _edition_series(drawn, order, claims, unit)
    chart = line_chart([one.series for one in named], named[::-1], known, unit)
    title = _title(drawn, values, unit)
    ends = [f"{one.series.name} {one.detail} in {last(one.series).year}" for one in named]
    caption = Caption(
        NAME,
        title,
        with_count(subtitle, len(order), len(every)),
        f"{title}. Last values by edition: {some(ends)}.",
        findings,
    )
    label = _label(claims, values)
    extras = replace(
        chart.extras, notes=[READING, *_doubts(drawn), *note], label=label, alternatives=more
    )
    sheet = Sheet(
        PATH_COLUMNS, [path_row(row, rates, key) for key, row in known.items()], list(known)
    )
    return finish(chart.figure, caption, drawn, sheet, chart.frame, extras)


def _doubts(drawn: pd.DataFrame) -> list[str]:
    """Return a sentence on the editions that are only inferred to be the publisher's."""
    inferred = drawn[[bool(unnamed(row)) for _, row in drawn.iterrows()]]
    names = inferred["published"].fillna(inferred["edition"]).unique()
    why = "Inferred, because the page read does not name the publisher:"
    return [f"{why} {join_some([day(name) for name in names])}."] if len(names) else []


def _chosen(order: list[str]) -> tuple[list[str], list[str]]:
    """Return the editions to draw, from oldest to newest, and a sentence on the others, if any."""
    first = [*order[:1], *order[:0:-1]]
    chosen, note = chosen_rows(first, "the oldest and the newest", "editions", EDITIONS)
    return [one for one in order if one in set(chosen)], note


def _edition_series(
    drawn: pd.DataFrame, order: list[str], claims: pd.DataFrame, unit: Unit
) -> list[Named]:
    """Return editions from oldest to newest, in the publisher's ink, ever wider."""
    stops = stops_of(drawn, int(drawn["year"].max()))
    cited = set(claims.loc[claims["role"].eq("cited"), "original_id"].dropna())
    names = drawn["published"].fillna(drawn["edition"])
    ink = publisher_styles(claims).named(str(drawn["producer"].iloc[0])).ink
    found = []
    for number, name in enumerate(order):
        keys = names.index[names.eq(name)]
        width = OLD + (NEW - OLD) * number / max(1, len(order) - 1)
        look = Style(ink, _dash(len(order) - 1 - number), MARKERS[number % len(MARKERS)], width)
        quoted = "" if cited.isdisjoint(keys) else " (cited)"
        one = Series(
            f"{day(name)}{quoted}", look, joined(stops[key] for key in keys if key in stops)
        )
        found.append(Named(one, amount(last(one).value, unit.code)))
    return found


def _dash(back: int) -> str:
    """Return the dash of an edition by how many have followed it; the newest is solid."""
    return DASHES[min(back, len(DASHES) - 1)]


def _title(drawn: pd.DataFrame, values: pd.DataFrame, unit: Unit) -> str:
    """Return how the oldest and newest edition differ in the year that most editions cover."""
    producer = isolated(str(drawn["producer"].iloc[0]))
    reach = values.groupby("year")["edition"].nunique()
    year = reach[reach.eq(reach.max())].index.max()
    there = values[values["year"].eq(year)]
    first, newest = there.iloc[0], there.iloc[-1]
    if first["edition"] == newest["edition"]:
        count = count_phrase(values["edition"].nunique(), "edition")
        return f"{producer} has {count} without a year in common"
    then, now = (amount(one["high"], unit.code) for one in (first, newest))
    change = newest["high"] / first["high"] - 1
    moved = (
        f"{'raised' if change > 0 else 'cut'} its figure for {year} by {percent(abs(change), 0)}"
    )
    if then == now:
        moved = f"kept its figure for {year}"
    figures = f"{then} ({_dated(first)}), {now} ({_dated(newest)})"
    return f"{producer} {moved}: {figures}{_inferred(drawn, first, newest)}"


def _inferred(drawn: pd.DataFrame, first: "pd.Series[Any]", newest: "pd.Series[Any]") -> str:
    """Return which of two editions is only inferred to be the publisher's: "; both inferred"."""
    one, other = (bool(unnamed(drawn.loc[each["claim_id"]])) for each in (first, newest))
    if one and other:
        return "; both inferred"
    return "; the first inferred" if one else "; the second inferred" if other else ""


def _dated(value: "pd.Series[Any]") -> str:
    return day(value["edition"] if pd.isna(value["published"]) else value["published"])
