"""A run's private folder, and the environment of the process that works in it."""

import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from report_helpers.files import RANDOM_END, is_folder
from report_helpers.variables import NOTIFY

__all__ = ["environment", "left_folders", "private_folder"]

SECRETS = (NOTIFY,)
"""Variables that no notebook needs to see."""


@contextmanager
def private_folder(out: Path) -> Iterator[Path]:
    """Make a folder that no other run uses, and take it away in the end.

    Its name begins alike for every run into `out`. So what killed runs left behind is found and
    taken away first: whoever holds the lock of `out` may.
    """
    prefix = f"market-report-{hashlib.sha256(os.fsencode(out.resolve())).hexdigest()[:8]}-"
    for left in left_folders(prefix):
        shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=prefix, ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def left_folders(prefix: str) -> list[Path]:
    """Return the temporary folders of this user that `tempfile` named with a prefix."""
    named = re.compile(re.escape(prefix) + RANDOM_END)
    found = [path for path in Path(tempfile.gettempdir()).iterdir() if named.fullmatch(path.name)]
    return [path for path in found if is_folder(path) and _owner(path) == os.getuid()]


def _owner(path: Path) -> int | None:
    # Another process may just have removed it.
    try:
        return path.lstat().st_uid
    except OSError:
        return None


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
