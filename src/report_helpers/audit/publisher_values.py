"""Publishers' values by year, printed or on their paths, from the latest edition of each."""

from dataclasses import dataclass

import numpy as np

from report_helpers.analysis.growth_paths import on_path, years_along
from report_helpers.audit.context import CENTURIES, NO_YEAR, AuditContext, Floats, Ints
from report_helpers.audit.groups import numbered_keys

__all__ = ["Values", "publisher_values"]

TINY = float(np.finfo(float).tiny)


@dataclass(frozen=True, slots=True)
class Values:
    """Values of levels by year, printed or on a path: arrays of equal length.

    `row` (place of the claim), `year`, `low`, `high` (base units; equal unless a range), `least`,
    `most` (the same, within the intervals of the claim's figures).
    """

    row: Ints
    year: Ints
    low: Floats
    high: Floats
    least: Floats
    most: Floats

    def chosen(self, entries: Ints) -> "Values":
        """Return the selected entries."""
        return Values(*(getattr(self, name)[entries] for name in self.__slots__))


def _by_year(context: AuditContext) -> Values:
    """Return producers' values by year: first those on paths, then printed ones."""
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
    rows = np.concatenate([row, ends, bases])
    lows = np.concatenate([along, low[ends], base[bases]])
    highs = np.concatenate([along, high[ends], base[bases]])
    above, below = _room(context, value)
    years = np.concatenate([start[row] + step, end[ends], start[bases]])
    return Values(rows, years, lows, highs, lows / below[rows], highs * above[rows])


def _room(context: AuditContext, value: Floats) -> tuple[Floats, Floats]:
    """Return the factors by which each claim's figures may be higher and lower than printed."""
    base, ends, bases = context.floats("base_value"), context.ends, context.bases
    high = np.where(np.isnan(value), context.floats("value_high"), value)
    low = np.where(np.isnan(value), context.floats("value_low"), value)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        above = np.fmax(ends[:, 1] / high, bases[:, 1] / base)
        below = np.fmax(low / np.maximum(ends[:, 0], TINY), base / np.maximum(bases[:, 0], TINY))
    return above, below


def _latest(context: AuditContext, values: Values) -> Values:
    """Return, for each quantity and year, the values in each producer's latest edition."""
    published = [day or "" for day in context.cells["published"]]
    rank = {day: place for place, day in enumerate(sorted(set(published)))}
    age = np.array([rank[day] for day in published], dtype=np.int64)[values.row]
    who = numbered_keys(context.who, context.quantity)[values.row]
    key = who * CENTURIES + values.year
    order = np.lexsort((age, key))
    last = np.append(key[order][1:] != key[order][:-1], True)[: len(order)]
    return values.chosen(order[last])


def publisher_values(context: AuditContext) -> Values:
    """Return, for each quantity and year, the values in each publisher's latest edition."""
    return _latest(context, _by_year(context))
