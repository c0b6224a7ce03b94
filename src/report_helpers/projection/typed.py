"""Reads what a user gives an input, and says why it is no value.

The page's `typed.js` reads typed texts in the same way.

In a field, a percentage is written as people read it: "25", "25%" and "25 %" are a quarter, and
decimals come after the reader's decimal mark. The other mark is refused, never guessed at: "1.234"
is not the same number everywhere. In a parameter, where decimals come after a point in every
locale, "25" and "25 %" are a quarter, and so is the fraction "0.25". In an address, which the page
writes, every number without "%" is a fraction.
"""

import math
import re
from collections.abc import Mapping
from typing import Any, Final

from report_helpers.analysis.parameter_checks import year_of
from report_helpers.analysis.projection_inputs import (
    ASKED,
    INPUTS,
    SCENARIOS,
    TIMES,
    TYPED,
    Range,
    shown_value,
)
from report_helpers.analysis.projection_models import MODELS, DomainError
from report_helpers.claims.amounts import MINUS, capitalized
from report_helpers.errors import UsageError
from report_helpers.projection.contract import InputEntry, State, value_of
from report_helpers.reader_locale import current

__all__ = [
    "NAMES", "TypedError", "check_given", "check_ranges", "explained", "growth_given", "number_in",
    "read", "sentence",
]  # fmt: skip

SPACES: Final = " \t\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}"
NUMBER: Final = re.compile(
    rf"([+-]?)(%[{SPACES}]*)?(\d{{1,15}}(?:([^\w{SPACES}%])\d{{1,10}})?)([{SPACES}]*%)?", re.ASCII
)
"""A sign, digits, and decimals after any one mark; a percent sign may stand before or after."""
OTHERS: Final = {",": "comma", ".": "point"}
LONGEST: Final = 24
"""Characters of a text that a sentence repeats."""

NAMES: Final = frozenset(each.parameter for each in INPUTS.values())
"""The parameters of a projection."""
WHOLE: Final = re.compile(r"[+-]?\d+", re.ASCII)
GROWTHS: Final = ("implied", "stated", *SCENARIOS)


class TypedError(UsageError):
    """A text that is no value of an input; the error's place is the input's label."""


def read(text: str, entry: InputEntry, *, fraction: bool = False) -> float:
    """Return the value that a text gives an input; for none, what an empty field stands for.

    Args:
        text: as typed.
        entry: the input.
        fraction: whether a percentage without its sign is a fraction.

    Raises:
        TypedError: it is no number, has another locale's decimal mark, or is out of the input's
            range.
    """
    value, reason = number_in(text, entry["kind"], fraction=fraction)
    if entry["empty"] is not None and (reason == "empty" or (entry["own"] and value == 0)):
        return entry["empty"]
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
    if kind == "times":
        text = text.removesuffix(TIMES).rstrip(SPACES)
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


# ---- parameters ------------------------------------------------------------------------------


def check_given(given: Mapping[str, Any]) -> None:
    """Refuse values that no claim takes; ranges that depend on claims are checked with them.

    Args:
        given: values by parameter; others than `NAMES` are ignored.

    Raises:
        UsageError: a model or growth is unknown, a year or number is none, or out of range.
    """
    model = given.get("model", "compound")
    if model not in MODELS:
        choices = f"choose one of {', '.join(MODELS)}"
        raise DomainError("model", f"there is no model {model!r}", choices)
    growth_given(given.get("growth", "implied"))
    for known in INPUTS.values():
        value = given.get(known.parameter)
        # 0 stands for the printed value.
        if value is None or (known.own and value == 0):
            continue
        if known.kind == "year":
            year_of(value, known.parameter)
        elif known.kind != "choice" and known.parameter != "growth":
            _check_number(known.parameter, value, known.range)


def check_ranges(ranges: Mapping[str, InputEntry], state: State) -> None:
    """Refuse values outside the ranges that the claims give; a name of a growth has none.

    Raises:
        UsageError: its place is the parameter.
    """
    for name, ends in ranges.items():
        value = value_of(state, name)
        printed = ends["own"] and value == 0
        if not isinstance(value, str) and not printed and not ends["min"] <= value <= ends["max"]:
            fix = f"give {ends['min']:g} to {ends['max']:g}"
            raise UsageError(INPUTS[name].parameter, f"{value:g} is out of range", fix)


def growth_given(given: str | float) -> str | float:
    """Return a growth as a state holds it: a name, or a fraction.

    A whole number is a percentage, as in a field: 25, "25", "25%" and 0.25 are a quarter.

    Raises:
        UsageError: it is no growth.
    """
    if given in GROWTHS and isinstance(given, str):
        return given
    text = str(given)
    fraction = not WHOLE.fullmatch(text.strip(SPACES).replace(MINUS, "-"))
    try:
        percentage, _ = number_in(text, "percent", fraction=fraction)
        return float(given) if percentage is None else percentage
    except (ValueError, TypeError):
        words = f"give {', '.join(GROWTHS)}, a fraction like 0.3, or a percentage like 30%"
        raise UsageError("growth", f"{given!r} is no growth", words) from None


def _check_number(name: str, value: Any, ends: Range | None) -> None:
    """Refuse what is no finite number, or outside a range that is the same for all claims."""
    fix = f"give {ends.min:g} to {ends.max:g}" if ends else "give a number"
    try:
        number = float(value)
    except (ValueError, TypeError):
        number = math.nan
    if not math.isfinite(number):
        raise UsageError(name, f"{value!r} is not a number", fix)
    if ends and not ends.min <= number <= ends.max:
        raise UsageError(name, f"{number:g} is out of range", fix)
