"""A run's private folder, and the environment of the process that works in it."""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from report_helpers.variables import NOTIFY

__all__ = ["environment", "private_folder"]

SECRETS = (NOTIFY,)
"""Variables that no notebook needs to see."""


@contextmanager
def private_folder(out: Path) -> Iterator[Path]:
    """Make a folder that no other run uses, and take it away in the end.

    Its name begins alike for every run into `out`. So what killed runs left behind is found and
    taken away first: whoever holds the lock of `out` may.
    """
    prefix = f"market-report-{hashlib.sha256(os.fsencode(out.resolve())).hexdigest()[:8]}-"
    for left in Path(tempfile.gettempdir()).glob(f"{prefix}*"):
        if not left.is_symlink() and left.stat().st_uid == os.getuid():
            shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=prefix, ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def environment(private: Path, given: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Return the environment in which a report is made: nothing of the user's gets in the way.

    Temporary files and Jupyter's own lie in the private folder; text is UTF-8 whatever the locale
    says; no module of the working directory stands before an installed one.
    """
    own = {
        "TMPDIR": str(private),
        "IPYTHONDIR": str(private / "ipython"),
        "JUPYTER_RUNTIME_DIR": str(private / "runtime"),
        "JUPYTER_CONFIG_DIR": str(private / "config"),
        "PYTHONUTF8": "1",
        "PYTHONSAFEPATH": "1",
    }
    return {name: value for name, value in given.items() if name not in SECRETS} | own
