"""The sheets of an ods workbook, read as a stream of XML: libraries build all of it in memory."""

from collections import deque
from collections.abc import Generator, Iterator
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import Element
from zipfile import ZipFile

from defusedxml.ElementTree import iterparse

from report_helpers.claims.spreadsheets.shown_cells import (
    FORMULA,
    Run,
    SheetCell,
    Unsure,
    date_as_shown,
    number_as_shown,
)

__all__ = ["ods_sheets"]

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
CELLS = (f"{TABLE}table-cell", f"{TABLE}covered-table-cell")


def ods_sheets(raw: bytes) -> Generator[tuple[str, Iterator[Run]], None, None]:
    """Yield the name and the repeated rows of each sheet."""
    with ZipFile(BytesIO(raw)) as archive, archive.open("content.xml") as content:
        events = iterparse(content, events=("start", "end"))
        for event, element in events:
            if event == "start" and element.tag == f"{TABLE}table":
                rows = sheet_rows(events)
                yield element.get(f"{TABLE}name", ""), rows
                # Rows that nobody wants are left behind one by one too, not kept in memory.
                deque(rows, maxlen=0)


def sheet_rows(events: Iterator[tuple[str, Element]]) -> Iterator[Run]:
    """Yield the repeated rows up to the end of a sheet."""
    for event, element in events:
        if event == "start":
            continue
        if element.tag == f"{TABLE}table":
            element.clear()
            return
        if element.tag == f"{TABLE}table-row":
            cells = [(cell_text(cell), repeats(cell, "columns")) for cell in element
                     if cell.tag in CELLS]  # fmt: skip
            yield cells, repeats(element, "rows")
            element.clear()


def repeats(element: Element, of: str) -> int:
    """Return how often a cell or a row is repeated."""
    return int(element.get(f"{TABLE}number-{of}-repeated", 1))


def cell_text(cell: Element) -> SheetCell:
    """Return the text that a cell shows."""
    shown = "\n".join(paragraph(part) for part in cell if part.tag == f"{TEXT}p")
    formula = cell.get(f"{TABLE}formula")
    if formula is not None:
        return Unsure(f"{formula[:40]!a} is a formula", FORMULA)
    kind = cell.get(f"{OFFICE}value-type", "string")
    if kind == "float":
        return number_as_shown(Decimal(cell.get(f"{OFFICE}value", "")), shown)
    if kind == "date":
        value = datetime.fromisoformat(cell.get(f"{OFFICE}date-value", ""))
        return date_as_shown(value, shown)
    if kind in {"string", "boolean"}:
        return shown or cell.get(f"{OFFICE}string-value", "")
    return Unsure(f"the number {cell.get(f'{OFFICE}value', '')[:40]} is shown as {shown[:40]!a}")


def paragraph(part: Any) -> str:
    """Return the text of a paragraph; repeated spaces and line breaks are elements in it."""
    if part.tag == f"{TEXT}s":
        inner = " " * min(int(part.get(f"{TEXT}c", 1)), 1000)
    elif part.tag == f"{TEXT}line-break":
        inner = "\n"
    elif part.tag == f"{TEXT}tab":
        inner = "\t"
    else:
        inner = part.text or ""
    return inner + "".join(
        ("" if child.tag == f"{OFFICE}annotation" else paragraph(child)) + (child.tail or "")
        for child in part
    )
