"""The process that makes a report: `main`, started by `supervise`.

Pickled `Job`s come in on stdin; events go out, pickled, on what was stdout: a `Step` says what is
being done, an exception why it failed, a `BuiltReport` that it is done. It publishes nothing.
"""

import errno
import os
import pickle
import signal
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from threading import Lock
from types import FrameType
from typing import Any

from report_helpers.errors import OutputError, ReportError
from report_helpers.execution.fork_server import GRAMMAR, absent, start_fork_server
from report_helpers.execution.processes import adopt_orphans, die_with_parent, end_children
from report_helpers.runs.job import BuiltReport, Job, Step
from report_helpers.runs.page_check import refuse_bad_page

__all__ = ["main"]

NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS}
"""What the disk says when it takes no more."""


def main(parent: int) -> None:
    """Make the reports of the jobs that come on stdin; `parent` is who started this process.

    The first that fails is the last: a notebook that still runs beside the one that failed must
    hold nobody up.
    """
    # Nothing that is printed may come between the events.
    channel = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    signal.signal(signal.SIGTERM, _end)
    adopt_orphans()
    die_with_parent(signal.SIGTERM)
    if os.getppid() != parent:
        return
    server = start_fork_server()
    job = _next_job()
    one_at_a_time = Lock()

    def send(event: Any) -> None:
        with one_at_a_time:
            pickle.dump(event, channel)
            channel.flush()

    while job:
        made = _outcome(job, send, server.socket if server else None)
        send(made)
        job = None if isinstance(made, ReportError) else _next_job()
    end_children()
    os._exit(0)


def _next_job() -> Job | None:
    try:
        job: Job = pickle.load(sys.stdin.buffer)  # noqa: S301 (from who started this process)
    except EOFError:
        return None
    return job


def _outcome(
    job: Job, progress: Callable[[Step], None], fork_socket: Path | None
) -> BuiltReport | ReportError:
    with absent(GRAMMAR):
        # Imported here: meanwhile the fork server imports in its own process.
        from report_helpers.runs.build_report import build_report  # noqa: PLC0415

    try:
        made = build_report(job, progress, fork_socket=fork_socket)
        refuse_bad_page(made)
    except ReportError as error:
        # A traceback does not travel; --debug shows it as a note.
        error.add_note(traceback.format_exc())
        return error
    except Exception as error:  # noqa: BLE001 (told in the process that waits)
        told = _unforeseen(error)
        told.add_note(traceback.format_exc())
        return told
    return made


def _unforeseen(error: Exception) -> ReportError:
    if isinstance(error, OSError) and error.errno in NO_ROOM:
        what = error.strerror or "it takes no more"
        return OutputError(str(error.filename or "the disk"), what, "make room there")
    what = f"{type(error).__name__}: {error}".splitlines()[0]
    return ReportError("the run", what, "see where with --debug, and report it as a bug")


def _end(_number: int, _frame: FrameType | None) -> None:
    """End at once, and everything with it: whoever waited for the report is gone."""
    end_children()
    os._exit(128 + signal.SIGTERM)
