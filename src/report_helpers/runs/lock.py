"""One run at a time for each output."""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from report_helpers.errors import HeldError, OutputError
from report_helpers.files import replace_file

__all__ = ["held"]

LOCK = ".lock"
HOLDER = ".running.json"
"""Who holds the lock: what another run can say of it, and what is left of a run that was killed."""


@contextmanager
def held(
    out: Path, about: Mapping[str, object], *, timeout: float
) -> Iterator[Mapping[str, object] | None]:
    """Hold the output's lock; the system frees it however this process ends.

    Args:
        out: the report's folder; made where it is missing.
        about: what is noted of the run while it holds the lock; `started` says since when.
        timeout: seconds to wait for another run.

    Yields:
        What is noted of a run that held the lock and was killed, or None.

    Raises:
        HeldError: another run holds it.
        OutputError: the folder cannot be written.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        with FileLock(out / LOCK, timeout=timeout):
            killed = _holder(out)
            note = json.dumps({"pid": os.getpid(), **about})
            replace_file(out / HOLDER, note.encode())
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


def _holder(out: Path) -> Mapping[str, object] | None:
    try:
        noted = json.loads((out / HOLDER).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return noted if isinstance(noted, dict) else {}


def _held(out: Path) -> HeldError:
    holder = _holder(out) or {}
    who = f"process {holder.get('pid', 'unknown')} since {holder.get('started', 'unknown')}"
    return HeldError(str(out), f"another run holds it ({who})", "wait, or give --lock-timeout")
