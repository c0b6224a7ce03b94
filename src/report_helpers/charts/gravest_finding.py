"""The small chart beside the gravest finding: what is printed against what would be true."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final, Literal

import pandas as pd
import plotly.graph_objects as go

from report_helpers.audit.findings import Finding
from report_helpers.audit.selection import gravest as gravest_of
from report_helpers.charts.gravest_lines import COLUMNS, NAME, WIDTH, growth_lines
from report_helpers.charts.toolkit.finish import Caption, Frame, Sheet, finish, numbers
from report_helpers.charts.toolkit.notebook_chart import Chart
from report_helpers.charts.toolkit.plotly_text import (
    Row,
    figure_text,
    hover,
    quantity_title,
    records,
    who,
    window,
    wrapped,
)
from report_helpers.claims.units import unit
from report_helpers.claims.wording import stated_growth
from report_helpers.colors import light

__all__ = ["Comparison", "comparison", "gravest"]

Comparison = Literal["growth", "values"]
"""A stated growth against its end points; a value against another."""

ROW, BAR_WRAP = 74, 44
"""Pixels of a bar with its label, and letters of a line of that label."""
ABOVE_BAR: Final = 0.3


def comparison(known: Mapping[str, Row], finding: Finding) -> Comparison | None:
    """Return what a chart of a finding would compare; None if it has nothing to draw."""
    claim = known[finding.claim_ids[0]]
    if finding.rule == "growth-mismatch":
        return "growth" if _has_path(claim, finding) else None
    if finding.rule not in {"original-differs", "same-source-conflict"}:
        return None
    other = known[finding.claim_ids[1]]
    if not all(_high(row) is not None for row in (claim, other)):
        return None
    if unit(claim["unit"]).dimension != unit(other["unit"]).dimension:
        return None
    return "values" if _scaled(claim) != _scaled(other) else None


def _has_path(claim: Row, finding: Finding) -> bool:
    """Return whether a claim's own two values are what the finding is about."""
    printed = (claim["base_value"], claim["value"], claim["growth_percent"])
    if not all(isinstance(number, Decimal) and number > 0 for number in printed):
        return False
    ends = (claim["base_year"], claim["year"])
    return None not in ends and ends[1] - ends[0] == finding.numbers.get("years")


def gravest(claims: pd.DataFrame, *, findings: Sequence[Finding]) -> go.Figure | None:
    """Draw the gravest finding: two lines or two bars; None if it has nothing to draw.

    Args:
        claims: the validated table.
        findings: the findings of the audit.

    Example:
        >>> figure = mr.charts.gravest(claims, findings=findings)
    """
    finding = gravest_of(claims, findings)
    if finding is None:
        return None
    rows = claims.loc[list(finding.claim_ids)]
    known = records(rows)
    kind = comparison(known, finding)
    if kind == "growth":
        return growth_lines(rows.iloc[:1], known[finding.claim_ids[0]])
    return _bars(rows.iloc[:2], list(known.values())[:2]) if kind == "values" else None


def _bars(drawn: pd.DataFrame, rows: list[Row]) -> go.Figure:
    claim, other = rows
    figure = Chart()
    for place, (row, ink) in enumerate(zip(rows, ("pink", "text"), strict=True)):
        low, high = _scaled(row)
        figure.add_bar(
            name=who(row),
            orientation="h",
            x=numbers([high]),
            y=[place],
            width=0.34,
            marker={"color": light(ink)},
            hoverinfo="text",
            hovertext=[hover(row)],
        )
        if low != high:
            _add_range(figure, place, low, high, ink)
        figure.add_annotation(
            name=f"value-{place}",
            text=f"<b>{figure_text(row)}</b> {wrapped(who(row), BAR_WRAP)}",
            x=0,
            y=place - ABOVE_BAR,
            xanchor="left",
            yanchor="middle",
            font={"size": 13, "color": light(ink)},
        )
    ends = [end for row in rows for end in _scaled(row)]
    room = 0.04 * (max(0.0, *ends) - min(0.0, *ends))
    figure.layout.xaxis = {
        "range": numbers([min(0.0, *ends) - room, max(0.0, *ends) + room]),
        "visible": False,
        "fixedrange": True,
    }
    figure.layout.yaxis = {"range": [1.45, -0.6], "visible": False, "fixedrange": True}
    figure.layout.barmode = "overlay"
    figure.layout.width = WIDTH
    words = f"{figure_text(claim)} against {figure_text(other)}"
    caption = Caption(
        NAME, words, quantity_title(claim),
        f"Two bars: {figure_text(claim)} by {who(claim)}, {figure_text(other)} by {who(other)}.",
    )  # fmt: skip
    sheet = Sheet(COLUMNS, [[who(row), row["as_printed"], window(row) or "not said",
                             "not stated" if row["growth_percent"] is None else stated_growth(row)]
                            for row in rows])  # fmt: skip
    return finish(figure, caption, drawn, sheet, Frame(2 * ROW, 8, 8, below=8))


def _add_range(figure: go.Figure, place: int, low: float, high: float, ink: str) -> None:
    """Draw the part of a bar between the ends of a printed range hollow."""
    figure.add_bar(
        name="range",
        orientation="h",
        x=numbers([high - low]),
        base=numbers([low]),
        y=[place],
        width=0.34,
        marker={"color": light("paper"), "line": {"color": light(ink), "width": 2}},
        hoverinfo="skip",
    )


def _high(row: Row) -> Decimal | None:
    number = row["value_high"] if row["value"] is None else row["value"]
    return number if isinstance(number, Decimal) else None


def _scaled(row: Row) -> tuple[float, float]:
    """Return the ends of a value in base units."""
    factor = unit(row["unit"]).factor
    low = row["value_low"] if row["value"] is None else row["value"]
    return float(low) * factor, float(_high(row) or 0) * factor
