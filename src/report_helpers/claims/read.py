"""The way from a path or an address to the validated table."""

import os
import re
import stat
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pandas as pd

from report_helpers.claims.rows import table, text_rows
from report_helpers.claims.rules import broken_rules
from report_helpers.claims.structure import records
from report_helpers.errors import DataError, InputError
from report_helpers.shipped import shipped

__all__ = ["fetch", "parse_claims", "read_claims", "shown_place"]

SHIPPED = "data/market_stats.csv"
LIMIT_MB = 500
LIMIT = LIMIT_MB << 20
BLOCK = 1 << 20
SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*(?=:)")


def read_claims(data: str = "") -> pd.DataFrame:
    """Read and validate claims.

    Args:
        data: a path, an http or https address, or nothing for the project's own claims.

    Returns:
        The validated table: a row a claim, in file order, indexed by `claim_id`; the schema's
        other columns, all present; last `line`, the physical line in the file.

    Raises:
        InputError: the file is missing, unreadable or too large.
        DataError: the file breaks the schema; the error holds every problem.
    """
    return parse_claims(fetch(data), shown_place(data))


def parse_claims(raw: bytes, file: str) -> pd.DataFrame:
    """Validate a file's bytes; `file` is what errors call it. See `read_claims`."""
    text, problems = text_rows(records(raw))
    # Without a required column every row would break every rule about it.
    if all(problem.code != "missing-label" for problem in problems):
        problems += broken_rules(text)
    if problems:
        raise DataError(file, problems)
    return table(text)


def fetch(data: str = "") -> bytes:
    """Return the bytes of a file or an address; see `read_claims`.

    Raises:
        InputError: the file is missing, no regular file, unreadable or too large, the server does
            not answer or refuses, or the address is neither http nor https.
    """
    scheme = SCHEME.match(data)
    if scheme and scheme.group().lower() in {"http", "https"}:
        return download(data)
    if scheme and data.startswith("//", scheme.end() + 1):
        fix = "give a path, or an http or https address"
        raise InputError(shown_place(data), f"cannot read {scheme.group()} addresses", fix)
    return read_file(Path(data) if data else shipped(SHIPPED), shown_place(data))


def shown_place(data: str) -> str:
    """Return what errors call the data: an address without user, password and query."""
    if "://" not in data:
        return data or SHIPPED
    parts = urlsplit(data)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))


def read_file(path: Path, place: str) -> bytes:
    """Return the bytes of a regular file of at most `LIMIT_MB`."""
    try:
        refuse_unreadable(path.stat(), place)
        return path.read_bytes()
    except FileNotFoundError as error:
        raise InputError(place, "there is no such file", "check the path") from error
    except (OSError, ValueError) as error:
        what = f"cannot be read ({getattr(error, 'strerror', None) or error})"
        raise InputError(place, what, "check the path and its permissions") from error


def refuse_unreadable(status: os.stat_result, place: str) -> None:
    """Raise the error about a folder, device or pipe, or a file above the limit."""
    regular = stat.S_ISREG(status.st_mode)
    if not regular:
        raise InputError(place, "is no regular file", "give the path of a CSV file")
    if status.st_size > LIMIT:
        raise too_large(place)


def too_large(place: str) -> InputError:
    """Return the error about a file above the limit."""
    return InputError(place, f"is larger than {LIMIT_MB} MB", "split it, or take rows out")


def download(address: str) -> bytes:
    """Return what an http or https address answers, at most `LIMIT_MB`."""
    # The one slow import of this package, and only addresses need it.
    import aiohttp  # noqa: PLC0415
    import fsspec  # noqa: PLC0415

    place, raw = shown_place(address), bytearray()
    try:
        # A size spares a first request, whose every failure would read as "not found".
        with fsspec.filesystem("http").open(address, block_size=0, size=1) as answer:
            while block := answer.read(BLOCK):
                raw += block
                if len(raw) > LIMIT:
                    raise too_large(place)
    except aiohttp.ClientResponseError as error:
        what = f"the server answers {error.status} {error.message}"
        raise InputError(place, what, "check the address") from error
    except FileNotFoundError as error:
        raise InputError(place, "the server answers 404 Not Found", "check the address") from error
    except (OSError, ValueError, aiohttp.ClientError) as error:
        what = f"the server does not answer ({type(error).__name__})"
        raise InputError(place, what, "check the address and the network") from error
    return bytes(raw)
