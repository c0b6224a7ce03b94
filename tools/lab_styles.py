"""Writes the style sheet of JupyterLab's extension: run with `make generated`.

Charts hold the light values of the report's inks. Where JupyterLab's theme is dark, the sheet
replaces each by its dark value in what plotly.js has drawn, so stored and live charts follow a
change of the theme without being drawn again. Tables and lists have the page's own styles.
"""

from pathlib import Path

from report_helpers.colors import COLORS
from report_helpers.page.environment import read_template

__all__ = ["SHEET", "lab_styles"]

ROOT = Path(__file__).resolve().parents[1]
SHEET = ROOT / "labextension" / "static" / "style.css"
OWN = ROOT / "labextension" / "lab.css"

SHARED = ("figures", "first_screen")
"""The style sheets of the page that also hold in JupyterLab."""
PAINTS = ("fill", "stroke", "stop-color", "background", "background-color", "color")
"""Where plotly.js has a color in a style."""
ATTRIBUTES = ("fill", "stroke")
"""Where it has one as an attribute: in patterns."""
OURS = ".market-report.mathjax_ignore"
"""Stronger than what JupyterLab says of every table."""
CHART = "market-report-chart"
"""Marks our charts: set by `charts.js`, and by our figure widget."""
DARK = '[data-jp-theme-light="false"]'
GROUND = "var(--jp-layout-color0)"
"""The theme's own ground, on which an output stands."""


def lab_styles() -> str:
    """Return the style sheet."""
    parts = (_variables(), _charts(), _pictures(), _texts())
    return "/* Made by tools/lab_styles.py. */\n" + "\n".join(parts)


def _variables() -> str:
    light = "".join(f"  --{name}: {color.light};\n" for name, color in COLORS.items())
    dark = "".join(f"  --{name}: {color.dark};\n" for name, color in COLORS.items())
    font = "  --sans: var(--jp-content-font-family);\n"
    return f".market-report {{\n{light}{font}}}\n{DARK} .market-report {{\n{dark}}}\n"


def _rgb(code: str) -> str:
    """Return a color as browsers write it in a style: "rgb(28, 36, 48)"."""
    return f"rgb({', '.join(str(part) for part in bytes.fromhex(code[1:]))})"


def _charts() -> str:
    """Return the rules that give our charts their dark inks.

    A class says which charts are ours. To find them by what they hold (`:has`) would take a browser
    20 ms after each change of a style in the notebook.
    """
    ours = f"{DARK} .{CHART}"
    values = {name: color.dark for name, color in COLORS.items()} | {"paper": GROUND}
    drawn = [(paint, f'style*="{paint}: ', '"') for paint in PAINTS]
    drawn += [(paint, f'{paint}="', '"') for paint in ATTRIBUTES]
    return "".join(
        f"{ours} [{begin}{_rgb(color.light)}{end}] {{\n  {paint}: {values[name]} !important;\n}}\n"
        for name, color in COLORS.items()
        for paint, begin, end in drawn
    )


def _pictures() -> str:
    """Return the rules of the stored pictures that stand for charts until a pointer enters them."""
    return (
        f".jp-RenderedPlotly .plot-img {{\n  max-width: 100%;\n  height: auto;\n}}\n"
        f"{DARK} .jp-Notebook:has(.market-report) .plot-img {{\n"
        "  filter: invert(0.93) hue-rotate(180deg);\n}\n"
    )


def _texts() -> str:
    sheets = [*(read_template(f"styles/{name}.css") for name in SHARED), OWN.read_text("utf-8")]
    arrived = "from {\n    background: color-mix(in srgb, var(--article) 30%, transparent);\n  }"
    return f"{OURS} {{\n{''.join(sheets)}}}\n@keyframes market-report-arrived {{\n  {arrived}\n}}\n"


if __name__ == "__main__":
    SHEET.write_text(lab_styles(), encoding="utf-8", newline="\n")
