"""Inks and styles: readable on both grounds, and apart for every kind of colour vision."""

import numpy as np
import numpy.typing as npt
import pytest

from report_helpers.charts.toolkit.theme import SERIES_INKS, TEMPLATE
from report_helpers.colors import COLORS

Colour = npt.NDArray[np.float64]

# Machado, Oliveira and Fernandes (2009), "A Physiologically-based Model for Simulation of Color
# Vision Deficiency", IEEE TVCG 15(6), table of matrices at severity 1.0, for linear RGB.
VISION: dict[str, Colour] = {
    "normal": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}


def linear(colour: str) -> Colour:
    """Linear RGB of `#rrggbb`, as WCAG 2 defines it."""
    parts = np.array([int(colour[place : place + 2], 16) for place in (1, 3, 5)]) / 255
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """WCAG 2 contrast ratio of two colours."""
    weights = np.array([0.2126, 0.7152, 0.0722])
    low, high = sorted(float(weights @ linear(colour)) for colour in (one, other))
    return (high + 0.05) / (low + 0.05)


def lab(rgb: Colour) -> Colour:
    """CIE L*a*b* (D65) of linear RGB."""
    matrix = np.array(
        [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    )
    xyz = matrix @ np.clip(rgb, 0, 1) / np.array([0.95047, 1.0, 1.08883])
    cube = np.where(xyz > (6 / 29) ** 3, np.cbrt(xyz), xyz / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * cube[1] - 16, 500 * (cube[0] - cube[1]), 200 * (cube[1] - cube[2])])


def distance(one: str, other: str, vision: str) -> float:
    """CIE76 distance of two colours as seen with a kind of colour vision."""
    first, second = (lab(VISION[vision] @ linear(colour)) for colour in (one, other))
    return float(np.linalg.norm(first - second))


@pytest.mark.parametrize("ground", ["light", "dark"])
@pytest.mark.parametrize("ink", [*SERIES_INKS, "article", "text", "muted"])
def test_contrast(ink: str, ground: str) -> None:
    """Marks reach 3:1 against their ground, text 4.5:1; labels are set in series inks too."""
    assert contrast(getattr(COLORS[ink], ground), getattr(COLORS["paper"], ground)) >= 4.5


@pytest.mark.parametrize("side", ["light", "dark"])
def test_inks_differ(side: str) -> None:
    """The page maps colours back to names, so each value belongs to one ink."""
    values = [getattr(ink, side) for ink in COLORS.values()]
    assert len(set(values)) == len(values)


def test_the_template_is_complete() -> None:
    """The bar cannot send a chart anywhere, and touch scrolls the page."""
    layout = TEMPLATE.layout
    assert "sendChartToCloud" in layout.modebar.remove
    assert layout.dragmode is False
    assert layout.paper_bgcolor == COLORS["paper"].light
    assert layout.font.size >= 13
