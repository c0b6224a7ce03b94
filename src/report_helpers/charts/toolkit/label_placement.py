"""Places labels next to their points, clear of other labels, points and lines.

A chart has several widths: that of the window. A place counts only if it is clear at each of
them, and a label without such a place is left out, so that the chart's key names it instead.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from report_helpers.charts.toolkit.text_width import text_width

__all__ = ["SIDES", "Anchor", "Obstacles", "Side", "place"]

LINE, GAP, POINT = 16.0, 9.0, 5.0
"""Pixels: a line of a label, from a point to its label, and the half of a marker."""


@dataclass(frozen=True, slots=True)
class Side:
    """A label position relative to its point, in plotly's terms; shifts in pixels, up is positive.

    A label that is further away is connected to its point by a thin line, the leader.
    """

    xanchor: str
    yanchor: str
    xshift: float
    yshift: float
    leader: bool = False


@dataclass(frozen=True, slots=True)
class Anchor:
    """A label (plain text, possibly several lines) and its point.

    `x` is a share of the plot's width, `y` is in pixels from its lower edge.
    """

    x: float
    y: float
    text: str


class Obstacles(NamedTuple):
    """What labels avoid: markers, and points along lines, both as `Anchor` has them."""

    markers: Sequence[tuple[float, float]]
    lines: Sequence[tuple[float, float]]


Box = tuple[float, float, float, float]
"""A rectangle with its left, bottom, right and top, in pixels."""
Points = npt.NDArray[np.float64]
"""An array of points, one per row."""

NEAR: tuple[Side, ...] = (
    Side("left", "middle", GAP, 0),
    Side("left", "bottom", GAP * 0.7, GAP * 0.7),
    Side("left", "top", GAP * 0.7, -GAP * 0.7),
    Side("right", "bottom", -GAP * 0.7, GAP * 0.7),
    Side("center", "bottom", 0, GAP),
    Side("center", "top", 0, -GAP),
    Side("right", "top", -GAP * 0.7, -GAP * 0.7),
    Side("right", "middle", -GAP, 0),
)
LED: tuple[Side, ...] = tuple(
    Side("left", "middle", across, up, leader=True)
    for across in (20, 34)
    for step in (14, 22, 30, 42, 54)
    for up in (step, -step)
)
SIDES = NEAR + LED
"""The candidate positions, the best first. No leader is longer than some lines of text."""

BLOCKED, CROSSED, LATER, WITH_LEADER = 1000.0, 3.0, 0.05, 4.0
"""Costs: what must not be, a point of a line, a place in the order, a leader."""

FREE = 3
"""Points of a leader beside its marker, which may touch a line."""
TOUCH = 3.0
"""Pixels from a line at which a leader touches it."""

MOST = 4 * CROSSED
"""A label may touch this much of a thin line; else it is left out."""


def place(
    anchors: Sequence[Anchor],
    obstacles: Obstacles,
    widths: Sequence[float],
    right: float,
    height: float,
) -> list[Side | None]:
    """Return the side of each label, `None` where it has no clear place.

    Args:
        anchors: the labels, the most important first.
        obstacles: what they avoid.
        widths: the plot's widths in pixels at which every label must be clear.
        right: pixels to the right of the plot that labels may use.
        height: of the plot, in pixels.
    """
    plots = [_Plot(width, right, height, obstacles) for width in widths]
    chosen: list[Side | None] = []
    for anchor in anchors:
        costs = [
            _highest(plots, anchor, side) + LATER * number for number, side in enumerate(SIDES)
        ]
        best = min(range(len(SIDES)), key=costs.__getitem__)
        side = SIDES[best] if costs[best] <= MOST + WITH_LEADER + LATER * len(SIDES) else None
        chosen.append(side)
        if side:
            for plot in plots:
                plot.add(anchor, side)
    return chosen


def _highest(plots: "Sequence[_Plot]", anchor: Anchor, side: Side) -> float:
    """Return the highest cost of a label at a side in plots of several widths."""
    highest = 0.0
    for plot in plots:
        highest = max(highest, plot.cost(anchor, side))
        # No cost is higher.
        if highest == BLOCKED:
            break
    return highest


class _Plot:
    """A plot of one width, and the labels placed in it."""

    def __init__(self, width: float, right: float, height: float, obstacles: Obstacles) -> None:
        self.width = width
        self.room: Box = (0.0, 0.0, width + right, height + LINE)
        self.markers = self._points(obstacles.markers)
        self.lines = self._points(obstacles.lines)
        self.boxes: list[Box] = []

    def _points(self, shares: Sequence[tuple[float, float]]) -> Points:
        points: Points = np.array(shares, dtype=float).reshape(-1, 2)
        scaled: Points = points * np.array([self.width, 1.0])
        return scaled

    def add(self, anchor: Anchor, side: Side) -> None:
        """Keep a placed label and its leader clear."""
        self.boxes.append(self._box(anchor, side))
        led = np.array(self._leader(anchor, side), dtype=float).reshape(-1, 2)
        self.markers = np.concatenate([self.markers, led])

    def cost(self, anchor: Anchor, side: Side) -> float:
        """Return the cost of a label at a side; at `BLOCKED` it must not be there."""
        box, leader = self._box(anchor, side), self._leader(anchor, side)
        if self._is_blocked(box, leader):
            return BLOCKED
        crossed = _count_inside(self.lines, box) + self._near(leader)
        return CROSSED * crossed + WITH_LEADER * side.leader

    def _is_blocked(self, box: Box, leader: Sequence[tuple[float, float]]) -> bool:
        """Return whether a label is outside, or on another one or a marker; cheap tests first."""
        room = self.room
        return (
            box[0] < room[0] or box[1] < room[1] or box[2] > room[2] or box[3] > room[3]
            or any(_meet(box, other) for other in self.boxes)
            or any(_inside(point, other) for other in self.boxes for point in leader)
            or _count_inside(self.markers, _grown(box, POINT)) > 0
        )  # fmt: skip

    def _near(self, leader: Sequence[tuple[float, float]]) -> int:
        """Return how many points of a leader touch a line, its first ones aside."""
        if len(leader) <= FREE:
            return 0
        # All pairs of a point of the leader and a point of a line.
        left, bottom = np.array(leader[FREE:]).T[:, :, None]
        x, y = self.lines.T
        beside = (left - TOUCH < x) & (x < left + TOUCH)
        level = (bottom - TOUCH < y) & (y < bottom + TOUCH)
        return int(np.count_nonzero((beside & level).any(axis=1)))

    def _box(self, anchor: Anchor, side: Side) -> Box:
        lines = anchor.text.split("\n")
        wide, tall = max(map(text_width, lines)), LINE * len(lines)
        left = anchor.x * self.width + side.xshift + HORIZONTAL[side.xanchor] * wide
        bottom = anchor.y + side.yshift + VERTICAL[side.yanchor] * tall
        return left, bottom, left + wide, bottom + tall

    def _leader(self, anchor: Anchor, side: Side) -> list[tuple[float, float]]:
        if not side.leader:
            return []
        start = anchor.x * self.width
        length = math.hypot(side.xshift, side.yshift)
        shares = [step / 10 for step in range(2, 10) if length * step / 10 > POINT]
        return [(start + side.xshift * part, anchor.y + side.yshift * part) for part in shares]


HORIZONTAL = {"left": 0.0, "center": -0.5, "right": -1.0}
VERTICAL = {"bottom": 0.0, "middle": -0.5, "top": -1.0}


def _grown(box: Box, by: float) -> Box:
    return box[0] - by, box[1] - by, box[2] + by, box[3] + by


def _count_inside(points: Points, box: Box) -> int:
    x, y = points.T
    return int(np.count_nonzero((box[0] < x) & (x < box[2]) & (box[1] < y) & (y < box[3])))


def _inside(point: tuple[float, float], box: Box) -> bool:
    return box[0] < point[0] < box[2] and box[1] < point[1] < box[3]


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
