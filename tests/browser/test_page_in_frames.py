"""The page inside others: in frames without storage or origin, and where styles are blocked."""

import threading
from collections.abc import Iterator
from functools import partial
from html import escape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Frame, Page, Playwright, expect

from report_helpers.colors import COLORS

from .conftest import Open, Visit, find_chrome

pytestmark = pytest.mark.browser

FRAMES = {
    "sandboxed": '<iframe sandbox="allow-scripts" src="{address}"></iframe>',
    "srcdoc": '<iframe srcdoc="{html}"></iframe>',
    "sandboxed srcdoc": '<iframe sandbox="allow-scripts" srcdoc="{html}"></iframe>',
}


@pytest.fixture(params=FRAMES)
def framed(request: pytest.FixtureRequest, report_page: Path, tmp_path: Path, visit: Open) -> Visit:
    """A page of somebody else that shows the report in a frame."""
    return visit(host(tmp_path, report_page, FRAMES[request.param]))


def host(folder: Path, report: Path, frame: str) -> Path:
    """Write a page with the report in a frame."""
    filled = frame.format(
        address=escape(report.as_uri()), html=escape(report.read_text(encoding="utf-8"))
    )
    path = folder / "host.html"
    style = "<style>iframe { width: 1200px; height: 800px }</style>"
    path.write_text(f'<meta charset="utf-8">{style}{filled}', encoding="utf-8")
    return path


def inner(page: Page) -> Frame:
    """Return the frame of the report."""
    return page.frames[1]


def test_nothing_throws_and_charts_come_alive(framed: Visit) -> None:
    """A frame without storage or origin draws as the page itself does."""
    frame = inner(framed.page)
    frame.locator("figure[data-chart]").first.scroll_into_view_if_needed()
    expect(frame.locator("figure[data-drawn=true]").first).to_be_attached(timeout=20_000)
    assert framed.messages == framed.requests == []


def test_a_frame_that_allows_downloads_gives_the_data(
    report_page: Path, tmp_path: Path, visit: Open
) -> None:
    """The file comes as it is, with its name."""
    frame = '<iframe sandbox="allow-scripts allow-downloads" src="{address}"></iframe>'
    seen = visit(host(tmp_path, report_page, frame))
    link = inner(seen.page).locator("a.download")
    with seen.page.expect_download() as waiting:
        link.evaluate("(link) => link.click()")
    assert waiting.value.suggested_filename == link.get_attribute("download")
    assert Path(waiting.value.path()).stat().st_size > 0


# ---- a host that blocks styles ---------------------------------------------------------------


class Strict(SimpleHTTPRequestHandler):
    """A host whose policy allows no style."""

    def end_headers(self) -> None:
        """Add the policy to every answer."""
        self.send_header("Content-Security-Policy", "style-src 'none'")
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Keep the test's output clean."""


@pytest.fixture
def strict(report_page: Path) -> Iterator[str]:
    """The address of the report on loopback, at a host that allows no style."""
    handler = partial(Strict, directory=report_page.parent)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=[0.02])
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/{report_page.name}"
        server.shutdown()
        thread.join()


@pytest.fixture
def local_browser(playwright: Playwright, browser: Browser) -> Iterator[Browser]:
    """A browser that reaches this machine."""
    del browser  # skips without one
    path = find_chrome(playwright)
    opened = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
    yield opened
    opened.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pictures_are_legible_without_styles(
    local_browser: Browser, strict: str, scheme: str
) -> None:
    """A picture stays, in literal colors on a light ground, and no live chart covers it."""
    page = local_browser.new_page(color_scheme=scheme)  # type: ignore[arg-type]
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(strict)
    picture = page.locator(".picture svg").first
    picture.scroll_into_view_if_needed()
    page.wait_for_timeout(1500)
    assert picture.is_visible()
    assert errors == []
    assert page.locator("figure[data-drawn=true]").count() == 0
    paints = picture.locator("text").evaluate_all(
        "(words) => words.map((word) => getComputedStyle(word).fill)"
    )
    known = (bytes.fromhex(color.light.removeprefix("#")) for color in COLORS.values())
    assert paints
    assert {*paints} <= {"rgb({}, {}, {})".format(*color) for color in known}
    ground = page.evaluate("getComputedStyle(document.documentElement).colorScheme")
    assert ground in ("normal", "light")
