"""The levels of documents by year, against which rates and sums in other rows are checked."""

from collections.abc import Mapping
from itertools import product
from typing import NamedTuple

from report_helpers.audit.context import NO_YEAR, AuditContext
from report_helpers.claims.wording import printed_end

__all__ = ["Level", "Levels", "Reference", "references"]

ANY = "*"


class Level(NamedTuple):
    """A document's value for a year: its first point, the year, and an interval in base units.

    If the document prints several values, the interval covers all of them.
    """

    point: int
    year: int
    low: float
    high: float


class Reference(NamedTuple):
    """A document that may hold a row's levels, and the row whose producer and edition they have."""

    section: int
    row: int


def references(context: AuditContext, row: int) -> list[Reference]:
    """Return the documents that may hold a row's levels: its own and its original's."""
    section, original = context.section, int(context.originals[row])
    own, other = Reference(section[row], row), Reference(section[original], original)
    return [own] if original < 0 or other.section == own.section else [own, other]


class Levels:
    """The levels of some sections, by section, dimension, year, producer and edition."""

    def __init__(self, context: AuditContext, sections: Mapping[int, set[int]]) -> None:
        """Take the levels of these sections and years; an empty set means all years."""
        self.context = context
        self.years: dict[int, dict[str, set[int]]] = {}
        self._known: dict[tuple[int, str, int, str, str], Level] = {}
        points, section = context.printed, context.section
        chosen = context.where("metric", "level") & ~context.where("period", "cumulative")
        dated = chosen[points.row] & (points.year != NO_YEAR) if sections else chosen[:0]
        (chosen_points,) = dated.nonzero()
        columns = (chosen_points, points.year[dated], points.low[dated], points.high[dated])
        levels = map(Level, *(column.tolist() for column in columns))
        for row, level in zip(points.row[dated].tolist(), levels, strict=True):
            years = sections.get(section[row])
            if years is not None and (not years or level.year in years):
                self._add(section[row], row, level)

    def _add(self, section: int, row: int, level: Level) -> None:
        dimension = self.context.dimension[row]
        self.years.setdefault(section, {}).setdefault(dimension, set()).add(level.year)
        edition = self.context.cells["edition"][row] or ""
        for who, which in product({self.context.who[row], ANY}, {edition, ANY}):
            key = section, dimension, level.year, who, which
            known = self._known.get(key)
            if known is None:
                self._known[key] = level
            elif level.low < known.low or level.high > known.high:
                low, high = min(known.low, level.low), max(known.high, level.high)
                self._known[key] = known._replace(low=low, high=high)

    def of(self, reference: Reference, dimension: str, year: int) -> Level | None:
        """Return the value of a year that may come from a reference's producer and edition."""
        section, row = reference
        who, edition = self.context.who[row], self.context.cells["edition"][row]
        keys = product({who, ""} if who else {ANY}, {edition, ""} if edition else {ANY})
        found = [self._known.get((section, dimension, year, *key)) for key in sorted(keys)]
        known = [level for level in found if level]
        if not known:
            return None
        low, high = min(level.low for level in known), max(level.high for level in known)
        return known[-1]._replace(low=low, high=high)

    def row(self, level: Level) -> int:
        """Return the place of the claim that prints a level."""
        return int(self.context.printed.row[level.point])

    def claim_id(self, level: Level) -> str:
        """Return the id of the claim that prints a level."""
        return self.context.ids[self.row(level)]

    def words(self, level: Level) -> str:
        """Return a level as printed: "$26.03 billion"."""
        is_base = self.context.printed.base[level.point]
        return printed_end(self.context.record(self.row(level)), "base" if is_base else "value")
