"""A browser without a network, and the page that it opens.

`REPORT_PAGE` names a built page to look at; without it, a sample is built.
`MARKET_REPORT_CHROME` names the browser. Where there is none the tests are skipped, but not in CI.
"""

import contextlib
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Playwright, Request, Route, expect

from report_helpers.claims import read_claims
from report_helpers.execution.parameters import find_notebooks
from report_helpers.package_files import shipped
from report_helpers.page.builder import Download, build_page
from report_helpers.projection.display import projection as shipped_projection
from report_helpers.variables import CHROME

from .sample_projection import SHIPPED, projection, projection_notebooks
from .sample_report import DATA, sample_notebooks

LOCAL = ("file:", "data:", "blob:")
OFFLINE = ["--disable-background-networking", "--host-resolver-rules=MAP * ~NOTFOUND"]


@dataclass
class Visit:
    """A page opened in the browser, and what happened since.

    `requests` are those for another host, `sent` those of them that the page's policy let out.
    """

    page: Page
    requests: list[str] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)

    def asked(self, request: Request) -> None:
        """Note a request for another host."""
        if not request.url.startswith(LOCAL):
            self.requests.append(request.url)

    def route(self, route: Route) -> None:
        """Let requests within the page pass, and stop and note the others."""
        if route.request.url.startswith(LOCAL):
            route.continue_()
        else:
            self.sent.append(route.request.url)
            route.abort()

    def draw_all(self) -> list[str]:
        """Bring every chart to the screen; return the names of those that did not draw."""
        # A chart that is not laid out yet is nowhere, and to look for it makes the browser say so.
        expect(self.page.locator("body")).to_have_class("whole")
        charts = self.page.locator("figure.chart")
        for number in range(charts.count()):
            charts.nth(number).scroll_into_view_if_needed()
            self.page.wait_for_timeout(50)
        undrawn = self.page.locator("figure.chart:not([data-drawn=true])")
        with contextlib.suppress(AssertionError):
            expect(undrawn).to_have_count(0, timeout=20_000)
        return list(undrawn.evaluate_all("(charts) => charts.map((chart) => chart.id)"))

    def ink_of(self, number: int) -> int:
        """Return how many pixels of a live chart differ from its ground."""
        picture = self.page.locator("figure.chart .live").nth(number).screenshot()
        return int(self.page.context.new_page().evaluate(COUNT_INK, list(picture)))


COUNT_INK = """async (bytes) => {
  const bitmap = await createImageBitmap(new Blob([new Uint8Array(bytes)], {type: "image/png"}));
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
  canvas.drawImage(bitmap, 0, 0);
  const pixels = new Uint32Array(
    canvas.getImageData(0, 0, bitmap.width, bitmap.height).data.buffer);
  return pixels.filter((pixel) => pixel !== pixels[0]).length;
}"""

Open = Callable[..., Visit]


def find_chrome(playwright: Playwright) -> str | None:
    """Return a browser: the one of `MARKET_REPORT_CHROME`, one on the path, or Playwright's own."""
    if CHROME in os.environ:
        return os.environ[CHROME]
    on_path = (shutil.which(name) for name in ("chromium", "google-chrome", "chrome"))
    own = playwright.chromium.executable_path
    return next((path for path in on_path if path), own if Path(own).exists() else None)


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """A browser that reaches no host."""
    path = find_chrome(playwright)
    if path is None:
        missing = f"no Chrome or Chromium found: install one or name it in {CHROME}"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(missing)
    root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    opened = playwright.chromium.launch(executable_path=path, args=[*OFFLINE, *root])
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def sample_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page of small notebooks, with pictures."""
    return _written(tmp_path_factory, pictures=True)


@pytest.fixture(scope="session")
def plain_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same page without pictures."""
    return _written(tmp_path_factory, pictures=False)


def _written(folders: pytest.TempPathFactory, *, pictures: bool) -> Path:
    download = Download("market_stats.csv", DATA)
    page = build_page(sample_notebooks(), as_of="2026-11-23", download=download, pictures=pictures)
    path = folders.mktemp("page") / "index.html"
    path.write_bytes(page.html.encode())
    return path


@pytest.fixture(scope="session")
def projection_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page with a projection of made-up claims."""
    page = build_page(projection_notebooks(projection()))
    path = tmp_path_factory.mktemp("projection") / "index.html"
    path.write_bytes(page.html.encode())
    return path


@pytest.fixture(scope="session")
def shipped_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page with the projection of the shipped claims."""
    figure = shipped_projection(read_claims(str(SHIPPED))).figure
    page = build_page(projection_notebooks(figure), pictures=False)
    path = tmp_path_factory.mktemp("shipped") / "index.html"
    path.write_bytes(page.html.encode())
    return path


@pytest.fixture(scope="session")
def stored_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the shipped claims, from the outputs that the notebooks hold."""
    stored = find_notebooks(shipped("notebooks"))
    notebooks = [nbformat.read(path, as_version=4) for path in stored]
    content = shipped("data/market_stats.csv").read_bytes()
    page = build_page(notebooks, as_of="2026-11-23", download=Download("claims.csv", content))
    path = tmp_path_factory.mktemp("stored") / "index.html"
    path.write_text(page.html, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def report_page(request: pytest.FixtureRequest) -> Path:
    """The page that every check of this folder looks at."""
    named = os.environ.get("REPORT_PAGE")
    path: Path = Path(named).resolve() if named else request.getfixturevalue("sample_page")
    return path


def check_page_beside(visit: Open, path: Path, width: int, scheme: str, without: str) -> None:
    """See that a page asks for nothing, says nothing to the console, fits, and has no barrier."""
    seen = visit(path, width, color_scheme=scheme)
    assert seen.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert seen.requests == seen.messages == []
    assert seen.page.locator(without).count() == 0
    # The auditor is a script, which this page's policy stops: it looks at a copy without one.
    copy = path.with_name(f"audited-{width}-{scheme}.html")
    html = path.read_text(encoding="utf-8").replace("Content-Security-Policy", "x-none")
    copy.write_text(html, encoding="utf-8")
    audited = visit(copy, width, color_scheme=scheme).page
    assert [rule["id"] for rule in Axe().run(audited).response["violations"]] == []


@pytest.fixture
def visit(browser: Browser) -> Iterator[Open]:
    """Opens a page: `visit(path, width=375, color_scheme="dark", java_script_enabled=False)`."""
    contexts = []

    def open_page(path: Path, width: int = 1280, **settings: Any) -> Visit:
        context = browser.new_context(viewport={"width": width, "height": 900}, **settings)
        contexts.append(context)
        seen = Visit(context.new_page())
        context.route("**/*", seen.route)
        seen.page.on("request", seen.asked)
        seen.page.on("console", lambda message: seen.messages.append(message.text))
        seen.page.on("pageerror", lambda error: seen.messages.append(str(error)))
        seen.page.goto(path.as_uri())
        return seen

    yield open_page
    for context in contexts:
        context.close()
