"""Does a cited claim say what its original says?"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from report_helpers.audit.context import Record
from report_helpers.audit.findings import SEVERITIES, AuditContext, Finding, Severity, rule
from report_helpers.claims.wording import capitalized, in_sentence, printed_end

__all__ = ["original_differs"]

GRAVITY: dict[str, Severity] = {
    "value": "contradiction",
    "base_value": "contradiction",
    "unit": "contradiction",
    "metric": "contradiction",
    "measure": "contradiction",
    "growth_percent": "contradiction",
    "qualifier": "caution",
    "year": "caution",
    "base_year": "caution",
    "producer": "caution",
    "sample": "caution",
    "scope": "note",
    "region": "note",
}
"""Every field that is compared, and how grave a difference in it is."""
IN_WORDS = {
    "base_value": "base",
    "base_year": "base year",
    "growth_percent": "growth",
    "measure": "what is measured",
    "metric": "kind of figure",
    "qualifier": "hedge",
}
"""Fields whose names in a sentence are others than their columns'."""
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
    "exact": "none",
    "about": "“about”",
    "at_least": "“more than”",
    "at_most": "“up to”",
}
QUOTED = ("measure", "scope", "sample", "region")
"""Fields that the file words itself."""
WORDED = ("metric", "measure", "qualifier", "year", "base_year", "sample", "scope", "region")


@rule("original-differs")
def original_differs(context: AuditContext) -> Iterator[Finding]:
    """A cited claim differs from the original that it goes back to.

    Checks: field by field, in one finding with all fields that differ. Another value, unit,
    metric, measure or growth is a contradiction; another hedge, year, producer or sample a
    caution; another scope or region a note; the finding has the gravest of these. Values and
    growth differ only where the intervals of their digits do not meet, and are compared only
    where metric and unit allow it. A field that one of the two leaves empty is not compared.

    Example: 6 to 13 trillion is cited where the original prints 15.7 trillion.

    Limits: scopes are compared as worded in the file, so that another wording of the same scope
    is a note. A producer named more briefly than in full counts as the same.
    """
    compare = _comparison(context)
    cited = context.where("role", "cited") & (context.originals >= 0)
    for row in cited.nonzero()[0].tolist():
        original = int(context.originals[row])
        fields = compare(row, original)
        if fields:
            yield _finding(context, row, original, fields)


def _comparison(context: AuditContext) -> Callable[[int, int], list[str]]:
    """Return a function from two rows to the fields of `GRAVITY` in which they differ."""
    cells, dimension = context.cells, context.dimension
    ends, bases, stated = (part.tolist() for part in (context.ends, context.bases, context.stated))
    factor = context.factor.tolist()

    def differing(row: int, original: int) -> list[str]:
        scale = factor[row] / factor[original]
        one_dimension = dimension[row] == dimension[original]
        comparable = one_dimension and cells["metric"][row] == cells["metric"][original]
        value = comparable and _apart(ends[row], ends[original], scale)
        found = {
            "value": value,
            "base_value": comparable and _apart(bases[row], bases[original], scale),
            "unit": not one_dimension or (value and cells["unit"][row] != cells["unit"][original]),
            "growth_percent": _apart(stated[row], stated[original], 1.0),
        }
        for field in WORDED:
            found[field] = _unlike(cells[field][row], cells[field][original])
        one, other = cells["producer"][row], cells["producer"][original]
        found["producer"] = bool(one and other) and not _one_name(one, other)
        return [field for field in GRAVITY if found[field]]

    return differing


def _unlike(one: Any, other: Any) -> bool:
    if one is None or other is None or one == other:
        return False
    return not isinstance(one, str) or one.casefold() != other.casefold()


def _apart(one: Sequence[float], other: Sequence[float], scale: float) -> bool:
    return one[0] * scale > other[1] or other[0] > one[1] * scale


def _one_name(one: str, other: str) -> bool:
    words, others = set(one.casefold().split()), set(other.casefold().split())
    return words <= others or others <= words


def _ratio(context: AuditContext, row: int, original: int) -> float | None:
    """Return cited over original where both print one value in units of one dimension."""
    values = [context.cells["value"][place] for place in (row, original)]
    if None in values or not values[1]:
        return None
    if context.dimension[row] != context.dimension[original]:
        return None
    one, other = (
        float(value) * float(context.factor[place])
        for value, place in zip(values, (row, original), strict=True)
    )
    return round(one / other, 6)


def _finding(context: AuditContext, row: int, original: int, fields: list[str]) -> Finding:
    cited, read = context.record(row), context.record(original)
    message = " ".join(
        capitalized("; ".join(_differing(cited, read, field) for field in alike)) + "."
        for severity in SEVERITIES
        if (alike := [field for field in fields if GRAVITY[field] == severity])
    )
    return Finding(
        "original-differs",
        min((GRAVITY[field] for field in fields), key=SEVERITIES.index),
        (cited["claim_id"], read["claim_id"]),
        message,
        {"fields": ", ".join(fields), "ratio": _ratio(context, row, original)},
    )


def _differing(claim: Record, original: Record, field: str) -> str:
    name = IN_WORDS.get(field, field)
    return f"{name}: {_said(claim, field)} where the original has {_said(original, field)}"


def _said(claim: Record, field: str) -> str:
    """Return a claim's field in words; what the file words itself stands in quotation marks."""
    if field in {"value", "unit"}:
        return in_sentence(claim)
    if field == "base_value":
        return printed_end(claim, "base")
    if field == "growth_percent":
        return f"{claim[field]} % a year"
    if field in {"metric", "qualifier"}:
        return (METRICS if field == "metric" else HEDGES)[claim[field]]
    words = claim["title"] if field == "measure" else claim[field]
    return f"“{words}”" if field in QUOTED else str(words)
