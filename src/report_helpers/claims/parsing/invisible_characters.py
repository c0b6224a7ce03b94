"""Undecodable and invisible characters in cells, and outer spaces."""

import re
import unicodedata

from report_helpers.claims.schema import COLUMNS
from report_helpers.claims.wording import is_right_to_left
from report_helpers.errors import Problem

__all__ = ["ODD", "odd_cells"]

ODD = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
"""Control, zero-width and bidi characters, line and paragraph separators, surrogates."""
TEXTS = frozenset(column.name for column in COLUMNS if column.kind == "text")
JOINER = re.compile("(?<=[^\x00-\xff])[\u200c\u200d](?=[^\x00-\xff])")
DIRECTION_MARKS = dict.fromkeys(map(ord, "\u200e\u200f\u061c"))


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
        return "invisible-character", what, "remove it"
    if cell != cell.strip():
        side = "leading" if cell[0].isspace() else "trailing"
        return "outer-space", f"has a {side} space: {cell[:60]!a}", "remove it"
    return None
