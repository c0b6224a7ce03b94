"""Builds the page: notebooks as sections of one HTML file that loads nothing from anywhere."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from jinja2 import Environment
from markupsafe import Markup
from nbconvert.exporters.exporter import Exporter
from nbconvert.exporters.templateexporter import TemplateExporter
from nbformat import NotebookNode
from traitlets import Bool, default

import report_helpers
from report_helpers.charts.toolkit.plotly_js import plotly_js
from report_helpers.claims.citations import EVIDENCE_LABEL
from report_helpers.errors import NotebookError
from report_helpers.page.changes_section import changes_section, checked_day
from report_helpers.page.chart_view import WIDTH, FigureView
from report_helpers.page.embedding import Download, scripts
from report_helpers.page.images.pictures import draw_pictures
from report_helpers.page.markdown import Prose
from report_helpers.page.sections import PLOTLY, Block, Section, Text, sections
from report_helpers.page.stylesheet import TEMPLATES, style
from report_helpers.text.html import Fragment

__all__ = ["Download", "MarketReportExporter", "Page", "build_page"]

TITLE: Final = "Market figures, checked"
LEAD: Final = (
    "What is printed about a market, recomputed where its digits allow it, and set beside "
    "what the originals say."
)
EXPLAINED: Final = {
    "publisher_page": "The publisher's own page, or a copy of it, was read.",
    "secondary_page": "A page that quotes the publisher was read, not the publisher's own.",
    "not_found": "The original was searched for and not found.",
    "not_applicable": "The figure has no original to compare it with.",
}


@dataclass(frozen=True, slots=True)
class Page:
    """A built page, and what it is made of.

    `figures` names the charts that arrived in it, in order; `pictures` counts those of them that
    also are static pictures; `bundle` is the name of the plotly.js inside.
    """

    html: str
    figures: tuple[str, ...]
    pictures: int
    bundle: str
    trace_types: tuple[str, ...]

    @property
    def size(self) -> int:
        """Bytes of the page as a file."""
        return len(self.html.encode())


class MarketReportExporter(TemplateExporter):
    """nbconvert's way to the same page, of one notebook."""

    export_from_notebook = "Market report"
    output_mimetype = "text/html"
    pictures = Bool(
        True,  # noqa: FBT003 traitlets takes its default so
        help="Draw each chart as a picture too, where a browser is found.",
    ).tag(config=True)

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".html"

    @default("template_name")
    def _template_name_default(self) -> str:
        return TEMPLATES.name

    @default("template_file")
    def _template_file_default(self) -> str:
        return "page.html.j2"

    @default("extra_template_basedirs")
    def _extra_template_basedirs_default(self) -> list[str]:
        return [str(TEMPLATES.parent)]

    def _create_environment(self) -> Environment:
        environment: Environment = super()._create_environment()  # type: ignore[no-untyped-call]
        environment.autoescape = True
        environment.trim_blocks = environment.lstrip_blocks = True
        return environment

    def from_notebook_node(  # type: ignore[override]
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[str, dict[str, Any]]:
        """Return the page of a notebook."""
        notebook, resources = Exporter.from_notebook_node(self, nb, resources, **kw)
        return self.page([notebook], {"title": TITLE}, pictures=self.pictures).html, resources

    def page(
        self,
        notebooks: Sequence[NotebookNode],
        words: Mapping[str, Any],
        *,
        pictures: bool,
        first: Sequence[Section] = (),
    ) -> Page:
        """Return the page of notebooks, after sections that are none.

        `words` are those of the template that vary.
        """
        parts = [*first, *sections(notebooks)]
        views = [view for part in parts for view in part.figures]
        traces = sorted({kind for view in views for kind in view.trace_types})
        bundle = plotly_js(traces)
        drawn = draw_pictures(views, bundle) if pictures else {}
        content = {
            "as_of": _day(notebooks),
            "lead": LEAD,
            "generator": f"market-report {report_helpers.__version__}",
            "sections": [_shown(part, drawn, self.environment) for part in parts],
            "evidence": EVIDENCE_LABEL,
            "explained": EXPLAINED,
            "bundle": bundle,
            "style": style(),
            **scripts(views, bundle),
            **words,
        }
        html = _writable(self.template.render(page=content))
        return Page(html, _arrived(html, notebooks), len(drawn), bundle.name, tuple(traces))


def build_page(  # noqa: PLR0913 all are keywords but the first
    notebooks: Sequence[NotebookNode],
    *,
    download: Download | None = None,
    pictures: bool = True,
    title: str = TITLE,
    changed: Fragment | Markup | None = None,
    since: str | None = None,
    expected: str | None = None,
) -> Page:
    """Return the page of executed notebooks; the same notebooks give the same bytes.

    Args:
        notebooks: in the order of the sections; their parameter `as_of` dates the page.
        download: the data that the page hands out.
        pictures: whether to draw a picture of each chart, if a browser is found.
        title: the page's heading.
        changed: what changed since the report before, shown first.
        since: the day of that report, as YYYY-MM-DD.
        expected: the day by which the next report is expected, as YYYY-MM-DD; opened on a later
            one, in UTC, the page says that it may be stale.

    Raises:
        NotebookError: an output is an error, `changed` or an output cannot be shown, or a chart
            got lost.
        SetupError: there is a browser, and it does not draw.
        ValueError: a day is none.
    """
    words = {"title": title, "download": download, "expected": checked_day(expected)}
    first = [] if changed is None else [changes_section(changed, checked_day(since))]
    return _exporter().page(notebooks, words, pictures=pictures, first=first)


@cache
def _exporter() -> MarketReportExporter:
    return MarketReportExporter()  # type: ignore[no-untyped-call]


def _day(notebooks: Iterable[NotebookNode]) -> str | None:
    """Return the `as_of` that the notebooks were run with, as papermill notes it."""
    for notebook in notebooks:
        given = notebook.metadata.get("papermill", {}).get("parameters", {})
        if given.get("as_of"):
            return str(given["as_of"])
    return None


def _shown(
    part: Section, drawn: Mapping[str, Markup], environment: Environment
) -> dict[str, object]:
    blocks = [_block(block, drawn, environment) for block in part.blocks]
    return {
        "title": part.title,
        "anchor": part.anchor,
        "headings": part.headings,
        "blocks": blocks,
    }


def _block(block: Block, drawn: Mapping[str, Markup], environment: Environment) -> Markup:
    match block:
        case Prose():
            return block.html
        case Text():
            return Markup('<pre tabindex="0">{}</pre>').format(block.text)
        case FigureView():
            html = environment.get_template("figure.html.j2").render(
                view=block, picture=drawn.get(block.name), width=WIDTH, words=EVIDENCE_LABEL
            )
            return Markup(html)  # noqa: S704 the template escapes
        case _:
            return block


def _writable(html: str) -> str:
    try:
        html.encode()
    except UnicodeEncodeError as error:
        what = f"refusing to publish: a text holds half a character, {error.object[error.start]!a}"
        raise NotebookError("the page", what, "correct the data or the notebook") from error
    return html


def _arrived(html: str, notebooks: Iterable[NotebookNode]) -> tuple[str, ...]:
    """Return the names of the charts in the page, counted again from what was written."""
    found = tuple(re.findall(r'<figure id="figure-([a-z0-9-]+)"', html))
    expected = sum(
        PLOTLY in output.get("data", {})
        for notebook in notebooks
        for cell in notebook.cells
        for output in cell.get("outputs", ())
    )
    if len(found) != expected:
        what = f"refusing to publish: {len(found)} of {expected} charts arrived"
        raise NotebookError("the page", what, "report this as a bug")
    return found
