"""The plotly figure that all charts are: how it is shown as the result of a notebook cell."""

import base64
import json
from typing import Any, Final

import plotly.graph_objects as go

from report_helpers.charts.toolkit.meta import ChartMeta, chart_meta
from report_helpers.drawing.kernel_pictures import kernel_picture
from report_helpers.front_end import is_interactive

__all__ = ["PLOTLY", "Chart", "static_forms"]

PLOTLY: Final = "application/vnd.plotly.v1+json"
"""The MIME type of a chart that a front end draws."""


class Chart(go.Figure):  # type: ignore[misc]  # plotly has no type hints
    """A plotly figure with a text, and with a picture where no front end draws it."""

    # Plotly's own would choose how the chart is shown, and leave text and picture out.
    _ipython_display_ = None
    _repr_html_ = None

    def _repr_mimebundle_(self, *_: object, **__: object) -> dict[str, Any]:
        return static_forms(self, _described(chart_meta(self)))


def _described(meta: ChartMeta) -> str:
    """Return title, subtitle and description, in which the title is not said again."""
    title, subtitle = meta["title"], meta["subtitle"]
    more = meta["alt"].removeprefix(title).lstrip(".,: ")
    lines = (title, subtitle, "" if more == f"{subtitle}." else more)
    return "\n".join(filter(None, lines))


def static_forms(figure: go.Figure, text: str) -> dict[str, Any]:
    """Return a chart without inputs as a cell's result, by MIME type.

    Where somebody works with the notebook, the front end draws the chart, and a picture would
    cover it. Elsewhere the kernel adds one, which HTML, slides and previews of the notebook show.

    Args:
        figure: the chart.
        text: what plain text shows instead.
    """
    shown = json.loads(figure.to_json())
    forms = {PLOTLY: shown, "text/plain": text}
    picture = None if is_interactive() else kernel_picture(shown)
    return {**forms, "image/png": base64.b64encode(picture).decode()} if picture else forms
