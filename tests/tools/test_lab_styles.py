"""The style sheet of JupyterLab's extension: current, and its dark inks legible on dark grounds."""

import json
import re
from importlib.metadata import version

import pytest

from lab_styles import ROOT, SHEET, lab_styles
from report_helpers.colors import COLORS

DARK_GROUND = "#111111"
"""That of JupyterLab's dark theme."""
ENOUGH = 4.5


def test_the_committed_sheet_is_current() -> None:
    """`make generated` writes it."""
    assert SHEET.read_text(encoding="utf-8") == lab_styles()


def test_the_extension_has_the_version_of_the_package() -> None:
    """As `jupyter labextension list` says it."""
    described = json.loads((ROOT / "labextension" / "package.json").read_text(encoding="utf-8"))
    assert described["version"] == version(described["name"])


def luminance(code: str) -> float:
    """Return the relative luminance of a color, as WCAG defines it."""
    parts = [int(code[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colors."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("name", sorted(COLORS.keys() - {"paper", "grid"}))
def test_inks_are_legible_on_the_themes_grounds(name: str) -> None:
    """White and JupyterLab's dark ground."""
    assert contrast(COLORS[name].light, "#ffffff") >= ENOUGH
    assert contrast(COLORS[name].dark, DARK_GROUND) >= ENOUGH


def test_every_ink_is_replaced_in_dark() -> None:
    """In fills and strokes, of our charts alone."""
    sheet = SHEET.read_text(encoding="utf-8")
    for color in COLORS.values():
        rgb = f"rgb({', '.join(str(part) for part in bytes.fromhex(color.light[1:]))})"
        for paint in ("fill", "stroke"):
            assert re.search(rf'\[style\*="{paint}: {re.escape(rgb)}"\] \{{', sheet)
    charts = [line for line in sheet.splitlines() if "[style*=" in line]
    ours = '[data-jp-theme-light="false"] .market-report-chart '
    assert charts
    assert all(line.startswith(ours) for line in charts)


def test_no_rule_looks_for_what_an_element_holds() -> None:
    """A browser would look at the whole notebook again for each move of a slider.

    Stored pictures alone have such a rule, which the marks of charts do not concern.
    """
    rules = [line for line in SHEET.read_text(encoding="utf-8").splitlines() if ":has(" in line]
    assert all(line.endswith(" .plot-img {") for line in rules)
