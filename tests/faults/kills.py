"""Kills runs at random moments: `make kills`, or `python -m tests.faults.kills --kills 20`.

SIGKILL and SIGTERM, of `render` and `batch` with two small notebooks, and of the shipped report.
It prints a record, and ends with 1 if something was lost. The moments are drawn by a fixed seed.
"""

import argparse
import os
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Final, Literal

from tests.faults.whole import broken, broken_batch, leftovers, own_files, shown
from tests.runs.place import Place, notebook

Kind = Literal["render", "batch", "shipped"]
FIRST_DAY: Final = date(2026, 1, 1)
GRID: Final = "as_of: [2026-11-21, 2026-11-22]\n"
SLOWEST: Final = 600.0
"""Seconds that a run may take on a busy machine."""
PATIENCE: Final = 20.0
"""Seconds within which the processes of a killed run end."""
AT_ONCE: Final = 0.05
"""Seconds of publishing within which half of the signals arrive."""


@dataclass
class Lane:
    """A folder in which runs of one kind are killed one after the other."""

    kind: Kind
    chance: Random
    place: Place
    lasts: float = 0.0
    number: int = 0
    ends: Counter[str] = field(default_factory=Counter)
    pages: Counter[str] = field(default_factory=Counter)
    violations: list[str] = field(default_factory=list)

    def arguments(self) -> tuple[str, ...]:
        """Return the arguments of the current run."""
        if self.kind == "batch":
            return (str(self.place.folder / "grid.yaml"), "--workers", "1")
        days = ("--as-of", str(FIRST_DAY + timedelta(self.number)), "--keep", "3")
        return ("--out", str(self.place.out), *days) if self.kind == "shipped" else days

    def start(self) -> int:
        """Start the next run, with new content, and return its process id."""
        for name in ("one", "two"):
            path = self.place.folder / "notebooks" / f"{name}.ipynb"
            notebook(path, f"print({self.number})" if self.kind == "batch" else "print(1)")
        (self.place.folder / "grid.yaml").write_text(GRID, "utf-8")
        self.run = self.place.start(
            *self.arguments(),
            command="batch" if self.kind == "batch" else "render",
            shipped=self.kind == "shipped",
        )
        return self.run.process.pid

    def ended(self) -> tuple[int, str]:
        """Wait for the run, and return its exit code and its errors."""
        code = self.run.process.wait(SLOWEST)
        return code, self.run.error.read_text("utf-8")

    def publish(self) -> None:
        """Run without a fault, which must publish and tidy up."""
        before = self.state()
        self.start()
        begun = time.monotonic()
        code, said = self.ended()
        self.lasts = time.monotonic() - begun
        if code != 0 or said or self.state() == before:
            self.found(f"the next run ended with {code}: {said[-300:]}")
        hidden = [each for each in self.place.out.rglob(".*") if each.name not in OURS]
        left = [*hidden, *self.place.temporary.iterdir()]
        self.found(*(f"{each} is left" for each in left))
        if self.kind != "batch":
            self.found(*leftovers(self.place.out, self.place.temporary))
        self.found(*self.broken())

    def kill(self) -> None:
        """Send a signal to a run at a random moment, and look at what is left."""
        self.number += 1
        number = signal.SIGKILL if self.chance.random() < 0.7 else signal.SIGTERM
        before = self.state()
        process = self.start()
        if self.chance.random() < 0.5:
            self.await_publishing()
            time.sleep(self.chance.uniform(0, AT_ONCE))
        else:
            time.sleep(self.chance.uniform(0, self.lasts))
        os.kill(process, number)
        code, said = self.ended()
        # Before the command listens, SIGTERM ends it as it does any program.
        if code not in {0, -number, 128 + number} or "Traceback" in said:
            self.found(f"a run that got {number.name} ended with {code}: {said[-300:]}")
        end = time.monotonic() + PATIENCE
        while (left := self.place.processes()) and time.monotonic() < end:
            time.sleep(0.05)
        self.found(*(f"after {number.name} {each} lives" for each in left), *self.broken())
        self.ends[f"{number.name}: {code}"] += 1
        self.pages["old" if self.state() == before else "new"] += 1
        self.number += 1

    def await_publishing(self) -> None:
        """Wait until the run writes what it publishes, or ends."""
        folder = self.place.out / ("reports" if self.kind == "batch" else "runs")
        while self.run.process.poll() is None and not any(folder.glob(".*.market-report-*")):
            time.sleep(0.002)

    def state(self) -> str:
        """Return the SHA-256 of what is published."""
        if self.kind != "batch":
            return shown(self.place.out)
        pages = sorted(self.place.out.glob("reports/*/report.html"))
        return sha256(b"".join(page.read_bytes() for page in pages)).hexdigest()

    def broken(self) -> list[str]:
        """Return what is not whole."""
        found = [f"the user's {name}" for name in own_files(self.place.out)]
        return found + (broken_batch if self.kind == "batch" else broken)(self.place.out)

    def found(self, *violations: str) -> None:
        """Note violations."""
        self.violations += [f"{self.kind} {self.number}: {each}" for each in violations]


OURS: Final = {".lock", ".keep", ".notes.html.bak"}


def killed(kind: Kind, kills: int, seed: int) -> Lane:
    """Kill some runs of a kind; after each a run without faults publishes."""
    folder = Path(tempfile.mkdtemp(prefix="kills-"))
    lane = Lane(kind, Random(seed), Place(folder))  # noqa: S311 (moments, no secrets)
    lane.publish()
    lane.violations.clear()
    own_files(lane.place.out, write=True)
    for kill in range(kills):
        lane.kill()
        lane.publish()
        print(f"{kind}: {kill + 1} of {kills}, {len(lane.violations)} violations", flush=True)  # noqa: T201
    shutil.rmtree(lane.place.temporary)
    shutil.rmtree(folder)
    return lane


def main() -> int:
    """Kill, print the record, and return 1 if something was violated."""
    parser = argparse.ArgumentParser(description="Kill runs, and look for what is lost.")
    parser.add_argument("--kills", type=int, default=200, help="how many (default: 200)")
    parser.add_argument("--seed", type=int, default=15)
    chosen = parser.parse_args()
    batches, shipped = chosen.kills // 5, chosen.kills // 40
    small = chosen.kills - batches - shipped
    plan: list[tuple[Kind, int]] = [
        ("shipped", shipped), ("batch", batches),
        ("render", small - small // 2), ("render", small // 2),
    ]  # fmt: skip
    todo = [(kind, count, chosen.seed + at) for at, (kind, count) in enumerate(plan) if count]
    with ThreadPoolExecutor(len(plan)) as pool:
        lanes = list(pool.map(lambda each: killed(*each), todo))
    for kind in ("render", "batch", "shipped"):
        those = [lane for lane in lanes if lane.kind == kind]
        ends = sum((lane.ends for lane in those), Counter[str]())
        pages = sum((lane.pages for lane in those), Counter[str]())
        print(f"{kind}: {ends.total()} kills; {dict(ends)}; afterwards {dict(pages)}")  # noqa: T201
    violations = [each for lane in lanes for each in lane.violations]
    print(f"{len(violations)} violations")  # noqa: T201
    for violation in violations:
        print(f"violation: {violation}", file=sys.stderr)  # noqa: T201
    return 1 if violations else 0


if __name__ == "__main__":
    sys.exit(main())
