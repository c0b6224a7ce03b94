"""What a report is made of, and what it comes to: all that passes between two processes."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NamedTuple

from report_helpers.errors import ReportError
from report_helpers.execution.parameters import Value

__all__ = ["UNREADABLE", "BuiltReport", "Job", "JobResult", "Step"]

UNREADABLE: Final = "the report before cannot be read"
"""What is said of the changes where the run before is damaged."""


@dataclass(frozen=True, slots=True)
class Step:
    """What is being done: a notebook's cell, counted from 1, or the page (0); or it is done."""

    name: str
    cell: int = 0
    done: bool = False

    def __str__(self) -> str:
        """Return the place as errors call it."""
        return f"{self.name}:cell {self.cell}" if self.cell else self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """All that a report is made of.

    `claims` are the bytes of the CSV and `name` what errors call it; `download` is the name under
    which the page hands it out. `parameters` have the types that the notebooks declare, `as_of`
    among them. `before` is the folder of the run to compare with, `expected` the day by which the
    next report is due (YYYY-MM-DD), `failed` the folder for a notebook that fails, `side_by_side`
    how many notebooks run at a time; None: what suits the machine that makes the report.
    """

    notebooks: Path
    claims: bytes
    name: str
    download: str
    parameters: Mapping[str, Value]
    failed: Path
    before: Path | None = None
    expected: str | None = None
    pictures: bool = True
    side_by_side: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BuiltReport:
    """A report before it is published.

    `notebooks` are the executed ones as files, `results` what `runs.results.results` gives,
    `changed` says in a sentence what is other than before, nothing if nothing is; `seconds` tells
    how long steps took.
    """

    page: bytes
    notebooks: Mapping[str, bytes]
    results: Mapping[str, Any]
    changed: str
    charts: tuple[str, ...]
    bundle: str
    seconds: Mapping[str, float]


class JobResult(NamedTuple):
    """What the job of this name came to, and how often it was begun."""

    name: str
    result: BuiltReport | ReportError
    attempts: int = 1
