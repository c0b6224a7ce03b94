"""Removing: only what the product wrote, by exact name, and never through a link."""

import json
from pathlib import Path

import pytest

from report_helpers.runs.publish import keep_run
from report_helpers.runs.removal import remove_run, sweep

from .place import Place
from .test_publish import everything

ID = "2026-11-23-0123456789"
THEIRS = (
    "runs/.git/config", "runs/.2026-11-23-0123456789.old/note", "reports/.keep", ".my.html.bak",
    ".settings.json.local", ".index.html.bak", ".index.html.market-report-", "notes/.index.html.x",
    ".page.html.market-report-abcdefgh", "runs/2026-11-23-0123456789-copy/report.html",
)  # fmt: skip


def run(out: Path, name: str = ID) -> Path:
    """Keep a run with one notebook."""
    about = {"run_id": name, "parameters": {"as_of": "2026-11-23"}, "data": {"sha256": "0"},
             "rendered": "2026", "durations_seconds": {"a.ipynb": 1.5, "page": 1}}  # fmt: skip
    files = {"report.html": b"page", "manifest.json": json.dumps(about).encode(),
             "results.json": b"{}", "claims.csv": b"", "notebooks/a.ipynb": b"{}"}  # fmt: skip
    return keep_run(out / "runs" / name, files)


def add(out: Path, *names: str) -> dict[str, bytes]:
    """Write files of the user; return them by relative path."""
    for name in names:
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        (out / name).write_bytes(b"theirs")
    return dict.fromkeys(names, b"theirs")


def test_files_of_killed_runs_are_removed(tmp_path: Path) -> None:
    """Half a page, half a run and half a report of a batch go."""
    for name in ("index.html", "history.html", "manifest.json", ".running.json", "log.jsonl"):
        (tmp_path / f".{name}.market-report-abcd_123").write_bytes(b"half")
    for name in (f"runs/.{ID}", "reports/.n-1"):
        (tmp_path / f"{name}.market-report-abcdefgh" / "run" / "notebooks").mkdir(parents=True)
    sweep(tmp_path)
    assert sorted(tmp_path.rglob("*")) == [tmp_path / "reports", tmp_path / "runs"]


def test_files_of_others_in_the_output_stay(tmp_path: Path) -> None:
    """Hidden files and folders with names like ours are no leftovers of ours."""
    theirs = add(tmp_path, *THEIRS)
    sweep(tmp_path)
    assert everything(tmp_path) == theirs


@pytest.mark.parametrize("name", ["runs", "reports", f"runs/.{ID}.market-report-abcdefgh"])
def test_no_sweep_follows_a_link(tmp_path: Path, name: str) -> None:
    """What a link leads to stays, even where its name is one of ours."""
    elsewhere = tmp_path / "elsewhere"
    theirs = add(elsewhere, ".x.market-report-abcdefgh/file", f"{ID}/.removing.json")
    out = tmp_path / "out"
    (out / name).parent.mkdir(parents=True)
    (out / name).symlink_to(elsewhere)
    sweep(out)
    assert everything(elsewhere) == theirs
    assert (out / name).is_symlink()


def test_a_run_is_removed_with_its_folder(tmp_path: Path) -> None:
    """Nothing of it is left."""
    assert remove_run(run(tmp_path))
    assert list((tmp_path / "runs").iterdir()) == []


@pytest.mark.parametrize("name", ["../../../theirs.ipynb", "../theirs.ipynb", "/theirs.ipynb"])
def test_a_manifest_that_names_files_elsewhere_removes_none(tmp_path: Path, name: str) -> None:
    """B13: somebody changed it, or it came with a copied folder."""
    folder = run(tmp_path)
    named = f"{tmp_path}{name}" if name.startswith("/") else name
    record = json.loads((folder / "manifest.json").read_text("utf-8"))
    record["durations_seconds"][named] = 1
    (folder / "manifest.json").write_text(json.dumps(record), encoding="utf-8")
    place = (folder / "notebooks" / named).resolve()
    place.write_bytes(b"theirs")
    remove_run(folder)
    assert place.read_bytes() == b"theirs"


def test_files_of_others_in_a_run_stay(tmp_path: Path) -> None:
    """The files of the run go, and the folder stays with theirs."""
    folder = run(tmp_path)
    theirs = add(folder, "mine.txt", ".git/config", "notebooks/mine.ipynb",
                 "notebooks/.ipynb_checkpoints/a.ipynb")  # fmt: skip
    assert not remove_run(folder)
    assert everything(folder) == theirs
    sweep(tmp_path)
    assert everything(folder) == theirs


@pytest.mark.parametrize("name", ["notebooks", "report.html"])
def test_no_run_is_removed_through_a_link(tmp_path: Path, name: str) -> None:
    """What a link within a run leads to stays, and so does the link."""
    theirs = add(tmp_path / "elsewhere", "a.ipynb")
    folder = run(tmp_path)
    (folder / name).rename(tmp_path / "moved")
    (folder / name).symlink_to(tmp_path / "elsewhere")
    assert not remove_run(folder)
    assert everything(tmp_path / "elsewhere") == theirs
    assert [path.name for path in folder.iterdir()] == [name]


@pytest.mark.parametrize("kind", ["link", "other name", "no manifest"])
def test_folders_that_are_not_runs_are_not_removed(tmp_path: Path, kind: str) -> None:
    """A link in the place of a run, a folder of another name, one without a manifest."""
    folder = run(tmp_path, "backup" if kind == "other name" else ID)
    if kind == "link":
        folder.rename(tmp_path / "moved")
        folder.symlink_to(tmp_path / "moved")
    if kind == "no manifest":
        (folder / "manifest.json").unlink()
    before = everything(tmp_path)
    with pytest.raises(OSError, match="is not a folder that a run wrote"):
        remove_run(folder)
    assert everything(tmp_path) == before


def test_a_removal_that_was_cut_short_is_ended_by_the_next_sweep(tmp_path: Path) -> None:
    """Its folder is no run any more, and the sweep removes the rest of it."""
    folder = run(tmp_path)
    (folder / "manifest.json").rename(folder / ".removing.json")
    (folder / "claims.csv").unlink()
    sweep(tmp_path)
    assert list((tmp_path / "runs").iterdir()) == []


@pytest.mark.kernel
def test_a_run_removes_what_killed_runs_left(published: Place) -> None:
    """X08: before it makes anything."""
    left = published.out / ".index.html.market-report-abcd_123"
    left.write_bytes(b"half")
    assert published.run().code == 0
    assert not left.exists()


@pytest.mark.kernel
def test_a_run_leaves_alone_what_is_not_its_own(published: Place) -> None:
    """A whole command with `--keep 1`: every file of others is there afterwards."""
    (old,) = (published.out / "runs").iterdir()
    theirs = add(published.out, *THEIRS, f"runs/{old.name}/mine.txt")
    assert published.run("--keep", "1").code == 0
    found = everything(published.out)
    assert {name: found.get(name) for name in theirs} == theirs
    assert [path.name for path in old.iterdir()] == ["mine.txt"]


@pytest.mark.kernel
@pytest.mark.parametrize("name", ["runs", "failed"])
def test_an_output_that_leads_elsewhere_is_refused(published: Place, name: str) -> None:
    """Exit code 73 before anything runs; nothing is written or removed there."""
    theirs = add(published.folder / "elsewhere", ".git/config", f".{ID}.market-report-abcdefgh/x")
    if (published.out / name).exists():
        (published.out / name).rename(published.folder / "moved")
    (published.out / name).symlink_to(published.folder / "elsewhere")
    page = published.page.read_bytes()
    ended = published.run()
    assert ended.code == 73
    assert f"{published.out / name}: is a link, which no run follows; put a folder" in ended.error
    assert everything(published.folder / "elsewhere") == theirs
    assert published.page.read_bytes() == page
