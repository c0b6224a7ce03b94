"""Renders Markdown cells: headings one level lower with anchors, raw HTML as text."""

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
    {
        *(
            "about-this-report",
            "answer",
            "charts",
            "claim-dossiers",
            "claim-rows",
            "claims-file",
            "inks",
        ),
        *("plotly", "report", "what-changed"),
    }
)
"""Anchors that the templates use."""

ATTACHED: Final = ("image/png", "image/jpeg", "image/gif", "image/webp")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading for the page's navigation; `level` is its level in the notebook."""

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
    """Assigns unique anchors to the headings and charts of a page."""

    taken: set[str] = field(default_factory=lambda: set(TAKEN))

    def claim(self, text: str) -> str:
        """Return an anchor for the text, with a number if the anchor is taken."""
        wanted = anchor = slug(text)
        number = 2
        while anchor in self.taken:
            anchor, number = f"{wanted}-{number}", number + 1
        self.taken.add(anchor)
        return anchor


def slug(text: str) -> str:
    """Return a text as a URL fragment: lower-case ASCII letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-") or "part"


def render_markdown(
    source: str, anchors: Anchors, attachments: Mapping[str, Mapping[str, str]] | None = None
) -> Prose:
    """Return a Markdown cell as HTML, with first-level headings as `<h2>` and so on.

    Raw HTML becomes text, and a picture that a browser would have to load becomes a link.
    """
    renderer = _Renderer(anchors, attachments or {})
    # Without plugins for strikethrough and math, so that dollars and tildes stay as written.
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
