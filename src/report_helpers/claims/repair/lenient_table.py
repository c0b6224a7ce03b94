"""A table with defects as rows of cells: any separator, blank rows and columns left out."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import NamedTuple

from report_helpers.claims.defects import ProblemCollector
from report_helpers.claims.inputs.raw_tables import Table
from report_helpers.claims.parsing.causes import CauseProblem
from report_helpers.claims.parsing.cell_problems import fits
from report_helpers.claims.parsing.csv_lines import foreign, texts
from report_helpers.claims.parsing.csv_quotes import broken_text, split
from report_helpers.claims.parsing.csv_records import SEPARATOR_LINE, not_a_record
from report_helpers.claims.parsing.sheet_records import certain
from report_helpers.claims.repair.certain_cells import certain_cell, certain_key
from report_helpers.claims.schema import COLUMNS
from report_helpers.claims.spreadsheets.shown_cells import Unsure
from report_helpers.claims.spreadsheets.workbook import Sheet
from report_helpers.claims.wording import count_phrase
from report_helpers.errors import DataError, Problem

__all__ = ["Change", "LenientRow", "LenientTable", "read_lenient"]

BY_NAME = {column.name: column for column in COLUMNS}
UTF8_MARK, UTF16_MARKS = b"\xef\xbb\xbf", (b"\xff\xfe", b"\xfe\xff")
HEAD = 65536
"""Bytes that are enough for the first lines."""
SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs"}


class Change(NamedTuple):
    """A change at a line of a file and a column, `-` for none."""

    line: int
    column: str
    what: str
    file: str = ""


@dataclass(slots=True)
class LenientRow:
    """A row of cells; `verbatim` is the text of one that cannot be split and stays as it is."""

    line: int
    cells: list[str]
    verbatim: str = ""


@dataclass(slots=True)
class LenientTable:
    """A table: its column labels, its rows, and what was changed so far."""

    place: str
    labels: list[str] = field(default_factory=list)
    rows: list[LenientRow] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)

    def whole_rows(self) -> Iterator[LenientRow]:
        """Yield the rows that have a cell for each label."""
        return (row for row in self.rows
                if not row.verbatim and len(row.cells) == len(self.labels))  # fmt: skip

    def cells(self, name: str) -> Iterator[str]:
        """Yield the cells of a column in these rows; none without the column."""
        if name in self.labels:
            at = self.labels.index(name)
            yield from (row.cells[at] for row in self.whole_rows())


def read_lenient(given: Table) -> LenientTable:
    """Return the rows of a table, with its labels, blank rows and blank columns mended.

    Raises:
        DataError: the file is no table, or cells of a workbook are not certain.
    """
    table = LenientTable(given.place)
    rows = csv_rows(given.raw, table) if given.sheet is None else sheet_rows(given.sheet, table)
    table.rows = list(without_blank_rows(rows, table))
    if not table.rows or table.rows[0].verbatim:
        raise DataError(given.place, [Problem(1, "-", "no-rows", "there is no header", "add one")])
    table.labels = table.rows.pop(0).cells
    drop_blank_columns(table)
    mend_labels(table)
    drop_blank_ends(table)
    return table


def sheet_rows(sheet: Sheet, table: LenientTable) -> Iterator[LenientRow]:
    """Yield the rows of a sheet, all as wide as the widest."""
    width = max((len(cells) for _, cells in sheet.rows), default=0)
    labels = [certain_key(str(cell)) for _, cells in sheet.rows[:1] for cell in cells]
    problems = ProblemCollector()
    above = 0
    for line, cells in sheet.rows:
        if line > above + 1:
            what = f"{count_phrase(line - above - 1, 'blank row')} above it removed"
            table.changes.append(Change(line, "-", what))
        texts = [certain(cell, name) for cell, name in zip_longest(cells, labels, fillvalue="")]
        problems.add(
            CauseProblem(line, name or "-", "unsure-cell", text.what, text.fix)
            for text, name in zip_longest(texts, labels, fillvalue="")
            if isinstance(text, Unsure)
        )
        shown = [text if isinstance(text, str) else "" for text in texts]
        yield LenientRow(line, (shown + [""] * width)[:width])
        above = line
    if problems.counts:
        raise DataError(table.place, problems.listed(), problems.counts)


def csv_rows(raw: bytes, table: LenientTable) -> Iterator[LenientRow]:
    """Yield the rows of a CSV in any usual separator and Unicode encoding."""
    if raw.startswith(UTF16_MARKS):
        raw = as_utf8(raw, table.place)
        table.changes.append(Change(1, "-", "UTF-16 is now UTF-8"))
    elif raw.startswith(UTF8_MARK):
        raw = raw.removeprefix(UTF8_MARK)
        table.changes.append(Change(1, "-", "the byte-order mark is removed"))
    if kind := foreign(raw):
        fix = "save it as comma-separated UTF-8"
        raise DataError(table.place, [Problem(1, "-", "source-error", f"the file {kind}", fix)])
    first, second = [*raw[:HEAD].decode(errors="replace").splitlines(), "", ""][:2]
    separator = separator_of(second if SEPARATOR_LINE.fullmatch(first) else first)
    if separator != ",":
        what = f"cells were separated by {SEPARATORS[separator]}"
        table.changes.append(Change(1, "-", what))
        yield from separated(raw, separator, table.place)
        return
    for line, text in texts(raw):
        problem = not_a_record(line, text)
        kept = problem and problem.code not in {"blank-row", "source-error"}
        if kept or broken_text(line, text, []):
            yield LenientRow(line, [], text)
        else:
            yield LenientRow(line, split(text))


def as_utf8(raw: bytes, place: str) -> bytes:
    """Return UTF-16 text as UTF-8."""
    try:
        return raw.decode("utf-16").encode()
    except UnicodeError:
        problem = Problem(1, "-", "source-error", "the file is no whole UTF-16", "save it as UTF-8")
        raise DataError(place, [problem]) from None


def separator_of(header: str) -> str:
    """Return the separator that makes the most column names of a header."""

    def names(separator: str) -> int:
        labels = header.replace('"', "").split(separator)
        return sum(certain_key(label) in BY_NAME for label in labels)

    return max(SEPARATORS, key=names)


def separated(raw: bytes, separator: str, place: str) -> Iterator[LenientRow]:
    """Yield the rows of a text with another separator than commas."""
    # Any line end counts, as in `texts`; Python writes a lone CR without quotes.
    text = io.StringIO(raw.decode(errors="surrogateescape"), newline=None)
    reader = csv.reader(text, delimiter=separator, strict=True)
    line = 1
    try:
        for cells in reader:
            yield LenientRow(line, cells)
            line = reader.line_num + 1
    except csv.Error as error:
        problem = Problem(line, "-", "source-error", f"the row cannot be split ({error})",
                          "close its quotes")  # fmt: skip
        raise DataError(place, [problem]) from error


def without_blank_rows(rows: Iterable[LenientRow], table: LenientTable) -> Iterator[LenientRow]:
    """Yield the rows that are not blank, nor a spreadsheet's line that names the separator."""
    for row in rows:
        if row.line == 1 and SEPARATOR_LINE.fullmatch(",".join(row.cells)):
            table.changes.append(Change(1, "-", "the line that names the separator is removed"))
        elif row.verbatim or any(map(str.strip, row.cells)):
            yield row
        else:
            table.changes.append(Change(row.line, "-", "the blank row is removed"))


def drop_blank_columns(table: LenientTable) -> None:
    """Remove columns without label and cells."""
    labels = table.labels
    rows = [row for row in table.rows if not row.verbatim]
    used = {at for row in rows for at, cell in enumerate(row.cells) if cell.strip()}
    blank = [at for at, label in enumerate(labels) if not label.strip() and at not in used]
    for at in reversed(blank):
        del labels[at]
        for row in rows:
            del row.cells[at : at + 1]
        table.changes.append(Change(1, "-", f"column {at + 1}, which is blank, is removed"))


def mend_labels(table: LenientTable) -> None:
    """Write labels that differ from a column's name in capitals and spaces alone as the name."""
    for at, label in enumerate(table.labels):
        name = certain_key(label.strip().strip("\ufeff\u200b"))
        if name != label and name in BY_NAME and name not in table.labels:
            table.changes.append(Change(1, name, f"{label!r} is now {name}"))
            table.labels[at] = name


def drop_blank_ends(table: LenientTable) -> None:
    """Remove blank cells after the last column, unless a comma without quotes moved the others."""
    columns = [BY_NAME.get(label) for label in table.labels]
    for row in table.rows:
        spare = row.cells[len(columns) :]
        if not spare or any(map(str.strip, spare)):
            continue
        cells = dict(zip(table.labels, row.cells, strict=False))
        if all(
            fits(column, certain_cell(column, cell, cells)) if column else not cell.strip()
            for column, cell in zip(columns, row.cells, strict=False)
        ):
            del row.cells[len(columns) :]
            table.changes.append(Change(row.line, "-", "blank cells at the end are removed"))
