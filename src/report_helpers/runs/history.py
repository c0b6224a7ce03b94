"""The runs that an output keeps, and its log of all runs.

`OUT/runs/RUN_ID/manifest.json` describes a run that made a page, and `OUT/log.jsonl` has one line
for every run. The current run is the one whose page is `OUT/index.html`; no file names it.
"""

import hashlib
import os
import stat
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from report_helpers.files import (
    is_folder,
    is_of_other_kind,
    is_regular,
    read_end,
    read_regular,
    replace_file,
)
from report_helpers.runs.records import (
    DamagedError,
    LogEntry,
    RunRecord,
    UnreadableError,
    Warn,
    as_json,
    read_record,
    set_aside,
)
from report_helpers.runs.removal import MANIFEST, RUN_ID

__all__ = [
    "LARGEST_PAGE",
    "LOG",
    "PAGE",
    "SHOWING",
    "StoredRun",
    "append_to_log",
    "attempts",
    "current_run",
    "history_row",
    "is_log",
    "is_logged",
    "kept_runs",
    "last_other",
    "mend",
    "split_runs",
]

LOG = "log.jsonl"
LOG_END: Final = 1 << 20
"""Bytes that are read from the end of the log."""
PAGE = "index.html"
LARGEST_PAGE: Final = 100_000_000
SHOWING = {"published", "up to date"}
"""The outcomes after which the page shows the report of the run."""


@dataclass(frozen=True, slots=True)
class StoredRun:
    """A kept run: its folder and its manifest."""

    folder: Path
    manifest: RunRecord

    @property
    def run_id(self) -> str:
        """The name of its folder."""
        return self.folder.name

    @property
    def as_of(self) -> str:
        """The date of its report, as YYYY-MM-DD."""
        return self.manifest.parameters.as_of

    @property
    def data(self) -> str:
        """The SHA-256 of its claims."""
        return self.manifest.data.sha256


def kept_runs(out: Path) -> list[StoredRun]:
    """Return the runs of an output, sorted by date and time of rendering.

    Ignores links, folders with another name than in their manifest, and damaged manifests.

    Raises:
        OSError: their folder cannot be listed.
    """
    found = filter(None, map(_kept, _run_folders(out)))
    return sorted(found, key=lambda run: (run.as_of, run.manifest.rendered))


def _run_folders(out: Path) -> list[Path]:
    return [path for path in _visible(out / "runs") if is_folder(path)]


def _visible(folder: Path) -> list[Path]:
    """Return the paths in a folder that are not hidden; none if there is no folder."""
    try:
        return sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    except (FileNotFoundError, NotADirectoryError):
        return []


def _kept(folder: Path) -> StoredRun | None:
    try:
        record = read_record(folder / MANIFEST, RunRecord)
    except DamagedError:
        return None
    return StoredRun(folder, record) if record and record.run_id in {"", folder.name} else None


def mend(out: Path, warn: Warn) -> None:
    """Rename damaged manifests and a damaged log, and warn about links among the runs."""
    for path in _visible(out / "runs"):
        if path.is_symlink():
            warn(f"{path}: is a link, which no run follows; it is ignored, move it elsewhere")
    for folder in _run_folders(out):
        try:
            read_record(folder / MANIFEST, RunRecord)
        except DamagedError as error:
            if RUN_ID.fullmatch(folder.name):
                set_aside(folder / MANIFEST, error, warn)
    _mend_log(out / LOG, warn)


def _mend_log(log: Path, warn: Warn) -> None:
    """Rename a damaged log, and start a new one with its last valid entries."""
    try:
        lines = read_end(log, LOG_END).split(b"\n")
    except FileNotFoundError:
        return
    except OSError as error:
        known = is_of_other_kind(error)
        problem = UnreadableError(error.errno, error.strerror, str(log))
        set_aside(log, (error.strerror or error) if known else problem, warn)
        return
    last = lines.pop()
    whole = [line for line in lines if _entry(line)]
    if last or len(whole) < len(lines):
        set_aside(log, "a line is not an entry", warn)
        if not log.exists():
            replace_file(log, b"".join(line + b"\n" for line in whole))


def current_run(out: Path, runs: Sequence[StoredRun]) -> StoredRun | None:
    """Return the run whose page is the current page; None without a page or its run.

    Raises:
        OSError: the page or the manifest of its run cannot be read, so its date is not known.
    """
    try:
        shown = hashlib.sha256(read_regular(out / PAGE, LARGEST_PAGE)).hexdigest()
    except FileNotFoundError:
        return None
    except OSError as error:
        if is_of_other_kind(error):
            return None
        raise
    found = next((run for run in runs if run.manifest.page_sha256 == shown), None)
    return found or next(filter(None, map(_read_now, _folders_of(out, shown))), None)


def _folders_of(out: Path, page: str) -> list[Path]:
    """Return the folders of runs whose name ends with the first digits of a page's SHA-256."""
    named = [folder for folder in _run_folders(out) if RUN_ID.fullmatch(folder.name)]
    return [folder for folder in named if page.startswith(folder.name.rpartition("-")[2])]


def _read_now(folder: Path) -> StoredRun | None:
    """Return a run that was left out of the kept ones, in case its manifest was unreadable."""
    try:
        record = read_record(folder / MANIFEST, RunRecord)
    except UnreadableError:
        raise
    except DamagedError:
        return None
    return StoredRun(folder, record) if record else None


def last_other(runs: Sequence[StoredRun], as_of: str, data: str) -> StoredRun | None:
    """Return the latest run until a date that has another date or other claims."""
    others = [run for run in runs if run.as_of <= as_of and (run.as_of, run.data) != (as_of, data)]
    return others[-1] if others else None


def split_runs(
    runs: Sequence[StoredRun], keep: int | None, current: str
) -> tuple[list[StoredRun], list[StoredRun]]:
    """Return the runs to keep, with the current one, and the oldest runs, to remove."""
    spare = [run for run in runs if run.run_id != current]
    old = spare[: max(0, len(runs) - keep)] if keep is not None else []
    return [run for run in runs if run not in old], old


def history_row(run: StoredRun) -> dict[str, Any]:
    """Return a run as the history page takes it."""
    about = run.manifest
    return {
        "run_id": run.run_id,
        "as_of": run.as_of,
        "rendered": about.rendered,
        "data_name": about.data.name,
        "data_sha256": run.data,
        "claims": about.claims,
        "contradictions": about.findings.get("contradiction", 0),
        "cautions": about.findings.get("caution", 0),
        "notes": about.findings.get("note", 0),
        "changed": about.changed,
    }


def append_to_log(out: Path, entry: Mapping[str, object]) -> None:
    """Append an entry to the log of an output.

    Raises:
        OSError: the log cannot be written or is not a regular file.
    """
    _unshare(out / LOG)
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT
    flags |= getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    with os.fdopen(os.open(out / LOG, flags, 0o644), "ab") as log:
        if not stat.S_ISREG(os.fstat(log.fileno()).st_mode):
            raise OSError("is not a regular file")
        log.write(as_json(entry) + b"\n")
        log.flush()
        os.fsync(log.fileno())


def is_log(content: bytes) -> bool:
    """Return whether a file has an entry of a run, be it damaged elsewhere."""
    return any(map(_entry, content.split(b"\n")))


def is_logged(out: Path, started: object) -> bool:
    """Return whether the end of the log has a run that started at this time."""
    try:
        lines = read_end(out / LOG, LOG_END).split(b"\n")
    except OSError:
        return False
    return any(entry.started == started for entry in filter(None, map(_entry, lines)))


def _unshare(log: Path) -> None:
    """Give the output a log of its own if its file has another name too, as in a backup."""
    if is_regular(log) and log.lstat().st_nlink > 1:
        replace_file(log, read_end(log, LOG_END))


def attempts(out: Path) -> list[dict[str, Any]]:
    """Return the runs at the end of the log that published nothing, oldest first.

    Invalid lines are left out.
    """
    try:
        lines = read_end(out / LOG, LOG_END).split(b"\n")
    except OSError:
        return []
    found = filter(None, map(_entry, lines))
    return [entry.model_dump() for entry in found if entry.outcome not in SHOWING]


def _entry(line: bytes) -> LogEntry | None:
    try:
        return LogEntry.model_validate_json(line)
    except ValidationError:
        return None
