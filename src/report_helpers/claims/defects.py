"""Collects the problems of a file: lists the first in file order, counts the others.

Problems that are only counted need no memory, so that a file with a million bad rows costs no
more memory than one with a thousand.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from report_helpers.claims.parsing.causes import Cause, CauseProblem
from report_helpers.errors import Problem

if TYPE_CHECKING:
    # The command joins claims with their documents without pandas, which is slow to import.
    import pandas as pd

__all__ = ["LISTED", "Defect", "ProblemCollector", "Unlisted", "flagged"]

LISTED = 1000
"""Maximum problems that an error lists; `market-report check` documents this number."""


class Unlisted(NamedTuple):
    """A number of further problems with the same code, counted but not listed."""

    code: str
    number: int


class ProblemCollector:
    """Collects the problems of one file.

    Attributes:
        counts: the number of problems by code; all cells with one cause count once.
    """

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self._first: list[Problem] = []
        self._causes: dict[tuple[str, str], Cause] = {}

    def add(self, found: Iterable[Problem | Unlisted]) -> None:
        """Add problems in any order."""
        for item in found:
            if isinstance(item, Unlisted):
                self.counts[item.code] += item.number
            elif isinstance(item, CauseProblem):
                self._add_to_cause(item)
            else:
                self.counts[item.code] += 1
                self._first.append(item)
                if len(self._first) >= 2 * LISTED:
                    self._first = in_file_order(self._first)

    def _add_to_cause(self, problem: CauseProblem) -> None:
        key = (problem.file, problem.fix)
        if key not in self._causes:
            self.counts[problem.code] += 1
            self._causes[key] = Cause(problem)
        self._causes[key].add(problem)

    def listed(self) -> list[Problem]:
        """Return the first problems in file order, at most `LISTED`."""
        return in_file_order([*self._first, *(cause.problem() for cause in self._causes.values())])


def in_file_order(problems: list[Problem]) -> list[Problem]:
    """Return the first problems by file and line, at most `LISTED`."""
    return sorted(problems, key=lambda problem: (problem.file, problem.line))[:LISTED]


class Defect(NamedTuple):
    """A problem that a rule reports; `message` is a format string for the row's cells.

    `one_cause` marks a defect with one cause in all rows and columns, such as a spreadsheet; its
    fix names the cause.
    """

    column: str
    code: str
    message: str
    fix: str
    one_cause: bool = False


def flagged(
    rows: "pd.DataFrame", wrong: "pd.Series[bool]", defect: Defect
) -> Iterator[Problem | Unlisted]:
    """Yield a problem for each of the first wrong rows, then the count of the others."""
    places = wrong.to_numpy().nonzero()[0]
    if not places.size:
        return
    column, code, message, fix, one_cause = defect
    first = rows.iloc[places[: 1 if one_cause else LISTED]].to_dict("records")
    if one_cause:
        text, lines = message.format_map(first[0]), rows["line"].to_numpy()[places].tolist()
        yield CauseProblem(first[0]["line"], column, code, text, fix, lines=lines)
        return
    for row in first:
        yield Problem(row["line"], column, code, message.format_map(row), fix)
    if places.size > LISTED:
        yield Unlisted(code, int(places.size) - LISTED)
