"""Computes the path and headline figures of a state; the page's `model.js` does the same.

Both take the claim's ends, resolve the growth, reject states without a path in the same order and
words, and call the model's formula with inputs by name.
"""

import math
from typing import Final, NamedTuple

from report_helpers.analysis.milestones import (
    cumulative,
    doubling_time,
    implied_growth,
    years_until,
)
from report_helpers.analysis.projection_inputs import (
    HEADLINE,
    INPUTS,
    PHRASES,
    REFUSALS,
    SCENARIOS,
)
from report_helpers.analysis.projection_models import (
    MAXIMUM_YEARS,
    MODELS,
    DomainError,
    Model,
    fitted_growth,
    project,
)
from report_helpers.analysis.quantiles import quantile_path, scenario_growth
from report_helpers.claims.amounts import Step, amount_in, fixed, percent, rounded
from report_helpers.projection.contract import Claim, ProjectionContract, State, value_of

__all__ = [
    "Headline", "claim_of", "edge", "growth_of", "headline", "headline_words", "in_words", "rates",
    "resolve", "sources",
]  # fmt: skip

TAKEN: Final = "Growth put in"


class Headline(NamedTuple):
    """Headline figures of a path: values in the contract's unit, growth as fractions a year.

    `taken` is the growth passed to the model; `growth` is the compound growth between the path's
    ends. `doubling` counts years; `passed` is a year with its fraction.
    """

    value: float
    taken: float | None
    growth: float | None
    doubling: float | None
    passed: float | None
    total: float


def claim_of(contract: ProjectionContract, state: State) -> Claim:
    """Return the claim that a state starts from."""
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


def edge(claim: Claim, level: float, horizon: int) -> list[float]:
    """Return a quantile of the paths at the sources' growths, one value per year.

    Empty if there are no sources, or if the paths overflow.
    """
    years = horizon - claim["base_year"]
    if not claim["growths"] or years < 0:
        return []
    path = quantile_path(claim["base"], claim["growths"], level, years)
    return path if all(map(math.isfinite, path)) else []


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


def headline(contract: ProjectionContract, state: State, path: list[float]) -> Headline:
    """Return the headline figures of a state's path."""
    until = years_until(path, state["threshold"])
    return Headline(
        value=path[-1],
        taken=growth_of(contract, state),
        growth=implied_growth(path),
        doubling=doubling_time(path),
        passed=None if until is None else claim_of(contract, state)["base_year"] + until,
        total=cumulative(path),
    )


def in_words(value: float, contract: ProjectionContract) -> str:
    """Return a value of the contract's unit in words."""
    return amount_in(value, [Step(*step) for step in contract["steps"]])


def headline_words(
    contract: ProjectionContract, state: State, path: list[float]
) -> list[tuple[str, str]]:
    """Return the headline figures of a path as pairs: heading, and figure in words."""
    found = headline(contract, state, path)
    filled = {
        "horizon": state["horizon"],
        "base_year": claim_of(contract, state)["base_year"],
        "threshold": in_words(state["threshold"], contract),
    }
    never = PHRASES["not_by"].format(**filled)
    above = PHRASES["always_above"] if path[0] > state["threshold"] else never
    figures = {
        "value": in_words(found.value, contract),
        "growth": PHRASES["none"] if found.growth is None else _yearly(found.growth),
        "doubling": never if found.doubling is None
        else PHRASES["years"].format(number=fixed(found.doubling)),
        "passing": above if found.passed is None else str(rounded(found.passed, 1)),
        "total": in_words(found.total, contract),
    }  # fmt: skip
    taken = [] if found.taken is None else [(TAKEN, _yearly(found.taken))]
    first, *others = ((words.format(**filled), figures[name]) for name, words in HEADLINE.items())
    return [first, *taken, *others]


def _yearly(growth: float) -> str:
    return PHRASES["a_year"].format(number=percent(growth))
