"""Who said it, of whom, over which years, and how often the same figure counts."""

from collections.abc import Iterator

import pandas as pd

from report_helpers.analysis.findings import Evidence, Finding, rule
from report_helpers.claims.wording import figure, listed

__all__ = [
    "attribution_missing",
    "original_not_found",
    "period_missing",
    "repeat",
    "sample_missing",
    "shared_origin",
]

FIGURES = ["metric", "unit", "qualifier", "base_year", "year"]
DECIMALS = ["base_value", "value", "value_low", "value_high"]


@rule("repeat")
def repeat(evidence: Evidence) -> Iterator[Finding]:
    """A claim is printed again.

    Checks: rows that name the claim they repeat, and cited rows that print the figures of an
    earlier cited row of their document, for the same measure and years.

    Example: the same rise of 10 %, credited to the same index, in two sections.

    Limits: a figure printed again with other digits is not recognised.
    """
    claims = evidence.claims
    named = claims["repeats_id"].dropna()
    cited = claims[claims["role"].eq("cited") & claims["repeats_id"].isna()]
    keys = cited[["source_id", "measure", *FIGURES]].assign(
        **{column: cited[column].map(str) for column in DECIMALS}
    )
    first = keys.groupby(list(keys.columns), dropna=False, sort=False).ngroup()
    firsts = pd.Series(first.index, index=first).groupby(level=0).first()
    earlier = first.map(firsts)
    unnamed = earlier[earlier.ne(earlier.index.to_series())]
    for claim_id, other in pd.concat([named, unnamed]).items():
        yield Finding(
            "repeat",
            "note",
            (str(claim_id), str(other)),
            f"{figure(claims.loc[claim_id])} is {other} printed again: one figure, not two.",
        )


@rule("shared-origin", about_all=True)
def shared_origin(evidence: Evidence) -> Iterator[Finding]:
    """Claims that look independent go back to one original.

    Checks: cited claims with the same original, leaving out those that name the claim they
    repeat. Two claims with one original are one piece of evidence.

    Example: a range credited to a study, and the study's own figure credited to nobody.

    Limits: originals that themselves share an origin are not seen through.
    """
    claims = evidence.claims
    cited = claims[claims["role"].eq("cited") & claims["repeats_id"].isna()]
    cited = cited.dropna(subset=["original_id"])
    several = cited.groupby("original_id")["topic"].transform("size") > 1
    for original_id, group in cited[several].groupby("original_id", sort=False):
        ids = [str(claim_id) for claim_id in group.index]
        yield Finding(
            "shared-origin",
            "caution",
            (*ids, str(original_id)),
            f"{listed(ids)} go back to one original, {original_id}: one piece of evidence, "
            f"counted {len(ids)} times.",
            {"claims": len(ids)},
        )


@rule("attribution-missing")
def attribution_missing(evidence: Evidence) -> Iterator[Finding]:
    """A cited figure is credited to nobody.

    Checks: cited rows without a producer.

    Example: a market size printed without saying whose estimate it is.

    Limits: that an original was found all the same does not mend the article's silence.
    """
    claims = evidence.claims
    cited = claims[claims["role"].eq("cited") & claims["producer"].isna()]
    for claim_id, claim in cited.iterrows():
        message = f"{figure(claim) or 'The figure'} is credited to nobody."
        yield Finding("attribution-missing", "caution", (str(claim_id),), message)


@rule("period-missing")
def period_missing(evidence: Evidence) -> Iterator[Finding]:
    """A change or a rate is printed without its window.

    Checks: changes, multiples and growth rates that lack their first or their last year.

    Example: a jump of 74 %, over an unknown number of years.

    Limits: growth stated beside a level is the business of `growth-mismatch`.
    """
    claims = evidence.claims
    moving = claims[claims["metric"].isin(["change", "multiple", "growth_rate"])]
    for claim_id, claim in moving[moving["base_year"].isna() | moving["year"].isna()].iterrows():
        known = [str(claim[end]) for end in ("base_year", "year") if pd.notna(claim[end])]
        only = f" (only {known[0]} is)" if known else ""
        yield Finding(
            "period-missing",
            "caution",
            (str(claim_id),),
            f"{figure(claim)}: the years it is over are not printed{only}, so that no yearly "
            "rate follows.",
        )


@rule("original-not-found")
def original_not_found(evidence: Evidence) -> Iterator[Finding]:
    """The original of a cited figure was searched for and not found.

    Checks: cited rows whose evidence is `not_found`.

    Example: a share credited to a survey that no page could be found of.

    Limits: a search that finds nothing proves nothing.
    """
    claims = evidence.claims
    lost = claims[claims["role"].eq("cited") & claims["evidence"].eq("not_found")]
    for claim_id, claim in lost.iterrows():
        who = claim["producer"] if pd.notna(claim["producer"]) else "anybody"
        message = f"No page was found on which {who} prints {figure(claim)}."
        yield Finding("original-not-found", "note", (str(claim_id),), message)


@rule("sample-missing")
def sample_missing(evidence: Evidence) -> Iterator[Finding]:
    """A share does not say of whom it is.

    Checks: shares without a sample.

    Example: 70 % of employers, without how many were asked, or where.

    Limits: a sample that is named may still be too small to mean anything.
    """
    claims = evidence.claims
    for claim_id, claim in claims[
        claims["metric"].eq("share") & claims["sample"].isna()
    ].iterrows():
        message = f"{figure(claim)}: of whom is not said."
        yield Finding("sample-missing", "note", (str(claim_id),), message)
