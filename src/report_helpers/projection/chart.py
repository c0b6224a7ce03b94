"""The figure of a projection: its heading, its axes, and the data table of the initial state."""

import math
from collections.abc import Sequence
from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go

from report_helpers.analysis.projection_inputs import shown_value
from report_helpers.analysis.scenarios import yearly_growths
from report_helpers.audit.findings import Finding
from report_helpers.charts.toolkit.axes import log_axis, nice_ticks
from report_helpers.charts.toolkit.finish import Caption, Frame, Sheet, finish
from report_helpers.charts.toolkit.meta import chart_meta, to_meta
from report_helpers.charts.toolkit.notebook_chart import Chart
from report_helpers.charts.toolkit.plotly_text import quantity_title, records
from report_helpers.claims.wording import capitalized, percent
from report_helpers.projection.contract import ProjectionContract, State
from report_helpers.projection.evaluate import claim_of, edge, growth_of, resolve
from report_helpers.projection.traces import Points, empty_traces, has_fan, points
from report_helpers.projection.words import (
    headline_words,
    in_words,
    notes,
    own_base,
    rows_of,
    title,
)

__all__ = [
    "NAME", "TITLE", "as_text", "axis_of", "drawn", "heights", "place", "with_notes",
    "years_shown",
]  # fmt: skip

NAME: Final = "projection"
TITLE: Final = "Where a printed forecast leads"
"""The title of a figure without a path."""

SUBTITLE: Final = "{quantity}, {unit}. Diamonds: as printed."
HEIGHT, LEGEND = 400, 28
NICE: Final = (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10)
FREE: Final = 1.04
"""The end of a linear axis: one of these digits, and room above the highest value."""
BESIDE: Final = 0.4
"""Years of room beside the first and the last point."""
STEADY: Final = {"automargin": "height", "ticklabeloverflow": "allow"}
"""For an axis whose range moves: labels are not measured and do not change the plot's width."""


def drawn(
    claims: pd.DataFrame,
    contract: ProjectionContract,
    state: State,
    findings: Sequence[Finding] = (),
) -> go.Figure:
    """Return the finished figure of a state; its meta holds the contract as `projection`.

    Args:
        claims: the validated table.
        contract: the contract of claims of that table.
        state: the one to show.
        findings: the audit's findings; the chart lists those about the claims it draws.
    """
    path = resolve(contract, state)
    figure = Chart(empty_traces())
    found = points(contract, state, path)
    place(figure, found)
    figure.update_layout(
        showlegend=True,
        xaxis={"tickformat": "d", "nticks": 9, **STEADY},
        yaxis=axis_of(contract, "linear", heights(found)),
    )
    own = claims.loc[_sources(claims, contract, state)]
    quantity = quantity_title(records(claims.loc[[state["claim"]]])[state["claim"]])
    subtitle = with_notes(
        SUBTITLE.format(quantity=quantity, unit=contract["unit"]), contract, state
    )
    alt = _alt(contract, state, path)
    caption = Caption(NAME, title(contract, state, path), subtitle, alt, findings)
    sheet = Sheet(tuple(contract["words"]["columns"]), rows_of(contract, state, path))
    finish(figure, caption, own, sheet, Frame(HEIGHT, above=LEGEND))
    at = contract["traces"]
    # Their labels name them, or the table of paths.
    for index in (at["threshold"], at["reached"], *at["pinned"]):
        figure.data[index].showlegend = False
    to_meta(figure, {**chart_meta(figure), "projection": contract})
    return figure


def with_notes(
    subtitle: str, contract: ProjectionContract, state: State, fan: str = "sources"
) -> str:
    """Return a subtitle that says what is shaded, and whether nothing is projected.

    Args:
        subtitle: with or without what is said of the initial state.
        contract: the projection's contract.
        state: the state shown.
        fan: what is shaded, a name in `FANS`.
    """
    first = _notes(contract, contract["state"], "sources")
    return subtitle.removesuffix(first) + _notes(contract, state, fan)


def _notes(contract: ProjectionContract, state: State, fan: str) -> str:
    return notes(contract, state, fan if has_fan(contract, state, fan) else "")


def place(figure: go.Figure, found: dict[int, Points]) -> None:
    """Put points and labels into the traces of a figure."""
    for index, each in found.items():
        trace = figure.data[index]
        trace.x, trace.y = each.x, each.y
        if trace.hoverinfo != "skip":
            trace.hovertext = each.hover
        if "text" in (trace.mode or ""):
            trace.text = each.text


def heights(found: dict[int, Points]) -> list[float]:
    """Return all values drawn."""
    return [value for each in found.values() for value in each.y]


def years_shown(found: dict[int, Points]) -> list[float]:
    """Return the range of years around all points; the page's `chart.js` does too."""
    years = [year for each in found.values() for year in each.x]
    return [min(years) - BESIDE, max(years) + BESIDE]


def axis_of(contract: ProjectionContract, scale: str, values: Sequence[float]) -> dict[str, Any]:
    """Return the value axis of a scale around `values`, all drawn; the page's `axes.js` does too.

    Its ticks are texts, because plotly groups the digits of its own by three in every locale.
    """
    title = {"text": capitalized(contract["unit"])}
    above = [value for value in values if value > 0]
    if scale == "log" and above:
        return {**log_axis(above).layout, "title": title}
    # Linear from zero: a path may end at zero, and saturation shows best without logarithms.
    high = _roof(FREE * max(above, default=0.0))
    ticks = [float(f"{tick:.10g}") for tick in nice_ticks(0.0, high)]
    return {
        "type": "linear",
        "range": [0.0, high],
        "tickvals": ticks,
        "ticktext": [shown_value("amount", tick) for tick in ticks],
        "title": title,
        "ticklabeloverflow": "allow",
    }


def _roof(highest: float) -> float:
    """Return the end of an axis that moves in steps, so that a path is seen to grow."""
    if highest <= 0:
        return 1.0
    power = math.floor(math.log10(highest))
    return next(end for step in NICE if (end := float(f"{step}e{power}")) >= highest)


def _sources(claims: pd.DataFrame, contract: ProjectionContract, state: State) -> list[str]:
    """Return the claims that can be shown, then the claims whose growth makes the fan."""
    offered = [claim["id"] for claim in contract["claims"]]
    growths = yearly_growths(claims, state["claim"])
    return [*offered, *(str(key) for key in growths.index if key not in offered)]


def _alt(contract: ProjectionContract, state: State, path: list[float]) -> str:
    claim, growth = claim_of(contract, state), growth_of(contract, state)
    model = next(model["title"] for model in contract["models"] if model["name"] == state["model"])
    grown = "" if growth is None else f" with a growth of {percent(growth)} a year"
    base, end, value = (in_words(each, contract) for each in
                        (claim["base"], claim["end"], path[-1]))  # fmt: skip
    start = own_base(contract, state) or f"{base} in {claim['base_year']}"
    text = (
        f"{claim['label']}: from {start}, with {end} printed for "
        f"{claim['end_year']}. {model}{grown} leads to {value} in {state['horizon']}."
    )
    (low, high), *_ = contract["bands"]
    ends = [in_words(found[-1], contract) for level in (low, high)
            if (found := edge(claim, state, level))]  # fmt: skip
    if len(ends) < len((low, high)):
        return text
    middle = percent(0.8, 0)
    return f"{text} The growth of the sources leads to {' to '.join(ends)} (their middle {middle})."


def as_text(contract: ProjectionContract, state: State, path: list[float]) -> str:
    """Return a projection as plain text: headline figures and path."""
    claim = claim_of(contract, state)
    lines = [f"{what}: {figure}" for what, figure in headline_words(contract, state, path)]
    table = [
        " | ".join(row) for row in (contract["words"]["columns"], *rows_of(contract, state, path))
    ]
    return "\n".join([title(contract, state, path), claim["label"], *lines, "", *table])
