"""Paths of claims at constant growth, and the growth from one printed year to the next."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from report_helpers.analysis.growth import (
    compound_annual_growth,
    floats,
    same_window,
    stated_growths,
)
from report_helpers.claims.units import factors

__all__ = ["on_path", "paths", "yearly_steps", "years_along"]

Years = npt.NDArray[np.int64]


def paths(table: pd.DataFrame) -> pd.DataFrame:
    """Return the path of every `level` claim with both ends at constant growth, a row a year.

    Columns: `claim_id`, `year` (int), `value` (base units: dollars, pieces) on the path through
    the end points, and `stated_value`: the value from the same base at the stated growth (`NaN`
    if no growth is stated for the same years).

    Args:
        table: the validated table, or rows of it.

    Example:
        >>> frame = mr.tables.paths(claims)
        >>> wide = frame.pivot(index="year", columns="claim_id", values="value")
    """
    ends = table[["base_year", "base_value", "year", "value"]].notna().all(axis=1)
    rows = table[table["metric"].eq("level") & ends]
    row, step = years_along(rows["base_year"], rows["year"])
    span = floats(rows["year"]).to_numpy() - floats(rows["base_year"]).to_numpy()
    factor = factors(rows["unit"]).to_numpy(dtype=float)
    base = floats(rows["base_value"]).to_numpy() * factor
    end = floats(rows["value"]).to_numpy() * factor
    stated = stated_growths(rows).where(same_window(rows)).to_numpy()
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
