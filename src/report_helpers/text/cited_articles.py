"""The articles whose figures a file checks: their names, their verdicts, and what several print."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final
from urllib.parse import urlsplit

import pandas as pd
from markupsafe import Markup, escape

from report_helpers.analysis.cited_figures import article_order, shared_figures
from report_helpers.audit.findings import Finding
from report_helpers.audit.verdicts import VERDICTS, verdicts
from report_helpers.charts.toolkit.plotly_text import records, titled
from report_helpers.claims.amounts import whole
from report_helpers.claims.wording import figure
from report_helpers.reader_locale import day
from report_helpers.settings.active import settings
from report_helpers.text.badges import verdict_mark
from report_helpers.text.html import Fragment, claim_link, source_link, table

__all__ = ["about_article", "article_title", "articles", "same_figures"]

NOTHING: Final = Fragment(Markup(""), "")
"""What a file of one article shows."""
MOST: Final = 40
"""The most figures of the comparison."""


def article_title(claims: pd.DataFrame, source_id: str) -> str:
    """Return the title of an article: that of the settings, else of its claims."""
    named = settings().article(source_id)
    if named and named.title:
        return named.title
    return str(claims.loc[claims["source_id"].eq(source_id), "source_title"].iloc[0])


def about_article(claims: pd.DataFrame, source_id: str) -> Markup:
    """Return who wrote and published an article, when, and its site as a link; empty if unknown."""
    named = settings().article(source_id)
    known = [", ".join(named.authors), named.publisher, day(named.published)] if named else []
    url = claims.loc[claims["source_id"].eq(source_id), "url"].iloc[0]
    host = urlsplit(str(url)).hostname if pd.notna(url) else None
    site = [source_link(url, host.removeprefix("www."))] if host else []
    return Markup(", ").join([*map(escape, filter(None, known)), *site])


def articles(claims: pd.DataFrame, findings: Sequence[Finding]) -> Fragment:
    """Return how many figures of each article have each verdict; nothing for a single one.

    Args:
        claims: the validated table.
        findings: the findings of the audit.

    Example:
        >>> counts = mr.text.articles(claims, findings)
    """
    order = article_order(claims)
    if len(order) <= 1:
        return NOTHING
    given = pd.Series(verdicts(claims, findings), dtype="object")
    source = claims["source_id"].astype(str).reindex(given.index)
    rows = []
    for source_id in order:
        count = Counter(given[source.eq(source_id)])
        first = str(source.index[source.eq(source_id)][0])
        title = claim_link(first, article_title(claims, source_id))
        about = about_article(claims, source_id)
        name = Markup("{}<br>{}").format(title, about) if about else title
        rows.append((name, whole(count.total()), *(_count(count[name]) for name in VERDICTS)))
    return table(
        "The articles and their figures",
        ["Article", "Figures", *map(str.capitalize, VERDICTS)],
        rows,
    )


def _count(number: int) -> str:
    return whole(number) if number else "none"


def same_figures(claims: pd.DataFrame, findings: Sequence[Finding]) -> Fragment:
    """Return the figures of one quantity and year that several articles print; nothing without any.

    Args:
        claims: the validated table.
        findings: the findings of the audit.

    Example:
        >>> both = mr.text.same_figures(claims, findings)
    """
    shared = shared_figures(claims).head(MOST)
    if shared.empty:
        return NOTHING
    given, known = verdicts(claims, findings), records(claims.loc[shared.index])
    rows = [
        (
            titled(known[str(key)]),
            article_title(claims, str(row["source_id"])),
            claim_link(str(key), figure(known[str(key)])),
            "the same" if row["agrees"] else "another number",
            verdict_mark(given[str(key)]),
        )
        for key, row in shared.iterrows()
    ]
    columns = ["Quantity", "Article", "Printed", "Among the articles", "Verdict"]
    return table("Figures that several articles print", columns, _without_repeats(rows))


def _without_repeats(rows: Iterable[tuple[object, ...]]) -> list[tuple[object, ...]]:
    """Return rows whose first cell is empty where it repeats the one above."""
    made, before = [], None
    for first, *rest in rows:
        made.append(("" if first == before else first, *rest))
        before = first
    return made
