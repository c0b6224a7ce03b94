"""Sentences with numbers, all computed from the claims.

Every function takes the validated table and returns paragraphs. If there are no rows for it, it
returns a sentence that says so.
"""

from report_helpers.text.sentences.claim_counts import backing, scope, shares
from report_helpers.text.sentences.growth_sentences import (
    growth_agreement,
    rises,
    stated_growth,
)
from report_helpers.text.sentences.publisher_sentences import editions, spread, values

__all__ = [
    "backing",
    "editions",
    "growth_agreement",
    "rises",
    "scope",
    "shares",
    "spread",
    "stated_growth",
    "values",
]  # fmt: skip
