"""Turns notebooks into sections of the page; an output that cannot be shown is refused.

The page shows Markdown, charts, HTML and text. It does not show code or stderr. An output of
another type stops the page, because dropping it silently would hide a result.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from markupsafe import Markup
from nbformat import NotebookNode

from report_helpers.errors import NotebookError
from report_helpers.page.chart_view import ChartView, chart_view
from report_helpers.page.claims_view import ClaimsView, claims_view
from report_helpers.page.html_sanitizer import UnknownHTMLError, rewrite_html
from report_helpers.page.markdown import Anchors, Heading, Prose, render_markdown
from report_helpers.page.notebook_settings import notebook_settings
from report_helpers.text.claim_explorer import CLAIMS

__all__ = ["PLOTLY", "Block", "Section", "Text", "sections"]

PLOTLY: Final = "application/vnd.plotly.v1+json"
LISTED: Final = 2
HEADLINE: Final = re.compile(r'(?:<div[^>]*>)?\s*<h2[^>]*\bid="([^"]+)"[^>]*>(.*?)</h2>', re.DOTALL)
SHOWABLE: Final = "show the result as a chart, a table of this package or text"


@dataclass(frozen=True, slots=True)
class Text:
    """Plain text, shown without changes."""

    text: str


Block = Prose | ChartView | ClaimsView | Markup | Text


@dataclass(frozen=True, slots=True)
class Section:
    """One notebook on the page.

    `links` are the words and anchors that it gives the page's bar; `folded` the words that open
    all but its first block, empty if it is not folded.
    """

    title: str
    anchor: str
    headings: tuple[Heading, ...]
    blocks: tuple[Block, ...]
    links: tuple[tuple[str, str], ...] = ()
    folded: str = ""

    @property
    def charts(self) -> tuple[ChartView, ...]:
        """The section's charts, in order; without those that a reader can choose instead."""
        return tuple(block for block in self.blocks if isinstance(block, ChartView))


def sections(notebooks: Sequence[NotebookNode]) -> list[Section]:
    """Return the notebooks as sections with unique anchors for headings and charts.

    Raises:
        NotebookError: an output is an error or has no type that the page can show.
    """
    anchors = Anchors()
    return [_section(number, notebook, anchors) for number, notebook in enumerate(notebooks, 1)]


def _section(number: int, notebook: NotebookNode, anchors: Anchors) -> Section:
    blocks = tuple(_blocks(f"notebook {number}", notebook, anchors))
    found = [head for block in blocks if isinstance(block, Prose) for head in block.headings]
    headline = _headline(blocks)
    if headline:
        return _set(Section(*headline, _listed(found), blocks), number, notebook)
    if found and found[0].level == 1:
        head, found = found[0], found[1:]
    else:
        title = str(notebook.metadata.get("title") or f"Part {number}")
        head = Heading(1, title, anchors.claim(title))
        shown = Prose(Markup('<h2 id="{}">{}</h2>').format(head.anchor, title), (head,))
        blocks = (shown, *blocks)
    return _set(Section(head.text, head.anchor, _listed(found), blocks), number, notebook)


def _headline(blocks: Sequence[Block]) -> tuple[str, str] | None:
    """Return title and anchor of a computed headline: an `<h2 id>` that begins the section."""
    first = blocks[0] if blocks else None
    found = HEADLINE.match(first) if isinstance(first, Markup) else None
    return (Markup(found[2]).striptags(), found[1]) if found else None  # noqa: S704 stripped


def _set(section: Section, number: int, notebook: NotebookNode) -> Section:
    """Return the section as its notebook's metadata want it.

    Raises:
        NotebookError: a link leads to a heading that the notebook does not have.
    """
    settings = notebook_settings(f"notebook {number}", notebook)
    anchors = [section.anchor, *(heading.anchor for heading in section.headings)]
    lost = [anchor for anchor in settings.bar.values() if anchor not in anchors]
    if lost:
        what = f"its bar links to {lost[0]!a}, which no heading has"
        fix = f"write one of {', '.join(anchors)} in market_report.bar of its metadata"
        raise NotebookError(f"notebook {number}", what, fix)
    # The keys of a notebook's metadata are stored in alphabetical order.
    links = sorted(settings.bar.items(), key=lambda link: anchors.index(link[1]))
    return replace(section, links=tuple(links), folded=settings.folded)


def _listed(headings: Sequence[Heading]) -> tuple[Heading, ...]:
    return tuple(heading for heading in headings if heading.level <= LISTED)


def _blocks(place: str, notebook: NotebookNode, anchors: Anchors) -> Iterator[Block]:
    for number, cell in enumerate(notebook.cells, 1):
        if cell.cell_type == "markdown":
            yield render_markdown(cell.source, anchors, cell.get("attachments"))
        elif cell.cell_type == "code":
            for output in cell.outputs:
                yield from _output(f"{place}, cell {number}", output, anchors)


def _output(place: str, output: Mapping[str, Any], anchors: Anchors) -> Iterator[Block]:
    if output["output_type"] == "error":
        raise _refusal(place, f"the cell failed with {output['ename']}", "run it in JupyterLab")
    if output["output_type"] == "stream":
        if output["name"] == "stdout" and output["text"].strip():
            yield Text(output["text"])
    else:
        yield _shown(place, output["data"], anchors)


def _shown(place: str, data: Mapping[str, Any], anchors: Anchors) -> Block:
    if PLOTLY in data:
        return chart_view(data[PLOTLY], anchors)
    if CLAIMS in data:
        return claims_view(place, data[CLAIMS])
    if "text/html" in data:
        try:
            return rewrite_html(data["text/html"])
        except UnknownHTMLError as error:
            raise _refusal(place, f"its HTML holds {error}", SHOWABLE) from error
    # With another type, the plain text is only a placeholder for the result.
    if set(data) == {"text/plain"}:
        return Text(data["text/plain"])
    richer = ", ".join(sorted(set(data) - {"text/plain"})) or "nothing"
    raise _refusal(place, f"the page cannot show {richer}", SHOWABLE)


def _refusal(place: str, what: str, fix: str) -> NotebookError:
    return NotebookError(place, f"refusing to publish: {what}", fix)
