"""The errors that reach a user, and the exit code of each.

UserFacingError
├── StoppedError   128+    a signal ended the run: 130 interrupted, 143 terminated
└── ReportError
    ├── UsageError       2    a wrong option, parameter name or type
    ├── DataError       65    the claims break the schema; lists the first problems, counts all
    ├── InputError      66    the claims are missing or unreadable
    │   └── NothingThereError 66   there is no such file
    ├── NotebookError   70    a notebook failed, or its result cannot be published
    ├── OutputError     73    the output cannot be written
    ├── HeldError       75    another run uses the output
    ├── SetupError      78    the environment lacks something
    ├── TimeLimitError 124    a cell or the run took too long
    └── KernelDiedError 137   the kernel died under a notebook
"""

import re
import signal
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

__all__ = [
    "TERMINAL",
    "DataError",
    "HeldError",
    "InputError",
    "KernelDiedError",
    "NotebookError",
    "NothingThereError",
    "OutputError",
    "Problem",
    "ReportError",
    "SetupError",
    "StoppedError",
    "TimeLimitError",
    "UsageError",
    "UserFacingError",
]

SHOWN_PROBLEMS = 50
LONGEST: Final = 2_000
"""Characters of a part of an error that are shown."""
TERMINAL: Final = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|.)|\x9b")
"""What terminals obey: colors, titles, movements of the cursor."""
UNSHOWN: Final = {"Cc", "Cf", "Cs", "Zl", "Zp"}
"""Categories of Unicode that have no ink: controls, directions, halves of characters."""


def _one_line(text: str) -> str:
    """Return a text in one line that no terminal obeys, with at most `LONGEST` characters."""
    # Cut first, as a text may have a hundred megabytes; what is removed is seldom much.
    plain = TERMINAL.sub("", text[: 2 * LONGEST])
    shown = "".join(_shown(character) for character in plain)
    return shown if len(shown) <= LONGEST else f"{shown[: LONGEST - 1]}…"


def _shown(character: str) -> str:
    if unicodedata.category(character) not in UNSHOWN:
        return character
    return " " if character.isspace() else ""


class UserFacingError(BaseException):
    """An error that is shown to the user: the place, what is wrong, and what to do.

    It can be pickled, so an error of another process arrives with all its parts.
    """

    exit_code: int = 70

    def __init__(self, place: str, what: str, fix: str) -> None:
        place, what, fix = map(_one_line, (place, what, fix))
        super().__init__(place, what, fix)
        self.place = place
        self.what = what
        self.fix = fix

    def __str__(self) -> str:
        """Return place, problem and fix as one line."""
        return f"{self.place}: {self.what}; {self.fix}"

    def lines(self) -> list[str]:
        """Return the lines for stderr, each without the prefix `error: `."""
        return [str(self)]

    def _render_traceback_(self) -> list[str]:
        # A notebook shows this instead of the lines of code that raised the error.
        return [f"{type(self).__name__}: {line}" for line in self.lines()]


class ReportError(UserFacingError, Exception):
    """A failure that the user can act on."""


class UsageError(ReportError):
    """An option or parameter is unknown or has a wrong value."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem of a data file.

    `line` is the physical line (1 is the header), `column` a column's name or `-`,
    `code` names the kind of problem. `file` is empty for the claims themselves, otherwise the
    file beside them.
    """

    line: int
    column: str
    code: str
    message: str
    fix: str
    file: str = ""


class DataError(ReportError):
    """A data file breaks the schema.

    Attributes:
        problems: the first problems, in file order, those of the claims first.
        counts: the number of problems of each code, those that are not in `problems` included.
        total: the number of all problems.
    """

    exit_code = 65

    def __init__(
        self, file: str, problems: Sequence[Problem], counts: Mapping[str, int] | None = None
    ) -> None:
        self.file = file
        self.problems = sorted(problems, key=lambda problem: (problem.file, problem.line))
        self.counts = Counter(counts or [problem.code for problem in problems])
        self.total = self.counts.total()
        first = self.problems[0]
        place = f"{first.file or file}:{first.line}:{first.column}"
        super().__init__(place, first.message, first.fix)
        self.args = (file, self.problems, self.counts)

    def lines(self) -> list[str]:
        """Return one line for each problem, at most 50, and the count of the others by code."""
        shown = self.problems[:SHOWN_PROBLEMS]
        lines = [
            f"{problem.file or self.file}:{problem.line}:{problem.column}: {problem.message}; "
            f"{problem.fix}"
            for problem in shown
        ]
        others = self.counts - Counter(problem.code for problem in shown)
        if others:
            codes = ", ".join(f"{count:,} {code}" for code, count in others.most_common())
            lines.append(f"{self.file}: {others.total():,} more problems ({codes})")
        return lines


class InputError(ReportError):
    """The data file is missing, unreadable or too large."""

    exit_code = 66


class NothingThereError(InputError):
    """There is no file at the path or address."""


class NotebookError(ReportError):
    """A notebook failed, ended early, or its result cannot be published."""

    exit_code = 70


class OutputError(ReportError):
    """The report cannot be written to its destination."""

    exit_code = 73


class HeldError(ReportError):
    """Another run uses the output."""

    exit_code = 75


class SetupError(ReportError):
    """The environment lacks a kernel, a package or a file of the project."""

    exit_code = 78


class TimeLimitError(ReportError):
    """A cell or the whole run took longer than its limit."""

    exit_code = 124


class KernelDiedError(ReportError):
    """The kernel died under a notebook: killed, out of memory, or crashed."""

    exit_code = 137


class StoppedError(UserFacingError):
    """A signal asked the run to stop; the exit code is 128 plus the signal's number.

    It is no `Exception`, because it can be raised anywhere, and code that handles the failure of a
    step must not catch it.
    """

    def __init__(self, number: int) -> None:
        name = signal.Signals(number).name
        super().__init__(
            "the run", f"stopped by {name}", "start it again; what was published stays"
        )
        self.args = (number,)
        self.number = number
        self.exit_code = 128 + number
