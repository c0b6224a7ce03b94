"""Compares projections whose target year has passed with the actual values."""

import pandas as pd

from report_helpers.analysis.comparability import quantity
from report_helpers.analysis.growth import floats, middles
from report_helpers.claims.units import factors

__all__ = ["backtest"]

KEYS = ["quantity", "year"]


def backtest(claims: pd.DataFrame, *, year: int) -> pd.DataFrame:
    """Return every projection for a year before `year`, with its actual value if known.

    Index: `claim_id`. Columns: `projected`, `actual` (base units; `NaN` if no row of role
    `actual` has this quantity and year), `actual_id`, `error` (projected / actual - 1),
    `share_of_gap` ((projected - base) / (actual - base); `NaN` without a base).
    """
    level = claims[claims["metric"].eq("level") & claims["year"].notna()]
    level = level.assign(
        quantity=quantity(level),
        middle=middles(level) * factors(level["unit"]),
    ).dropna(subset=["middle"])
    outcomes = level[level["role"].eq("actual")].rename_axis("actual_id").reset_index()
    outcomes = outcomes.drop_duplicates(KEYS, keep="last")[[*KEYS, "actual_id", "middle"]]
    past = level["year"].lt(year) & level["role"].ne("actual") & level["kind"].eq("projection")
    rows = level[past].rename_axis("claim_id").reset_index()
    scored = rows.merge(outcomes, on=KEYS, how="left", suffixes=("", "_actual"))
    scored = scored.set_index("claim_id")
    base = floats(scored["base_value"]) * factors(scored["unit"])
    actual = scored["middle_actual"]
    return pd.DataFrame(
        {
            "projected": scored["middle"],
            "actual": actual,
            "actual_id": scored["actual_id"],
            "error": scored["middle"] / actual - 1,
            "share_of_gap": (scored["middle"] - base) / (actual - base).where(actual.ne(base)),
        }
    )
