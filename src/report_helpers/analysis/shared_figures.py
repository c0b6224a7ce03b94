"""Figures that several articles of one file print."""

from typing import Final

import pandas as pd

from report_helpers.analysis.comparability import quantity
from report_helpers.analysis.growth import value_intervals
from report_helpers.claims.units import factors

__all__ = ["article_order", "shared_figures"]

KEYS: Final = ("base_year", "year")


def article_order(claims: pd.DataFrame) -> list[str]:
    """Return the documents whose figures are cited, by `source_id`, in the order of the file.

    Args:
        claims: the validated table.
    """
    cited = claims.loc[claims["role"].eq("cited"), "source_id"]
    return [str(key) for key in dict.fromkeys(cited)]


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
    keys = [quantity(cited), *(cited[name].astype("string").fillna("") for name in KEYS)]
    group = cited.groupby(keys, sort=False).ngroup()
    several = cited["source_id"].astype(str).groupby(group).transform("nunique") > 1
    found = pd.DataFrame({"group": group, "source_id": cited["source_id"].astype(str)})[several]
    rows = cited.loc[found.index]
    ends = value_intervals(rows).mul(factors(rows["unit"]), axis=0)
    lows, highs = (ends[name].groupby(found["group"]) for name in ("low", "high"))
    found["agrees"] = lows.transform("max") <= highs.transform("min")
    return found.sort_values("group", kind="stable")
