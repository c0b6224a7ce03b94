"""The documents of a project, each described once: `sources.csv` beside the claims."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from report_helpers.claims.parsing.cell_problems import cell_problem, fits
from report_helpers.claims.parsing.csv_records import Record
from report_helpers.claims.schema import SOURCE_COLUMNS
from report_helpers.errors import Problem

__all__ = ["Document", "Documents", "read_documents"]

KEY = SOURCE_COLUMNS[0].name
BY_NAME = {column.name: column for column in SOURCE_COLUMNS}


class Document(NamedTuple):
    """A row of `sources.csv`; `broken` has the columns whose problem is already reported."""

    line: int
    cells: Mapping[str, str]
    broken: frozenset[str]


class Documents(NamedTuple):
    """The documents by their `source_id`.

    Attributes:
        file: the name of their file in messages.
        columns: what describes a document there, without its key.
        rows: the documents.
        problems: those of the file.
    """

    file: str
    columns: tuple[str, ...]
    rows: Mapping[str, Document]
    problems: tuple[Problem, ...]

    def unused(self, used: set[str]) -> list[Problem]:
        """Return a note for each document that no claim names."""
        what, fix = "no claim was read in this document", "remove the row, or leave it for later"
        return [
            Problem(document.line, KEY, "unused-document", f"{key}: {what}", fix, self.file)
            for key, document in self.rows.items()
            if key not in used
        ]


def read_documents(found: Iterable[Record | Problem], file: str) -> Documents:
    """Collect the documents of a file, and every problem of it.

    Args:
        found: the header, then rows, mixed with structural problems.
        file: its name in messages.
    """
    problems: list[Problem] = []
    rows: dict[str, Document] = {}
    names: list[str] = []
    for item in found:
        if isinstance(item, Problem):
            problems.append(item)
        elif names:
            document, wrong = read_document(item, names)
            problems += wrong
            key = document.cells.get(KEY, "")
            if key in rows:
                what = f"line {rows[key].line} already describes the document {key!a}"
                fix = "keep one of them, or give one another source_id"
                problems.append(Problem(item.line, KEY, "primary-key", what, fix))
            elif key:
                rows[key] = document
        else:
            names = item.cells
    in_file = (
        Problem(each.line, each.column, each.code, each.message, each.fix, file)
        for each in problems
    )
    columns = tuple(name for name in BY_NAME if name in names and name != KEY)
    return Documents(file, columns, rows, tuple(in_file))


def read_document(record: Record, names: list[str]) -> tuple[Document, list[Problem]]:
    """Return the document of a row, and the problems of its cells."""
    cells = {name: cell for name, cell in zip(names, record.cells, strict=True) if name}
    known = {names[at] for at in record.broken}
    wrong = [name for name in wrong_cells(cells) if name not in known]
    problems = [cell_problem(record.line, BY_NAME[name], cells[name]) for name in wrong]
    return Document(record.line, cells, frozenset([*known, *wrong])), problems


def wrong_cells(cells: Mapping[str, str]) -> Iterator[str]:
    """Yield the columns whose cell does not fit."""
    return (name for name, cell in cells.items() if not fits(BY_NAME[name], cell))
