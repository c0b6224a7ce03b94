"""Finds the Chrome or Chromium that draws the pictures."""

import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from report_helpers.variables import CHROME

__all__ = ["find_browser"]

VARIABLES: Final = (CHROME, "BROWSER_PATH")
NAMES: Final = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "msedge",
)
PLACES: Final = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)
# Where Playwright keeps what it downloads, a folder a version.
PLAYWRIGHT: Final = ("~/.cache/ms-playwright", "~/Library/Caches/ms-playwright")
PLAYWRIGHT_BINARIES: Final = (
    "chromium-*/chrome-linux*/chrome",
    "chromium_headless_shell-*/chrome-*/*headless*shell",
    "chromium-*/chrome-mac*/*.app/Contents/MacOS/*",
)


def find_browser(environment: Mapping[str, str] = os.environ) -> Path | None:
    """Return the browser that `MARKET_REPORT_CHROME` names, else the first one found, or None.

    If the variable is set to something else, no browser is used, so it can turn pictures off.
    """
    for variable in VARIABLES:
        if variable in environment:
            return _program(environment[variable])
    candidates = (_program(name) for name in _candidates(environment))
    return next((found for found in candidates if found), None)


def _program(name: str) -> Path | None:
    found = shutil.which(name)
    return Path(found) if found else None


def _candidates(environment: Mapping[str, str]) -> Iterator[str]:
    yield from NAMES
    yield from PLACES
    named = environment.get("PLAYWRIGHT_BROWSERS_PATH")
    for folder in (named,) if named else PLAYWRIGHT:
        cache = Path(folder).expanduser()
        for pattern in PLAYWRIGHT_BINARIES:
            # Newest version first.
            yield from (str(path) for path in sorted(cache.glob(pattern), reverse=True))
