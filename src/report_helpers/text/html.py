"""HTML for notebooks and the page: escaped, with classes only, without style or script."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup, escape

from report_helpers.claims.wording import LISTED, count_phrase
from report_helpers.reader_locale import day, tag_of
from report_helpers.text.cell_html import as_cell

__all__ = [
    "Fragment", "badge", "claim_link", "dated", "folded", "joined", "link",
    "others", "paragraphs", "source_link", "table",
]  # fmt: skip

DATE: Final = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}")


@dataclass(frozen=True, slots=True)
class Fragment:
    """HTML, and the same content as plain text."""

    html: Markup
    text: str

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {"text/html": as_cell(self.html), "text/plain": self.text}


def paragraphs(*sentences: str) -> Fragment:
    """Return a paragraph for each text; plain text is escaped, `Markup` is not."""
    parts = [escape(sentence) for sentence in sentences]
    html = Markup("\n").join(Markup("<p>{}</p>").format(part) for part in parts)
    return Fragment(html, "\n\n".join(part.striptags() for part in parts))


def others(count: int) -> list[str]:
    """Return a sentence on what is left out where only the first `LISTED` of many are listed."""
    more = count - LISTED
    return [f"{count_phrase(more).capitalize()} more are in the table of all claims."] * (more > 0)


def dated(when: object) -> Markup:
    """Return a date (YYYY-MM-DD, or its first parts) in words, as an element that machines read.

    Any other text is only escaped.
    """
    text = str(when)
    if not DATE.fullmatch(text):
        return escape(text)
    lang = Markup(' lang="{}"').format(tag_of()) if tag_of() else ""
    return Markup('<time datetime="{}"{}>{}</time>').format(text, lang, day(text))


def joined(*fragments: Fragment) -> Fragment:
    """Return fragments joined in order.

    Args:
        fragments: results of functions of `mr.text`.

    Example:
        >>> both = mr.text.joined(mr.text.backing(claims), mr.text.shares(claims))
    """
    html = Markup("\n").join(fragment.html for fragment in fragments)
    return Fragment(html, "\n\n".join(fragment.text for fragment in fragments))


def folded(words: str, body: Fragment, *, on_paper: bool = True) -> Fragment:
    """Return a fragment that opens when a reader clicks on these words, and perhaps on paper.

    Args:
        words: what a reader clicks on.
        body: what opens.
        on_paper: whether the page prints what is inside.

    Example:
        >>> part = mr.text.folded("In words", mr.text.backing(claims))
    """
    kept = Markup("") if on_paper else Markup(' class="closed"')
    html = Markup("<details{}><summary>{}</summary>\n{}\n</details>").format(kept, words, body.html)
    return Fragment(html, body.text)


def table(
    caption: str,
    columns: Iterable[str],
    rows: Iterable[tuple[object, ...]],
    claims: Iterable[str] = (),
) -> Fragment:
    """Return a table whose first column has the row headers.

    Cells are escaped unless they are `Markup`, which only the functions for links and badges
    return. Each cell has its column's title as `data-label`, which phones show.

    Args:
        caption: the caption; may be empty if the text before the table describes it.
        columns: the titles of the columns.
        rows: the cells of each row.
        claims: the claim of each row, if links to the claims lead to the rows.
    """
    titles = list(columns)
    cells = [[escape("" if cell is None else cell) for cell in row] for row in rows]
    head = Markup("").join(Markup('<th scope="col">{}</th>').format(title) for title in titles)
    places = [claim_place(claim_id) for claim_id in claims] or [""] * len(cells)
    body = Markup("\n").join(
        _row(titles, row, place) for row, place in zip(cells, places, strict=True)
    )
    named = Markup("<caption>{}</caption>").format(caption) if caption else ""
    html = Markup(
        '<table class="claims">{}\n<thead><tr>{}</tr></thead>\n<tbody>\n{}\n</tbody></table>'
    ).format(named, head, body)
    lines = [" | ".join(titles), *(" | ".join(_plain(cell) for cell in row) for row in cells)]
    return Fragment(html, "\n".join([*([caption] if caption else []), *lines]))


def _plain(cell: Markup) -> str:
    return Markup("; ").join(cell.split("<br>")).striptags()


def _row(titles: list[str], cells: list[Markup], place: str) -> Markup:
    first, *rest = cells
    named = Markup(' id="{}"').format(place) if place else ""
    tail = Markup("").join(
        Markup('<td data-label="{}">{}</td>').format(title, cell)
        for title, cell in zip(titles[1:], rest, strict=True)
    )
    return Markup('<tr{}><th scope="row">{}</th>{}</tr>').format(named, first, tail)


def badge(kind: str, words: str) -> Markup:
    """Return a badge; the words have its meaning, the kind only its color."""
    return Markup('<span class="badge badge-{}">{}</span>').format(kind, words)


def link(anchor: str, words: str) -> Markup:
    """Return a link to a place on the page."""
    return Markup('<a href="#{}">{}</a>').format(anchor, words)


def claim_link(claim_id: str, words: str) -> Markup:
    """Return a link to the claim's row in the sources."""
    return link(claim_place(claim_id), words)


def claim_place(claim_id: str) -> str:
    """Return the name of the place of a claim."""
    return f"claim-{claim_id}"


def source_link(url: object, words: str) -> Markup:
    """Return a link to another site, or only the words if the URL is not http(s)."""
    if not str(url).startswith(("http://", "https://")):
        return escape(words)
    return Markup('<a href="{}" rel="noopener noreferrer external">{}</a>').format(url, words)
