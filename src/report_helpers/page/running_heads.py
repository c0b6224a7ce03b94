"""What stands in the margins of the printed page: name, date, page number."""

import re
from typing import Final

from markupsafe import Markup

from report_helpers.reader_locale import day

__all__ = ["running_heads"]

PLAIN: Final = re.compile(r"[^\w .,:;()&%+-]")


def running_heads(title: str, as_of: str | None) -> Markup:
    """Return the style of the margins of each printed sheet; a browser may leave them out.

    Args:
        title: the report's name, of any characters.
        as_of: the date of the report, as YYYY-MM-DD.
    """
    boxes = {
        "top-left": _string(title),
        "top-right": _string(f"as of {day(as_of)}" if as_of else ""),
        "bottom-right": '"Page " counter(page) " of " counter(pages)',
    }
    rules = "".join(f"@{place}{{content:{content}}}" for place, content in boxes.items())
    return Markup(f"@page{{{rules}}}")  # noqa: S704 strings are escaped


def _string(text: str) -> str:
    """Return a CSS string; no character in it can end the string or the style element."""
    return f'"{PLAIN.sub(lambda found: f"{chr(92)}{ord(found[0]):x} ", text)}"'
