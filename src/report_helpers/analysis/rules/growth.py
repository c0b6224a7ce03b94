"""Does the growth that a claim states follow from its end points?"""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from report_helpers.analysis.findings import Evidence, Finding, Number, rule
from report_helpers.analysis.growth import compound_annual_growth
from report_helpers.claims.wording import amount, between, ends

__all__ = ["growth_mismatch"]

NAMED = 2
"""Of the claims that state one rate, so many are remembered: the claim itself and another."""


@rule("growth-mismatch")
def growth_mismatch(evidence: Evidence) -> Iterator[Finding]:
    """The stated yearly growth does not lead from the base value to the end value.

    Checks: both ends stand for intervals, since their last digits are rounded; so does the stated
    rate. Where no rate in its interval leads from a base to an end in theirs, over the same years,
    it is a contradiction. The finding says what the ends imply, whether a base year one off would
    explain the rate, and which other row of the measure states it. Where the rate is stated for
    other years (`growth_from`, `growth_to`), the value that another row of the same document
    prints for those years is used; where none does, it is a caution with the value that the rate
    would need.

    Example: 26.03 in 2023 and 225.91 in 2030 imply 36.2 % a year; 39.2 % is stated.

    Limits: a rate without both ends, or without its years, cannot be checked.
    """
    rates, claims = evidence.rates, evidence.claims
    off = rates[rates["agrees"].eq(other=False).fillna(value=False).astype(bool)]
    stating = _stating(evidence)
    for claim_id, rate in off.iterrows():
        yield _mismatch(claims, str(claim_id), rate, stating)
    elsewhere = rates.index[rates["stated"].notna() & ~rates["same_window"]]
    printed = _printed_in_series(evidence, elsewhere)
    for claim_id in elsewhere:
        yield from _other_window(claims.loc[claim_id], rates.loc[claim_id], printed)


def _stating(evidence: Evidence) -> dict[tuple[Any, float], list[str]]:
    stated = evidence.rates["stated"].dropna().round(6)
    measures = evidence.claims["measure"].loc[stated.index]
    found: dict[tuple[Any, float], list[str]] = {}
    for claim_id, measure, rate in zip(stated.index, measures, stated, strict=True):
        known = found.setdefault((measure, rate), [])
        if len(known) < NAMED:
            known.append(str(claim_id))
    return found


def _mismatch(
    claims: pd.DataFrame,
    claim_id: str,
    rate: "pd.Series[Any]",
    stating: dict[tuple[Any, float], list[str]],
) -> Finding:
    claim = claims.loc[claim_id]
    years = int(claim["year"] - claim["base_year"])
    others = [
        other for other in stating[claim["measure"], round(rate["stated"], 6)] if other != claim_id
    ]
    shifted = _explaining_base_year(claim, rate)
    message = (
        f"{ends(claim)} imply {between(rate['implied_low'], rate['implied_high'])} "
        f"a year over {years} years; "
        f"{claim['growth_percent']} % is stated."
    )
    if shifted:
        message += f" A base year of {shifted} would explain it."
    else:
        message += " A base year one off would not explain it."
    if others:
        message += f" {claim['growth_percent']} % is the growth that {others[0]} states."
    return Finding(
        "growth-mismatch",
        "contradiction",
        (claim_id, *others[:1]),
        message,
        {
            **_in_percent(rate, "stated", "implied", "implied_low", "implied_high"),
            "years": years,
            "explained_by_base_year": shifted,
            "stated_by": others[0] if others else None,
        },
    )


def _in_percent(rate: "pd.Series[Any]", *names: str) -> dict[str, Number]:
    return {
        f"{name}_percent": None if pd.isna(rate[name]) else round(100 * float(rate[name]), 4)
        for name in names
    }


def _explaining_base_year(claim: "pd.Series[Any]", rate: "pd.Series[Any]") -> int | None:
    """Return the base year one off at which the ends would allow the stated growth."""
    years = int(claim["year"] - claim["base_year"])
    for step in (-1, 1):
        span = years - step
        if span < 1:
            continue
        low, high = (
            float((1 + rate[end]) ** (years / span) - 1) for end in ("implied_low", "implied_high")
        )
        if rate["stated_low"] <= high and low <= rate["stated_high"]:
            return int(claim["base_year"]) + step
    return None


Series = tuple[str, str, str]
Points = dict[tuple[Series, int], "pd.Series[Any]"]


def _series(claim: "pd.Series[Any]") -> Series:
    producer = "" if pd.isna(claim["producer"]) else claim["producer"]
    return claim["source_id"], producer, claim["measure"]


def _printed_in_series(evidence: Evidence, of: pd.Index) -> Points:
    """Return what the documents of these claims print of their measures, by year."""
    claims = evidence.claims
    wanted = claims.loc[of, ["source_id", "measure"]].drop_duplicates()
    near = claims[["source_id", "measure"]].rename_axis("claim_id").reset_index()
    ids = near.merge(wanted, on=["source_id", "measure"])["claim_id"]
    points = evidence.points[evidence.points["claim_id"].isin(ids)].dropna(subset=["year"])
    found: Points = {}
    for _, point in points.iterrows():
        found.setdefault((_series(claims.loc[point["claim_id"]]), int(point["year"])), point)
    return found


def _other_window(
    claim: "pd.Series[Any]", rate: "pd.Series[Any]", printed: Points
) -> Iterator[Finding]:
    first = claim["growth_from"] if pd.notna(claim["growth_from"]) else claim["base_year"]
    last = claim["growth_to"] if pd.notna(claim["growth_to"]) else claim["year"]
    if pd.isna(first) or pd.isna(last) or last <= first:
        return
    window = int(first), int(last)
    start, end = (printed.get((_series(claim), year)) for year in window)
    if start is not None and end is not None:
        yield from _over_window(claim, rate, window, start, end)
    elif start is not None:
        yield _needs(claim, rate, window, start, window[1])
    elif end is not None:
        yield _needs(claim, rate, window, end, window[0])


def _over_window(
    claim: "pd.Series[Any]",
    rate: "pd.Series[Any]",
    window: tuple[int, int],
    start: "pd.Series[Any]",
    end: "pd.Series[Any]",
) -> Iterator[Finding]:
    years = window[1] - window[0]
    low = float(compound_annual_growth(start["high"], end["low"], years))
    high = float(compound_annual_growth(start["low"], end["high"], years))
    if rate["stated_low"] <= high and low <= rate["stated_high"]:
        return
    implied = float(compound_annual_growth(start["middle"], end["middle"], years))
    message = (
        f"{amount(start['middle'], claim['unit'])} in {window[0]} and "
        f"{amount(end['middle'], claim['unit'])} in {window[1]} imply "
        f"{between(low, high)} a year; {claim['growth_percent']} % is stated "
        "for those years."
    )
    involved = dict.fromkeys([str(claim.name), str(start["claim_id"]), str(end["claim_id"])])
    yield Finding(
        "growth-mismatch",
        "contradiction",
        tuple(involved),
        message,
        {
            **_in_percent(rate, "stated"),
            "implied_percent": round(100 * implied, 4),
            "implied_low_percent": round(100 * low, 4),
            "implied_high_percent": round(100 * high, 4),
            "years": years,
        },
    )


def _needs(
    claim: "pd.Series[Any]",
    rate: "pd.Series[Any]",
    window: tuple[int, int],
    known: "pd.Series[Any]",
    year: int,
) -> Finding:
    years = window[1] - window[0]
    growth = float((1 + rate["stated"]) ** years)
    ahead = year == window[1]
    needed = known["middle"] * growth if ahead else known["middle"] / growth
    message = (
        f"{claim['growth_percent']} % a year is stated for {window[0]} to {window[1]}, and no "
        f"value of {year} is printed. {amount(known['middle'], claim['unit'])} in {known['year']} "
        f"{'times' if ahead else 'over'} {1 + rate['stated']:.5g}^{years} asks for "
        f"{amount(needed, claim['unit'])} in {year}."
    )
    numbers = {**_in_percent(rate, "stated", "implied"), "year": year}
    needs = float(f"{needed:.6g}")
    return Finding(
        "growth-mismatch", "caution", (str(claim.name),), message, {**numbers, "needed": needs}
    )
