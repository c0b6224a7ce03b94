"""What the page carries for its script: packed texts, plain JSON, and the policy that guards it."""

import base64
import gzip
import hashlib
import json
from collections.abc import Iterable
from functools import lru_cache

from markupsafe import Markup

__all__ = ["content_policy", "json_island", "packed", "unpacked"]


@lru_cache(maxsize=2)
def packed(text: str) -> str:
    """Return a text as base64 of gzip, which every browser of today unpacks by itself."""
    # Of a batch, every page packs the same library.
    return base64.b64encode(gzip.compress(text.encode(), mtime=0)).decode()


def unpacked(text: str) -> str:
    """Return what `packed` was given."""
    return gzip.decompress(base64.b64decode(text)).decode()


def json_island(value: object) -> Markup:
    """Return JSON that cannot end the element it stands in.

    Raises:
        ValueError: a number is not finite, which JSON cannot say.
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)  # noqa: S704 it cannot end its element


def content_policy(scripts: Iterable[str]) -> str:
    """Return the policy of a page that runs these scripts, if any, and loads nothing."""
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
