"""What an output remembers, and what it forgets."""

import json
from hashlib import sha256
from pathlib import Path

import pytest

from report_helpers.runs.history import (
    append_to_log,
    attempts,
    current_run,
    history_row,
    kept_runs,
    last_other,
    split_runs,
)

from .place import Place


def keep(out: Path, name: str, day: str, data: str = "a", at: str = "2026-01-01") -> None:
    """Keep a run of a day and of data, rendered at a time."""
    folder = out / "runs" / name
    folder.mkdir(parents=True)
    page = f"page {name}".encode()
    (folder / "report.html").write_bytes(page)
    about = {"parameters": {"as_of": day}, "data": {"name": "x.csv", "sha256": data},
             "rendered": at, "page_sha256": sha256(page).hexdigest(), "claims": 3,
             "findings": {"note": 2}}  # fmt: skip
    (folder / "manifest.json").write_text(json.dumps(about), encoding="utf-8")


def names(out: Path) -> list[str]:
    """Return the ids of the kept runs."""
    return [run.run_id for run in kept_runs(out)]


def test_runs_come_by_day_and_then_by_time(tmp_path: Path) -> None:
    """A run of an older day that came later is no newer report."""
    keep(tmp_path, "c", "2026-11-02", at="2026-11-02")
    keep(tmp_path, "a", "2026-11-01", at="2026-11-09")
    keep(tmp_path, "d", "2026-11-02", at="2026-11-03")
    assert names(tmp_path) == ["a", "c", "d"]


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"parameters": {}}', "null"])
def test_a_broken_manifest_is_no_run(tmp_path: Path, text: str) -> None:
    """What a power cut left does not stop the next run."""
    keep(tmp_path, "a", "2026-11-01")
    (tmp_path / "runs" / "a" / "manifest.json").write_text(text, encoding="utf-8")
    assert names(tmp_path) == []


def test_the_current_run_is_found_by_its_page(tmp_path: Path) -> None:
    """No page, a page of no run, and a page of one."""
    for name in ("a", "b"):
        keep(tmp_path, name, "2026-11-01")
    runs = kept_runs(tmp_path)
    assert current_run(tmp_path, runs) is None
    for text, found in ((b"other", None), (b"page b", "b")):
        (tmp_path / "index.html").write_bytes(text)
        current = current_run(tmp_path, runs)
        assert (current.run_id if current else None) == found


def test_a_run_is_compared_with_the_last_other_one(tmp_path: Path) -> None:
    """The same day with the same data is no other run, and a later day is not before."""
    keep(tmp_path, "a", "2026-11-01", "one")
    keep(tmp_path, "b", "2026-11-08", "one")
    keep(tmp_path, "c", "2026-11-15", "one")
    runs = kept_runs(tmp_path)
    found = {
        place: last_other(runs, *place)
        for place in (("2026-11-08", "one"), ("2026-11-08", "two"), ("2026-11-01", "one"))
    }
    assert [run.run_id if run else None for run in found.values()] == ["a", "b", None]


@pytest.mark.parametrize(
    ("keep_last", "current", "gone"),
    [(None, "c", []), (3, "c", []), (2, "c", ["a"]), (1, "c", ["a", "b"]), (1, "a", ["b", "c"])],
)
def test_the_oldest_go_and_the_current_one_stays(
    tmp_path: Path, keep_last: int | None, current: str, gone: list[str]
) -> None:
    """At most so many are left."""
    for name in ("a", "b", "c"):
        keep(tmp_path, name, f"2026-11-0{ord(name) - 96}")
    kept, old = split_runs(kept_runs(tmp_path), keep_last, current)
    assert [run.run_id for run in old] == gone
    assert [run.run_id for run in kept] == [name for name in "abc" if name not in gone]


def test_the_log_lists_what_published_nothing(tmp_path: Path) -> None:
    """Oldest first, each with every key; a broken line is left out."""
    append_to_log(tmp_path, {"started": "1", "outcome": "published"})
    append_to_log(tmp_path, {"started": "2", "outcome": "failed", "exit_code": 65, "error": "x"})
    with (tmp_path / "log.jsonl").open("ab") as log:
        log.write(b'{"started": "3", "outco\n')
    append_to_log(tmp_path, {"started": "4", "outcome": "died"})
    keys = {"started", "as_of", "outcome", "exit_code", "error"}
    found = attempts(tmp_path)
    assert [entry["started"] for entry in found] == ["2", "4"]
    assert all(set(entry) == keys for entry in found)
    assert attempts(tmp_path / "nowhere") == []


@pytest.mark.kernel
def test_the_history_shows_no_path_of_a_user(published: Place) -> None:
    """A failed run is listed by its error, without the path of the user's file."""
    ended = published.run("--data", str(published.folder / "no-such.csv"))
    assert ended.code == 66
    assert str(published.folder) in ended.error
    for name in ("log.jsonl", "history.html"):
        text = (published.out / name).read_text("utf-8")
        assert "no-such.csv: there is no such file" in text
        assert str(published.folder) not in text


def test_a_run_is_listed_with_its_counts(tmp_path: Path) -> None:
    """Severities that its audit did not find count zero."""
    keep(tmp_path, "a", "2026-11-01")
    (run,) = kept_runs(tmp_path)
    about = history_row(run)
    assert (about["contradictions"], about["cautions"], about["notes"]) == (0, 0, 2)
    assert (about["data_name"], about["claims"]) == ("x.csv", 3)


def test_a_log_that_a_backup_shares_is_not_written_there(tmp_path: Path) -> None:
    """B14: `cp -al` gives a file a second name: what is copied stays as it was."""
    append_to_log(tmp_path, {"outcome": "failed"})
    backup = tmp_path / "backup.jsonl"
    backup.hardlink_to(tmp_path / "log.jsonl")
    before = backup.read_bytes()
    append_to_log(tmp_path, {"outcome": "died"})
    assert backup.read_bytes() == before
    assert [one["outcome"] for one in attempts(tmp_path)] == ["failed", "died"]
