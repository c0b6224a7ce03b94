"""Prints a page as a PDF file in an offline browser."""

import base64
import re
from pathlib import Path
from typing import Any, Final, Literal

from choreographer import Browser, Tab

from report_helpers.drawing.browser import find_browser
from report_helpers.drawing.offline_chromium import OfflineChromium
from report_helpers.errors import SetupError, TimeLimitError
from report_helpers.page.images.offline_browser import NotStartedError, closed, opened, run_offline
from report_helpers.variables import CHROME

__all__ = ["PAPERS", "Paper", "is_printed", "print_page"]

Paper = Literal["a4", "letter"]
PAPERS: Final[dict[Paper, tuple[float, float]]] = {"a4": (8.27, 11.69), "letter": (8.5, 11)}
"""Width and height of each paper in inches."""
MARK: Final = b"% Printed by market-report\n"
"""A comment near the end of each file. A program that changes the file writes another end."""
END: Final = re.compile(rb"(startxref)\s+(\d+)\s+(%%EOF)\s*\Z")
"""How a PDF file ends: with the place of its table of objects."""
MARKED: Final = re.compile(re.escape(MARK) + rb"startxref\n\d+\n%%EOF\n\Z")
INSTALL: Final = f"install Chrome or Chromium, or name one in {CHROME}"
FIX: Final = f"check that it runs, or name another in {CHROME}"


def print_page(html: bytes, *, paper: Paper = "a4", limit: float) -> bytes:
    """Return a page as a tagged PDF file with an outline; margins and page numbers are the page's.

    No script of the page runs: its pictures are printed, not the live charts.

    Args:
        html: a page that loads nothing.
        paper: the size of the sheets.
        limit: seconds for all of it.

    Raises:
        SetupError: there is no browser, or it cannot print the page.
        TimeLimitError: it takes longer than the limit.
    """
    browser = find_browser()
    if browser is None:
        raise SetupError("the browser", "there is none to print with", INSTALL)
    try:
        return _marked(run_offline(lambda folder: _printed(html, paper, browser, folder), limit))
    except TimeoutError as error:
        what = f"it did not print the page within {limit:g} s"
        raise TimeLimitError(str(browser), what, "give a longer --time-limit") from error
    except NotStartedError as error:
        raise SetupError(str(browser), "the browser did not start", FIX) from error
    except Exception as error:
        raise SetupError(str(browser), "the browser did not print the page", FIX) from error


def is_printed(pdf: bytes) -> bool:
    """Return whether a file is as `print_page` made it; earlier versions made other files."""
    return MARKED.search(pdf, max(0, len(pdf) - 1024)) is not None


def _marked(pdf: bytes) -> bytes:
    """Return a PDF file with the mark and its end once more.

    Raises:
        ValueError: it is not a whole PDF file.
    """
    end = END.search(pdf, max(0, len(pdf) - 1024))
    if end is None:
        raise ValueError("is not a whole PDF file")
    return pdf.rstrip() + b"\n" + MARK + b"\n".join(end.groups()) + b"\n"


async def _printed(html: bytes, paper: Paper, browser: Path, folder: Path) -> bytes:
    # A copy, because a run may replace the published page meanwhile.
    page = folder / "page.html"
    page.write_bytes(html)
    opened = Browser(browser, browser_cls=OfflineChromium, tmp_dir=str(folder))
    return await closed(opened, _print(opened, page.as_uri(), paper))


async def _print(browser: Browser, address: str, paper: Paper) -> bytes:
    await opened(browser)
    tab = await browser.create_tab("about:blank")
    await _sent(tab, "Page.enable")
    await _sent(tab, "Emulation.setScriptExecutionDisabled", value=True)
    loaded = tab.subscribe_once("Page.loadEventFired")
    await _sent(tab, "Page.navigate", url=address)
    await loaded
    width, height = PAPERS[paper]
    answer = await _sent(
        tab,
        "Page.printToPDF",
        paperWidth=width,
        paperHeight=height,
        preferCSSPageSize=True,
        generateTaggedPDF=True,
        generateDocumentOutline=True,
    )
    return base64.b64decode(answer["data"])


async def _sent(tab: Tab, command: str, **parameters: Any) -> dict[str, Any]:
    """Send a command of the DevTools protocol, and return its result.

    Raises:
        RuntimeError: the browser refuses it.
    """
    answer = await tab.send_command(command, parameters)
    if "error" in answer:
        raise RuntimeError(f"{command}: {answer['error']}")
    return dict(answer["result"])
