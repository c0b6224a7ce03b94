"""Whether each stated growth follows from printed values, as the rule on stated growth finds it."""

from datetime import date
from typing import Final

import pandas as pd

from report_helpers.audit.context import AuditContext
from report_helpers.audit.findings import Finding
from report_helpers.audit.rules.stated_growth import growth_mismatch

__all__ = ["AGREES", "DIFFERS", "OPEN", "growth_findings", "growth_outcomes"]

AGREES, DIFFERS, OPEN = "agrees", "does not agree", "not comparable"
"""The growth follows from the values; contradicts them; cannot be checked with them."""
LOSS_OF_ALL: Final = -1
"""The rule does not judge a growth of -100 % or less, which another rule calls impossible."""


def growth_findings(claims: pd.DataFrame) -> dict[str, Finding]:
    """Return the finding about the growth that each claim states, by the claim's id."""
    found = growth_mismatch.find(AuditContext(claims, date.min))
    return {finding.claim_ids[0]: finding for finding in found}


def growth_outcomes(
    claims: pd.DataFrame, rates: pd.DataFrame, found: dict[str, Finding]
) -> "pd.Series[str]":
    """Return the outcome of each stated growth, with the index of `rates`.

    Where the rule finds nothing, a growth agrees if it was compared at all. Sums over years and
    growth of -100 % or less, which the rule does not judge, are compared with their two ends.

    Args:
        claims: the validated table.
        rates: rows of `analysis.growth.growth_rates`.
        found: the result of `growth_findings`.
    """
    cumulative = claims.loc[rates.index, "period"].eq("cumulative")
    judged = ~cumulative & rates["stated"].gt(LOSS_OF_ALL)
    outcomes = [
        _outcome(agrees, found.get(str(key)), is_judged=bool(judged[key]))
        for key, agrees in rates["agrees"].items()
    ]
    return pd.Series(outcomes, index=rates.index, dtype=object)


def _outcome(agrees: object, finding: Finding | None, *, is_judged: bool) -> str:
    if finding is not None and finding.severity == "contradiction":
        return DIFFERS
    if pd.isna(agrees):  # type: ignore[call-overload]
        return OPEN
    if agrees or finding is None:
        return AGREES if agrees or is_judged else DIFFERS
    return AGREES if finding.numbers.get("outcome") == "nearly" else OPEN
