"""The figure of a projection: a state's path, the printed ends, and the fan of the sources.

Every part is a trace of its own that only gets other points when the state changes, so that the
page and JupyterLab move the same traces.
"""

from collections.abc import Sequence
from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go

from report_helpers.analysis.scenarios import FAN_LABEL, yearly_growths
from report_helpers.audit.findings import Finding
from report_helpers.charts.toolkit.colors import light
from report_helpers.charts.toolkit.finish import Caption, Frame, Sheet, finish
from report_helpers.charts.toolkit.plotly_text import MISSING, rate
from report_helpers.charts.toolkit.theme import ARTICLE
from report_helpers.claims.wording import capitalized, percent
from report_helpers.projection.evaluate import (
    Contract,
    State,
    claim_of,
    headline,
    resolve,
    said,
    told,
)

__all__ = ["COLUMNS", "NAME", "TITLE", "TRACES", "as_text", "drawn", "points", "rows_of"]

NAME: Final = "projection"
TITLE: Final = "Where a printed forecast leads"
SUBTITLE: Final = (
    "Line: the path that a model draws from what one claim prints; diamonds: the two values that "
    "it does print. Shaded: where the growth that each source gives leads from the same base, a "
    f"{FAN_LABEL}."
)
COLUMNS: Final = ("Year", "Value", "Change on the year before")

TRACES: Final[dict[str, Any]] = {"fan": [0, 1], "pinned": 2, "path": 3, "printed": 4}
BANDS: Final = (
    ("q10", "q90", "Middle 80 % of the sources", 0.13),
    ("q25", "q75", "Middle 50 %", 0.26),
)
"""The quantiles between which each part of the fan lies, its name and opacity, the outermost first;
the legend shows each by itself, so that only opacities tell them apart."""

HEIGHT, LEGEND = 400, 28
POINT: Final = "%{x}: %{y:,.4~g}<extra></extra>"

STEADY: Final = {"automargin": "height", "ticklabeloverflow": "allow"}
"""Of an axis whose range moves: labels are not measured, and leave the width of the plot alone."""

Points = tuple[list[int], list[float]]


def points(contract: Contract, state: State, path: list[float]) -> dict[int, Points]:
    """Return the years and values of each trace that moves, by its index; the pinned one stays."""
    claim = claim_of(contract, state)
    years = [claim["base_year"] + step for step in range(len(path))]
    printed = [claim["base_year"], claim["end_year"]], [claim["base"], claim["end"]]
    found: dict[int, Points] = {TRACES["path"]: (years, path), TRACES["printed"]: printed}
    for index, (low, high, *_) in zip(TRACES["fan"], BANDS, strict=True):
        found[index] = _band(claim["fan"], low, high, state["horizon"])
    return found


def _band(fan: dict[str, list[Any]], low: str, high: str, horizon: int) -> Points:
    """Return the outline of a part of the fan: its lower edge, and back along its upper one."""
    count = sum(year <= horizon for year in fan.get("year", ()))
    years = fan.get("year", [])[:count]
    lower, upper = fan.get(low, [])[:count], fan.get(high, [])[:count]
    return [*years, *years[::-1]], [*lower, *upper[::-1]]


def drawn(
    claims: pd.DataFrame, contract: Contract, state: State, findings: Sequence[Finding] = ()
) -> go.Figure:
    """Return the figure of a state, finished; its meta holds the contract as `projection`.

    Args:
        claims: the validated table.
        contract: of claims of that table.
        state: the one to show.
        findings: what the audit found; the chart tells what is about the claims it draws.
    """
    path = resolve(contract, state)
    figure = go.Figure(_traces())
    for index, (years, values) in points(contract, state, path).items():
        figure.data[index].x, figure.data[index].y = years, values
    figure.update_layout(
        showlegend=True,
        xaxis={"title": {"text": "Year"}, "tickformat": "d", "nticks": 9, **STEADY},
        # From zero, for a path may end there; and saturation is seen best without logarithms.
        yaxis={
            "title": {"text": capitalized(contract["unit"])},
            "rangemode": "tozero",
            "tickformat": ",",
            "nticks": 7,
            "ticklabeloverflow": "allow",
        },
    )
    caption = Caption(NAME, TITLE, SUBTITLE, _alt(contract, state, path), findings)
    sheet = Sheet(COLUMNS, rows_of(contract, state, path))
    rows = claims.loc[_sources(claims, contract, state)]
    finish(figure, caption, rows, sheet, Frame(HEIGHT, above=LEGEND))
    figure.layout.meta = {**figure.layout.meta, "projection": {**contract, "traces": TRACES}}
    return figure


def _traces() -> list[go.Scatter]:
    """Return the traces without points, in the order of `TRACES`."""
    bands = [
        go.Scatter(
            name=name, mode="lines", line={"width": 0, "color": light("blue")},
            fill="toself", fillcolor=light("blue"), opacity=opacity, hoverinfo="skip",
        )
        for _, _, name, opacity in BANDS
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


def _sources(claims: pd.DataFrame, contract: Contract, state: State) -> list[str]:
    """Return the claims that may be shown, then those whose growth makes the fan."""
    offered = [claim["id"] for claim in contract["claims"]]
    growths = yearly_growths(claims, state["claim"])
    return [*offered, *(str(key) for key in growths.index if key not in offered)]


def rows_of(contract: Contract, state: State, path: list[float]) -> list[list[str]]:
    """Return the data table of a path: a row a year."""
    first = claim_of(contract, state)["base_year"]
    changes = [
        MISSING if not before else rate(after / before - 1)
        for before, after in zip([0.0, *path], path, strict=False)
    ]
    return [
        [str(first + step), said(value, contract), change]
        for step, (value, change) in enumerate(zip(path, changes, strict=True))
    ]


def _alt(contract: Contract, state: State, path: list[float]) -> str:
    claim = claim_of(contract, state)
    title = next(model["title"] for model in contract["models"] if model["name"] == state["model"])
    found = headline(contract, state, path)
    grown = "" if found.taken is None else f" with a growth of {percent(found.taken)} a year"
    text = (
        f"{claim['label']}: from {said(claim['base'], contract)} in {claim['base_year']}, with "
        f"{said(claim['end'], contract)} printed for {claim['end_year']}. {title}{grown} leads to "
        f"{said(found.value, contract)} in {state['horizon']}."
    )
    years = claim["fan"].get("year", [])
    if state["horizon"] not in years:
        return text
    place = years.index(state["horizon"])
    low, high = (said(claim["fan"][name][place], contract) for name in ("q10", "q90"))
    return f"{text} The growth of the sources leads to {low} to {high} (their middle 80 %)."


def as_text(contract: Contract, state: State, path: list[float]) -> str:
    """Return a projection where neither chart nor inputs can be shown: headline and path."""
    claim = claim_of(contract, state)
    lines = [f"{what}: {figure}" for what, figure in told(contract, state, path)]
    table = [" | ".join(row) for row in (COLUMNS, *rows_of(contract, state, path))]
    return "\n".join([f"{TITLE}: {claim['label']}", *lines, "", *table])
