"""Figures with the wrong scale: million for billion, lakh for crore."""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain, permutations
from statistics import median
from typing import NamedTuple

import numpy as np

from report_helpers.audit.context import CENTURIES, NO_YEAR, AuditContext, Floats, Mask
from report_helpers.audit.findings import Finding, rule
from report_helpers.audit.groups import Groups
from report_helpers.claims.citations import unnamed
from report_helpers.claims.units import scales_of
from report_helpers.claims.wording import amount, capitalized, count_phrase, figure, fixed

__all__ = ["unit_slip"]

NEAR_YEARS = 2
"""Years on either side that count as near."""
FEWEST = 2
"""The number of other figures needed to judge a figure."""
ROOM = math.sqrt(10)
"""A ratio counts as a factor, or as 1, if it deviates by less than this, up or down."""
LEAST = 100.0
"""The smallest factor between two scales (lakh and crore)."""
ROUND = 0.1
"""Against a single original, a ratio must match a factor within this share."""


@rule("unit-slip")
def unit_slip(context: AuditContext) -> Iterator[Finding]:
    """A figure is off by the factor between two scales: million and billion, lakh and crore.

    Checks: a level is compared with that of its original for the same year; without an original,
    with the other figures of its quantity for years at most two before or after. The factors are
    those between the scales of the unit's number system: a thousand for million and billion, a
    hundred for lakh and crore. Among other figures, at least two must be such a factor away, and
    more than are near it: among those that are not cited, else among all. Rows that differ from
    their own originals do not count.

    Example: 226 trillion dollars of market revenue, and the original prints 226 billion.

    Limits: if as many figures are wrong as are right, none is found.
    """
    sized = context.where("metric", "level") & np.isfinite(context.middle)
    rows = sized.nonzero()[0]
    wrong: set[int] = set()
    for row in (sized & (context.originals >= 0)).nonzero()[0].tolist():
        slip = _against_original(context, row)
        if slip:
            wrong.add(row)
            yield _finding(context, slip)
    for slip in _against_others(context, rows.tolist(), wrong | _misquoted(context)):
        yield _finding(context, slip)


class Slip(NamedTuple):
    """A row, the factor of its error, and the evidence: its original, or the median of others."""

    row: int
    factor: float
    reference: float
    original: int = -1
    others: int = 0


@lru_cache(maxsize=4096)
def slip_factors(unit: str) -> tuple[float, ...]:
    """Return every factor between two scales of a unit's number system, with 1 as a scale."""
    scales = {1.0, *scales_of(unit).values()}
    return tuple(sorted({one / other for one, other in permutations(scales, 2) if one > other}))


def _against_original(context: AuditContext, row: int) -> Slip | None:
    """Return the slip of a row against its original's value for the same year."""
    original = int(context.originals[row])
    if original == row or context.quantity[original] != context.quantity[row]:
        return None
    years = {context.cells["year"][place] for place in (row, original)} - {None}
    if len(years) > 1 or not np.isfinite(context.middle[original]):
        return None
    value, reference = (
        float(context.middle[place] * context.factor[place]) for place in (row, original)
    )
    size = max(value / reference, reference / value)
    for factor in slip_factors(context.cells["unit"][row]):
        if abs(size / factor - 1) < ROUND:
            return Slip(row, factor, reference, original)
    return None


def _misquoted(context: AuditContext) -> set[int]:
    """Return the rows whose value differs from their original's value for the same year."""
    (cited,) = (context.originals >= 0).nonzero()
    original, year = context.originals[cited], context.years("year")
    one, other = ((context.ends[rows].T * context.factor[rows]) for rows in (cited, original))
    differs = (one[0] > other[1]) | (other[0] > one[1])
    return set(cited[differs & (year[cited] == year[original])].tolist())


def _against_others(context: AuditContext, rows: list[int], wrong: set[int]) -> Iterator[Slip]:
    """Yield the slips of rows against other figures of their quantity from nearby years."""
    sizes = context.middle * context.factor
    suspect = _wide(context, rows, sizes)
    thing_years = list(zip(context.quantity.tolist(), context.cells["year"], strict=True))
    size_of, original = sizes.tolist(), context.originals.tolist()
    sound = [row for row in suspect if row not in wrong]
    cited = set(context.where("role", "cited").nonzero()[0].tolist())
    # What an article cites supports no figure as well as what publishers print.
    publishers = Peers([row for row in sound if row not in cited], thing_years, size_of)
    everyone = Peers(sound, thing_years, size_of)
    for row in (each for each in _far(context, suspect, sizes) if original[each] < 0):
        size = size_of[row]
        near, own = publishers.near(row), row in wrong and row not in cited
        slip = _voted(context, row, size, near, own=own)
        slip = slip or _voted(context, row, size, everyone.near(row), own=row in wrong)
        if slip:
            yield slip


class Peers:
    """The sizes of rows by quantity and year, to compare a row with those near its year."""

    def __init__(
        self, rows: list[int], thing_years: list[tuple[int, int]], sizes: list[float]
    ) -> None:
        """Take the rows that count, and the quantity, year and size of every row."""
        self._thing_years = thing_years
        self._of_year: dict[tuple[int, int], list[float]] = {}
        for row in rows:
            self._of_year.setdefault(thing_years[row], []).append(sizes[row])
        self._near: dict[tuple[int, int], list[float]] = {}

    def near(self, row: int) -> list[float]:
        """Return the sizes of a row's quantity in its year and the years around it, sorted."""
        key = thing, year = self._thing_years[row]
        if key not in self._near:
            years = range(year - NEAR_YEARS, year + NEAR_YEARS + 1)
            found = (self._of_year.get((thing, each), ()) for each in years)
            self._near[key] = sorted(chain.from_iterable(found))
        return self._near[key]


def _wide(context: AuditContext, rows: list[int], sizes: Floats) -> list[int]:
    """Return the dated rows of quantities whose spread is wide enough to contain a slip."""
    chosen: Mask = np.zeros(len(sizes), dtype=bool)
    chosen[rows] = True
    chosen &= context.years("year") != NO_YEAR
    groups = Groups(context.quantity).among(chosen)
    with np.errstate(invalid="ignore"):
        wide = groups.most(sizes) > LEAST / ROOM * groups.least(sizes)
    return [row for row in rows if chosen[row] and wide[context.quantity[row]]]


def _far(context: AuditContext, rows: list[int], sizes: Floats) -> list[int]:
    """Return the rows that a factor may separate from others of their quantity near their year."""
    chosen = np.array(rows, dtype=np.int64)
    key = context.quantity[chosen] * CENTURIES + context.years("year")[chosen]
    known, codes = np.unique(key, return_inverse=True)
    groups, own = Groups(codes), sizes[chosen]
    most, least = groups.most(own), groups.least(own)
    highest, lowest = own.copy(), own.copy()
    for shift in range(-NEAR_YEARS, NEAR_YEARS + 1):
        at = np.searchsorted(known, key + shift).clip(max=len(known) - 1)
        there = known[at] == key + shift
        highest = np.where(there, np.maximum(highest, most[at]), highest)
        lowest = np.where(there, np.minimum(lowest, least[at]), lowest)
    far = np.maximum(highest / own, own / lowest) * ROOM >= LEAST
    found: list[int] = chosen[far].tolist()
    return found


def _voted(
    context: AuditContext, row: int, size: float, sizes: list[float], *, own: bool
) -> Slip | None:
    """Return the slip if more figures support the corrected value than the printed one.

    Args:
        context: the input of the rule.
        row: the claim to check.
        size: its value in base units.
        sizes: the figures of its quantity from nearby years, sorted.
        own: whether the claim's figure supports the printed value in addition.
    """
    if not sizes:
        return None

    def at(ratio: float) -> list[float]:
        low, high = size * ratio / ROOM, size * ratio * ROOM
        return sizes[bisect_left(sizes, low) : bisect_right(sizes, high)]

    near = len(at(1.0)) + own
    for factor in slip_factors(context.cells["unit"][row]):
        for ratio in (factor, 1 / factor):
            others = at(ratio)
            if len(others) >= FEWEST and len(others) > near:
                return Slip(row, factor, median(others), others=len(others))
    return None


def _finding(context: AuditContext, slip: Slip) -> Finding:
    claim = context.record(slip.row)
    ids, unit = [claim["claim_id"]], claim["unit"]
    value = float(context.middle[slip.row] * context.factor[slip.row])
    if slip.original < 0:
        against = (
            f"{amount(slip.reference, unit)}, the median of {count_phrase(slip.others)} other "
            f"figures for {claim['year'] - NEAR_YEARS} to {claim['year'] + NEAR_YEARS}"
        )
    else:
        original = context.record(slip.original)
        ids.append(original["claim_id"])
        who = f" by {original['producer']}{unnamed(original)}" if original["producer"] else ""
        against = f"the {figure(original)} of the original{who} ({original['claim_id']})"
    ratio, when = value / slip.reference, f" in {claim['year']}" if claim["year"] else ""
    return Finding(
        "unit-slip",
        "caution" if _inferred(context, slip) else "contradiction",
        tuple(ids),
        f"{capitalized(figure(claim))}{when} is a factor of {fixed(max(ratio, 1 / ratio), 0)} "
        f"{'above' if ratio > 1 else 'below'} {against}. A wrong scale word, "
        f"{fixed(slip.factor, 0)} times off, would explain it.",
        {"ratio": float(f"{ratio:.6g}"), "reference": float(f"{slip.reference:.6g}"),
         "factor": slip.factor},
    )  # fmt: skip


def _inferred(context: AuditContext, slip: Slip) -> bool:
    rows = [slip.row, slip.original] if slip.original >= 0 else []
    return any(context.cells["attribution"][row] == "inferred" for row in rows)
