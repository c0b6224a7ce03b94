"""What is certain about a cell: a number in other marks, a key with capitals, a day, a unit.

Every function returns its text where nothing is certain, and what it returned stays as it is.
"""

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date
from decimal import Decimal

from report_helpers.claims.as_printed import printed_numbers
from report_helpers.claims.parsing.cell_problems import encoded
from report_helpers.claims.repair.certain_units import certain_unit
from report_helpers.claims.schema import PATTERNS, Column, Kind

__all__ = ["certain_cell", "certain_key"]

UNSEEN = re.compile("[\u200b\u2060\ufeff]")
BREAKS = re.compile(r"[^\S\r\n]*[\r\n\t\v\f\x85\u2028\u2029]+\s*")
MINUS = re.compile("^[\u2212\u2010-\u2013\ufe63\uff0d]\\s*(?=[0-9])")
SPACES = " '\u2019\u00a0\u2009\u202f"
GROUPED = (
    (re.compile(r"-?[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]+"), ".", ","),
    (re.compile(r"-?[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3}(?:\.[0-9]+)?"), ".", ","),
    (re.compile(r"-?[0-9]{1,3}(?:,[0-9]{3}){2,}"), ".", ","),
    (re.compile(rf"-?[0-9]{{1,3}}(?:[{SPACES}][0-9]{{3}})+(?:\.[0-9]+)?"), ".", SPACES),
    (re.compile(rf"-?[0-9]{{1,3}}(?:[{SPACES}][0-9]{{3}})+,[0-9]+"), ",", SPACES),
    (re.compile(r"-?[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+"), ",", "."),
    (re.compile(r"-?[0-9]{1,3}(?:\.[0-9]{3}){2,}"), ",", "."),
    (re.compile(r"-?(?:0|[1-9][0-9]*),(?:[0-9]{1,2}|[0-9]{4,})"), ",", ""),
)
"""Numbers with marks that can only be read in one way: pattern, decimal mark, marks of groups."""
ONE_GROUP = re.compile(r"-?[1-9][0-9]{0,2},[0-9]{3}")
DAY = re.compile(
    r"(?P<y>[12][0-9]{3})[-/.](?P<m>[0-9]{1,2})[-/.](?P<d>[0-9]{1,2})"
    r"(?:[T ]00:00(?::00(?:\.0+)?)?)?"
)
TURNED_DAY = re.compile(r"(?P<a>[0-9]{1,2})[/.-](?P<b>[0-9]{1,2})[/.-](?P<y>[12][0-9]{3})")
MONTHS = 12
FIGURES = ("value", "base_value", "growth_percent", "growth_low", "growth_high")
"""The columns whose digits stand in `as_printed`."""


def certain_cell(column: Column, text: str, row: Mapping[str, str]) -> str:
    """Return a cell with what is certain.

    Args:
        column: its column.
        text: the cell.
        row: all cells of its row, by column.
    """
    text = BREAKS.sub(" ", UNSEEN.sub("", text)).strip()
    if column.allowed:
        key = certain_key(text)
        return key if key in column.allowed else text
    if column.kind == "number":
        return with_zeros(column, certain_number(column, text, row), row)
    return BY_KIND[column.kind](text) if text and column.kind in BY_KIND else text


def certain_key(text: str) -> str:
    """Return a key in small letters with underscores for spaces and hyphens."""
    if re.fullmatch(PATTERNS["key"], text):
        return text
    key = re.sub(r"[\s./-]+", "_", text.casefold()).strip("_")
    return key if re.fullmatch(PATTERNS["key"], key) else text


def certain_number(column: Column, text: str, row: Mapping[str, str]) -> str:
    """Return a number with other marks as a plain decimal."""
    text = MINUS.sub("-", text)
    if column.name.startswith("growth") or certain_unit(row.get("unit", "")) == "percent":
        text = re.sub(r"(?<=[0-9])\s*%$", "", text)
    for pattern, decimal, groups in GROUPED:
        if pattern.fullmatch(text):
            plain = re.sub(f"[{re.escape(groups)}]", "", text) if groups else text
            return plain.replace(decimal, ".")
    printed = row.get("as_printed", "")
    whole = text.replace(",", "")
    if ONE_GROUP.fullmatch(text) and text.lstrip("-") in printed:
        numbers, _ = printed_numbers(printed)
        return whole if whole.lstrip("-") in numbers else text
    return text


def with_zeros(column: Column, text: str, row: Mapping[str, str]) -> str:
    """Return a number with the zeros that `as_printed` has and a spreadsheet dropped."""
    if column.name not in FIGURES or not re.search(PATTERNS["number"], text):
        return text
    numbers, _ = printed_numbers(row.get("as_printed", ""))
    digits = text.removeprefix("-")
    equal = {number for number in numbers if Decimal(number) == Decimal(digits)}
    if len(equal) != 1 or digits in equal:
        return text
    (zeros,) = equal
    return text.replace(digits, zeros) if re.search(PATTERNS["number"], zeros) else text


def certain_day(text: str) -> str:
    """Return a day as YYYY-MM-DD; day and month are told apart only by a number above 12."""
    found = DAY.fullmatch(text)
    year, month, day = map(int, found.group("y", "m", "d")) if found else (0, 0, 0)
    turned = TURNED_DAY.fullmatch(text)
    if turned:
        first, second, year = map(int, turned.group("a", "b", "y"))
        if max(first, second) > MONTHS:
            month, day = (second, first) if first > MONTHS else (first, second)
    with suppress(ValueError):
        return date(year, month, day).isoformat()
    return text


def certain_year(text: str) -> str:
    """Return a year without the decimals of a spreadsheet's number."""
    return re.sub(r"^([0-9]{4})\.0+$", r"\1", text)


def certain_address(text: str) -> str:
    """Return an address in ASCII, if it is one."""
    return encoded(text) if re.match(r"https?://[^\s/?#]", text) else text


BY_KIND: Mapping[Kind, Callable[[str], str]] = {
    "key": certain_key,
    "unit": certain_unit,
    "year": certain_year,
    "date": certain_day,
    "day": certain_day,
    "url": certain_address,
}
"""What is certain about cells of a kind, whatever else their row holds."""
