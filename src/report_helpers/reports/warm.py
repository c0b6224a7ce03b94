"""The process that kernels fork from; it imports on its own while its caller goes on."""

import multiprocessing
import sys
import tempfile
from multiprocessing import forkserver
from typing import Final

__all__ = ["can_fork", "warm_up"]

PRELOADED: Final = "report_helpers.reports.preloaded"
LONGEST: Final = 70
"""Characters of a temporary folder in which a socket still has room for its own name."""


def can_fork() -> bool:
    """Return whether kernels can fork here; elsewhere than on Linux, libraries forbid it."""
    return sys.platform == "linux" and len(tempfile.gettempdir()) <= LONGEST


def warm_up() -> None:
    """Start the process that kernels fork from, unless it runs already."""
    if can_fork():
        multiprocessing.get_context("forkserver").set_forkserver_preload([PRELOADED])
        forkserver.ensure_running()
