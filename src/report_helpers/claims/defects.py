"""Collects the problems of a file: lists the first in file order, counts the others.

Problems that are only counted need no memory, so that a file with a million bad rows costs no
more memory than one with a thousand.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

from report_helpers.errors import Problem

__all__ = ["LISTED", "ColumnProblem", "Defect", "ProblemCollector", "Unlisted", "flagged"]

LISTED = 1000
"""Maximum problems that an error lists; `market-report check` documents this number."""


class Unlisted(NamedTuple):
    """A number of further problems with the same code, counted but not listed."""

    code: str
    number: int


@dataclass(frozen=True, slots=True)
class ColumnProblem(Problem):
    """A defect with one cause in many rows of a column, reported once with their number."""

    rows: int = 1


class ProblemCollector:
    """Collects the problems of one file.

    Attributes:
        counts: the number of problems by code; a `ColumnProblem` counts once.
    """

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self._first: list[Problem] = []
        self._of_columns: dict[tuple[str, str, str], ColumnProblem] = {}

    def add(self, found: Iterable[Problem | Unlisted]) -> None:
        """Add problems in any order."""
        for item in found:
            if isinstance(item, Unlisted):
                self.counts[item.code] += item.number
            elif isinstance(item, ColumnProblem):
                self._add_to_column(item)
            else:
                self.counts[item.code] += 1
                self._first.append(item)
                if len(self._first) >= 2 * LISTED:
                    self._first = in_file_order(self._first)

    def _add_to_column(self, problem: ColumnProblem) -> None:
        key = (problem.column, problem.code, problem.fix)
        known = self._of_columns.get(key)
        if known is None:
            self.counts[problem.code] += 1
            self._of_columns[key] = problem
            return
        rows = known.rows + problem.rows
        first = min(known, problem, key=lambda one: one.line)
        self._of_columns[key] = ColumnProblem(
            first.line, first.column, first.code, first.message, first.fix, rows
        )

    def listed(self) -> list[Problem]:
        """Return the first problems in file order, at most `LISTED`."""
        return in_file_order([*self._first, *map(with_rows, self._of_columns.values())])


def in_file_order(problems: list[Problem]) -> list[Problem]:
    """Return the first problems by line, at most `LISTED`."""
    return sorted(problems, key=lambda problem: problem.line)[:LISTED]


def with_rows(problem: ColumnProblem) -> Problem:
    """Return the problem of a column; its message gives the number of rows if above one."""
    more = f", in {problem.rows:,} rows of this column" if problem.rows > 1 else ""
    return Problem(
        problem.line, problem.column, problem.code, f"{problem.message}{more}", problem.fix
    )


class Defect(NamedTuple):
    """A problem that a rule reports; `message` is a format string for the row's cells.

    `whole_column` marks a defect with one cause in all rows, such as a spreadsheet.
    """

    column: str
    code: str
    message: str
    fix: str
    whole_column: bool = False


def flagged(
    rows: pd.DataFrame, wrong: "pd.Series[bool]", defect: Defect
) -> Iterator[Problem | Unlisted]:
    """Yield a problem for each of the first wrong rows, then the count of the others."""
    places = wrong.to_numpy().nonzero()[0]
    if not places.size:
        return
    column, code, message, fix, whole_column = defect
    first = rows.iloc[places[: 1 if whole_column else LISTED]].to_dict("records")
    if whole_column:
        text = message.format_map(first[0])
        yield ColumnProblem(first[0]["line"], column, code, text, fix, int(places.size))
        return
    for row in first:
        yield Problem(row["line"], column, code, message.format_map(row), fix)
    if places.size > LISTED:
        yield Unlisted(code, int(places.size) - LISTED)
