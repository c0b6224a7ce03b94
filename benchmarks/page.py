# ruff: noqa: INP001 (a script, no module)
"""What a reader of the page waits for: `python benchmarks/page.py`.

Renders the shipped report with the smaller plotly.js and with the whole one, and opens both in a
headless browser that reaches no network: the page's bytes and its length in screens, the time to
the first words, to the first chart's picture and to the first live chart, and the time from a move
of a slider to the screen. Then the same of a report of ten thousand claims, which is searched too.
"""

import argparse
import gzip
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory

from many_claims import many_claims
from measuring import render, say, surroundings, table
from playwright.sync_api import Browser, Page, sync_playwright

from report_helpers.drawing.browser import find_browser
from report_helpers.variables import BUNDLES

WIDTHS = (1280, 375)
SCREENS = ((1280, 900), (375, 812))
SLIDERS = ("growth", "horizon")
OFFLINE = ["--disable-background-networking", "--host-resolver-rules=MAP * ~NOTFOUND"]
CHART = "#figure-projection"
PATIENCE = 60_000

# Runs before the page does; a look a frame. A chart far down is brought to the screen, as by a
# reader who goes to it; it counts as seen after the frame that shows it.
LOOK = """(() => {
  const seen = (window.SEEN = {});
  const after = (name) => setTimeout(() => (seen[name] ??= performance.now()));
  const look = () => {
    const picture = document.querySelector(".picture svg");
    const box = picture?.getBoundingClientRect();
    if (box && !seen.picture) {
      if (box.top < innerHeight && box.bottom > 0) after("picture");
      else picture.scrollIntoView({ behavior: "instant" });
    }
    if (document.querySelector("[data-drawn=true] .js-plotly-plot")) after("live");
    if (!(seen.live && seen.picture)) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})()"""
OPENED = """() => ({
  ...SEEN, words: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? NaN,
})"""

LENGTH = """() => [
  document.documentElement.scrollHeight / innerHeight,
  [...document.querySelectorAll("main > section")].map((section) =>
    [section.getAttribute("aria-labelledby") ?? "", section.offsetHeight / innerHeight]),
]"""

# A move ends after the frame in which the lines of the chart are others than before.
MOVE = """async ([chart, slider, moves]) => {
  const input = document.querySelector(`${chart} form`).elements[slider];
  const lines = () =>
    [...document.querySelectorAll(`${chart} .live path.js-line`)].map((path) =>
      path.getAttribute("d")).join();
  const { min, max, step } = input;
  const count = Math.round((max - min) / step) + 1;
  const at = Math.round((input.value - min) / step);
  const found = [];
  for (let move = 1; move <= moves; move += 1) {
    // At no fixed time between two frames.
    await new Promise((done) => setTimeout(done, 40 + (move * 7) % 17));
    const before = lines();
    input.value = Number(min) + ((at + move) % count) * step;
    let begun;
    requestAnimationFrame(() => (begun = performance.now()));
    const start = performance.now();
    input.dispatchEvent(new Event("input", { bubbles: true }));
    let frames = 0;
    do {
      await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
      frames += 1;
    } while (lines() === before && frames < 60);
    const end = performance.now();
    found.push({ screen: end - start, work: end - begun, frames });
  }
  return found;
}"""


def main() -> None:
    """Build both pages, and print what opening and moving them takes."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--loads", type=int, default=7, help="times that each page is opened")
    options.add_argument("--moves", type=int, default=50, help="moves of each slider")
    chosen = options.parse_args()
    say(surroundings())
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        pages = built(Path(folder))
        root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=find_browser(), args=[*OFFLINE, *root])
        say(f"Chromium {browser.version}")
        weights(pages)
        screens(browser, next(iter(pages.values())))
        opening(browser, pages, chosen.loads)
        moving(browser, next(iter(pages.values())), chosen.moves)
        many = Path(folder) / "many"
        many.mkdir()
        many_claims(browser, many, chosen.loads)
        browser.close()
    say(f"\n{surroundings()}")


def built(folder: Path) -> dict[str, Path]:
    """Return the page with the smaller plotly.js and the page with the whole one."""
    empty = folder / "empty"
    empty.mkdir()
    cache = {"MARKET_REPORT_CACHE": folder / "cache"}
    render(folder / "smaller", **cache)
    render(folder / "whole", **cache, **{BUNDLES: empty})
    pages = {name: folder / name / "index.html" for name in ("smaller", "whole")}
    if len({page.stat().st_size for page in pages.values()}) == 1:
        say("The smaller plotly.js is not installed (make report): both pages hold the whole one.")
    return pages


def weights(pages: dict[str, Path]) -> None:
    """Print how large the pages are."""
    rows = (
        (name, f"{len(page):,}", f"{len(gzip.compress(page)):,}")
        for name, page in ((name, path.read_bytes()) for name, path in pages.items())
    )
    table("The page's weight", ("plotly.js", "bytes", "bytes as gzip sends them"), rows)


def screens(browser: Browser, path: Path) -> None:
    """Print how many screens the page is long with everything closed, and its longest sections."""
    table("The page's length, everything closed", ("screen", "screens", "of these"),
          (_screens(browser, path, *size) for size in SCREENS))  # fmt: skip


def _screens(browser: Browser, path: Path, width: int, height: int) -> Sequence[object]:
    page = browser.new_context(viewport={"width": width, "height": height}).new_page()
    page.goto(path.as_uri())
    # All of it is laid out, its table of claims and charts included.
    for share in range(0, 105, 5):
        page.evaluate(f"scrollTo(0, document.documentElement.scrollHeight * {share} / 100)")
        page.wait_for_timeout(150)
    whole, parts = page.evaluate(LENGTH)
    page.context.close()
    return f"{width} x {height}", f"{whole:.1f}", ", ".join(f"{n} {h:.1f}" for n, h in parts)


def opening(browser: Browser, pages: dict[str, Path], loads: int) -> None:
    """Print when words, the first picture and the first live chart are there."""
    head = ("plotly.js", "width px", "words ms", "first picture ms", "first live chart ms")
    table(f"Opening the page, medians of {loads}", head, _openings(browser, pages, loads))


def _openings(browser: Browser, pages: dict[str, Path], loads: int) -> Iterator[Sequence[object]]:
    for name, path in pages.items():
        for width in WIDTHS:
            # The first one warms the browser and the disk, and does not count.
            found = [opened(browser, path, width) for _ in range(loads + 1)][1:]
            medians = (median(each[key] for each in found)
                       for key in ("words", "picture", "live"))  # fmt: skip
            yield name, width, *(f"{each:,.0f}" for each in medians)


def opened(browser: Browser, path: Path, width: int) -> dict[str, float]:
    """Open a page with nothing kept from before; return when things were seen, in milliseconds."""
    page = _page(browser, width)
    page.add_init_script(LOOK)
    page.goto(path.as_uri(), wait_until="commit")
    page.wait_for_function("() => SEEN.live && SEEN.picture", timeout=PATIENCE)
    found: dict[str, float] = page.evaluate(OPENED)
    page.context.close()
    return found


def moving(browser: Browser, path: Path, moves: int) -> None:
    """Print what a slider's move takes until it is on the screen."""
    head = ("slider", "width px", "to the screen ms", "95 % within ms", "work in the frame ms",
            "most frames")  # fmt: skip
    table(f"Moving a slider, medians of {moves}", head, _moves(browser, path, moves))


def _moves(browser: Browser, path: Path, moves: int) -> Iterator[Sequence[object]]:
    for width in WIDTHS:
        page = _page(browser, width)
        page.goto(path.as_uri())
        page.locator(CHART).scroll_into_view_if_needed()
        page.wait_for_selector(f"{CHART}[data-drawn=true]", timeout=PATIENCE)
        # What is above it may still be drawn.
        page.wait_for_timeout(2_000)
        for slider in SLIDERS:
            found = page.evaluate(MOVE, [CHART, slider, moves])
            screen = [each["screen"] for each in found]
            work = median(each["work"] for each in found)
            yield (slider, width, f"{median(screen):.1f}", f"{quantiles(screen, n=20)[-1]:.1f}",
                   f"{work:.1f}", max(each["frames"] for each in found))  # fmt: skip
        page.context.close()


def _page(browser: Browser, width: int) -> Page:
    return browser.new_context(viewport={"width": width, "height": 900}).new_page()


if __name__ == "__main__":
    main()
