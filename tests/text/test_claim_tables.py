"""Tables and paragraphs: every row there, every cell escaped."""

from collections.abc import Callable

import pandas as pd
from markupsafe import Markup

from report_helpers.text import claim_tables
from report_helpers.text.html import paragraphs, source_link, table

HOSTILE = "</td><script>alert(1)</script><img src=x onerror=alert(1)>"


def test_sources_count_their_claims(shipped_claims: pd.DataFrame) -> None:
    """One row a document; the counts add up to all claims."""
    shown = claim_tables.sources(shipped_claims)
    rows = shown.text.splitlines()[2:]
    assert f"<summary>{len(rows)} documents</summary>" in shown.html
    assert len(rows) == shipped_claims["source_id"].nunique()
    assert sum(int(row.rsplit("| ", 1)[1]) for row in rows) == len(shipped_claims)


def test_a_long_list_of_sources_has_those_with_most_claims(
    claims_of: Callable[..., pd.DataFrame],
) -> None:
    """A hundred of them, and a sentence that counts the others."""
    names = [f"page_{number}" for number in range(102)] + ["page_101", "page_101"]
    claims = claims_of(*({"value": "5", "source_id": name, "source_title": name} for name in names))
    shown = claim_tables.sources(claims)
    assert shown.html.count('<th scope="row">') == 100
    assert "page_101 | article |  | 3" in shown.text
    assert shown.text.endswith("Two more are in the table of all claims.")
    assert "<summary>102 documents</summary>" in shown.html


def test_hostile_text_stays_text(claims_of: Callable[..., pd.DataFrame]) -> None:
    """Markup in a document's title is shown, not obeyed."""
    claims = claims_of({"value": "5", "as_printed": "5", "source_title": f"5 {HOSTILE}"})
    html = str(claim_tables.sources(claims).html)
    assert "<script" not in html
    assert "<img" not in html
    assert "&lt;script&gt;" in html


def test_a_link_needs_an_http_address() -> None:
    """Anything else is shown as words."""
    assert source_link("javascript:alert(1)", "page") == Markup("page")
    assert 'href="https://a.org/?q=1&amp;r=2"' in source_link("https://a.org/?q=1&r=2", "page")


def test_a_quote_cannot_leave_an_attribute() -> None:
    """An address with a quote stays inside its attribute."""
    assert 'onmouseover="' not in source_link('https://a.org/" onmouseover="x', "page")


def test_plain_text_twins() -> None:
    """A fragment shows as HTML where that is read, and as text elsewhere."""
    bundle = paragraphs("a < b", Markup("<strong>c</strong>"))._repr_mimebundle_()
    assert bundle == {
        "text/html": '<div class="market-report mathjax_ignore"><p>a &lt; b</p>\n'
        "<p><strong>c</strong></p></div>",
        "text/plain": "a &lt; b\n\nc".replace("&lt;", "<"),
    }
    assert table("T", ["a", "b"], [("x", None)]).text == "T\na | b\nx | "
