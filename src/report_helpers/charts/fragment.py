"""Pieces of HTML that a notebook shows: escaped, without style or script of their own."""

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup, escape

__all__ = ["Fragment", "badge", "claim_link", "paragraphs", "source_link", "table"]


@dataclass(frozen=True, slots=True)
class Fragment:
    """A piece of HTML and the plain text that stands for it elsewhere."""

    html: Markup
    text: str

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        # JupyterLab would set two dollar signs of a paragraph as a formula.
        html = f'<div class="mathjax_ignore">{self.html}</div>'
        return {"text/html": html, "text/plain": self.text}


def paragraphs(*sentences: str) -> Fragment:
    """Return one paragraph a text; plain text is escaped, `Markup` taken as it is."""
    parts = [escape(sentence) for sentence in sentences]
    html = Markup("\n").join(Markup("<p>{}</p>").format(part) for part in parts)
    return Fragment(html, "\n\n".join(part.striptags() for part in parts))


def table(caption: str, columns: Iterable[str], rows: Iterable[tuple[object, ...]]) -> Fragment:
    """Return a table; the first cell of a row is its header, and every cell is escaped.

    A cell that is `Markup` is taken as it is: only the makers of links and badges here give one.
    """
    titles = list(columns)
    cells = [[escape("" if cell is None else cell) for cell in row] for row in rows]
    head = Markup("").join(Markup('<th scope="col">{}</th>').format(title) for title in titles)
    body = Markup("\n").join(_row(row) for row in cells)
    html = Markup(
        '<table class="claims"><caption>{}</caption>\n<thead><tr>{}</tr></thead>\n'
        "<tbody>\n{}\n</tbody></table>"
    ).format(caption, head, body)
    lines = [" | ".join(titles), *(" | ".join(_plain(cell) for cell in row) for row in cells)]
    return Fragment(html, "\n".join([caption, *lines]))


def _plain(cell: Markup) -> str:
    return Markup("; ").join(cell.split("<br>")).striptags()


def _row(cells: list[Markup]) -> Markup:
    first, *rest = cells
    tail = Markup("").join(Markup("<td>{}</td>").format(cell) for cell in rest)
    return Markup('<tr><th scope="row">{}</th>{}</tr>').format(first, tail)


def badge(kind: str, words: str) -> Markup:
    """Return a badge: its meaning is in the words, the kind only colours it."""
    return Markup('<span class="badge badge-{}">{}</span>').format(kind, words)


def claim_link(claim_id: str, words: str) -> Markup:
    """Return a link to the claim's row in the sources."""
    return Markup('<a href="#claim-{}">{}</a>').format(claim_id, words)


def source_link(url: object, words: str) -> Markup:
    """Return a link to a page elsewhere, or the words alone where there is no http(s) address."""
    if not str(url).startswith(("http://", "https://")):
        return escape(words)
    return Markup('<a href="{}" rel="noopener noreferrer external">{}</a>').format(url, words)
