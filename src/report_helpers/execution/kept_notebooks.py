"""How a kept notebook is known, and the notebooks of failed runs with their claims."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from report_helpers.files import is_regular, read_regular, replace_file

__all__ = ["CLAIMS", "PATHS", "is_kept", "keep_failed"]

CLAIMS: Final = "claims.csv"
LARGEST: Final = 100_000_000
"""Bytes of the largest notebook that is read."""
PATHS: Final = ("input_path", "output_path")
"""What papermill notes, and no notebook of a run has."""


def is_kept(notebook: Path) -> bool:
    """Return whether a file is a notebook that a run kept: papermill notes no paths in it."""
    try:
        held: Any = json.loads(read_regular(notebook, LARGEST))
        notes = held["metadata"]["papermill"]
        return "parameters" in notes and not any(path in notes for path in PATHS)
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return False


def keep_failed(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write notebooks of a failed run and their claims; replace those of earlier failed runs.

    Args:
        folder: where; it is made if it is missing.
        files: the contents by name; the claims are `claims.csv`.

    Raises:
        OSError: a file of one of these names is somebody else's, or one cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name in files:
        if not _is_replaceable(folder / name):
            raise OSError(f"{name} there is not of a failed run: move it away")
    # The claims last: the notebooks beside them tell that they are ours.
    for name in sorted(files, key=lambda name: name == CLAIMS):
        replace_file(folder / name, files[name])


def _is_replaceable(path: Path) -> bool:
    if not os.path.lexists(path):
        return True
    if path.name == CLAIMS:
        return is_regular(path) and any(map(is_kept, path.parent.glob("*.ipynb")))
    return is_kept(path)
