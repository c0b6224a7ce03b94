"""Does the growth that a claim states follow from its end points?"""

import math
from collections.abc import Iterator

import numpy as np
import pandas as pd

from report_helpers.analysis.growth import compound_annual_growth, growth_interval
from report_helpers.audit.findings import AuditContext, Finding, Number, rule
from report_helpers.audit.row_records import SAID, Record, records
from report_helpers.claims.units import dimensions
from report_helpers.claims.wording import amount, between, count_phrase, ends

__all__ = ["growth_mismatch"]

NAMED = 2
"""Of the claims that state one rate, so many are looked at: the claim itself and another."""
SERIES = ["source_id", "producer", "edition", "measure", "region"]
"""What must be alike for points to stand for the ends of a window."""
BOUNDS = ["low", "middle", "high"]


@rule("growth-mismatch")
def growth_mismatch(context: AuditContext) -> Iterator[Finding]:
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
    yield from _mismatches(context)
    windows = _windows(context)
    known = windows["middle_start"].notna(), windows["middle_end"].notna()
    for claim in records(_apart(windows[known[0] & known[1]])):
        yield _over_window(claim)
    for claim in records(_needing(windows[known[0] ^ known[1]])):
        yield _needs(claim)


def _mismatches(context: AuditContext) -> Iterator[Finding]:
    rates = context.rates
    off = rates[rates["agrees"].eq(other=False).fillna(value=False).astype(bool)]
    rows = context.claims.loc[off.index, [*SAID, "measure"]].join(off)
    for claim in records(rows.assign(stated_by=_also_stated(context, rows))):
        yield _mismatch(claim)


def _also_stated(context: AuditContext, rows: pd.DataFrame) -> "pd.Series[str]":
    """Return, for each row, another claim of its measure that states its rate, if there is one."""
    keys = ["measure", "rate"]
    stating = context.claims[["measure"]].join(context.rates["stated"].round(6).rename("rate"))
    firsts = stating.dropna().groupby(keys, sort=False).head(NAMED).reset_index(names="other")
    pairs = rows.assign(rate=rows["stated"].round(6))[keys].reset_index().merge(firsts, on=keys)
    others = pairs[pairs["other"].ne(pairs["claim_id"])].drop_duplicates("claim_id")
    return others.set_index("claim_id")["other"].astype(object)


def _mismatch(claim: Record) -> Finding:
    years, stated = int(claim["year"] - claim["base_year"]), claim["growth_percent"]
    other = claim["stated_by"] if isinstance(claim["stated_by"], str) else None
    shifted = _explaining_base_year(claim)
    message = (
        f"{ends(claim)} imply {between(claim['implied_low'], claim['implied_high'])} "
        f"a year over {count_phrase(years, 'year')}; {stated} % is stated."
    )
    if shifted:
        message += f" A base year of {shifted} would explain it."
    else:
        message += " A base year one off would not explain it."
    if other:
        message += f" {stated} % is the growth that {other} states."
    return Finding(
        "growth-mismatch",
        "contradiction",
        (claim["claim_id"], *([other] if other else [])),
        message,
        {
            **_in_percent(claim, "stated", "implied", "implied_low", "implied_high"),
            "years": years,
            "explained_by_base_year": shifted,
            "stated_by": other,
        },
    )


def _in_percent(claim: Record, *names: str) -> dict[str, Number]:
    return {
        f"{name}_percent": round(100 * claim[name], 4) if math.isfinite(claim[name]) else None
        for name in names
    }


def _explaining_base_year(claim: Record) -> int | None:
    """Return the base year one off at which the ends would allow the stated growth."""
    years = int(claim["year"] - claim["base_year"])
    for step in (-1, 1):
        span = years - step
        if span < 1:
            continue
        with np.errstate(over="ignore"):
            low, high = (
                float(np.float64(1 + claim[end]) ** (years / span) - 1)
                for end in ("implied_low", "implied_high")
            )
        if claim["stated_low"] <= high and low <= claim["stated_high"]:
            return int(claim["base_year"]) + step
    return None


def _windows(context: AuditContext) -> pd.DataFrame:
    """Return the claims that state their growth for other years, with what is known of these.

    Columns, beside some of the claims' and rates' own: `first` and `last` (years), and the
    points `low`, `middle`, `high` and `point` (a claim's id), each with `_start` and `_end`.
    """
    claims, rates = context.claims, context.rates
    other = rates[rates["stated"].notna() & ~rates["same_window"]]
    columns = [*SAID, "growth_from", "growth_to"]
    rows = claims.loc[other.index, columns].join(other)
    rows = rows.assign(
        first=rows["growth_from"].fillna(rows["base_year"]),
        last=rows["growth_to"].fillna(rows["year"]),
    ).dropna(subset=["first", "last"])
    rows = rows[rows["first"] < rows["last"]].astype({"first": int, "last": int})
    series = _series(claims, rows.index)
    rows = rows.join(series).rename_axis("claim_id").reset_index()
    printed = _printed_in_series(context, series)
    for year, end in (("first", "start"), ("last", "end")):
        found = printed.add_suffix(f"_{end}").rename(columns={f"series_{end}": "series"})
        rows = rows.merge(found, how="left", left_on=["series", year],
                          right_on=["series", f"year_{end}"])  # fmt: skip
    return rows.set_index("claim_id")


def _series(claims: pd.DataFrame, of: pd.Index) -> "pd.Series[int]":
    """Return the number of the series of each level claim in the documents of these claims."""
    documents = claims["source_id"].loc[of].unique()
    near = claims[claims["source_id"].isin(documents) & claims["metric"].eq("level")]
    keys = near[SERIES].assign(dimension=dimensions(near["unit"]))
    return keys.groupby(list(keys.columns), dropna=False, sort=False).ngroup().rename("series")


def _printed_in_series(context: AuditContext, series: "pd.Series[int]") -> pd.DataFrame:
    """Return what the series print, a row a year: the first that each prints of it."""
    points = context.points.rename(columns={"claim_id": "point"})[["point", "year", *BOUNDS]]
    points = points.join(series, on="point", how="inner").dropna(subset=["year"])
    return points.drop_duplicates(["series", "year"]).astype({"year": int})


def _apart(windows: pd.DataFrame) -> pd.DataFrame:
    """Return the claims whose growth the points of its years do not allow, with what they imply."""
    start, end = (
        windows[[f"{bound}_{which}" for bound in BOUNDS]].set_axis(BOUNDS, axis=1)
        for which in ("start", "end")
    )
    years = windows["last"] - windows["first"]
    implied = growth_interval(start, end, years)
    rows = windows.assign(
        implied=compound_annual_growth(start["middle"], end["middle"], years),
        implied_low=implied["low"],
        implied_high=implied["high"],
    )
    meets = (rows["stated_low"] <= implied["high"]) & (implied["low"] <= rows["stated_high"])
    return rows[~meets]


def _over_window(claim: Record) -> Finding:
    first, last, unit = claim["first"], claim["last"], claim["unit"]
    message = (
        f"{amount(claim['middle_start'], unit)} in {first} and "
        f"{amount(claim['middle_end'], unit)} in {last} imply "
        f"{between(claim['implied_low'], claim['implied_high'])} a year; "
        f"{claim['growth_percent']} % is stated for those years."
    )
    involved = dict.fromkeys([claim["claim_id"], claim["point_start"], claim["point_end"]])
    numbers = _in_percent(claim, "stated", "implied", "implied_low", "implied_high")
    return Finding(
        "growth-mismatch",
        "contradiction",
        tuple(involved),
        message,
        {**numbers, "years": last - first},
    )


def _needing(windows: pd.DataFrame) -> pd.DataFrame:
    """Return the claims with the value that their growth asks for at the end that is not known."""
    ahead = windows["middle_start"].notna()
    known = windows["middle_start"].fillna(windows["middle_end"])
    with np.errstate(over="ignore", divide="ignore"):
        growth = (1 + windows["stated"].clip(lower=-1)) ** (windows["last"] - windows["first"])
        needed = (known * growth).where(ahead, known / growth)
    rows = windows.assign(ahead=ahead, known=known, needed=needed)
    # Nothing follows from a loss of all, or from a growth beyond all numbers.
    return rows[needed.gt(0) & needed.lt(math.inf)]


def _needs(claim: Record) -> Finding:
    first, last, ahead, unit = claim["first"], claim["last"], claim["ahead"], claim["unit"]
    known, missing = (first, last) if ahead else (last, first)
    message = (
        f"{claim['growth_percent']} % a year is stated for {first} to {last}, and no "
        f"value of {missing} is printed. {amount(claim['known'], unit)} in {known} "
        f"{'times' if ahead else 'over'} {1 + claim['stated']:.5g}^{last - first} asks for "
        f"{amount(claim['needed'], unit)} in {missing}."
    )
    return Finding(
        "growth-mismatch",
        "caution",
        (claim["claim_id"],),
        message,
        {
            **_in_percent(claim, "stated", "implied"),
            "year": missing,
            "needed": float(f"{claim['needed']:.6g}"),
        },
    )
