"""Which kept run somebody means: a run's folder, a report's current run, or a run's id."""

import difflib
import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from report_helpers.errors import InputError, UsageError
from report_helpers.reports.results import CLAIMS

__all__ = ["current_run", "find_run", "kept_runs"]


PAGE: Final = "report.html"
CURRENT: Final = "index.html"
NAMED: Final = 3
"""Runs that a message names at most."""


def find_run(place: str, out: Path) -> Path:
    """Return the folder of a kept run.

    Args:
        place: a run's folder; a report's folder, for its current run; or a run's id.
        out: the report's folder whose `runs/` holds the runs that are meant by an id.

    Raises:
        InputError: the folder is there and is neither, or its current page is of no kept run.
        UsageError: there is no such folder or run; the message suggests one.
    """
    folder = Path(place)
    if place and (folder / CLAIMS).is_file():
        return folder
    runs = {run.name: run for run in kept_runs(out)}
    if place in runs:
        return runs[place]
    if place and folder.is_dir():
        return current_run(folder)
    if place and folder.exists():
        raise InputError(place, "is a file", "give the folder that it lies in, or a run's id")
    raise UsageError(f"run {place}", f"there is no such run in {out / 'runs'}", _near(place, runs))


def current_run(out: Path) -> Path:
    """Return the run that made a report's current page: the one that holds the same page.

    Raises:
        InputError: the folder holds no page, or no run of it is left.
    """
    page = out / CURRENT
    if not page.is_file():
        what = f"is neither a run's folder ({CLAIMS}) nor a report's ({CURRENT})"
        raise InputError(str(out), what, "give one of them, or a run's id")
    try:
        size, content = page.stat().st_size, _digest(page)
        for run in kept_runs(out):
            kept = run / PAGE
            # Sizes first: pages are large and runs are many.
            if kept.is_file() and kept.stat().st_size == size and _digest(kept) == content:
                return run
    except OSError as error:
        what = f"cannot be read ({error.strerror or type(error).__name__})"
        raise InputError(str(error.filename or out), what, "check its permissions") from error
    what = f"its {CURRENT} is of no run that runs/ keeps"
    raise InputError(str(out), what, "name a run's folder, or render the report again")


def kept_runs(out: Path) -> Iterator[Path]:
    """Yield the folders of the runs that a report keeps, the latest day first."""
    runs = out / "runs"
    if runs.is_dir():
        # What begins with a dot is a run that is being written, or was when the power went.
        whole = [run for run in runs.iterdir() if not run.name.startswith(".")]
        yield from sorted((run for run in whole if (run / CLAIMS).is_file()), reverse=True)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _near(place: str, runs: dict[str, Path]) -> str:
    near = difflib.get_close_matches(place, runs, n=1)
    if near:
        return f"did you mean {near[0]}?"
    named = ", ".join(list(runs)[:NAMED])
    return f"give a folder, or an id like {named}" if named else "give a run's or a report's folder"
