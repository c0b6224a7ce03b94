"""Reads and writes single files safely: regular, of limited size, whole or not at all."""

import errno
import os
import re
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Final

__all__ = [
    "RANDOM_END",
    "TEMPORARY",
    "NotSyncedError",
    "create_file",
    "is_folder",
    "is_of_other_kind",
    "is_regular",
    "open_regular",
    "read_beginning",
    "read_end",
    "read_regular",
    "replace_file",
    "replacement",
    "sync_folder",
    "temporary_folder",
    "temporary_prefix",
    "write_all",
]

CHUNK: Final = 1 << 20
"""Bytes that are read at a time of a file whose size is not known."""
RANDOM_END: Final = "[a-z0-9_]{8}"
"""The random end of a name that `tempfile` makes."""
TEMPORARY: Final = re.compile(rf"\.(?P<name>.+)\.market-report-{RANDOM_END}")
"""The name of our temporary files and folders: the final name and a random end."""


class NotSyncedError(OSError):
    """A file is replaced, and a power failure may undo it: the disk reported an error."""


def temporary_prefix(name: str) -> str:
    """Return the prefix for `tempfile` of a file or folder that will be renamed to `name`."""
    return f".{name}.market-report-"


@contextmanager
def temporary_folder(prefix: str = "", parent: Path | None = None) -> Iterator[Path]:
    """Make a folder for a block, and remove it at the end; what cannot be removed stays."""
    # `tempfile.TemporaryDirectory` recurses without end where removing is not permitted.
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir=parent))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def is_regular(path: Path) -> bool:
    """Return whether the path is a regular file, not a link."""
    return _has_type(path, stat.S_ISREG)


def is_folder(path: Path) -> bool:
    """Return whether the path is a folder, not a link."""
    return _has_type(path, stat.S_ISDIR)


def read_regular(path: Path, limit: int, *, follow_links: bool = False) -> bytes:
    """Return the bytes of a regular file; never block on a pipe or a device.

    Args:
        path: the file.
        limit: the largest size in bytes.
        follow_links: whether the path may be a link to a regular file.

    Raises:
        OSError: the file is missing, unreadable, not regular, a link, or larger than `limit`.
    """
    with open_regular(path, follow_links=follow_links) as file:
        content = read_beginning(file, limit + 1)
    if len(content) > limit:
        raise OSError(f"is too large: more than {limit:,} bytes")
    return content


def read_beginning(file: BinaryIO, limit: int) -> bytes:
    """Return the first bytes of an open file, at most `limit`.

    Raises:
        OSError: the file would have to be waited for, as some of `/proc`.
    """
    parts: list[bytes] = []
    left = limit
    # At once as a rule: files of `/proc` have no size, and others may grow.
    most = os.fstat(file.fileno()).st_size + 1
    while left:
        part: bytes | None = file.read(min(left, most))
        if part is None:
            raise OSError("is not a regular file")
        if not part:
            break
        parts.append(part)
        left -= len(part)
        most = CHUNK
    return b"".join(parts)


def read_end(path: Path, limit: int) -> bytes:
    """Return the last complete lines of a regular file, at most `limit` bytes.

    Raises:
        OSError: the file is missing, unreadable, not regular, or a link.
    """
    with open_regular(path, follow_links=False) as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - limit))
        content = file.read(limit)
    return content if size <= limit else content.partition(b"\n")[2]


def replace_file(path: Path, content: bytes) -> None:
    """Replace a file by renaming a temporary one; a link at `path` is itself replaced.

    Raises:
        NotSyncedError: it is replaced, but perhaps not for good.
        OSError: it cannot be replaced, and stays as it was.
    """
    with replacement(path, content) as replace:
        replace()


@contextmanager
def replacement(path: Path, content: bytes) -> Iterator[Callable[[], None]]:
    """Write a temporary file, which the function replaces a file by, with little left to do.

    Without a call of the function it is removed at the end of the block.
    """
    handle, name = tempfile.mkstemp(prefix=temporary_prefix(path.name), dir=path.parent)

    def replace() -> None:
        Path(name).replace(path)
        try:
            sync_folder(path.parent)
        except OSError as error:
            raise NotSyncedError(error.errno, error.strerror, str(path)) from error

    try:
        try:
            write_all(handle, content)
        finally:
            os.close(handle)
        Path(name).chmod(0o644)
        yield replace
    finally:
        # The next run removes it if it cannot be removed now.
        with suppress(OSError):
            Path(name).unlink()


def create_file(path: Path, content: bytes) -> None:
    """Write a file that is not there yet.

    Raises:
        FileExistsError: there is something at the path, be it a link that leads nowhere.
        OSError: it cannot be written; then it is not there.
    """
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o644)
    try:
        try:
            write_all(handle, content)
        finally:
            os.close(handle)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def write_all(handle: int, content: bytes) -> None:
    """Write all bytes and wait until they are on the disk."""
    view = memoryview(content)
    while view:
        view = view[os.write(handle, view) :]
    os.fsync(handle)


def sync_folder(folder: Path) -> None:
    """Wait until the entries of a folder are on the disk."""
    # Without this, a power failure may undo the rename. Windows has no such call.
    if hasattr(os, "O_DIRECTORY"):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def open_regular(path: Path, *, follow_links: bool) -> BinaryIO:
    """Open a regular file for reading; raises the errors of `read_regular`."""
    # Checked before opening, because opening a device may have an effect, such as winding a tape.
    _refuse_special(path.stat(follow_symlinks=follow_links))
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    if not follow_links:
        flags |= getattr(os, "O_NOFOLLOW", 0)
    handle = os.open(path, flags)
    try:
        _refuse_special(os.fstat(handle))
        return os.fdopen(handle, "rb")
    except BaseException:
        os.close(handle)
        raise


def is_of_other_kind(error: OSError) -> bool:
    """Return whether `read_regular` refused a file for its kind; else the system failed."""
    return error.errno in {None, errno.EISDIR, errno.ELOOP}


def _refuse_special(status: os.stat_result) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not stat.S_ISREG(status.st_mode):
        raise OSError("is not a regular file")


def _has_type(path: Path, of_type: Callable[[int], bool]) -> bool:
    try:
        return of_type(path.lstat().st_mode)
    except (OSError, ValueError):
        return False
