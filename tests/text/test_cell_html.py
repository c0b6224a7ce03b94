"""HTML of fragments in a notebook and on the page: one is made from the other without a loss."""

import re

import nbformat
import pandas as pd
import pytest
from markupsafe import Markup

from report_helpers import text
from report_helpers.audit.audit import audit
from report_helpers.package_files import shipped
from report_helpers.reader_locale import using_locale
from report_helpers.text.cell_html import as_cell, as_page

NOTEBOOKS = sorted(shipped("notebooks").glob("*.ipynb"))
INNER = Markup('<p id="a"><a class="b" href="#a">x</a> <a href="#c-1">y</a> 1 &lt; 2</p>')


def test_only_a_link_to_a_place_of_the_fragment_stays_one() -> None:
    """The other has its name, which is no link."""
    html = as_cell(INNER)
    assert 'href="#a"' in html
    assert '<a itemref="c-1">y</a>' in html
    assert html.startswith('<div class="market-report mathjax_ignore">')


def test_the_page_gets_all_links_back() -> None:
    """And other HTML is left alone."""
    plain = f'<div class="mathjax_ignore">{INNER}</div>'
    assert as_page(as_cell(INNER)) == plain
    with using_locale("de"):
        assert "decimal-comma" in as_cell(INNER)
        assert as_page(as_cell(INNER)) == plain
    other = '<div><a itemref="c">x</a></div>'
    assert as_page(other) == other


@pytest.mark.parametrize("name", ["strip", "gravest", "cited", "by_severity"])
def test_every_kind_of_text_comes_back(shipped_claims: pd.DataFrame, name: str) -> None:
    """Whatever it links to."""
    shown = getattr(text, name)(shipped_claims, audit(shipped_claims, as_of="2026-11-23"))
    html = shown._repr_mimebundle_()["text/html"]
    assert as_page(html) == f'<div class="mathjax_ignore">{shown.html}</div>'


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_no_link_of_a_notebook_is_dead(path: str) -> None:
    """Each leads to a place of the same notebook or to another site."""
    book = nbformat.read(path, as_version=4)
    shown = "".join(
        output.data["text/html"]
        for cell in book.cells
        for output in cell.get("outputs", [])
        if "text/html" in output.get("data", {})
    )
    prose = "".join(cell.source for cell in book.cells if cell.cell_type == "markdown")
    assert "](#" not in prose
    links = set(re.findall(r'href="([^"]*)"', shown))
    places = {f"#{place}" for place in re.findall(r' id="([^"]*)"', shown)}
    assert all(link in places or link.startswith(("http://", "https://")) for link in links)
