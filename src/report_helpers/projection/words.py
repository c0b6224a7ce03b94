"""What is said about a path: title, headline figures, inputs, and the comparison of several paths.

The page's `words.js` says the same in the same words.
"""

from collections.abc import Sequence
from typing import NamedTuple

from report_helpers.analysis.milestones import (
    cumulative,
    doubling_time,
    implied_growth,
    years_until,
)
from report_helpers.analysis.projection_inputs import HEADLINE, INPUTS, PHRASES, shown_value
from report_helpers.analysis.projection_models import MODELS, DomainError, formula_inputs
from report_helpers.charts.toolkit.plotly_text import MISSING, rate
from report_helpers.claims.amounts import Step, amount_in, fixed, percent, rounded
from report_helpers.projection.contract import ProjectionContract, State, value_of
from report_helpers.projection.evaluate import (
    ceiling_of,
    claim_of,
    growth_of,
    has_own_base,
    resolve,
)
from report_helpers.projection.typed import explained
from report_helpers.reader_locale import localized

__all__ = [
    "Headline", "comparison", "comparison_columns", "described", "drawn_words", "headline",
    "headline_words", "in_words", "letter", "notes", "own_base", "reached", "rows_of", "title",
]  # fmt: skip


class Headline(NamedTuple):
    """Headline figures of a path: values in the contract's unit, growth as a fraction a year.

    `growth` is the compound growth between the path's ends. `doubling` counts years; `passed` is a
    year with its fraction.
    """

    value: float
    growth: float | None
    doubling: float | None
    passed: float | None
    total: float


def headline(contract: ProjectionContract, state: State, path: list[float]) -> Headline:
    """Return the headline figures of a state's path."""
    until = years_until(path, state["threshold"])
    return Headline(
        value=path[-1],
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
    found, filled = headline(contract, state, path), _values(contract, state)
    figures = {
        "value": in_words(found.value, contract),
        "growth": PHRASES["none"] if found.growth is None else _yearly(found.growth),
        "doubling": PHRASES["not_by"].format(**filled) if found.doubling is None
        else PHRASES["years"].format(number=fixed(found.doubling)),
        "passing": _passing(found, state, path),
        "total": in_words(found.total, contract),
    }  # fmt: skip
    return [(words.format(**filled), figures[name]) for name, words in HEADLINE.items()]


def _values(contract: ProjectionContract, state: State) -> dict[str, object]:
    return {
        "horizon": state["horizon"],
        "base_year": claim_of(contract, state)["base_year"],
        "threshold": in_words(state["threshold"], contract),
    }


def _passing(found: Headline, state: State, path: list[float]) -> str:
    """Return the year in which a path meets the threshold, or why there is none."""
    if found.passed is not None:
        return localized(str(rounded(found.passed, 1)))
    if path[0] > state["threshold"]:
        return PHRASES["always_above"]
    return PHRASES["not_by"].format(horizon=state["horizon"])


def reached(contract: ProjectionContract, state: State, year: float) -> str:
    """Return the label of the point where a path meets the threshold: "$1 trillion in 2034.8"."""
    threshold = in_words(state["threshold"], contract)
    return PHRASES["reached"].format(threshold=threshold, year=localized(str(rounded(year, 1))))


def _yearly(growth: float) -> str:
    return PHRASES["a_year"].format(number=percent(growth))


def title(contract: ProjectionContract, state: State, path: list[float]) -> str:
    """Return the title of a path: what the printed base becomes in the last year, and how."""
    claim, growth = claim_of(contract, state), growth_of(contract, state)
    told = MODELS[state["model"]].told.format(
        growth="" if growth is None else percent(growth),
        ceiling=in_words(ceiling_of(claim, state), contract),
        base=own_base(contract, state) or in_words(claim["base"], contract),
        value=in_words(path[-1], contract),
        horizon=state["horizon"],
    )
    return f"{told} ({contract['place']})" if contract["place"] else told


def own_base(contract: ProjectionContract, state: State) -> str:
    """Return the reader's own base in words, "the reader's own $30 billion for 2024", or ""."""
    if not has_own_base(contract, state):
        return ""
    claim = claim_of(contract, state)
    base = in_words(claim["base"], contract)
    return PHRASES["own_base"].format(base=base, base_year=claim["base_year"])


def assumed(contract: ProjectionContract, state: State) -> list[str]:
    """Return the own base of a state, and its model's inputs other than growth, in words."""
    taken, own = formula_inputs(MODELS[state["model"]].formula), own_base(contract, state)
    return [own] * bool(own) + [
        known.phrase.format(number=shown_value(known.kind, value_of(state, name)))
        for name, known in INPUTS.items()
        if known.phrase and name in taken
    ]


def described(contract: ProjectionContract, state: State) -> str:
    """Return the claim, the model and the inputs of a state in words."""
    growth = growth_of(contract, state)
    grown = [] if growth is None else [_yearly(growth)]
    model = MODELS[state["model"]].title.lower()
    return ", ".join([claim_of(contract, state)["label"], model, *grown, *assumed(contract, state)])


def rows_of(contract: ProjectionContract, state: State, path: list[float]) -> list[list[str]]:
    """Return the data table of a path, one row per year."""
    first = claim_of(contract, state)["base_year"]
    changes = [
        MISSING if not before else rate(after / before - 1)
        for before, after in zip([0.0, *path], path, strict=False)
    ]
    return [
        [str(first + step), in_words(value, contract), change]
        for step, (value, change) in enumerate(zip(path, changes, strict=True))
    ]


def drawn_words(contract: ProjectionContract, year: int, values: Sequence[float]) -> str:
    """Return the quantiles of the drawn paths in a year in words, from those of each level."""
    levels = contract["drawn"]["levels"]
    told = {f"p{level}": in_words(value, contract)
            for level, value in zip(levels, values, strict=True)}  # fmt: skip
    return PHRASES["drawn_at"].format(year=year, **told)


def notes(contract: ProjectionContract, state: State, fan: str) -> str:
    """Return what is to be said of what is shaded, and of a horizon that is too near.

    Args:
        contract: the projection's contract.
        state: the state shown.
        fan: what is shaded, a name in `FANS`; empty: nothing.
    """
    claim, drawn = claim_of(contract, state), contract["drawn"]
    told = {
        "sources": PHRASES["shaded"],
        "drawn": PHRASES["shaded_drawn"].format(
            paths=localized(f"{drawn['paths']:,}"), count=len(claim["growths"]), seed=drawn["seed"]
        ),
    }
    near = PHRASES["not_beyond"].format(**claim) if state["horizon"] <= claim["end_year"] else ""
    return "".join(f" {text}" for text in (told.get(fan, ""), near) if text)


# ---- several paths ---------------------------------------------------------------------------


def letter(number: int) -> str:
    """Return the name of a pinned path, counted from 0: A, B, C."""
    return chr(ord("A") + number)


def comparison_columns(contract: ProjectionContract, state: State) -> list[str]:
    """Return the headings of the table of paths."""
    filled, labels = _values(contract, state), [INPUTS[name].label for name in NAMED]
    told = [HEADLINE[name].format(**filled) for name in ("value", "passing")]
    return [PHRASES["path"], *labels, PHRASES["inputs"], *told]


NAMED = ("claim", "model", "growth")


def comparison(
    contract: ProjectionContract, state: State, pinned: Sequence[State]
) -> list[list[str]]:
    """Return the table of the path shown and the pinned ones, to one horizon and threshold.

    Args:
        contract: the projection's contract.
        state: the state shown.
        pinned: the pinned states, with the horizon and threshold of the state shown.
    """
    names = [PHRASES["shown"], *map(letter, range(len(pinned)))]
    return [
        [name, *_compared(contract, each)]
        for name, each in zip(names, [state, *pinned], strict=True)
    ]


def _compared(contract: ProjectionContract, state: State) -> list[str]:
    claim, model = claim_of(contract, state)["label"], MODELS[state["model"]].title
    inputs = ", ".join(assumed(contract, state)) or MISSING
    try:
        path, growth = resolve(contract, state), growth_of(contract, state)
    except DomainError as error:
        return [claim, model, MISSING, inputs, explained(error), MISSING]
    grown = MISSING if growth is None else percent(growth)
    passing = _passing(headline(contract, state, path), state, path)
    return [claim, model, grown, inputs, in_words(path[-1], contract), passing]
