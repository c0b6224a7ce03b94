"""The data table of a figure that brings none: what its traces hold, as far as a table can say."""

import base64
from collections.abc import Iterable, Mapping
from itertools import islice, zip_longest
from typing import Any, Final, NamedTuple

import numpy as np

__all__ = ["DataTable", "trace_table"]

SHOWN_ROWS: Final = 1000
AXES: Final = (("x", "y"), ("labels", "values"))


class DataTable(NamedTuple):
    """A table of texts; `left_out` counts the rows that are not shown."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    left_out: int = 0


def trace_table(data: Iterable[Mapping[str, Any]]) -> DataTable:
    """Return a row a point: the trace, its first and its second coordinate."""
    rows = [row for number, trace in enumerate(data, 1) for row in _rows(number, trace)]
    shown = tuple(islice(rows, SHOWN_ROWS))
    return DataTable(("Series", "x", "y"), shown, len(rows) - len(shown))


def _rows(number: int, trace: Mapping[str, Any]) -> Iterable[tuple[str, ...]]:
    name = str(trace.get("name") or f"series {number}")
    for first, second in AXES:
        if first in trace or second in trace:
            xs, ys = _values(trace.get(first)), _values(trace.get(second))
            return [(name, _text(x), _text(y)) for x, y in zip_longest(xs, ys)]
    return []


def _values(array: Any) -> list[Any]:
    """Return an array of a figure, which plotly writes as a list or as base64 of its bytes."""
    if isinstance(array, Mapping) and "bdata" in array:
        raw = base64.b64decode(array["bdata"])
        return list(np.frombuffer(raw, dtype=array["dtype"]).tolist())
    return list(array) if isinstance(array, list | tuple) else []


def _text(value: Any) -> str:
    return "" if value is None else str(value)
