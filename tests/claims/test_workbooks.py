"""Workbooks as other programs write them: text as shown, or one problem that says what to do."""

import csv
import io
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from odfdo import Cell, Document, Row
from odfdo import Table as OdsTable
from openpyxl import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from pandas.testing import assert_frame_equal

from report_helpers.claims import read_claims
from report_helpers.claims.inputs.claims_input import fetch_claims, fetch_input
from report_helpers.claims.read import parse_claims, validated
from report_helpers.claims.schema import SOURCE_COLUMNS
from report_helpers.claims.spreadsheets.ods_sheets import ods_sheets
from report_helpers.claims.spreadsheets.shown_cells import (
    AS_TEXT,
    Unsure,
    all_digits,
    date_as_shown,
    date_in_format,
    number_as_shown,
    number_in_format,
)
from report_helpers.claims.spreadsheets.workbook import (
    is_workbook,
    read_workbook,
    refuse_large,
)
from report_helpers.claims.spreadsheets.xlsx_sheets import xlsx_sheets
from report_helpers.errors import DataError, InputError

pytestmark = pytest.mark.slow

Rows = list[list[Any]]
NAMES = [column.name for column in SOURCE_COLUMNS]


def rows_of(text: str) -> Rows:
    """Return the cells of a CSV."""
    return list(csv.reader(io.StringIO(text)))


def xlsx(path: Path, **sheets: Rows) -> Path:
    """Write an xlsx; a cell is a value, or a value and its number format."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for line, row in enumerate(rows, 1):
            for at, given_cell in enumerate(row, 1):
                value, form = given_cell if isinstance(given_cell, tuple) else (given_cell, None)
                if value not in {"", None}:
                    sheet.cell(line, at, value).number_format = form or "General"
    book.save(path)
    return path


def ods(path: Path, **sheets: Rows) -> Path:
    """Write an ods; a cell is a value, or a value and the text that it shows."""
    document = Document("spreadsheet")
    document.body.clear()
    for name, rows in sheets.items():
        table = OdsTable(name)
        for given_row in rows:
            row = Row()
            for given_cell in given_row:
                value, shown = given_cell if isinstance(given_cell, tuple) else (given_cell, None)
                row.append_cell(Cell(value if value != "" else None, text=shown))
            table.append_row(row)
        document.body.append(table)
    document.save(path)
    return path


Write = Callable[..., Path]
both = pytest.mark.parametrize(("write", "kind"), [(xlsx, "xlsx"), (ods, "ods")])


def problems(path: Path) -> list[str]:
    """Return the errors of a workbook, without its folder."""
    with pytest.raises(DataError) as caught:
        read_claims(str(path))
    return [line.replace(f"{path.parent}/", "") for line in caught.value.lines()]


@both
def test_text_cells_are_read_like_a_csv(write: Write, kind: str, good: str, tmp_path: Path) -> None:
    """The same table, lines and all, and the same CSV for a run."""
    path = write(tmp_path / f"claims.{kind}", Sheet1=rows_of(good))
    whole = parse_claims(good.encode(), "good.csv")
    assert_frame_equal(read_claims(str(path)), whole)
    assert fetch_claims(str(path)).decode() == good


@both
def test_claims_and_documents_have_sheets(
    write: Write, kind: str, good: str, tmp_path: Path
) -> None:
    """Claims are on `claims`, wherever it stands; documents on `sources`; others are not read."""
    head, *body = rows_of(good)
    kept = [at for at, name in enumerate(head) if name not in NAMES[1:]]
    claims = [[row[at] for at in kept] for row in (head, *body)]
    described = [[row[head.index(name)] for name in NAMES] for row in body]
    sheets = {"notes": [["anything"]], "Sources": [NAMES, *described], "Claims": claims}
    path = write(tmp_path / f"claims.{kind}", **sheets)
    assert_frame_equal(read_claims(str(path)), parse_claims(good.encode(), "good.csv"))
    described[1][2] = "consultant"
    found = problems(write(tmp_path / f"wrong.{kind}", **sheets))
    assert [line.split(": ")[0] for line in found] == [
        f"wrong.{kind}, sheet sources:3:source_kind"
    ]  # fmt: skip


def test_other_sheets_may_hold_anything(good: str, tmp_path: Path) -> None:
    """They are not read, whatever their size, and a sheet `claims` need not be the first."""
    rows = rows_of(good)
    path = xlsx(tmp_path / "claims.xlsx", data=[["x"]], claims=rows, more=[["=1/0", time(1, 2)]])
    far = SHEET.format(f'<row r="99999999">{INLINE.format("A99999999")}</row>').encode()
    for part in ("xl/worksheets/sheet1.xml", "xl/worksheets/sheet3.xml"):
        path.write_bytes(with_part(path, part, far))
    assert len(read_claims(str(path))) == 3
    path = ods(tmp_path / "claims.ods", claims=rows, more=[["x"]])
    with zipfile.ZipFile(path) as archive:
        content = archive.read("content.xml")
    last = content.rindex(b"<table:table-row")
    repeated = b'<table:table-row table:number-rows-repeated="99999999"'
    content = content[:last] + repeated + content[last + len(b"<table:table-row") :]
    path.write_bytes(with_part(path, "content.xml", content))
    assert len(read_claims(str(path))) == 3


def test_documents_stand_beside_a_workbook_too(good: str, tmp_path: Path) -> None:
    """Without a sheet of documents, `sources.csv` is read; a document without claims is a note."""
    path = xlsx(tmp_path / "claims.xlsx", claims=rows_of(good))
    (tmp_path / "sources.csv").write_text(f"{','.join(NAMES)}\nx,X,news,,\n", encoding="utf-8")
    found = fetch_input(str(path))
    assert len(validated(found)) == 3
    assert [(note.line, note.file) for note in found.notes] == [(2, str(tmp_path / "sources.csv"))]


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (26.03, "General", "26.03"), (26.03, "0.00", "26.03"), (26.1, "0.00", "26.10"),
        (39, "0.0", "39.0"), (1632, "#,##0", "1632"), (1632.5, "#,##0.00", "1632.50"),
        (-15.9, "0.0_);(0.0)", "-15.9"), (-15.9, "0.0;[Red]-0.0", "-15.9"), (56, "@", "56"),
        (2023, "General", "2023"), (1e-7, "General", "0.0000001"), (0.1 + 0.2, "General", "0.3"),
        (123456789012, "General", "123456789012"), (0, "0", "0"),
        (26.034, "0.00", None), (0.392, "0.0%", None), (5, '"$"0', None),
        (100000, "0.00E+00", None),
        (1632000, "#,##0,", None), (7, "000", None), (1234567890123456, "General", None),
        (5, '0" bn"', None), (5, "[>1]0", None), (2.5, "# ?/?", None),
    ],
)  # fmt: skip
def test_numbers_are_taken_with_their_format(value: float, form: str, text: str | None) -> None:
    """As shown, without separators; `None`: not certain."""
    found = number_in_format(value, form)
    assert found == text if text is not None else isinstance(found, Unsure)


@pytest.mark.parametrize(
    ("number", "text"),
    [("40.0", "40"), ("-0.50", "-0.5"), ("400", "400"), ("4E+2", "400"), ("1E-7", "0.0000001")],
)
def test_numbers_have_no_exponent_and_no_last_zeros(number: str, text: str) -> None:
    """Of a decimal; the zeros of an integer are digits."""
    assert all_digits(Decimal(number)) == text


@pytest.mark.parametrize(
    ("number", "shown", "text"),
    [
        ("26.03", "26.03", "26.03"), ("26.1", "26,10", "26.10"), ("1632", "1.632", "1632"),
        ("1632", "1,632.00", "1632.00"), ("1632.5", "1\u202f632,50", "1632.50"),
        ("1632.5", "1'632.5", "1632.5"), ("-15.9", "\u221215,9", "-15.9"), ("39", "39.0", "39.0"),
        ("26.034", "26.03", None), ("0.392", "39.2%", None), ("5", "$5", None), ("7", "007", None),
        ("100000", "1E+05", None), ("5", "###", None), ("5", "", None),
        ("1E+999999999", "1", None), ("1E-999999999", "0", None), ("NaN", "NaN", None),
    ],
)  # fmt: skip
def test_numbers_are_taken_as_shown(number: str, shown: str, text: str | None) -> None:
    """In any language's marks; `None`: not certain."""
    found = number_as_shown(Decimal(number), shown)
    assert found == text if text is not None else isinstance(found, Unsure)


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("yyyy-mm-dd", "2024-05-01"),
        ("YYYY\\-MM\\-DD", "2024-05-01"),
        ("mmm yy", "2024-05"),
        ("[$-407]mmmm yyyy", "2024-05"),
        ('mmm" day "yy', "2024-05"),
        ("yyyy", ""),
        ("d mmm", ""),
        ("y\\mm", "2024-05"),
        ('y"x"y', ""),
        ("mmm yy;dd", "2024-05"),
        ("_dmmm yy*d", "2024-05"),
    ],
)
def test_dates_are_taken_with_their_format(form: str, text: str) -> None:
    """Words and signs in quotes are no parts of a date; a moment of a day is no day."""
    held = "the spreadsheet holds 2024-05-01 as a date"
    day = datetime(2024, 5, 1)  # noqa: DTZ001 (no zone)
    assert date_in_format(day, form) == Unsure(held, AS_TEXT, text)
    assert date_in_format(day.replace(hour=6), form) == Unsure(
        "the spreadsheet holds 2024-05-01T06:00:00 as a date or time", AS_TEXT, ""
    )
    later = date_in_format(day.replace(day=24), form)
    assert later.as_date == ("2024-05-24" if text == "2024-05-01" else "")


@pytest.mark.parametrize(
    ("shown", "text"),
    [
        ("2024-05-01", "2024-05-01"), ("01/05/24", "2024-05-01"), ("1. Mai 2024", "2024-05-01"),
        ("May 1, 2024", "2024-05-01"), ("2024-05", "2024-05"), ("May-24", "2024-05"),
        ("05/2024", "2024-05"), ("May", ""), ("2024", ""), ("1-May", ""), ("Wednesday", ""),
    ],
)  # fmt: skip
def test_dates_are_taken_as_shown(shown: str, text: str) -> None:
    """The parts that a cell shows; empty: not certain."""
    assert date_as_shown(datetime(2024, 5, 1), shown).as_date == text  # noqa: DTZ001 (no zone)


def test_a_date_that_does_not_show_its_day_is_not_certain() -> None:
    """A spreadsheet keeps the first day of a month; another day was typed."""
    assert date_as_shown(datetime(2024, 5, 24), "May 24").as_date == ""  # noqa: DTZ001 (no zone)


@both
@given(number=st.decimals(-(10**8), 10**8, places=4), decimals=st.integers(0, 4))
def test_any_number_keeps_the_decimals_that_it_shows(
    write: Write, kind: str, number: Decimal, decimals: int,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:  # fmt: skip
    """A cell with a fixed number of decimals, in English and in German, gives them."""
    text = f"{number:.{decimals}f}"
    german = f"{Decimal(text):,.{decimals}f}".translate(str.maketrans(",.", ".,"))
    path = tmp_path_factory.getbasetemp() / f"number.{kind}"
    if kind == "xlsx":
        cell = (float(text), "0." + "0" * decimals if decimals else "#,##0")
    else:
        cell = (Decimal(text), german)  # type: ignore[assignment]
    raw = write(path, claims=[["claim_id"], [cell]]).read_bytes()
    claims, _ = read_workbook(raw, "claims")
    shown = claims.rows[1][1][0]
    assert isinstance(shown, str)
    assert Decimal(shown) == Decimal(text)
    assert shown.lstrip("-") == text.lstrip("-")


@both
def test_what_is_not_certain_is_one_problem(
    write: Write, kind: str, good: str, tmp_path: Path
) -> None:
    """Thirty percentages are one message that names the cause, the cells and what to do."""
    head, first, *_ = rows_of(good)
    at = head.index("growth_percent")
    percent = (0.392, "0.0%") if kind == "xlsx" else (0.392, "0,392 \u20ac")
    rows = [
        [f"c{number}" if name == "claim_id" else percent if place == at else cell
         for place, (name, cell) in enumerate(zip(head, first, strict=True))]
        for number in range(30)
    ]  # fmt: skip
    for row in rows:
        row[head.index("original_id")] = ""
    (found,) = problems(write(tmp_path / f"claims.{kind}", claims=[head, *rows]))
    assert found.startswith(f"claims.{kind}:2:growth_percent: the number 0.392 ")
    assert "(30 such cells: growth_percent on lines 2 to 31)" in found
    assert found.endswith("format its columns as text there, and write what is printed")


@both
def test_dates_are_taken_in_columns_of_dates(
    write: Write, kind: str, good: str, tmp_path: Path
) -> None:
    """A day and a month are taken as shown; a date elsewhere was made by the spreadsheet."""
    head, first, *others = rows_of(good)
    shown = ("yyyy-mm-dd", "mmm-yy") if kind == "xlsx" else ("23.11.2026", "Mai 23")
    first[head.index("accessed")] = (date(2026, 11, 23), shown[0])
    first[head.index("published")] = (date(2023, 5, 1), shown[1])
    path = write(tmp_path / f"claims.{kind}", claims=[head, first, *others])
    assert_frame_equal(read_claims(str(path)), parse_claims(good.encode(), "good.csv"))
    first[head.index("region")] = (date(2026, 11, 23), shown[0])
    (found,) = problems(write(path, claims=[head, first, *others]))
    assert found.startswith(f"claims.{kind}:2:region: the spreadsheet holds 2026-11-23 as a date;")


def test_formulas_times_and_errors_are_not_taken(good: str, tmp_path: Path) -> None:
    """A formula's last result may be missing or old, so it is never read."""
    head, first, *others = rows_of(good)
    first[head.index("value")] = "=SUM(1,2)"
    first[head.index("published")] = time(10, 30)
    first[head.index("producer")] = "#REF!"
    path = xlsx(tmp_path / "claims.xlsx", claims=[head, first, *others])
    found = problems(path)
    assert {line.split(": ")[0] for line in found} == {
        "claims.xlsx:2:value", "claims.xlsx:2:published",
    }  # fmt: skip
    assert any("'=SUM(1,2)' is a formula; write the result" in line for line in found)
    first[head.index("value")], first[head.index("published")] = "225.91", ""
    (found_error,) = problems(xlsx(path, claims=[head, first, *others]))
    assert "'#REF!' means a missing value" in found_error
    document = Document("spreadsheet")
    document.body.clear()
    table = OdsTable("claims")
    table.append_row(Row())
    table.set_cell((0, 0), Cell(3, formula="of:=SUM(1;2)"))
    document.body.append(table)
    document.save(tmp_path / "formula.ods")
    ((_, rows),) = [(name, list(rows)) for name, rows in
                    ods_sheets((tmp_path / "formula.ods").read_bytes())]  # fmt: skip
    cell = rows[0][0][0][0]
    assert isinstance(cell, Unsure)
    assert cell.fix == "write the result of each formula as text"


@both
def test_blank_rows_and_columns_at_the_end_do_not_count(
    write: Write, kind: str, good: str, tmp_path: Path
) -> None:
    """Those between others are one problem; lines are the rows of the sheet."""
    rows = rows_of(good)
    head, first, *others = rows
    blank = [" "] * len(head)
    path = write(
        tmp_path / f"claims.{kind}", claims=[[*row, "", " "] for row in rows] + [blank] * 3
    )
    assert len(read_claims(str(path))) == 3
    path = write(path, claims=[head, blank, blank, first, [], *others])
    (found,) = problems(path)
    assert found.startswith(f"claims.{kind}:2:-: 2 rows are blank from here on (2 such rows: ")
    assert found.endswith("; delete the rows in the spreadsheet")
    others[0][head.index("region")] = " world"
    (found,) = problems(write(path, claims=[head, first, *others]))
    assert found.startswith(f"claims.{kind}:3:region: ")


@both
def test_cells_beyond_the_header_are_named(
    write: Write, kind: str, good: str, tmp_path: Path
) -> None:
    """A figure outside the table is not lost in silence."""
    head, first, *others = rows_of(good)
    found = problems(write(tmp_path / f"x.{kind}", claims=[head, [*first, "", "x"], *others]))
    what = f"there is a cell in column {len(head) + 2}, which has no name"
    assert found == [f"x.{kind}:2:-: {what}; name the column, or empty the cell"]


@both
def test_sheets_without_rows_or_header_say_so(write: Write, kind: str, tmp_path: Path) -> None:
    """An empty sheet, one of something else, and a header alone."""
    assert "there is no header" in problems(write(tmp_path / f"a.{kind}", claims=[]))[0]
    assert "is not a header of claims" in problems(write(tmp_path / f"b.{kind}", x=[["a", "b"]]))[0]
    alone = write(tmp_path / f"c.{kind}", x=[["claim_id", "value"]])
    assert any("there are no data rows" in line for line in problems(alone))
    only = write(tmp_path / f"d.{kind}", sources=[NAMES])
    with pytest.raises(InputError, match="has no sheet of claims"):
        read_claims(str(only))


def test_drop_down_lists_warn_nobody(good: str, tmp_path: Path) -> None:
    """Openpyxl warns of what it does not read; that is no business of the user's."""
    book = Workbook()
    for row in rows_of(good):
        book.active.append(row)
    lists = DataValidation(type="list", formula1='"level,share"')
    lists.add("C2:C9")
    book.active.add_data_validation(lists)
    book.save(tmp_path / "claims.xlsx")
    assert len(read_claims(str(tmp_path / "claims.xlsx"))) == 3


def with_part(path: Path, name: str, content: bytes) -> bytes:
    """Return a workbook with one part replaced."""
    packed = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, content if part == name else old.read(part))
    return packed.getvalue()


SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}'
    "</sheetData></worksheet>"
)
INLINE = '<c r="{}" t="inlineStr"><is><t>x</t></is></c>'
ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("content", "part"),
    [
        pytest.param(b" " * (101 << 20), "unpacks to more than 100 MB", id="D25-bomb"),
        pytest.param(SHEET.format(f'<row r="99999999999">{INLINE.format("A9")}</row>').encode(),
                     "more than 5,000,000 cells", id="D25-far-row"),
        pytest.param(SHEET.format("".join(f"<row>{INLINE.format(f'XFD{row}')}</row>"
                                          for row in range(1, 400))).encode(),
                     "more than 5,000,000 cells", id="D25-far-columns"),
        pytest.param((ENTITIES + SHEET.format("")).encode(), "cannot be read", id="entities"),
        pytest.param(b"<worksheet", "cannot be read", id="cut-off"),
    ],
)  # fmt: skip
def test_hostile_xlsx_files_are_refused(
    content: bytes, part: str, good: str, tmp_path: Path
) -> None:
    """D25: few bytes that stand for many, entities, and damage end at once."""
    path = xlsx(tmp_path / "claims.xlsx", claims=rows_of(good))
    path.write_bytes(with_part(path, "xl/worksheets/sheet1.xml", content))
    with pytest.raises(InputError, match=part):
        read_claims(str(path))


def test_large_other_parts_are_refused(good: str, tmp_path: Path) -> None:
    """D25: what must be in memory whole has a limit of its own."""
    path = xlsx(tmp_path / "claims.xlsx", claims=rows_of(good))
    path.write_bytes(with_part(path, "xl/styles.xml", b" " * (17 << 20)))
    with pytest.raises(InputError, match="unpacks to more than 16 MB"):
        read_claims(str(path))


def test_the_limit_of_other_parts_is_not_that_of_cells(good: str, tmp_path: Path) -> None:
    """Cells may take more than what must be in memory whole."""
    path = xlsx(tmp_path / "claims.xlsx", claims=rows_of(good))
    refuse_large(with_part(path, "xl/worksheets/sheet1.xml", b" " * (17 << 20)), "claims.xlsx")


@pytest.mark.parametrize(
    ("old", "new", "part"),
    [
        (b"<table:table-row", b'<table:table-row table:number-rows-repeated="99999999"', "cells"),
        (b"<table:table-cell ", b'<table:table-cell table:number-columns-repeated="9999999" ',
         "cells"),
        (b"<office:document-content", ENTITIES.encode() + b"<office:document-content",
         "cannot be read"),
    ],
)  # fmt: skip
def test_hostile_ods_files_are_refused(
    old: bytes, new: bytes, part: str, good: str, tmp_path: Path
) -> None:
    """D25: repeated cells and rows are counted before they are made."""
    path = ods(tmp_path / "claims.ods", claims=rows_of(good))
    with zipfile.ZipFile(path) as archive:
        content = archive.read("content.xml")
    path.write_bytes(with_part(path, "content.xml", content.replace(old, new, 1)))
    with pytest.raises(InputError, match=part):
        read_claims(str(path))


def test_blank_repeated_rows_cost_nothing(good: str, tmp_path: Path) -> None:
    """A sheet ends with a million blank rows in one element."""
    path = ods(tmp_path / "claims.ods", claims=rows_of(good))
    with zipfile.ZipFile(path) as archive:
        content = archive.read("content.xml")
    blank = (
        b'<table:table-row table:number-rows-repeated="1048570"><table:table-cell '
        b'table:number-columns-repeated="16384"/></table:table-row></table:table>'
    )
    path.write_bytes(with_part(path, "content.xml", content.replace(b"</table:table>", blank, 1)))
    assert len(read_claims(str(path))) == 3


def test_workbooks_cut_short_are_no_workbooks(good: str, tmp_path: Path) -> None:
    """A download that broke off, and another kind of zip, are named as they were."""
    raw = xlsx(tmp_path / "claims.xlsx", claims=rows_of(good)).read_bytes()
    assert is_workbook(raw)
    for short in (raw[:1000], raw[:-30]):
        assert not is_workbook(short)
        (tmp_path / "short.xlsx").write_bytes(short)
        assert "incomplete" in problems(tmp_path / "short.xlsx")[0]


@pytest.fixture(scope="module")
def whole(good: str, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A good workbook."""
    return xlsx(tmp_path_factory.mktemp("whole") / "a.xlsx", claims=rows_of(good)).read_bytes()


@given(damage=st.lists(st.tuples(st.floats(0, 0.9999), st.integers(0, 255)), min_size=1))
def test_damaged_workbooks_are_refused_in_words(
    whole: bytes, damage: list[tuple[float, int]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whatever byte is changed: a table, or an error for the user."""
    path = tmp_path_factory.getbasetemp() / "damaged.xlsx"
    raw = bytearray(whole)
    for place, value in damage:
        raw[int(place * len(raw))] = value
    path.write_bytes(raw)
    with suppress(InputError, DataError):
        assert len(read_claims(str(path))) <= 3


def test_sheets_of_xlsx_are_read_to_their_end(tmp_path: Path) -> None:
    """The size that a file states does not count, and missing rows are blank ones."""
    path = xlsx(tmp_path / "a.xlsx", claims=[["a"], [], ["", "b"]])
    raw = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        content = archive.read("xl/worksheets/sheet1.xml")
    assert b'ref="A1:B3"' in content
    raw = with_part(path, "xl/worksheets/sheet1.xml", content.replace(b"A1:B3", b"A1:A1"))
    ((name, rows),) = [(name, list(rows)) for name, rows in xlsx_sheets(raw)]
    assert (name, rows) == ("claims", [([("a", 1)], 1), ([], 1), ([("", 1), ("b", 1)], 1)])
