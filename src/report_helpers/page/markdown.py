"""Markdown cells as HTML: headings a level down and linkable, raw HTML shown as text."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import mistune
from markupsafe import Markup, escape
from mistune.plugins.table import table as tables

__all__ = ["Anchors", "Heading", "Prose", "render_markdown", "slug"]

DEEPEST: Final = 6
LINKED: Final = re.compile(r"(https?://|mailto:|#)", re.IGNORECASE)
TAKEN: Final = frozenset(
    {"about-this-report", "charts", "inks", "plotly", "report", "what-changed"}
)
"""The anchors of the page's own parts."""

ATTACHED: Final = ("image/png", "image/jpeg", "image/gif", "image/webp")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading as the page's navigation lists it; `level` is the one of the notebook."""

    level: int
    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Prose:
    """A Markdown cell as HTML, and the headings in it."""

    html: Markup
    headings: tuple[Heading, ...] = ()


@dataclass(slots=True)
class Anchors:
    """Gives every heading and chart of a page an anchor of its own."""

    taken: set[str] = field(default_factory=lambda: set(TAKEN))

    def claim(self, text: str) -> str:
        """Return the text as an anchor, numbered where another has it already."""
        wanted = anchor = slug(text)
        number = 2
        while anchor in self.taken:
            anchor, number = f"{wanted}-{number}", number + 1
        self.taken.add(anchor)
        return anchor


def slug(text: str) -> str:
    """Return a text as an address's fragment: lower-case ASCII letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-") or "part"


def render_markdown(
    source: str, anchors: Anchors, attachments: Mapping[str, Mapping[str, str]] | None = None
) -> Prose:
    """Return a Markdown cell as HTML, its first-level heading as `<h2>` and so on.

    Raw HTML and pictures that a reader's browser would have to fetch are not taken over: the
    first is shown as text, the second as links.
    """
    renderer = _Renderer(anchors, attachments or {})
    # Without the plugins' strikethrough, math and the like: dollars and tildes stay as written.
    html = str(mistune.Markdown(renderer, plugins=[tables])(source))
    return Prose(Markup(html), tuple(renderer.headings))  # noqa: S704 the renderer escapes


class _Renderer(mistune.HTMLRenderer):
    def __init__(self, anchors: Anchors, attachments: Mapping[str, Mapping[str, str]]) -> None:
        super().__init__(escape=True)
        self.anchors = anchors
        self.attachments = attachments
        self.headings: list[Heading] = []

    def heading(self, text: str, level: int, **_: Any) -> str:
        words = Markup(text).striptags()  # noqa: S704 stripped
        heading = Heading(level, words, self.anchors.claim(words))
        self.headings.append(heading)
        tag = f"h{min(level + 1, DEEPEST)}"
        return f'<{tag} id="{heading.anchor}">{text}</{tag}>\n'

    def link(self, text: str, url: str, title: str | None = None) -> str:  # noqa: ARG002 as mistune calls it
        if not LINKED.match(url):
            return text
        address = escape(url)
        away = "" if address.startswith("#") else ' rel="noopener noreferrer external"'
        return f'<a href="{address}"{away}>{text}</a>'

    def image(self, text: str, url: str, title: str | None = None) -> str:  # noqa: ARG002 as mistune calls it
        files = self.attachments.get(url.removeprefix("attachment:"), {})
        for kind in ATTACHED:
            if kind in files:
                data = escape(f"data:{kind};base64,{files[kind]}")
                return f'<img src="{data}" alt="{text}">'
        return self.link(text or str(escape(url)), url)
