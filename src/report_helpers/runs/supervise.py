"""Runs a worker process that makes a report, and ends it with everything that it started.

If a kernel dies, a cell blocks or the worker crashes, this process still ends in time, leaves no
process behind, and is the only one that publishes.
"""

import os
import pickle
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO, Self

import psutil

from report_helpers.errors import KernelDiedError, ReportError, SetupError
from report_helpers.execution.processes import adopt_orphans, children, end_children
from report_helpers.execution.stopping import Deadline
from report_helpers.runs.job import BuiltReport, Job, Step

__all__ = ["Worker", "Workers", "not_started", "supervised"]

# Not `-m`, because every forked kernel would import the module again as `__main__`.
WORKER = (
    sys.executable,
    "-c",
    "import sys; from report_helpers.runs.worker import main; main(int(sys.argv[1]))",
)
LAST_WORDS = 5.0
"""Seconds to wait for the end of a worker that has closed its channel."""


def supervised(
    job: Job,
    *,
    environment: Mapping[str, str],
    log: Path,
    deadline: Deadline,
    progress: Callable[[str], None] = lambda _: None,
) -> BuiltReport:
    """Make a report in a new worker process and end the worker; see `Worker.make`."""
    with Workers().start(environment, log) as worker:
        return worker.make(replace(job, last=True), deadline=deadline, progress=progress)


class Workers:
    """The live workers of one caller; ending one spares the others and their descendants."""

    def __init__(self) -> None:
        adopt_orphans()
        self._lock = threading.RLock()
        self._live: dict[int, Worker] = {}

    def start(self, environment: Mapping[str, str], log: Path) -> "Worker":
        """Start a worker.

        Args:
            environment: the environment of the worker and its kernels.
            log: the file that receives their stderr.

        Raises:
            SetupError: the system starts no further process or thread.
            OSError: the file cannot be written.
        """
        with self._lock, log.open("ab") as errors:
            worker = Worker(environment, errors, self)
            self._live[worker.number] = worker
        return worker

    def end(self, worker: "Worker") -> None:
        """End a worker and everything that it started."""
        with self._lock:
            self._live.pop(worker.number, None)
            # This process adopts orphans, so the tree does not show which worker started them.
            worker.kill(spared=self._trees)

    def end_all(self) -> None:
        """End every worker."""
        with self._lock:
            for worker in list(self._live.values()):
                self.end(worker)

    def _trees(self) -> set[psutil.Process]:
        """Return the live workers and all their descendants."""
        found: set[psutil.Process] = set()
        for number in self._live:
            with suppress(psutil.NoSuchProcess):
                process = psutil.Process(number)
                found |= {process, *process.children(recursive=True)}
        return found


class Worker:
    """A process that makes reports one by one, until one fails; see `Workers.start`."""

    def __init__(self, environment: Mapping[str, str], errors: BinaryIO, workers: Workers) -> None:
        self._workers = workers
        self._others = children()
        try:
            self._process = subprocess.Popen(  # noqa: S603 (this package itself)
                [*WORKER, str(os.getpid())],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                env=dict(environment),
                start_new_session=True,
            )
        except OSError as error:
            raise not_started(error) from error
        self.number = self._process.pid
        # Threads read and write, because a pipe blocks if the other process does not respond.
        self._events: queue.SimpleQueue[Any] = queue.SimpleQueue()
        assert self._process.stdout  # noqa: S101 (asked for above)
        try:
            _in_background(_receive, self._process.stdout, self._events)
        except SetupError:
            self.kill(spared=frozenset)
            raise

    def make(
        self,
        job: Job,
        *,
        deadline: Deadline,
        progress: Callable[[str], None] = lambda _: None,
    ) -> BuiltReport:
        """Make a report.

        Args:
            job: the report to make.
            deadline: that of the whole report.
            progress: called with the name of each step.

        Raises:
            ReportError: a subclass of it, as raised in the worker.
            KernelDiedError: the worker died.
            TimeLimitError: the report was not done at the deadline.
            SetupError: the system starts no further thread.
        """
        assert self._process.stdin  # noqa: S101 (asked for in `__init__`)
        _in_background(_send, self._process.stdin, job)
        return _made(self._events, self._process, deadline, progress)

    def end(self) -> None:
        """End the worker and everything that it started."""
        self._workers.end(self)

    def kill(self, spared: Callable[[], Collection[psutil.Process]]) -> None:
        """Kill the worker and all processes that started after it, but the spared ones."""
        try:
            end_children(spared=lambda: {*self._others, *spared()})
        except OSError:
            # The list of processes cannot be read. Those of the worker end with it.
            self._process.kill()
        self._process.wait()
        if self._process.stdin:
            with suppress(OSError):
                self._process.stdin.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()


def _in_background(work: Callable[..., None], *arguments: object) -> None:
    try:
        threading.Thread(target=work, args=arguments, daemon=True).start()
    except RuntimeError as error:
        raise not_started(error) from error


def not_started(error: Exception) -> SetupError:
    """Return the error of a process or thread that the system does not start."""
    what = (error.strerror if isinstance(error, OSError) else None) or str(error)
    return SetupError("a worker", f"cannot be started: {what}", "free memory, processes or files")


def _send(channel: BinaryIO, job: Job) -> None:
    try:
        pickle.dump(job, channel)
        channel.flush()
    except OSError:
        # The worker died; `_receive` notices it.
        return


def _receive(channel: BinaryIO, events: "queue.SimpleQueue[Any]") -> None:
    try:
        with channel:
            while True:
                events.put(pickle.load(channel))  # noqa: S301 (our own process)
    except (EOFError, OSError, pickle.UnpicklingError):
        events.put(None)


def _made(
    events: "queue.SimpleQueue[Any]",
    process: subprocess.Popen[bytes],
    deadline: Deadline,
    progress: Callable[[str], None],
) -> BuiltReport:
    running: dict[str, Step] = {}
    while True:
        try:
            event = events.get(timeout=deadline.left)
        except queue.Empty:
            raise deadline.error(_where(running)) from None
        match event:
            case Step():
                # Keeps the step that has run longest first.
                running.pop(event.name, None)
                if not event.done:
                    running[event.name] = event
                    progress(str(event))
            case BuiltReport():
                return event
            case ReportError():
                raise event
            case _:
                raise KernelDiedError(_where(running), _death(process), "start it again")


def _where(running: Mapping[str, Step]) -> str:
    return str(next(iter(running.values()), "the run"))


def _death(process: subprocess.Popen[bytes]) -> str:
    try:
        code = process.wait(LAST_WORDS)
    except subprocess.TimeoutExpired:
        return "its process stopped responding"
    return f"its process died ({f'signal {-code}' if code < 0 else f'exit code {code}'})"
