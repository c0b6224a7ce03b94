"""Publishing: the new page or the old one, never another."""

import errno
import os
from pathlib import Path

import pytest

from report_helpers.errors import OutputError
from report_helpers.reports.publish import publish


def files(text: bytes) -> dict[str, bytes]:
    """Return the files of a small run."""
    return {"report.html": text, "manifest.json": b"{}", "notebooks/a.ipynb": b"[]"}


def everything(folder: Path) -> dict[str, bytes]:
    """Return the content of every file below a folder."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_run_is_kept_and_its_page_is_current(tmp_path: Path) -> None:
    """index.html is the run's report; nothing else is left behind."""
    page = publish(tmp_path / "out", "day-1", files(b"one"))
    assert page == tmp_path / "out" / "index.html"
    kept = {f"runs/day-1/{name}": content for name, content in files(b"one").items()}
    assert everything(tmp_path / "out") == {"index.html": b"one", **kept}


def test_an_earlier_run_stays_when_a_new_one_comes(tmp_path: Path) -> None:
    """The page changes, the old run's folder does not."""
    publish(tmp_path, "day-1", files(b"one"))
    publish(tmp_path, "day-2", files(b"two"))
    found = everything(tmp_path)
    assert (found["index.html"], found["runs/day-1/report.html"]) == (b"two", b"one")


def test_a_run_of_the_same_name_is_replaced_whole(tmp_path: Path) -> None:
    """No file of the earlier one stays in its folder."""
    publish(tmp_path, "day-1", files(b"one") | {"old.txt": b"old"})
    publish(tmp_path, "day-1", files(b"two"))
    assert "runs/day-1/old.txt" not in everything(tmp_path)


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_a_failing_disk_leaves_the_old_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    """A call that fails for lack of space publishes nothing and leaves no temporary file."""
    publish(tmp_path, "day-1", files(b"one"))

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, call, full)
    with pytest.raises(OutputError, match="No space left"):
        publish(tmp_path, "day-2", files(b"two"))
    monkeypatch.undo()
    assert (tmp_path / "index.html").read_bytes() == b"one"
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


def test_a_destination_that_is_a_file_is_told(tmp_path: Path) -> None:
    """The place and the reason are named."""
    (tmp_path / "out").write_bytes(b"")
    with pytest.raises(OutputError, match="out"):
        publish(tmp_path / "out", "day-1", files(b"one"))


def test_the_page_is_readable_by_others(tmp_path: Path) -> None:
    """A web server that runs as another user can read it."""
    page = publish(tmp_path, "day-1", files(b"one"))
    assert page.stat().st_mode & 0o044 == 0o044
