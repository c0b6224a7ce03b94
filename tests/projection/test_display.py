"""A projection: the contract with the page, the arithmetic of a state, the inputs in JupyterLab."""

import copy
import html
import json
import math
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from report_helpers.analysis import milestones, scenarios
from report_helpers.analysis.projection_inputs import PINS
from report_helpers.analysis.projection_models import MODELS, DomainError, fitted_growth, project
from report_helpers.charts.toolkit.meta import ChartMeta, chart_meta
from report_helpers.charts.toolkit.notebook_chart import PLOTLY
from report_helpers.charts.toolkit.theme import TEMPLATE
from report_helpers.claims import read_claims
from report_helpers.colors import COLORS
from report_helpers.errors import UsageError
from report_helpers.execution.execute import execute
from report_helpers.execution.parameter_files import read_parameters
from report_helpers.execution.parameters import declared, find_notebooks, typed_values
from report_helpers.package_files import shipped
from report_helpers.projection.assemble import OFFERED, first_contract
from report_helpers.projection.checks import check_values
from report_helpers.projection.contract import (
    Claim,
    InputEntry,
    ProjectionContract,
    State,
    missing_parts,
)
from report_helpers.projection.display import Projection, growth_by_source, projection
from report_helpers.projection.evaluate import edge, growth_of, rates, resolve, sources
from report_helpers.projection.scenario_file import written
from report_helpers.projection.typed import NAMES
from report_helpers.projection.words import headline, headline_words

from ..browser.quarters import QUARTERS  # noqa: TID252  # no package is installed there

pytestmark = pytest.mark.slow

Claims = Callable[..., pd.DataFrame]
WIDGET = "application/vnd.jupyter.widget-view+json"
ENDS = {"base_value": "100", "base_year": 2020, "value": "144", "year": 2022}
OTHER = {
    "role": "comparator", "source_id": "own", "edition": "report", "published": "2025",
    "url": "https://example.org", "accessed": "2026-01-02",
}  # fmt: skip
PARTS = (
    "claim",
    "base",
    "base_year",
    "model",
    "growth",
    "ceiling",
    "p",
    "q",
    "horizon",
    "threshold",
)


@pytest.fixture(scope="module")
def shown(shipped_claims: pd.DataFrame) -> Projection:
    """The projection of the shipped claims, for tests that only look."""
    return projection(shipped_claims)


@pytest.fixture
def moved(shipped_claims: pd.DataFrame) -> Projection:
    """One of its own for a test that moves inputs."""
    return projection(shipped_claims, as_of="2026-11-23")


def last(moved: Projection) -> list[float]:
    """Return the path that the inputs' figure draws."""
    return list(moved.panel.figure.data[moved.contract["traces"]["path"]].y)


# ---- the contract ----------------------------------------------------------------------------


def test_the_contract_holds_what_the_page_needs(shown: Projection) -> None:
    """The keys that the architecture names, and the metadata of all charts."""
    contract = chart_meta(shown.figure)["projection"]
    assert contract is not None
    assert missing_parts(contract) == []
    assert set(contract) == set(ProjectionContract.__annotations__)
    assert contract["unit"] == "billion US dollars"
    assert all(set(claim) == set(Claim.__annotations__) for claim in contract["claims"])
    assert all(claim["growths"] == sorted(claim["growths"]) for claim in contract["claims"])
    assert [model["name"] for model in contract["models"]] == list(MODELS)
    entries = contract["inputs"].values()
    assert all(set(entry) == set(InputEntry.__annotations__) for entry in entries)
    assert set(contract["inputs"]) == set(PARTS) - {"claim", "model"}
    assert set(contract["state"]) == set(contract["parameters"]) == set(PARTS)
    meta = set(shown.figure.layout.meta)
    assert {"title", "rows", "sources", "projection"} < meta <= set(ChartMeta.__annotations__)


def test_claims_are_those_of_the_measure(shown: Projection, shipped_claims: pd.DataFrame) -> None:
    """The article's first, all of one measure, each with a name of its own."""
    claims = shown.contract["claims"]
    ids = [claim["id"] for claim in claims]
    assert ids[0] == shown.contract["state"]["claim"] == "a01_ml_market"
    rows = shipped_claims.loc[ids]
    assert len(set(rows["measure"])) == 1
    assert rows["base_value"].notna().all()
    assert len({claim["label"] for claim in claims}) == len(ids)
    article = claims[0]
    assert (article["base"], article["base_year"]) == (26.03, 2023)
    assert (article["end"], article["end_year"], article["stated"]) == (225.91, 2030, 0.392)
    # Its growth is stated for other years than its two values are for.
    (unlike,) = (claim for claim in claims if claim["id"] == "o10_dataintelo")
    assert unlike["stated"] is None


def test_scenarios_are_the_sources_spread(shown: Projection, shipped_claims: pd.DataFrame) -> None:
    """Quartiles of what the sources say, shortened so that every machine stores the same."""
    article = shown.contract["claims"][0]
    growths = scenarios.yearly_growths(shipped_claims, article["id"])["growth"]
    assert article["growths"] == pytest.approx(growths.tolist(), rel=1e-9)
    assert all(value == float(f"{value:.10g}") for value in article["growths"])
    found = rates(article)
    assert [found[name] for name in ("low", "base", "high")] == pytest.approx(
        growths.quantile([0.25, 0.5, 0.75]).tolist(), rel=1e-9
    )
    factors = growths + 1
    assert edge(article, shown.contract["state"], 0.75) == pytest.approx(
        [26.03 * (factors**year).quantile(0.75) for year in range(13)], rel=1e-9
    )


def test_one_source_is_no_spread(claims_of: Claims) -> None:
    """With a single other source there are no scenarios and no fan."""
    table = claims_of(ENDS, {**ENDS, **OTHER, "producer": "Firm"})
    made = projection(table, horizon_year=2030)
    claim = made.contract["claims"][0]
    assert claim["growths"] == []
    assert sources(claim) == ["implied"]
    assert not any(made.figure.data[index].x for index in made.contract["traces"]["fan"])
    assert not any("fan" in check for check in made.contract["checks"])


def test_many_claims_are_cut_to_a_choice(claims_of: Claims) -> None:
    """A dropdown holds so many; the one that is asked for is among them."""
    rows = [{**ENDS, **OTHER, "producer": f"Firm {number}"} for number in range(OFFERED + 6)]
    table = claims_of(*rows)
    chosen = f"c{OFFERED + 3}"
    contract = projection(table, claim_id=chosen).contract
    assert len(contract["claims"]) == OFFERED
    assert contract["claims"][0]["id"] == contract["state"]["claim"] == chosen


def test_json_gives_the_same_bits_back(shown: Projection) -> None:
    """All numbers are finite, and survive being written and read."""
    text = json.dumps(shown._repr_mimebundle_()[PLOTLY], allow_nan=False)
    again = json.loads(text)["layout"]["meta"]["projection"]
    assert again == shown.contract
    assert check_values(again, [one["state"] for one in again["checks"]]) == again["checks"]
    assert '"bdata"' not in text


# ---- checks ----------------------------------------------------------------------------------


def test_checks_cover_models_growths_and_ends(shown: Projection) -> None:
    """Each model with each growth that it takes, both ends of every range, each claim."""
    contract = shown.contract
    states: list[Any] = [one["state"] for one in contract["checks"]]
    assert states[0] == contract["state"]
    assert len({json.dumps(state) for state in states}) == len(states)
    for name, model in MODELS.items():
        growths = {str(state["growth"]) for state in states if state["model"] == name}
        assert not model.fit or {"implied", "stated", "low", "base", "high", "-0.5"} <= growths
        for part, ends in contract["inputs"].items():
            values = {state[part] for state in states if state["model"] == name}
            # An own base has no ends to stand at.
            assert part == "growth" or ends["own"] or {ends["min"], ends["max"]} <= values
    assert {state["claim"] for state in states} == {claim["id"] for claim in contract["claims"]}


def test_checks_are_what_the_models_give(shown: Projection) -> None:
    """Length, last value and sum, computed here from the formulas."""
    for one in shown.contract["checks"]:
        path = expected(shown.contract, one["state"])
        assert (one["length"], one["last"]) == (len(path), path[-1])
        assert one["total"] == milestones.cumulative(path)


# ---- the four steps --------------------------------------------------------------------------


def expected(contract: ProjectionContract, state: Any) -> list[float]:
    """Return a state's path straight from the analysis."""
    claim = {claim["id"]: claim for claim in contract["claims"]}[state["claim"]]
    base, base_year = (state[name] or claim[name] for name in ("base", "base_year"))
    ends = {
        "base": base, "end": claim["end"], "span": claim["end_year"] - base_year,
        "ceiling": state["ceiling"] * max(base, claim["end"]),
        "years": state["horizon"] - base_year, "p": state["p"], "q": state["q"],
    }  # fmt: skip
    if state["model"] == "bass":
        return project("bass", ends)
    growth = rates(claim).get(state["growth"], state["growth"])
    growth = fitted_growth(state["model"], ends) if growth == "implied" else growth
    return project(state["model"], {**ends, "growth": growth})


CONTRACT = projection(read_claims()).contract


@st.composite
def states(draw: st.DrawFn) -> Any:
    """Return any state of the shipped claims."""
    claim = draw(st.sampled_from(CONTRACT["claims"]))
    numbers = {
        name: draw(st.floats(ends["min"], ends["max"]))
        for name, ends in CONTRACT["inputs"].items()
        if name not in {"base_year", "horizon"}
    }
    years = CONTRACT["inputs"]["horizon"]
    horizon = draw(st.integers(int(years["min"]), int(years["max"])))
    # A base of the reader's own after the horizon is refused.
    first = draw(st.sampled_from([0, *range(2004, min(claim["end_year"], horizon))]))
    return {
        **numbers,
        "claim": claim["id"],
        "base": draw(st.sampled_from([0.0, numbers["base"]])),
        "base_year": first,
        "model": draw(st.sampled_from(list(MODELS))),
        "growth": draw(st.sampled_from([*sources(claim), numbers["growth"]])),
        "horizon": horizon,
    }


@settings(max_examples=300)
@given(states())
def test_a_state_leads_to_the_models_path(state: Any) -> None:
    """Every state of the inputs' ranges has the analysis's own path, and its headline figures."""
    path = resolve(CONTRACT, state)
    assert path == expected(CONTRACT, state)
    found = headline(CONTRACT, state, path)
    assert (found.value, found.total) == (path[-1], milestones.cumulative(path))
    if found.passed is not None and state["threshold"] not in path:
        step = int(found.passed - (state["horizon"] - len(path) + 1))
        assert sorted([path[step], state["threshold"], path[step + 1]])[1] == state["threshold"]


def test_the_headline_can_be_redone_by_hand(claims_of: Claims) -> None:
    """From 100 through 144 after two years: 20 % a year, so 120, 144, 172.8 and 207.36."""
    made = projection(claims_of(ENDS), horizon_year=2024, threshold=158.4)
    state = made.contract["state"]
    found = headline(made.contract, state, resolve(made.contract, state))
    assert found.value == pytest.approx(207.36)
    assert found.growth == pytest.approx(0.2)
    assert found.passed == pytest.approx(2022.5)
    assert found.doubling == pytest.approx(3 + (200 - 172.8) / (207.36 - 172.8))
    assert found.total == pytest.approx(100 + 120 + 144 + 172.8 + 207.36)


def test_a_ceiling_is_above_both_ends_of_a_fall(claims_of: Claims) -> None:
    """It is a multiple of the larger end, which for a fall is the base."""
    contract = projection(claims_of({**ENDS, "value": "64"}), horizon_year=2030).contract
    for model in MODELS:
        state: State = {**contract["state"], "model": model, "ceiling": 1.5}
        path = resolve(contract, state)
        assert path == expected(contract, state)
        assert model != "bass" or path[-1] > 140
        assert model == "bass" or path[2] == pytest.approx(64)


def test_a_state_without_a_path_names_its_input() -> None:
    """The place of the error is the input at fault."""
    first = CONTRACT["state"]
    changes: list[tuple[Any, str]] = [
        ({"horizon": 2022}, "horizon"), ({"model": "spline"}, "model"), ({"claim": "x"}, "claim"),
        ({"model": "logistic", "ceiling": 0.5}, "ceiling"), ({"growth": "wild"}, "growth"),
        ({"growth": -1.0}, "growth"), ({"claim": "o10_dataintelo", "growth": "stated"}, "growth"),
        ({"model": "bass", "p": 0.9, "q": 0.2}, "q"),
    ]  # fmt: skip
    for change, place in changes:
        with pytest.raises(DomainError, match=f"^{place}: "):
            resolve(CONTRACT, {**first, **change})


# ---- arguments -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given_", "message"),
    [
        ({"claim_id": "nowhere"}, "claim_id: 'nowhere' is not in the claims"),
        ({"claim_id": "a02_ai_gdp"}, "claim_id: "),
        ({"model": "spline"}, "model: there is no model 'spline'"),
        ({"growth": "fast"}, "growth: 'fast' is no growth"),
        ({"growth": "0,3"}, "growth: '0,3' is no growth"),
        ({"growth": "7.0"}, "growth: 7 is out of range"),
        ({"growth": "700"}, "growth: 7 is out of range"),
        ({"growth": "700 %"}, "growth: 7 is out of range"),
        ({"growth": "nan"}, "growth: "),
        ({"ceiling": 0.9}, "ceiling: 0.9 is out of range"),
        ({"ceiling": math.inf}, "ceiling: "),
        ({"ceiling": 0.9, "model": "logistic"}, "ceiling: "),
        ({"p": -0.1}, "p: -0.1 is out of range"),
        ({"q": 2}, "q: 2 is out of range"),
        ({"threshold": -5}, "threshold: -5 is out of range"),
    ],
)
def test_wrong_arguments_are_an_error(
    shipped_claims: pd.DataFrame, given_: dict[str, Any], message: str
) -> None:
    """An error of ours, which begins with the argument's name."""
    claims = shipped_claims
    if given_.get("claim_id") == "a02_ai_gdp":
        levels = claims["metric"].eq("level") & claims["base_value"].notna()
        given_ = {"claim_id": claims.index[~levels][0]}
    with pytest.raises(UsageError, match=f"^{message}"):
        projection(claims, **given_)


@pytest.mark.parametrize("growth", [*QUARTERS, 25, "0.25", 0.25])
def test_growth_may_be_a_number(shipped_claims: pd.DataFrame, growth: str | float) -> None:
    """As text, since a notebook's parameter has one type, or as it is."""
    contract = projection(shipped_claims, growth=growth).contract
    assert contract["state"]["growth"] == 0.25


@pytest.mark.parametrize("growth", QUARTERS)
def test_the_command_reads_a_growth_as_a_cell_does(
    shipped_claims: pd.DataFrame, growth: str
) -> None:
    """What `-p growth` gives, in the notebook's type, is checked before a kernel starts."""
    known = declared(find_notebooks(shipped("notebooks")))
    defaults = {name: known[name].default for name in NAMES}
    given = typed_values({"growth": growth.strip()}, known)
    contract = first_contract(shipped_claims, {**defaults, **given})
    assert not isinstance(contract, str)
    assert contract["state"]["growth"] == 0.25


def test_a_growth_that_the_claim_lacks_is_refused_with_its_own(claims_of: Claims) -> None:
    """The sentence lists those that it has."""
    fix = "has no growth 'low'; choose one of implied, stated, or give a number"
    with pytest.raises(UsageError, match=f"growth: .* {fix}"):
        projection(claims_of({**ENDS, "growth_percent": "30"}), growth="low")


STEEP = {"base_value": "100", "base_year": 2024, "value": "150", "year": 2025}
FALL = {"base_value": "100", "base_year": 2020, "value": "50", "year": 2021}


@pytest.mark.parametrize("ends", [None, STEEP, FALL])
def test_the_slider_holds_every_growth_of_the_claims(
    shown: Projection, claims_of: Claims, ends: dict[str, Any] | None
) -> None:
    """Those that lead any model to a printed end among them, however near the ceiling is."""
    contract = shown.contract if ends is None else projection(claims_of(ends)).contract
    limits, ceilings = contract["inputs"]["growth"], contract["inputs"]["ceiling"]
    for claim in contract["claims"]:
        for model, ceiling in (
            (model, ceiling)
            for model in ("compound", "linear", "logistic")
            for ceiling in (ceilings["min"], 2.0, ceilings["max"])
        ):
            for word in sources(claim):
                state: State = {
                    **contract["state"], "claim": claim["id"], "model": model, "growth": word,
                    "ceiling": ceiling,
                }  # fmt: skip
                growth = growth_of(contract, state)
                assert growth is not None
                assert limits["min"] <= growth <= limits["max"]


def test_a_threshold_below_the_path_is_always_below_it(claims_of: Claims) -> None:
    """A path that starts above it and stays there never meets it, and is not below it either."""
    contract = projection(claims_of(ENDS), horizon_year=2024).contract
    for threshold, words in ((50.0, "none, always above"), (144.0, "2022.0"), (1e4, "not by 2024")):
        state: State = {**contract["state"], "threshold": threshold}
        figures = headline_words(contract, state, resolve(contract, state))
        assert [figure for what, figure in figures if what.startswith("Year")] == [words]


def test_a_slider_can_stand_on_what_is_given(shipped_claims: pd.DataFrame) -> None:
    """Steps are as fine as the number, or a browser would move it to the next one."""
    inputs = projection(shipped_claims, growth="0.36175", ceiling=2.03, threshold=77).contract[
        "inputs"
    ]
    assert inputs["growth"]["step"] == 1e-5
    assert inputs["ceiling"]["step"] == 0.01
    assert inputs["p"]["step"] == 0.001


def test_without_a_path_there_is_a_sentence(claims_of: Claims) -> None:
    """A file without two printed ends, or a horizon before them, stops no report."""
    lone = {"year": 2022, "value": "144"}
    for table, horizon in ((claims_of(lone), 2035), (claims_of(ENDS), 2020)):
        said = projection(table, horizon_year=horizon)
        assert not said.figure.data
        assert chart_meta(said.figure)["projection"] is None
        with pytest.raises(DomainError, match="nothing to project"):
            _ = said.panel
        forms = said._repr_mimebundle_()
        assert set(forms) == {PLOTLY, "text/plain"}
        assert forms["text/plain"].endswith(".")
    assert "no scenarios" in growth_by_source(claims_of(lone)).text


def test_the_articles_claim_comes_before_others(claims_of: Claims) -> None:
    """Without a cited claim that has two ends, the first that has."""
    other = {**ENDS, **OTHER, "producer": "Firm"}
    assert projection(claims_of(other, ENDS)).contract["state"]["claim"] == "c1"
    lone = {"year": 2022, "value": "144"}
    assert projection(claims_of(lone, other)).contract["state"]["claim"] == "c1"


# ---- the figure ------------------------------------------------------------------------------


def test_the_figure_draws_the_state(shown: Projection) -> None:
    """Path, printed ends, an empty pinned line, and the fan up to the horizon."""
    contract, data = shown.contract, shown.figure.data
    at = contract["traces"]
    assert list(data[at["path"]].y) == resolve(contract, contract["state"])
    assert list(data[at["path"]].x) == list(range(2023, 2036))
    assert list(data[at["printed"]].y) == [26.03, 225.91]
    lines = [(data[index].line.dash, data[index].line.color) for index in at["pinned"]]
    assert not any(data[index].x for index in at["pinned"])
    assert len({*lines, (data[at["path"]].line.dash, data[at["path"]].line.color)}) == PINS + 1
    assert list(data[at["threshold"]].y) == [1000, 1000]
    assert data[at["reached"]].text == ("&#36;1 trillion in 2034.8",)
    outer, inner = (data[index] for index in at["fan"])
    assert max(outer.x) == 2035
    assert max(outer.y) > max(inner.y) > min(y for x, y in zip(inner.x, inner.y, strict=True)
                                             if x == 2035)  # fmt: skip
    assert "not a confidence interval" in shown.figure.layout.meta["subtitle"]


def test_the_figure_is_one_of_the_reports(shown: Projection) -> None:
    """The template, inks alone, and a data table of the path."""
    text = shown.figure.to_json()
    light = {ink.light for ink in COLORS.values()}
    assert shown.figure.layout.template == TEMPLATE
    assert set(re.findall(r"#[0-9a-fA-F]{6}\b", text)) <= light
    assert not re.search(r"rgba?\(|hsla?\(", text)
    meta = shown.figure.layout.meta
    assert [row[0] for row in meta["rows"]] == [str(year) for year in range(2023, 2036)]
    assert meta["rows"][-1][1] == "$1.06 trillion"
    assert "$1.06 trillion in 2035" in meta["alt"]


def test_hostile_names_stay_words(claims_of: Claims) -> None:
    """Markup in a producer's name is shown letter for letter by every form."""
    name = "<img src=x onerror=alert(1)>%{y}$x$"
    made = projection(claims_of({**ENDS, **OTHER, "producer": name}))
    panel = made.panel
    panel.pin()
    texts = [panel.headline.value, panel.heading.value, panel.sources.value,
            panel.paths.children[0].value]  # fmt: skip
    assert not any("<img" in text for text in texts)
    panel.fields["growth"].value = name
    assert "is not a number" in panel.message.value
    assert "<img" not in panel.message.value


# ---- forms -----------------------------------------------------------------------------------


def test_static_runs_have_no_widgets(shown: Projection, monkeypatch: pytest.MonkeyPatch) -> None:
    """The plotly figure and the text are always there; the widget unless the run is static."""
    monkeypatch.delenv("MARKET_REPORT_STATIC", raising=False)
    assert set(shown._repr_mimebundle_()) == {PLOTLY, "text/plain", WIDGET}
    monkeypatch.setenv("MARKET_REPORT_STATIC", "1")
    monkeypatch.setenv("MARKET_REPORT_CHROME", "")
    forms = shown._repr_mimebundle_()
    assert set(forms) == {PLOTLY, "text/plain"}
    assert "Value in 2035: $1.06 trillion" in forms["text/plain"]
    assert "2030 | $225.91 billion | 36.2 %" in forms["text/plain"]


@pytest.mark.kernel
def test_a_run_of_the_report_makes_no_widgets(tmp_path: Path) -> None:
    """Its kernels run without widgets; the parameters reach the figure."""
    book = shipped("notebooks/05_projection.ipynb")
    given: dict[str, str | int | float | bool] = {"growth": "0.3", "horizon_year": 2031}
    ran = execute(book, given, failed=tmp_path / "failed.ipynb")
    assert "widgets" not in ran.metadata
    outputs = [output["data"] for cell in ran.cells for output in cell.get("outputs", [])]
    assert not any(WIDGET in data for data in outputs)
    (figure,) = (data[PLOTLY] for data in outputs if PLOTLY in data)
    state = figure["layout"]["meta"]["projection"]["state"]
    assert (state["growth"], state["horizon"]) == (0.3, 2031)


def test_sources_of_the_growth_are_listed(shipped_claims: pd.DataFrame) -> None:
    """A row a publisher, the lowest first, each linked to its claim."""
    table = growth_by_source(shipped_claims)
    growths = scenarios.yearly_growths(shipped_claims, "a01_ml_market")
    assert re.findall(r'href="#claim-(\w+)"', table.html) == list(growths.index)
    assert "not a confidence interval" in table.text


# ---- inputs in JupyterLab --------------------------------------------------------------------


def test_moving_growth_moves_the_figure(moved: Projection) -> None:
    """The slider makes the growth an own value, and the figure draws what the model gives."""
    inputs = moved.panel.inputs
    assert inputs["source"].value == "implied"
    inputs["growth"].value = 0.3
    assert inputs["source"].value == "own"
    assert last(moved) == project("compound", {"base": 26.03, "growth": 0.3, "years": 12})
    assert "30.0 % a year" in moved.panel.headline.value
    assert moved.panel.fields["growth"].value == "30 %"
    assert "At 30.0 % a year, $26.03 billion becomes $606 billion" in moved.panel.heading.value


def test_a_browsers_echo_is_no_move(moved: Projection) -> None:
    """It snaps the slider to its own digits; that leaves the growth what it was."""
    panel, before = moved.panel, last(moved)
    panel.inputs["growth"].value += 1e-12
    assert panel.inputs["source"].value == "implied"
    assert last(moved) == before
    panel.inputs["growth"].value += panel.contract["inputs"]["growth"]["step"]
    assert panel.inputs["source"].value == "own"


@settings(max_examples=15)
@given(st.lists(states(), min_size=1, max_size=3))
def test_any_inputs_draw_their_state(several: list[dict[str, Any]]) -> None:
    """Set through their traits, all inputs together lead to the path of what they say."""
    made = PANELED
    for state in several:
        made.panel.reset()
        for name in ("claim", "model", "ceiling", "p", "q", "horizon"):
            made.panel.inputs[name].value = state[name]
        made.panel.fields["threshold"].value = f"{state['threshold']:.9f}"
        made.panel.fields["base"].value = f"{state['base']:.9f}"
        made.panel.fields["base_year"].value = f"{state['base_year']}"
        own = isinstance(state["growth"], float)
        made.panel.inputs["growth" if own else "source"].value = state["growth"]
        said = made.panel.state
        assert said == pytest.approx(state, abs=1e-9)
        assert last(made) == resolve(made.contract, said)


PANELED = projection(read_claims())


def test_only_what_the_model_takes_is_shown(moved: Projection) -> None:
    """Coefficients for Bass, a ceiling for what saturates, growth for the others."""
    inputs = moved.panel.inputs
    shown_by = {}
    for model in MODELS:
        inputs["model"].value = model
        shown_by[model] = {name for name, part in inputs.items() if part.layout.display != "none"}
        fields = moved.panel.fields
        texts = {name for name, part in fields.items() if part.layout.display != "none"}
        assert texts == (shown_by[model] | {"threshold", "base", "base_year"}) & fields.keys()
    always = {"claim", "model", "horizon", "axis"}
    assert shown_by["compound"] == shown_by["linear"] == always | {"source", "growth", "fan"}
    assert shown_by["logistic"] == always | {"source", "growth", "ceiling", "fan"}
    assert shown_by["bass"] == always | {"ceiling", "p", "q"}


def test_what_is_shaded_is_said_where_something_is(moved: Projection) -> None:
    """Bass diffusion takes no growth, so it has no fan, and the subtitle names none."""
    panel = moved.panel
    assert "Shaded" in panel.heading.value
    panel.inputs["model"].value = "bass"
    assert "Shaded" not in panel.heading.value
    panel.inputs["model"].value = "logistic"
    assert "Shaded" in panel.heading.value


@pytest.mark.parametrize(("horizon", "is_said"), [(2029, True), (2030, True), (2031, False)])
def test_a_horizon_within_the_printed_years_is_said(
    shipped_claims: pd.DataFrame, horizon: int, *, is_said: bool
) -> None:
    """The article prints a value for 2030, so nothing is projected up to then."""
    subtitle = chart_meta(projection(shipped_claims, horizon_year=horizon).figure)["subtitle"]
    assert ("The horizon is not after 2030" in subtitle) == is_said


def test_what_is_shaded_is_a_choice(moved: Projection) -> None:
    """The subtitle says how paths are drawn, and Undo leads back."""
    panel, traces = moved.panel, moved.contract["traces"]
    panel.inputs["fan"].value = "drawn"
    assert "10,000 paths" in panel.heading.value
    assert "seed 1" in panel.heading.value
    assert "not a confidence interval" in panel.heading.value
    assert [*panel.figure.data[traces["median"]].y]
    assert not [*panel.figure.data[traces["fan"][0]].y]
    panel.undo()
    assert "10,000 paths" not in panel.heading.value
    assert panel.inputs["fan"].value == "sources"


def test_another_claim_brings_its_own_growths(moved: Projection) -> None:
    """A growth that it does not state cannot stay chosen."""
    inputs = moved.panel.inputs
    inputs["source"].value = "stated"
    inputs["claim"].value = "o10_dataintelo"
    assert "stated" not in [value for _, value in inputs["source"].options]
    assert inputs["source"].value == "implied"
    assert last(moved) == resolve(moved.contract, moved.panel.state)


def test_a_state_without_a_path_keeps_the_last(moved: Projection) -> None:
    """It is said in words, and no error reaches the user."""
    panel = moved.panel
    panel.contract = copy.deepcopy(panel.contract)
    before = last(moved)
    panel.contract["claims"][0]["base"] = 1e300
    panel.inputs["growth"].value = 1.0
    panel.inputs["horizon"].value = 2050
    panel.contract["claims"][0]["base"] = -1.0
    panel.inputs["horizon"].value = 2049
    assert "No path for these inputs. " in panel.message.value
    assert "The last path stays." in panel.message.value
    assert last(moved)[0] == 1e300
    panel.save()
    assert "Not saved" in panel.saved.value
    panel.contract["claims"][0]["base"] = 26.03
    panel.reset()
    assert last(moved) == before


def test_paths_are_pinned_compared_and_removed(moved: Projection) -> None:
    """Each has a row and a line, to the horizon of the path shown, until it is removed."""
    panel, (first, second, *_) = moved.panel, moved.contract["traces"]["pinned"]
    before = last(moved)
    panel.pin()
    panel.inputs["model"].value = "bass"
    panel.buttons["Pin this path"].click()
    panel.buttons["Pin this path"].click()
    assert "pinned already" in panel.message.value
    assert list(panel.figure.data[first].y) == before
    assert list(panel.figure.data[second].y) == last(moved) != before
    panel.inputs["horizon"].value = 2040
    table, buttons = panel.paths.children
    assert list(panel.figure.data[first].y)[:13] == before
    assert panel.figure.data[first].text[-1] == "A"
    assert table.value.count("<tr>") == 4
    buttons.children[0].click()
    assert list(panel.figure.data[first].y) == last(moved)
    assert not panel.figure.data[second].y
    assert len(panel.paths.children[1].children) == 1


def test_what_was_done_is_undone_and_done_again(moved: Projection) -> None:
    """Step by step, a reset too; moves of one slider shortly after another are one step."""
    panel, before = moved.panel, last(moved)
    panel.inputs["model"].value = "bass"
    for year in (2036, 2037, 2038):
        panel.inputs["horizon"].value = year
    panel.fields["p"].value = "5 %"
    panel.pin()
    state = panel.state
    panel.buttons["Reset"].click()
    assert (panel.state, last(moved)) == (moved.contract["state"], before)
    assert not panel.paths.children
    panel.buttons["Undo"].click()
    assert (panel.state, len(panel.history.now.pins)) == (state, 1)
    for expected_ in ((0.05, 2038), (0.03, 2038), (0.03, 2035)):
        panel.undo()
        assert (panel.state["p"], panel.state["horizon"]) == expected_
    panel.undo()
    assert last(moved) == before
    assert panel.buttons["Undo"].disabled
    for _ in range(4):
        panel.redo()
    assert panel.state == state
    assert not panel.buttons["Redo"].disabled


@pytest.mark.parametrize("text", ["25", "25%", "25 %"])
def test_a_typed_percentage_is_one(moved: Projection, text: str) -> None:
    """With its sign or without."""
    moved.panel.fields["growth"].value = text
    assert moved.panel.state["growth"] == 0.25
    assert last(moved) == project("compound", {"base": 26.03, "growth": 0.25, "years": 12})


@pytest.mark.parametrize(("name", "text"), [("growth", "0,3"), ("growth", "300"), ("p", "ten"),
                                            ("horizon", "2200"), ("threshold", "-5")])  # fmt: skip
def test_a_text_that_is_no_value_is_said(moved: Projection, name: str, text: str) -> None:
    """In a sentence that names the input, and nothing changes."""
    panel, before = moved.panel, moved.panel.state
    panel.fields[name].value = text
    label = panel.contract["inputs"][name]["label"]
    assert f"<p style='line-height: 1.4'>{label}: “{text}” " in panel.message.value
    assert "The last value stays." in panel.message.value
    assert panel.state == before


def test_a_message_stands_under_its_input(moved: Projection) -> None:
    """And what is said of all inputs, under all of them."""
    panel = moved.panel
    moved._repr_mimebundle_()
    panel.fields["threshold"].value = "-5"
    assert panel.message.layout.order == panel.fields["threshold"].layout.order
    panel.pin()
    panel.pin()
    assert int(panel.message.layout.order) > int(panel.fields["threshold"].layout.order)


def test_the_axis_is_linear_or_logarithmic(moved: Projection) -> None:
    """A logarithmic one holds every value drawn."""
    panel = moved.panel
    panel.inputs["axis"].value = "log"
    panel.inputs["horizon"].value = 2040
    axis = panel.figure.layout.yaxis
    assert axis.type == "log"
    assert 10 ** axis.range[0] < 26.03
    assert 10 ** axis.range[1] > last(moved)[-1]
    panel.inputs["axis"].value = "linear"
    assert panel.figure.layout.yaxis.type == "linear"
    assert panel.figure.layout.yaxis.range[0] == 0
    assert panel.figure.layout.yaxis.range[1] > last(moved)[-1]


def test_the_title_names_the_region_where_there_are_several(claims_of: Claims) -> None:
    """A file with one region does not need it."""
    one = {**ENDS, "region": "India"}
    other = {**ENDS, **OTHER, "producer": "Firm", "region": "world"}
    alone = projection(claims_of(one), horizon_year=2024).figure.layout.meta["title"]
    among = projection(claims_of(one, other), horizon_year=2024).figure.layout.meta["title"]
    assert "India" not in alone
    assert among == f"{alone} (India)"


# ---- kept scenarios --------------------------------------------------------------------------


def test_a_saved_scenario_comes_back(
    moved: Projection, shipped_claims: pd.DataFrame, tmp_path: Path
) -> None:
    """Its file holds the notebook's parameters, and they lead to the same state."""
    panel = moved.panel
    panel.folder.value = str(tmp_path)
    for name, value in (("model", "logistic"), ("growth", 0.451), ("ceiling", 3.35),
                        ("horizon", 2041)):  # fmt: skip
        panel.inputs[name].value = value
    panel.fields["threshold"].value = "500"
    panel.name.value = "mine"
    panel.buttons["Save scenario"].click()
    path = tmp_path / "mine-2026-11-23.yaml"
    assert str(path) in panel.saved.value
    known = declared([shipped("notebooks/05_projection.ipynb")])
    parameters: dict[str, Any] = dict(typed_values(read_parameters(path), known))
    assert set(parameters) == set(known) - {"data", "as_of", "locale"}
    assert projection(shipped_claims, **parameters).contract["state"] == panel.state


def test_saving_never_overwrites(moved: Projection, tmp_path: Path) -> None:
    """A taken name, or one that is no plain word, is refused in words."""
    panel = moved.panel
    panel.folder.value = str(tmp_path)
    for name in ("", "../mine", "a/b", "Mine", ".hidden", "a" * 41, "x.yaml", "ä"):
        panel.name.value = name
        panel.save()
        assert "Not saved" in panel.saved.value
    assert list(tmp_path.iterdir()) == []
    panel.name.value = "mine"
    panel.save()
    before = (tmp_path / "mine-2026-11-23.yaml").read_text()
    panel.inputs["growth"].value = 0.1
    panel.save()
    assert "there already" in panel.saved.value
    assert (tmp_path / "mine-2026-11-23.yaml").read_text() == before
    (tmp_path / "file").write_text("")
    for folder in (str(tmp_path / "file"), str(tmp_path / "nowhere"), "tests", "~nobody/x", "\0"):
        panel.folder.value = folder
        panel.name.value = "other"
        panel.save()
        assert re.fullmatch(
            r"<p[^>]*>Not saved. folder: [^;]*; [^;.]*</p>", html.unescape(panel.saved.value)
        )


def test_scenarios_are_saved_outside_the_checkout(
    shipped_claims: pd.DataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Unless the user names a folder: among the user's documents, in a folder that is made."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DOCUMENTS_DIR", str(tmp_path / "papers"))
    panel = projection(shipped_claims).panel
    panel.name.value = "mine"
    panel.save()
    assert panel.folder.value == "~/papers/market-report/scenarios"
    path = tmp_path / "papers/market-report/scenarios/mine.yaml"
    assert path.read_text() == written(panel.state)


def test_parameters_have_no_exponents(moved: Projection, tmp_path: Path) -> None:
    """A tiny number is written out, as the reader of parameters wants it."""
    moved.panel.folder.value = str(tmp_path)
    moved.panel.fields["p"].value = "0.001"
    moved.panel.name.value = "tiny"
    moved.panel.save()
    assert "p: 0.00001\n" in (tmp_path / "tiny-2026-11-23.yaml").read_text()
