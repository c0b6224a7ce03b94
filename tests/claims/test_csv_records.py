"""The structural pass: what is no CSV, encodings, line ends, header, quotes, counts, characters."""

import gzip
import io
import zipfile
from collections.abc import Callable

import pytest
from pandas.testing import assert_frame_equal

from report_helpers.claims.parsing.csv_records import read_records
from report_helpers.claims.read import parse_claims
from report_helpers.errors import Problem

Found = Callable[[str | bytes], list[Problem]]
Edit = Callable[[str, str], str]
With = Callable[[int, str, str], str]
Place = tuple[int, str, str]


def places(problems: list[Problem]) -> list[Place]:
    """Return line, column and code of each problem."""
    return [(problem.line, problem.column, problem.code) for problem in problems]


def test_good_file_has_no_problem(good: str, problems_of: Found) -> None:
    """The file that all cases here are edits of is valid itself."""
    assert problems_of(good) == []


def zipped(text: bytes) -> bytes:
    """Return a zip archive, which is what a workbook is."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("xl/workbook.xml", text)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("raw", "part"),
    [
        pytest.param(b"", "is empty", id="D01-empty"),
        pytest.param(b"\n\n", "is empty", id="D01-newlines"),
        pytest.param(b"\xef\xbb\xbf", "is empty", id="D01-mark-only"),
        pytest.param("claim_id,topic\n".encode("utf-16"), "UTF-16", id="D10-utf16"),
        pytest.param("claim_id,topic\n".encode("utf-16-le"), "UTF-16", id="D10-utf16-no-mark"),
        pytest.param(zipped(b"x"), "zip archive", id="D13-zip"),
        pytest.param(gzip.compress(b"claim_id"), "gzip", id="D13-gzip"),
        pytest.param(b"\n<!DOCTYPE html><title>404</title>", "HTML", id="D13-html"),
        pytest.param(b"<HTML>", "HTML", id="D13-html-plain"),
        pytest.param(b"version https://git-lfs.github.com/spec/v1\n", "LFS", id="D13-lfs"),
        pytest.param(b'{"claims": []}', "JSON", id="D13-json"),
    ],
)
def test_files_that_are_not_csv_are_named(raw: bytes, part: str, problems_of: Found) -> None:
    """A file of another kind gives one problem, which says what it looks like."""
    (problem,) = problems_of(raw)
    assert places([problem]) == [(1, "-", "source-error")]
    assert part in problem.message
    assert "claim_id" in problem.fix


def test_header_only_is_no_data(good: str, problems_of: Found) -> None:
    """D02: a header without rows is refused."""
    (problem,) = problems_of(good.partition("\n")[0])
    assert places([problem]) == [(1, "-", "no-rows")]
    assert "no data rows" in problem.message


@pytest.mark.parametrize(
    ("edit", "place", "part"),
    [
        pytest.param(('word"\n', 'word",\n'), (2, "-", "extra-cell"), "33 cells, expected 32",
                     id="D05-trailing-comma"),
        pytest.param((",225.91,", ",1,225.91,"), (2, "-", "extra-cell"), "unquoted comma?",
                     id="D05-unquoted-thousands"),
        pytest.param(("1700,about", "1,700,about"), (3, "-", "extra-cell"), "33 cells",
                     id="D06-too-long"),
        pytest.param((",not_found,\n", ",not_found\n"), (4, "-", "missing-cell"),
                     "31 cells, expected 32", id="D06-too-short"),
    ],
)  # fmt: skip
def test_wrong_cell_counts_are_reported_by_line(
    edit: tuple[str, str], place: Place, part: str, edited: Edit, problems_of: Found
) -> None:
    """D05, D06: a row with too many or too few cells is one problem, also if it is referred to."""
    (problem,) = problems_of(edited(*edit))
    assert places([problem]) == [place]
    assert part in problem.message


def test_trailing_commas_on_all_rows_are_reported(good: str, problems_of: Found) -> None:
    """D05: a comma at the end of every data row does not shift the columns."""
    head, *rows = good.splitlines()
    found = problems_of("\n".join([head, *(f"{row}," for row in rows)]))
    assert places(found) == [(2, "-", "extra-cell")]
    assert found[0].message.endswith("(3 such rows: lines 2 to 4)")
    assert "last commas" in found[0].fix


@pytest.mark.parametrize(
    ("edit", "place"),
    [
        pytest.param((",A report,", ',"A report,'), (3, "source_title", "unclosed-quote"),
                     id="D07-unclosed"),
        pytest.param((",A lost page,", ',"A lost page,'), (4, "source_title", "unclosed-quote"),
                     id="D07-unclosed-at-the-end"),
        pytest.param(('"revenue, worldwide"', '"revenue", worldwide"'),
                     (2, "region", "bare-quote"), id="D07-odd-quotes"),
        pytest.param((",A report,", ',"A" report,'), (3, "source_title", "text-after-quote"),
                     id="D07-text-after"),
        pytest.param((",A report,", r',"A \"report\"",'), (3, "source_title", "escaped-quote"),
                     id="D07-backslash"),
        pytest.param((",A report,", ',A 5" report,'), (3, "source_title", "bare-quote"),
                     id="D07-bare"),
    ],
)  # fmt: skip
def test_broken_quotes_are_reported_where_they_break(
    edit: tuple[str, str], place: Place, edited: Edit, problems_of: Found
) -> None:
    """D07: the line and column where a quote opens or breaks, and the rows after are still read."""
    found = problems_of(edited(*edit) + "m4\n")
    assert places(found) == [place, (5, "-", "missing-cell")]


def test_lines_are_physical_after_a_cell_over_two_lines(edited: Edit, problems_of: Found) -> None:
    """D08: a cell over two lines is refused at its first line, a later bad row at its own."""
    found = problems_of(edited("revenue, worldwide", "revenue,\nworldwide") + "m4\n")
    assert [place[:2] for place in places(found)] == [(2, "scope"), (6, "-")]
    assert "contains a line break" in found[0].message
    assert "'revenue,\\nworldwide'" in found[0].message


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["plain", "mark"])
def test_marks_and_line_ends_do_not_matter(good: str, mark: str, end: str) -> None:
    """D09: a byte-order mark and any line ends give the same table, lines included."""
    raw = (mark + good.replace("\n", end)).encode()
    assert_frame_equal(parse_claims(raw, "a"), parse_claims(good.encode(), "b"))


def test_last_line_needs_no_end(good: str) -> None:
    """A file whose last line has no line end gives the same table."""
    assert_frame_equal(
        parse_claims(good.removesuffix("\n").encode(), "a"), parse_claims(good.encode(), "b")
    )


@pytest.mark.parametrize(
    ("line", "raw", "byte"),
    [
        pytest.param(3, "Zürich".encode("latin-1"), "0xfc", id="D10-latin1"),
        pytest.param(4, "10 € a year".encode("cp1252"), "0x80", id="D10-cp1252"),
        pytest.param(2, "Zürich".encode()[:2], "0xc3", id="D10-truncated"),
        pytest.param(2, "\ud83d\ude00".encode("utf-8", "surrogatepass"), "0xed", id="D10-cesu"),
        pytest.param(3, b"\xc0\xaf", "0xc0", id="D10-overlong"),
    ],
)
def test_bytes_that_are_not_utf8_are_located(
    line: int, raw: bytes, byte: str, with_cell: With, problems_of: Found
) -> None:
    """D10: line, column and byte of what is not UTF-8."""
    text = with_cell(line, "title", "HERE").encode().replace(b"HERE", raw)
    (problem,) = problems_of(text)
    assert places([problem]) == [(line, "title", "encoding-error")]
    assert problem.message == f"byte {byte} is not UTF-8"
    assert "UTF-8" in problem.fix


def test_file_that_ends_inside_a_character_is_refused(good: str, problems_of: Found) -> None:
    """D10: a file cut in the middle of a character is refused at its last line."""
    (problem,) = problems_of(good.removesuffix("\n").encode() + "ü".encode()[:1])
    assert places([problem]) == [(4, "note", "encoding-error")]


@pytest.mark.parametrize(
    ("value", "part"),
    [
        pytest.param("I\0DC", "U+0000", id="D11-nul"),
        pytest.param("I\tDC", "U+0009", id="D11-tab"),
        pytest.param("I\x1bDC", "U+001B", id="D11-escape"),
        pytest.param("\u202eIDC", "U+202E (RIGHT-TO-LEFT OVERRIDE)", id="D11-bidi"),
        pytest.param("\u2066IDC", "U+2066", id="D11-isolate"),
        pytest.param("I\u200bDC", "U+200B (ZERO WIDTH SPACE)", id="D11-zero-width"),
        pytest.param("I\u2028DC", "U+2028", id="D11-line-separator"),
        pytest.param("I\x85DC", "U+0085", id="D11-next-line"),
        pytest.param("\ufeffIDC", "U+FEFF", id="D11-inner-mark"),
        pytest.param(" IDC", "leading space: ' IDC'", id="D11-leading"),
        pytest.param("IDC ", "trailing space: 'IDC '", id="D11-trailing"),
        pytest.param("IDC\u00a0", "trailing space: 'IDC\\xa0'", id="D11-nbsp"),
        pytest.param("I, DC ", "trailing space", id="D11-trailing-quoted"),
    ],
)
@pytest.mark.parametrize("line", [2, 4])
def test_odd_characters_are_named(
    line: int, value: str, part: str, with_cell: With, problems_of: Found
) -> None:
    """D11: control, bidi and invisible characters and outer spaces, by line and column."""
    (problem,) = problems_of(with_cell(line, "producer", value))
    assert (problem.line, problem.column) == (line, "producer")
    assert part in problem.message


@pytest.mark.parametrize("value", ["Fürth", "東京", "10\u00a0%", "a 😀", "a, b"])
def test_letters_of_all_scripts_are_fine(value: str, with_cell: With, problems_of: Found) -> None:
    """Text beyond ASCII, and a no-break space inside a cell, are accepted as they are."""
    text = with_cell(2, "title", value)
    assert problems_of(text) == []
    assert parse_claims(text.encode(), "a")["title"].iloc[0] == value


def test_an_odd_number_is_reported_once(with_cell: With, problems_of: Found) -> None:
    """D11: an invisible character in a number is not reported again as a bad number."""
    (problem,) = problems_of(with_cell(2, "value", "\u202e225.91"))
    assert (problem.line, problem.column) == (2, "value")
    assert "U+202E" in problem.message


@pytest.mark.parametrize(
    ("extra", "code"),
    [
        pytest.param("<<<<<<< HEAD\n", "conflict-marker", id="D13-ours"),
        pytest.param("=======\n", "conflict-marker", id="D13-between"),
        pytest.param(">>>>>>> branch\n", "conflict-marker", id="D13-theirs"),
        pytest.param("# a comment\n", "comment-row", id="D13-comment"),
        pytest.param("\n", "blank-row", id="blank"),
        pytest.param("  \n", "blank-row", id="spaces"),
        pytest.param("," * 31 + "\n", "blank-row", id="commas"),
    ],
)
@pytest.mark.parametrize("before", [1, 3, 5])
def test_lines_that_are_no_rows(  # one case, its parts
    before: int, extra: str, code: str, good: str, problems_of: Found
) -> None:
    """D13: merge marks, comments and blank lines are one problem each, anywhere in the file."""
    lines = good.splitlines(keepends=True)
    text = "".join([*lines[: before - 1], extra, *lines[before - 1 :]])
    (problem,) = problems_of(text)
    assert places([problem]) == [(before, "-", code)]


def test_comments_alone_are_no_file(problems_of: Found) -> None:
    """A file without any header says so."""
    assert (1, "-", "no-rows") in places(problems_of("# nothing here\n"))


def test_a_row_has_a_longest_length(with_cell: With, problems_of: Found) -> None:
    """A cell of a megabyte is refused, in quotes or not, and an open quote swallows no file."""
    for value in ("a" * 1_000_000, "a," * 500_000 + "a"):
        (problem,) = problems_of(with_cell(2, "producer", value))
        assert places([problem]) == [(2, "-", "source-error")]
        assert "131,072" in problem.message


def test_an_unclosed_quote_costs_one_row(good: str, problems_of: Found) -> None:
    """The rows after an unclosed quote are read, however many there are."""
    head, first, second, third = good.splitlines()
    alone = third.replace("comparator,,m1", "original,,")
    rows = [alone.replace("m3,", f"n{at},") for at in range(3000)]
    broken = second.replace(",A report,", ',"A report,')
    found = problems_of("\n".join([head, first.replace(",m2,", ",n7,"), broken, third, *rows]))
    assert places(found) == [(3, "source_title", "unclosed-quote")]


@pytest.mark.parametrize("comma", [", global", ",global"])
def test_an_unquoted_comma_is_named(comma: str, csv_of: Callable[..., bytes]) -> None:
    """Where dropping the last commas would shift the cells, the comma is what is wrong."""
    raw = csv_of({"value": "1"}).replace(b"Market size", f"Market size{comma}".encode())
    (problem, *_) = [item for item in read_records(raw) if isinstance(item, Problem)]
    assert (problem.line, problem.code) == (2, "extra-cell")
    assert problem.fix == "quote the cell that holds a comma"


def test_trailing_commas_are_dropped(csv_of: Callable[..., bytes]) -> None:
    """Where every cell fits its column, only the last commas are too many."""
    raw = csv_of({"value": "1"})
    found = [item for item in read_records(raw[:-1] + b",,\n") if isinstance(item, Problem)]
    assert [problem.fix for problem in found] == ["drop the last commas"]


def test_the_blank_rows_of_a_spreadsheet_are_one_problem(csv_of: Callable[..., bytes]) -> None:
    """Rows of commas after the data are one problem, with their number."""
    raw = csv_of({"value": "1"}) + b",,,,\n" * 500
    (problem,) = [item for item in read_records(raw) if isinstance(item, Problem)]
    assert (problem.line, problem.code) == (3, "blank-row")
    assert problem.message.startswith("500 rows are blank")


@pytest.mark.parametrize("line", ["sep=,", "SEP=;", '"sep=,"', "\ufeffsep=,"])
def test_a_separator_line_is_named(line: str, csv_of: Callable[..., bytes]) -> None:
    """The line that a spreadsheet writes first is one problem, and the rest is read."""
    found = list(read_records(f"{line}\n".encode() + csv_of({"value": "1"})))
    (problem,) = [item for item in found if isinstance(item, Problem)]
    assert (problem.line, problem.code) == (1, "source-error")
    assert "sep=" in problem.message
    assert len(found) == 3


@pytest.mark.parametrize(
    "title",
    ["\u0627\u0646\u062f\u0627\u0632\u0647\u200c\u06cc", "\u0627\u0644\u0633\u0648\u0642\u200f (x)",
     "\u0915\u094d\u200d\u0937", "\U0001f468\u200d\U0001f469"],
)  # fmt: skip
def test_joiners_and_marks_are_part_of_a_script(title: str, csv_of: Callable[..., bytes]) -> None:
    """Persian, Arabic, Hindi and emoji are spelled with them."""
    raw = csv_of({"value": "1", "title": title})
    assert not [item for item in read_records(raw) if isinstance(item, Problem)]


@pytest.mark.parametrize(
    ("column", "value"),
    [("title", "Market\u200c size"), ("title", "Market\u200f"), ("claim_id", "a\u200cb"),
     ("title", "\u0627\u202e\u0644"), ("title", "\u0627\u200b\u0644")],
)  # fmt: skip
def test_invisible_characters_elsewhere_are_refused(
    column: str, value: str, csv_of: Callable[..., bytes]
) -> None:
    """In Latin text and keys a joiner hides, and an override or zero-width space always does."""
    raw = csv_of({"value": "1", column: value})
    (problem,) = [item for item in read_records(raw) if isinstance(item, Problem)]
    assert (problem.column, problem.code) == (column, "invisible-character")
