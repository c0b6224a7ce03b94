"""The part of the page that shows what changed since the previous report: a sentence, tables."""

import re
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from report_helpers.errors import NotebookError
from report_helpers.page.blocks.html_sanitizer import UnknownHTMLError, rewrite_html
from report_helpers.text.html import Fragment

__all__ = ["ChangesSection", "changes_section"]

FIRST: Final = re.compile(r"\s*<p>(.*?)</p>\s*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class ChangesSection:
    """What changed: a sentence for the line at the top, and the folded rest, empty without one."""

    sentence: Markup
    details: Markup


def changes_section(changed: Fragment | Markup) -> ChangesSection:
    """Return what changed, its HTML rewritten from the allow-list.

    Args:
        changed: the changes: a paragraph, which is the sentence, then tables.

    Raises:
        NotebookError: the HTML holds something that the page does not publish.
    """
    html = changed.html if isinstance(changed, Fragment) else changed
    try:
        body = rewrite_html(str(html))
    except UnknownHTMLError as error:
        what = f"refusing to publish: its HTML holds {error}"
        raise NotebookError("what changed", what, "show it as tables, lists and text") from error
    first = FIRST.match(body)
    if first is None:
        return ChangesSection(Markup("The report changed."), body)
    # Both are parts of what was rewritten.
    return ChangesSection(Markup(first[1]), Markup(body[first.end() :]))  # noqa: S704
