"""Makes many reports on this machine, in a number of worker processes."""

import queue
import threading
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

from report_helpers.errors import ReportError
from report_helpers.execution.stopping import Deadline
from report_helpers.runs.job import Job, JobResult
from report_helpers.runs.sandbox import environment
from report_helpers.runs.supervise import Worker, Workers, not_started

__all__ = ["made_here"]

PULSE = 0.1
"""Seconds between checks whether a thread has ended."""


def made_here(
    jobs: Mapping[str, Job], *, private: Path, workers: int, time_limit: float | None = None
) -> Iterator[JobResult]:
    """Yield the result of each job as it finishes.

    Args:
        jobs: the reports to make, by name.
        private: a temporary folder of this batch.
        workers: how many processes; one whose report fails is replaced by a new one.
        time_limit: seconds for one report.
    """
    waiting = queue.SimpleQueue[tuple[str, Job]]()
    for each in jobs.items():
        waiting.put(each)
    done = queue.SimpleQueue[JobResult]()
    stop = threading.Event()
    folders = [private / str(number) for number in range(min(workers, len(jobs)))]
    for folder in folders:
        folder.mkdir()
    group = Workers()
    threads = [
        threading.Thread(
            target=_work, args=(waiting, done, stop, _start(group, folder), time_limit)
        )
        for folder in folders
    ]
    try:
        for thread in threads:
            thread.start()
        for _ in jobs:
            yield done.get()
    except RuntimeError as error:
        raise not_started(error) from error
    finally:
        stop.set()
        for thread in threads:
            # The thread may just have started another process.
            while thread.is_alive():
                group.end_all()
                thread.join(PULSE)


def _start(group: Workers, folder: Path) -> Callable[[], Worker]:
    return partial(group.start, environment(folder), folder / "stderr.txt")


def _work(
    waiting: "queue.SimpleQueue[tuple[str, Job]]",
    done: "queue.SimpleQueue[JobResult]",
    stop: threading.Event,
    start: Callable[[], Worker],
    time_limit: float | None,
) -> None:
    """Make the waiting reports in worker processes that start and end in this thread.

    A worker receives a signal when the thread that started it ends, not when its parent does.
    """
    worker: Worker | None = None
    while not stop.is_set():
        try:
            name, job = waiting.get_nowait()
        except queue.Empty:
            break
        try:
            worker = worker or start()
            deadline = Deadline(time_limit)
            made = worker.make(job, deadline=deadline)
            done.put(JobResult(name, made, seconds=deadline.passed))
        except (ReportError, OSError) as error:
            if worker:
                worker.end()
            worker = None
            failure = error if isinstance(error, ReportError) else not_started(error)
            done.put(JobResult(name, failure))
    if worker:
        worker.end()
