"""Real calls into the system fail one after the other; see `tests/faults`."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from report_helpers.files import temporary_folder
from report_helpers.runs.history import current_run, kept_runs, mend
from report_helpers.runs.removal import sweep

from .test_removal import run

ROOT = Path(__file__).parents[2]
UNSUPPORTED = 77
KINDS = ("open", "write", "fsync", "rename", "unlink", "mkdir")


@pytest.mark.kernel
@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("mode", ["once", "from then on"])
def test_whichever_call_fails_nothing_is_lost(mode: str) -> None:
    """B02, X18: the first, the second, ... call of a run that publishes, until none is left.

    Alone, and with all later ones that change the disk.
    """
    program = [sys.executable, "-m", "tests.faults.publishing", "--mode", mode]
    ended = subprocess.run(program, cwd=ROOT, capture_output=True, text=True, check=False)
    if ended.returncode == UNSUPPORTED:
        pytest.skip(ended.stderr)
    assert (ended.returncode, ended.stderr) == (0, "")
    counted = ended.stdout.partition("calls: ")[2].partition(";")[0].split(", ")
    counts = {kind: int(count) for count, kind in map(str.split, counted)}
    assert all(counts[kind] > 2 for kind in KINDS), ended.stdout
    assert ("fork" in counts) == (mode == "once")


def test_a_record_that_cannot_be_read_now_is_not_renamed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """B17: a reading error is told, and the next run has the record as it was."""
    folder = run(tmp_path)
    log = tmp_path / "log.jsonl"
    log.write_bytes(b'{"outcome": "failed"}\n')
    warnings: list[str] = []
    with monkeypatch.context() as patch:
        patch.setattr(os, "open", _broken)
        mend(tmp_path, warnings.append)
        assert kept_runs(tmp_path) == []
    assert warnings == [
        f"{path}: cannot be read (Input/output error); it is ignored in this run"
        for path in (folder / "manifest.json", log)
    ]
    assert [each.folder for each in kept_runs(tmp_path)] == [folder]
    assert not list(tmp_path.rglob(".damaged-*"))


def test_a_page_of_unknown_date_is_not_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """B17: whose page is shown cannot be told, so an error is raised."""
    run(tmp_path)
    (tmp_path / "index.html").write_bytes(b"<html></html>")
    monkeypatch.setattr(os, "open", _broken)
    with pytest.raises(OSError, match="Input/output error"):
        current_run(tmp_path, [])


def test_a_removal_whose_record_cannot_be_read_is_ended_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """B17: without it nobody knows the notebooks of the run, so nothing is removed yet."""
    folder = run(tmp_path)
    (folder / "manifest.json").rename(folder / ".removing.json")
    with monkeypatch.context() as patch:
        patch.setattr(os, "open", _broken)
        sweep(tmp_path)
    assert (folder / ".removing.json").exists()
    sweep(tmp_path)
    assert not folder.exists()


def _broken(*_: object, **__: object) -> int:
    raise OSError(errno.EIO, os.strerror(errno.EIO))


def test_a_temporary_folder_that_cannot_be_removed_is_no_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """B02: not permitted, for every file and folder in it."""

    def denied(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    with monkeypatch.context() as patch, temporary_folder("x", tmp_path) as folder:
        (folder / "file").touch()
        patch.setattr(os, "unlink", denied)
        patch.setattr(os, "rmdir", denied)
    assert folder.exists()
