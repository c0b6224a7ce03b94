"""The traces of a projection: path, printed ends, fan, pinned paths, and threshold.

Each part is its own trace. A new state changes only the points and labels of traces, so the page
and JupyterLab move the same traces; the page's `chart.js` finds the same points.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

import plotly.graph_objects as go

from report_helpers.analysis.milestones import years_until
from report_helpers.analysis.projection_inputs import PINS
from report_helpers.analysis.projection_models import DomainError
from report_helpers.charts.toolkit.plotly_text import shown
from report_helpers.charts.toolkit.theme import ARTICLE
from report_helpers.claims.amounts import percent
from report_helpers.colors import light
from report_helpers.projection.contract import ProjectionContract, State
from report_helpers.projection.evaluate import (
    claim_of,
    drawn_paths,
    edge,
    printed_claim,
    resolve,
)
from report_helpers.projection.words import drawn_words, in_words, letter, reached

__all__ = ["LINES", "Points", "empty_traces", "has_fan", "pinned_points", "points"]

BANDS: Final = ((0.8, 0.13), (0.5, 0.26))
"""Share of the sources in each band, and its opacity; the legend shows each band separately, so
opacity must distinguish them."""
DRAWN: Final = (0.9, 0.5)
"""Share of the drawn paths in each band."""

LINES: Final = (
    ("purple", "dash"), ("green", "dot"), ("amber", "dashdot"),
    ("teal", "longdash"), ("pink", "longdashdot"), ("grey", "dash"),
)  # fmt: skip
"""Color and dash of each pinned path, which a letter names at its end."""

POINT: Final = "%{hovertext}<extra></extra>"
FAR: Final = 1.5
"""A threshold is drawn up to so many times the highest value; above it would flatten the path."""


class Points(NamedTuple):
    """The points of a trace, the label of each, and what a reader is told who points at it."""

    x: list[float]
    y: list[float]
    text: list[str]
    hover: list[str]


NONE: Final = Points([], [], [], [])


def points(
    contract: ProjectionContract, state: State, path: list[float], fan: str = "sources"
) -> dict[int, Points]:
    """Return the points of each moving trace by its index, without the pinned traces.

    Args:
        contract: the projection's contract.
        state: the state shown.
        path: its path.
        fan: what is shaded, a name in `FANS`.
    """
    claim, at = claim_of(contract, state), contract["traces"]
    printed = printed_claim(contract, state)
    years: list[float] = [claim["base_year"] + step for step in range(len(path))]
    found = {
        at["path"]: _told(contract, years, path, []),
        at["printed"]: _told(
            contract,
            [printed["base_year"], printed["end_year"]],
            [printed["base"], printed["end"]],
            [],
        ),
    }
    found |= _fans(contract, state, fan)
    highest = max(value for each in found.values() for value in each.y)
    return found | _threshold(contract, state, path, highest)


def has_fan(contract: ProjectionContract, state: State, fan: str = "sources") -> bool:
    """Return whether the claim and the model of a state have a fan of that kind."""
    return any(each.x for each in _fans(contract, state, fan).values())


def _fans(contract: ProjectionContract, state: State, fan: str) -> dict[int, Points]:
    """Return the points of both kinds of fan; those of the one that is not chosen are none."""
    at, claim = contract["traces"], claim_of(contract, state)
    found = dict.fromkeys([*at["fan"], *at["drawn"], at["median"]], NONE)
    years: list[float] = list(range(claim["base_year"], state["horizon"] + 1))
    if fan == "sources":
        for index, levels in zip(at["fan"], contract["bands"], strict=True):
            found[index] = _outline(years, *(edge(claim, state, level) for level in levels))
    elif paths := drawn_paths(contract, state):
        lowest, low, median, high, highest = paths
        for index, ends in zip(at["drawn"], ((lowest, highest), (low, high)), strict=True):
            found[index] = _outline(years, *ends)
        told = zip(years, *paths, strict=True)
        hover = [shown(drawn_words(contract, int(year), values)) for year, *values in told]
        found[at["median"]] = Points(years, median, [], hover)
    return found


def _told(
    contract: ProjectionContract, years: list[float], values: list[float], labels: list[str]
) -> Points:
    words = [
        shown(f"{year}: {in_words(value, contract)}")
        for year, value in zip(years, values, strict=True)
    ]
    return Points(years, values, labels, words)


def _outline(years: list[float], lower: list[float], upper: list[float]) -> Points:
    """Return the outline of one part of a fan: along its lower edge, back along its upper one."""
    if not lower or not upper:
        return NONE
    return Points([*years, *years[::-1]], [*lower, *upper[::-1]], [], [])


def _threshold(
    contract: ProjectionContract, state: State, path: list[float], highest: float
) -> dict[int, Points]:
    """Return the line of the threshold, and the point where the path meets it."""
    claim, level, at = claim_of(contract, state), state["threshold"], contract["traces"]
    if level > FAR * highest:
        return {at["threshold"]: NONE, at["reached"]: NONE}
    until = years_until(path, level)
    ends: list[float] = [claim["base_year"], state["horizon"]]
    name = shown(in_words(level, contract))
    # Its label stands at the end of the line that is further from the path.
    distances = [abs(path[0] - level), abs(path[-1] - level)]
    labels = [name, ""] if distances[0] >= distances[1] else ["", name]
    line = Points(ends, [level, level], ["", ""] if until is not None else labels, [])
    if until is None:
        return {at["threshold"]: line, at["reached"]: NONE}
    year = claim["base_year"] + until
    label = shown(reached(contract, state, year))
    return {at["threshold"]: line, at["reached"]: Points([year], [level], [label], [label])}


def pinned_points(contract: ProjectionContract, pinned: Sequence[State]) -> dict[int, Points]:
    """Return the points of every pinned trace by its index; empty without a pin or a path."""
    found = [_pin(contract, state, letter(at)) for at, state in enumerate(pinned)]
    missing = [NONE] * (len(contract["traces"]["pinned"]) - len(found))
    return dict(zip(contract["traces"]["pinned"], [*found, *missing], strict=True))


def _pin(contract: ProjectionContract, state: State, name: str) -> Points:
    try:
        path = resolve(contract, state)
    except DomainError:
        return NONE
    first = claim_of(contract, state)["base_year"]
    labels = [""] * (len(path) - 1) + [name]
    return _told(contract, [first + step for step in range(len(path))], path, labels)


def empty_traces() -> list[go.Scatter]:
    """Return the traces without points, in the order of `assemble.TRACES`."""
    bands = [
        go.Scatter(
            name=f"{percent(share, 0)} of sources", mode="lines", fill="toself",
            line={"width": 0, "color": light("blue")},
            fillcolor=light("blue"), opacity=opacity, hoverinfo="skip",
        )
        for share, opacity in BANDS
    ]  # fmt: skip
    bands += [
        go.Scatter(bands[at]).update(
            name=f"{percent(share, 0)} of drawn paths", x=[], y=[],
            line={"width": 0, "color": light("green")}, fillcolor=light("green"),
        )
        for at, share in enumerate(DRAWN)
    ]  # fmt: skip
    median = go.Scatter(
        name="Median", mode="lines", hovertemplate=POINT, x=[], y=[],
        line={"color": light("green"), "dash": "dot", "width": 2},
    )  # fmt: skip
    ink, level = light(ARTICLE.ink), light("muted")
    threshold = go.Scatter(
        name="Threshold", mode="lines+text", hoverinfo="skip",
        line={"color": level, "dash": "dot", "width": 1.5},
        textposition=["top right", "top left"], textfont={"color": level, "size": 12},
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
    reaches = go.Scatter(
        name="Reached", mode="markers+text", hovertemplate=POINT,
        marker={"symbol": "x-thin", "size": 9, "line": {"color": level, "width": 2}},
        textposition="top left", textfont={"color": light("text"), "size": 12},
    )  # fmt: skip
    pins = [_pinned(ink, dash) for ink, dash in LINES[:PINS]]
    return [*bands, median, threshold, *pins, path, printed, reaches]


def _pinned(ink: str, dash: str) -> go.Scatter:
    """Return the trace of a pinned path; the table of paths is its legend."""
    return go.Scatter(
        name="Pinned", mode="lines+text", hovertemplate=POINT,
        x=[], y=[], text=[], cliponaxis=False,
        line={"color": light(ink), "dash": dash, "width": 2},
        textposition="middle right", textfont={"color": light(ink), "size": 13},
    )  # fmt: skip
