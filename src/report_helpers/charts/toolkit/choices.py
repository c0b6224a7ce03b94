"""What a reader of a chart can choose: a linear or logarithmic axis, or another quantity."""

import json
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import pandas as pd
import plotly.graph_objects as go

from report_helpers.analysis.comparability import distinctions, latest_editions, quantity
from report_helpers.charts.toolkit.axes import Scale, linear_axis, log_axis
from report_helpers.charts.toolkit.meta import Alternative, Choice
from report_helpers.claims.units import Unit
from report_helpers.claims.wording import measure_title

__all__ = ["MOST", "Scaled", "alternatives", "other_quantities", "quantity_words", "scaled"]

MOST = 6
"""Other quantities that a chart offers, those of most publishers first."""

Labels = Callable[[Scale], tuple[list[dict[str, Any]], list[int]]]
"""Returns the labels at a scale, and the numbers of the series that have one."""


class Scaled(NamedTuple):
    """A logarithmic axis with its labels, and the choice of a linear one."""

    axis: Scale
    notes: list[dict[str, Any]]
    labelled: list[int]
    left: int
    choice: Choice


def scaled(values: Sequence[float], shown_in: Unit, labels: Labels) -> Scaled:
    """Return the axis of positive `values`, with labels for both of its scales.

    Args:
        values: all values drawn, in the unit `shown_in`.
        shown_in: the unit of the axis.
        labels: makes the labels for a scale.
    """
    log, linear = log_axis(values, shown_in, room=0.08), linear_axis(values, shown_in, 0.08, 5)
    notes, labelled = labels(log)
    other = {"yaxis": linear.layout, "annotations": labels(linear)[0]}
    choice: Choice = {
        "label": "Scale",
        "options": [
            {"label": "logarithmic", "layout": {}, "narrow": {}},
            {"label": "linear", "layout": other, "narrow": {"yaxis": linear.layout}},
        ],
    }
    return Scaled(log, notes, labelled, max(log.room, linear.room), choice)


def quantity_words(claims: pd.DataFrame, rows: pd.DataFrame) -> str:
    """Return what rows of one quantity measure, with region, period or unit where several are."""
    levels = claims[claims["metric"].isin(rows["metric"]) & claims["measure"].isin(rows["measure"])]
    apart = distinctions(levels)[rows.index[0]]
    title = measure_title(rows, str(rows["measure"].iloc[0]))
    return f"{title} ({apart})" if apart else title


def other_quantities(claims: pd.DataFrame, shown: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    """Return other quantities that two publishers print for several years, with their words.

    Args:
        claims: the validated table.
        shown: rows of the quantity that is shown already.
    """
    rows = claims[claims["metric"].eq("level") & claims["year"].notna()]
    numbers = quantity(rows)
    publishers = latest_editions(rows).groupby(numbers)["producer"].nunique()
    others = publishers[publishers.ge(2)].drop(
        numbers.reindex(shown.index).unique(), errors="ignore"
    )
    years = rows["year"].groupby(numbers).nunique() + rows["base_year"].groupby(numbers).nunique()
    others = others[years.reindex(others.index).ge(2)]
    chosen = others.sort_values(ascending=False, kind="stable").index[:MOST]
    parts = [rows[numbers.eq(number)] for number in chosen]
    return [(quantity_words(claims, part), part) for part in parts]


def alternatives(
    others: Sequence[tuple[str, pd.DataFrame]], draw: Callable[[pd.DataFrame], go.Figure]
) -> list[Alternative]:
    """Return a chart of each quantity, as JSON without the template that all charts share."""
    found: list[Alternative] = []
    for label, rows in others:
        figure = json.loads(draw(rows).to_json())
        figure["layout"].pop("template", None)
        found.append({"label": label, "figure": figure})
    return found
