"""The chart of shares and changes, each with its hedge."""

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from report_helpers.analysis.chapters import share_rows
from report_helpers.analysis.parameter_checks import known_topic, known_topics
from report_helpers.audit.findings import Finding
from report_helpers.charts.toolkit.finish import sentence
from report_helpers.charts.toolkit.panels import PANEL_COLUMNS, by_quantity
from report_helpers.charts.value_panels import panel_figure

__all__ = ["SHARE_AXIS", "share_words", "shares"]

NAME = "shares"
SHARE_AXIS = ("share", "remaining")


def shares(
    claims: pd.DataFrame,
    *,
    topics: Sequence[str] = (),
    rises: str = "",
    findings: Sequence[Finding] = (),
) -> go.Figure:
    """Draw shares, falls and rises, each with its hedge.

    An arrow is an open end (more than, up to); a bracket shows the width of `about`. The share that
    remains after a fall (`remaining`) is a quantity of its own.

    Args:
        claims: the validated table.
        topics: only their rows are drawn; empty: all but the topic of `values`.
        rises: the topic whose changes `yearly_rates` draws, so that they are left out; empty: the
            one with most rises.
        findings: the audit's findings; the chart lists those about the claims it draws.

    Returns:
        A plotly figure; if there is nothing to draw, one that says so in a sentence.

    Raises:
        UsageError: the claims have no such topic.

    Example:
        >>> figure = mr.charts.shares(claims, topics=["adoption"])
    """
    rows = share_rows(claims, known_topics(claims, topics), rises=known_topic(claims, rises))
    if rows.empty:
        text = "No claim of these topics prints a share or a change."
        return sentence(NAME, "No share to draw", text, PANEL_COLUMNS)
    return panel_figure(NAME, claims, by_quantity(rows, share_words, SHARE_AXIS), findings)


def share_words(part: pd.DataFrame) -> str:
    """Return the unit of one panel's shares or changes in words, and of whom they are."""
    metric, unit = part["metric"].iloc[0], part["unit"].iloc[0]
    if metric == "remaining":
        return "percent of the former level that remain"
    if metric == "change":
        return "change in percent" if unit == "percent" else "change in percentage points"
    samples = part["sample"].dropna().unique()
    return f"percent of {' or '.join(samples)}" if len(samples) else "percent; of whom is not said"
