"""Pictures of charts: the same each time, harmless, and never waited for in vain."""

import subprocess
import tempfile
from pathlib import Path
from typing import Any

import pytest

from report_helpers.colors import COLORS
from report_helpers.drawing.browser import find_browser
from report_helpers.drawing.plotly_js import plotly_js
from report_helpers.errors import SetupError
from report_helpers.page.blocks.markdown import Anchors
from report_helpers.page.chart_view import ChartView, chart_view
from report_helpers.page.images import offline_browser
from report_helpers.page.images.pictures import NoBrowserError, draw_pictures
from report_helpers.page.images.svg import BadPictureError, clean_svg

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">{}</svg>'
HOSTILE = '<a href="https://example.org">x</a> </text><script>alert(1)</script> &amp; <b>y</b>'

needs_browser = pytest.mark.skipif(
    find_browser() is None, reason="no Chrome or Chromium to draw with"
)


def views(*figures: dict[str, Any]) -> list[ChartView]:
    """Return views of figures in the article's ink."""
    anchors = Anchors()
    return [chart_view(figure, anchors) for figure in figures]


def lines(**layout: Any) -> dict[str, Any]:
    """Return a figure with a line and a band."""
    ink = COLORS["article"].light
    trace = {"x": [1, 2, 3], "y": [1, 4, 9], "line": {"color": ink}, "fill": "tozeroy"}
    return {"data": [{**trace, "name": "squares"}], "layout": {"meta": {"name": "n"}, **layout}}


def clean(inside: str) -> str:
    """Return what is left of an SVG with this inside."""
    return str(clean_svg(SVG.format(inside), "p"))


@pytest.mark.browser
@needs_browser
def test_two_runs_draw_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pictures are the same to the byte, in literal colors without styles, and leave no file."""
    place = Path(tempfile.mkdtemp(dir=tmp_path if len(str(tmp_path)) < 40 else None))
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    heat = {"data": [{"type": "heatmap", "z": [[1, 2], [3, 4]]}], "layout": {"meta": {"name": "h"}}}
    some = views(lines(), heat)
    first = draw_pictures(some, plotly_js({"scatter", "heatmap"}))
    assert first == draw_pictures(some, plotly_js({"scatter", "heatmap"}))
    assert set(first) == {"n", "h"}
    assert f'stroke="{COLORS["article"].light}"' in first["n"]
    assert "style" not in first["n"]
    assert "font-family" not in first["n"]
    assert "data:image/png" in first["h"]
    assert list(place.iterdir()) == []
    place.rmdir()


@pytest.mark.browser
@needs_browser
def test_a_drawn_chart_is_not_drawn_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only a new chart starts the browser; a mark identifies the cached picture."""
    monkeypatch.setenv("MARKET_REPORT_CACHE", str(tmp_path / "cache"))
    bundle = plotly_js({"scatter"})
    draw_pictures(views(lines()), bundle)
    (kept,) = (tmp_path / "cache").iterdir()
    kept.write_bytes(SVG.format('<path d="M1 2"/>').encode())
    other = {**lines(), "layout": {**lines()["layout"], "meta": {"name": "other"}}}
    other["data"] = [{"type": "scatter", "x": [1], "y": [2]}]
    found = draw_pictures(views(lines(), other), bundle)
    assert "M1 2" in found["n"]
    assert "M1 2" not in found["other"]
    assert len(list((tmp_path / "cache").iterdir())) == 2


@pytest.mark.browser
@needs_browser
def test_a_long_path_of_temporary_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A browser's socket cannot lie deep, so its folder does not either."""
    deep = tmp_path / ("d" * 60)
    deep.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(deep))
    assert draw_pictures(views(lines()), plotly_js({"scatter"}))


@pytest.mark.browser
@needs_browser
def test_title_and_sources_are_not_drawn() -> None:
    """They are in the page's HTML."""
    notes = [{"name": "sources", "text": "Sources"}, {"text": "kept", "showarrow": False}]
    figure = lines(title={"text": "Title"}, annotations=notes)
    picture = draw_pictures(views(figure), plotly_js({"scatter"}))["n"]
    assert "Sources" not in picture
    assert "Title" not in picture
    assert "kept" in picture


@pytest.mark.browser
@needs_browser
def test_hostile_words_are_text() -> None:
    """Words of a chart bring neither links nor scripts into its picture."""
    notes = [{"text": HOSTILE, "showarrow": False}]
    figure = lines(annotations=notes, xaxis={"title": {"text": HOSTILE}})
    picture = draw_pictures(views(figure), plotly_js({"scatter"}))["n"]
    assert "<script" not in picture
    assert "<a" not in picture
    assert "example.org" not in picture


def test_without_a_browser_there_are_no_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    """The variable can name none."""
    monkeypatch.setenv("MARKET_REPORT_CHROME", "")
    assert find_browser() is None
    assert draw_pictures(views(lines()), plotly_js({"scatter"})) == {}


@pytest.mark.slow
@pytest.mark.timeout(100)
@pytest.mark.parametrize(
    ("does", "why", "most"),
    [("exec sleep 300", "took too long", 1), ("exit 3", "did not draw", 3)],
    ids=["hangs", "dies"],
)
@pytest.mark.filterwarnings("default::ResourceWarning")
@pytest.mark.filterwarnings("default::pytest.PytestUnraisableExceptionWarning")
def test_a_browser_that_does_not_draw(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, does: str, why: str, most: int
) -> None:
    """One that dies is started again, one that hangs is not; neither is left running."""
    broken, starts = tmp_path / "chrome", tmp_path / "starts"
    broken.write_text(f"#!/bin/sh\necho >> {starts}\n{does}\n", encoding="utf-8")
    broken.chmod(0o755)
    monkeypatch.setenv("MARKET_REPORT_CHROME", str(broken))
    with pytest.raises(SetupError, match=why):
        draw_pictures(views(lines()), plotly_js({"scatter"}), limit=2 if most == 1 else 60)
    assert len(starts.read_text("utf-8")) <= most
    running = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True)
    assert str(broken) not in running.stdout


@pytest.mark.slow
@pytest.mark.parametrize(("does", "why"), [("exec sleep 300", "in time"), ("exit 3", "while")])
@pytest.mark.filterwarnings("default::ResourceWarning")
@pytest.mark.filterwarnings("default::pytest.PytestUnraisableExceptionWarning")
def test_a_browser_that_does_not_start_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, does: str, why: str
) -> None:
    """E10: whether it hangs or ends, within its own limit."""
    monkeypatch.setattr(offline_browser, "START_LIMIT", 1.0)
    broken = tmp_path / "chrome"
    broken.write_text(f"#!/bin/sh\n{does}\n", encoding="utf-8")
    broken.chmod(0o755)
    monkeypatch.setenv("MARKET_REPORT_CHROME", str(broken))
    with pytest.raises(NoBrowserError, match=why):
        draw_pictures(views(lines()), plotly_js({"scatter"}))


@pytest.mark.slow
@pytest.mark.filterwarnings("default::ResourceWarning")
@pytest.mark.filterwarnings("default::pytest.PytestUnraisableExceptionWarning")
def test_a_browser_that_ends_while_it_starts_is_started_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Which happens on a busy machine."""
    browser, flag = find_browser(), tmp_path / "flag"
    assert browser
    once = tmp_path / "chrome"
    script = f'[ -e {flag} ] || {{ touch {flag}; exit 3; }}\nexec {browser} "$@"\n'
    once.write_text(f"#!/bin/sh\n{script}", encoding="utf-8")
    once.chmod(0o755)
    monkeypatch.setenv("MARKET_REPORT_CHROME", str(once))
    assert len(draw_pictures(views(lines()), plotly_js({"scatter"}))) == 1
    assert flag.exists()


def test_browsers_are_found(tmp_path: Path) -> None:
    """Variables first, then the path, then what Playwright has."""
    chrome = tmp_path / "chromium-1/chrome-linux/chrome"
    chrome.parent.mkdir(parents=True)
    chrome.write_text("", encoding="utf-8")
    chrome.chmod(0o755)
    assert find_browser({"BROWSER_PATH": str(chrome)}) == chrome
    assert find_browser({"MARKET_REPORT_CHROME": "", "BROWSER_PATH": str(chrome)}) is None


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        "<foreignObject><p>a</p></foreignObject>",
        "<style>*{}</style>",
        "<iframe/>",
        '<image href="https://example.org/a.png"/>',
        '<image xlink:href="data:image/svg+xml;base64,AAAA"/>',
        '<use href="other.svg#a"/>',
        '<path d="M0,0" style="fill:url(https://example.org/a)"/>',
        '<path d="M0,0" fill="url(//example.org/a)"/>',
        "",
        "<g/>",
    ],
)
def test_pictures_with_anything_else_are_refused(inside: str) -> None:
    """Only what a chart is made of passes."""
    with pytest.raises(BadPictureError):
        clean(inside)


@pytest.mark.parametrize("text", ["<svg", "<!DOCTYPE svg><svg/>", "<html/>", ""])
def test_damaged_pictures_are_refused(text: str) -> None:
    """A drawing that is none is not passed on."""
    with pytest.raises(BadPictureError):
        clean_svg(text, "p")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('<path d="M1.23456,-0.04L2e-7,3" onclick="x()"/>', '<path d="M1.2,0L0,3"/>'),
        ('<g class="a"><path d="M0,0" class="b"/></g>', '<path d="M0,0"/>'),
        ('<text data-x="1">a &lt;b&gt;</text>', "<text>a &lt;b&gt;</text>"),
        ('<text><a href="https://example.org">x</a></text>', "<text><tspan>x</tspan></text>"),
        (
            '<path d="M0,0" style="stroke: rgb(184, 62, 0); opacity: 1; font-family: X"/>',
            '<path d="M0,0" stroke="#b83e00"/>',
        ),
        (
            '<clipPath id="r4"><rect width="1"/></clipPath><path d="M0" clip-path="url(#r4)"/>',
            '<clipPath id="p-0"><rect width="1"/></clipPath><path d="M0" clip-path="url(#p-0)"/>',
        ),
        (
            '<path d="M0,0" style="fill:red"/>' * 3,
            '<g fill="red">' + '<path d="M0,0"/>' * 3 + "</g>",
        ),
        (
            '<path d="M0,0" style="opacity:0.5"/>' * 3,
            '<path d="M0,0" opacity="0.5"/>' * 3,
        ),
        ('<path d="M0,0"/><rect width="9" style="fill-opacity: 0"/>', '<path d="M0,0"/>'),
    ],
)
def test_cleaning(before: str, after: str) -> None:
    """Numbers are rounded, ids stable, styles attributes, and what says nothing is gone."""
    assert clean(before) == after
