"""Computes the path of a state and the fan behind it; the page's `model.js` does the same.

Both take the claim's ends, resolve the growth, reject states without a path in the same order and
words, and call the model's formula with inputs by name.
"""

import math
from typing import Any, Final, Literal, cast

from report_helpers.analysis.projection_inputs import INPUTS, REFUSALS, SCENARIOS
from report_helpers.analysis.projection_models import (
    MAXIMUM_YEARS,
    MODELS,
    DomainError,
    Model,
    fitted_growth,
    formula_inputs,
    project,
)
from report_helpers.analysis.quantiles import between, bracket, scenario_growth
from report_helpers.projection.contract import Claim, ProjectionContract, State, value_of

__all__ = [
    "ceiling_of", "changed", "check_source", "claim_of", "drawn_paths", "edge", "growth_of",
    "has_own_base", "printed_claim", "printed_value", "rates", "resolve", "sources",
]  # fmt: skip


DRAWN: Final[tuple[Literal["factors", "sums"], ...]] = ("factors", "sums")
BASE: Final[tuple[Literal["base", "base_year"], ...]] = ("base", "base_year")


def claim_of(contract: ProjectionContract, state: State) -> Claim:
    """Return the claim that a state starts from, with the reader's own base if there is one."""
    claim = printed_claim(contract, state)
    # States that were stored before there was an own base lack it.
    own = {name: state.get(name) or claim[name] for name in BASE}
    return cast("Claim", {**claim, **own})


def has_own_base(contract: ProjectionContract, state: State) -> bool:
    """Return whether a state starts from another value or year than the source prints."""
    claim, printed = claim_of(contract, state), printed_claim(contract, state)
    return any(claim[name] != printed[name] for name in BASE)


def printed_value(contract: ProjectionContract, state: State, name: str) -> float:
    """Return the printed value, `base` or `base_year`, that one of the reader replaces."""
    claim = printed_claim(contract, state)
    return claim["base"] if name == "base" else claim["base_year"]


def printed_claim(contract: ProjectionContract, state: State) -> Claim:
    """Return the claim of a state as its source prints it."""
    for claim in contract["claims"]:
        if claim["id"] == state["claim"]:
            return claim
    raise DomainError("claim", f"there is no claim {state['claim']!r} here", "choose another one")


def rates(claim: Claim) -> dict[str, float]:
    """Return a claim's named growths, except `implied` (the growth through its printed end)."""
    stated = {} if claim["stated"] is None else {"stated": claim["stated"]}
    growths = claim["growths"]
    spread = {name: scenario_growth(growths, level) for name, level in SCENARIOS.items() if growths}
    return {**stated, **spread}


def sources(claim: Claim) -> list[str]:
    """Return the names that a state's growth may have for one claim; it may also be a number."""
    return ["implied", *rates(claim)]


def check_source(claim: Claim, growth: str | float) -> None:
    """Refuse the name of a growth that a claim lacks, with those that it has.

    Raises:
        DomainError: its place is the parameter.
    """
    if isinstance(growth, str) and growth not in sources(claim):
        fix = f"choose one of {', '.join(sources(claim))}, or give a number"
        raise DomainError("growth", f"{claim['id']} has no growth {growth!r}", fix)


def edge(claim: Claim, state: State, level: float) -> list[float]:
    """Return a quantile of the paths at the sources' growths, one value per year.

    The paths are those of the state's model and inputs. Empty if there are no sources, if the model
    takes no growth, or if a path leaves the range of numbers.
    """
    if MODELS[state["model"]].fit is None or not claim["growths"]:
        return []
    low, high, share = bracket(claim["growths"], level)
    inputs = _inputs(claim, state)
    try:
        lower, upper = (project(state["model"], {**inputs, "growth": each}) for each in (low, high))
    except DomainError:
        return []
    return between(lower, upper, share)


def drawn_paths(contract: ProjectionContract, state: State) -> list[list[float]]:
    """Return quantiles of the paths whose growth is drawn anew each year, one for each level.

    Empty if there are no sources, if the model takes no growth, or if a path leaves the range of
    numbers.
    """
    claim, model = claim_of(contract, state), MODELS[state["model"]]
    inputs = _inputs(claim, state)
    tables = [each for each in contract["drawn"]["tables"] if claim["id"] in each["claims"]]
    if model.drawn is None or not tables:
        return []
    found = []
    for factors, sums in zip(
        *(_numbers(tables[0][name], inputs["years"]) for name in DRAWN), strict=True
    ):
        given = {**inputs, "factors": factors, "sums": sums}
        found.append(model.drawn(**{name: given[name] for name in formula_inputs(model.drawn)}))
    return found if all(math.isfinite(value) for path in found for value in path) else []


def _numbers(texts: list[str], years: float) -> list[list[float]]:
    return [[float(number) for number in text.split()[: int(years) + 1]] for text in texts]


def _inputs(claim: Claim, state: State) -> dict[str, float]:
    """Return all inputs that formulas may take, except the growth."""
    top = max(claim["base"], claim["end"])
    assumed = {
        name: value_of(state, name) * (top if known.kind == "times" else 1.0)
        for name, known in INPUTS.items()
        if known.phrase
    }
    return {
        "base": claim["base"],
        "end": claim["end"],
        "span": claim["end_year"] - claim["base_year"],
        "years": state["horizon"] - claim["base_year"],
        **assumed,
    }


def _model(state: State) -> Model:
    name = state["model"]
    if name not in MODELS:
        raise DomainError(
            "model", f"there is no model {name!r}", f"choose one of {', '.join(MODELS)}"
        )
    return MODELS[name]


def growth_of(contract: ProjectionContract, state: State) -> float | None:
    """Return a state's growth as a number; `None` if its model takes no growth.

    Raises:
        DomainError: the claim has no such growth, or no growth leads to its end.
    """
    model, claim, growth = _model(state), claim_of(contract, state), state["growth"]
    if model.fit is None:
        return None
    if isinstance(growth, str) and growth not in sources(claim):
        raise DomainError(*REFUSALS["source"])
    if growth == "implied":
        if claim["base_year"] >= claim["end_year"]:
            raise DomainError(*REFUSALS["span"])
        return fitted_growth(state["model"], _inputs(claim, state))
    return rates(claim)[growth] if isinstance(growth, str) else float(growth)


def _refusal(model: Model, claim: Claim, state: State) -> str:
    """Return the key of the first reason, other than its growth, why a state has no path."""
    years = state["horizon"] - claim["base_year"]
    if years < 0:
        return "early"
    if years > MAXIMUM_YEARS:
        return "late"
    times = [value_of(state, name) for name, known in INPUTS.items() if known.kind == "times"]
    if model.saturates and not min(times) > 1:
        return "times"
    p, q = state["p"], state["q"]
    if model.fit is None and not (p >= 0 and q >= 0 and p + q <= 1):
        return "shares"
    return ""


def resolve(contract: ProjectionContract, state: State) -> list[float]:
    """Return the path of a state in the unit, one value per year from the claim's base year.

    Raises:
        DomainError: the state has no path; the error names the input at fault.
    """
    model, claim = _model(state), claim_of(contract, state)
    refusal = _refusal(model, claim, state)
    if refusal:
        raise DomainError(*REFUSALS[refusal])
    growth = growth_of(contract, state)
    if growth is not None and not -1 < growth < math.inf:
        raise DomainError(*REFUSALS["growth"])
    inputs = _inputs(claim, state)
    return project(state["model"], inputs if growth is None else {**inputs, "growth": growth})


def ceiling_of(claim: Claim, state: State) -> float:
    """Return the ceiling of a state in the contract's unit."""
    return _inputs(claim, state)["ceiling"]


def changed(contract: ProjectionContract, state: State, name: str, value: Any) -> State:
    """Return a state with one input changed; a claim without the chosen growth takes its own."""
    new = cast("State", {**state, name: value})
    growth = new["growth"]
    if isinstance(growth, str) and growth not in sources(claim_of(contract, new)):
        new["growth"] = "implied"
    return new
