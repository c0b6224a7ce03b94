"""The gate: a page that cannot be right is refused, with 70 and a reason (B07)."""

from pathlib import Path

import pytest

from report_helpers.errors import NotebookError
from report_helpers.runs.job import BuiltReport
from report_helpers.runs.page_check import loaded, refuse_bad_page

from .place import Place

GOOD = "<!doctype html><title>x</title>" + "<p>words</p>" * 1000


def made(html: str, *figures: str) -> BuiltReport:
    """Return a report with this page."""
    return BuiltReport(page=html.encode(), notebooks={}, results={}, changed="", charts=figures,
                bundle="", seconds={})  # fmt: skip


def test_a_good_page_passes() -> None:
    """It has a chart, a likely size, and loads nothing; links count for nothing."""
    links = '<a href="https://example.org/">x</a><img src="data:image/png;base64,AA">'
    refuse_bad_page(made(f"{GOOD}{links}", "gap"))


@pytest.mark.parametrize(
    ("html", "figures", "reason"),
    [
        (GOOD, (), "no chart"),
        ("<p>short", ("gap",), "8 bytes"),
        ("x" * 25_000_001, ("gap",), "25,000,001 bytes"),
        (GOOD + "<script src=//example.org/a.js></script>", ("gap",), "//example.org/a.js"),
    ],
    ids=["no chart", "small", "large", "loads"],
)
def test_a_bad_page_is_refused(html: str, figures: tuple[str, ...], reason: str) -> None:
    """The error has the reason."""
    with pytest.raises(NotebookError, match="refusing to publish") as caught:
        refuse_bad_page(made(html, *figures))
    assert reason in str(caught.value)


@pytest.mark.parametrize(
    "html",
    [
        "<img src='https://e.org/a.png'>",
        "<img srcset='a.png 2x'>",
        "<link rel=stylesheet href=a.css>",
        "<style>@import 'a.css';</style>",
        "<style>p{background:url(http://e.org/a.png)}</style>",
        "<p style=\"background:url('//e.org/a')\">",
        "<iframe src=a.html></iframe>",
        "<object data=a.svg></object>",
        "<video poster=a.png></video>",
        "<form action=https://e.org/></form>",
        "<svg><use xlink:href='a.svg#b'/></svg>",
        "<meta http-equiv=refresh content='0;url=a'>",
        "<IMG SRC=http://e.org/a.png>",
    ],
)
def test_every_request_of_a_browser_is_found(html: str) -> None:
    """Each way to load something, and only that."""
    assert len(loaded(html)) == 1


@pytest.mark.parametrize(
    "html",
    [
        "<a href='https://e.org/'>x</a>",
        "<img src=data:image/png;base64,AA>",
        "<svg><use href='#a'/><path style='fill:url(#g)'/></svg>",
        "<p>url(http://e.org/) and src=http://e.org/</p>",
        '<script type="application/json">{"src": "https://e.org/<img src=a>"}</script>',
        "<link rel=icon href=data:,>",
    ],
)
def test_texts_without_requests_are_not_found(html: str) -> None:
    """Links, data, references within the page, and plain text."""
    assert loaded(html) == []


@pytest.mark.kernel
def test_a_run_without_a_chart_is_not_published(published: Place, tmp_path: Path) -> None:
    """With the real command: 70, and the page stays."""
    before = published.page.read_bytes()
    published.write("import sys; sys.modules['plotly.graph_objects'] = None")
    path = tmp_path / "notebooks" / "small.ipynb"
    text = path.read_text("utf-8").replace("import plotly.graph_objects as go", "'no chart'")
    path.write_text(text.replace("go.Figure(go.Bar(x=[1, 2], y=[3, 4]))", "1"), encoding="utf-8")
    ended = published.run()
    assert ended.code == 70
    assert "refusing to publish: it has no chart" in ended.error
    assert published.page.read_bytes() == before
