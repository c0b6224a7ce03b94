"""The Jinja environment, the style sheet and the scripts of all pages."""

from functools import cache
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

# It has no type hints.
from rcssmin import cssmin  # type: ignore[import-untyped]

from report_helpers.claims.amounts import whole
from report_helpers.colors import COLORS
from report_helpers.reader_locale import day
from report_helpers.settings.active import settings
from report_helpers.text.html import dated

__all__ = ["STYLES", "TEMPLATES", "read_template", "render_template", "style"]

TEMPLATES: Final = Path(__file__).parent / "templates"
STYLES: Final = (
    "base", "first_screen", "sections", "figures", "claims", "charts", "projection", "paper",
)  # fmt: skip
"""The parts of the style sheet in the order of the cascade."""

PAINTS: Final = ("fill", "stroke", "stop-color")
"""The attributes of pictures that hold colors."""


def render_template(name: str, **context: object) -> str:
    """Return a rendered template; it escapes every text that is not marked as safe."""
    return _environment().get_template(name).render(**context)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters |= {"day": day, "dated": dated, "whole": whole}
    return environment


def read_template(name: str) -> str:
    """Return a file of the templates as it is, such as a script or a style sheet."""
    return (TEMPLATES / name).read_text(encoding="utf-8")


def style() -> Markup:
    """Return the style sheet of all pages, minified; each color has a light and a dark value.

    The colors are those of the active settings, also in pictures, which hold the report's own.
    """
    palette = settings().palette
    light = "".join(f"--{name}:{color.light};" for name, color in palette.items())
    dark = "".join(f"--{name}:{color.dark};" for name, color in palette.items())
    # On paper the light colors apply, also where the screen is dark; `data-theme` is the reader's.
    colors = (
        f":root{{{light}}}@media screen{{:root[data-theme=dark]{{{dark}}}}}"
        "@media screen and (prefers-color-scheme:dark)"
        f"{{:root:not([data-theme=light]){{{dark}}}}}\n"
    )
    inks = "".join(
        f'.picture [{paint}="{color.light}"]{{{paint}:var(--{name})}}'
        for name, color in COLORS.items()
        for paint in PAINTS
    )
    parts = [read_template(f"styles/{name}.css") for name in STYLES]
    return Markup(cssmin("\n".join([colors + inks, *parts])))  # noqa: S704 our own text
