"""Who is told about a run, and telling them; an address is a secret and is never said."""

import json
import os
import re
import stat
import subprocess
import sys
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path

from report_helpers.errors import SetupError, UsageError
from report_helpers.files import open_regular
from report_helpers.variables import NOTIFY

__all__ = ["Address", "addresses", "announce", "exposed"]

LIMIT = 60
"""Seconds for one message to all addresses."""
LARGEST = 1 << 20
"""Most bytes that are read of a file of addresses."""
SENDING = Path(__file__).with_name("apprise_process.py")
INSTALL = 'pip install "market-report[notify]"'
SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*(?=://)")


class Address(str):
    """An apprise address; what shows it in a traceback or a log shows its kind alone."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"<address: {self.kind or 'unknown'}>"

    @property
    def kind(self) -> str:
        """The scheme in small letters, such as `mailto`; nothing if there is none."""
        found = SCHEME.match(self)
        return found.group().lower() if found else ""


def addresses(file: Path | None, environment: Mapping[str, str]) -> tuple[str, ...]:
    """Return the addresses that a message goes to, each known to apprise.

    Args:
        file: a text file, one address a line; blank lines and lines that begin with `#` do not
            count. Without it, the environment's `MARKET_REPORT_NOTIFY` is read.
        environment: `os.environ`, or what stands for it; addresses are separated by white space.

    Raises:
        UsageError: the file cannot be read or may be written by others, or an address is of no
            kind that apprise knows; the error says which line, and at most the kind.
        SetupError: apprise is not installed.
    """
    if file:
        lines = [line.strip() for line in read_lines(file)]
        placed = [(f"{file}:{number}", line) for number, line in enumerate(lines, 1)]
        found = [(place, Address(line)) for place, line in placed if line and line[0] != "#"]
    else:
        words = environment.get(NOTIFY, "").split()
        found = [(f"{NOTIFY}:{number}", Address(word)) for number, word in enumerate(words, 1)]
    if found:
        refuse_unknown(found)
    return tuple(address for _, address in found)


def exposed(file: Path | None) -> str:
    """Return one line of warning about a file of addresses that everybody may read, or nothing."""
    if file is None or os.name != "posix" or not file.stat().st_mode & stat.S_IROTH:
        return ""
    return f"{file}: everybody can read these addresses; chmod 600 {file}"


def announce(addresses: Sequence[str], title: str, body: str, limit: float = LIMIT) -> str:
    """Send a message of plain text to all addresses at once.

    Args:
        addresses: as `addresses` returns them.
        title: one line, such as a mail's subject.
        body: plain text of any length.
        limit: the seconds after which whatever still waits is ended.

    Returns:
        Nothing, or a sentence that says how many addresses took no message, and their kinds.
    """
    if not addresses:
        return ""
    took, in_time = served(addresses, (title, body), limit)
    missed = [Address(address) for at, address in enumerate(addresses) if at not in took]
    if not missed:
        return ""
    kinds = ", ".join(sorted({address.kind or "unknown" for address in missed}))
    count = f"{len(missed)} of {len(addresses)} address{'es' if len(addresses) > 1 else ''}"
    return f"{count} took no message{'' if in_time else f' within {limit:g} s'} ({kinds})"


def read_lines(file: Path) -> list[str]:
    """Return the lines of a file that only its owner can write."""
    try:
        with open_regular(file, follow_links=True) as handle:
            status = os.fstat(handle.fileno())
            raw = b"" if writable_by_others(status) else handle.read(LARGEST + 1)
        text = raw.decode("utf-8-sig")
    except OSError as error:
        what = f"cannot be read ({error.strerror or error})"
        raise UsageError(str(file), what, "check --notify-file and its permissions") from None
    except ValueError:
        raise UsageError(str(file), "is no UTF-8 text", "write one address a line") from None
    if writable_by_others(status):
        what = "others can change where messages go"
        raise UsageError(str(file), what, f"chmod 600 {file}")
    if len(raw) > LARGEST:
        raise UsageError(str(file), "is larger than 1 MB", "write one address a line")
    return text.splitlines()


def writable_by_others(status: os.stat_result) -> bool:
    """Return whether group or others may write; the bits mean something on POSIX only."""
    return os.name == "posix" and bool(status.st_mode & (stat.S_IWGRP | stat.S_IWOTH))


def refuse_unknown(found: Sequence[tuple[str, Address]]) -> None:
    """Raise the error about the first address of no known kind, by its place."""
    if find_spec("apprise") is None:
        raise SetupError("notifications", "apprise is not installed", INSTALL)
    known, _ = served([address for _, address in found], None, LIMIT)
    for position, (place, address) in enumerate(found):
        if position not in known:
            what = f"apprise knows no such address{f' ({address.kind})' if address.kind else ''}"
            raise UsageError(place, what, "see docs/notifications.md")


def served(
    addresses: Sequence[str], message: tuple[str, str] | None, limit: float
) -> tuple[set[int], bool]:
    """Return the positions of the addresses that took the message, and whether all ended in time.

    Without a message, the positions of those that apprise knows.
    """
    order = json.dumps({"addresses": addresses, "message": message}).encode()
    # Addresses go through stdin: other users see arguments.
    command = [sys.executable, "-P", str(SENDING)]
    try:
        done = subprocess.run(  # noqa: S603 - the program is this package's own
            command, input=order, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            timeout=limit, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        return positions(error.stdout or b""), False
    return positions(done.stdout), True


def positions(printed: bytes) -> set[int]:
    """Return the whole lines that are numbers; a service may print on its own."""
    return {int(line) for line in printed.splitlines(keepends=True) if line.strip().isdigit()}
