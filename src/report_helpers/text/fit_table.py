"""The growth fitted through the printed points of one edition, as a table with its residuals."""

import pandas as pd

from report_helpers.analysis.point_fit import fit_points
from report_helpers.charts.toolkit.plotly_text import rate
from report_helpers.claims.amounts import amount, percent
from report_helpers.text.html import Fragment, table

__all__ = ["growth_through_points"]


def growth_through_points(claims: pd.DataFrame, claim_id: str) -> Fragment:
    """Return the growth fitted through all printed points of a claim's edition, with residuals.

    It is log-linear least squares, as `analysis.point_fit` explains; the title has the growth and
    its standard error, each row a printed value, the fitted one, and by how much they differ.

    Args:
        claims: the validated table.
        claim_id: a level; all rows of its quantity, producer and edition count.

    Raises:
        DomainError: there is no such claim, or its edition prints fewer than three years.

    Example:
        >>> shown = mr.growth_through_points(claims, "o05_statista_2024")
    """
    fit = fit_points(claims, claim_id)
    code = str(claims.loc[claim_id, "unit"])
    rows = [
        (
            str(year),
            amount(row["printed"], code),
            amount(row["fitted"], code),
            rate(row["residual"]),
        )
        for year, row in fit.points.iterrows()
    ]
    producer = str(claims.loc[claim_id, "producer"])
    words = (
        f"{producer}: {percent(fit.growth)} a year fits its {len(rows)} printed years "
        f"(standard error {percent(fit.standard_error)})"
    )
    return table(words, ("Year", "Printed", "Fitted", "Residual"), rows)
