"""Records damaged in every way: renamed, reported once, and never an obstacle to a run."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from report_helpers.runs.history import append_to_log, attempts, kept_runs, mend
from report_helpers.runs.records import DamagedError, Holder, RunRecord, read_record, set_aside
from report_helpers.runs.removal import remove_run, sweep

from .place import Place
from .test_removal import ID, run

GOOD = {"parameters": {"as_of": "2026-11-23"}, "data": {"sha256": "0"}, "rendered": "2026"}
DEEP = b"[" * 100_000 + b"]" * 100_000
TEXTS = {
    "empty": b"",
    "half": b'{"parameters": {"as_of',
    "null": b"null",
    "a list": b"[]",
    "deep": DEEP,
    "deep within": json.dumps(GOOD).encode()[:-1] + b', "versions": ' + DEEP + b"}",
    "no UTF-8": b'{"rendered": "\xff\xfe"}',
    "half a character": json.dumps(GOOD | {"changed": "\ud800"}).encode(),
    "large": json.dumps(GOOD | {"changed": "x" * 2_000_000}).encode(),
    "a day of a wrong type": json.dumps(GOOD | {"parameters": {"as_of": [1]}}).encode(),
    "a day that is none": json.dumps(GOOD | {"parameters": {"as_of": "../.."}}).encode(),
    "parameters of a wrong type": json.dumps(GOOD | {"parameters": "2026"}).encode(),
    "data of a wrong type": json.dumps(GOOD | {"data": {"sha256": {}}}).encode(),
    "findings of a wrong type": json.dumps(GOOD | {"findings": [[]]}).encode(),
    "counts of a wrong type": json.dumps(GOOD | {"findings": {"note": []}}).encode(),
    "a page of a wrong type": json.dumps(GOOD | {"page_sha256": {"a": 1}}).encode(),
    "whole and too large": json.dumps(GOOD).encode() + b" " * (1 << 20),
    "a sentence of a wrong type": json.dumps(GOOD | {"changed": []}).encode(),
}


def linked_record(path: Path) -> None:
    """Put a link to a record in its place."""
    elsewhere = path.with_name("elsewhere.json")
    elsewhere.write_text(json.dumps(GOOD), encoding="utf-8")
    path.symlink_to(elsewhere)


PLACES: dict[str, Callable[[Path], object]] = {
    "a pipe": os.mkfifo,
    "a folder": Path.mkdir,
    "a link to a device": lambda path: path.symlink_to("/dev/zero"),
    "a link that leads nowhere": lambda path: path.symlink_to("nowhere"),
    "a link to itself": lambda path: path.symlink_to(path),
    "a link to a whole record": linked_record,
}


def damage(path: Path, kind: str) -> None:
    """Put something damaged in the place of a record."""
    path.unlink(missing_ok=True)
    if kind in TEXTS:
        path.write_bytes(TEXTS[kind])
    else:
        PLACES[kind](path)


def aside(folder: Path) -> list[str]:
    """Return what was set aside in a folder, without the random end of its name."""
    return sorted(path.name.rpartition("-")[0] for path in folder.glob(".damaged-*"))


@pytest.mark.parametrize("kind", [*TEXTS, *PLACES])
def test_a_damaged_record_is_reported_at_once(tmp_path: Path, kind: str) -> None:
    """Whatever it is, one error says so; a pipe or a device holds nothing up."""
    damage(tmp_path / "manifest.json", kind)
    with pytest.raises(DamagedError) as caught:
        read_record(tmp_path / "manifest.json", RunRecord)
    assert len(str(caught.value)) < 300


def test_a_whole_record_is_read(tmp_path: Path) -> None:
    """Keys that a newer version adds are left alone; a missing file is no record."""
    path = tmp_path / "manifest.json"
    assert read_record(path, RunRecord) is None
    path.write_text(json.dumps(GOOD | {"newer": [1]}), encoding="utf-8")
    record = read_record(path, RunRecord)
    assert record is not None
    assert record.parameters.as_of == "2026-11-23"


@pytest.mark.parametrize("kind", [*TEXTS, *PLACES])
def test_a_damaged_manifest_is_set_aside_once(tmp_path: Path, kind: str) -> None:
    """It is renamed in its folder with its content, with one warning, and no run is lost."""
    whole, folder = run(tmp_path, "2026-11-22-aaaaaaaaaa"), run(tmp_path)
    damage(folder / "manifest.json", kind)
    warnings: list[str] = []
    mend(tmp_path, warnings.append)
    mend(tmp_path, warnings.append)
    assert len(warnings) == 1
    assert warnings[0].startswith(f"{folder / 'manifest.json'}: damaged (")
    assert aside(folder) == [".damaged-manifest.json"]
    assert [each.folder for each in kept_runs(tmp_path)] == [whole]
    if kind in TEXTS:
        (kept,) = folder.glob(".damaged-*")
        assert kept.read_bytes() == TEXTS[kind]


def test_a_manifest_of_others_is_left_alone(tmp_path: Path) -> None:
    """A folder whose name is no run's, a copy of a run, and a link are no runs."""
    folder = run(tmp_path)
    (tmp_path / "runs" / "site").mkdir()
    (tmp_path / "runs" / "site" / "manifest.json").write_bytes(b"{}")
    (tmp_path / "runs" / "copy").mkdir()
    copied = (folder / "manifest.json").read_bytes()
    (tmp_path / "runs" / "copy" / "manifest.json").write_bytes(copied)
    (tmp_path / "runs" / "linked").symlink_to(folder)
    warnings: list[str] = []
    mend(tmp_path, warnings.append)
    assert [each.folder for each in kept_runs(tmp_path)] == [folder]
    link = tmp_path / "runs" / "linked"
    words = "is a link, which no run follows; it is ignored, move it elsewhere"
    assert warnings == [f"{link}: {words}"]
    assert (tmp_path / "runs" / "site" / "manifest.json").read_bytes() == b"{}"


@pytest.mark.parametrize("kind", [*PLACES])
def test_a_log_that_is_no_file_is_set_aside(tmp_path: Path, kind: str) -> None:
    """The next run begins a new one; nothing is written through a link or into a pipe."""
    damage(tmp_path / "log.jsonl", kind)
    with pytest.raises(OSError, match=r"."):
        append_to_log(tmp_path, {"outcome": "failed"})
    assert attempts(tmp_path) == []
    warnings: list[str] = []
    mend(tmp_path, warnings.append)
    append_to_log(tmp_path, {"outcome": "failed"})
    assert len(warnings) == 1
    assert aside(tmp_path) == [".damaged-log.jsonl"]
    assert [entry["outcome"] for entry in attempts(tmp_path)] == ["failed"]


@pytest.mark.parametrize(
    "line",
    [DEEP, b"[]", b"null", b'{"outcome": []}', b'{"outcome": {}}', b"\xff", b'{"outcome": "x", ',
     b'{"outcome": "failed", "error": [1]}', b'{"outcome": "failed", "started": {}}',
     b'{"outcome": "failed", "exit_code": [[]]}', b'{"outcome": "failed", "error": "\\ud800"}'],
    ids=range(11),
)  # fmt: skip
@pytest.mark.parametrize("end", [b"\n", b""])
def test_a_damaged_line_is_set_aside_with_its_log(tmp_path: Path, line: bytes, end: bytes) -> None:
    """The damaged log is kept, and a new one begins with the entries that are whole."""
    append_to_log(tmp_path, {"outcome": "failed", "started": "1"})
    with (tmp_path / "log.jsonl").open("ab") as log:
        log.write(line + end)
    assert len(attempts(tmp_path)) == 1
    damaged, warnings = (tmp_path / "log.jsonl").read_bytes(), list[str]()
    for _ in range(2):
        mend(tmp_path, warnings.append)
    append_to_log(tmp_path, {"outcome": "failed", "started": "2"})
    assert len(warnings) == 1
    assert [path.read_bytes() for path in tmp_path.glob(".damaged-*")] == [damaged]
    assert [entry["started"] for entry in attempts(tmp_path)] == ["1", "2"]


def test_of_a_large_log_the_end_counts(tmp_path: Path) -> None:
    """At most a megabyte of it is read, from the first whole line on; it is not damaged."""
    line = json.dumps({"outcome": "failed", "started": "x" * 200}).encode() + b"\n"
    (tmp_path / "log.jsonl").write_bytes(line * 50_000)
    append_to_log(tmp_path, {"outcome": "failed", "started": "last"})
    warnings: list[str] = []
    mend(tmp_path, warnings.append)
    found = attempts(tmp_path)
    assert warnings == []
    assert found[-1]["started"] == "last"
    assert 1000 < len(found) <= (1 << 20) / len(line) + 1


def test_damaged_records_that_cannot_be_renamed_are_ignored(tmp_path: Path) -> None:
    """It is reported all the same."""
    warnings: list[str] = []
    set_aside(tmp_path / "gone.json", "half", warnings.append)
    assert warnings == [
        f"{tmp_path / 'gone.json'}: damaged (half); it is ignored, move it elsewhere"
    ]


def test_a_run_whose_record_of_removal_is_damaged_is_removed(tmp_path: Path) -> None:
    """Its files of fixed names go; notebooks that no record names stay."""
    folder = run(tmp_path)
    (folder / "manifest.json").unlink()
    (folder / ".removing.json").write_bytes(DEEP)
    sweep(tmp_path)
    assert [path.name for path in folder.iterdir()] == ["notebooks"]


def test_a_run_that_cannot_be_removed_stays_whole(tmp_path: Path) -> None:
    """Where its record cannot be renamed, nothing of it is removed."""
    folder = run(tmp_path)
    (folder / ".removing.json").mkdir()
    with pytest.raises(OSError, match=r"."):
        remove_run(folder)
    assert [each.folder for each in kept_runs(tmp_path)] == [folder]


@pytest.mark.kernel
@pytest.mark.parametrize("kind", ["deep", "a list", "a pipe", "a folder", "a link to a device"])
def test_no_damaged_record_stops_the_command(published: Place, kind: str) -> None:
    """The log and what a killed run left are damaged: reported once, and the page is up to date."""
    for name in ("log.jsonl", ".running.json"):
        damage(published.out / name, kind)
    first, again = (published.run("--as-of", "2026-11-22") for _ in range(2))
    assert (first.code, again.code, again.error) == (0, 0, "")
    assert len(first.error.splitlines()) == 2
    assert all(line.startswith("warning: ") for line in first.error.splitlines())
    assert aside(published.out) == [".damaged-log.jsonl", ".damaged-running.json"]
    assert [entry["outcome"] for entry in published.log()] == ["up to date"] * 2


@pytest.mark.kernel
def test_damaged_results_are_set_aside_and_the_page_is_published(published: Place) -> None:
    """The previous run cannot be compared, which is reported once."""
    (before,) = (published.out / "runs").iterdir()
    damage(before / "results.json", "a pipe")
    damage(run(published.out, ID) / "manifest.json", "a pipe")
    ended = published.run()
    assert ended.code == 0
    words = [line.split(": damaged (")[0] for line in ended.error.splitlines()]
    assert words == [f"warning: {published.out / 'runs' / ID / 'manifest.json'}",
                    f"warning: {before / 'results.json'}"]  # fmt: skip
    assert aside(before) == [".damaged-results.json"]


def test_a_killed_run_is_known_by_its_own_keys_alone(tmp_path: Path) -> None:
    """What else a record holds reaches no log."""
    path = tmp_path / ".running.json"
    path.write_text('{"pid": 1, "started": "2026", "as_of": "", "x": [[]]}', encoding="utf-8")
    holder = read_record(path, Holder)
    assert holder is not None
    assert holder.model_dump(exclude_unset=True) == {"pid": 1, "started": "2026", "as_of": ""}


def test_half_a_character_is_written_so_that_it_reads_again(tmp_path: Path) -> None:
    """A file's name need not be UTF-8; what names it is no damaged record."""
    append_to_log(tmp_path, {"outcome": "failed", "error": "caf\udce9.csv: \u00e9 is missing"})
    warnings: list[str] = []
    mend(tmp_path, warnings.append)
    assert warnings == []
    assert [entry["error"] for entry in attempts(tmp_path)] == ["caf?.csv: \u00e9 is missing"]
