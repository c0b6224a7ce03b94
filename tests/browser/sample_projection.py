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
from report_helpers.analysis.quantiles import between, bracket, scenario_growth
from report_helpers.analysis.scenarios import LEVELS, PATHS, SEED, resampled
from report_helpers.charts.toolkit.meta import chart_meta, to_meta
from report_helpers.claims.amounts import steps
from report_helpers.projection.assemble import TRACES
from report_helpers.projection.chart import place
from report_helpers.projection.contract import (
    Check,
    Claim,
    InputEntry,
    ProjectionContract,
    models,
    words,
)
from report_helpers.projection.traces import empty_traces, points
from report_helpers.reader_locale import for_page

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
    "claim": "a01_cited", "base": 0.0, "base_year": 0, "model": "compound",
    "growth": "implied", "ceiling": 2.0, "p": INNOVATION, "q": IMITATION,
    "horizon": 2035, "threshold": 1000.0,
}  # fmt: skip
RANGES = {
    "growth": (-0.5, 1.0, 0.001), "ceiling": (1.05, 20.0, 0.05), "p": (0.0, 0.2, 0.001),
    "base": (1.0, 1000.0, 0.1), "base_year": (2003, 2035, 1),
    "q": (0.0, 0.9, 0.01), "horizon": (2024, 2050, 1), "threshold": (1.0, 10000.0, 1.0),
}  # fmt: skip


def entry(name: str) -> InputEntry:
    """Return an input that is a number, with the words that all have."""
    known, (least, most, step) = INPUTS[name], RANGES[name]
    return {
        "label": known.label, "kind": known.kind, "phrase": known.phrase, "own": known.own,
        "empty": 0.0 if known.own else STATE["threshold"] if name == "threshold" else None,
        "min": least, "max": most, "step": step,
    }  # fmt: skip


def claim_of(content: Content, state: State) -> Claim:
    """Return the claim of a state, with its own base where it has one."""
    claims: list[Claim] = content["claims"]
    claim = next(claim for claim in claims if claim["id"] == state["claim"])
    base, year = state.get("base"), state.get("base_year")
    return {**claim, "base": base or claim["base"], "base_year": year or claim["base_year"]}


def path_of(content: Content, state: State) -> list[float]:
    """Return the path of a state, computed from the contract.

    Raises:
        DomainError: it has none.
    """
    claim, given = claim_of(content, state), given_of(content, state)
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


def given_of(content: Content, state: State) -> dict[str, float]:
    """Return what the formulas take of a state, without its growth."""
    claim = claim_of(content, state)
    return {
        "base": claim["base"], "end": claim["end"], "p": state["p"], "q": state["q"],
        "span": claim["end_year"] - claim["base_year"],
        "ceiling": state["ceiling"] * max(claim["base"], claim["end"]),
        "years": state["horizon"] - claim["base_year"],
    }  # fmt: skip


def edge_of(content: Content, state: State, level: float) -> list[float]:
    """Return an edge of the fan, a value a year; empty where there is none."""
    growths, model = claim_of(content, state)["growths"], state["model"]
    if not growths or MODELS[model].fit is None:
        return []
    low, high, share = bracket(growths, level)
    lower, upper = (
        project(model, {**given_of(content, state), "growth": growth}) for growth in (low, high)
    )
    return between(lower, upper, share)


def checked(content: Content, state: State) -> Check:
    """Return what the page has to find for a state."""
    path = path_of(content, state)
    check: Check = {"state": state, "length": len(path), "last": path[-1],
                    "total": cumulative(path)}  # fmt: skip
    edges = [edge_of(content, state, level) for band in content["bands"] for level in band]
    fan = cumulative([edge[-1] for edge in edges if edge])
    return {**check, "fan": fan} if fan else check


def content_of() -> Content:
    """Return all that the page needs to compute the same numbers."""
    content: ProjectionContract = {
        "unit": "billion US dollars", "place": "", "as_of": "2026-11-23",
        "manner": for_page(), "steps": STEPS,
        "claims": CLAIMS, "models": models(),
        "parameters": {name: known.parameter for name, known in INPUTS.items()},
        "inputs": {name: entry(name) for name in RANGES}, "longest": MAXIMUM_YEARS,
        "scenarios": {**SCENARIOS}, "bands": [[0.1, 0.9], [0.25, 0.75]], "words": words(),
        "drawn": {"paths": PATHS, "seed": SEED, "levels": [*LEVELS], "tables": [
            {"claims": ["a01_cited"], **resampled(GROWTHS, 47)._asdict()},  # type: ignore[typeddict-item]
        ]},
        "state": STATE, "checks": [],
        "traces": TRACES,
    }  # fmt: skip
    states: list[State] = [
        {**STATE, "model": name, "growth": rate} for name in MODELS for rate in ("implied", 0.3)
    ]
    return {**content, "checks": [checked(content, state) for state in states]}


CONTENT: Content = content_of()


def projection() -> go.Figure:
    """Return the chart of the state at first, a fan behind it and nothing pinned."""
    figure = go.Figure(empty_traces())
    place(figure, points(CONTENT, STATE, path_of(CONTENT, STATE)))
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
