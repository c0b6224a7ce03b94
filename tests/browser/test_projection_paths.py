"""Pinned paths of a projection, links that restore all of it, and what prints."""

from pathlib import Path
from urllib.parse import unquote

import pytest
from playwright.sync_api import expect

from report_helpers.charts.toolkit.plotly_text import MISSING, TIMES
from report_helpers.colors import COLORS
from report_helpers.page.builder import build_page

from .conftest import Open
from .moving import CHART, at, button, field, path_of, ready, shown_path
from .sample_projection import CONTENT, projection, projection_notebooks
from .sample_report import notebook, prose

pytestmark = pytest.mark.browser

FIRST, SECOND, *_ = CONTENT["traces"]["pinned"]
MOST = len(CONTENT["traces"]["pinned"])
LINK = "model=logistic&axis=log&pin=&pin=model%3Dlinear%26growth%3D0.3"
CELLS = "(rows) => rows.map((row) => [...row.cells].map((cell) => cell.innerText.trim()))"


def test_paths_are_pinned_and_compared(projection_page: Path, visit: Open) -> None:
    """Each has a row, a line with its letter, and a button that removes it."""
    page = visit(projection_page).page
    ready(page)
    rows = page.locator(f"{CHART} .paths tbody tr")
    expect(rows).to_have_count(0)
    button(page, "Pin this path").click()
    expect(rows).to_have_count(2)
    button(page, "Pin this path").click()
    expect(page.locator(f"{CHART} .message")).to_have_text("This path is pinned already.")
    field(page, "model").select_option("linear")
    button(page, "Pin this path").click()
    field(page, "model").select_option("bass")
    expect(rows).to_have_count(3)
    assert shown_path(page, FIRST) == path_of()
    assert shown_path(page, SECOND) == path_of(model="linear")
    claim = "The article, 2023"
    assert rows.evaluate_all(CELLS) == [
        ["shown", claim, "Bass diffusion", MISSING, "ceiling 2 times the larger end, p 3 %, q 38 %",
         "$433 billion", "not by 2035", ""],
        ["A", claim, "Compound growth", "36.2 %", MISSING, "$1.06 trillion", "2034.8", TIMES],
        ["B", claim, "Straight line", "109.7 %", MISSING, "$369 billion", "not by 2035", TIMES],
    ]  # fmt: skip
    field(page, "horizon").fill("2040")
    assert shown_path(page, FIRST) == path_of(horizon=2040)
    button(page, "Remove path A").click()
    expect(rows).to_have_count(2)
    assert shown_path(page, FIRST) == path_of(model="linear", horizon=2040)
    assert shown_path(page, SECOND) == []
    button(page, "Undo").click()
    expect(rows).to_have_count(3)


def test_at_most_so_many_paths_are_pinned(projection_page: Path, visit: Open) -> None:
    """As many as there are lines for; more is said."""
    page = visit(projection_page).page
    ready(page)
    for number in range(MOST + 1):
        field(page, "growth").fill(f"0.{number + 10}")
        button(page, "Pin this path").click()
    expect(page.locator(f"{CHART} .message")).to_contain_text("remove one")
    expect(page.locator(f"{CHART} .paths tbody tr")).to_have_count(MOST + 1)


def test_a_link_restores_all_of_it(projection_page: Path, visit: Open) -> None:
    """Pinned paths and axis too; the address that follows is the link again."""
    page = at(projection_page, LINK, visit)
    assert shown_path(page) == path_of(model="logistic")
    assert shown_path(page, FIRST) == path_of()
    assert shown_path(page, SECOND) == path_of(model="linear", growth=0.3)
    assert field(page, "axis").input_value() == "log"
    field(page, "horizon").fill("2040")
    page.wait_for_url(f"**/*#{LINK.replace('&axis', '&horizon=2040&axis')}")


@pytest.mark.parametrize("width", [1280, 375])
def test_what_a_link_holds_in_vain_is_said(projection_page: Path, visit: Open, width: int) -> None:
    """In a sentence for each value, in sight; the others count."""
    page = at(projection_page, "claim=zzz&growth=0,3&horizon=2200&threshold=-5&model=bass", visit)
    page.set_viewport_size({"width": width, "height": 812})
    message = page.locator(f"{CHART} .linked")
    for words in ("In the link: Claim to start from: “zzz”", "“0,3” has a comma",
                  "“2200” is out of range", "“-5” is out of range"):  # fmt: skip
        expect(message).to_contain_text(words)
    expect(message).to_be_in_viewport()
    assert shown_path(page) == path_of(model="bass")


@pytest.mark.parametrize(("width", "height"), [(1280, 900), (375, 812)])
def test_a_link_opens_at_the_form(visit: Open, tmp_path: Path, width: int, height: int) -> None:
    """Also below sections that are laid out late: slider and chart are on the screen together."""
    before = [notebook(prose("# Before\n\n" + "A paragraph.\n\n" * 400))]
    path = tmp_path / "long.html"
    html = build_page([*before, *projection_notebooks(projection())], pictures=False).html
    path.write_text(html, encoding="utf-8")
    page = visit(path, width).page
    page.set_viewport_size({"width": width, "height": height})
    page.goto("about:blank")
    page.goto(f"{path.as_uri()}#{LINK}")
    expect(page.locator(f"{CHART}[data-drawn=true]")).to_be_in_viewport(timeout=20_000)
    page.wait_for_function("document.body.classList.contains('whole')")
    for part in (f"{CHART} .live", f"{CHART} [name=growth]"):
        expect(page.locator(part)).to_be_in_viewport(ratio=0.9)


def test_a_phone_keeps_the_chart_in_sight(projection_page: Path, visit: Open) -> None:
    """Wherever a reader is among the inputs, the chart is on the screen with them."""
    page = visit(projection_page, 375).page
    page.set_viewport_size({"width": 375, "height": 812})
    ready(page)
    page.locator(f"{CHART} .more summary").click()
    for name in ("claim", "growth", "horizon", "threshold", "reset"):
        field(page, name).evaluate("(one) => one.scrollIntoView({ block: 'end' })")
        expect(field(page, name)).to_be_in_viewport()
        expect(page.locator(f"{CHART} .live")).to_be_in_viewport(ratio=0.99)


def test_a_phone_on_its_side_holds_chart_and_inputs(projection_page: Path, visit: Open) -> None:
    """The chart is as high as the screen, and stays below the bar beside the sliders."""
    page = visit(projection_page, 812).page
    page.set_viewport_size({"width": 812, "height": 375})
    ready(page)
    for name in ("growth", "horizon"):
        for _ in range(3):
            field(page, name).evaluate("(one) => one.scrollIntoView({ block: 'center' })")
            page.wait_for_timeout(300)
        expect(field(page, name)).to_be_in_viewport()
        chart = page.locator(f"{CHART} .live .main-svg").first.bounding_box()
        bar = page.locator(".bar nav").bounding_box()
        assert chart
        assert bar
        assert chart["y"] >= bar["y"] + bar["height"]
        assert chart["y"] + chart["height"] <= 375


def test_a_low_screen_is_not_covered(projection_page: Path, visit: Open) -> None:
    """Magnified fourfold, a chart that stays in sight would hide the inputs."""
    page = visit(projection_page, 320).page
    page.set_viewport_size({"width": 320, "height": 225})
    ready(page)
    slider = field(page, "horizon")
    # Parts of the page are laid out when they come near the screen, which moves the others.
    for _ in range(3):
        slider.evaluate("(one) => one.scrollIntoView({ block: 'center' })")
        page.wait_for_timeout(300)
    over = (
        "(one) => { const { x, y, width, height } = one.getBoundingClientRect();"
        " return document.elementFromPoint(x + width / 2, y + height / 2) === one; }"
    )
    assert slider.evaluate(over)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_what_a_reader_set_is_what_prints(projection_page: Path, visit: Open) -> None:
    """A picture of it in light colors, its figures, and a sentence that says so."""
    page = at(projection_page, LINK, visit, color_scheme="dark")
    expect(page.locator(f"{CHART}[data-set=picture]")).to_be_attached(timeout=20_000)
    page.emulate_media(media="print")
    expect(page.locator(f"{CHART} .on-paper")).to_be_visible()
    assert page.locator(f"{CHART} :is(.picture, .live):visible").count() == 0
    source = unquote(page.locator(f"{CHART} .on-paper").get_attribute("src") or "")
    light, dark = (
        f"rgb({', '.join(map(str, bytes.fromhex(ink[1:])))})"
        for ink in (COLORS["article"].light, COLORS["article"].dark)
    )
    assert light in source
    assert dark not in source
    note = page.locator(f"{CHART} .reader")
    expect(note).to_contain_text("A reader has set these inputs: The article, 2023, logistic")
    expect(note).to_contain_text("$26.03 billion becomes $1.06 trillion in 2035.")
    expect(page.locator(f"{CHART} .paths tbody tr")).to_have_count(3)
    assert page.locator(":is(form, .tools, select, input, button):visible").count() == 0


def test_what_nobody_set_prints_as_published(projection_page: Path, visit: Open) -> None:
    """Also after all was undone."""
    page = visit(projection_page).page
    ready(page)
    field(page, "horizon").fill("2040")
    expect(page.locator(f"{CHART}[data-set=picture]")).to_be_attached(timeout=20_000)
    button(page, "Undo").click()
    expect(page.locator(f"{CHART}[data-set=published]")).to_be_attached()
    page.emulate_media(media="print")
    expect(page.locator(f"{CHART} .picture")).to_be_visible()
    assert page.locator(f"{CHART} :is(.on-paper, .live, .reader, .told):visible").count() == 0
