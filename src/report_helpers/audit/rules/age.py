"""The outcomes of figures since their publication, and their age."""

import math
from collections.abc import Iterator
from datetime import date

import numpy as np

from report_helpers.audit.context import AuditContext, Record
from report_helpers.audit.findings import Finding, Number, Severity, rule
from report_helpers.audit.many_rows import one_or_many
from report_helpers.claims.wording import (
    capitalized,
    count_phrase,
    figure,
    percent,
    printed_end,
)
from report_helpers.reader_locale import day

__all__ = ["stale", "target_passed"]

STALE_YEARS = 3
"""A publication older than this many years is stale."""
LAST_DAY = {4: "-12-31", 7: "-31", 10: ""}
"""The suffix that completes a year, month or day to its last date, by the length of its text."""


@rule("target-passed")
def target_passed(context: AuditContext) -> Iterator[Finding]:
    """The target year of a projection has passed.

    Checks: projections for a year before that of `as_of`. If a row of role `actual` gives the
    outcome for that measure and year, the finding has the error and its direction and, if there is
    a base, which share of the change since the base was foreseen. Otherwise an outcome is due.

    Example: business value of 3,923 billion dollars projected for 2022, read in 2026.

    Limits: the outcome is only as reliable as its source.
    """
    outcomes = _outcomes(context)
    past = context.where("kind", "projection") & context.where("metric", "level")
    past &= ~context.where("role", "actual") & context.known("year")
    past &= (context.years("year") < context.as_of.year) & np.isfinite(context.middle)
    for row in past.nonzero()[0].tolist():
        outcome = outcomes.get((int(context.quantity[row]), context.cells["year"][row]))
        if outcome is not None:
            past[row] = False
            yield _scored(context, row, outcome)
    kind: tuple[str, Severity] = "target-passed", "note"
    of_many = "were projected for years that are over, and no row has the outcome"
    yield from one_or_many(context, kind, past, _due, of_many, "year")


def _outcomes(context: AuditContext) -> dict[tuple[int, int], int]:
    """Return the place of the latest outcome of each quantity and year."""
    actual = context.where("role", "actual") & context.where("metric", "level")
    rows = (actual & context.known("year") & np.isfinite(context.middle)).nonzero()[0].tolist()
    return {(int(context.quantity[row]), context.cells["year"][row]): row for row in rows}


def _due(claim: Record) -> str:
    figure_words = capitalized(figure(claim))
    return f"{figure_words} was projected for {claim['year']}; no row has the outcome."


def _scored(context: AuditContext, row: int, outcome: int) -> Finding:
    claim = context.record(row)
    projected, actual = (
        float(context.middle[place] * context.factor[place]) for place in (row, outcome)
    )
    error = projected / actual - 1
    size = "high" if error > 0 else "low"
    message = (
        f"{capitalized(figure(claim))} was projected for {claim['year']}; the outcome was "
        f"{figure(context.record(outcome))} ({context.ids[outcome]}), so the projection was "
        f"{f'{percent(abs(error))} too {size}' if error else 'exact'}."
    )
    numbers: dict[str, Number] = {"year": claim["year"], "error_percent": round(100 * error, 4)}
    base = float(claim["base_value"] or "nan") * float(context.factor[row])
    if math.isfinite(base) and actual != base:
        share = (projected - base) / (actual - base)
        message += (f" It foresaw {percent(share, 0)} of the change from "
                    f"{printed_end(claim, 'base')} in {claim['base_year']}.")  # fmt: skip
        numbers["share_of_gap_percent"] = round(100 * share, 4)
    ids = (claim["claim_id"], context.ids[outcome])
    return Finding("target-passed", "note", ids, message, numbers)


@rule("stale", mark="old")
def stale(context: AuditContext) -> Iterator[Finding]:
    """The publication of a figure is old.

    Checks: rows published more than three years before `as_of`. If only the year of publication is
    known, its last day counts.

    Example: a forecast of 2017, quoted in 2026.

    Limits: an old figure about an old year is not wrong. A cited row has no date of its own, but
    its original has.
    """
    limit = _years_before(context.as_of, STALE_YEARS)
    days = context.cells["published"]
    old = [day is not None and day + LAST_DAY[len(day)] < limit for day in days]
    ago = f"more than {count_phrase(STALE_YEARS, 'year')} before {day(context.as_of)}"
    yield from one_or_many(
        context,
        ("stale", "note"),
        np.array(old, dtype=bool),
        lambda claim: f"Published {day(claim['published'])}, {ago}.",
        f"were published {ago}",
        "published",
    )


def _years_before(day: date, number: int) -> str:
    # Compare as text: some dates are known only to the month or the year.
    return f"{day.year - number:04d}-{day.month:02d}-{day.day:02d}"
