"""Content that a page embeds: JSON, a download, and the policy for scripts."""

import base64
import gzip
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from report_helpers.claims.amounts import whole

__all__ = ["Download", "content_policy", "script_json"]

LARGEST_PLAIN: Final = 100_000
"""The largest file, in bytes, that the page holds as it is; a larger one is packed."""


@dataclass(frozen=True, slots=True)
class Download:
    """A file that a reader can save from the page."""

    name: str
    content: bytes
    media_type: str = "text/csv"

    @property
    def compressed(self) -> bool:
        """Whether the page holds the file as gzip, because it is large."""
        return len(self.content) > LARGEST_PLAIN

    @property
    def saved_as(self) -> str:
        """The name under which a reader saves the file."""
        return f"{self.name}.gz" if self.compressed else self.name

    @property
    def url(self) -> str:
        """The file as a data URL."""
        kind = "application/gzip" if self.compressed else self.media_type
        held = gzip.compress(self.content, mtime=0) if self.compressed else self.content
        return f"data:{kind};base64,{base64.b64encode(held).decode()}"

    @property
    def size(self) -> str:
        """The file's size in words."""
        return f"{whole(max(1, round(len(self.content) / 1000)))} kB"


def script_json(value: object) -> Markup:
    """Return JSON for a `<script>` element; no value in it can close the element.

    Raises:
        ValueError: a number is not finite, so JSON cannot hold it.
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)  # noqa: S704 escaped above


def content_policy(scripts: Iterable[str]) -> str:
    """Return a Content-Security-Policy that runs only these scripts and loads nothing."""
    hashes = " ".join(f"'sha256-{_digest(script)}'" for script in scripts) or "'none'"
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {hashes}",
            "style-src 'unsafe-inline'",
            "img-src data: blob:",
            "font-src data:",
            "connect-src 'none'",
            "object-src 'none'",
            "frame-src 'none'",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
