"""A projection as a figure carries it, of two made-up claims, and its path for any state."""

from pathlib import Path
from typing import Any

import plotly.graph_objects as go
from nbformat import NotebookNode

from report_helpers.analysis.milestones import cumulative
from report_helpers.analysis.projection_inputs import IMITATION, INNOVATION, INPUTS, SCENARIOS
from report_helpers.analysis.projection_models import (
    MAXIMUM_YEARS,
    MODELS,
    fitted_growth,
    project,
)
from report_helpers.analysis.quantiles import quantile_path, scenario_growth
from report_helpers.charts.toolkit.meta import chart_meta, to_meta
from report_helpers.claims.amounts import steps
from report_helpers.colors import light
from report_helpers.projection.assemble import models, words
from report_helpers.projection.contract import (
    Check,
    Claim,
    InputEntry,
    ProjectionContract,
)

from .sample_figures import HOSTILE, finished, rates
from .sample_report import chart, notebook, prose, ran

__all__ = [
    "CONTENT", "NAME", "SHIPPED", "Content", "State", "edge_of", "path_of", "projection",
    "projection_notebooks",
]  # fmt: skip

NAME = "projection"
SHIPPED = Path(__file__).resolve().parents[2] / "data" / "market_stats.csv"
Content = Any
State = Any
"""Tests change contracts and states by the names of their parts."""
STEPS = [[size / 1e9, *around] for size, *around in steps("usd_billion")]

GROWTHS = [0.15, 0.2, 0.22, 0.27, 0.31, 0.33, 0.38]

CLAIMS: list[Claim] = [
    {
        "id": "a01_cited", "label": "The article, 2023", "base": 26.03, "base_year": 2023,
        "end": 225.91, "end_year": 2030, "stated": 0.392, "growths": GROWTHS,
    },
    {
        "id": "o07", "label": f"Research Nester, 2025 {HOSTILE}", "base": 48.9, "base_year": 2025,
        "end": 441.6, "end_year": 2035, "stated": None, "growths": [],
    },
]  # fmt: skip
STATE: State = {
    "claim": "a01_cited", "model": "compound", "growth": "implied", "ceiling": 2.0,
    "p": INNOVATION, "q": IMITATION, "horizon": 2035, "threshold": 1000.0,
}  # fmt: skip
RANGES = {
    "growth": (-0.5, 1.0, 0.001), "ceiling": (1.05, 20.0, 0.05), "p": (0.0, 0.2, 0.001),
    "q": (0.0, 0.9, 0.01), "horizon": (2024, 2050, 1), "threshold": (1.0, 10000.0, 1.0),
}  # fmt: skip


def entry(name: str) -> InputEntry:
    """Return an input that is a number, with the words that all have."""
    known, (least, most, step) = INPUTS[name], RANGES[name]
    return {
        "label": known.label, "kind": known.kind, "phrase": known.phrase,
        "min": least, "max": most, "step": step,
    }  # fmt: skip


def path_of(content: Content, state: State) -> list[float]:
    """Return the path of a state, computed from the contract.

    Raises:
        DomainError: it has none.
    """
    (claim,) = (claim for claim in content["claims"] if claim["id"] == state["claim"])
    given = {
        "base": claim["base"], "end": claim["end"], "p": state["p"], "q": state["q"],
        "span": claim["end_year"] - claim["base_year"],
        "ceiling": state["ceiling"] * max(claim["base"], claim["end"]),
        "years": state["horizon"] - claim["base_year"],
    }  # fmt: skip
    if MODELS[state["model"]].fit is None:
        return project(state["model"], given)
    growth: Any = state["growth"]
    if growth == "implied":
        growth = fitted_growth(state["model"], given)
    elif growth == "stated":
        growth = claim["stated"]
    elif isinstance(growth, str):
        growth = scenario_growth(claim["growths"], SCENARIOS[growth])
    return project(state["model"], {**given, "growth": growth})


def edge_of(content: Content, state: State, level: float) -> list[float]:
    """Return an edge of the fan, a value a year."""
    (claim,) = (claim for claim in content["claims"] if claim["id"] == state["claim"])
    years = state["horizon"] - claim["base_year"]
    return quantile_path(claim["base"], claim["growths"], level, years)


def checked(content: Content, state: State) -> Check:
    """Return what the page has to find for a state."""
    path = path_of(content, state)
    check: Check = {"state": state, "length": len(path), "last": path[-1],
                    "total": cumulative(path)}  # fmt: skip
    ends = [edge_of(content, state, level)[-1] for band in content["bands"] for level in band]
    return {**check, "fan": cumulative(ends)}


def content_of() -> Content:
    """Return all that the page needs to compute the same numbers."""
    content: ProjectionContract = {
        "unit": "billion US dollars", "steps": STEPS, "claims": CLAIMS, "models": models(),
        "parameters": {name: known.parameter for name, known in INPUTS.items()},
        "inputs": {name: entry(name) for name in RANGES}, "longest": MAXIMUM_YEARS,
        "scenarios": {**SCENARIOS}, "bands": [[0.1, 0.9], [0.25, 0.75]], "words": words(),
        "state": STATE, "checks": [],
        "traces": {"path": 3, "pinned": 2, "printed": 4, "fan": [0, 1]},
    }  # fmt: skip
    states: list[State] = [
        {**STATE, "model": name, "growth": rate} for name in MODELS for rate in ("implied", 0.3)
    ]
    return {**content, "checks": [checked(content, state) for state in states]}


CONTENT: Content = content_of()


def projection() -> go.Figure:
    """Return the chart of the state at first, a fan behind it and nothing pinned."""
    path = path_of(CONTENT, STATE)
    years = [2023 + year for year in range(len(path))]
    figure = go.Figure()
    for (low, high), shade in zip(CONTENT["bands"], ("0.10", "0.16"), strict=True):
        edges = edge_of(CONTENT, STATE, low), edge_of(CONTENT, STATE, high)
        figure.add_scatter(
            x=[*years, *years[::-1]], y=[*edges[0], *edges[1][::-1]],
            fill="toself", fillcolor=f"rgba(0,104,168,{shade})", mode="lines", hoverinfo="skip",
            line={"width": 0}, name="spread between sources", showlegend=shade == "0.16",
        )  # fmt: skip
    dashed = {"color": light("grey"), "dash": "dash", "width": 2}
    figure.add_scatter(x=[], y=[], name="pinned", mode="lines", line=dashed)
    figure.add_scatter(
        x=years, y=path, name="path", mode="lines", line={"color": light("blue"), "width": 3}
    )
    figure.add_scatter(
        x=[2023, 2030], y=[26.03, 225.91], name="printed", mode="markers",
        marker={"color": light("article"), "symbol": "diamond", "size": 11},
    )  # fmt: skip
    figure.update_layout(yaxis={"title": {"text": "Billion US dollars"}, "range": [0, 1100]})
    figure.update_layout(xaxis={"range": [2022.6, 2035.4]})
    finished(figure, NAME, "Where the claim leads", right=24)
    to_meta(figure, {**chart_meta(figure), "projection": CONTENT})
    return figure


def projection_notebooks(*figures: go.Figure) -> list[NotebookNode]:
    """Return a notebook of projections and one of another chart after it."""
    shown = [ran(chart(figure)) for figure in figures]
    return [
        notebook(prose("# Projection\n\nWhere a claim leads."), *shown),
        notebook(prose("# Rates\n\nAnother chart."), ran(chart(rates()))),
    ]
