"""Charts of panels: values and ranges of one topic, and shares and changes of several."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import pandas as pd
import plotly.graph_objects as go

from report_helpers.analysis.chapters import value_rows
from report_helpers.analysis.parameter_checks import known_topic
from report_helpers.audit.findings import Finding
from report_helpers.charts.toolkit.finish import (
    Caption,
    Extras,
    Frame,
    Sheet,
    finish,
    sentence,
)
from report_helpers.charts.toolkit.line_chart import mark_key
from report_helpers.charts.toolkit.notebook_chart import Chart
from report_helpers.charts.toolkit.panels import (
    PANEL_COLUMNS,
    Panel,
    by_quantity,
    draw,
    listed,
    panel_row,
)
from report_helpers.charts.toolkit.plotly_text import (
    figure_text,
    label,
    quantity_title,
    records,
    some,
    who,
    with_distinctions,
)
from report_helpers.charts.toolkit.publisher_styles import Styles, publisher_styles
from report_helpers.charts.toolkit.rows import BELOW, LEFT, RIGHT, chosen_rows, with_count
from report_helpers.charts.yearly_figures import in_series
from report_helpers.claims.units import unit
from report_helpers.claims.wording import amount, capitalized, count_phrase, unit_name

__all__ = ["PANELS", "panel_figure", "value_words", "values"]

PANELS = 6
"""Panels that a chart draws."""

READING = (
    "Each quantity has an axis of its own, because figures of two cannot be compared. An arrow "
    "marks an open end (more than, up to), a bracket how wide “about” is."
)


def values(
    claims: pd.DataFrame,
    *,
    topic: str = "",
    rest: bool = False,
    findings: Sequence[Finding] = (),
) -> go.Figure:
    """Draw the published values of a topic as points and ranges, one panel per quantity.

    Quantities with a single figure are listed. A series that one edition prints year by year is
    left out; `yearly_series` draws it.

    Args:
        claims: the validated table.
        topic: only its rows with a value or a range are drawn; empty: the topic with most
            quantities besides the main measure.
        rest: whether to leave out what the topic's other charts draw: rises, falls and shares, and
            the measure of its paths.
        findings: the audit's findings; the chart lists those about the claims it draws.

    Returns:
        A plotly figure; if there is nothing to draw, one that says so in a sentence.

    Raises:
        UsageError: the claims have no such topic.

    Example:
        >>> figure = mr.charts.values(claims, topic="ai_value")
    """
    rows = value_rows(claims, known_topic(claims, topic), rest=rest)
    rows = rows[~in_series(rows)]
    if rows.empty:
        text = "No claim of this topic prints a value or a range."
        return sentence("values", "No value to draw", text, PANEL_COLUMNS)
    panels = by_quantity(rows, value_words)
    return panel_figure("values", claims, panels, findings)


def value_words(part: pd.DataFrame) -> str:
    """Return the unit of one panel's rows in words."""
    yearly = " a year" if part["metric"].iloc[0] == "growth_rate" else ""
    return unit_name(str(part["unit"].iloc[0])) + yearly


def panel_figure(
    name: str,
    claims: pd.DataFrame,
    panels: Sequence[Panel],
    findings: Sequence[Finding],
    styles: Styles | None = None,
) -> go.Figure:
    """Return the finished figure of panels; quantities with a single figure are listed.

    Args:
        name: the slug of the figure.
        claims: the validated table.
        panels: one per quantity, at least one.
        findings: the audit's findings.
        styles: the styles of the claims' publishers, if they are known already.
    """
    several, others, note = _chosen([panel for panel in panels if len(panel.rows) > 1])
    single = [panel for panel in panels if len(panel.rows) == 1]
    of_several = [*several, *others]
    drawn = claims.loc[[key for panel in [*of_several, *single] for key in panel.rows.index]]
    known = records(with_distinctions(drawn))
    figure, frame, extras = _plot(several, styles or publisher_styles(claims))
    said = some(
        [
            f"{quantity_title(row)}: {label({**row, 'distinction': ''})}, {figure_text(row)}"
            for row in known.values()
        ]
    )
    title = _title(of_several, single)
    subtitle = with_count(_subtitle(of_several, single), len(several), len(of_several))
    caption = Caption(name, title, subtitle, f"{title}. {said}.", findings)
    table = listed(single)
    sheet = Sheet(PANEL_COLUMNS, [panel_row(row) for row in known.values()], list(known))
    extras = replace(extras, listed=table, notes=[*note, *extras.notes])
    return finish(figure, caption, drawn, sheet, frame, extras)


def _chosen(panels: Sequence[Panel]) -> tuple[list[Panel], list[Panel], list[str]]:
    """Return the panels to draw, the others, and a sentence about these, if any."""
    ranks = [_rank(panel) for panel in panels]
    ranked = sorted(range(len(panels)), key=ranks.__getitem__, reverse=True)
    chosen, note = chosen_rows(ranked, "those of most publishers", "quantities", PANELS)
    drawn = [panels[at] for at in sorted(chosen)]
    return drawn, [panels[at] for at in sorted(ranked[PANELS:])], note


def _plot(panels: Sequence[Panel], styles: Styles) -> tuple[go.Figure, Frame, Extras]:
    if not panels:
        figure = Chart()
        figure.update_layout(xaxis={"visible": False}, yaxis={"visible": False})
        return figure, Frame(20, LEFT, RIGHT, 8), Extras()
    figure, wide, phone, notes = draw(panels, styles)
    rows = pd.concat([panel.rows for panel in panels])
    key = [
        *(
            [mark_key("the article", "article", "diamond")]
            if rows["role"].eq("cited").any()
            else []
        ),
        *([mark_key("projected", hollow=True)] if rows["kind"].eq("projection").any() else []),
    ]
    extras = Extras(notes=[READING, *notes], key=key, narrow=phone.narrow())
    return figure, Frame(wide.height, LEFT, RIGHT, BELOW), extras


def _title(several: Sequence[Panel], single: Sequence[Panel]) -> str:
    """Return the widest range of one quantity; of single figures how many there are."""
    if several:
        most = max(several, key=_rank)
        low, high = (_said(most, choice) for choice in (min, max))
        start = f"{most.title}: "
        if low == high:
            return f"{start}all figures say {low}"
        whose = "publishers print " if most.publishers > 1 else ""
        return f"{start}{whose}{low} to {high}"
    rows = [row for panel in single for row in records(panel.rows).values()]
    if len(rows) == 1:
        return f"{quantity_title(rows[0])}: {figure_text(rows[0])}, {who(rows[0])}"
    return f"{capitalized(count_phrase(len(rows)))} figures, each of something else"


def _rank(panel: Panel) -> tuple[int, float, int]:
    """Return what sorts panels: publishers, the width of their range, figures."""
    ends = panel.ends
    return panel.publishers, max(ends) - min(ends), len(panel.rows)


def _said(panel: Panel, choice: Callable[[list[float]], float]) -> str:
    code = str(panel.rows["unit"].iloc[0])
    return amount(choice(panel.ends) * unit(code).factor, code)


def _subtitle(several: Sequence[Panel], single: Sequence[Panel]) -> str:
    count = sum(len(panel.rows) for panel in [*several, *single])
    figures = count_phrase(count, "figure")
    kinds = len(several) + len(single)
    if kinds == 1:
        return f"{capitalized(figures)}, {(several or single)[0].unit}"
    return f"{capitalized(figures)} of {count_phrase(kinds)} quantities"
