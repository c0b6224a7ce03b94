"""Sentences on stated and implied growth, and on yearly rates."""

from typing import Any

import pandas as pd
from markupsafe import Markup

from report_helpers.analysis.chapters import rises_topic
from report_helpers.analysis.comparability import distinctions
from report_helpers.analysis.growth import annualised, growth_rates
from report_helpers.analysis.parameter_checks import known_topic
from report_helpers.audit.findings import Finding
from report_helpers.audit.growth_outcomes import (
    AGREES,
    DIFFERS,
    OPEN,
    growth_findings,
    growth_outcomes,
)
from report_helpers.charts.toolkit.plotly_text import row_of
from report_helpers.claims.amounts import printed_number
from report_helpers.claims.citations import short_citation
from report_helpers.claims.units import unit
from report_helpers.claims.wording import (
    LISTED,
    amount,
    between,
    count_phrase,
    figure,
    isolated,
    join_some,
    percent,
    printed_end,
    years,
)
from report_helpers.claims.wording import stated_growth as stated_growth_of
from report_helpers.text.html import Fragment, claim_link, others, paragraphs

__all__ = ["growth_agreement", "rises", "stated_growth"]


VERDICTS = {
    AGREES: "which fits",
    DIFFERS: "which does not fit",
    OPEN: "which cannot be checked, since it may be of other years",
}


def stated_growth(claims: pd.DataFrame) -> Fragment:
    """Return for each cited claim with two ends and a stated growth whether they agree.

    Args:
        claims: the validated table.

    Example:
        >>> words = mr.text.stated_growth(claims).text
    """
    rows = claims[claims["role"].eq("cited")]
    rates = growth_rates(rows)
    rates = rates.assign(state=growth_outcomes(claims, rates, growth_findings(claims)))
    known = rates[rates["agrees"].notna()]
    if known.empty:
        return paragraphs("The article states no growth for a claim with a first and a last value.")
    named = claims.assign(title=_titles(rows))
    shown = [_stated_against_implied(named, rates, str(key)) for key in known.index[:LISTED]]
    return paragraphs(*shown, *others(len(known)))


def _titles(claims: pd.DataFrame) -> "pd.Series[str]":
    """Return each row's title, with the words that distinguish its quantity within its measure."""
    words = distinctions(claims)
    return claims["title"].map(isolated) + (" (" + words + ")").where(words.ne(""), "")


def _stated_against_implied(claims: pd.DataFrame, rates: pd.DataFrame, claim_id: str) -> Markup:
    claim, rate = row_of(claims, claim_id), row_of(rates, claim_id)
    verdict = VERDICTS[rate["state"]]
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
        base_value=printed_number(claim["base_value"], grouped=False),
        end_value=printed_number(middle, grouped=False),
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
    """Return how many stated growth rates agree with their end points, and which do not.

    Args:
        claims: the validated table.

    Example:
        >>> words = mr.text.growth_agreement(claims).text
    """
    rates, found = growth_rates(claims), growth_findings(claims)
    rates = rates.assign(state=growth_outcomes(claims, rates, found))
    stated = rates[rates["stated"].notna()]
    known = stated[stated["state"].ne(OPEN)]
    if stated.empty:
        return paragraphs("No claim in this file states a growth rate.")
    off = known[known["state"].eq(DIFFERS)]
    apart = distinctions(claims.loc[rates.index])
    named = [
        _off_by(claims, found.get(str(key)), rate, apart[str(key)]) for key, rate in off.iterrows()
    ]
    others = len(stated) - len(known)
    lack = f"{count_phrase(others).capitalize()} lack a value for the years of their growth."
    return paragraphs(
        f"Claims that state a yearly growth: {count_phrase(len(stated))}. Claims whose growth can "
        f"be checked with printed values: {count_phrase(len(known))}. Claims whose values imply "
        f"another growth: {count_phrase(len(off))}"
        f"{' (' + join_some(named) + ')' if named else ''}." + (f" {lack}" if others > 1 else "")
    )


def _off_by(
    claims: pd.DataFrame, finding: Finding | None, rate: "pd.Series[Any]", apart: str
) -> str:
    claim_id, base, implied = str(rate.name), "", rate["implied"]
    numbers = finding.numbers if finding else {}
    percents, span = numbers.get("implied_percent"), numbers.get("years")
    # The finding may begin at a later value than the claim's own base.
    if isinstance(percents, float) and isinstance(span, int):
        first = rate["to_year"] - span
        if first != rate["from_year"]:
            base, implied = f" from {first}", percents / 100
    who = ", ".join(filter(None, (short_citation(row_of(claims, claim_id)), apart)))
    stated = stated_growth_of(row_of(claims, claim_id))
    return f"{who} states {stated} where {percent(implied)} is implied{base}"


def rises(claims: pd.DataFrame, *, topic: str = "") -> Fragment:
    """Return which rises of a topic have a yearly rate, and which have none.

    Args:
        claims: the validated table.
        topic: a topic of the claims; empty: the one with most rises.

    Raises:
        UsageError: the claims have no such topic.

    Example:
        >>> words = mr.text.rises(claims, topic="ai_jobs").text
    """
    topic = known_topic(claims, topic) or rises_topic(claims)
    rows = claims[claims["topic"].eq(topic)]
    rates, apart = annualised(rows), distinctions(rows)
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
        parts.append(f"Not comparable: {join_some(named)}.")
    return paragraphs(" ".join(parts))


def _rate(
    claims: pd.DataFrame, claim_id: str, rate: "pd.Series[Any]", apart: "pd.Series[str]"
) -> str:
    claim = row_of(claims, claim_id)
    middle = f"the middle of {figure(claim)}" if claim["value"] is None else ""
    parts = ", ".join(filter(None, (_cited(claims, claim_id, apart), years(claim), middle)))
    return f"{percent(rate['rate'], 0)} a year ({parts})"


def _cited(claims: pd.DataFrame, claim_id: object, apart: "pd.Series[str]") -> str:
    """Return the citation of a claim, with the words that distinguish its quantity."""
    return ", ".join(filter(None, (short_citation(row_of(claims, claim_id)), apart[str(claim_id)])))
