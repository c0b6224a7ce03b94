"""Reads the sheets of claims and documents from the bytes of a workbook, within limits."""

import re
from collections.abc import Iterable
from contextlib import closing
from io import BytesIO
from itertools import chain, repeat
from typing import NamedTuple
from zipfile import BadZipFile, ZipFile

from report_helpers.claims.spreadsheets.shown_cells import Run, SheetCell
from report_helpers.errors import InputError

__all__ = ["Sheet", "is_workbook", "read_workbook"]

CLAIMS, SOURCES = "claims", "sources"
"""The names of sheets, in small letters."""
ZIP = b"PK\x03\x04"
XLSX, ODS = re.compile(r"xl/workbook[0-9]*\.xml"), "content.xml"
LARGEST_DATA, LARGEST_REST = 100 << 20, 16 << 20
"""Bytes of unpacked XML: of sheets with their texts, and of all else, which needs more memory."""
MOST_CELLS = 5_000_000
"""Cells, empty ones before the last of a row included; few bytes can stand for any number."""
DATA_PARTS = re.compile(r"xl/(?:worksheets/[^/]+|sharedStrings)\.xml|content\.xml", re.IGNORECASE)
AS_CSV = "delete what is no claim, or save it as CSV"


class Sheet(NamedTuple):
    """A sheet: the rows that are not blank, by their number, without blank cells at their end."""

    rows: list[tuple[int, list[SheetCell]]]


class TooManyCellsError(Exception):
    """The sheets have more than `MOST_CELLS` cells."""


def is_workbook(raw: bytes) -> bool:
    """Return whether the bytes are an xlsx or ods workbook."""
    return raw.startswith(ZIP) and (is_xlsx(raw) or ODS in part_names(raw))


def is_xlsx(raw: bytes) -> bool:
    """Return whether the bytes are an xlsx workbook."""
    return any(XLSX.fullmatch(name) for name in part_names(raw))


def part_names(raw: bytes) -> set[str]:
    """Return the names of the files in a zip archive; none if it is no whole archive."""
    try:
        with ZipFile(BytesIO(raw)) as archive:
            return set(archive.namelist())
    except (BadZipFile, ValueError, OSError, NotImplementedError):
        return set()


def read_workbook(raw: bytes, place: str) -> tuple[Sheet, Sheet | None]:
    """Return the sheet of claims and, if there is one, that of documents.

    Claims are on the sheet `claims`, else on the first one; documents on the sheet `sources`.

    Args:
        raw: the bytes of the workbook.
        place: its name in errors.

    Raises:
        InputError: the workbook cannot be read, or is too large.
    """
    refuse_large(raw, place)
    try:
        found = sheets(raw)
    except TooManyCellsError:
        raise InputError(place, f"has more than {MOST_CELLS:,} cells", AS_CSV) from None
    except Exception as error:
        # The libraries raise whatever a damaged part leads to.
        what = f"the workbook cannot be read ({type(error).__name__})"
        raise InputError(place, what, "save it again, or save it as CSV") from error
    sources = found.pop(SOURCES, None)
    if not found:
        raise InputError(place, "the workbook has no sheet of claims", "name it claims")
    return found.get(CLAIMS) or next(iter(found.values())), sources


def refuse_large(raw: bytes, place: str) -> None:
    """Raise an error for a workbook that unpacks to more than is read, such as a zip bomb."""
    with ZipFile(BytesIO(raw)) as archive:
        parts = [part for part in archive.infolist() if part.filename.endswith((".xml", ".rels"))]
    data = sum(part.file_size for part in parts if DATA_PARTS.fullmatch(part.filename))
    rest = sum(part.file_size for part in parts) - data
    for size, limit in ((data, LARGEST_DATA), (rest, LARGEST_REST)):
        if size > limit:
            what = f"unpacks to more than {limit >> 20} MB"
            raise InputError(place, what, AS_CSV)


def sheets(raw: bytes) -> dict[str, Sheet]:
    """Return the sheets that may be wanted by their name in small letters."""
    # Imported here: few claims need what these load.
    if is_xlsx(raw):
        from report_helpers.claims.spreadsheets.xlsx_sheets import xlsx_sheets  # noqa: PLC0415

        every = xlsx_sheets(raw, CLAIMS)
    else:
        from report_helpers.claims.spreadsheets.ods_sheets import ods_sheets  # noqa: PLC0415

        every = ods_sheets(raw)
    found: dict[str, Sheet] = {}
    left = MOST_CELLS
    with closing(every):
        for name, rows in every:
            key = name.strip().casefold()
            if key in {CLAIMS, SOURCES} or not found.keys() - {SOURCES}:
                sheet, left = read_sheet(rows, left)
                found.setdefault(key, sheet)
    return found


def read_sheet(rows: Iterable[Run], left: int) -> tuple[Sheet, int]:
    """Return a sheet, and how many cells may be read after it.

    Args:
        rows: its repeated rows.
        left: how many cells may be read.

    Raises:
        TooManyCellsError: it has more cells.
    """
    found: list[tuple[int, list[SheetCell]]] = []
    number = 1
    for cells, times in rows:
        while cells and blank(cells[-1][0]):
            cells.pop()
        # A blank row costs a step too, unless a run of them is one element.
        left -= times * sum(count for _, count in cells) if cells else 1
        if left < 0:
            raise TooManyCellsError
        if cells:
            row = list(chain.from_iterable(repeat(cell, count) for cell, count in cells))
            found += [(number + at, row) for at in range(times)]
        number += times
    return Sheet(found), left


def blank(cell: SheetCell) -> bool:
    """Return whether a cell shows nothing."""
    return isinstance(cell, str) and not cell.strip()
