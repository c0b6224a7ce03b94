"""Rows as plain records: a sentence is said of each, and a lookup each in a frame is slow."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

__all__ = ["SAID", "Record", "records"]

Record = dict[str, Any]

SAID = [
    "metric", "base_year", "base_value", "year", "value", "value_low", "value_high", "qualifier",
    "unit", "base_qualifier", "growth_percent", "growth_low", "growth_high", "growth_qualifier",
]  # fmt: skip
"""The columns that `claims.wording` reads to say a claim in words."""
CHUNK = 10_000
"""Rows that are held as records at a time."""


def records(rows: pd.DataFrame) -> Iterator[Record]:
    """Yield each row as a dict of its columns, its index among them by its name."""
    for start in range(0, len(rows), CHUNK):
        part = rows.iloc[start : start + CHUNK].reset_index()
        names = [str(name) for name in part]
        for cells in part.to_numpy(dtype=object).tolist():
            yield dict(zip(names, cells, strict=True))
