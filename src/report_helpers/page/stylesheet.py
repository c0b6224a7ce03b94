"""The style sheet of the page and of those beside it."""

from pathlib import Path
from typing import Final

from markupsafe import Markup

from report_helpers.charts.toolkit.colors import COLORS

__all__ = ["TEMPLATES", "style"]

TEMPLATES: Final = Path(__file__).parent / "templates"


def style() -> Markup:
    """Return the page's style sheet, each color a variable with a light and a dark value."""
    light = "".join(f"--{name}:{ink.light};" for name, ink in COLORS.items())
    dark = "".join(f"--{name}:{ink.dark};" for name, ink in COLORS.items())
    # A sheet of paper is light, whatever the reader's screen is.
    inks = f":root{{{light}}}@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}\n"
    return Markup(inks + (TEMPLATES / "page.css").read_text(encoding="utf-8"))  # noqa: S704 ours
