"""Signals and deadlines: none is lost, and what the caller ignores stays ignored."""

import os
import signal
import subprocess
import sys
import threading
import time

import pytest

from report_helpers.errors import StoppedError, TimeLimitError
from report_helpers.execution.stopping import (
    STOPPING,
    Deadline,
    limited,
    stoppable,
    too_late_to_stop,
    unblock,
    unstopped,
)

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")


class Interrupted:
    """A signal arrives while this is finalized, where Python drops what is raised."""

    def __del__(self) -> None:
        signal.raise_signal(signal.SIGTERM)


def interrupted() -> None:
    """Wait for a signal, the first of which is lost."""
    del [Interrupted()][0]
    end = time.monotonic() + 60
    while time.monotonic() < end:
        time.sleep(0.01)


def test_a_signal_in_a_finalizer_is_not_lost() -> None:
    """X06: it arrives a moment later."""
    before = sys.unraisablehook
    with pytest.raises(StoppedError) as caught, stoppable():
        interrupted()
    assert caught.value.exit_code == 143
    assert sys.unraisablehook is before


def test_other_errors_of_finalizers_are_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """As before."""
    seen = []
    monkeypatch.setattr(sys, "unraisablehook", lambda found: seen.append(found.exc_type))

    class Failing:
        def __del__(self) -> None:
            raise KeyError

    with stoppable():
        del [Failing()][0]
    assert seen == [KeyError]


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGINT])
def test_what_the_caller_ignores_stays_ignored(number: int) -> None:
    """X06: SIGHUP under nohup, SIGINT of a shell's background."""
    before = signal.signal(number, signal.SIG_IGN)
    try:
        with stoppable(), unstopped():
            signal.raise_signal(number)
        assert signal.getsignal(number) is signal.SIG_IGN
    finally:
        signal.signal(number, before)


def test_a_signal_that_comes_too_late_changes_nothing() -> None:
    """X06: the page is published; afterwards signals count again."""
    with stoppable():
        too_late_to_stop()
        signal.raise_signal(signal.SIGTERM)
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL


def stopped_twice(second: signal.Signals, done: list[str]) -> None:
    """Be stopped at work, and again at what must still be done."""
    with stoppable():
        try:
            signal.raise_signal(signal.SIGTERM)
            done.append("work")
        finally:
            signal.raise_signal(second)
            done.append("end")


@pytest.mark.parametrize("second", STOPPING, ids=lambda number: number.name)
def test_a_second_signal_does_not_break_the_end(second: signal.Signals) -> None:
    """X06: what the first one made the run do is done, and the run ends by the first one."""
    done: list[str] = []
    with pytest.raises(StoppedError) as stopped:
        stopped_twice(second, done)
    assert done == ["end"]
    assert stopped.value.exit_code == 128 + signal.SIGTERM


BLOCKED = """
import signal, time
from report_helpers.errors import TimeLimitError
from report_helpers.execution.stopping import Deadline, limited, unblock
unblock()
try:
    with limited(Deadline(0.2), "it"):
        time.sleep(60)
except TimeLimitError:
    print("in time")
"""


@pytest.mark.slow
def test_signals_that_the_caller_blocks_arrive() -> None:
    """X16: also the alarm of the time limit."""
    done = subprocess.run(
        [sys.executable, "-c", BLOCKED], capture_output=True, text=True, check=True, timeout=50,
        preexec_fn=lambda: signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 32)),
    )  # fmt: skip
    assert done.stdout == "in time\n"


def test_children_are_not_forgotten() -> None:
    """X10: a caller that ignores SIGCHLD would take the exit codes of our processes."""
    before = signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    try:
        unblock()
        assert (
            subprocess.run([sys.executable, "-c", "raise SystemExit(3)"], check=False).returncode
            == 3
        )
    finally:
        signal.signal(signal.SIGCHLD, before)


def test_what_has_passed_counts() -> None:
    """X16: a report that took its time has none left to be published in."""
    assert Deadline(5, passed=6).left == 0
    assert Deadline(None, passed=6).left is None
    with pytest.raises(TimeLimitError, match="5 s"), limited(Deadline(5, passed=6), "publishing"):
        threading.Event().wait(60)
