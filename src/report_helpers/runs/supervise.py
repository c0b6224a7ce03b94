"""Has a report made in a process of its own, and ends that process and all that it started.

Whatever happens in there, a kernel that dies, a cell that holds everything up, a crash, this side
stays in charge: it waits no longer than it may, leaves no process behind, and alone publishes.
"""

import os
import pickle
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import Any, BinaryIO, Self

import psutil

from report_helpers.errors import KernelDiedError, ReportError, StoppedError, TimeLimitError
from report_helpers.execution.processes import adopt_orphans, children, end_children
from report_helpers.runs.job import BuiltReport, Job, Step

__all__ = ["Worker", "Workers", "stoppable", "supervised", "unstopped"]

# No module run as a program: each kernel that forks would import it once more as `__main__`.
WORKER = (
    sys.executable,
    "-c",
    "import sys; from report_helpers.runs.worker import main; main(int(sys.argv[1]))",
)
STOPPING = tuple(
    getattr(signal, name) for name in ("SIGTERM", "SIGINT", "SIGHUP") if hasattr(signal, name)
)
SLOW = "raise --time-limit, or make it faster"
LAST_WORDS = 5.0
"""Seconds in which a worker that has closed its channel must have ended."""


@contextmanager
def stoppable() -> Iterator[None]:
    """Turn the first signal that asks the run to stop into a `StoppedError`; ignore the others."""

    def stop(number: int, _frame: FrameType | None) -> None:
        for each in STOPPING:
            signal.signal(each, signal.SIG_IGN)
        raise StoppedError(number)

    before = {number: signal.signal(number, stop) for number in STOPPING}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def unstopped() -> Iterator[None]:
    """Let a signal that asks the run to stop wait until this is done."""
    waiting: list[int] = []
    before = {each: signal.signal(each, lambda number, _: waiting.append(number))
              for each in STOPPING}  # fmt: skip
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    for number in waiting:
        signal.raise_signal(number)


def supervised(
    job: Job,
    *,
    environment: Mapping[str, str],
    log: Path,
    time_limit: float | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> BuiltReport:
    """Make a report in a process of its own, and end that; see `Worker.make`."""
    with Workers().start(environment, log) as worker:
        return worker.make(job, time_limit=time_limit, progress=progress)


class Workers:
    """The workers of one caller, which share this process: what ends one spares the others."""

    def __init__(self) -> None:
        adopt_orphans()
        self._lock = threading.RLock()
        self._live: dict[int, Worker] = {}

    def start(self, environment: Mapping[str, str], log: Path) -> "Worker":
        """Start a worker.

        Args:
            environment: of the process, and so of its kernels.
            log: takes what they write to stderr.
        """
        with self._lock:
            worker = Worker(environment, log, self)
            self._live[worker.number] = worker
        return worker

    def end(self, worker: "Worker") -> None:
        """End a worker and all that it started."""
        with self._lock:
            self._live.pop(worker.number, None)
            # An orphan's parent is this process: the tree does not show whose it was.
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
    """A process that makes one report after the other, until one fails; see `Workers.start`."""

    def __init__(self, environment: Mapping[str, str], log: Path, workers: Workers) -> None:
        self._workers = workers
        self._others = children()
        with log.open("ab") as errors:
            self._process = subprocess.Popen(  # noqa: S603 (this package itself)
                [*WORKER, str(os.getpid())],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                env=dict(environment),
                start_new_session=True,
            )
        self.number = self._process.pid
        # Threads read and write: one that waits must not be held up by a process that does not.
        self._events: queue.SimpleQueue[Any] = queue.SimpleQueue()
        assert self._process.stdout  # noqa: S101 (asked for above)
        _in_background(_receive, self._process.stdout, self._events)

    def make(
        self,
        job: Job,
        *,
        time_limit: float | None = None,
        progress: Callable[[str], None] = lambda _: None,
    ) -> BuiltReport:
        """Make a report.

        Args:
            job: what to make.
            time_limit: seconds that all of it may take.
            progress: called with what is being done.

        Raises:
            ReportError: one of its kinds, as raised there.
            KernelDiedError: the process died.
            TimeLimitError: it took too long.
        """
        assert self._process.stdin  # noqa: S101 (asked for in `__init__`)
        _in_background(_send, self._process.stdin, job)
        return _made(self._events, self._process, Deadline(time_limit), progress)

    def end(self) -> None:
        """End the process and all that it started."""
        self._workers.end(self)

    def kill(self, spared: Callable[[], Collection[psutil.Process]]) -> None:
        """Kill the process and every other that began after it and is not spared."""
        end_children(spared=lambda: {*self._others, *spared()})
        self._process.wait()
        if self._process.stdin:
            with suppress(OSError):
                self._process.stdin.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()


class Deadline:
    """A moment, on the clock that nobody sets, by which something must be done."""

    def __init__(self, seconds: float | None) -> None:
        self.seconds = seconds
        self._end = None if seconds is None else time.monotonic() + seconds

    @property
    def left(self) -> float | None:
        """Seconds that are left; None where there is no limit."""
        return None if self._end is None else max(0.0, self._end - time.monotonic())


def _in_background(work: Callable[..., None], *arguments: object) -> None:
    threading.Thread(target=work, args=arguments, daemon=True).start()


def _send(channel: BinaryIO, job: Job) -> None:
    try:
        pickle.dump(job, channel)
        channel.flush()
    except OSError:
        # It died before it read everything, which the other channel tells.
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
            what = f"not done when the time limit of {deadline.seconds:g} s had passed"
            raise TimeLimitError(_where(running), what, SLOW) from None
        match event:
            case Step():
                # What has run longest comes first.
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
        return "its process fell silent"
    return f"its process died ({f'signal {-code}' if code < 0 else f'exit code {code}'})"
