"""The parts of a projection's panel: its inputs, its HTML, and the width of its cell."""

from typing import Any, Final

import anywidget

# ipywidgets has no type hints.
import ipywidgets as widgets  # type: ignore[import-untyped]
import plotly.graph_objects as go

# traitlets infers the type of a trait from its arguments, which mypy cannot follow.
import traitlets
from markupsafe import Markup

from report_helpers.charts.toolkit.meta import chart_meta
from report_helpers.projection.contract import ProjectionContract

__all__ = ["CellWidth", "around", "inputs_of", "paragraph", "table", "wide"]

FORMATS: Final = {"percent": ".1%", "times": ".2f"}
"""How a slider shows a value of each kind."""

LABEL_STYLE: Final = {"description_width": "10em"}

SCRIPT: Final = """
export default {
  render({ model, el }) {
    const watcher = new ResizeObserver(() => {
      // A cell that is scrolled away or folded has no width.
      if (el.clientWidth === 0) return;
      model.set("width", el.clientWidth);
      model.save_changes();
    });
    watcher.observe(el);
    return () => watcher.disconnect();
  },
};
"""


class CellWidth(anywidget.AnyWidget):
    """An empty line as wide as its cell.

    Attributes:
        width: the width in pixels; 0 until it is shown.
    """

    _esm = SCRIPT
    width: Any = traitlets.Int(0).tag(sync=True)


def inputs_of(contract: ProjectionContract) -> dict[str, Any]:
    """Return the widget of each input by its name; `source` selects the source of growth."""
    headings = contract["words"]["choices"]
    lists = {
        "claim": [(claim["label"], claim["id"]) for claim in contract["claims"]],
        "model": [(model["title"], model["name"]) for model in contract["models"]],
        "source": [("", "")],
    }
    choices = {
        name: widgets.Dropdown(options=options, **_shared(headings[name]))
        for name, options in lists.items()
    }
    return choices | {name: _number(contract, name) for name in contract["inputs"]}


def _number(contract: ProjectionContract, name: str) -> Any:
    """Return the widget of a numeric input, with its range."""
    entry = contract["inputs"][name]
    multiple = contract["words"]["phrases"]["multiple"] if entry["kind"] == "times" else "{label}"
    shared = _shared(multiple.format(label=entry["label"]))
    ends = {"min": entry["min"], "max": entry["max"], "step": entry["step"]}
    if entry["kind"] == "amount":
        return widgets.BoundedFloatText(**ends, **shared)
    if entry["kind"] == "year":
        return widgets.IntSlider(**ends, **shared)
    return widgets.FloatSlider(**ends, readout_format=FORMATS[entry["kind"]], **shared)


def _shared(label: str) -> dict[str, Any]:
    return {"description": label, "layout": wide(), "style": LABEL_STYLE}


def wide() -> Any:
    """Return a layout that fills the available width."""
    return widgets.Layout(width="auto")


def around(figure: go.Figure) -> tuple[str, str]:
    """Return heading and sources of the figure as HTML."""
    meta = chart_meta(figure)
    head = Markup("<div style='line-height: 1.4'><b>{}</b><br>{}</div>").format(
        meta["title"], meta["subtitle"]
    )
    # Already escaped for plotly, which also makes it safe as HTML.
    notes = [note.text for note in figure.layout.annotations if note.name == "sources"]
    under = " ".join(notes).replace("<br>", " ")
    small = f"<div style='font-size: small; line-height: 1.4'>{under}</div>"
    return str(head.format(meta["title"], meta["subtitle"])), small


def paragraph(text: str) -> str:
    """Return a text as an HTML paragraph."""
    return str(Markup("<p>{}</p>").format(text))


def table(figures: list[tuple[str, str]]) -> str:
    """Return headline figures as an HTML table of heading and figure."""
    row = Markup("<tr><th style='text-align:left; padding-right:1em'>{}</th><td>{}</td></tr>")
    rows = Markup("").join(row.format(*figure) for figure in figures)
    return str(Markup("<table>{}</table>").format(rows))
