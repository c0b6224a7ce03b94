"""Publishes a prepared report again and again; each time another call into the system fails.

`python -m tests.faults.publishing` prints what it did, and ends with 1 if something was lost.
Kernels make the report once. Then the command runs in forks of this process, which have all modules
loaded; its worker is a program that answers with the prepared report, all else is real.
"""

import argparse
import importlib
import os
import pickle
import shutil
import signal
import socket
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Final, Literal, NoReturn

from tests.faults.failing_calls import ERRORS, Call, Injector, Mode, can_filter, install
from tests.faults.whole import broken, broken_batch, hidden, leftovers, own_files, shown
from tests.runs.place import Place

import report_helpers
from report_helpers.claims.inputs.claims_input import fetch_claims
from report_helpers.cli.main import main as command
from report_helpers.execution.processes import adopt_orphans, children
from report_helpers.execution.stopping import Deadline
from report_helpers.runs import supervise
from report_helpers.runs.job import Job
from report_helpers.runs.sandbox import environment

LOADED: Final = (
    "report_helpers.execution.parameter_files", "report_helpers.runs.notify.digest",
    "report_helpers.runs.notify.notifier", "report_helpers.runs.render",
    "report_helpers.runs.batch.batch_run",
)  # fmt: skip
"""What the command imports when it renders."""
PACKAGE: Final = str(Path(report_helpers.__file__).parents[2])
DAYS: Final = ("2026-11-20", "2026-11-21", "2026-11-22", "2026-11-23")
"""The dates of the reports; the last one is published under faults."""
ANSWER: Final = """
import sys
from pathlib import Path
sys.stdout.buffer.write(Path(sys.argv[1]).read_bytes())
sys.stdout.flush()
sys.stdin.buffer.read()
"""
ANSWERING: Final = (sys.executable, "-I", "-S", "-c", ANSWER)
"""A worker that answers any job with the prepared report in a file."""
DOCUMENTED: Final = frozenset({0, 2, 65, 66, 70, 73, 75, 78, 124, 137})
SAID: Final = "said"
"""The file with what the command says."""
MODES: Final[tuple[Mode, ...]] = ("once", "from then on")
Command = Literal["render", "batch"]
COMMANDS: Final[tuple[Command, ...]] = ("render", "batch")
GRID: Final = "grid.yaml"
UNSUPPORTED: Final = 77
"""The exit code where calls cannot be stopped."""
HANGS: Final = 120
"""Seconds after which a run counts as hanging."""


@dataclass
class Sweep:
    """The place of a sweep, the SHA-256 of the old and of the new page, and what was seen."""

    place: Place
    command: Command = "render"
    old: str = ""
    new: str = ""
    ends: Counter[int] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    violations: list[str] = field(default_factory=list)
    runs: int = 0

    @property
    def whole(self) -> Path:
        """The output as it is before a call fails."""
        return self.place.folder / "before"

    def arguments(self, day: str) -> list[str]:
        """Return the command that makes the report of a day."""
        grid = str(self.place.folder / GRID)
        usual = ["--no-pictures", "--as-of", day, "--out", str(self.place.out),
                 "--notebooks", str(self.place.folder / "notebooks")]  # fmt: skip
        own = [grid, "--workers", "1"] if self.command == "batch" else ["--keep", "2"]
        return [self.command, *own, *usual]

    def shown(self) -> str:
        """Return the SHA-256 of the report's page."""
        page = self.place.out / "reports" / "report" / "report.html"
        if self.command == "batch":
            return sha256(page.read_bytes()).hexdigest()
        return shown(self.place.out)

    def broken(self) -> list[str]:
        """Return what is not whole."""
        return (broken_batch if self.command == "batch" else broken)(self.place.out)

    def left(self) -> list[str]:
        """Return what a run without faults has left."""
        out, temporary = self.place.out, self.place.temporary
        if self.command == "render":
            return leftovers(out, temporary)
        return [f"{each} is left" for each in (*hidden(out), *temporary.iterdir())]


@dataclass(frozen=True)
class Ended:
    """How a command ended: its exit code, or less than 0, and what it said."""

    code: int
    said: str


def prepare(sweep: Sweep) -> None:
    """Make the reports with kernels, and publish the older ones."""
    adopt_orphans()
    for name in LOADED:
        importlib.import_module(name)
    place = sweep.place
    place.write()
    # One point: its folder has the name of every other's.
    (place.folder / GRID).write_text("locale: en\n", "utf-8")
    log = place.folder / "stderr.txt"
    with supervise.Workers().start(environment(place.temporary), log) as worker:
        for day in DAYS:
            job = Job(
                notebooks=place.folder / "notebooks", claims=fetch_claims(""), name="claims",
                download="claims.csv", parameters={"as_of": day, "locale": "en"},
                failed=place.folder / "failed", pictures=False,
            )  # fmt: skip
            made = worker.make(job, deadline=Deadline(None))
            (place.folder / day).write_bytes(pickle.dumps(made))
    sweep.new = sha256(made.page).hexdigest()
    shutil.rmtree(place.temporary)
    place.temporary.mkdir()
    for day in DAYS[:-1]:
        end = published(sweep, day)
        assert end == Ended(0, f"{place.page}\n"), end
    sweep.old = sweep.shown()
    own_files(place.out, write=True)
    # What a killed run leaves, which the next one removes.
    (place.out / ".index.html.market-report-abcdefgh").write_bytes(b"half")
    (place.out / ".running.json").write_bytes(b'{"pid": 1, "started": "2026-11-22T00:00:00"}')
    place.out.rename(sweep.whole)


def published(sweep: Sweep, day: str, injector: Injector | None = None) -> Ended:
    """Run the command in a fork of this process, and return how it ended with all it started."""
    ours, theirs = socket.socketpair()
    said = sweep.place.folder / SAID
    child = os.fork()
    if not child:
        _run(sweep, day, said, theirs if injector else None)
    theirs.close()
    hung = []

    def end(*_: object) -> None:
        left = children()
        hung.append(f"it hangs, or left a process: {left}\n")
        for process in left:
            os.kill(process.pid, signal.SIGKILL)

    signal.signal(signal.SIGALRM, end)
    signal.alarm(HANGS)
    with ours:
        if injector:
            _, (listener, *_), _, _ = socket.recv_fds(ours, 1, 1)
            injector.process = child
            injector.serve(listener)
    _, status = os.waitpid(child, 0)
    # This process adopts what the command leaves.
    with suppress(ChildProcessError):
        while os.wait():
            pass
    signal.alarm(0)
    return Ended(os.waitstatus_to_exitcode(status), "".join(hung) + said.read_text("utf-8"))


def _run(sweep: Sweep, day: str, said: Path, channel: socket.socket | None) -> NoReturn:
    """Be the command."""
    code, place = 1, sweep.place
    try:
        os.setsid()
        handle = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
        os.dup2(handle, 1)
        os.dup2(handle, 2)
        sys.stdout = os.fdopen(1, "w", closefd=False)
        sys.stderr = os.fdopen(2, "w", buffering=1, closefd=False)
        tempfile.tempdir = str(place.temporary)
        supervise.WORKER = (*ANSWERING, str(place.folder / day))  # type: ignore[assignment]
        if channel:
            install(channel)
        command(sweep.arguments(day))
    except SystemExit as end:
        code = int(end.code or 0)
    except BaseException:  # noqa: BLE001 (as the interpreter does)
        traceback.print_exc()
    finally:
        os._exit(code)


def counted(call: Call) -> bool:
    """Return whether a call is one of the run: not one for a library or about processes."""
    return not call.place.startswith(("/proc/", "/sys/", "/dev/", sys.base_prefix, PACKAGE))


def disk(folder: Path) -> Callable[[Call], bool]:
    """Return what counts a call that changes a folder."""
    return lambda call: (
        call.writes and call.place.startswith(str(folder)) and Path(call.place).name != SAID
    )


def step(sweep: Sweep, nth: int, choice: int, mode: Mode) -> bool:
    """Publish while the nth call fails, then without a fault; return whether it was reached."""
    place = sweep.place
    shutil.rmtree(place.out, ignore_errors=True)
    shutil.copytree(sweep.whole, place.out)
    injector = Injector(
        nth,
        lambda call: ERRORS[call.kind][choice % len(ERRORS[call.kind])],
        counted if mode == "once" else disk(place.folder),
        mode,
    )
    end = published(sweep, DAYS[-1], injector)
    sweep.runs += 1
    if not injector.failed:
        return False
    sweep.ends[end.code] += 1
    sweep.kinds.update(call.kind for call in injector.failed[:1])
    found = judged(sweep, end, injector)
    again = published(sweep, DAYS[-1])
    if again.code != 0 or sweep.shown() != sweep.new or "error:" in again.said:
        found.append(f"the next run ended with {again}")
    else:
        found += [f"after the next run {each}" for each in (*sweep.broken(), *sweep.left())]
    found += [f"the user's {name}" for name in own_files(place.out)]
    sweep.violations += [f"{mode} {nth}: {injector.told[0]}: {each}" for each in found]
    return True


def judged(sweep: Sweep, end: Ended, injector: Injector) -> list[str]:
    """Return what must not be after a run in which a call failed."""
    found, now = sweep.broken(), sweep.shown()
    if now not in {sweep.old, sweep.new}:
        found.append("the page is neither the old nor the new one")
    # A batch replaces the files of a report one by one; it may fail between two of them.
    if (now == sweep.new) != (end.code == 0) and (end.code == 0 or sweep.command == "render"):
        found.append(f"the page is {'new' if now == sweep.new else 'old'}")
    if end.code not in DOCUMENTED and (end.code, sweep.command) != (1, "batch"):
        found.append("the exit code is not documented")
    lines = end.said.splitlines()
    errors = [line for line in lines if line.startswith("error: ")]
    others = [line for line in lines
              if not line.startswith(("error: ", "warning: ", str(sweep.place.page)))]  # fmt: skip
    # The call that failed may be the one that would have said it.
    mute = injector.failed[0].kind == "write" and injector.failed[0].arguments[0] == 2
    if others or (len(errors) != int(end.code != 0) and not mute):
        found.append("what it says is not one error")
    return [f"{each} (exit code {end.code}): {end.said[-600:]!r}" for each in found]


def swept(folder: Path, name: Command, mode: Mode, *, thorough: bool) -> Sweep:
    """Publish with each call failing in turn, once with each error if thorough."""
    sweep = Sweep(Place(folder), name)
    prepare(sweep)
    nth = 1
    while True:
        for choice in range(3) if thorough else [nth]:
            if not step(sweep, nth, choice, mode):
                shutil.rmtree(sweep.place.temporary)
                return sweep
        nth += 1


def main() -> int:
    """Sweep, print the record, and return 1 if something was violated."""
    parser = argparse.ArgumentParser(description="Publish while each call fails in turn.")
    parser.add_argument(
        "--mode", choices=MODES, help="whether later calls fail too (default: both)"
    )
    parser.add_argument("--command", choices=COMMANDS, default="render")
    parser.add_argument("--thorough", action="store_true", help="with each error, not one of them")
    chosen = parser.parse_args()
    if not can_filter():
        print("this system does not let a process stop calls (seccomp)", file=sys.stderr)  # noqa: T201
        return UNSUPPORTED
    violated = False
    for mode in (chosen.mode,) if chosen.mode else MODES:
        with tempfile.TemporaryDirectory(prefix="faults-") as folder:
            sweep = swept(Path(folder), chosen.command, mode, thorough=chosen.thorough)
        calls = ", ".join(f"{count} {kind}" for kind, count in sorted(sweep.kinds.items()))
        codes = ", ".join(f"{count} x {code}" for code, count in sorted(sweep.ends.items()))
        print(f"{chosen.command}, {mode}: {sweep.runs} runs; calls: {calls}; exit codes: {codes}; "  # noqa: T201
              f"{len(sweep.violations)} violations")  # fmt: skip
        for violation in sweep.violations:
            print(f"violation: {violation}", file=sys.stderr)  # noqa: T201
        violated |= bool(sweep.violations)
    return int(violated)


if __name__ == "__main__":
    sys.exit(main())
