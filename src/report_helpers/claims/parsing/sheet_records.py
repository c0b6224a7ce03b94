"""The records and problems of a sheet, as those of a CSV: see `csv_records`."""

from collections.abc import Iterator, Sequence

from report_helpers.claims.parsing.causes import CauseProblem
from report_helpers.claims.parsing.csv_header import expected, read_header
from report_helpers.claims.parsing.csv_records import Record
from report_helpers.claims.parsing.invisible_characters import odd_cells
from report_helpers.claims.schema import COLUMNS, Column
from report_helpers.claims.spreadsheets.shown_cells import SheetCell, Unsure
from report_helpers.claims.spreadsheets.workbook import Sheet
from report_helpers.errors import Problem

__all__ = ["certain", "sheet_records"]

KINDS = {column.name: column.kind for column in COLUMNS}


def sheet_records(sheet: Sheet, columns: Sequence[Column] = COLUMNS) -> Iterator[Record | Problem]:
    """Yield the records and the structural problems of a sheet, in its order.

    Args:
        sheet: the sheet; blank rows and columns after its last cell do not count.
        columns: the columns that it may have.
    """
    names: list[str] = []
    above = 0
    for line, cells in sheet.rows:
        if line > above + 1:
            yield blank_rows(above + 1, line - above - 1)
        if names:
            yield from row(line, cells, names)
        else:
            labels = [cell if isinstance(cell, str) else cell.what for cell in cells]
            names, found = read_header(line, labels, columns)
            yield from found
            if not names:
                return
            yield Record(line, names)
        above = line
    if len(sheet.rows) <= 1:
        what = "there are no data rows" if names else "there is no header"
        yield Problem(1, "-", "no-rows", what, "add a row" if names else expected(columns))


def blank_rows(line: int, number: int) -> Problem:
    """Return the problem of blank rows between others, the first of which is at `line`."""
    what = "the row is blank" if number == 1 else f"{number:,} rows are blank from here on"
    return CauseProblem(line, "-", "blank-row", what, "delete the rows in the spreadsheet")


def row(line: int, cells: list[SheetCell], names: list[str]) -> Iterator[Record | Problem]:
    """Yield the problems of a row, then the row."""
    if len(cells) > len(names):
        what = f"there is a cell in column {len(cells)}, which has no name"
        fix = "name the column, or empty the cell"
        yield CauseProblem(line, "-", "extra-cell", what, fix)
    at_names = [*cells, *[""] * len(names)][: len(names)]
    texts, unsure = [], {}
    for at, (name, cell) in enumerate(zip(names, at_names, strict=True)):
        text = certain(cell, name)
        texts.append(text if isinstance(text, str) else "")
        if isinstance(text, Unsure):
            unsure[at] = CauseProblem(line, name or "-", "unsure-cell", text.what, text.fix)
    found = odd_cells(line, texts, names) | unsure
    yield from found.values()
    yield Record(line, texts, frozenset(found))


def certain(cell: SheetCell, name: str) -> SheetCell:
    """Return the text of a cell; a date is certain in columns of dates only."""
    if isinstance(cell, Unsure) and cell.as_date and KINDS.get(name) in {"date", "day"}:
        return cell.as_date
    return cell
