"""Splits the bytes of a file into the texts of its records, with physical line numbers."""

import re
from collections import deque
from collections.abc import Iterable, Iterator
from io import BytesIO, TextIOWrapper

__all__ = ["CELL", "MAX_CHARACTERS", "QUOTED", "WHOLE", "blank_rows_joined", "foreign", "texts"]

MAX_CHARACTERS = 131_072
"""Maximum length of a record; also the longest cell that the csv module accepts."""
MAX_LINES = 1000
"""Maximum physical lines of a quoted cell; beyond them its quote counts as never closed."""

# Possessive quantifiers throughout, so that no input causes backtracking.
QUOTED = r'"(?:[^"]++|"")*+"'
CELL = rf'(?:{QUOTED}(?=,|\Z)|(?!")[^",]*+)'
# The text between quoted cells contains no quote, so one step skips it.
WHOLE = re.compile(rf'[^"]*+(?:(?<![^,]){QUOTED}(?=,|\Z)[^"]*+)*+\Z')
OPEN = re.compile(rf'(?:{CELL},)*+"(?:[^"]++|"")*+\Z')
FOREIGN = {
    b"pk\x03\x04": "a zip archive, or a workbook that is incomplete or neither xlsx nor ods",
    b"\xd0\xcf\x11\xe0": "an old or encrypted Excel workbook",
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
