"""From a state to its path and headline figures: the four steps that page and kernel share.

A contract is what the figure's meta holds as `projection`, a state one choice of every input; both
are plain data, as `docs/architecture.md` tells them, since the page reads the same.
"""

import math
from collections.abc import Iterable
from typing import Any, Final, NamedTuple

from report_helpers.analysis.milestones import (
    cumulative,
    doubling_time,
    implied_growth,
    years_until,
)
from report_helpers.analysis.projection_models import MODELS, DomainError, fitted_growth, project
from report_helpers.claims.amounts import Step, amount_in
from report_helpers.claims.wording import fixed, percent

__all__ = [
    "SCENARIOS", "Contract", "Headline", "State", "bases", "check_states",
    "check_values", "claim_of", "growth_of", "headline", "resolve", "said", "told",
]  # fmt: skip

Contract = dict[str, Any]
State = dict[str, Any]

SCENARIOS: Final = ("low", "base", "high")


class Headline(NamedTuple):
    """What a path tells: values in the contract's unit, growth as fractions a year.

    `taken` is the growth that the model was given, `growth` the compound growth between the
    path's ends; `doubling` counts years, `passed` is a year with its fraction.
    """

    value: float
    taken: float | None
    growth: float | None
    doubling: float | None
    passed: float | None
    total: float


def claim_of(contract: Contract, state: State) -> dict[str, Any]:
    """Return the claim that a state starts from."""
    for claim in contract["claims"]:
        if claim["id"] == state["claim"]:
            return dict(claim)
    raise DomainError("claim", f"there is no claim {state['claim']!r} here", "choose another one")


def bases(claim: dict[str, Any]) -> list[str]:
    """Return the words that a state's growth may be, beside a number, for one claim."""
    stated = [] if claim["stated"] is None else ["stated"]
    return ["implied", *stated, *(name for name in SCENARIOS if name in claim["scenarios"])]


def _inputs(contract: Contract, state: State) -> dict[str, float]:
    claim = claim_of(contract, state)
    if state["horizon"] < claim["base_year"]:
        what = f"{state['horizon']} is before {claim['base_year']}, where the claim begins"
        raise DomainError("horizon", what, "choose a later year")
    top = max(claim["base"], claim["end"])
    return {
        "base": claim["base"],
        "end": claim["end"],
        "span": claim["end_year"] - claim["base_year"],
        "years": state["horizon"] - claim["base_year"],
        "ceiling": state["ceiling"] * top,
        "p": state["p"],
        "q": state["q"],
    }


def growth_of(contract: Contract, state: State) -> float | None:
    """Return the growth that a state stands for; `None` where its model takes none.

    Raises:
        DomainError: the claim has no such growth, or none leads to its end.
    """
    model = MODELS.get(state["model"])
    if model is not None and model.fit is None:
        return None
    claim, growth = claim_of(contract, state), state["growth"]
    if growth == "implied":
        return fitted_growth(state["model"], _inputs(contract, state))
    if isinstance(growth, str):
        known = {"stated": claim["stated"], **claim["scenarios"]}
        growth = known.get(growth)
    if growth is None:
        what = f"{claim['label']} has no growth that is {state['growth']}"
        raise DomainError("growth", what, f"choose one of {', '.join(bases(claim))} or a number")
    return float(growth)


def resolve(contract: Contract, state: State) -> list[float]:
    """Return the path of a state, a value a year from the claim's base year, in the unit.

    Raises:
        DomainError: the state has no path; the place is the input at fault.
    """
    inputs = _inputs(contract, state)
    growth = growth_of(contract, state)
    return project(state["model"], inputs if growth is None else {**inputs, "growth": growth})


def headline(contract: Contract, state: State, path: list[float]) -> Headline:
    """Return what the path of a state tells."""
    until = years_until(path, state["threshold"])
    return Headline(
        value=path[-1],
        taken=growth_of(contract, state),
        growth=implied_growth(path),
        doubling=doubling_time(path),
        passed=None if until is None else claim_of(contract, state)["base_year"] + until,
        total=cumulative(path),
    )


def said(value: float, contract: Contract) -> str:
    """Return a value of the contract's unit in words."""
    return amount_in(value, [Step(*step) for step in contract["steps"]])


def told(contract: Contract, state: State, path: list[float]) -> list[tuple[str, str]]:
    """Return the headline figures of a path: what each is, and the figure in words."""
    found = headline(contract, state, path)
    first, last = claim_of(contract, state)["base_year"], state["horizon"]
    threshold = said(state["threshold"], contract)
    grown = "none" if found.growth is None else f"{percent(found.growth)} a year"
    taken = [] if found.taken is None else [("Growth put in", f"{percent(found.taken)} a year")]
    doubled = f"not by {last}" if found.doubling is None else f"{fixed(found.doubling)} years"
    never = "always above" if path[0] > state["threshold"] else f"not by {last}"
    passed = never if found.passed is None else f"{found.passed:.1f}"
    return [
        (f"Value in {last}", said(found.value, contract)),
        *taken,
        (f"Mean growth from {first} to {last}", grown),
        ("Doubles within", doubled),
        (f"Meets {threshold} in", passed),
        (f"Sum of the years {first} to {last}", said(found.total, contract)),
    ]


def check_states(contract: Contract) -> list[State]:
    """Return the state at first, its corners, and every other claim as it would be shown.

    Corners: each model with each growth that it takes, all other inputs at one end of their
    ranges or at the other.
    """
    first, ranges = contract["state"], contract["inputs"]
    words = bases(claim_of(contract, first))
    corners = [
        {**first, **{name: ends[end] for name, ends in ranges.items()}, **choice}
        for end in ("min", "max")
        for name, model in MODELS.items()
        for choice in (
            [{"model": name, "growth": word} for word in (words if model.fit else words[:1])]
            + [{"model": name}] * bool(model.fit)
        )
    ]
    others = [{**first, "claim": claim["id"]} for claim in contract["claims"]]
    return [first, *corners, *(other for other in others if other != first)]


def check_values(contract: Contract, states: Iterable[State]) -> list[dict[str, Any]]:
    """Return what the page has to find for these states; those without a path are left out."""
    found = []
    for state in states:
        try:
            path = resolve(contract, state)
        except DomainError:
            continue
        total = cumulative(path)
        # JSON has no infinity.
        if math.isfinite(total):
            found.append({"state": state, "length": len(path), "last": path[-1], "total": total})
    return found
