"""The fields of claims in words, for messages about their differences."""

from report_helpers.audit.context import Record
from report_helpers.claims.wording import in_sentence, printed_end, stated_growth

__all__ = ["difference", "field_words"]

NAMES = {
    "base_value": "base",
    "base_year": "base year",
    "growth_percent": "growth",
    "measure": "what is measured",
    "metric": "kind of figure",
    "period": "period",
    "qualifier": "hedge",
    "range": "figure",
}
"""Fields whose name in sentences differs from the name of their column."""
METRICS = {
    "level": "a level",
    "growth_rate": "a rate a year",
    "change": "a change",
    "remaining": "what remains",
    "share": "a share",
    "multiple": "a multiple",
    "ratio": "a ratio",
}
HEDGES = {
    "exact": "missing",
    "about": "“about”",
    "at_least": "“more than”",
    "at_most": "“up to”",
}
PERIODS = {
    "quarter": "a quarter",
    "half": "a half-year",
    "month": "a month",
    "cumulative": "a sum over years",
    "run_rate": "a rate at one time",
}
YEAR = "a year"
QUOTED = ("measure", "scope", "sample", "region")
"""Fields whose wording comes from the file."""


def difference(claim: Record, original: Record, fields: tuple[str, str], where: str) -> str:
    """Return how a field differs: "growth is 39.2 % a year here and 36.2 % a year there".

    Args:
        claim: the cells of the claim.
        original: the cells of its original.
        fields: the claim's field, and the original's field that it is compared with.
        where: what to call the original's place.
    """
    name = NAMES.get(fields[0], fields[0])
    here, there = field_words(claim, fields[0]), field_words(original, fields[1])
    return f"{name} is {here} here and {there} {where}"


def field_words(claim: Record, field: str) -> str:
    """Return a claim's field in words, in quotation marks if the wording comes from the file."""
    if field in {"value", "unit", "range"}:
        return in_sentence(claim)
    if field == "base_value":
        return printed_end(claim, "base")
    if field == "growth_percent":
        return stated_growth(claim)
    if field == "period":
        return PERIODS.get(claim["period"] or "", YEAR)
    if field in {"metric", "qualifier"}:
        return (METRICS if field == "metric" else HEDGES)[claim[field]]
    words = claim["title"] if field == "measure" else claim[field]
    return f"“{words}”" if field in QUOTED else str(words)
