"""The problem of a cell that does not fit its column."""

import re
from difflib import get_close_matches
from urllib.parse import quote

from report_helpers.claims.parsing.causes import CauseProblem, cause_of
from report_helpers.claims.schema import FIXES, PATTERNS, Column, Kind
from report_helpers.claims.units import unit_fix
from report_helpers.errors import Problem

__all__ = ["cell_problem", "fits"]

ADDRESS = re.compile(r"((?:https?://)?)([^/?#]*)(.*)", re.DOTALL)
KEPT = "%/:?#[]@!$&()*+,;=~"
SHOWN = 60
"""Maximum length at which a message quotes a wrong value."""

MISMATCH: dict[Kind, str] = {
    "text": "contains a line break",
    "number": "is not a plain decimal number",
    "year": "is not a year",
    "date": "is not a date",
    "day": "is not a day",
    "url": "is not a web address",
    "key": "is not a key",
    "unit": "is not a unit",
}


def fits(column: Column, value: str) -> bool:
    """Return whether a cell fits its column."""
    if not value:
        return not column.required
    if column.allowed:
        return value in column.allowed
    return re.fullmatch(PATTERNS[column.kind].removesuffix("$"), value) is not None


def cell_problem(line: int, column: Column, value: str) -> Problem:
    """Return the problem of a cell that does not fit its column."""
    shown = ascii(value if len(value) <= SHOWN else f"{value[:SHOWN]}...")
    if not value:
        fix = f"write a value like {column.example}"
        return Problem(line, column.name, "required", "a value is required", fix)
    if column.allowed:
        near = get_close_matches(value[:SHOWN].casefold(), column.allowed, n=1)
        fix = f"did you mean {near[0]}?" if near else "write one of them"
        what = f"{shown} is not one of {', '.join(column.allowed)}"
        return Problem(line, column.name, "enum", what, fix)
    what = f"{shown} {MISMATCH[column.kind]}"
    if column.kind == "url" and not value.isascii():
        fix = f"percent-encode the http or https address: {encoded(value)}"
        return Problem(line, column.name, "url-error", what, fix)
    if cause := cause_of(column.kind, value):
        return CauseProblem(line, column.name, f"{column.kind}-error", what, cause)
    if column.kind == "unit":
        return Problem(line, column.name, "enum", what, unit_fix(value))
    return Problem(line, column.name, f"{column.kind}-error", what, FIXES[column.kind])


def encoded(address: str) -> str:
    """Return an address in ASCII: its host as punycode, the rest percent-encoded."""
    start, host, rest = ADDRESS.fullmatch(address).groups()  # type: ignore[union-attr]  # any text
    try:
        host = host.encode("idna").decode()
    except UnicodeError:
        host = quote(host)
    return f"{start}{host}{quote(rest, safe=KEPT)}"
