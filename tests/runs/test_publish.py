"""Publishing: whole or not at all; `test_published_whole` does it with the real command."""

import json
import os
from pathlib import Path

import pytest

from report_helpers.errors import OutputError
from report_helpers.files import replace_file
from report_helpers.runs.publish import keep_run, refuse_links


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


def test_each_run_has_its_own_folder(tmp_path: Path) -> None:
    """Each with all of its files, and nothing else is left behind."""
    assert keep_run(tmp_path / "runs" / "day-1", files(b"one")) == tmp_path / "runs" / "day-1"
    keep_run(tmp_path / "runs" / "day-2", files(b"two"))
    assert everything(tmp_path) == {
        **{f"runs/day-1/{name}": content for name, content in files(b"one").items()},
        **{f"runs/day-2/{name}": content for name, content in files(b"two").items()},
    }


def test_a_run_of_the_same_name_is_replaced_whole(tmp_path: Path) -> None:
    """No file of the earlier run stays in its folder, and every file of the user does."""
    folder = tmp_path / "runs" / "day-1"
    about = {"parameters": {"as_of": "2026-11-23"}, "data": {"sha256": "0"}, "rendered": "2026",
             "durations_seconds": {"a.ipynb": 1, "old.ipynb": 1}}  # fmt: skip
    manifest = json.dumps(about).encode()
    keep_run(folder, {**files(b"one"), "manifest.json": manifest, "notebooks/old.ipynb": b"old"})
    (folder / "mine.txt").write_bytes(b"mine")
    (folder / "notebooks" / "mine.ipynb").write_bytes(b"mine")
    keep_run(folder, files(b"two"))
    mine = {"mine.txt": b"mine", "notebooks/mine.ipynb": b"mine"}
    assert everything(folder) == {**files(b"two"), **mine}


def test_the_manifest_is_replaced_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """B02: whenever the run is killed, a manifest never describes files that are not there yet."""
    folder = keep_run(tmp_path / "runs" / "day-1", files(b"one"))
    rename, names = os.replace, []

    def renamed(source: Path, target: Path) -> None:
        names.append(Path(target).name)
        rename(source, target)

    monkeypatch.setattr(os, "replace", renamed)
    keep_run(folder, files(b"two"))
    assert names == ["report.html", "a.ipynb", "manifest.json"]


def test_no_file_is_removed_through_a_link(tmp_path: Path) -> None:
    """B05: a link in the place of a run's folder leads to another run, which keeps its files."""
    about = {"parameters": {"as_of": "2026-11-23"}, "data": {"sha256": "0"}, "rendered": "2026",
             "durations_seconds": {"old.ipynb": 1}}  # fmt: skip
    theirs = {**files(b"theirs"), "manifest.json": json.dumps(about).encode(),
              "notebooks/old.ipynb": b"old"}  # fmt: skip
    keep_run(tmp_path / "elsewhere" / "day-1", theirs)
    (tmp_path / "runs").mkdir()
    (tmp_path / "runs" / "day-1").symlink_to(tmp_path / "elsewhere" / "day-1")
    with pytest.raises(OutputError, match="is a link"):
        keep_run(tmp_path / "runs" / "day-1", files(b"one"))
    assert everything(tmp_path / "elsewhere" / "day-1") == theirs


@pytest.mark.parametrize("linked", ["runs/day-1", "runs/day-1/notebooks"])
def test_no_run_is_kept_through_a_link(tmp_path: Path, linked: str) -> None:
    """A folder that leads out of the output is refused, and what it leads to stays as it is."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "a.ipynb").write_bytes(b"theirs")
    link = tmp_path / linked
    link.parent.mkdir(parents=True)
    link.symlink_to(elsewhere)
    with pytest.raises(OutputError, match="is a link"):
        keep_run(tmp_path / "runs" / "day-1", files(b"one"))
    assert everything(elsewhere) == {"a.ipynb": b"theirs"}


@pytest.mark.parametrize("kind", ["link", "file"])
def test_an_output_whose_folder_is_none_is_refused(tmp_path: Path, kind: str) -> None:
    """A link, also a dangling one, and a file in the place of `runs` are errors of the output."""
    (tmp_path / "runs").symlink_to("nowhere") if kind == "link" else (tmp_path / "runs").touch()
    with pytest.raises(OutputError, match="put a folder there") as caught:
        refuse_links(tmp_path, "runs")
    assert caught.value.exit_code == 73


def test_a_page_takes_the_place_of_another(tmp_path: Path) -> None:
    """It is readable by a web server that runs as another user."""
    page = tmp_path / "index.html"
    page.write_bytes(b"old")
    page.chmod(0o600)
    replace_file(page, b"new")
    assert everything(tmp_path) == {"index.html": b"new"}
    assert page.stat().st_mode & 0o044 == 0o044
