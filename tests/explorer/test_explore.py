"""The explorer: what its choices leave, what is picked, the frame and its code, the stored form."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import ipywidgets  # type: ignore[import-untyped]
import pandas as pd
import papermill
import pytest
from itables.widget import ITable

import report_helpers as mr
from report_helpers.audit.finding_list import Findings
from report_helpers.charts.toolkit.publisher_styles import publisher_styles
from report_helpers.errors import UsageError
from report_helpers.explorer.claims_grid import LIBRARY, VERSION
from report_helpers.explorer.explore import Explorer
from report_helpers.explorer.selection_chart import BEHIND, MOST, selection_chart
from report_helpers.package_files import shipped

pytestmark = pytest.mark.slow

Claims = Callable[..., pd.DataFrame]
MOST_BYTES = 300_000
"""Bytes of the explorer's notebook after papermill has run it."""


@pytest.fixture(scope="module")
def findings(shipped_claims: pd.DataFrame) -> Findings:
    """The findings about the shipped claims."""
    return mr.audit(shipped_claims, as_of="2026-11-23")


@pytest.fixture
def explorer(shipped_claims: pd.DataFrame, findings: Findings) -> Explorer:
    """An explorer that nobody has touched."""
    return mr.explore(shipped_claims, findings)


def lines(explorer: Explorer) -> int:
    """Return how many rows the table has."""
    found: list[Any] = json.loads(explorer.panel.grid._dt_args["data_json"])  # noqa: SLF001
    return len(found)


def reproduced(explorer: Explorer, claims: pd.DataFrame, findings: Findings) -> pd.DataFrame:
    """Return the frame that the explorer's code makes."""
    names: dict[str, Any] = {"mr": mr, "claims": claims, "findings": findings}
    exec(explorer.code, names)  # noqa: S102  # it is what a reader runs
    frame: pd.DataFrame = names["selected"]
    return frame


def in_chart(figure: Any) -> set[str]:
    """Return the claims that have points in a chart."""
    return {str(claim) for trace in figure.data for claim in trace.customdata or ()}


def drawn(claims: pd.DataFrame, rows: pd.DataFrame) -> Any:
    """Return the chart of some rows of the claims."""
    return selection_chart(claims, rows, styles=publisher_styles(claims))


# ---- choices ---------------------------------------------------------------------------------


def test_it_begins_with_all_claims(explorer: Explorer, shipped_claims: pd.DataFrame) -> None:
    """Nothing is chosen or picked; the dossier of the first claim is open."""
    assert list(explorer.selected.index) == list(shipped_claims.index)
    assert lines(explorer) == len(shipped_claims)
    assert explorer.panel.claim_id == shipped_claims.index[0]


@pytest.mark.parametrize(
    ("name", "value"),
    [("topic", "ai_jobs"), ("measure", "ml_market_revenue"), ("region", "world"),
     ("region", "none"), ("publisher", "Gartner"), ("evidence", "publisher_page"),
     ("verdict", "contradicted"), ("verdict", "none")],
)  # fmt: skip
def test_a_choice_filters_table_chart_and_frame(
    explorer: Explorer, shipped_claims: pd.DataFrame, findings: Findings, name: str, value: str
) -> None:
    """All show the same claims, and the code gives the same frame."""
    panel = explorer.panel
    panel.inputs.lists[name].value = value
    frame = explorer.selected
    assert 0 < len(frame) < len(shipped_claims)
    assert lines(explorer) == len(frame)
    marked = {each for trace in panel.figure.data for each in trace.customdata or ()}
    assert marked <= set(frame.index)
    pd.testing.assert_frame_equal(frame, reproduced(explorer, shipped_claims, findings))


def test_choices_combine(
    explorer: Explorer, shipped_claims: pd.DataFrame, findings: Findings
) -> None:
    """Years and words narrow what a list leaves; the code names them all."""
    inputs = explorer.panel.inputs
    inputs.lists["topic"].value = "ml_market"
    inputs.years.value = (2030, 2032)
    inputs.words.value = "USD BN"
    frame = explorer.selected
    assert frame["topic"].eq("ml_market").all()
    assert frame["as_printed"].str.contains("USD bn").all()
    assert frame["year"].ge(2030).all()
    assert (frame["base_year"].fillna(frame["year"]) <= 2032).all()
    expected = "topic='ml_market', from_year=2030, to_year=2032, words='USD BN'"
    assert explorer.code == f"selected = mr.tables.chosen(claims, findings, {expected})"
    pd.testing.assert_frame_equal(frame, reproduced(explorer, shipped_claims, findings))


def test_entries_count_what_they_would_leave(explorer: Explorer) -> None:
    """Under the other choices; entries that would leave nothing are not offered."""
    lists = explorer.panel.inputs.lists
    lists["topic"].value = "ai_jobs"
    for label, value in lists["publisher"].options:
        lists["publisher"].value = value
        assert label.endswith(f"({len(explorer.selected)})")
        assert len(explorer.selected)


def test_the_count_is_that_of_the_chart_in_sight(explorer: Explorer) -> None:
    """A reader who sees it may click on a point of that chart."""
    panel, seen = explorer.panel, []
    panel.count.observe(lambda _change: seen.append(in_chart(panel.figure)), names="value")
    panel.inputs.lists["topic"].value = "ai_jobs"
    assert seen == [in_chart(panel.figure)]


def test_regions_that_may_be_compared_are_one(claims_of: Claims) -> None:
    """In the first spelling."""
    claims = claims_of({"value": 5, "region": "world"}, {"value": 6, "region": "Global"},
                       {"value": 7, "region": "Peru"}, {"value": 8})  # fmt: skip
    assert list(mr.tables.chosen(claims, region="world").index) == ["c0", "c1"]
    assert list(mr.tables.chosen(claims, region="none").index) == ["c3"]


def test_an_empty_selection_is_a_sentence(explorer: Explorer) -> None:
    """In the place of dossier and chart; the frame has its columns and no rows."""
    explorer.panel.inputs.words.value = "no claim has this"
    assert explorer.selected.empty
    assert "number" in explorer.selected
    assert "No claim meets all choices" in explorer.panel.dossier.html
    assert explorer.panel.figure is None
    explorer.panel.inputs.reset.click()
    assert len(explorer.selected)
    assert explorer.panel.figure is not None


def test_a_file_without_claims_is_a_sentence(shipped_claims: pd.DataFrame) -> None:
    """Nothing to choose, nothing to draw, no error."""
    explorer = mr.explore(shipped_claims.head(0))
    assert "No claim meets all choices" in explorer._repr_mimebundle_()["text/plain"]
    assert explorer.selected.empty


@pytest.mark.parametrize(
    ("choice", "sentence"),
    [({"publisher": "Gartnr"}, "publisher: 'Gartnr' is not in the claims; did you mean Gartner?"),
     ({"verdict": "wrong"}, "verdict: 'wrong' is not in the claims; choose one of"),
     ({"from_year": 30}, "from_year: 30 is out of range; give a year from 1900 to 2100"),
     ({"claim_ids": ["a01"]}, "claim_ids: 'a01' is not in the claims")],
)  # fmt: skip
def test_a_wrong_choice_is_a_sentence(
    shipped_claims: pd.DataFrame, findings: Findings, choice: dict[str, Any], sentence: str
) -> None:
    """With the choices."""
    with pytest.raises(UsageError) as caught:
        mr.tables.chosen(shipped_claims, findings, **choice)
    assert str(caught.value).startswith(sentence)


def test_words_are_no_pattern(claims_of: Claims) -> None:
    """A dollar or a bracket is itself."""
    claims = claims_of({"value": 5, "title": "Cost ($)"}, {"value": 6, "title": "Cost"})
    assert list(mr.tables.chosen(claims, words="($)").index) == ["c0"]


# ---- picks -----------------------------------------------------------------------------------


def test_a_picked_row_opens_its_dossier_and_is_selected(
    explorer: Explorer, shipped_claims: pd.DataFrame, findings: Findings
) -> None:
    """Several may be picked; the one clicked last is open."""
    panel = explorer.panel
    panel.inputs.lists["measure"].value = "ml_market_revenue"
    panel.grid.selected_rows = [4]
    first = panel.claim_id
    panel.grid.selected_rows = [2, 4]
    assert panel.claim_id != first
    assert list(explorer.selected.index) == [panel.claim_id, first]
    assert shipped_claims.loc[panel.claim_id, "as_printed"] in panel.dossier.html
    assert "Printed in" in panel.dossier.html or "Quoted on" in panel.dossier.html
    pd.testing.assert_frame_equal(explorer.selected, reproduced(explorer, shipped_claims, findings))


def test_a_click_on_a_point_picks_its_row(explorer: Explorer) -> None:
    """The other marks of the chart step back."""
    panel = explorer.panel
    panel.inputs.lists["measure"].value = "ml_market_revenue"
    at, trace = next(
        (at, trace) for at, trace in enumerate(panel.figure.data) if trace.customdata is not None
    )
    claim_id = trace.customdata[0]
    message = {
        "event_type": "plotly_click",
        "points": {"trace_indexes": [at], "point_indexes": [0], "xs": [trace.x[0]],
                   "ys": [trace.y[0]]},
        "device_state": None, "selector": None,
    }  # fmt: skip
    panel.figure._js2py_pointsCallback = message  # noqa: SLF001  # as from the browser
    assert panel.claim_id == claim_id
    assert list(explorer.selected.index) == [claim_id]
    assert panel.grid.selected_rows == [list(panel._kept.index).index(claim_id)]  # noqa: SLF001
    dim = {
        opacity
        for trace in panel.figure.data
        for each, opacity in zip(trace.customdata or (), trace.marker.opacity or (), strict=True)
        if each != claim_id
    }
    assert dim == {BEHIND}


def test_a_link_in_a_dossier_leads_to_the_claim(explorer: Explorer) -> None:
    """To its row if the table has it, else to its dossier alone."""
    panel = explorer.panel
    panel.dossier.asked = "a01_original"
    assert panel.picked == ["a01_original"]
    assert panel.claim_id == "a01_original"
    panel.inputs.lists["topic"].value = "ai_jobs"
    panel.dossier.asked = "a01_original"
    assert panel.claim_id == "a01_original"
    assert panel.picked == []


def test_picks_that_a_choice_leaves_out_are_dropped(explorer: Explorer) -> None:
    """What is selected is always in sight; the reset drops all picks."""
    panel = explorer.panel
    panel.pick(["a01_ml_market", "a02_ai_jobs"])
    panel.inputs.lists["topic"].value = "ai_jobs"
    assert list(explorer.selected.index) == ["a02_ai_jobs"]
    panel.inputs.reset.click()
    assert panel.picked == []


# ---- the chart -------------------------------------------------------------------------------


def test_only_comparable_figures_share_an_axis(shipped_claims: pd.DataFrame) -> None:
    """The marks of an axis are of one quantity, whatever is chosen."""
    numbers = mr.tables.numbers(shipped_claims)
    for _, rows in shipped_claims.groupby("topic"):
        figure = drawn(shipped_claims, rows)
        axes: dict[str, set[Any]] = {}
        for trace in figure.data:
            for each in trace.customdata or ():
                keys = numbers.loc[each, ["measure", "metric", "dimension"]]
                axes.setdefault(trace.xaxis or "x", set()).add(tuple(keys))
        assert {len(kinds) for kinds in axes.values()} <= {1}


def test_sizes_of_one_quantity_are_paths(shipped_claims: pd.DataFrame) -> None:
    """Over the years; two regions of it are two panels."""
    rows = shipped_claims[shipped_claims["measure"].eq("ml_market_revenue")]
    assert any(trace.mode == "lines" for trace in drawn(shipped_claims, rows).data)
    apart = rows.assign(region=["Peru", *rows["region"][1:]])
    figure = drawn(shipped_claims, apart)
    assert "yaxis" in figure.layout
    assert not any(trace.mode == "lines" for trace in figure.data)


def test_the_chart_is_as_wide_as_its_cell(explorer: Explorer) -> None:
    """Also the next one."""
    panel = explorer.panel
    panel.cell.width = 700
    assert panel.figure.layout.width == 700
    panel.inputs.lists["topic"].value = "ai_jobs"
    assert panel.figure.layout.width == 700


def test_many_claims_draw_a_choice_and_say_so(claims_of: Claims) -> None:
    """A chart of thousands is bounded; the table has them all."""
    claims = claims_of(*({"value": n, "year": 2020 + n % 9, "producer": f"P{n}"}
                         for n in range(1, MOST + 50)))  # fmt: skip
    explorer = mr.explore(claims)
    marked = {each for trace in explorer.panel.figure.data for each in trace.customdata or ()}
    assert len(marked) <= MOST
    assert f"more than {MOST} claims" in explorer.panel._head.value  # noqa: SLF001
    assert lines(explorer) == len(claims)


# ---- as a cell's result ----------------------------------------------------------------------


def test_a_stored_notebook_has_a_sentence_and_the_first_claims(
    explorer: Explorer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a widget, the same each time; otherwise the same beside the widget."""
    shown = explorer._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in shown
    monkeypatch.setenv("MARKET_REPORT_STATIC", "1")
    stored = explorer._repr_mimebundle_()
    assert set(stored) == {"text/html", "text/plain"}
    assert stored["text/plain"].startswith("70 claims. Run this cell in JupyterLab")
    assert {name: shown[name] for name in stored} == stored


def test_a_stored_notebook_makes_no_widget(
    shipped_claims: pd.DataFrame, findings: Findings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither for the output nor for `selected` and `code`."""
    monkeypatch.setenv("MARKET_REPORT_STATIC", "1")
    before = len(ipywidgets.Widget.get_manager_state()["state"])
    explorer = mr.explore(shipped_claims, findings, topic="tools")
    explorer._repr_mimebundle_()
    assert list(explorer.selected["topic"].unique()) == ["tools"]
    assert explorer.code == "selected = mr.tables.chosen(claims, findings, topic='tools')"
    assert len(ipywidgets.Widget.get_manager_state()["state"]) == before


def test_the_library_comes_when_it_is_asked_for(
    explorer: Explorer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And not for another version; it is not among what a notebook stores."""
    grid = explorer.panel.grid
    assert len(json.dumps(grid.get_state(), default=str)) < 40_000
    sent: list[Any] = []
    monkeypatch.setattr(grid, "send", lambda content, buffers: sent.append((content, buffers)))
    grid._handle_custom_msg({"library": "0"}, [])  # noqa: SLF001  # as from the browser
    assert sent == []
    grid._handle_custom_msg({"library": VERSION}, [])  # noqa: SLF001  # as from the browser
    assert sent == [({"library": VERSION}, [path.read_bytes() for path in LIBRARY])]
    assert str(ITable._esm) == LIBRARY[0].read_text(encoding="utf-8")  # noqa: SLF001


@pytest.mark.kernel
@pytest.mark.parametrize(("static", "has_widgets"), [("", False), ("0", True)])
def test_the_notebook_run_by_papermill_is_small(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    static: str,
    has_widgets: bool,  # noqa: FBT001 a parameter of pytest
) -> None:
    """It holds the first claims; where widgets are asked for, these, and no copy of a library."""
    monkeypatch.setenv("MARKET_REPORT_STATIC", static)
    out = tmp_path / "ran.ipynb"
    book = str(shipped("notebooks/08_explore.ipynb"))
    papermill.execute_notebook(book, str(out), progress_bar=False)
    text = out.read_text(encoding="utf-8")
    assert ("application/vnd.jupyter.widget-state+json" in text) == has_widgets
    assert "70 claims. Run this cell in JupyterLab" in text
    assert len(text.encode()) <= MOST_BYTES
