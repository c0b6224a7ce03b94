"""Splits the text of a record into cells; reports misplaced quotes and wrong numbers of cells."""

import csv
import re
from collections.abc import Callable

from report_helpers.claims.parsing.causes import CauseProblem
from report_helpers.claims.parsing.cell_problems import fits
from report_helpers.claims.parsing.csv_lines import CELL, MAX_CHARACTERS, QUOTED, WHOLE
from report_helpers.claims.schema import COLUMNS
from report_helpers.errors import Problem

__all__ = ["broken_text", "one_reader", "plain_cells", "split", "wrong_count"]

BY_NAME = {column.name: column for column in COLUMNS}
BEFORE = re.compile(rf"(?:{CELL},)*+")
CLOSED = re.compile(QUOTED)


def one_reader() -> Callable[[str], list[str]]:
    """Return a `split` that reuses one csv reader; creating one per record doubles the time."""
    waiting: list[str] = []
    reader = csv.reader(iter(waiting.pop, None), strict=True)

    def split_next(text: str) -> list[str]:
        waiting.append(text)
        return next(reader)

    return split_next


def plain_cells(text: str, width: int, split_next: Callable[[str], list[str]]) -> list[str]:
    """Return the cells of a row without defects, as nearly all are; empty if it may have one."""
    if len(text) > MAX_CHARACTERS or not text.isprintable() or not WHOLE.match(text):
        return []
    cells = split_next(text)
    return cells if len(cells) == width and list(map(str.strip, cells)) == cells else []


def split(text: str) -> list[str]:
    """Return the cells of a well-formed record."""
    return next(csv.reader([text], strict=True)) if '"' in text else text.split(",")


def broken_text(line: int, text: str, names: list[str]) -> Problem | None:
    """Return the problem of a text that cannot be split: too long, or a misplaced quote."""
    if len(text) > MAX_CHARACTERS:
        what = f"the row is longer than {MAX_CHARACTERS:,} characters"
        return Problem(line, "-", "source-error", what, "shorten it, or close its quote")
    if '"' not in text or WHOLE.match(text):
        return None
    start = BEFORE.match(text).end()  # type: ignore[union-attr]  # matches the empty text too
    at = len(split(text[:start])) - 1
    column = (names[at] if at < len(names) else "") or "-"
    return Problem(line, column, *quote_defect(text, start))


def quote_defect(text: str, start: int) -> tuple[str, str, str]:
    """Return code, message and fix for the cell at `start`, which has misplaced quotes."""
    closed = CLOSED.match(text, start)
    if text[start] != '"':
        what, fix = "a quote inside a cell without quotes", 'quote the cell and write "" inside it'
        return "bare-quote", what, fix
    if closed is None:
        return "unclosed-quote", "the quote that opens here is never closed", "close it"
    if text[closed.end() - 2] == "\\":
        what, fix = "a quote is escaped by a backslash", 'write "" for a quote inside quotes'
        return "escaped-quote", what, fix
    what, fix = "text follows a closing quote", 'write "" for a quote inside quotes'
    return "text-after-quote", what, fix


def wrong_count(line: int, cells: list[str], names: list[str]) -> Problem:
    """Return the problem of a row with too many or too few cells."""
    width = len(names)
    what = f"{len(cells)} cells, expected {width}"
    if len(cells) < width:
        return Problem(line, "-", "missing-cell", what, "write every comma, or close a quote")
    spare = not any(cells[width:]) and all(
        fits(BY_NAME[name], cell) for name, cell in zip(names, cells, strict=False) if name
    )
    if spare:
        return CauseProblem(line, "-", "extra-cell", what, "drop the last commas")
    fix = "quote the cell that holds a comma"
    return Problem(line, "-", "extra-cell", f"{what} (unquoted comma?)", fix)
