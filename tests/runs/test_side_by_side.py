"""Runs that meet: at most one at a time, and no old one over a newer.

The letters in brackets name the row of the fault plan.
"""

import shutil
import signal
from pathlib import Path

import psutil
import pytest

from report_helpers.runs.lock import last_moment

from .place import Place, until

pytestmark = pytest.mark.kernel

REACHED = "open('reached', 'w').close()"
WAIT = "import pathlib, time\nwhile not pathlib.Path('go').exists(): time.sleep(0.05)"


def signal_file(place: Place, name: str) -> Path:
    """Return a file in the notebook's folder, with which a cell and a test signal each other."""
    return place.folder / "notebooks" / name


def test_a_second_run_names_the_run_that_holds_the_output(published: Place) -> None:
    """C01: it ends with 75 and names the process; the first one publishes."""
    published.write(REACHED, WAIT)
    first = published.start()
    until(signal_file(published, "reached").exists, "the first run's cell")
    second = published.run()
    assert second.code == 75
    assert f"another run holds it (process {first.process.pid} since 20" in second.error
    signal_file(published, "go").touch()
    assert first.ended().code == 0


def test_a_second_run_can_wait(published: Place) -> None:
    """C01: both end well, one after the other; the second finds its page there."""
    published.write(REACHED, WAIT)
    first = published.start()
    until(signal_file(published, "reached").exists, "the first run's cell")
    second = published.start("--lock-timeout", "60")
    signal_file(published, "go").touch()
    assert (first.ended().code, second.ended().code) == (0, 0)
    assert "(up to date)" in second.out.read_text("utf-8")


def test_a_frozen_run_holds_the_output_and_a_killed_one_does_not(published: Place) -> None:
    """C02: the system frees the lock of a process that is gone, and of no other."""
    published.write(REACHED, WAIT)
    first = published.start()
    until(signal_file(published, "reached").exists, "the first run's cell")
    process = psutil.Process(first.process.pid)
    process.suspend()
    waited = published.run("--lock-timeout", "1")
    assert waited.code == 75
    assert str(first.process.pid) in waited.error
    process.send_signal(signal.SIGKILL)
    assert first.ended().code == -signal.SIGKILL
    signal_file(published, "go").touch()
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
    until(signal_file(published, "reached").exists, "the newer run's cell")
    older = published.start("--as-of", "2026-11-24", "--lock-timeout", "60")
    signal_file(published, "go").touch()
    assert (newer.ended().code, older.ended().code) == (0, 0)
    assert "superseded" in older.out.read_text("utf-8")
    assert "2026-11-25" in published.page.read_text("utf-8")


def test_twenty_runs_of_one_day_publish_once(published: Place) -> None:
    """C06: a scheduler that catches up finds the page there."""
    said = [published.run("--as-of", "2026-11-23").out for _ in range(20)]
    assert [line.endswith("(up to date)\n") for line in said] == [False] + [True] * 19
    outcomes = [entry["outcome"] for entry in published.log()[1:]]
    assert outcomes == ["published"] + ["up to date"] * 19


def test_a_removed_lock_file_lets_no_older_day_replace_a_newer_one(published: Place) -> None:
    """C03: the run that held the lock looks at the page again before it replaces it."""
    waiting = WAIT.replace("\n", "\n    ")
    published.write(REACHED, f"if as_of < '2026-11-25':\n    {waiting}")
    older = published.start("--as-of", "2026-11-23")
    until(signal_file(published, "reached").exists, "the older run's cell")
    (published.out / ".lock").unlink()
    # With temporary files of its own: a run removes those of killed runs into the same output.
    other = Place(published.folder)
    assert other.run("--as-of", "2026-11-25").code == 0
    shutil.rmtree(other.temporary)
    newer = published.page.read_bytes()
    signal_file(published, "go").touch()
    ended = older.ended()
    assert (ended.code, ended.error) == (0, "")
    assert "superseded" in ended.out
    assert published.page.read_bytes() == newer


def test_a_newer_page_of_the_last_moment_is_not_replaced(published: Place) -> None:
    """C03: the page is read once more when nobody else can replace it any longer."""
    other = Place(published.folder / "other")
    other.folder.mkdir()
    other.write()
    assert other.run("--as-of", "2026-11-25").code == 0
    with last_moment(published.out):
        older = published.start("--as-of", "2026-11-23")
        until(lambda: any(published.out.glob(".index.html.market-report-*")), "the older page")
        for path in (other.out / "runs").iterdir():
            shutil.copytree(path, published.out / "runs" / path.name)
        (other.out / "index.html").replace(published.page)
    newer = published.page.read_bytes()
    ended = older.ended()
    assert (ended.code, ended.error) == (0, "")
    assert "superseded" in ended.out
    assert published.page.read_bytes() == newer
    assert not any(published.out.glob(".index.html*"))
    shutil.rmtree(other.temporary)


def test_the_time_limit_covers_the_last_moment(published: Place) -> None:
    """X16: 124, and the page of before."""
    before = published.page.read_bytes()
    with last_moment(published.out):
        ended = published.run("--time-limit", "15")
    assert ended.code == 124
    assert published.log()[-1]["exit_code"] == 124
    assert published.page.read_bytes() == before
    assert not any(published.out.glob(".index.html*"))


def test_superseded_runs_are_removed_too(published: Place) -> None:
    """The last runs by their day are kept, whether they were shown or not."""
    assert published.run("--as-of", "2026-11-15").code == 0
    ended = published.run("--as-of", "2026-11-16", "--keep", "2")
    assert (ended.code, ended.error) == (0, "")
    assert "superseded" in ended.out
    kept = sorted(path.name[:10] for path in (published.out / "runs").iterdir())
    assert kept == ["2026-11-16", "2026-11-22"]
    ended = published.run("--as-of", "2026-11-15", "--keep", "1")
    assert ended.out == f"{published.page} (superseded: it has a later date)\n"
    assert [path.name[:10] for path in (published.out / "runs").iterdir()] == ["2026-11-22"]
    history = (published.out / "history.html").read_text("utf-8")
    assert "runs/2026-11-15" not in history
    assert "runs/2026-11-22" in history


def test_an_old_run_that_cannot_be_removed_stops_no_page(published: Place) -> None:
    """The page is published, the exit code is 0, and a warning names the run; so for a link."""
    (old,) = (published.out / "runs").iterdir()
    (old / ".removing.json").mkdir()
    (published.folder / "elsewhere").mkdir()
    (published.out / "runs" / "x").symlink_to(published.folder / "elsewhere")
    ended = published.run("--keep", "1")
    assert ended.code == 0
    assert "2026-11-23" in published.page.read_text("utf-8")
    link, run = ended.error.splitlines()
    assert link.startswith(f"warning: {published.out / 'runs' / 'x'}: is a link")
    assert run.startswith(f"warning: {old}: the old run cannot be removed (")
    assert (old / "report.html").exists()
    assert (published.out / "runs" / "x").is_symlink()


def test_no_more_than_asked_for_is_kept_of_a_page_that_is_up_to_date(published: Place) -> None:
    """Nothing runs, old runs go, and the history lists them no more."""
    assert published.run("--as-of", "2026-11-15").code == 0
    ended = published.run("--as-of", "2026-11-22", "--keep", "1")
    assert ended.out == f"{published.page} (up to date)\n"
    assert [path.name[:10] for path in (published.out / "runs").iterdir()] == ["2026-11-22"]
    assert "runs/2026-11-15" not in (published.out / "history.html").read_text("utf-8")
