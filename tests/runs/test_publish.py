"""Publishing: whole or not at all; `test_published_whole` does it with the real command."""

from pathlib import Path

from report_helpers.runs.publish import keep_run, replace_file, sweep


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


def test_runs_are_kept_beside_each_other(tmp_path: Path) -> None:
    """Each with all of its files, and nothing else is left behind."""
    assert keep_run(tmp_path / "runs" / "day-1", files(b"one")) == tmp_path / "runs" / "day-1"
    keep_run(tmp_path / "runs" / "day-2", files(b"two"))
    assert everything(tmp_path) == {
        **{f"runs/day-1/{name}": content for name, content in files(b"one").items()},
        **{f"runs/day-2/{name}": content for name, content in files(b"two").items()},
    }


def test_a_run_of_the_same_name_is_replaced_whole(tmp_path: Path) -> None:
    """No file of the earlier one stays in its folder."""
    keep_run(tmp_path / "runs" / "day-1", files(b"one") | {"old.txt": b"old"})
    keep_run(tmp_path / "runs" / "day-1", files(b"two"))
    assert set(everything(tmp_path)) == {f"runs/day-1/{name}" for name in files(b"")}


def test_a_page_takes_the_place_of_another(tmp_path: Path) -> None:
    """It is readable by a web server that runs as another user."""
    page = tmp_path / "index.html"
    page.write_bytes(b"old")
    page.chmod(0o600)
    replace_file(page, b"new")
    assert everything(tmp_path) == {"index.html": b"new"}
    assert page.stat().st_mode & 0o044 == 0o044


def test_what_killed_runs_left_is_swept(tmp_path: Path) -> None:
    """Half a page and half a run go; what is published and the user's own stay."""
    keep_run(tmp_path / "runs" / "day-1", files(b"one"))
    (tmp_path / ".index.html.x1").write_bytes(b"half")
    (tmp_path / ".history.html.x2").write_bytes(b"half")
    (tmp_path / "runs" / ".day-2.x3" / "run").mkdir(parents=True)
    (tmp_path / ".htaccess").write_bytes(b"theirs")
    sweep(tmp_path)
    left = {f"runs/day-1/{name}" for name in files(b"")} | {".htaccess"}
    assert set(everything(tmp_path)) == left
    assert not (tmp_path / "runs" / ".day-2.x3").exists()
