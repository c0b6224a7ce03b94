"""Renders Markdown: headings one level lower with anchors, formulas as MathML, raw HTML as text."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import mistune
from markupsafe import Markup, escape
from mistune.plugins.table import table as tables

from report_helpers.page.blocks.embedded_pictures import picture_file, picture_of_output
from report_helpers.page.blocks.mathml import mathml

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

LOADED: Final = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
"""How an address begins that is no path in the notebook's folder."""

# A dollar before a space or after one is money, and so is one before a digit: $1 to $2, US$1/US$2.
FORMULA: Final = (
    r"\$\$(?P<displayed>(?:\\.|[^$\\])+)\$\$"
    r"|(?<![\w\\$])\$(?=\S)(?P<inline>(?:\\.|[^$\\\n])+?)(?<=\S)\$(?![\d\w$])"
)


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
    source: str,
    anchors: Anchors,
    folder: Path | None = None,
    attachments: Mapping[str, Mapping[str, str]] | None = None,
) -> Prose:
    """Return Markdown as HTML, with first-level headings as `<h2>` and so on.

    Raw HTML becomes text, and a picture that a browser would have to load becomes a link.

    Args:
        source: the Markdown.
        anchors: those of the page.
        folder: the notebook's, in which local pictures are looked for; None if it is not known.
        attachments: the pictures in the cell itself.

    Raises:
        FormulaError: a formula has no MathML.
        PictureError: a picture cannot be embedded.
    """
    renderer = _Renderer(anchors, folder, attachments or {})
    # Without the plugin for strikethrough, so that tildes stay as written.
    html = str(mistune.Markdown(renderer, plugins=[tables, _formulas])(source))
    return Prose(Markup(html), tuple(renderer.headings))  # noqa: S704 the renderer escapes


def _formulas(md: mistune.Markdown) -> None:
    """Read formulas between dollars; mistune's own plugin takes two prices for a formula."""
    md.inline.register("formula", FORMULA, _formula, before="link")


def _formula(_: mistune.InlineParser, found: re.Match[str], state: mistune.InlineState) -> int:
    block = found["displayed"]
    state.append_token(
        {"type": "formula", "raw": block or found["inline"], "attrs": {"block": bool(block)}}
    )
    return found.end()


class _Renderer(mistune.HTMLRenderer):
    def __init__(
        self, anchors: Anchors, folder: Path | None, attachments: Mapping[str, Mapping[str, str]]
    ) -> None:
        super().__init__(escape=True)
        self.anchors = anchors
        self.folder = folder
        self.attachments = attachments
        self.headings: list[Heading] = []

    def formula(self, latex: str, *, block: bool) -> str:
        return mathml(latex, block=block)

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
        alt = Markup(text).striptags()  # noqa: S704 stripped
        attached = self.attachments.get(url.removeprefix("attachment:"))
        if attached:
            return picture_of_output(attached, {"alt": alt}) or text
        if LOADED.match(url):
            return self.link(text or str(escape(url)), url)
        return picture_file(self.folder, url, alt)
