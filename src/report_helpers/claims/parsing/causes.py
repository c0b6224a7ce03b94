"""One cause of many problems, such as a spreadsheet: reported once, with the cells that it changed.

A fix that names a cause is the same text for all its cells, in every column.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from report_helpers.claims.schema import Kind
from report_helpers.errors import Problem

__all__ = ["CUT_ZEROS", "Cause", "CauseProblem", "cause_of"]

AS_TEXT = "format its columns as text before you paste or open the figures there"
CUT_ZEROS = f"write the zeros as printed; a spreadsheet drops them: {AS_TEXT}"
TURNED_DATES = f"write days as YYYY-MM-DD; a spreadsheet changes what looks like a date: {AS_TEXT}"
CUT_NUMBERS = f"write all digits; a spreadsheet cuts long numbers and keys like 1e05: {AS_TEXT}"
DECIMAL_COMMAS = (
    "write a plain decimal like 1632.0; a spreadsheet wrote decimal commas, which `market-report "
    "check --fix` turns into points"
)
SHOWN_RANGES = 6
"""Maximum ranges of lines that a message names for a column."""

MONTH = (
    r"(?:jan|feb|f\u00e9v|mar|m\u00e4r|m\u00e5r|mrt|apr|avr|abr|may|mai|maj|mei|mag|jun|jui|giu|jul|lug|"
    r"aug|ago|ao\u00fb|sep|set|oct|okt|out|ott|nov|dec|d\u00e9c|dez|des|dic|ene|gen)[^\W\d_]*\.?"
)
SPREADSHEET_DATE = re.compile(
    rf"(?:[0-9]{{1,4}}[/. -]+(?:[0-9]{{1,2}}|{MONTH})[/., -]+[0-9]{{2,4}}"
    rf"|{MONTH}[/., -]+[0-9]{{1,4}}(?:[, ]+[0-9]{{2,4}})?|[0-9]{{1,2}}[. -]+{MONTH}"
    r"|[0-9]{1,2}/[0-9]{4}|[0-9]{4}/[0-9]{1,2})(?:[ T][0-9]{1,2}:[0-9:. apmAPM]*)?",
    re.IGNORECASE,
)
"""A date in a spreadsheet's format: 23/11/2026, 11/2026, Nov-26, 23. Nov 26, 2026/11/23 0:00."""
DAY_NUMBER = re.compile(r"[2-6][0-9]{4}(?:\.0+)?")
"""The serial number in which a spreadsheet stores a day, 1954 to 2091."""
CUT_NUMBER = re.compile(r"-?[0-9](?:[.,][0-9]+)?E[+-][0-9]{2,3}")
"""A long number as a spreadsheet shows it: 1E+05, 1.23457E+11."""
DECIMAL_COMMA = re.compile(r"-?(?:0|[1-9][0-9]*),(?:[0-9]{1,2}|[0-9]{4,12})")
"""A number whose comma separates decimals: three digits could be thousands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CauseProblem(Problem):
    """A problem in one or more cells of a column, of a cause that `fix` names.

    `lines` are those of all its cells; empty means `line` alone.
    """

    lines: Iterable[int] = ()


def cause_of(kind: Kind, value: str) -> str:
    """Return the fix that names what changed a wrong cell of this kind; empty if unknown."""
    if kind in {"date", "day"} and DAY_NUMBER.fullmatch(value):
        return TURNED_DATES
    if kind in {"date", "day", "number", "year"} and SPREADSHEET_DATE.fullmatch(value):
        return TURNED_DATES
    if kind in {"number", "key"} and CUT_NUMBER.fullmatch(value):
        return CUT_NUMBERS
    return DECIMAL_COMMAS if kind == "number" and DECIMAL_COMMA.fullmatch(value) else ""


class Cause:
    """All cells with one cause: the first problem, and the lines by column."""

    def __init__(self, first: CauseProblem) -> None:
        self._first: Problem = first
        self._lines: dict[str, Lines] = {}

    def add(self, problem: CauseProblem) -> None:
        """Add the cells of a problem."""
        if problem.line < self._first.line:
            self._first = problem
        self._lines.setdefault(problem.column, Lines()).add(problem.lines or [problem.line])

    def problem(self) -> Problem:
        """Return the first problem; its message gives all cells if there are more."""
        first, number = self._first, sum(lines.number for lines in self._lines.values())
        message = first.message
        if number > 1:
            places = "; ".join(
                f"{name} on {lines}" if name != "-" else f"{lines}"
                for name, lines in self._lines.items()
            )
            what = "rows" if "-" in self._lines else "cells"
            message += f" ({number:,} such {what}: {places})"
        return Problem(first.line, first.column, first.code, message, first.fix, first.file)


class Lines:
    """Lines of a file, as ranges; those beyond the first ranges are only counted."""

    def __init__(self) -> None:
        self.number = 0
        self._ranges: list[list[int]] = []

    def add(self, lines: Iterable[int]) -> None:
        """Add lines in ascending order."""
        for line in lines:
            self.number += 1
            if self._ranges and line == self._ranges[-1][1] + 1:
                self._ranges[-1][1] = line
            elif len(self._ranges) <= SHOWN_RANGES:
                self._ranges.append([line, line])

    def __str__(self) -> str:
        """Return such as `lines 2 to 9, 12 and others`."""
        shown = [f"{a:,}" if a == b else f"{a:,} to {b:,}"
                 for a, b in self._ranges[:SHOWN_RANGES]]  # fmt: skip
        more = " and others" if len(self._ranges) > SHOWN_RANGES else ""
        return f"line{'s' if self.number > 1 else ''} {', '.join(shown)}{more}"
