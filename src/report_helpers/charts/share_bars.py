"""Charts of jobs, adoption and productivity: rises as yearly rates, and shares with hedges."""

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from report_helpers.audit.findings import Finding
from report_helpers.charts.rate_bars import RATES_TOPIC
from report_helpers.charts.toolkit.finish import Caption, Frame, Sheet, finish, sentence
from report_helpers.charts.toolkit.panels import LEFT, by_measure, draw
from report_helpers.charts.toolkit.plotly_text import (
    figure_text,
    quantity_title,
    records,
    some,
    told_apart,
)
from report_helpers.charts.value_panels import PANEL_COLUMNS, panel_row

__all__ = ["shares"]

SHARE_METRICS = ("share", "remaining", "change")


def shares(
    claims: pd.DataFrame,
    *,
    topics: Sequence[str] = ("adoption", "productivity", RATES_TOPIC),
    findings: Sequence[Finding] = (),
) -> go.Figure:
    """Draw shares, falls and rises of adoption and productivity, each with its hedge.

    An arrow is an open end (more than, up to); a bracket shows the width of `about`. The share that
    remains after a fall (`remaining`) has its own panel next to the fall.

    Args:
        claims: the validated table.
        topics: only their rows are drawn; of the jobs topic only the shares.
        findings: the audit's findings; the chart lists those about the claims it draws.
    """
    title = "Adoption and productivity, with the words that hedge them"
    metric, topic = claims["metric"], claims["topic"]
    chosen = topic.isin(list(topics)) & metric.isin(SHARE_METRICS)
    chosen &= ~(topic.eq(RATES_TOPIC) & metric.eq("change"))
    rows = claims[chosen & (claims["value"].notna() | claims["value_low"].notna())]
    rows = rows.sort_values(
        "topic", key=lambda column: column.map(list(topics).index), kind="stable"
    )
    if rows.empty:
        text = "No claim of these topics prints a share or a change."
        return sentence("jobs-shares", title, text, PANEL_COLUMNS)
    panels = by_measure(rows, _unit_words, share_axis=("share", "remaining"))
    figure, height = draw(panels)
    drawn = rows.loc[[key for panel in panels for key in panel.rows.index]]
    known = records(told_apart(drawn))
    said = some([f"{quantity_title(row)}: {figure_text(row)}" for row in known.values()])
    caption = Caption(
        "jobs-shares",
        title,
        "One panel a measure. An arrow marks an open end (more than, up to), a bracket how wide "
        "“about” is.",
        f"{said}.",
        findings,
    )
    sheet = Sheet(PANEL_COLUMNS, [panel_row(row) for row in known.values()])
    return finish(figure, caption, drawn, sheet, Frame(height, LEFT, below=40))


def _unit_words(part: pd.DataFrame) -> str:
    metric, unit = part["metric"].iloc[0], part["unit"].iloc[0]
    if metric == "remaining":
        return "percent of the former level that remain"
    if metric == "change":
        return "change in percent" if unit == "percent" else "change in percentage points"
    samples = part["sample"].dropna().unique()
    return f"percent of {' or '.join(samples)}" if len(samples) else "percent; of whom is not said"
