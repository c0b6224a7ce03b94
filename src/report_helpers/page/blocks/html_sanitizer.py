"""Rewrites the HTML of notebooks from an allow-list.

It refuses everything that could load something, run a script, or change the style or structure of
the page. Removing such HTML silently would publish something else than the notebook shows.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from html import escape, unescape
from html.parser import HTMLParser
from itertools import zip_longest
from typing import Final, NamedTuple

from markupsafe import Markup

from report_helpers.page.blocks.embedded_pictures import EMBEDDED

__all__ = ["UnknownHTMLError", "rewrite_html"]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


TAGS: Final = _words(
    "a abbr b blockquote br caption cite code col colgroup dd del dfn div dl dt em h2 h3 h4 h5 h6 "
    "hr i img ins kbd li mark ol p pre q s samp section small span strong sub summary details sup "
    "table tbody td tfoot th thead time tr u ul var wbr"
)
VOID: Final = frozenset({"br", "col", "hr", "img", "wbr"})
ATTRIBUTES: Final = _words(
    "abbr alt aria-hidden class colspan data-label datetime dir headers href id lang open rel "
    "reversed rowspan scope span src start title value"
)
# Styles that pandas writes into every table; the page has its own.
LOOKS: Final = frozenset({"align", "border", "style", "valign", "width"})
SAFE_ADDRESS: Final = re.compile(r"(https?://|mailto:|#)", re.IGNORECASE)
# What the parser reads in the same way without its care for all that HTML may be.
BETWEEN_BRACKETS: Final = re.compile("(<[^<>]*>)")
PLAIN_TAG: Final = re.compile(
    r'<(?P<closes>/?)(?P<name>[a-z][a-z0-9]*)(?P<attributes>(?: [a-z-]+="[^"<>&]*")*)>'
)
PLAIN_ATTRIBUTE: Final = re.compile(r' ([a-z-]+)="([^"]*)"')
SCROLLING: Final = '<div class="scroll" role="group" aria-label="Table" tabindex="0">'


class UnknownHTMLError(ValueError):
    """The HTML contains something that the page does not publish."""


def rewrite_html(html: str) -> Markup:
    """Return the HTML as the page takes it, tables in a box that scrolls by itself.

    Raises:
        UnknownHTMLError: an element, attribute or address is not allowed, or tags do not match.
    """
    writer = _Writer()
    if not _write_plain(writer, html):
        writer.feed(html)
        writer.close()
    if writer.open:
        raise UnknownHTMLError(f"an unclosed <{writer.open[-1]}>")
    return Markup("".join(writer.parts))  # noqa: S704 written from allow-lists


def _write_plain(writer: "_Writer", html: str) -> bool:
    """Write HTML of tags in their plainest form, which takes a fifth of the parser's time.

    Returns:
        Whether it was; else nothing is written.
    """
    # What a <style> holds is no HTML: only the parser knows where it ends.
    if "<style" in html.lower():
        return False
    pieces = BETWEEN_BRACKETS.split(html)
    texts, tags = pieces[::2], [_plain_tag(piece) for piece in pieces[1::2]]
    if None in tags or any("<" in text for text in texts):
        return False
    for text, tag in zip_longest(texts, tags):
        if text:
            writer.handle_data(unescape(text) if "&" in text else text)
        if tag and tag.closes:
            writer.handle_endtag(tag.name)
        elif tag:
            writer.write_start(tag.name, tag.written)
    return True


class PlainTag(NamedTuple):
    """A tag, and how the page writes it if it begins an element."""

    closes: bool
    name: str
    written: str


@lru_cache(maxsize=4096)
def _plain_tag(text: str) -> PlainTag | None:
    found = PLAIN_TAG.fullmatch(text)
    if not found or found["name"] == "style":  # a lone </style>
        return None
    attributes = PLAIN_ATTRIBUTE.findall(found["attributes"])
    written = "" if found["closes"] else _start(found["name"], attributes)
    return PlainTag(bool(found["closes"]), found["name"], written)


def _start(tag: str, attributes: Iterable[tuple[str, str | None]]) -> str:
    if tag not in TAGS:
        raise UnknownHTMLError(f"<{tag}>")
    scrolling = SCROLLING if tag == "table" else ""
    return f"{scrolling}<{tag}{''.join(_attribute(tag, *pair) for pair in attributes)}>"


class _Writer(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.open: list[str] = []
        self.styling = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "style":
            self.styling = True
            return
        self.write_start(tag, _start(tag, attrs))

    def write_start(self, tag: str, written: str) -> None:
        """Write the beginning of an element that is allowed."""
        self.parts.append(written)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag == "style":
            self.styling = False
            return
        if tag in VOID:
            return
        if not self.open or self.open.pop() != tag:
            raise UnknownHTMLError(f"a </{tag}> that closes nothing")
        self.parts.append(f"</{tag}>")
        if tag == "table":
            self.parts.append("</div>")

    def handle_data(self, data: str) -> None:
        if not self.styling:
            self.parts.append(escape(data, quote=False))

    def handle_decl(self, decl: str) -> None:
        raise UnknownHTMLError(f"<!{decl}>")


def _attribute(tag: str, name: str, value: str | None) -> str:
    if name in LOOKS:
        return ""
    if name not in ATTRIBUTES:
        raise UnknownHTMLError(f"<{tag} {name}>")
    if name == "href" and not SAFE_ADDRESS.match(value or ""):
        raise UnknownHTMLError(f'<{tag} href="{value}">')
    if name == "src" and (tag != "img" or not EMBEDDED.fullmatch(value or "")):
        raise UnknownHTMLError(f'<{tag} src="{(value or "")[:60]}">, which is not in the notebook')
    return f" {name}" if value is None else f' {name}="{escape(value)}"'
