"""The projection's contract: what the figure's meta holds for the kernel's inputs and the page's.

All of it is plain JSON. Values are in the contract's unit, growths fractions a year.
"""

from collections.abc import Mapping
from typing import Any, NotRequired, TypedDict, cast

from report_helpers.charts.toolkit.meta import ChartMeta

__all__ = [
    "Check", "Claim", "InputEntry", "ModelEntry", "ProjectionContract", "State", "Traces", "Words",
    "contract_in", "missing_parts", "value_of",
]  # fmt: skip


class State(TypedDict):
    """One choice of every input.

    `growth` is a number, or where it is taken from: `implied` (fitted through the printed end),
    `stated`, or a scenario. `ceiling` is a multiple of the larger printed end.
    """

    claim: str
    model: str
    growth: str | float
    ceiling: float
    p: float
    q: float
    horizon: int
    threshold: float


class Claim(TypedDict):
    """A claim to start from: its printed ends, its stated growth, and those of the sources.

    `growths` are in rising order, and empty where fewer than two sources give one.
    """

    id: str
    label: str
    base: float
    base_year: int
    end: float
    end_year: int
    stated: float | None
    growths: list[float]


class ModelEntry(TypedDict):
    """A model: the inputs of its formula by name, in order, and of the one that fits its growth."""

    name: str
    title: str
    inputs: list[str]
    fit: list[str] | None
    saturates: bool


class InputEntry(TypedDict):
    """An input that is a number: its words, and its range."""

    label: str
    kind: str
    phrase: str
    min: float
    max: float
    step: float


class Words(TypedDict):
    """Headings and phrases; `{name}` stands where a value is filled in."""

    choices: dict[str, str]
    growths: dict[str, str]
    headline: dict[str, str]
    phrases: dict[str, str]
    refusals: dict[str, list[str]]
    columns: list[str]


class Check(TypedDict):
    """What the kernel computed for a state, and the page must find to the last bit.

    `fan` sums up the ends of the fan's edges; it is given once a claim.
    """

    state: State
    length: int
    last: float
    total: float
    fan: NotRequired[float]


class Traces(TypedDict):
    """Indices of the traces that move; those of the fan from the outermost inwards."""

    fan: list[int]
    pinned: int
    path: int
    printed: int


class ProjectionContract(TypedDict):
    """All that computes and shows any state of one measure's claims.

    Attributes:
        unit: of the values, in words.
        steps: how amounts are written, smallest first: the size of each step in the unit, what
            stands before and after the number.
        claims: those to choose from.
        models: those to choose from.
        parameters: the notebook's name of each input, in the order of forms and files.
        inputs: those that are numbers.
        longest: the years of the longest path.
        scenarios: the quantile of the sources' growths that each scenario is.
        bands: the quantiles between which each part of the fan lies, the outermost first.
        words: what forms and headings say.
        state: the one at first.
        checks: what both sides must compute alike.
        traces: of the figure.
    """

    unit: str
    steps: list[list[Any]]
    claims: list[Claim]
    models: list[ModelEntry]
    parameters: dict[str, str]
    inputs: dict[str, InputEntry]
    longest: int
    scenarios: dict[str, float]
    bands: list[list[float]]
    words: Words
    state: State
    checks: list[Check]
    traces: Traces


def contract_in(meta: ChartMeta) -> ProjectionContract | None:
    """Return the contract that a chart carries, if it does; which parts it has is not checked."""
    return cast("ProjectionContract | None", meta["projection"])


def missing_parts(given: Mapping[str, object]) -> list[str]:
    """Return the parts that a contract lacks."""
    return sorted(ProjectionContract.__required_keys__ - given.keys())


def value_of(state: State, name: str) -> Any:
    """Return the value of an input by its name."""
    return cast("Mapping[str, Any]", state)[name]
