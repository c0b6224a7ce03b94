"""One run at a time for each output."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from report_helpers.errors import HeldError, OutputError
from report_helpers.files import replace_file
from report_helpers.runs.records import DamagedError, Holder, Warn, as_json, read_record, set_aside

__all__ = ["held"]

LOCK = ".lock"
HOLDER = ".running.json"
"""Who holds the lock: what another run can say of it, and what is left of a run that was killed."""


@contextmanager
def held(
    out: Path, about: Mapping[str, object], *, timeout: float, warn: Warn
) -> Iterator[Mapping[str, object] | None]:
    """Hold the output's lock; the system frees it however this process ends.

    Args:
        out: the report's folder; made where it is missing.
        about: what is noted of the run while it holds the lock; `started` says since when.
        timeout: seconds to wait for another run.
        warn: called where what a killed run left is damaged.

    Yields:
        What is noted of a run that held the lock and was killed, or None.

    Raises:
        HeldError: another run holds it.
        OutputError: the folder cannot be written.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        with FileLock(out / LOCK, timeout=timeout):
            killed = _killed(out, warn)
            replace_file(out / HOLDER, as_json({"pid": os.getpid(), **about}))
            try:
                yield killed
            finally:
                (out / HOLDER).unlink(missing_ok=True)
    except Timeout as error:
        raise _held(out) from error
    except OSError as error:
        what = error.strerror or type(error).__name__
        place = str(error.filename or out)
        raise OutputError(place, what, "free or unlock the place") from error


def _killed(out: Path, warn: Warn) -> Mapping[str, object] | None:
    try:
        noted = read_record(out / HOLDER, Holder)
    except DamagedError as error:
        set_aside(out / HOLDER, error, warn)
        return None
    return noted.model_dump(exclude_unset=True) if noted else None


def _held(out: Path) -> HeldError:
    try:
        holder = read_record(out / HOLDER, Holder)
    except DamagedError:
        holder = None
    who = f"process {holder.pid} since {holder.started}" if holder else "an unknown process"
    return HeldError(str(out), f"another run holds it ({who})", "wait, or give --lock-timeout")
