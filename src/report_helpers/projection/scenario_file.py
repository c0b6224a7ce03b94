"""Writes a state as a parameter file, from which the report can be rendered again."""

import re
from decimal import Decimal
from pathlib import Path
from typing import Final

from report_helpers.analysis.projection_inputs import INPUTS
from report_helpers.errors import OutputError, UsageError
from report_helpers.projection.contract import State, value_of

__all__ = ["FOLDER", "save", "written"]

FOLDER: Final = "scenarios"
NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


def written(state: State) -> str:
    """Return a state as YAML: the notebook's parameters, one `name: value` per line."""
    return "".join(
        f"{known.parameter}: {_plain(value_of(state, name))}\n" for name, known in INPUTS.items()
    )


def _plain(value: str | float) -> str:
    # Parameters have no exponents. Like the page, write 2.0 as 2, and zero without a sign.
    return value if isinstance(value, str) else f"{Decimal(repr(value)).normalize() + 0:f}"


def save(state: State, name: str, folder: Path) -> Path:
    """Write a state to `scenarios/NAME.yaml` in a folder; return the file's path.

    Raises:
        UsageError: the name is invalid or already taken.
        OutputError: the file cannot be written.
    """
    if not NAME.fullmatch(name):
        fix = "use small letters, digits and hyphens, 40 at most"
        raise UsageError("name", f"{name!r} cannot be a file's name", fix)
    path = folder / FOLDER / f"{name}.yaml"
    try:
        path.parent.mkdir(exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(written(state))
    except FileExistsError:
        what = f"{FOLDER}/{name}.yaml is there already"
        raise UsageError("name", what, "choose another name") from None
    except OSError as error:
        raise OutputError(str(path), str(error.strerror), "choose a folder to write to") from error
    return path
