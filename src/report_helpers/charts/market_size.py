"""The chart of market size: the paths of all publishers, with the article's in front."""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd
import plotly.graph_objects as go

from report_helpers.analysis.comparability import latest_editions
from report_helpers.analysis.comparison import main_measure, spread
from report_helpers.analysis.growth import growth_rates
from report_helpers.analysis.parameter_checks import known_measure, year_of
from report_helpers.audit.findings import Finding
from report_helpers.charts.path_series import (
    PATH_COLUMNS,
    article_paths,
    path_row,
    publisher_paths,
)
from report_helpers.charts.toolkit.choices import alternatives, other_quantities, quantity_words
from report_helpers.charts.toolkit.finish import Caption, Sheet, finish, sentence
from report_helpers.charts.toolkit.line_chart import line_chart
from report_helpers.charts.toolkit.line_labels import Named
from report_helpers.charts.toolkit.lines import dated_levels, last, left_out, stops_of
from report_helpers.charts.toolkit.meta import Alternative
from report_helpers.charts.toolkit.plotly_text import (
    figure_text,
    publisher,
    records,
    some,
)
from report_helpers.charts.toolkit.publisher_styles import Styles, publisher_styles
from report_helpers.claims.units import common_unit
from report_helpers.claims.wording import amount, capitalized, count_phrase, isolated, unit_name

__all__ = ["size_paths"]

NAME = "market-size-paths"
READING = (
    "Each publisher is drawn with its latest edition. A line of constant growth joins the two "
    "values that a claim prints."
)
DOTTED = " Dotted: where the growth that the article states would lead."


def size_paths(
    claims: pd.DataFrame,
    *,
    measure: str = "",
    horizon_year: int = 2035,
    findings: Sequence[Finding] = (),
) -> go.Figure:
    """Draw each publisher's path from base to target year, with the article's path in front.

    Each publisher is drawn with its latest edition. If the article's stated growth does not lead to
    its printed end, both paths are drawn. Years after `horizon_year` are cut. On the page a reader
    can choose the other quantities that two publishers print.

    Args:
        claims: the validated table.
        measure: the `level` rows of its main quantity are drawn; empty: the measure of most paths.
        horizon_year: last year that is drawn.
        findings: the audit's findings; the chart lists those about the claims it draws.

    Returns:
        A plotly figure; if there is nothing to draw, one that says so in a sentence.

    Raises:
        UsageError: the claims have no such measure, or the year is out of range.

    Example:
        >>> figure = mr.charts.size_paths(claims, horizon_year=2030, findings=findings)
    """
    year_of(horizon_year)
    measure = known_measure(claims, measure) or main_measure(claims)
    rows, _ = dated_levels(claims, measure)
    styles = publisher_styles(claims)

    def draw(part: pd.DataFrame, more: Sequence[Alternative] = ()) -> go.Figure:
        return _paths_of(claims, part, styles, horizon_year, findings, more)

    return draw(rows, alternatives(other_quantities(claims, rows), draw))


def _paths_of(  # noqa: PLR0913, PLR0917 (all that one quantity needs)
    claims: pd.DataFrame,
    rows: pd.DataFrame,
    styles: Styles,
    horizon_year: int,
    findings: Sequence[Finding],
    more: Sequence[Alternative],
) -> go.Figure:
    """Return the figure of the rows of one quantity."""
    chosen = pd.concat([latest_editions(rows), rows[rows["role"].eq("cited")]])
    stops = stops_of(chosen, horizon_year)
    if not stops:
        text = f"No claim prints a dated size of this measure up to {horizon_year}."
        return sentence(NAME, "No path to draw", text, PATH_COLUMNS)
    drawn, unit = chosen.loc[list(stops)], common_unit(rows["unit"])
    rates, known = growth_rates(drawn), records(drawn)
    quoted = claims.loc[claims["role"].eq("cited"), "original_id"].dropna()
    others = publisher_paths(drawn, stops, styles, list(quoted))
    article = article_paths(drawn, stops, rates, horizon_year)
    named = [*article.named, *others.named]
    chart = line_chart([*others.series, *article.series], named, known, unit)
    what = quantity_words(claims, rows)
    subtitle = f"{capitalized(what)}, {unit_name(unit.code)}"
    title = _title(drawn, horizon_year)
    caption = Caption(NAME, title, subtitle, _alt(title, named), findings)
    dotted = DOTTED if any(one.style.dash == "dot" for one in article.series) else ""
    notes = [READING + dotted, *others.notes, *article.notes, *left_out(claims, rows)]
    extras = replace(chart.extras, label=what, notes=notes, alternatives=more)
    sheet = Sheet(
        PATH_COLUMNS, [path_row(row, rates, key) for key, row in known.items()], list(known)
    )
    return finish(chart.figure, caption, drawn, sheet, chart.frame, extras)


def _title(drawn: pd.DataFrame, horizon_year: int) -> str:
    """Return what the paths show of the year that most publishers cover, the latest of these."""
    apart = spread(drawn)
    apart = apart[apart["year"].le(horizon_year)]
    if len(apart):
        most = apart[apart["producers"].eq(apart["producers"].max())].iloc[-1]
        low, high = (
            amount(most[end], _unit(drawn, most[f"{end}_claim"])) for end in ("low", "high")
        )
        if low == high:
            return f"Publishers agree on {low} for {most['year']}"
        return f"Publishers put {most['year']} between {low} and {high}"
    own = drawn[drawn["role"].ne("cited")]
    latest = records(drawn if own.empty else own)
    makers = len({publisher(row) for row in latest.values()})
    if len(own) and makers > 1:
        return f"{capitalized(count_phrase(makers, 'publisher'))} print sizes of different years"
    row = max(latest.values(), key=lambda one: one["year"])
    who = "The article" if own.empty else isolated(publisher(row))
    verb = "prints" if row["year"] > horizon_year else "puts"
    return f"{who} {verb} {row['year']} at {figure_text(row)}"


def _unit(drawn: pd.DataFrame, claim_id: str) -> str:
    return str(drawn.loc[claim_id, "unit"])


def _alt(title: str, named: Sequence[Named]) -> str:
    ends = [
        f"{one.series.name} {one.detail} in {last(one.series).year}" for one in named if one.detail
    ]
    return f"{title}. Paths end at: {some(ends)}."
