"""What is said of a data file: its problems, for people, programs and continuous integration."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from report_helpers.claims import read_claims
from report_helpers.errors import DataError, Problem

__all__ = ["FORMATS", "Checked", "check"]


@dataclass(frozen=True, slots=True)
class Checked:
    """The result of checking one data file: how many claims it holds, and its problems."""

    file: str
    claims: int
    error: DataError | None

    @property
    def problems(self) -> Sequence[Problem]:
        """Every problem of the file, in its order."""
        return self.error.problems if self.error else ()

    @property
    def exit_code(self) -> int:
        """0 for a good file, 65 for a bad one."""
        return self.error.exit_code if self.error else 0


def check(data: str) -> Checked:
    """Validate the claims at a path or an address.

    Raises:
        InputError: the claims are missing or unreadable.
    """
    try:
        return Checked(data, len(read_claims(data)), None)
    except DataError as error:
        return Checked(error.file, 0, error)


def as_text(checked: Checked) -> str:
    """Return one line on a good file; the problems of a bad one are the command's errors."""
    return "" if checked.error else f"{checked.claims} claims, no errors"


def as_json(checked: Checked) -> str:
    """Return one JSON object: `claims`, `errors`, `findings`, `verdicts`."""
    errors = [asdict(problem) for problem in checked.problems]
    return json.dumps({"claims": checked.claims, "errors": errors, "findings": [], "verdicts": {}})


def as_github(checked: Checked) -> str:
    """Return a workflow annotation a problem, on the line of the file that it is about."""
    return "\n".join(
        f"::error file={_escaped(checked.file)},line={problem.line},title={problem.code}::"
        + _escaped(f"{problem.column}: {problem.message}; {problem.fix}")
        for problem in checked.problems
    )


def _escaped(text: str) -> str:
    # GitHub's own escapes, so that a cell cannot start a command of its own.
    escapes = {"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"}
    return text.translate(str.maketrans(escapes))


FORMATS = {"text": as_text, "json": as_json, "github": as_github}
