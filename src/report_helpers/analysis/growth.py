"""Stated growth, and growth implied by the end points of claims, as fractions a year."""

from typing import Any

import numpy as np
import pandas as pd

from report_helpers.analysis.intervals import printed_intervals

__all__ = [
    "annualised",
    "compound_annual_growth",
    "floats",
    "growth_interval",
    "growth_rates",
    "middles",
    "same_window",
    "stated_growth_intervals",
    "stated_growths",
    "value_intervals",
]

TOTAL_METRICS = ("change", "multiple")
"""Metrics whose value is the total growth over the window; a ratio is not growth."""
STATED = ("growth_percent", "growth_low", "growth_high")
"""The columns of a stated growth, and of a printed range of it."""
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

    Args:
        table: the validated table, or rows of it.

    Example:
        >>> frame = mr.tables.growth_rates(claims)
        >>> off = frame[frame["agrees"].eq(False)][["stated", "implied"]]
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
            "same_window": same_window(rows),
        },
        index=rows.index,
    )
    rates["agrees"] = _agrees(rates)
    return rates.dropna(how="all", subset=["stated", "implied"])


def same_window(rows: pd.DataFrame) -> "pd.Series[bool]":
    """Return whether each growth is stated for the years of the row's ends; same index."""
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

    Args:
        table: the validated table, or rows of it.

    Example:
        >>> frame = mr.tables.annualised(claims)
        >>> fastest = frame.nlargest(5, "rate")[["rate", "reason"]]
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
