"""Turns notebooks into sections of the page: text and results, without code and stderr."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from pathlib import Path
from typing import Final, NamedTuple

from markupsafe import Markup
from nbformat import NotebookNode

from report_helpers.errors import NotebookError
from report_helpers.execution.notebook_settings import notebook_settings
from report_helpers.page.blocks.embedded_pictures import PictureError
from report_helpers.page.blocks.markdown import Anchors, Heading, Prose, render_markdown
from report_helpers.page.blocks.mathml import FormulaError
from report_helpers.page.blocks.outputs import Block, Cell, output_blocks, refusal
from report_helpers.page.chart_view import ChartView

__all__ = ["Section", "sections"]

LISTED: Final = 2
HEADLINE: Final = re.compile(r'(?:<div[^>]*>)?\s*<h2[^>]*\bid="([^"]+)"[^>]*>(.*?)</h2>', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Section:
    """One notebook on the page.

    `links` are the words and anchors that it gives the page's bar; `folded` the words that open
    all but its first block, empty if it is not folded; `left_out` counts the charts that have
    nothing to draw, and `only_with_charts` says that the section is for its charts.
    """

    title: str
    anchor: str
    headings: tuple[Heading, ...]
    blocks: tuple[Block, ...]
    links: tuple[tuple[str, str], ...] = ()
    folded: str = ""
    left_out: int = 0
    only_with_charts: bool = False

    @property
    def charts(self) -> tuple[ChartView, ...]:
        """The section's charts, in order; without those that a reader can choose instead."""
        return tuple(block for block in self.blocks if isinstance(block, ChartView))


class _Executed(NamedTuple):
    """An executed notebook: its name in messages, its folder, and its name if nothing titles it."""

    place: str
    folder: Path | None
    untitled: str
    notebook: NotebookNode


def sections(notebooks: Sequence[NotebookNode], files: Sequence[Path] = ()) -> list[Section]:
    """Return the notebooks as sections with unique anchors for headings and charts.

    Args:
        notebooks: in the order of the sections.
        files: their paths, as far as they are known: messages name them, and local pictures are
            looked for beside them.

    Raises:
        NotebookError: an output is an error or has no form that the page can show.
    """
    anchors = Anchors()
    pairs = zip_longest(notebooks, files[: len(notebooks)])
    found = (
        _section(
            _Executed(
                file.name if file else f"notebook {number}",
                file.parent if file else None,
                f"Part {number}",
                notebook,
            ),
            anchors,
        )
        for number, (notebook, file) in enumerate(pairs, 1)
    )
    return [without_empty(section) for section in found]


def _section(each: _Executed, anchors: Anchors) -> Section:
    if not notebook_settings(each.place, each.notebook.metadata).page:
        what = "its metadata say that it is no section of the page"
        raise NotebookError(each.place, what, "take `page` out of market_report in its metadata")
    blocks = tuple(_blocks(each, anchors))
    found = [head for block in blocks if isinstance(block, Prose) for head in block.headings]
    headline = _headline(blocks)
    if headline:
        return _set(Section(*headline, _listed(found), blocks), each)
    if found and found[0].level == 1:
        head, found = found[0], found[1:]
    else:
        title = str(each.notebook.metadata.get("title") or each.untitled)
        head = Heading(1, title, anchors.claim(title))
        shown = Prose(Markup('<h2 id="{}">{}</h2>').format(head.anchor, title), (head,))
        blocks = (shown, *blocks)
    return _set(Section(head.text, head.anchor, _listed(found), blocks), each)


def _headline(blocks: Sequence[Block]) -> tuple[str, str] | None:
    """Return title and anchor of a computed headline: an `<h2 id>` that begins the section."""
    first = blocks[0] if blocks else None
    found = HEADLINE.match(first) if isinstance(first, Markup) else None
    return (Markup(found[2]).striptags(), found[1]) if found else None  # noqa: S704 stripped


def _set(section: Section, each: _Executed) -> Section:
    """Return the section as its notebook's metadata want it.

    Raises:
        NotebookError: a link leads to a heading that the notebook does not have.
    """
    settings = notebook_settings(each.place, each.notebook.metadata)
    anchors = [section.anchor, *(heading.anchor for heading in section.headings)]
    bar = {words: anchor or section.anchor for words, anchor in settings.bar.items()}
    lost = [anchor for anchor in bar.values() if anchor not in anchors]
    if lost:
        what = f"its bar links to {lost[0]!a}, which no heading has"
        fix = f"write one of {', '.join(anchors)} in market_report.bar of its metadata"
        raise NotebookError(each.place, what, fix)
    # The keys of a notebook's metadata are stored in alphabetical order.
    links = sorted(bar.items(), key=lambda link: anchors.index(link[1]))
    return replace(
        section,
        links=tuple(links),
        folded=settings.folded,
        only_with_charts=settings.only_with_charts,
    )


def _listed(headings: Sequence[Heading]) -> tuple[Heading, ...]:
    return tuple(heading for heading in headings if heading.level <= LISTED)


def _blocks(each: _Executed, anchors: Anchors) -> Iterator[Block]:
    number = 0
    for part in each.notebook.cells:
        # papermill adds a cell, which the notebook as its author has it does not count.
        number += "injected-parameters" not in part.metadata.get("tags", ())
        cell = Cell(f"{each.place}:cell {number}", each.folder, anchors)
        if part.cell_type == "markdown":
            yield _prose(cell, part)
        elif part.cell_type == "code":
            for output in part.outputs:
                yield from output_blocks(cell, output)


def _prose(cell: Cell, part: NotebookNode) -> Prose:
    try:
        return render_markdown(part.source, cell.anchors, cell.folder, part.get("attachments"))
    except (FormulaError, PictureError) as error:
        raise refusal(cell, f"the text holds {error}", "correct the cell") from error


def without_empty(section: Section) -> Section:
    """Return a section without charts that have nothing to draw, and without what leads to them.

    A part of a section is a text with the results up to the next text. The text goes with its
    charts if all of them are empty; the heading of the section stays. A section that is for its
    charts has no blocks if all of them are empty.
    """
    empty = [block for block in section.charts if block.is_empty]
    if not empty:
        return section
    if section.only_with_charts and len(empty) == len(section.charts):
        return replace(section, headings=(), blocks=(), links=(), left_out=len(empty))
    kept = tuple(block for part in _parts(section.blocks) for block in _without_empty(part))
    anchors = {head.anchor for one in kept if isinstance(one, Prose) for head in one.headings}
    return replace(
        section,
        headings=tuple(head for head in section.headings if head.anchor in anchors),
        blocks=kept,
        links=tuple(link for link in section.links if link[1] in {section.anchor, *anchors}),
        left_out=len(empty),
    )


def _parts(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    part: list[Block] = []
    for block in blocks:
        if isinstance(block, Prose) and part:
            yield part
            part = []
        part.append(block)
    yield part


def _without_empty(part: Sequence[Block]) -> list[Block]:
    charts = [block for block in part if isinstance(block, ChartView)]
    kept = [block for block in part if not (isinstance(block, ChartView) and block.is_empty)]
    text = part[0]
    leads = isinstance(text, Prose) and not any(head.level == 1 for head in text.headings)
    return kept[1:] if charts and leads and all(one.is_empty for one in charts) else kept
