"""Numbers that the page must reproduce to the last bit before it shows inputs."""

import math
from collections.abc import Iterable
from typing import Any, Final, Literal

from report_helpers.analysis.milestones import cumulative
from report_helpers.analysis.projection_models import MODELS, DomainError
from report_helpers.projection.contract import Check, ProjectionContract, State
from report_helpers.projection.evaluate import (
    claim_of,
    drawn_paths,
    edge,
    printed_claim,
    resolve,
    sources,
)

__all__ = ["check_states", "check_values"]


ENDS: Final[tuple[Literal["min", "max"], ...]] = ("min", "max")


def check_states(contract: ProjectionContract) -> list[State]:
    """Return the initial state, with each model, its corners, and each other claim as first shown.

    Corners combine each model with each growth that it takes, and put all other inputs at the lower
    or at the upper ends of their ranges.
    """
    first: dict[str, Any] = {**contract["state"]}
    words = sources(claim_of(contract, contract["state"]))
    ends = [
        {name: entry[end] for name, entry in contract["inputs"].items() if not entry["own"]}
        for end in ENDS
    ]
    # Later and higher than printed, and before the printed end.
    claim = printed_claim(contract, contract["state"])
    own = {"base": 2 * claim["base"], "base_year": claim["end_year"] - 1}
    corners = [
        {**first, **end, **choice}
        for end in ends
        for name, model in MODELS.items()
        for choice in (
            [{"model": name, "growth": word} for word in (words if model.fit else words[:1])]
            + [{"model": name}] * bool(model.fit)
        )
    ]
    others = [
        *({**first, "model": name} for name in MODELS),
        *({**first, "claim": claim["id"]} for claim in contract["claims"]),
        {**first, **own},
    ]
    several = [first, *corners, *(other for other in others if other != first)]
    return [State(**state) for state in several]  # type: ignore[typeddict-item]


def check_values(contract: ProjectionContract, states: Iterable[State]) -> list[Check]:
    """Return the values that the page must compute for these states; skip states without a path."""
    found: list[Check] = []
    for state in states:
        try:
            path = resolve(contract, state)
        except DomainError:
            continue
        total, fan, drawn = cumulative(path), _fan(contract, state), _drawn(contract, state)
        # JSON cannot hold infinity.
        if all(map(math.isfinite, (total, fan, drawn))):
            check: Check = {"state": state, "length": len(path), "last": path[-1], "total": total}
            if fan:
                check["fan"] = fan
            if drawn:
                check["drawn"] = drawn
            found.append(check)
    return found


def _fan(contract: ProjectionContract, state: State) -> float:
    """Return the sum of the ends of the fan's edges; 0 except at the initial horizon."""
    if state["horizon"] != contract["state"]["horizon"]:
        return 0.0
    edges = [edge(claim_of(contract, state), state, level)
             for band in contract["bands"] for level in band]  # fmt: skip
    return cumulative([path[-1] for path in edges if path])


def _drawn(contract: ProjectionContract, state: State) -> float:
    """Return the sum of the ends of the drawn paths' quantiles; 0 except at the initial horizon."""
    if state["horizon"] != contract["state"]["horizon"]:
        return 0.0
    return cumulative([path[-1] for path in drawn_paths(contract, state)])
