"""The first screen and the figures: the answer at once, every mark a link, dossiers by address."""

import re
from html import escape
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from report_helpers import charts
from report_helpers.audit.audit import audit
from report_helpers.claims import read_claims
from report_helpers.page.builder import build_page
from report_helpers.text import figures, first_screen, gravest_words

from .conftest import Open
from .sample_projection import SHIPPED
from .sample_report import chart, fragment, notebook, prose, ran

pytestmark = pytest.mark.browser

DARK = "rgb(20, 24, 31)"
LIGHT = "rgb(255, 255, 255)"


@pytest.fixture(scope="module")
def answer_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page with the first screen and the figures of the shipped claims."""
    claims = read_claims(str(SHIPPED))
    findings = audit(claims, as_of="2026-11-23")
    shown = [
        make(claims, findings)
        for make in (first_screen.headline, first_screen.strip, gravest_words.gravest)
    ]
    made = notebook(
        *[ran(fragment(f'<div class="mathjax_ignore">{one.html}</div>')) for one in shown],
        ran(chart(charts.gravest(claims, findings=findings))),
        prose("## The figures"),
        ran(fragment(f'<div class="mathjax_ignore">{figures.cited(claims, findings).html}</div>')),
    )
    made.metadata["market_report"] = {"bar": {"Figures": "the-figures"}}
    rest = notebook(prose("# Method\n\n" + "Words. " * 3000))
    rest.metadata["market_report"] = {"bar": {"Method": "method"}}
    path = tmp_path_factory.mktemp("answer") / "index.html"
    path.write_bytes(build_page([made, rest], as_of="2026-11-23").html.encode())
    return path


def bottom(part: Locator) -> float:
    """Return where a part of the page ends, in pixels from the page's top."""
    return float(part.evaluate("(one) => one.getBoundingClientRect().bottom + scrollY"))


@pytest.mark.parametrize(("width", "screens"), [(1280, 900), (375, 2 * 812)])
def test_the_answer_is_on_the_first_screen(
    answer_page: Path, visit: Open, width: int, screens: int
) -> None:
    """Headline, strip, the gravest finding and its chart: on one screen, on a phone on two."""
    page = visit(answer_page, width).page
    for name in (".answer", ".strip", ".gravest", ".stage"):
        assert bottom(page.locator(name).first) <= screens, name


def test_marks_lead_to_dossiers(answer_page: Path, visit: Open) -> None:
    """Each has a name with figure and verdict; a click opens its line."""
    page = visit(answer_page).page
    marks = page.locator(".mark")
    expect(marks).to_have_count(16)
    name = re.compile(r"^3\b.*13 trillion: contradicted$")
    expect(page.get_by_role("link", name=name)).to_be_visible()
    mark = marks.nth(2)
    dossier = page.locator(str(mark.get_attribute("href")))
    expect(dossier).to_be_hidden()
    mark.click()
    expect(dossier).to_be_in_viewport()
    assert page.locator(".figures details[open]").count() == 1


@pytest.mark.parametrize("script", [True, False])
def test_an_address_opens_its_dossier(answer_page: Path, visit: Open, *, script: bool) -> None:
    """With and without the script, and below the bar."""
    page = visit(answer_page, java_script_enabled=script).page
    page.goto("about:blank")
    page.goto(f"{answer_page.as_uri()}#claim-a11_ml_market_2027")
    expect(page.locator("#claim-a11_ml_market_2027")).to_be_in_viewport()
    expect(page.locator("#claim-a03_ai_value_range")).to_be_hidden()


def test_lines_open_with_keys(answer_page: Path, visit: Open) -> None:
    """A line has the focus and opens with Enter; its name says number, figure and verdict."""
    page = visit(answer_page).page
    line = page.locator(".figures summary").nth(2)
    line.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#claim-a03_ai_value_range")).to_be_visible()
    words = " ".join(line.inner_text().split())
    for part in ("3", "trillion in 2030", "contradicted", "PwC prints $15.7 trillion"):
        assert part in words


def ground(page: Page) -> str:
    """Return the color of the page's ground."""
    return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))


def test_the_theme_follows_the_system_until_it_is_set(answer_page: Path, visit: Open) -> None:
    """The button sets the other theme, which stays on the next visit; again, and it follows."""
    page = visit(answer_page, color_scheme="light").page
    assert ground(page) == LIGHT
    page.emulate_media(color_scheme="dark")
    assert ground(page) == DARK
    button = page.get_by_role("button", name="Light")
    button.click()
    assert ground(page) == LIGHT
    page.reload()
    assert ground(page) == LIGHT
    page.get_by_role("button", name="Dark").click()
    assert ground(page) == DARK
    page.emulate_media(color_scheme="light")
    assert ground(page) == LIGHT


def test_a_chart_follows_the_theme(answer_page: Path, visit: Open) -> None:
    """Drawn again in the other colors."""
    seen = visit(answer_page, color_scheme="light")
    assert seen.draw_all() == []
    text = seen.page.locator("figure .live .annotation-text").first
    before = text.evaluate("(one) => getComputedStyle(one).fill")
    seen.page.get_by_role("button", name="Dark").click()
    expect(text).not_to_have_css("fill", before)


def test_without_storage_the_theme_is_set_for_the_visit(answer_page: Path, visit: Open) -> None:
    """As in a frame that may not store anything."""
    page = visit(answer_page, color_scheme="light").page
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new Error('denied'); } });"
    )
    page.reload()
    page.get_by_role("button", name="Dark").click()
    assert ground(page) == DARK


def test_without_a_script_there_is_no_button(answer_page: Path, visit: Open) -> None:
    """And the page follows the system."""
    page = visit(answer_page, java_script_enabled=False, color_scheme="dark").page
    expect(page.locator(".theme")).to_be_hidden()
    assert ground(page) == DARK


@pytest.mark.parametrize("sandbox", ["", 'sandbox="allow-scripts"'])
def test_in_a_frame_links_scroll_in_place(
    answer_page: Path, visit: Open, tmp_path: Path, sandbox: str
) -> None:
    """A click on the bar, or on a mark, in a page that another page holds as its text."""
    holder = tmp_path / "holder.html"
    html = escape(answer_page.read_text(encoding="utf-8"))
    holder.write_text(
        f'<!doctype html><iframe {sandbox} width="1200" height="800" srcdoc="{html}"></iframe>',
        encoding="utf-8",
    )
    page = visit(holder).page
    frame = page.frame_locator("iframe")
    frame.locator(".bar nav a").last.click()
    expect(frame.locator("#method")).to_be_in_viewport()
    expect(frame.locator(".answer")).to_have_count(1)
    frame.locator(".bar h1 a").click()
    frame.locator(".mark").first.click()
    expect(frame.locator("#claim-a01_ml_market")).to_be_in_viewport()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 640, 375, 320])
def test_no_barrier_at_any_width(answer_page: Path, visit: Open, width: int, scheme: str) -> None:
    """As at 200 and 400 %: nothing scrolls sideways, no text is small, axe finds nothing."""
    seen = visit(answer_page, width, color_scheme=scheme)
    page = seen.page
    assert seen.draw_all() == []
    page.locator(".figures details").evaluate_all("(all) => all.forEach((one) => one.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    small = page.evaluate(SMALL)
    assert small == []
    assert [rule["id"] for rule in Axe().run(page).response["violations"]] == []


SMALL = """[...document.querySelectorAll('main *, .bar *')]
  .filter((one) => [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim())
    && one.checkVisibility() && parseFloat(getComputedStyle(one).fontSize) < 12)
  .map((one) => one.textContent.trim().slice(0, 40))"""
