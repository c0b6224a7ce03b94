"""Compares values between editions and between producers.

1. Only rows of the same quantity are compared, as `analysis.comparability` defines it.
2. Cited rows are not compared with producers, because each repeats one of them.
3. Only the latest edition of a producer counts, so that no producer counts twice.
4. A path has a value in each year between its ends, at constant growth.
"""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from report_helpers.analysis.comparability import (
    distinctions,
    fold,
    folded,
    quantity,
)
from report_helpers.analysis.growth import floats
from report_helpers.analysis.growth_paths import paths
from report_helpers.claims.units import factors
from report_helpers.settings.active import settings

__all__ = [
    "editions", "main_measure", "one_name", "spread",
    "values_by_edition", "values_by_year", "widest",
]  # fmt: skip

SPREAD = [
    "measure", "quantity", "year", "producers", "low", "median", "high", "factor",
    "low_claim", "high_claim",
]  # fmt: skip

SEVERAL = 3
"""Producers whose values make a spread."""

SAME = 1e-9
"""Relative tolerance within which two factors are equal."""


def main_measure(table: pd.DataFrame) -> str:
    """Return the main measure of the settings, else the most frequent measure of paths.

    Counts only cited levels with a base value; if there are none, all levels with a base value;
    if there are none, all levels; if there are none, the result is empty.

    Args:
        table: the validated table, or rows of it.

    Example:
        >>> measure = mr.main_measure(claims)
        >>> measure in set(claims["measure"])
        True
    """
    levels = table[table["metric"].eq("level")]
    if settings().main_measure in set(levels["measure"]):
        return settings().main_measure
    paths_of = levels[levels["base_value"].notna()]
    cited = paths_of[paths_of["role"].eq("cited")]
    counted = next((few for few in (cited, paths_of) if len(few)), levels)
    counts = counted["measure"].value_counts()
    return str(counts.index[0]) if len(counts) else ""


def editions(table: pd.DataFrame, minimum: int = 2) -> pd.DataFrame:
    """Return the level rows of producers with several editions of one quantity, oldest first.

    Excludes cited rows. Columns of `table` plus `series`: `PRODUCER: MEASURE`, followed by the
    distinctions of the quantity if the measure has several: `PRODUCER: MEASURE (US)`.
    """
    rows = table[table["metric"].eq("level") & table["role"].ne("cited")]
    rows = rows.assign(apart=distinctions(rows))
    rows = rows.dropna(subset=["producer", "edition", "year"])
    numbers = [folded(rows["producer"]), quantity(rows)]
    rows = rows[rows.groupby(numbers)["edition"].transform("nunique") >= minimum]
    # All spellings of a producer or region share the first series name.
    names = rows["producer"] + ": " + rows["measure"] + _in_parentheses(rows["apart"])
    series = names.groupby([folded(rows["producer"]), quantity(rows)]).transform("first")
    return (
        rows.drop(columns="apart")
        .assign(series=series)
        .sort_values(["series", "published"], kind="stable", na_position="first")
    )


def _in_parentheses(words: "pd.Series[str]") -> "pd.Series[str]":
    return (" (" + words + ")").where(words.ne(""), "")


def values_by_edition(table: pd.DataFrame) -> pd.DataFrame:
    """Return the value of each edition of a series in each year, printed or on its path.

    Columns: `series`, `edition`, `published`, `claim_id`, `year`, `low`, `high` (base units) and
    `printed`. The oldest edition comes first; a printed value replaces one on a path.

    Args:
        table: the validated table, or rows of it.

    Example:
        >>> frame = mr.tables.values_by_edition(claims)
        >>> by_edition = frame.groupby(["series", "edition"])["low"].max()
    """
    keys = ["series", "published", "edition", "year"]
    points = _along(editions(table), ["series", "published", "edition"])
    latest = points.drop_duplicates(keys, keep="last")
    ordered = latest.sort_values(keys, kind="stable", na_position="first")
    columns = ["series", "edition", "published", "claim_id", "year", "low", "high", "printed"]
    return _plain(ordered[columns])


def values_by_year(table: pd.DataFrame) -> pd.DataFrame:
    """Return the value of each quantity and year in each producer's latest edition.

    Covers printed points and the years on a path between two printed ends, of `level` rows that
    are not cited. Columns: `measure`, `quantity` (its number among the levels of `table`),
    `year`, `producer` (in its first spelling), `claim_id`, `low`, `high` (base units; equal
    unless a range is printed) and `printed` (false on a path).

    Args:
        table: the validated table, or rows of it.

    Example:
        >>> frame = mr.tables.values_by_year(claims)
        >>> printed = frame[frame["printed"]]
    """
    rows = table[table["metric"].eq("level") & table["role"].ne("cited")]
    rows = rows.dropna(subset=["producer"])
    rows = rows.assign(quantity=quantity(rows), producer=one_name(rows["producer"]))
    keys = ["measure", "quantity", "year", "producer"]
    points = _along(rows, ["published", "measure", "producer"], ["quantity"])
    points = points.sort_values("published", kind="stable", na_position="first")
    latest = points.drop_duplicates(keys, keep="last").sort_values(keys)
    return _plain(latest[[*keys, "claim_id", "low", "high", "printed"]])


def one_name(names: "pd.Series[str]") -> "pd.Series[str]":
    """Replace each name by its first spelling, ignoring case and spaces."""
    spelled: dict[str, str] = {}
    known = {name: spelled.setdefault(fold(name), name) for name in names.unique()}
    return names.map(known)


def _along(rows: pd.DataFrame, facts: list[str], numbers: Sequence[str] = ()) -> pd.DataFrame:
    """Return the points on the rows' paths, then the printed points, with the rows' facts.

    The facts are sorted categories: paths repeat them, and codes compare faster than text.
    """
    points = pd.concat([_path_points(rows), _points(rows)], ignore_index=True)
    known = rows[facts].astype("category").join(rows[list(numbers)]).reset_index()
    return points.join(known, on="row").drop(columns="row")


def _plain(points: pd.DataFrame) -> pd.DataFrame:
    """Convert categories to text and reset the index."""
    named = points.select_dtypes("category").columns
    return points.astype(dict.fromkeys(named, "str")).reset_index(drop=True)


def _points(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the printed ends: `row` (its position), `year`, `low`, `high`, `printed`."""
    factor = factors(rows["unit"])
    low = (floats(rows["value"]).fillna(floats(rows["value_low"])) * factor).array
    high = (floats(rows["value"]).fillna(floats(rows["value_high"])) * factor).array
    base = (floats(rows["base_value"]) * factor).array
    ends = pd.DataFrame({"row": range(len(rows)), "year": rows["year"].array})
    starts = ends.assign(year=rows["base_year"].array, low=base, high=base)
    points = pd.concat([ends.assign(low=low, high=high), starts])
    return points.dropna(subset=["year", "low"]).astype({"year": int}).assign(printed=True)


def _path_points(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the points on the rows' paths, with the columns of `_points`."""
    along = paths(rows.set_axis(pd.RangeIndex(len(rows)))).rename(columns={"claim_id": "row"})
    values = along.assign(low=along["value"], high=along["value"], printed=False)
    return values[["row", "year", "low", "high", "printed"]]


def spread(table: pd.DataFrame, minimum: int = 2) -> pd.DataFrame:
    """Return the spread between producers for each quantity and year.

    One row for each quantity and year with at least `minimum` producers: `measure`, `quantity`
    (as in `values_by_year`; `distinctions` of `low_claim` names it), `year`, `producers` (count),
    `low`, `median`, `high` (base units), `factor` (high / low), `low_claim`, `high_claim`
    (claim ids).

    Args:
        table: the validated table, or rows of it.
        minimum: the least number of producers of a year.

    Example:
        >>> frame = mr.tables.spread(claims)
        >>> widest = frame.nlargest(5, "factor")[["measure", "year", "low", "high", "factor"]]
    """
    values = values_by_year(table)
    values = values.assign(middle=(values["low"] + values["high"]) / 2)
    groups = values.groupby(["measure", "quantity", "year"], sort=False)
    found = groups.agg(
        producers=("producer", "size"),
        low=("low", "min"),
        median=("middle", "median"),
        high=("high", "max"),
        low_claim=("low", "idxmin"),
        high_claim=("high", "idxmax"),
    )
    found = found[found["producers"] >= minimum].reset_index()
    claims = values["claim_id"].to_numpy()
    found = found.assign(
        factor=found["high"] / found["low"],
        low_claim=claims[found["low_claim"].to_numpy(dtype=int)],
        high_claim=claims[found["high_claim"].to_numpy(dtype=int)],
    )
    return found[SPREAD]


def widest(apart: pd.DataFrame) -> "pd.Series[Any]":
    """Return the row of `spread` with the largest factor; in a tie the earliest year.

    Years of three producers or more come first, since two show no spread.

    Args:
        apart: at least one row; factors that differ by less than `SAME` (relative) are tied.
    """
    several = apart[apart["producers"].ge(SEVERAL)]
    apart = several if len(several) else apart
    largest = apart["factor"].max()
    return apart[apart["factor"].ge(largest * (1 - SAME))].sort_values("year").iloc[0]
