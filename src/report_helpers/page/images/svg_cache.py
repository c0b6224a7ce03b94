"""A cache of drawn charts, because drawing takes longer than all other steps.

The cache is a folder in the user's cache, or the one that `MARKET_REPORT_CACHE` names; an empty
value turns it off. If it cannot be read or written, charts are drawn again.
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
from report_helpers.drawing.plotly_js import Bundle

__all__ = ["drawing_key", "keep_drawing", "kept_drawing"]

MOST: Final = 5_000
"""The most drawings in the cache; the least recently used are removed first."""


def drawing_key(
    specification: Mapping[str, Any], height: float, bundle: Bundle, browser: Path
) -> str:
    """Return the cache key of a drawing: a hash of chart, library and browser."""
    program = browser.resolve()
    parts = {
        "figure": specification,
        "height": height,
        "library": [bundle.name, bundle.version],
        "browser": [str(program), program.stat().st_mtime_ns],
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def kept_drawing(key: str) -> bytes | None:
    """Return a cached drawing, or None."""
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
    """Cache a drawing; safe if another process does so at the same time."""
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
    # Without a home folder the path still starts with a tilde.
    return folder if folder.is_absolute() else None


def _forget(folder: Path) -> None:
    kept = list(folder.iterdir())
    if len(kept) > MOST:
        for path in sorted(kept, key=lambda path: path.stat().st_mtime)[: len(kept) - MOST]:
            path.unlink(missing_ok=True)
