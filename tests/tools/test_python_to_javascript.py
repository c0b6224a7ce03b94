"""Formulas in JavaScript: the same bits as in Python, or a refusal."""

import json
import re
import struct
from collections.abc import Callable, Iterator
from functools import cache
from inspect import get_annotations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from py_mini_racer import MiniRacer

from python_to_javascript import SCRIPT, formulas_script, javascript
from report_helpers.analysis.formulas import INNOVATION
from report_helpers.analysis.projection_models import FORMULAS, MODELS, formula_inputs

Formula = Callable[..., Any]

RUN = """
const text = value => Array.isArray(value) ? value.map(text)
  : typeof value !== "number" ? value : Object.is(value, -0) ? "-0" : String(value);
const run = (formula, states) => JSON.stringify(states.map(state => {
  try { return text(formula(...state)); } catch (error) { return error.name; }
}));
"""
"""Numbers cross as text, the shortest that gives the same bits: JSON has no infinity and no -0."""


@cache
def engine(script: str) -> MiniRacer:
    """Return V8 with a script in it."""
    racer = MiniRacer()
    racer.eval(script + RUN)
    return racer


def in_javascript(script: str, name: str, states: list[list[Any]]) -> list[Any]:
    """Return what a translated formula gives for each list of inputs."""
    called = engine(script).eval(f"run({name}, {json.dumps(states)})")
    return [bits(result) for result in json.loads(str(called))]


def in_python(formula: Formula, states: list[list[Any]]) -> Iterator[Any]:
    """Yield what the formula itself gives for the same inputs."""
    for state in states:
        try:
            yield bits(formula(*state))
        except (ZeroDivisionError, IndexError):
            yield "RangeError"


def bits(value: Any) -> Any:
    """Return the bits of a number, or of each in a list; text of a number counts as one."""
    if isinstance(value, list):
        return [bits(part) for part in value]
    if value is None or isinstance(value, bool) or value == "RangeError":
        return value
    number = float(value)
    return "NaN" if number != number else struct.pack(">d", number).hex()  # noqa: PLR0124


# ---- every state, the same bits --------------------------------------------------------------

SENSIBLE = {
    "base": st.floats(1e-3, 1e13), "growth": st.floats(-0.99, 5), "ceiling": st.floats(1, 1e14),
    "p": st.floats(0, 1), "q": st.floats(0, 1), "years": st.integers(0, 60),
    "end": st.floats(1e-3, 1e13), "span": st.integers(1, 60), "number": st.floats(0, 1e6),
    "degree": st.integers(0, 60), "threshold": st.floats(1e-3, 1e13),
    "path": st.lists(st.floats(1e-3, 1e13), min_size=1, max_size=40), "level": st.floats(0, 1),
    "growths": st.lists(st.floats(-0.99, 5), min_size=1, max_size=20).map(sorted),
    "values": st.lists(st.floats(-0.99, 5), min_size=1, max_size=20).map(sorted),
    "lower": st.lists(st.floats(1e-3, 1e13), min_size=1, max_size=4), "share": st.floats(0, 1),
    "factors": st.lists(st.floats(1e-3, 1e6), max_size=20), "sums": st.lists(st.floats(-9, 99)),
    "upper": st.lists(st.floats(1e-3, 1e13), min_size=1, max_size=4),
}  # fmt: skip
ANYTHING: dict[Any, st.SearchStrategy[Any]] = {
    float: st.floats(), int: st.integers(-3, 40), list[float]: st.lists(st.floats(), max_size=12),
}  # fmt: skip


def sensible(formula: Formula) -> st.SearchStrategy[list[Any]]:
    """Return states as sliders make them."""
    return st.tuples(*(SENSIBLE[name] for name in formula_inputs(formula))).map(list)


def anything(formula: Formula) -> st.SearchStrategy[list[Any]]:
    """Return any state of the right kinds: infinite, missing, zero, tiny."""
    kinds = get_annotations(formula)
    return st.tuples(*(ANYTHING[kinds[name]] for name in formula_inputs(formula))).map(list)


@pytest.mark.slow
@pytest.mark.parametrize("states", [sensible, anything])
@pytest.mark.parametrize("formula", FORMULAS, ids=lambda formula: formula.__name__)
def test_v8_computes_the_same_bits(
    formula: Formula, states: Callable[[Formula], st.SearchStrategy[list[Any]]]
) -> None:
    """Every element of every result, and every error, is the same in both languages."""
    script = javascript(*FORMULAS)

    @settings(max_examples=40)
    @given(st.lists(states(formula), min_size=20, max_size=40))
    def compare(several: list[list[Any]]) -> None:
        assert in_javascript(script, formula.__name__, several) == [*in_python(formula, several)]

    compare()


@pytest.mark.parametrize("name", MODELS)
def test_a_page_calls_a_model_by_the_names_of_its_inputs(name: str) -> None:
    """One state serves all models: each takes the inputs that it names."""
    state = {"base": 26.03, "growth": 0.362, "ceiling": 900.0, "years": 12, "p": 0.03, "q": 0.38}
    formula = MODELS[name].formula
    inputs = json.dumps(formula_inputs(formula))
    call = (
        f"run((...s) => {formula.__name__}(...{inputs}.map(n => s[0][n])), [[{json.dumps(state)}]])"
    )
    found = json.loads(str(engine(javascript(*FORMULAS)).eval(call)))
    assert bits(found[0]) == bits(formula(*(state[part] for part in formula_inputs(formula))))


def test_defaults_are_the_same() -> None:
    """What Python leaves out, JavaScript may leave out too."""
    script = javascript(*FORMULAS)
    assert f"p = {INNOVATION}" in script
    states = [[10.0, 100.0, 9], [10.0, 100.0, 9, 0.05]]
    assert in_javascript(script, "bass", states) == [*in_python(MODELS["bass"].formula, states)]


STATES: dict[str, list[list[Any]]] = {
    "root": [[7.3, 5], [0.0, 1], [1.00000005, 1]],
    "compound": [[26.03, 0.362, 7]],
    "linear": [[26.03, 0.362, 7], [3.0, -0.7, 3], [1.0, -0.99999995, 1]],
    "logistic": [[26.03, 0.362, 500.0, 7]],
    "bass": [[26.03, 500.0, 7]],
    "compound_drawn": [[26.03, [1.0, 1.36]]],
    "linear_drawn": [[26.03, [0.0, 0.4]], [3.0, [0.0, -1.4]], [1.0, [0.0, -0.99999995]]],
    "logistic_drawn": [[26.03, 500.0, [1.0, 1.36]]],
    "fit_compound": [[26.03, 225.91, 7]],
    "fit_linear": [[26.03, 225.91, 7]],
    "fit_logistic": [[26.03, 225.91, 500.0, 7]],
    "years_until": [[[1.0, 1.5, 2.5], 2.0], [[2.0], 2.0]],
    "doubling_time": [[[1.0, 1.5, 2.5]]],
    "cumulative": [[[1.0, 2.0]]],
    "implied_growth": [[[1.0, 2.0, 5.0]]],
    "quantile": [[[1.0, 2.0, 4.0], 0.6]],
    "scenario_growth": [[[1.0, 2.0], level] for level in (0.25, 0.5, 0.50000005, 0.75)],
    "bracket": [[[0.1, 0.2, 0.4], 0.6]],
    "between": [[[10.0, 11.0, 12.1], [10.0, 12.0, 14.4], 0.2]],
}
DECIMAL = re.compile(r"\d\.\d+")


def parted(name: str) -> tuple[str, str, str]:
    """Return the script before a function's body, the body, and what follows it."""
    before, start, rest = javascript(*FORMULAS).partition(f"function {name}(")
    body, end, after = rest.partition("\n}\n")
    return before + start, body, end + after


CONSTANTS = [
    (formula, place)
    for formula in FORMULAS
    for place in range(len(DECIMAL.findall(parted(formula.__name__)[1])))
]


@pytest.mark.parametrize(("formula", "place"), CONSTANTS)
def test_a_constant_changed_by_1e_7_is_seen(formula: Formula, place: int) -> None:
    """The comparison is no formality: any decimal of any formula, changed a little, fails it."""
    name = formula.__name__
    before, body, after = parted(name)
    number = [*DECIMAL.finditer(body)][place]
    changed = f"{body[: number.start()]}{float(number[0]) + 1e-7!r}{body[number.end() :]}"
    expected = [*in_python(formula, STATES[name])]
    assert in_javascript(before + body + after, name, STATES[name]) == expected
    assert in_javascript(before + changed + after, name, STATES[name]) != expected


def test_the_translation_is_always_the_same_text() -> None:
    """So that a policy may hold the hash of the script that carries it."""
    assert javascript(*FORMULAS) == javascript(*FORMULAS)
    assert "\r" not in javascript(*FORMULAS)
    assert javascript(*FORMULAS).isascii()


def test_the_committed_script_is_up_to_date() -> None:
    """`make generated` would write the same bytes."""
    assert SCRIPT.read_bytes() == formulas_script().encode()


def test_every_formula_is_there_by_its_name() -> None:
    """The page finds a model's path, fit and drawn path, and the formulas of no model."""
    racer = engine(formulas_script())
    models = json.loads(str(racer.eval("JSON.stringify(Object.entries(FORMULAS.models).map("
        "([name, { path, fit, drawn }]) => "
        "[name, path.name, fit && fit.name, drawn && drawn.name]))")))  # fmt: skip
    assert models == [
        [name, *(each and each.__name__ for each in (model.formula, model.fit, model.drawn))]
        for name, model in MODELS.items()
    ]
    others = json.loads(str(racer.eval("JSON.stringify(Object.keys(FORMULAS))")))
    of_models = {name for model in models for name in model[1:]}
    known = {formula.__name__ for formula in FORMULAS}
    assert set(others) - {"models"} == known - of_models


# ---- what else is translated -----------------------------------------------------------------

FACTOR = 1.5
COUNT = 3
NEGATIVE = -0.1


def everything(values: list[float], count: int, limit: float = NEGATIVE) -> float:
    """Hold every construct that is translated."""
    total = 0.0
    copy = [FACTOR, -limit]
    for value in values:
        copy.append(value)
        if value > limit and not value == 3.0 or count < COUNT:  # noqa: SIM201, RUF021
            total += value if 0.0 <= value < 10.0 else -value * NEGATIVE
        elif value != limit:
            inner = total - (value - 1.0)
            total = inner / (FACTOR + value)
        else:
            total -= copy[0]
    large = len(copy) >= count + 1 and True
    for place in range(2, len(copy)):
        total = total * FACTOR + copy[place] * (count - place)
        copy.append(total)
    return total if large else -total - (count - 1) / COUNT


@settings(max_examples=200)
@given(st.lists(st.tuples(st.lists(st.floats(-20, 20) | st.just(3.0), max_size=9),
                          st.integers(-5, 9), st.floats(-20, 20)).map(list),
                min_size=1, max_size=30))  # fmt: skip
def test_every_translated_construct_is_exact(states: list[list[Any]]) -> None:
    """Signs, chains, choices, loops and lists: alike for any inputs, errors included."""
    script = javascript(everything)
    assert in_javascript(script, "everything", states) == [*in_python(everything, states)]
