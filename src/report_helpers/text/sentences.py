"""Sentences with numbers, all computed from the claims.

Every function takes the validated table and returns paragraphs. If there are no rows for it, it
returns a sentence that says so.
"""

from collections.abc import Collection
from datetime import date
from typing import Any

import pandas as pd
from markupsafe import Markup

from report_helpers.analysis.comparability import distinctions, main_quantity, quantity
from report_helpers.analysis.comparison import spread as spread_of
from report_helpers.analysis.comparison import values_by_edition, widest
from report_helpers.analysis.growth import annualised, growth_rates
from report_helpers.charts.toolkit.plotly_text import row_of
from report_helpers.claims.citations import short_citation
from report_helpers.claims.units import unit
from report_helpers.claims.wording import (
    amount,
    between,
    capitalized,
    count_phrase,
    figure,
    fixed,
    isolated,
    join_words,
    measure_title,
    percent,
    printed_end,
    years,
)
from report_helpers.claims.wording import stated_growth as stated_growth_of
from report_helpers.text.html import Fragment, claim_link, paragraphs

__all__ = [
    "backing",
    "economic_value",
    "editions",
    "growth_agreement",
    "job_growth",
    "scope",
    "shares",
    "spread",
    "stated_growth",
]


def scope(
    claims: pd.DataFrame,
    *,
    as_of: str,
    horizon_year: int | None = None,
    topics: Collection[str] = (),
    measure: str = "",
) -> Fragment:
    """Return the number of claims and documents, and how many claims are about later years.

    Args:
        claims: the validated table.
        as_of: the date of the report, as YYYY-MM-DD.
        horizon_year: the last year of the charts; None leaves it out.
        topics: count only claims of these topics.
        measure: count only claims of this measure.
    """
    day = date.fromisoformat(as_of)
    rows = claims[claims["topic"].isin(topics)] if topics else claims
    rows = rows[rows["measure"].eq(measure)] if measure else rows
    ends = rows["year"].dropna()
    ahead = int((ends > day.year).sum())
    horizon = ""
    if horizon_year is not None:
        beyond = count_phrase(int((ends > horizon_year).sum()))
        horizon = f"; with a year after {horizon_year}, the horizon of the charts: {beyond}"
    where = "on this chapter's subject " if topics or measure else ""
    return paragraphs(
        f"As of {day.day} {day:%B %Y}, the file holds {count_phrase(len(rows), 'claim')} {where}"
        f"read in {count_phrase(rows['source_id'].nunique(), 'document')}. With a year after "
        f"{day.year}: {count_phrase(ahead)}{horizon}."
    )


def backing(claims: pd.DataFrame) -> Fragment:
    """Return how many figures the article prints, and how far their originals were found."""
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


def stated_growth(claims: pd.DataFrame) -> Fragment:
    """Return for each cited claim with two ends and a stated growth whether they agree."""
    rows = claims[claims["role"].eq("cited")]
    rates = growth_rates(rows)
    known = rates[rates["agrees"].notna()]
    if known.empty:
        return paragraphs("The article states no growth beside a first and a last value.")
    named = claims.assign(title=_titles(rows))
    return paragraphs(*[_stated_against_implied(named, rates, str(key)) for key in known.index])


def _titles(claims: pd.DataFrame) -> "pd.Series[str]":
    """Return each row's title, with what tells its quantity from others of its measure."""
    words = distinctions(claims)
    return claims["title"].map(isolated) + (" (" + words + ")").where(words.ne(""), "")


def _stated_against_implied(claims: pd.DataFrame, rates: pd.DataFrame, claim_id: str) -> Markup:
    claim, rate = row_of(claims, claim_id), row_of(rates, claim_id)
    verdict = "which fits" if rate["agrees"] else "which does not fit"
    middle = claim["value"]
    start = "The end points imply"
    if middle is None:
        middle = (claim["value_low"] + claim["value_high"]) / 2
        start = "With the middle of the printed range, the end points imply"
    return Markup(
        "{link}: from {base} in {base_year} to {end} in {year}. {start} "
        "({end_value} / {base_value})^(1/{span}) - 1 = <strong>{implied}</strong> a year, "
        "{allowed} given the digits printed. The stated growth is <strong>{stated}</strong>, "
        "{verdict}{reached}."
    ).format(
        link=claim_link(claim_id, claim["title"]),
        start=start,
        base=printed_end(claim, "base"),
        end=figure(claim),
        base_year=claim["base_year"],
        year=claim["year"],
        base_value=claim["base_value"],
        end_value=f"{middle:f}",
        span=int(claim["year"] - claim["base_year"]),
        implied=percent(rate["implied"]),
        allowed=between(rate["implied_low"], rate["implied_high"]),
        stated=stated_growth_of(claim),
        verdict=verdict,
        reached=_reached(claim),
    )


def _reached(claim: "pd.Series[Any]") -> str:
    """Return the last value to which the stated growth leads, or both if it is a range."""
    stated = [claim[name] for name in ("growth_percent", "growth_low", "growth_high")]
    factors = [1 + float(growth) / 100 for growth in stated if growth is not None]
    # A source may print a growth of -100 % or less, which gives no path.
    if min(factors) <= 0:
        return ""
    base = float(claim["base_value"]) * unit(claim["unit"]).factor
    span = int(claim["year"] - claim["base_year"])
    there = [amount(base * factor**span, claim["unit"]) for factor in factors]
    rates = "that rate" if len(there) == 1 else "these rates"
    return f": at {rates}, the value in {claim['year']} would be {' to '.join(there)}"


def growth_agreement(claims: pd.DataFrame) -> Fragment:
    """Return how many stated growth rates agree with their end points, and which do not."""
    rates = growth_rates(claims)
    stated = rates[rates["stated"].notna()]
    known = stated[stated["agrees"].notna()]
    if stated.empty:
        return paragraphs("No claim in this file states a growth rate.")
    off = known[~known["agrees"].astype(bool)]
    apart = distinctions(claims.loc[rates.index])
    named = [_off_by(claims, str(key), rate, apart[str(key)]) for key, rate in off.iterrows()]
    others = len(stated) - len(known)
    return paragraphs(
        f"Claims that state a yearly growth: {count_phrase(len(stated))}. Claims that also print "
        f"both ends for the same years: {count_phrase(len(known))}. Claims whose ends imply "
        f"another growth: {count_phrase(len(off))}"
        f"{' (' + join_words(named) + ')' if named else ''}."
        + (f" {count_phrase(others).capitalize()} lack an end, or its years." if others > 1 else "")
    )


def _off_by(claims: pd.DataFrame, claim_id: str, rate: "pd.Series[Any]", apart: str) -> str:
    who = ", ".join(filter(None, (short_citation(row_of(claims, claim_id)), apart)))
    stated = stated_growth_of(row_of(claims, claim_id))
    return f"{who} states {stated} where {percent(rate['implied'])} is implied"


def editions(claims: pd.DataFrame) -> Fragment:
    """Return for each producer with several editions how its figure for one year changed."""
    points = values_by_edition(claims)
    if points.empty:
        return paragraphs("No producer in this file has more than one edition.")
    apart = distinctions(claims[claims["metric"].eq("level")])
    return paragraphs(*[_moved(claims, group, apart) for _, group in points.groupby("series")])


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
        f"{amount(low, claim['unit'])} ({published})"
        for low, published in zip(at["low"], at["published"], strict=True)
    ]
    change = at["low"].iloc[-1] / at["low"].iloc[0] - 1
    return (
        f"{count}. For {year}, which {count_phrase(most)} of them print or pass, they put it at "
        f"{join_words(values)}: {percent(change, 0)} from the oldest to the latest."
    )


def spread(claims: pd.DataFrame, *, measure: str, horizon_year: int) -> Fragment:
    """Return how far producers are apart on a measure: in the year of most producers, and at most.

    Each quantity (region, period, unit) has its own sentences; the one in the charts comes first.
    """
    levels = claims[claims["metric"].eq("level") & claims["measure"].eq(measure)]
    levels = levels[levels["year"].notna()]
    found = spread_of(levels)
    rows = found[found["year"] <= horizon_year]
    if rows.empty:
        return paragraphs("No two producers print this measure for the same year.")
    words, shown = distinctions(levels), main_quantity(levels).index
    first = ~rows["low_claim"].isin(shown)
    groups = [part for _, part in rows.groupby([first, rows["quantity"]])]
    return paragraphs(
        *[text for part in groups for text in _spread_of(levels, part, words)],
    )


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


def job_growth(claims: pd.DataFrame, *, topic: str) -> Fragment:
    """Return which rises of a topic have a yearly rate, and which have none."""
    rises = claims[claims["topic"].eq(topic)]
    rates, apart = annualised(rises), distinctions(rises)
    if rates.empty:
        return paragraphs("This file has no rise on the topic.")
    known = rates[rates["comparable"]].sort_values("rate")
    unknown = rates[~rates["comparable"]]
    count = f"Printed rises: {count_phrase(len(rates))}; "
    parts = [count + f"of these, with a yearly rate: {count_phrase(len(known))}."]
    if len(known):
        ends = [_rate(claims, str(known.index[i]), known.iloc[i], apart) for i in (0, -1)]
        parts.append(f"They range from {ends[0]} to {ends[1]}.")
    if len(unknown):
        named = [
            f"{figure(row_of(claims, key))} ({_cited(claims, key, apart)}: {reason})"
            for key, reason in unknown["reason"].items()
        ]
        parts.append(f"Not comparable: {join_words(named)}.")
    return paragraphs(" ".join(parts))


def _rate(
    claims: pd.DataFrame, claim_id: str, rate: "pd.Series[Any]", apart: "pd.Series[str]"
) -> str:
    claim = row_of(claims, claim_id)
    middle = f"the middle of {figure(claim)}" if claim["value"] is None else ""
    parts = ", ".join(filter(None, (_cited(claims, claim_id, apart), years(claim), middle)))
    return f"{percent(rate['rate'], 0)} a year ({parts})"


def _cited(claims: pd.DataFrame, claim_id: object, apart: "pd.Series[str]") -> str:
    """Return the citation of a claim, with what tells its quantity from others shown."""
    return ", ".join(filter(None, (short_citation(row_of(claims, claim_id)), apart[str(claim_id)])))


def shares(claims: pd.DataFrame, *, topics: tuple[str, ...]) -> Fragment:
    """Return how many percentages of these topics are hedged, undated or without a sample."""
    rows = claims[claims["topic"].isin(topics) & claims["unit"].eq("percent")]
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


def economic_value(claims: pd.DataFrame, *, topic: str) -> Fragment:
    """Return how many measures of a topic's value are printed, and the figures of each."""
    rows = claims[claims["topic"].eq(topic) & claims["metric"].eq("level")]
    if rows.empty:
        return paragraphs("This file has no value on the topic.")
    apart = distinctions(rows)
    groups = [group for _, group in rows.groupby(quantity(rows), sort=False)]
    several = [group for group in groups if len(set(group["producer"])) > 1]
    return paragraphs(
        f"Printed values: {count_phrase(len(rows))}, of "
        f"{count_phrase(rows['measure'].nunique(), 'measure')}. Only values of one measure and "
        "region are compared.",
        *[_measured(group, apart[group.index[0]]) for group in several],
    )


def _measured(rows: pd.DataFrame, apart: str) -> str:
    figures = [f"{figure(claim)} ({short_citation(claim)})" for _, claim in rows.iterrows()]
    return f"{_measure(rows, str(rows['measure'].iloc[0]), apart)}: {join_words(figures)}."


def _measure(claims: pd.DataFrame, measure: str, apart: str) -> str:
    """Return a measure in words, with region, period or unit if it has several."""
    return measure_title(claims, measure) + (f" ({apart})" if apart else "")
