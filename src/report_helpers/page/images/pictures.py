"""Draws charts as pictures: all with one offline browser, within a time limit."""

import asyncio
import contextlib
import os
import signal
import subprocess
import tempfile
import threading
from collections.abc import Coroutine, MutableMapping, Sequence
from pathlib import Path
from typing import Any, Final

import kaleido
from choreographer.browsers import Chromium
from choreographer.errors import BrowserFailedError
from markupsafe import Markup
from tenacity import retry, retry_if_exception, stop_after_attempt

from report_helpers.charts.toolkit.plotly_js import Bundle
from report_helpers.errors import SetupError
from report_helpers.page.chart_view import ChartView
from report_helpers.page.images.browser import find_browser
from report_helpers.page.images.svg import BadPictureError, clean_svg
from report_helpers.page.images.svg_cache import drawing_key, keep_drawing, kept_drawing

__all__ = ["draw_pictures"]

START_LIMIT: Final = 60.0
CHART_LIMIT: Final = 15.0
CLOSE_LIMIT: Final = 10.0
STARTS: Final = 3
LONG: Final = 40
FIX: Final = "check that it runs, name another in MARKET_REPORT_CHROME, or leave the pictures out"


def draw_pictures(
    views: Sequence[ChartView], bundle: Bundle, *, limit: float | None = None
) -> dict[str, Markup]:
    """Return the content of each chart's SVG picture by its name; empty without a browser.

    Args:
        views: the charts of a page.
        bundle: the plotly.js that draws them.
        limit: seconds for all charts.

    Raises:
        SetupError: a browser was found and cannot draw the charts.
    """
    browser = find_browser()
    if browser is None or not views:
        return {}
    keys = [drawing_key(_specification(view), view.height, bundle, browser) for view in views]
    known = {key: kept_drawing(key) for key in keys}
    missing = {key: view for key, view in zip(keys, views, strict=True) if known[key] is None}
    if missing:
        drawings = _drawn(list(missing.values()), bundle, browser, limit)
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


def _drawn(
    views: Sequence[ChartView], bundle: Bundle, browser: Path, limit: float | None
) -> list[bytes]:
    seconds = limit or START_LIMIT + CHART_LIMIT * len(views)
    with tempfile.TemporaryDirectory(dir=_place(), ignore_cleanup_errors=True) as private:
        work = _draw_all(views, bundle, browser, Path(private), seconds)
        return _in_own_loop(work, str(browser))


def _place() -> str | None:
    """Return the parent of the browser's folder, whose socket path is limited to 104 characters."""
    return "/tmp" if os.name == "posix" and len(tempfile.gettempdir()) > LONG else None  # noqa: S108


def _specification(view: ChartView) -> dict[str, Any]:
    return {"data": view.data, "layout": {**view.layout, "autosize": False, "width": view.width}}


async def _draw_all(
    views: Sequence[ChartView], bundle: Bundle, browser: Path, folder: Path, seconds: float
) -> list[bytes]:
    """Draw the charts; retry if the browser fails to start, as on a busy machine.

    Raises:
        TimeoutError: all attempts together took longer than the limit.
        BrowserFailedError: no attempt succeeded.
    """
    async with asyncio.timeout(seconds) as limit:

        def worth_a_try(error: BaseException) -> bool:
            return isinstance(error, BrowserFailedError) and not limit.expired()

        stop = stop_after_attempt(STARTS)
        start = retry(retry=retry_if_exception(worth_a_try), stop=stop, reraise=True)
        try:
            return await start(_draw)(views, bundle, browser, folder)
        except BrowserFailedError as error:
            # choreographer turns the timeout's cancellation into this error.
            if limit.expired():
                raise TimeoutError from error
            raise


async def _draw(
    views: Sequence[ChartView], bundle: Bundle, browser: Path, folder: Path
) -> list[bytes]:
    artist = kaleido.Kaleido(
        path=str(browser),
        page_generator=_drawing_page(folder, bundle),
        browser_cls=_Offline,
        tmp_dir=str(folder),
        timeout=None,
    )
    try:
        await artist.open()
        sizes = [{"width": view.width, "height": view.height} for view in views]
        return [
            await artist.calc_fig(_specification(view), opts={"format": "svg", **size})
            for view, size in zip(views, sizes, strict=True)
        ]
    except BaseException:
        # A hanging browser would not answer a request to close.
        _kill(artist)
        raise
    finally:
        with contextlib.suppress(Exception):
            await asyncio.wait_for(artist.close(), CLOSE_LIMIT)
        _kill(artist)


def _drawing_page(folder: Path, bundle: Bundle) -> str:
    """Write the page in which kaleido draws; unlike kaleido's own, it loads nothing."""
    script = folder / "plotly.js"
    script.write_text(bundle.source, encoding="utf-8")
    page = folder / "index.html"
    html = kaleido.PageGenerator(plotly=script.as_uri(), mathjax=False).generate_index()
    page.write_text(html, encoding="utf-8")
    return str(page)


def _kill(artist: Any) -> None:
    """Kill the browser and its children, which share a session."""
    with contextlib.suppress(AttributeError, OSError, subprocess.TimeoutExpired):
        os.killpg(artist.subprocess.pid, signal.SIGKILL)
        artist.subprocess.wait(CLOSE_LIMIT)


class _Offline(Chromium):
    """A browser without network access that keeps its files in our folder."""

    def get_cli(self) -> Sequence[str]:
        return [
            *super().get_cli(),
            "--disable-background-networking",
            "--disable-extensions",
            "--host-resolver-rules=MAP * ~NOTFOUND",
        ]

    def get_env(self) -> MutableMapping[str, str]:
        return {**super().get_env(), "TMPDIR": str(self._tmp_dir_path)}


def _in_own_loop(work: Coroutine[Any, Any, list[bytes]], place: str) -> list[bytes]:
    """Run the work in a thread, because the caller may run in an event loop."""
    outcome: list[list[bytes] | BaseException] = []

    def run() -> None:
        try:
            outcome.append(asyncio.run(work))
        except BaseException as error:  # noqa: BLE001 it is raised below
            outcome.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join()
    if isinstance(outcome[0], BaseException):
        what = "took too long" if isinstance(outcome[0], TimeoutError) else "did not draw"
        raise SetupError(place, f"the browser {what}", FIX) from outcome[0]
    return outcome[0]
