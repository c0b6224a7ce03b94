"""The printed values and growths of claims, in the form that the rule on stated growth reads."""

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from report_helpers.audit.context import AuditContext, Record
from report_helpers.audit.groups import numbered_keys
from report_helpers.audit.rules.growth_arithmetic import Printed, printed, spanned
from report_helpers.claims.units import unit
from report_helpers.claims.wording import printed_end

__all__ = ["Pair", "Point", "SeriesPoints", "StatedGrowth", "growth_of", "own_points", "rate_of"]

SERIES = ("source_id", "producer", "edition")
"""Columns that must be equal, with the quantity, for two rows to belong to one series."""
FEW = 3
"""At most this many values that a series prints for one year are checked."""
PERCENT = 0.01


class Point(NamedTuple):
    """A value that a claim prints for a year; `end` is `base` or `value`."""

    claim: Record
    end: str
    year: int
    value: Printed

    @property
    def claim_id(self) -> str:
        """The id of the claim."""
        return str(self.claim["claim_id"])

    def words(self) -> str:
        """Return the value as printed, with its year: "$26.03 billion in 2023"."""
        return f"{printed_end(self.claim, self.end)} in {self.year}"


class StatedGrowth(NamedTuple):
    """The growth that a claim states, with the values that the claim prints.

    `first` and `last` are the years of the growth as stated. By default they run from the year
    after the base, in which most forecast periods begin, to the year of the value.
    """

    claim: Record
    rate: Printed
    own: dict[str, Point]
    first: int
    last: int


class Pair(NamedTuple):
    """Two values, and a growth that may lead from one to the other.

    `rises` are pairs of the base and a value that the series prints for the year after it.
    """

    start: Point
    end: Point
    growth: Printed
    rises: tuple[tuple[Point, Point], ...] = ()

    @property
    def years(self) -> int:
        """The years between the two values."""
        return self.end.year - self.start.year


def growth_of(claim: Record) -> StatedGrowth | None:
    """Return the growth that a claim states, if its years are known."""
    rate, base_year = rate_of(claim), claim["base_year"]
    first = claim["growth_from"] or (base_year and base_year + 1)
    last = claim["growth_to"] or claim["year"]
    if rate is None or not (first and last):
        return None
    return StatedGrowth(claim, rate, own_points(claim), first, last)


def own_points(claim: Record) -> dict[str, Point]:
    """Return the claim's printed values that have a year, under `base` and `value`."""
    factor = unit(claim["unit"]).factor
    base = _printed(claim, "base_value", factor, claim["base_qualifier"])
    value = _printed(claim, "value", factor, claim["qualifier"])
    found = (("base", claim["base_year"], base), ("value", claim["year"], value))
    return {end: Point(claim, end, int(year), each) for end, year, each in found if year and each}


def rate_of(claim: Record) -> Printed | None:
    """Return the growth, or the range of growth, that a claim states, as fractions a year."""
    return _printed(claim, "growth", PERCENT, claim["growth_qualifier"])


def _printed(claim: Record, name: str, factor: float, qualifier: str | None) -> Printed | None:
    """Return the intervals of a column or of its range; `None` if neither is printed."""
    single = claim["growth_percent" if name == "growth" else name]
    if isinstance(single, Decimal):
        return printed(single, qualifier or "exact", factor)
    low, high = (claim.get(f"{name}_{end}") for end in ("low", "high"))  # a base has no range
    if not isinstance(low, Decimal) or not isinstance(high, Decimal):
        return None
    return spanned(*(printed(each, qualifier or "exact", factor) for each in (low, high)))


class SeriesPoints:
    """The values printed in the documents of some claims, by a claim's series and a year."""

    def __init__(self, context: AuditContext, rows: Iterable[int]) -> None:
        """Index the documents of these rows."""
        cells = context.cells
        metric, source = cells["metric"], cells["source_id"]
        documents = {source[row] for row in rows}
        near = [row for row, each in enumerate(source)
                if each in documents and metric[row] == "level"]  # fmt: skip
        keys = ([cells[name][row] for row in near] for name in SERIES)
        series = numbered_keys(context.quantity[near], *keys).tolist()
        self._context = context
        self._series = dict(zip(near, series, strict=True))
        self._rows: dict[tuple[int, int], list[int]] = {}
        self._points: dict[tuple[int, int], list[Point]] = {}
        for end, name in (("value", "year"), ("base_value", "base_year")):
            self._add(near, cells[name], cells[end])

    def _add(self, near: list[int], years: list[int | None], values: list[Decimal | None]) -> None:
        for row in near:
            year = years[row]
            if year and values[row] is not None:
                rows = self._rows.setdefault((self._series[row], year), [])
                if len(rows) < FEW:
                    rows.append(row)

    def prints(self, row: int, year: int | None) -> bool:
        """Return whether the series of a row prints a value for a year."""
        return year is not None and (self._series[row], year) in self._rows

    def at(self, row: int, year: int) -> list[Point]:
        """Return the values that the series of a row prints for a year, including the row's own."""
        key = self._series[row], year
        if key not in self._points:
            rows = dict.fromkeys(self._rows.get(key, ()))
            points = (own_points(self._context.record(each)).values() for each in rows)
            self._points[key] = [each for some in points for each in some if each.year == year]
        return self._points[key]
