"""The browser that draws and prints: without network access, small, its files in our folder."""

from collections.abc import MutableMapping, Sequence
from pathlib import Path
from typing import Final

import kaleido
from choreographer.browsers import Chromium

__all__ = ["OfflineChromium", "drawing_page"]

SMALL: Final = (
    # Threads of one process instead of three processes.
    "--in-process-gpu",
    "--enable-features=NetworkServiceInProcess2",
    # A process for the next tab, and two for the suggestions of an address bar that nobody sees.
    "--disable-features=SpareRendererForSitePerProcess,WebUIOmniboxPopup,WebUIOmniboxAimPopup",
    # What one chart leaves in memory goes before the next.
    "--js-flags=--optimize-for-size --gc-global",
)
"""Options that save memory; browsers of other versions ignore those that they do not know."""


class OfflineChromium(Chromium):
    """A browser without network access that keeps its files in our folder."""

    def get_cli(self) -> Sequence[str]:
        """Return the program and its arguments."""
        return [
            *super().get_cli(),
            "--disable-background-networking",
            "--disable-extensions",
            "--host-resolver-rules=MAP * ~NOTFOUND",
            *SMALL,
        ]

    def get_env(self) -> MutableMapping[str, str]:
        """Return the environment of the browser."""
        return {**super().get_env(), "TMPDIR": str(self._tmp_dir_path)}


def drawing_page(folder: Path, source: str) -> str:
    """Write the page in which kaleido draws; unlike kaleido's own, it loads nothing.

    Args:
        folder: where to write it.
        source: plotly.js.

    Returns:
        The path of the page.
    """
    script = folder / "plotly.js"
    script.write_text(source, encoding="utf-8")
    page = folder / "index.html"
    html = kaleido.PageGenerator(plotly=script.as_uri(), mathjax=False).generate_index()
    page.write_text(html, encoding="utf-8")
    return str(page)
