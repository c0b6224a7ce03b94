"""Does a cited claim agree with its original?"""

from collections.abc import Callable, Iterator, Sequence

from report_helpers.audit.context import AuditContext, Record
from report_helpers.audit.field_words import difference
from report_helpers.audit.findings import SEVERITIES, Finding, Severity, rule
from report_helpers.audit.quotations import (
    cites_base,
    ends_of_one_year,
    is_fair_hedge,
    is_growth_of,
    is_one_of_range,
    same_period,
    same_window,
    unlike,
)
from report_helpers.claims.citations import unnamed
from report_helpers.claims.wording import capitalized, in_sentence

__all__ = ["MISQUOTED", "original_differs"]

GRAVITY: dict[str, Severity] = {
    "value": "contradiction",
    "base_value": "contradiction",
    "unit": "contradiction",
    "metric": "contradiction",
    "measure": "contradiction",
    "growth_percent": "contradiction",
    "range": "caution",
    "qualifier": "caution",
    "year": "caution",
    "base_year": "caution",
    "period": "caution",
    "producer": "caution",
    "sample": "caution",
    "scope": "note",
    "region": "note",
}
"""Every field that is compared, and the severity of a difference in it."""
MISQUOTED = frozenset({"value", "base_value", "growth_percent"})
"""A difference in these fields contradicts the original; in others the subject differs."""
WORDED = ("metric", "measure", "qualifier", "year", "base_year", "sample", "scope", "region")
Differing = dict[str, str]
"""The fields in which a row differs from its original, each with the original's field."""


@rule("original-differs")
def original_differs(context: AuditContext) -> Iterator[Finding]:
    """A cited claim differs from its original.

    Checks: field by field, in one finding with all fields that differ. Another value, growth, unit,
    metric or measure is a contradiction; another year, period, producer or sample, a missing or
    wrong hedge, or one value of a range a caution; another scope or region a note. The finding has
    the most severe of these, but is at most a caution if the original is only inferred. Values
    and growth differ if their intervals do not overlap. They are compared only for the same year
    and period: 5.86 in 2018 and 18.37 in 2019 may both be true. A field that one of the two leaves
    empty is not compared.

    Example: 6 to 13 trillion is cited, and the original has 15.7 trillion.

    Limits: scopes are compared as worded in the file, so another wording of the same scope is a
    note. A shorter form of a producer's name counts as the same name.
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
        expected = {
            "metric": is_growth_of(cells, row, original),
            "year": cites_base(cells, row, original),
            "region": context.region[row] == context.region[original],
            "qualifier": is_fair_hedge(context, row, original),
        }
        for field in WORDED:
            if not expected.get(field) and unlike(cells[field][row], cells[field][original]):
                found[field] = field
        if not same_period(cells, row, original):
            found["period"] = "period"
        if "value" not in found and is_one_of_range(cells, row, original):
            found["range"] = "value"
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
        if is_growth_of(cells, row, original):
            other = _apart(ends[row], stated[original], 1.0)
            rate = cells["metric"][row] == "growth_rate" and same_window(cells, row, original)
            return {"value": "growth_percent"} if rate and other else {}
        found = {
            end: other
            for end, other in (ends_of_one_year(cells, row, original) if alike else ())
            if _apart(intervals[end][row], intervals[other][original],
                      factor[row] / factor[original])
        }  # fmt: skip
        if not alike or ("value" in found and cells["unit"][row] != cells["unit"][original]):
            found["unit"] = "unit"
        if same_window(cells, row, original) and _apart(stated[row], stated[original], 1.0):
            found["growth_percent"] = "growth_percent"
        return found

    return compare


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
    where = [f"in the original{_by(original, fields)}", *["there"] * (len(fields) - 1)]
    words = (difference(cited, original, (field, differing[field]), place)
             for field, place in zip(fields, where, strict=True))  # fmt: skip
    return Finding(
        "original-differs",
        "caution" if inferred and gravest == "contradiction" else gravest,
        (cited["claim_id"], original["claim_id"]),
        f"{capitalized('; '.join(words))}. {_remedy(MISQUOTED & set(differing), inferred)}",
        {"fields": ", ".join(differing), "ratio": _ratio(context, *pair)},
    )


def _by(original: Record, fields: list[str]) -> str:
    """Return who prints an original, and its figure: " by PwC ($15.7 trillion, a03_original)"."""
    who = f" by {original['producer']}{unnamed(original)}" if original["producer"] else ""
    known = fields[0] in {"value", "unit"}
    figure = "" if known else f"{in_sentence(original)}, "
    return f"{who} ({figure}{original['claim_id']})"


def _remedy(misquoted: frozenset[str], inferred: bool) -> str:  # noqa: FBT001
    """Return a sentence on how to resolve the difference."""
    if inferred:
        return "It is only inferred that this is the original."
    if misquoted:
        return "Quoting the original's figures would resolve it."
    return "Stating it as the original does would resolve it."
