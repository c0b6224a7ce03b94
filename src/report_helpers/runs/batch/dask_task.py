"""A job as it travels to another machine, and how it is made there; nothing is published there.

No disk is shared: notebooks go there as bytes, and what is made comes back as bytes.
"""

import pickle
import shutil
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import Any

from filelock import FileLock, Timeout

from report_helpers.errors import ReportError, SetupError
from report_helpers.execution.parameters import find_notebooks
from report_helpers.runs.fingerprint import versions
from report_helpers.runs.job import BuiltReport, Job
from report_helpers.runs.sandbox import environment, left_folders
from report_helpers.runs.supervise import Worker, Workers

__all__ = ["BEGUN", "Answer", "Sent", "make_sent", "packed"]

PREFIX = "market-report-task-"
LOCK = ".lock"
BEGUN = "market-report-begun"
"""Under this name the scheduler keeps the key of each report that was begun."""
YOUNG = 60.0
"""Seconds in which a folder may not hold its lock yet."""
PULSE = 0.2
"""Seconds between two looks at whether the report is still wanted."""
WORKERS = Workers()
"""All of this process: Dask runs several tasks in it, which share nothing else."""
SAME = "install on the workers what is installed here"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A job with all that it needs: notebooks by name, and the versions that must be there."""

    job: Job
    notebooks: Mapping[str, bytes]
    versions: Mapping[str, str]
    time_limit: float | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a job came to, and by name the files that it kept: failed notebooks, their claims."""

    result: BuiltReport | ReportError
    failed: Mapping[str, bytes]


def packed(job: Job, *, time_limit: float | None = None) -> bytes:
    """Return a job as it is sent; `time_limit` is the seconds that it may take there."""
    sent = Sent(
        job=job,
        notebooks={path.name: path.read_bytes() for path in find_notebooks(job.notebooks)},
        versions=versions(),
        time_limit=time_limit,
    )
    return pickle.dumps(sent)


def make_sent(content: bytes, key: str) -> Answer:
    """Make a packed job, in a process of its own; runs in a thread of a Dask worker.

    Args:
        content: what `packed` gave.
        key: of this task. When nobody wants it any more, its process is ended.

    Raises:
        distributed.Reschedule: it was ended so.
    """
    sent: Sent = pickle.loads(content)  # noqa: S301 (from whoever may run code here anyway)
    with _folder() as folder:
        try:
            _check_versions(sent.versions)
            made: BuiltReport | ReportError = _made(_unpacked(sent, folder), sent, folder, key)
        except ReportError as error:
            made = error
        failed = (folder / "failed").glob("*")
        return Answer(made, {path.name: path.read_bytes() for path in failed})


def _check_versions(wanted: Mapping[str, str]) -> None:
    """Refuse to make another page than the one that was asked for."""
    here = versions()
    other = [f"{name} {here[name]} instead of {wanted[name]}"
             for name in wanted if here.get(name) != wanted[name]]  # fmt: skip
    if other:
        raise SetupError("the worker", f"it has {', '.join(other)}", SAME)


def _unpacked(sent: Sent, folder: Path) -> Job:
    notebooks = folder / "notebooks"
    notebooks.mkdir()
    for name, content in sent.notebooks.items():
        (notebooks / PurePath(name).name).write_bytes(content)
    return replace(sent.job, notebooks=notebooks, failed=folder / "failed")


def _made(job: Job, sent: Sent, folder: Path, key: str) -> BuiltReport:
    # Imported here: it is there on a Dask worker, where this runs.
    from distributed import Reschedule, get_worker  # noqa: PLC0415

    here = get_worker()
    here.log_event(BEGUN, key)
    with WORKERS.start(environment(folder), folder / "stderr.txt") as worker:
        unwanted = threading.Event()
        with _watched(here, key, worker, unwanted):
            try:
                return worker.make(job, time_limit=sent.time_limit)
            except ReportError:
                if unwanted.is_set():
                    # Asked for anew meanwhile, it starts anew.
                    raise Reschedule from None
                raise


@contextmanager
def _watched(here: Any, key: str, worker: Worker, unwanted: threading.Event) -> Iterator[None]:
    """End the worker as soon as nobody wants what it makes: Dask interrupts no thread."""
    done = threading.Event()

    def watch() -> None:
        while not done.wait(PULSE):
            if not _wanted(here, key):
                unwanted.set()
                worker.end()
                return

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _wanted(here: Any, key: str) -> bool:
    task = here.state.tasks.get(key)
    closing = here.status.name in {"closing", "closed", "failed"}
    return not closing and task is not None and task.state != "cancelled"


@contextmanager
def _folder() -> Iterator[Path]:
    """Make a folder for one task, and take away what killed workers have left."""
    for left in left_folders(PREFIX):
        _sweep(left)
    made = tempfile.TemporaryDirectory(prefix=PREFIX, ignore_cleanup_errors=True)
    # The system frees the lock however this process ends.
    with made as name, FileLock(Path(name) / LOCK):
        yield Path(name)


def _sweep(left: Path) -> None:
    with suppress(OSError, Timeout):
        if time.time() - left.stat().st_mtime > YOUNG:
            with FileLock(left / LOCK, timeout=0):
                shutil.rmtree(left, ignore_errors=True)
