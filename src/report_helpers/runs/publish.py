"""Writes the files of a run into its folder, whole or not at all.

A reader sees the old files or the new ones, also if the run is killed.
"""

import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from report_helpers.errors import OutputError
from report_helpers.execution.kept_notebooks import is_kept
from report_helpers.files import (
    is_folder,
    read_regular,
    sync_folder,
    temporary_folder,
    temporary_prefix,
    write_all,
)
from report_helpers.page.mail.message import is_mail
from report_helpers.runs.records import DamagedError, RunRecord, read_record
from report_helpers.runs.removal import IN_RUN, MANIFEST, remove_files, written_names

__all__ = [
    "keep_run",
    "refuse_foreign",
    "refuse_links",
    "refuse_their_mail",
    "refuse_their_report",
    "refuse_theirs",
]

GENERATOR: Final = b'<meta name="generator" content="market-report'
"""What every page of ours has near its beginning."""
BEGINNING: Final = 20_000
LARGEST: Final = 100_000_000
"""Bytes of the largest file that can be one of ours."""


def refuse_links(out: Path, *names: str) -> None:
    """Check that none of these folders of an output is a link or a file.

    Raises:
        OutputError: one is, so that writing and removing would affect another place.
    """
    for path in (out / name for name in names):
        if path.is_symlink() or (path.exists() and not path.is_dir()):
            what = "is a link, which no run follows" if path.is_symlink() else "is not a folder"
            raise OutputError(str(path), what, "put a folder there, or give another --out")


def refuse_theirs(page: Path) -> None:
    """Check that a page of an output is not somebody else's; a link is nobody's.

    Raises:
        OutputError: it is, or nobody knows.
    """
    if not page.is_symlink():
        what = "is not a page of market-report"
        refuse_foreign(page, _is_page, what)


def _is_page(content: bytes) -> bool:
    return GENERATOR in content[:BEGINNING]


def refuse_their_mail(file: Path) -> None:
    """Check that the file for a mail is not somebody else's.

    Raises:
        OutputError: it is, or nobody knows.
    """
    refuse_foreign(file, is_mail, "is not a mail of market-report", "give --email another file")


def refuse_foreign(
    path: Path, is_ours: Callable[[bytes], bool], what: str, fix: str = "give another --out"
) -> None:
    """Check that a file that will be replaced is not somebody else's; an empty file is nobody's.

    Args:
        path: the file, which may be missing.
        is_ours: whether the product wrote this content.
        what: what the file is if not.
        fix: what the user can do, beside moving the file.

    Raises:
        OutputError: the file is somebody's, is a link or no file, or cannot be read.
    """
    if path.is_symlink():
        raise OutputError(
            str(path), "is a link, which market-report did not make", f"move it away, or {fix}"
        )
    try:
        content = read_regular(path, LARGEST)
    except (FileNotFoundError, NotADirectoryError):
        return
    except OSError as error:
        unknown = f"cannot be read ({error.strerror or error}), so nobody knows whose it is"
        raise OutputError(str(path), unknown, "allow reading it, or move it away") from error
    if content and not is_ours(content):
        raise OutputError(str(path), what, f"move it away, or {fix}")


def refuse_their_report(folder: Path, names: Iterable[str]) -> None:
    """Check that a report of a batch replaces and removes no file of somebody else.

    The files of a report are known by its manifest, or else by its page; a notebook that a run
    kept is known by itself.

    Args:
        folder: the folder of the report, which may be missing.
        names: the relative paths of the files to be written.

    Raises:
        OutputError: a file is somebody's.
    """
    there = [name for name in {*names, *IN_RUN, MANIFEST} if os.path.lexists(folder / name)]
    ours = _ours(folder) if there else set()
    for name in sorted(there):
        if name not in ours and not is_kept(folder / name):
            what = "is not a file of a report of market-report"
            raise OutputError(str(folder / name), what, "move it away, or give another --out")


def _ours(folder: Path) -> set[str]:
    """Return the relative paths of a report's files in a folder; none if it is no report's."""
    with suppress(DamagedError):
        if read_record(folder / MANIFEST, RunRecord):
            return {MANIFEST, *written_names(folder)}
    with suppress(OSError):
        if _is_page(read_regular(folder / "report.html", LARGEST)):
            return {MANIFEST, *IN_RUN}
    return set()


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
