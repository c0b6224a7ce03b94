"""Claims beside each other: with their originals, between editions, between producers.

What is comparable is decided here, once:
1. only rows of one measure are put side by side, and money only in dollars;
2. a cited row never stands beside producers, since it repeats one of them;
3. of one producer the latest edition speaks, so that nobody counts twice;
4. a path counts at the years between its ends, at constant growth.
"""

import pandas as pd

from report_helpers.analysis.growth import floats, paths
from report_helpers.claims.units import factors

__all__ = [
    "against_originals", "editions", "main_measure", "spread", "values_by_edition",
    "values_by_year",
]  # fmt: skip

SPREAD = [
    "measure", "year", "producers", "low", "median", "high", "factor", "low_claim", "high_claim",
]  # fmt: skip
LIKENESS = ("measure", "metric", "unit", "qualifier", "year", "base_year")


def main_measure(table: pd.DataFrame) -> str:
    """Return the measure that a table is mostly about: of paths, the article's own first.

    The measure of most levels with both ends, a cited one counting before all others; empty where
    there is none.
    """
    paths_of = table[table["metric"].eq("level") & table["base_value"].notna()]
    cited = paths_of[paths_of["role"].eq("cited")]
    counts = (cited if len(cited) else paths_of)["measure"].value_counts()
    return str(counts.index[0]) if len(counts) else ""


def against_originals(table: pd.DataFrame) -> pd.DataFrame:
    """Return each cited figure beside the figure that its original prints.

    One row for the value and one for the stated growth, where both print one. Index:
    `claim_id`. Columns: `original_id`, `figure` (`value` or `growth`), `ratio_low`, `ratio`,
    `ratio_high` (cited over original; `ratio` is missing for a range, the others hold its ends
    as printed), and `differs`, the names of the fields of `LIKENESS` that both print and that
    are not alike, joined by commas.
    """
    cited = table[table["role"].eq("cited") & table["original_id"].isin(table.index)]
    originals = table.loc[cited["original_id"]].set_axis(cited.index)
    value = _ratios(cited, originals).assign(figure="value", differs=_differs(cited, originals))
    growth = pd.DataFrame(
        {"ratio": floats(cited["growth_percent"]) / floats(originals["growth_percent"])}
    )
    growth = growth.assign(
        ratio_low=growth["ratio"], ratio_high=growth["ratio"], figure="growth", differs=""
    )
    both = pd.concat([value, growth.dropna(subset=["ratio"])])
    order = ["original_id", "figure", "ratio_low", "ratio", "ratio_high", "differs"]
    both = both.assign(original_id=cited["original_id"].reindex(both.index))[order]
    return both.dropna(how="all", subset=["ratio_low", "ratio_high"])


def _ratios(cited: pd.DataFrame, originals: pd.DataFrame) -> pd.DataFrame:
    scale = factors(cited["unit"]) / factors(originals["unit"])
    middle = floats(originals["value"])
    lows = floats(cited["value"]).fillna(floats(cited["value_low"]))
    highs = floats(cited["value"]).fillna(floats(cited["value_high"]))
    ratio = floats(cited["value"]) * scale / middle
    return pd.DataFrame(
        {"ratio_low": lows * scale / middle, "ratio": ratio, "ratio_high": highs * scale / middle}
    )


def _differs(cited: pd.DataFrame, originals: pd.DataFrame) -> "pd.Series[str]":
    different = pd.DataFrame(
        {
            field: cited[field].ne(originals[field]).fillna(value=False).astype(bool)
            & (cited[field].notna() & originals[field].notna())
            for field in LIKENESS
        }
    )
    names = pd.Series("", index=cited.index, dtype="str")
    for field in LIKENESS:
        names = names.where(~different[field], names + f", {field}")
    return names.str.removeprefix(", ")


def editions(table: pd.DataFrame, minimum: int = 2) -> pd.DataFrame:
    """Return the level rows of producers with several editions of one measure, oldest first.

    Cited rows are left out. Columns of `table` plus `series` (`PRODUCER: MEASURE`).
    """
    rows = table[table["metric"].eq("level") & table["role"].ne("cited")]
    rows = rows.dropna(subset=["producer", "edition", "year"])
    rows = rows.assign(series=rows["producer"] + ": " + rows["measure"])
    count = rows.groupby("series")["edition"].transform("nunique")
    return rows[count >= minimum].sort_values(
        ["series", "published"], kind="stable", na_position="first"
    )


def values_by_edition(table: pd.DataFrame) -> pd.DataFrame:
    """Return what each edition of a series says of a year, printed or on its path.

    Columns: `series`, `edition`, `published`, `claim_id`, `year`, `low`, `high` (base units) and
    `printed`; the oldest edition first, a printed figure before one on a path.
    """
    keys = ["series", "published", "edition", "year"]
    points = _along(editions(table), ["series", "published", "edition"])
    latest = points.drop_duplicates(keys, keep="last")
    ordered = latest.sort_values(keys, kind="stable", na_position="first")
    columns = ["series", "edition", "published", "claim_id", "year", "low", "high", "printed"]
    return _plain(ordered[columns])


def values_by_year(table: pd.DataFrame) -> pd.DataFrame:
    """Return what each producer's latest edition says of a measure in a year.

    Printed points and the years on a path between two printed ends, `level` rows that are not
    cited. Columns: `measure`, `year`, `producer`, `claim_id`, `low`, `high` (base units; a
    printed range, or twice the same) and `printed` (false on a path).
    """
    rows = table[table["metric"].eq("level") & table["role"].ne("cited")]
    rows = rows.dropna(subset=["producer"])
    keys = ["measure", "year", "producer"]
    points = _along(rows, ["published", "measure", "producer"])
    points = points.sort_values("published", kind="stable", na_position="first")
    latest = points.drop_duplicates(keys, keep="last").sort_values(keys)
    return _plain(latest[[*keys, "claim_id", "low", "high", "printed"]])


def _along(rows: pd.DataFrame, facts: list[str]) -> pd.DataFrame:
    """Return the years on the rows' paths, then the points that they print, each with its facts.

    The facts are sorted categories: paths repeat them, and codes are compared faster than text.
    """
    points = pd.concat([_path_points(rows), _points(rows)], ignore_index=True)
    known = rows[facts].astype("category").reset_index()
    return points.join(known, on="row").drop(columns="row")


def _plain(points: pd.DataFrame) -> pd.DataFrame:
    """Return the points with text for categories, numbered anew."""
    named = points.select_dtypes("category").columns
    return points.astype(dict.fromkeys(named, "str")).reset_index(drop=True)


def _points(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows' printed ends: the place of the `row`, `year`, `low`, `high`, `printed`."""
    factor = factors(rows["unit"])
    low = (floats(rows["value"]).fillna(floats(rows["value_low"])) * factor).array
    high = (floats(rows["value"]).fillna(floats(rows["value_high"])) * factor).array
    base = (floats(rows["base_value"]) * factor).array
    ends = pd.DataFrame({"row": range(len(rows)), "year": rows["year"].array})
    starts = ends.assign(year=rows["base_year"].array, low=base, high=base)
    points = pd.concat([ends.assign(low=low, high=high), starts])
    return points.dropna(subset=["year", "low"]).astype({"year": int}).assign(printed=True)


def _path_points(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the years on the rows' paths, as `_points` does."""
    along = paths(rows.set_axis(pd.RangeIndex(len(rows)))).rename(columns={"claim_id": "row"})
    values = along.assign(low=along["value"], high=along["value"], printed=False)
    return values[["row", "year", "low", "high", "printed"]]


def spread(table: pd.DataFrame, minimum: int = 2) -> pd.DataFrame:
    """Return how far producers are apart on one measure and year.

    One row a measure and year with at least `minimum` producers: `measure`, `year`,
    `producers` (count), `low`, `median`, `high` (base units), `factor` (high over low),
    `low_claim`, `high_claim` (claim ids).
    """
    values = values_by_year(table)
    values = values.assign(middle=(values["low"] + values["high"]) / 2)
    groups = values.groupby(["measure", "year"], sort=False)
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
