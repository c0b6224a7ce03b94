"""How far producers are apart, and what has become of their figures since."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pandas as pd

from report_helpers.analysis.backtest import backtest
from report_helpers.analysis.comparison import spread
from report_helpers.analysis.findings import Evidence, Finding, Number, rule
from report_helpers.claims.wording import amount, figure, percent

__all__ = ["sources_disagree", "stale", "target_passed"]

FACTOR = 2.0
"""Producers further apart than this disagree."""
STALE_YEARS = 3
"""A publication older than this many years is stale."""


@rule("sources-disagree")
def sources_disagree(evidence: Evidence) -> Iterator[Finding]:
    """Producers of one measure are further apart than a factor of two in one year.

    Checks: for each measure and year, the lowest and the highest of the producers' latest
    editions; a path counts at the years between its ends. One finding a measure, for the year in
    which they are furthest apart, with the number of years in which they disagree.

    Example: market revenue in 2030 between 73 and 528 billion dollars.

    Limits: producers may draw the line around a measure differently; the factor says how much
    depends on whom one quotes, not who is wrong.
    """
    claims = evidence.claims
    apart = spread(claims)
    apart = apart[apart["factor"] > FACTOR]
    for measure, rows in apart.groupby("measure", sort=False):
        widest = rows.loc[rows["factor"].idxmax()]
        unit = claims.loc[widest["low_claim"], "unit"]
        yield Finding(
            "sources-disagree",
            "note",
            (str(widest["high_claim"]), str(widest["low_claim"])),
            f"{measure} in {widest['year']}: {amount(widest['high'], unit)} over "
            f"{amount(widest['low'], unit)} is a factor of {widest['factor']:.1f}; "
            f"{widest['producers']} producers, more than a factor of {FACTOR:g} apart in "
            f"{len(rows)} years.",
            {
                "factor": round(float(widest["factor"]), 4),
                "year": int(widest["year"]),
                "producers": int(widest["producers"]),
                "years": len(rows),
            },
        )


@rule("target-passed")
def target_passed(evidence: Evidence) -> Iterator[Finding]:
    """The target year of a projection has passed.

    Checks: projections whose year is before that of `as_of`. Where a row of role `actual` gives
    the outcome of that measure and year, the projection is scored: its error, its direction and,
    where it has a base, the share of the way from there to the outcome that it foresaw. Where
    none does, an outcome is due.

    Example: business value of 3,923 billion dollars projected for 2022, read in 2026.

    Limits: the outcome is as good as its own source.
    """
    for row in backtest(evidence.claims, year=evidence.as_of.year).itertuples():
        claim = evidence.claims.loc[row.Index]
        if pd.isna(row.actual):
            yield _due(str(row.Index), claim)
        else:
            yield _scored(str(row.Index), claim, row)


def _due(claim_id: str, claim: "pd.Series[Any]") -> Finding:
    message = f"{figure(claim)} was projected for {claim['year']}; an outcome is due."
    return Finding("target-passed", "note", (claim_id,), message, {"year": int(claim["year"])})


def _scored(claim_id: str, claim: "pd.Series[Any]", row: Any) -> Finding:
    message = (
        f"{figure(claim)} was projected for {claim['year']} and "
        f"{amount(row.actual, claim['unit'])} came: {percent(row.error)} "
        f"({'too high' if row.error > 0 else 'too low' if row.error < 0 else 'exact'})."
    )
    numbers: dict[str, Number] = {
        "year": int(claim["year"]),
        "error_percent": round(100 * row.error, 4),
    }
    if pd.notna(row.share_of_gap):
        message += f" It foresaw {percent(row.share_of_gap, 0)} of the way from its base."
        numbers["share_of_gap_percent"] = round(100 * row.share_of_gap, 4)
    return Finding("target-passed", "note", (claim_id, str(row.actual_id)), message, numbers)


@rule("stale")
def stale(evidence: Evidence) -> Iterator[Finding]:
    """The publication that a figure belongs to is old.

    Checks: rows published more than three years before `as_of`. A publication known by its year
    alone counts from the end of that year.

    Example: a forecast of 2017, quoted in 2026.

    Limits: an old figure of an old year is not wrong; a cited row has no date of its own, its
    original has.
    """
    claims = evidence.claims
    limit = _years_before(evidence.as_of, STALE_YEARS)
    published = claims["published"].dropna()
    latest = published + published.str.len().map({4: "-12-31", 7: "-31", 10: ""}).astype("str")
    for claim_id in published.index[latest < limit]:
        claim = claims.loc[claim_id]
        yield Finding(
            "stale",
            "note",
            (str(claim_id),),
            f"Published {claim['published']}, more than {STALE_YEARS} years before "
            f"{evidence.as_of}.",
            {"published": str(claim["published"]), "limit_years": STALE_YEARS},
        )


def _years_before(day: date, number: int) -> str:
    # As text: it is compared with dates that are known to the month or the year alone.
    return f"{day.year - number:04d}-{day.month:02d}-{day.day:02d}"
