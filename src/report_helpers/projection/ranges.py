"""The ranges of a projection's inputs, wide enough for every growth of the claims."""

import math
from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from report_helpers.analysis.projection_inputs import INPUTS, Range
from report_helpers.analysis.projection_models import MODELS, fitted_growth
from report_helpers.projection.contract import (
    Claim,
    InputEntry,
    ProjectionContract,
    State,
    value_of,
)
from report_helpers.projection.evaluate import rates

__all__ = ["input_entries", "power_above"]

SOON: Final = 5
"""The minimum number of years from the latest base to the horizon."""

BEFORE: Final = 20
"""Years before the earliest printed base in which a reader's own may lie."""

STEPS: Final = 10_000
"""The number of steps in the range of thresholds."""


def input_entries(contract: ProjectionContract, latest: int) -> dict[str, InputEntry]:
    """Return every numeric input with its range; `latest` is the upper end of the horizon."""
    ranges = _ranges(contract["claims"], contract["state"], latest)
    return {
        name: {
            "label": known.label.format(unit=contract["unit"]),
            "kind": known.kind,
            "phrase": known.phrase,
            "own": known.own,
            "empty": _empty(name, contract["state"]),
            "min": ranges[name].min,
            "max": ranges[name].max,
            "step": ranges[name].step,
        }
        for name, known in INPUTS.items()
        if name in ranges
    }


def _empty(name: str, state: State) -> float | None:
    """Return what an empty field stands for: the printed value (0), or the first threshold."""
    if INPUTS[name].own:
        return 0.0
    return state["threshold"] if name == "threshold" else None


def _ranges(entries: list[Claim], state: State, latest: int) -> dict[str, Range]:
    soonest = max(entry["base_year"] for entry in entries) + SOON
    powers = [power_above(entry) for entry in entries]
    tops, years = max(powers), [entry["base_year"] for entry in entries]
    fixed = {name: known.range for name, known in INPUTS.items() if known.range}
    fixed["growth"] = _growth_range(fixed["growth"], [*_growths(entries)])
    return {
        **{
            name: Range(ends.min, ends.max, min(ends.step, _digit(value_of(state, name))))
            for name, ends in fixed.items()
        },
        "base": Range(min(powers) / STEPS, max(tops, state["base"]), tops / STEPS),
        "base_year": Range(min(years) - BEFORE, max(entry["end_year"] for entry in entries), 1),
        "horizon": Range(min(soonest, state["horizon"]), latest, 1),
        "threshold": Range(tops / STEPS, max(tops, state["threshold"]), tops / STEPS),
    }


def _growth_range(usual: Range, growths: list[float]) -> Range:
    """Return the usual range of growth, widened to include the claims' growths."""
    lowest = max(min(usual.min, math.floor(10 * min(growths)) / 10), usual.step - 1)
    return Range(lowest, max(usual.max, math.ceil(10 * max(growths)) / 10), usual.step)


def _digit(given: str | float) -> float:
    """Return the place value of a number's last digit (0.01 for 0.25), for the step of a slider."""
    if isinstance(given, str):
        return 1.0
    exponent = Decimal(repr(given)).as_tuple().exponent
    return float(f"1e{min(0, exponent)}") if isinstance(exponent, int) else 1.0


def _growths(entries: Iterable[Claim]) -> Iterable[float]:
    # The slider must reach the growth that leads each model through the ends. A saturating model
    # differs most from the others at its lowest ceiling.
    lowest = {name: known.range.min for name, known in INPUTS.items()
              if known.kind == "times" and known.range}  # fmt: skip
    for entry in entries:
        top = max(entry["base"], entry["end"])
        ends = {
            "base": entry["base"],
            "end": entry["end"],
            "span": entry["end_year"] - entry["base_year"],
            **{name: least * top for name, least in lowest.items()},
        }
        yield from (fitted_growth(name, ends) for name, model in MODELS.items() if model.fit)
        yield from rates(entry).values()


def power_above(claim: Claim) -> float:
    """Return the next power of ten above a claim's ends."""
    return float(f"1e{math.floor(math.log10(max(claim['base'], claim['end']))) + 1}")
