"""A projection as a figure carries it, of two made-up claims, and its path for any state."""

from pathlib import Path
from typing import Any

import plotly.graph_objects as go
from nbformat import NotebookNode

from report_helpers.analysis.formulas import IMITATION, INNOVATION
from report_helpers.analysis.milestones import cumulative
from report_helpers.analysis.projection_models import MODELS, fitted_growth, inputs_of, project
from report_helpers.charts.toolkit.colors import light

from .sample_figures import HOSTILE, finished, rates
from .sample_report import chart, notebook, prose, ran

__all__ = [
    "CONTENT", "NAME", "SHIPPED", "Content", "State", "path_of", "projection",
    "projection_notebooks",
]  # fmt: skip

NAME = "projection"
SHIPPED = Path(__file__).resolve().parents[2] / "data" / "market_stats.csv"
Content = dict[str, Any]
State = dict[str, Any]

YEARS = list(range(2023, 2051))
SPREAD = {"q10": 0.18, "q25": 0.22, "q50": 0.27, "q75": 0.32, "q90": 0.36}


def fan(base: float) -> dict[str, list[float]]:
    """Return quantiles that grow apart."""
    grown = {
        name: project("compound", {"base": base, "growth": rate, "years": len(YEARS) - 1})
        for name, rate in SPREAD.items()
    }
    return {"year": list(YEARS), **grown}


CLAIMS: list[dict[str, Any]] = [
    {
        "id": "a01_cited", "label": "The article, 2023", "base": 26.03, "base_year": 2023,
        "end": 225.91, "end_year": 2030, "stated": 0.392,
        "scenarios": {"low": 0.226, "base": 0.2671, "high": 0.3193}, "fan": fan(26.03),
    },
    {
        "id": "o07", "label": f"Research Nester, 2025 {HOSTILE}", "base": 48.9, "base_year": 2025,
        "end": 441.6, "end_year": 2035, "stated": None, "scenarios": {}, "fan": {},
    },
]  # fmt: skip
STATE: State = {
    "claim": "a01_cited", "model": "compound", "growth": "implied", "ceiling": 2.0,
    "p": INNOVATION, "q": IMITATION, "horizon": 2035, "threshold": 1000.0,
}  # fmt: skip
INPUTS = {
    "growth": {"min": -0.5, "max": 1.0, "step": 0.001},
    "ceiling": {"min": 1.05, "max": 20.0, "step": 0.05},
    "p": {"min": 0.0, "max": 0.2, "step": 0.001},
    "q": {"min": 0.0, "max": 0.9, "step": 0.01},
    "horizon": {"min": 2024, "max": 2050, "step": 1},
    "threshold": {"min": 1.0, "max": 10000.0, "step": 1.0},
}


def path_of(content: Content, state: State) -> list[float]:
    """Return the path of a state, as the contract tells it.

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
    growth = state["growth"]
    if growth == "implied":
        growth = fitted_growth(state["model"], given)
    elif growth == "stated":
        growth = claim["stated"]
    elif isinstance(growth, str):
        growth = claim["scenarios"][growth]
    return project(state["model"], {**given, "growth": growth})


def checked(content: Content, state: State) -> dict[str, Any]:
    """Return what the page has to find for a state."""
    path = path_of(content, state)
    return {"state": state, "length": len(path), "last": path[-1], "total": cumulative(path)}


def content_of() -> Content:
    """Return all that the page needs to compute the same numbers."""
    models = [
        {
            "name": name,
            "title": model.title,
            "inputs": inputs_of(model.formula),
            "fit": inputs_of(model.fit) if model.fit else None,
            "saturates": model.saturates,
        }
        for name, model in MODELS.items()
    ]
    content: Content = {
        "unit": "billion US dollars", "claims": CLAIMS, "models": models, "inputs": INPUTS,
        "state": STATE, "checks": [],
        "traces": {"path": 3, "pinned": 2, "printed": 4, "fan": [0, 1]},
    }  # fmt: skip
    states = [
        {**STATE, "model": name, "growth": rate} for name in MODELS for rate in ("implied", 0.3)
    ]
    return {**content, "checks": [checked(content, state) for state in states]}


CONTENT = content_of()


def projection() -> go.Figure:
    """Return the chart of the state at first, a fan behind it and nothing pinned."""
    path = path_of(CONTENT, STATE)
    years = [2023 + year for year in range(len(path))]
    claim = CLAIMS[0]
    figure = go.Figure()
    for low, high, shade in (("q10", "q90", "0.10"), ("q25", "q75", "0.16")):
        figure.add_scatter(
            x=[*YEARS, *YEARS[::-1]], y=[*claim["fan"][low], *claim["fan"][high][::-1]],
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
    figure.layout.meta = {**figure.layout.meta, "projection": CONTENT}
    return figure


def projection_notebooks(*figures: go.Figure) -> list[NotebookNode]:
    """Return a notebook of projections and one of another chart after it."""
    shown = [ran(chart(figure)) for figure in figures]
    return [
        notebook(prose("# Projection\n\nWhere a claim leads."), *shown),
        notebook(prose("# Rates\n\nAnother chart."), ran(chart(rates()))),
    ]
