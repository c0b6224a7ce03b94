"""What a user's claims are read from: a claims file, and the documents beside it.

Everything after the join sees one table. `one_csv` gives it as the bytes of a CSV, for runs: they
compare, keep and publish these bytes.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
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
from report_helpers.claims.parsing.csv_records import Record, read_records
from report_helpers.claims.schema import SOURCE_COLUMNS
from report_helpers.errors import DataError, Problem

if TYPE_CHECKING:
    from report_helpers.claims.fetching.http import RetryPolicy

__all__ = ["ClaimsInput", "fetch_claims", "fetch_input", "one_csv"]

BESIDE = "sources.csv"


@dataclass(slots=True)
class ClaimsInput:
    """The bytes of a claims file and of the documents beside it, if there are any.

    Attributes:
        raw: the bytes of the claims file.
        place: its name in messages.
        sources: the bytes of the documents' file.
        sources_place: its name in messages.
        notes: after all records were read, what is no error: documents that no claim names.
    """

    raw: bytes
    place: str
    sources: bytes | None = None
    sources_place: str = ""
    notes: list[Problem] = field(default_factory=list)

    def records(self) -> Iterator[Record | Problem]:
        """Yield the header, the rows of the one table, and all structural problems."""
        if self.sources is None:
            yield from read_records(self.raw)
            return
        found = read_records(self.sources, SOURCE_COLUMNS)
        documents = read_documents(found, self.sources_place)
        used: set[str] = set()
        yield from joined(read_records(self.raw), documents, used)
        self.notes = documents.unused(used)


def fetch_input(data: str = "", policy: "RetryPolicy | None" = None) -> ClaimsInput:
    """Return the bytes of claims and of their documents; the arguments and errors are `fetch`'s.

    Beside a path, `sources.csv` is read wherever it is a list of documents. A server is asked for
    it only if the claims lack a column that describes them.
    """
    given = ClaimsInput(fetch(data, policy), shown_place(data))
    if is_pipe(data):
        return given
    needed = lacks_documents(given.raw)
    beside = place_beside(data)
    if is_address(data) and not needed:
        return given
    sources = fetch_if_there(beside, policy) if beside != data else None
    if sources is not None and (needed or describes_documents(sources)):
        given.sources, given.sources_place = sources, shown_place(beside)
    return given


def fetch_claims(data: str = "", policy: "RetryPolicy | None" = None) -> bytes:
    """Return the one table of claims and documents as a CSV; see `fetch_input` and `one_csv`."""
    return one_csv(fetch_input(data, policy))


def one_csv(given: ClaimsInput) -> bytes:
    """Return the one table as the bytes of a CSV, with each row on its line in the claims file.

    Raises:
        DataError: the parts of the table cannot be read or do not fit together.
    """
    if given.sources is None:
        return given.raw
    problems = ProblemCollector()
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    for item in given.records():
        if isinstance(item, Problem):
            problems.add([item])
        else:
            writer.writerow(item.cells)
    if problems.counts:
        raise DataError(given.place, problems.listed(), problems.counts)
    return text.getvalue().encode()


def place_beside(data: str) -> str:
    """Return the path or address of `sources.csv` beside the claims."""
    if not is_address(data):
        return str(path_of(data).with_name(BESIDE))
    parts = urlsplit(data)
    path = f"{parts.path.rpartition('/')[0]}/{BESIDE}"
    return urlunsplit((parts.scheme, parts.netloc, path, parts.query, ""))


def lacks_documents(raw: bytes) -> bool:
    """Return whether the header of claims lacks a required column of their documents."""
    required = [column.name for column in SOURCE_COLUMNS if column.required]
    head = first_line(raw)
    return SOURCE_COLUMNS[0].name in head and any(name not in head for name in required)


def describes_documents(raw: bytes) -> bool:
    """Return whether a file has a column of documents' keys; others are not ours."""
    return SOURCE_COLUMNS[0].name in first_line(raw)


def first_line(raw: bytes) -> str:
    """Return the text of a file's first line."""
    return raw[:65536].partition(b"\n")[0].partition(b"\r")[0].decode(errors="replace")
