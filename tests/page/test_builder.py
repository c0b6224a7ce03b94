"""The page of notebooks: sections, charts, refusals, and the same bytes each time."""

import base64
import json
import re
from html import unescape
from typing import Any

import nbformat
import pytest
from markupsafe import escape
from nbformat import NotebookNode

from report_helpers.claims.schema import COLUMNS
from report_helpers.drawing.licence_notices import licences
from report_helpers.drawing.plotly_js import plotly_js
from report_helpers.errors import NotebookError
from report_helpers.packing import packed, unpacked
from report_helpers.page import builder, environment
from report_helpers.page.builder import EXPLAINED, Download, Page, build_page
from report_helpers.page.embedding import content_policy, script_json

PLOTLY = "application/vnd.plotly.v1+json"
BAR = {"data": [{"type": "bar", "x": ["a", "b"], "y": [1, 2]}], "layout": {}}
DOT = base64.b64encode(b"\x89PNG\r\n\x1a\n").decode()
VIEW = {"application/vnd.jupyter.widget-view+json": {"model_id": "0"}, "text/plain": "a slider"}


def notebook(*cells: dict[str, Any], title: str = "Part") -> NotebookNode:
    """Return a notebook that begins with a title."""
    head = {"cell_type": "markdown", "metadata": {}, "source": f"# {title}"}
    numbered = [{**one, "id": f"cell-{number}"} for number, one in enumerate([head, *cells])]
    made = {"cells": numbered, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    read: NotebookNode = nbformat.reads(json.dumps(made), as_version=4)
    return read


def cell(*outputs: dict[str, Any]) -> dict[str, Any]:
    """Return a cell that ran and left these outputs."""
    code = {"cell_type": "code", "metadata": {}, "source": "secret_source()"}
    return {**code, "execution_count": 1, "outputs": list(outputs)}


def shown(**data: Any) -> dict[str, Any]:
    """Return the output of these forms, `_` for `/` in their names."""
    forms = {form.replace("_", "/"): content for form, content in data.items()}
    return display(forms)


def display(forms: dict[str, Any]) -> dict[str, Any]:
    """Return the output of these forms."""
    return {"output_type": "display_data", "metadata": {}, "data": forms}


def prose(source: str) -> dict[str, Any]:
    """Return a cell of Markdown."""
    return {"cell_type": "markdown", "metadata": {}, "source": source}


def built(*cells: dict[str, Any]) -> Page:
    """Return the page of one notebook, without pictures."""
    return build_page([notebook(*cells)], pictures=False)


def charts(page: Page) -> dict[str, Any]:
    """Return what the page's script would draw."""
    island = re.search(r'id="charts">([^<]*)<', page.html)
    assert island
    drawn: dict[str, Any] = json.loads(unpacked(island[1]))
    return drawn


def test_code_is_not_shown_and_results_are() -> None:
    """HTML and text are shown, in the order of the cells."""
    page = built(cell(shown(text_html="<p>one</p>", text_plain="x")), cell(shown(text_plain="<2>")))
    assert "secret_source" not in page.html
    assert page.html.index("<p>one</p>") < page.html.index("&lt;2&gt;</pre>")


def test_a_chart_wins_over_html() -> None:
    """Of a figure's forms the chart is shown."""
    page = built(cell(display({PLOTLY: BAR, "text/html": "<p>not this</p>"})))
    assert page.charts == ("chart",)
    assert page.trace_types == ("bar",)
    assert "not this" not in page.html


def test_facts_of_a_page() -> None:
    """A page says what it is made of."""
    page = built(cell(display({PLOTLY: BAR})), cell(display({PLOTLY: BAR})))
    assert page.charts == ("chart", "chart-2")
    assert page.pictures == 0
    assert set(charts(page)) == set(page.charts)


def test_charts_of_the_page_leave_out_what_html_shows() -> None:
    """The embedded charts have data and layout, without the title and notes that HTML shows."""
    figure = json.loads(json.dumps(BAR))
    figure["layout"] = {
        "title": {"text": "T"},
        "annotations": [{"name": "sources", "text": "S"}, {"text": "kept"}],
        "meta": {"name": "n", "title": "T", "columns": ["c"], "rows": [["</td>"]], "own": 1},
    }
    page = built(cell(display({PLOTLY: figure})))
    layout = charts(page)["n"]["layout"]
    assert "title" not in layout
    assert [note["text"] for note in layout["annotations"]] == ["kept"]
    assert layout["meta"] == {"name": "n", "own": 1}
    assert "<td>&lt;/td&gt;</td>" in page.html


@pytest.mark.parametrize(
    "forms",
    [
        VIEW,
        {},
        {"application/javascript": "alert(1)", "text/plain": "<Javascript>"},
        {"image/svg+xml": "<svg", "text/plain": "<SVG>"},
        {"text/latex": "words", "text/plain": "<Latex>"},
        {"text/vnd.mermaid": "graph", "text/plain": "<Mermaid>"},
        {"text/html": "<script>alert(1)</script>"},
        {"text/html": '<p onclick="alert(1)">a</p>'},
        {"text/html": '<a href="javascript:alert(1)">a</a>'},
        {"text/html": "<iframe src='https://example.org'></iframe>", "text/plain": "<IFrame>"},
        {"text/html": "</section><p>a</p>"},
        {"text/html": "<div><p>a</p>"},
    ],
)
def test_outputs_that_cannot_be_shown_stop_the_page(forms: dict[str, Any]) -> None:
    """A result is refused rather than dropped, with the cell that left it."""
    with pytest.raises(NotebookError, match=r"notebook 1:cell 2: refusing to publish"):
        built(cell(display(forms)))


def test_a_failed_cell_stops_the_page() -> None:
    """An error is no result."""
    failed = {"output_type": "error", "ename": "KeyError", "evalue": "x", "traceback": []}
    with pytest.raises(NotebookError, match="refusing to publish: the cell failed with KeyError"):
        built(cell(failed))


def test_a_number_that_is_not_finite_stops_the_page() -> None:
    """JSON has no infinity, and a chart without its data is none."""
    figure = {"data": [{"type": "bar", "y": [float("inf")]}], "layout": {}}
    with pytest.raises(NotebookError, match="not finite"):
        built(cell(display({PLOTLY: figure})))


def test_a_page_that_lacks_a_chart_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """B12: a template that leaves a chart out, or writes it in another way."""
    template = environment.render_template

    def without_charts(name: str, **values: object) -> str:
        return "" if name == "chart.html.j2" else template(name, **values)

    monkeypatch.setattr(builder, "render_template", without_charts)
    with pytest.raises(NotebookError, match="0 of 1 charts arrived"):
        built(cell(display({PLOTLY: BAR})))


def test_half_a_character_stops_the_page() -> None:
    """What no file can hold is named before a file is written."""
    with pytest.raises(NotebookError, match="half a character"):
        built(cell(shown(text_plain="\ud800")))


def test_streams() -> None:
    """What was printed is shown as text; what went to stderr is not a result."""
    out = {"output_type": "stream", "name": "stdout", "text": "<b>said</b>"}
    noise = {"output_type": "stream", "name": "stderr", "text": "a warning"}
    page = built(cell(out, noise))
    assert "&lt;b&gt;said&lt;/b&gt;" in page.html
    assert "a warning" not in page.html


def test_sections_and_their_headings() -> None:
    """Notebooks are sections, their headings a level down; the bar has their titles."""
    page = build_page(
        [notebook(prose("## Rates\n\n### Small")), notebook(prose("## Rates"), title="More")],
        pictures=False,
    )
    assert page.html.count("<h1>") == 1
    assert '<h2 id="part">Part</h2>' in page.html
    assert '<h3 id="rates">Rates</h3>' in page.html
    assert '<h3 id="rates-2">Rates</h3>' in page.html
    assert bar(page) == [("part", "Part"), ("more", "More")]


def bar(page: Page) -> list[tuple[str, str]]:
    """Return anchors and words of the links in the bar."""
    contents = page.html[page.html.index("<nav") : page.html.index("</nav>")]
    return re.findall(r'href="#([^"]*)">([^<]*)', contents)


def test_notebooks_name_the_links_of_the_bar() -> None:
    """In the order of their headings; those that name none have none."""
    named = notebook(prose("## Rates\n\n## Ends"))
    named.metadata["market_report"] = {"bar": {"A": "ends", "B": "rates"}}
    page = build_page([named, notebook(title="More")], pictures=False)
    assert bar(page) == [("rates", "B"), ("ends", "A")]


def test_a_link_of_the_bar_that_leads_nowhere_is_refused() -> None:
    """The message names the headings that there are."""
    named = notebook(prose("## Rates"))
    named.metadata["market_report"] = {"bar": {"A": "rate"}}
    with pytest.raises(NotebookError, match=r"'rate', which no heading has.*part, rates"):
        build_page([named], pictures=False)


@pytest.mark.parametrize(
    "given", [{"bar": ["rates"]}, {"bar": {"A": 1}}, {"folded": 1}, {"fold": "a"}, "bar", 5]
)
def test_other_settings_of_a_notebook_are_refused(given: Any) -> None:
    """In one line that says what may stand there."""
    made = notebook(prose("## Rates"))
    made.metadata["market_report"] = given
    with pytest.raises(NotebookError, match=r"its metadata market_report.*bar as words"):
        build_page([made], pictures=False)


def test_a_folded_section_shows_its_first_cell() -> None:
    """The rest opens with the words of the notebook's metadata."""
    made = notebook(prose("Rest."), cell(shown(text_plain="more")))
    made.metadata["market_report"] = {"folded": "How <it> works"}
    html = build_page([made], pictures=False).html
    part = html[html.index("<section") : html.index("</section>")]
    before, _, after = part.partition('<details class="folded">')
    assert '<h2 id="part">Part</h2>' in before
    assert after.index("How &lt;it&gt; works") < after.index("Rest.") < after.index("more")
    assert after.rstrip().endswith("</details>")


def test_a_computed_headline_is_the_title() -> None:
    """Of its section and of the page, so that no second heading stands above it."""
    head = '<div class="mathjax_ignore"><h2 class="answer" id="answer">A &lt; <b>B</b></h2></div>'
    made = notebook(cell(shown(text_html=head)))
    made.cells = made.cells[1:]
    page = build_page([made], pictures=False)
    assert "<title>A &lt; B</title>" in page.html
    assert '<section aria-labelledby="answer">' in page.html
    assert page.html.count("<h2 ") == 2
    assert bar(page) == [("answer", "A &lt; B")]


def test_a_notebook_without_title() -> None:
    """A section has a heading in any case."""
    bare = notebook(prose("Words."))
    bare.cells = bare.cells[1:]
    assert '<h2 id="part-1">Part 1</h2>' in build_page([bare], pictures=False).html


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("<script>a</script>", "&lt;script&gt;a&lt;/script&gt;"),
        ("[a](javascript:b)", "<p>a</p>"),
        ("[a](https://example.org 'c')", 'href="https://example.org" rel="noopener noreferrer'),
        ("![a](https://example.org/b.png)", '<a href="https://example.org/b.png"'),
        ("from $1 to $2 and ~~not~~", "<p>from $1 to $2 and ~~not~~</p>"),
        ("[a](#part)", '<a href="#part">a</a>'),
        ("a | b\n--|--\n1 | 2", "<td>1</td>"),
    ],
)
def test_markdown(source: str, html: str) -> None:
    """Markdown is rendered; raw HTML is text, and nothing is fetched."""
    page = built(prose(source))
    assert html in page.html
    assert "<img" not in page.html


def test_an_attached_picture_is_carried() -> None:
    """A picture in the notebook itself needs no fetching."""
    image = {
        **prose("![dot](attachment:dot.png)"),
        "attachments": {"dot.png": {"image/png": DOT}},
    }
    assert f'<img src="data:image/png;base64,{DOT}" alt="dot">' in built(image).html


def test_tables_of_pandas_lose_their_looks_alone() -> None:
    """A data frame is shown without its own style, and scrolls by itself."""
    frame = '<div>\n<style scoped>\n.dataframe {}\n</style>\n<table border="1" class="dataframe">'
    rows = '<tr style="text-align: right;"><th></th><td>a &amp; b</td></tr></table>\n</div>'
    page = built(cell(shown(text_html=frame + rows, text_plain="a")))
    assert "<tr><th></th><td>a &amp; b</td></tr></table></div>" in page.html
    assert "scoped" not in page.html
    assert (
        '<div class="scroll" role="group" aria-label="Table" tabindex="0"><table class="d'
        in page.html
    )


def test_findings_under_a_chart() -> None:
    """A badge in words, and a link to each claim's dossier; hostile names stay text."""
    found = {"rule": "off-path", "severity": "caution", "claim": "<b>A</b>", "claim_id": "x"}
    figure = {**BAR, "layout": {"meta": {"name": "n", "title": "T", "findings": [found]}}}
    html = built(cell(display({PLOTLY: figure}))).html
    assert '<span class="badge badge-caution">caution: off-path</span>' in html
    assert '<a href="#claim-x">&lt;b&gt;A&lt;/b&gt;</a>.' in html


def test_a_cell_keeps_its_label() -> None:
    """The title of a cell's column, which a phone shows, passes the allow-list."""
    page = built(cell(shown(text_html='<table><tr><td data-label="A&quot;">1</td></tr></table>')))
    assert '<td data-label="A&quot;">1</td>' in page.html


def test_the_same_notebooks_give_the_same_bytes() -> None:
    """A page holds no clock and no chance."""
    cells = [prose("## A"), cell(display({PLOTLY: BAR}))]
    assert built(*cells).html == built(*cells).html


def test_the_download_and_the_day() -> None:
    """The page offers its data and shows its date."""
    download = Download("market_stats.csv", b"a,b\r\n")
    page = build_page([notebook()], as_of="2026-11-23", download=download, pictures=False)
    assert 'download="market_stats.csv" href="data:text/csv;base64,YSxiDQo="' in page.html
    assert "2026-11-23" in page.html
    assert "download=" not in built().html


def test_the_licences_of_what_the_page_carries_are_listed() -> None:
    """Its only script of others is plotly.js, and it has no font."""
    page = built(cell(display({PLOTLY: BAR})))
    found = licences(plotly_js({"bar"}))
    assert found.notices
    for name, text in found.notices:
        assert escape(name) in page.html
        assert escape(text) in page.html
    for paragraph in found.text.split("\n\n"):
        assert escape(paragraph) in page.html
    assert "@font-face" not in page.html
    policy = re.search(r"script-src ([^;]*);", unescape(page.html))
    assert policy
    assert policy[1].count("sha256-") == len(["theme", "page", "plotly.js"])


def test_every_level_of_evidence_is_explained() -> None:
    """The page explains each value that the column `evidence` may have."""
    levels = next(column.allowed for column in COLUMNS if column.name == "evidence")
    html = built().html
    assert set(EXPLAINED) == set(levels)
    assert all(escape(text) in html for text in EXPLAINED.values())


def test_islands() -> None:
    """JSON comes back as it went in, and cannot end its element."""
    value = {"a": "</script><!-- & \u2028", "b": [1.5, None]}
    text = script_json(value)
    assert json.loads(text) == value
    assert not set("<>&\u2028") & set(text)
    assert unpacked(packed("ä")) == "ä"


def test_the_policy_knows_scripts_by_hash() -> None:
    """The hash is the one that browsers compute."""
    policy = content_policy(["alert(1)"])
    assert "script-src 'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='" in policy
    assert "unsafe-eval" not in policy
