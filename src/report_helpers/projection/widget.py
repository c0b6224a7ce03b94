"""The inputs of a projection in JupyterLab, and the figure that the kernel updates with them."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

# ipywidgets has no type hints.
import ipywidgets as widgets  # type: ignore[import-untyped]
import plotly.graph_objects as go

from report_helpers.analysis.projection_inputs import OWN
from report_helpers.charts.toolkit.theme import MARGIN
from report_helpers.claims.amounts import percent
from report_helpers.errors import ReportError
from report_helpers.projection.chart import points
from report_helpers.projection.contract import ProjectionContract, State, value_of
from report_helpers.projection.evaluate import (
    claim_of,
    growth_of,
    headline_words,
    rates,
    resolve,
    sources,
)
from report_helpers.projection.scenario_file import save
from report_helpers.projection.widget_parts import (
    CellWidth,
    around,
    inputs_of,
    paragraph,
    table,
    wide,
)

__all__ = ["Panel"]

WIDTH, ABOVE = 860, 48
"""Pixels: figure width until the cell's width is known, and space above the plot for buttons and
legend."""


class Panel:
    """Inputs, headline figures and the figure of one projection.

    Attributes:
        contract: the projection's contract.
        inputs: the widget of each part of a state by name; `source` selects the source of growth.
        figure: the figure widget.
        words: heading and sources of the figure, as HTML.
        cell: the widget that measures the width of the cell.
        headline: the headline figures, or the reason why there are none, as HTML.
        saved: the result of the last click on `Save scenario`.
    """

    def __init__(self, contract: ProjectionContract, figure: go.Figure) -> None:
        self.contract, self._busy = contract, False
        self.figure, self.words = _bare(figure), around(figure)
        self.inputs = inputs_of(contract)
        self.headline, self.saved = widgets.HTML(), widgets.HTML()
        self.name = widgets.Text(
            placeholder="a-name",
            description="Name",
            layout=wide(),
            style={"description_width": "initial"},
        )
        self.buttons = {
            text: widgets.Button(description=text, layout=wide())
            for text in ("Reset", "Pin this path", "Save scenario")
        }
        self.cell = CellWidth()
        self.cell.observe(self._fill, names="width")
        self.reset()
        for widget in self.inputs.values():
            widget.observe(self._changed, names="value")
        for button, act in zip(
            self.buttons.values(), (self.reset, self.pin, self.save), strict=True
        ):
            button.on_click(act)

    @property
    def state(self) -> State:
        """The state that the inputs hold."""
        given = {name: widget.value for name, widget in self.inputs.items()}
        source = given.pop("source")
        # A slider sums its steps, so its float differs slightly from the decimal that it shows.
        plain = {
            name: round(value, 9) if isinstance(value, float) else value
            for name, value in given.items()
        }
        state: Any = plain if source == OWN else {**plain, "growth": source}
        return cast("State", state)

    def forms(self) -> dict[str, Any]:
        """Return the panel as a cell's result."""
        forms: dict[str, Any] = self._box()._repr_mimebundle_()
        return forms

    def reset(self, _button: object = None) -> None:
        """Restore the initial state and remove the pinned path."""
        first = self.contract["state"]
        own = not isinstance(first["growth"], str)
        with self._quietly():
            self.inputs["claim"].value = first["claim"]
            self._offer_sources()
            self.inputs["source"].value = OWN if own else first["growth"]
            for name in self.contract["parameters"]:
                if own or name != "growth":
                    self.inputs[name].value = value_of(first, name)
        self._pin([], [])
        self.show()

    def pin(self, _button: object = None) -> None:
        """Keep the drawn path on the figure, to compare another path with it."""
        path = self.figure.data[self.contract["traces"]["path"]]
        self._pin(path.x, path.y)

    def _pin(self, years: Any, values: Any) -> None:
        with self.figure.batch_update():
            pinned = self.figure.data[self.contract["traces"]["pinned"]]
            pinned.x, pinned.y = list(years), list(values)

    def save(self, _button: object = None) -> None:
        """Write the state to a parameter file in the notebook's folder."""
        try:
            resolve(self.contract, self.state)
            path = save(self.state, self.name.value.strip(), Path.cwd())
        except ReportError as error:
            self.saved.value = paragraph(f"Not saved. {error}")
        else:
            render = f"market-report render -f {path}"
            self.saved.value = paragraph(f"Saved as {path}. Render the report with it: {render}")

    def show(self) -> None:
        """Draw the path of the inputs; if there is none, show the reason and keep the last path."""
        state = self.state
        for name, widget in self.inputs.items():
            widget.layout.display = None if self._takes(name) else "none"
        try:
            path = resolve(self.contract, state)
            growth = growth_of(self.contract, state)
            figures = headline_words(self.contract, state, path)
        except ReportError as error:
            self.headline.value = paragraph(f"No path for these inputs. {error}")
            return
        if growth is not None and self.inputs["source"].value != OWN:
            # Set a value on a step of the slider, because the browser snaps to steps.
            with self._quietly():
                self.inputs["growth"].value = round(growth, 3)
        with self.figure.batch_update():
            for index, (years, values) in points(self.contract, state, path).items():
                self.figure.data[index].x, self.figure.data[index].y = years, values
        self.headline.value = table(figures)

    def _fill(self, change: dict[str, Any]) -> None:
        self.figure.layout.width = change["new"]

    def _changed(self, change: dict[str, Any]) -> None:
        if self._busy or self._echoes(change):
            return
        with self._quietly():
            if change["owner"] is self.inputs["growth"]:
                self.inputs["source"].value = OWN
            if change["owner"] is self.inputs["claim"]:
                self._offer_sources()
        self.show()

    def _echoes(self, change: dict[str, Any]) -> bool:
        """Return whether a change of growth only rounds the value to a slider step."""
        growth = self.inputs["growth"]
        if change["owner"] is not growth or self.inputs["source"].value == OWN:
            return False
        return bool(abs(change["new"] - change["old"]) < growth.step / 2)

    @contextlib.contextmanager
    def _quietly(self) -> Iterator[None]:
        """Set inputs without treating the change as a user's input."""
        self._busy = True
        try:
            yield
        finally:
            self._busy = False

    def _takes(self, name: str) -> bool:
        """Return whether the model takes an input; inputs that no model names always apply."""
        models = {model["name"]: model for model in self.contract["models"]}
        model = models[self.inputs["model"].value]
        if name == "source":
            return model["fit"] is not None
        return name in model["inputs"] or not any(
            name in each["inputs"] for each in models.values()
        )

    def _offer_sources(self) -> None:
        """Offer the growths that the claim has, and keep the chosen one if it is among them."""
        source = self.inputs["source"]
        claim = claim_of(self.contract, {**self.contract["state"],
                                         "claim": self.inputs["claim"].value})  # fmt: skip
        given = rates(claim)
        words = {
            name: self.contract["words"]["growths"][name]
            + (f", {percent(given[name])}" if name in given else "")
            for name in (*sources(claim), OWN)
        }
        before = source.value
        source.options = [(text, name) for name, text in words.items()]
        source.value = before if before in words else "implied"

    def _box(self) -> Any:
        left = widgets.VBox(list(self.inputs.values()), layout=widgets.Layout(width="30em"))
        right = widgets.VBox(
            [self.headline, *self._actions()], layout=widgets.Layout(flex="1 1 24em")
        )
        top = widgets.HBox(
            [left, right], layout=widgets.Layout(flex_flow="row wrap", grid_gap="2em")
        )
        above, below = map(widgets.HTML, self.words)
        return widgets.VBox([above, top, self.figure, self.cell, below])

    def _actions(self) -> list[Any]:
        reset, pin, keep = self.buttons.values()
        return [widgets.HBox([reset, pin]), widgets.HBox([self.name, keep]), self.saved]


def _bare(figure: go.Figure) -> Any:
    """Return a figure widget without heading and sources, which the panel shows as wrapped HTML."""
    bare = go.FigureWidget(figure)
    notes = [note for note in bare.layout.annotations if note.name != "sources"]
    height = figure.layout.height - figure.layout.margin.t - figure.layout.margin.b
    bare.update_layout(
        title={"text": "", "subtitle": {"text": ""}},
        annotations=notes,
        width=WIDTH,
        height=height + ABOVE + MARGIN["b"],
        margin={"t": ABOVE, "b": MARGIN["b"]},
    )
    return bare
