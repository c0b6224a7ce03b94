"""Rewrites HTML for mail programs: looks as `style` attributes, and no links within the page."""

from collections.abc import Iterator, Sequence
from html import escape
from html.parser import HTMLParser
from typing import Final, NamedTuple

from markupsafe import Markup

from report_helpers.colors import light

__all__ = ["inlined"]

SANS: Final = "font-family:system-ui,-apple-system,'Segoe UI',Roboto,Arial,sans-serif"
RULE: Final = f"border-bottom:1px solid {light('grid')}"
LOOKS: Final = {
    "a": f"color:{light('blue')}",
    "body": f"margin:0;padding:16px;background:{light('paper')};color:{light('text')};"
    f"font-size:15px;line-height:1.5;{SANS}",
    "code": "font-family:Consolas,Menlo,monospace;font-size:14px",
    "h2": "margin:0 0 8px;font-size:24px;line-height:1.25",
    "h3": "margin:0 0 8px;font-size:18px;line-height:1.35",
    "img": "display:block;max-width:100%;height:auto;border:0",
    "p": "margin:0 0 10px",
    "table": "width:100%;border-collapse:collapse;font-size:14px;line-height:1.4",
    "td": f"padding:6px 8px 6px 0;text-align:left;vertical-align:top;{RULE}",
    "th": f"padding:6px 8px 6px 0;text-align:left;vertical-align:bottom;font-weight:600;"
    f"color:{light('muted')};{RULE}",
    ".checked": f"color:{light('muted')}",
    ".credit": f"display:block;color:{light('muted')};font-size:13px",
    ".foot": f"margin:20px 0 4px;color:{light('muted')};font-size:13px",
    ".frame": "max-width:720px;margin:0 auto",
    ".gravest": f"margin:18px 0;padding:12px 16px;border-left:4px solid {light('pink')}",
    ".label": "font-weight:600",
    ".marks": "width:auto;margin:14px 0",
    ".note": f"margin:0;color:{light('muted')};font-size:13px",
    ".number": f"color:{light('muted')}",
    ".part": "margin:26px 0 8px;font-size:18px",
    ".verdict": "font-weight:600",
    ".verdict-cannot-be-checked": f"color:{light('grey')}",
    ".verdict-contradicted": f"color:{light('pink')}",
    ".verdict-differs": f"color:{light('article')}",
    ".verdict-holds": f"color:{light('green')}",
    ".verdict-needs-context": f"color:{light('amber')}",
    ".what": "display:block",
}
"""The looks of elements and, by their dot, of classes."""
KEPT: Final = frozenset({"alt", "colspan", "lang", "scope", "src", "height", "width"})
VOID: Final = frozenset({"br", "hr", "img", "meta"})
SPOKEN: Final = "spoken"
"""The class of words that only screen readers get: a table's headings say the same."""


def inlined(html: str) -> Markup:
    """Return HTML of ours with the looks of its elements and classes as `style` attributes.

    Links to places on the page lose the link and keep their words.
    """
    writer = _Writer()
    writer.feed(html)
    writer.close()
    return Markup("".join(writer.parts))  # noqa: S704 rewritten from markup of ours


class _Open(NamedTuple):
    """An element whose end is still to come; `end` is empty if its tags are left out."""

    end: str
    silent: bool


class _Writer(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.open: list[_Open] = []

    @property
    def silent(self) -> bool:
        return bool(self.open) and self.open[-1].silent

    def handle_decl(self, decl: str) -> None:
        self.parts.append(f"<!{decl}>")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        classes = given.get("class", "").split()
        silent = self.silent or SPOKEN in classes
        left_out = silent or (tag == "a" and given.get("href", "").startswith("#"))
        if not left_out:
            self.parts.append(f"<{tag}{''.join(_attributes(tag, classes, given))}>")
        if tag not in VOID:
            self.open.append(_Open("" if left_out else f"</{tag}>", silent))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            self.parts.append(self.open.pop().end)

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.parts.append(escape(data, quote=False))


def _attributes(tag: str, classes: Sequence[str], given: dict[str, str]) -> Iterator[str]:
    for name, value in given.items():
        if name in KEPT or (name == "href" and value.startswith(("http://", "https://"))):
            yield f' {name}="{escape(value)}"'
    looks = [LOOKS.get(name, "") for name in (tag, *(f".{each}" for each in classes))]
    style = ";".join(filter(None, looks))
    if style:
        yield f' style="{escape(style)}"'
