"""The spread between publishers, and cited figures far from all of them."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from report_helpers.audit.context import CENTURIES, AuditContext, Record
from report_helpers.audit.findings import SEVERITIES, Finding, Severity, rule
from report_helpers.audit.groups import Groups
from report_helpers.audit.many_rows import MANY, by_measure, listed
from report_helpers.audit.publisher_values import Values, publisher_values
from report_helpers.claims.amounts import exact, whole
from report_helpers.claims.citations import unnamed
from report_helpers.claims.wording import amount, capitalized, count_phrase, figure, fixed

__all__ = ["sources_disagree"]

FACTOR = 2.0
"""Producers disagree if they differ by more than this factor."""
BOTH = 2
WHOLE = 100
"""Factors from this one on are printed without decimals."""


@rule("sources-disagree")
def sources_disagree(context: AuditContext) -> Iterator[Finding]:
    """Producers of one measure differ by more than a factor of two for one year.

    Checks: for each measure, place and year, the lowest and the highest value in the producers'
    latest editions, of a range the nearer end; between the ends of a path, its values count. There
    is one finding per measure, for the year in which the producers differ most, with the number of
    years in which they differ so much. The factor must hold for all numbers within the intervals.
    A cited figure is compared with all other publishers for its year, unless one of them prints
    the same figure. It is a caution if it is further from them than they are from each other.

    Example: market revenue in 2030 between 73 and 528 billion dollars.

    Limits: producers may define a measure differently. The factor shows how much a figure depends
    on the producer that is quoted, not who is wrong.
    """
    disagreeing: dict[int, list[Apart]] = {}
    values = publisher_values(context)
    for apart in _far_apart(context, values):
        disagreeing.setdefault(apart.quantity, []).append(apart)
    for years in disagreeing.values():
        yield _disagree(context, max(years, key=lambda apart: apart.factor), len(years))
    outside = {out.row: out for out in _outside(context, values)}
    for rows in by_measure(context, list(outside)):
        found = [outside[row] for row in rows]
        yield from (
            [_many_outside(context, found)]
            if len(rows) > MANY
            else (_cited_outside(context, out) for out in found)
        )


class Apart(NamedTuple):
    """The lowest and highest producer of a quantity in a year, as places of claims."""

    quantity: int
    year: int
    producers: int
    low: float
    high: float
    low_row: int
    high_row: int

    @property
    def factor(self) -> float:
        """High over low."""
        return self.high / self.low


def _far_apart(context: AuditContext, values: Values) -> Iterator[Apart]:
    """Yield quantities and years with a wide spread between producers' latest editions."""
    quantity_year = context.quantity[values.row] * CENTURIES + values.year
    codes = np.unique(quantity_year, return_inverse=True)[1]
    groups = Groups(codes)
    lowest, highest = groups.first_least(values.high), groups.first_least(-values.low)
    producers = np.bincount(codes, minlength=groups.count)
    far = values.least[highest] > FACTOR * values.most[lowest]
    for low, high, count in zip(
        lowest[far].tolist(), highest[far].tolist(), producers[far].tolist(), strict=True
    ):
        rows = int(values.row[low]), int(values.row[high])
        quantity, year = int(context.quantity[rows[0]]), int(values.year[low])
        ends = float(values.high[low]), float(values.low[high])
        yield Apart(quantity, year, count, *ends, *rows)


def _disagree(context: AuditContext, apart: Apart, years: int) -> Finding:
    low, high = context.record(apart.low_row), context.record(apart.high_row)
    return Finding(
        "sources-disagree",
        "note",
        (high["claim_id"], low["claim_id"]),
        f"{capitalized(low['title'])} in {apart.year}: {_value(high, apart.high, apart.year)} is "
        f"{_factor(apart.factor)} times {_value(low, apart.low, apart.year)}. The "
        f"{count_phrase(apart.producers, 'producer')} differ by more than a factor of "
        f"{exact(FACTOR)} in {count_phrase(years, 'year')}.{_inferred(high, low)}",
        {
            "factor": round(apart.factor, 4),
            "year": apart.year,
            "producers": apart.producers,
            "years": years,
        },
    )


def _inferred(*claims: Record) -> str:
    """Return a sentence on the producers of two claims that are only inferred."""
    names = dict.fromkeys(
        f"{claim['producer']}{unnamed(claim)}" for claim in claims if unnamed(claim)
    )
    return f" Not certain: {' and '.join(names)}." if names else ""


def _value(claim: Record, value: float, year: int) -> str:
    """Return a producer's value for a year: "$134.5 billion by Statista, on its path to 2030"."""
    printed = year in {claim["year"], claim["base_year"]}
    path = "" if printed else f", on its path from {claim['base_year']} to {claim['year']}"
    return f"{amount(value, claim['unit'])} by {claim['producer']}{path}"


class Outside(NamedTuple):
    """A cited figure far from all other publishers' values of its year."""

    row: int
    factor: float
    above: bool
    publishers: int
    spread: float
    low_row: int
    high_row: int
    low: float
    high: float

    @property
    def severity(self) -> Severity:
        """A caution if the figure is further from the publishers than they are from each other."""
        return "caution" if self.publishers > 1 and self.factor > self.spread else "note"


def _outside(context: AuditContext, values: Values) -> Iterator[Outside]:
    """Yield the cited figures more than a factor of two away from every other publisher."""
    cited = context.where("role", "cited") & context.where("metric", "level")
    cited &= context.known("year") & np.isfinite(context.middle) & ~context.known("repeats_id")
    (rows,) = cited.nonzero()
    at = context.quantity * CENTURIES + context.years("year")
    keys = context.quantity[values.row] * CENTURIES + values.year
    printed: dict[int, list[int]] = {}
    for entry in np.isin(keys, at[rows]).nonzero()[0].tolist():
        printed.setdefault(int(keys[entry]), []).append(entry)
    for row in rows.tolist():
        entries = printed.get(int(at[row]), [])
        out = _outside_of(context, values, row, entries) if entries else None
        if out:
            yield out


def _outside_of(
    context: AuditContext, values: Values, row: int, entries: list[int]
) -> Outside | None:
    """Return how far a cited figure is from other publishers, if none of them prints it."""
    original, who = int(context.originals[row]), context.who[row]
    own = {who, context.who[original] if original >= 0 else who}
    others = [each for each in entries if context.who[values.row[each]] not in own]
    low, high = (context.ends[row] * context.factor[row]).tolist()
    if not others or any(_prints(values, each, (low, high)) for each in entries):
        return None
    lowest = min(others, key=lambda each: values.low[each])
    highest = max(others, key=lambda each: values.high[each])
    least, most = float(values.low[lowest]), float(values.high[highest])
    above = low > most
    factor = low / most if above else least / high
    if factor <= FACTOR:
        return None
    places = int(values.row[lowest]), int(values.row[highest])
    return Outside(row, factor, above, len(others), most / least, *places, least, most)


def _prints(values: Values, entry: int, ends: tuple[float, float]) -> bool:
    """Return whether a publisher's value equals the cited one, within the precision of digits."""
    return bool(values.least[entry] <= ends[1] and ends[0] <= values.most[entry])


def _cited_outside(context: AuditContext, out: Outside) -> Finding:
    claim = context.record(out.row)
    ids = dict.fromkeys([claim["claim_id"], context.ids[out.high_row], context.ids[out.low_row]])
    return Finding(
        "sources-disagree",
        out.severity,
        tuple(ids),
        f"{capitalized(figure(claim))} in {claim['year']} is a factor of {_factor(out.factor)} "
        f"{'above' if out.above else 'below'} {_others(context, out)}.",
        {"factor": round(out.factor, 4), "year": claim["year"], "producers": out.publishers,
         "spread": round(out.spread, 4)},
    )  # fmt: skip


def _others(context: AuditContext, out: Outside) -> str:
    """Return the other publishers' values of the year in words."""
    unit = context.cells["unit"][out.row]
    high, low = (context.cells["producer"][row] for row in (out.high_row, out.low_row))
    if out.publishers == 1:
        return f"the {amount(out.high, unit)} by {high}, the only other publisher for that year"
    return (
        f"the figures of {_all(out.publishers)}, which range from {amount(out.low, unit)} by {low} "
        f"to {amount(out.high, unit)} by {high} (a factor of {_factor(out.spread)})"
    )


def _all(publishers: int) -> str:
    both = "both other publishers"
    return both if publishers == BOTH else f"all {count_phrase(publishers, 'other publisher')}"


def _factor(number: float) -> str:
    return fixed(number, 1 if number < WHOLE else 0)


def _many_outside(context: AuditContext, found: list[Outside]) -> Finding:
    rows = [out.row for out in found]
    widest = max(found, key=lambda out: out.factor)
    return Finding(
        "sources-disagree",
        min((out.severity for out in found), key=SEVERITIES.index),
        tuple(context.ids[row] for row in rows),
        f"These {whole(len(rows))} figures ({context.cells['title'][rows[0]]}) differ by more than "
        f"a factor of {exact(FACTOR)} from those of all other publishers for their years: "
        f"{listed(context, rows)}. {capitalized(figure(context.record(widest.row)))} differs most, "
        f"by a factor of {_factor(widest.factor)}.",
        {"rows": len(rows), "factor": round(widest.factor, 4)},
    )
