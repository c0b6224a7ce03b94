"""The source of figures: credit, subject, period, and repetitions of the same figure."""

from collections.abc import Iterator
from typing import Any

from report_helpers.audit.context import AuditContext, Record
from report_helpers.audit.findings import Finding, rule
from report_helpers.audit.many_rows import listed, one_or_many
from report_helpers.claims.citations import unnamed
from report_helpers.claims.wording import capitalized, count_phrase, in_sentence

__all__ = [
    "attribution_missing",
    "original_not_found",
    "period_missing",
    "repeat",
    "sample_missing",
    "shared_origin",
]

THING = ["source_id", "measure", "region", "sample", "metric", "unit", "qualifier", "base_year",
         "year"]  # fmt: skip
DECIMALS = [
    "base_value", "value", "value_low", "value_high", "growth_percent", "growth_low", "growth_high"
]  # fmt: skip


@rule("repeat", mark="repeated")
def repeat(context: AuditContext) -> Iterator[Finding]:
    """A claim is printed again.

    Checks: rows that name the claim that they repeat, and cited rows that print the figures of an
    earlier cited row of their document, for the same measure and years.

    Example: the same rise of 10 %, credited to the same index, in two sections.

    Limits: a figure that is printed again with other digits is not recognised.
    """
    for row, earlier in _earlier(context):
        claim, other = context.record(row), context.ids[earlier]
        first = context.record(earlier)
        message = (
            f"{capitalized(in_sentence(claim))} repeats {in_sentence(first)} ({other}): they are "
            "one figure, not two."
        )
        yield Finding("repeat", "note", (claim["claim_id"], other), message)


def _earlier(context: AuditContext) -> Iterator[tuple[int, int]]:
    """Yield each row that repeats another, and that other row: by name or by equal figures."""
    cells = context.cells
    figures = [cells[name] for name in THING]
    # Equal decimals may have different digits (1.0 and 1.00), so compare their texts.
    figures += [[cell if cell is None else str(cell) for cell in cells[name]] for name in DECIMALS]
    first: dict[Any, int] = {}
    for row, key in enumerate(zip(*figures, strict=True)):
        named = cells["repeats_id"][row]
        if named is None and cells["role"][row] == "cited":
            earlier = first.setdefault(key, row)
        else:
            earlier = context.place.get(named, row)
        # A row that names itself is not a repetition.
        if earlier != row:
            yield row, earlier


@rule("shared-origin", about_all=True, mark="one origin")
def shared_origin(context: AuditContext) -> Iterator[Finding]:
    """Claims that look independent have one original.

    Checks: cited claims with the same original, apart from those that name the claim that they
    repeat. Two claims with one original are one piece of evidence.

    Example: a range credited to a study, and the study's own figure credited to nobody.

    Limits: it is not known whether different originals have a common source.
    """
    cells = context.cells
    cited = context.where("role", "cited") & ~context.known("repeats_id")
    groups: dict[str, list[str]] = {}
    for row in (cited & context.known("original_id")).nonzero()[0].tolist():
        if cells["original_id"][row] != context.ids[row]:
            groups.setdefault(cells["original_id"][row], []).append(context.ids[row])
    for original_id, ids in groups.items():
        if len(ids) > 1:
            yield _shared(context, original_id, ids)


def _shared(context: AuditContext, original_id: str, ids: list[str]) -> Finding:
    rows = [context.place[claim_id] for claim_id in ids]
    origin = original_id
    if original_id in context.place:
        original = context.record(context.place[original_id])
        origin = (
            f"{in_sentence(original)} by {original['producer'] or 'one source'}{unnamed(original)}"
        )
    return Finding(
        "shared-origin",
        "note",
        tuple(ids),
        f"{capitalized(listed(context, rows))} have one original, {origin}: they are one piece of "
        f"evidence, not {count_phrase(len(ids))}.",
        {"claims": len(ids)},
    )


@rule("attribution-missing", mark="no credit")
def attribution_missing(context: AuditContext) -> Iterator[Finding]:
    """A cited figure is credited to nobody.

    Checks: cited rows without a producer.

    Example: a market size printed without saying whose estimate it is.

    Limits: it is found even if the original is known, because the article does not name it.
    """
    yield from one_or_many(
        context,
        ("attribution-missing", "note"),
        context.where("role", "cited") & ~context.known("producer"),
        lambda claim: f"{capitalized(in_sentence(claim))} is credited to nobody.",
        "are credited to nobody",
    )


@rule("period-missing")
def period_missing(context: AuditContext) -> Iterator[Finding]:
    """A change or a rate is printed without its years.

    Checks: changes, multiples and growth rates that lack their first or their last year.

    Example: a rise of 74 % over an unknown number of years.

    Limits: growth stated with a level is checked by `growth-mismatch`.
    """
    moving = context.where("metric", "change", "multiple", "growth_rate")
    yield from one_or_many(
        context,
        ("period-missing", "caution"),
        moving & ~(context.known("base_year") & context.known("year")),
        _without_years,
        "are printed without their years, so they cannot be compared with other figures",
    )


def _without_years(claim: Record) -> str:
    known = [str(claim[end]) for end in ("base_year", "year") if claim[end]]
    missing = f"its {'last' if claim['base_year'] else 'first'} year" if known else "its years"
    only = f" (only {known[0]})" if known else ""
    return (
        f"{capitalized(in_sentence(claim))} is printed without {missing}{only}, so it cannot be "
        "compared with other figures."
    )


@rule("original-not-found")
def original_not_found(context: AuditContext) -> Iterator[Finding]:
    """The original of a cited figure was searched for and not found.

    Checks: cited rows whose evidence is `not_found`.

    Example: a share credited to a survey of which no page was found.

    Limits: the original may exist all the same.
    """
    yield from one_or_many(
        context,
        ("original-not-found", "note"),
        context.where("role", "cited") & context.where("evidence", "not_found"),
        lambda claim: (
            f"No page was found on which {claim['producer'] or 'its source'} prints "
            f"{in_sentence(claim)}."
        ),
        "were not found on any page of their sources",
    )


@rule("sample-missing")
def sample_missing(context: AuditContext) -> Iterator[Finding]:
    """A share is printed without its whole: of whom or of what it is.

    Checks: shares without a sample.

    Example: 70 % of employers, without how many were asked, or where.

    Limits: a sample that is named may still be too small.
    """
    yield from one_or_many(
        context,
        ("sample-missing", "caution"),
        context.where("metric", "share") & ~context.known("sample"),
        lambda claim: (
            f"{capitalized(in_sentence(claim))} is printed without saying of whom or of what."
        ),
        "are printed without saying of whom or of what",
    )
