"""The page inside others: in frames without storage or origin, and where styles are blocked."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from html import escape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Frame, Page, Playwright, expect

from report_helpers.colors import COLORS

from .conftest import find_chrome

pytestmark = pytest.mark.browser

FRAMES = {
    "sandboxed": '<iframe sandbox="allow-scripts" src="index.html"></iframe>',
    "srcdoc": '<iframe srcdoc="{html}"></iframe>',
    "sandboxed srcdoc": '<iframe sandbox="allow-scripts" srcdoc="{html}"></iframe>',
}
DOWNLOADING = '<iframe sandbox="allow-scripts allow-downloads" src="index.html"></iframe>'
STYLE = '<link rel="icon" href="data:,"><style>iframe { width: 1200px; height: 800px }</style>'
OWN = ("index.html", "host.html")


class Host(SimpleHTTPRequestHandler):
    """Somebody's site; it may have a policy of its own."""

    policy = ""

    def end_headers(self) -> None:
        """Add the policy to every answer."""
        if self.policy:
            self.send_header("Content-Security-Policy", self.policy)
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Keep the test's output clean."""


class Strict(Host):
    """A site that allows no style."""

    policy = "style-src 'none'"


@contextmanager
def served(folder: Path, host: type[Host]) -> Iterator[str]:
    """Serve a folder on loopback, and yield its address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(host, directory=folder)) as server:
        thread = threading.Thread(target=server.serve_forever, args=[0.02])
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@dataclass
class Framed:
    """A page with the report in a frame, and what happened since it was opened."""

    page: Page
    messages: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    @property
    def frame(self) -> Frame:
        """The frame of the report."""
        return self.page.frames[1]


@pytest.fixture(scope="module")
def local_browser(playwright: Playwright, browser: Browser) -> Iterator[Browser]:
    """A browser that reaches this machine."""
    del browser  # skips without one
    path = find_chrome(playwright)
    opened = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
    yield opened
    opened.close()


@pytest.fixture
def opened(
    report_page: Path, tmp_path: Path, local_browser: Browser
) -> Iterator[Callable[[str], Framed]]:
    """A function that opens the report in a frame."""
    html = report_page.read_text(encoding="utf-8")
    (tmp_path / "index.html").write_text(html, encoding="utf-8")
    page = local_browser.new_page()
    with served(tmp_path, Host) as address:

        def open_in(frame: str) -> Framed:
            host = f'<meta charset="utf-8">{STYLE}{frame.format(html=escape(html))}'
            (tmp_path / "host.html").write_text(host, encoding="utf-8")
            seen = Framed(page)
            page.on("console", lambda message: seen.messages.append(message.text))
            page.on("pageerror", lambda error: seen.messages.append(str(error)))
            page.on("request", lambda request: seen.requests.append(request.url))
            page.goto(f"{address}/host.html")
            return seen

        yield open_in
        page.close()


@pytest.fixture(params=FRAMES)
def framed(request: pytest.FixtureRequest, opened: Callable[[str], Framed]) -> Framed:
    """The report in a frame of each kind."""
    return opened(FRAMES[request.param])


def test_nothing_throws_and_charts_come_alive(framed: Framed) -> None:
    """A frame without storage or origin draws as the page itself does."""
    frame = framed.frame
    frame.locator("figure[data-chart]").first.scroll_into_view_if_needed()
    expect(frame.locator("figure[data-drawn=true]").first).to_be_attached(timeout=20_000)
    assert framed.messages == []
    assert [url for url in framed.requests if not url.endswith(OWN)] == []


def test_links_scroll_in_place(framed: Framed) -> None:
    """A click on the contents moves within the frame, and the report stays."""
    frame = framed.frame
    last = frame.locator("nav a").last
    anchor = last.get_attribute("href")
    assert anchor
    last.click()
    expect(frame.locator(anchor)).to_be_in_viewport()
    assert frame.evaluate("scrollY") > 0
    expect(frame.locator("figure.chart").first).to_be_attached()
    assert framed.messages == []


def test_the_theme_switch_works_without_storage(framed: Framed) -> None:
    """The page's ground changes, although the choice cannot be kept."""
    frame = framed.frame
    ground = "getComputedStyle(document.body).backgroundColor"
    seen = {frame.evaluate(ground)}
    for _ in range(2):
        frame.locator("button.theme").click()
        seen.add(frame.evaluate(ground))
    assert len(seen) == 2
    assert framed.messages == []


def test_a_frame_that_allows_downloads_gives_the_data(opened: Callable[[str], Framed]) -> None:
    """The file comes as it is, with its name."""
    seen = opened(DOWNLOADING)
    link = seen.frame.locator("a.download")
    with seen.page.expect_download() as waiting:
        link.evaluate("(link) => link.click()")
    assert waiting.value.suggested_filename == link.get_attribute("download")
    assert Path(waiting.value.path()).stat().st_size > 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pictures_are_legible_without_styles(
    local_browser: Browser, report_page: Path, scheme: str
) -> None:
    """A picture stays, in literal colors on a light ground, and no live chart covers it."""
    page = local_browser.new_page(color_scheme=scheme)  # type: ignore[arg-type]
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    with served(report_page.parent, Strict) as address:
        page.goto(f"{address}/{report_page.name}")
        picture = page.locator(".picture svg").first
        picture.scroll_into_view_if_needed()
        # Time enough for a live chart, if one were drawn.
        page.wait_for_timeout(1500)
    assert errors == []
    assert picture.is_visible()
    assert page.locator("figure[data-drawn=true] .picture").count() == 0
    paints = picture.locator("text").evaluate_all(
        "(words) => words.map((word) => getComputedStyle(word).fill)"
    )
    known = (bytes.fromhex(color.light.removeprefix("#")) for color in COLORS.values())
    assert paints
    assert {*paints} <= {"rgb({}, {}, {})".format(*color) for color in known}
    scheme_used = page.evaluate("getComputedStyle(document.documentElement).colorScheme")
    assert scheme_used in ("normal", "light")
    page.close()
