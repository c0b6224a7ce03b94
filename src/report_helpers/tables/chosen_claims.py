"""The claims that meet choices of topic, measure, region, publisher, evidence, verdict, years."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import pandas as pd

from report_helpers.analysis.comparability import folded, quantity_keys
from report_helpers.analysis.parameter_checks import known_claim, one_of, year_of
from report_helpers.audit.findings import Finding
from report_helpers.audit.selection import all_verdicts
from report_helpers.audit.verdicts import VERDICTS
from report_helpers.tables.claim_frames import numbers

__all__ = ["FACETS", "NONE", "chosen", "facets", "masks"]

FACETS: Final = ("topic", "measure", "region", "publisher", "evidence", "verdict")
"""What claims are chosen by, one value of each: the columns of `facets`."""
NONE: Final = "none"
"""The value of a facet that a claim does not have: it names no region, credits no publisher."""
SEARCHED: Final = ("title", "scope", "as_printed", "producer", "source_title", "note")
"""The columns in which words are searched."""


def chosen(  # noqa: PLR0913  # an argument a choice
    claims: pd.DataFrame,
    findings: Sequence[Finding] = (),
    *,
    topic: str = "",
    measure: str = "",
    region: str = "",
    publisher: str = "",
    evidence: str = "",
    verdict: str = "",
    from_year: int = 0,
    to_year: int = 0,
    words: str = "",
    claim_ids: Sequence[str] | None = None,
) -> pd.DataFrame:
    """Return the claims that meet all choices, with their figures as floats in base units.

    An empty text and the year 0 choose nothing. `mr.explore` shows these choices as inputs.

    Args:
        claims: the validated table.
        findings: the findings of its audit, for `verdict`.
        topic: a topic.
        measure: a measure.
        region: a region, as the claims first spell it; `none`: claims that name no region.
        publisher: a producer, as the claims spell it; `none`: claims that name nobody.
        evidence: where the figure was read, a key such as `publisher_page`.
        verdict: a verdict; `none`: claims without one.
        from_year: only claims whose years end in it or later.
        to_year: only claims whose years begin in it or earlier.
        words: a text that the title, definition, printed figure, publisher, document or note has,
            ignoring case.
        claim_ids: only these claims; None: all.

    Returns:
        The columns of `mr.tables.numbers` and `verdict` (an ordered category, the most severe
        first; missing without one), index `claim_id`, in file order.

    Raises:
        UsageError: the claims have no such value, or a year is out of range.

    Example:
        >>> frame = mr.tables.chosen(claims, findings, topic="ml_market", from_year=2030)
        >>> medians = frame.groupby("producer")["number"].median()
    """
    values = facets(claims, findings)
    given = (topic, measure, region, publisher, evidence, verdict)
    choices: dict[str, Any] = {
        name: one_of(value, values[name].unique(), name, "in the claims")
        for name, value in zip(FACETS, given, strict=True)
        if value and len(claims)
    }
    if from_year:
        choices["from_year"] = year_of(from_year, "from_year")
    if to_year:
        choices["to_year"] = year_of(to_year, "to_year")
    if words:
        choices["words"] = words
    kept = pd.Series(data=True, index=claims.index)
    for mask in masks(claims, values, choices).values():
        kept &= mask
    if claim_ids is not None:
        kept &= claims.index.isin([known_claim(claims, each, "claim_ids") for each in claim_ids])
    frame = numbers(claims[kept])
    given_to = values.loc[frame.index, "verdict"].where(lambda column: column.ne(NONE))
    return frame.assign(verdict=pd.Categorical(given_to, VERDICTS, ordered=True))


def facets(claims: pd.DataFrame, findings: Sequence[Finding] = ()) -> pd.DataFrame:
    """Return the value that each claim has of each of `FACETS`, `NONE` where it has none.

    Regions that may be compared are one, in their first spelling. Same index.
    """
    given = all_verdicts(claims, findings)
    return pd.DataFrame(
        {
            "topic": claims["topic"],
            "measure": claims["measure"],
            "region": _first_spelling(claims["region"], quantity_keys(claims)["region"]),
            "publisher": _first_spelling(claims["producer"], folded(claims["producer"])),
            "evidence": claims["evidence"],
            "verdict": pd.Series([given.get(str(key), NONE) for key in claims.index], claims.index),
        },
        dtype="str",
    )


def _first_spelling(column: "pd.Series[str]", keys: "pd.Series[str]") -> "pd.Series[str]":
    return column.groupby(keys, sort=False).transform("first").fillna(NONE)


def masks(
    claims: pd.DataFrame, values: pd.DataFrame, choices: Mapping[str, Any]
) -> dict[str, "pd.Series[bool]"]:
    """Return which claims meet each choice, by its name.

    Args:
        claims: the validated table.
        values: its facets.
        choices: facets, `from_year`, `to_year` and `words`, as arguments of `chosen`.
    """
    return {name: _mask(claims, values, name, value) for name, value in choices.items()}


def _mask(claims: pd.DataFrame, values: pd.DataFrame, name: str, value: Any) -> "pd.Series[bool]":
    if name == "from_year":
        return claims["year"].fillna(claims["base_year"]).ge(value).fillna(value=False).astype(bool)
    if name == "to_year":
        return claims["base_year"].fillna(claims["year"]).le(value).fillna(value=False).astype(bool)
    if name == "words":
        found = pd.Series(data=False, index=claims.index)
        for column in SEARCHED:
            found |= claims[column].str.contains(value, case=False, regex=False, na=False)
        return found
    return values[name].eq(value)
