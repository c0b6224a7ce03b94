"""Places labels next to their points without overlaps (greedy placement)."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["SIDES", "Anchor", "Point", "Side", "place"]

CHAR, LINE, GAP = 6.3, 15.0, 9.0
"""Pixels of a character and of a line at 12 px, and between a point and its label."""


@dataclass(frozen=True, slots=True)
class Side:
    """A label position relative to its point, in plotly's terms; shifts in pixels, up is positive.

    A distant label is connected to its point by a thin line, the leader.
    """

    xanchor: str
    yanchor: str
    xshift: float
    yshift: float
    leader: bool = False


@dataclass(frozen=True, slots=True)
class Anchor:
    """A label (plain text, possibly several lines) and its point, in pixels from the lower left."""

    x: float
    y: float
    text: str


Point = tuple[float, float]
Box = tuple[float, float, float, float]
"""A rectangle with its left, bottom, right and top, in pixels."""
Points = npt.NDArray[np.float64]
"""An array of points, one per row."""

NEAR: tuple[Side, ...] = (
    Side("left", "middle", GAP, 0),
    Side("left", "bottom", GAP * 0.5, GAP * 0.5),
    Side("left", "top", GAP * 0.5, -GAP * 0.5),
    Side("right", "bottom", -GAP * 0.5, GAP * 0.5),
    Side("center", "bottom", 0, GAP),
    Side("center", "top", 0, -GAP),
    Side("right", "top", -GAP * 0.5, -GAP * 0.5),
    Side("right", "middle", -GAP, 0),
)
FAR: tuple[Side, ...] = tuple(
    Side("left" if across > 0 else "right", "middle", across, up, leader=True)
    for across in (20, -20, 50, -50, 90, -90, 140, -140)
    for up in (0, 24, -24, 48, -48, 72, -72, 100, -100, 130, -130)
)
SIDES = NEAR + FAR
"""The candidate positions, the best first."""

OUTSIDE, OVERLAP, DISTANCE, LED = 60.0, 100.0, 0.02, 2.0
"""Penalties: outside the plot, overlap with a label, per pixel of leader, for having a leader."""

LEADER_WEIGHT = 4
"""The weight of a leader's point among the obstacles of later labels."""

HORIZONTAL = {"left": 0.0, "center": -0.5, "right": -1.0}
VERTICAL = {"bottom": 0.0, "middle": -0.5, "top": -1.0}


def place(
    anchors: Sequence[Anchor], obstacles: Sequence[Point], width: float, height: float
) -> list[Side]:
    """Return the side of each label, so that no box overlaps another box, a point or a line.

    Args:
        anchors: the labels, the most important first.
        obstacles: points of lines and markers, in the same pixel coordinates as the anchors.
        width: how far to the right labels may reach, in pixels.
        height: of the plot, in pixels.
    """
    boxes: list[Box] = []
    blocked = np.array(obstacles, dtype=float).reshape(-1, 2)
    chosen: list[Side] = []
    room = (0.0, 0.0, width, height)
    for anchor in anchors:
        costs = [_cost(anchor, side, boxes, blocked, room) for side in SIDES]
        best = SIDES[min(range(len(SIDES)), key=lambda number: costs[number] + 0.01 * number)]
        chosen.append(best)
        boxes.append(_box(anchor, best))
        led = np.array(_leader(anchor, best) * LEADER_WEIGHT, dtype=float).reshape(-1, 2)
        blocked = np.concatenate([blocked, led])
    return chosen


def _box(anchor: Anchor, side: Side) -> Box:
    lines = anchor.text.split("\n")
    wide, tall = CHAR * max(map(len, lines)), LINE * len(lines)
    left = anchor.x + side.xshift + HORIZONTAL[side.xanchor] * wide
    bottom = anchor.y + side.yshift + VERTICAL[side.yanchor] * tall
    return left, bottom, left + wide, bottom + tall


def _cost(anchor: Anchor, side: Side, boxes: Sequence[Box], obstacles: Points, room: Box) -> float:
    box = _box(anchor, side)
    outside = box[0] < room[0] or box[1] < room[1] or box[2] > room[2] or box[3] > room[3]
    hidden = _count_inside(obstacles, box)
    crossed = sum(_inside(point, other) for other in boxes for point in _leader(anchor, side))
    far = LED + DISTANCE * math.hypot(side.xshift, side.yshift) if side.leader else 0.0
    met = sum(_meet(box, other) for other in boxes)
    return OUTSIDE * outside + OVERLAP * (met + crossed) + hidden + far


def _leader(anchor: Anchor, side: Side) -> list[Point]:
    if not side.leader:
        return []
    shares = [step / 10 for step in range(1, 11)]
    return [(anchor.x + side.xshift * share, anchor.y + side.yshift * share) for share in shares]


def _count_inside(points: Points, box: Box) -> int:
    x, y = points.T
    return int(np.count_nonzero((box[0] < x) & (x < box[2]) & (box[1] < y) & (y < box[3])))


def _inside(point: Point, box: Box) -> bool:
    return box[0] < point[0] < box[2] and box[1] < point[1] < box[3]


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
