"""Every value that a claim prints, at its year, with the interval that its digits allow."""

import pandas as pd

from report_helpers.analysis.growth import floats, middles, value_intervals
from report_helpers.claims.units import BASE_FACTOR, printed_intervals

__all__ = ["DIMENSION", "printed_points"]

DIMENSION: dict[str, str] = {
    "usd_million": "money",
    "usd_billion": "money",
    "usd_trillion": "money",
    "percent": "percent",
    "percentage_points": "points",
    "times": "times",
    "count": "count",
}
"""What a unit measures; only values of one dimension are compared."""


def printed_points(table: pd.DataFrame) -> pd.DataFrame:
    """Return the end of every claim, and the start of those that print one.

    Columns: `claim_id`, `end` (`value` or `base`), `from_year` (start of the window that a
    change, rate or multiple is over; missing for a level), `year` (missing where none is
    printed), `low`, `middle`, `high` (base units; an open end is infinite), `dimension`.
    """
    factor = table["unit"].map(BASE_FACTOR).astype(float)
    window = table["base_year"].where(table["metric"].ne("level"))
    values = value_intervals(table).mul(factor, axis=0)
    values = values.assign(end="value", middle=middles(table) * factor, year=table["year"])
    starts = printed_intervals(table["base_value"]).mul(factor, axis=0)
    starts = starts.assign(end="base", middle=floats(table["base_value"]) * factor)
    starts = starts.assign(year=table["base_year"])
    facts = pd.DataFrame({"claim_id": table.index, "dimension": table["unit"].map(DIMENSION)})
    both = pd.concat([values.assign(from_year=window).join(facts), starts.join(facts)])
    columns = ["claim_id", "end", "from_year", "year", "low", "middle", "high", "dimension"]
    both = both[columns].dropna(subset=["middle"])
    return both.astype({"from_year": "Int64", "year": "Int64"}).reset_index(drop=True)
