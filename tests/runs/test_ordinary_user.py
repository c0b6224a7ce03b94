"""An ordinary user among files of others: 73 or a page, and nothing of theirs changes."""

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from .place import Ended, Place, ordinary
from .test_publish import everything

pytestmark = pytest.mark.kernel

OTHER = 65534
needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")


def run(place: Place, *arguments: str) -> Ended:
    """Run without the rights of root."""
    return place.run(*arguments, preexec_fn=ordinary)


def locked(out: Path) -> None:
    """Let nobody write into the output."""
    out.chmod(0o555)


def locked_runs(out: Path) -> None:
    """Let nobody write into the folder of the runs."""
    (out / "runs").chmod(0o555)


def of_another(out: Path) -> None:
    """Give the output away."""
    for path in (out, *out.rglob("*")):
        os.chown(path, OTHER, OTHER)


def sticky(out: Path) -> None:
    """Let all write, but nobody replace the files of others, as in `/tmp`."""
    os.chown(out, OTHER, OTHER)
    os.chown(out / "index.html", OTHER, OTHER)
    out.chmod(0o1777)


@pytest.mark.parametrize(
    ("prepared", "logged"),
    [
        (locked, False),
        (locked_runs, True),
        pytest.param(of_another, False, marks=needs_root),
        pytest.param(sticky, True, marks=needs_root),
    ],
)
def test_an_output_that_cannot_be_written_ends_with_73(
    published: Place, prepared: Callable[[Path], None], *, logged: bool
) -> None:
    """B15: the page stays, nothing is left, and the log has the same exit code."""
    prepared(published.out)
    before = everything(published.out)
    ended = run(published)
    assert ended.code == 73, ended.error
    assert ended.error.startswith(f"error: {published.out}/")
    assert len(ended.error.splitlines()) == 1
    found = everything(published.out)
    assert {name: found[name] for name in before if name not in {"log.jsonl", "history.html"}} == {
        name: held for name, held in before.items() if name not in {"log.jsonl", "history.html"}
    }
    assert not [name for name in found if ".market-report-" in name]
    assert (published.log()[-1]["exit_code"] == 73) is logged


@needs_root
def test_a_folder_of_another_in_which_all_may_write_will_do(published: Place) -> None:
    """B15: its owner and mode stay."""
    os.chown(published.out, OTHER, OTHER)
    published.out.chmod(0o777)
    ended = run(published)
    assert (ended.code, ended.error) == (0, "")
    status = published.out.stat()
    assert (status.st_uid, stat.S_IMODE(status.st_mode)) == (OTHER, 0o777)


def test_a_page_that_cannot_be_read_is_not_replaced(published: Place) -> None:
    """B15: its date is not known."""
    published.page.chmod(0)
    ended = run(published)
    assert ended.code == 73
    assert "nobody knows whose it is" in ended.error
    assert stat.S_IMODE(published.page.stat().st_mode) == 0


@pytest.mark.parametrize("name", ["index.html", "history.html"])
@pytest.mark.parametrize("command", ["render", "batch"])
def test_a_page_of_somebody_else_is_not_replaced(place: Place, name: str, command: str) -> None:
    """B13: as in the folder of a web site; a batch has no history."""
    place.write()
    (place.folder / "grid.yaml").write_text("as_of: 2026-11-23\n", encoding="utf-8")
    place.out.mkdir()
    (place.out / name).write_text("<h1>Mine</h1>", encoding="utf-8")
    grid = () if command == "render" else ("grid.yaml",)
    ended = place.run(*grid, command=command)
    if (name, command) == ("history.html", "batch"):
        assert ended.code == 0
    else:
        assert ended.code == 73
        assert ended.error.startswith(f"error: {place.out / name}: is not a page of market-report;")
    assert (place.out / name).read_text("utf-8") == "<h1>Mine</h1>"


def test_a_pipe_in_the_place_of_the_page_stays(place: Place) -> None:
    """B13: 73 at once."""
    place.write()
    place.out.mkdir()
    os.mkfifo(place.page)
    ended = place.run()
    assert ended.code == 73
    assert stat.S_ISFIFO(place.page.lstat().st_mode)


def test_a_backup_by_hard_links_keeps_its_page(published: Place) -> None:
    """B14: only the name in the output leads to the new page."""
    backup = published.folder / "backup.html"
    backup.hardlink_to(published.page)
    before = backup.read_bytes()
    assert published.run().code == 0
    assert backup.read_bytes() == before != published.page.read_bytes()


def test_a_failure_that_cannot_be_kept_is_told(published: Place) -> None:
    """X12: the cell's error comes first, then that `failed/` cannot be written."""
    published.write("1/0")
    (published.out / "failed").mkdir(mode=0o555)
    ended = run(published)
    assert ended.code == 70
    assert ended.error.startswith("error: small.ipynb:cell 3: ZeroDivisionError")
    assert "cannot be written (Permission denied)" in ended.error
    assert len(ended.error.splitlines()) == 1
