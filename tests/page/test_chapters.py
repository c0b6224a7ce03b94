"""Sections as chapters: another heading, and nothing of charts that have nothing to draw."""

import json
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest
from nbformat import NotebookNode

from report_helpers import charts
from report_helpers.page.builder import Page, build_page
from report_helpers.page.retitled import retitled

from .test_builder import BAR, PLOTLY, bar, cell, display, notebook, prose, shown

Rows = Callable[..., pd.DataFrame]


@pytest.fixture
def empty(claims_of: Rows) -> dict[str, Any]:
    """The output of a chart that finds nothing to draw."""
    level = {"metric": "level", "measure": "m", "value": "5", "year": "2024"}
    figure = charts.shares(claims_of(level))
    return display({PLOTLY: json.loads(figure.to_json())})


def built(*cells: dict[str, Any], **settings: Any) -> Page:
    """Return the page of a notebook with these settings, and of another one."""
    made = notebook(*cells)
    made.metadata["market_report"] = settings
    return build_page([made, notebook(prose("Other."), title="More")], pictures=False)


def test_an_empty_chart_goes_with_the_text_that_leads_to_it(empty: dict[str, Any]) -> None:
    """Other texts, charts and results stay."""
    page = built(
        prose("First."),
        cell(display({PLOTLY: BAR})),
        prose("## Second\n\nLeads to nothing."),
        cell(empty),
        cell(shown(text_html="<p>words</p>")),
        prose("Third."),
        cell(empty),
        cell(display({PLOTLY: BAR})),
    )
    assert page.charts == ("chart", "chart-2")
    assert "Leads to nothing." not in page.html
    assert 'id="second"' not in page.html
    assert all(words in page.html for words in ("First.", "Third.", "<p>words</p>"))
    assert "No share to draw" not in page.html


def test_the_heading_of_a_section_stays(empty: dict[str, Any]) -> None:
    """Unless the section is for its charts."""
    made = [cell(empty), cell(shown(text_html="<p>words</p>"))]
    page = built(*made)
    assert '<h2 id="part">Part</h2>' in page.html
    assert "<p>words</p>" in page.html
    gone = built(*made, only_with_charts=True)
    assert 'id="part"' not in gone.html
    assert "<p>words</p>" not in gone.html
    assert bar(gone) == [("more", "More")]


def test_a_link_to_what_is_left_out_is_left_out(empty: dict[str, Any]) -> None:
    """No link of the bar leads nowhere; the same words lead to the first place that is there."""
    cells = [
        cell(display({PLOTLY: BAR})),
        prose("## Second"),
        cell(empty),
        prose("## Third"),
        cell(display({PLOTLY: BAR})),
    ]
    page = built(*cells, bar={"All": "", "Two": "second", "Three": "third"})
    assert bar(page) == [("part", "All"), ("third", "Three")]
    first, again = notebook(*cells), notebook(*cells, title="Again")
    for made in (first, again):
        made.metadata["market_report"] = {"bar": {"Charts": ""}}
    assert bar(build_page([first, again], pictures=False)) == [("part", "Charts")]


def test_a_chapter_has_its_own_words() -> None:
    """Title and paragraph; the notebook stays as it was."""
    made = notebook(prose("## Rest"))
    made.cells[0].source = "# Values\n\nOwn words."
    told = retitled(made, "A *b* <c> #1 $2", "Other **words**.")
    html = build_page([told], pictures=False).html
    assert ">A *b* &lt;c&gt; #1 $2</h2>" in html
    assert "<p>Other <strong>words</strong>.</p>" in html
    assert "Own words." not in html
    assert made.cells[0].source == "# Values\n\nOwn words."
    assert _texts(retitled(made, "", "")) == ["# Values\n\nOwn words.", "## Rest"]


def test_of_a_notebook_shown_before_only_headings_stand() -> None:
    """Its words stand there already."""
    made = notebook(prose("## Rest\n\nWords.\n\n### More"), prose("Words."))
    assert _texts(retitled(made, "T", "", again=True)) == ["# T\n", "## Rest\n\n### More", ""]


def _texts(made: NotebookNode) -> list[str]:
    return [each.source for each in made.cells]
