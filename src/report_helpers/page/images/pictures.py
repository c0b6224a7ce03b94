"""Draws charts as pictures: all with one offline browser, within a time limit.

A page has SVG, a mail PNG.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import kaleido
from markupsafe import Markup

from report_helpers.colors import light
from report_helpers.drawing.browser import find_browser
from report_helpers.drawing.offline_chromium import OfflineChromium, drawing_page
from report_helpers.drawing.plotly_js import Bundle
from report_helpers.errors import SetupError
from report_helpers.page.chart_view import ChartView
from report_helpers.page.images.offline_browser import NotStartedError, closed, opened, run_offline
from report_helpers.page.images.svg import BadPictureError, clean_svg
from report_helpers.page.images.svg_cache import drawing_key, keep_drawing, kept_drawing

__all__ = ["NoBrowserError", "draw_pictures", "draw_png"]

START_LIMIT: Final = 60.0
CHART_LIMIT: Final = 15.0
SVG: Final = {"format": "svg"}
PNG: Final = {"format": "png", "scale": 1.5}
"""In a mail of less than 100 kB no more pixels have room."""
FIX: Final = "check that it runs, name another in MARKET_REPORT_CHROME, or leave the pictures out"


class NoBrowserError(SetupError):
    """A browser was found and did not start, so there is none."""


def draw_pictures(
    views: Sequence[ChartView], bundle: Bundle, *, limit: float | None = None
) -> dict[str, Markup]:
    """Return the content of each chart's SVG picture by its name; empty without a browser.

    Args:
        views: the charts of a page.
        bundle: the plotly.js that draws them.
        limit: seconds for all charts.

    Raises:
        NoBrowserError: a browser was found and did not start.
        SetupError: it cannot draw the charts.
    """
    browser = find_browser()
    if browser is None or not views:
        return {}
    keys = [drawing_key(_specification(view), view.height, bundle, browser) for view in views]
    known = {key: kept_drawing(key) for key in keys}
    missing = {key: view for key, view in zip(keys, views, strict=True) if known[key] is None}
    if missing:
        drawings = _drawn(list(missing.values()), bundle, browser, SVG, limit)
        known |= dict(zip(missing, drawings, strict=True))
    try:
        pictures = {
            view.name: clean_svg((known[key] or b"").decode(), f"{view.name}-p")
            for key, view in zip(keys, views, strict=True)
        }
    except BadPictureError as error:
        raise SetupError(str(browser), f"a picture holds {error}", FIX) from error
    for key in missing:
        keep_drawing(key, known[key] or b"")
    return pictures


def draw_png(view: ChartView, bundle: Bundle, *, limit: float | None = None) -> bytes | None:
    """Return a chart as a PNG picture on the light page's ground; None without a browser.

    It has three pixels in a line for every two of the chart's width.

    Raises:
        NoBrowserError: a browser was found and did not start.
        SetupError: it cannot draw the chart.
    """
    browser = find_browser()
    if browser is None:
        return None
    ground = {"paper_bgcolor": light("paper"), "plot_bgcolor": light("paper")}
    view = replace(view, layout=view.layout | ground)
    key = drawing_key({**_specification(view), **PNG}, view.height, bundle, browser)
    drawing = kept_drawing(key)
    if drawing is None:
        (drawing,) = _drawn([view], bundle, browser, PNG, limit)
        keep_drawing(key, drawing)
    return drawing


def _drawn(
    views: Sequence[ChartView],
    bundle: Bundle,
    browser: Path,
    kind: Mapping[str, Any],
    limit: float | None,
) -> list[bytes]:
    seconds = limit or START_LIMIT + CHART_LIMIT * len(views)
    try:
        return run_offline(lambda folder: _draw(views, bundle, browser, kind, folder), seconds)
    except NotStartedError as error:
        what = "did not draw: it ended while it started" if error.died else "did not start in time"
        raise NoBrowserError(str(browser), f"the browser {what}", FIX) from error
    except Exception as error:
        what = "took too long" if isinstance(error, TimeoutError) else "did not draw"
        raise SetupError(str(browser), f"the browser {what}", FIX) from error


def _specification(view: ChartView) -> dict[str, Any]:
    return {"data": view.data, "layout": {**view.layout, "autosize": False, "width": view.width}}


async def _draw(
    views: Sequence[ChartView],
    bundle: Bundle,
    browser: Path,
    kind: Mapping[str, Any],
    folder: Path,
) -> list[bytes]:
    artist = kaleido.Kaleido(
        path=str(browser),
        page_generator=drawing_page(folder, bundle.source),
        browser_cls=OfflineChromium,
        tmp_dir=str(folder),
        timeout=None,
    )
    return await closed(artist, _draw_with(artist, views, kind))


async def _draw_with(
    artist: kaleido.Kaleido, views: Sequence[ChartView], kind: Mapping[str, Any]
) -> list[bytes]:
    await opened(artist)
    sizes = [{"width": view.width, "height": view.height} for view in views]
    return [
        await artist.calc_fig(_specification(view), opts={**kind, **size})
        for view, size in zip(views, sizes, strict=True)
    ]
