"""Where a table and the documents beside it are looked for, and how much of a sheet is read."""

from xml.etree.ElementTree import fromstring

import pytest

from report_helpers.claims.inputs.claims_input import folder_of, lacks_documents, place_beside
from report_helpers.claims.inputs.raw_tables import Table
from report_helpers.claims.spreadsheets.ods_sheets import paragraph
from report_helpers.claims.spreadsheets.workbook import Sheet, TooManyCellsError, read_sheet

TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"


@pytest.mark.parametrize(
    ("data", "beside"),
    [
        ("a/b.csv", "a/sources.csv"), ("b.csv", "sources.csv"), ("/a/b.xlsx", "/a/sources.csv"),
        ("https://me:pw@a.example:81/b/c.csv?key=1#f",
         "https://me:pw@a.example:81/b/sources.csv?key=1"),
        ("http://a.example", "http://a.example/sources.csv"),
        ("http://a.example/c.csv", "http://a.example/sources.csv"),
    ],
)  # fmt: skip
def test_documents_stand_beside_the_claims(data: str, beside: str) -> None:
    """In their folder, or at their address with its user and query and without its fragment."""
    assert place_beside(data) == beside


def test_settings_stand_in_the_folder_of_a_file() -> None:
    """An address and a pipe have none; the shipped claims do."""
    assert str(folder_of("a/b.csv")) == "a"
    assert [folder_of(data) for data in ("-", "https://a.example/b.csv", "/dev/fd/3")] == [None] * 3
    assert folder_of() == folder_of("")
    assert (folder_of() or folder_of("x")) != folder_of("x")


def test_the_head_of_a_table_is_its_first_row() -> None:
    """Of any line end and any bytes; a blank sheet has none."""
    heads = [Table("x", raw).head() for raw in (b"a,b\r\nc", b"a,b\rc", b"a,b\nc", b"\xff\n", b"")]
    assert heads == ["a,b", "a,b", "a,b", "\ufffd", ""]
    assert Table("x", sheet=Sheet([(3, ["a", "b"]), (4, ["c"])])).head() == "a,b"
    assert Table("x", sheet=Sheet([])).head() == ""


def test_claims_without_documents_lack_a_required_column() -> None:
    """And name their documents by `source_id`."""
    required = b"source_id,source_title,source_kind"
    assert lacks_documents(Table("x", b"claim_id,source_id"))
    assert lacks_documents(Table("x", b"claim_id,source_id,source_title"))
    assert not lacks_documents(Table("x", b"claim_id"))
    assert not lacks_documents(Table("x", required + b",url,accessed,evidence,published"))


def test_as_many_cells_are_read_as_may_be() -> None:
    """Blank ends cost nothing, a blank row one step, a repeated row each time."""
    rows = [([("a", 2), ("", 900)], 2), ([("", 5)], 4), ([("b", 1)], 1)]

    def copies() -> list[tuple[list[tuple[str, int]], int]]:
        return [(list(cells), times) for cells, times in rows]

    found, left = read_sheet(copies(), 6)  # type: ignore[arg-type]
    assert found.rows == [(1, ["a", "a"]), (2, ["a", "a"]), (7, ["b"])]
    assert left == 0
    assert read_sheet(copies(), 10)[1] == 4  # type: ignore[arg-type]
    with pytest.raises(TooManyCellsError):
        read_sheet(copies(), 5)  # type: ignore[arg-type]


def test_a_paragraph_is_its_text_without_comments() -> None:
    """Spaces, tabs and line breaks are elements; what is between spans is joined without a gap."""
    part = fromstring(  # noqa: S314 (written here)
        f'<t:p xmlns:t="{TEXT}" xmlns:o="{OFFICE}">a<t:span>b<t:span>c</t:span>d</t:span>e'
        '<t:s/>f<t:s t:c="3"/>g<t:tab/>h<t:line-break/>i<o:annotation>no</o:annotation>j</t:p>'
    )
    assert paragraph(part) == "abcde f   g\th\nij"
