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
from concurrent.futures import Future
from pathlib import Path
from typing import Any, Final, TypeVar

from choreographer.errors import BrowserFailedError
from tenacity import retry, retry_if_exception, stop_after_attempt

from report_helpers.execution.processes import release_memory

__all__ = ["NotStartedError", "closed", "opened", "run_offline"]

START_LIMIT: Final = 60.0
CLOSE_LIMIT: Final = 10.0
"""Seconds in which a browser starts and ends."""
STARTS: Final = 3
LONG: Final = 40

Result = TypeVar("Result")


class NotStartedError(Exception):
    """The browser did not start.

    Attributes:
        died: whether it ended, and may be tried again; else it hangs.
    """

    def __init__(self, *, died: bool) -> None:
        super().__init__()
        self.died = died


def run_offline(work: Callable[[Path], Awaitable[Result]], seconds: float) -> Result:
    """Return the result of work that opens and closes a browser.

    It is tried again if the browser fails to start, as on a busy machine.

    Args:
        work: called with a private folder that the browser may use.
        seconds: the limit for all attempts together.

    Raises:
        TimeoutError: all attempts together took longer than the limit.
        NotStartedError: the browser ended while it started, in all attempts, or hung.
        BrowserFailedError: it started, and ended.
        Exception: what else the work raises.
    """
    release_memory()
    # It warns on stderr of what the caller turns into an error.
    logging.getLogger("choreographer").setLevel(logging.CRITICAL)
    with tempfile.TemporaryDirectory(dir=_place(), ignore_cleanup_errors=True) as private:
        return _in_own_loop(_attempts(work, Path(private), seconds))


async def opened(browser: Any) -> None:
    """Open a browser.

    Raises:
        NotStartedError: it did not start within `START_LIMIT`.
    """
    try:
        async with asyncio.timeout(START_LIMIT) as limit:
            await browser.open()
    except Exception as error:
        raise NotStartedError(died=not limit.expired()) from error


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
        # A thread of its own starts the process, perhaps only now.
        browser._process_executor.shutdown(wait=True)  # noqa: SLF001 (nothing public waits for it)
        _kill(browser)


def _place() -> str | None:
    """Return the parent of the browser's folder, whose socket path is limited to 104 characters."""
    return "/tmp" if os.name == "posix" and len(tempfile.gettempdir()) > LONG else None  # noqa: S108


async def _attempts(
    work: Callable[[Path], Awaitable[Result]], folder: Path, seconds: float
) -> Result:
    async with asyncio.timeout(seconds) as limit:

        def worth_a_try(error: BaseException) -> bool:
            ended = isinstance(error, BrowserFailedError) or (
                isinstance(error, NotStartedError) and error.died
            )
            # choreographer takes a cancellation for the end of the browser.
            task = asyncio.current_task()
            return ended and not (task and task.cancelling())

        async def attempt() -> Result:
            return await work(folder)

        stop = stop_after_attempt(STARTS)
        again = retry(retry=retry_if_exception(worth_a_try), stop=stop, reraise=True)
        try:
            return await again(attempt)()
        except (BrowserFailedError, NotStartedError, asyncio.CancelledError) as error:
            if limit.expired():
                raise TimeoutError from error
            if isinstance(error, NotStartedError):
                raise
            raise BrowserFailedError("the browser ended") from error


def _kill(browser: Any) -> None:
    """Kill the browser and its children, which share a session."""
    with contextlib.suppress(AttributeError, OSError, subprocess.TimeoutExpired):
        os.killpg(browser.subprocess.pid, signal.SIGKILL)
        browser.subprocess.wait(CLOSE_LIMIT)


def _in_own_loop(work: Coroutine[Any, Any, Result]) -> Result:
    """Run the work in a thread, because the caller may run in an event loop.

    If a signal interrupts the caller, the work is cancelled and has ended when this returns: else
    it would start a browser when all processes have been ended.
    """
    begun: Future[Callable[[], object]] = Future()
    result: Future[Result] = Future()

    async def cancellable() -> Result:
        loop, task = asyncio.get_running_loop(), asyncio.current_task()
        assert task  # noqa: S101 (this is one)
        begun.set_result(lambda: loop.call_soon_threadsafe(task.cancel))
        return await work

    def run() -> None:
        try:
            result.set_result(asyncio.run(cancellable()))
        except BaseException as error:  # noqa: BLE001 it is raised below
            result.set_exception(error)

    thread = threading.Thread(target=run, daemon=True)
    try:
        thread.start()
        return result.result()
    except BaseException:
        if not result.done():
            # Without a result if the thread was never started.
            with contextlib.suppress(TimeoutError):
                begun.result(CLOSE_LIMIT)()
                thread.join(2 * CLOSE_LIMIT)
        raise
