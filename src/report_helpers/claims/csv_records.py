"""A strict CSV reader that splits bytes into records with physical line numbers.

It never guesses and does not stop at the first defect: it yields a problem for each part that it
cannot read, and records for the rest.
"""

import csv
import re
import unicodedata
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO, TextIOWrapper
from typing import NamedTuple

from report_helpers.claims.csv_header import EXPECTED, read_header
from report_helpers.claims.schema import COLUMNS, PATTERNS
from report_helpers.claims.wording import is_right_to_left
from report_helpers.errors import Problem

__all__ = ["Record", "records"]

MAX_CHARACTERS = 131_072
"""Maximum length of a record; also the longest cell that the csv module accepts."""
MAX_LINES = 1000
"""Maximum physical lines of a quoted cell; beyond them its quote counts as never closed."""

# Possessive quantifiers throughout, so that no input causes backtracking.
QUOTED = r'"(?:[^"]++|"")*+"'
CELL = rf'(?:{QUOTED}(?=,|\Z)|(?!")[^",]*+)'
BEFORE = re.compile(rf"(?:{CELL},)*+")
# The text between quoted cells contains no quote, so one step skips it.
WHOLE = re.compile(rf'[^"]*+(?:(?<![^,]){QUOTED}(?=,|\Z)[^"]*+)*+\Z')
OPEN = re.compile(rf'(?:{CELL},)*+"(?:[^"]++|"")*+\Z')
CLOSED = re.compile(QUOTED)

FOREIGN = {
    b"pk\x03\x04": "an Excel workbook or a zip archive",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook",
    b"\x1f\x8b": "a gzip archive",
    b"%pdf": "a PDF",
    b"par1": "a Parquet file",
    b"<!doctype": "an HTML page",
    b"<html": "an HTML page",
    b"<?xml": "an XML document",
    b"version https://git-lfs": "a Git LFS pointer, not the file itself",
    b"{": "JSON",
    b"[": "JSON",
    b"\xff\xfe": "UTF-16 text (byte 0xff is not UTF-8)",
    b"\xfe\xff": "UTF-16 text (byte 0xfe is not UTF-8)",
}
"""First bytes, in lower case, of files that are not UTF-8 CSV."""

SEPARATOR_LINE = re.compile(r'"?sep=.?"?,*', re.IGNORECASE)
CONFLICT = re.compile(r"(<<<<<<<|>>>>>>>|\|\|\|\|\|\|\|)( |\Z)|=======\Z")
ODD = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
"""Control, zero-width and bidi characters, line and paragraph separators, surrogates."""


TEXTS = frozenset(column.name for column in COLUMNS if column.kind == "text")
JOINER = re.compile("(?<=[^\x00-\xff])[\u200c\u200d](?=[^\x00-\xff])")
DIRECTION_MARKS = dict.fromkeys(map(ord, "\u200e\u200f\u061c"))


class Record(NamedTuple):
    """One row of cells; `broken` has the positions of cells with a problem already reported."""

    line: int
    cells: list[str]
    broken: frozenset[int] = frozenset()


def records(raw: bytes) -> Iterator[Record | Problem]:
    """Yield the records and the structural problems of a file, in file order.

    The first record is the header: its cells are names of the schema, empty for an unusable
    column. Every other record has the same number of cells. Without a header there are no records.
    """
    kind = foreign(raw)
    if kind:
        fix = f"save it as comma-separated UTF-8 and {EXPECTED}"
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
            names, found = header(line, text)
            yield from found
            if not names:
                return
            yield Record(line, names)
    if not rows:
        what = "there are no data rows" if names else "there is no header"
        yield Problem(1, "-", "no-rows", what, "add a row a claim" if names else EXPECTED)


def foreign(raw: bytes) -> str:
    """Return the problem of the file as a whole; empty if there is none."""
    start = raw[:200].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if not start and (raw.isspace() or len(raw) <= len(b"\xef\xbb\xbf")):
        return "is empty"
    if start.count(0) > len(start) // 4 and start[:2] != b"pk":
        return "looks like UTF-16 text (byte 0x00 on line 1)"
    kinds = (kind for mark, kind in FOREIGN.items() if start.startswith(mark))
    return next((f"looks like {kind}" for kind in kinds), "")


def texts(raw: bytes) -> Iterator[tuple[int, str]]:
    """Yield the first physical line number and the unparsed text of each record.

    A quoted cell may span lines. If its quote never closes, the record ends after its first line,
    so that the rows after it are still read. Undecodable bytes become lone surrogates.
    """
    # Universal newlines: LF, CRLF and CR give the same lines.
    source = TextIOWrapper(BytesIO(raw), encoding="utf-8-sig", errors="surrogateescape")
    ahead: deque[str] = deque()
    number = 1
    while line := (ahead.popleft() if ahead else next(source, "")):
        # Only an odd number of quotes can leave one open.
        more = lines_more(line, ahead, source) if line.count('"') % 2 else 0
        for _ in range(more):
            line += ahead.popleft()
        yield number, line.removesuffix("\n")
        number += 1 + more


def blank_rows_joined(rows: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Yield the rows; consecutive blank rows become one, with a line break between each two."""
    start, blank = 0, 0
    for line, text in rows:
        if text[:1].isalnum() or text.strip(', "\t'):
            if blank:
                yield start, "\n" * (blank - 1)
                blank = 0
            yield line, text
        else:
            start = start if blank else line
            blank += 1
    if blank:
        yield start, "\n" * (blank - 1)


def lines_more(line: str, ahead: deque[str], source: Iterator[str]) -> int:
    """Return how many more lines belong to the record of `line`; 0 if its quote never closes.

    Appends the lines that it reads from `source` to `ahead`.
    """
    text = line
    for count in range(MAX_LINES if OPEN.match(line) else 0):
        if count == len(ahead):
            ahead.append(next(source, ""))
        text += ahead[count]
        if not ahead[count] or len(text) > MAX_CHARACTERS:
            break
        if '"' in ahead[count] and WHOLE.match(text.removesuffix("\n")):
            return count + 1
        if '"' in ahead[count] and not OPEN.match(text):
            break
    return 0


def not_a_record(line: int, text: str) -> Problem | None:
    """Return the problem of a text that is not a record: blank, a comment, a conflict marker."""
    if not text.strip(', "\t\n'):
        count = text.count("\n")
        if not count:
            return Problem(line, "-", "blank-row", "the row is blank", "take it out")
        what = f"{count + 1} rows are blank from here on (from a spreadsheet?)"
        return Problem(line, "-", "blank-row", what, "delete these rows in it, and save again")
    if line == 1 and SEPARATOR_LINE.fullmatch(text):
        what, fix = "a spreadsheet's sep= line is no part of CSV", "take it out"
        return Problem(line, "-", "source-error", what, fix)
    if text[0] == "#":
        return Problem(line, "-", "comment-row", "comments are no part of CSV", "take it out")
    if text[0] in "<>|=" and CONFLICT.match(text):
        what = f"merge conflict marker {text[:7]!a}"
        return Problem(line, "-", "conflict-marker", what, "resolve the conflict")
    return None


def header(line: int, text: str) -> tuple[list[str], list[Problem]]:
    """Return the column names and the problems of the header; no names if it is unreadable."""
    problem = broken_text(line, text, [])
    return ([], [problem]) if problem else read_header(line, split(text))


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
    dropped = not any(cells[width:]) and all(map(fits, names, cells))
    fix = "drop the last commas" if dropped else "quote the cell that holds a comma"
    return Problem(line, "-", "extra-cell", f"{what} (unquoted comma?)", fix)


def fits(name: str, cell: str) -> bool:
    """Return whether a cell is valid in the column with this name."""
    column = next((column for column in COLUMNS if column.name == name), None)
    if column is None or not cell:
        return column is None or not column.required
    if column.allowed:
        return cell in column.allowed
    return cell == cell.strip() and re.search(PATTERNS[column.kind], cell) is not None


def only_id(line: int, cells: list[str], names: list[str]) -> Record:
    """Return an unreadable row with only its claim_id, because other rows may refer to it."""
    padded = [*cells, *[""] * len(names)]
    kept = [padded[at] if name == "claim_id" else "" for at, name in enumerate(names)]
    return Record(line, kept, frozenset(range(len(names))))


def odd_cells(line: int, cells: list[str], names: list[str]) -> dict[int, Problem]:
    """Return a problem by position for each cell with an odd character or outer space.

    Odd characters are undecodable or invisible ones.
    """
    defects = {
        at: defect
        for at, (name, cell) in enumerate(zip(names, cells, strict=True))
        if (defect := odd_cell(without_joiners(cell) if name in TEXTS else cell))
    }
    return {at: Problem(line, names[at] or "-", *defect) for at, defect in defects.items()}


def without_joiners(cell: str) -> str:
    """Return a text without the joiners and direction marks that its script legitimately uses.

    Scripts such as those of Persian and Hindi join or separate letters with joiners; a
    right-to-left text may have direction marks anywhere.
    """
    cell = JOINER.sub("", cell)
    return cell.translate(DIRECTION_MARKS) if is_right_to_left(cell) else cell


def odd_cell(cell: str) -> tuple[str, str, str] | None:
    """Return code, message and fix for the first odd character of a cell, if any."""
    odd = ODD.search(cell)
    if odd and "\udc80" <= odd.group() <= "\udcff":
        what = f"byte 0x{ord(odd.group()) - 0xDC00:02x} is not UTF-8"
        return "encoding-error", what, "save the file as UTF-8"
    if odd:
        name = unicodedata.name(odd.group(), "a control character")
        what = f"contains U+{ord(odd.group()):04X} ({name})"
        return "invisible-character", what, "take it out"
    if cell != cell.strip():
        side = "leading" if cell[0].isspace() else "trailing"
        return "outer-space", f"has a {side} space: {cell[:60]!a}", "take it out"
    return None
