"""Builds the page: notebooks as sections of one HTML file that loads nothing from anywhere."""

import base64
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment
from markupsafe import Markup
from nbconvert.exporters.exporter import Exporter
from nbconvert.exporters.templateexporter import TemplateExporter
from nbformat import NotebookNode
from traitlets import Bool, default

import report_helpers
from report_helpers.charts.plotly_js import Bundle, plotly_js
from report_helpers.charts.theme import INKS
from report_helpers.claims.citations import EVIDENCE_LABEL
from report_helpers.errors import NotebookError
from report_helpers.reports.figure_view import WIDTH, FigureView
from report_helpers.reports.islands import content_policy, json_island, packed
from report_helpers.reports.outputs import PLOTLY, Block, Section, Text, sections
from report_helpers.reports.pictures import draw_pictures
from report_helpers.reports.prose import Prose

__all__ = ["Download", "MarketReportExporter", "Page", "build_page"]

TITLE: Final = "Market figures, checked"
LEAD: Final = (
    "What is printed about a market, recomputed where its digits allow it, and set beside "
    "what the originals say."
)
EXPLAINED: Final = {
    "publisher_page": "The publisher’s own page, or a copy of it, was read.",
    "secondary_page": "A page that quotes the publisher was read, not the publisher’s own.",
    "not_found": "The original was searched for and not found.",
    "not_applicable": "The figure is its own source.",
}
TEMPLATES: Final = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class Download:
    """A file that the page hands out."""

    name: str
    content: bytes
    media_type: str = "text/csv"

    @property
    def address(self) -> str:
        """The file as a data URL."""
        return f"data:{self.media_type};base64,{base64.b64encode(self.content).decode()}"

    @property
    def size(self) -> str:
        """The file's size in words."""
        return f"{max(1, round(len(self.content) / 1000)):,} kB"


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


class MarketReportExporter(TemplateExporter):  # type: ignore[misc]
    """nbconvert's way to the same page, of one notebook."""

    export_from_notebook = "Market report"
    output_mimetype = "text/html"
    pictures = Bool(True, help="Draw each chart as a picture too, where a browser is found.").tag(
        config=True
    )

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
        environment: Environment = super()._create_environment()
        environment.autoescape = True
        environment.trim_blocks = environment.lstrip_blocks = True
        return environment

    def from_notebook_node(
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[str, dict[str, Any]]:
        """Return the page of a notebook."""
        notebook, resources = Exporter.from_notebook_node(self, nb, resources, **kw)
        page = _build([notebook], self, None, self.pictures, TITLE, None)
        return page.html, resources


def build_page(
    notebooks: Sequence[NotebookNode],
    *,
    download: Download | None = None,
    pictures: bool = True,
    title: str = TITLE,
    as_of: str | None = None,
) -> Page:
    """Return the page of executed notebooks; the same notebooks give the same bytes.

    Args:
        notebooks: in the order of the sections.
        download: the data that the page hands out.
        pictures: whether to draw a picture of each chart, if a browser is found.
        title: the page's heading.
        as_of: the day that the report speaks of; without it, the notebooks' parameter.

    Raises:
        NotebookError: an output is an error or cannot be shown, or a chart got lost.
        SetupError: there is a browser, and it does not draw.
    """
    return _build(notebooks, _exporter(), download, pictures, title, as_of)


@cache
def _exporter() -> MarketReportExporter:
    return MarketReportExporter()


def _build(
    notebooks: Sequence[NotebookNode],
    exporter: MarketReportExporter,
    download: Download | None,
    pictures: bool,
    title: str,
    as_of: str | None,
) -> Page:
    parts = sections(notebooks)
    views = [view for part in parts for view in part.figures]
    traces = sorted({kind for view in views for kind in view.trace_types})
    bundle = plotly_js(traces)
    drawn = draw_pictures(views, bundle) if pictures else {}
    environment = exporter.environment
    content = {
        "title": title,
        "lead": LEAD,
        "as_of": as_of or _day(notebooks),
        "generator": f"market-report {report_helpers.__version__}",
        "sections": [_shown(part, drawn, environment) for part in parts],
        "evidence": EVIDENCE_LABEL,
        "explained": EXPLAINED,
        "download": download,
        "style": Markup(_inks_as_css() + _text("page.css")),
        **_scripts(views, bundle),
    }
    html = exporter.template.render(page=content)
    return Page(html, _arrived(html, notebooks), len(drawn), bundle.name, tuple(traces))


def _scripts(views: Iterable[FigureView], bundle: Bundle) -> dict[str, object]:
    script = _text("page.js")
    return {
        "bundle": bundle,
        "policy": content_policy([script, bundle.source]),
        "inks": json_island({ink.light: ink.dark for ink in INKS.values()}),
        "charts": packed(_figures_json(views)),
        "plotly": packed(bundle.source),
        "script": Markup(script),
    }


def _figures_json(views: Iterable[FigureView]) -> str:
    live = {view.name: view.live() for view in views}
    try:
        return json.dumps(live, allow_nan=False, separators=(",", ":"))
    except ValueError as error:
        raise NotebookError(
            "a chart", "refusing to publish: a number in it is not finite", "leave it out"
        ) from error


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
            template = environment.get_template("figure.html.j2")
            picture = drawn.get(block.name)
            return Markup(
                template.render(view=block, picture=picture, width=WIDTH, evidence=EVIDENCE_LABEL)
            )
        case _:
            return block


def _text(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")


def _inks_as_css() -> str:
    light = "".join(f"--{name}:{ink.light};" for name, ink in INKS.items())
    dark = "".join(f"--{name}:{ink.dark};" for name, ink in INKS.items())
    # A sheet of paper is light, whatever the reader's screen is.
    return f":root{{{light}}}@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}\n"


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
