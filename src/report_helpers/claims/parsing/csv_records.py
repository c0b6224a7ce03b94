"""A strict CSV reader that splits bytes into records with physical line numbers.

It never guesses and does not stop at the first defect: it yields a problem for each part that it
cannot read, and records for the rest.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from report_helpers.claims.parsing.csv_header import expected, read_header
from report_helpers.claims.parsing.csv_lines import blank_rows_joined, foreign, texts
from report_helpers.claims.parsing.csv_quotes import (
    broken_text,
    one_reader,
    plain_cells,
    split,
    wrong_count,
)
from report_helpers.claims.parsing.invisible_characters import ODD, odd_cells
from report_helpers.claims.schema import COLUMNS, Column
from report_helpers.errors import Problem

__all__ = ["Record", "read_records"]


SEPARATOR_LINE = re.compile(r'"?sep=.?"?,*', re.IGNORECASE)
CONFLICT = re.compile(r"(<<<<<<<|>>>>>>>|\|\|\|\|\|\|\|)( |\Z)|=======\Z")


class Record(NamedTuple):
    """One row of cells; `broken` has the positions of cells with a problem already reported."""

    line: int
    cells: list[str]
    broken: frozenset[int] = frozenset()


def read_records(raw: bytes, columns: Sequence[Column] = COLUMNS) -> Iterator[Record | Problem]:
    """Yield the records and the structural problems of a file, in file order.

    Args:
        raw: the bytes of the file.
        columns: the columns that the file may have.

    Yields:
        The first record is the header: its cells are names of the schema, empty for an unusable
        column. Every other record has the same number of cells. Without a header there are no
        records.
    """
    kind = foreign(raw)
    if kind:
        fix = f"save it as comma-separated UTF-8 and {expected(columns)}"
        yield Problem(1, "-", "source-error", f"the file {kind}", fix)
        return
    names: list[str] = []
    rows = 0
    split_next = one_reader()
    for line, text in blank_rows_joined(texts(raw)):
        # The first test is fast, and almost all rows pass it.
        problem = None if names and text[:1].isalnum() else not_a_record(line, text)
        if problem:
            yield problem
        elif names:
            rows += 1
            cells = plain_cells(text, len(names), split_next)
            yield from [Record(line, cells)] if cells else row(line, text, names)
        else:
            names, found = header(line, text, columns)
            yield from found
            if not names:
                return
            yield Record(line, names)
    if not rows:
        what = "there are no data rows" if names else "there is no header"
        fix = "add a row" if names else expected(columns)
        yield Problem(1, "-", "no-rows", what, fix)


def not_a_record(line: int, text: str) -> Problem | None:
    """Return the problem of a text that is not a record: blank, a comment, a conflict marker."""
    if not text.strip(', "\t\n'):
        count = text.count("\n")
        if not count:
            return Problem(line, "-", "blank-row", "the row is blank", "remove it")
        what = f"{count + 1} rows are blank from here on (from a spreadsheet?)"
        return Problem(line, "-", "blank-row", what, "delete these rows there, and save again")
    if line == 1 and SEPARATOR_LINE.fullmatch(text):
        what, fix = "the sep= line of a spreadsheet is not CSV", "remove it"
        return Problem(line, "-", "source-error", what, fix)
    if text[0] == "#":
        return Problem(line, "-", "comment-row", "CSV has no comments", "remove it")
    if text[0] in "<>|=" and CONFLICT.match(text):
        what = f"merge conflict marker {text[:7]!a}"
        return Problem(line, "-", "conflict-marker", what, "resolve the conflict")
    return None


def header(line: int, text: str, columns: Sequence[Column]) -> tuple[list[str], list[Problem]]:
    """Return the column names and the problems of the header; no names if it is unreadable."""
    problem = broken_text(line, text, [])
    return ([], [problem]) if problem else read_header(line, split(text), columns)


def row(line: int, text: str, names: list[str]) -> Iterator[Record | Problem]:
    """Yield the problems of a row, then the row; only its key if it cannot be split."""
    problem = broken_text(line, text, names)
    if problem:
        yield problem
        yield only_id(line, text.split(",", len(names)), names)
        return
    cells = split(text)
    if len(cells) != len(names):
        yield wrong_count(line, cells, names)
        yield only_id(line, cells, names)
        return
    odd = not text.isprintable() and ODD.search(text) is not None
    spaced = list(map(str.strip, cells)) != cells
    found = odd_cells(line, cells, names) if odd or spaced else {}
    yield from found.values()
    yield Record(line, cells, frozenset(found))


def only_id(line: int, cells: list[str], names: list[str]) -> Record:
    """Return an unreadable row with only its claim_id, because other rows may refer to it."""
    padded = [*cells, *[""] * len(names)]
    kept = [padded[at] if name == "claim_id" else "" for at, name in enumerate(names)]
    return Record(line, kept, frozenset(range(len(names))))
