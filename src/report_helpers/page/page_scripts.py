"""The scripts of a page, and the data that they read."""

import json
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from markupsafe import Markup

# It has no type hints.
from rjsmin import jsmin  # type: ignore[import-untyped]

from report_helpers.colors import COLORS
from report_helpers.drawing.plotly_js import Bundle
from report_helpers.errors import NotebookError
from report_helpers.packing import packed
from report_helpers.page.chart_view import ChartView
from report_helpers.page.embedding import content_policy, script_json
from report_helpers.page.environment import read_template
from report_helpers.settings.active import settings

__all__ = ["PROJECTION_SCRIPTS", "SCRIPTS", "scripts"]

SCRIPTS: Final = (
    "page", "manner", "charts", "claim_search", "claim_windows", "claims_file", "claims",
)  # fmt: skip
"""The scripts of every page, each after those that it uses."""
PROJECTION_SCRIPTS: Final = (
    "formulas", "numbers", "model", "typed", "words", "views", "history", "files", "axes", "chart",
    "inputs", "paths", "results", "paper", "tools", "form", "start",
)  # fmt: skip
"""The scripts of a page with projections, each after those that it uses."""


def scripts(views: Iterable[ChartView], bundle: Bundle) -> dict[str, object]:
    """Return the page's script, the data that it reads, and the policy that allows only it."""
    views = list(views)
    projections = {view.name: view.projection.island for view in views if view.projection}
    sources = [read_template(f"{name}.js") for name in SCRIPTS]
    if projections:
        sources += [read_template(f"projection/{name}.js") for name in PROJECTION_SCRIPTS]
    script, theme = jsmin("\n".join(sources)), read_template("theme.js")
    return {
        "policy": content_policy([theme, script, bundle.source]),
        "theme": Markup(theme),  # noqa: S704 our own text
        "inks": script_json({color.light: color.dark for color in settings().palette.values()}),
        "charts": packed(recolored(_charts_json(views))),
        "plotly": _packed_library(bundle.source),
        "projections": {name: Markup(recolored(one)) for name, one in projections.items()},  # noqa: S704 JSON already escaped
        "script": Markup(script),  # noqa: S704 our own text
    }


def recolored(json_text: str) -> str:
    """Return the JSON of charts in the colors of the active settings."""
    for name, color in settings().colors.items():
        json_text = json_text.replace(COLORS[name].light, color.light)
    return json_text


@lru_cache(maxsize=1)
def _packed_library(source: str) -> str:
    # Every page of a batch packs the same plotly.js.
    return packed(source)


def _charts_json(views: Iterable[ChartView]) -> str:
    live = {one.name: one.live() for view in views for one in view.all_views if one.draws}
    try:
        return json.dumps(live, allow_nan=False, separators=(",", ":"))
    except ValueError as error:
        what = "refusing to publish: a number in a chart is not finite"
        raise NotebookError("the page", what, "leave it out of the chart") from error
