"""Findings that say one thing of a row: one a row, or one a measure where it is said of many."""

from collections.abc import Callable, Iterator

from report_helpers.audit.context import Mask, Record
from report_helpers.audit.findings import AuditContext, Finding, Severity
from report_helpers.claims.wording import in_sentence, join_words, years

__all__ = ["MANY", "by_measure", "listed", "one_or_many"]

MANY = 12
"""Of more rows of one measure in one document, the same thing is said once."""


def one_or_many(
    context: AuditContext,
    kind: tuple[str, Severity],
    rows: Mask,
    one: Callable[[Record], str],
    of_many: str,
) -> Iterator[Finding]:
    """Yield a finding for each of these rows, or one for many rows of a measure in a document.

    Args:
        context: what the rule looks at.
        kind: the rule and the severity of its findings.
        rows: whether the rule finds each row.
        one: the message about one row.
        of_many: what is said of many, after "These 150 figures of ...": "credit nobody".
    """
    rule, severity = kind
    for places in by_measure(context, rows.nonzero()[0].tolist()):
        if len(places) > MANY:
            ids = tuple(context.ids[row] for row in places)
            title = context.cells["title"][places[0]]
            message = (
                f"These {len(places):,} figures ({title}) {of_many}: {listed(context, places)}."
            )
            yield Finding(rule, severity, ids, message, {"rows": len(places)})
            continue
        for row in places:
            yield Finding(rule, severity, (context.ids[row],), one(context.record(row)))


def by_measure(context: AuditContext, rows: list[int]) -> list[list[int]]:
    """Return these rows by document and measure."""
    groups: dict[tuple[str, str], list[int]] = {}
    for row in rows:
        key = context.cells["source_id"][row], context.cells["measure"][row]
        groups.setdefault(key, []).append(row)
    return list(groups.values())


def listed(context: AuditContext, rows: list[int]) -> str:
    """Return what rows print, with their years; of many the first few and how many more."""
    claims = [context.record(row) for row in rows[:MANY]]
    words = [
        f"{in_sentence(claim)}{f' ({years(claim)})' if years(claim) else ''}" for claim in claims
    ]
    more = len(rows) - len(claims)
    return join_words([*words, f"{more:,} more"] if more else words)
