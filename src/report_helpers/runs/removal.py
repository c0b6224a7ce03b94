"""Removes files that the product wrote into an output, by exact name and never through a link."""

import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path, PurePath
from shutil import rmtree
from typing import Final

from report_helpers.files import TEMPORARY, is_folder, is_regular
from report_helpers.runs.records import (
    DamagedError,
    RunRecord,
    UnreadableError,
    Warn,
    read_record,
)

__all__ = [
    "IN_RUN",
    "MANIFEST",
    "RUN_ID",
    "remove_files",
    "remove_run",
    "remove_runs",
    "sweep",
    "written_names",
]

RUN_ID: Final = re.compile(r"\d{4}-\d{2}-\d{2}-[0-9a-f]{10}")
"""The name of a run's folder: its date and the first digits of its page's SHA-256."""
MANIFEST: Final = "manifest.json"
REMOVING: Final = ".removing.json"
"""The name of a run's manifest during removal of the run."""
IN_RUN: Final = ("report.html", "results.json", "claims.csv", "report.toml")
NOTEBOOKS: Final = "notebooks"
IN_OUT: Final = (
    "index.html",
    "history.html",
    "report.pdf",
    "log.jsonl",
    MANIFEST,
    ".running.json",
)


def sweep(out: Path) -> None:
    """Remove unfinished files of killed runs; the caller must hold the lock."""
    for path in _inside(out):
        if _final_name(path) in IN_OUT and is_regular(path):
            with suppress(OSError):
                path.unlink()
    for folder in filter(is_folder, (out / "runs", out / "reports")):
        for path in _inside(folder):
            if _final_name(path) and is_folder(path):
                rmtree(path, ignore_errors=True)
            elif RUN_ID.fullmatch(path.name) and is_folder(path):
                with suppress(OSError):
                    _finish(path)


def remove_runs(folders: Iterable[Path], warn: Warn) -> None:
    """Remove old runs as `remove_run` does; warn if one cannot be removed."""
    for folder in folders:
        try:
            if not remove_run(folder):
                warn(f"{folder}: the old run is removed, but other files stay there")
        except OSError as error:
            what = error.strerror or error
            warn(f"{folder}: the old run cannot be removed ({what}); remove it yourself")


def remove_run(folder: Path) -> bool:
    """Remove the files that the product wrote into a run's folder, then the folder if it is empty.

    If the removal is interrupted, the next sweep completes it.

    Returns:
        Whether the folder is removed; it stays if it has other files.

    Raises:
        OSError: a file cannot be removed, or the folder is not that of a run.
    """
    if not (RUN_ID.fullmatch(folder.name) and is_folder(folder) and is_regular(folder / MANIFEST)):
        raise OSError("is not a folder that a run wrote")
    if (folder / REMOVING).is_symlink():
        raise OSError(f"{REMOVING} is a link")
    (folder / MANIFEST).replace(folder / REMOVING)
    _finish(folder)
    return not folder.exists()


def written_names(folder: Path, manifest: str = MANIFEST) -> list[str]:
    """Return the files that a run wrote into its folder, but the manifest, which names them.

    Raises:
        OSError: the manifest cannot be read.
    """
    try:
        record = read_record(folder / manifest, RunRecord)
    except UnreadableError:
        raise
    except DamagedError:
        record = None
    return [*IN_RUN, *_notebooks(record.durations_seconds if record else {})]


def remove_files(folder: Path, names: list[str]) -> None:
    """Remove regular files below a folder, and its folder of notebooks if it is empty."""
    for name in names:
        path = folder / name
        if is_regular(path) and is_folder(path.parent):
            path.unlink()
    if is_folder(folder / NOTEBOOKS) and not any((folder / NOTEBOOKS).iterdir()):
        (folder / NOTEBOOKS).rmdir()


def _finish(folder: Path) -> None:
    """Complete the removal of a run, its renamed manifest last, then its folder if it is empty."""
    if is_regular(folder / REMOVING):
        remove_files(folder, written_names(folder, REMOVING))
        (folder / REMOVING).unlink()
    if not any(folder.iterdir()):
        folder.rmdir()


def _notebooks(durations: Mapping[str, float]) -> list[str]:
    """Return the paths of the executed notebooks, each of which has a duration in the manifest."""
    names = [name for name in durations if PurePath(name).suffix == ".ipynb"]
    return [f"{NOTEBOOKS}/{name}" for name in names if PurePath(name).name == name]


def _final_name(path: Path) -> str:
    """Return the final name of a temporary file or folder, or ""."""
    found = TEMPORARY.fullmatch(path.name)
    return found["name"] if found else ""


def _inside(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError:
        return []
