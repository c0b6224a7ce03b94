"""The gravest finding in words: a sentence, its arithmetic, where it comes from, and a link."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final

import pandas as pd
from markupsafe import Markup

from report_helpers.analysis.cited_figures import cited_order
from report_helpers.audit.findings import Finding
from report_helpers.audit.selection import gravest as gravest_of
from report_helpers.audit.verdicts import Verdict, verdict_of
from report_helpers.charts.gravest_finding import comparison
from report_helpers.charts.toolkit.plotly_text import Row, records, who
from report_helpers.claims.amounts import printed_number
from report_helpers.claims.wording import figure, printed_end, stated_growth
from report_helpers.text.badges import shape, verdict_class
from report_helpers.text.html import Fragment, claim_link, paragraphs
from report_helpers.text.messages import worded
from report_helpers.text.short_reasons import (
    REASONS,
    differing_field,
    implied_growth,
    short_reason,
    values_of,
)

__all__ = ["EVERYTHING", "gravest"]

EVERYTHING: Final = "Everything about this figure"
"""The words of the link from the gravest finding to its dossier."""
NOWHERE: Final = ""
"""No claim has this id."""


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
        return f"{claim['title']}: {_at_issue(claim, finding)} is printed, but {reason}."
    return f"{claim['title']}, {figure(claim)}: {reason}."


def _at_issue(claim: Row, finding: Finding) -> str:
    """Return the figure of a claim that a finding is about: its growth, its base or its value."""
    field = differing_field(finding)
    if field == "growth_percent":
        return stated_growth(claim)
    return printed_end(claim, "base") if field == "base_value" else figure(claim)


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
    cited = cited_order(claims)
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
                who(known[key]),
                claim_link(key, _at_issue(known[key], finding)),
                known[key]["title"],
            )
            for key in others
        )
        yield Markup('<dl class="two">{}</dl>').format(pairs)
