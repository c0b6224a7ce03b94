# ruff: noqa: INP001 (a script, no module)
"""How validation and audit grow with the number of claims: `python benchmarks/rows.py`.

Makes claims of two shapes (see `made_claims`), checks each file in a process of its own, and
prints a line a file. The last column is the time a row, against that of the smallest file of its
shape: it stays near 1 where the time grows as the rows do.
"""

import argparse
import gc
import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from made_claims import SHAPES, write_claims

SIZES = (10_000, 100_000, 1_000_000)
HEAD = ("shape", "rows", "read s", "audit s", "CPU s", "peak MB", "findings", "ratio")
DAY = date(2026, 11, 23)


def main() -> None:
    """Measure every size of every shape, or check one file and print its measures as JSON."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    options.add_argument("--shapes", nargs="+", default=list(SHAPES), choices=list(SHAPES))
    options.add_argument("--one", help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.one:
        say(json.dumps(checked(chosen.one)))
        return
    say("".join(f"{name:>11}" for name in HEAD))
    for shape in chosen.shapes:
        for line in measured(shape, chosen.sizes):
            say("".join(f"{cell:>11}" for cell in line))


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def measured(shape: str, sizes: list[int]) -> Iterator[tuple[str, ...]]:
    """Yield a line of the table for each size, as it is known."""
    first = 0.0
    for rows in sizes:
        found = in_own_process(shape, rows)
        each = (found["read"] + found["audit"]) / rows
        first = first or each
        yield (shape, f"{rows:,}", f"{found['read']:.1f}", f"{found['audit']:.1f}",
               f"{found['cpu']:.1f}", f"{found['peak']:,.0f}", f"{found['findings']:,.0f}",
               f"{each / first:.2f}")  # fmt: skip


def in_own_process(shape: str, rows: int) -> dict[str, float]:
    """Return the measures of checking a file that is made for it."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "claims.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            write_claims(file, shape, rows)
        command = [sys.executable, __file__, "--one", str(path)]
        answer = subprocess.run(command, check=True, capture_output=True)  # noqa: S603 (itself)
    measures: dict[str, float] = json.loads(answer.stdout)
    return measures


def checked(path: str) -> dict[str, float]:
    """Return what it takes to read and audit one file, imports left out."""
    from report_helpers.audit.audit import audit  # noqa: PLC0415 (not in the parent: its memory
    from report_helpers.claims import read_claims  # noqa: PLC0415   would count as the child's)

    gc.disable()  # as `market-report check` does
    start = time.perf_counter()
    claims = read_claims(path)
    read = time.perf_counter()
    findings = audit(claims, as_of=DAY)
    end = time.perf_counter()
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return {
        "read": read - start,
        "audit": end - read,
        "cpu": usage.ru_utime + usage.ru_stime,
        "peak": usage.ru_maxrss / 1024,
        "findings": len(findings),
    }


if __name__ == "__main__":
    main()
