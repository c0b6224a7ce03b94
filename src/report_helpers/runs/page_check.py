"""The check of a page before it is published."""

import re
from html.parser import HTMLParser
from typing import Final

from report_helpers.errors import NotebookError
from report_helpers.runs.job import BuiltReport

__all__ = ["refuse_bad_page"]

SMALLEST, LARGEST = 10_000, 25_000_000
"""The smallest and largest plausible page, in bytes."""
LOADING: Final = {"src", "srcset", "poster", "data", "action", "formaction", "background", "ping"}
"""Attributes whose URL a browser loads without a click."""
INSIDE: Final = ("data:", "#", "blob:")
IN_STYLE: Final = re.compile(
    r"(?:url\(|@import)\s*['\"]?\s*(?!data:|#)([^'\")\s;]+)", re.IGNORECASE
)


def refuse_bad_page(made: BuiltReport) -> None:
    """Check a page.

    Raises:
        NotebookError: the page has no chart, is implausibly small or large, or would load
            something.
    """
    problem = _problem(made)
    if problem:
        what = f"refusing to publish: {problem}"
        raise NotebookError("the page", what, "look at the notebooks and their data")


def _problem(made: BuiltReport) -> str:
    size = len(made.page)
    if not made.charts:
        return "it has no chart"
    if not SMALLEST <= size <= LARGEST:
        return f"{size:,} bytes are not between {SMALLEST:,} and {LARGEST:,}"
    loads = loaded(made.page.decode())
    return f"it would load {loads[0][:60]!a}" if loads else ""


def loaded(html: str) -> list[str]:
    """Return the URLs that a page would load without a click."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.loads


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.loads: list[str] = []
        self._in_style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._in_style = tag == "style"
        for name, value in attrs:
            here = name in LOADING or (name in {"href", "xlink:href"} and tag not in {"a", "area"})
            text = (value or "").strip()
            if here and text and not text.lower().startswith(INSIDE):
                self.loads.append(text)
            if name == "style":
                self.loads += IN_STYLE.findall(text)
            if name == "http-equiv" and text.lower() == "refresh":
                self.loads.append("another page (refresh)")

    def handle_data(self, data: str) -> None:
        if self._in_style:
            self.loads += IN_STYLE.findall(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "style":
            self._in_style = False
