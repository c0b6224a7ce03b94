"""The style sheet of the page and of those beside it."""

import re
from pathlib import Path
from typing import Final

from markupsafe import Markup

from report_helpers.charts.toolkit.colors import COLORS

__all__ = ["TEMPLATES", "lean", "style"]

TEMPLATES: Final = Path(__file__).parent / "templates"


def style() -> Markup:
    """Return the page's style sheet, each ink a variable with a light and a dark value."""
    light = "".join(f"--{name}:{ink.light};" for name, ink in COLORS.items())
    dark = "".join(f"--{name}:{ink.dark};" for name, ink in COLORS.items())
    # A sheet of paper is light, whatever the reader's screen is.
    inks = f":root{{{light}}}@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}\n"
    # What only a reader of the source needs stays in the source.
    rules = re.sub(
        r"/\*.*?\*/", "", (TEMPLATES / "page.css").read_text(encoding="utf-8"), flags=re.DOTALL
    )
    return Markup(inks + lean(rules))  # noqa: S704 both are ours


def lean(text: str) -> str:
    """Return a text without indents, empty lines and lines that are a script's comment alone."""
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))
