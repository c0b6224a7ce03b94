"""The data that pass between a command and its worker processes."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final, NamedTuple

from report_helpers.claims.inputs.claims_input import folder_of
from report_helpers.errors import ReportError, UsageError
from report_helpers.execution.parameters import Value
from report_helpers.package_files import shipped
from report_helpers.settings.settings_file import NO_FILES, ReportFiles, read_files

__all__ = ["UNREADABLE", "BuiltReport", "Job", "JobResult", "Step", "next_due", "report_files"]

EVERY: Final = re.compile(r"([1-9][0-9]{0,3})([dw])")
DAYS: Final = {"d": 1, "w": 7}
UNREADABLE: Final = "the previous report cannot be read"
"""The text of `BuiltReport.changed` if the previous run is damaged."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a report: a notebook's cell, counted from 1, or the page (0); `done` at its end."""

    name: str
    cell: int = 0
    done: bool = False

    def __str__(self) -> str:
        """Return the place, in the form of error messages."""
        return f"{self.name}:cell {self.cell}" if self.cell else self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """Everything that a report is made from.

    Attributes:
        notebooks: their folder.
        claims: the bytes of the CSV.
        name: the name of the CSV in errors.
        download: the name of the CSV on the page.
        parameters: the values in the types that the notebooks declare, with `as_of`.
        failed: the folder for a notebook that fails.
        before: the folder of the run to compare with.
        expected: the date by which the next report is due, as YYYY-MM-DD.
        files: the settings and the logo.
        pictures: whether to draw static pictures.
        side_by_side: how many notebooks run at a time; None: as many as suit the machine.
        last: whether the worker gets no other job.
    """

    notebooks: Path
    claims: bytes
    name: str
    download: str
    parameters: Mapping[str, Value]
    failed: Path
    before: Path | None = None
    expected: str | None = None
    files: ReportFiles = NO_FILES
    pictures: bool = True
    side_by_side: int | None = None
    last: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BuiltReport:
    """A report before it is published.

    Attributes:
        page: the bytes of the page.
        notebooks: the executed notebooks as files, by name.
        results: as `runs.results.results` returns.
        changed: a sentence on what changed since the previous run; empty if nothing did.
        charts: the names of the charts in the page.
        bundle: the name of the plotly.js in the page.
        seconds: the duration of each step.
        unpictured: why pictures that were asked for are missing; empty if they are not.
    """

    page: bytes
    notebooks: Mapping[str, bytes]
    results: Mapping[str, Any]
    changed: str
    charts: tuple[str, ...]
    bundle: str
    seconds: Mapping[str, float]
    unpictured: str = ""


class JobResult(NamedTuple):
    """The result of a job, how often it was started, and the seconds that it took."""

    name: str
    result: BuiltReport | ReportError
    attempts: int = 1
    seconds: float = 0.0


def next_due(as_of: str, every: str | None) -> str | None:
    """Return the date by which the next report is due; None if nothing says so.

    Args:
        as_of: the date of this report, as YYYY-MM-DD.
        every: the time until the next one, such as `7d` or `2w`.

    Raises:
        UsageError: it is no number of days or weeks.
    """
    if every is None:
        return None
    written = EVERY.fullmatch(every)
    if not written:
        what = f"{every!a} is not a number of days or weeks"
        raise UsageError("--expect-every", what, "write 7d or 2w")
    number, unit = written.groups()
    try:
        return (date.fromisoformat(as_of) + timedelta(int(number) * DAYS[unit])).isoformat()
    except OverflowError as error:
        what = f"{every!a} after {as_of} is no date: the last one is {date.max.isoformat()}"
        raise UsageError(
            "--expect-every", what, "write a shorter time, or an earlier date"
        ) from error


def report_files(data: str, notebooks: Path, project: Path | None = None) -> ReportFiles:
    """Return the settings and the logo of a report.

    Args:
        data: the path or URL of the claims.
        notebooks: the folder of the notebooks: the shipped settings are for the shipped ones.
        project: the folder of the settings; None: that of the claims, if they are a file.

    Raises:
        UsageError: they cannot be read, or are wrong.
    """
    if not data and notebooks.resolve() != shipped("notebooks").resolve():
        return NO_FILES
    folder = project or folder_of(data)
    return read_files(folder) if folder else NO_FILES
