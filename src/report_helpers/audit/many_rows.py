"""Findings with the same message for many rows: one per row, or one per measure."""

from collections.abc import Callable, Iterator

from report_helpers.audit.context import AuditContext, Mask, Record
from report_helpers.audit.findings import Finding, Severity
from report_helpers.claims.amounts import whole
from report_helpers.claims.wording import in_sentence, join_words, years

__all__ = ["MANY", "by_measure", "listed", "of_many_rows", "one_or_many"]

MANY = 12
"""More rows than this of one measure in one document share a single finding."""


def one_or_many(
    context: AuditContext,
    kind: tuple[str, Severity],
    rows: Mask,
    one: Callable[[Record], str],
    of_many: str,
    *numbers: str,
) -> Iterator[Finding]:
    """Yield one finding per row, or a single one for many rows of a measure in a document.

    Args:
        context: the input of the rule.
        kind: the rule and the severity of its findings.
        rows: mask of the rows that the rule finds.
        one: the message about one row.
        of_many: predicate about many rows, after "These 150 figures of ...": "credit nobody".
        numbers: the columns whose cells are the numbers of a finding about one row.
    """
    rule, severity = kind
    for places in by_measure(context, rows.nonzero()[0].tolist()):
        if len(places) > MANY:
            yield of_many_rows(context, kind, places, of_many)
            continue
        for row in places:
            cells = {name: context.cells[name][row] for name in numbers}
            yield Finding(rule, severity, (context.ids[row],), one(context.record(row)), cells)


def of_many_rows(
    context: AuditContext, kind: tuple[str, Severity], rows: list[int], of_many: str
) -> Finding:
    """Return one finding about many rows; see `one_or_many`."""
    ids = tuple(context.ids[row] for row in rows)
    title = context.cells["title"][rows[0]]
    message = f"These {whole(len(rows))} figures ({title}) {of_many}: {listed(context, rows)}."
    return Finding(*kind, ids, message, {"rows": len(rows)})


def by_measure(context: AuditContext, rows: list[int]) -> list[list[int]]:
    """Return these rows grouped by document and measure."""
    groups: dict[tuple[str, str], list[int]] = {}
    for row in rows:
        key = context.cells["source_id"][row], context.cells["measure"][row]
        groups.setdefault(key, []).append(row)
    return list(groups.values())


def listed(context: AuditContext, rows: list[int]) -> str:
    """Return the rows' figures with their years; of many, the first few and the number left."""
    claims = [context.record(row) for row in rows[:MANY]]
    words = [
        f"{in_sentence(claim)}{f' ({years(claim)})' if years(claim) else ''}" for claim in claims
    ]
    more = len(rows) - len(claims)
    return join_words([*words, f"{whole(more)} more"] if more else words)
