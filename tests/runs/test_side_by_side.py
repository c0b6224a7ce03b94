"""Runs that meet: at most one at a time, and no old one over a newer.

The letters in brackets name the row of the fault plan.
"""

import signal
from pathlib import Path

import psutil
import pytest

from .place import Place, until

pytestmark = pytest.mark.kernel

REACHED = "open('reached', 'w').close()"
WAIT = "import pathlib, time\nwhile not pathlib.Path('go').exists(): time.sleep(0.05)"


def beside(place: Place, name: str) -> Path:
    """Return a file beside the notebook, through which a cell and a test talk."""
    return place.folder / "notebooks" / name


def test_a_second_run_is_told_who_holds_the_output(published: Place) -> None:
    """C01: it ends with 75 and names the process; the first one publishes."""
    published.write(REACHED, WAIT)
    first = published.start()
    until(beside(published, "reached").exists, "the first run's cell")
    second = published.run()
    assert second.code == 75
    assert f"another run holds it (process {first.process.pid} since 20" in second.error
    beside(published, "go").touch()
    assert first.ended().code == 0


def test_a_second_run_can_wait(published: Place) -> None:
    """C01: both end well, one after the other; the second finds its page there."""
    published.write(REACHED, WAIT)
    first = published.start()
    until(beside(published, "reached").exists, "the first run's cell")
    second = published.start("--lock-timeout", "60")
    beside(published, "go").touch()
    assert (first.ended().code, second.ended().code) == (0, 0)
    assert "(up to date)" in second.out.read_text("utf-8")


def test_a_frozen_run_holds_the_output_and_a_killed_one_does_not(published: Place) -> None:
    """C02: the system frees the lock of a process that is gone, and of no other."""
    published.write(REACHED, WAIT)
    first = published.start()
    until(beside(published, "reached").exists, "the first run's cell")
    process = psutil.Process(first.process.pid)
    process.suspend()
    waited = published.run("--lock-timeout", "1")
    assert waited.code == 75
    assert str(first.process.pid) in waited.error
    process.send_signal(signal.SIGKILL)
    assert first.ended().code == -signal.SIGKILL
    beside(published, "go").touch()
    assert published.run().code == 0


def test_an_older_day_never_replaces_a_newer_one(published: Place) -> None:
    """C03: a late run of an older day ends well, keeps its run, and leaves the page."""
    before = published.page.read_bytes()
    ended = published.run("--as-of", "2026-11-15")
    assert (ended.code, ended.error) == (0, "")
    assert "superseded" in ended.out
    assert "superseded" in (published.out / "history.html").read_text("utf-8")
    assert published.page.read_bytes() == before
    assert published.log()[-1]["outcome"] == "superseded"
    kept = sorted(path.name[:10] for path in (published.out / "runs").iterdir())
    assert kept == ["2026-11-15", "2026-11-22"]


def test_a_slow_old_run_waits_behind_a_newer_one_and_is_superseded(published: Place) -> None:
    """C03: the newer one came first; the older one, which had waited, does not go back."""
    published.write(REACHED, WAIT)
    newer = published.start("--as-of", "2026-11-25")
    until(beside(published, "reached").exists, "the newer run's cell")
    older = published.start("--as-of", "2026-11-24", "--lock-timeout", "60")
    beside(published, "go").touch()
    assert (newer.ended().code, older.ended().code) == (0, 0)
    assert "superseded" in older.out.read_text("utf-8")
    assert "2026-11-25" in published.page.read_text("utf-8")


def test_twenty_runs_of_one_day_publish_once(published: Place) -> None:
    """C06: a scheduler that catches up finds the page there."""
    said = [published.run("--as-of", "2026-11-23").out for _ in range(20)]
    assert [line.endswith("(up to date)\n") for line in said] == [False] + [True] * 19
    outcomes = [entry["outcome"] for entry in published.log()[1:]]
    assert outcomes == ["published"] + ["up to date"] * 19
