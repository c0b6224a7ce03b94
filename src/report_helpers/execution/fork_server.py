"""The process that kernels fork from; it imports on its own while its caller goes on."""

import multiprocessing
import os
import sys
import tempfile
from contextlib import suppress
from multiprocessing import forkserver
from pathlib import Path
from typing import Final

__all__ = ["CLAIMS_VARIABLE", "DAY_VARIABLE", "can_fork", "warm_up"]

PRELOADED: Final = "report_helpers.execution.fork_preload"
CLAIMS_VARIABLE: Final = "MARKET_REPORT_WARM_CLAIMS"
DAY_VARIABLE: Final = "MARKET_REPORT_WARM_DAY"
"""Tell that process which claims its kernels will audit, and as of which day."""
LONGEST: Final = 70
"""Characters of a temporary folder in which a socket still has room for its own name."""


def can_fork() -> bool:
    """Return whether kernels can fork here; elsewhere than on Linux, libraries forbid it."""
    return sys.platform == "linux" and len(tempfile.gettempdir()) <= LONGEST


def warm_up(claims: bytes = b"", as_of: str = "") -> None:
    """Start the process that kernels fork from, unless it runs already.

    Args:
        claims: the bytes of the claims that it audits, so that no kernel has to.
        as_of: the day of that audit.
    """
    if not can_fork():
        return
    # A full disk is told by whoever needs it.
    with suppress(OSError):
        if claims:
            handle, name = tempfile.mkstemp(suffix=".csv")
            os.close(handle)
            Path(name).write_bytes(claims)
            os.environ |= {CLAIMS_VARIABLE: name, DAY_VARIABLE: as_of}
    multiprocessing.get_context("forkserver").set_forkserver_preload([PRELOADED])
    forkserver.ensure_running()
