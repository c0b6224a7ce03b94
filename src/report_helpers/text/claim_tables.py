"""Tables of claims and sources."""

import pandas as pd

from report_helpers.claims.amounts import whole
from report_helpers.claims.wording import count_phrase
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
    """
    count = claims["source_id"].value_counts()
    rows = claims.drop_duplicates("source_id")
    if len(rows) > LONGEST:
        rows = rows[rows["source_id"].isin(count.head(LONGEST).index)]
    listed = table(
        "Documents that the figures were read in",
        ["Document", "Kind", "Read on", "Claims"],
        [
            (
                source_link(claim["url"], claim["source_title"]),
                claim["source_kind"].replace("_", " "),
                "" if pd.isna(claim["accessed"]) else dated(claim["accessed"]),
                whole(int(count[claim["source_id"]])),
            )
            for _, claim in rows.iterrows()
        ],
    )
    more = len(count) - len(rows)
    rest = f"{count_phrase(more).capitalize()} more are in the table of all claims."
    every = joined(listed, paragraphs(rest)) if more else listed
    return folded(count_phrase(len(count), "document").capitalize(), every)
