"""The front door: what `import report_helpers as mr` gives, its examples, and wrong values."""

import doctest
import inspect
import subprocess
import sys
from collections.abc import Callable
from contextvars import copy_context
from typing import Any

import pandas as pd
import pytest
from IPython.core.completer import provisionalcompleter
from IPython.core.interactiveshell import InteractiveShell

import report_helpers as mr
from report_helpers.audit.finding_list import SHOWN, Findings
from report_helpers.audit.findings import Finding
from report_helpers.errors import UsageError
from report_helpers.page.blocks.html_sanitizer import rewrite_html

pytestmark = pytest.mark.slow

Claims = Callable[..., pd.DataFrame]
NAMESPACES = {
    "mr": mr, "mr.charts": mr.charts, "mr.tables": mr.tables, "mr.text": mr.text,
}  # fmt: skip
FUNCTIONS = {
    f"{place}.{name}": getattr(namespace, name)
    for place, namespace in NAMESPACES.items()
    for name in dir(namespace)
    if f"{place}.{name}" not in NAMESPACES
}
every_function = pytest.mark.parametrize("name", FUNCTIONS)


@pytest.fixture(scope="module")
def findings(shipped_claims: pd.DataFrame) -> Findings:
    """The findings about the shipped claims."""
    return mr.audit(shipped_claims, as_of="2026-11-23")


# ---- what it offers --------------------------------------------------------------------------


def test_everything_offered_is_a_function_with_examples() -> None:
    """No module, class or imported name is among what is offered."""
    assert len(FUNCTIONS) > 40
    assert {name for name, each in FUNCTIONS.items() if not inspect.isfunction(each)} == set()


@pytest.mark.parametrize("place", NAMESPACES)
@pytest.mark.parametrize("jedi", [False, True])
def test_completion_shows_what_may_be_called(place: str, jedi: bool) -> None:  # noqa: FBT001
    """In IPython, with all packages loaded, completion shows these names and no others."""
    shell = InteractiveShell.instance()
    shell.user_ns["mr"] = mr
    shell.Completer.use_jedi = jedi
    with provisionalcompleter():
        found = [*shell.Completer.completions(f"{place}.", len(place) + 1)]
    expected = [name for name in [*FUNCTIONS, *NAMESPACES] if name.rpartition(".")[0] == place]
    assert sorted(each.text.strip(".") for each in found) == sorted(
        name.rpartition(".")[2] for name in expected
    )


def test_functions_stay_where_packages_have_their_names() -> None:
    """`audit` and `projection` are functions, whichever module is imported first."""
    program = (
        "import report_helpers.projection.chart, report_helpers.audit.audit\n"
        "import report_helpers as mr\n"
        "from report_helpers.projection import display\n"
        "print(mr.projection is display.projection, mr.audit.__name__)"
    )
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "audit"]


def test_importing_it_loads_no_large_library() -> None:
    """What is offered is imported on first use."""
    program = "import sys, report_helpers as mr; dir(mr); mr.charts; mr.tables; print(*sys.modules)"
    command = [sys.executable, "-c", program]
    loaded = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    assert {"numpy", "pandas", "plotly", "babel"}.isdisjoint(loaded)


@pytest.mark.parametrize("place", NAMESPACES)
def test_an_unknown_name_is_an_attribute_error(place: str) -> None:
    """As of any module."""
    with pytest.raises(AttributeError, match="nothing"):
        _ = NAMESPACES[place].nothing


# ---- documentation ---------------------------------------------------------------------------


@every_function
def test_each_function_has_an_example_that_runs(
    name: str, shipped_claims: pd.DataFrame, findings: Findings
) -> None:
    """The example is in the docstring; `mr`, `claims` and `findings` are known to it."""
    known = {"mr": mr, "claims": shipped_claims, "findings": findings}
    (example,) = doctest.DocTestFinder(recurse=False).find(FUNCTIONS[name], name, globs=known)
    assert example.examples
    runner = doctest.DocTestRunner(verbose=False)
    # An example may set the reader's locale.
    assert copy_context().run(runner.run, example).failed == 0


@every_function
def test_each_function_documents_its_arguments(name: str) -> None:
    """`Args:` names every argument."""
    function = FUNCTIONS[name]
    arguments = [each.removeprefix("*") for each in inspect.signature(function).parameters]
    documented = (function.__doc__ or "").partition("Args:")[2]
    assert [each for each in arguments if f" {each}: " not in documented] == []


# ---- findings and claims as tables -----------------------------------------------------------


def test_findings_are_a_list_that_shows_itself_as_a_table(findings: Findings) -> None:
    """In JupyterLab and on the page; messages are whole and escaped, dollars no formula."""
    hostile = Finding("stale", "note", ("c0",), "<b>$5 or $6</b>" + "x" * 200)
    html = Findings([hostile])._repr_html_()
    assert "&lt;b&gt;$5 or $6&lt;/b&gt;" + "x" * 200 in html
    assert html.startswith('<div class="market-report mathjax_ignore">')
    assert html == Findings([hostile])._repr_html_()
    assert isinstance(findings, list)
    assert "<table" in rewrite_html(findings._repr_html_())


def test_many_findings_show_the_first_and_a_count() -> None:
    """A cell does not grow without bound."""
    html = Findings([Finding("stale", "note", ("c0",), "old")] * (SHOWN + 7))._repr_html_()
    assert html.count("<tr>") == SHOWN + 1
    assert "7 more rows" in html


def test_findings_as_a_frame_have_a_row_a_judged_claim(claims_of: Claims) -> None:
    """Findings of mutual rules judge several claims."""
    table = claims_of({"value": "5", "growth_percent": "-120", "base_value": "4",
                       "base_year": 2020, "year": 2022})  # fmt: skip
    found = mr.audit(table, as_of="2026-01-01")
    frame = mr.tables.findings(found)
    assert list(frame["message"]) == [each.message for each in found]
    assert list(mr.tables.findings([]).columns) == list(frame.columns)


def test_numbers_are_floats_in_base_units(claims_of: Claims) -> None:
    """Decimals stay as printed; ranges have a middle; percentages stay percent."""
    table = claims_of(
        {"value": "2.50", "base_value": "1.5", "base_year": 2020, "year": 2022,
         "growth_percent": "25"},
        {"value_low": "6", "value_high": "13", "unit": "usd_trillion"},
        {"value": "40", "unit": "percent", "metric": "share"},
        {"growth_low": "10", "growth_high": "20"},
    )  # fmt: skip
    frame = mr.tables.numbers(table)
    assert list(frame["value"].dropna().map(str)) == ["2.50", "40"]
    assert list(frame["number"].dropna()) == [2.5e9, 9.5e12, 40]
    assert list(frame["number_low"].dropna()) == [2.5e9, 6e12, 40]
    assert list(frame["number_high"].dropna()) == [2.5e9, 13e12, 40]
    assert list(frame["base_number"].dropna()) == [1.5e9]
    assert frame["growth_number"].dropna().to_dict() == {"c0": 0.25, "c3": 0.15}
    assert list(frame["dimension"]) == ["usd", "usd", "percent", "usd"]
    assert list(frame.nlargest(1, "number").index) == ["c1"]
    assert frame.groupby("dimension")["number"].mean()["percent"] == 40
    assert "number" not in table


def test_numbers_are_exact(claims_of: Claims) -> None:
    """As floats can be: the product of 8.3 and a trillion is another one."""
    (number,) = mr.tables.numbers(claims_of({"value": "8.3", "unit": "usd_trillion"}))["number"]
    assert repr(number) == "8300000000000.0"


def test_verdicts_have_their_rules(shipped_claims: pd.DataFrame, findings: Findings) -> None:
    """A verdict other than `holds` names what caused it."""
    frame = mr.tables.verdicts(shipped_claims, findings)
    assert list(frame.index) == list(shipped_claims.index[shipped_claims["role"].eq("cited")])
    assert frame["rules"].ne("").eq(frame["verdict"].ne("holds")).all()
    assert frame["verdict"].min() == "contradicted"


def test_tables_of_a_file_without_claims_are_empty(shipped_claims: pd.DataFrame) -> None:
    """They have their columns and no rows."""
    nothing = shipped_claims.head(0)
    for name in set(dir(mr.tables)) - {"findings", "verdicts", "yearly_growths"}:
        assert getattr(mr.tables, name)(nothing).empty
    assert mr.tables.verdicts(nothing, []).empty


# ---- wrong values ----------------------------------------------------------------------------

WRONG: list[tuple[str, Callable[[pd.DataFrame], Any], str]] = [
    (name, call, sentence)
    for sentence, calls in {
        "measure: 'ml_market_revenu' is not in the claims; did you mean ml_market_revenue?": {
            "size_paths": lambda claims: mr.charts.size_paths(claims, measure="ml_market_revenu"),
            "growth_gap": lambda claims: mr.charts.growth_gap(claims, measure="ml_market_revenu"),
            "spread_by_year": lambda claims: mr.charts.spread_by_year(
                claims, measure="ml_market_revenu"
            ),
            "spread": lambda claims: mr.text.spread(claims, measure="ml_market_revenu"),
        },
        "topic: 'ai_job' is not in the claims; did you mean ai_jobs?": {
            "yearly_rates": lambda claims: mr.charts.yearly_rates(claims, topic="ai_job"),
            "values": lambda claims: mr.charts.values(claims, topic="ai_job"),
            "yearly_series": lambda claims: mr.charts.yearly_series(claims, topic="ai_job"),
            "rises": lambda claims: mr.text.rises(claims, topic="ai_job"),
            "value_words": lambda claims: mr.text.values(claims, topic="ai_job"),
            "explorer": lambda claims: mr.text.explorer(claims, topic="ai_job"),
        },
        "topics: 'ai_job' is not in the claims; did you mean ai_jobs?": {
            "shares": lambda claims: mr.charts.shares(claims, topics=["ai_job"]),
            "share_words": lambda claims: mr.text.shares(claims, topics=["ai_job"]),
            "scope": lambda claims: mr.text.scope(claims, as_of="2026-11-23", topics=["ai_job"]),
        },
        "as_of: '23/11/2026' is not a date; give YYYY-MM-DD": {
            "audit": lambda claims: mr.audit(claims, as_of="23/11/2026"),
            "scope": lambda claims: mr.text.scope(claims, as_of="23/11/2026"),
            "projection": lambda claims: mr.projection(claims, as_of="23/11/2026"),
        },
        "horizon_year: '2030' is not a whole number; give a year from 1900 to 2100": {
            "size_paths": lambda claims: mr.charts.size_paths(claims, horizon_year="2030"),  # type: ignore[arg-type]
            "spread_by_year": lambda claims: mr.charts.spread_by_year(claims, horizon_year="2030"),  # type: ignore[arg-type]
            "projection": lambda claims: mr.projection(claims, horizon_year="2030"),  # type: ignore[arg-type]
        },
        "claim_id: 'a01_ml_markt' is not in the claims; did you mean a01_ml_market?": {
            "projection": lambda claims: mr.projection(claims, claim_id="a01_ml_markt"),
            "sources": lambda claims: mr.growth_by_source(claims, claim_id="a01_ml_markt"),
            "growths": lambda claims: mr.tables.yearly_growths(claims, "a01_ml_markt"),
        },
        "model: there is no model 'compund'; choose one of compound, linear, logistic, bass": {
            "projection": lambda claims: mr.projection(claims, model="compund"),
        },
        "growth: 'fast' is no growth; give implied, stated, low, base, high, a fraction like 0.3, "
        "or a percentage like 30%": {
            "projection": lambda claims: mr.projection(claims, growth="fast"),
        },
        "ceiling: 0.5 is out of range; give 1.05 to 20": {
            "projection": lambda claims: mr.projection(claims, ceiling=0.5),
        },
        "ceiling: 'two' is not a number; give 1.05 to 20": {
            "projection": lambda claims: mr.projection(claims, ceiling="two"),  # type: ignore[arg-type]
        },
        "threshold: nan is not a number; give a number": {
            "projection": lambda claims: mr.projection(claims, threshold=float("nan")),
        },
        "locale: 'klingon!' is not a known locale; give one such as de, fr or en-IN; "
        "`pybabel --list-locales` lists all": {"use": lambda _: mr.use_locale("klingon!")},
    }.items()
    for name, call in calls.items()
]


@pytest.mark.parametrize(
    ("call", "sentence"),
    [pytest.param(call, sentence, id=f"{name}-{sentence[:9]}") for name, call, sentence in WRONG],
)
def test_a_wrong_value_is_one_sentence_with_the_choices(
    shipped_claims: pd.DataFrame, call: Callable[[pd.DataFrame], Any], sentence: str
) -> None:
    """Never an empty chart, and never the error of a library."""
    with pytest.raises(UsageError) as error:
        call(shipped_claims)
    assert str(error.value) == sentence


def test_a_cell_shows_the_sentence_alone(capsys: pytest.CaptureFixture[str]) -> None:
    """JupyterLab shows no lines of the package's own code."""
    InteractiveShell.instance().run_cell(  # type: ignore[no-untyped-call]
        'import report_helpers as mr\nmr.audit(mr.read_claims(), as_of="23/11/2026")'
    )
    shown = capsys.readouterr().out
    assert "UsageError: as_of: '23/11/2026' is not a date; give YYYY-MM-DD" in shown
    assert "Traceback" not in shown
    assert "day_of" not in shown
