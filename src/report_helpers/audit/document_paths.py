"""The paths of constant growth that documents print, by year, and the outermost of them."""

from dataclasses import dataclass

import numpy as np

from report_helpers.analysis.growth_paths import on_path, years_along
from report_helpers.audit.context import CENTURIES, NO_YEAR, AuditContext, Floats, Ints
from report_helpers.audit.groups import Groups

__all__ = ["Paths", "lowest_and_highest"]

PATHS = 100_000
"""At most this many paths are expanded by year at a time, to save memory."""


@dataclass(frozen=True, slots=True)
class Paths:
    """Paths of constant growth, one entry per year: arrays of equal length.

    `row` (place of the claim), `at` (document and year as one number), `low`, `middle`, `high`.
    """

    row: Ints
    at: Ints
    low: Floats
    middle: Floats
    high: Floats

    def chosen(self, entries: Ints) -> "Paths":
        """Return the selected entries."""
        return Paths(*(getattr(self, name)[entries] for name in self.__slots__))


def lowest_and_highest(context: AuditContext, documents: Ints, series: Ints) -> tuple[Paths, Paths]:
    """Return the two lowest and the two highest paths through each document and year."""
    start, end = context.years("base_year"), context.years("year")
    ends = (documents >= 0) & (start != NO_YEAR) & (end != NO_YEAR)
    (rows,) = (ends & context.known("base_value") & np.isfinite(context.middle)).nonzero()
    parts = [
        _along(context, rows[first : first + PATHS], documents)
        for first in range(0, max(len(rows), 1), PATHS)
    ]
    lowest = _joined([part.chosen(_two_least(part, part.high, series)) for part in parts])
    highest = _joined([part.chosen(_two_least(part, -part.low, series)) for part in parts])
    return (
        lowest.chosen(_two_least(lowest, lowest.high, series)),
        highest.chosen(_two_least(highest, -highest.low, series)),
    )


def _along(context: AuditContext, rows: Ints, documents: Ints) -> Paths:
    """Return the paths of these claims, one entry per year."""
    start, end = context.years("base_year")[rows], context.years("year")[rows]
    path, step = years_along(start, end)
    share = step / (end - start)[path]
    row = rows[path]
    factor = context.factor[row]
    bases = (context.bases[:, 0], context.floats("base_value"), context.bases[:, 1])
    ends = (context.ends[:, 0], context.middle, context.ends[:, 1])
    bounds = (on_path(base[row], last[row], share) * factor
              for base, last in zip(bases, ends, strict=True))  # fmt: skip
    return Paths(row, documents[row] * CENTURIES + start[path] + step, *bounds)


def _joined(parts: list[Paths]) -> Paths:
    columns = (np.concatenate([getattr(part, name) for part in parts]) for name in Paths.__slots__)
    return Paths(*columns)


def _two_least(paths: Paths, key: Floats, series: Ints) -> Ints:
    """Return the entry with the least key at each place, and the least one of another series.

    Two series are enough: at least one of them differs from the series of any point.
    """
    own = series[paths.row]
    places = Groups(np.unique(paths.at, return_inverse=True)[1]).among(~np.isnan(key))
    first = places.first_least(key)
    second = places.among(own != own[first[places.codes]]).first_least(key)
    found = np.concatenate([first, second])
    return found[found >= 0]
