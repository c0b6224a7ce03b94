"""Tables and paragraphs: every row there, every cell escaped."""

import re
from collections.abc import Callable

import pandas as pd
import pytest
from markupsafe import Markup, escape

from report_helpers.text import claim_tables
from report_helpers.text.html import paragraphs, source_link, table

HOSTILE = "</td><script>alert(1)</script><img src=x onerror=alert(1)>"


def test_every_claim_has_its_anchor_and_figures(shipped_claims: pd.DataFrame) -> None:
    """Each row of the file is there to be linked to, as printed, with its source's address."""
    html = str(claim_tables.every_claim(shipped_claims).html)
    for claim_id, claim in shipped_claims.iterrows():
        assert f'id="claim-{claim_id}"' in html
        assert str(escape(claim["as_printed"])) in html
        assert str(escape(claim["url"])) in html


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"growth_percent": "39.2"}, "stated growth 39.2 % a year"),
        ({"growth_low": "12", "growth_high": "15"}, "stated growth 12\N{EN DASH}15 % a year"),
        ({"growth_percent": "12", "growth_qualifier": "at_least"},
         "stated growth more than 12 % a year"),
    ],
)  # fmt: skip
def test_stated_growth_is_shown_as_printed(
    claims_of: Callable[..., pd.DataFrame], fields: dict[str, str], words: str
) -> None:
    """The row of a claim has its stated growth with range or hedge."""
    assert words in claim_tables.every_claim(claims_of({"value": "5", "year": 2030, **fields})).text


def test_one_topic_alone(shipped_claims: pd.DataFrame) -> None:
    """A topic narrows the rows; one without rows says so."""
    html = str(claim_tables.every_claim(shipped_claims, topic="tools").html)
    anchors = set(re.findall(r'id="claim-([a-z0-9_]+)"', html))
    assert anchors == set(shipped_claims.index[shipped_claims["topic"].eq("tools")])
    assert "no claim" in claim_tables.every_claim(shipped_claims, topic="ai_market").text


def test_cited_claims_are_shown_with_their_originals(shipped_claims: pd.DataFrame) -> None:
    """Each of the article's claims, with its original's figures or the word that none was found."""
    rows = claim_tables.cited(shipped_claims).text.splitlines()[2:]
    cited = shipped_claims[shipped_claims["role"].eq("cited")]
    assert len(rows) == len(cited) == 16
    for row, (_, claim) in zip(rows, cited.iterrows(), strict=True):
        found = claim["original_id"] in shipped_claims.index
        said = shipped_claims.loc[claim["original_id"], "as_printed"] if found else "not found"
        assert said in row


def test_sources_count_their_claims(shipped_claims: pd.DataFrame) -> None:
    """One row a document; the counts add up to all claims."""
    rows = claim_tables.sources(shipped_claims).text.splitlines()[2:]
    assert len(rows) == shipped_claims["source_id"].nunique()
    assert sum(int(row.rsplit("| ", 1)[1]) for row in rows) == len(shipped_claims)


@pytest.mark.parametrize("column", ["title", "scope", "region", "sample", "as_printed", "locator",
                                    "producer", "edition", "source_title", "note"])  # fmt: skip
def test_hostile_text_stays_text(claims_of: Callable[..., pd.DataFrame], column: str) -> None:
    """Markup in any text column is shown, not obeyed."""
    claims = claims_of({"value": "5", "as_printed": "5", "note": "n", column: f"5 {HOSTILE}"})
    html = "".join(
        str(make(claims).html)
        for make in (claim_tables.cited, claim_tables.every_claim, claim_tables.sources)
    )
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
        "text/html": '<div class="mathjax_ignore"><p>a &lt; b</p>\n<p><strong>c</strong></p></div>',
        "text/plain": "a &lt; b\n\nc".replace("&lt;", "<"),
    }
    assert table("T", ["a", "b"], [("x", None)]).text == "T\na | b\nx | "
