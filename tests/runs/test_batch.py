"""Batches with the real command: what fails is listed, the rest is published, resumed, ended."""

import json
import signal
import threading
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from report_helpers.errors import StoppedError
from report_helpers.runs.batch import batch_run
from report_helpers.runs.batch.batch_run import Batch
from report_helpers.runs.publish import keep_run

from .place import Ended, Place, notebook, until

pytestmark = pytest.mark.kernel

TAGGED = (
    'data: str = ""  # the claims\nas_of: str = "2026-11-23"  # the day\nn: int = 0  # a number'
)


def written(place: Place, grid: str, *cells: str) -> str:
    """Write a notebook that takes a number, and a grid; return the grid's path."""
    notebook(
        place.folder / "notebooks" / "small.ipynb", "print('number', n)", *cells, tagged=TAGGED
    )
    path = place.folder / "grid.yaml"
    path.write_text(grid, encoding="utf-8")
    return str(path)


def run(place: Place, grid: str, *arguments: str) -> Ended:
    """Run a batch to its end."""
    return place.run(grid, *arguments, command="batch")


def listed(place: Place) -> list[dict[str, Any]]:
    """Return what the batch's manifest lists."""
    found: list[dict[str, Any]] = json.loads((place.out / "manifest.json").read_text("utf-8"))[
        "reports"
    ]
    return found


def test_a_report_a_point_and_an_index_of_them(place: Place) -> None:
    """Each has its parameters; the index links to each; nothing else is left."""
    ended = run(place, written(place, "n: [1, 2, 3]"), "--workers", "2")
    assert (ended.code, ended.error) == (0, "")
    assert ended.out == f"{place.page}\n"
    rows = listed(place)
    assert [(row["name"], row["outcome"]) for row in rows] == [
        (f"n-{number}", "published") for number in (1, 2, 3)
    ]
    index = place.page.read_text("utf-8")
    for number, row in enumerate(rows, start=1):
        page = (place.out / row["page"]).read_bytes()
        assert f"number {number}\n".encode() in page
        assert sha256(page).hexdigest() == row["page_sha256"]
        assert f'href="{row["page"]}"' in index
    assert not place.processes()
    assert list(place.temporary.iterdir()) == []


def test_failures_are_listed_and_the_rest_is_published(place: Place) -> None:
    """Exit code 1; each failure with its own code; a kernel that dies takes no other report."""
    cells = ("if n == 2: raise ValueError('two')", "import os\nif n == 3: os._exit(1)")
    ended = run(place, written(place, "n: [1, 2, 3, 4]", *cells), "--workers", "2")
    assert ended.code == 1
    assert [(row["outcome"], row["exit_code"]) for row in listed(place)] == [
        ("published", 0), ("failed", 70), ("failed", 137), ("published", 0),
    ]  # fmt: skip
    assert "error: n-2: small.ipynb:cell 4: ValueError: two; see" in ended.error
    assert "error: n-3: small.ipynb:cell 5: the kernel died" in ended.error
    assert not place.processes()


def test_a_report_that_hangs_meets_its_own_limit(place: Place) -> None:
    """The others are not held up."""
    grid = written(place, "n: [1, 2, 3]", "import time\nif n == 2: time.sleep(99)")
    assert run(place, grid, "--time-limit", "20", "--workers", "2").code == 1
    assert [row["exit_code"] for row in listed(place)] == [0, 124, 0]
    assert not place.processes()


def test_published_reports_are_not_made_again(place: Place) -> None:
    """By content: a damaged page, and a point that failed, are made; the others are not."""
    flag = place.folder / "flag"
    cell = f"import pathlib\nif n == 3 and not pathlib.Path({str(flag)!r}).exists(): raise KeyError"
    grid = written(place, "n: [1, 2, 3]", cell)
    assert run(place, grid).code == 1
    kept = {row["name"]: row for row in listed(place) if row["page"]}
    stamps = {name: (place.out / row["page"]).stat().st_mtime_ns for name, row in kept.items()}
    (place.out / kept["n-2"]["page"]).write_bytes(b"damaged")
    flag.touch()
    assert run(place, grid, "--resume").code == 0
    rows = listed(place)
    assert [row["outcome"] for row in rows] == ["kept", "published", "published"]
    assert (place.out / kept["n-1"]["page"]).stat().st_mtime_ns == stamps["n-1"]
    assert rows[1]["page_sha256"] == kept["n-2"]["page_sha256"]


def test_other_inputs_are_made_again(place: Place) -> None:
    """Another day is another report, though it has the same name."""
    grid = written(place, "n: [1, 2]")
    assert run(place, grid).code == 0
    assert run(place, grid, "--resume", "--as-of", "2026-11-24").code == 0
    assert [row["outcome"] for row in listed(place)] == ["published", "published"]


def test_a_wrong_grid_starts_nothing(place: Place) -> None:
    """Exit code 2, and no folder is made."""
    ended = run(place, written(place, "m: [1]"))
    assert ended.code == 2
    assert "unknown parameter 'm'" in ended.error
    assert not place.out.exists()


def test_a_signal_ends_all_of_it_and_what_is_done_stays(place: Place) -> None:
    """What was published is listed; no process is left; it can be resumed."""
    grid = written(place, "n: [1, 2, 3, 4]", "import time\nif n > 2: time.sleep(99)")
    started = place.start(grid, "--workers", "2", command="batch")
    reports = place.out / "reports"
    until(lambda: reports.exists() and {"n-1", "n-2"} <= {path.name for path in reports.iterdir()},
          "two reports")  # fmt: skip
    started.process.send_signal(signal.SIGTERM)
    ended = started.ended()
    assert ended.code == 143
    until(lambda: not place.processes(), "the end of every process")
    assert {row["name"] for row in listed(place)} == {"n-1", "n-2"}
    assert list(place.temporary.iterdir()) == []


def test_a_signal_amid_a_publication_waits_for_it(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is no failure of the report that is being published: that is listed, and it ends."""

    def struck(folder: Path, files: Any) -> Path:
        signal.raise_signal(signal.SIGTERM)
        return keep_run(folder, files)

    monkeypatch.setattr(batch_run, "keep_run", struck)
    grid = Path(written(place, "n: [1, 2]"))
    notebooks = place.folder / "notebooks"
    with pytest.raises(StoppedError):
        batch_run.batch(Batch(grid=grid, notebooks=notebooks, out=place.out, as_of="2026-11-23"))
    assert [(row["name"], row["outcome"]) for row in listed(place)] == [("n-1", "published")]


def test_the_time_limit_covers_publishing(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """X16: a report that is made and not published in time fails with 124; the next has its own."""

    def slow(folder: Path, files: Any) -> Path:
        if folder.name == "n-1":
            threading.Event().wait(60)
        return keep_run(folder, files)

    monkeypatch.setattr(batch_run, "keep_run", slow)
    batch = Batch(
        grid=Path(written(place, "n: [1, 2]")), notebooks=place.folder / "notebooks",
        out=place.out, as_of="2026-11-23", time_limit=20, pictures=False,
    )  # fmt: skip
    entries = batch_run.batch(batch)
    assert [(one.outcome, one.exit_code) for one in entries] == [("failed", 124), ("published", 0)]
    assert not (place.out / "reports" / "n-1").exists()


def test_two_batches_do_not_meet(place: Place, tmp_path: Path) -> None:
    """The second run into the same folder is an error."""
    reached = tmp_path / "reached"
    cell = f"import time; open({str(reached)!r}, 'w').close(); time.sleep(99)"
    grid = written(place, "n: [1]", cell)
    first = place.start(grid, command="batch")
    until(reached.exists, "the first one's cell")
    assert run(place, grid).code == 75
    first.process.send_signal(signal.SIGTERM)
    assert first.ended().code == 143
