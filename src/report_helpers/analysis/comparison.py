"""Claims beside each other: with their originals, between editions, between producers.

What is comparable is decided here, once:
1. only rows of one measure are put side by side, and money only in dollars;
2. a cited row never stands beside producers, since it repeats one of them;
3. of one producer the latest edition speaks, so that nobody counts twice;
4. a path counts at the years between its ends, at constant growth.
"""

from typing import Any

import pandas as pd

from report_helpers.analysis.growth import floats, paths
from report_helpers.claims.units import BASE_FACTOR

__all__ = [
    "against_originals", "editions", "latest_editions", "spread", "values_by_edition",
    "values_by_year",
]  # fmt: skip

LIKENESS = ("measure", "metric", "unit", "qualifier", "year", "base_year")


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
    scale = cited["unit"].map(BASE_FACTOR) / originals["unit"].map(BASE_FACTOR)
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
    names = different.dot(pd.Index([f"{field}, " for field in different.columns]))
    return names.str.removesuffix(", ")


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
    rows = editions(table)
    points = pd.concat([_points(rows), _path_points(rows)], ignore_index=True)
    points = points.join(rows[["series", "edition", "published"]], on="claim_id")
    keys = ["series", "published", "edition", "year"]
    latest = points.sort_values("printed", kind="stable").drop_duplicates(keys, keep="last")
    ordered = latest.sort_values(keys, kind="stable", na_position="first")
    columns = ["series", "edition", "published", "claim_id", "year", "low", "high", "printed"]
    return ordered[columns].reset_index(drop=True)


def latest_editions(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of each producer's latest edition of each measure, cited rows left out.

    Rows whose producer is unknown are left out too; an edition without a date counts as older
    than any dated one.
    """
    rows = table[table["role"].ne("cited")].dropna(subset=["producer"])
    edition = rows["published"].fillna("") + " " + rows["edition"].fillna("")
    latest = edition.groupby([rows["producer"], rows["measure"]]).transform("max")
    return rows[edition.eq(latest)]


def values_by_year(table: pd.DataFrame) -> pd.DataFrame:
    """Return what each producer's latest edition says of a measure in a year.

    Printed points and the years on a path between two printed ends, `level` rows that are not
    cited. Columns: `measure`, `year`, `producer`, `claim_id`, `low`, `high` (base units; a
    printed range, or twice the same) and `printed` (false on a path).
    """
    rows = table[table["metric"].eq("level") & table["role"].ne("cited")]
    rows = rows.dropna(subset=["producer"])
    points = pd.concat([_points(rows), _path_points(rows)], ignore_index=True)
    facts = rows[["measure", "producer", "published"]]
    points = points.join(facts, on="claim_id").sort_values(
        ["published", "printed"], kind="stable", na_position="first"
    )
    keys = ["measure", "year", "producer"]
    latest = points.drop_duplicates(keys, keep="last").sort_values(keys)
    columns = [*keys, "claim_id", "low", "high", "printed"]
    return latest[columns].reset_index(drop=True)


def _points(rows: pd.DataFrame) -> pd.DataFrame:
    factor = rows["unit"].map(BASE_FACTOR)
    ends = pd.DataFrame(
        {
            "claim_id": rows.index,
            "year": rows["year"].array,
            "low": (floats(rows["value"]).fillna(floats(rows["value_low"])) * factor).array,
            "high": (floats(rows["value"]).fillna(floats(rows["value_high"])) * factor).array,
            "printed": True,
        }
    )
    base = (floats(rows["base_value"]) * factor).array
    starts = ends.assign(year=rows["base_year"].array, low=base, high=base)
    known = pd.concat([ends, starts]).dropna(subset=["year", "low"])
    return known.astype({"year": int})


def _path_points(rows: pd.DataFrame) -> pd.DataFrame:
    along = paths(rows)
    return pd.DataFrame(
        {
            "claim_id": along["claim_id"],
            "year": along["year"],
            "low": along["value"],
            "high": along["value"],
            "printed": False,
        }
    )


def spread(table: pd.DataFrame, minimum: int = 2) -> pd.DataFrame:
    """Return how far producers are apart on one measure and year.

    One row a measure and year with at least `minimum` producers: `measure`, `year`,
    `producers` (count), `low`, `median`, `high` (base units), `factor` (high over low),
    `low_claim`, `high_claim` (claim ids).
    """
    values = values_by_year(table)
    values = values.assign(middle=(values["low"] + values["high"]) / 2)
    rows = [
        _apart(measure, year, group)
        for (measure, year), group in values.groupby(["measure", "year"])
        if len(group) >= minimum
    ]
    columns = [
        "measure", "year", "producers", "low", "median", "high", "factor",
        "low_claim", "high_claim",
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def _apart(measure: Any, year: Any, group: pd.DataFrame) -> dict[str, Any]:
    least, most = group.loc[group["low"].idxmin()], group.loc[group["high"].idxmax()]
    return {
        "measure": measure,
        "year": year,
        "producers": len(group),
        "low": least["low"],
        "median": group["middle"].median(),
        "high": most["high"],
        "factor": most["high"] / least["low"],
        "low_claim": least["claim_id"],
        "high_claim": most["claim_id"],
    }
