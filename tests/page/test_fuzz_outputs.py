"""For any outputs of cells, the result is a page or a refusal."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from report_helpers.errors import NotebookError
from report_helpers.page.builder import build_page
from report_helpers.runs.page_check import loaded
from report_helpers.text.claim_explorer import CLAIMS

from .test_builder import PLOTLY, cell, display, notebook, prose

pytestmark = pytest.mark.slow

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3)
    ),
    max_leaves=8,
)
MARKUP = st.text("<>/=\"' abiupdtrshclm!-&;#x0123456789\n\0\x1b", max_size=60) | st.sampled_from([
    "<table><tr><td>1</table>", "<b>", "</p>", '<a href="#x">y</a>', '<h2 id="x">T</h2>', "<!--",
    "<![CDATA[", "<p id=a><p id=a>", "<svg/>", "<details><summary>a</summary>b</details>",
])  # fmt: skip
MARKDOWN = st.text("#*_[]()!`>|-\n $\\{}ab1", max_size=60)
FORMULA = st.text("\\${}^_&abfrac sqrt", max_size=50)
META = ["name", "title", "subtitle", "alt", "claims", "sources", "findings", "columns", "rows",
        "row_claims", "notes", "key", "listed", "narrow", "above", "choices", "label",
        "alternatives", "left_out", "projection"]  # fmt: skip


def some(*names: str) -> st.SearchStrategy[Any]:
    """Return objects with some of these keys, or anything else."""
    return st.fixed_dictionaries({}, optional=dict.fromkeys(names, JSON)) | JSON


TRACE = st.fixed_dictionaries(
    {}, optional={"type": st.sampled_from(["scatter", "bar", "pie", "nosuch"]) | JSON,
                  "x": JSON, "y": JSON, "name": JSON, "customdata": JSON}
)  # fmt: skip
LAYOUT = st.fixed_dictionaries(
    {}, optional={"meta": some(*META), "title": JSON, "height": JSON, "width": JSON,
                  "annotations": JSON, "xaxis": JSON, "margin": JSON}
)  # fmt: skip
CHART = st.fixed_dictionaries(
    {}, optional={"data": st.lists(TRACE, max_size=2) | JSON, "layout": LAYOUT | JSON}
)
BUNDLES = st.fixed_dictionaries(
    {},
    optional={
        "text/html": MARKUP, "text/markdown": MARKUP | MARKDOWN, "text/latex": FORMULA,
        "text/plain": st.text(max_size=20), "image/png": st.text(max_size=20),
        "image/svg+xml": MARKUP, "application/javascript": st.text(max_size=20),
        PLOTLY: CHART | JSON, CLAIMS: some("columns", "rows", "dossiers", "parts"),
        "application/json": JSON,
    },
)  # fmt: skip
GOOD = {PLOTLY: {"data": [{"type": "bar", "x": [1], "y": [2]}], "layout": {}}}


@settings(max_examples=150, derandomize=True, database=None)
@given(st.lists(BUNDLES, min_size=1, max_size=3))
def test_no_bundle_breaks_the_page(bundles: list[dict[str, Any]]) -> None:
    """B18: whatever cells display, the page is whole and loads nothing, or is refused."""
    cells = [cell(display(bundle)) for bundle in (*bundles, GOOD)]
    try:
        page = build_page([notebook(prose("# T"), *cells)], as_of="2026-11-23", pictures=False)
    except NotebookError as error:
        assert len(str(error)) < 7000  # noqa: PT017  # either outcome is right
        return
    assert page.html.encode()
    assert page.html.rstrip().endswith("</html>")
    assert loaded(page.html) == []
    assert json.dumps(page.charts)
