"""A mail as a file: plain text, HTML and pictures in one message, the same bytes each time."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Final

__all__ = ["Mail", "eml", "is_mail"]

OURS: Final = re.compile(rb"\r\nMessage-ID: <[0-9a-f]{24}@market-report\.invalid>\r\n")
"""The line of the header that only our mails have, which have no sender."""


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail: its HTML refers to each PNG picture by `cid:NAME`."""

    subject: str
    as_of: date
    text: str
    html: str
    pictures: Mapping[str, bytes] = field(default_factory=dict)


def eml(mail: Mail) -> bytes:
    """Return a mail without sender and receiver, dated by its report.

    Nothing in it is drawn by lot or read from the clock.
    """
    mark = hashlib.sha256(repr(mail).encode()).hexdigest()[:24]
    message = EmailMessage(policy=SMTP)
    message["Subject"] = " ".join(mail.subject.split())
    message["Date"] = format_datetime(datetime.combine(mail.as_of, time(), UTC))
    message["Message-ID"] = f"<{mark}@market-report.invalid>"
    message["MIME-Version"] = "1.0"
    message.set_content(mail.text)
    message.add_alternative(mail.html, subtype="html")
    body = message.get_body(("html",)) or message
    for name, picture in mail.pictures.items():
        body.add_related(
            picture, "image", "png", cid=f"<{name}>", filename=name, disposition="inline"
        )
    for number, part in enumerate(part for part in message.walk() if part.is_multipart()):
        part.set_boundary(f"=_{mark}_{number}")
    return message.as_bytes()


def is_mail(content: bytes) -> bool:
    """Return whether a file is a mail as `eml` makes it, not received or sent."""
    header = b"\r\n" + content.partition(b"\r\n\r\n")[0] + b"\r\n"
    return OURS.search(header) is not None and b"\r\nFrom: " not in header
