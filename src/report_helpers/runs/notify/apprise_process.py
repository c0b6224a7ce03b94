"""The program that runs apprise; `runs.notify.notifier` starts it.

Apprise logs addresses with their secrets, and some services never time out. In its own process its
output is discarded, and it can be killed. It reads JSON from stdin: `addresses`, `message` (title
and body, or null to check the addresses only), `html`, which mail servers get instead of the body
(or null), and `pictures`, its PNG pictures by name in base64. It prints the position of each
address that is valid, or that accepted the message, as soon as it knows.
"""

import base64
import json
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from apprise import Apprise, AppriseAttachment, NotifyFormat, OverflowMode
from apprise.attachment.memory import AttachMemory
from apprise.plugins import NotifyBase
from apprise.plugins.email import NotifyEmail

__all__: list[str] = []


def main() -> None:
    """Handle the request on stdin, all addresses in parallel."""
    order = json.load(sys.stdin)
    # Not in parallel, because the first call loads all services.
    services = [_service(address) for address in order["addresses"]]
    with ThreadPoolExecutor(max(len(services), 1)) as pool:
        for position, known in enumerate(services):
            if known:
                pool.submit(_serve, position, known, order)


def _service(address: str) -> NotifyBase | None:
    """Return the service of an address, or None if apprise has none."""
    known = Apprise.instantiate(address)
    if known and "overflow=" not in address:
        # A service that limits the length gets a long message in several parts.
        known.overflow_mode = OverflowMode.SPLIT
    return known


def _serve(position: int, known: NotifyBase, order: Mapping[str, Any]) -> None:
    """Send the message, if there is one, and print the position on success."""
    if order["message"] is None or _sent(known, order):
        sys.stdout.write(f"{position}\n")
        sys.stdout.flush()


def _sent(known: NotifyBase, order: Mapping[str, Any]) -> bool:
    """Return whether a service accepted the message."""
    sender = Apprise()
    sender.add(known)
    title, body = order["message"]
    if isinstance(known, NotifyEmail) and order["html"] is not None and _takes_html(known):
        # The HTML names its pictures, which are parts of the mail.
        known.inline = True
        shown = {"body": order["html"], "attach": _attached(order["pictures"])}
        return bool(sender.notify(title=title, body_format=NotifyFormat.HTML, **shown))
    return bool(sender.notify(title=title, body=body, body_format=NotifyFormat.TEXT))


def _takes_html(known: NotifyEmail) -> bool:
    """Return whether the address does not ask for plain text."""
    return bool(known.resolve_format(NotifyFormat.HTML) == NotifyFormat.HTML)


def _attached(pictures: Mapping[str, str]) -> AppriseAttachment:
    attached = AppriseAttachment()
    for name, content in pictures.items():
        png = base64.b64decode(content)
        attached.add(AttachMemory(content=png, name=name, mimetype="image/png"))  # type: ignore[no-untyped-call]
    return attached


if __name__ == "__main__":
    main()
