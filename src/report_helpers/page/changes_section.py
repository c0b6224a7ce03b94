"""What the page says about time: what changed since the report before, when the next is due."""

from datetime import date
from typing import Final

from markupsafe import Markup

from report_helpers.errors import NotebookError
from report_helpers.page.html_sanitizer import UnknownHTMLError, rewrite_html
from report_helpers.page.markdown import Prose
from report_helpers.page.sections import Section
from report_helpers.text.html import Fragment

__all__ = ["changes_section", "checked_day"]

TITLE: Final = "What changed"
ANCHOR: Final = "what-changed"


def changes_section(changed: Fragment | Markup, since: str | None = None) -> Section:
    """Return the section that says what changed, its HTML written anew from the allow-list.

    Args:
        changed: the section's content, without a heading.
        since: the day of the report that it compares with, as YYYY-MM-DD, for the heading.

    Raises:
        NotebookError: the HTML holds something that the page does not publish.
    """
    title = f"{TITLE} since {since}" if since else TITLE
    head = Prose(Markup('<h2 id="{}">{}</h2>').format(ANCHOR, title))
    html = changed.html if isinstance(changed, Fragment) else changed
    try:
        body = rewrite_html(str(html))
    except UnknownHTMLError as error:
        what = f"refusing to publish: its HTML holds {error}"
        raise NotebookError("what changed", what, "show it as tables, lists and text") from error
    return Section(TITLE, ANCHOR, (), (head, body))


def checked_day(day: str | None) -> str | None:
    """Return a day as it was given.

    Raises:
        ValueError: it is not a day as YYYY-MM-DD, which alone compares as text.
    """
    if day is not None and date.fromisoformat(day).isoformat() != day:
        raise ValueError(f"{day!a} is not a day as YYYY-MM-DD")
    return day
