"""The chart of rises and falls as yearly rates, with a list of those that have no yearly rate."""

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from report_helpers.analysis.chapters import rises_topic
from report_helpers.analysis.growth import annualised
from report_helpers.analysis.parameter_checks import known_topic
from report_helpers.audit.findings import Finding
from report_helpers.charts.toolkit.finish import (
    Caption,
    Extras,
    Frame,
    Sheet,
    finish,
    numbers,
    sentence,
)
from report_helpers.charts.toolkit.line_chart import mark_key
from report_helpers.charts.toolkit.meta import Listed
from report_helpers.charts.toolkit.notebook_chart import Chart
from report_helpers.charts.toolkit.plotly_text import (
    MISSING,
    Row,
    amount,
    evidence,
    figure_text,
    hover,
    label,
    quantity_title,
    records,
    row_of,
    shown,
    some,
    who,
    window,
    with_distinctions,
)
from report_helpers.charts.toolkit.plotly_text import rate as rate_text
from report_helpers.charts.toolkit.publisher_styles import Styles, publisher_styles
from report_helpers.charts.toolkit.rows import (
    BELOW,
    DRAWN,
    LEFT,
    RIGHT,
    Group,
    Label,
    chosen_rows,
    rows_below,
    with_count,
)
from report_helpers.claims.wording import all_phrase, capitalized, count_phrase
from report_helpers.colors import light

__all__ = ["yearly_rates"]

NAME = "yearly-rates"
RATE_COLUMNS = ("Who", "Quantity", "Years", "As printed", "A year", "How", "Evidence")
TICKS = (
    (0.8, (-0.5, -0.25, -0.1, 0.0, 0.1, 0.25, 0.5)),
    (2.5, (-0.9, -0.5, 0.0, 0.5, 1.0, 2.0)),
    (math.inf, (-0.9, -0.5, 0.0, 1.0, 3.0, 9.0, 29.0, 99.0, 999.0)),
)
"""Ticks by the highest yearly rate on the axis: few, so that they fit on a phone."""

LEAST_REACH, ROOM = 0.25, 0.06
"""The axis extends at least to this yearly rate, and beyond its ends by this share."""

SUBTITLE = (
    "Growth a year, percent, on a logarithmic axis: equal distances are equal growth factors. Each "
    "counts something else, so only the pace can be compared"
)


def yearly_rates(
    claims: pd.DataFrame, *, topic: str = "", findings: Sequence[Finding] = ()
) -> go.Figure:
    """Draw each rise of a topic as a yearly rate; list those without one, with the reason.

    The axis is logarithmic in the yearly factor (1 + rate): equal distances are equal growth, falls
    fit as well, and the line at zero means no change.

    Args:
        claims: the validated table.
        topic: only its rows are drawn; empty: the topic with most rises.
        findings: the audit's findings; the chart lists those about the claims it draws.

    Returns:
        A plotly figure; if there is nothing to draw, one that says so in a sentence.

    Raises:
        UsageError: the claims have no such topic.

    Example:
        >>> figure = mr.charts.yearly_rates(claims, topic="ai_jobs")
    """
    topic = known_topic(claims, topic) or rises_topic(claims)
    rows = with_distinctions(claims[claims["topic"].eq(topic)])
    rates = annualised(rows)
    if rates.empty:
        text = "No claim of this topic is a rise or a fall."
        return sentence(NAME, "No rise to draw", text, RATE_COLUMNS)
    rates = rates.sort_values(["comparable", "rate"], ascending=False, kind="stable")
    known = records(rows.loc[rates.index])
    # A fall to zero cannot be drawn on a logarithmic axis.
    drawable = rates["comparable"] & rates["rate"].gt(-1)
    figure, frame, extras = _plot(rates[drawable], known, publisher_styles(claims))
    extras = replace(extras, listed=_listed(rates[~drawable], known))
    title = _title(rates[drawable]["rate"], len(rates))
    said = some(
        [
            f"{label(known[str(key)])} {rate_text(rate, 0)}"
            for key, rate in rates[drawable]["rate"].items()
        ]
    )
    alt = f"{title}. Growth a year: {said or 'none'}."
    count = int(drawable.sum())
    subtitle = with_count(SUBTITLE, min(DRAWN, count), count) if count else ""
    caption = Caption(NAME, title, subtitle, alt, findings)
    table = [_rate_row(known[str(key)], row) for key, row in rates.iterrows()]
    sheet = Sheet(RATE_COLUMNS, table, list(known))
    return finish(figure, caption, rows.loc[rates.index], sheet, frame, extras)


def _plot(
    rates: pd.DataFrame, known: dict[str, Row], styles: Styles
) -> tuple[go.Figure, Frame, Extras]:
    figure = Chart()
    if rates.empty:
        figure.update_layout(xaxis={"visible": False}, yaxis={"visible": False})
        return figure, Frame(20, LEFT, RIGHT, 8), Extras()
    keys, note = chosen_rows([str(key) for key in rates.index], "the fastest")
    for place, claim_id in enumerate(keys):
        _add_rate(figure, row_of(rates, claim_id), known[claim_id], place, styles)
    labels = [_label(known[claim_id], row_of(rates, claim_id)) for claim_id in keys]
    wide, phone = (rows_below([Group(labels)], phone=phone) for phone in (False, True))
    figure.update_layout(xaxis=_axis(rates), yaxis=wide.axes[0], annotations=wide.notes)
    drawn = [known[claim_id] for claim_id in keys]
    cited = any(row["role"] == "cited" for row in drawn)
    ahead = any(row["kind"] == "projection" for row in drawn)
    key = [
        *([mark_key("the article", "article", "diamond")] if cited else []),
        *([mark_key("projected", hollow=True)] if ahead else []),
    ]
    extras = Extras(notes=note, key=key, narrow=phone.narrow())
    return figure, Frame(wide.height, LEFT, RIGHT, BELOW), extras


def _axis(rates: pd.DataFrame) -> dict[str, Any]:
    low, high = min(0.0, rates["rate"].min()), max(LEAST_REACH, rates["rate"].max())
    choice = next(ticks for limit, ticks in TICKS if high <= limit)
    ticks = [tick for tick in choice if low <= tick <= high]
    start, end = math.log10(1 + low), math.log10(1 + high)
    free = ROOM * (end - start)
    return {
        "type": "log",
        "range": numbers([start - free if low < 0 else start, end + free]),
        "tickvals": numbers(1 + tick for tick in ticks),
        "ticktext": [rate_text(tick, 0) for tick in ticks],
        "showgrid": True,
    }


def _add_rate(
    figure: go.Figure, rate: "pd.Series[Any]", row: Row, place: int, styles: Styles
) -> None:
    look = styles.of(row)
    ink = light(look.ink)
    ends = f"{rate_text(rate['rate_low'])} to {rate_text(rate['rate_high'])}"
    said = f"{rate_text(rate['rate'])} a year ({ends}): {rate['reason']}"
    figure.add_scatter(
        name=shown(who(row)),
        x=numbers([1.0, 1 + rate["rate"]]),
        y=[place, place],
        mode="lines+markers",
        line={"color": ink, "width": look.width},
        marker={
            "symbol": look.marker,
            "size": [0, 11],
            "color": light("paper") if row["kind"] == "projection" else ink,
            "line": {"color": ink, "width": 2},
            "opacity": 1,
        },
        hoverinfo="text",
        hovertext=["", hover(row, [said])],
        customdata=["", rate.name],
    )


def _label(row: Row, rate: "pd.Series[Any]") -> Label:
    base = f"{amount(row['base_value'], row['unit'])} to " if row["base_value"] is not None else ""
    printed = f"{quantity_title(row)}, printed: {base}{figure_text(row)}"
    return Label(
        f"{label({**row, 'distinction': ''})}: {rate_text(rate['rate'], 0)} a year", printed
    )


def _title(rates: "pd.Series[float]", count: int) -> str:
    if rates.empty:
        of_all = "The one rise" if count == 1 else f"None of {count_phrase(count)} rises"
        return f"{of_all} {'has no' if count == 1 else 'has a'} yearly rate"
    low, high = (rate_text(end, 0) for end in (rates.min(), rates.max()))
    if len(rates) == 1 or low == high:
        whose = "The one rise" if len(rates) == 1 else f"{all_phrase(len(rates))} rises"
        return f"{whose} with a known window {'is' if len(rates) == 1 else 'are'} {high} a year"
    changes = "rises" if rates.min() >= 0 else "falls" if rates.max() <= 0 else "rises and falls"
    many = capitalized(count_phrase(len(rates)))
    return f"{many} {changes} run from {low} to {high} a year"


def _listed(rates: pd.DataFrame, known: dict[str, Row]) -> Listed | None:
    """Return the table of what has no yearly rate, or `None` if all have one."""
    if rates.empty:
        return None
    keys = [str(key) for key in rates.index]
    cells = [
        [who(known[key]), quantity_title(known[key]), figure_text(known[key]), str(reason)]
        for key, reason in zip(keys, rates["reason"], strict=True)
    ]
    columns = ["Who", "Quantity", "Figure", "Why not"]
    return {"title": "Without a yearly rate", "columns": columns, "rows": cells, "claims": keys}


def _rate_row(row: Row, rate: "pd.Series[Any]") -> list[str]:
    yearly = rate_text(rate["rate"]) if rate["comparable"] else "not comparable"
    years = window(row) or MISSING
    return [
        who(row),
        quantity_title(row),
        years,
        row["as_printed"],
        yearly,
        rate["reason"],
        evidence(row),
    ]
