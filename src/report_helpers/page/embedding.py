"""What the page carries beside its words: script, charts, plotly.js, and their policy."""

import base64
import json
from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from report_helpers.charts.toolkit.colors import COLORS
from report_helpers.charts.toolkit.plotly_js import Bundle
from report_helpers.errors import NotebookError
from report_helpers.page.chart_view import FigureView
from report_helpers.page.data_islands import content_policy, json_island, packed
from report_helpers.page.projection_view import formulas_script
from report_helpers.page.stylesheet import TEMPLATES

__all__ = ["Download", "scripts"]


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


def scripts(views: Iterable[FigureView], bundle: Bundle) -> dict[str, object]:
    """Return the page's script, what it reads, and the policy that lets it alone run."""
    views = list(views)
    projections = {view.name: view.projection.island for view in views if view.projection}
    script = "\n".join(_scripts(with_projections=bool(projections)))
    return {
        "policy": content_policy([script, bundle.source]),
        "inks": json_island({ink.light: ink.dark for ink in COLORS.values()}),
        "charts": packed(_charts_json(views)),
        "plotly": packed(bundle.source),
        "projections": projections,
        "script": Markup(script),  # noqa: S704 it is ours
    }


def _scripts(*, with_projections: bool) -> list[str]:
    page = _text("page.js")
    return [page, formulas_script(), _text("projection.js")] if with_projections else [page]


def _charts_json(views: Iterable[FigureView]) -> str:
    live = {view.name: view.live() for view in views}
    try:
        return json.dumps(live, allow_nan=False, separators=(",", ":"))
    except ValueError as error:
        what = "refusing to publish: a number in a chart is not finite"
        raise NotebookError("the page", what, "leave it out of the chart") from error


def _text(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")
