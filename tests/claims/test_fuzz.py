"""For any bytes, the result is a table or a list of problems."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from report_helpers.claims.parsing.csv_lines import texts
from report_helpers.claims.parsing.csv_records import Record, read_records
from report_helpers.claims.read import parse_claims
from report_helpers.errors import DataError, Problem

pytestmark = pytest.mark.slow

Found = Callable[[str | bytes], list[Problem]]
Edit = Callable[[str, str], str]
With = Callable[[int, str, str], str]
Place = tuple[int, str, str]


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=12)


@given(st.lists(st.lists(CELLS, min_size=1, max_size=4), min_size=1, max_size=5))
def test_records_are_those_of_the_csv_module(rows: list[list[str]]) -> None:
    """Whatever the csv module writes is split into the same records, at the right lines."""
    line = 1
    expected = []
    for row in rows:
        text = ",".join('"' + cell.replace('"', '""') + '"' for cell in row)
        expected.append((line, text))
        line += 1 + text.count("\n")
    raw = "\n".join(text for _, text in expected).encode()
    assert list(texts(raw)) == expected


@settings(deadline=None, max_examples=50)
@given(st.binary(max_size=300))
def test_no_bytes_make_it_fail(good: str, raw: bytes) -> None:
    """D28: for any bytes after a header, the result is a table or a list of problems."""
    for content in (raw, good.encode() + raw):
        try:
            table = parse_claims(content, "a")
        except DataError as error:
            assert error.problems  # noqa: PT017  # either outcome is right
        else:
            assert len(table) >= 3


@given(st.text(alphabet='a",\n\\ ', max_size=60))
def test_no_quotes_make_it_fail(good: str, text: str) -> None:
    """D28: however quotes, commas and line ends are mixed, rows before them are still read."""
    found = list(read_records((good + text).encode()))
    kept = [item for item in found if isinstance(item, Record)]
    assert [record.cells[0] for record in kept[:4]] == ["claim_id", "m1", "m2", "m3"]
