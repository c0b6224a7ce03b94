"""What stops a run: signals, which wait while something must not be interrupted, and deadlines."""

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from report_helpers.errors import StoppedError, TimeLimitError

__all__ = ["Deadline", "limited", "stoppable", "too_late_to_stop", "unblock", "unstopped"]

SOON = 0.001
"""Seconds until the alarm of a deadline that has passed, or until a lost signal is sent again."""

STOPPING = tuple(
    getattr(signal, name) for name in ("SIGTERM", "SIGINT", "SIGHUP") if hasattr(signal, name)
)


@contextmanager
def stoppable() -> Iterator[None]:
    """Raise `StoppedError` at the first signal to stop; ignore later ones.

    What the caller ignores, such as SIGHUP under nohup, stays ignored.
    """

    def stop(number: int, _frame: FrameType | None) -> None:
        too_late_to_stop()
        raise StoppedError(number)

    def lost(unraisable: "sys.UnraisableHookArgs") -> None:
        # Python drops what is raised in a finalizer, which a signal may interrupt too.
        if not isinstance(unraisable.exc_value, StoppedError):
            unraisable_before(unraisable)
            return
        number = unraisable.exc_value.number
        signal.signal(number, stop)
        threading.Timer(SOON, os.kill, (os.getpid(), number)).start()

    unraisable_before, sys.unraisablehook = sys.unraisablehook, lost
    before = {number: signal.signal(number, stop) for number in _heeded()}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        sys.unraisablehook = unraisable_before


@contextmanager
def unstopped() -> Iterator[None]:
    """Delay signals to stop until the end of the block."""
    waiting: list[int] = []
    before = {each: signal.signal(each, lambda number, _: waiting.append(number))
              for each in _heeded()}  # fmt: skip
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    for number in waiting:
        signal.raise_signal(number)


def unblock() -> None:
    """Let signals arrive that the process that started this one has blocked, such as the alarm."""
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {*STOPPING, signal.SIGALRM, signal.SIGCHLD})
        if signal.getsignal(signal.SIGCHLD) is signal.SIG_IGN:
            # Else the system would forget how a child ended.
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)


def too_late_to_stop() -> None:
    """Ignore signals to stop until the end of `stoppable`."""
    for each in _heeded():
        # Not SIG_IGN: Python would tell of a signal that arrived a moment before.
        signal.signal(each, _nothing)


def _heeded() -> list[int]:
    return [each for each in STOPPING if signal.getsignal(each) is not signal.SIG_IGN]


def _nothing(_number: int, _frame: FrameType | None) -> None:
    """Do nothing at a signal."""


class Deadline:
    """A deadline on the monotonic clock.

    Args:
        seconds: how long it is; None: without end.
        passed: how many of them have passed.
    """

    def __init__(self, seconds: float | None, passed: float = 0.0) -> None:
        self.seconds = seconds
        self._start = time.monotonic() - passed
        self._end = None if seconds is None else self._start + seconds

    @property
    def left(self) -> float | None:
        """The remaining seconds; None without a limit."""
        return None if self._end is None else max(0.0, self._end - time.monotonic())

    @property
    def passed(self) -> float:
        """The seconds since the start."""
        return time.monotonic() - self._start

    def error(self, place: str) -> TimeLimitError:
        """Return the error of what was not done in time."""
        what = f"not done when the time limit of {self.seconds:g} s had passed"
        return TimeLimitError(place, what, "raise --time-limit, or make it faster")


@contextmanager
def limited(deadline: Deadline, place: str) -> Iterator[None]:
    """Interrupt the block at a deadline, whatever it waits for; the system must have alarms.

    Raises:
        TimeLimitError: the block was not done at the deadline.
    """
    if deadline.left is None or not hasattr(signal, "setitimer"):
        yield
        return

    def late(_number: int, _frame: FrameType | None) -> None:
        raise deadline.error(place)

    before = signal.signal(signal.SIGALRM, late)
    try:
        # 0 would mean no alarm.
        signal.setitimer(signal.ITIMER_REAL, max(deadline.left, SOON))
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
