"""Writes claims with defects anew, with every change that is certain."""

import csv
import io
from collections import Counter
from typing import NamedTuple

from report_helpers.claims.inputs.claims_input import ClaimsInput
from report_helpers.claims.repair.certain_cells import certain_cell, certain_key
from report_helpers.claims.repair.lenient_table import Change, LenientTable, read_lenient
from report_helpers.claims.schema import COLUMNS, SOURCE_COLUMNS

__all__ = ["Repaired", "repaired"]

BY_NAME = {column.name: column for column in COLUMNS}
KEY = SOURCE_COLUMNS[0].name
IDENTITIES = (("claim_id", "original_id", "repeats_id"), (KEY,))
"""Columns that share keys, each of which stands for one thing."""


class Repaired(NamedTuple):
    """The bytes of a CSV, and the changes that led to it, in the order of the files."""

    raw: bytes
    changes: list[Change]


def repaired(given: ClaimsInput) -> Repaired:
    """Return claims and their documents as one CSV with what is certain.

    Repairing the result again changes nothing. Rows that cannot be split, and cells of which
    nothing is certain, stay as they are.

    Raises:
        DataError: the claims are no table, or cells of a workbook are not certain.
    """
    table = read_lenient(given.claims)
    sources = read_lenient(given.sources) if given.sources else None
    merging = merged_keys([table, sources] if sources else [table])
    mend_cells(table, merging)
    changes = sorted(table.changes)
    if sources:
        mend_cells(sources, merging)
        changes += sorted(each._replace(file=sources.place) for each in sources.changes)
        add_documents(table, sources)
        changes.append(Change(1, "-", f"the cells of {sources.place} are filled in"))
    return Repaired(written(table), changes)


def merged_keys(tables: list[LenientTable]) -> set[str]:
    """Return the keys that must stay, because mending them would make two things one."""
    merging: set[str] = set()
    for names in IDENTITIES:
        found = {cell.strip() for table in tables for name in names for cell in table.cells(name)}
        times = Counter(map(certain_key, found))
        merging |= {key for key in found if times[certain_key(key)] > 1}
    return merging


def mend_cells(table: LenientTable, merging: set[str]) -> None:
    """Write what is certain into the cells of a table."""
    identities = {name for names in IDENTITIES for name in names}
    known = [(at, BY_NAME[name]) for at, name in enumerate(table.labels) if name in BY_NAME]
    # What is certain about a number depends on the text and the unit of its row.
    known.sort(key=lambda each: each[1].kind == "number")
    for row in table.whole_rows():
        cells = dict(zip(table.labels, row.cells, strict=True))
        for at, column in known:
            old = row.cells[at]
            if column.name in identities and old.strip() in merging:
                new = old.strip()
            else:
                new = certain_cell(column, old, cells)
            if new != old:
                row.cells[at] = cells[column.name] = new
                change = f"{old!a} is now {new!a}" if new.strip() else "the spaces are removed"
                table.changes.append(Change(row.line, column.name, change))


def add_documents(table: LenientTable, sources: LenientTable) -> None:
    """Fill the cells that describe a document, and add the columns that claims lack."""
    if KEY not in table.labels or KEY not in sources.labels:
        return
    names = [column.name for column in SOURCE_COLUMNS[1:] if column.name in sources.labels]
    at_key = sources.labels.index(KEY)
    documents = {row.cells[at_key]: dict(zip(sources.labels, row.cells, strict=True))
                 for row in reversed(list(sources.whole_rows()))}  # fmt: skip
    rows = list(table.whole_rows())
    added = [name for name in names if name not in table.labels]
    table.labels += added
    for row in rows:
        row.cells += [""] * len(added)
        document = documents.get(row.cells[table.labels.index(KEY)], {})
        for name in names:
            at = table.labels.index(name)
            row.cells[at] = row.cells[at] or document.get(name, "")


def written(table: LenientTable) -> bytes:
    """Return a table as the bytes of a CSV."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table.labels)
    for row in table.rows:
        if row.verbatim:
            text.write(f"{row.verbatim}\n")
        else:
            writer.writerow(row.cells)
    return text.getvalue().encode(errors="surrogateescape")
