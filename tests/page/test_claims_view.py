"""The table of all claims on the page: what is refused, what is packed, and the rows' file."""

import csv
import io
import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from report_helpers.audit.verdicts import VERDICTS
from report_helpers.claims.read import parse_claims
from report_helpers.errors import NotebookError
from report_helpers.packing import packed, unpacked
from report_helpers.page.builder import Download, build_page
from report_helpers.page.claims_view import ClaimsView, claims_view
from report_helpers.text.claim_explorer import CLAIMS, explorer

from .test_builder import cell, display, notebook

Csv = Callable[..., bytes]
READ = {"url": "https://example.org", "accessed": "2026-11-01"}
ROWS = (
    {"value": "5", "note": "a note", **READ},
    {"value": "6", "role": "comparator", **READ},
)


@pytest.fixture(scope="module")
def raw(csv_of: Csv) -> bytes:
    """A file of two claims."""
    return csv_of(*ROWS)


@pytest.fixture(scope="module")
def output(raw: bytes) -> dict[str, Any]:
    """What a notebook shows of them."""
    forms: dict[str, Any] = explorer(parse_claims(raw, "made.csv"))._repr_mimebundle_()
    content: dict[str, Any] = json.loads(json.dumps(forms[CLAIMS]))
    return content


def view_of(output: dict[str, Any], **changed: Any) -> ClaimsView:
    """Return the view of an output with some of its parts changed."""
    return claims_view("cell 1", {**output, **changed})


def page_of(output: dict[str, Any], *, count: int = 1, **options: Any) -> str:
    """Return the page of a notebook that shows the output."""
    cells = [cell(display({CLAIMS: output, "text/html": "<p>not this</p>"}))] * count
    return build_page([notebook(*cells)], pictures=False, **options).html


def island_text(html: str, name: str) -> str:
    """Return what lies in the page under a name."""
    found = re.search(rf'id="{name}">([^<]*)<', html)
    assert found
    return found[1]


def island(html: str, name: str) -> Any:
    """Return what lies packed in the page under a name."""
    return json.loads(unpacked(island_text(html, name)))


def test_packed_parts_are_read_like_a_whole(output: dict[str, Any]) -> None:
    """The script finds a dossier by its place, so that no part but the last may be short."""
    whole = {name: output[name] for name in ("rows", "dossiers")}
    content = {"columns": output["columns"], "parts": [packed(json.dumps(whole))]}
    assert claims_view("cell 1", content) == view_of(output)
    with pytest.raises(NotebookError, match="the claims are incomplete"):
        claims_view("cell 1", {**content, "parts": content["parts"] * 2})


def test_rows_and_dossiers_are_packed_once(output: dict[str, Any], raw: bytes) -> None:
    """The page has neither as text, nor the table that JupyterLab shows."""
    html = page_of(output, download=Download("claims.csv", raw))
    assert island(html, "claim-rows")["columns"]["claim_id"] == ["c0", "c1"]
    assert "note" not in island(html, "claim-rows")["columns"]
    (dossiers,) = json.loads(island_text(html, "claim-dossiers"))
    assert set(json.loads(unpacked(dossiers))) == {"c0", "c1"}
    assert "a note" not in html
    assert "not this" not in html


def test_verdicts_and_evidence_have_marks_in_their_order(output: dict[str, Any]) -> None:
    """As the audit has them, the evidence only as far as there is any."""
    marks = json.loads(unpacked(view_of(output).packed_rows()))["marks"]
    assert list(marks["verdict"]) == list(VERDICTS)
    assert list(marks["evidence"]) == ["quoted"]
    assert all(len(mark) == 1 for mark in marks["verdict"].values())


def test_a_page_without_a_file_makes_one(output: dict[str, Any], raw: bytes) -> None:
    """With every cell of the rows, and each on its line."""
    view, file = view_of(output).with_lines(None)
    made = list(csv.DictReader(io.StringIO(file.content.decode())))
    given = list(csv.DictReader(io.StringIO(raw.decode())))
    assert [row | {"claim_id": ""} for row in made] == [row | {"claim_id": ""} for row in given]
    assert list(view.columns["line"]) == ["2", "3"]
    assert 'download="claims.csv"' in page_of(output)


def test_a_file_with_other_rows_is_refused(output: dict[str, Any], raw: bytes) -> None:
    """The table would give a reader the wrong rows."""
    for other in (raw.replace(b"c1", b"d1"), raw[: raw.index(b"c1")]):
        with pytest.raises(NotebookError, match="claim c1 is not on line 3"):
            page_of(output, download=Download("claims.csv", other))


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_lines_are_those_of_the_reader(csv_of: Csv, newline: str) -> None:
    """Whatever ends them, after a mark of the encoding."""
    text = csv_of({"value": "5", "note": "a, b"}, {"value": "6"})
    raw = b"\xef\xbb\xbf" + text.decode().replace("\n", newline).encode()
    forms: dict[str, Any] = explorer(parse_claims(raw, "made.csv"))._repr_mimebundle_()
    assert view_of(forms[CLAIMS]).with_lines(Download("claims.csv", raw))


def test_a_large_file_is_packed() -> None:
    """It is saved with a name that says so."""
    large = Download("claims.csv", b"x" * 100_001)
    assert large.saved_as == "claims.csv.gz"
    assert large.url.startswith("data:application/gzip;base64,H4sI")
    assert len(large.url) < 1000
    assert Download("claims.csv", b"x").saved_as == "claims.csv"


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"rows": [["c0"]]}, "the claims are incomplete"),
        ({"columns": ["claim_id"], "rows": [["c0"], ["c1"]]}, "the claims are incomplete"),
        ({"dossiers": {"c0": "<p>a</p>"}}, "the claims are incomplete"),
        ({"dossiers": {"c0": "<script>a</script>", "c1": ""}}, "a dossier holds <script>"),
        ({"dossiers": {"c0": "<p onclick='a'>b</p>", "c1": ""}}, "a dossier holds <p onclick>"),
        ({"parts": ["no gzip"]}, "the claims are incomplete"),
        ({"parts": [packed("{}")]}, "the claims are incomplete"),
        ({"rows": 5}, "the claims are incomplete"),
    ],
)
def test_what_the_page_cannot_show_is_refused(
    output: dict[str, Any], changed: dict[str, Any], words: str
) -> None:
    """With the place and what is wrong."""
    with pytest.raises(NotebookError, match=rf"cell 1: refusing to publish: {words}"):
        view_of(output, **changed)


def test_a_second_table_is_refused(output: dict[str, Any]) -> None:
    """Addresses of claims would lead to two places."""
    with pytest.raises(NotebookError, match="2 tables of all claims"):
        page_of(output, count=2)


def test_without_a_script_the_file_is_named(output: dict[str, Any], raw: bytes) -> None:
    """A sentence says how many rows there are, and links to the file."""
    html = page_of(output, download=Download("claims.csv", raw))
    assert "The table of all 2 claims" in html
    assert '<a href="#claims-file">claims.csv</a>' in html
    assert 'id="claims-file"' in html


def test_a_chart_names_the_rows_that_it_draws(output: dict[str, Any]) -> None:
    """By their places; claims that the table does not have are left out."""
    meta = {"name": "n", "title": "T", "claims": ["c1", "elsewhere"]}
    figure = {"data": [{"type": "bar", "x": ["a"], "y": [1]}], "layout": {"meta": meta}}
    chart = cell(display({"application/vnd.plotly.v1+json": figure}))
    made = notebook(chart, cell(display({CLAIMS: output})))
    html = build_page([made], pictures=False).html
    assert island(html, "claim-rows")["charts"] == [["figure-n", "T", [1]]]
