"""How far producers are apart, and what has become of their figures since."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from report_helpers.analysis.growth import on_path, years_along
from report_helpers.audit.context import NO_YEAR
from report_helpers.audit.findings import AuditContext, Finding, Number, rule
from report_helpers.audit.groups import Groups, numbered_keys
from report_helpers.claims.wording import amount, count_phrase, figure, fixed, percent

__all__ = ["sources_disagree", "stale", "target_passed"]

FACTOR = 2.0
"""Producers further apart than this disagree."""
STALE_YEARS = 3
"""A publication older than this many years is stale."""
LAST_DAY = {4: "-12-31", 7: "-31", 10: ""}
"""What makes a year, a month or a day a whole date that ends it, by the length of its text."""
CENTURIES = 10_000
"""More years than there are, so that a quantity and a year make one number."""
TINY = float(np.finfo(float).tiny)
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@rule("sources-disagree")
def sources_disagree(context: AuditContext) -> Iterator[Finding]:
    """Producers of one measure are further apart than a factor of two in one year.

    Checks: for each measure, place and year, the lowest and the highest of the producers' latest
    editions, of a range the nearer end; a path counts at the years between its ends. One finding
    a measure, for the year in which they are furthest apart, with the number of years in which
    they disagree. The factor must hold for all that the last digits allow.

    Example: market revenue in 2030 between 73 and 528 billion dollars.

    Limits: producers may draw the line around a measure differently; the factor says how much
    depends on whom one quotes, not who is wrong.
    """
    disagreeing: dict[int, list[Apart]] = {}
    for apart in _far_apart(context):
        disagreeing.setdefault(apart.quantity, []).append(apart)
    for years in disagreeing.values():
        yield _disagree(context, max(years, key=lambda apart: apart.factor), len(years))


class Apart(NamedTuple):
    """The lowest and the highest producer of a quantity in a year, as places of claims."""

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


def _far_apart(context: AuditContext) -> Iterator[Apart]:
    """Yield what producers' latest editions print of a year where it is far apart."""
    values = _latest(context, _by_year(context))
    quantity_year = context.quantity[values.row] * CENTURIES + values.year
    codes = np.unique(quantity_year, return_inverse=True)[1]
    groups = Groups(codes)
    lowest, highest = groups.first_least(values.high), groups.first_least(-values.low)
    producers = np.bincount(codes, minlength=groups.count)
    loose = _looseness(context)
    far = values.low[highest] > FACTOR * values.high[lowest]
    for low, high, count in zip(
        lowest[far].tolist(), highest[far].tolist(), producers[far].tolist(), strict=True
    ):
        rows = int(values.row[low]), int(values.row[high])
        quantity, year = int(context.quantity[rows[0]]), int(values.year[low])
        ends = float(values.high[low]), float(values.low[high])
        apart = Apart(quantity, year, count, *ends, *rows)
        if apart.factor / (loose(rows[0])[0] * loose(rows[1])[1]) > FACTOR:
            yield apart


@dataclass(frozen=True, slots=True)
class Values:
    """What levels say of years, printed or on their path: arrays of one length.

    `row` (place of the claim), `year`, `low`, `high` (base units; twice the same unless a range).
    """

    row: Ints
    year: Ints
    low: Floats
    high: Floats

    def chosen(self, entries: Ints) -> "Values":
        """Return some of the entries."""
        return Values(self.row[entries], self.year[entries], self.low[entries], self.high[entries])


def _by_year(context: AuditContext) -> Values:
    """Return what producers say of years: first the years on paths, then printed values."""
    level = context.where("metric", "level") & ~context.where("role", "cited", "actual")
    level &= context.known("producer")
    start, end = context.years("base_year"), context.years("year")
    value, base = context.floats("value"), context.floats("base_value")
    low = np.where(np.isnan(value), context.floats("value_low"), value) * context.factor
    high = np.where(np.isnan(value), context.floats("value_high"), value) * context.factor
    base = base * context.factor
    dated, began = level & (end != NO_YEAR), level & (start != NO_YEAR) & np.isfinite(base)
    (paths,) = (dated & began & np.isfinite(value)).nonzero()
    path, step = years_along(start[paths], end[paths])
    row = paths[path]
    along = on_path(base[row], low[row], step / (end - start)[row])
    (ends,), (bases,) = (dated & np.isfinite(low)).nonzero(), began.nonzero()
    return Values(
        np.concatenate([row, ends, bases]),
        np.concatenate([start[row] + step, end[ends], start[bases]]),
        np.concatenate([along, low[ends], base[bases]]),
        np.concatenate([along, high[ends], base[bases]]),
    )


def _latest(context: AuditContext, values: Values) -> Values:
    """Return what the latest edition of each producer says of each quantity and year."""
    published = [day or "" for day in context.cells["published"]]
    rank = {day: place for place, day in enumerate(sorted(set(published)))}
    age = np.array([rank[day] for day in published], dtype=np.int64)[values.row]
    who = numbered_keys(context.cells["producer"], context.quantity)[values.row]
    key = who * CENTURIES + values.year
    order = np.lexsort((age, key))
    last = np.append(key[order][1:] != key[order][:-1], True)[: len(order)]
    return values.chosen(order[last])


def _looseness(context: AuditContext) -> Callable[[int], tuple[float, float]]:
    """Return by which factors a row's figures may be higher and lower than printed."""

    def loose(row: int) -> tuple[float, float]:
        claim = context.record(row)
        value, base = claim["value"], claim["base_value"]
        above = float(context.ends[row, 1]) / float(value or claim["value_high"])
        below = float(value or claim["value_low"]) / max(float(context.ends[row, 0]), TINY)
        if base:
            above = max(above, float(context.bases[row, 1]) / float(base))
            below = max(below, float(base) / max(float(context.bases[row, 0]), TINY))
        return above, below

    return loose


def _disagree(context: AuditContext, apart: Apart, years: int) -> Finding:
    low, high = context.record(apart.low_row), context.record(apart.high_row)
    return Finding(
        "sources-disagree",
        "note",
        (high["claim_id"], low["claim_id"]),
        f"{low['title']}, {apart.year}: {amount(apart.high, low['unit'])} over "
        f"{amount(apart.low, low['unit'])} is a factor of {fixed(apart.factor)}; "
        f"{count_phrase(apart.producers, 'producer')}, more than a factor of {FACTOR:g} apart in "
        f"{count_phrase(years, 'year')}.",
        {
            "factor": round(apart.factor, 4),
            "year": apart.year,
            "producers": apart.producers,
            "years": years,
        },
    )


@rule("target-passed")
def target_passed(context: AuditContext) -> Iterator[Finding]:
    """The target year of a projection has passed.

    Checks: projections whose year is before that of `as_of`. Where a row of role `actual` gives
    the outcome of that measure and year, the projection is scored: its error, its direction and,
    where it has a base, the share of the way from there to the outcome that it foresaw. Where
    none does, an outcome is due.

    Example: business value of 3,923 billion dollars projected for 2022, read in 2026.

    Limits: the outcome is as good as its own source.
    """
    outcomes = _outcomes(context)
    past = context.where("kind", "projection") & context.where("metric", "level")
    past &= ~context.where("role", "actual") & context.known("year")
    past &= (context.years("year") < context.as_of.year) & np.isfinite(context.middle)
    for row in past.nonzero()[0].tolist():
        outcome = outcomes.get((int(context.quantity[row]), context.cells["year"][row]))
        yield _due(context, row) if outcome is None else _scored(context, row, outcome)


def _outcomes(context: AuditContext) -> dict[tuple[int, int], int]:
    """Return the place of the last outcome of each quantity and year."""
    actual = context.where("role", "actual") & context.where("metric", "level")
    rows = (actual & context.known("year") & np.isfinite(context.middle)).nonzero()[0].tolist()
    return {(int(context.quantity[row]), context.cells["year"][row]): row for row in rows}


def _due(context: AuditContext, row: int) -> Finding:
    claim = context.record(row)
    message = f"{figure(claim)} was projected for {claim['year']}; an outcome is due."
    numbers: dict[str, Number] = {"year": claim["year"]}
    return Finding("target-passed", "note", (claim["claim_id"],), message, numbers)


def _scored(context: AuditContext, row: int, outcome: int) -> Finding:
    claim = context.record(row)
    projected, actual = (
        float(context.middle[place] * context.factor[place]) for place in (row, outcome)
    )
    error = projected / actual - 1
    message = (
        f"{figure(claim)} was projected for {claim['year']} and "
        f"{amount(actual, claim['unit'])} came: {percent(error)} "
        f"({'too high' if error > 0 else 'too low' if error < 0 else 'exact'})."
    )
    numbers: dict[str, Number] = {"year": claim["year"], "error_percent": round(100 * error, 4)}
    base = float(claim["base_value"] or "nan") * float(context.factor[row])
    if math.isfinite(base) and actual != base:
        share = (projected - base) / (actual - base)
        message += f" It foresaw {percent(share, 0)} of the way from its base."
        numbers["share_of_gap_percent"] = round(100 * share, 4)
    ids = (claim["claim_id"], context.ids[outcome])
    return Finding("target-passed", "note", ids, message, numbers)


@rule("stale", mark="old")
def stale(context: AuditContext) -> Iterator[Finding]:
    """The publication that a figure belongs to is old.

    Checks: rows published more than three years before `as_of`. A publication known by its year
    alone counts from the end of that year.

    Example: a forecast of 2017, quoted in 2026.

    Limits: an old figure of an old year is not wrong; a cited row has no date of its own, its
    original has.
    """
    limit = _years_before(context.as_of, STALE_YEARS)
    for claim_id, day in zip(context.ids, context.cells["published"], strict=True):
        if day is None or day + LAST_DAY[len(day)] >= limit:
            continue
        yield Finding(
            "stale",
            "note",
            (claim_id,),
            f"Published {day}, more than {count_phrase(STALE_YEARS, 'year')} before "
            f"{context.as_of}.",
            {"published": day, "limit_years": STALE_YEARS},
        )


def _years_before(day: date, number: int) -> str:
    # As text: it is compared with dates that are known to the month or the year alone.
    return f"{day.year - number:04d}-{day.month:02d}-{day.day:02d}"
