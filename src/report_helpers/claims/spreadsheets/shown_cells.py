"""The text that a cell of a workbook shows, where that is certain."""

import re
from datetime import date, datetime, time
from decimal import Decimal
from typing import NamedTuple

__all__ = [
    "AS_TEXT", "FORMULA", "Run", "SheetCell", "Unsure", "date_as_shown", "date_in_format",
    "number_as_shown", "number_in_format",
]  # fmt: skip

AS_TEXT = "format its columns as text there, and write what is printed"
FORMULA = "write the result of each formula as text"
DIGITS = 15
"""Digits that a spreadsheet keeps of a number."""
MOST_DECIMALS = 12
LARGEST_EXPONENT = 30
"""Powers of ten that are written out; a few bytes can state any."""
GENERAL = {"", "general", "@"}
COLOUR = "black|blue|cyan|green|magenta|red|white|yellow"
SPARE = re.compile(rf"_.|\*.|\\ |\[(?:{COLOUR})\]", re.IGNORECASE)
"""Parts of a number format that only align or colour."""
PLAIN_FORMAT = re.compile(r"(?:#,##|#*)0(?:\.(?P<decimals>0+))?|#")
LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
PLAIN_NUMBER = re.compile(r"[-\u2212]?[0-9]+(?:[.,'\u2019\s\u00a0\u202f][0-9]+)*")


class Unsure(NamedTuple):
    """A cell whose text is not certain.

    Attributes:
        what: what the cell shows or holds, for a message.
        fix: what to do about it.
        as_date: its text where a date is expected; a date elsewhere was made by the spreadsheet.
    """

    what: str
    fix: str = AS_TEXT
    as_date: str = ""


SheetCell = str | Unsure
Run = tuple[list[tuple[SheetCell, int]], int]
"""Cells with the number of times that each is repeated, and how often their row is."""


def number_in_format(value: float, number_format: str) -> SheetCell:
    """Return a number as a cell with this number format shows it, without separators.

    Args:
        value: what the cell holds, as the nearest float or an int.
        number_format: as Excel writes it: `General`, `0.00`, `#,##0.0`.
    """
    number = Decimal(value) if isinstance(value, int) else Decimal(f"{value:.{DIGITS}g}")
    section = SPARE.sub("", number_format.partition(";")[0]).strip()
    if section.casefold() in GENERAL:
        return all_digits(number)
    plain = PLAIN_FORMAT.fullmatch(section)
    if not plain:
        return Unsure(f"the number {written(number)} has the format {number_format[:40]!a}")
    return rounded(number, len(plain["decimals"] or ""))


def number_as_shown(number: Decimal, shown: str) -> SheetCell:
    """Return a number with the decimals that a cell shows, without separators.

    Args:
        number: what the cell holds.
        shown: its text in the language of the spreadsheet: `26.10`, `26,10`, `1.632,0`.
    """
    text = shown.strip()
    if not number.is_finite() or abs(number.adjusted()) > LARGEST_EXPONENT:
        return Unsure(f"a number is shown as {text[:40]!a}")
    if PLAIN_NUMBER.fullmatch(text):
        digits = re.sub("[^0-9]", "", text)
        for decimals in range(MOST_DECIMALS + 1):
            marked = not decimals or text[-decimals - 1 : -decimals] in {".", ","}
            if marked and digits == re.sub("[^0-9]", "", f"{number:.{decimals}f}"):
                return rounded(number, decimals)
    return Unsure(f"the number {written(number)} is shown as {text[:40]!a}")


def rounded(number: Decimal, decimals: int) -> SheetCell:
    """Return a number with these decimals, unless the cell holds more of them."""
    text = f"{number:.{decimals}f}"
    if Decimal(text) == number:
        return text
    return Unsure(f"the cell shows {text} and holds {written(number)}")


def all_digits(number: Decimal) -> SheetCell:
    """Return all digits of a number, unless it has more than a spreadsheet keeps."""
    text = written(number)
    if len(text.strip("-0.").replace(".", "")) < DIGITS:
        return text
    return Unsure(f"the number {text[:40]} has more digits than a spreadsheet keeps")


def written(number: Decimal) -> str:
    """Return a number without exponent, and without zeros after its last digit."""
    text = f"{number:f}"
    return text.rstrip("0").removesuffix(".") if "." in text else text


def date_in_format(value: date | time, number_format: str) -> Unsure:
    """Return a date as a cell with this number format shows it, as far as that is certain."""
    shown = LITERAL.sub("", number_format.partition(";")[0]).casefold()
    parts = {part for part in "ymd" if part in shown}
    return dated(value, parts)


def date_as_shown(value: date, shown: str) -> Unsure:
    """Return a date as the text of its cell shows it, in any order and language."""
    found = re.findall(r"[0-9]+|[^\W\d_]+", shown)
    year = {f"{value.year}", f"{value.year % 100:02d}"}.intersection(found)
    day = {f"{value.day}", f"{value.day:02d}"}.intersection(found)
    parts = {"y"} if year else set()
    parts |= {"m"} if len(found) > 1 else set()
    return dated(value, parts | ({"d"} if day and len(found) > len("ym") else set()))


def dated(value: date | time, parts: set[str]) -> Unsure:
    """Return a date of which these parts are shown: y, m, d.

    A spreadsheet keeps the first day of what it does not show.
    """
    shown = value.isoformat()
    what = f"the spreadsheet holds {shown} as a date or time"
    if not isinstance(value, date) or (isinstance(value, datetime) and value.time() != time()):
        return Unsure(what)
    day = f"{value:%Y-%m-%d}"
    what = f"the spreadsheet holds {day} as a date"
    if parts == {"y", "m", "d"}:
        return Unsure(what, as_date=day)
    if parts == {"y", "m"} and value.day == 1:
        return Unsure(what, as_date=day[:7])
    return Unsure(what)
