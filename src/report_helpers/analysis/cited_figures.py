"""Compares cited figures: each with its original's, and those that several articles print."""

from typing import Final

import pandas as pd

from report_helpers.analysis.comparability import folded, quantity, quantity_keys
from report_helpers.analysis.growth import (
    floats,
    stated_growth_intervals,
    value_intervals,
)
from report_helpers.claims.units import factors

__all__ = ["against_originals", "article_order", "cited_order", "shared_figures"]

LIKENESS = (
    "measure", "metric", "region", "unit", "period", "sample", "qualifier", "year", "base_year",
)  # fmt: skip
"""Fields in which a cited figure and its original should agree."""
KEYED = {"region": "region", "unit": "dimension", "period": "period"}
"""Fields of `LIKENESS` that are compared by a key of the quantity, with that key."""
SAME_YEARS: Final = ("base_year", "year")
"""The years that figures of several articles must share to be the same figure."""


def against_originals(table: pd.DataFrame) -> pd.DataFrame:
    """Compare each cited figure with the figure that its original prints.

    One row for the value and one for the stated growth, if both claims print it. Index:
    `claim_id`. Columns: `original_id`, `figure` (`value` or `growth`), `ratio_low`, `ratio`,
    `ratio_high` (cited / original; if one prints a range, `ratio` is missing and the others are
    those of the printed ends), `fits` (whether the intervals that the two printed numbers and their
    hedges stand for meet: "more than 50" fits 56), and `differs`: the fields of `LIKENESS` that
    both print with different values, joined by commas.

    Args:
        table: the validated table.

    Example:
        >>> frame = mr.tables.against_originals(claims)
        >>> off = frame[frame["ratio"].sub(1).abs().gt(0.01)]
    """
    cited = table[table["role"].eq("cited") & table["original_id"].isin(table.index)]
    originals = table.loc[cited["original_id"]].set_axis(cited.index)
    value = _ratios(cited, originals).assign(figure="value", differs=_differs(cited, originals))
    growth = _growth_ratios(cited, originals).assign(figure="growth", differs="")
    both = pd.concat([value, growth.dropna(subset=["ratio_low"])])
    order = ["original_id", "figure", "ratio_low", "ratio", "ratio_high", "fits", "differs"]
    both = both.assign(original_id=cited["original_id"].reindex(both.index))[order]
    return both.dropna(how="all", subset=["ratio_low", "ratio_high"])


def _ratios(cited: pd.DataFrame, originals: pd.DataFrame) -> pd.DataFrame:
    scale = factors(cited["unit"]) / factors(originals["unit"])
    middle = floats(originals["value"])
    lows = floats(cited["value"]).fillna(floats(cited["value_low"]))
    highs = floats(cited["value"]).fillna(floats(cited["value_high"]))
    ratio = floats(cited["value"]) * scale / middle
    return pd.DataFrame(
        {
            "ratio_low": lows * scale / middle,
            "ratio": ratio,
            "ratio_high": highs * scale / middle,
            "fits": _meet(value_intervals(cited).mul(scale, axis=0), value_intervals(originals)),
        }
    )


def _meet(own: pd.DataFrame, others: pd.DataFrame) -> "pd.Series[bool]":
    return (own["low"] <= others["high"]) & (others["low"] <= own["high"])


def _growth_ratios(cited: pd.DataFrame, originals: pd.DataFrame) -> pd.DataFrame:
    """Return the ratios of stated growths: a range is compared end by end with a range."""
    own, others = floats(cited["growth_percent"]), floats(originals["growth_percent"])
    lows, highs = own.fillna(floats(cited["growth_low"])), own.fillna(floats(cited["growth_high"]))
    least, most = floats(originals["growth_low"]), floats(originals["growth_high"])
    # One number against a range: the ratio is lowest against the upper end.
    least, most = least.mask(own.notna(), most), most.mask(own.notna(), least)
    return pd.DataFrame(
        {
            "ratio_low": lows / others.fillna(least),
            "ratio": own / others,
            "ratio_high": highs / others.fillna(most),
            "fits": _meet(stated_growth_intervals(cited), stated_growth_intervals(originals)),
        }
    )


def _differs(cited: pd.DataFrame, originals: pd.DataFrame) -> "pd.Series[str]":
    own, others = _likeness(cited), _likeness(originals)
    different = pd.DataFrame(
        {
            field: own[field].ne(others[field]).fillna(value=False).astype(bool)
            & (own[field].notna() & others[field].notna())
            for field in LIKENESS
        }
    )
    names = pd.Series("", index=cited.index, dtype="str")
    for field in LIKENESS:
        names = names.where(~different[field], names + f", {field}")
    return names.str.removeprefix(", ")


def _likeness(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the fields of `LIKENESS`, missing where a row does not print them."""
    keys = quantity_keys(rows)
    found = {field: keys[key] for field, key in KEYED.items()}
    # An empty period means calendar years, but an empty region is missing.
    found["region"] = found["region"].where(rows["region"].notna())
    found["sample"] = folded(rows["sample"]).where(rows["sample"].notna())
    return pd.DataFrame({field: found.get(field, rows.get(field)) for field in LIKENESS})


def article_order(claims: pd.DataFrame) -> list[str]:
    """Return the documents whose figures are cited, by `source_id`, in the order of the file.

    Args:
        claims: the validated table.
    """
    cited = claims.loc[claims["role"].eq("cited"), "source_id"]
    return [str(key) for key in dict.fromkeys(cited)]


def cited_order(claims: pd.DataFrame) -> list[str]:
    """Return the ids of the cited claims, article by article, each in the order of the file.

    Args:
        claims: the validated table.
    """
    cited = claims.loc[claims["role"].eq("cited"), "source_id"].astype(str)
    return [str(key) for article in article_order(claims) for key in cited[cited.eq(article)].index]


def shared_figures(claims: pd.DataFrame) -> pd.DataFrame:
    """Return the figures of one quantity and the same years that two articles or more print.

    Args:
        claims: the validated table.

    Returns:
        One row a cited figure, in the order of the file, figures of a group together. Index:
        `claim_id`. Columns: `group`, a number; `source_id`; and `agrees`, whether the intervals
        that the printed numbers of the group stand for all meet.
    """
    cited = claims[claims["role"].eq("cited")]
    cited = cited[cited["value"].notna() | cited["value_low"].notna()]
    keys = [quantity(cited), *(cited[name].astype("string").fillna("") for name in SAME_YEARS)]
    group = cited.groupby(keys, sort=False).ngroup()
    several = cited["source_id"].astype(str).groupby(group).transform("nunique") > 1
    found = pd.DataFrame({"group": group, "source_id": cited["source_id"].astype(str)})[several]
    rows = cited.loc[found.index]
    ends = value_intervals(rows).mul(factors(rows["unit"]), axis=0)
    lows, highs = (ends[name].groupby(found["group"]) for name in ("low", "high"))
    found["agrees"] = lows.transform("max") <= highs.transform("min")
    return found.sort_values("group", kind="stable")
