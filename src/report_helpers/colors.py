"""Named colours (inks), each with a light and a dark value.

Figures use the light values; the page swaps them for the dark ones, in pictures and live charts
alike, so that both follow the reader's setting.
"""

from typing import NamedTuple

__all__ = ["COLORS", "Color", "light"]


class Color(NamedTuple):
    """One colour of the report: its values on a light and on a dark background."""

    light: str
    dark: str


COLORS: dict[str, Color] = {
    "paper": Color("#ffffff", "#14181f"),
    "text": Color("#1c2430", "#e6eaf0"),
    "muted": Color("#566070", "#a6b0be"),
    "grid": Color("#dfe3e9", "#333b47"),
    "article": Color("#b83e00", "#ff8a4c"),
    "blue": Color("#0068a8", "#58b0ea"),
    "green": Color("#00755a", "#3bbd96"),
    "purple": Color("#843b8c", "#d492db"),
    "amber": Color("#8a5c00", "#dba92c"),
    "teal": Color("#10738f", "#5fc6e3"),
    "pink": Color("#a92059", "#f585ad"),
    "grey": Color("#5a6472", "#9da8b6"),
}
"""Every colour on the page and in the charts, by name."""


def light(ink: str) -> str:
    """Return the light value of the named ink; figures hold only light values."""
    return COLORS[ink].light
