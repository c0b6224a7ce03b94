"""What a projection of one measure's claims carries: their ends and growths, models, ranges."""

import math
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Final

import pandas as pd

from report_helpers.analysis import scenarios
from report_helpers.analysis.comparability import alike
from report_helpers.analysis.formulas import IMITATION, INNOVATION
from report_helpers.analysis.growth import floats, growth_rates, middles
from report_helpers.analysis.projection_models import MODELS, DomainError, fitted_growth, inputs_of
from report_helpers.charts.toolkit.finish import numbers
from report_helpers.charts.toolkit.plotly_text import label, records
from report_helpers.claims.amounts import steps, unit_name
from report_helpers.claims.units import Unit, common_unit
from report_helpers.projection.evaluate import (
    Contract,
    State,
    check_states,
    check_values,
    resolve,
)

__all__ = ["CEILING", "IMITATION", "INNOVATION", "contract_of", "startable"]

CEILING: Final = 2.0
"""Default ceiling, a multiple of the larger printed end: an assumption, which no source gives."""

OFFERED: Final = 24
"""Claims of a measure that are offered at most; a longer list is no choice."""

RANGES: Final = {
    "ceiling": {"min": 1.05, "max": 20.0, "step": 0.05},
    "p": {"min": 0.0, "max": 0.2, "step": 0.001},
    "q": {"min": 0.0, "max": 0.8, "step": 0.01},
}
LOWEST, HIGHEST, STEP = -0.5, 1.0, 0.001
"""The range of growth where the claims give none beyond it."""

SOON, LATE = 5, 2050
"""Years after the latest base that the horizon is at least, and the year that it may reach."""

STEPS: Final = 10_000
"""Steps of the range of thresholds."""


def startable(claims: pd.DataFrame) -> pd.Index:
    """Return the claims that print two values above zero, of a level, with their years."""
    base, end = floats(claims["base_value"]), middles(claims)
    later = claims["year"].gt(claims["base_year"]).fillna(value=False).astype(bool)
    both = claims["metric"].eq("level") & base.gt(0) & end.gt(0) & later
    return claims.index[both]


def contract_of(claims: pd.DataFrame, state: State) -> Contract:
    """Return all that is needed to compute any state of the claims like that of `state`.

    Args:
        claims: the validated table.
        state: the one at first, complete but for a threshold of 0, which stands for the next
            power of ten above the claim's ends.

    Raises:
        DomainError: that state has no path.
    """
    rows = alike(claims, state["claim"])
    known = records(rows.loc[_offered(rows, state["claim"])])
    shown_in = common_unit(rows["unit"])
    latest = max(LATE, state["horizon"], *(int(row["year"]) for row in known.values()))
    rates = growth_rates(rows)
    entries = [_entry(rows, rates, key, shown_in.factor, latest) for key in known]
    _label(entries, [label(row) for row in known.values()])
    contract: Contract = {
        "unit": unit_name(shown_in.code),
        "steps": _steps(shown_in),
        "claims": [entry for entry in entries if entry["id"] == state["claim"]],
        "models": [_model(name) for name in MODELS],
        "inputs": {},
        "state": state,
        "checks": [],
    }
    resolve(contract, state)
    contract["claims"] = [entry for entry in entries if _leads_on(entry, contract, latest)]
    contract["inputs"] = _ranges(contract["claims"], state, latest)
    if not state["threshold"]:
        state["threshold"] = _above(contract["claims"], state["claim"])
    contract["checks"] = check_values(contract, check_states(contract))
    return contract


def _steps(shown_in: Unit) -> list[list[Any]]:
    """Return the ways to say an amount of the contract's unit, sizes in that unit."""
    return [[size / shown_in.factor, *words] for size, *words in steps(shown_in.code)]


def _offered(rows: pd.DataFrame, claim_id: str) -> list[str]:
    """Return the article's claims first, then the others in the order of the file."""
    there = rows.loc[startable(rows)]
    cited = there["role"].eq("cited")
    order = [*there.index[cited], *there.index[~cited]]
    chosen = order[:OFFERED]
    return [str(key) for key in (chosen if claim_id in chosen else [claim_id, *chosen[:-1]])]


def _entry(
    rows: pd.DataFrame, rates: pd.DataFrame, claim_id: str, scale: float, latest: int
) -> dict[str, Any]:
    own = scenarios.window(rows, claim_id)
    rate = rates.loc[[claim_id]]
    # A growth that is stated for other years does not lead on from this base.
    stated = [
        float(growth) for growth in rate.loc[rate["same_window"] & rate["stated"].gt(-1), "stated"]
    ]
    given = scenarios.yearly_growths(rows, claim_id)
    spread = scenarios.quartiles(given)
    several = spread["producers"].gt(1)
    # Powers of whole columns may differ in their last bit from one processor to the next, and a
    # stored notebook must not: the scenarios are these shorter numbers, here and on the page.
    growths = numbers(spread.loc[several, "growth"])
    return {
        "id": claim_id,
        "label": "",
        "base": own.base / scale,
        "base_year": own.base_year,
        "end": own.end / scale,
        "end_year": own.year,
        "stated": stated[0] if stated else None,
        "scenarios": dict(zip(spread.index[several], growths, strict=True)),
        "fan": _fan(given, own, scale, latest),
    }


def _fan(
    growths: pd.DataFrame, own: scenarios.Window, scale: float, latest: int
) -> dict[str, list[Any]]:
    try:
        paths = scenarios.led_on(growths, own, latest)
    except DomainError:
        # Some growth leads beyond the numbers there are.
        return {}
    spread = scenarios.fan(paths)
    if spread.empty:
        return {}
    names = [name for name in spread.columns if str(name).startswith("q")]
    quantiles = {str(name): list(numbers(spread[name] / scale)) for name in names}
    return {"year": [int(year) for year in spread["year"]], **quantiles}


def _label(entries: list[dict[str, Any]], labels: list[str]) -> None:
    for entry, text in zip(entries, labels, strict=True):
        entry["label"] = text if labels.count(text) == 1 else f"{text} ({entry['id']})"


def _model(name: str) -> dict[str, Any]:
    model = MODELS[name]
    return {
        "name": name,
        "title": model.title,
        "inputs": list(inputs_of(model.formula)),
        "fit": list(inputs_of(model.fit)) if model.fit else None,
        "saturates": model.saturates,
    }


def _leads_on(entry: dict[str, Any], contract: Contract, latest: int) -> bool:
    """Return whether a claim has a path at its own growth, as far as the horizon may reach."""
    simple = {"claim": entry["id"], "model": "compound", "growth": "implied", "horizon": latest}
    if entry["id"] == contract["state"]["claim"]:
        return True
    try:
        resolve({**contract, "claims": [entry]}, {**contract["state"], **simple})
    except DomainError:
        return False
    return True


def _ranges(
    entries: list[dict[str, Any]], state: State, latest: int
) -> dict[str, dict[str, float]]:
    growths = list(_growths(entries))
    soonest = max(entry["base_year"] for entry in entries) + SOON
    tops = max(_above(entries, entry["id"]) for entry in entries)
    highest = max(tops, state["threshold"])
    growth = {
        "min": max(min(LOWEST, math.floor(10 * min(growths)) / 10), STEP - 1),
        "max": max(HIGHEST, math.ceil(10 * max(growths)) / 10),
        "step": STEP,
    }
    return {
        **{
            name: {**ends, "step": min(ends["step"], _digit(state[name]))}
            for name, ends in {"growth": growth, **RANGES}.items()
        },
        "horizon": {"min": min(soonest, state["horizon"]), "max": latest, "step": 1},
        "threshold": {"min": tops / STEPS, "max": highest, "step": tops / STEPS},
    }


def _digit(given: str | float) -> float:
    """Return one of the last digit of a number, so that a slider can stand on it."""
    if isinstance(given, str):
        return 1.0
    exponent = Decimal(repr(given)).as_tuple().exponent
    return float(f"1e{min(0, exponent)}") if isinstance(exponent, int) else 1.0


def _growths(entries: Iterable[dict[str, Any]]) -> Iterable[float]:
    for entry in entries:
        # As each model leads through the ends, so that the slider can show it: one with a ceiling
        # is farthest from the others where that is lowest.
        ends = {
            "base": entry["base"],
            "end": entry["end"],
            "span": entry["end_year"] - entry["base_year"],
            "ceiling": RANGES["ceiling"]["min"] * max(entry["base"], entry["end"]),
        }
        yield from (fitted_growth(name, ends) for name, model in MODELS.items() if model.fit)
        yield from entry["scenarios"].values()
        if entry["stated"] is not None:
            yield entry["stated"]


def _above(entries: Iterable[dict[str, Any]], claim_id: str) -> float:
    """Return the next power of ten above a claim's ends."""
    (claim,) = (entry for entry in entries if entry["id"] == claim_id)
    return float(f"1e{math.floor(math.log10(max(claim['base'], claim['end']))) + 1}")
