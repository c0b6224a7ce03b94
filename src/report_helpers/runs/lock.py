"""The locks of an output: one run at a time, and one replacement of the page at a time."""

import os
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from report_helpers.errors import HeldError, OutputError
from report_helpers.files import TEMPORARY, replace_file
from report_helpers.runs.records import DamagedError, Holder, Warn, as_json, read_record, set_aside

if sys.platform != "win32":
    import fcntl

__all__ = ["held", "last_moment", "unwritable"]

LOCK = ".lock"
MASK = 0o022
"""Whatever the umask, the owner alone can write an output, and all can read it: it is published."""
HOLDER = ".running.json"
"""The record of the run that holds the lock, for messages of other runs and after a kill."""
MOMENT: Final = 30.0
PULSE: Final = 0.05
"""Seconds to wait for another run that replaces the page, and between two tries."""


@contextmanager
def held(
    out: Path, about: Mapping[str, object], *, timeout: float, warn: Warn
) -> Iterator[Mapping[str, object] | None]:
    """Hold the lock of an output; the system releases it however this process ends.

    Args:
        out: the folder of the report; created if missing.
        about: the record of this run, with `started`, the time of its start.
        timeout: seconds to wait for another run.
        warn: called if the record of a killed run is damaged.

    Yields:
        The record of a run that was killed while it held the lock, or None.

    Raises:
        HeldError: another run holds the lock.
        OutputError: the folder cannot be written.
    """
    before = os.umask(MASK)
    try:
        out.mkdir(parents=True, exist_ok=True)
        with _locked(out / LOCK, timeout):
            killed = _killed(out, warn)
            replace_file(out / HOLDER, as_json({"pid": os.getpid(), **about}))
            try:
                yield killed
            finally:
                _forget(out / HOLDER, warn)
    except Timeout as error:
        raise _held(out) from error
    except OSError as error:
        raise unwritable(out, error) from error
    finally:
        os.umask(before)


def unwritable(out: Path, error: OSError) -> OutputError:
    """Return the error of an output that cannot be written."""
    what = error.strerror or type(error).__name__
    place = Path(os.fsdecode(error.filename)) if error.filename else out
    unfinished = TEMPORARY.fullmatch(place.name)
    place = place.with_name(unfinished["name"]) if unfinished else place
    return OutputError(str(place), what, "free space or allow writing there")


@contextmanager
def last_moment(out: Path) -> Iterator[None]:
    """Hold the folder of an output itself while the page is checked once more and replaced.

    Somebody may have removed the file of the lock while a run held it; the folder stays.

    Raises:
        HeldError: another run held it for too long, as if it were stopped.
        OSError: the folder is gone.
    """
    if sys.platform == "win32":
        yield
        return
    folder = os.open(out, os.O_RDONLY | os.O_DIRECTORY)
    try:
        _hold(folder, out)
        yield
    finally:
        os.close(folder)


def _hold(folder: int, out: Path) -> None:
    end = time.monotonic() + MOMENT
    while time.monotonic() < end:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(PULSE)
        except OSError:
            # Some network file systems lock no folders.
            return
        else:
            return
    raise _held(out)


@contextmanager
def _locked(path: Path, timeout: float) -> Iterator[None]:
    lock = FileLock(path, timeout=timeout)
    lock.acquire()
    try:
        yield
    finally:
        # What the run did is done; the system frees the lock at the end of this process.
        with suppress(OSError):
            lock.release()


def _forget(holder: Path, warn: Warn) -> None:
    try:
        holder.unlink(missing_ok=True)
    except OSError as error:
        warn(f"{holder}: cannot be removed ({error.strerror}); the next run replaces it")


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
