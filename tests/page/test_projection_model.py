"""The page's projection without a browser: its pure scripts in V8, against the kernel's numbers."""

import csv
import io
import json
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from py_mini_racer import MiniRacer

from report_helpers.analysis.projection_inputs import AXES, FANS
from report_helpers.analysis.projection_models import MODELS, DomainError
from report_helpers.claims import read_claims
from report_helpers.claims.amounts import MINUS
from report_helpers.page.environment import read_template
from report_helpers.projection.contract import ProjectionContract, State
from report_helpers.projection.display import projection
from report_helpers.projection.evaluate import drawn_paths, rates, resolve, sources
from report_helpers.projection.scenario_file import written
from report_helpers.projection.traces import points
from report_helpers.projection.views import History, View
from report_helpers.projection.words import (
    comparison,
    comparison_columns,
    described,
    headline,
    headline_words,
    notes,
    reached,
    rows_of,
    title,
)

from ..projection.textbook import DRAWN, STATES, drawn, value  # noqa: TID252  # no package is installed there

pytestmark = pytest.mark.slow

CONTRACT: ProjectionContract = projection(read_claims()).contract
SCRIPTS = ("numbers", "model", "typed", "words", "views", "history", "files", "axes")
"""The scripts that need no browser."""

READ = """
const contract = CONTRACT;
const seen = (state) => {
  const { outcome, why } = MODEL.attempted(contract, state);
  if (outcome === null) return { refused: why };
  const labels = WORDS.labels(contract, outcome);
  const headline = WORDS.headline(contract, outcome);
  const passed = WORDS.passed(outcome);
  return {
    path: outcome.path, years: outcome.years, fan: MODEL.fan(contract, outcome),
    drawn: MODEL.drawnFan(contract, outcome),
    notes: ["sources", "drawn", ""].map((fan) => WORDS.notes(contract, outcome, fan)),
    headline: Object.keys(headline).map((name) => [labels[name], headline[name]]),
    title: WORDS.title(contract, outcome), described: WORDS.described(contract, outcome),
    passed, reached: passed === null ? "" : WORDS.reached(contract, outcome, passed),
    rows: WORDS.rows(contract, outcome), yaml: FILES.yaml(contract, outcome),
    rates: Object.fromEntries(MODEL.rates(contract, outcome.claim)),
  };
};
const linked = (view) =>
  VIEWS.viewIn(contract, VIEWS.parsed(VIEWS.fragment(contract, view)))
    ?? { view: VIEWS.first(contract), problems: [] };
const compared = (state, pins) => {
  const { outcome } = MODEL.attempted(contract, state);
  return outcome && {
    columns: WORDS.comparisonColumns(contract, outcome),
    rows: WORDS.comparison(contract, state, VIEWS.pinned({ state, pins })),
  };
};
const walked = (steps) => {
  const history = new ProjectionHistory(VIEWS.first(contract));
  return steps.map(([act, horizon, joined]) => {
    const { now } = history;
    if (act !== "record") history[act]();
    else history.record({ ...now, state: { ...now.state, horizon } }, joined);
    return [history.now.state.horizon, history.past.length, history.future.length];
  });
};
"""


@cache
def engine(formulas: str = "") -> MiniRacer:
    """Return V8 with the formulas, the model and the shipped claims' contract in it."""
    racer = MiniRacer()
    racer.eval(formulas or read_template("projection/formulas.js"))
    racer.eval(read_template("manner.js"))
    for name in SCRIPTS:
        racer.eval(read_template(f"projection/{name}.js"))
    racer.eval(READ.replace("CONTRACT", json.dumps(CONTRACT)))
    return racer


def evaluated(script: str, formulas: str = "") -> Any:
    """Return the value of an expression."""
    return json.loads(str(engine(formulas).eval(f"JSON.stringify({script})")))


def seen(state: State) -> dict[str, Any]:
    """Return what the page shows of a state."""
    return dict[str, Any](evaluated(f"seen({json.dumps(state)})"))


@st.composite
def states(draw: st.DrawFn) -> State:
    """Return any state that forms and addresses lead to."""
    claim = draw(st.sampled_from(CONTRACT["claims"]))
    inputs = CONTRACT["inputs"]

    def decimal(name: str, digits: int) -> float:
        entry = inputs[name]
        return round(draw(st.floats(entry["min"], entry["max"])), digits)

    return {
        "claim": claim["id"],
        "base": draw(st.one_of(st.just(0.0), st.just(decimal("base", 2)))),
        "base_year": draw(st.sampled_from([0, 0, *range(2018, 2036)])),
        "model": draw(st.sampled_from(list(MODELS))),
        "growth": draw(st.one_of(st.sampled_from(sources(claim)), st.just(decimal("growth", 4)))),
        "ceiling": decimal("ceiling", 2),
        "p": decimal("p", 3),
        "q": decimal("q", 2),
        "horizon": draw(st.integers(2020, 2050)),
        "threshold": decimal("threshold", 2),
    }


def refused(state: State) -> str:
    """Return in which words the kernel refuses a state."""
    with pytest.raises(DomainError) as caught:
        resolve(CONTRACT, state)
    words = str(caught.value).partition(": ")[2]
    return f"{words[0].upper()}{words[1:]}."


@settings(max_examples=150, deadline=None)
@given(states())
def test_page_and_kernel_show_the_same(state: State) -> None:
    """Path and fan to the last bit; title, headline, table, file and refusals to the letter."""
    found = seen(state)
    if "refused" in found:
        assert found["refused"] == refused(state)
        return
    path = resolve(CONTRACT, state)
    assert found["path"] == path
    traces = CONTRACT["traces"]
    shown = points(CONTRACT, state, path)
    assert found["fan"] == [{"x": shown[at].x, "y": shown[at].y} for at in traces["fan"]]
    assert found["drawn"]["paths"] == drawn_paths(CONTRACT, state)
    shown = points(CONTRACT, state, path, "drawn")
    assert found["drawn"]["outlines"] == [
        {"x": shown[at].x, "y": shown[at].y} for at in traces["drawn"]
    ]
    assert found["notes"] == [notes(CONTRACT, state, fan) for fan in ("sources", "drawn", "")]
    assert found["headline"] == [list(each) for each in headline_words(CONTRACT, state, path)]
    assert found["title"] == title(CONTRACT, state, path)
    assert found["described"] == described(CONTRACT, state)
    passed = headline(CONTRACT, state, path).passed
    assert found["passed"] == passed
    assert found["reached"] == ("" if passed is None else reached(CONTRACT, state, passed))
    assert found["rows"] == rows_of(CONTRACT, state, path)
    assert found["yaml"] == written(state)
    (claim,) = (each for each in CONTRACT["claims"] if each["id"] == state["claim"])
    assert found["rates"] == rates(claim)


def test_sixty_states_have_the_textbooks_value() -> None:
    """Computed by the page, within a billionth; the kernel is compared with the same list."""
    (claim,) = (each for each in CONTRACT["claims"] if each["id"] == "a01_ml_market")
    states = [{**CONTRACT["state"], **changes} for changes in STATES]
    found = evaluated(f"{json.dumps(states)}.map((state) => seen(state).path.at(-1))")
    assert len(found) == 60
    assert found == pytest.approx([value(claim, state) for state in states], rel=1e-9)


def test_drawn_paths_have_the_textbooks_quantiles() -> None:
    """Computed by the page from the stored quantiles; the kernel is compared with the same list."""
    (claim,) = (each for each in CONTRACT["claims"] if each["id"] == "a01_ml_market")
    states = [{**CONTRACT["state"], **changes} for changes in DRAWN]
    ends = "seen(state).drawn.paths.map((path) => path.at(-1))"
    found = evaluated(f"{json.dumps(states)}.map((state) => {ends})")
    wanted = [drawn(claim, state) for state in states]
    assert len(found) == len(wanted) == 12
    for each, one in zip(found, wanted, strict=True):
        assert each == pytest.approx(one, rel=2e-4)


@settings(max_examples=60, deadline=None)
@given(states(), st.lists(states(), max_size=3))
def test_page_and_kernel_compare_alike(state: State, pins: list[State]) -> None:
    """The table of the path shown and the pinned ones, to one horizon and threshold."""
    found = evaluated(f"compared({json.dumps(state)}, {json.dumps(pins)})")
    if found is not None:
        pinned = View(state, tuple(pins)).pinned()
        assert found["columns"] == comparison_columns(CONTRACT, state)
        assert found["rows"] == comparison(CONTRACT, state, pinned)


@settings(max_examples=60, deadline=None)
@given(states(), st.lists(states(), max_size=3), st.sampled_from([*AXES]), st.sampled_from([*FANS]))
def test_an_address_leads_back_to_its_view(
    state: State, pins: list[State], axis: str, fan: str
) -> None:
    """State, axis, shading, and every pinned path to the horizon and threshold of the state."""
    least = CONTRACT["inputs"]["horizon"]["min"]
    given_ = {**state, "horizon": max(state["horizon"], int(least))}
    view = {"state": given_, "pins": pins, "axis": axis, "fan": fan}
    found = evaluated(f"linked({json.dumps(view)})")
    assert found["problems"] == []
    assert {name: found["view"][name] for name in ("state", "axis", "fan")} == {
        "state": given_, "axis": axis, "fan": fan,
    }  # fmt: skip
    shared = {name: CONTRACT["state"][name] for name in ("horizon", "threshold")}
    assert found["view"]["pins"] == [{**pin, **shared} for pin in pins]


STEPS: list[list[Any]] = [
    ["record", 2040, False], ["record", 2041, False], ["record", 2042, True], ["undo"],
    ["record", 2042, False], ["undo"], ["undo"], ["undo"], ["redo"], ["redo"], ["redo"],
    ["record", 2043, False], ["record", 2042, True], ["record", 2042, False], ["redo"],
]  # fmt: skip


def test_the_way_back_is_the_kernels() -> None:
    """Undo and redo of the same steps lead to the same states, and joined moves are one step."""
    first = CONTRACT["state"]
    history, expected = History(View(first)), []
    for act, *given_ in STEPS:
        if act == "record":
            horizon, joined = given_
            history.record(View({**first, "horizon": horizon}), joined=joined)
        else:
            getattr(history, act)()
        expected.append([history.now.state["horizon"], len(history.past), len(history.future)])
    assert evaluated(f"walked({json.dumps(STEPS)})") == expected
    assert [horizon for horizon, _, _ in expected[:8]] == [
        2040, 2041, 2042, 2040, 2042, 2040, 2035, 2035,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"horizon": 1999}, "The horizon is before the base year; choose a later"),
        ({"horizon": 9999}, "The horizon is too far away; choose an earlier one."),
        ({"model": "logistic", "ceiling": 1.0}, "The ceiling is not above the larger end;"),
        ({"model": "bass", "p": 0.9, "q": 0.2}, "P and q are below 0 or above 1 together;"),
        ({"claim": "o10_dataintelo", "growth": "stated"}, "The sources of this claim give no such"),
        ({"base_year": 2030}, "The base year is not before the year of the printed end; choose an"),
        ({"growth": -1.0}, "No path has this growth; choose another."),
        ({"growth": 1e300}, "The path leaves the range of numbers;"),
    ],
)
def test_kernel_and_page_refuse_a_state_in_the_same_words(changes: Any, words: str) -> None:
    """Each reason that the contract has words for."""
    state: State = {**CONTRACT["state"], **changes}
    assert seen(state)["refused"] == refused(state)
    assert seen(state)["refused"].startswith(words)


def test_the_kernels_checks_hold() -> None:
    """The page trusts its own arithmetic after computing all of them."""
    assert evaluated("MODEL.trusted(contract)") is True


@pytest.mark.parametrize("damage", ["null", "{}", "{ ...contract, checks: [] }"])
def test_checks_that_prove_nothing_are_not_trusted(damage: str) -> None:
    """A contract without checks, or none at all."""
    assert evaluated(f"MODEL.trusted({damage})") is False


@pytest.mark.parametrize("key", ["length", "last", "total", "fan"])
def test_another_number_is_not_trusted(key: str) -> None:
    """A check value that is off by its last digits is another number."""
    first = CONTRACT["checks"][0]
    off = {**first, key: first[key] * (1 + 1e-15) + (key == "length")}  # type: ignore[literal-required]
    assert off != first
    assert evaluated(f"MODEL.trusted({{ ...contract, checks: [{json.dumps(off)}] }})") is False


@pytest.mark.parametrize(
    ("formula", "changed"),
    [
        ("value = value * (1.0 + growth);", "value = value * (1.0000001 + growth);"),
        ("$item(upper, year) * share", "$item(upper, year) * (1.0000001 * share)"),
    ],
)
def test_a_changed_formula_is_not_trusted(formula: str, changed: str) -> None:
    """Of the path and of the fan: the checks would notice a constant 1e-7 off."""
    script = read_template("projection/formulas.js")
    assert formula in script
    assert evaluated("MODEL.trusted(contract)", script.replace(formula, changed)) is False


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("growth=0,3", "Growth a year: “0,3” has a comma; write decimals after a point, and"),
        ("growth=2", "Growth a year: “2” is out of range; write a percentage from "),
        ("growth=1e999", "Growth a year: “1e999” is not a number; write a percentage from"),
        ("growth=NaN", "Growth a year: “NaN” is not a number"),
        ("growth=", "Growth a year: nothing is entered"),
        ("growth=toString", "Growth a year: “toString” is not a number"),
        ("claim=o10_dataintelo&growth=stated", "Growth a year: The sources of this claim give no"),
        ("horizon=2200", "Horizon: “2200” is out of range; write a year from 2031 to 2050."),
        ("horizon=2035.5", "Horizon: “2035.5” is not a whole year; write a year from"),
        ("threshold=-5", "Threshold, billion US dollars: “-5” is out of range; write a"),
        ("threshold=99999", "Threshold, billion US dollars: “99999” is out of range"),
        ("q=-0.1", "Imitation q: “-0.1” is out of range; write a percentage from 0 % to 80 %."),
        ("claim=zzz", "Claim to start from: “zzz” is not in the list; choose one of the list."),
        ("claim=__proto__", "Claim to start from: “__proto__” is not in the list"),
        ("model=constructor", "Model: “constructor” is not in the list"),
        ("axis=toString", "Axis: “toString” is not in the list"),
        ("pin=model%3Dnone", "Model: “none” is not in the list"),
        ("&".join(f"pin=horizon%3D2035%26q%3D0.{at}" for at in range(10, 17)), "At most 6 paths"),
        ("growth=" + "9" * 999, f"Growth a year: “{'9' * 24}…” is not a number"),
    ],
)  # fmt: skip
def test_what_an_address_holds_in_vain_is_said(text: str, why: str) -> None:
    """Each value that is none has a sentence, and changes nothing."""
    found = evaluated(f"VIEWS.viewIn(contract, VIEWS.parsed({json.dumps(text)}))")
    (problem,) = found["problems"]
    assert problem.startswith(why)
    expected = {**CONTRACT["state"]}
    if text.startswith("claim=o10"):
        expected["claim"] = "o10_dataintelo"
    assert found["view"]["state"] == expected


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("growth=0.3&growth=0.4", {"growth": 0.3}),
        ("growth=25%", {"growth": 0.25}),
        ("growth=25%25", {"growth": 0.25}),
        (f"growth={MINUS}12.5+%25", {"growth": -0.125}),
        ("growth=stated&model=logistic", {"growth": "stated", "model": "logistic"}),
        ("a=b&horizon=2040&c", {"horizon": 2040}),
    ],
)
def test_what_an_address_holds_is_taken(text: str, changes: dict[str, Any]) -> None:
    """A growth is a fraction or a percentage with its sign; what is not of a projection is left."""
    found = evaluated(f"VIEWS.viewIn(contract, VIEWS.parsed({json.dumps(text)}))")
    assert (found["problems"], found["view"]["state"]) == ([], {**CONTRACT["state"], **changes})


@pytest.mark.parametrize("text", ["", "=", "a=b", "figure-projection"])
def test_another_address_holds_no_view(text: str) -> None:
    """An anchor of the page changes no input."""
    assert evaluated(f"VIEWS.viewIn(contract, VIEWS.parsed({json.dumps(text)}))") is None


def test_a_claim_without_the_chosen_growth_takes_its_own() -> None:
    """One that states none is shown at the growth that leads to its end."""
    found = evaluated(
        "MODEL.changed(contract, { ...contract.state, growth: 'stated' }, 'claim', "
        "'o10_dataintelo')"
    )
    assert (found["claim"], found["growth"]) == ("o10_dataintelo", "implied")


@pytest.mark.parametrize(
    ("highest", "end"), [(0.9, 1), (1.0, 1), (1.01, 1.2), (26.03, 30), (812.0, 1000)]
)
def test_an_axis_ends_at_a_round_number(highest: float, end: float) -> None:
    """At or above the highest value."""
    assert evaluated(f"AXES.roof({highest})") == pytest.approx(end)


@pytest.mark.parametrize("low", [0.031, 1.0, 26.03, 98.0, 3e5])
@pytest.mark.parametrize("factor", [1.0, 1.02, 1.7, 9.0, 45.0, 1e4, 1e9])
def test_a_logarithmic_axis_has_three_ticks(low: float, factor: float) -> None:
    """In its range, which holds every value."""
    found = evaluated(f"AXES.log([{low}, 0, {low * factor}])")
    first, last = found["range"]
    assert 10**first < low <= low * factor < 10**last
    assert len(found["ticks"]) >= 3
    assert all(10**first <= tick <= 10**last for tick in found["ticks"])


def test_the_path_as_csv_says_what_it_is_of() -> None:
    """Unit, claim, model, inputs and date stand in every row."""
    state = {**CONTRACT["state"], "model": "logistic", "growth": 0.305, "horizon": 2040}
    call = f"FILES.csv(contract, MODEL.projected(contract, {json.dumps(state)}))"
    text = evaluated(call.replace("csv(contract", "csv({ ...contract, as_of: '2026-11-23' }"))
    head, *rows = list(csv.reader(io.StringIO(text)))
    assert head == [
        "year",
        "value",
        "unit",
        "claim",
        "model",
        "growth",
        "base",
        "ceiling",
        "p",
        "q",
        "as_of",
    ]
    path = resolve(CONTRACT, State(**state))  # type: ignore[typeddict-item]
    assert [float(row[1]) for row in rows] == path
    assert {tuple(row[2:]) for row in rows} == {
        (
            "billion US dollars",
            "a01_ml_market",
            "logistic",
            "0.305",
            "printed",
            "2",
            "",
            "",
            "2026-11-23",
        )
    }
