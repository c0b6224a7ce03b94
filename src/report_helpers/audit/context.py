"""The input of rules: the claims as columns of plain values, and numbers derived once for all.

Rules first screen all rows with arrays, then check the remaining rows one by one: seventy rows
take milliseconds, a million rows half a minute.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from report_helpers.analysis.comparability import fold, quantity, quantity_keys
from report_helpers.analysis.intervals import interval_ends
from report_helpers.audit.columns import Cells, Keys, Row
from report_helpers.audit.groups import Groups, numbered_keys
from report_helpers.claims.units import unit

__all__ = [
    "CENTURIES", "NO_YEAR", "AuditContext", "Floats", "Ints", "Mask", "Points", "Record",
]  # fmt: skip

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
Record = Mapping[str, Any]

NO_YEAR = 0
"""The value for a year that is not printed."""
CENTURIES = 10_000
"""Exceeds every year, so that a number and a year combine into one number."""


@dataclass(frozen=True, slots=True)
class Points:
    """Every printed value of the claims with its interval: first all end values, then base values.

    Arrays of equal length: `row` (place of the claim), `base` (whether it is a base value),
    `from_year` (start of the window of a change, rate or multiple) and `year` (`NO_YEAR` if
    missing), `low`, `middle`, `high` (base units; an open end is infinite).
    """

    row: Ints
    base: Mask
    from_year: Ints
    year: Ints
    low: Floats
    middle: Floats
    high: Floats

    def of(self, cells: list[Any]) -> list[Any]:
        """Return the cell of its claim for each point."""
        return [cells[row] for row in self.row.tolist()]


@dataclass(frozen=True)
class AuditContext:
    """The input of rules: the validated table, the reference day, and columns derived once for all.

    A row is identified by its place in the table, from 0. The lists `ids` and `cells[column]` and
    arrays such as `factor` and `ends` are indexed by place.
    """

    claims: pd.DataFrame
    as_of: date

    @property
    def ids(self) -> list[str]:
        """The id of each claim."""
        return self.cells["claim_id"]

    @cached_property
    def place(self) -> dict[str, int]:
        """The place of each claim by its id."""
        return {claim_id: place for place, claim_id in enumerate(self.ids)}

    @cached_property
    def cells(self) -> Cells:
        """The cells of each column."""
        return Cells(self.claims)

    @cached_property
    def _kept(self) -> dict[tuple[str, ...], Any]:
        """The arrays made so far, by kind and column; rules must not change them."""
        return {}

    def _array(self, kind: str, column: str, make: Callable[[], Any]) -> Any:
        key = kind, column
        if key not in self._kept:
            self._kept[key] = make()
        return self._kept[key]

    def keys(self, column: str) -> Keys:
        """Return a column of texts as numbers."""
        keys: Keys = self._array("keys", column, lambda: Keys(self.claims, column))
        return keys

    def record(self, row: int) -> Record:
        """Return the cells of one claim by column, `None` for missing cells."""
        return Row(self.cells, row)

    def where(self, column: str, *values: str) -> Mask:
        """Return whether each claim has one of these values in a column."""
        return self.keys(column).among(values)

    def known(self, column: str) -> Mask:
        """Return whether each claim has a value in a column."""
        if column not in self.claims.columns:
            return np.zeros(len(self.claims), dtype=bool)
        return np.array(self.claims[column].notna(), dtype=bool)

    def floats(self, column: str) -> Floats:
        """Return a column of numbers, NaN for missing cells; do not change it."""
        floats: Floats = self._array("floats", column, lambda: self._numbers(column, float, np.nan))
        return floats

    def years(self, column: str) -> Ints:
        """Return a column of years, `NO_YEAR` for missing cells; do not change it."""
        years: Ints = self._array("years", column, lambda: self._numbers(column, np.int64, NO_YEAR))
        return years

    def _numbers(self, column: str, dtype: Any, missing: float) -> Any:
        if column not in self.claims.columns:
            numbers = np.full(len(self.claims), missing, dtype=dtype)
        else:
            numbers = self.claims[column].to_numpy(dtype=object, na_value=missing).astype(dtype)
        numbers.flags.writeable = False
        return numbers

    @cached_property
    def originals(self) -> Ints:
        """The place of each claim's original, -1 if the table does not hold one."""
        names = self.cells["original_id"]
        return np.array([self.place.get(name, -1) for name in names], dtype=np.int64)

    @cached_property
    def factor(self) -> Floats:
        """Base units per unit of each claim."""
        return np.array(self.keys("unit").mapped(lambda code: unit(code).factor), dtype=float)

    @cached_property
    def dimension(self) -> list[str]:
        """The dimension of each claim's unit."""
        return self.keys("unit").mapped(lambda code: unit(code).dimension)

    @cached_property
    def middle(self) -> Floats:
        """Each claim's value, or the middle of its range, in its own unit."""
        low, high = self.floats("value_low"), self.floats("value_high")
        value = self.floats("value")
        return np.where(np.isnan(value), (low + high) / 2, value)

    @cached_property
    def ends(self) -> Floats:
        """The interval of each claim's value or range: rows of low and high, in its own unit."""
        return self._intervals("value", "value_low", "value_high", "qualifier")

    @cached_property
    def bases(self) -> Floats:
        """The interval of each claim's base value, in the form of `ends`."""
        return interval_ends(self.cells["base_value"], self.cells["base_qualifier"])

    @cached_property
    def stated(self) -> Floats:
        """The interval of each claim's stated growth, in the form of `ends`, in percent a year."""
        return self._intervals("growth_percent", "growth_low", "growth_high", "growth_qualifier")

    def _intervals(self, value: str, low: str, high: str, qualifier: str) -> Floats:
        # A printed range runs from the low end of its lower number to the high end of its upper.
        hedges = self.cells[qualifier]
        single, lower, upper = (
            interval_ends(self.cells[name], hedges) for name in (value, low, high)
        )
        span = np.column_stack([lower[:, 0], upper[:, 1]])
        return np.where(np.isnan(single), span, single)

    @cached_property
    def quantity(self) -> Ints:
        """The number of each claim's quantity; claims with the same number are comparable."""
        return np.array(quantity(self.claims), dtype=np.int64)

    @cached_property
    def _quantity_keys(self) -> pd.DataFrame:
        return quantity_keys(self.claims)

    @cached_property
    def region(self) -> list[str]:
        """The region of each claim, normalized for comparison."""
        return self._quantity_keys["region"].tolist()

    @cached_property
    def section(self) -> list[int]:
        """The number of each claim's section of its document.

        A section holds the rows of one document, measure, region and part of the year. Fiscal
        years and sums over years count as years: their part of the year is empty.
        """
        keys = self._quantity_keys
        part = keys["period"].where(keys["period"].str.match("quarter|half|month|run_rate"), "")
        columns = (keys["measure"].to_numpy(), keys["region"].to_numpy(), part.to_numpy())
        numbers: list[int] = numbered_keys(self.keys("source_id").codes, *columns).tolist()
        return numbers

    @cached_property
    def who(self) -> list[str]:
        """The producer of each claim, normalized for case and spaces; empty if none is named."""
        return self.keys("producer").mapped(fold, missing="")

    @cached_property
    def printed(self) -> Points:
        """Every printed value with its interval."""
        ends, bases = self.ends, self.bases
        base = self.floats("base_value")
        no_year = np.zeros(len(self.ids), dtype=np.int64)
        window = np.where(self.where("metric", "level"), NO_YEAR, self.years("base_year"))
        (value,), (start,) = np.isfinite(self.middle).nonzero(), np.isfinite(base).nonzero()
        row = np.concatenate([value, start])
        factor = self.factor[row]

        def both(of_ends: Any, of_bases: Any) -> Any:
            return np.concatenate([of_ends[value], of_bases[start]])

        return Points(
            row,
            np.arange(len(row)) >= len(value),
            both(window, no_year),
            both(self.years("year"), self.years("base_year")),
            both(ends[:, 0], bases[:, 0]) * factor,
            both(self.middle, base) * factor,
            both(ends[:, 1], bases[:, 1]) * factor,
        )

    @cached_property
    def things(self) -> Groups:
        """The printed values grouped by producer, quantity and year; shares also by title."""
        points = self.printed
        titles = [title if metric == "share" else None for title, metric in
                  zip(self.cells["title"], self.cells["metric"], strict=True)]  # fmt: skip
        keys = (self.quantity[points.row], points.from_year, points.year, points.of(titles))
        return Groups(numbered_keys(points.of(self.who), *keys))
