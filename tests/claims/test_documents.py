"""Documents that stand once in `sources.csv`: one table for everyone else, and its errors."""

import csv
import io
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from report_helpers.claims import read_claims
from report_helpers.claims.inputs.claims_input import (
    ClaimsInput,
    fetch_claims,
    fetch_input,
    one_csv,
)
from report_helpers.claims.inputs.raw_tables import Table
from report_helpers.claims.read import parse_claims, validated
from report_helpers.claims.schema import SOURCE_COLUMNS
from report_helpers.errors import DataError, InputError

pytestmark = pytest.mark.slow

NAMES = [column.name for column in SOURCE_COLUMNS]


def without_documents(text: str) -> tuple[str, str]:
    """Return claims that name only their documents, and the documents."""
    rows = list(csv.DictReader(io.StringIO(text)))
    documents = {row["source_id"]: [row[name] for name in NAMES] for row in rows}
    kept = [name for name in rows[0] if name not in NAMES[1:]]
    return (
        written([kept, *([row[name] for name in kept] for row in rows)]),
        written([NAMES, *documents.values()]),
    )


def written(rows: list[list[str]]) -> str:
    """Return rows as CSV text."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


@pytest.fixture
def folder(good: str, tmp_path: Path) -> Path:
    """A folder with claims that name their documents, and `sources.csv` beside them."""
    claims, sources = without_documents(good)
    (tmp_path / "claims.csv").write_text(claims, encoding="utf-8")
    (tmp_path / "sources.csv").write_text(sources, encoding="utf-8")
    return tmp_path


def edit(path: Path, old: str, new: str) -> None:
    """Replace a text of a file, at its first place."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def problems(folder: Path) -> list[str]:
    """Return the errors of the claims in a folder, without its path."""
    with pytest.raises(DataError) as caught:
        read_claims(str(folder / "claims.csv"))
    return [line.replace(f"{folder}/", "") for line in caught.value.lines()]


def test_claims_and_documents_are_one_table(good: str, folder: Path) -> None:
    """The table is that of a file whose rows describe their documents, and so are runs' bytes."""
    whole = parse_claims(good.encode(), "good.csv")
    assert_frame_equal(read_claims(str(folder / "claims.csv")), whole)
    raw = fetch_claims(str(folder / "claims.csv"))
    assert_frame_equal(parse_claims(raw, "one.csv"), whole)


def test_claims_that_describe_their_documents_stay_as_they_are(good: str, folder: Path) -> None:
    """Claims with all columns agree with `sources.csv`; a file of another kind is not read."""
    (folder / "claims.csv").write_text(good, encoding="utf-8")
    assert len(read_claims(str(folder / "claims.csv"))) == 3
    (folder / "sources.csv").write_text("where,what\nhere,this\n", encoding="utf-8")
    assert fetch_claims(str(folder / "claims.csv")) == good.encode()


def test_the_bytes_depend_on_both_files(folder: Path) -> None:
    """A change of `sources.csv` alone changes what a run compares, keeps and publishes."""
    before = fetch_claims(str(folder / "claims.csv"))
    edit(folder / "sources.csv", "A lost page", "A page that is lost")
    after = fetch_claims(str(folder / "claims.csv"))
    assert before != after
    assert b"A page that is lost" in after


def test_a_missing_document_is_named_once(folder: Path) -> None:
    """The row that names it is named, without an error for each cell that it lacks."""
    edit(folder / "sources.csv", "report,A report", "reports,A report")
    assert problems(folder) == [
        (
            "claims.csv:3:source_id: sources.csv has no document 'report'; add a row for it there, "
            "or correct the source_id"
        )
    ]


def test_without_sources_the_columns_are_missing(folder: Path) -> None:
    """Without the file, the columns are missing; one that cannot be read is named."""
    (folder / "sources.csv").unlink()
    assert [line.partition(";")[0] for line in problems(folder)] == [
        f"claims.csv:1:{name}: the required column is missing"
        for name in ("source_title", "source_kind")
    ]
    (folder / "sources.csv").mkdir()
    with pytest.raises(InputError, match=r"sources\.csv: is not a regular file"):
        read_claims(str(folder / "claims.csv"))


def test_errors_of_the_documents_are_in_their_file(folder: Path) -> None:
    """Each problem comes once, at its line of `sources.csv`, not in the rows that name it."""
    edit(folder / "sources.csv", "https://a.example/1", "a.example")
    edit(folder / "sources.csv", "consultancy", "consultant")
    edit(folder / "sources.csv", "A lost page", " A lost page")
    path = folder / "sources.csv"
    path.write_text(path.read_text(encoding="utf-8") + "lost,x,news,,\n,y,news,,\n", "utf-8")
    found = problems(folder)
    assert [line.split(": ", 1)[0] for line in found] == [
        "sources.csv:2:url", "sources.csv:3:source_kind", "sources.csv:4:source_title",
        "sources.csv:5:source_id", "sources.csv:6:source_id",
    ]  # fmt: skip
    assert found[3].endswith(
        "line 4 already describes the document 'lost'; "
        "keep one of them, or give one another source_id"
    )


def test_errors_of_both_files_come_in_one_run(folder: Path) -> None:
    """Those of the claims first, each with its own line and column."""
    edit(folder / "claims.csv", "-0.66", "abc")
    edit(folder / "sources.csv", "source_kind,", "kind_of_source,")
    found = [line.split(": ", 1)[0] for line in problems(folder)]
    assert "claims.csv:4:value" in found
    assert "sources.csv:1:-" in found


def test_a_row_that_disagrees_with_its_document_is_named(good: str, folder: Path) -> None:
    """Each cell that differs, with both places; an empty one is the document's."""
    (folder / "claims.csv").write_text(good.replace("A report", ""), encoding="utf-8")
    assert read_claims(str(folder / "claims.csv"))["source_title"]["m2"] == "A report"
    edit(folder / "claims.csv", "An article", "The article")
    assert problems(folder) == [
        (
            "claims.csv:2:source_title: article has source_title 'The article' here and "
            "'An article' in sources.csv, line 2; write the same in both, or empty the cell here"
        )
    ]


def test_a_row_may_describe_a_document_of_its_own(good: str, folder: Path) -> None:
    """A document that is not in `sources.csv` may stand in the row, as without the file."""
    (folder / "claims.csv").write_text(good, encoding="utf-8")
    edit(folder / "sources.csv", "lost,A lost page,news,,\n", "")
    assert len(read_claims(str(folder / "claims.csv"))) == 3


def test_a_document_that_no_claim_names_is_a_note(folder: Path) -> None:
    """It is no error."""
    path = folder / "sources.csv"
    path.write_text(path.read_text(encoding="utf-8") + "later,Later,news,,\n", encoding="utf-8")
    found = fetch_input(str(folder / "claims.csv"))
    assert len(validated(found)) == 3
    (note,) = found.notes
    assert (note.file, note.line, note.column) == (str(path), 5, "source_id")
    assert note.message == "later: no claim was read in this document"
    assert note.fix == "remove the row, or leave it for later"


def test_a_broken_row_is_no_second_problem(folder: Path) -> None:
    """A row that cannot be split has its own problem, and none about its document."""
    edit(folder / "claims.csv", "m3,", "m3,,")
    (found,) = problems(folder)
    assert found.startswith("claims.csv:4:-: ")
    with pytest.raises(DataError):
        fetch_claims(str(folder / "claims.csv"))


@given(st.data())
def test_any_row_may_leave_its_document_out(good: str, data: st.DataObject) -> None:
    """Whichever described cells are left empty, the table is the same."""
    rows = list(csv.DictReader(io.StringIO(good)))
    _, sources = without_documents(good)
    for row in rows:
        for name in data.draw(st.sets(st.sampled_from(NAMES[1:]))):
            row[name] = ""
    text = written([list(rows[0]), *(list(row.values()) for row in rows)])
    found = ClaimsInput(Table("claims.csv", text.encode()), Table("sources.csv", sources.encode()))
    whole = parse_claims(good.encode(), "good.csv")
    assert_frame_equal(validated(found), whole)
    assert_frame_equal(parse_claims(one_csv(found), "one.csv"), whole)


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder, and lists what it was asked for."""

    asked: list[str]

    def do_GET(self) -> None:
        """Serve a file."""
        self.asked.append(self.path)
        super().do_GET()

    def log_message(self, *_: object) -> None:
        """Keep the test's output clean."""


@pytest.fixture
def serve() -> Iterator[Callable[[Path], tuple[str, list[str]]]]:
    """A function that serves a folder; it returns the address and the list of asked paths."""
    servers = []

    def started(folder: Path) -> tuple[str, list[str]]:
        handler = type("Handler", (Quiet,), {"asked": []})
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(folder)))
        threading.Thread(target=server.serve_forever, args=[0.02]).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}", handler.asked  # type: ignore[attr-defined]

    yield started
    for server in servers:
        server.shutdown()
        server.server_close()


Serve = Callable[[Path], tuple[str, list[str]]]


def test_documents_are_read_beside_an_address(good: str, folder: Path, serve: Serve) -> None:
    """The query stays, and messages leave it out."""
    address, asked = serve(folder)
    found = read_claims(f"{address}/claims.csv?key=1")
    assert_frame_equal(found, parse_claims(good.encode(), "good.csv"))
    assert asked == ["/claims.csv?key=1", "/sources.csv?key=1"]
    edit(folder / "sources.csv", "consultancy", "consultant")
    with pytest.raises(DataError, match=f"{address}/sources.csv:3:source_kind: "):
        read_claims(f"{address}/claims.csv?key=1")


def test_a_server_without_documents_has_none(good: str, folder: Path, serve: Serve) -> None:
    """A 404 is no file; claims with all columns do not even ask."""
    address, asked = serve(folder)
    (folder / "sources.csv").unlink()
    with pytest.raises(DataError, match="source_title: the required column is missing"):
        read_claims(f"{address}/claims.csv")
    (folder / "claims.csv").write_text(good, encoding="utf-8")
    assert len(read_claims(f"{address}/claims.csv")) == 3
    assert asked == ["/claims.csv", "/sources.csv", "/claims.csv"]
