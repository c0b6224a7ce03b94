"""Collects the text cells of a column as numbers of their distinct texts."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

__all__ = ["TextColumn"]


class TextColumn:
    """The cells of a column, collected as numbers of their distinct texts.

    Rules look at each distinct text once, and compare numbers instead of texts.
    """

    def __init__(self) -> None:
        self._numbers = Numbers({"": 0})
        self._codes = [np.zeros(0, dtype=np.int32)]

    def extend(self, cells: Sequence[str]) -> None:
        """Add the next cells."""
        codes = map(self._numbers.__getitem__, cells)
        self._codes.append(np.fromiter(codes, np.int32, len(cells)))

    def extend_empty(self, count: int) -> None:
        """Add this number of empty cells."""
        self._codes.append(np.zeros(count, dtype=np.int32))

    def categorical(self) -> pd.Categorical:
        """Return all cells; the first category is the empty text."""
        texts = pd.Index(list(self._numbers), dtype=object)
        codes = np.concatenate(self._codes)
        return pd.Categorical.from_codes(codes, categories=texts, validate=False)


class Numbers(dict[str, int]):
    """Numbers texts in the order in which they first appear."""

    def __missing__(self, text: str) -> int:
        """Give a new text the next number."""
        number = self[text] = len(self)
        return number
