"""The lines that errors print, and their exit codes."""

import pickle

import pytest

from report_helpers import errors
from report_helpers.errors import (
    DataError,
    InputError,
    Problem,
    ReportError,
    StoppedError,
    UserFacingError,
)


def problem(line: int) -> Problem:
    """Return a problem at a line."""
    return Problem(line, "value", "number-error", "'x' is not a number", "write a number")


def test_an_error_has_a_place_a_cause_and_a_fix() -> None:
    """The message is one line: place, what, and what to do."""
    error = InputError("my.csv", "there is no such file", "check the path")
    assert error.lines() == ["my.csv: there is no such file; check the path"]
    assert str(error) == error.lines()[0]


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("\x1b[31mred\x1b]0;title\x07 text", "red text"),
        ("one\ntwo\tthree", "one two three"),
        ("a\u202eb\u2066c\x00d\ud800e", "abcde"),
        ("x" * 1_000_000, f"{'x' * 1999}…"),
        ("é\N{NO-BREAK SPACE}€", "é\N{NO-BREAK SPACE}€"),
    ],
)
def test_an_error_is_one_short_line_that_no_terminal_obeys(given: str, shown: str) -> None:
    """X17: whatever a cell or a server says; also after it came from another process."""
    error = pickle.loads(pickle.dumps(ReportError("place", given, "fix")))  # noqa: S301 our own
    assert error.lines() == [f"place: {shown}; fix"]


def test_a_data_error_prints_a_line_a_problem() -> None:
    """Each problem is file, line, column, what and what to do, in file order."""
    error = DataError("my.csv", [problem(7), problem(2)])
    assert error.lines() == [
        "my.csv:2:value: 'x' is not a number; write a number",
        "my.csv:7:value: 'x' is not a number; write a number",
    ]
    assert str(error) == error.lines()[0]


@pytest.mark.parametrize(("count", "shown", "rest"), [(1, 1, ""), (50, 50, ""), (51, 51, "1 more"),
                                                     (10_000, 51, "9,950 more")])  # fmt: skip
def test_fifty_problems_are_shown_and_the_rest_counted(count: int, shown: int, rest: str) -> None:
    """D27: at most fifty lines of problems, and one that counts the others."""
    lines = DataError("my.csv", [problem(line) for line in range(2, count + 2)]).lines()
    assert len(lines) == shown
    assert rest in lines[-1]
    assert ("more" in lines[-1]) == bool(rest)


def test_exit_codes_are_the_documented_ones() -> None:
    """Each kind of error has its own exit code."""
    named = [getattr(errors, name) for name in errors.__all__]
    kinds = [kind for kind in named if isinstance(kind, type) and issubclass(kind, UserFacingError)]
    general = {UserFacingError, ReportError, StoppedError}
    codes = {kind.__name__: kind.exit_code for kind in kinds if kind not in general}
    assert codes == {
        "DataError": 65, "HeldError": 75, "InputError": 66, "KernelDiedError": 137,
        "NotebookError": 70, "NothingThereError": 66,
        "OutputError": 73, "SetupError": 78, "TimeLimitError": 124, "UsageError": 2,
    }  # fmt: skip


@pytest.mark.parametrize(("number", "code"), [(2, 130), (15, 143), (1, 129)])
def test_a_signal_has_the_exit_code_that_shells_give_it(number: int, code: int) -> None:
    """128 and the number of the signal."""
    assert StoppedError(number).exit_code == code


@pytest.mark.parametrize("error", [InputError("a", "b", "c"), DataError("my.csv", [problem(7)]),
                                   StoppedError(15)])  # fmt: skip
def test_an_error_travels_between_processes(error: ReportError) -> None:
    """It arrives with its place, its words, its exit code and its notes."""
    error.add_note("where")
    there = pickle.loads(pickle.dumps(error))  # noqa: S301 (our own)
    assert (type(there), there.lines(), there.exit_code, there.__notes__) == (
        type(error), error.lines(), error.exit_code, ["where"],
    )  # fmt: skip
