"""Sees to the programs of the system that the tests of the recipes run: cron and systemd-analyze.

Run by `make test`. It reports what it cannot install: its tests then skip, or fail in continuous
integration.
"""

import os
import shutil
import subprocess

PACKAGES = {"cron": "cron", "unshare": "util-linux", "systemd-analyze": "systemd"}
"""Debian's package of each program."""


def ran(*command: str) -> bool:
    """Return whether a command went well."""
    quiet = subprocess.DEVNULL
    return subprocess.run(command, stdout=quiet, stderr=quiet, check=False).returncode == 0


def from_debian() -> None:
    """Install the programs that are not here, where that is possible."""
    absent = [package for program, package in PACKAGES.items() if not shutil.which(program)]
    if absent and shutil.which("apt-get") and os.geteuid() == 0:
        install = ("apt-get", "install", "--yes", "--no-install-recommends", *absent)
        ran(*install) or (ran("apt-get", "update") and ran(*install))


def main() -> None:
    """Install what is missing; say what still is."""
    from_debian()
    absent = [program for program in PACKAGES if not shutil.which(program)]
    print("recipes:", f"no {', '.join(absent)}; some tests skip" if absent else "all tools here")  # noqa: T201


if __name__ == "__main__":
    main()
