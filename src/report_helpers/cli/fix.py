"""Writes what is certain about claims with defects to a new file."""

from pathlib import Path

from report_helpers.claims.fetching.fetch import is_address, is_pipe, path_of
from report_helpers.claims.read import input_with_settings
from report_helpers.claims.repair.repaired_claims import repaired
from report_helpers.claims.wording import count_phrase
from report_helpers.errors import InputError, OutputError, UsageError
from report_helpers.files import create_file

__all__ = ["write_fixed"]

LARGEST = 50 << 20
"""Bytes of claims that are mended: all their cells are in memory at once."""


def write_fixed(data: str, out: Path | None) -> tuple[Path, list[str]]:
    """Write claims with what is certain to a new file; return its path and a line a change.

    Args:
        data: the path or address of the claims.
        out: the new file; `None`: NAME.fixed.csv beside a path.

    Raises:
        UsageError: there is no path beside which the file could be.
        InputError: the claims are missing, unreadable or too large.
        DataError: they are no table.
        OutputError: there is a file already, or it cannot be written.
    """
    path = out or default_path(data)
    taken = OutputError(str(path), "is there already", "remove it, or name another file by --out")
    if path.exists():
        raise taken
    given = input_with_settings(data)
    if len(given.claims.raw) > LARGEST:
        what = f"is larger than {LARGEST >> 20} MB, too large to be fixed"
        raise InputError(given.claims.place, what, "split it")
    found = repaired(given)
    try:
        create_file(path, found.raw)
    except FileExistsError:
        raise taken from None
    except (OSError, ValueError) as error:
        what = f"cannot be written ({getattr(error, 'strerror', None) or error})"
        raise OutputError(str(path), what, "check the path, or name another by --out") from error
    lines = [f"{change.file or given.claims.place}:{change.line}:{change.column}: {change.what}"
             for change in found.changes]  # fmt: skip
    return path, [*lines, f"{path}: written with {count_phrase(len(lines), 'change')}"]


def default_path(data: str) -> Path:
    """Return the path of the mended claims beside a path."""
    if not data or is_address(data) or is_pipe(data):
        raise UsageError("--fix", "there is no path beside which a file could be", "add --out FILE")
    path = path_of(data)
    return path.with_name(f"{path.stem}.fixed.csv")
