"""Rewrites the HTML of notebooks from an allow-list.

It refuses everything that could load something, run a script, or change the style or structure of
the page. Removing such HTML silently would publish something else than the notebook shows.
"""

import re
from html import escape
from html.parser import HTMLParser
from typing import Final

from markupsafe import Markup

__all__ = ["UnknownHTMLError", "rewrite_html"]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


TAGS: Final = _words(
    "a abbr b blockquote br caption cite code col colgroup dd del dfn div dl dt em h2 h3 h4 h5 h6 "
    "hr i ins kbd li mark ol p pre q s samp section small span strong sub summary details sup "
    "table tbody td tfoot th thead time tr u ul var wbr"
)
VOID: Final = frozenset({"br", "col", "hr", "wbr"})
ATTRIBUTES: Final = _words(
    "abbr aria-hidden class colspan data-label datetime dir headers href id lang open rel reversed "
    "rowspan scope span start title value"
)
# Styles that pandas writes into every table; the page has its own.
LOOKS: Final = frozenset({"align", "border", "style", "valign", "width"})
SAFE_ADDRESS: Final = re.compile(r"(https?://|mailto:|#)", re.IGNORECASE)
SCROLLING: Final = '<div class="scroll" role="group" aria-label="Table" tabindex="0">'


class UnknownHTMLError(ValueError):
    """The HTML contains something that the page does not publish."""


def rewrite_html(html: str) -> Markup:
    """Return the HTML as the page takes it, tables in a box that scrolls by itself.

    Raises:
        UnknownHTMLError: an element, attribute or address is not allowed, or tags do not match.
    """
    writer = _Writer()
    writer.feed(html)
    writer.close()
    if writer.open:
        raise UnknownHTMLError(f"an unclosed <{writer.open[-1]}>")
    return Markup("".join(writer.parts))  # noqa: S704 written from allow-lists


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
        if tag not in TAGS:
            raise UnknownHTMLError(f"<{tag}>")
        if tag == "table":
            self.parts.append(SCROLLING)
        self.parts.append(f"<{tag}{''.join(_attribute(tag, *pair) for pair in attrs)}>")
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
    return f" {name}" if value is None else f' {name}="{escape(value)}"'
