"""Writes a state as a parameter file, from which the report can be rendered again."""

import re
from decimal import Decimal
from pathlib import Path
from typing import Final

import platformdirs

from report_helpers.analysis.projection_inputs import INPUTS
from report_helpers.errors import OutputError, UsageError
from report_helpers.projection.contract import State, value_of

__all__ = ["default_folder", "save", "written"]

NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


def written(state: State) -> str:
    """Return a state as YAML: the notebook's parameters, one `name: value` per line."""
    return "".join(
        f"{known.parameter}: {_plain(known.kind, value_of(state, name))}\n"
        for name, known in INPUTS.items()
    )


def _plain(kind: str, value: str | float) -> str:
    if isinstance(value, str):
        return value
    # Parameters have no exponents. Like the page, write 2.0 as 2, and zero without a sign.
    text = f"{Decimal(repr(value)).normalize() + 0:f}"
    # A whole number would be read as a percentage.
    return f"{text}.0" if kind == "percent" and "." not in text else text


def default_folder() -> str:
    """Return where scenarios are saved unless the user names a folder: among their documents.

    It begins with `~`, so that a saved notebook names no user.
    """
    folder, home = platformdirs.user_documents_path() / "market-report" / "scenarios", Path.home()
    return (
        f"~/{folder.relative_to(home).as_posix()}" if folder.is_relative_to(home) else str(folder)
    )


def save(state: State, name: str, folder: str, as_of: str = "") -> Path:
    """Write a state to `NAME-AS_OF.yaml` in a folder; return the file's path.

    Args:
        state: the state.
        name: small letters, digits and hyphens.
        folder: where it is written; `~` is the user's home. Only the default folder is made.
        as_of: the date of the report as YYYY-MM-DD; if empty, the file's name has none.

    Raises:
        UsageError: the name is invalid or already taken, or the folder is not there.
        OutputError: the file cannot be written.
    """
    if not NAME.fullmatch(name):
        fix = "use small letters, digits and hyphens, 40 at most"
        raise UsageError("name", f"{name!r} cannot be a file's name", fix)
    path = _folder(folder) / f"{'-'.join(filter(None, (name, as_of)))}.yaml"
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(written(state))
    except FileExistsError:
        raise UsageError("name", f"{path} is there already", "choose another name") from None
    except OSError as error:
        raise OutputError(str(path), str(error.strerror), "choose a folder to write to") from error
    return path


def _folder(given: str) -> Path:
    chosen = given or default_folder()
    try:
        folder = Path(chosen).expanduser()
        if chosen == default_folder():
            folder.mkdir(parents=True, exist_ok=True)
        there = folder.is_dir()
    except (OSError, RuntimeError, ValueError) as error:
        raise OutputError("folder", f"{given!r} cannot be used", "choose another") from error
    if not there or not folder.is_absolute():
        what = f"{given!r} is not a folder" if not there else f"{given!r} is not a whole path"
        raise UsageError("folder", what, "give one that is there, from the root or from ~")
    return folder
