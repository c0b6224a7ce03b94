"""The chart of chosen claims: paths over years if they are one quantity, else a panel for each.

Figures share an axis only where `analysis.comparability` says that they may be compared.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Final

import pandas as pd
import plotly.graph_objects as go

from report_helpers.analysis.comparability import quantity
from report_helpers.analysis.growth import growth_rates
from report_helpers.audit.findings import Finding
from report_helpers.charts.path_series import (
    PATH_COLUMNS,
    article_paths,
    path_row,
    publisher_paths,
)
from report_helpers.charts.share_bars import SHARE_AXIS, share_words
from report_helpers.charts.toolkit.choices import quantity_words
from report_helpers.charts.toolkit.finish import Caption, Sheet, finish, sentence
from report_helpers.charts.toolkit.line_chart import line_chart
from report_helpers.charts.toolkit.lines import stops_of
from report_helpers.charts.toolkit.panels import PANEL_COLUMNS, by_quantity
from report_helpers.charts.toolkit.plotly_text import records
from report_helpers.charts.toolkit.publisher_styles import Styles
from report_helpers.charts.value_panels import PANELS, panel_figure, value_words
from report_helpers.claims.units import common_unit
from report_helpers.claims.wording import capitalized, count_phrase, unit_name

__all__ = ["dimmed", "selection_chart"]

NAME: Final = "selection"
OF_SHARES: Final = ("share", "change", "remaining")
MOST: Final = 300
"""Of more claims than this a choice is drawn, so that a chart of thousands comes at once."""
BEHIND: Final = 0.2
"""The opacity of marks of claims that are not picked."""


def selection_chart(
    claims: pd.DataFrame,
    rows: pd.DataFrame,
    *,
    styles: Styles,
    findings: Sequence[Finding] = (),
) -> go.Figure:
    """Draw chosen claims.

    Sizes of one quantity in several years are paths over the years; anything else has a panel for
    each quantity.

    Args:
        claims: the validated table.
        rows: the rows of it that are chosen; of more than `MOST` those of the largest quantities.
        styles: the styles of its publishers.
        findings: the audit's findings.

    Returns:
        A plotly figure; if there is nothing to draw, one that says so in a sentence.
    """
    valued = rows[rows["value"].notna() | rows["value_low"].notna()]
    if valued.empty:
        why = "No claim meets all choices." if rows.empty else "No claim here prints a value."
        return sentence(NAME, "Nothing to draw", why, PANEL_COLUMNS)
    one_path, few = _is_one_path(valued), _drawn(valued)
    if one_path:
        return _paths(claims, few, styles, findings)
    panels = by_quantity(few, _unit_words, SHARE_AXIS)
    return panel_figure(NAME, claims, panels, findings, styles)


def _drawn(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that are drawn: of many the largest quantities, the article's rows first."""
    if len(rows) <= MOST:
        return rows
    numbers = quantity(rows)
    rows = rows[numbers.isin(numbers.value_counts().index[:PANELS])]
    first = rows["role"].ne("cited").sort_values(kind="stable").index[:MOST]
    return rows[rows.index.isin(first)]


def _is_one_path(rows: pd.DataFrame) -> bool:
    """Return whether rows are sizes of one quantity in two years or more."""
    if rows["year"].isna().any() or rows["metric"].ne("level").any():
        return False
    years = pd.concat([rows["base_year"], rows["year"]]).nunique()
    return years > 1 and len(quantity(rows).unique()) == 1


def _unit_words(part: pd.DataFrame) -> str:
    of_shares = part["metric"].iloc[0] in OF_SHARES
    return share_words(part) if of_shares else value_words(part)


def _paths(
    claims: pd.DataFrame, rows: pd.DataFrame, styles: Styles, findings: Sequence[Finding]
) -> go.Figure:
    last = int(rows["year"].max())
    stops, rates, known = stops_of(rows, last), growth_rates(rows), records(rows)
    quoted = claims.loc[claims["role"].eq("cited"), "original_id"].dropna()
    others = publisher_paths(rows, stops, styles, list(quoted))
    article = article_paths(rows, stops, rates, last)
    unit = common_unit(rows["unit"])
    chart = line_chart(
        [*others.series, *article.series], [*article.named, *others.named], known, unit
    )
    what = capitalized(quantity_words(claims, rows))
    figures = count_phrase(len(rows), "claim")
    caption = Caption(NAME, what, unit_name(unit.code), f"{what}: {figures}.", findings)
    sheet = Sheet(PATH_COLUMNS, [path_row(row, rates, key) for key, row in known.items()])
    extras = replace(chart.extras, notes=[*others.notes, *article.notes])
    return finish(chart.figure, caption, rows, sheet, chart.frame, extras)


def dimmed(figure: go.Figure, picked: Collection[str]) -> None:
    """Let the marks of picked claims stand out, if any of these is drawn."""
    marks = [trace for trace in figure.data if trace.customdata is not None]
    drawn = {each for trace in marks for each in trace.customdata} & set(picked)
    for trace in marks:
        trace.marker.opacity = [
            BEHIND if drawn and each not in drawn else 1 for each in trace.customdata
        ]
