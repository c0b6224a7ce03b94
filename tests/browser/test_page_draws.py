"""Every chart draws, says nothing, asks for nothing, on screens and schemes of all kinds."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from report_helpers.colors import COLORS

from .conftest import Open

pytestmark = pytest.mark.browser

SCREENS = [(width, scheme) for width in (1280, 375) for scheme in ("light", "dark")]
LEAST_INK = 500
# Plots that have traces and show no mark of any.
EMPTY = """(plots) => plots.filter((plot) => plot.data.length > 0 &&
  !plot.querySelector(":is(.overplot, .pielayer) :is(path, image)")).length"""


def rgb(code: str) -> str:
    """Return a colour as a browser computes it."""
    return f"rgb({', '.join(str(part) for part in bytes.fromhex(code[1:]))})"


def ink_of_text(page: Page) -> set[str]:
    """Return the colours of the words on the axes of the live charts."""
    words = "[...document.querySelectorAll('.live .xtick text, .live .ytick text')]"
    return set(page.evaluate(f"{words}.map((word) => getComputedStyle(word).fill)"))


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_every_chart_draws(report_page: Path, visit: Open, width: int, scheme: str) -> None:
    """All charts are live and show ink; nothing is logged, asked for or too wide."""
    seen = visit(report_page, width, color_scheme=scheme)
    assert seen.draw_all() == []
    count = seen.page.locator("figure.chart").count()
    assert count > 0
    assert [number for number in range(count) if seen.ink_of(number) < LEAST_INK] == []
    assert seen.page.locator(".live").evaluate_all(EMPTY) == 0
    assert seen.page.locator(".no-webgl").count() == 0
    assert seen.messages == []
    assert seen.requests == []
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [1280, 375])
def test_pictures_are_seen_first(sample_page: Path, visit: Open, width: int) -> None:
    """Without a script each chart is a picture with words for who cannot see it."""
    seen = visit(sample_page, width, java_script_enabled=False)
    pictures = seen.page.locator("figure.chart svg[role=img]")
    assert pictures.count() == seen.page.locator("figure.chart").count()
    for number in range(pictures.count()):
        expect(pictures.nth(number)).to_be_visible()
        assert pictures.nth(number).get_attribute("aria-label")
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= width


def test_every_chart_has_words_without_script(report_page: Path, visit: Open) -> None:
    """Without a script a reader finds a picture or a table, and the table of every chart."""
    seen = visit(report_page, java_script_enabled=False)
    charts = seen.page.locator("figure.chart")
    for number in range(charts.count()):
        chart = charts.nth(number)
        assert chart.locator("details").count() == 1
        shown = chart.locator("svg[role=img], details[open] table, details[open] p")
        expect(shown.first).to_be_visible()


def test_tables_stand_in_for_pictures(plain_page: Path, visit: Open) -> None:
    """Without pictures the data tables are open, with and without a script."""
    for scripted in (True, False):
        seen = visit(plain_page, java_script_enabled=scripted)
        tables = seen.page.locator("figure.chart details table")
        assert tables.count() == seen.page.locator("figure.chart").count()
        for number in range(tables.count()):
            expect(tables.nth(number)).to_be_visible()


def test_charts_follow_the_scheme_while_open(report_page: Path, visit: Open) -> None:
    """A reader who turns the screen dark gets dark charts, and light ones back."""
    seen = visit(report_page, color_scheme="light")
    assert seen.draw_all() == []
    muted, word = COLORS["muted"], seen.page.locator(".live .xtick text").first
    expect(word).to_have_css("fill", rgb(muted.light))
    seen.page.emulate_media(color_scheme="dark")
    expect(word).to_have_css("fill", rgb(muted.dark))
    seen.page.wait_for_timeout(1000)
    assert not ink_of_text(seen.page) & {rgb(ink.light) for ink in COLORS.values()}
    seen.page.emulate_media(color_scheme="light")
    expect(word).to_have_css("fill", rgb(muted.light))
    assert seen.messages == []


def test_pictures_follow_the_scheme(sample_page: Path, visit: Open) -> None:
    """A picture is drawn in the inks of the scheme."""
    for scheme in ("light", "dark"):
        page = visit(sample_page, color_scheme=scheme, java_script_enabled=False).page
        stroke = "(line) => getComputedStyle(line).stroke"
        lines = page.locator("#figure-market-size .picture path").evaluate_all(
            f"(all) => all.map({stroke})"
        )
        assert rgb(getattr(COLORS["article"], scheme)) in lines


def test_a_phone_has_a_legend_and_no_labels(sample_page: Path, visit: Open) -> None:
    """Direct labels make way for a legend where they have no room, and come back."""
    seen = visit(sample_page, 1280)
    assert seen.draw_all() == []
    chart = seen.page.locator("#figure-market-size .live")
    expect(chart.get_by_text("Dataintelo $74 billion")).to_have_count(1)
    seen.page.set_viewport_size({"width": 375, "height": 800})
    expect(chart.get_by_text("Dataintelo $74 billion")).to_have_count(0)
    expect(chart.locator(".legend .legendtext")).to_have_count(4)
    inside = chart.locator(".legend .legendtext, .xtick text, .xtitle").evaluate_all(
        "(all) => all.every((word) => { const box = word.getBoundingClientRect();"
        " return box.left >= 0 && box.right <= innerWidth; })"
    )
    assert inside
    seen.page.set_viewport_size({"width": 1280, "height": 900})
    expect(chart.get_by_text("Dataintelo $74 billion")).to_have_count(1)
    assert seen.messages == []


def test_print_shows_pictures(report_page: Path, visit: Open) -> None:
    """On paper pictures replace the live charts, and the menu is gone."""
    seen = visit(report_page, color_scheme="dark")
    assert seen.draw_all() == []
    seen.page.emulate_media(media="print")
    for name in ("nav", ".theme", ".live", ".hand-out"):
        for number in range(seen.page.locator(name).count()):
            expect(seen.page.locator(name).nth(number)).to_be_hidden()
    charts = seen.page.locator("figure.chart")
    for number in range(charts.count()):
        expect(charts.nth(number).locator(".picture, table, details p").first).to_be_visible()
    paper = seen.page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert paper == rgb(COLORS["paper"].light)
    assert len(seen.page.pdf()) > 10_000


def test_print_needs_no_background(report_page: Path, visit: Open) -> None:
    """Text that is light on dark on a screen is dark on paper, which has no backgrounds."""
    page = visit(report_page, color_scheme="dark").page
    page.emulate_media(media="print")
    badge = page.locator(".badge-contradiction").first
    ink = badge.evaluate("(one) => getComputedStyle(one).color")
    assert ink == rgb(COLORS["pink"].light)
    behind = badge.evaluate("(one) => getComputedStyle(one).backgroundColor")
    assert behind == "rgba(0, 0, 0, 0)"


def test_print_without_pictures_shows_tables(plain_page: Path, visit: Open) -> None:
    """On paper a chart without a picture is its table, even where a reader had closed it."""
    seen = visit(plain_page)
    seen.page.locator("figure.chart details").first.evaluate("(details) => details.open = false")
    seen.page.emulate_media(media="print")
    tables = seen.page.locator("figure.chart details table")
    for number in range(tables.count()):
        expect(tables.nth(number)).to_be_visible()


@pytest.mark.parametrize("island", ["plotly", "charts"])
def test_the_picture_stays_when_drawing_fails(
    sample_page: Path, visit: Open, tmp_path: Path, island: str
) -> None:
    """A page with damaged packs is still a report."""
    html = sample_page.read_text(encoding="utf-8")
    start = html.index(f'id="{island}">') + len(f'id="{island}">')
    damaged = tmp_path / "damaged.html"
    damaged.write_text(html[:start] + "damaged+" + html[start + 8 :], encoding="utf-8")
    seen = visit(damaged)
    seen.page.wait_for_timeout(1500)
    assert seen.page.locator("[data-drawn=true]").count() == 0
    expect(seen.page.locator("figure.chart .picture").first).to_be_visible()
    assert seen.messages == []
