"""Packs text as base64 of gzip, which browsers unpack without a library."""

import base64
import gzip

__all__ = ["packed", "unpacked"]


def packed(text: str) -> str:
    """Return a text as base64 of gzip; the same text gives the same result."""
    return base64.b64encode(gzip.compress(text.encode(), mtime=0)).decode()


def unpacked(text: str) -> str:
    """Return the text that `packed` encoded.

    Raises:
        ValueError: the text is not what `packed` returns.
    """
    try:
        return gzip.decompress(base64.b64decode(text, validate=True)).decode()
    except (OSError, EOFError) as error:
        raise ValueError(str(error)) from error
