"""Runs work in an offline browser: within a time limit, and without leaving a process or a file."""

import asyncio
import contextlib
import logging
import os
import signal
import subprocess
import tempfile
import threading
from collections.abc import Awaitable, Callable, Coroutine
from pathlib import Path
from typing import Any, Final, TypeVar

from choreographer.errors import BrowserFailedError
from tenacity import retry, retry_if_exception, stop_after_attempt

from report_helpers.execution.processes import release_memory

__all__ = ["closed", "run_offline"]

CLOSE_LIMIT: Final = 10.0
STARTS: Final = 3
LONG: Final = 40

Result = TypeVar("Result")


def run_offline(work: Callable[[Path], Awaitable[Result]], seconds: float) -> Result:
    """Return the result of work that opens and closes a browser.

    It is tried again if the browser fails to start, as on a busy machine.

    Args:
        work: called with a private folder that the browser may use.
        seconds: the limit for all attempts together.

    Raises:
        TimeoutError: all attempts together took longer than the limit.
        BrowserFailedError: no attempt succeeded.
        Exception: what else the work raises.
    """
    release_memory()
    # It warns on stderr of what the caller turns into an error.
    logging.getLogger("choreographer").setLevel(logging.CRITICAL)
    with tempfile.TemporaryDirectory(dir=_place(), ignore_cleanup_errors=True) as private:
        return _in_own_loop(_attempts(work, Path(private), seconds))


async def closed(browser: Any, work: Awaitable[Result]) -> Result:
    """Return the result of work in an open browser, and close the browser however it ends."""
    try:
        return await work
    except BaseException:
        # A hanging browser would not answer a request to close.
        _kill(browser)
        raise
    finally:
        with contextlib.suppress(Exception):
            await asyncio.wait_for(browser.close(), CLOSE_LIMIT)
        _kill(browser)


def _place() -> str | None:
    """Return the parent of the browser's folder, whose socket path is limited to 104 characters."""
    return "/tmp" if os.name == "posix" and len(tempfile.gettempdir()) > LONG else None  # noqa: S108


async def _attempts(
    work: Callable[[Path], Awaitable[Result]], folder: Path, seconds: float
) -> Result:
    async with asyncio.timeout(seconds) as limit:

        def worth_a_try(error: BaseException) -> bool:
            return isinstance(error, BrowserFailedError) and not limit.expired()

        async def attempt() -> Result:
            return await work(folder)

        stop = stop_after_attempt(STARTS)
        again = retry(retry=retry_if_exception(worth_a_try), stop=stop, reraise=True)
        try:
            return await again(attempt)()
        except (BrowserFailedError, asyncio.CancelledError) as error:
            # choreographer turns the timeout's cancellation into its own error.
            if limit.expired():
                raise TimeoutError from error
            raise BrowserFailedError("the browser ended") from error


def _kill(browser: Any) -> None:
    """Kill the browser and its children, which share a session."""
    with contextlib.suppress(AttributeError, OSError, subprocess.TimeoutExpired):
        os.killpg(browser.subprocess.pid, signal.SIGKILL)
        browser.subprocess.wait(CLOSE_LIMIT)


def _in_own_loop(work: Coroutine[Any, Any, Result]) -> Result:
    """Run the work in a thread, because the caller may run in an event loop."""
    results: list[Result] = []
    errors: list[BaseException] = []

    def run() -> None:
        try:
            results.append(asyncio.run(work))
        except BaseException as error:  # noqa: BLE001 it is raised below
            errors.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join()
    if errors:
        raise errors[0]
    return results[0]
