# ruff: noqa: INP001 (a script, no module)
"""A slider in JupyterLab, from the key to the screen, and each notebook's first run.

Start it with `python benchmarks/lab.py`.

Ours is the projection of `notebooks/05_projection.ipynb`, whose kernel moves the points of the
figure that is there. Against it, `ipywidgets.interactive` draws a new figure of the same traces for
each move, and computes nothing but the path. The least that a kernel and Lab need is a slider whose
number the kernel returns, without a figure. Lab runs on loopback in folders of its own.
"""

import argparse
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory

import nbformat
from measuring import ROOT, ratio, say, surroundings, table
from playwright.sync_api import Browser, Page, sync_playwright

from report_helpers.drawing.browser import find_browser

OURS, THEIRS, LEAST = "05_projection.ipynb", "interactive.ipynb", "least.ipynb"
CHAPTERS = sorted(path.name for path in (ROOT / "notebooks").glob("*.ipynb"))
WAYS = {
    "ours, the growth": (OURS, 0),
    "ours, the horizon": (OURS, 1),
    "ipywidgets.interactive, a new figure each time": (THEIRS, 0),
    "a number that the kernel returns, no figure": (LEAST, 0),
}
"""The notebook of each way, and the number of its slider in sight."""
FIRST = 5
ENDS = 22
"""Moves to an end and back: from 2035 to 2046, say."""
OWN_FOLDERS = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR",
               "JUPYTERLAB_SETTINGS_DIR", "JUPYTERLAB_WORKSPACES_DIR")  # fmt: skip
OFFLINE = ["--disable-background-networking",
           "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]  # fmt: skip
PATIENCE = 120_000
INTERACTIVE = """\
import ipywidgets
import plotly.graph_objects as go
from IPython.display import display

from report_helpers.analysis.projection_models import project
from report_helpers.projection.display import projection
from report_helpers.claims import read_claims

shown = projection(read_claims())
claim, state = shown.contract["claims"][0], shown.contract["state"]
at = shown.contract["traces"]["path"]
years = state["horizon"] - claim["base_year"]


def draw(growth):
    figure = go.Figure(shown.figure)
    given = {"base": claim["base"], "growth": growth, "years": years}
    figure.data[at].y = project("compound", given)
    display(figure)


slider = ipywidgets.FloatSlider(value=0.36, min=-0.5, max=1.0, step=0.001)
ipywidgets.interactive(draw, growth=slider)
"""
NUMBER = """\
import ipywidgets
from IPython.display import display

slider = ipywidgets.FloatSlider(value=0.36, min=-0.5, max=1.0, step=0.001)
number = ipywidgets.HTML("0.36").add_class("number")
slider.observe(lambda change: setattr(number, "value", str(change["new"])), names="value")
display(slider, number)
"""
WAITING = """() => [...document.querySelectorAll(".jp-CodeCell .jp-InputArea-prompt")]
  .some((mark) => mark.textContent.trim() === "[*]:")"""
# Plotly draws in a frame, after what asked for that frame before it. So lines are compared when the
# frame is over: a message that is sent at its start arrives when its style, layout and paint are
# done. Lines that are gone while a figure is replaced are no new lines.
WATCH = """() => {
  window.TOOK = [];
  const lines = () =>
    [...document.querySelectorAll(".js-plotly-plot path.js-line, .number .widget-html-content")]
      .map((each) => each.getAttribute("d") ?? each.textContent).join();
  const frame = new MessageChannel();
  const next = () => requestAnimationFrame(() => frame.port2.postMessage(null));
  let start, before;
  frame.port1.onmessage = () => {
    const now = lines();
    if (now === before || now === "") next();
    else TOOK.push(performance.now() - start);
  };
  addEventListener("keydown", () => {
    [start, before] = [performance.now(), lines()];
    next();
  }, { capture: true });
}"""


def main() -> None:
    """Move the slider of both notebooks, and print what a move takes."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--moves", type=int, default=50, help="moves of each slider")
    options.add_argument("--sliders", action="store_true", help="measure no first runs")
    given = options.parse_args()
    moves = given.moves
    say(surroundings())
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=find_browser(), args=[*OFFLINE, *root])
        with lab(Path(folder)) as address:
            head = ("way", "to the screen ms", "95 % within ms", "times ours")
            title = f"Moving a slider in JupyterLab, medians of {moves}"
            table(title, head, _rows(browser, address, moves))
            if not given.sliders:
                times = ((book, f"{_first_run(browser, address, book):.1f}") for book in CHAPTERS)
                table("First run of all cells in a new kernel", ("notebook", "seconds"), times)
        browser.close()
    say(f"\n{surroundings()}")


@contextmanager
def lab(folder: Path) -> Iterator[str]:
    """Run JupyterLab on both notebooks; give its address."""
    books = folder / "books"
    books.mkdir()
    for name in CHAPTERS:
        shutil.copy(ROOT / "notebooks" / name, books)
    for name, source in ((THEIRS, INTERACTIVE), (LEAST, NUMBER)):
        made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)])
        # Lab asks which kernel to take where a notebook names none.
        made.metadata.kernelspec = {"name": "python3", "display_name": "Python 3 (ipykernel)"}
        nbformat.write(made, books / name)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    own = {name: str(folder / name.lower()) for name in OWN_FOLDERS}
    server = subprocess.Popen(  # noqa: S603 (our own server)
        [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ip=127.0.0.1",
         f"--port={port}", "--ServerApp.port_retries=0", "--IdentityProvider.token=",
         f"--ServerApp.root_dir={books}", "--LabApp.news_url=None"],
        env=os.environ | own, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _wait(server, f"http://127.0.0.1:{port}/api/status")
        yield f"http://127.0.0.1:{port}"
    finally:
        # Lab stops its kernels when it is asked to stop.
        server.terminate()
        server.wait(60)


def _wait(server: "subprocess.Popen[bytes]", status: str) -> None:
    for _ in range(PATIENCE // 500):
        if server.poll() is not None:
            break
        with suppress(OSError), urllib.request.urlopen(status):  # noqa: S310 (our own server)
            return
        time.sleep(0.5)
    raise SystemExit("JupyterLab does not answer")


def _rows(browser: Browser, address: str, moves: int) -> Iterator[Sequence[str]]:
    ours = 0.0
    for way, (notebook, slider) in WAYS.items():
        found = moved(browser, f"{address}/lab/tree/{notebook}?reset", slider, moves)
        middle = median(found)
        ours = ours or middle
        yield way, f"{middle:.0f}", f"{quantiles(found, n=20)[-1]:.0f}", ratio(ours, middle)


def moved(browser: Browser, address: str, slider: int, moves: int) -> list[float]:
    """Run a notebook, and return the milliseconds of each move of one of its sliders in sight."""
    page = _running(browser, address)
    page.locator(".js-plotly-plot path.js-line, .number .widget-html-content").first.wait_for()
    page.wait_for_timeout(5_000)
    found = _moves(page, slider, moves)
    page.close()
    return found


def _running(browser: Browser, address: str) -> Page:
    """Open a notebook, and run all its cells."""
    page = browser.new_page(viewport={"width": 1280, "height": 1500})
    page.set_default_timeout(PATIENCE)
    page.goto(address)
    # Cells that are run before the kernel answers are not run.
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for()
    page.wait_for_timeout(2_000)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.locator(".lm-Menu-itemLabel").get_by_text("Run All Cells", exact=True).click()
    return page


def _first_run(browser: Browser, address: str, notebook: str) -> float:
    """Return the seconds from the click on Run All Cells until the kernel has run the last cell."""
    page = _running(browser, f"{address}/lab/tree/{notebook}?reset")
    start = time.monotonic()
    page.wait_for_function(WAITING)
    page.wait_for_function(f"() => !({WAITING})()")
    seconds = time.monotonic() - start
    page.close()
    return seconds


def _moves(page: Page, slider: int, moves: int) -> list[float]:
    """Press an arrow on a slider so many times, each when the last move is on the screen.

    Some moves to the right are followed by as many to the left. The first moves make what
    later ones find made, and do not count.
    """
    handle = page.locator(".jupyter-widgets .noUi-handle:visible").nth(slider)
    handle.focus()
    page.evaluate(WATCH)
    total = moves + FIRST
    for move in range(1, total + 1):
        page.keyboard.press("ArrowRight" if move % ENDS <= ENDS // 2 else "ArrowLeft")
        page.wait_for_function("count => TOOK.length >= count", arg=move)
        # What a move leaves to do is no part of the next one.
        page.wait_for_timeout(100)
    found: list[float] = page.evaluate("() => TOOK")
    return found[FIRST:]


if __name__ == "__main__":
    main()
