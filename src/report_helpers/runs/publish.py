"""Writes the files of a run into its folder, whole or not at all.

A reader sees the old files or the new ones, also if the run is killed.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from report_helpers.errors import OutputError
from report_helpers.files import (
    is_folder,
    is_regular,
    open_regular,
    read_beginning,
    sync_folder,
    temporary_folder,
    temporary_prefix,
    write_all,
)
from report_helpers.runs.removal import MANIFEST, remove_files, written_names

__all__ = ["keep_run", "refuse_links", "refuse_theirs"]

GENERATOR: Final = b'<meta name="generator" content="market-report'
"""What every page of ours has near its beginning."""
BEGINNING: Final = 20_000


def refuse_links(out: Path, *names: str) -> None:
    """Check that none of these folders of an output is a link or a file.

    Raises:
        OutputError: one is, so that writing and removing would affect another place.
    """
    for path in (out / name for name in names):
        if path.is_symlink() or (path.exists() and not path.is_dir()):
            what = "is a link, which no run follows" if path.is_symlink() else "is not a folder"
            raise OutputError(str(path), what, "put a folder there, or give another --out")


def refuse_theirs(page: Path, *, trace: Path | None = None) -> None:
    """Check that a page of an output is not somebody else's; a link is nobody's.

    Args:
        page: the page, which may be missing.
        trace: what earlier versions, which did not mark this page, wrote beside it.

    Raises:
        OutputError: it is, or nobody knows.
    """
    if page.is_symlink() or not os.path.lexists(page):
        return
    try:
        with open_regular(page, follow_links=False) as file:
            beginning = read_beginning(file, BEGINNING)
    except OSError as error:
        what = f"cannot be read ({error.strerror or error}), so nobody knows whose it is"
        raise OutputError(str(page), what, "allow reading it, or move it away") from error
    ours = GENERATOR in beginning or (trace is not None and is_regular(trace))
    if beginning and not ours:
        what = "is not a page of market-report"
        raise OutputError(str(page), what, "move it away, or give another --out")


def keep_run(folder: Path, files: Mapping[str, bytes]) -> Path:
    """Write the files of a run into its folder, and return the folder.

    In an existing folder each file is replaced, the manifest last, and files of the earlier run
    that this run lacks are removed. Files that no run wrote stay.

    Args:
        folder: the folder of the run.
        files: the contents by relative path.

    Raises:
        OutputError: the folder is a link or a file.
    """
    runs = folder.parent
    runs.mkdir(parents=True, exist_ok=True)
    with temporary_folder(temporary_prefix(folder.name), runs) as private:
        fresh = private / "run"
        for name, content in files.items():
            target = fresh / name
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("wb") as file:
                write_all(file.fileno(), content)
        if folder.is_symlink() or folder.exists():
            _replace_files(folder, fresh, files)
        else:
            fresh.replace(folder)
    sync_folder(runs)
    return folder


def _replace_files(folder: Path, fresh: Path, names: Mapping[str, bytes]) -> None:
    refuse_links(folder.parent, folder.name)
    remove_files(folder, [name for name in written_names(folder) if name not in names])
    for name in sorted(names, key=lambda name: name == MANIFEST):
        target = folder / name
        target.parent.mkdir(exist_ok=True)
        if not is_folder(target.parent):
            raise OutputError(str(target.parent), "is a link, which no run follows", "move it away")
        (fresh / name).replace(target)
    sync_folder(folder)
