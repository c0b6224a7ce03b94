"""The inputs of a projection in JupyterLab, and the figure that the kernel updates with them."""

from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any, cast

# ipywidgets has no type hints.
import ipywidgets as widgets  # type: ignore[import-untyped]
import plotly.graph_objects as go

from report_helpers.analysis.projection_inputs import BUTTONS, PHRASES
from report_helpers.charts.toolkit.meta import chart_meta
from report_helpers.errors import ReportError, UsageError
from report_helpers.projection.chart import axis_of, heights, place, with_notes, years_shown
from report_helpers.projection.contract import ProjectionContract, State
from report_helpers.projection.evaluate import changed, growth_of, resolve
from report_helpers.projection.scenario_file import default_folder, save
from report_helpers.projection.traces import Points, pinned_points, points
from report_helpers.projection.typed import explained
from report_helpers.projection.views import History, View, pinned_with, why_not_pinned
from report_helpers.projection.widget_inputs import Controls
from report_helpers.projection.widget_parts import (
    CellWidth,
    bare,
    boxed,
    compared,
    heading,
    paragraph,
    sources_of,
    stand_at,
    table,
    wide,
)
from report_helpers.projection.words import (
    comparison,
    comparison_columns,
    headline_words,
    title,
)
from report_helpers.reader_locale import remembered

__all__ = ["Panel"]

SAVE = "Save scenario"


class Panel:
    """Inputs, headline figures and the figure of one projection.

    Attributes:
        contract: the projection's contract.
        inputs: lists and sliders by the name of their input; `source` selects the source of growth,
            `axis` the scale of the value axis, `fan` what is shaded.
        fields: the text of each numeric input by its name.
        figure: the figure widget.
        heading: the title of the figure, as HTML.
        headline: the headline figures, as HTML.
        message: why a text is no value, or the inputs have no path, as HTML.
        paths: the table of pinned paths.
        buttons: by their words.
        name, folder: of the file that `Save scenario` writes.
        saved: the result of the last click on `Save scenario`.
    """

    def __init__(self, contract: ProjectionContract, figure: go.Figure) -> None:
        self.contract, self._first = contract, figure
        self.figure, self.cell = bare(figure), CellWidth()
        self._drawn: dict[int, Points] = {}
        self._axes: dict[tuple[str, str], Any] = {}
        self._controls = Controls(contract, self._set, self._refuse)
        self.inputs, self.fields = self._controls.inputs, self._controls.fields
        self.heading, self.sources = widgets.HTML(), widgets.HTML(sources_of(figure))
        self.headline, self.message, self.saved = (widgets.HTML() for _ in range(3))
        self.paths = widgets.VBox()
        self.name = widgets.Text(placeholder="a-name", description="Name", layout=wide(),
                                 style={"description_width": "initial"})  # fmt: skip
        self.folder = widgets.Text(value=default_folder(), description="Folder", layout=wide(),
                                   style={"description_width": "initial"})  # fmt: skip
        acts = (self.pin, self.undo, self.redo, self.reset, self.save)
        self.buttons = {
            words: widgets.Button(description=words, layout=wide())
            for words in (*BUTTONS.values(), SAVE)
        }
        self.history = History(View(contract["state"]))
        self.show()
        self.cell.observe(self._fill, names="width")
        for button, act in zip(self.buttons.values(), acts, strict=True):
            button.on_click(remembered(act))

    @property
    def state(self) -> State:
        """The state that the inputs show."""
        return self.history.now.state

    def forms(self) -> dict[str, Any]:
        """Return the panel as a cell's result."""
        forms: dict[str, Any] = self._box()._repr_mimebundle_()
        return forms

    # ---- buttons -----------------------------------------------------------------------------

    def reset(self, _button: object = None) -> None:
        """Restore the initial state and remove the pinned paths; this can be undone."""
        self._settle(View(self.contract["state"]))

    def undo(self, _button: object = None) -> None:
        """Go back one step."""
        self.history.undo()
        self.show()

    def redo(self, _button: object = None) -> None:
        """Go forward one step."""
        self.history.redo()
        self.show()

    def pin(self, _button: object = None) -> None:
        """Keep the drawn path on the figure, to compare other paths with it."""
        reason = why_not_pinned(self.history.now)
        if reason:
            self._say(reason)
        else:
            self._settle(pinned_with(self.history.now))

    def remove(self, number: int) -> None:
        """Remove one pinned path, counted from 0."""
        self._settle(self.history.now.without(number))

    def save(self, _button: object = None) -> None:
        """Write the state to a parameter file in the folder that is named."""
        try:
            resolve(self.contract, self.state)
            path = save(
                self.state,
                self.name.value.strip(),
                self.folder.value.strip(),
                self.contract["as_of"],
            )
        except ReportError as error:
            self.saved.value = paragraph(f"Not saved. {error}")
        else:
            render = f"market-report render -f {path}"
            self.saved.value = paragraph(f"Saved as {path}. Render the report with it: {render}")

    # ---- moves -------------------------------------------------------------------------------

    def _set(self, name: str, value: object, *, joined: bool) -> None:
        """Go on to what an input was set to."""
        view = self.history.now
        if name in {"axis", "fan"}:
            self._settle(replace(view, **{name: value}))  # type: ignore[arg-type]
        else:
            state = changed(self.contract, view.state, name, value)
            self._settle(replace(view, state=state), joined=joined)

    def _refuse(self, name: str, why: str) -> None:
        self._say(PHRASES["kept"].format(why=why), name)

    def _say(self, words: str, name: str = "") -> None:
        """Say something at an input, or below all inputs."""
        self.message.value = paragraph(words)
        stand_at(self.message, name, self.inputs, self.fields)

    def _settle(self, view: View, *, joined: bool = False) -> None:
        self.history.record(view, joined=joined)
        self.show()

    # ---- what is shown -----------------------------------------------------------------------

    def show(self) -> None:
        """Draw the view of now; if it has no path, show the reason and keep the last path."""
        view = self.history.now
        try:
            path = resolve(self.contract, view.state)
        except UsageError as error:
            self._controls.place(view, None)
            self._say(PHRASES["no_path"].format(why=explained(error)))
            return
        # First what a reader looks at.
        self._draw(view, path)
        self._controls.place(view, growth_of(self.contract, view.state))
        self.message.value = ""
        self.heading.value = heading(
            title(self.contract, view.state, path),
            with_notes(chart_meta(self._first)["subtitle"], self.contract, view.state, view.fan),
        )
        self.headline.value = table(headline_words(self.contract, view.state, path))
        self._compare(view)
        self.buttons[BUTTONS["undo"]].disabled = not self.history.past
        self.buttons[BUTTONS["redo"]].disabled = not self.history.future

    def _draw(self, view: View, path: list[float]) -> None:
        found = points(self.contract, view.state, path, view.fan)
        found |= pinned_points(self.contract, view.pinned())
        value_axis = axis_of(self.contract, view.axis, heights(found))
        axes = {("yaxis", name): part for name, part in value_axis.items()}
        axes["xaxis", "range"] = years_shown(found)
        moved = {at: each for at, each in found.items() if each != self._drawn.get(at)}
        turned = {name: each for name, each in axes.items() if each != self._axes.get(name)}
        with self._change(moved, turned):
            place(self.figure, moved)
            for (axis, name), part in turned.items():
                self.figure.layout[axis][name] = part
        self._drawn, self._axes = found, axes

    def _change(
        self, moved: dict[int, Points], turned: dict[tuple[str, str], Any]
    ) -> AbstractContextManager[None]:
        """Return how the figure changes: points move by themselves, others are drawn anew."""
        stay = all(
            at in self._drawn and bool(self._drawn[at].x) == bool(moved[at].x) for at in moved
        )
        # An axis turns with the points, but not into one of another scale.
        alone = stay and ("yaxis", "type") not in turned
        way = self.figure.batch_animate if alone else self.figure.batch_update
        return cast("AbstractContextManager[None]", way())

    def _compare(self, view: View) -> None:
        state, pinned = view.state, view.pinned()
        columns = comparison_columns(self.contract, state)
        rows = comparison(self.contract, state, pinned) if pinned else []
        self.paths.children = compared(columns, rows, self.remove)

    def _fill(self, change: dict[str, Any]) -> None:
        self.figure.layout.width = change["new"]

    def _box(self) -> Any:
        pin, undo, redo, reset, keep = self.buttons.values()
        actions = [
            widgets.HBox([pin, undo, redo, reset]),
            widgets.HBox([self.name, keep]),
            self.folder,
        ]
        told = [self.headline, *actions, self.saved]
        figure = [self.heading, self.figure, self.cell, self.paths, self.sources]
        return boxed(self.inputs, self.fields, self.message, told, figure)
