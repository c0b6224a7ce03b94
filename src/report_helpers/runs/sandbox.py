"""The private folder of a run, and the environment of its processes."""

import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from report_helpers.files import RANDOM_END, is_folder, temporary_folder
from report_helpers.variables import NOTIFY

__all__ = ["environment", "left_folders", "private_folder", "remove_left_folders"]

ALLOWED: Final = frozenset({
    # Where programs, their libraries and the browser are.
    "PATH", "HOME", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH",
    "BROWSER_PATH", "PLAYWRIGHT_BROWSERS_PATH", "XDG_CACHE_HOME", "FONTCONFIG_FILE",
    "FONTCONFIG_PATH",
    # How many threads libraries start.
    "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS",
    # Without these nothing starts on Windows.
    "SYSTEMROOT", "WINDIR", "SYSTEMDRIVE", "COMSPEC", "PATHEXT", "USERPROFILE", "APPDATA",
    "LOCALAPPDATA", "PROGRAMDATA", "PROGRAMFILES", "PROGRAMFILES(X86)",
})  # fmt: skip
"""The variables of the caller that a run gets, beside those that begin with `OWN`."""
OWN: Final = "MARKET_REPORT_"
"""How variables of the product begin, and those that somebody's own notebooks may read."""


@contextmanager
def private_folder(out: Path) -> Iterator[Path]:
    """Make a temporary folder for this run, and remove it at the end."""
    with temporary_folder(_prefix(out)) as folder:
        yield folder


def remove_left_folders(out: Path) -> None:
    """Remove the private folders of killed runs; the caller must hold the lock of `out`."""
    with suppress(OSError):
        for left in left_folders(_prefix(out)):
            shutil.rmtree(left, ignore_errors=True)


def _prefix(out: Path) -> str:
    """Return how the names of the private folders of all runs into an output begin."""
    return f"market-report-{hashlib.sha256(os.fsencode(out.resolve())).hexdigest()[:8]}-"


def left_folders(prefix: str) -> list[Path]:
    """Return the folders of this user that `tempfile` made with a prefix."""
    named = re.compile(re.escape(prefix) + RANDOM_END)
    found = [path for path in Path(tempfile.gettempdir()).iterdir() if named.fullmatch(path.name)]
    return [path for path in found if is_folder(path) and _owner(path) == os.getuid()]


def _owner(path: Path) -> int | None:
    # Another process may have removed it.
    try:
        return path.lstat().st_uid
    except OSError:
        return None


def environment(private: Path, given: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Return the environment of a run: what is allowed of the caller's, and what a run sets itself.

    So no start-up file, kernel, module path, renderer, proxy or secret of the caller reaches a
    notebook. Temporary files and Jupyter's files are in the private folder, text is UTF-8 in any
    locale, and no module in the working directory shadows an installed one.
    """
    allowed = {
        name: value
        for name, value in given.items()
        if name.upper() in ALLOWED or (name.startswith(OWN) and name != NOTIFY)
    }
    return allowed | {
        "TMPDIR": str(private),
        "TEMP": str(private),
        "TMP": str(private),
        "IPYTHONDIR": str(private / "ipython"),
        "JUPYTER_RUNTIME_DIR": str(private / "runtime"),
        "JUPYTER_CONFIG_DIR": str(private / "config"),
        "JUPYTER_DATA_DIR": str(private / "data"),
        "LANG": "C.UTF-8",
        "TZ": "UTC",
        "PYTHONUTF8": "1",
        "PYTHONSAFEPATH": "1",
    }
