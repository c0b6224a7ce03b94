"""What a reader has set: a state, pinned paths and an axis, and the way back to what was before.

The page's `views.js` and `history.js` do the same.
"""

from dataclasses import dataclass, field, replace
from typing import cast

from report_helpers.analysis.projection_inputs import PHRASES, PINS
from report_helpers.projection.contract import State

__all__ = ["History", "View", "pinned_with", "why_not_pinned"]

SHARED = ("horizon", "threshold")
"""Inputs in which the paths that are compared agree: those of the state shown."""


@dataclass(frozen=True, slots=True)
class View:
    """The state shown, the pinned states, the scale of the value axis, and what is shaded."""

    state: State
    pins: tuple[State, ...] = ()
    axis: str = "linear"
    fan: str = "sources"

    def pinned(self) -> list[State]:
        """Return the pinned states to the horizon and threshold of the state shown."""
        return [_with(pin, self.state) for pin in self.pins]

    def without(self, number: int) -> "View":
        """Return the view without one pinned path, counted from 0."""
        return replace(self, pins=self.pins[:number] + self.pins[number + 1 :])


def _with(pin: State, state: State) -> State:
    return cast("State", {**pin, **{name: state[name] for name in SHARED}})  # type: ignore[literal-required]


def why_not_pinned(view: View) -> str:
    """Return the reason why the path shown cannot be pinned, or an empty text."""
    if view.state in view.pinned():
        return PHRASES["pinned_already"]
    return PHRASES["pins_full"].format(number=PINS) if len(view.pins) >= PINS else ""


def pinned_with(view: View) -> View:
    """Return the view with the path shown among the pinned ones."""
    return replace(view, pins=(*view.pins, view.state))


@dataclass(slots=True)
class History:
    """The view of now, those before it, and those that were undone.

    Moves of one input that are `joined` become one step.
    """

    now: View
    past: list[View] = field(default_factory=list)
    future: list[View] = field(default_factory=list)

    def record(self, view: View, *, joined: bool = False) -> None:
        """Go on to a view; what was undone is forgotten."""
        if view == self.now:
            return
        if not (joined and self.past):
            self.past.append(self.now)
        elif view == self.past[-1]:
            # A move that comes back to where it began is no step.
            self.past.pop()
        self.now, self.future = view, []

    def undo(self) -> None:
        """Go back to the view before, if there is one."""
        if self.past:
            self.future.append(self.now)
            self.now = self.past.pop()

    def redo(self) -> None:
        """Go on to the view that was undone last, if there is one."""
        if self.future:
            self.past.append(self.now)
            self.now = self.future.pop()
