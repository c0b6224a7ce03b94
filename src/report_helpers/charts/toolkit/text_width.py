"""Widths of texts in pixels, and lines that fit a width.

The widths are those of a wide font, so that a text that fits here fits in narrower fonts too.
"""

import re
import unicodedata
from functools import lru_cache

from report_helpers.claims.wording import END_ISOLATE, ISOLATE

__all__ = ["CUT", "SIZE", "lines_of", "text_width"]

SIZE = 12
"""The size in pixels of labels: the smallest text of a chart."""

NARROW = frozenset("!'(),-./:;I[]fijlrt| \u00a0")
WIDE = frozenset("#%&+<=>@GMOQW^m~w\N{MINUS SIGN}\N{MULTIPLICATION SIGN}")
UNSEEN = frozenset({"Mn", "Me", "Cf"})
"""Categories of characters without a width of their own: accents, joiners, direction marks."""

CUT = " …"
"""The end of a line that cuts a text off."""

BOLD = 1.13
"""The width of a bold text as a multiple of a plain one."""

PIECE = re.compile(r"[^\S\u00a0]+|[\S\u00a0]+")
"""Spaces, or what a line must not break: words, with the no-break spaces between them."""


@lru_cache(maxsize=4096)
def _em(character: str) -> float:
    if unicodedata.category(character) in UNSEEN:
        return 0.0
    if unicodedata.east_asian_width(character) in "WF":
        return 1.05
    if character in NARROW:
        return 0.4
    if character in WIDE:
        return 1.0 if character in "%@MWm" else 0.85
    if character.isupper():
        return 0.76
    return 0.64 if ord(character) < ord("\N{GREEK CAPITAL LETTER ALPHA}") else 0.8


def text_width(text: str, size: float = SIZE, *, bold: bool = False) -> float:
    """Return the width of a line in pixels, rather too large than too small."""
    return sum(map(_em, text)) * size * (BOLD if bold else 1.0)


def lines_of(
    text: str, pixels: float, most: int | None = None, *, size: float = SIZE, bold: bool = False
) -> list[str]:
    """Return a text in lines of a width; cut with an ellipsis after `most` lines.

    Lines break at spaces, between wide characters (Chinese, Japanese, Korean), and within a word
    that alone is too long. Each line holds whole isolates (see `claims.wording.isolated`).
    """
    lines = [""]
    for piece in _pieces(text, pixels / (BOLD if bold else 1.0), size):
        if text_width(lines[-1] + piece.rstrip(), size, bold=bold) <= pixels or not lines[-1]:
            lines[-1] += piece
        else:
            lines[-1] = lines[-1].rstrip()
            lines.append(piece.lstrip())
    lines = [line.strip() for line in lines if line.strip()] or [""]
    if most is not None and len(lines) > most:
        last = _cut(lines[most - 1], pixels / (BOLD if bold else 1.0), size)
        lines = [*lines[: most - 1], last]
    return _closed(lines)


def _pieces(text: str, pixels: float, size: float) -> list[str]:
    """Return the parts between which a line may break: words with the space after them."""
    found: list[str] = []
    for piece in PIECE.findall(text.replace("\n", " ")):
        if piece.isspace():
            found = [*found[:-1], found[-1] + " "] if found else found
        elif text_width(piece, size) > pixels or any(map(_breaks, piece)):
            found.extend(piece)
        else:
            found.append(piece)
    return found


def _breaks(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"


def _cut(line: str, pixels: float, size: float) -> str:
    while line and text_width(f"{line}{CUT}", size) > pixels:
        line = line[:-1]
    return f"{line.rstrip()}{CUT}"


def _closed(lines: list[str]) -> list[str]:
    """Return the lines with every isolate closed at the end of its line, and opened again."""
    found, open_before = [], False
    for line in lines:
        whole = ISOLATE + line if open_before else line
        open_before = whole.count(ISOLATE) > whole.count(END_ISOLATE)
        found.append(whole + END_ISOLATE if open_before else whole)
    return found
