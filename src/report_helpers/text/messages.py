"""Messages of findings as HTML: claim ids become links that name the claim."""

import re
from collections.abc import Mapping

from markupsafe import Markup, escape

from report_helpers.audit.findings import Finding
from report_helpers.charts.toolkit.plotly_text import Row, label
from report_helpers.claims.wording import isolated
from report_helpers.text.html import claim_link

__all__ = ["worded"]


def worded(known: Mapping[str, Row], finding: Finding, message: str) -> Markup:
    """Return a message with every claim id replaced by a link with title and publisher.

    Args:
        known: the claims that the finding names, by id.
        finding: the finding.
        message: its message, or a part of it.
    """
    named = [claim_id for claim_id in finding.claim_ids if claim_id in message]
    if not named:
        return escape(message)
    parts = re.split(rf"\b({'|'.join(map(re.escape, named))})\b", message)
    return Markup("").join(
        claim_link(part, f"{isolated(known[part]['title'])} ({label(known[part])})")
        if part in named
        else escape(part)
        for part in parts
    )
