"""Frames as tables: any frame, and the points through which a growth is fitted."""

from collections.abc import Hashable
from datetime import date
from decimal import Decimal
from itertools import chain
from typing import Any, Final

import pandas as pd

from report_helpers.analysis.point_fit import fit_points
from report_helpers.charts.toolkit.plotly_text import rate
from report_helpers.claims.amounts import amount, exact, percent, printed_number, whole
from report_helpers.text.html import Fragment, dated, joined, paragraphs, table

__all__ = ["frame", "growth_through_points"]

SHOWN: Final = 50
"""The most rows that a table of a frame shows."""


def frame(frame: pd.DataFrame) -> Fragment:
    """Return a pandas frame as a table: left-aligned, with search and sort in JupyterLab.

    Its index is the first column, unless it only counts the rows. Numbers have all their digits in
    the reader's locale, whole ones no separators: they are years as well as counts. What is missing
    is empty.

    Args:
        frame: any frame; of a long one the first rows are shown.

    Example:
        >>> shown = mr.text.frame(mr.tables.chosen(claims, findings, verdict="contradicted"))
    """
    first = frame.head(SHOWN)
    is_count = isinstance(frame.index, pd.RangeIndex) and frame.index.name is None
    # A frame of its own: an index may have the name of a column.
    parts = [first] if is_count else [first.index.to_frame(), first]
    names = [*([] if is_count else first.index.names), *first.columns]
    lines = zip(*(part.itertuples(index=False) for part in parts), strict=True)
    rows = [tuple(map(_cell, chain(*line))) for line in lines]
    shown = table("", map(_title, names), rows)
    more = len(frame) - SHOWN
    return joined(shown, paragraphs(f"{whole(more)} more rows.")) if more > 0 else shown


def _title(name: Hashable) -> str:
    if name is None:
        return ""
    return ", ".join(map(str, name)) if isinstance(name, tuple) else str(name)


def _cell(value: Any) -> str:
    if pd.api.types.is_scalar(value) and pd.isna(value):
        return ""
    if isinstance(value, Decimal):
        return printed_number(value)
    if isinstance(value, float):
        return exact(value)
    return dated(value.isoformat()[:10]) if isinstance(value, date) else str(value)


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
