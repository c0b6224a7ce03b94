"""Sees to a browser for the tests: one that is here, else Playwright's, else Debian's.

Run by `make test`. Where none can be had it says so and ends well: the browser tests then skip,
or fail in continuous integration.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator

from report_helpers.page.images.browser import find_browser


def ways() -> Iterator[list[list[str]]]:
    """Yield what may be tried, each a list of commands."""
    yield [[sys.executable, "-m", "playwright", "install", "chromium"]]
    if shutil.which("apt-get") and os.geteuid() == 0:
        yield [["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "chromium"]]


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


if __name__ == "__main__":
    main()
