"""The parts of a projection's panel: its HTML, its layout, and the width of its cell."""

from collections.abc import Callable, Sequence
from typing import Any, Final

import anywidget

# ipywidgets has no type hints.
import ipywidgets as widgets  # type: ignore[import-untyped]
import plotly.graph_objects as go

# traitlets infers the type of a trait from its arguments, which mypy cannot follow.
import traitlets
from markupsafe import Markup

from report_helpers.analysis.projection_inputs import PHRASES
from report_helpers.charts.toolkit.theme import MARGIN
from report_helpers.projection.words import letter
from report_helpers.reader_locale import remembered

__all__ = [
    "CellWidth", "OwnChanges", "bare", "boxed", "compared", "heading", "paragraph", "sources_of",
    "stand_at", "table", "wide",
]  # fmt: skip

WIDTH, ABOVE = 860, 48
"""Pixels: figure width until the cell's width is known, and space above the plot for buttons and
legend."""

LINES: Final = "line-height: 1.4"
"""Of texts: ipywidgets gives their lines the height of its buttons."""

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


class OwnChanges:
    """True while a panel sets its inputs itself, within a `with`: no user moved them."""

    def __init__(self) -> None:
        self._depth = 0

    def __bool__(self) -> bool:
        """Return whether inputs are being set."""
        return self._depth > 0

    def __enter__(self) -> None:
        """Begin to set inputs."""
        self._depth += 1

    def __exit__(self, *_error: object) -> None:
        """End it."""
        self._depth -= 1


class CellWidth(anywidget.AnyWidget):
    """An empty line as wide as its cell.

    Attributes:
        width: the width in pixels; 0 until it is shown.
    """

    _esm = SCRIPT
    width: Any = traitlets.Int(0).tag(sync=True)


def wide() -> Any:
    """Return a layout that fills the available width."""
    return widgets.Layout(width="auto")


def bare(figure: go.Figure) -> Any:
    """Return a figure widget without heading and sources, which the panel shows as wrapped HTML."""
    # Here: plotly chooses how charts are shown when its widget is imported, in the kernel.
    from report_helpers.projection.figure_widget import FigureWidget  # noqa: PLC0415

    shown = FigureWidget(figure)
    notes = [note for note in shown.layout.annotations if note.name != "sources"]
    # An update would repeat the first note in place of the sources.
    shown.layout.annotations = notes
    height = figure.layout.height - figure.layout.margin.t - figure.layout.margin.b
    shown.update_layout(
        title={"text": "", "subtitle": {"text": ""}},
        width=WIDTH,
        height=height + ABOVE + MARGIN["b"],
        margin={"t": ABOVE, "b": MARGIN["b"]},
    )
    return shown


def heading(title: str, subtitle: str) -> str:
    """Return a title and a subtitle as HTML."""
    head = Markup("<div style='{}'><b>{}</b><br>{}</div>")
    return str(head.format(LINES, title, subtitle))


def sources_of(figure: go.Figure) -> str:
    """Return the sources of the figure as HTML."""
    # Already escaped for plotly, which also makes it safe as HTML.
    notes = [note.text for note in figure.layout.annotations if note.name == "sources"]
    under = " ".join(notes).replace("<br>", " ")
    return f"<div style='font-size: small; {LINES}'>{under}</div>"


def paragraph(text: str) -> str:
    """Return a text as an HTML paragraph."""
    return str(Markup("<p style='{}'>{}</p>").format(LINES, text))


def table(figures: Sequence[tuple[str, str]]) -> str:
    """Return headline figures as an HTML table of heading and figure."""
    row = Markup("<tr><th style='text-align:left; padding-right:1em'>{}</th><td>{}</td></tr>")
    rows = Markup("").join(row.format(*figure) for figure in figures)
    return str(Markup("<table style='{}'>{}</table>").format(LINES, rows))


def compared(
    columns: Sequence[str], rows: Sequence[Sequence[str]], remove: Callable[[int], None]
) -> list[Any]:
    """Return the table of paths and the buttons that remove the pinned ones; nothing without rows.

    Args:
        columns: the headings.
        rows: the path shown, then the pinned ones.
        remove: called with the number of a pinned path, counted from 0.
    """
    if not rows:
        return []
    head = Markup("<th style='text-align:left; padding-right:1em'>{}</th>")
    cell = Markup("<td style='text-align:left; padding-right:1em'>{}</td>")
    lines = [Markup("").join(map(head.format, columns))]
    lines += [Markup("").join(map(cell.format, row)) for row in rows]
    html = Markup("").join(Markup("<tr>{}</tr>").format(line) for line in lines)
    buttons = [_remover(number, remove) for number in range(len(rows) - 1)]
    return [widgets.HTML(str(Markup("<table>{}</table>").format(html))), widgets.HBox(buttons)]


def _remover(number: int, remove: Callable[[int], None]) -> Any:
    words = PHRASES["remove"].format(letter=letter(number))
    button = widgets.Button(description=words, layout=wide())
    button.on_click(remembered(lambda _button: remove(number)))
    return button


def boxed(
    inputs: dict[str, Any],
    fields: dict[str, Any],
    message: Any,
    told: Sequence[Any],
    figure: Sequence[Any],
) -> Any:
    """Return the panel: inputs and what is said of them side by side, the figure below.

    The message stands among the inputs, where `stand_at` puts it.
    """
    rows = [
        widgets.HBox([widget, fields[name]]) if name in fields else widget
        for name, widget in inputs.items()
    ]
    rows += [field for name, field in fields.items() if name not in inputs]
    for place, row in enumerate(rows):
        row.layout.order = str(place)
    left = widgets.VBox([*rows, message], layout=widgets.Layout(width="40em"))
    right = widgets.VBox(list(told), layout=widgets.Layout(flex="1 1 24em"))
    top = widgets.HBox([left, right], layout=widgets.Layout(flex_flow="row wrap", grid_gap="2em"))
    return widgets.VBox([top, *figure])


def stand_at(message: Any, name: str, inputs: dict[str, Any], fields: dict[str, Any]) -> None:
    """Put the message of `boxed` under one of its inputs, or under all if none has the name."""
    names = list(dict.fromkeys([*inputs, *fields]))
    # Of two rows with one order, the message, which is the last child, stands below.
    message.layout.order = str(names.index(name) if name in names else len(names))
