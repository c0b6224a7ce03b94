"""The projection models by name, and the checks of their inputs.

A state maps input names to numbers, such as the values of sliders. Each formula takes the inputs
that its parameters name and ignores the others:

    base      value in the base year, above 0        ceiling   upper limit of the value
    growth    fraction a year, above -1              p, q      of Bass diffusion, fractions a year
    years     number of years to project             end, span printed end, years from the base

Every caller passes inputs by these names: `project` and `fitted_growth` in Python, and the
translated formulas elsewhere. The checks are here and not in the formulas, so that the formulas
remain plain arithmetic.
"""

import inspect
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from report_helpers.analysis import formulas, milestones, quantiles
from report_helpers.analysis.projection_inputs import REFUSALS
from report_helpers.errors import UsageError

__all__ = [
    "FORMULAS",
    "MAXIMUM_YEARS",
    "MODELS",
    "DomainError",
    "Model",
    "State",
    "fitted_growth",
    "formula_inputs",
    "project",
]

State = Mapping[str, float]

MAXIMUM_YEARS: Final = 200
"""Maximum length of a path: the range of years that the schema allows."""

COUNTS: Final = ("years", "span")
"""Inputs that are whole numbers of years."""


class DomainError(UsageError):
    """An input outside the domain of a model; the error's place is the input's name."""


@dataclass(frozen=True, slots=True)
class Model:
    """One projection model: its formula, and the formula that fits its growth, if any.

    `drawn` gives its path at a growth drawn anew each year, from the quantiles of
    `analysis.scenarios`; `told` is the title of its path; `{name}` is a placeholder for a value.
    """

    title: str
    told: str
    formula: Callable[..., list[float]]
    fit: Callable[..., float] | None
    drawn: Callable[..., list[float]] | None
    saturates: bool


BECOMES: Final = "{base} becomes {value} in {horizon}"

MODELS: Final[Mapping[str, Model]] = {
    "compound": Model("Compound growth", f"At {{growth}} a year, {BECOMES}",
                      formulas.compound, formulas.fit_compound, formulas.compound_drawn,
                      saturates=False),
    "linear": Model("Straight line", f"With {{growth}} of it added each year, {BECOMES}",
                    formulas.linear, formulas.fit_linear, formulas.linear_drawn,
                    saturates=False),
    "logistic": Model("Logistic", f"At {{growth}} a year below a ceiling of {{ceiling}}, {BECOMES}",
                      formulas.logistic, formulas.fit_logistic, formulas.logistic_drawn,
                      saturates=True),
    "bass": Model("Bass diffusion", f"By Bass diffusion up to {{ceiling}}, {BECOMES}",
                  formulas.bass, None, None, saturates=True),
}  # fmt: skip

FORMULAS: Final[tuple[Callable[..., Any], ...]] = (
    formulas.root,
    *(model.formula for model in MODELS.values()),
    *(model.fit for model in MODELS.values() if model.fit),
    *(model.drawn for model in MODELS.values() if model.drawn),
    milestones.years_until,
    milestones.doubling_time,
    milestones.cumulative,
    milestones.implied_growth,
    quantiles.quantile,
    quantiles.scenario_growth,
    quantiles.bracket,
    quantiles.between,
)
"""Every formula that the page also computes, each after the formulas that it calls."""


def formula_inputs(formula: Callable[..., Any]) -> tuple[str, ...]:
    """Return the names of a formula's inputs, in the order of its parameters."""
    return tuple(_parameters(formula))


@cache
def _parameters(formula: Callable[..., Any]) -> Mapping[str, inspect.Parameter]:
    return inspect.signature(formula).parameters


def project(model: str, state: State) -> list[float]:
    """Return the path of a model: the base, then one value per year.

    Args:
        model: a name in `MODELS`.
        state: the inputs by name; `p` and `q` have defaults, unknown inputs are ignored.

    Raises:
        DomainError: the model does not exist, an input is missing or outside the model's domain,
            or the path has a value that is not finite.
    """
    known = _model(model)
    inputs = _inputs(known.formula, state)
    _check(known, inputs)
    path = known.formula(**inputs)
    if not all(map(math.isfinite, path)):
        raise DomainError(*REFUSALS["endless"])
    return path


def fitted_growth(model: str, state: State) -> float:
    """Return the growth with which a model leads from `base` to `end` in `span` years.

    Raises:
        DomainError: the model does not exist or has no growth to fit, or an input is missing or
            outside the model's domain.
    """
    known = _model(model)
    if known.fit is None:
        raise DomainError("model", f"{model} has no growth to fit", "set its inputs instead")
    inputs = _inputs(known.fit, state)
    _check(known, inputs)
    return known.fit(**inputs)


def _model(name: str) -> Model:
    if name not in MODELS:
        raise DomainError(
            "model", f"there is no model {name!r}", f"choose one of {', '.join(MODELS)}"
        )
    return MODELS[name]


def _inputs(formula: Callable[..., Any], state: State) -> dict[str, float]:
    inputs: dict[str, float] = {}
    for name, parameter in _parameters(formula).items():
        value = state.get(name, parameter.default)
        if value is parameter.empty:
            raise DomainError(name, f"{formula.__name__} needs this input", "give a number")
        inputs[name] = _whole(name, value) if name in COUNTS else _finite(name, value)
    return inputs


def _finite(name: str, value: float) -> float:
    # Floats only: Python's integers are exact where numbers of other languages round.
    number = float(value)
    if not math.isfinite(number):
        raise DomainError(name, f"{number} is not a finite number", "give a finite number")
    return number


def _whole(name: str, value: float) -> int:
    least = 1 if name == "span" else 0
    if value < least:
        raise DomainError(name, "the end is before the start", f"choose at least {least}")
    if value != value // 1 or value > MAXIMUM_YEARS:
        fix = f"choose a whole number up to {MAXIMUM_YEARS}"
        raise DomainError(name, f"{value} is not a number of years", fix)
    return int(value)


def _check(model: Model, inputs: dict[str, float]) -> None:
    base, end = inputs["base"], inputs.get("end")
    _above("base", base, 0.0)
    if end is not None:
        _above("end", end, 0.0)
    if "growth" in inputs:
        _above("growth", inputs["growth"], -1.0)
    if model.saturates:
        highest = "base" if end is None or base >= end else "end"
        _above("ceiling", inputs["ceiling"], inputs[highest], f"the {highest} ")
    if "p" in inputs:
        _shares(inputs["p"], inputs["q"])


def _above(name: str, value: float, limit: float, what: str = "") -> None:
    if not value > limit:
        fix = f"choose a number above {limit:g}"
        raise DomainError(name, f"{value:g} is not above {what}{limit:g}", fix)


def _shares(p: float, q: float) -> None:
    # With p + q above 1, more adopt in a year than remain, and the path exceeds its ceiling.
    for name, value in (("p", p), ("q", q)):
        if value < 0:
            raise DomainError(name, f"{value:g} is negative", "choose 0 or more")
    if p + q > 1:
        raise DomainError("q", f"the sum of p and q is {p + q:g}", "choose a sum of at most 1")
