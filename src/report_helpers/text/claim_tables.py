"""Tables of claims and sources."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
from markupsafe import Markup, escape

from report_helpers.analysis.comparability import distinctions
from report_helpers.audit.findings import Finding
from report_helpers.audit.selection import by_claim, grave, reasons
from report_helpers.audit.verdicts import verdicts
from report_helpers.charts.toolkit.plotly_text import row_of
from report_helpers.claims.citations import short_citation
from report_helpers.claims.wording import figure, isolated, printed_end, stated_growth, years
from report_helpers.text.badges import evidence_badge, finding_badge, verdict_badge
from report_helpers.text.html import Fragment, claim_link, paragraphs, source_link, table

__all__ = ["cited", "every_claim", "sources"]


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


def every_claim(
    claims: pd.DataFrame, topic: str = "", *, findings: Sequence[Finding] | None = None
) -> Fragment:
    """Return all claims, or those of one topic, in full, each with the anchor of its links.

    Args:
        claims: the validated table.
        topic: one topic; empty: all.
        findings: the findings of the audit; the table shows contradictions and cautions.
    """
    rows = claims[claims["topic"].eq(topic)] if topic else claims
    if rows.empty:
        return paragraphs("This file holds no claim on the topic.")
    audited = findings is not None
    found = by_claim(grave(findings or ()))
    return table(
        "Every claim with its figures, source and evidence",
        [
            *("Claim", "Figure", "As printed", "Made by", "Read in"),
            *("Evidence and audit" if audited else "Evidence", "Our note"),
        ],
        [
            (
                _claim(str(claim_id), claim),
                _figure(claim),
                claim["as_printed"],
                _producer(claim),
                _source(claim),
                _stacked(
                    evidence_badge(claim["evidence"]),
                    *map(finding_badge, found.get(str(claim_id), ())),
                ),
                _text(claim["note"]),
            )
            for claim_id, claim in rows.iterrows()
        ],
    )


def _claim(claim_id: str, claim: "pd.Series[Any]") -> Markup:
    anchor = Markup('<span id="claim-{0}">{0}</span>').format(claim_id)
    place = _joined(", ", claim["region"], claim["sample"], _period(claim))
    details = _joined("; ", claim["scope"], place)
    title = Markup("<strong>{}</strong>").format(claim["title"])
    return _stacked(title, details, Markup("{}, {}").format(anchor, claim["role"]))


def _period(claim: "pd.Series[Any]") -> str:
    """Return what the years of a claim are, as printed where that is known."""
    period, label = (claim.get(name) for name in ("period", "period_label"))
    return _text(label) or _text(period).replace("_", " ")


def _figure(claim: "pd.Series[Any]") -> Markup:
    printed = claim[["growth_percent", "growth_low"]].notna().any()
    growth = f"stated growth {stated_growth(claim)}" if printed else ""
    window = _joined(" to ", claim["growth_from"], claim["growth_to"])
    over = f"{growth} over {window}" if window else growth
    start = "" if claim["base_value"] is None else f"from {printed_end(claim, 'base')}"
    kind = f"{claim['metric'].replace('_', ' ')}, {claim['kind']}"
    return _stacked(figure(claim), start, years(claim), over, kind)


def _producer(claim: "pd.Series[Any]") -> Markup:
    inferred = "not named on the page read" if claim["attribution"] == "inferred" else ""
    return _stacked(
        _text(claim["producer"], "no producer named"),
        _text(claim["edition"]),
        _text(claim["published"]),
        inferred,
    )


def _source(claim: "pd.Series[Any]") -> Markup:
    accessed = "" if pd.isna(claim["accessed"]) else f"read {claim['accessed']}"
    return _stacked(
        source_link(claim["url"], claim["source_title"]), _text(claim["locator"]), accessed
    )


def sources(claims: pd.DataFrame) -> Fragment:
    """Return the documents in which the claims were read, with links and kinds."""
    count = claims["source_id"].value_counts()
    rows = claims.drop_duplicates("source_id")
    return table(
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


def _text(cell: Any, otherwise: str = "") -> str:
    return otherwise if pd.isna(cell) else str(cell)


def _joined(separator: str, *cells: Any) -> str:
    return separator.join(str(cell) for cell in cells if not pd.isna(cell) and cell != "")


def _stacked(*lines: object) -> Markup:
    return Markup("<br>").join(escape(line) for line in lines if line)
