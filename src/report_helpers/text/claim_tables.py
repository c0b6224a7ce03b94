"""Tables of claims and sources."""

import pandas as pd

from report_helpers.claims.amounts import whole
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
    """Return the documents in which the claims were read, with links and kinds, folded.

    If there are more than `LONGEST`, those with the most claims.

    Args:
        claims: the validated table.

    Example:
        >>> table = mr.text.sources(claims)
    """
    documents = documents_of(claims)
    most = documents["claims"].nlargest(LONGEST).index
    rows = documents[documents.index.isin(most)]
    listed = table(
        "Documents that the figures were read in",
        ["Document", "Kind", "Read on", "Claims"],
        [
            (
                source_link(row["url"], row["source_title"]),
                row["source_kind"].replace("_", " "),
                "" if pd.isna(row["accessed"]) else dated(row["accessed"]),
                whole(int(row["claims"])),
            )
            for _, row in rows.iterrows()
        ],
    )
    more = len(documents) - len(rows)
    rest = f"{count_phrase(more).capitalize()} more are in the table of all claims."
    every = joined(listed, paragraphs(rest)) if more else listed
    return folded(count_phrase(len(documents), "document").capitalize(), every)
