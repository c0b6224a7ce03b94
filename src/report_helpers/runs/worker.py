"""The worker process, which makes reports and publishes nothing; `supervise` starts it.

It reads pickled `Job`s from stdin and writes pickled events to the original stdout: a `Step` for
progress, then an exception or a `BuiltReport`.
"""

import errno
import os
import pickle
import signal
import sys
import traceback
from collections.abc import Callable
from functools import partial
from threading import Lock
from types import FrameType
from typing import Any

from report_helpers.errors import KernelDiedError, OutputError, ReportError
from report_helpers.execution.fork_server import GRAMMAR, absent, start_fork_server
from report_helpers.execution.processes import (
    adopt_orphans,
    die_with_parent,
    end_children,
    name_process,
)
from report_helpers.runs.job import BuiltReport, Job
from report_helpers.runs.page_check import refuse_bad_page

__all__ = ["main"]

NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS}
"""Errors of a disk that is full or read-only."""


def main(parent: int) -> None:
    """Make a report for each job on stdin, until one fails.

    After a failure other notebooks of the report may still run, and this process ends with them.

    Args:
        parent: the id of the process that started this one.
    """
    # Printed text must not get between the events.
    channel = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    name_process("report-worker")
    signal.signal(signal.SIGTERM, _end)
    adopt_orphans()
    die_with_parent(signal.SIGTERM)
    if os.getppid() != parent:
        return
    # Forked before this process starts a thread: a fork has only the thread that called it.
    server = start_fork_server()
    with absent(GRAMMAR):
        from report_helpers.runs.making.build_report import build_report  # noqa: PLC0415 (slow to import)
    job = _next_job()
    one_at_a_time = Lock()

    def send(event: Any) -> None:
        with one_at_a_time:
            pickle.dump(event, channel)
            channel.flush()

    while job:
        made = _outcome(partial(build_report, job, send, server=server))
        send(made)
        job = None if isinstance(made, ReportError) else _next_job()
    end_children()
    os._exit(0)


def _next_job() -> Job | None:
    try:
        job: Job = pickle.load(sys.stdin.buffer)  # noqa: S301 (from the parent process)
    except EOFError:
        return None
    return job


def _outcome(build: Callable[[], BuiltReport]) -> BuiltReport | ReportError:
    try:
        made = build()
        refuse_bad_page(made)
    except ReportError as error:
        # Pickling drops the traceback, which --debug shows as a note.
        error.add_note(traceback.format_exc())
        return error
    except Exception as error:  # noqa: BLE001 (the parent process reports it)
        reported = _unexpected(error)
        reported.add_note(traceback.format_exc())
        return reported
    return made


def _unexpected(error: Exception) -> ReportError:
    if isinstance(error, OSError) and error.errno in NO_ROOM:
        what = error.strerror or "it is full"
        return OutputError(str(error.filename or "the disk"), what, "make room there")
    if isinstance(error, MemoryError):
        return KernelDiedError("the run", "memory is short", "free some, or use fewer rows")
    what = f"{type(error).__name__}: {error}".splitlines()[0]
    return ReportError("the run", what, "use --debug to see where, and report it as a bug")


def _end(_number: int, _frame: FrameType | None) -> None:
    """End at once with all children, because the parent process is gone."""
    end_children()
    os._exit(128 + signal.SIGTERM)
