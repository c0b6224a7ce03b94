"""Checks every cell of the records against the schema.

Pydantic's compiled code checks whole columns of one chunk of rows at a time, so that a million
rows take seconds.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice
from types import GenericAlias
from typing import Annotated, Any, Literal

import numpy as np
import pandas as pd
from pydantic import (
    BaseModel,
    ConfigDict,
    StringConstraints,
    TypeAdapter,
    ValidationError,
    create_model,
)

from report_helpers.claims.defects import ProblemCollector
from report_helpers.claims.parsing.cell_problems import cell_problem
from report_helpers.claims.parsing.csv_records import Record
from report_helpers.claims.schema import COLUMNS, PATTERNS, Column
from report_helpers.claims.table_columns import TextColumn
from report_helpers.errors import Problem

__all__ = ["text_rows"]

CHUNK = 1000
"""Rows per chunk; a chunk fits into the processor's cache."""
BY_NAME = {column.name: column for column in COLUMNS}


def cell_type(column: Column) -> Any:
    """Return the type of a column's cells, which are text; an optional cell may be empty."""
    if column.allowed:
        return Literal[column.allowed if column.required else ("", *column.allowed)]
    pattern = PATTERNS[column.kind]
    pattern = pattern if column.required else f"^$|{pattern}"
    return Annotated[str, StringConstraints(pattern=pattern)]


@cache
def columns_model(names: tuple[str, ...]) -> TypeAdapter[BaseModel]:
    """Return the model of a chunk of claims: for each column name a list of cells as text."""
    fields: dict[str, Any] = {
        name: (GenericAlias(list, (cell_type(BY_NAME[name]),)), []) for name in names
    }
    return TypeAdapter(create_model("Claims", __config__=ConfigDict(extra="forbid"), **fields))


def text_rows(found: Iterable[Record | Problem], problems: ProblemCollector) -> pd.DataFrame:
    """Check every cell of the records and collect the cells as text.

    Args:
        found: the header, then rows, mixed with structural problems.
        problems: receives the structural problems and those of the cells.

    Returns:
        A frame with the schema's columns as categories of text, empty where a cell is missing or
        wrong. A wrong claim_id is kept, because other rows may refer to it. Two more columns:
        `line`, the physical line, and `whole`, whether all cells of the row are valid.
    """
    rows = apart(found, problems)
    names = next(rows, Record(1, [])).cells
    adapter = columns_model(tuple(filter(None, names)))
    columns = {name: TextColumn() for name in BY_NAME}
    lines: list[int] = []
    whole: list[bool] = []
    while chunk := list(islice(rows, CHUNK)):
        cells, bad_rows, wrong = checked(adapter, names, chunk)
        problems.add(wrong)
        for name, column in columns.items():
            if any(texts := cells.get(name, [])):
                column.extend(texts)
            else:
                column.extend_empty(len(chunk))
        lines += [record.line for record in chunk]
        whole += [row not in bad_rows for row in range(len(chunk))]
    text = pd.DataFrame({name: column.categorical() for name, column in columns.items()})
    return text.assign(line=np.array(lines, "int64"), whole=np.array(whole, "bool"))


def apart(found: Iterable[Record | Problem], problems: ProblemCollector) -> Iterator[Record]:
    """Yield the records, and collect the problems."""
    for item in found:
        if isinstance(item, Problem):
            problems.add([item])
        else:
            yield item


def checked(
    adapter: TypeAdapter[BaseModel], names: list[str], chunk: list[Record]
) -> tuple[dict[str, list[str]], set[int], list[Problem]]:
    """Check one chunk.

    Returns:
        The cells of each usable column (see `text_rows`), the rows with a wrong cell, and the
        problems of the cells.
    """
    cells = by_column(names, chunk)
    broken = {(names[at], row) for row, record in enumerate(chunk) for at in record.broken}
    wrong = [place for place in mismatches(adapter, cells) if place not in broken]
    problems = [cell_problem(chunk[row].line, BY_NAME[name], cells[name][row])
                for name, row in wrong]  # fmt: skip
    bad = broken.union(wrong)
    for name, row in bad:
        if name not in {"", "claim_id"}:
            cells[name][row] = ""
    return cells, {row for _, row in bad}, problems


def by_column(names: list[str], chunk: list[Record]) -> dict[str, list[str]]:
    """Return the cells of each usable column."""
    columns = zip(names, zip(*(record.cells for record in chunk), strict=True), strict=True)
    return {name: list(cells) for name, cells in columns if name}


def mismatches(
    adapter: TypeAdapter[BaseModel], cells: dict[str, list[str]]
) -> list[tuple[str, int]]:
    """Return column name and row number of every cell that the model rejects."""
    try:
        adapter.validate_python(cells)
    except ValidationError as error:
        found = error.errors(include_url=False, include_context=False, include_input=False)
        return [(str(item["loc"][0]), int(item["loc"][1])) for item in found]
    return []
