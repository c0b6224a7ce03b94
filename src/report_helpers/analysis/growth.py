"""Stated growth, and growth implied by the end points of claims, as fractions a year."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from report_helpers.analysis.intervals import printed_intervals
from report_helpers.claims.units import factors

__all__ = [
    "annualised",
    "compound_annual_growth",
    "floats",
    "growth_interval",
    "growth_rates",
    "middles",
    "on_path",
    "paths",
    "stated_growth_intervals",
    "stated_growths",
    "value_intervals",
    "yearly_steps",
    "years_along",
]

TOTAL_METRICS = ("change", "multiple")
"""Metrics whose value is the total growth over the window; a ratio is not growth."""
STATED = ("growth_percent", "growth_low", "growth_high")
"""The columns of a stated growth, and of a printed range of it."""
Years = npt.NDArray[np.int64]
TINY = float(np.finfo(float).tiny)


def compound_annual_growth(base: Any, end: Any, years: Any) -> Any:
    """Return the compound annual growth rate from `base` to `end` over `years`.

    (end / base) ** (1 / years) - 1, a fraction (0.2 is 20 %). Accepts numbers or columns; `NaN`
    where base, end or years are not positive.
    """
    base, end, years = (np.asarray(part, dtype=float) for part in (base, end, years))
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        rate = (end / base) ** (1 / years) - 1
    return np.where((base > 0) & (end > 0) & (years > 0), rate, np.nan)


def growth_interval(base: pd.DataFrame, end: pd.DataFrame, years: Any) -> pd.DataFrame:
    """Return the lowest and highest growth rate between two intervals.

    Args:
        base: the interval of the base: columns `low` and `high`; an open end is infinite.
        end: the interval of the end, with the same columns and index.
        years: the years between the two, a number or a column.

    Returns:
        Columns `low` (never below -1) and `high`, fractions a year, same index.
    """
    least = compound_annual_growth(base["high"], end["low"], years)
    # An end without a positive lower bound allows -100 %; clip a base without one to `TINY`.
    least = np.where(end["low"] <= 0, -1.0, least)
    most = compound_annual_growth(base["low"].clip(lower=TINY), end["high"], years)
    return pd.DataFrame({"low": least, "high": most}, index=base.index)


def floats(column: "pd.Series[Any]") -> "pd.Series[float]":
    """Return a column of printed decimals or whole years as floats, missing as `NaN`."""
    return column.astype(float)


def middles(table: pd.DataFrame) -> "pd.Series[float]":
    """Return each claim's value, or the middle of its range, in the row's unit."""
    return floats(table["value"]).fillna(
        (floats(table["value_low"]) + floats(table["value_high"])) / 2
    )


def value_intervals(table: pd.DataFrame) -> pd.DataFrame:
    """Return the interval that each claim's value or range allows, in the row's unit.

    Columns `low`, `high`. A printed range extends from the low end of its lower number's interval
    to the high end of its upper number's. Same index as `table`.
    """
    return _intervals(table, ("value", "value_low", "value_high"), table["qualifier"])


def base_intervals(table: pd.DataFrame) -> pd.DataFrame:
    """Return the interval that each claim's base value allows: `low`, `high`, in the row's unit."""
    return printed_intervals(table["base_value"], table["base_qualifier"])


def stated_growths(table: pd.DataFrame) -> "pd.Series[float]":
    """Return each claim's stated growth, or the middle of its range, a fraction a year."""
    low, high = floats(table["growth_low"]), floats(table["growth_high"])
    return floats(table["growth_percent"]).fillna((low + high) / 2) / 100


def stated_growth_intervals(table: pd.DataFrame) -> pd.DataFrame:
    """Return the interval that each claim's stated growth or range allows, fractions a year.

    Columns `low`, `high`, as in `value_intervals`.
    """
    return _intervals(table, STATED, table["growth_qualifier"]) / 100


def _intervals(
    table: pd.DataFrame, names: tuple[str, str, str], hedges: "pd.Series[Any]"
) -> pd.DataFrame:
    single, lower, upper = (printed_intervals(table[name], hedges) for name in names)
    low, high = single["low"].fillna(lower["low"]), single["high"].fillna(upper["high"])
    return pd.DataFrame({"low": low, "high": high})


def growth_rates(table: pd.DataFrame) -> pd.DataFrame:
    """Return stated and implied growth of every `level` claim that has either.

    Columns: `stated`, `stated_low`, `stated_high` (as printed, with its interval; the middle of a
    printed range), `implied`, `implied_low`, `implied_high` (from the end points and their
    intervals), all fractions a year, infinite at an open end; `from_year`, `to_year` (of the end
    points); `same_window` (the growth is stated for these years); `agrees` (the two intervals
    meet; missing if either growth is missing or the windows differ).
    """
    either = table[[*STATED, "base_value"]].notna().any(axis=1)
    rows = table[table["metric"].eq("level") & either]
    years = floats(rows["year"]) - floats(rows["base_year"])
    stated = stated_growth_intervals(rows)
    implied = growth_interval(base_intervals(rows), value_intervals(rows), years)
    rates = pd.DataFrame(
        {
            "stated": stated_growths(rows),
            "stated_low": stated["low"],
            "stated_high": stated["high"],
            "implied": compound_annual_growth(floats(rows["base_value"]), middles(rows), years),
            "implied_low": implied["low"],
            "implied_high": implied["high"],
            "from_year": rows["base_year"],
            "to_year": rows["year"],
            "same_window": _same_window(rows),
        },
        index=rows.index,
    )
    rates["agrees"] = _agrees(rates)
    return rates.dropna(how="all", subset=["stated", "implied"])


def _same_window(rows: pd.DataFrame) -> "pd.Series[bool]":
    starts = rows["growth_from"].fillna(rows["base_year"]).eq(rows["base_year"])
    ends = rows["growth_to"].fillna(rows["year"]).eq(rows["year"])
    return (starts & ends).fillna(value=False).astype(bool)


def _agrees(rates: pd.DataFrame) -> "pd.Series[Any]":
    meets = (rates["stated_low"] <= rates["implied_high"]) & (
        rates["implied_low"] <= rates["stated_high"]
    )
    known = rates["stated"].notna() & rates["implied"].notna() & rates["same_window"]
    return meets.astype("boolean").where(known)


def annualised(table: pd.DataFrame) -> pd.DataFrame:
    """Convert every growth, change, multiple, ratio and `level` with a base to a yearly rate.

    Columns: `rate`, `rate_low`, `rate_high` (fractions a year, `NaN` if not possible), `years`
    (length of the window), `comparable` (whether there is a rate), and `reason`: how the rate
    was derived, or why there is none.
    """
    metric = table["metric"]
    kinds = ["growth_rate", *TOTAL_METRICS, "ratio"]
    rows = table[metric.isin(kinds) | (metric.eq("level") & table["base_value"].notna())]
    years = floats(rows["year"]) - floats(rows["base_year"])
    middle = _yearly(rows, middles(rows), years, floats(rows["base_value"]))
    ends = value_intervals(rows)
    bases = base_intervals(rows)
    impossible = middles(rows).notna() & years.notna() & rows["metric"].ne("ratio")
    reason = _reasons(rows["metric"], years)
    reason = reason.mask(middle.isna() & impossible, "no growth leads there")
    ranges = middle.notna() & rows["value"].isna()
    reason = reason.mask(ranges, reason + ", at the middle of the printed range")
    return pd.DataFrame(
        {
            "rate": middle,
            "rate_low": _yearly(rows, ends["low"], years, bases["high"]),
            "rate_high": _yearly(rows, ends["high"], years, bases["low"]),
            "years": years,
            "comparable": middle.notna(),
            "reason": reason,
        },
        index=rows.index,
    )


def _yearly(
    rows: pd.DataFrame,
    value: "pd.Series[float]",
    years: "pd.Series[float]",
    base: "pd.Series[float]",
) -> "pd.Series[float]":
    metric = rows["metric"]
    as_printed = (value / 100).where(metric.eq("growth_rate") & value.gt(-100))
    factor = (1 + value / 100).where(metric.eq("change") & rows["unit"].eq("percent"))
    factor = factor.fillna(value.where(metric.eq("multiple")))
    factor = factor.fillna((value / base).where(metric.eq("level")))
    compounded = pd.Series(compound_annual_growth(1.0, factor, years), index=rows.index)
    return as_printed.fillna(compounded)


def _reasons(metric: "pd.Series[str]", years: "pd.Series[float]") -> "pd.Series[str]":
    total = years.map(
        lambda n: f"total over {n:.0f} year{'s' if n != 1 else ''}, as a yearly rate",
        na_action="ignore",
    )
    total = total.astype(object).fillna("no window is printed")
    special = metric.map(
        {
            "growth_rate": "a yearly rate as printed",
            "ratio": "relative to something else, not a growth of its own",
        }
    )
    return special.fillna(total)


def paths(table: pd.DataFrame) -> pd.DataFrame:
    """Return the path of every `level` claim with both ends at constant growth, a row a year.

    Columns: `claim_id`, `year` (int), `value` (base units: dollars, pieces) on the path through
    the end points, and `stated_value`: the value from the same base at the stated growth (`NaN`
    if no growth is stated for the same years).
    """
    ends = table[["base_year", "base_value", "year", "value"]].notna().all(axis=1)
    rows = table[table["metric"].eq("level") & ends]
    row, step = years_along(rows["base_year"], rows["year"])
    span = floats(rows["year"]).to_numpy() - floats(rows["base_year"]).to_numpy()
    factor = factors(rows["unit"]).to_numpy(dtype=float)
    base = floats(rows["base_value"]).to_numpy() * factor
    end = floats(rows["value"]).to_numpy() * factor
    stated = stated_growths(rows).where(_same_window(rows)).to_numpy()
    with np.errstate(over="ignore", invalid="ignore"):
        # A source may print a growth of -100 % or less: it has no path.
        led = np.where(stated[row] > -1, base[row] * (1 + stated[row]) ** step, np.nan)
    return pd.DataFrame(
        {
            "claim_id": rows.index.to_numpy()[row],
            "year": rows["base_year"].to_numpy(dtype=int)[row] + step,
            "value": on_path(base[row], end[row], step / span[row]),
            "stated_value": led,
        }
    )


def years_along(start: Any, end: Any) -> tuple[Years, Years]:
    """Return, for each year of each path, the path's position and the years since its start.

    Args:
        start: the first year of each path, a column or an array.
        end: the last year of each path, in the same order.
    """
    count = np.asarray(end - start, dtype=int) + 1
    row = np.repeat(np.arange(len(count)), count)
    return row, np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count)


def on_path(base: Any, end: Any, share: Any) -> Any:
    """Return the value of a constant-growth path after a share of its years; exact at its ends."""
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        return np.where(share == 1, end, base * (end / base) ** share)


def yearly_steps(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the printed values of one series by year, and the growth between them.

    Args:
        rows: `level` rows of one measure, unit and edition.

    Returns:
        One row per printed year, oldest first: `year`, `value` (in the rows' unit), `claim_id`,
        `growth` (a fraction a year since the previous row; missing for the first).
    """
    ends = pd.DataFrame(
        {"year": rows["year"].array, "value": floats(rows["value"]).array, "claim_id": rows.index}
    )
    bases = ends.assign(year=rows["base_year"].array, value=floats(rows["base_value"]).array)
    known = pd.concat([ends, bases]).dropna(subset=["year", "value"]).drop_duplicates("year")
    steps = known.astype({"year": int}).sort_values("year").reset_index(drop=True)
    before = steps.shift()
    growth = compound_annual_growth(before["value"], steps["value"], steps["year"] - before["year"])
    return steps.assign(growth=growth)
