"""Short citations, and words for where a figure was read and what is only inferred of it."""

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit

import pandas as pd

from report_helpers.claims.wording import isolated

__all__ = [
    "EVIDENCE_LABEL", "SITE_ONLY", "UNREAD_PAGE", "evidence_label", "is_site_only", "is_unread",
    "short_citation", "unnamed",
]  # fmt: skip

EVIDENCE_LABEL: dict[str, str] = {
    "publisher_page": "read on the publisher's page",
    "secondary_page": "read on a secondary page",
    "not_found": "original not found",
    "not_searched": "original not searched for",
    "not_applicable": "no original to read",
}


def short_citation(claim: pd.Series) -> str:
    """Return the short citation of a claim, a row of the validated table.

    Examples: `Fortune Business Insights (2023)`; `Precedence Research (inferred)` where the page
    read does not name the producer; for a cited row `PwC, as cited by ARTICLE`; without a producer
    `uncredited`.
    """
    producer = isolated(text(claim["producer"])) or "uncredited"
    year = text(claim["published"])[:4]
    inferred = "inferred" if unnamed(claim) else ""
    beside = ", ".join(filter(None, [year, inferred]))
    dated = f"{producer} ({beside})" if beside else producer
    if claim["role"] != "cited":
        return dated
    link = ", as cited by" if text(claim["producer"]) else ", in"
    return f"{dated}{link} {isolated(claim['source_title'])}"


def evidence_label(evidence: str) -> str:
    """Return the label of a level of evidence; a cited row has the level of its original."""
    return EVIDENCE_LABEL[evidence]


SITE_ONLY: Final = "the address is the site's, without a page"
"""What is said of a document for which `is_site_only`."""
UNREAD_PAGE: Final = "not read itself"
"""What is said of a document for which `is_unread`."""
QUOTING: Final = frozenset({"news", "aggregator", "article"})
"""The kinds of documents that quote publishers."""


def unnamed(claim: Mapping[Any, Any] | pd.Series) -> str:
    """Return what a reader must know of a producer that is only inferred: " (inferred: ...)".

    Empty where the page read names the producer or is the producer's own.
    """
    if claim["attribution"] != "inferred" or claim["evidence"] == "publisher_page":
        return ""
    return " (inferred: the page read does not name the publisher)"


def is_unread(claim: Mapping[Any, Any] | pd.Series) -> bool:
    """Return whether a row names its producer's own document and was read on a page that quotes it.

    The document is the producer's if it has the producer's name or the title of the edition.
    """
    if claim["role"] == "cited" or claim["evidence"] != "secondary_page":
        return False
    producer, title = text(claim["producer"]).casefold(), claim["source_title"].casefold()
    own = title == text(claim["edition"]).casefold() or (producer and producer in title)
    return bool(own) and claim["source_kind"] not in QUOTING


def is_site_only(claim: Mapping[Any, Any] | pd.Series) -> bool:
    """Return whether a row's address is that of a site, without a page."""
    address = urlsplit(text(claim["url"]))
    return bool(address.hostname) and address.path in {"", "/"} and not address.query


def text(cell: object) -> str:
    """Return a cell's text, empty where it is missing."""
    return cell if isinstance(cell, str) else ""
