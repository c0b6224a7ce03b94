"""Reads the bytes of a path or an address."""

import os
import re
import stat
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from report_helpers.errors import InputError, NothingThereError
from report_helpers.files import open_regular, read_beginning
from report_helpers.package_files import shipped

if TYPE_CHECKING:
    from report_helpers.claims.fetching.http import RetryPolicy

__all__ = ["fetch", "fetch_if_there", "is_address", "is_pipe", "path_of", "shown_place"]

SHIPPED = "data/market_stats.csv"
LIMIT_MB = 500
LIMIT = LIMIT_MB << 20
PIPE = re.compile(r"/dev/stdin|/(?:dev|proc/self)/fd/[0-9]+")
"""Names of pipes that already have a writer, so that reading them ends."""

SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*(?=:)")


def fetch(data: str = "", policy: "RetryPolicy | None" = None) -> bytes:
    """Return the bytes of a file or an address; see `read_claims`.

    Args:
        data: as for `read_claims`.
        policy: timeouts and retries for a server; `None` means `http.RETRIES`.

    Raises:
        InputError: the file is missing, not a regular file, unreadable or too large, the server
            is unreachable or refuses, or the address is neither http nor https.
    """
    if is_pipe(data):
        return read_pipe(data)
    if is_address(data):
        # A slow import that only addresses need.
        from report_helpers.claims.fetching.http import RETRIES, download  # noqa: PLC0415

        return download(data, shown_place(data), LIMIT, policy or RETRIES)
    scheme = SCHEME.match(data)
    if scheme and data.startswith("//", scheme.end() + 1):
        fix = "give a path, or an http or https address"
        raise InputError(shown_place(data), f"cannot read {scheme.group()} addresses", fix)
    return read_file(path_of(data), shown_place(data))


def fetch_if_there(data: str, policy: "RetryPolicy | None" = None) -> bytes | None:
    """Return what `fetch` does, or `None` if there is no such file or the server has none."""
    try:
        return fetch(data, policy)
    except NothingThereError:
        return None


def is_pipe(data: str) -> bool:
    """Return whether the data are standard input or a pipe from the shell."""
    return data == "-" or PIPE.fullmatch(data) is not None


def is_address(data: str) -> bool:
    """Return whether the data are at an http or https address."""
    scheme = SCHEME.match(data)
    return scheme is not None and scheme.group().lower() in {"http", "https"}


def path_of(data: str) -> Path:
    """Return the path of a file; empty means the shipped claims."""
    return Path(data) if data else shipped(SHIPPED)


def read_pipe(data: str) -> bytes:
    """Return the bytes of standard input or of a pipe from the shell, at most `LIMIT_MB`."""
    place = "standard input" if data == "-" else data
    try:
        with os.fdopen(os.dup(0), "rb") if data == "-" else Path(data).open("rb") as source:
            raw = source.read(LIMIT + 1)
    except OSError as error:
        what = f"cannot be read ({error.strerror})"
        raise InputError(place, what, "send the claims to it, or give a path") from error
    if len(raw) > LIMIT:
        raise _too_large(place)
    return raw


def _too_large(place: str) -> InputError:
    return InputError(place, f"is larger than {LIMIT_MB} MB", "split it, or remove rows")


def shown_place(data: str) -> str:
    """Return the name of the data in errors: an address without user, password and query."""
    if data == "-":
        return "standard input"
    if "://" not in data:
        return data or SHIPPED
    try:
        parts = urlsplit(data)
    except ValueError:
        # The end of its host is unknown, so any part may be a password.
        return f"{data.partition('://')[0]} address"
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))


def read_file(path: Path, place: str) -> bytes:
    """Return the bytes of a regular file of at most `LIMIT_MB`."""
    try:
        refuse_unreadable(path.stat(), place)
        with open_regular(path, follow_links=True) as file:
            raw = read_beginning(file, LIMIT + 1)
    except FileNotFoundError as error:
        if path.is_symlink():
            fix = "remove the link, or mend it"
            raise InputError(place, "is a link to a file that is not there", fix) from error
        raise NothingThereError(place, "there is no such file", "check the path") from error
    except (OSError, ValueError) as error:
        what = f"cannot be read ({getattr(error, 'strerror', None) or error})"
        raise InputError(place, what, "check the path and its permissions") from error
    if len(raw) > LIMIT:
        raise _too_large(place)
    return raw


def refuse_unreadable(status: os.stat_result, place: str) -> None:
    """Raise an error for a folder, device or pipe, or for a file above the limit."""
    regular = stat.S_ISREG(status.st_mode)
    if not regular:
        raise InputError(place, "is not a regular file", "give the path of a CSV file")
    if status.st_size > LIMIT:
        raise _too_large(place)
