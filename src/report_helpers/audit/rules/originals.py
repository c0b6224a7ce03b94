"""Does a cited claim agree with its original?"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from report_helpers.audit.context import AuditContext, Record
from report_helpers.audit.findings import SEVERITIES, Finding, Severity, rule
from report_helpers.claims.wording import capitalized, in_sentence, printed_end, stated_growth

__all__ = ["MISQUOTED", "original_differs"]

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
"""Every field that is compared, and the severity of a difference in it."""
IN_WORDS = {
    "base_value": "base",
    "base_year": "base year",
    "growth_percent": "growth",
    "measure": "what is measured",
    "metric": "kind of figure",
    "qualifier": "hedge",
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
    "exact": "none",
    "about": "“about”",
    "at_least": "“more than”",
    "at_most": "“up to”",
}
MISQUOTED = frozenset({"value", "base_value", "growth_percent"})
"""A difference in these fields contradicts the original; in others the subject differs."""
QUOTED = ("measure", "scope", "sample", "region")
"""Fields whose wording comes from the file."""
MOVING = ("growth_rate", "change", "multiple", "remaining")
"""Kinds of figures that follow from both ends of a level."""
WORDED = ("metric", "measure", "qualifier", "year", "base_year", "sample", "scope", "region")
Differing = dict[str, str]
"""The fields in which a row differs from its original, each with the original's field."""


@rule("original-differs")
def original_differs(context: AuditContext) -> Iterator[Finding]:
    """A cited claim differs from the original that it goes back to.

    Checks: field by field, in one finding with all fields that differ. Another value, unit,
    metric, measure or growth is a contradiction; another hedge, year, producer or sample a
    caution; another scope or region a note; the finding has the gravest of these, and is a
    caution at most where the original is only inferred. Values and growth differ only where the
    intervals of their digits do not meet, and are compared only where metric and unit allow it,
    and at one year: both 5.86 in 2018 and 18.37 in 2019 may be true. A field that one of the two
    leaves empty is not compared.

    Example: 6 to 13 trillion is cited where the original prints 15.7 trillion.

    Limits: scopes are compared as worded in the file, so that another wording of the same scope
    is a note. A producer named more briefly than in full counts as the same.
    """
    compare = _comparison(context)
    cited = context.where("role", "cited") & (context.originals >= 0)
    for row in cited.nonzero()[0].tolist():
        original = int(context.originals[row])
        differing = compare(row, original)
        if differing:
            yield _finding(context, (row, original), differing)


def _comparison(context: AuditContext) -> Callable[[int, int], Differing]:
    """Return a function from a row and its original to the fields in which they differ."""
    cells = context.cells
    numbers = _numbers(context)

    def compare(row: int, original: int) -> Differing:
        found = numbers(row, original)
        for field in WORDED:
            if field == "metric" and _of_its_ends(cells, row, original):
                continue
            if _unlike(cells[field][row], cells[field][original]):
                found[field] = field
        one, other = cells["producer"][row], cells["producer"][original]
        if one and other and not _one_name(one, other):
            found["producer"] = "producer"
        return {field: found[field] for field in GRAVITY if field in found}

    return compare


def _numbers(context: AuditContext) -> Callable[[int, int], Differing]:
    """Return a function from a row and its original to the numbers in which they differ."""
    cells, dimension = context.cells, context.dimension
    ends = context.ends.tolist()
    intervals = {"value": ends, "base_value": context.bases.tolist()}
    stated, factor = context.stated.tolist(), context.factor.tolist()

    def compare(row: int, original: int) -> Differing:
        alike = dimension[row] == dimension[original]
        if _of_its_ends(cells, row, original):
            other = _apart(ends[row], stated[original], 1.0)
            rate = cells["metric"][row] == "growth_rate" and _one_window(cells, row, original)
            return {"value": "growth_percent"} if rate and other else {}
        found = {
            end: other
            for end, other in (_at_one_time(cells, row, original) if alike else ())
            if _apart(intervals[end][row], intervals[other][original],
                      factor[row] / factor[original])
        }  # fmt: skip
        if not alike or ("value" in found and cells["unit"][row] != cells["unit"][original]):
            found["unit"] = "unit"
        if _one_window(cells, row, original) and _apart(stated[row], stated[original], 1.0):
            found["growth_percent"] = "growth_percent"
        return found

    return compare


def _of_its_ends(cells: Mapping[str, list[Any]], row: int, original: int) -> bool:
    """Return whether a row is the growth or change of a level that its original prints.

    Such a row is another kind of figure by design; `rate-mismatch` checks it against both ends.
    """
    level = cells["metric"][row] in MOVING and cells["metric"][original] == "level"
    known = ("growth_percent", "base_value")
    return level and any(cells[name][original] is not None for name in known)


def _at_one_time(
    cells: Mapping[str, list[Any]], row: int, original: int
) -> Iterator[tuple[str, str]]:
    """Yield pairs of ends of a row and its original, of one kind and one year, that must agree.

    If one of the two does not print its year, the same ends are assumed to share it; a change or a
    rate belongs to one window.
    """
    metric = cells["metric"][row]
    if metric != cells["metric"][original]:
        return
    if metric != "level":
        if _one_window(cells, row, original):
            yield "value", "value"
        return
    years = {"value": "year", "base_value": "base_year"}
    for end, column in years.items():
        year = cells[column][row]
        for other, other_column in years.items():
            other_year = cells[other_column][original]
            unknown = (year is None or other_year is None) and end == other
            if unknown or (year is not None and year == other_year):
                yield end, other


def _one_window(cells: Mapping[str, list[Any]], row: int, original: int) -> bool:
    """Return whether both cover the same years, as far as both print them."""
    return not any(
        _unlike(cells[column][row], cells[column][original]) for column in ("base_year", "year")
    )


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
    """Return cited over original if both print one value in units of the same dimension."""
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


def _finding(context: AuditContext, pair: tuple[int, int], differing: Differing) -> Finding:
    cited, original = (context.record(row) for row in pair)
    gravest = min((GRAVITY[field] for field in differing), key=SEVERITIES.index)
    inferred = "inferred" in {cited["attribution"], original["attribution"]}
    fields = sorted(differing, key=lambda field: SEVERITIES.index(GRAVITY[field]))
    said = "; ".join(_differing(cited, original, field, differing[field]) for field in fields)
    return Finding(
        "original-differs",
        "caution" if inferred and gravest == "contradiction" else gravest,
        (cited["claim_id"], original["claim_id"]),
        f"{capitalized(said)}. {_held_against(original, MISQUOTED & set(differing), inferred)}",
        {"fields": ", ".join(differing), "ratio": _ratio(context, *pair)},
    )


def _held_against(original: Record, misquoted: frozenset[str], inferred: bool) -> str:  # noqa: FBT001
    """Return a sentence that names the original's producer and how to resolve the difference."""
    who, key = original["producer"] or "another source", original["claim_id"]
    if inferred:
        return f"That the original is what {who} prints ({key}) is inferred."
    repair = "quoting its figures" if misquoted else "saying what it speaks of"
    return f"{capitalized(who)} prints the original ({key}); {repair} would resolve it."


def _differing(claim: Record, original: Record, field: str, other: str) -> str:
    name = IN_WORDS.get(field, field)
    return f"{name}: {_said(claim, field)} where the original has {_said(original, other)}"


def _said(claim: Record, field: str) -> str:
    """Return a claim's field in words, in quotation marks if the wording comes from the file."""
    if field in {"value", "unit"}:
        return in_sentence(claim)
    if field == "base_value":
        return printed_end(claim, "base")
    if field == "growth_percent":
        return stated_growth(claim)
    if field in {"metric", "qualifier"}:
        return (METRICS if field == "metric" else HEDGES)[claim[field]]
    words = claim["title"] if field == "measure" else claim[field]
    return f"“{words}”" if field in QUOTED else str(words)
