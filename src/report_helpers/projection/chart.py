"""The figure of a projection: a state's path, the printed ends, and the fan of the sources.

Each part is its own trace. A new state changes only the points of traces, so the page and
JupyterLab move the same traces.
"""

from collections.abc import Sequence
from typing import Final

import pandas as pd
import plotly.graph_objects as go

from report_helpers.analysis.scenarios import FAN_LABEL, yearly_growths
from report_helpers.audit.findings import Finding
from report_helpers.charts.toolkit.finish import Caption, Frame, Sheet, finish
from report_helpers.charts.toolkit.meta import chart_meta, to_meta
from report_helpers.charts.toolkit.plotly_text import MISSING, rate
from report_helpers.charts.toolkit.theme import ARTICLE
from report_helpers.claims.wording import capitalized, percent
from report_helpers.colors import light
from report_helpers.projection.assemble import BANDS, TRACES
from report_helpers.projection.contract import Claim, ProjectionContract, State
from report_helpers.projection.evaluate import (
    claim_of,
    edge,
    headline,
    headline_words,
    in_words,
    resolve,
)

__all__ = ["NAME", "TITLE", "as_text", "drawn", "points", "rows_of"]

NAME: Final = "projection"
TITLE: Final = "Where a printed forecast leads"
SUBTITLE: Final = (
    "Line: the path that a model draws from what one claim prints; diamonds: the two values that "
    "it does print. Shaded: where the growth that each source gives leads from the same base, a "
    f"{FAN_LABEL}."
)
LOOKS: Final = (("Middle 80 % of the sources", 0.13), ("Middle 50 %", 0.26))
"""Name and opacity of each band; the legend shows each band separately, so opacity must distinguish
them."""

HEIGHT, LEGEND = 400, 28
POINT: Final = "%{x}: %{y:,.4~g}<extra></extra>"

STEADY: Final = {"automargin": "height", "ticklabeloverflow": "allow"}
"""For an axis whose range moves: labels are not measured and do not change the plot's width."""

Points = tuple[list[int], list[float]]


def points(contract: ProjectionContract, state: State, path: list[float]) -> dict[int, Points]:
    """Return years and values of each moving trace by its index, without the pinned trace."""
    claim = claim_of(contract, state)
    years = [claim["base_year"] + step for step in range(len(path))]
    printed = [claim["base_year"], claim["end_year"]], [claim["base"], claim["end"]]
    found: dict[int, Points] = {TRACES["path"]: (years, path), TRACES["printed"]: printed}
    for index, (low, high) in zip(TRACES["fan"], BANDS, strict=True):
        found[index] = _band(claim, low, high, state["horizon"])
    return found


def _band(claim: Claim, low: float, high: float, horizon: int) -> Points:
    """Return the outline of one part of the fan: along its lower edge, back along its upper one.

    Empty if the claim has no such part.
    """
    lower, upper = (edge(claim, level, horizon) for level in (low, high))
    if not lower or not upper:
        return [], []
    years = list(range(claim["base_year"], horizon + 1))
    return [*years, *years[::-1]], [*lower, *upper[::-1]]


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
    figure = go.Figure(_traces())
    for index, (years, values) in points(contract, state, path).items():
        figure.data[index].x, figure.data[index].y = years, values
    figure.update_layout(
        showlegend=True,
        xaxis={"title": {"text": "Year"}, "tickformat": "d", "nticks": 9, **STEADY},
        # Linear from zero: a path may end at zero, and saturation shows best without logarithms.
        yaxis={
            "title": {"text": capitalized(contract["unit"])},
            "rangemode": "tozero",
            "tickformat": ",",
            "nticks": 7,
            "ticklabeloverflow": "allow",
        },
    )
    caption = Caption(NAME, TITLE, SUBTITLE, _alt(contract, state, path), findings)
    sheet = Sheet(tuple(contract["words"]["columns"]), rows_of(contract, state, path))
    rows = claims.loc[_sources(claims, contract, state)]
    finish(figure, caption, rows, sheet, Frame(HEIGHT, above=LEGEND))
    to_meta(figure, {**chart_meta(figure), "projection": contract})
    return figure


def _traces() -> list[go.Scatter]:
    """Return the traces without points, in the order of `TRACES`."""
    bands = [
        go.Scatter(
            name=name, mode="lines", line={"width": 0, "color": light("blue")},
            fill="toself", fillcolor=light("blue"), opacity=opacity, hoverinfo="skip",
        )
        for name, opacity in LOOKS
    ]  # fmt: skip
    ink = light(ARTICLE.ink)
    pinned = go.Scatter(
        name="Pinned", x=[], y=[], mode="lines", hovertemplate=POINT,
        line={"color": light("purple"), "dash": "dash", "width": 2},
    )  # fmt: skip
    path = go.Scatter(
        name="Projected", mode="lines+markers", hovertemplate=POINT,
        line={"color": ink, "width": 2.5},
        marker={"size": 6, "color": light("paper"), "line": {"color": ink, "width": 1.5}},
    )  # fmt: skip
    printed = go.Scatter(
        name="As printed", mode="markers", hovertemplate=POINT,
        marker={"symbol": ARTICLE.marker, "size": 12, "color": ink},
    )  # fmt: skip
    return [*bands, pinned, path, printed]


def _sources(claims: pd.DataFrame, contract: ProjectionContract, state: State) -> list[str]:
    """Return the claims that can be shown, then the claims whose growth makes the fan."""
    offered = [claim["id"] for claim in contract["claims"]]
    growths = yearly_growths(claims, state["claim"])
    return [*offered, *(str(key) for key in growths.index if key not in offered)]


def rows_of(contract: ProjectionContract, state: State, path: list[float]) -> list[list[str]]:
    """Return the data table of a path, one row per year."""
    first = claim_of(contract, state)["base_year"]
    changes = [
        MISSING if not before else rate(after / before - 1)
        for before, after in zip([0.0, *path], path, strict=False)
    ]
    return [
        [str(first + step), in_words(value, contract), change]
        for step, (value, change) in enumerate(zip(path, changes, strict=True))
    ]


def _alt(contract: ProjectionContract, state: State, path: list[float]) -> str:
    claim = claim_of(contract, state)
    title = next(model["title"] for model in contract["models"] if model["name"] == state["model"])
    found = headline(contract, state, path)
    grown = "" if found.taken is None else f" with a growth of {percent(found.taken)} a year"
    base, end, value = (in_words(each, contract) for each in
                        (claim["base"], claim["end"], found.value))  # fmt: skip
    text = (
        f"{claim['label']}: from {base} in {claim['base_year']}, with {end} printed for "
        f"{claim['end_year']}. {title}{grown} leads to {value} in {state['horizon']}."
    )
    (low, high), *_ = BANDS
    ends = [in_words(path[-1], contract) for level in (low, high)
            if (path := edge(claim, level, state["horizon"]))]  # fmt: skip
    if len(ends) < len(BANDS[0]):
        return text
    return f"{text} The growth of the sources leads to {' to '.join(ends)} (their middle 80 %)."


def as_text(contract: ProjectionContract, state: State, path: list[float]) -> str:
    """Return a projection as plain text: headline figures and path."""
    claim = claim_of(contract, state)
    lines = [f"{what}: {figure}" for what, figure in headline_words(contract, state, path)]
    table = [
        " | ".join(row) for row in (contract["words"]["columns"], *rows_of(contract, state, path))
    ]
    return "\n".join([f"{TITLE}: {claim['label']}", *lines, "", *table])
