"""A workbook for claims: text cells, so that digits stay as typed, and lists to choose from."""

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from report_helpers.claims.schema import COLUMNS

__all__ = ["claims_sheet"]

ROWS: Final = 10_000
"""Rows that have lists."""
TEXT: Final = "@"
WIDE: Final = {"title", "scope", "as_printed", "source_title", "url", "note"}


def claims_sheet(names: Sequence[str], rows: Iterable[Mapping[str, str]]) -> bytes:
    """Return an xlsx with the claims on a sheet `claims`.

    Args:
        names: its columns.
        rows: the texts of its rows by column.
    """
    book = Workbook()
    sheet: Worksheet = book.active
    sheet.title = "claims"
    sheet.append(list(names))
    for row in rows:
        sheet.append([row.get(name, "") or None for name in names])
    sheet.freeze_panes = "B2"
    columns = {column.name: column for column in COLUMNS}
    for number, name in enumerate(names, 1):
        letter = get_column_letter(number)
        column = sheet.column_dimensions[letter]
        column.width, column.number_format = 40 if name in WIDE else 16, TEXT
        for cell in sheet[letter]:
            cell.number_format = TEXT
        head = sheet[f"{letter}1"]
        head.font = Font(bold=columns[name].required)
        head.comment = Comment(f"{columns[name].meaning}, such as {columns[name].example}", "")
        if columns[name].allowed:
            _offer(sheet, f"{letter}2:{letter}{ROWS}", columns[name].allowed)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def _offer(sheet: Worksheet, cells: str, choices: Sequence[str]) -> None:
    """Let cells choose from a list, and refuse anything else."""
    rule = DataValidation(type="list", formula1=f'"{",".join(choices)}"', allow_blank=True)
    rule.showErrorMessage = True
    rule.error = f"Choose one of {', '.join(choices)}."[:255]
    sheet.add_data_validation(rule)
    rule.add(cells)
