"""Reads `report.toml`; problems are errors with their place."""

import os
import re
import tomllib
from pathlib import Path
from typing import Any, Final, NamedTuple

from pydantic import ValidationError

from report_helpers.errors import UsageError
from report_helpers.files import read_regular
from report_helpers.settings.model import Settings

__all__ = ["NAME", "NO_FILES", "ReportFiles", "parse_settings", "read_files", "settings_bytes"]

NAME: Final = "report.toml"
LARGEST: Final = 1_000_000
"""Bytes of the largest file that is read."""
POSITION: Final = re.compile(r" \(at (?:line (?P<line>\d+), column \d+|end of document)\)")


class ReportFiles(NamedTuple):
    """The bytes of the settings and of the logo that they name; empty if there are none."""

    settings: bytes = b""
    logo: bytes = b""


NO_FILES: Final = ReportFiles()


def settings_bytes(folder: Path) -> bytes:
    """Return the bytes of the settings in a folder; empty if there are none.

    Raises:
        UsageError: the file cannot be read or is too large.
    """
    path = folder / NAME
    # A link that leads nowhere is an error: the report would look different without a word.
    return _read(path, NAME) if os.path.lexists(path) else b""


def read_files(folder: Path) -> ReportFiles:
    """Return the settings in a folder, and their logo.

    Raises:
        UsageError: a file cannot be read or is too large, or the settings are wrong.
    """
    raw = settings_bytes(folder)
    logo = parse_settings(raw).logo
    return ReportFiles(raw, _read(folder / logo, f"{NAME}:logo") if logo else b"")


def _read(path: Path, place: str) -> bytes:
    try:
        return read_regular(path, LARGEST, follow_links=True)
    except (OSError, ValueError) as error:
        what = f"{path.name} cannot be read ({getattr(error, 'strerror', None) or error})"
        raise UsageError(place, what, f"give a file of at most {LARGEST:,} bytes") from error


def parse_settings(raw: bytes) -> Settings:
    """Return the settings of a file's bytes.

    Raises:
        UsageError: they are no TOML, or hold something else; it names line or key.
    """
    try:
        return Settings.model_validate(_content(raw))
    except ValidationError as error:
        raise _refusal(error.errors()[0], error.error_count()) from error


def _content(raw: bytes) -> dict[str, Any]:
    try:
        return tomllib.loads(raw.decode("utf-8-sig"))
    except tomllib.TOMLDecodeError as error:
        found = POSITION.search(str(error))
        line = f":{found['line']}" if found and found["line"] else ""
        what = f"it is no TOML: {POSITION.sub('', str(error))[:200]}"
        raise UsageError(f"{NAME}{line}", what, "correct it") from error
    except UnicodeDecodeError as error:
        raise UsageError(NAME, "it is not UTF-8", "save it as UTF-8") from error
    except RecursionError as error:
        raise UsageError(NAME, "its lists or tables are nested too deeply", "correct it") from error
    except ValueError as error:
        # Python converts no number of more than some thousand digits.
        raise UsageError(NAME, "a number has too many digits", "correct it") from error


def _refusal(problem: Any, count: int) -> UsageError:
    key = ".".join(str(part + 1 if isinstance(part, int) else part) for part in problem["loc"])
    place = f"{NAME}:{key}" if key else NAME
    words = str(problem["msg"]).removeprefix("Value error, ")
    others = f" (and {count - 1} more problems)" if count > 1 else ""
    if problem["type"] == "extra_forbidden":
        known = "docs/your-own-data.md lists the settings"
        return UsageError(place, f"there is no such setting{others}", known)
    return UsageError(place, f"{words[:1].lower()}{words[1:]}{others}", "correct it")
