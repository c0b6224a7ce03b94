"""Pictures that a kernel draws of its charts: PNG in few bytes, for where no script runs.

The first one starts a browser, which draws all charts of the kernel and ends with it. Pictures are
an extra: without a browser, or if it fails, there are none.
"""

import asyncio
import atexit
import contextlib
import io
import logging
import tempfile
import threading
from collections.abc import Coroutine, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

from report_helpers.drawing.browser import find_browser

if TYPE_CHECKING:
    from PIL import Image

__all__ = ["kernel_picture"]

WIDTH: Final = 880
"""Pixels, unless the figure has its own width: as wide as the page's charts."""
COLORS: Final = 64
"""Of a picture: enough for its inks, its tints and the edges of letters."""
APART: Final = 16
"""By how much its colors differ at least, in red, green or blue of 255."""
TRIES: Final = 2
START_LIMIT: Final = 60.0
CHART_LIMIT: Final = 30.0
END_LIMIT: Final = 5.0
"""Seconds that the browser may take to start, for a chart, and to end."""

Result = TypeVar("Result")
LOG: Final = logging.getLogger(__name__)


def kernel_picture(figure: Mapping[str, Any]) -> bytes | None:
    """Return a chart as a PNG picture; None without a browser that draws it.

    Args:
        figure: the JSON of a plotly figure.
    """
    browser = find_browser()
    return _artist(browser).picture(figure) if browser else None


class Artist:
    """A browser that draws charts, in a thread of its own, until the process ends."""

    def __init__(self, browser: Path) -> None:
        self._browser: Path | None = browser
        self._opened: Any = None
        self._folder = tempfile.TemporaryDirectory(prefix="charts-", ignore_cleanup_errors=True)
        self._loop = asyncio.new_event_loop()
        threading.Thread(target=self._loop.run_forever, daemon=True).start()
        atexit.register(self._end)

    def picture(self, figure: Mapping[str, Any]) -> bytes | None:
        """Return the picture of a figure; None once the browser has failed."""
        # A browser that crashed is started once more.
        for _ in range(TRIES):
            if self._browser is None:
                break
            try:
                if self._opened is None:
                    self._wait(self._open(self._browser), START_LIMIT)
                return _small(self._wait(self._draw(figure), CHART_LIMIT))
            # Whatever a browser does, the cell has its result.
            except Exception:
                LOG.debug("the browser draws no picture", exc_info=True)
                self._opened = None
        self._browser = None
        return None

    async def _open(self, browser: Path) -> None:
        # Slow to import, and only needed here.
        import kaleido  # noqa: PLC0415
        from plotly.offline import get_plotlyjs  # noqa: PLC0415

        from report_helpers.drawing.offline_chromium import (  # noqa: PLC0415
            OfflineChromium,
            drawing_page,
        )

        # It would warn on stderr, which is part of a cell's result.
        logging.getLogger("choreographer").setLevel(logging.CRITICAL)
        folder = Path(self._folder.name)
        self._opened = kaleido.Kaleido(
            path=str(browser),
            page_generator=drawing_page(folder, get_plotlyjs()),
            browser_cls=OfflineChromium,
            tmp_dir=str(folder),
            timeout=None,
        )
        await self._opened.open()

    async def _draw(self, figure: Mapping[str, Any]) -> bytes:
        layout = figure["layout"]
        size = {"width": layout.get("width") or WIDTH, "height": layout.get("height") or WIDTH // 2}
        drawing: bytes = await self._opened.calc_fig(
            {**figure, "layout": {**layout, **size, "autosize": False}},
            opts={"format": "png", "scale": 1, **size},
        )
        return drawing

    def _wait(self, work: Coroutine[Any, Any, Result], seconds: float) -> Result:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(seconds)

    def _end(self) -> None:
        with contextlib.suppress(Exception):
            if self._opened is not None:
                self._wait(self._opened.close(), END_LIMIT)
        self._folder.cleanup()


@cache
def _artist(browser: Path) -> Artist:
    return Artist(browser)


def _small(drawing: bytes) -> bytes:
    """Return a PNG picture in few colors, which takes a fifth of the bytes.

    The colors are its most frequent ones, so inks and ground stay exactly as they are.
    """
    from PIL import Image  # noqa: PLC0415 (only needed here)

    with Image.open(io.BytesIO(drawing)) as opened:
        image = opened.convert("RGB")
    palette = Image.new("P", (1, 1))
    palette.putpalette([part for color in _frequent(image) for part in color])
    file = io.BytesIO()
    small = image.quantize(palette=palette, dither=Image.Dither.NONE)
    small.save(file, "PNG", optimize=True)
    return file.getvalue()


def _frequent(image: "Image.Image") -> list[tuple[int, ...]]:
    """Return the most frequent colors that differ clearly from each other."""
    chosen: list[tuple[int, ...]] = []
    counted: list[tuple[int, Any]] = image.getcolors(image.width * image.height) or []
    for _, color in sorted(counted, reverse=True):
        if all(_apart(color, other) >= APART for other in chosen):
            chosen.append(color)
        if len(chosen) == COLORS:
            break
    return chosen


def _apart(one: Sequence[int], other: Sequence[int]) -> int:
    return max(abs(a - b) for a, b in zip(one, other, strict=True))
