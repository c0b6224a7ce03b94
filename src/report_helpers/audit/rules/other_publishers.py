"""How far producers are apart, and what has become of their figures since."""

import math
from collections.abc import Iterator
from datetime import date

import numpy as np
import pandas as pd

from report_helpers.analysis.backtest import backtest
from report_helpers.analysis.comparison import values_by_year
from report_helpers.analysis.growth import floats, value_intervals
from report_helpers.audit.findings import AuditContext, Finding, Number, rule
from report_helpers.audit.row_records import SAID, Record, records
from report_helpers.claims.units import dimensions, printed_intervals
from report_helpers.claims.wording import amount, count_phrase, figure, fixed, percent

__all__ = ["sources_disagree", "stale", "target_passed"]

FACTOR = 2.0
"""Producers further apart than this disagree."""
STALE_YEARS = 3
"""A publication older than this many years is stale."""


@rule("sources-disagree")
def sources_disagree(context: AuditContext) -> Iterator[Finding]:
    """Producers of one measure are further apart than a factor of two in one year.

    Checks: for each measure, place and year, the lowest and the highest of the producers' latest
    editions, of a range the nearer end; a path counts at the years between its ends. One finding
    a measure, for the year in which they are furthest apart, with the number of years in which
    they disagree. The factor must hold for all that the last digits allow.

    Example: market revenue in 2030 between 73 and 528 billion dollars.

    Limits: producers may draw the line around a measure differently; the factor says how much
    depends on whom one quotes, not who is wrong.
    """
    apart = _far_apart(context.claims)
    years = apart.groupby("thing")["year"].size()
    widest = apart.sort_values("factor", kind="stable", ascending=False).drop_duplicates("thing")
    told = context.claims[["title", "unit"]]
    widest = widest.assign(years=widest["thing"].map(years)).join(told, on="low_claim")
    for row in records(widest):
        yield _disagree(row)


def _far_apart(claims: pd.DataFrame) -> pd.DataFrame:
    """Return the lowest and the highest producer of each thing and year that are far apart.

    Columns: `thing` (measure, region and dimension), `year`, `producers` (count), `low`, `high`
    (of a range its nearer end), `factor`, `low_claim`, `high_claim`.
    """
    level = claims[claims["metric"].eq("level") & claims["role"].ne("actual")]
    keys = [level["measure"], level["region"], dimensions(level["unit"])]
    thing = level["unit"].groupby(keys, dropna=False, sort=False).ngroup()
    values = values_by_year(level.assign(measure=thing)).rename(columns={"measure": "thing"})
    found = values.groupby(["thing", "year"], sort=False).agg(
        producers=("producer", "size"),
        low=("high", "min"),
        high=("low", "max"),
        low_claim=("high", "idxmin"),
        high_claim=("low", "idxmax"),
    )
    found = found.assign(factor=found["high"] / found["low"]).reset_index()
    found = found[found["factor"] > FACTOR]
    ends = {name: values["claim_id"].loc[found[name]].array for name in ("low_claim", "high_claim")}
    found = found.assign(**ends)
    loose = _looseness(claims.loc[pd.unique(np.concatenate(list(ends.values())))])
    room = found["low_claim"].map(loose["above"]) * found["high_claim"].map(loose["below"])
    return found[found["factor"] / room > FACTOR]


def _looseness(rows: pd.DataFrame) -> pd.DataFrame:
    """Return by which factors a row's figures may be higher (`above`) and lower (`below`)."""
    ends, bases = value_intervals(rows), printed_intervals(rows["base_value"])
    value, base = floats(rows["value"]), floats(rows["base_value"])
    above = [ends["high"] / value.fillna(floats(rows["value_high"])), bases["high"] / base]
    below = [
        value.fillna(floats(rows["value_low"])) / ends["low"].clip(lower=0),
        base / bases["low"].clip(lower=0),
    ]
    return pd.DataFrame(
        {
            "above": pd.concat(above, axis=1).max(axis=1),
            "below": pd.concat(below, axis=1).max(axis=1),
        }
    )


def _disagree(row: Record) -> Finding:
    return Finding(
        "sources-disagree",
        "note",
        (row["high_claim"], row["low_claim"]),
        f"{row['title']}, {row['year']}: {amount(row['high'], row['unit'])} over "
        f"{amount(row['low'], row['unit'])} is a factor of {fixed(row['factor'])}; "
        f"{count_phrase(row['producers'], 'producer')}, more than a factor of {FACTOR:g} apart in "
        f"{count_phrase(row['years'], 'year')}.",
        {
            "factor": round(row["factor"], 4),
            "year": row["year"],
            "producers": row["producers"],
            "years": row["years"],
        },
    )


@rule("target-passed")
def target_passed(context: AuditContext) -> Iterator[Finding]:
    """The target year of a projection has passed.

    Checks: projections whose year is before that of `as_of`. Where a row of role `actual` gives
    the outcome of that measure and year, the projection is scored: its error, its direction and,
    where it has a base, the share of the way from there to the outcome that it foresaw. Where
    none does, an outcome is due.

    Example: business value of 3,923 billion dollars projected for 2022, read in 2026.

    Limits: the outcome is as good as its own source.
    """
    scored = backtest(context.claims, year=context.as_of.year)
    for row in records(scored.join(context.claims[SAID])):
        yield _due(row) if math.isnan(row["actual"]) else _scored(row)


def _due(row: Record) -> Finding:
    message = f"{figure(row)} was projected for {row['year']}; an outcome is due."
    return Finding("target-passed", "note", (row["claim_id"],), message, {"year": row["year"]})


def _scored(row: Record) -> Finding:
    error: float = row["error"]
    share: float = row["share_of_gap"]
    message = (
        f"{figure(row)} was projected for {row['year']} and "
        f"{amount(row['actual'], row['unit'])} came: {percent(error)} "
        f"({'too high' if error > 0 else 'too low' if error < 0 else 'exact'})."
    )
    numbers: dict[str, Number] = {"year": row["year"], "error_percent": round(100 * error, 4)}
    if math.isfinite(share):
        message += f" It foresaw {percent(share, 0)} of the way from its base."
        numbers["share_of_gap_percent"] = round(100 * share, 4)
    return Finding("target-passed", "note", (row["claim_id"], row["actual_id"]), message, numbers)


@rule("stale")
def stale(context: AuditContext) -> Iterator[Finding]:
    """The publication that a figure belongs to is old.

    Checks: rows published more than three years before `as_of`. A publication known by its year
    alone counts from the end of that year.

    Example: a forecast of 2017, quoted in 2026.

    Limits: an old figure of an old year is not wrong; a cited row has no date of its own, its
    original has.
    """
    limit = _years_before(context.as_of, STALE_YEARS)
    published = context.claims["published"].dropna()
    last_day = published.str.len().map({4: "-12-31", 7: "-31", 10: ""}).astype("str")
    old = published[published + last_day < limit]
    for claim_id, day in old.items():
        yield Finding(
            "stale",
            "note",
            (str(claim_id),),
            f"Published {day}, more than {count_phrase(STALE_YEARS, 'year')} before "
            f"{context.as_of}.",
            {"published": day, "limit_years": STALE_YEARS},
        )


def _years_before(day: date, number: int) -> str:
    # As text: it is compared with dates that are known to the month or the year alone.
    return f"{day.year - number:04d}-{day.month:02d}-{day.day:02d}"
