"""Drawings that were made before, by what they are of: a browser takes longer than all the rest.

They lie in the user's cache (`MARKET_REPORT_CACHE` names another folder; set to nothing, nothing
is kept). A cache is never needed: where it cannot be read or written, charts are drawn again.
"""

import hashlib
import json
import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from platformdirs import user_cache_path

from report_helpers import variables
from report_helpers.charts.toolkit.plotly_js import Bundle

__all__ = ["drawing_key", "keep_drawing", "kept_drawing"]

MOST: Final = 5_000
"""Drawings that are kept; the ones used longest ago go first."""


def drawing_key(
    specification: Mapping[str, Any], height: float, bundle: Bundle, browser: Path
) -> str:
    """Return what a drawing depends on, in one number: the figure, the library, the browser."""
    program = browser.resolve()
    parts = {
        "figure": specification,
        "height": height,
        "library": [bundle.name, bundle.version],
        "browser": [str(program), program.stat().st_mtime_ns],
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def kept_drawing(key: str) -> bytes | None:
    """Return a drawing that was kept, or None."""
    folder = _folder()
    if folder is None:
        return None
    with suppress(OSError):
        path = folder / key
        drawing = path.read_bytes()
        os.utime(path)
        return drawing
    return None


def keep_drawing(key: str, drawing: bytes) -> None:
    """Keep a drawing; another process that keeps it at the same time does no harm."""
    folder = _folder()
    if folder is None:
        return
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=folder)
        with os.fdopen(handle, "wb") as file:
            file.write(drawing)
        Path(name).replace(folder / key)
        _forget(folder)


def _folder() -> Path | None:
    named = os.environ.get(variables.CACHE)
    if named is not None:
        return Path(named) if named else None
    folder = user_cache_path("market-report", appauthor=False) / "drawings"
    # Without a home the path begins with a tilde that stands for nothing.
    return folder if folder.is_absolute() else None


def _forget(folder: Path) -> None:
    kept = list(folder.iterdir())
    if len(kept) > MOST:
        for path in sorted(kept, key=lambda path: path.stat().st_mtime)[: len(kept) - MOST]:
            path.unlink(missing_ok=True)
