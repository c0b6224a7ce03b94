"""A table as it was read: the bytes of a CSV or a sheet of a workbook."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from report_helpers.claims.parsing.csv_records import Record, read_records
from report_helpers.claims.parsing.sheet_records import sheet_records
from report_helpers.claims.schema import COLUMNS, Column
from report_helpers.claims.spreadsheets.workbook import Sheet, is_workbook, read_workbook
from report_helpers.errors import Problem

__all__ = ["Table", "read_tables"]


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its name in messages, and the bytes of a CSV or a sheet."""

    place: str
    raw: bytes = b""
    sheet: Sheet | None = None

    def records(self, columns: Sequence[Column] = COLUMNS) -> Iterator[Record | Problem]:
        """Yield its header, its rows, and all structural problems."""
        if self.sheet is None:
            return read_records(self.raw, columns)
        return sheet_records(self.sheet, columns)

    def head(self) -> str:
        """Return the text of its first row, as far as it can be read."""
        if self.sheet is None:
            line = self.raw[:65536].partition(b"\n")[0].partition(b"\r")[0]
            return line.decode(errors="replace")
        return ",".join(map(str, self.sheet.rows[0][1])) if self.sheet.rows else ""


def read_tables(raw: bytes, place: str) -> tuple[Table, Table | None]:
    """Return the claims, and the documents if the file is a workbook with a sheet of them.

    Raises:
        InputError: the file is a workbook that cannot be read, or is too large.
    """
    if not is_workbook(raw):
        return Table(place, raw), None
    claims, sources = read_workbook(raw, place)
    there = Table(f"{place}, sheet sources", sheet=sources) if sources else None
    return Table(place, sheet=claims), there
