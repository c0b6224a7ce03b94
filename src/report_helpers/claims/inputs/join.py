"""Joins claims with the documents that they name: one table, as if each row described its own."""

from collections.abc import Iterable, Iterator

from report_helpers.claims.inputs.documents import Document, Documents
from report_helpers.claims.parsing.csv_records import Record
from report_helpers.claims.schema import SOURCE_COLUMNS
from report_helpers.errors import Problem

__all__ = ["joined"]

KEY = SOURCE_COLUMNS[0].name
REQUIRED = [column.name for column in SOURCE_COLUMNS[1:] if column.required]


def joined(
    claims: Iterable[Record | Problem], documents: Documents, used: set[str]
) -> Iterator[Record | Problem]:
    """Yield the records of the claims with the cells of their documents, and all problems.

    Args:
        claims: the header, then rows, mixed with structural problems.
        documents: what the claims name.
        used: receives the `source_id` of each document that a claim names.

    Yields:
        The problems of the documents, then the records with all columns of the documents. A cell
        that a claim leaves empty is the document's; one that differs is a problem.
    """
    yield from documents.problems
    row: RowJoin | None = None
    for item in claims:
        if isinstance(item, Problem):
            if item.code != "missing-label" or item.column not in documents.columns:
                yield item
        elif row:
            yield from row.joined(item)
        else:
            row = RowJoin(item.cells, documents, used)
            yield Record(item.line, row.names)


class RowJoin:
    """Joins the rows of one claims file; `names` are the columns afterwards."""

    def __init__(self, names: list[str], documents: Documents, used: set[str]) -> None:
        added = [name for name in documents.columns if name not in names]
        self.names = [*names, *added]
        self._added = len(added)
        self._places = {name: self.names.index(name) for name in documents.columns}
        self._key = names.index(KEY) if KEY in names else None
        self._documents = documents
        self._used = used

    def joined(self, record: Record) -> Iterator[Record | Problem]:
        """Yield the problems of a row, then the row with the cells of its document."""
        cells = [*record.cells, *[""] * self._added]
        if self._key is None or self._key in record.broken:
            yield Record(record.line, cells, record.broken.union(self._places.values()))
            return
        key = cells[self._key]
        document = self._documents.rows.get(key)
        if document is None:
            yield from self._without_document(record, cells)
            return
        self._used.add(key)
        yield from self._conflicts(record, cells, document)
        broken = {at for name, at in self._places.items() if name in document.broken}
        for name, at in self._places.items():
            cells[at] = document.cells[name]
        yield Record(record.line, cells, record.broken | broken)

    def _without_document(self, record: Record, cells: list[str]) -> Iterator[Record | Problem]:
        """Yield a row that names no document; a problem unless it describes its own."""
        empty = [at for name, at in self._places.items() if name in REQUIRED and not cells[at]]
        key = cells[self._key or 0]
        if key and empty:
            what = f"{self._documents.file} has no document {key!a}"
            fix = "add a row for it there, or correct the source_id"
            yield Problem(record.line, KEY, "foreign-key", what, fix)
            yield Record(record.line, cells, record.broken.union(empty))
            return
        yield Record(record.line, cells, record.broken)

    def _conflicts(self, record: Record, cells: list[str], document: Document) -> Iterator[Problem]:
        """Yield a problem for each cell of a row that differs from its document's."""
        for name, at in self._places.items():
            theirs = document.cells[name]
            if cells[at] and cells[at] != theirs and at not in record.broken:
                there = f"in {self._documents.file}, line {document.line}"
                what = (
                    f"{cells[self._key or 0]} has {name} {cells[at]!a} here and {theirs!a} {there}"
                )
                fix = "write the same in both, or empty the cell here"
                yield Problem(record.line, name, "source-conflict", what, fix)
