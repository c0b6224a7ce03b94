"""Put a finished report where readers find it: whole, or not at all.

`OUT/runs/RUN_ID/` keeps what a run made; `OUT/index.html` is the current report and changes
last, by one rename, so that a reader sees the old page or the new one.
"""

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from report_helpers.errors import OutputError

__all__ = ["publish"]

PAGE = "report.html"


def publish(out: Path, run_id: str, files: Mapping[str, bytes]) -> Path:
    """Write a run's files and make its `report.html` the current page.

    Args:
        out: the report's folder; made where it is missing.
        run_id: name of the run's folder under `runs/`; one that is there is replaced.
        files: what the run's folder holds, by relative path; `report.html` among them.

    Returns:
        The path of the current page.

    Raises:
        OutputError: the folder cannot be written; the page is then what it was.
    """
    page = out / "index.html"
    try:
        _keep_run(out / "runs", run_id, files)
        _replace(page, files[PAGE])
    except OSError as error:
        what = error.strerror or type(error).__name__
        raise OutputError(str(error.filename or out), what, "free or unlock the place") from error
    return page


def _keep_run(runs: Path, run_id: str, files: Mapping[str, bytes]) -> None:
    runs.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{run_id}.", dir=runs) as private:
        fresh = Path(private, "run")
        for name, content in files.items():
            target = fresh / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        final = runs / run_id
        if final.exists():
            shutil.move(final, Path(private, "old"))
        fresh.replace(final)


def _replace(page: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(prefix=f".{page.name}.", dir=page.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(page)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    _sync_folder(page.parent)


def _sync_folder(folder: Path) -> None:
    # Without this a power cut may undo the rename; Windows has no such call.
    if hasattr(os, "O_DIRECTORY"):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
