"""The inputs of a projection's panel: lists, sliders, and the text field of each number."""

import math
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final, Protocol

# ipywidgets has no type hints.
import ipywidgets as widgets  # type: ignore[import-untyped]

from report_helpers.analysis.projection_inputs import AXES, FANS, GROWTHS, OWN, PHRASES, field_value
from report_helpers.charts.toolkit.text_width import text_width
from report_helpers.claims.amounts import percent
from report_helpers.projection.contract import (
    Claim,
    InputEntry,
    ProjectionContract,
    State,
    value_of,
)
from report_helpers.projection.evaluate import claim_of, printed_value, rates, sources
from report_helpers.projection.typed import TypedError, read, sentence
from report_helpers.projection.views import View
from report_helpers.projection.widget_parts import OwnChanges, wide
from report_helpers.reader_locale import remembered

__all__ = ["Controls"]

TOGETHER: Final = 1.0
"""Seconds within which moves of one slider are one step of Undo."""

FONT: Final = 13 / 12
"""The size of JupyterLab's labels as a multiple of the size whose widths are known."""

PADDING: Final = 12
"""Pixels between a label and its input, which JupyterLab takes from the room of the label."""


class Move(Protocol):
    """Takes the new value of an input; `joined` moves belong to the one before."""

    def __call__(self, name: str, value: object, *, joined: bool) -> None:
        """Take the value."""


class Controls:
    """The inputs, each a list or a slider, with a text field for exact numbers.

    Attributes:
        inputs: lists and sliders by the name of their input, in the order of the form; `source`
            selects the source of growth, `axis` the scale of the value axis.
        fields: the text of each numeric input by its name.
    """

    def __init__(
        self, contract: ProjectionContract, move: Move, refuse: Callable[[str, str], None]
    ) -> None:
        """Make the inputs; `refuse` takes an input and why a text is no value of it."""
        self._contract, self._move, self._refuse = contract, move, refuse
        self.inputs, self.fields = _inputs_of(contract), _fields_of(contract)
        _align(
            [each for each in (*self.inputs.values(), *self.fields.values()) if each.description]
        )
        self._own_changes, self._moved = OwnChanges(), ("", 0.0)
        for name, widget in self.inputs.items():
            take = self._slid if name in self.fields else self._chosen
            widget.observe(remembered(partial(take, name)), names="value")
        for name, widget in self.fields.items():
            widget.observe(remembered(partial(self._typed, name)), names="value")

    def place(self, view: View, growth: float | None) -> None:
        """Show a view in the inputs: sliders stand on their next step, fields are exact.

        Args:
            view: the view.
            growth: its growth as a number, or `None` if it is not known.
        """
        with self._own_changes:
            self._place_lists(view)
            for name, entry in self._contract["inputs"].items():
                value = growth if name == "growth" else value_of(view.state, name)
                if value is not None:
                    self._place_number(name, entry, value, view.state)
            for name, widget in [*self.inputs.items(), *self.fields.items()]:
                widget.layout.display = None if self._takes(name, view.state) else "none"

    def _place_lists(self, view: View) -> None:
        state = view.state
        for name in ("claim", "model"):
            self.inputs[name].value = value_of(state, name)
        self.inputs["axis"].value, self.inputs["fan"].value = view.axis, view.fan
        self.inputs["source"].options = _growth_options(claim_of(self._contract, state))
        own = not isinstance(state["growth"], str)
        self.inputs["source"].value = OWN if own else state["growth"]

    def _place_number(self, name: str, entry: InputEntry, value: float, state: State) -> None:
        if entry["own"]:
            printed = printed_value(self._contract, state, name)
            words = field_value(entry["kind"], printed)
            self.fields[name].placeholder = PHRASES["printed"].format(number=words)
        derived = name == "growth" and isinstance(state["growth"], str)
        exact = field_value(entry["kind"], value)
        empty = entry["own"] and not value
        text = percent(value, grouped=False) if derived else exact
        self.fields[name].value = "" if empty else text
        slider, step = self.inputs.get(name), _on_step(entry, value)
        # A slider that is being moved must not be sent back to where it was a moment ago.
        if slider is not None and not math.isclose(slider.value, step, abs_tol=1e-9):
            slider.value = step

    def _chosen(self, name: str, change: dict[str, Any]) -> None:
        if self._own_changes:
            return
        own = name == "source" and change["new"] == OWN
        value = _plain(self.inputs["growth"].value) if own else change["new"]
        self._take("growth" if name == "source" else name, value)

    def _slid(self, name: str, change: dict[str, Any]) -> None:
        # The browser sends a slider's value back with other last digits.
        if self._own_changes or math.isclose(change["new"], change["old"], abs_tol=1e-9):
            return
        before, now = self._moved, time.monotonic()
        joined = before[0] == name and now - before[1] < TOGETHER
        self._take(name, _plain(change["new"]), joined=joined)
        self._moved = name, now

    def _typed(self, name: str, change: dict[str, Any]) -> None:
        if self._own_changes:
            return
        entry = self._contract["inputs"][name]
        try:
            value = read(change["new"], entry)
        except TypedError as error:
            self._refuse(name, sentence(error))
        else:
            self._take(name, int(value) if entry["kind"] == "year" else value)

    def _take(self, name: str, value: object, *, joined: bool = False) -> None:
        self._moved = "", 0.0
        self._move(name, value, joined=joined)

    def _takes(self, name: str, state: State) -> bool:
        """Return whether the model takes an input; inputs that no model names always apply."""
        models = {model["name"]: model for model in self._contract["models"]}
        model = models[state["model"]]
        if name == "source":
            return model["fit"] is not None
        if name == "fan":
            return model["fit"] is not None and bool(claim_of(self._contract, state)["growths"])
        return name in model["inputs"] or not any(
            name in each["inputs"] for each in models.values()
        )


def _align(labelled: Sequence[Any]) -> None:
    """Give all labels the room of the longest, so that none is cut off."""
    longest = max(text_width(widget.description) for widget in labelled)
    for widget in labelled:
        widget.style.description_width = f"{math.ceil(FONT * longest) + PADDING}px"


def _inputs_of(contract: ProjectionContract) -> dict[str, Any]:
    """Return the list or slider of each input by its name, in the order of the form."""
    headings = contract["words"]["choices"]
    lists = {
        "claim": [(claim["label"], claim["id"]) for claim in contract["claims"]],
        "model": [(model["title"], model["name"]) for model in contract["models"]],
        "source": [(GROWTHS["implied"], "implied")],
    }
    choices = {name: _list(headings[name], options) for name, options in lists.items()}
    sliders = {
        name: _slider(entry)
        for name, entry in contract["inputs"].items()
        if entry["kind"] != "amount" and not entry["own"]
    }
    last = {
        name: _list(headings[name], [(words, key) for key, words in options.items()])
        for name, options in (("axis", AXES), ("fan", FANS))
    }
    return {**choices, **sliders, **last}


def _list(label: str, options: list[tuple[str, str]]) -> Any:
    return widgets.Dropdown(options=options, description=label, layout=wide())


def _slider(entry: InputEntry) -> Any:
    ends = {"min": entry["min"], "max": entry["max"], "step": entry["step"]}
    kind = widgets.IntSlider if entry["kind"] == "year" else widgets.FloatSlider
    layout = widgets.Layout(flex="1 1 auto", width="auto")
    return kind(**ends, readout=False, description=entry["label"], layout=layout)


def _fields_of(contract: ProjectionContract) -> dict[str, Any]:
    """Return the text field of each numeric input by its name; a text counts when it is left."""
    return {name: _field(name, entry) for name, entry in contract["inputs"].items()}


def _field(name: str, entry: InputEntry) -> Any:
    words = PHRASES["exact"].format(name=name)
    shared: dict[str, Any] = {"continuous_update": False, "placeholder": words, "tooltip": words}
    if entry["kind"] == "amount" or entry["own"]:
        return widgets.Text(description=entry["label"], layout=wide(), **shared)
    return widgets.Text(**shared, layout=widgets.Layout(width="6.5em"))


def _growth_options(claim: Claim) -> list[tuple[str, str]]:
    """Return the choices of where a claim's growth may come from, as pairs of words and name."""
    given = rates(claim)
    return [
        (GROWTHS[name] + (f", {percent(given[name])}" if name in given else ""), name)
        for name in (*sources(claim), OWN)
    ]


def _plain(value: Any) -> Any:
    # A slider sums its steps, so its float differs slightly from the decimal that it shows.
    return round(value, 9) if isinstance(value, float) else value


def _on_step(entry: InputEntry, value: float) -> float:
    """Return the value of a slider's step next to a value, to which the browser would move it."""
    if entry["kind"] == "year":
        return int(value)
    steps = round((value - entry["min"]) / entry["step"])
    return round(entry["min"] + steps * entry["step"], 9)
