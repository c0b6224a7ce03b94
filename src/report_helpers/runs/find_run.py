"""Finds the kept run that a user names by a folder or an id."""

import difflib
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from report_helpers.errors import InputError, UsageError
from report_helpers.runs.history import PAGE, StoredRun, current_run, kept_runs
from report_helpers.runs.results import CLAIMS

__all__ = ["find_run"]

NAMED: Final = 3
"""The most runs that a message names."""


def find_run(place: str, out: Path) -> Path:
    """Return the folder of a kept run.

    Args:
        place: the folder of a run, the folder of a report (for its current run), or the id of a
            run.
        out: the report in whose `runs/` an id is looked up.

    Raises:
        InputError: the folder is neither, or its current page is not of a kept run.
        UsageError: the folder or run does not exist; the message suggests another.
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
        raise InputError(place, "is a file", "give its folder, or the id of a run")
    raise UsageError(f"run {place}", f"there is no such run in {out / 'runs'}", _near(place, runs))


def _current(out: Path) -> Path:
    if not (out / PAGE).is_file():
        what = f"is neither the folder of a run ({CLAIMS}) nor of a report ({PAGE})"
        raise InputError(str(out), what, "give one of them, or a run's id")
    run = current_run(out, kept_runs(out))
    if run is None:
        what = f"its {PAGE} is not of a run in runs/"
        raise InputError(str(out), what, "give the folder of a run, or render the report again")
    return run.folder


def _near(place: str, runs: Mapping[str, StoredRun]) -> str:
    near = difflib.get_close_matches(place, runs, n=1)
    if near:
        return f"did you mean {near[0]}?"
    named = ", ".join(list(runs)[:NAMED])
    return (
        f"give a folder, or an id like {named}" if named else "give the folder of a run or report"
    )
