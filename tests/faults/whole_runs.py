"""Renders whole reports with kernels; each time another call of any process of the run fails.

`python -m tests.faults.whole_runs --calls 40` draws as many calls by a fixed seed, of those
that name a file of the run or start a process or thread. It ends with 1 if something was lost.
"""

import argparse
import shutil
import signal
import socket
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Final

from tests.faults.failing_calls import ERRORS, FORK, Call, Injector, can_filter, install
from tests.faults.publishing import UNSUPPORTED, Ended, Sweep, judged
from tests.faults.whole import broken, leftovers, own_files, shown
from tests.runs.place import Place

OLD, NEW = "2026-11-22", "2026-11-23"
LIMIT: Final = 120
"""Seconds of a run, after which it must end itself."""
HANGS: Final = 240
"""Seconds after which a run counts as hanging."""


def rendered(place: Place, day: str, injector: Injector | None = None) -> Ended:
    """Run the command, and return how it ended with all that it started."""
    arguments = ("--as-of", day, "--keep", "2", "--time-limit", str(LIMIT))
    if not injector:
        run = place.start(*arguments)
        return Ended(run.process.wait(HANGS), run.error.read_text("utf-8"))
    ours, theirs = socket.socketpair()
    with ours, theirs:
        run = place.start(*arguments, preexec_fn=lambda: install(theirs))
        _, (listener, *_), _, _ = socket.recv_fds(ours, 1, 1)
    hung: list[str] = []

    def end() -> None:
        for process in place.processes():
            hung.append(f"{process} hangs, or is left\n")
            process.send_signal(signal.SIGKILL)

    watch = threading.Timer(HANGS, end)
    watch.start()
    injector.serve(listener)
    watch.cancel()
    return Ended(run.process.wait(), "".join(hung) + run.error.read_text("utf-8"))


def of_run(place: Place) -> Callable[[Call], bool]:
    """Return what counts a call that names a file of the run, or starts a process or a thread.

    The working directory itself is listed where Python looks for modules.
    """
    folders = (f"{place.folder}/", str(place.temporary))
    return lambda call: (
        call.kind == FORK or (call.place.startswith(folders) and not call.place.endswith(".err"))
    )


def step(sweep: Sweep, nth: int) -> None:
    """Render while the nth call fails, then without a fault."""
    place = sweep.place
    shutil.rmtree(place.out)
    shutil.copytree(sweep.whole, place.out)
    injector = Injector(
        nth, lambda call: ERRORS[call.kind][nth % len(ERRORS[call.kind])], of_run(place)
    )
    end = rendered(place, NEW, injector)
    sweep.runs += 1
    if not injector.failed:
        return
    sweep.ends[end.code] += 1
    sweep.kinds[injector.failed[0].kind] += 1
    # A run that cannot read an earlier one compares with another, so its page may differ.
    if shown(place.out) != sweep.old:
        sweep.new = shown(place.out)
    found = judged(sweep, end, injector)
    again = rendered(place, NEW)
    if again.code != 0 or shown(place.out) == sweep.old:
        found.append(f"the next run ended with {again}")
    left = leftovers(place.out, place.temporary)
    found += [f"after the next run {each}" for each in (*broken(place.out), *left)]
    found += [f"the user's {name}" for name in own_files(place.out)]
    sweep.violations += [f"{nth}: {injector.told[0]}: {each}" for each in found]
    print(f"{sweep.runs}: {injector.told[0]}: {end.code}", *found, sep="\n  ", flush=True)  # noqa: T201


def swept(folder: Path, calls: int, seed: int) -> Sweep:
    """Render with some of the calls failing."""
    sweep = Sweep(Place(folder))
    place = sweep.place
    place.write()
    for day in ("2026-11-20", "2026-11-21", OLD):
        end = rendered(place, day)
        assert end == Ended(0, ""), end
    sweep.old = shown(place.out)
    own_files(place.out, write=True)
    shutil.copytree(place.out, sweep.whole)
    counting = Injector(0, lambda _: 0, of_run(place))
    end = rendered(place, NEW, counting)
    assert end == Ended(0, ""), end
    sweep.new = shown(place.out)
    print(f"a run has {counting.seen} such calls", flush=True)  # noqa: T201
    for nth in Random(seed).sample(range(1, counting.seen + 1), min(calls, counting.seen)):  # noqa: S311
        step(sweep, nth)
    shutil.rmtree(place.temporary)
    return sweep


def main() -> int:
    """Sweep, print the record, and return 1 if something was violated."""
    parser = argparse.ArgumentParser(description="Render while one call fails.")
    parser.add_argument("--calls", type=int, default=100, help="how many (default: 100)")
    parser.add_argument("--seed", type=int, default=15)
    chosen = parser.parse_args()
    if not can_filter():
        print("this system does not let a process stop calls (seccomp)", file=sys.stderr)  # noqa: T201
        return UNSUPPORTED
    with tempfile.TemporaryDirectory(prefix="faults-") as folder:
        sweep = swept(Path(folder), chosen.calls, chosen.seed)
    print(f"{sweep.runs} runs; calls: {dict(sweep.kinds)}; exit codes: {dict(sweep.ends)}; "  # noqa: T201
          f"{len(sweep.violations)} violations")  # fmt: skip
    for violation in sweep.violations:
        print(f"violation: {violation}", file=sys.stderr)  # noqa: T201
    return 1 if sweep.violations else 0


if __name__ == "__main__":
    sys.exit(main())
