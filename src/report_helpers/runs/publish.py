"""Put files where readers find them: whole, or not at all.

A reader, and a run that was killed half way, sees what was there before or what is there after.
"""

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

__all__ = ["keep_run", "remove_run", "replace_file", "sweep"]


def keep_run(folder: Path, files: Mapping[str, bytes]) -> Path:
    """Write a run's files, by relative path, into its folder, and return that.

    One that is there already is replaced whole.
    """
    runs = folder.parent
    runs.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{folder.name}.", dir=runs) as private:
        fresh = Path(private, "run")
        for name, content in files.items():
            target = fresh / name
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("wb") as file:
                _write(file.fileno(), content)
        if folder.exists():
            folder.replace(Path(private, "old"))
        fresh.replace(folder)
    _sync_folder(runs)
    return folder


def remove_run(folder: Path) -> None:
    """Remove a run's folder; half of one is never to be seen as a run."""
    hidden = folder.with_name(f".{folder.name}.old")
    folder.replace(hidden)
    shutil.rmtree(hidden)


def replace_file(path: Path, content: bytes) -> None:
    """Write a file beside `path` and let it take its place; a link there is itself replaced."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        try:
            _write(handle, content)
        finally:
            os.close(handle)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def sweep(out: Path) -> None:
    """Remove what killed runs left half written; only who holds the lock may."""
    for path in (*out.glob(".*.html.*"), *out.glob(".*.json.*")):
        path.unlink(missing_ok=True)
    for path in (*out.glob("runs/.*"), *out.glob("reports/.*")):
        shutil.rmtree(path, ignore_errors=True)


def _write(handle: int, content: bytes) -> None:
    view = memoryview(content)
    while view:
        view = view[os.write(handle, view) :]
    os.fsync(handle)


def _sync_folder(folder: Path) -> None:
    # Without this a power cut may undo the rename; Windows has no such call.
    if hasattr(os, "O_DIRECTORY"):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
