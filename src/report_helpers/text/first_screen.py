"""The first screen: what was checked, the verdict on each figure, and the gravest finding."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final

import pandas as pd
from markupsafe import Markup, escape

from report_helpers.analysis.cited_figures import article_order
from report_helpers.audit.findings import Finding
from report_helpers.audit.selection import gravest as gravest_of
from report_helpers.audit.verdicts import VERDICTS, Verdict, verdict_of, verdicts
from report_helpers.charts.gravest_finding import comparison
from report_helpers.charts.toolkit.plotly_text import Row, records, who
from report_helpers.claims.amounts import printed_number, whole
from report_helpers.claims.wording import capitalized, count_phrase, figure, stated_growth
from report_helpers.text.badges import SHAPES, shape, verdict_class
from report_helpers.text.cited_articles import about_article, article_title
from report_helpers.text.html import Fragment, claim_link, paragraphs
from report_helpers.text.messages import worded
from report_helpers.text.short_reasons import REASONS, implied_growth, short_reason, values_of

__all__ = ["EVERYTHING", "gravest", "headline", "strip"]

EVERYTHING: Final = "Everything about this figure"
"""The words of the link from the gravest finding to its dossier."""
ANCHOR: Final = "answer"
MOST: Final = 120
"""The most marks of the strip."""
NOWHERE: Final = ""
"""No claim has this id."""


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
    lost = int(cited["evidence"].eq("not_found").sum())
    against = (
        f"checked against {_number(originals, 'figure')} of its originals and "
        f"{_number(others, 'figure')} of other publishers, from {_number(documents, 'document')}"
        + (f"; {_number(lost, 'original')} not found" if lost else "")
    )
    if cited.empty:
        return escape("Checked against each other: no row of this file is cited by an article.")
    articles = article_order(claims)
    about = about_article(claims, articles[0]) if len(articles) == 1 else Markup("")
    if not originals and not others:
        against = "checked by its own numbers alone: the file has no other figures"
    if not about:
        return escape(f"{capitalized(against)}.")
    return Markup("{}, {}.").format(about, against)


def _number(count: int, noun: str) -> str:
    """Return a count in digits, because it stands beside others: "1 figure"."""
    return f"{whole(count)} {noun}{'' if count == 1 else 's'}"


# ---- the strip -------------------------------------------------------------------------------


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


# ---- the gravest finding ---------------------------------------------------------------------


def gravest(claims: pd.DataFrame, findings: Sequence[Finding]) -> Fragment:
    """Return the gravest finding: a sentence, its arithmetic, where it comes from, and a link.

    If `charts.gravest` has nothing to draw, the two statements stand side by side.

    Args:
        claims: the validated table.
        findings: the findings of the audit.

    Example:
        >>> words = mr.text.gravest(claims, findings).text
    """
    finding = gravest_of(claims, findings)
    verdict = verdict_of(finding) if finding else None
    if finding is None or verdict is None:
        return paragraphs("Nothing in this file speaks against a figure.")
    known = records(claims.loc[list(finding.claim_ids)])
    claim_id = finding.claim_ids[0]
    said = _sentence(known, finding, verdict)
    parts = [
        Markup('<p class="label {}">{} The gravest: {}</p>').format(
            verdict_class(verdict), shape(verdict), verdict
        ),
        Markup("<h3>{}</h3>").format(said),
        *_arithmetic(known, finding),
        Markup("<p>{}</p>").format(_why(known, finding)),
        *_same_edition(claims, finding),
        *([] if comparison(known, finding) else _two_statements(known, finding)),
        Markup("<p>{}</p>").format(claim_link(claim_id, EVERYTHING)),
    ]
    html = Markup('<div class="gravest">\n{}\n</div>').format(Markup("\n").join(parts))
    return Fragment(html, "\n".join(part.striptags() for part in parts))


def _sentence(known: Mapping[str, Row], finding: Finding, verdict: Verdict) -> str:
    claim = known[finding.claim_ids[0]]
    implied = implied_growth(claim, finding)
    if finding.rule == "growth-mismatch" and implied:
        growth = stated_growth(claim)
        given = f"{values_of(finding)} give {implied}"
        return f"{claim['title']}: {growth} is stated, but {given}."
    reason = short_reason(known, verdict, [finding])
    if finding.rule in REASONS:
        return f"{claim['title']}: {figure(claim)} is printed, but {reason}."
    return f"{claim['title']}, {figure(claim)}: {reason}."


def _arithmetic(known: Mapping[str, Row], finding: Finding) -> Iterator[Markup]:
    """Yield the formula of a growth between the claim's own two values."""
    if comparison(known, finding) == "growth":
        claim = known[finding.claim_ids[0]]
        implied = implied_growth(claim, finding)
        span = claim["year"] - claim["base_year"]
        yield Markup(
            '<p class="arithmetic"><code>({} / {})^(1/{}) \N{MINUS SIGN} 1 = {}</code></p>'
        ).format(_digits(claim["value"]), _digits(claim["base_value"]), span, implied)


def _digits(number: Decimal) -> str:
    """Return a number as a reader types it into a calculator: without separators."""
    return printed_number(number, grouped=False)


def _why(known: Mapping[str, Row], finding: Finding) -> Markup:
    """Return the message, without what the sentence and the formula say already."""
    message = finding.message
    if finding.rule == "growth-mismatch":
        explained = message.partition(" is stated")[2].partition(". ")[2]
        message = explained or message
    return worded(known, finding, message)


def _same_edition(claims: pd.DataFrame, finding: Finding) -> Iterator[Markup]:
    """Yield a sentence on other cited figures that come from where a wrong growth comes from."""
    source = finding.numbers.get("stated_by") or NOWHERE
    cited = claims.index[claims["role"].eq("cited")].tolist()
    from_it = [key for key in cited if claims["original_id"].get(key) == source]
    known = records(claims.loc[from_it])
    for key, row in known.items():
        number = cited.index(key) + 1
        credit = f"credits {row['producer']}" if row["producer"] else "credits nobody"
        yield Markup(
            "<p>The article prints the value of that edition too: {}, {}, and {}.</p>"
        ).format(claim_link(key, f"figure {number}"), figure(row), credit)


def _two_statements(known: Mapping[str, Row], finding: Finding) -> Iterator[Markup]:
    others = [key for key in finding.claim_ids if key in known][:2]
    if len(others) > 1:
        pairs = Markup("\n").join(
            Markup("<div><dt>{}</dt><dd>{}</dd><dd>{}</dd></div>").format(
                who(known[key]), claim_link(key, figure(known[key])), known[key]["title"]
            )
            for key in others
        )
        yield Markup('<dl class="two">{}</dl>').format(pairs)
