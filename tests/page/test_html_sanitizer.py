"""HTML of notebooks: what is rewritten how, and that plain tags are no way around the rules."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markupsafe import Markup

from report_helpers.page.blocks import html_sanitizer
from report_helpers.page.blocks.html_sanitizer import UnknownHTMLError, rewrite_html

PIECES = (
    "<p>", "</p>", '<p class="a">', '<p class="a" id="b">', "<br>", "</br>", "<br/>", "<b>",
    "</b>", "<table>", "</table>", '<a href="#x">', '<a href="https://e.org/?a=1&amp;b=2">',
    '<a href="javascript:x">', "<a href='#x'>", "</a>", "<script>", "<P>", "</ p>", "<p >",
    '<p onclick="x">', '<p class="a"id="b">', "<style>", "</style>", "<!-- c -->", "<!doctype x>",
    "<?x?>", "a < b", "a > b", "&lt;b&gt;", "&amp;lt;", "&nbsp;", "&", "&copy", '"', "words", "<",
    '<p class="<b>">', '<p class="a>b">', "<details open>", "<p style='x'>",
    '<td data-label="&quot;">',
)  # fmt: skip


def outcome(html: str) -> Markup | None:
    """Return the rewritten HTML; none if it is refused."""
    try:
        return rewrite_html(html)
    except UnknownHTMLError:
        return None


@example('<style><a href="javascript:x">')
@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join))
def test_plain_tags_are_rewritten_as_the_parser_does(html: str) -> None:
    """Whatever stands between them."""
    found = outcome(html)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(html_sanitizer, "_write_plain", lambda *_: False)
        assert outcome(html) == found


@pytest.mark.parametrize(
    ("html", "rewritten"),
    [
        ("<p>a &lt; b</p>", "<p>a &lt; b</p>"),
        ("<p>a > b</p>", "<p>a &gt; b</p>"),
        ('<td data-label="a">1</td>', '<td data-label="a">1</td>'),
        ('<p style="color:red">a</p>', "<p>a</p>"),
        ("<table><tr><td>1</td></tr></table>",
         f"{html_sanitizer.SCROLLING}<table><tr><td>1</td></tr></table></div>"),
    ],
)  # fmt: skip
def test_what_is_allowed_is_kept(html: str, rewritten: str) -> None:
    """Without its own looks, and tables in a box."""
    assert rewrite_html(html) == rewritten


@pytest.mark.parametrize(
    "html",
    ["<script>a</script>", '<p onclick="a">b</p>', '<a href="javascript:a">b</a>', "<p>", "</p>",
     "<p><b></p></b>", "<iframe></iframe>", "<!doctype html>",
     '<img src="https://e.org/a.png">', '<p src="data:image/png;base64,AA==">a</p>'],
)  # fmt: skip
def test_what_is_not_allowed_is_refused(html: str) -> None:
    """By name."""
    with pytest.raises(UnknownHTMLError):
        rewrite_html(html)
