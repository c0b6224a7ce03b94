"""The runs that an output keeps, and its log of what every run came to.

`OUT/runs/RUN_ID/manifest.json` tells of a run that made a page, `OUT/log.jsonl` of every one, a
line each. Nothing else is remembered: which run is current is read off the page itself.
"""

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = [
    "PAGE",
    "SHOWING",
    "StoredRun",
    "attempts",
    "current_run",
    "kept_runs",
    "last_other",
    "listed",
    "note",
    "parted",
]

LOG = "log.jsonl"
PAGE = "index.html"
SHOWING = {"published", "up to date"}
"""What a run may come to so that its report is the one shown."""


@dataclass(frozen=True, slots=True)
class StoredRun:
    """A run that is kept: its folder and its manifest."""

    folder: Path
    manifest: Mapping[str, Any]

    @property
    def run_id(self) -> str:
        """The name of its folder."""
        return self.folder.name

    @property
    def as_of(self) -> str:
        """The day that its report speaks of, YYYY-MM-DD."""
        return str(self.manifest["parameters"]["as_of"])

    @property
    def data(self) -> str:
        """The SHA-256 of its claims."""
        return str(self.manifest["data"]["sha256"])


def kept_runs(out: Path) -> list[StoredRun]:
    """Return the runs of an output, by day and then by when they were rendered."""
    found = [_kept(path.parent) for path in out.glob("runs/[!.]*/manifest.json")]
    return sorted(
        (run for run in found if run), key=lambda run: (run.as_of, run.manifest["rendered"])
    )


def _kept(folder: Path) -> StoredRun | None:
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        run = StoredRun(folder, manifest)
        return run if run.as_of and run.data and manifest["rendered"] else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def current_run(out: Path, runs: Sequence[StoredRun]) -> StoredRun | None:
    """Return the run whose page is the current one."""
    try:
        shown = hashlib.sha256((out / PAGE).read_bytes()).hexdigest()
    except OSError:
        return None
    return next((run for run in runs if run.manifest.get("page_sha256") == shown), None)


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
    findings = about.get("findings", {})
    return {
        "run_id": run.run_id,
        "as_of": run.as_of,
        "rendered": about["rendered"],
        "data_name": about["data"].get("name", ""),
        "data_sha256": run.data,
        "claims": about.get("claims"),
        "contradictions": findings.get("contradiction", 0),
        "cautions": findings.get("caution", 0),
        "notes": findings.get("note", 0),
        "changed": about.get("changed", ""),
    }


def note(out: Path, entry: Mapping[str, object]) -> None:
    """Write a line into the output's log."""
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
    with os.fdopen(os.open(out / LOG, flags, 0o644), "ab") as log:
        log.write(json.dumps(entry).encode() + b"\n")
        log.flush()
        os.fsync(log.fileno())


def attempts(out: Path) -> list[dict[str, Any]]:
    """Return the log's runs that published nothing, oldest first, as the history page lists them.

    A line that a power cut broke is left out.
    """
    try:
        lines = (out / LOG).read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []
    told = dict.fromkeys(("started", "as_of", "outcome", "exit_code", "error"), "")
    found = ({**told, **entry} for entry in map(_entry, lines) if entry)
    return [entry for entry in found if entry["outcome"] not in SHOWING]


def _entry(line: str) -> dict[str, Any]:
    try:
        entry = json.loads(line)
    except ValueError:
        return {}
    return entry if isinstance(entry, dict) else {}
