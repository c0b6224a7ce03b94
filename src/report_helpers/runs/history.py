"""The runs that an output keeps, and its log of what every run came to.

`OUT/runs/RUN_ID/manifest.json` tells of a run that made a page, `OUT/log.jsonl` of every one, a
line each. Nothing else is remembered: which run is current is read off the page itself.
"""

import hashlib
import os
import stat
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from report_helpers.files import is_folder, read_end, read_regular, replace_file
from report_helpers.runs.records import (
    DamagedError,
    LogEntry,
    RunRecord,
    Warn,
    as_json,
    read_record,
    set_aside,
)
from report_helpers.runs.removal import MANIFEST, RUN_ID

__all__ = [
    "LOG",
    "PAGE",
    "SHOWING",
    "StoredRun",
    "attempts",
    "current_run",
    "kept_runs",
    "last_other",
    "listed",
    "mend",
    "note",
    "parted",
]

LOG = "log.jsonl"
LOG_END: Final = 1 << 20
"""The bytes of the log's end that are read."""
PAGE = "index.html"
LARGEST_PAGE: Final = 100_000_000
SHOWING = {"published", "up to date"}
"""What a run may come to so that its report is the one shown."""


@dataclass(frozen=True, slots=True)
class StoredRun:
    """A run that is kept: its folder and what its manifest tells."""

    folder: Path
    manifest: RunRecord

    @property
    def run_id(self) -> str:
        """The name of its folder."""
        return self.folder.name

    @property
    def as_of(self) -> str:
        """The day that its report speaks of, YYYY-MM-DD."""
        return self.manifest.parameters.as_of

    @property
    def data(self) -> str:
        """The SHA-256 of its claims."""
        return self.manifest.data.sha256


def kept_runs(out: Path) -> list[StoredRun]:
    """Return the runs of an output, by day and then by when they were rendered.

    A folder that is a link, or named otherwise than its manifest says, is no run; nor is one whose
    manifest is damaged.
    """
    found = filter(None, map(_kept, _run_folders(out)))
    return sorted(found, key=lambda run: (run.as_of, run.manifest.rendered))


def _run_folders(out: Path) -> list[Path]:
    return [path for path in _shown(out / "runs") if is_folder(path)]


def _shown(folder: Path) -> list[Path]:
    """Return what is in a folder and not hidden."""
    try:
        return sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    except OSError:
        return []


def _kept(folder: Path) -> StoredRun | None:
    try:
        record = read_record(folder / MANIFEST, RunRecord)
    except DamagedError:
        return None
    return StoredRun(folder, record) if record and record.run_id in {"", folder.name} else None


def mend(out: Path, warn: Warn) -> None:
    """Set damaged manifests and a damaged log aside, and warn of links among the runs."""
    for path in _shown(out / "runs"):
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
    """Set a damaged log aside and begin a new one with its last whole entries."""
    try:
        lines = read_end(log, LOG_END).split(b"\n")
    except FileNotFoundError:
        return
    except OSError as error:
        set_aside(log, error.strerror or error, warn)
        return
    last = lines.pop()
    whole = [line for line in lines if _entry(line)]
    if last or len(whole) < len(lines):
        set_aside(log, "a line is no entry", warn)
        if not log.exists():
            replace_file(log, b"".join(line + b"\n" for line in whole))


def current_run(out: Path, runs: Sequence[StoredRun]) -> StoredRun | None:
    """Return the run whose page is the current one."""
    try:
        shown = hashlib.sha256(read_regular(out / PAGE, LARGEST_PAGE)).hexdigest()
    except OSError:
        return None
    return next((run for run in runs if run.manifest.page_sha256 == shown), None)


def last_other(runs: Sequence[StoredRun], as_of: str, data: str) -> StoredRun | None:
    """Return the last run up to a day that had other claims or was of another day."""
    others = [run for run in runs if run.as_of <= as_of and (run.as_of, run.data) != (as_of, data)]
    return others[-1] if others else None


def parted(
    runs: Sequence[StoredRun], keep: int | None, current: str
) -> tuple[list[StoredRun], list[StoredRun]]:
    """Return the runs to keep, the current one always among them, and the oldest, to remove."""
    spare = [run for run in runs if run.run_id != current]
    old = spare[: max(0, len(runs) - keep)] if keep is not None else []
    return [run for run in runs if run not in old], old


def listed(run: StoredRun) -> dict[str, Any]:
    """Return what the history page says of a run."""
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


def note(out: Path, entry: Mapping[str, object]) -> None:
    """Write a line into the output's log.

    Raises:
        OSError: it cannot be written, or is no regular file.
    """
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT
    flags |= getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    with os.fdopen(os.open(out / LOG, flags, 0o644), "ab") as log:
        if not stat.S_ISREG(os.fstat(log.fileno()).st_mode):
            raise OSError("is no regular file")
        log.write(as_json(entry) + b"\n")
        log.flush()
        os.fsync(log.fileno())


def attempts(out: Path) -> list[dict[str, Any]]:
    """Return the runs that published nothing, of the log's end, oldest first.

    A line that is no entry is left out.
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
