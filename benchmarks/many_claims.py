# ruff: noqa: INP001 (a script's neighbour)
"""What ten thousand claims take: to render, to open, and to search in the page's table."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from made_claims import write_claims
from measuring import DAY, table, taken
from playwright.sync_api import Browser, Page

__all__ = ["many_claims"]

CLAIMS = 10_000
SECONDS, MEGABYTES, BYTES, OPEN_MS, SEARCH_MS = 40, 600, 4_000_000, 1_500, 100
"""The bounds: of a run, of its peak of memory, of its page, and of what a reader waits for."""
PATIENCE = 60_000
SEARCHES = (
    "heat pumps", "société", "2031", "contradicted", "table 17", "no such words", "northwind 17",
)  # fmt: skip

# A search ends after the frame that shows other rows and another count.
SEARCH = """async (words) => {
  const field = document.querySelector(".explorer input[type=search]");
  const count = document.querySelector(".explorer .count");
  await new Promise((done) => setTimeout(done, 300));
  const before = count.textContent;
  const start = performance.now();
  field.value = words;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  do await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  while (count.textContent === before);
  return { ms: performance.now() - start, count: count.textContent };
}"""
# What a reader waits for: the page is loaded, laid out and painted, and answers.
OPENED = """async () => {
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  return performance.now();
}"""


def many_claims(browser: Browser, folder: Path, loads: int) -> None:
    """Print what a report of many claims takes, and its page.

    Args:
        browser: a browser that reaches no network.
        folder: an empty folder.
        loads: how often the page is opened.
    """
    data = folder / "claims.csv"
    with data.open("w", encoding="utf-8", newline="") as file:
        write_claims(file, "report", CLAIMS)
    table(f"A report of {CLAIMS:,} claims", ("", "seconds", "peak MB", "others' share", "bytes"),
          _renderings(folder, data))  # fmt: skip
    page = folder / "pictures" / "index.html"
    opened = [_opened(browser, page) for _ in range(loads + 1)][1:]
    searched = list(_searches(browser, page))
    rows = [("at most: open, search", f"{OPEN_MS:,}, {SEARCH_MS}", "", "")]
    rows += [("open", f"{median(opened):,.0f}", f"{max(opened):,.0f}", "")]
    rows += [(f"search “{words}”", f"{median(ms):,.0f}", f"{max(ms):,.0f}", count)
             for words, ms, count in searched]  # fmt: skip
    table(f"Its page, medians of {loads}", ("", "ms", "most ms", "shows"), rows)


def _renderings(folder: Path, data: Path) -> Iterator[Sequence[object]]:
    yield "at most", SECONDS, MEGABYTES, "", f"{BYTES:,}"
    for name, options in (("pictures", []), ("no pictures", ["--no-pictures"])):
        out = folder / name.replace(" ", "-")
        command = ["market-report", "render", "--data", data, "--out", out, "--as-of", DAY]
        used = taken([*command, *options], MARKET_REPORT_CACHE=folder / f"cache-{name[:2]}")
        size = (out / "index.html").stat().st_size
        yield name, f"{used.seconds:.1f}", f"{used.peak:,.0f}", f"{used.others:.0%}", f"{size:,}"


def _opened(browser: Browser, path: Path) -> float:
    page = _page(browser)
    page.goto(path.as_uri(), wait_until="load")
    milliseconds: float = page.evaluate(OPENED)
    page.context.close()
    return milliseconds


def _searches(browser: Browser, path: Path) -> Iterator[tuple[str, list[float], str]]:
    """Yield for each search what it takes, from the first one after opening on."""
    page = _page(browser)
    page.goto(path.as_uri())
    page.locator(".explorer").scroll_into_view_if_needed()
    page.wait_for_selector("tr.claim", timeout=PATIENCE)
    for words in SEARCHES:
        found: list[dict[str, Any]] = []
        for _ in range(3):
            found.append(page.evaluate(SEARCH, words))
            page.evaluate(SEARCH, "")
        yield words, [each["ms"] for each in found], found[0]["count"]
    page.context.close()


def _page(browser: Browser) -> Page:
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.set_default_timeout(PATIENCE)
    return page
