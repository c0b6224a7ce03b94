"""Which run is meant."""

import json
from hashlib import sha256
from pathlib import Path

import pytest

from report_helpers.errors import InputError, UsageError
from report_helpers.runs.find_run import find_run


def run(out: Path, name: str, page: bytes = b"page") -> Path:
    """Write a kept run."""
    folder = out / "runs" / name
    folder.mkdir(parents=True)
    (folder / "claims.csv").write_bytes(b"")
    (folder / "report.html").write_bytes(page)
    about = {"parameters": {"as_of": name.strip(".")[:10]}, "data": {"sha256": "0"},
             "rendered": "2026", "page_sha256": sha256(page).hexdigest()}  # fmt: skip
    (folder / "manifest.json").write_text(json.dumps(about), encoding="utf-8")
    return folder


def test_a_run_is_found_by_folder_report_or_id(tmp_path: Path) -> None:
    """Of a report's folder it is the run that made the current page."""
    old = run(tmp_path, "2026-11-16-aaaaaaaaaa", b"old!")
    new = run(tmp_path, "2026-11-23-bbbbbbbbbb", b"new!")
    elsewhere = tmp_path / "elsewhere"
    assert find_run(str(old), elsewhere) == old
    assert find_run("2026-11-16-aaaaaaaaaa", tmp_path) == old
    (tmp_path / "index.html").write_bytes(b"old!")
    assert find_run(str(tmp_path), elsewhere) == old
    (tmp_path / "index.html").write_bytes(b"new!")
    assert find_run(str(tmp_path), elsewhere) == new


def test_a_current_page_of_no_run_is_an_error(tmp_path: Path) -> None:
    """A run may have been removed."""
    run(tmp_path, "2026-11-16-aaaaaaaaaa")
    (tmp_path / "index.html").write_bytes(b"else")
    with pytest.raises(InputError, match="is not of a run in runs/; give the folder"):
        find_run(str(tmp_path), tmp_path)


def test_a_folder_that_is_neither_is_an_error(tmp_path: Path) -> None:
    """Exit code 66: it is there, and no run's and no report's."""
    with pytest.raises(InputError, match="neither the folder of a run") as caught:
        find_run(str(tmp_path), tmp_path)
    assert caught.value.exit_code == 66
    file = tmp_path / "file.html"
    file.write_bytes(b"")
    with pytest.raises(InputError, match="is a file"):
        find_run(str(file), tmp_path)


@pytest.mark.parametrize(
    ("place", "hint"),
    [
        ("2026-11-16-aaaaaaaaab", "did you mean 2026-11-16-aaaaaaaaaa?"),
        ("zzz", "an id like 2026-11-16-aaaaaaaaaa"),
        ("", "an id like"),
        ("../runs/2026-11-16-aaaaaaaaaa", "did you mean 2026-11-16-aaaaaaaaaa?"),
        (".2026-11-16-half", "did you mean 2026-11-16-aaaaaaaaaa?"),
    ],
)
def test_an_unknown_run_is_a_wrong_argument(tmp_path: Path, place: str, hint: str) -> None:
    """Exit code 2, with the nearest id; what a killed run left half written is none."""
    run(tmp_path, "2026-11-16-aaaaaaaaaa")
    run(tmp_path, ".2026-11-16-half")
    with pytest.raises(UsageError) as caught:
        find_run(place, tmp_path)
    assert caught.value.exit_code == 2
    assert hint in str(caught.value)


def test_without_any_run_the_hint_is_a_folder(tmp_path: Path) -> None:
    """There is no id to suggest."""
    with pytest.raises(UsageError, match="give the folder of a run or report"):
        find_run("2026-11-16-aaaaaaaaaa", tmp_path)
