"""The projection's contract: the data in the figure's meta that drives both kinds of inputs.

It is plain JSON. Values are in the contract's unit, growths are fractions a year.
"""

from collections.abc import Mapping
from typing import Any, NotRequired, TypedDict, cast

from report_helpers.analysis.projection_inputs import (
    ASKED,
    AXES,
    BUTTONS,
    CHOICES,
    COLUMNS,
    FANS,
    GROWTHS,
    HEADLINE,
    PHRASES,
    REFUSALS,
    TYPED,
)
from report_helpers.analysis.projection_models import MODELS, formula_inputs
from report_helpers.charts.toolkit.meta import ChartMeta
from report_helpers.reader_locale import PageManner

__all__ = [
    "Check", "Claim", "Drawn", "DrawnTable", "InputEntry", "ModelEntry", "ProjectionContract",
    "State", "Traces", "Words", "contract_in", "missing_parts", "models", "value_of", "words",
]  # fmt: skip


class State(TypedDict):
    """One value for every input.

    `base` (in the unit) and `base_year` replace those of the claim; 0 is the printed one.
    `growth` is a number or the name of its source: `implied` (fitted through the printed end),
    `stated`, or a scenario. `ceiling` is a multiple of the larger printed end.
    """

    claim: str
    base: float
    base_year: int
    model: str
    growth: str | float
    ceiling: float
    p: float
    q: float
    horizon: int
    threshold: float


class Claim(TypedDict):
    """A claim to start from: its printed ends, its stated growth, and the growths of the sources.

    `growths` are in rising order; empty if fewer than two sources give one.
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
    """A model: the names of its formula's inputs, in order.

    `fit` has those of its growth fit, `drawn` those of its path at growths that are drawn; `told`
    is the title of its path.
    """

    name: str
    title: str
    told: str
    inputs: list[str]
    fit: list[str] | None
    drawn: list[str] | None
    saturates: bool


class InputEntry(TypedDict):
    """A numeric input: its texts and its range; `own` replaces a printed value.

    `empty` is what an empty field stands for, if it may be empty.
    """

    label: str
    kind: str
    phrase: str
    own: bool
    empty: float | None
    min: float
    max: float
    step: float


class Words(TypedDict):
    """Headings and phrases; `{name}` is a placeholder for a value."""

    choices: dict[str, str]
    growths: dict[str, str]
    axes: dict[str, str]
    fans: dict[str, str]
    buttons: dict[str, str]
    headline: dict[str, str]
    phrases: dict[str, str]
    refusals: dict[str, list[str]]
    typed: dict[str, str]
    asked: dict[str, str]
    columns: list[str]


class Check(TypedDict):
    """Values that the kernel computed for a state; the page must reproduce them to the last bit.

    `fan` is the sum of the ends of the fan's edges, `drawn` that of the quantiles of the drawn
    paths; only checks at the initial horizon have them.
    """

    state: State
    length: int
    last: float
    total: float
    fan: NotRequired[float]
    drawn: NotRequired[float]


class Drawn(TypedDict):
    """Paths whose growth is drawn anew each year, as quantiles of their factors and sums.

    `levels` are in percent; `tables` has one entry for the claims of one list of growths.
    """

    paths: int
    seed: int
    levels: list[int]
    tables: list["DrawnTable"]


class DrawnTable(TypedDict):
    """The quantiles of some claims, by their ids: the texts of `analysis.scenarios.Resampled`."""

    claims: list[str]
    factors: list[str]
    sums: list[str]


class Traces(TypedDict):
    """Indices of the traces that move; those of the fan from the outermost inwards.

    `drawn` are the bands of the drawn paths, `median` is their median;
    `pinned` has one for each path that can be pinned; `threshold` is the line, `reached` the point
    where the path meets it.
    """

    fan: list[int]
    drawn: list[int]
    median: int
    threshold: int
    pinned: list[int]
    path: int
    printed: int
    reached: int


class ProjectionContract(TypedDict):
    """The data that computes and shows any state of one measure's claims.

    Attributes:
        unit: unit of the values, in words.
        place: the region of the claims, where the file has several; else empty.
        as_of: the date of the report as YYYY-MM-DD, or empty.
        manner: how the reader's locale writes numbers.
        steps: how amounts are written, smallest first: the size of each step in the unit, and the
            texts before and after the number.
        claims: the claims to choose from.
        models: the models to choose from.
        parameters: the notebook's name of each input, in the order of forms and files.
        inputs: the numeric inputs.
        longest: the length of the longest path in years.
        scenarios: for each scenario, its quantile of the sources' growths.
        bands: the pair of quantiles that bounds each part of the fan, the outermost first.
        drawn: the paths whose growth is drawn anew each year.
        words: texts of forms and headings.
        state: the initial state.
        checks: values that the kernel and the page must compute alike.
        traces: indices of the figure's traces.
    """

    unit: str
    place: str
    as_of: str
    manner: PageManner
    steps: list[list[Any]]
    claims: list[Claim]
    models: list[ModelEntry]
    parameters: dict[str, str]
    inputs: dict[str, InputEntry]
    longest: int
    scenarios: dict[str, float]
    bands: list[list[float]]
    drawn: Drawn
    words: Words
    state: State
    checks: list[Check]
    traces: Traces


def contract_in(meta: ChartMeta) -> ProjectionContract | None:
    """Return the contract that a chart carries, or `None`; its parts are not checked."""
    return cast("ProjectionContract | None", meta["projection"])


def missing_parts(given: Mapping[str, object]) -> list[str]:
    """Return the names of the parts that a contract lacks."""
    return sorted(ProjectionContract.__required_keys__ - given.keys())


def value_of(state: State, name: str) -> Any:
    """Return the value of an input by its name."""
    return cast("Mapping[str, Any]", state)[name]


def words() -> Words:
    """Return the headings and phrases that all contracts share."""
    return {
        "choices": {**CHOICES},
        "growths": {**GROWTHS},
        "axes": {**AXES},
        "fans": {**FANS},
        "buttons": {**BUTTONS},
        "headline": {**HEADLINE},
        "phrases": {**PHRASES},
        "refusals": {key: list(words) for key, words in REFUSALS.items()},
        "typed": {**TYPED},
        "asked": {**ASKED},
        "columns": list(COLUMNS),
    }


def models() -> list[ModelEntry]:
    """Return the models that all contracts share."""
    return [
        {
            "name": name,
            "title": model.title,
            "told": model.told,
            "inputs": list(formula_inputs(model.formula)),
            "fit": list(formula_inputs(model.fit)) if model.fit else None,
            "drawn": list(formula_inputs(model.drawn)) if model.drawn else None,
            "saturates": model.saturates,
        }
        for name, model in MODELS.items()
    ]
