"""What a mail says: the first screen and the list of figures, in HTML and in plain text."""

import json
import re
from bisect import bisect
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

import pandas as pd
from markupsafe import Markup

from report_helpers import charts
from report_helpers.audit.findings import Finding
from report_helpers.audit.verdicts import VERDICTS, Verdict, verdicts
from report_helpers.claims.wording import capitalized, count_phrase
from report_helpers.drawing.plotly_js import plotly_js
from report_helpers.page.blocks.markdown import Anchors
from report_helpers.page.chart_view import ChartView, chart_view
from report_helpers.page.environment import render_template
from report_helpers.page.images.pictures import NoBrowserError, draw_png
from report_helpers.page.mail.inlining import inlined
from report_helpers.page.mail.message import Mail, eml
from report_helpers.reader_locale import day
from report_helpers.text import first_screen, gravest_words
from report_helpers.text.badges import verdict_mark
from report_helpers.text.figures import Line, lines
from report_helpers.text.html import dated

__all__ = ["mail"]

LARGEST: Final = 95_000
"""The most bytes of the mail with its pictures; some mail programs cut a mail off at 100 kB."""
LARGEST_PICTURE: Final = 50_000
"""The most bytes of the picture, of which the mail holds 4 for every 3."""
WIDTH: Final = 640
"""The width of the picture in pixels, or less if the chart is narrower."""
END: Final = "The page has the charts, every other claim, and what is known about each figure."
ROW: Final = Markup('<tr><td class="number">{}</td><td>{}</td><td>{}</td><td>{}<br>{}</td></tr>')


def mail(  # noqa: PLR0913 all are keywords but two
    claims: pd.DataFrame,
    findings: Sequence[Finding],
    *,
    as_of: date,
    changed: str = "",
    notes: Sequence[str] = (),
    pictures: bool = True,
) -> Mail:
    """Return the mail of a report: all of it has less than 100 kB, and it loads nothing.

    Args:
        claims: the validated table.
        findings: the findings of its audit.
        as_of: the date of the report.
        changed: what changed since the previous report, without a full stop.
        notes: sentences that stand at the end.
        pictures: whether to draw the chart of the gravest finding, if a browser is found.

    Raises:
        SetupError: a browser started and cannot draw the chart.
    """
    rows = lines(claims, findings)
    view = _gravest(claims, findings)
    picture = _drawn(view) if view and pictures else None
    headline = first_screen.headline(claims, findings)
    gravest = gravest_words.gravest(claims, findings)
    subject = headline.text.partition("\n")[0]
    changed = f"{capitalized(changed)}." if changed else ""
    content: dict[str, object] = {
        "subject": subject,
        "as_of": dated(as_of),
        "headline": headline.html,
        "changed": changed,
        "verdicts": _verdicts(verdicts(claims, findings)),
        "notes": notes,
        "gravest": _unlinked(gravest.html),
        "picture": _picture(view) if view and picture else None,
    }
    since = f"As of {day(as_of)}. {changed}".strip()
    strip = first_screen.strip(claims, findings)
    begins = [headline.text, since, strip.text, _without_link(gravest.text)]
    drawn = {f"{view.name}.png": picture} if view and picture else {}

    def first(count: int) -> Mail:
        """Return the mail with as many figures."""
        more = _more(len(rows) - count)
        listed = "\n".join(row.text for row in rows[:count])
        texts = [*begins, listed, "\n".join([f"{more} {END}".strip(), *notes])]
        html = _html(content, [_row(row) for row in rows[:count]], more)
        text = "\n\n".join(filter(None, texts))
        return Mail(subject=subject, as_of=as_of, text=text, html=html, pictures=drawn)

    too_large = bisect(range(1, len(rows) + 1), LARGEST, key=lambda count: len(eml(first(count))))
    return first(too_large)


def _without_link(text: str) -> str:
    return text.removesuffix(f"\n{gravest_words.EVERYTHING}")


def _gravest(claims: pd.DataFrame, findings: Sequence[Finding]) -> ChartView | None:
    figure = charts.gravest(claims, findings=findings)
    return None if figure is None else chart_view(json.loads(figure.to_json()), Anchors())


def _picture(view: ChartView) -> dict[str, object]:
    return {
        "name": f"{view.name}.png",
        "width": min(WIDTH, view.width),
        "title": view.title,
        "alt": view.alt,
    }


def _unlinked(html: Markup) -> Markup:
    """Return HTML without the paragraphs that are nothing but a link within the page."""
    return Markup(re.sub(r'<p><a href="#[^"]*">[^<]*</a></p>', "", html))  # noqa: S704 ours


def _verdicts(given: Mapping[str, Verdict]) -> list[dict[str, Any]]:
    """Return the mark of each verdict and the numbers of its figures, the gravest first."""
    found = list(given.values())
    return [
        {
            "mark": verdict_mark(verdict),
            "numbers": [number for number, each in enumerate(found, 1) if each == verdict],
        }
        for verdict in VERDICTS
        if found
    ]


def _drawn(view: ChartView) -> bytes | None:
    """Return the picture of a chart, unless it is too large for a mail or there is no browser."""
    try:
        picture = draw_png(view, plotly_js(view.trace_types))
    except NoBrowserError:
        # The run that made the page has told it.
        return None
    return picture if picture and len(picture) <= LARGEST_PICTURE else None


def _more(left_out: int) -> str:
    return f"{capitalized(count_phrase(left_out, 'figure'))} more." if left_out else ""


def _html(content: dict[str, object], shown: Sequence[Markup], more: str) -> str:
    mail = {**content, "figures": shown, "more": more, "end": END}
    return str(inlined(render_template("mail.html.j2", mail=mail)))


def _row(line: Line) -> Markup:
    return ROW.format(line.number, line.printed, line.original, line.judged, line.why)
