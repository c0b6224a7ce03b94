"""Reads the text of an input, and says why it is no value; the page's `typed.js` does the same.

In a field, a percentage is written as people read it: "25", "25%" and "25 %" are a quarter, and
decimals come after the reader's decimal mark. The other mark is refused, never guessed at: "1.234"
is not the same number everywhere. In a parameter or an address, where a fraction is written after a
point in every locale, "0.25" and "25 %" are.
"""

import re
from typing import Final

from report_helpers.analysis.projection_inputs import ASKED, TYPED, shown_value
from report_helpers.claims.amounts import MINUS, capitalized
from report_helpers.errors import UsageError
from report_helpers.projection.contract import InputEntry
from report_helpers.reader_locale import current

__all__ = ["TypedError", "explained", "number_in", "read", "sentence"]

SPACES: Final = " \t\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}"
NUMBER: Final = re.compile(
    rf"([+-]?)(%[{SPACES}]*)?(\d{{1,15}}(?:([^\w{SPACES}%])\d{{1,10}})?)([{SPACES}]*%)?", re.ASCII
)
"""A sign, digits, and decimals after any one mark; a percent sign may stand before or after."""
OTHERS: Final = {",": "comma", ".": "point"}
LONGEST: Final = 24
"""Characters of a text that a sentence repeats."""


class TypedError(UsageError):
    """A text that is no value of an input; the error's place is the input's label."""


def read(text: str, entry: InputEntry, *, fraction: bool = False) -> float:
    """Return the value that a text gives an input; 0 for none where it replaces a printed one.

    Args:
        text: as typed.
        entry: the input.
        fraction: whether a percentage without its sign is a fraction.

    Raises:
        TypedError: it is no number, has another locale's decimal mark, or is out of the input's
            range.
    """
    value, reason = number_in(text, entry["kind"], fraction=fraction)
    if entry["own"] and (reason == "empty" or value == 0):
        return 0.0
    if value is None:
        raise _error(text, entry, reason)
    if entry["kind"] == "year" and value != int(value):
        raise _error(text, entry, "whole")
    if not entry["min"] <= value <= entry["max"]:
        raise _error(text, entry, "range")
    return value


def number_in(text: str, kind: str, *, fraction: bool = False) -> tuple[float | None, str]:
    """Return the number in a text, or `None` and the key in `TYPED` of why there is none."""
    text = text.strip(SPACES).replace(MINUS, "-")
    if not text:
        return None, "empty"
    point = "." if fraction else current().decimal
    found = NUMBER.fullmatch(text)
    sign, before, digits, mark, after = found.groups() if found else ("",) * 5
    if (before and after) or ((before or after) and kind != "percent"):
        found = None
    if found is None or mark not in {None, point}:
        return None, _reason(text, point)
    # Moving the point in the text keeps every decimal: 36.2 / 100 would not be 0.362.
    hundredth = "e-2" if kind == "percent" and (before or after or not fraction) else ""
    number = digits.replace(point, ".")
    return float(f"{sign}{number}{hundredth}") + 0.0, ""


def _reason(text: str, point: str) -> str:
    other = {",": ".", ".": ","}.get(point, "")
    return OTHERS[other] if other and other in text else "number"


def _error(text: str, entry: InputEntry, reason: str) -> TypedError:
    fix = ASKED[reason] if reason in OTHERS.values() else asked(entry)
    return TypedError(entry["label"], TYPED[reason].format(text=quoted(text)), fix)


def asked(entry: InputEntry) -> str:
    """Return what may be written for an input."""
    ends = {end: shown_value(entry["kind"], entry[end]) for end in ("min", "max")}
    return ASKED[entry["kind"]].format(**ends)


def quoted(text: str) -> str:
    """Return a text in quotation marks, cut if it is long."""
    text = text.strip(SPACES)
    cut = text if len(text) <= LONGEST else f"{text[:LONGEST]}\N{HORIZONTAL ELLIPSIS}"
    return f"\N{LEFT DOUBLE QUOTATION MARK}{cut}\N{RIGHT DOUBLE QUOTATION MARK}"


def explained(error: UsageError) -> str:
    """Return an error of a state as a sentence, without the name of the input."""
    return f"{capitalized(error.what)}; {error.fix}."


def sentence(error: TypedError) -> str:
    """Return an error of a text as a sentence that begins with the input's label."""
    return f"{error.place}: {error.what}; {error.fix}."
