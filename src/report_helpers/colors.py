"""Named colours (inks), each with a light and a dark value.

Figures use the light values; the page swaps them for the dark ones, in pictures and live charts
alike, so that both follow the reader's setting.
"""

from typing import NamedTuple

__all__ = ["COLORS", "Color", "contrast", "light"]


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


LINEAR = 0.04045
"""The value of a channel up to which it is linear in sRGB."""


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours `#rrggbb`, 1 to 21, as WCAG 2.2 defines it."""
    dark, bright = sorted(map(_luminance, (one, other)))
    return (bright + 0.05) / (dark + 0.05)


def _luminance(color: str) -> float:
    """Return the relative luminance of a colour, as WCAG 2.2 defines it."""
    channels = (int(color[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (
        each / 12.92 if each <= LINEAR else ((each + 0.055) / 1.055) ** 2.4 for each in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
