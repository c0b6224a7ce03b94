"""The page's projection without a browser: its pure scripts in V8, against the kernel's numbers."""

import json
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from py_mini_racer import MiniRacer

from report_helpers.analysis.projection_models import MODELS, DomainError
from report_helpers.claims import read_claims
from report_helpers.page.environment import read_template
from report_helpers.projection.chart import points, rows_of
from report_helpers.projection.contract import ProjectionContract, State
from report_helpers.projection.display import projection
from report_helpers.projection.evaluate import headline_words, rates, resolve, sources
from report_helpers.projection.scenario_file import written

CONTRACT: ProjectionContract = projection(read_claims()).contract
READ = """
const contract = CONTRACT;
const outcome = (state) => {
  try { return MODEL.projected(contract, state); } catch (error) {
    if (error instanceof MODEL.Refusal) return { refused: error.message };
    throw error;
  }
};
const seen = (state) => {
  const found = outcome(state);
  if (found.refused) return { refused: found.refused };
  const labels = MODEL.labels(contract, found);
  const headline = MODEL.headline(contract, found);
  return {
    path: found.path, years: found.years, fan: MODEL.fan(contract, found.claim, state.horizon),
    headline: Object.keys(headline).map((name) => [labels[name], headline[name]]),
    rows: MODEL.rows(contract, found), yaml: MODEL.yaml(contract, found),
    rates: Object.fromEntries(MODEL.rates(contract, found.claim)),
    again: MODEL.stateIn(contract, new Map(
      MODEL.fragment(contract, state).split("&").filter(Boolean).map((part) => part.split("="))
      .map(([name, text]) => [name, decodeURIComponent(text)]))),
  };
};
"""


@cache
def engine(formulas: str = "") -> MiniRacer:
    """Return V8 with the formulas, the model and the shipped claims' contract in it."""
    racer = MiniRacer()
    racer.eval(formulas or read_template("projection/formulas.js"))
    for name in ("numbers", "model"):
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
    """Path and fan to the last bit; headline, table, file and refusals to the letter."""
    found = seen(state)
    if "refused" in found:
        assert found["refused"] == refused(state)
        return
    path = resolve(CONTRACT, state)
    assert found["path"] == path
    traces = CONTRACT["traces"]
    drawn = points(CONTRACT, state, path)
    fan = [{"x": drawn[index][0], "y": drawn[index][1]} for index in traces["fan"]]
    assert found["fan"] == fan
    shown = [list(each) for each in headline_words(CONTRACT, state, path)]
    assert found["headline"] == [each for each in shown if each[0] != "Growth put in"]
    assert found["rows"] == rows_of(CONTRACT, state, path)
    assert found["yaml"] == written(state)
    (claim,) = (each for each in CONTRACT["claims"] if each["id"] == state["claim"])
    assert found["rates"] == rates(claim)


@settings(max_examples=60, deadline=None)
@given(states())
def test_an_address_leads_back_to_its_state(state: State) -> None:
    """What differs from the state at first, and nothing else."""
    found = seen(state)
    if "refused" not in found and CONTRACT["inputs"]["horizon"]["min"] <= state["horizon"]:
        assert found["again"] == (None if state == CONTRACT["state"] else state)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"horizon": 1999}, "The horizon is before the first year of the claim; choose a later"),
        ({"horizon": 9999}, "The horizon is too far away; choose an earlier one."),
        ({"model": "logistic", "ceiling": 1.0}, "The ceiling is not above the larger end;"),
        ({"model": "bass", "p": 0.9, "q": 0.2}, "P and q are below 0 or above 1 together;"),
        ({"claim": "o10_dataintelo", "growth": "stated"}, "The sources of this claim give no such"),
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
        ("lower = lower * (1.0 + low);", "lower = lower * (1.0000001 + low);"),
    ],
)
def test_a_changed_formula_is_not_trusted(formula: str, changed: str) -> None:
    """Of the path and of the fan: the checks would notice a constant 1e-7 off."""
    script = read_template("projection/formulas.js")
    assert formula in script
    assert evaluated("MODEL.trusted(contract)", script.replace(formula, changed)) is False


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("growth", "0.3", 0.3), ("growth", "stated", "stated"), ("growth", "1e999", None),
        ("growth", "NaN", None), ("growth", ".3", None), ("growth", "0x1", None),
        ("growth", "toString", None), ("claim", "__proto__", None), ("model", "constructor", None),
        ("model", "bass", "bass"), ("horizon", "2035.5", None), ("horizon", "2040", 2040),
        ("q", "-0.1", None), ("threshold", "9" * 99, None),
    ],
)  # fmt: skip
def test_only_values_of_an_input_are_taken(key: str, text: str, value: object) -> None:
    """From an address or a field, each by itself."""
    call = f"MODEL.accepted(contract, contract.state, {json.dumps(key)}, {json.dumps(text)})"
    assert evaluated(call) == value


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
    assert evaluated(f"MODEL.roof({highest})") == pytest.approx(end)
