"""Publishes on a schedule under faults while a reader looks; nothing may leak: `make soak`.

Each run has a fault drawn by a fixed seed. It prints a record, and ends with 1 if a run ended
otherwise than it may, the reader saw half a page, or something is left at the end.
"""

import argparse
import os
import resource
import shutil
import signal
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from random import Random
from typing import Any, Final

import psutil
from tests.runs.place import Place, Started

from report_helpers.package_files import shipped

KEEP: Final = 5
HANGS: Final = 600.0
"""Seconds after which a run counts as hanging; each has a time limit of half of that."""
SMALL_FILES: Final = 200_000
"""Bytes that a file may have on a disk that is full."""
GROWTH: Final = 1.15
"""How much more memory the runs of the last third may need than those of the first."""
FIRST_DAY: Final = date(2026, 1, 1)
OLD, KILLED, STOPPED = "2025-06-01", -signal.SIGKILL, 128 + signal.SIGTERM


@dataclass
class Soak:
    """The state of a soak: where it runs, and what it has seen."""

    place: Place
    address: str
    chance: Random
    day: date = FIRST_DAY
    outcomes: Counter[str] = field(default_factory=Counter)
    violations: list[str] = field(default_factory=list)
    memory: list[int] = field(default_factory=list)
    reads: int = 0
    pages: set[str] = field(default_factory=set)

    def start(self, *arguments: str, **options: Any) -> Started:
        """Start a run of the current day."""
        usual = ("--as-of", str(self.day), "--keep", str(KEEP), "--time-limit", str(HANGS / 2))
        return self.place.start(*usual, *arguments, **options)

    def next_day(self) -> None:
        """Let a day pass, or some."""
        self.day += timedelta(days=self.chance.choice((1, 1, 7)))

    def ended(self, run: Started, fault: str, *allowed: int, measured: bool = False) -> None:
        """Wait for a run, and note how it ended."""
        watch = threading.Timer(HANGS, os.kill, (run.process.pid, signal.SIGKILL))
        watch.start()
        _, status, used = os.wait4(run.process.pid, 0)
        watch.cancel()
        code = run.process.returncode = os.waitstatus_to_exitcode(status)
        self.outcomes[f"{fault}: {code}"] += 1
        said = run.error.read_text("utf-8")
        if code not in allowed or "Traceback" in said:
            self.violations.append(f"{fault} ended with {code}: {said[-300:]}")
        if measured:
            self.memory.append(used.ru_maxrss)
        run.out.unlink()
        run.error.unlink()


def sent(run: Started, number: signal.Signals) -> None:
    """Send a signal to a run that may have ended; `Popen` would wait for it, and `ended` must."""
    os.kill(run.process.pid, number)


def plain(soak: Soak) -> None:
    """A run of a new day."""
    soak.next_day()
    soak.ended(soak.start(), "a new day", 0, measured=True)


def again(soak: Soak) -> None:
    """The same run again."""
    soak.ended(soak.start(), "the same day again", 0)


def killed(soak: Soak) -> None:
    """Killed at a random moment."""
    soak.next_day()
    run = soak.start()
    time.sleep(soak.chance.uniform(0, 6))
    sent(run, signal.SIGKILL)
    soak.ended(run, "killed", KILLED, 0)


def stopped(soak: Soak) -> None:
    """Asked to stop at a random moment after its start."""
    soak.next_day()
    run = soak.start()
    time.sleep(soak.chance.uniform(1, 6))
    sent(run, signal.SIGTERM)
    # Before the command listens, the signal ends it as it does any program.
    soak.ended(run, "stopped", STOPPED, -signal.SIGTERM, 0)


def worker_killed(soak: Soak) -> None:
    """The process that makes the report is killed, as when memory is short."""
    soak.next_day()
    run = soak.start()
    time.sleep(soak.chance.uniform(1, 4))
    with suppress(psutil.Error):
        for process in psutil.Process(run.process.pid).children():
            process.kill()
    soak.ended(run, "worker killed", 137, 0)


def full_disk(soak: Soak) -> None:
    """No file may grow beyond a limit."""
    soak.next_day()

    def small_files() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (SMALL_FILES, SMALL_FILES))

    soak.ended(soak.start(preexec_fn=small_files), "full disk", 73)


def slow_address(soak: Soak) -> None:
    """The claims come slowly over HTTP."""
    soak.next_day()
    soak.ended(soak.start("--data", f"{soak.address}/slow.csv"), "slow address", 0)


def dead_address(soak: Soak) -> None:
    """The server of the claims is broken."""
    soak.next_day()
    soak.ended(soak.start("--data", f"{soak.address}/broken.csv"), "broken address", 66)


def jump_back(soak: Soak) -> None:
    """The clock jumps back: a run of a day long past."""
    soak.ended(soak.start("--as-of", OLD), "clock jumps back", 0)


def no_time(soak: Soak) -> None:
    """The run has too little time."""
    soak.next_day()
    soak.ended(soak.start("--time-limit", "0.2"), "too little time", 124)


def two_at_once(soak: Soak) -> None:
    """Two runs of one day."""
    soak.next_day()
    runs = soak.start(), soak.start()
    for run in runs:
        soak.ended(run, "two at once", 0, 75)


FAULTS: Final[tuple[Callable[[Soak], None], ...]] = (
    plain, plain, again, killed, stopped, worker_killed, full_disk, slow_address, dead_address,
    jump_back, no_time, two_at_once,
)  # fmt: skip


class Claims(BaseHTTPRequestHandler):
    """Serves the shipped claims in pieces, or breaks."""

    def do_GET(self) -> None:
        """Answer a request."""
        if not self.path.startswith("/slow"):
            self.send_error(503)
            return
        content = shipped("data/market_stats.csv").read_bytes()
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        with suppress(OSError):
            for at in range(0, len(content), len(content) // 20 + 1):
                self.wfile.write(content[at : at + len(content) // 20 + 1])
                time.sleep(0.1)

    def log_message(self, *_: object) -> None:
        """Print nothing."""


def read_pages(soak: Soak, done: threading.Event) -> None:
    """Read the page again and again: it must be whole, and may never be missing."""
    while not done.wait(0.02):
        try:
            page = soak.place.page.read_bytes()
        except OSError as error:
            soak.violations.append(f"a reader found no page: {error}")
            continue
        soak.reads += 1
        digest = sha256(page).hexdigest()
        if digest not in soak.pages:
            soak.pages.add(digest)
            if not page.rstrip().endswith(b"</html>"):
                soak.violations.append(f"a reader saw half a page of {len(page):,} bytes")


def look_for_leaks(soak: Soak) -> None:
    """Note processes, files and memory that are left after the last run."""
    end = time.monotonic() + 10
    while (left := soak.place.processes()) and time.monotonic() < end:
        time.sleep(0.1)
    out = soak.place.out
    hidden = [path for path in out.rglob(".*") if path.name != ".lock"]
    manifests = list(out.glob("runs/*/manifest.json"))
    known = {sha256((one.parent / "report.html").read_bytes()).hexdigest() for one in manifests}
    for what, found in {
        "processes": left,
        "temporary files": list(soak.place.temporary.iterdir()),
        "hidden files": hidden,
        "runs": manifests[KEEP + 1 :],
        "pages of no run": {sha256(soak.place.page.read_bytes()).hexdigest()} - known,
    }.items():
        if found:
            soak.violations.append(f"{what} are left: {found}")
    third = max(1, len(soak.memory) // 3)
    first, last = (statistics.median(each) for each in (soak.memory[:third], soak.memory[-third:]))
    print(f"memory of a run: {first / 1024:.0f} MB at first, {last / 1024:.0f} MB at last")  # noqa: T201
    if last > GROWTH * first:
        soak.violations.append("the memory of runs has grown")


def soaked(seconds: float, every: float) -> Soak:
    """Run the schedule for some seconds, and return what it saw."""
    folder = Path(tempfile.mkdtemp(prefix="soak-"))
    server = ThreadingHTTPServer(("127.0.0.1", 0), Claims)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    soak = Soak(Place(folder), f"http://127.0.0.1:{server.server_port}", Random(15))  # noqa: S311
    soak.place.write()
    plain(soak)
    done = threading.Event()
    reader = threading.Thread(target=read_pages, args=(soak, done))
    reader.start()
    due, end = time.monotonic(), time.monotonic() + seconds
    waiting: list[Callable[[Soak], None]] = []
    try:
        while time.monotonic() < end:
            # Every fault comes once before one comes again.
            waiting = waiting or soak.chance.sample(FAULTS, len(FAULTS))
            waiting.pop()(soak)
            due = max(due + every, time.monotonic())
            time.sleep(max(0.0, min(due, end) - time.monotonic()))
        plain(soak)
    finally:
        done.set()
        reader.join()
    look_for_leaks(soak)
    server.shutdown()
    shutil.rmtree(soak.place.temporary)
    shutil.rmtree(folder)
    return soak


def main() -> int:
    """Soak, print the record, and return 1 if something was violated."""
    parser = argparse.ArgumentParser(description="Publish under faults, and look for leaks.")
    parser.add_argument("--seconds", type=float, default=3600, help="how long (default: 3600)")
    parser.add_argument(
        "--every", type=float, default=20, help="seconds between runs (default: 20)"
    )
    chosen = parser.parse_args()
    soak = soaked(chosen.seconds, chosen.every)
    for outcome, count in sorted(soak.outcomes.items()):
        print(f"{count:4} {outcome}")  # noqa: T201
    print(f"{soak.outcomes.total()} runs in {chosen.seconds:g} s; ", end="")  # noqa: T201
    print(f"{soak.reads:,} reads of {len(soak.pages)} pages; {len(soak.violations)} violations")  # noqa: T201
    for violation in soak.violations[:50]:
        print(f"violation: {violation}", file=sys.stderr)  # noqa: T201
    return 1 if soak.violations else 0


if __name__ == "__main__":
    sys.exit(main())
