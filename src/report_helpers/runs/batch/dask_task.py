"""Makes a job on a Dask worker, which publishes nothing.

The machines share no disk: notebooks are sent as bytes, and the report returns as bytes.
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
from report_helpers.execution.stopping import Deadline
from report_helpers.runs.fingerprint import versions
from report_helpers.runs.job import BuiltReport, Job
from report_helpers.runs.sandbox import environment, left_folders
from report_helpers.runs.supervise import Worker, Workers

__all__ = ["BEGUN", "Answer", "Sent", "make_sent", "packed"]

PREFIX = "market-report-task-"
LOCK = ".lock"
BEGUN = "market-report-begun"
"""The topic under which the scheduler logs the key of each started report."""
YOUNG = 60.0
"""Seconds in which a new folder may not have its lock yet."""
PULSE = 0.2
"""Seconds between checks whether the report is still wanted."""
WORKERS = Workers()
"""The workers of this process, in which Dask runs several tasks."""
SAME = "install the same versions on the workers as here"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A job with its notebooks by name, and the versions that the worker must have."""

    job: Job
    notebooks: Mapping[str, bytes]
    versions: Mapping[str, str]
    time_limit: float | None


@dataclass(frozen=True, slots=True)
class Answer:
    """The result of a job, its failed notebooks and their claims by name, and how long it took."""

    result: BuiltReport | ReportError
    failed: Mapping[str, bytes]
    seconds: float = 0.0


def packed(job: Job, *, time_limit: float | None = None) -> bytes:
    """Return a job as bytes to send; `time_limit` is in seconds."""
    sent = Sent(
        job=job,
        notebooks={path.name: path.read_bytes() for path in find_notebooks(job.notebooks)},
        versions=versions(),
        time_limit=time_limit,
    )
    return pickle.dumps(sent)


def make_sent(content: bytes, key: str) -> Answer:
    """Make a packed job in a worker process; called in a thread of a Dask worker.

    Args:
        content: the job, as `packed` returns it.
        key: the key of this task. When the task is cancelled, the process is ended.

    Raises:
        distributed.Reschedule: the task was cancelled.
    """
    sent: Sent = pickle.loads(content)  # noqa: S301 (the client can run any code here)
    start = time.monotonic()
    with _folder() as folder:
        try:
            _check_versions(sent.versions)
            made: BuiltReport | ReportError = _made(_unpacked(sent, folder), sent, folder, key)
        except ReportError as error:
            made = error
        failed = (folder / "failed").glob("*")
        kept = {path.name: path.read_bytes() for path in failed}
        return Answer(made, kept, time.monotonic() - start)


def _check_versions(wanted: Mapping[str, str]) -> None:
    """Refuse other versions than those of the client, which would make another page."""
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
    # Imported here, because only Dask workers need distributed.
    from distributed import Reschedule, get_worker  # noqa: PLC0415

    here = get_worker()
    here.log_event(BEGUN, key)
    with WORKERS.start(environment(folder), folder / "stderr.txt") as worker:
        unwanted = threading.Event()
        with _watched(here, key, worker, unwanted):
            try:
                return worker.make(job, deadline=Deadline(sent.time_limit))
            except ReportError:
                if unwanted.is_set():
                    # If the task was submitted again meanwhile, it must start again.
                    raise Reschedule from None
                raise


@contextmanager
def _watched(here: Any, key: str, worker: Worker, unwanted: threading.Event) -> Iterator[None]:
    """End the worker when its task is cancelled, because Dask does not interrupt threads."""
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
    """Make a temporary folder for one task, and remove the folders of killed workers."""
    for left in left_folders(PREFIX):
        _sweep(left)
    made = tempfile.TemporaryDirectory(prefix=PREFIX, ignore_cleanup_errors=True)
    # The system releases the lock however this process ends.
    with made as name, FileLock(Path(name) / LOCK):
        yield Path(name)


def _sweep(left: Path) -> None:
    with suppress(OSError, Timeout):
        if time.time() - left.stat().st_mtime > YOUNG:
            with FileLock(left / LOCK, timeout=0):
                shutil.rmtree(left, ignore_errors=True)
