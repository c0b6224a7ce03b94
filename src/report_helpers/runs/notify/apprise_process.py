"""What runs apprise, as a program of its own: `runs.notify.notifier.notifier` starts it.

Apprise logs the addresses that it is given, unpacked, and some services never time out. Here its
words reach nobody, and it can be ended. It takes JSON on stdin, `addresses` and `message` (title
and body, or null to look at the addresses only), and prints the position of each address that is
known, or that took the message, as soon as that is certain.
"""

import json
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from apprise import Apprise, NotifyFormat, OverflowMode
from apprise.plugins import NotifyBase

__all__: list[str] = []


def main() -> None:
    """Do what stdin asks for, all addresses at once, so that none waits for another."""
    order = json.load(sys.stdin)
    # One after the other: the first one loads every kind of service.
    services = [service(address) for address in order["addresses"]]
    with ThreadPoolExecutor(max(len(services), 1)) as pool:
        for position, known in enumerate(services):
            if known:
                pool.submit(serve, position, known, order["message"])


def service(address: str) -> NotifyBase | None:
    """Return the service behind an address, if there is one."""
    known = Apprise.instantiate(address)
    if known and "overflow=" not in address:
        # A long message comes in several parts where a service would refuse it whole.
        known.overflow_mode = OverflowMode.SPLIT
    return known


def serve(position: int, known: NotifyBase, message: Sequence[str] | None) -> None:
    """Send the message, if there is one, and print the position if that went well."""
    if message is None or sent(known, *message):
        sys.stdout.write(f"{position}\n")
        sys.stdout.flush()


def sent(known: NotifyBase, title: str, body: str) -> bool:
    """Return whether a service took the message."""
    sender = Apprise()
    sender.add(known)
    return bool(sender.notify(title=title, body=body, body_format=NotifyFormat.TEXT))


if __name__ == "__main__":
    main()
