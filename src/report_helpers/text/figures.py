"""The list of the figures that an article prints: one line each, which opens to its dossier."""

from collections.abc import Mapping, Sequence
from typing import Final

import pandas as pd
from markupsafe import Markup, escape

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
from report_helpers.text.dossier import dossiers
from report_helpers.text.html import Fragment, paragraphs
from report_helpers.text.short_reasons import short_reason

__all__ = ["cited"]

MOST: Final = 120
"""The most figures of the list: the gravest; the table of all claims has the others."""
COLUMNS: Final = ("", "As printed, and whom it credits", "The original", "Verdict", "Why",
                  "Original read")  # fmt: skip


def cited(claims: pd.DataFrame, findings: Sequence[Finding]) -> Fragment:
    """Return the figures of the article in its order, each a line that opens to its dossier.

    A line has the figure's number, what is printed, the original, the verdict, why, and where the
    original was read. The anchor `claim-ID` stands inside, so that an address opens the line.

    Args:
        claims: the validated table.
        findings: the findings of the audit.
    """
    given = verdicts(claims, findings)
    if not given:
        return paragraphs("No row of this file is cited by an article.")
    known, found = records(claims), by_claim(findings)
    shown = set(sorted(given, key=lambda key: VERDICTS.index(given[key]))[:MOST])
    opened = dossiers(claims, findings, of=shown)
    lines, texts = [], []
    for number, (claim_id, verdict) in enumerate(given.items(), 1):
        if claim_id in shown:
            why = short_reason(known, verdict, reasons(verdict, found.get(claim_id, ())))
            cells = _cells(known, claim_id, verdict, why)
            lines.append(_line(number, claim_id, cells, opened[claim_id]))
            texts.append(" | ".join([str(number), *(cell.striptags() for cell in cells)]))
    head = Markup("").join(Markup("<span>{}</span>").format(name) for name in COLUMNS)
    html = Markup(
        '<div class="figures">\n<p class="columns" aria-hidden="true">{}</p>\n'
        "<ol>\n{}\n</ol>\n{}</div>"
    ).format(head, Markup("\n").join(lines), _others(len(given)))
    return Fragment(html, "\n".join(texts))


def _cells(
    known: Mapping[str, Row], claim_id: str, verdict: Verdict, why: str
) -> tuple[Markup, Markup, Markup, Markup, Markup]:
    claim = known[claim_id]
    original = known.get(claim["original_id"] or "")
    return (
        Markup(
            '<strong>{}</strong> <span class="what">{}</span> <span class="credit">{}</span>'
        ).format(printed(claim), claim["title"], claim["producer"] or "credits nobody"),
        escape(printed(original) if original else "not found"),
        verdict_mark(verdict),
        escape(why),
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


def _line(number: int, claim_id: str, cells: Sequence[Markup], dossier: Markup) -> Markup:
    shown = [
        Markup('<span class="{}">{}{}</span>').format(name, _spoken(name), cell)
        for name, cell in zip(NAMES, cells, strict=True)
    ]
    return Markup(
        '<li><details><summary><span class="number">{}</span>{}</summary>\n'
        '<div class="dossier" id="claim-{}">\n{}\n</div></details></li>'
    ).format(number, Markup("\n").join(shown), claim_id, dossier)


def _spoken(name: str) -> Markup:
    if name not in SPOKEN:
        return Markup("")
    return Markup('<span class="spoken">{}</span>').format(SPOKEN[name])


def _others(count: int) -> Markup:
    if count <= MOST:
        return Markup("")
    others = capitalized(count_phrase(count - MOST, "figure"))
    return Markup("<p>{} more: see all claims.</p>").format(others)
