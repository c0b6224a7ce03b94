"""Pictures that a kernel draws: small, in the chart's own colours, and never an error."""

import io
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import plotly.graph_objects as go
import pytest
from PIL import Image

from report_helpers.colors import light
from report_helpers.drawing import kernel_pictures
from report_helpers.drawing.browser import find_browser
from report_helpers.drawing.kernel_pictures import kernel_picture

pytestmark = pytest.mark.browser

FIGURE = go.Figure(
    go.Bar(x=["a", "b"], y=[1, 2], marker={"color": light("article")}),
    layout={"height": 300, "plot_bgcolor": light("paper"), "template": "none"},
).to_plotly_json()

CLOSE = 8
"""How far a drawn tint may be from its color, of 255."""


@pytest.fixture(autouse=True)
def _other_kernel(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Each test stands for a kernel, whose browser ends with it; its failures are logged."""
    caplog.set_level(logging.DEBUG, kernel_pictures.__name__)
    yield
    browser = find_browser()
    if browser:
        kernel_pictures._artist(browser)._end()  # noqa: SLF001
    kernel_pictures._artist.cache_clear()  # noqa: SLF001


@pytest.mark.skipif(find_browser() is None, reason="no Chrome or Chromium to draw with")
def test_a_picture_has_few_colors_which_are_the_charts_own() -> None:
    """Ink and ground are exact, so a picture is as legible as its chart."""
    drawn = kernel_picture(FIGURE)
    assert drawn is not None
    with Image.open(io.BytesIO(drawn)) as picture:
        assert picture.size == (kernel_pictures.WIDTH, 300)
        found = [color for _, color in picture.convert("RGB").getcolors() or []]
    assert len(found) <= kernel_pictures.COLORS
    assert (0xB8, 0x3E, 0x00) in found
    assert (255, 255, 255) in found


@pytest.mark.skipif(find_browser() is None, reason="no Chrome or Chromium to draw with")
def test_a_tint_keeps_its_hue() -> None:
    """Tints of one ink that differ by little are not drawn in the nearest grey."""
    bars = [
        go.Bar(x=[name], y=[1], marker={"color": f"rgba(0, 100, 170, {opacity})"}, width=0.1)
        for name, opacity in (("a", 0.13), ("b", 0.24))
    ]
    text = {"text": "Many words in a grey ink, " * 20, "font": {"color": light("muted")}}
    layout = {"height": 300, "plot_bgcolor": "white", "template": "none", "title": text}
    drawn = kernel_picture(go.Figure(bars, layout).to_plotly_json())
    assert drawn is not None
    with Image.open(io.BytesIO(drawn)) as picture:
        counted: list[tuple[int, Any]] = picture.convert("RGB").getcolors() or []
    found = [color for _, color in counted]
    for opacity in (0.13, 0.24):
        tint = [255 + opacity * (part - 255) for part in (0, 100, 170)]
        assert any(
            max(abs(a - b) for a, b in zip(tint, color, strict=True)) < CLOSE for color in found
        )


def test_without_a_browser_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """A chart then has its text alone."""
    monkeypatch.setenv("MARKET_REPORT_CHROME", "")
    assert kernel_picture(FIGURE) is None


def test_a_browser_that_fails_is_not_asked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There is no picture, no error, and no second wait."""
    calls, browser = tmp_path / "calls", tmp_path / "browser"
    browser.write_text(f"#!/bin/sh\necho called >> {calls}\nexit 1\n", encoding="utf-8")
    browser.chmod(0o755)
    monkeypatch.setenv("MARKET_REPORT_CHROME", str(browser))
    assert kernel_picture(FIGURE) is None
    before = calls.read_text(encoding="utf-8")
    assert kernel_picture(FIGURE) is None
    assert calls.read_text(encoding="utf-8") == before
