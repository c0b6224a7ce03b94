"""Starts the command with the modules that are installed, whatever the caller's module path has."""

import os
import signal
import sys
from contextlib import suppress

__all__ = ["start"]


def start() -> None:
    """Run the command; modules of `PYTHONPATH` and of the working directory come last."""
    theirs = set(os.environ.get("PYTHONPATH", "").split(os.pathsep))
    # There is no absolute path from a working directory that was deleted.
    with suppress(OSError):
        theirs |= {os.path.abspath(each) for each in theirs if each}  # noqa: PTH100 (as Python does)
    if not sys.flags.safe_path:
        # The working directory after `-m`.
        theirs.add(sys.path[0])
    # Sorting is stable: the others keep their order.
    sys.path.sort(key=lambda place: place in theirs)
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        # Ctrl-C during the imports would print a traceback.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from report_helpers.cli.main import main  # noqa: PLC0415 (with that order)

    if signal.getsignal(signal.SIGINT) is signal.SIG_DFL:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    main()
