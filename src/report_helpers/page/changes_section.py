"""The section of the page that shows what changed since the previous report."""

from typing import Final

from markupsafe import Markup

from report_helpers.errors import NotebookError
from report_helpers.page.html_sanitizer import UnknownHTMLError, rewrite_html
from report_helpers.page.markdown import Prose
from report_helpers.page.sections import Section
from report_helpers.text.html import Fragment

__all__ = ["changes_section"]

TITLE: Final = "What changed"
ANCHOR: Final = "what-changed"


def changes_section(changed: Fragment | Markup) -> Section:
    """Return the section, its HTML rewritten from the allow-list.

    Args:
        changed: the section's content, without a heading.

    Raises:
        NotebookError: the HTML holds something that the page does not publish.
    """
    head = Prose(Markup('<h2 id="{}">{}</h2>').format(ANCHOR, TITLE))
    html = changed.html if isinstance(changed, Fragment) else changed
    try:
        body = rewrite_html(str(html))
    except UnknownHTMLError as error:
        what = f"refusing to publish: its HTML holds {error}"
        raise NotebookError("what changed", what, "show it as tables, lists and text") from error
    return Section(TITLE, ANCHOR, (), (head, body))
