"""Short citations, and labels for the levels of evidence."""

import pandas as pd

from report_helpers.claims.wording import isolated

__all__ = ["EVIDENCE_LABEL", "evidence_label", "short_citation"]

EVIDENCE_LABEL: dict[str, str] = {
    "publisher_page": "read on the publisher's page",
    "secondary_page": "read on a secondary page",
    "not_found": "original not found",
    "not_searched": "original not searched for",
    "not_applicable": "no original to read",
}


def short_citation(claim: pd.Series) -> str:
    """Return the short citation of a claim, a row of the validated table.

    Examples: `Fortune Business Insights (2023)`; for a cited row `PwC, as cited by ARTICLE`;
    without a producer `uncredited`.
    """
    producer = isolated(text(claim["producer"])) or "uncredited"
    year = text(claim["published"])[:4]
    dated = f"{producer} ({year})" if year else producer
    if claim["role"] != "cited":
        return dated
    link = ", as cited by" if text(claim["producer"]) else ", in"
    return f"{dated}{link} {isolated(claim['source_title'])}"


def evidence_label(evidence: str) -> str:
    """Return the label of a level of evidence; a cited row has the level of its original."""
    return EVIDENCE_LABEL[evidence]


def text(cell: object) -> str:
    """Return a cell's text, empty where it is missing."""
    return cell if isinstance(cell, str) else ""
