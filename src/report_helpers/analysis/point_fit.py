"""The growth fitted through all values that one producer prints in one edition of a series."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from report_helpers.analysis.comparability import alike, folded
from report_helpers.analysis.growth import floats, middles
from report_helpers.analysis.projection_models import DomainError
from report_helpers.claims.units import unit

__all__ = ["PointFit", "fit_points"]

FEWEST: Final = 3
"""Two points fit any growth exactly, without a residual to judge it by."""


@dataclass(frozen=True, slots=True)
class PointFit:
    """A fitted growth, a fraction a year, with its standard error.

    Attributes:
        growth: fraction a year.
        standard_error: of the growth, as a fraction.
        points: by year: `printed` and `fitted` in base units (dollars, pieces), and `residual`, by
            which fraction of the fitted value the printed one is off.
    """

    growth: float
    standard_error: float
    points: pd.DataFrame


def fit_points(claims: pd.DataFrame, claim_id: str) -> PointFit:
    """Return the growth that fits the values printed in the edition of a claim.

    ln v = a + b t by ordinary least squares over the points (year t, value v), each counted once;
    the growth is g = exp(b) - 1, its standard error (1 + g) s(b) by the delta method, with s(b)
    from the residuals on n - 2 degrees of freedom. `numpy.polyfit` fits. Source: Draper and Smith
    1998, "Applied Regression Analysis", 3rd edition, chapter 1.

    The points of a forecast are no independent measurements, so the standard error says how well
    one growth describes them, not how far the future may be off.

    Args:
        claims: the validated table.
        claim_id: a level; all rows of its quantity, producer and edition count.

    Raises:
        DomainError: there is no such claim, or its edition prints fewer than three years.
    """
    points = _points(claims, claim_id)
    if len(points) < FEWEST:
        what = f"{claim_id}: its edition prints {len(points)} years of this series, and a fit needs"
        raise DomainError("claim_id", f"{what} {FEWEST}", "choose a claim with more of them")
    years = points.index.to_numpy(dtype=float)
    # From the first year, so that the sums stay small and the slope exact.
    (slope, start), covariance = np.polyfit(years - years[0], np.log(points), 1, cov=True)
    growth = float(np.expm1(slope))
    fitted = np.exp(start + slope * (years - years[0]))
    table = pd.DataFrame(
        {"printed": points, "fitted": fitted, "residual": points / fitted - 1}, index=points.index
    )
    return PointFit(growth, (1 + growth) * float(np.sqrt(covariance[0, 0])), table)


def _points(claims: pd.DataFrame, claim_id: str) -> "pd.Series[float]":
    """Return the printed values above zero by year; a year printed with several, their mean."""
    if claim_id not in claims.index or claims.loc[claim_id, "metric"] != "level":
        raise DomainError(
            "claim_id", f"there is no level {claim_id!r}", "choose a claim_id of the table"
        )
    rows = alike(claims, claim_id)
    for column in ("producer", "edition"):
        name = folded(rows[column])
        rows = rows[name.eq(name[claim_id])]
    rows = rows[rows["role"].eq("cited").eq(bool(rows.loc[claim_id, "role"] == "cited"))]
    factors = rows["unit"].map(lambda code: unit(str(code)).factor)
    pairs = ((rows["base_year"], floats(rows["base_value"])), (rows["year"], middles(rows)))
    long = pd.concat(
        [pd.DataFrame({"year": years, "value": values * factors}) for years, values in pairs]
    ).dropna()
    long = long[long["value"].gt(0)].astype({"year": int}).drop_duplicates()
    return long.groupby("year")["value"].mean().sort_index()
