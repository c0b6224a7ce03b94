"""A figure widget that keeps plotly.js out of the state that a saved notebook holds.

Plotly's own widget has its library, 5 MB, as one of its traits, so every notebook that is run by
papermill, or saved with its widgets, holds a copy. This one has a small script that asks the kernel
for the library when it is shown.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from pathlib import Path
from typing import Any, Final

import plotly
import plotly.graph_objects as go

# traitlets infers the type of a trait from its arguments, which mypy cannot follow.
import traitlets

__all__ = ["FigureWidget"]

LIBRARY: Final = Path(plotly.__file__).parent / "package_data" / "widgetbundle.js"

SCRIPT: Final = """
const loaded = () => (globalThis.marketReportWidgets ??= new Map());

const asked = (model) => new Promise((done) => {
  const take = (message, [library]) => {
    if (message.library !== VERSION) return;
    model.off("msg:custom", take);
    const address = URL.createObjectURL(new Blob([library], { type: "text/javascript" }));
    done(import(address).finally(() => URL.revokeObjectURL(address)));
  };
  model.on("msg:custom", take);
  model.send({ library: VERSION });
});

// Plotly answers each update with all that it has worked out of the figure, and reports each
// movement of the mouse. Nothing reads them, and while the kernel computes, Jupyter keeps the last
// report alone: a movement would take the place of a click.
const UNSENT = new Set(["_js2py_traceDeltas", "_js2py_widget_layoutDelta"]);
const UNREAD = new Set(["plotly_hover", "plotly_unhover"]);

const brief = ({ model, ...context }) => ({
  ...context,
  model: {
    ...model,
    set(name, value) {
      if (!UNSENT.has(name) && !UNREAD.has(value?.event_type)) model.set(name, value);
    },
  },
});

export default () => {
  let started;
  const start = async (context) => {
    // Once a page, however many figures there are.
    if (!loaded().has(VERSION)) loaded().set(VERSION, await asked(context.model));
    const widget = loaded().get(VERSION).default();
    widget.initialize(brief(context));
    return widget;
  };
  return {
    // A model that is not made within two seconds is given up, so only the view waits.
    initialize(context) {
      started = start(context);
    },
    async render(context) {
      return (await started).render(brief(context));
    },
  };
};
""".replace("VERSION", f'"{plotly.__version__}"')


GRAMMARS: Final = "rfc3987_syntax"


@contextmanager
def _without_grammars() -> Iterator[None]:
    """Import plotly's widget without what compiles the grammars of internet addresses.

    Plotly imports nbformat, and its jsonschema compiles 38 grammars, 1.3 s of a first run, to check
    the format of addresses if a schema asks for it. The schema of notebooks does not.
    """
    if GRAMMARS in sys.modules:
        yield
        return
    # An import of what is None fails, as if it were not installed.
    sys.modules[GRAMMARS] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules[GRAMMARS]


with _without_grammars():
    # Plotly imports each name when it is first used.
    from plotly.graph_objs import FigureWidget as PlotlyWidget


AT_ONCE: Final = {
    "mode": "immediate",
    "frame": {"duration": 0, "redraw": False},
    "transition": {"duration": 0},
}
"""How plotly.js moves points and axes alone, without margins and legend: in less than half the
time."""


class FigureWidget(PlotlyWidget):  # type: ignore[misc]  # plotly has no type hints
    """Plotly's figure widget, whose library travels only to where it is shown.

    What changes within `batch_animate` moves at once. Clicks on points are reported, movements of
    the mouse are not.
    """

    _esm = SCRIPT
    # A message each, before the one that a reader waits for; only what is not sent needs them.
    _last_layout_edit_id: Any = traitlets.Integer(0)
    _last_trace_edit_id: Any = traitlets.Integer(0)

    def __init__(self, figure: go.Figure) -> None:
        super().__init__(figure)
        # JupyterLab's extension gives our charts the inks of its theme.
        self.add_class("market-report-chart")
        self.on_msg(self._answer)

    def _perform_batch_animate(self, _options: dict[str, Any]) -> None:
        super()._perform_batch_animate(AT_ONCE)

    def _answer(self, _widget: object, message: dict[str, Any], _buffers: object) -> None:
        if message.get("library") != plotly.__version__:
            return
        # What has moved since it was made came before there was a script to move it.
        self._widget_layout = deepcopy(self._layout)
        self._widget_data = deepcopy(self._data)
        self.send({"library": plotly.__version__}, buffers=[LIBRARY.read_bytes()])
