"""Rows of marks below each other, each with its words above its marks, in groups with an axis.

Words above the marks have the whole width for themselves, on a desktop and on a phone, so that no
name is cut off or meets the marks. Only the line breaks, and so the heights, differ.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple, TypeVar

from report_helpers.charts.toolkit.finish import narrow_frame, numbers
from report_helpers.charts.toolkit.plotly_text import shown
from report_helpers.charts.toolkit.text_width import lines_of, text_width
from report_helpers.claims.amounts import whole

__all__ = [
    "BELOW", "DRAWN", "LEFT", "RIGHT", "Group", "Label", "Rows", "chosen_rows", "rows_below",
    "with_count",
]  # fmt: skip

WIDE, PHONE = 560, 322
"""Pixels that a line of words takes at most, on a wide screen and on a phone."""

LINE, MARK, HEAD, FOOT = 16, 26, 8, 30
"""Pixels: a line of words, the marks below them, the gap above a group's title, its axis."""

ABOVE = 10
"""Pixels between the middle of a mark and the words above it: no mark is twice as high."""

BELOW = 32
"""Pixels of the last group's axis."""

MOST = 4
"""Lines of words that a row has at most."""

LEFT, RIGHT = 12, 24


Key = TypeVar("Key")

DRAWN = 8
"""Rows that a chart of many claims draws; its data table has more."""


def chosen_rows(
    keys: Sequence[Key], first: str, of: str = "claims", most: int = DRAWN
) -> tuple[list[Key], list[str]]:
    """Return the first rows, as many as a chart draws, and a sentence about the others, if any.

    Args:
        keys: the rows, the most important first.
        first: which rows come first, in words.
        of: what the rows are, in words.
        most: how many are drawn.
    """
    chosen = list(keys[:most])
    note = (
        f"Drawn are {len(chosen)} of {whole(len(keys))} {of}, first {first}; the table of all "
        "claims has the others."
    )
    return chosen, [note] if len(keys) > len(chosen) else []


def with_count(subtitle: str, drawn: int, of: int) -> str:
    """Return a subtitle that also says how many are drawn, if not all: "... (8 of 12 drawn)"."""
    return f"{subtitle} ({whole(drawn)} of {whole(of)} drawn)" if drawn < of else subtitle


class Label(NamedTuple):
    """The words of a row or group: a bold name, and a detail."""

    name: str
    detail: str = ""


class Group(NamedTuple):
    """Rows with an axis of their own; a group without a title has none."""

    rows: Sequence[Label]
    title: Label | None = None
    foot: int = FOOT


class Rows(NamedTuple):
    """Groups as placed: the height of the plot, the y-axis of each group, and all words."""

    height: int
    axes: list[dict[str, Any]]
    notes: list[dict[str, Any]]

    def narrow(self, below: int = BELOW) -> dict[str, Any]:
        """Return the layout on a phone of groups that were placed for one."""
        axes = {f"yaxis{_suffix(number)}": axis for number, axis in enumerate(self.axes)}
        return {**narrow_frame(self.height, below=below), "annotations": self.notes, **axes}


def rows_below(groups: Sequence[Group], *, phone: bool = False) -> Rows:
    """Place groups below each other; the last one's axis is outside the height."""
    width = PHONE if phone else WIDE
    parts = [_Part(group, width) for group in groups]
    height = sum(part.height for part in parts) + sum(group.foot for group in groups[:-1])
    axes, notes, top = [], [], float(height)
    for number, (group, part) in enumerate(zip(groups, parts, strict=True)):
        upper = top - part.head
        lower = upper - part.body
        axes.append(part.axis(max(lower, 0.0) / height, upper / height, _suffix(number)))
        notes.extend(part.notes(top / height, _suffix(number)))
        top = lower - group.foot
    return Rows(round(height), axes, notes)


def _suffix(number: int) -> str:
    return "" if number == 0 else str(number + 1)


class _Part:
    """One group at a width."""

    def __init__(self, group: Group, width: float) -> None:
        self.title = _marked_up(group.title, width) if group.title else []
        self.rows = [_marked_up(label, width) for label in group.rows]
        most = max(map(len, self.rows), default=1)
        self.pitch = LINE * most + MARK
        self.head = HEAD + LINE * len(self.title) if self.title else 0
        self.body = self.pitch * len(self.rows)
        self.height = self.head + self.body

    def axis(self, low: float, high: float, suffix: str) -> dict[str, Any]:
        """Return the y-axis of the rows: row 0 on top, each mark below its words."""
        above = 1 - MARK / 2 / self.pitch
        return {
            "anchor": f"x{suffix}",
            "domain": numbers([low, high]),
            "range": numbers([len(self.rows) - above, -above]),
            "showticklabels": False,
            "showgrid": False,
            "fixedrange": True,
        }

    def notes(self, top: float, suffix: str) -> list[dict[str, Any]]:
        """Return the words of the group's title and rows."""
        words = {"x": 0, "xref": "paper", "xanchor": "left", "align": "left", "showarrow": False}
        titles = {"y": numbers([top])[0], "yref": "paper", "yanchor": "top", "yshift": -HEAD + 4}
        found = [{"name": "label-title", "text": "<br>".join(self.title), **words, **titles}]
        at = {"yref": f"y{suffix}", "yanchor": "bottom", "yshift": ABOVE}
        rows = [
            {
                "name": f"label-row{suffix}-{place}",
                "text": "<br>".join(lines),
                **words,
                **at,
                "y": place,
            }
            for place, lines in enumerate(self.rows)
        ]
        return [*(found if self.title else []), *rows]


def _marked_up(label: Label, width: float) -> list[str]:
    """Return the lines of a label as plotly's markup, on one line if all fits."""
    together = text_width(label.name, bold=True) + text_width(f"   {label.detail}")
    if together <= width:
        return [" \u2002".join(filter(None, [f"<b>{shown(label.name)}</b>", shown(label.detail)]))]
    names = lines_of(label.name, width, MOST - 1, bold=True)
    detail = lines_of(label.detail, width, MOST - len(names)) if label.detail else []
    return [*(f"<b>{shown(line)}</b>" for line in names), *map(shown, detail)]
