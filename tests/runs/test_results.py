"""What a run found, as it is kept, and a kept run read again."""

import json
from collections.abc import Callable, Hashable
from datetime import date
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
import pytest

from report_helpers.audit.audit import audit, verdicts
from report_helpers.changes.changes import changes
from report_helpers.claims.fetching.fetch import fetch
from report_helpers.cli.check import FORMATS, check
from report_helpers.cli.diff import FORMATS as DIFF_FORMATS
from report_helpers.errors import InputError, NotebookError
from report_helpers.package_files import shipped
from report_helpers.projection.display import projection
from report_helpers.runs.results import read_snapshot, results
from report_helpers.text.change_tables import changed

DAY = "2026-11-23"
DRAWN: dict[Hashable, str] = {}
"""Projections of the shipped claims as JSON, because drawing one takes half a second."""


@pytest.fixture(scope="module")
def notebook() -> Any:
    """The shipped notebook of the projection, as executed."""
    return nbformat.read(shipped("notebooks/05_projection.ipynb"), as_version=4)


def results_of(claims: pd.DataFrame, notebooks: list[Any]) -> dict[str, Any]:
    """Return what a run of these notebooks found in claims."""
    return results(claims, audit(claims, as_of=DAY), DAY, notebooks)


@pytest.fixture(scope="module")
def found(shipped_claims: pd.DataFrame, notebook: Any) -> dict[str, Any]:
    """What a run of the shipped claims found."""
    return results_of(shipped_claims, [notebook])


def run_folder(folder: Path, **files: bytes | None) -> Path:
    """Write a run's folder of the shipped claims; a file that is None is left out."""
    manifest = json.dumps({"parameters": {"as_of": DAY}}).encode()
    kept = {"claims_csv": fetch(), "manifest_json": manifest, "report_html": b"page", **files}
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in kept.items():
        if content is not None:
            (folder / name.replace("_", ".")).write_bytes(content)
    return folder


def test_findings_are_those_of_the_check_command(found: dict[str, Any]) -> None:
    """One source of truth: the same findings and verdicts, letter for letter."""
    said = json.loads(FORMATS["json"](check("", as_of=date.fromisoformat(DAY))))
    kept = json.loads(json.dumps(found, allow_nan=False))
    assert {name: kept[name] for name in ("claims", "findings", "verdicts")} == {
        name: said[name] for name in ("claims", "findings", "verdicts")
    }
    assert kept["as_of"] == DAY
    assert kept["findings"][0]["implied_percent"] == pytest.approx(36.17, abs=0.01)


def test_a_projection_is_the_one_shown_first(found: dict[str, Any]) -> None:
    """Its assumptions, and the numbers that the kernel itself computed."""
    (said,) = found["projections"]
    expected = {"name": "projection", "claim": "a01_ml_market", "model": "compound",
                "growth": "implied", "horizon": 2035, "unit": "billion US dollars",
                "inputs": {}}  # fmt: skip
    assert expected.items() <= said.items()
    ratio = 225.91 / 26.03
    assert said["value"] == pytest.approx(26.03 * ratio ** (12 / 7), rel=1e-12)
    assert said["total"] == pytest.approx(
        sum(26.03 * ratio ** (year / 7) for year in range(13)), rel=1e-12
    )
    assert said["taken"] == pytest.approx(ratio ** (1 / 7) - 1, rel=1e-12)


def drawn(claims: pd.DataFrame, **state: Any) -> dict[str, Any]:
    """Return a notebook whose only output is a projection of this state."""
    key = tuple(sorted(state.items()))
    if key not in DRAWN:
        DRAWN[key] = projection(claims, **state).figure.to_json()
    figure = json.loads(DRAWN[key])
    output = {"output_type": "execute_result",
              "data": {"application/vnd.plotly.v1+json": figure}}  # fmt: skip
    return {"cells": [{"cell_type": "markdown"}, {"cell_type": "code", "outputs": [output]}]}


def contract(book: dict[str, Any]) -> dict[str, Any]:
    """Return what the figure of such a notebook carries for its projection."""
    figure = book["cells"][1]["outputs"][0]["data"]["application/vnd.plotly.v1+json"]
    return dict[str, Any](figure["layout"]["meta"]["projection"])


@pytest.mark.parametrize(
    ("state", "growth", "inputs"),
    [
        ({"growth": 0.25}, 0.25, set()),
        ({"growth": "stated"}, "stated", set()),
        ({"model": "logistic"}, "implied", {"ceiling"}),
        ({"model": "bass"}, None, {"ceiling", "p", "q"}),
    ],
)
def test_only_what_a_model_takes_is_assumed(
    shipped_claims: pd.DataFrame, state: dict[str, Any], growth: Any, inputs: set[str]
) -> None:
    """Inputs that do not move a path are no part of what it is."""
    (said,) = results_of(shipped_claims, [drawn(shipped_claims, **state)])["projections"]
    assert said["growth"] == growth
    assert set(said["inputs"]) == inputs


def test_a_state_without_a_check_is_computed(shipped_claims: pd.DataFrame) -> None:
    """With the formulas of the kernel: the same number as the check that is taken away."""
    book = drawn(shipped_claims, model="logistic")
    (kept,) = results_of(shipped_claims, [book])["projections"]
    contract(book)["checks"].clear()
    (computed,) = results_of(shipped_claims, [book])["projections"]
    assert computed == kept
    assert computed["value"] > 226


def test_a_kept_number_is_taken_as_it_is(shipped_claims: pd.DataFrame) -> None:
    """The kernel that drew the chart is believed, not the processor that compares."""
    book = drawn(shipped_claims)
    contract(book)["checks"][0]["last"] = 1234.5
    assert results_of(shipped_claims, [book])["projections"][0]["value"] == 1234.5


@pytest.mark.parametrize("part", ["state", "claims", "models", "unit"])
def test_a_broken_projection_is_refused(shipped_claims: pd.DataFrame, part: str) -> None:
    """The chart is named."""
    book = drawn(shipped_claims)
    figure = book["cells"][1]["outputs"][0]["data"]["application/vnd.plotly.v1+json"]
    del figure["layout"]["meta"]["projection"][part]
    with pytest.raises(NotebookError, match=r"chart projection: .*cannot be read"):
        results_of(shipped_claims, [book])


def test_figures_without_a_projection_are_passed_by(claims_of: Callable[..., Any]) -> None:
    """A figure of any other library has no meta, or one of its own."""
    figures: list[Any] = [
        {},
        {"layout": {}},
        {"layout": {"meta": "text"}},
        {"layout": {"meta": {}}},
    ]
    data = [{"application/vnd.plotly.v1+json": figure} for figure in figures]
    outputs = [{"output_type": "stream", "text": "x"}, *({"data": each} for each in data)]
    book = {"cells": [{"cell_type": "code", "outputs": outputs}]}
    assert results_of(claims_of({"value": 5}), [book])["projections"] == []


def test_a_kept_run_is_read_as_it_was(tmp_path: Path, found: dict[str, Any]) -> None:
    """Its findings are the stored ones, not those of today's rules."""
    kept = json.loads(json.dumps(found))
    kept["findings"] = kept["findings"][:3]
    run = read_snapshot(run_folder(tmp_path / "run", results_json=json.dumps(kept).encode()))
    assert run.results == kept
    assert [finding.rule for finding in run.findings] == [each["rule"] for each in kept["findings"]]
    assert len(run.claims) == kept["claims"]


def test_a_run_of_an_older_version_is_judged_again(
    tmp_path: Path, shipped_claims: pd.DataFrame, found: dict[str, Any]
) -> None:
    """As of its own day; its projections are read off its notebooks, where it kept them."""
    folder = run_folder(tmp_path / "run")
    run = read_snapshot(folder)
    own = audit(shipped_claims, as_of=DAY)
    assert (run.as_of, run.findings) == (DAY, own)
    assert run.verdicts == verdicts(shipped_claims, own)
    assert run.projections == []
    kept = run_folder(tmp_path / "new", results_json=json.dumps(found).encode())
    without = changes(run, read_snapshot(kept))
    assert without.is_empty
    assert "(it has no notebooks), so projections that are new or gone are not listed" in str(
        without.notes
    )
    (folder / "notebooks").mkdir()
    book = shipped("notebooks/05_projection.ipynb").read_bytes()
    (folder / "notebooks" / "06.ipynb").write_bytes(book)
    whole = changes(read_snapshot(folder), read_snapshot(kept))
    assert whole.is_empty
    assert whole.notes == (f"The run of {DAY} has no results.json: its claims were audited again.",)
    (folder / "notebooks" / "07.ipynb").write_bytes(b"{")
    (folder / "notebooks" / "08.ipynb").write_bytes(b"[1]")
    for pair in ((folder, kept), (kept, folder)):
        found_changes = changes(*map(read_snapshot, pair))
        assert found_changes.is_empty
        assert "(07.ipynb, 08.ipynb cannot be read)" in found_changes.notes[1]
        for style in DIFF_FORMATS.values():
            assert "audited again" in style(found_changes)
        assert "audited again" in changed(found_changes, DAY).text


@pytest.mark.parametrize(
    ("files", "place", "what"),
    [
        ({"claims_csv": None}, "run", "is not the folder of a run"),
        ({"claims_csv": b"claim_id\n"}, "claims.csv", "cannot be read"),
        ({"manifest_json": None}, "manifest.json", "No such file"),
        ({"manifest_json": b"{}"}, "manifest.json", "parameters: Field required"),
        ({"manifest_json": b'{"parameters": {"as_of": "soon"}}'}, "manifest.json", "as_of"),
        ({"results_json": b"{"}, "results.json", "Invalid JSON"),
        ({"results_json": b"[]"}, "results.json", "cannot be read"),
        ({"results_json": b"\xff"}, "results.json", "cannot be read"),
        ({"results_json": b'{"as_of": "2026-11-23", "claims": 1, "findings": [{"rule": "stale", '
                          b'"severity": "note", "claim_ids": [], "message": ""}], "verdicts": {},'
                          b' "projections": []}'}, "results.json", "findings.0.claim_ids"),
    ],
)  # fmt: skip
def test_a_broken_run_is_refused_with_its_file(
    tmp_path: Path, files: dict[str, bytes | None], place: str, what: str
) -> None:
    """One line: the file, what is wrong, what to do; exit code 66."""
    folder = run_folder(tmp_path / "run", **files)
    with pytest.raises(InputError) as caught:
        read_snapshot(folder)
    (line,) = caught.value.lines()
    assert caught.value.exit_code == 66
    assert line.startswith(f"{folder}")
    assert f"{place}: " in line
    assert what in line
    assert "; " in line


def test_a_missing_folder_is_an_error(tmp_path: Path) -> None:
    """As no run's folder."""
    with pytest.raises(InputError, match="is not the folder of a run"):
        read_snapshot(tmp_path / "nowhere")
