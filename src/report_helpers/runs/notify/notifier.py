"""Reads addresses and sends messages to them; an address is a secret and is never shown."""

import base64
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
from report_helpers.page.mail.message import Mail
from report_helpers.variables import NOTIFY

__all__ = ["Address", "addresses", "announce", "exposed"]

LIMIT = 60
"""Seconds for one message to all addresses."""
LARGEST = 1 << 20
"""The largest file of addresses, in bytes."""
SENDING = Path(__file__).with_name("apprise_process.py")
INSTALL = 'pip install "market-report[notify]"'
SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*(?=://)")


class Address(str):
    """An apprise address whose `repr` shows only its kind, in tracebacks and logs."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"<address: {self.kind or 'unknown'}>"

    @property
    def kind(self) -> str:
        """The scheme in lower case, such as `mailto`, or ""."""
        found = SCHEME.match(self)
        return found.group().lower() if found else ""


def addresses(file: Path | None, environment: Mapping[str, str]) -> tuple[str, ...]:
    """Return the addresses that get messages, each valid for apprise.

    Args:
        file: a text file with one address a line; blank lines and lines that begin with `#` are
            ignored. Without a file, `MARKET_REPORT_NOTIFY` in `environment` is read.
        environment: environment variables; addresses are separated by white space.

    Raises:
        UsageError: the file cannot be read or others can write it, or apprise does not support an
            address; the error has the line and at most the kind.
        SetupError: apprise is not installed.
    """
    if file:
        lines = [line.strip() for line in _read_lines(file)]
        placed = [(f"{file}:{number}", line) for number, line in enumerate(lines, 1)]
        found = [(place, Address(line)) for place, line in placed if line and line[0] != "#"]
    else:
        words = environment.get(NOTIFY, "").split()
        found = [(f"{NOTIFY}:{number}", Address(word)) for number, word in enumerate(words, 1)]
    if found:
        _refuse_unknown(found)
    return tuple(address for _, address in found)


def exposed(file: Path | None) -> str:
    """Return a warning if all users can read the file of addresses, or ""."""
    if file is None or os.name != "posix" or not file.stat().st_mode & stat.S_IROTH:
        return ""
    return f"{file}: all users can read these addresses; chmod 600 {file}"


def announce(
    addresses: Sequence[str],
    title: str,
    body: str,
    limit: float = LIMIT,
    mail: Mail | None = None,
) -> str:
    """Send a message to all addresses in parallel.

    Args:
        addresses: as `addresses` returns them.
        title: one line, such as a mail's subject.
        body: plain text of any length.
        limit: seconds after which pending messages are cancelled.
        mail: what mail servers get instead of the body; others get the body.

    Returns:
        "", or how many addresses got no message, with their kinds.
    """
    if not addresses:
        return ""
    reached, in_time = _served(addresses, (title, body), limit, mail)
    missed = [Address(address) for at, address in enumerate(addresses) if at not in reached]
    if not missed:
        return ""
    kinds = ", ".join(sorted({address.kind or "unknown" for address in missed}))
    count = f"{len(missed)} of {len(addresses)} address{'es' if len(addresses) > 1 else ''}"
    return f"{count} got no message{'' if in_time else f' within {limit:g} s'} ({kinds})"


def _read_lines(file: Path) -> list[str]:
    """Return the lines of a file that only its owner can write."""
    try:
        with open_regular(file, follow_links=True) as handle:
            status = os.fstat(handle.fileno())
            raw = b"" if _writable_by_others(status) else handle.read(LARGEST + 1)
        text = raw.decode("utf-8-sig")
    except OSError as error:
        what = f"cannot be read ({error.strerror or error})"
        raise UsageError(str(file), what, "check --notify-file and its permissions") from None
    except ValueError:
        raise UsageError(str(file), "is not UTF-8 text", "write one address a line") from None
    if _writable_by_others(status):
        what = "others can change where messages go"
        raise UsageError(str(file), what, f"chmod 600 {file}")
    if len(raw) > LARGEST:
        raise UsageError(str(file), "is larger than 1 MB", "write one address a line")
    return text.splitlines()


def _writable_by_others(status: os.stat_result) -> bool:
    """Return whether group or others can write; always false outside POSIX."""
    return os.name == "posix" and bool(status.st_mode & (stat.S_IWGRP | stat.S_IWOTH))


def _refuse_unknown(found: Sequence[tuple[str, Address]]) -> None:
    """Refuse the first address that apprise does not support, by its place."""
    if find_spec("apprise") is None:
        raise SetupError("notifications", "apprise is not installed", INSTALL)
    known, _ = _served([address for _, address in found], None, LIMIT)
    for position, (place, address) in enumerate(found):
        if position not in known:
            kind = f" ({address.kind})" if address.kind else ""
            what = f"apprise does not support this address{kind}"
            raise UsageError(place, what, "see docs/notifications.md")


def _served(
    addresses: Sequence[str],
    message: tuple[str, str] | None,
    limit: float,
    mail: Mail | None = None,
) -> tuple[set[int], bool]:
    """Return the positions of the addresses that got the message, and whether all finished in time.

    Without a message, return the positions of the addresses that apprise supports.
    """
    pictures = mail.pictures.items() if mail else ()
    order = json.dumps(
        {
            "addresses": addresses,
            "message": message,
            "html": mail.html if mail else None,
            "pictures": {name: base64.b64encode(png).decode() for name, png in pictures},
        }
    ).encode()
    # Through stdin, because other users can see arguments.
    command = [sys.executable, "-P", str(SENDING)]
    try:
        done = subprocess.run(  # noqa: S603 (our own program)
            command, input=order, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            timeout=limit, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        return _positions(error.stdout or b""), False
    return _positions(done.stdout), True


def _positions(printed: bytes) -> set[int]:
    """Return the numbers in complete lines; a service may print other text."""
    return {int(line) for line in printed.splitlines(keepends=True) if line.strip().isdigit()}
