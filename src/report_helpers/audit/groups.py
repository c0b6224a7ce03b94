"""Groups of rows with equal keys, and the least and greatest numbers of each group."""

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

__all__ = ["Groups", "numbered_keys"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


def numbered_keys(*keys: Iterable[Any]) -> Ints:
    """Return the number of each row's combination of keys, from 0 in order of first appearance.

    Args:
        keys: sequences of equal length with hashable items; `None` is an ordinary key.
    """
    numbers = None
    for key in keys:
        codes = _codes(key)
        if numbers is not None:
            codes = _codes(numbers * (codes.max(initial=0) + 1) + codes)
        numbers = codes
    return np.zeros(0, dtype=np.int64) if numbers is None else numbers


def _codes(key: Iterable[Any]) -> Ints:
    items = key if isinstance(key, np.ndarray) else np.fromiter(key, dtype=object)
    return np.asarray(pd.factorize(items, use_na_sentinel=False)[0], dtype=np.int64)


class Groups:
    """Rows by group number; every method returns one result per group."""

    def __init__(self, codes: Ints, count: int | None = None) -> None:
        """Take each row's group number, from 0, and the count of groups.

        A row with a negative number is in no group.
        """
        self.codes = codes
        self.count = int(codes.max(initial=-1)) + 1 if count is None else count

    def among(self, rows: Mask) -> "Groups":
        """Return the same groups, restricted to these rows."""
        return Groups(np.where(rows, self.codes, -1), self.count)

    def least(self, numbers: Floats | Ints) -> Floats:
        """Return the least number of each group, infinity for an empty group."""
        return self._extreme(np.minimum, numbers, np.inf)

    def most(self, numbers: Floats | Ints) -> Floats:
        """Return the greatest number of each group, minus infinity for an empty group."""
        return self._extreme(np.maximum, numbers, -np.inf)

    def first_least(self, numbers: Floats) -> Ints:
        """Return the first row with the least number of each group, -1 for an empty group."""
        found = np.full(self.count, -1)
        (rows,) = (self.codes >= 0).nonzero()
        least = self.least(numbers)[self.codes[rows]]
        rows = rows[numbers[rows] == least][::-1]
        found[self.codes[rows]] = rows
        return found

    def _extreme(self, ufunc: np.ufunc, numbers: Floats | Ints, empty: float) -> Floats:
        found = np.full(self.count, empty)
        inside = self.codes >= 0
        ufunc.at(found, self.codes[inside], numbers[inside])
        return found

    def members(self, chosen: Mask) -> Iterator[list[int]]:
        """Yield the rows of each chosen group, in their order.

        Args:
            chosen: a mask over groups, indexed by group number.
        """
        inside = self.codes >= 0
        inside[inside] = chosen[self.codes[inside]]
        (rows,) = inside.nonzero()
        found: dict[int, list[int]] = {}
        for row, code in zip(rows.tolist(), self.codes[rows].tolist(), strict=True):
            found.setdefault(code, []).append(row)
        yield from found.values()
