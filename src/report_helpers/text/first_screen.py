"""The first screen: what was checked, and the verdict on each figure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

import pandas as pd
from markupsafe import Markup, escape

from report_helpers.analysis.cited_figures import article_order
from report_helpers.audit.findings import Finding
from report_helpers.audit.verdicts import VERDICTS, Verdict, verdict_of, verdicts
from report_helpers.charts.toolkit.plotly_text import Row, records
from report_helpers.claims.amounts import whole
from report_helpers.claims.wording import capitalized, count_phrase, figure
from report_helpers.text.badges import SHAPES, shape, verdict_class
from report_helpers.text.cited_articles import about_article, article_title
from report_helpers.text.html import Fragment, paragraphs

__all__ = ["headline", "strip"]

ANCHOR: Final = "answer"
MOST: Final = 120
"""The most marks of the strip."""


def headline(claims: pd.DataFrame, findings: Sequence[Finding]) -> Fragment:
    """Return what was checked and how many figures hold, as a heading, and a line on the file.

    Args:
        claims: the validated table.
        findings: the findings of the audit.

    Example:
        >>> words = mr.text.headline(claims, findings).text
    """
    words = _headline(claims, findings)
    line = _checked_against(claims)
    html = Markup('<h2 class="answer" id="{}">{}</h2>\n<p class="checked">{}</p>')
    return Fragment(html.format(ANCHOR, words, line), f"{words}\n\n{line.striptags()}")


def _headline(claims: pd.DataFrame, findings: Sequence[Finding]) -> str:
    given = Counter(verdicts(claims, findings).values())
    if not given:
        return _without_article(claims, findings)
    articles = article_order(claims)
    count = count_phrase(given.total(), "market figure")
    if len(articles) == 1:
        start = f"“{article_title(claims, articles[0])}” prints {count}."
    else:
        start = f"{capitalized(count_phrase(len(articles), 'article'))} print {count}."
    return f"{start} {_holding(given)}"


def _holding(given: Mapping[Verdict, int]) -> str:
    """Return how many figures hold, as a sentence."""
    total, holding = sum(given.values()), given.get("holds", 0)
    unchecked = given.get("cannot be checked", 0)
    # "None holds" would mislead where most could not even be checked.
    if total / 2 < unchecked < total and not holding:
        others = total - unchecked
        verb = "does" if others == 1 else "do"
        return (
            f"{capitalized(count_phrase(others))} {verb} not hold as printed, "
            f"{count_phrase(unchecked)} cannot be checked."
        )
    if unchecked == total:
        return "It cannot be checked." if total == 1 else "None can be checked."
    if total == 1:
        return "It holds as printed." if holding else "It does not hold as printed."
    if holding in (0, total):
        return "All hold as printed." if holding else "None holds as printed."
    verb = "holds" if holding == 1 else "hold"
    return f"{capitalized(count_phrase(holding))} {verb} as printed."


def _without_article(claims: pd.DataFrame, findings: Sequence[Finding]) -> str:
    if claims.empty:
        return "This file holds no market figure."
    wrong = {finding.claim_ids[0] for finding in findings if verdict_of(finding) == "contradicted"}
    verb = "is" if len(wrong) == 1 else "are"
    documents = count_phrase(claims["source_id"].nunique(), "document")
    return (
        f"{capitalized(count_phrase(len(claims), 'market figure'))} from {documents}. "
        f"{capitalized(count_phrase(len(wrong)))} {verb} contradicted."
    )


def _checked_against(claims: pd.DataFrame) -> Markup:
    """Return the article's site, and the number of figures that it was checked against."""
    cited = claims[claims["role"].eq("cited")]
    count = claims["role"].value_counts()
    originals = int(count.get("original", 0))
    others = len(claims) - len(cited) - originals
    documents = claims.loc[claims["role"].ne("cited"), "source_id"].nunique()
    articles = article_order(claims)
    whose = "its" if len(articles) == 1 else "their"
    lost = int(cited["evidence"].eq("not_found").sum())
    against = (
        f"checked against {_number(originals, 'figure')} of {whose} originals and "
        f"{_number(others, 'figure')} of other publishers, from {_number(documents, 'document')}"
        + (f"; {_number(lost, 'original')} not found" if lost else "")
    )
    if cited.empty:
        return escape("Checked against each other: no row of this file is cited by an article.")
    about = about_article(claims, articles[0]) if len(articles) == 1 else Markup("")
    if not originals and not others:
        against = "checked by its own numbers alone: the file has no other figures"
    if not about:
        return escape(f"{capitalized(against)}.")
    return Markup("{}, {}.").format(about, against)


def _number(count: int, noun: str) -> str:
    """Return a count in digits, because it stands beside others: "1 figure"."""
    return f"{whole(count)} {noun}{'' if count == 1 else 's'}"


def strip(claims: pd.DataFrame, findings: Sequence[Finding]) -> Fragment:
    """Return a mark for each cited figure, the gravest first, and how many have each verdict.

    Marks have the number of the figure in the article and link to its dossier; of more than
    `MOST` figures the others are counted.

    Args:
        claims: the validated table.
        findings: the findings of the audit.

    Example:
        >>> marks = mr.text.strip(claims, findings)
    """
    given = verdicts(claims, findings)
    if not given:
        return paragraphs("No row of this file is cited by an article, so there are no verdicts.")
    number = {claim_id: place for place, claim_id in enumerate(given, 1)}
    known = records(claims.loc[list(given)])
    ranked = sorted(given, key=lambda claim_id: VERDICTS.index(given[claim_id]))
    count = Counter(given.values())
    groups = [
        Markup('<li class="group {}"><p>{} <strong>{}</strong> {}</p>{}</li>').format(
            verdict_class(verdict),
            shape(verdict),
            count[verdict],
            _counted(verdict, count[verdict]),
            _marks([key for key in ranked[:MOST] if given[key] == verdict], number, known, verdict),
        )
        for verdict in VERDICTS
        if count[verdict] or verdict == "holds"
    ]
    html = Markup('<ul class="strip">\n{}\n</ul>').format(Markup("\n").join(groups))
    text = "\n".join(
        f"{SHAPES[verdict]} {verdict}: "
        + (", ".join(str(number[key]) for key in ranked if given[key] == verdict) or "none")
        for verdict in VERDICTS
    )
    return Fragment(html, text)


MARK: Final = Markup(
    '<li><a class="mark" href="#claim-{}" title="{}">{} <span>{}</span>'
    '<span class="spoken">. {}</span></a></li>'
)
PLURAL: Final = {"differs": "differ", "needs context": "need context", "holds": "hold"}


def _counted(verdict: Verdict, count: int) -> str:
    return verdict if count == 1 else PLURAL.get(verdict, verdict)


def _marks(
    keys: list[str], number: Mapping[str, int], known: Mapping[str, Row], verdict: Verdict
) -> Markup:
    if not keys:
        return Markup("")
    marks = [
        MARK.format(key, words, shape(verdict), number[key], words)
        for key in keys
        for words in (f"{figure(known[key])}: {verdict}",)
    ]
    return Markup("<ul>{}</ul>").format(Markup("\n").join(marks))
