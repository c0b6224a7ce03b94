"""Sees to a browser for the tests: one that is here, else Playwright's, else Debian's.

Run by `make test`. Where none can be had it says so and ends well: the browser tests then skip,
or fail in continuous integration. With `--all` it also installs Debian's Firefox and WebKit, if it
may; without them their tests skip.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator

from report_helpers.drawing.browser import find_browser

OTHERS = ("firefox-esr", "webkit2gtk-driver", "xvfb")
"""Debian's packages of the other browsers, and of the screen that WebKit needs."""


def apt(*packages: str) -> list[list[str]]:
    """Return the commands that install packages of Debian; none where this may not be."""
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return []
    return [["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", *packages]]


def ways() -> Iterator[list[list[str]]]:
    """Yield what may be tried, each a list of commands."""
    yield [[sys.executable, "-m", "playwright", "install", "chromium"]]
    if commands := apt("chromium"):
        yield commands


def tried(commands: list[list[str]]) -> bool:
    """Return whether all commands of a way went well."""
    quiet = subprocess.DEVNULL
    return all(
        subprocess.run(command, stdout=quiet, stderr=quiet, check=False).returncode == 0
        for command in commands
    )


def main() -> None:
    """Find a browser, or try each way to get one."""
    found = find_browser() or any(tried(commands) for commands in ways())
    print("browser:", find_browser() or ("installed" if found else "none; browser tests skip"))  # noqa: T201
    if "--all" in sys.argv[1:]:
        commands = apt(*OTHERS)
        others = "installed" if commands and tried(commands) else "not installed; their tests skip"
        print("Firefox and WebKit:", others)  # noqa: T201


if __name__ == "__main__":
    main()
