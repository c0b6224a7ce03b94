"""Sentences with the number of claims by subject, evidence and completeness."""

from collections.abc import Sequence

import pandas as pd
from markupsafe import Markup

from report_helpers.analysis.chapters import share_rows
from report_helpers.analysis.parameter_checks import day_of, known_measure, known_topics, year_of
from report_helpers.claims.wording import (
    count_phrase,
)
from report_helpers.text.html import Fragment, dated, paragraphs

__all__ = ["backing", "scope", "shares"]


def scope(
    claims: pd.DataFrame,
    *,
    as_of: str,
    horizon_year: int | None = None,
    topics: Sequence[str] = (),
    measure: str = "",
) -> Fragment:
    """Return the number of claims and documents, and how many claims are about later years.

    Args:
        claims: the validated table.
        as_of: the date of the report, as YYYY-MM-DD.
        horizon_year: the last year of the charts; None leaves it out.
        topics: count only claims of these topics.
        measure: count only claims of this measure.

    Raises:
        UsageError: a date, year, topic or measure is wrong.

    Example:
        >>> words = mr.text.scope(claims, as_of="2026-11-23", horizon_year=2035)
        >>> words.text[:11]
        'As of 2026-'
    """
    year, topics = day_of(as_of).year, known_topics(claims, topics)
    rows = claims[claims["topic"].isin(topics)] if topics else claims
    rows = rows[rows["measure"].eq(measure)] if known_measure(claims, measure) else rows
    ends = rows["year"].dropna()
    ahead = int((ends > year).sum())
    horizon = ""
    if horizon_year is not None:
        beyond = count_phrase(int((ends > year_of(horizon_year)).sum()))
        horizon = f"; with a year after {horizon_year}, the horizon of the charts: {beyond}"
    where = "on this chapter's subject " if topics or measure else ""
    return paragraphs(
        Markup("As of {}, {}{}").format(
            dated(as_of),
            f"the file holds {count_phrase(len(rows), 'claim')} {where}from "
            f"{count_phrase(rows['source_id'].nunique(), 'document')}. With a year after {year}: "
            f"{count_phrase(ahead)}{horizon}.",
            _later(rows, day_of(as_of).isoformat()),
        )
    )


def _later(rows: pd.DataFrame, as_of: str) -> Markup:
    """Return how many claims were published after the date of the report, if any."""
    # A year or a month alone is later if all of it is.
    later = [text for text in rows["published"].dropna() if text > as_of[: len(text)]]
    if not later:
        return Markup("")
    told = Markup(" Published after that day: {}; the newest of them is of {}.")
    return told.format(count_phrase(len(later)), dated(max(later)))


def backing(claims: pd.DataFrame) -> Fragment:
    """Return how many figures the article prints, and how far their originals were found.

    Args:
        claims: the validated table.

    Example:
        >>> words = mr.text.backing(claims).text
    """
    rows = claims[claims["role"].eq("cited")]
    if rows.empty:
        return paragraphs("No row of this file is cited by an article.")
    uncredited = int(rows["producer"].isna().sum())
    level = rows["evidence"].value_counts()
    return paragraphs(
        f"The article prints {count_phrase(len(rows), 'figure')}; without a credited source: "
        f"{count_phrase(uncredited)}. "
        f"The original was read on its publisher's own page for "
        f"{count_phrase(int(level.get('publisher_page', 0)))}, and only through another page that "
        f"quotes it for {count_phrase(int(level.get('secondary_page', 0)))}. "
        f"For {count_phrase(int(level.get('not_found', 0)))} a search found nothing, "
        "which does not prove that there is none."
    )


def shares(claims: pd.DataFrame, *, topics: Sequence[str] = ()) -> Fragment:
    """Return how many percentages of these topics are hedged, undated or without a sample.

    Args:
        claims: the validated table.
        topics: their topics; empty: those of the chart of shares.

    Raises:
        UsageError: the claims have no such topic.

    Example:
        >>> words = mr.text.shares(claims, topics=["adoption"]).text
    """
    topics = known_topics(claims, topics)
    rows = claims[claims["topic"].isin(topics)] if topics else share_rows(claims)
    rows = rows[rows["unit"].eq("percent")]
    if rows.empty:
        return paragraphs("This file has no share on these topics.")
    hedged = rows["qualifier"].ne("exact").sum()
    undated = rows["year"].isna().sum()
    without_sample = rows["sample"].isna().sum()
    return paragraphs(
        f"Figures in percent on these topics: {count_phrase(len(rows))}. With a hedge such as "
        f"about or more than: {count_phrase(int(hedged))}; without a year: "
        f"{count_phrase(int(undated))}; without a sample: {count_phrase(int(without_sample))}."
    )
