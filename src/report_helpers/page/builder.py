"""Builds the page: executed notebooks become the sections of one HTML file that loads nothing."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from markupsafe import Markup
from nbformat import NotebookNode

import report_helpers
from report_helpers.claims.citations import EVIDENCE_LABEL
from report_helpers.drawing.licence_notices import licences
from report_helpers.drawing.plotly_js import plotly_js
from report_helpers.errors import NotebookError, UsageError
from report_helpers.page.blocks.embedded_pictures import PictureError, picture
from report_helpers.page.blocks.markdown import Prose
from report_helpers.page.blocks.outputs import PLOTLY, Block, Text
from report_helpers.page.changes_section import changes_section
from report_helpers.page.chart_links import charts_of_claims, with_chart_links
from report_helpers.page.chart_view import ChartView
from report_helpers.page.claim_places import with_places
from report_helpers.page.claims_view import ClaimsView
from report_helpers.page.embedding import Download, script_json
from report_helpers.page.environment import render_template, style
from report_helpers.page.images.pictures import NoBrowserError, draw_pictures
from report_helpers.page.page_scripts import scripts
from report_helpers.page.running_heads import running_heads
from report_helpers.page.sections import Section, sections
from report_helpers.settings.active import report_name, settings
from report_helpers.text.html import Fragment

__all__ = ["Download", "Page", "build_page"]

TITLE: Final = "Market figures, checked"
EXPLAINED: Final = {
    "publisher_page": "The publisher's own page, or a copy of it, was read.",
    "secondary_page": "A page that quotes the publisher was read, not the publisher's own.",
    "not_found": "The original was searched for and not found.",
    "not_searched": "The original was not searched for.",
    "not_applicable": "The figure has no original to compare it with.",
}


LEVELS: Final = {level: (words, EXPLAINED[level]) for level, words in EVIDENCE_LABEL.items()}
"""What each level of evidence is called, and what it means."""


CONTROLS: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]+")
"""Characters that no HTML may have: none but tab and the ends of lines."""


@dataclass(frozen=True, slots=True)
class Page:
    """A built page and its contents.

    `charts` names the charts in it, in order; `pictures` counts those that have a static picture
    too; `bundle` is the name of the plotly.js in it; `unpictured` says why pictures that were asked
    for are missing, if a browser was found.
    """

    html: str
    charts: tuple[str, ...]
    pictures: int
    bundle: str
    trace_types: tuple[str, ...]
    unpictured: str = ""


def build_page(  # noqa: PLR0913 all are keywords but the first
    notebooks: Sequence[NotebookNode],
    *,
    files: Sequence[Path] = (),
    as_of: str | None = None,
    download: Download | None = None,
    pictures: bool = True,
    changed: Fragment | Markup | None = None,
    expected: str | None = None,
    logo: bytes = b"",
) -> Page:
    """Return the page of executed notebooks; the same arguments give the same bytes.

    Args:
        notebooks: in the order of the sections.
        files: their paths, if they are known: messages name them, and local pictures are looked
            for beside them.
        as_of: the date of the report, as YYYY-MM-DD.
        download: the data file that the page offers.
        pictures: whether to draw a picture of each chart, if a browser is found.
        changed: the changes since the previous report: a sentence for the top, then tables.
        expected: the date by which the next report is due, as YYYY-MM-DD; a reader who opens the
            page on a later date, in UTC, sees that it may be stale.
        logo: the picture that the settings name.

    The words, colors and licence are those of the active settings.

    Raises:
        UsageError: the logo is no picture.
        NotebookError: an output is an error, `changed` or an output cannot be shown, or a chart
            is missing from the page.
        SetupError: a browser was found and cannot draw the charts.
    """
    every = sections(notebooks, files)
    parts = [part for part in every if part.blocks]
    views = [view for part in parts for view in part.charts]
    views_and_others = [one for view in views for one in view.all_views]
    trace_types = sorted({kind for view in views_and_others for kind in view.trace_types})
    bundle = plotly_js(trace_types)
    drawn, unpictured = dict[str, Markup](), ""
    if pictures:
        try:
            drawn = draw_pictures([view for view in views_and_others if view.draws], bundle)
        except NoBrowserError as error:
            unpictured = str(error)
    table, download = _claims_table(parts, views, download)
    title = _title(parts)
    content = {
        "title": title,
        "name": report_name(),
        "about": settings(),
        "logo": _logo(logo),
        "as_of": as_of,
        "expected": expected,
        "changed": None if changed is None else changes_section(changed),
        "links": _links(parts),
        "download": download,
        "generator": f"market-report {report_helpers.__version__}",
        "sections": [_section(part, drawn, table, charts_of_claims(views)) for part in parts],
        "levels": LEVELS,
        "bundle": bundle,
        "licences": licences(bundle),
        "style": style() + running_heads(title, as_of),
        **scripts(views, bundle),
    }
    html = CONTROLS.sub("", with_places(_rendered(content)))
    left_out = sum(part.left_out for part in every)
    return Page(
        html,
        _charts_in(html, notebooks, left_out),
        len(drawn),
        bundle.name,
        tuple(trace_types),
        unpictured,
    )


def _title(parts: Sequence[Section]) -> str:
    """Return the computed headline of the first section, if it has one."""
    computed = parts and parts[0].blocks and isinstance(parts[0].blocks[0], Markup)
    return parts[0].title if computed else settings().title or TITLE


def _logo(content: bytes) -> Markup:
    if not content:
        return Markup("")
    try:
        return picture(content, "", settings().logo)
    except PictureError as error:
        fix = "give a PNG, JPEG, GIF, WebP or SVG"
        raise UsageError("report.toml:logo", f"it names {error}", fix) from error


def _links(parts: Iterable[Section]) -> list[tuple[str, str]]:
    """Return words and anchors of the bar: those that notebooks name, else all titles."""
    named = dict[str, str]()
    for part in parts:
        for words, anchor in part.links:
            named.setdefault(words, anchor)
    return list(named.items()) or [(part.title, part.anchor) for part in parts]


def _claims_table(
    parts: Iterable[Section], charts: Sequence[ChartView], download: Download | None
) -> tuple[Markup, Download | None]:
    """Return the table of all claims, empty if there is none, and the file of the page."""
    views = [block for part in parts for block in part.blocks if isinstance(block, ClaimsView)]
    if not views:
        return Markup(""), download
    if len(views) > 1:
        what = f"refusing to publish: {len(views)} tables of all claims"
        raise NotebookError("the page", what, "show one")
    view, file = views[0].with_lines(download)
    html = render_template(
        "claims.html.j2",
        view=view,
        file=file,
        rows=view.packed_rows(charts),
        charts=charts,
        dossiers=script_json(view.dossiers),
    )
    return Markup(html), file  # noqa: S704 the template escapes


def _section(
    part: Section,
    drawn: Mapping[str, Markup],
    table: Markup,
    charts: Mapping[str, Iterable[ChartView]],
) -> dict[str, object]:
    return {
        "title": part.title,
        "anchor": part.anchor,
        "folded": part.folded,
        "blocks": [with_chart_links(_block(block, drawn, table), charts) for block in part.blocks],
    }


def _block(block: Block, drawn: Mapping[str, Markup], table: Markup) -> Markup:
    match block:
        case ClaimsView():
            return table
        case Prose():
            return block.html
        case Text():
            return Markup('<pre tabindex="0">{}</pre>').format(block.text)
        case ChartView():
            html = render_template(
                "chart.html.j2",
                chart=block,
                pictures=drawn,
                words=EVIDENCE_LABEL,
                table=table,
            )
            return Markup(html)  # noqa: S704 the template escapes
        case _:
            return block


def _rendered(content: Mapping[str, object]) -> str:
    html = render_template("page.html.j2", page=content)
    try:
        html.encode()
    except UnicodeEncodeError as error:
        what = f"refusing to publish: a text holds half a character, {error.object[error.start]!a}"
        raise NotebookError("the page", what, "correct the data or the notebook") from error
    return html


def _charts_in(html: str, notebooks: Iterable[NotebookNode], left_out: int) -> tuple[str, ...]:
    """Return the names of the charts in the finished page; refuse a page that lacks one."""
    # A chart in the place of another has its class first, and is not counted.
    found = tuple(re.findall(r'<figure id="figure-([a-z0-9-]+)"', html))
    expected = (
        sum(
            PLOTLY in output.get("data", {})
            for notebook in notebooks
            for cell in notebook.cells
            for output in cell.get("outputs", ())
        )
        - left_out
    )
    if len(found) != expected:
        what = f"refusing to publish: {len(found)} of {expected} charts arrived"
        raise NotebookError("the page", what, "report this as a bug")
    return found
