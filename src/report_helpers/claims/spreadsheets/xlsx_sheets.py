"""The sheets of an xlsx workbook, through openpyxl."""

import warnings
from collections.abc import Generator, Iterator
from datetime import date, time
from io import BytesIO
from typing import Any

from report_helpers.claims.spreadsheets.shown_cells import (
    FORMULA,
    Run,
    SheetCell,
    Unsure,
    date_in_format,
    number_in_format,
)

__all__ = ["xlsx_sheets"]


def xlsx_sheets(raw: bytes, first: str = "") -> Generator[tuple[str, Iterator[Run]], None, None]:
    """Yield the name and the rows of each sheet; a row that is missing is empty.

    Args:
        raw: the bytes of the workbook.
        first: the name of the sheet that comes before the others, in small letters.
    """
    from openpyxl import load_workbook  # noqa: PLC0415 (a slow import that few claims need)

    with warnings.catch_warnings():
        # It warns of drop-down lists and other parts that it does not read.
        warnings.simplefilter("ignore")
        book = load_workbook(BytesIO(raw), read_only=True, keep_links=False)
        for sheet in sorted(
            book.worksheets, key=lambda each: each.title.strip().casefold() != first
        ):
            # The size that a file states may be wrong or huge.
            sheet.reset_dimensions()
            rows = sheet.iter_rows()
            yield sheet.title, (([(cell_text(cell), 1) for cell in row], 1) for row in rows)


def cell_text(cell: Any) -> SheetCell:
    """Return the text that a cell shows."""
    value = "" if cell.value is None else cell.value
    if cell.data_type == "f":
        return Unsure(f"{str(value)[:40]!a} is a formula", FORMULA)
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return number_in_format(value, cell.number_format)
    if isinstance(value, date | time):
        return date_in_format(value, cell.number_format)
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("\r", "\n")
    return Unsure(f"{str(value)[:40]!a} is no text or number")
