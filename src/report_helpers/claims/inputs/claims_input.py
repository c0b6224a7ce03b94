"""What a user's claims are read from: a claims file, and the documents beside it.

Everything after the join sees one table. `one_csv` gives it as the bytes of a CSV, for runs: they
compare, keep and publish these bytes.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from report_helpers.claims.defects import ProblemCollector
from report_helpers.claims.fetching.fetch import (
    fetch,
    fetch_if_there,
    is_address,
    is_pipe,
    path_of,
    shown_place,
)
from report_helpers.claims.inputs.documents import read_documents
from report_helpers.claims.inputs.join import joined
from report_helpers.claims.inputs.raw_tables import Table, read_tables
from report_helpers.claims.parsing.csv_records import Record
from report_helpers.claims.schema import SOURCE_COLUMNS
from report_helpers.errors import DataError, Problem

if TYPE_CHECKING:
    from report_helpers.claims.fetching.http import RetryPolicy

__all__ = ["ClaimsInput", "fetch_claims", "fetch_input", "folder_of", "one_csv"]

BESIDE = "sources.csv"


@dataclass(slots=True)
class ClaimsInput:
    """The claims, and the documents that they name if these stand apart.

    Attributes:
        claims: the claims.
        sources: the documents.
        notes: after all records were read, what is no error: documents that no claim names.
    """

    claims: Table
    sources: Table | None = None
    notes: list[Problem] = field(default_factory=list)

    def records(self) -> Iterator[Record | Problem]:
        """Yield the header, the rows of the one table, and all structural problems."""
        if self.sources is None:
            yield from self.claims.records()
            return
        documents = read_documents(self.sources.records(SOURCE_COLUMNS), self.sources.place)
        used: set[str] = set()
        yield from joined(self.claims.records(), documents, used)
        self.notes = documents.unused(used)


def fetch_input(data: str = "", policy: "RetryPolicy | None" = None) -> ClaimsInput:
    """Return claims and their documents; the arguments and errors are those of `fetch`.

    Beside a path, `sources.csv` is read wherever it is a list of documents. A server is asked for
    it only if the claims lack a column that describes them. A workbook may have a sheet instead.
    """
    claims, sources = read_tables(fetch(data, policy), shown_place(data))
    if sources is None and not is_pipe(data):
        sources = table_beside(data, claims, policy)
    return ClaimsInput(claims, sources)


def table_beside(data: str, claims: Table, policy: "RetryPolicy | None") -> Table | None:
    """Return the documents in `sources.csv` beside the claims, if there are any."""
    beside, needed = place_beside(data), lacks_documents(claims)
    if beside == data or (is_address(data) and not needed):
        return None
    raw = fetch_if_there(beside, policy)
    found = None if raw is None else Table(shown_place(beside), raw)
    # Another `sources.csv` is not ours.
    return found if found and (needed or SOURCE_COLUMNS[0].name in found.head()) else None


def fetch_claims(data: str = "", policy: "RetryPolicy | None" = None) -> bytes:
    """Return the one table of claims and documents as a CSV; see `fetch_input` and `one_csv`."""
    return one_csv(fetch_input(data, policy))


def folder_of(data: str = "") -> Path | None:
    """Return the folder of a file, in which its settings are; an address or a pipe has none."""
    return None if is_pipe(data) or "://" in data else path_of(data).parent


def one_csv(given: ClaimsInput) -> bytes:
    """Return the one table as the bytes of a CSV, with each row on its line in the claims file.

    Raises:
        DataError: the parts of the table cannot be read or do not fit together.
    """
    if given.sources is None and given.claims.sheet is None:
        return given.claims.raw
    problems = ProblemCollector()
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    for item in given.records():
        if isinstance(item, Problem):
            problems.add([item])
        else:
            writer.writerow(item.cells)
    if problems.counts:
        raise DataError(given.claims.place, problems.listed(), problems.counts)
    return text.getvalue().encode()


def place_beside(data: str) -> str:
    """Return the path or address of `sources.csv` beside the claims."""
    if not is_address(data):
        return str(path_of(data).with_name(BESIDE))
    parts = urlsplit(data)
    path = f"{parts.path.rpartition('/')[0]}/{BESIDE}"
    return urlunsplit((parts.scheme, parts.netloc, path, parts.query, ""))


def lacks_documents(claims: Table) -> bool:
    """Return whether the header of claims lacks a required column of their documents."""
    required = [column.name for column in SOURCE_COLUMNS if column.required]
    head = claims.head()
    return SOURCE_COLUMNS[0].name in head and any(name not in head for name in required)
