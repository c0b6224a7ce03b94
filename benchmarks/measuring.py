# ruff: noqa: INP001 (a script's neighbour)
"""What the benchmarks of reports and of the page share: commands, what they take, tables."""

import os
import platform
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import psutil

__all__ = [
    "BIN",
    "DAY",
    "ROOT",
    "Taken",
    "ratio",
    "render",
    "say",
    "surroundings",
    "table",
    "taken",
]

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
DAY = "2026-11-23"
EVERY = 0.5
"""Seconds between two looks at the memory."""


class Taken(NamedTuple):
    """What a command took.

    `seconds` by the clock; `peak` the most megabytes that it and all that it started held, where
    processes that share memory each count their part of it (where the system does not tell, all
    of it); `others` the fraction of all processors' time that went into anything else meanwhile.
    """

    seconds: float
    peak: float
    others: float


def taken(command: Sequence[str | Path], **variables: str | Path) -> Taken:
    """Run a command to its end; return what it took.

    Args:
        command: a program beside this Python, and its arguments.
        variables: what its environment holds beside ours.
    """
    environment = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}
    environment |= {name: str(value) for name, value in variables.items()}
    start, others = time.perf_counter(), _others()
    with subprocess.Popen(  # noqa: S603 (the project's own commands)
        [str(BIN / command[0]), *map(str, command[1:])],
        env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        memory = _Memory(process.pid)
        _, said = process.communicate()
        seconds = time.perf_counter() - start
        peak = memory.ended()
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, list(command), stderr=said[-2000:])
    return Taken(seconds, peak, max(0.0, _others() - others) / (seconds * (os.cpu_count() or 1)))


def _others() -> float:
    """Return the seconds of processor time that went into anything but our ended children."""
    spent = psutil.cpu_times()
    ours = resource.getrusage(resource.RUSAGE_CHILDREN)
    return float(spent.user + spent.nice + spent.system - ours.ru_utime - ours.ru_stime)


class _Memory:
    """Looks at the memory of a process and its descendants until it is told to stop."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._peak = 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._look)
        self._thread.start()

    def _look(self) -> None:
        while not self._stop.wait(EVERY):
            with suppress(psutil.Error):
                top = psutil.Process(self._pid)
                held = sum(_held(each) for each in [top, *top.children(recursive=True)])
                self._peak = max(self._peak, held)

    def ended(self) -> float:
        """Return the most that was held, in megabytes."""
        self._stop.set()
        self._thread.join()
        return self._peak / 1e6


def _held(process: psutil.Process) -> int:
    with suppress(psutil.Error):
        memory = process.memory_full_info()
        return int(getattr(memory, "pss", memory.rss))
    return 0


def render(out: Path, **variables: str | Path) -> Taken:
    """Render the shipped report into a folder."""
    return taken(["market-report", "render", "--out", out, "--as-of", DAY], **variables)


def surroundings() -> str:
    """Return when and on what a measure is taken, and how busy the machine is."""
    load = " ".join(f"{each:.2f}" for each in os.getloadavg())
    now = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
    memory = psutil.virtual_memory().total / 2**30
    return (f"{now}; {os.cpu_count()} cores, {memory:.0f} GiB; Python "
            f"{platform.python_version()}, {platform.system()}; load averages {load}")  # fmt: skip


def table(title: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a markdown table under a heading, each row as soon as it is known."""
    say(f"\n## {title}\n")
    say(_line(head))
    say(_line(["---", *["---:"] * (len(head) - 1)]))
    for row in rows:
        say(_line(row))


def _line(cells: Sequence[object]) -> str:
    return f"| {' | '.join(map(str, cells))} |"


def ratio(ours: float, theirs: float) -> str:
    """Return how many times as much one number is as another."""
    return f"{theirs / ours:.1f}"


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
