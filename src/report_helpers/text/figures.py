"""The list of the figures that an article prints: one line each, which opens to its dossier."""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

import pandas as pd
from markupsafe import Markup, escape

from report_helpers.analysis.cited_figures import article_order
from report_helpers.audit.findings import Finding
from report_helpers.audit.selection import by_claim, reasons
from report_helpers.audit.verdicts import VERDICTS, Verdict, verdicts
from report_helpers.charts.toolkit.plotly_text import Row, records
from report_helpers.claims.wording import (
    capitalized,
    count_phrase,
    figure,
    printed_end,
    stated_growth,
)
from report_helpers.text.badges import evidence_mark, verdict_mark
from report_helpers.text.cited_articles import article_title
from report_helpers.text.dossier import dossiers
from report_helpers.text.html import Fragment, paragraphs
from report_helpers.text.short_reasons import short_reason

__all__ = ["Line", "cited", "lines"]

MOST: Final = 120
"""The most figures of the list: the gravest; the table of all claims has the others."""
COLUMNS: Final = ("", "As printed, and whom it credits", "The original", "Verdict", "Why",
                  "Original read")  # fmt: skip
CREDIT: Final = Markup('<span class="credit">')


WITHOUT: Final = {"not_searched": "not searched for", "not_applicable": "has none"}
"""What stands in the place of an original that the file does not have."""
ARTICLE: Final = Markup('<li class="article"><h3>{}</h3></li>')
"""The heading of an article among the figures of several."""


class Line(NamedTuple):
    """A figure of the article in one line; `number` is its place in the article."""

    number: int
    claim_id: str
    verdict: Verdict
    printed: Markup
    original: Markup
    judged: Markup
    why: Markup
    where: Markup

    @property
    def cells(self) -> tuple[Markup, ...]:
        """What the line shows after the number."""
        return self[3:]

    @property
    def text(self) -> str:
        """The line as plain text."""
        printed = str(self.printed).replace("</strong>", ":").replace(CREDIT, f"· {CREDIT}")
        cells = [Markup(printed), *self.cells[1:]]  # noqa: S704 markup of ours
        return " | ".join([str(self.number), *(cell.striptags() for cell in cells)])


def lines(claims: pd.DataFrame, findings: Sequence[Finding]) -> list[Line]:
    """Return the figures of the article in its order; of more than `MOST`, the gravest."""
    given = verdicts(claims, findings)
    known, found = records(claims), by_claim(findings)
    shown = set(sorted(given, key=lambda key: VERDICTS.index(given[key]))[:MOST])
    return [
        _line(number, known, claim_id, verdict, found.get(claim_id, ()))
        for number, (claim_id, verdict) in enumerate(given.items(), 1)
        if claim_id in shown
    ]


def cited(claims: pd.DataFrame, findings: Sequence[Finding]) -> Fragment:
    """Return the figures of the article in its order, each a line that opens to its dossier.

    A line has the figure's number, what is printed, the original, the verdict, why, and where the
    original was read. The anchor `claim-ID` stands inside, so that an address opens the line;
    styles lay it over the line, so that the address leads to where the line begins.

    Args:
        claims: the validated table.
        findings: the findings of the audit.

    Example:
        >>> figures = mr.text.cited(claims, findings)
    """
    rows = lines(claims, findings)
    if not rows:
        return paragraphs("No row of this file is cited by an article.")
    opened = dossiers(claims, findings, of={row.claim_id for row in rows})
    source = claims["source_id"].astype(str)
    several = len(article_order(claims)) > 1
    shown, before = list[Markup](), ""
    for row in rows:
        article = source[row.claim_id]
        if several and article != before:
            shown.append(ARTICLE.format(article_title(claims, article)))
        before = article
        shown.append(_opening(row, opened[row.claim_id]))
    head = Markup("").join(Markup("<span>{}</span>").format(name) for name in COLUMNS)
    html = Markup(
        '<div class="figures">\n<p>In the order of {}.<span class="on-screen"> A line opens to '
        "everything known about its figure.</span></p>\n"
        '<p class="columns" aria-hidden="true">{}</p>\n'
        "<ol>\n{}\n</ol>\n{}</div>"
    ).format(
        "each article" if several else "the article",
        head,
        Markup("\n").join(shown),
        _others(len(verdicts(claims, findings))),
    )
    return Fragment(html, "\n".join(row.text for row in rows))


def _line(
    number: int,
    known: Mapping[str, Row],
    claim_id: str,
    verdict: Verdict,
    found: Sequence[Finding],
) -> Line:
    claim = known[claim_id]
    original = known.get(claim["original_id"] or "")
    return Line(
        number,
        claim_id,
        verdict,
        Markup('<strong>{}</strong> <span class="what">{}</span> {}{}</span>').format(
            printed(claim), claim["title"], CREDIT, claim["producer"] or "credits nobody"
        ),
        escape(printed(original) if original else WITHOUT.get(claim["evidence"], "not found")),
        verdict_mark(verdict),
        escape(short_reason(known, verdict, reasons(verdict, found))),
        evidence_mark(claim["evidence"]),
    )


def printed(claim: Row) -> str:
    """Return a figure with its base, its year and its stated growth, as far as it has them."""
    valued = claim["value"] is not None or claim["value_low"] is not None
    base = f"{printed_end(claim, 'base')} to " if claim["base_value"] is not None else ""
    grows = claim["growth_percent"] is not None or claim["growth_low"] is not None
    growth = f", {stated_growth(claim)}" if valued and grows else ""
    dated = claim["metric"] == "level" and claim["year"] is not None
    year = f" in {claim['year']}" if dated else ""
    return f"{base}{figure(claim)}{year}{growth}"


NAMES: Final = ("printed", "original", "judged", "why", "where")
"""The classes of a line's cells, and what a narrow screen and a screen reader call them."""
SPOKEN: Final = {"original": "Original: ", "why": "Why: ", "where": "Original read: "}


def _opening(line: Line, dossier: Markup) -> Markup:
    shown = [
        Markup('<span class="{}">{}{}</span>').format(name, _spoken(name), cell)
        for name, cell in zip(NAMES, line.cells, strict=True)
    ]
    return Markup(
        '<li><details><summary><span class="number">{}</span>{}</summary>\n'
        '<div class="dossier"><span class="place" id="claim-{}"></span>\n{}\n</div></details></li>'
    ).format(line.number, Markup("\n").join(shown), line.claim_id, dossier)


def _spoken(name: str) -> Markup:
    if name not in SPOKEN:
        return Markup("")
    return Markup('<span class="spoken">{}</span>').format(SPOKEN[name])


def _others(count: int) -> Markup:
    if count <= MOST:
        return Markup("")
    others = capitalized(count_phrase(count - MOST, "figure"))
    return Markup("<p>{} more: see all claims.</p>").format(others)
