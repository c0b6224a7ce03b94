"""Which kept run somebody means: a run's folder, a report's current run, or a run's id."""

import difflib
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from report_helpers.errors import InputError, UsageError
from report_helpers.runs.history import PAGE, StoredRun, current_run, kept_runs
from report_helpers.runs.results import CLAIMS

__all__ = ["find_run"]

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
    runs = {run.run_id: run for run in reversed(kept_runs(out))}
    if place in runs:
        return runs[place].folder
    if place and folder.is_dir():
        return _current(folder)
    if place and folder.exists():
        raise InputError(place, "is a file", "give the folder that it lies in, or a run's id")
    raise UsageError(f"run {place}", f"there is no such run in {out / 'runs'}", _near(place, runs))


def _current(out: Path) -> Path:
    if not (out / PAGE).is_file():
        what = f"is neither a run's folder ({CLAIMS}) nor a report's ({PAGE})"
        raise InputError(str(out), what, "give one of them, or a run's id")
    run = current_run(out, kept_runs(out))
    if run is None:
        what = f"its {PAGE} is of no run that runs/ keeps"
        raise InputError(str(out), what, "name a run's folder, or render the report again")
    return run.folder


def _near(place: str, runs: Mapping[str, StoredRun]) -> str:
    near = difflib.get_close_matches(place, runs, n=1)
    if near:
        return f"did you mean {near[0]}?"
    named = ", ".join(list(runs)[:NAMED])
    return f"give a folder, or an id like {named}" if named else "give a run's or a report's folder"
