"""Sentences that compare publishers and editions."""

from itertools import islice
from typing import Any

import pandas as pd

from report_helpers.analysis.chapters import value_rows
from report_helpers.analysis.comparability import distinctions, main_quantity, quantity
from report_helpers.analysis.comparison import main_measure, values_by_edition, widest
from report_helpers.analysis.comparison import spread as spread_of
from report_helpers.analysis.parameter_checks import known_measure, known_topic, year_of
from report_helpers.charts.toolkit.plotly_text import row_of
from report_helpers.claims.citations import short_citation, unnamed
from report_helpers.claims.wording import (
    LISTED,
    amount,
    capitalized,
    count_phrase,
    figure,
    fixed,
    isolated,
    join_some,
    measure_title,
    percent,
)
from report_helpers.reader_locale import day
from report_helpers.text.html import Fragment, others, paragraphs

__all__ = ["editions", "spread", "values"]


def editions(claims: pd.DataFrame) -> Fragment:
    """Return for each producer with several editions how its figure for one year changed.

    Args:
        claims: the validated table.

    Example:
        >>> words = mr.text.editions(claims).text
    """
    points = values_by_edition(claims)
    if points.empty:
        return paragraphs("No producer in this file has more than one edition.")
    apart = distinctions(claims[claims["metric"].eq("level")])
    groups = points.groupby("series")
    shown = [_moved(claims, group, apart) for _, group in islice(groups, LISTED)]
    return paragraphs(*shown, *others(len(groups)))


def _moved(claims: pd.DataFrame, points: pd.DataFrame, apart: "pd.Series[str]") -> str:
    claim = row_of(claims, points["claim_id"].iloc[0])
    what = _measure(claims, claim["measure"], apart[points["claim_id"].iloc[0]])
    editions = count_phrase(points["edition"].nunique(), "edition")
    count = f"{isolated(claim['producer'])}, {what}: {editions}"
    shared = points.groupby("year")["edition"].nunique()
    most = int(shared.max())
    if most == 1:
        return f"{count}, with no year in common."
    year = shared[shared.eq(most)].index[-1]
    at = points[points["year"].eq(year)]
    values = [
        f"{amount(low, claim['unit'])} ({day(published)}{_inferred(claims, key)})"
        for low, published, key in zip(at["low"], at["published"], at["claim_id"], strict=True)
    ]
    change = at["low"].iloc[-1] / at["low"].iloc[0] - 1
    return (
        f"{count}. For {year}, which {count_phrase(most)} of them print or pass, they put it at "
        f"{join_some(values)}: {percent(change, 0)} from the oldest to the latest."
    )


def _inferred(claims: pd.DataFrame, claim_id: str) -> str:
    return ", inferred" if unnamed(row_of(claims, claim_id)) else ""


def spread(claims: pd.DataFrame, *, measure: str = "", horizon_year: int = 2035) -> Fragment:
    """Return how far producers are apart on a measure: in the year of most producers, and at most.

    Each quantity (region, period, unit) has its own sentences; the one in the charts comes first.

    Args:
        claims: the validated table.
        measure: a measure of the claims; empty: the measure of most paths.
        horizon_year: the last year that is compared.

    Raises:
        UsageError: the claims have no such measure, or the year is out of range.

    Example:
        >>> words = mr.text.spread(claims, measure="ml_market_revenue", horizon_year=2030).text
    """
    year_of(horizon_year)
    measure = known_measure(claims, measure) or main_measure(claims)
    levels = claims[claims["metric"].eq("level") & claims["measure"].eq(measure)]
    levels = levels[levels["year"].notna()]
    found = spread_of(levels)
    rows = found[found["year"] <= horizon_year]
    if rows.empty:
        return paragraphs("No two producers print this measure for the same year.")
    words, shown = distinctions(levels), main_quantity(levels).index
    first = ~rows["low_claim"].isin(shown)
    groups = [part for _, part in rows.groupby([first, rows["quantity"]])]
    texts = [text for part in groups[:LISTED] for text in _spread_of(levels, part, words)]
    return paragraphs(*texts, *others(len(groups)))


def _spread_of(claims: pd.DataFrame, rows: pd.DataFrame, words: "pd.Series[str]") -> list[str]:
    """Return the sentences on one quantity."""
    busiest = rows[rows["producers"].eq(rows["producers"].max())].iloc[-1]
    apart = words[busiest["low_claim"]]
    start = f"{capitalized(apart)}: in" if apart else "In"
    furthest = f"{capitalized(apart)}, widest" if apart else "Widest"
    return [
        _apart(claims, busiest, start),
        _apart(claims, widest(rows), f"{furthest} apart: in"),
    ]


def _apart(claims: pd.DataFrame, row: "pd.Series[Any]", start: str) -> str:
    low, high = (_end_in_words(claims, row, end) for end in ("low", "high"))
    return (
        f"{start} {row['year']}, {count_phrase(int(row['producers']), 'producer')} print, or pass "
        f"at constant growth, between {low} and {high}, a factor of {fixed(row['factor'])}."
    )


def _end_in_words(claims: pd.DataFrame, row: "pd.Series[Any]", end: str) -> str:
    claim = row_of(claims, row[f"{end}_claim"])
    return f"{amount(row[end], claim['unit'])} ({short_citation(claim)})"


def values(claims: pd.DataFrame, *, topic: str = "", rest: bool = False) -> Fragment:
    """Return how many measures of a topic's value are printed, and the figures of each.

    Args:
        claims: the validated table.
        topic: a topic of the claims; empty: that of the chart of values.
        rest: as for that chart.

    Raises:
        UsageError: the claims have no such topic.

    Example:
        >>> words = mr.text.values(claims, topic="ai_value").text
    """
    rows = value_rows(claims, known_topic(claims, topic), rest=rest)
    rows = rows[rows["metric"].eq("level")]
    if rows.empty:
        return paragraphs("This file has no value on the topic.")
    apart = distinctions(rows)
    groups = [group for _, group in rows.groupby(quantity(rows), sort=False)]
    several = [group for group in groups if len(set(group["producer"])) > 1]
    return paragraphs(
        f"Printed values: {count_phrase(len(rows))}, of "
        f"{count_phrase(rows['measure'].nunique(), 'measure')}. Only values of one measure and "
        "region are compared.",
        *[_measured(group, apart[group.index[0]]) for group in several[:LISTED]],
        *others(len(several)),
    )


def _measured(rows: pd.DataFrame, apart: str) -> str:
    figures = [f"{figure(claim)} ({short_citation(claim)})" for _, claim in rows.iterrows()]
    return f"{_measure(rows, str(rows['measure'].iloc[0]), apart)}: {join_some(figures)}."


def _measure(claims: pd.DataFrame, measure: str, apart: str) -> str:
    """Return a measure in words, with region, period or unit if it has several."""
    return measure_title(claims, measure) + (f" ({apart})" if apart else "")
