"""Tables of claims and sources."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
from markupsafe import Markup, escape

from report_helpers.analysis.comparability import distinctions
from report_helpers.audit.findings import Finding
from report_helpers.audit.selection import by_claim, reasons
from report_helpers.audit.verdicts import verdicts
from report_helpers.charts.toolkit.plotly_text import row_of
from report_helpers.claims.citations import short_citation
from report_helpers.claims.wording import count_phrase, isolated
from report_helpers.text.badges import evidence_badge, verdict_badge
from report_helpers.text.html import (
    Fragment,
    claim_link,
    folded,
    joined,
    paragraphs,
    source_link,
    table,
)

__all__ = ["cited", "sources"]

LISTED = 100
"""The most documents in a list."""


def cited(claims: pd.DataFrame, *, findings: Sequence[Finding] | None = None) -> Fragment:
    """Return the article's claims, each with what its original prints and its verdict.

    Args:
        claims: the validated table.
        findings: the findings of the audit; without them the table has no verdicts.
    """
    rows = claims[claims["role"].eq("cited")]
    if rows.empty:
        return paragraphs("No row of this file is cited by an article.")
    audited = findings is not None
    judged = _verdicts(claims, findings or ())
    apart = distinctions(rows).map(lambda words: f" ({words})" if words else "")
    return table(
        "What the article prints, and what its originals print",
        [
            *("Claim", "As printed", *(["Verdict"] if audited else [])),
            *("Credited to", "The original prints", "Evidence"),
        ],
        [
            (
                claim_link(str(claim_id), isolated(claim["title"]) + apart[str(claim_id)]),
                claim["as_printed"],
                *([judged[str(claim_id)]] if audited else []),
                _stacked(_text(claim["producer"], "nobody"), _text(claim["locator"])),
                _original(claims, claim["original_id"]),
                evidence_badge(claim["evidence"]),
            )
            for claim_id, claim in rows.iterrows()
        ],
    )


def _verdicts(claims: pd.DataFrame, findings: Sequence[Finding]) -> dict[str, Markup]:
    found = by_claim(findings)
    return {
        claim_id: verdict_badge(verdict, reasons(verdict, found.get(claim_id, ())))
        for claim_id, verdict in verdicts(claims, findings).items()
    }


def _original(claims: pd.DataFrame, original_id: object) -> Markup:
    if original_id not in claims.index:
        return escape("not found")
    original = row_of(claims, original_id)
    link = claim_link(str(original_id), short_citation(original))
    return Markup("{}: {}").format(link, original["as_printed"])


def sources(claims: pd.DataFrame) -> Fragment:
    """Return the documents in which the claims were read, with links and kinds, folded.

    If there are more than `LISTED`, those with the most claims.
    """
    count = claims["source_id"].value_counts()
    rows = claims.drop_duplicates("source_id")
    if len(rows) > LISTED:
        rows = rows[rows["source_id"].isin(count.head(LISTED).index)]
    listed = table(
        "Documents that the figures were read in",
        ["Document", "Kind", "Read on", "Claims"],
        [
            (
                source_link(claim["url"], claim["source_title"]),
                claim["source_kind"].replace("_", " "),
                _text(claim["accessed"]),
                int(count[claim["source_id"]]),
            )
            for _, claim in rows.iterrows()
        ],
    )
    more = len(count) - len(rows)
    rest = f"{count_phrase(more).capitalize()} more are in the table of all claims."
    whole = joined(listed, paragraphs(rest)) if more else listed
    return folded(count_phrase(len(count), "document").capitalize(), whole)


def _text(cell: Any, otherwise: str = "") -> str:
    return otherwise if pd.isna(cell) else str(cell)


def _stacked(*lines: object) -> Markup:
    return Markup("<br>").join(escape(line) for line in lines if line)
