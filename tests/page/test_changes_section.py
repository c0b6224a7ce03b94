"""What the page says about time: what changed, since when, and when the next report is due."""

import json
import re

import nbformat
import pytest
from markupsafe import Markup
from nbformat import NotebookNode

from report_helpers.errors import NotebookError
from report_helpers.page.builder import build_page
from report_helpers.text.html import Fragment, claim_link, joined, paragraphs, table

NEW = joined(
    paragraphs("One claim is <new>."),
    table("Changed", ["Claim", "Now"], [(claim_link("a01", "Size"), "26.03")]),
)


def notebook(source: str = "# Overview") -> NotebookNode:
    """Return a notebook of one cell of Markdown."""
    cell = {"cell_type": "markdown", "id": "a", "metadata": {}, "source": source}
    made = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    read: NotebookNode = nbformat.reads(json.dumps(made), as_version=4)
    return read


def page(
    changed: Fragment | Markup | None = None,
    expected: str | None = None,
) -> str:
    """Return the page of one notebook."""
    made = build_page(
        [notebook()], as_of="2026-11-23", pictures=False, changed=changed, expected=expected
    )
    return made.html


def said(html: str) -> str:
    """Return what the header says of the day."""
    found = re.search(r'<p class="as-of">(.*)</p>', html)
    assert found
    return re.sub(r"<[^>]*>", "", found[1])


def test_the_changes_are_a_sentence_and_a_folded_part() -> None:
    """The sentence stands at the top with a link; the tables open at their address."""
    html = page(NEW)
    assert said(html) == "As of 2026-11-23. One claim is &lt;new&gt;. What changed"
    link = html.index('<a href="#what-changed">')
    assert link < html.index('<section aria-labelledby="overview">')
    part = re.search(r"<details>\n<summary><h2>What changed</h2></summary>\n(.*?)</details>", html,
                     re.DOTALL)  # fmt: skip
    assert part
    assert part[1].startswith('<div id="what-changed">')
    assert '<a href="#claim-a01">Size</a>' in part[1]
    assert html.count("One claim is") == 1


def test_a_sentence_alone_has_no_folded_part() -> None:
    """Nothing changed: there is nothing to open."""
    html = page(paragraphs("Nothing changed."))
    assert said(html) == "As of 2026-11-23. Nothing changed."
    assert 'id="what-changed"' not in html


def test_markup_is_taken_as_a_fragment_is() -> None:
    """Both forms of the same content give the same page."""
    assert page(NEW.html) == page(NEW)


@pytest.mark.parametrize(
    "html", ["<script>alert(1)</script>", '<a href="javascript:b">c</a>', "</section>", "<p>"]
)
def test_the_changes_pass_the_allow_list(html: str) -> None:
    """What no output may hold, this section may not either."""
    with pytest.raises(NotebookError, match="what changed: refusing to publish: its HTML holds"):
        page(Fragment(Markup(html), ""))  # noqa: S704 what is to be refused


def test_without_changes_and_a_date_there_is_no_section() -> None:
    """Without changes and without a date the page has neither a section nor a banner."""
    html = page()
    assert 'id="what-changed"' not in html
    assert 'role="status"' not in html
    assert said(html) == "As of 2026-11-23."


def test_the_next_is_expected() -> None:
    """The header says it; the banner waits, empty, for a script that knows the day."""
    html = page(expected="2026-11-30")
    assert said(html) == "As of 2026-11-23; the next is expected by 2026-11-30."
    banner = re.search(r'<p class="stale" role="status" data-expected="2026-11-30"[^>]*>(.*)', html)
    assert banner
    assert banner[1] == "</p>"


def test_the_next_of_an_undated_report() -> None:
    """Notebooks that were run for no day leave the other one."""
    bare = build_page([notebook()], pictures=False, expected="2026-11-30").html
    assert said(bare) == "The next is expected by 2026-11-30."
    assert 'data-words="A new one was expected by' in bare


def test_the_same_bytes() -> None:
    """A page with dates reads no clock."""
    assert page(NEW, "2026-11-30") == page(NEW, "2026-11-30")


@pytest.mark.parametrize("title", ["What changed", "Report", "Charts", "About this report"])
def test_a_heading_takes_no_anchor_of_the_page(title: str) -> None:
    """A notebook's heading that is called as a part of the page gets another anchor."""
    html = build_page([notebook(f"# {title}")], pictures=False, changed=NEW).html
    ids = re.findall(r' id="([^"]*)"', html)
    assert len(ids) == len(set(ids))
    assert f'-2">{title}</h2>' in html
