"""Publishing: an old page or a new one, never another, whatever fails meanwhile.

The letters in brackets name the row of the fault plan.
"""

import errno
import json
import os
import random
import resource
import signal
import subprocess
import threading
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from report_helpers.files import replace_file
from report_helpers.runs.publish import keep_run
from report_helpers.runs.removal import sweep

from .place import Place, until

KILLS = 60
CALLS = ("open", "write", "fsync", "close", "replace", "chmod")


def sums(out: Path) -> dict[str, str]:
    """Return the SHA-256 that each kept run's manifest gives for its page, after checking it."""
    found = {}
    for manifest in out.glob("runs/[!.]*/manifest.json"):
        about = json.loads(manifest.read_text("utf-8"))
        page = sha256((manifest.parent / "report.html").read_bytes()).hexdigest()
        claims = sha256((manifest.parent / "claims.csv").read_bytes()).hexdigest()
        assert (about["page_sha256"], about["data"]["sha256"]) == (page, claims)
        found[page] = manifest.parent.name
    return found


def shown(out: Path) -> str:
    """Return the SHA-256 of the published page."""
    return sha256((out / "index.html").read_bytes()).hexdigest()


@pytest.mark.kernel
@pytest.mark.timeout(1200)
def test_sixty_kills_leave_an_old_or_a_new_page(published: Place) -> None:
    """B03, B08: killed at random moments, half of them while it publishes.

    The page is always that of a kept run, whose page, claims and manifest match.
    """
    chance = random.Random(7)  # noqa: S311 (moments, no secrets)
    start = time.monotonic()
    assert published.run("--as-of", "2026-11-23").code == 0
    whole = time.monotonic() - start
    seen = set()
    for kill in range(KILLS):
        day = f"2027-{1 + kill // 28:02}-{1 + kill % 28:02}"
        before = shown(published.out)
        run = published.start("--as-of", day, "--keep", "3")
        if kill % 2:
            until(lambda run=run, day=day: run.process.poll() is not None  # type: ignore[misc]
                  or any(published.out.glob(f"runs/.{day}*")), "publishing")  # fmt: skip
            time.sleep(chance.uniform(0, 0.05))
        else:
            time.sleep(chance.uniform(0, whole))
        run.process.send_signal(signal.SIGKILL)
        run.ended()
        assert shown(published.out) in sums(published.out)
        seen.add(shown(published.out) == before)
    assert seen == {True, False}, "some kills must come before and some after the page is replaced"
    assert published.run("--as-of", "2028-01-01", "--keep", "3").code == 0
    assert not [path for path in published.out.rglob(".*") if path.name != ".lock"]
    assert list(published.temporary.iterdir()) == []


@pytest.mark.kernel
@pytest.mark.timeout(600)
def test_a_reader_sees_no_torn_page_during_twenty_publishes(published: Place) -> None:
    """B04: a reader gets a whole page at any time."""
    seen: set[str] = set()
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            seen.add(shown(published.out))
            time.sleep(0.005)

    reader = threading.Thread(target=read)
    reader.start()
    days = [f"2027-03-{day:02}" for day in range(1, 21)]
    codes = [published.run("--as-of", day).code for day in days]
    done.set()
    reader.join()
    assert codes == [0] * len(days)
    assert len(seen) > len(days) / 2
    assert seen <= set(sums(published.out))


@pytest.mark.kernel
def test_a_full_disk_leaves_the_old_page(published: Place) -> None:
    """B01: no file may grow beyond a few kilobytes, in this process and all that it starts."""
    before = shown(published.out)

    def small_files() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))

    ended = published.run(preexec_fn=small_files)
    assert ended.code == 73
    assert ended.error.startswith("error: ")
    assert "Traceback" not in ended.error
    assert shown(published.out) == before
    assert len(sums(published.out)) == 1


@pytest.mark.kernel
@pytest.mark.skipif(os.geteuid() != 0, reason="only root can mount a small disk")
def test_a_small_disk_leaves_the_old_page(place: Place, once_published: Path) -> None:
    """B01: a disk that really is full."""
    place.write()
    place.out.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(place.out)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("this machine allows no mounts")
    try:
        page = (once_published / "index.html").read_bytes()
        place.page.write_bytes(page)
        (place.out / "filler").write_bytes(b"x" * (2 * 2**20 - len(page) - 2**16))
        ended = place.run()
        assert ended.code == 73
        assert "No space left" in ended.error
        assert place.page.read_bytes() == page
    finally:
        subprocess.run(["umount", "-l", str(place.out)], check=True)


def failing_at(nth: int, monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """Let the nth call into the system fail; return how many calls there were."""
    count = 0

    def counted(real: Callable[..., object]) -> Callable[..., object]:
        def call(*arguments: object, **options: object) -> object:
            nonlocal count
            count += 1
            if count == nth:
                raise OSError(errno.EIO, os.strerror(errno.EIO))
            return real(*arguments, **options)

        return call

    for name in CALLS:
        monkeypatch.setattr(os, name, counted(getattr(os, name)))
    return lambda: count


def test_whichever_call_fails_the_page_is_old_or_new(tmp_path: Path) -> None:
    """B02: the first, the second, ... call fails, until a publish succeeds."""
    old = {"report.html": b"old", "manifest.json": b"{}"}
    new = {"report.html": b"new", "manifest.json": b"{}"}
    for nth in range(1, 200):
        out = tmp_path / str(nth)
        keep_run(out / "runs" / "1", old)
        replace_file(out / "index.html", b"old")
        with pytest.MonkeyPatch.context() as patch:
            calls = failing_at(nth, patch)
            try:
                keep_run(out / "runs" / "2", new)
                replace_file(out / "index.html", b"new")
                failed = False
            except OSError:
                failed = True
            done = calls() < nth
        page = (out / "index.html").read_bytes()
        assert page in ({b"old", b"new"} if failed else {b"new"}), nth
        if page == b"new":
            assert (out / "runs" / "2" / "report.html").read_bytes() == b"new"
        sweep(out)
        assert not list(out.rglob(".*"))
        if done:
            assert nth > 10
            return
    pytest.fail("it never succeeded")


@pytest.mark.parametrize("dangling", [True, False])
def test_a_link_in_the_page_s_place_is_replaced_itself(tmp_path: Path, *, dangling: bool) -> None:
    """B05: what it points to stays as it is."""
    target = tmp_path / "elsewhere"
    if not dangling:
        target.write_bytes(b"theirs")
    page = tmp_path / "index.html"
    page.symlink_to(target)
    replace_file(page, b"ours")
    assert (page.read_bytes(), page.is_symlink()) == (b"ours", False)
    assert target.exists() != dangling
    assert dangling or target.read_bytes() == b"theirs"


@pytest.mark.kernel
@pytest.mark.parametrize("name", ["log.jsonl", ".lock", "history.html", ".running.json"])
def test_no_link_leads_a_run_astray(published: Place, name: str) -> None:
    """B05: nothing outside the folder is written through a link in it."""
    victim = published.folder / "victim"
    victim.write_bytes(b"theirs")
    (published.out / name).unlink(missing_ok=True)
    (published.out / name).symlink_to(victim)
    ended = published.run()
    assert ended.code in {0, 73}
    assert "Traceback" not in ended.error
    assert victim.read_bytes() == b"theirs"


@pytest.mark.kernel
def test_the_same_again_is_up_to_date(published: Place) -> None:
    """B09: the same inputs run nothing, and touch nothing of the page."""
    before = published.page.stat()
    ended = published.run("--as-of", "2026-11-22")
    assert (ended.code, ended.error) == (0, "")
    assert ended.out == f"{published.page} (up to date)\n"
    after = published.page.stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


@pytest.mark.kernel
def test_a_lost_page_is_made_again_byte_for_byte(published: Place) -> None:
    """B09: the time of rendering is in the manifest alone."""
    before = published.page.read_bytes()
    published.page.unlink()
    assert published.run("--as-of", "2026-11-22").code == 0
    assert published.page.read_bytes() == before
    assert len(sums(published.out)) == 1


@pytest.mark.kernel
def test_the_oldest_runs_go(published: Place) -> None:
    """Two are kept, the current one among them; the log keeps them all."""
    for day in ("2026-11-23", "2026-11-24"):
        assert published.run("--as-of", day, "--keep", "2").code == 0
    kept = sorted(path.name[:10] for path in (published.out / "runs").iterdir())
    assert kept == ["2026-11-23", "2026-11-24"]
    assert [entry["as_of"] for entry in published.log()] == [
        "2026-11-22", "2026-11-23", "2026-11-24",
    ]  # fmt: skip


@pytest.mark.kernel
def test_a_damaged_earlier_run_stops_no_new_one(published: Place) -> None:
    """B08: there is nothing to compare with, and that is said."""
    (run,) = (published.out / "runs").iterdir()
    (run / "claims.csv").write_bytes(b"damaged")
    ended = published.run()
    assert (ended.code, ended.error) == (0, "")
    assert "the previous report cannot be read" in (published.out / "history.html").read_text(
        "utf-8"
    )
    assert 'id="what-changed"' not in published.page.read_text("utf-8")
