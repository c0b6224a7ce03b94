"""Typed cells: numbers, years, days, addresses, keys and words of a list; then the table."""

from collections.abc import Callable
from decimal import Decimal

import pandas as pd
import pytest

from report_helpers.claims.cells import CHUNK
from report_helpers.claims.read import parse_claims
from report_helpers.claims.schema import COLUMN_NAMES
from report_helpers.errors import Problem

pytestmark = pytest.mark.slow

Found = Callable[[str | bytes], list[Problem]]
With = Callable[[int, str, str], str]


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(value, id=f"{row}-{value.encode('ascii', 'backslashreplace').decode()}")
        for row, values in {
            "D14": ["1,632.0", "1\u00a0632", "1 632", "1_000", "0x10", "39.2%", "~632", ">632",
                    "$632", "True", "1e3", ".5", "5.", "+5", "007", "1.2.3", "1,5"],
            "D15": ["\u0661\u0662", "\uff16\uff13\uff12", "\u2212632", "6\u0663"],
            "D16": ["inf", "-Infinity", "1e309", "NaN", "nan", "1e300", "1" * 16, "9" * 400],
            "D17": ["NA", "null", "n/a", "-", "None"],
        }.items()
        for value in values
    ],
)  # fmt: skip
@pytest.mark.parametrize("column", ["value", "base_value", "growth_percent"])
def test_cells_that_are_not_plain_decimals_are_refused(
    column: str, value: str, with_cell: With, problems_of: Found
) -> None:
    """D14-D17: a number that is not a plain finite decimal, shown in ASCII, with an example."""
    (problem,) = problems_of(with_cell(2, column, value))
    assert (problem.line, problem.column) == (2, column)
    assert problem.message.startswith(ascii(value)[:40])
    assert problem.message.isascii()
    assert "plain decimal like 1632.0" in problem.fix


@pytest.mark.parametrize("value", ["2028.5", "FY2028", "20288", "1899", "2101", "-2030", "30",
                                   "\u0662\u0660\u0663\u0660", "2030e0"])  # fmt: skip
@pytest.mark.parametrize("column", ["year", "base_year", "growth_from", "growth_to"])
def test_what_is_no_year_is_refused(
    column: str, value: str, with_cell: With, problems_of: Found
) -> None:
    """D19: a year that is not whole and between 1900 and 2100."""
    (problem,) = problems_of(with_cell(2, column, value))
    assert (problem.line, problem.column) == (2, column)
    assert "is not a year" in problem.message
    assert "between 1900 and 2100" in problem.fix


@pytest.mark.parametrize(
    ("column", "value", "fix"),
    [
        pytest.param("metric", "levels", "did you mean level?", id="metric"),
        pytest.param("role", "quoted", "write one of them", id="role"),
        pytest.param("kind", "forecast", "write one of them", id="kind"),
    ],
)
def test_unknown_words_list_the_allowed_ones(
    column: str, value: str, fix: str, with_cell: With, problems_of: Found
) -> None:
    """D20: a word that is not of the list, shown in ASCII, with the list and a suggestion."""
    (problem,) = problems_of(with_cell(2, column, value))
    assert (problem.line, problem.column) == (2, column)
    assert problem.message.startswith(f"{value!a} is not one of ")
    assert problem.fix == fix


@pytest.mark.parametrize(
    ("value", "fix"),
    [
        pytest.param("usd_bn", "did you mean usd_billion?", id="D20-near"),
        pytest.param("USD_BILLION", "did you mean usd_billion?", id="D20-capitals"),
        pytest.param("inr_cr", "did you mean inr_crore?", id="short-scale"),
        pytest.param("\u0578", "write QUANTITY", id="D20-other-script"),
        pytest.param("perc\u0435nt", "did you mean percent?", id="D20-look-alike"),
        pytest.param("usd_bilion", "did you mean usd_billion?", id="misspelt-scale"),
        pytest.param("eur_milion", "did you mean eur_million?", id="of-the-same-currency"),
        pytest.param("percents", "did you mean percent?", id="plural"),
        pytest.param("us_billion", "write QUANTITY", id="no-currency"),
        pytest.param("euro_billion", "did you mean eur_billion?", id="a-name"),
        pytest.param("eurodollar_billion", "write QUANTITY", id="no-code"),
        pytest.param("xbt_billion", "write QUANTITY", id="not-of-iso"),
    ],
)
def test_a_suggested_unit_has_the_same_currency(
    value: str, fix: str, with_cell: With, problems_of: Found
) -> None:
    """D20: a misspelt scale is suggested; what may be another currency is not guessed."""
    (problem,) = problems_of(with_cell(2, "unit", value))
    assert (problem.line, problem.column, problem.code) == (2, "unit", "enum")
    assert problem.message == f"{value!a} is not a unit"
    assert problem.fix.startswith(fix)


def test_a_unit_with_a_zero_width_space_is_refused(with_cell: With, problems_of: Found) -> None:
    """D20: an invisible character does not make a new unit."""
    (problem,) = problems_of(with_cell(2, "unit", "usd_\u200bbillion"))
    assert (problem.line, problem.column, problem.code) == (2, "unit", "invisible-character")


@pytest.mark.parametrize(
    "column",
    ["topic", "metric", "measure", "title", "scope", "qualifier", "unit", "kind", "as_printed",
     "role", "source_id", "source_title", "source_kind", "evidence"],
)  # fmt: skip
def test_required_cells_are_required(column: str, with_cell: With, problems_of: Found) -> None:
    """D17: an empty cell in a required column is one problem."""
    (problem,) = problems_of(with_cell(3, column, ""))
    assert (problem.line, problem.column, problem.code) == (3, column, "required")
    assert "required" in problem.message


def test_claim_id_is_required(with_cell: With, problems_of: Found) -> None:
    """D17: a claim without a key is refused."""
    (problem,) = problems_of(with_cell(4, "claim_id", ""))
    assert (problem.line, problem.column, problem.code) == (4, "claim_id", "required")


@pytest.mark.parametrize("value", ["NA", "null", "None", "n/a", "N/A", "-", "NaN", "--", "nil"])
@pytest.mark.parametrize("column", ["title", "producer", "region", "note"])
def test_words_for_nothing_are_refused(
    column: str, value: str, with_cell: With, problems_of: Found
) -> None:
    """D17: a word for a missing value is refused, also in optional columns."""
    (problem,) = problems_of(with_cell(2, column, value))
    assert (problem.line, problem.column, problem.code) == (2, column, "required")
    assert repr(value) in problem.message
    assert problem.fix == ("write the value" if column == "title" else "leave the cell empty")


@pytest.mark.parametrize(
    "value",
    ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "//a.example/1",
     "https://user@a.example/", "https://user:word@a.example/", 'https://a.example/"x',
     "https://a.example/a b", "https://a.example/'", "https://a.example/<b>", "https://",
     "https://\u0430.example/", "a.example", "ftp://a.example/", "https://a.example/\u00fc",
     "https://a.example\\b", "HTTPS://a.example:x/"],
)  # fmt: skip
def test_unsafe_addresses_are_refused(value: str, with_cell: With, problems_of: Found) -> None:
    """D24: an address that is not plain http or https."""
    (problem,) = problems_of(with_cell(3, "url", value))
    assert (problem.line, problem.column, problem.code) == (3, "url", "url-error")
    assert "http or https" in problem.fix


@pytest.mark.parametrize(
    ("column", "value"),
    [("accessed", "2026-11"), ("accessed", "23.11.2026"), ("accessed", "2026-02-30"),
     ("accessed", "2026-13-01"), ("published", "2026-02-30"), ("published", "May 2023"),
     ("published", "2023-00")],
)  # fmt: skip
def test_what_is_no_day_is_refused(
    column: str, value: str, with_cell: With, problems_of: Found
) -> None:
    """Days have the ISO form and exist in the calendar."""
    (problem,) = problems_of(with_cell(3, column, value))
    assert (problem.line, problem.column) == (3, column)
    assert value in problem.message


@pytest.mark.parametrize("value", ["A1", "a-1", "a b", "\u0430b"])
def test_keys_are_small_letters_digits_and_underscores(
    value: str, with_cell: With, problems_of: Found
) -> None:
    """A key with capitals, hyphens, spaces or look-alikes is refused."""
    (problem,) = problems_of(with_cell(4, "claim_id", value))
    assert (problem.line, problem.column, problem.code) == (4, "claim_id", "key-error")


def test_long_values_are_shortened(with_cell: With, problems_of: Found) -> None:
    """A wrong cell of a thousand characters is not printed in full."""
    (problem,) = problems_of(with_cell(2, "value", "x" * 1000))
    assert len(problem.message) < 120


def test_every_cell_of_a_row_is_checked(with_cell: With, problems_of: Found) -> None:
    """Each wrong cell of a row is a problem; the rules of the row wait until they are right."""
    text = with_cell(2, "value", "abc").replace(",2023,26.03,", ",x,y,")
    assert [(problem.line, problem.column) for problem in problems_of(text)] == [
        (2, "base_year"), (2, "base_value"), (2, "value"),
    ]  # fmt: skip


def test_table_has_the_promised_types(good: str) -> None:
    """The table has every column in the schema's order, typed, and the physical lines."""
    table = parse_claims(good.encode(), "a")
    assert list(table.columns) == [*COLUMN_NAMES[1:], "line"]
    assert table.index.name == "claim_id"
    assert list(table.index) == ["m1", "m2", "m3"]
    assert table["line"].tolist() == [2, 3, 4]
    assert table["title"].dtype == "str"
    assert table["base_year"].dtype == "Int64"
    assert table["base_year"].isna().tolist() == [False, True, True]
    assert table["url"].isna().tolist() == [False, False, True]
    assert table["locator"].isna().all()
    assert table["value"].tolist() == [Decimal("225.91"), None, Decimal("-0.66")]


def test_numbers_keep_their_digits(claims_of: Callable[..., pd.DataFrame]) -> None:
    """`39.0` stays `39.0`, for the printed digits give the interval."""
    table = claims_of({"value": "39.0"}, {"value": "39"}, {"value": "1632.10"})
    assert [str(value) for value in table["value"]] == ["39.0", "39", "1632.10"]


def test_keys_stay_text(claims_of: Callable[..., pd.DataFrame]) -> None:
    """D22: a key of digits keeps its zeros."""
    assert claims_of({"claim_id": "007", "value": "1"}).index.tolist() == ["007"]


def test_rows_beyond_a_chunk_keep_their_lines(
    csv_of: Callable[..., bytes], problems_of: Found
) -> None:
    """A wrong cell far down the file is reported at its own line."""
    rows = [{"value": "1"} for _ in range(CHUNK + 10)]
    rows[CHUNK + 4]["value"] = "x"
    (problem,) = problems_of(csv_of(*rows))
    assert (problem.line, problem.column) == (CHUNK + 6, "value")


@pytest.mark.parametrize(
    ("url", "encoded"),
    [("https://example.org/march\u00e9?q=\u00e9%20a", "https://example.org/march%C3%A9?q=%C3%A9%20a"),
     ("https://b\u00fccher.example/", "https://xn--bcher-kva.example/")],
)  # fmt: skip
def test_an_address_is_percent_encoded(
    url: str, encoded: str, with_cell: With, problems_of: Found
) -> None:
    """An address with other letters is refused with the one to write."""
    (problem,) = problems_of(with_cell(2, "url", url))
    assert (problem.column, problem.fix) == (
        "url",
        f"percent-encode the http or https address: {encoded}",
    )


@pytest.mark.parametrize("day", ["23/11/2026", "11/23/26", "23-Nov-26", "23.11.2026"])
def test_dates_of_a_spreadsheet_are_named(day: str, with_cell: With, problems_of: Found) -> None:
    """The fix names the cause of a changed date and what to write."""
    (problem,) = problems_of(with_cell(2, "accessed", day))
    assert "a spreadsheet changes what looks like a date" in problem.fix


def test_dropped_zeros_are_named(csv_of: Callable[..., bytes], problems_of: Found) -> None:
    """A spreadsheet saves 40.0 as 40: the digits that were printed are asked for."""
    (problem,) = problems_of(csv_of({"value": "40", "as_printed": "40.0"}))
    assert "a spreadsheet drops them" in problem.fix
