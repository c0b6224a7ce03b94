"""Impossible values: a share above the whole, a loss of more than everything."""

import math
from collections.abc import Iterator
from typing import NamedTuple

from report_helpers.analysis.intervals import printed_interval
from report_helpers.audit.context import AuditContext
from report_helpers.audit.findings import Finding, rule
from report_helpers.audit.many_rows import listed
from report_helpers.claims.wording import printed_amount, printed_number

__all__ = ["impossible_value", "shares_exceed_whole"]


class Bounds(NamedTuple):
    """The smallest and largest possible number of a kind of figure, and the reason."""

    low: float
    high: float
    reason: str
    open_low: bool = False

    def allow(self, number: float) -> bool:
        """Return whether the number is possible for this kind of figure."""
        return (self.low < number or (number == self.low and not self.open_low)) and (
            number <= self.high
        )


FIGURES = ("value", "value_low", "value_high")
BOUNDS: dict[str, Bounds] = {
    "share": Bounds(0, 100, "a share lies between 0 % and 100 %"),
    "remaining": Bounds(0, 100, "what is left lies between 0 % and 100 % of what there was"),
    "change": Bounds(-100, math.inf, "nothing falls by more than 100 %"),
    "multiple": Bounds(0, math.inf, "a multiple is above 0", open_low=True),
    "ratio": Bounds(0, math.inf, "a ratio is above 0", open_low=True),
    "growth_rate": Bounds(-100, math.inf, "growth is above -100 % a year", open_low=True),
}
"""The bounds of each kind of figure; the schema already requires positive levels."""
STATED = ("growth_percent", "growth_low", "growth_high")
WHOLE = 100
PARTS = 2
PART = ("title", "scope", "region")
"""Columns that distinguish the parts of a whole."""


@rule("impossible-value")
def impossible_value(context: AuditContext) -> Iterator[Finding]:
    """A figure has a value that nothing of its kind can have.

    Checks: shares and what remains lie between 0 and 100 %, a fall is 100 % at most, multiples
    and ratios are above 0, and growth is above -100 % a year, in a row of its own and beside a
    level. One finding a claim, for the first such figure.

    Example: a share of 150 %.

    Limits: a figure within its bounds may still be impossible beside others.
    """
    kinds = [(metric, FIGURES, context.where("metric", metric)) for metric in BOUNDS]
    kinds.append(("growth_rate", STATED, context.where("metric", "level")))
    for metric, columns, rows in kinds:
        for row in rows.nonzero()[0].tolist():
            for column in columns:
                number = context.cells[column][row]
                if number is not None and not BOUNDS[metric].allow(float(number)):
                    yield _impossible(context, row, column, BOUNDS[metric])
                    break


def _impossible(context: AuditContext, row: int, column: str, bounds: Bounds) -> Finding:
    number, unit = context.cells[column][row], context.cells["unit"][row]
    printed = printed_amount(number, unit) if column in FIGURES else f"{printed_number(number)} %"
    reason = bounds.reason.replace("-", "\N{MINUS SIGN}")
    return Finding(
        "impossible-value",
        "contradiction",
        (context.ids[row],),
        f"{printed} is printed, and {reason}. Another kind of figure, unit or sign, or a slip of "
        "a digit, would explain it.",
        {"field": column, "printed": float(number)},
    )


@rule("shares-exceed-whole", about_all=True)
def shares_exceed_whole(context: AuditContext) -> Iterator[Finding]:
    """The shares of one whole add up to more than 100 %.

    Checks: shares of one measure, year, producer and document that differ in title, scope or
    region are parts of one whole. Where even the least that their digits allow adds up to more
    than 100 %, it is a contradiction.

    Example: 48 %, 37 % and 22 % of one market, which makes 107 %.

    Limits: shares of a sample, as a survey has them, are left out: people may give more than one
    answer.
    """
    cells = context.cells
    share = context.where("metric", "share") & ~context.where("kind", "survey")
    share &= ~context.known("sample") & context.known("value") & context.where("unit", "percent")
    wholes: dict[tuple[object, ...], dict[tuple[object, ...], int]] = {}
    for row in share.nonzero()[0].tolist():
        whole = (cells["source_id"][row], cells["measure"][row], cells["year"][row],
                 context.who[row], cells["edition"][row])  # fmt: skip
        part = tuple(cells[name][row] for name in PART)
        wholes.setdefault(whole, {}).setdefault(part, row)
    for parts in wholes.values():
        rows = list(parts.values())
        if len(rows) >= PARTS and _least(context, rows) > WHOLE:
            yield _exceeding(context, rows)


def _least(context: AuditContext, rows: list[int]) -> float:
    """Return the smallest sum of shares, within their intervals."""
    cells = context.cells
    return sum(printed_interval(cells["value"][row], cells["qualifier"][row]).low for row in rows)


def _exceeding(context: AuditContext, rows: list[int]) -> Finding:
    total = sum(context.cells["value"][row] for row in rows)
    return Finding(
        "shares-exceed-whole",
        "contradiction",
        tuple(context.ids[row] for row in rows),
        f"{listed(context, rows)} of one whole ({context.cells['title'][rows[0]]} and others) add "
        f"up to {printed_number(total)} %. Parts that overlap, or a whole of another measure, "
        "would explain it.",
        {"sum_percent": float(total), "shares": len(rows)},
    )
