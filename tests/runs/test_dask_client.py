"""Batches on a real Dask cluster whose parts die: each report is published once, or reported.

The letters in brackets name the row of the fault plan.
"""

import json
import os
import pickle
import signal
import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from report_helpers.errors import SetupError
from report_helpers.runs.batch.dask_task import make_sent, packed
from report_helpers.runs.job import Job

from .dask_here import Cluster
from .place import Ended, Place, notebook, until

pytestmark = pytest.mark.kernel

TAGGED = (
    'data: str = ""  # the claims\nas_of: str = "2026-11-23"  # the day\nn: int = 0  # a number'
)
ABOVE = """
import os, psutil, time
above = psutil.Process().parents()
(ours,) = [i for i, each in enumerate(above) if each.name() == "report-worker"]
dask = above[ours + 1]
"""
SLEEP = "import time; time.sleep(120)"


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """Return a cluster for all tests that leave it whole."""
    cluster = Cluster(tmp_path_factory.mktemp("cluster"))
    yield cluster
    cluster.end()


def written(place: Place, grid: str, *cells: str) -> str:
    """Write a notebook that notes each time that it runs, and a grid; return the grid's path."""
    noted = f"with open({str(ran(place))!r}, 'a') as noted: print(n, file=noted)"
    notebook(place.folder / "notebooks" / "small.ipynb", noted, *cells, tagged=TAGGED)
    path = place.folder / "grid.yaml"
    path.write_text(grid, encoding="utf-8")
    return str(path)


def ran(place: Place) -> Path:
    """Return the file with a line a time that the notebook ran."""
    return place.folder / "ran"


def times(place: Place) -> dict[int, int]:
    """Return how often the notebook ran, by its number."""
    numbers = ran(place).read_text("utf-8").split() if ran(place).exists() else []
    return {int(each): numbers.count(each) for each in numbers}


def run(place: Place, grid: str, cluster: Cluster, *arguments: str) -> Ended:
    """Run a batch there to its end."""
    return place.run(grid, "--scheduler", cluster.address, *arguments, command="batch")


def listed(place: Place) -> list[tuple[str, str, int]]:
    """Return name, outcome and exit code of what the manifest lists."""
    found: list[dict[str, Any]] = json.loads((place.out / "manifest.json").read_text("utf-8"))[
        "reports"
    ]
    return [(row["name"], row["outcome"], row["exit_code"]) for row in found]


def attempts(place: Place) -> list[int]:
    """Return how often each report was begun, from the manifest."""
    found = json.loads((place.out / "manifest.json").read_text("utf-8"))["reports"]
    return [row["attempts"] for row in found]


def published(place: Place) -> set[str]:
    """Return the names of the reports that are there."""
    return {path.parent.name for path in place.out.glob("reports/*/report.html")}


def killing(condition: str) -> str:
    """Return a cell that kills the Dask worker on which it runs."""
    return f"{ABOVE}if {condition}: dask.kill(); time.sleep(120)"


def test_reports_are_made_there_and_once(place: Place, cluster: Cluster) -> None:
    """S08: published by this side alone; of what is there nothing is made again."""
    grid = written(place, "n: [1, 2, 3]")
    done = run(place, grid, cluster)
    assert (done.code, done.error) == (0, "")
    assert listed(place) == [(f"n-{n}", "published", 0) for n in (1, 2, 3)]
    assert attempts(place) == [1, 1, 1]
    assert run(place, grid, cluster, "--resume").code == 0
    assert attempts(place) == [0, 0, 0]
    assert listed(place) == [(f"n-{n}", "kept", 0) for n in (1, 2, 3)]
    assert times(place) == {1: 1, 2: 1, 3: 1}
    until(lambda: not cluster.reports(), "the end of every report")


def test_other_versions_are_refused(tmp_path: Path) -> None:
    """A worker that would make another page makes none, and says what to install."""
    (tmp_path / "notebooks").mkdir()
    notebook(tmp_path / "notebooks" / "small.ipynb", tagged=TAGGED)
    job = Job(notebooks=tmp_path / "notebooks", claims=b"", name="", download="",
              parameters={}, failed=tmp_path / "failed")  # fmt: skip
    sent = pickle.loads(packed(job))  # noqa: S301 (our own)
    other = replace(sent, versions={**sent.versions, "pandas": "0.1"})
    result = make_sent(pickle.dumps(other), "key").result
    assert isinstance(result, SetupError)
    assert result.what.startswith("it has pandas ")
    assert result.what.endswith(" instead of 0.1")


def test_a_failing_cell_is_reported_and_its_notebook_returned(
    place: Place, cluster: Cluster
) -> None:
    """One failure takes no other report; what is kept of it is kept here."""
    grid = written(place, "n: [1, 2]", "if n == 2: raise ValueError('two')")
    done = run(place, grid, cluster)
    assert done.code == 1
    assert "error: n-2: small.ipynb:cell 4: ValueError: two; see" in done.error
    assert listed(place) == [("n-1", "published", 0), ("n-2", "failed", 70)]
    kept = sorted(path.name for path in (place.out / "failed" / "n-2").iterdir())
    assert kept == ["claims.csv", "small.ipynb"]


def test_a_worker_that_dies_once_takes_no_report_with_it(place: Place, cluster: Cluster) -> None:
    """S01: made again elsewhere, published once, and no kernel is left."""
    flag = place.folder / "flag"
    first = f"n == 2 and not os.path.exists({str(flag)!r}) and not open({str(flag)!r}, 'w').close()"
    grid = written(place, "n: [1, 2, 3]", killing(first))
    done = run(place, grid, cluster)
    assert (done.code, done.error) == (0, "")
    assert listed(place) == [(f"n-{n}", "published", 0) for n in (1, 2, 3)]
    assert times(place)[2] >= 2
    assert attempts(place) == [1, times(place)[2], 1]
    until(lambda: not cluster.reports(), "the end of every report")


def test_a_report_that_kills_its_worker_fails_alone(place: Place, cluster: Cluster) -> None:
    """S02: 137 for it; jobs that shared its worker are published."""
    grid = written(place, "n: [1, 2, 3, 4]", killing("n == 1"))
    done = run(place, grid, cluster)
    assert done.code == 1
    assert done.error == "error: n-1: the run: its worker died 2 times; see manifest.json\n"
    assert listed(place) == [
        ("n-1", "failed", 137), *((f"n-{n}", "published", 0) for n in (2, 3, 4)),
    ]  # fmt: skip
    until(lambda: not cluster.reports(), "the end of every report")


def test_jobs_that_share_its_worker_are_published(place: Place, tmp_path: Path) -> None:
    """S02: the other report dies as often, until each is tried alone."""
    cell = f"""
import time
def count(number): return open({str(ran(place))!r}).read().split().count(str(number))
while n == 1 and count(2) < min(count(1), 2): time.sleep(0.05)
while n == 2 and count(1) < 2: time.sleep(0.05)
time.sleep(3 * (n == 2))
"""
    shared = Cluster(tmp_path / "shared", workers=1, threads=2)
    try:
        done = run(place, written(place, "n: [1, 2]", cell, killing("n == 1")), shared)
    finally:
        shared.end()
    assert done.code == 1
    assert listed(place) == [("n-1", "failed", 137), ("n-2", "published", 0)]
    assert times(place) == {1: 4, 2: 3}


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL],
                         ids=lambda number: number.name)  # fmt: skip
def test_a_client_that_leaves_ends_its_jobs(
    place: Place, cluster: Cluster, number: signal.Signals
) -> None:
    """S05, S07: reports end on the workers, none is published, and the cluster serves on."""
    reached = place.folder / "reached"
    grid = written(place, "n: [1, 2]", f"open({str(reached)!r}, 'w').close()", SLEEP)
    started = place.start(grid, "--scheduler", cluster.address, command="batch")
    until(reached.exists, "a cell that sleeps")
    started.process.send_signal(number)
    done = started.ended()
    assert done.code == (-number if number == signal.SIGKILL else 128 + number)
    until(lambda: not cluster.reports(), "the end of every report")
    assert not published(place)
    assert not place.processes()
    assert run(place, written(place, "n: [1]"), cluster).code == 0


def test_a_dead_scheduler_is_reported_and_another_continues(
    place: Place, cluster: Cluster, tmp_path: Path
) -> None:
    """S04: what was published stays; the rest is made with `--resume`."""
    flag = place.folder / "flag"
    flag.touch()
    hold = f"import os, time\nwhile n > 1 and os.path.exists({str(flag)!r}): time.sleep(0.1)"
    grid = written(place, "n: [1, 2, 3]", hold)
    mortal = Cluster(tmp_path / "mortal")
    try:
        started = place.start(grid, "--scheduler", mortal.address, command="batch")
        until(lambda: published(place) == {"n-1"}, "the first report")
        until(lambda: {2, 3} <= set(times(place)), "the others' cells")
        os.kill(mortal.scheduler.pid, signal.SIGKILL)
        done = started.ended()
        assert done.code == 137
        assert done.error == (
            f"error: {mortal.address}: the scheduler is gone; published reports stay; "
            "start a scheduler, then continue with --resume\n"
        )
        until(lambda: not mortal.reports(), "the end of every report")
    finally:
        mortal.end()
    assert listed(place) == [("n-1", "published", 0)]
    flag.unlink()
    assert run(place, grid, cluster, "--resume").code == 0
    assert [outcome for _, outcome, _ in listed(place)] == ["kept", "published", "published"]


def test_an_address_without_a_scheduler_is_an_error(place: Place) -> None:
    """S06: 78, in one line."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        free = listening.getsockname()[1]
    grid = written(place, "n: [1]")
    for address in (f"tcp://127.0.0.1:{free}", "nonsense://x", "tcp://127.0.0.1:port"):
        done = place.run(grid, "--scheduler", address, "--cluster-timeout", "3", command="batch")
        assert done.code == 78
        assert done.error.startswith(f"error: {address}: no scheduler answers")
        assert len(done.error.splitlines()) == 1


def test_a_cluster_without_workers_is_an_error(place: Place, tmp_path: Path) -> None:
    """S06: 124, in one line, when `--cluster-timeout` has passed."""
    empty = Cluster(tmp_path / "empty", workers=0)
    try:
        done = run(place, written(place, "n: [1]"), empty, "--cluster-timeout", "2")
    finally:
        empty.end()
    assert done.code == 124
    assert done.error == (
        f"error: {empty.address}: no worker for 2 s; start workers, or raise --cluster-timeout\n"
    )


def test_a_worker_that_was_stopped_and_goes_on_changes_nothing(
    place: Place, tmp_path: Path
) -> None:
    """S03: its reports are made elsewhere, and published once."""
    lame = Cluster(tmp_path / "lame", lasting="3s")
    first = place.folder / "first"
    stop = f"""{ABOVE}
if n == 1 and not os.path.exists({str(first)!r}):
    with open({str(first)!r}, "w") as noted: print(dask.pid, file=noted)
    dask.suspend()
"""
    try:
        grid = written(place, "n: [1, 2, 3]", stop)
        started = place.start(grid, "--scheduler", lame.address, command="batch")
        until(lambda: published(place) == {"n-1", "n-2", "n-3"}, "all reports")
        os.kill(int(first.read_text("utf-8")), signal.SIGCONT)
        done = started.ended()
        assert (done.code, done.error) == (0, "")
        assert listed(place) == [(f"n-{n}", "published", 0) for n in (1, 2, 3)]
        assert times(place)[1] == 2
        until(lambda: not lame.reports(), "the end of every report")
    finally:
        lame.end()
