"""The columns of the claims as plain values: cells on access, texts as numbers."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

__all__ = ["Cells", "Keys", "Row"]


class Cells(dict[str, list[Any]]):
    """The cells of each column as a list; `None` for a missing cell or a missing column."""

    def __init__(self, claims: pd.DataFrame) -> None:
        super().__init__(claim_id=list(map(str, claims.index)))
        self.claims = claims

    def __missing__(self, name: str) -> list[Any]:
        """Read a column from the table on first access."""
        if name in self.claims.columns:
            column = self.claims[name].array
            self[name] = column.to_numpy(dtype=object, na_value=None).tolist()
        else:
            self[name] = [None] * len(self.claims)
        return self[name]


class Row(Mapping[str, Any]):
    """The cells of one claim by column, read on access; `None` for missing cells."""

    __slots__ = ("_cells", "_place")

    def __init__(self, cells: Cells, place: int) -> None:
        self._cells, self._place = cells, place

    def __getitem__(self, name: str) -> Any:
        """Return the cell of a column."""
        return self._cells[name][self._place]

    def __iter__(self) -> Iterator[str]:
        """Yield the names of the columns."""
        return iter(["claim_id", *self._cells.claims.columns])

    def __len__(self) -> int:
        """Return the number of columns."""
        return 1 + len(self._cells.claims.columns)


class Keys:
    """A column of texts as numbers: `codes` (-1 for missing cells), one of `names` for each."""

    def __init__(self, claims: pd.DataFrame, column: str) -> None:
        """Number the texts of a column; without it, all cells are missing."""
        cells = claims[column] if column in claims.columns else pd.Series([None] * len(claims))
        codes, names = pd.factorize(cells)
        self.codes: npt.NDArray[np.int64] = codes.astype(np.int64)
        self.names: list[str] = list(map(str, names))

    def among(self, values: tuple[str, ...]) -> npt.NDArray[np.bool_]:
        """Return whether each cell is one of these texts."""
        wanted = [code for code, name in enumerate(self.names) if name in values]
        return np.asarray(np.isin(self.codes, wanted))

    def mapped(self, change: Callable[[str], Any], missing: Any = None) -> list[Any]:
        """Return what each text becomes; `change` is called once for each distinct text."""
        # The code of a missing cell, -1, leads to the last item.
        changed = [*map(change, self.names), missing]
        return [changed[code] for code in self.codes.tolist()]
