"""Sentences with numbers, all computed from the claims.

Every function takes the validated table and returns paragraphs. If there are no rows for it, it
returns a sentence that says so.
"""

from report_helpers.text.sentences.claim_counts import backing, scope, shares
from report_helpers.text.sentences.growth_sentences import (
    growth_agreement,
    job_growth,
    stated_growth,
)
from report_helpers.text.sentences.publisher_sentences import economic_value, editions, spread

__all__ = [
    "backing", "economic_value", "editions", "growth_agreement", "job_growth", "scope", "shares",
    "spread", "stated_growth",
]  # fmt: skip
