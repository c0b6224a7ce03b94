"""Every printed value of the claims with its year and the interval that its digits allow."""

import pandas as pd

from report_helpers.analysis.growth import floats, middles, value_intervals
from report_helpers.analysis.intervals import printed_intervals
from report_helpers.claims.units import dimensions, factors

__all__ = ["printed_points"]

FACTS = [
    "metric", "measure", "region", "sample", "unit", "role", "producer", "edition", "published",
    "source_id", "original_id",
]  # fmt: skip
"""Columns that a point copies from its claim."""


def printed_points(table: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each printed value and each printed base value.

    Columns: `claim_id`, `end` (`value` or `base`), `from_year` (start of the window of a change,
    rate or multiple; missing for a level), `year` (missing if none is printed), `low`, `middle`,
    `high` (base units; an open end is infinite), `dimension`, and `FACTS`, copied from the claim.
    """
    factor = factors(table["unit"])
    facts = table[FACTS].assign(claim_id=table.index, dimension=dimensions(table["unit"]))
    ends = value_intervals(table).assign(middle=middles(table)).mul(factor, axis=0)
    bases = printed_intervals(table["base_value"]).assign(middle=floats(table["base_value"]))
    window = table["base_year"].where(table["metric"].ne("level"))
    values = facts.assign(end="value", from_year=window, year=table["year"]).join(ends)
    starts = facts.assign(end="base", year=table["base_year"]).join(bases.mul(factor, axis=0))
    # Most claims print no base: drop the empty rows before concatenation.
    printed = [rows.dropna(subset=["middle"]) for rows in (values, starts)]
    both = pd.concat(printed).astype({"from_year": "Int64", "year": "Int64"})
    return both.reset_index(drop=True)
