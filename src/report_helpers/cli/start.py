"""Starts the command with the modules that are installed, whatever the caller's module path has."""

import os
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
    from report_helpers.cli.main import main  # noqa: PLC0415 (with that order)

    main()
