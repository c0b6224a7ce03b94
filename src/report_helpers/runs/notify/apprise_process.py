"""The program that runs apprise; `runs.notify.notifier` starts it.

Apprise logs addresses with their secrets, and some services never time out. In its own process its
output is discarded, and it can be killed. It reads JSON from stdin: `addresses` and `message`
(title and body, or null to check the addresses only). It prints the position of each address that
is valid, or that accepted the message, as soon as it knows.
"""

import json
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from apprise import Apprise, NotifyFormat, OverflowMode
from apprise.plugins import NotifyBase

__all__: list[str] = []


def main() -> None:
    """Handle the request on stdin, all addresses in parallel."""
    order = json.load(sys.stdin)
    # Not in parallel, because the first call loads all services.
    services = [_service(address) for address in order["addresses"]]
    with ThreadPoolExecutor(max(len(services), 1)) as pool:
        for position, known in enumerate(services):
            if known:
                pool.submit(_serve, position, known, order["message"])


def _service(address: str) -> NotifyBase | None:
    """Return the service of an address, or None if apprise has none."""
    known = Apprise.instantiate(address)
    if known and "overflow=" not in address:
        # A service that limits the length gets a long message in several parts.
        known.overflow_mode = OverflowMode.SPLIT
    return known


def _serve(position: int, known: NotifyBase, message: Sequence[str] | None) -> None:
    """Send the message, if there is one, and print the position on success."""
    if message is None or _sent(known, *message):
        sys.stdout.write(f"{position}\n")
        sys.stdout.flush()


def _sent(known: NotifyBase, title: str, body: str) -> bool:
    """Return whether a service accepted the message."""
    sender = Apprise()
    sender.add(known)
    return bool(sender.notify(title=title, body=body, body_format=NotifyFormat.TEXT))


if __name__ == "__main__":
    main()
