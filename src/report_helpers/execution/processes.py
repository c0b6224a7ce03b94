"""Ends all processes of a run with it, however the run ends: kernels, browsers, their children.

On Linux no process escapes: a process receives a signal when its parent dies, and adopts orphaned
descendants. On other systems only the visible tree of processes is ended.
"""

import ctypes
import gc
import sys
from collections.abc import Callable, Collection
from contextlib import suppress

import psutil

__all__ = [
    "adopt_orphans",
    "children",
    "die_with_parent",
    "end_children",
    "name_process",
    "release_memory",
]

PARENT_DEATH_SIGNAL, NAME, CHILD_SUBREAPER = 1, 15, 36
"""Options of prctl(2)."""
PATIENCE = 5.0
"""Seconds to wait for a killed process."""

# Loaded on import, because importing is not safe after a fork in a process with threads.
LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


def die_with_parent(signal_number: int) -> None:
    """Have the system send this process a signal when the thread that started it ends."""
    if LIBC:
        LIBC.prctl(PARENT_DEATH_SIGNAL, signal_number)


def name_process(name: str) -> None:
    """Give this process a name in the system's list of processes, of 15 characters at most."""
    if LIBC:
        LIBC.prctl(NAME, name.encode())


def adopt_orphans() -> None:
    """Become the parent of all orphaned descendants, so that `children` lists them."""
    if LIBC:
        LIBC.prctl(CHILD_SUBREAPER, 1)


def release_memory() -> None:
    """Give freed memory back to the system, where the C library does not do so by itself."""
    gc.collect()
    if LIBC and hasattr(LIBC, "malloc_trim"):
        LIBC.malloc_trim(0)


def children() -> set[psutil.Process]:
    """Return all living descendants of this process."""
    return set(psutil.Process().children(recursive=True))


def end_children(spared: Callable[[], Collection[psutil.Process]] = frozenset) -> None:
    """Kill all descendants but the spared ones, until no new one appears."""
    while found := _others(children(), spared):
        for process in found:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        # A dead child is listed until it is waited for, which psutil does.
        _, alive = psutil.wait_procs(found, timeout=PATIENCE)
        if alive:
            return


def _others(
    found: set[psutil.Process], spared: Callable[[], Collection[psutil.Process]]
) -> list[psutil.Process]:
    # Computed after `found`, so that a process started since is in neither.
    kept = spared()
    return [process for process in found if process not in kept]
