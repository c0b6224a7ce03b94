"""Tables of claims and sources."""

from typing import Any

import pandas as pd
from markupsafe import Markup

from report_helpers.charts.toolkit.plotly_text import row_of
from report_helpers.claims.amounts import whole
from report_helpers.claims.citations import SITE_ONLY, UNREAD_PAGE, is_site_only, is_unread
from report_helpers.claims.wording import count_phrase
from report_helpers.tables.claim_frames import sources as documents_of
from report_helpers.text.html import (
    Fragment,
    dated,
    folded,
    joined,
    paragraphs,
    source_link,
    table,
)

__all__ = ["sources"]

LONGEST = 100
"""The most documents in a list."""


def sources(claims: pd.DataFrame) -> Fragment:
    """Return the documents of the claims with links, kinds, and when each was read, folded.

    A publisher's document that was read only as other pages quote it has no date. If there are
    more than `LONGEST`, those with the most claims.

    Args:
        claims: the validated table.

    Example:
        >>> table = mr.text.sources(claims)
    """
    documents = documents_of(claims)
    firsts = claims.drop_duplicates("source_id").set_index("source_id")
    most = documents["claims"].nlargest(LONGEST).index
    rows = documents[documents.index.isin(most)]
    listed = table(
        "Documents that print the figures, and when each was read",
        ["Document", "Kind", "Read on", "Claims"],
        [
            (
                source_link(row["url"], row["source_title"]),
                row["source_kind"].replace("_", " "),
                _read_on(row_of(firsts, str(source_id))),
                whole(int(row["claims"])),
            )
            for source_id, row in rows.iterrows()
        ],
    )
    more = len(documents) - len(rows)
    rest = f"{count_phrase(more).capitalize()} more are in the table of all claims."
    every = joined(listed, paragraphs(rest)) if more else listed
    return folded(count_phrase(len(documents), "document").capitalize(), every)


def _read_on(claim: "pd.Series[Any]") -> Markup | str:
    if is_unread(claim):
        return f"{UNREAD_PAGE}: quoted on other pages"
    if pd.isna(claim["accessed"]):
        return ""
    site = f", {SITE_ONLY}" if is_site_only(claim) else ""
    return Markup("{}{}").format(dated(claim["accessed"]), site)
