"""The page runs its own scripts alone, loads nothing, and shows hostile text as text."""

import base64
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from .conftest import Open
from .sample_figures import HOSTILE

pytestmark = pytest.mark.browser

HACK = "document.documentElement.dataset.hacked = 1"
ADD_SCRIPT = (
    "new Promise((done, failed) => { const script = document.createElement('script');"
    f" script.textContent = '{HACK}'; document.head.append(script);"
    " document.documentElement.dataset.hacked ? done() : failed(new Error('blocked')); })"
)
INTRUDERS = {
    "script": f"<script>{HACK}</script>",
    "handler": f'<img src="data:," onerror="{HACK}">',
    "svg": f'<svg onload="{HACK}"></svg>',
    "address": f'<iframe src="javascript:parent.{HACK}"></iframe>',
    "frame": '<iframe src="https://example.org/"></iframe>',
    "picture": '<img src="https://example.org/a.png">',
    "script elsewhere": '<script src="https://example.org/a.js"></script>',
    "style elsewhere": '<link rel="stylesheet" href="https://example.org/a.css">',
    "base": '<base href="https://example.org/">',
}


def with_markup(page: Path, folder: Path, markup: str) -> Path:
    """Return a copy of the page with markup put into its first section."""
    html = page.read_text(encoding="utf-8")
    copy = folder / "intruded.html"
    copy.write_text(html.replace("<section", f"{markup}<section", 1), encoding="utf-8")
    return copy


@pytest.mark.parametrize("intruder", list(INTRUDERS))
def test_intruders_do_nothing(
    sample_page: Path, visit: Open, tmp_path: Path, intruder: str
) -> None:
    """What gets into the page neither runs nor loads, and the charts still draw."""
    seen = visit(with_markup(sample_page, tmp_path, INTRUDERS[intruder]))
    assert seen.draw_all() == []
    assert seen.page.evaluate("document.documentElement.dataset.hacked") is None
    assert seen.sent == []
    assert any("Content Security Policy" in message for message in seen.messages)


@pytest.mark.parametrize(
    "call",
    [
        "fetch('https://example.org/')",
        ADD_SCRIPT,
        f"new Promise((done) => done(new Function('{HACK}')()))",
    ],
)
def test_calls_are_blocked(sample_page: Path, visit: Open, call: str) -> None:
    """A script that got in could neither send, nor add scripts, nor evaluate text."""
    page = visit(sample_page).page
    # In a timer the call is the page's own, not the tester's, whom no policy binds.
    outcome = page.evaluate(
        "(call) => new Promise((answer) => setTimeout(() => { try { "
        f"Promise.resolve({call}).then(() => answer('ran'), () => answer('blocked'))"
        "; } catch { answer('blocked'); } }))",
        call,
    )
    assert outcome == "blocked"
    assert page.evaluate("document.documentElement.dataset.hacked") is None


def test_the_policy_comes_first_and_is_strict(report_page: Path) -> None:
    """The policy is the head's first element and allows known scripts by their hash."""
    html = report_page.read_text(encoding="utf-8")
    head = html[html.index("<head>") + len("<head>") :].lstrip()
    policy = re.match(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', head)
    assert policy
    rules = dict(rule.split(" ", 1) for rule in policy[1].replace("&#39;", "'").split("; "))
    assert rules["default-src"] == rules["connect-src"] == rules["form-action"] == "'none'"
    assert re.fullmatch(r"('sha256-[A-Za-z0-9+/]{43}='( |$)){3}", rules["script-src"])
    assert html.encode().index(b'charset="utf-8"') < 1024


class Loads(HTMLParser):
    """Collects the addresses from which a page's elements would load something."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what this element loads; a link that a reader may follow loads nothing."""
        names = LOADING if tag in ("a", "svg") else LOADING | {"href", "xlink:href"}
        self.found += [value or "" for name, value in attrs if name in names]


LOADING = {"src", "srcset", "poster", "data", "action", "formaction", "background", "ping"}


def test_the_page_names_nothing_to_load(report_page: Path) -> None:
    """No element and no style of the page's text has an address to load from."""
    html = report_page.read_text(encoding="utf-8")
    loads = Loads()
    loads.feed(html)
    assert [url for url in loads.found if not url.startswith(("data:", "#"))] == []
    assert not re.search(r"@import|url\((?!#|data:)", html[: html.index("</style>")])


def test_hostile_text_stays_text(sample_page: Path, visit: Open) -> None:
    """Titles, tables and charts show the attack letter for letter."""
    seen = visit(sample_page)
    assert seen.draw_all() == []
    page = seen.page
    assert page.evaluate("document.documentElement.dataset.hacked") is None
    title = page.locator("#figure-shares .title").text_content()
    assert title == f"Adoption {HOSTILE}"
    page.locator("#figure-shares summary").click()
    assert page.locator("#figure-shares td").nth(2).text_content() == HOSTILE
    assert page.locator("#claim-a07 td").first.text_content() == HOSTILE
    assert "Raw HTML</b>" in str(page.locator("section").first.text_content())
    assert page.locator("a[href^='javascript']").count() == 0
    assert page.locator("main :is(script, iframe, object, embed, form)").count() == 0


def test_links_lead_somewhere(report_page: Path, visit: Open) -> None:
    """Every link within the page finds its place, and no anchor is there twice."""
    page = visit(report_page).page
    dead = page.evaluate(
        "[...document.querySelectorAll('a[href^=\"#\"]')].map((link) => link.hash.slice(1))"
        ".filter((name) => !document.getElementById(decodeURIComponent(name)))"
    )
    assert dead == []
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map((one) => one.id)")
    assert len(ids) == len(set(ids))


def test_the_download_is_the_data(report_page: Path, visit: Open) -> None:
    """The file that a reader saves has the bytes that the page was built from."""
    page = visit(report_page).page
    link = page.locator("a.download")
    with page.expect_download() as download:
        link.click()
    assert download.value.suggested_filename == link.get_attribute("download")
    packed = str(link.get_attribute("href")).partition(";base64,")[2]
    assert Path(download.value.path()).read_bytes() == base64.b64decode(packed)
