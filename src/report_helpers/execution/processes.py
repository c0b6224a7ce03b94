"""What a run starts must end with it, however the run ends: kernels, browsers, their children.

Linux can do this without gaps: a process asks to be told when its parent dies, and to inherit
what its descendants leave behind. Elsewhere the tree is ended as far as it can be seen.
"""

import ctypes
import sys
from collections.abc import Callable, Collection
from contextlib import suppress

import psutil

__all__ = ["adopt_orphans", "children", "die_with_parent", "end_children"]

PARENT_DEATH_SIGNAL, CHILD_SUBREAPER = 1, 36
"""Options of prctl(2)."""
PATIENCE = 5.0
"""Seconds until a killed process must be gone."""

# Looked up now: after a fork, in a process with threads, nothing may be imported.
LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


def die_with_parent(signal_number: int) -> None:
    """Have the system send this process a signal when the thread that started it ends."""
    if LIBC:
        LIBC.prctl(PARENT_DEATH_SIGNAL, signal_number)


def adopt_orphans() -> None:
    """Become the parent of every descendant that loses its own, so that none is out of sight."""
    if LIBC:
        LIBC.prctl(CHILD_SUBREAPER, 1)


def children() -> set[psutil.Process]:
    """Return every living descendant of this process."""
    return set(psutil.Process().children(recursive=True))


def end_children(spared: Callable[[], Collection[psutil.Process]] = frozenset) -> None:
    """Kill every descendant but the spared ones, and those that they start meanwhile."""
    while found := _others(children(), spared):
        for process in found:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        # A dead child stays a child until it is waited for; psutil does that.
        _, alive = psutil.wait_procs(found, timeout=PATIENCE)
        if alive:
            return


def _others(
    found: set[psutil.Process], spared: Callable[[], Collection[psutil.Process]]
) -> list[psutil.Process]:
    # Asked after the children were listed: whoever comes later is not among these.
    kept = spared()
    return [process for process in found if process not in kept]
