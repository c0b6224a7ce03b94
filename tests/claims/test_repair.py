"""What `check --fix` writes: what is certain, once, with each change told."""

import csv
import io
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from report_helpers.claims.fetching.fetch import fetch
from report_helpers.claims.inputs.claims_input import ClaimsInput, fetch_input
from report_helpers.claims.inputs.raw_tables import Table
from report_helpers.claims.read import parse_claims
from report_helpers.claims.repair.certain_cells import certain_cell
from report_helpers.claims.repair.certain_units import certain_unit
from report_helpers.claims.repair.repaired_claims import Repaired, repaired
from report_helpers.claims.schema import COLUMN_NAMES, COLUMNS
from report_helpers.errors import DataError

BY_NAME = {column.name: column for column in COLUMNS}


def fixed(content: str | bytes, sources: str | None = None) -> Repaired:
    """Return what is certain about claims."""
    raw = content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
    documents = None if sources is None else Table("sources.csv", sources.encode())
    return repaired(ClaimsInput(Table("my.csv", raw), documents))


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("USD bn", "usd_billion"), ("billion USD", "usd_billion"), ("usd_bn", "usd_billion"),
        ("\u20ac million", "eur_million"), ("\u20acbn", "eur_billion"), ("US$ bn", "usd_billion"),
        ("EUR/kWh", "eur_per_kwh"), ("GWh", "gwh"), ("%", "percent"), ("Percent", "percent"),
        ("INR lakh crore", "inr_lakh_crore"), ("INR lakh cr", "inr_lakh_crore"),
        ("lakh cr INR", "inr_lakh_crore"),
        ("\u20b9 crore", "inr_crore"),
        ("USD m", "usd_million"),
        ("percentage points", "percentage_points"), ("GBP Millions", "gbp_million"),
        ("million tonne", "tonne_million"), ("EUR mrd", "eur_billion"),
    ],
)  # fmt: skip
def test_units_in_words_are_codes(text: str, unit: str) -> None:
    """The scale may be short and stand first; a sign may mean one currency."""
    assert certain_unit(text) == unit
    assert certain_unit(unit) == unit


@pytest.mark.parametrize(
    "text",
    ["$ bn", "\u00a3bn", "Rs crore", "bn", "USD t", "million users", "dollars", "x", "USD bn bn",
     "USD/kWh/a", "", "tonne m", "M USD EUR"],
)  # fmt: skip
def test_units_that_may_mean_several_things_stay(text: str) -> None:
    """A sign of many currencies, a letter that may be a tonne, words that are no unit."""
    assert certain_unit(text) == text


@pytest.mark.parametrize(
    ("column", "text", "fix"),
    [
        ("value", "\u22125.5", "-5.5"), ("value", "1,632.0", "1632.0"), ("value", "26,03", "26.03"),
        ("value", "1.632,5", "1632.5"), ("value", "1 632,5", "1632.5"),
        ("value", "0,6604", "0.6604"),
        ("value", "1\u202f632\u202f000", "1632000"), ("value", "12,34,567", "1234567"),
        ("value", "1,632,000", "1632000"), ("value", "1.632.000", "1632000"), ("value", " 5 ", "5"),
        ("growth_percent", "39.2 %", "39.2"), ("year", "2030.0", "2030"),
        ("claim_id", "Solar Size-1", "solar_size_1"), ("claim_id", "AI use.", "ai_use"),
        ("metric", "Growth Rate", "growth_rate"),
        ("accessed", "2026/11/23", "2026-11-23"), ("accessed", "2026-1-5", "2026-01-05"),
        ("accessed", "23/11/2026", "2026-11-23"), ("accessed", "11/23/2026", "2026-11-23"),
        ("accessed", "2026-11-23 00:00:00", "2026-11-23"), ("title", "a\r\n b\u200b ", "a b"),
        ("url", "https://a.example/\u00e4", "https://a.example/%C3%A4"),
    ],
)  # fmt: skip
def test_what_is_certain_is_written(column: str, text: str, fix: str) -> None:
    """And written again it stays."""
    assert certain_cell(BY_NAME[column], text, {}) == fix
    assert certain_cell(BY_NAME[column], fix, {}) == fix


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("value", "1,632"), ("value", "39%"), ("value", "$5"), ("value", "1E+05"), ("value", "~5"),
        ("value", "5-6"), ("value", "1,63,2"), ("accessed", "3/4/2026"), ("accessed", "23/11/26"),
        ("accessed", "2026-02-30"), ("accessed", "46349"), ("published", "May-24"),
        ("metric", "size"),
        ("claim_id", "Gr\u00f6\u00dfe"), ("claim_id", "_a_"), ("region", "NA"), ("year", "2030.5"),
        ("url", "www.example.org"), ("url", "Gr\u00f6\u00dfe"), ("producer", "=HYPERLINK(1)"),
    ],
)  # fmt: skip
def test_what_is_not_certain_stays(column: str, text: str) -> None:
    """The check reports it as before."""
    assert certain_cell(BY_NAME[column], text, {}) == text


@pytest.mark.parametrize(
    ("text", "printed", "fix"),
    [
        ("26.03", "$26.030 billion", "26.030"), ("40", "40.0; 2030", "40.0"),
        ("1,632", "$1,632 billion", "1632"), ("-1,632", "down 1,632", "-1632"),
        ("-0.6", "down 0.60 %", "-0.60"),
        ("26.03", "$26.03 billion; 26.030", "26.03"), ("5", "5.0 or 5.00", "5"), ("5", "6.0", "5"),
        ("1,632", "$1632 billion", "1,632"), ("", "5.0", ""),
    ],
)  # fmt: skip
def test_digits_come_from_as_printed(text: str, printed: str, fix: str) -> None:
    """Zeros that a spreadsheet dropped, and a comma that separates thousands there."""
    assert certain_cell(BY_NAME["value"], text, {"as_printed": printed}) == fix


def test_a_percentage_needs_its_unit() -> None:
    """`39%` is 39 where the row's unit is percent, however that is written."""
    for unit in ("percent", "%", "Percent"):
        assert certain_cell(BY_NAME["value"], "39%", {"unit": unit}) == "39"


def test_valid_claims_stay_as_they_are(good: str) -> None:
    """The shipped file byte by byte, and another."""
    for raw in (fetch(), good.encode()):
        found = fixed(raw)
        assert found.changes == []
        assert list(csv.reader(found.raw.decode().splitlines())) == list(
            csv.reader(raw.decode().splitlines())
        )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_separators_encodings_and_blanks_are_mended(
    separator: str, encoding: str, good: str
) -> None:
    """A spreadsheet's file with a line that names its separator, blank rows and columns."""
    rows = list(csv.reader(io.StringIO(good)))
    wide = [["", *row, "", ""] for row in rows]
    blank = [""] * len(wide[0])
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator)
    writer.writerows([*wide[:2], blank, *wide[2:], blank, blank])
    found = fixed(f"sep={separator}\r\n{text.getvalue()}".encode(encoding))
    assert found.raw.decode() == good
    whats = [change.what for change in found.changes]
    assert whats.count("the blank row is removed") == 3
    assert "column 1, which is blank, is removed" in whats
    assert ("UTF-16 is now UTF-8" in whats) is (encoding == "utf-16")
    assert [change.line for change in found.changes if "row" in change.what] == [4, 7, 8]


def test_labels_differ_in_capitals_and_spaces_alone(good: str) -> None:
    """Another label stays and is reported as before."""
    found = fixed(good.replace("claim_id,topic", "Claim ID,topics"))
    assert [change.what for change in found.changes] == ["'Claim ID' is now claim_id"]
    assert found.raw.startswith(b"claim_id,topics,")


def test_keys_are_mended_wherever_they_stand(good: str) -> None:
    """References follow; keys that would become one stay."""
    text = good.replace("m2", "M 2")
    table = parse_claims(fixed(text).raw, "my.csv")
    assert list(table.index) == ["m1", "m_2", "m3"]
    assert table["original_id"]["m1"] == "m_2"
    both = good.replace("m2,", "M1,")
    assert fixed(both).raw.decode() == both


def test_rows_that_cannot_be_split_stay(good: str) -> None:
    """With comments, conflicts and rows of another width; the others are mended."""
    head, first, *others = good.splitlines()
    odd = [others[1].replace("Indeed", 'In"deed'), "# comment", "<<<<<<< HEAD", f"{others[1]},x"]
    text = "\n".join([head, first.replace("level", "Level"), *odd, *others])
    found = fixed(text)
    assert [change.what for change in found.changes] == ["'Level' is now 'level'"]
    assert found.raw.decode().splitlines() == [head, first, *odd, *others]


def test_a_comma_without_quotes_moves_no_cell(good: str) -> None:
    """Blank cells at the end of a row are cut only where all others fit their columns."""
    assert fixed(good.replace(",not_found,", ",not_found,,")).raw.decode() == good
    head, first, second, third = good.splitlines()
    moved = second.replace("Market size", "Market size, global")
    text = f"{head}\n{first}\n{moved}\n{third}\n"
    assert fixed(text).raw.decode() == text


def test_bytes_that_are_not_utf8_stay(good: str) -> None:
    """Another encoding is not guessed."""
    raw = good.replace("Indeed", "Z\u00fcrich").encode("latin-1")
    assert fixed(raw).raw == raw


@pytest.mark.parametrize(
    ("raw", "part"),
    [(b"", "is empty"), (b"%PDF-1.7", "a PDF"), (b"\xff\xfea", "UTF-16"),
     (b'claim_id;topic;metric\na;"b;c\n', "cannot be split"), (b"# x\n", "no header")],
)  # fmt: skip
def test_what_is_no_table_is_refused(raw: bytes, part: str) -> None:
    """Nothing can be mended, and nothing is written."""
    with pytest.raises(DataError, match=part):
        fixed(raw)


def test_documents_are_filled_in(good: str) -> None:
    """One CSV that stands alone; changes of each file under its name."""
    rows = list(csv.DictReader(io.StringIO(good)))
    names = ["source_id", "source_title", "source_kind", "url", "accessed"]
    sources = "\n".join(["Source ID," + ",".join(names[1:]),
                         *(",".join(row[name] for name in names) for row in rows)])  # fmt: skip
    text = io.StringIO()
    kept = [name for name in rows[0] if name not in names[1:]]
    writer = csv.DictWriter(text, kept, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    found = fixed(text.getvalue(), sources.replace("news", "News"))
    assert [(change.file, change.line, change.column) for change in found.changes] == [
        ("sources.csv", 1, "source_id"), ("sources.csv", 4, "source_kind"), ("", 1, "-"),
    ]  # fmt: skip
    assert parse_claims(found.raw, "my.csv").equals(parse_claims(good.encode(), "my.csv"))


def test_workbooks_become_a_csv(good: str, tmp_path: Path) -> None:
    """Blank rows go; a cell that is not certain is refused, for its text is not known."""
    book = Workbook()
    head, *rows = list(csv.reader(io.StringIO(good)))
    for row in (head, [], *rows):
        book.active.append(row)
    book.save(tmp_path / "my.xlsx")
    found = repaired(fetch_input(str(tmp_path / "my.xlsx")))
    assert found.raw.decode() == good
    assert [(change.line, change.what) for change in found.changes] == [
        (3, "one blank row above it removed")
    ]
    book.active.cell(3, head.index("value") + 1, 0.39).number_format = "0%"
    book.save(tmp_path / "my.xlsx")
    with pytest.raises(DataError, match=r"my\.xlsx:3:value: the number 0.39 has the format"):
        repaired(fetch_input(str(tmp_path / "my.xlsx")))


CELLS = st.one_of(
    st.sampled_from([
        "", " ", "26,03", "1,632", "1.632,5", "-5", "\u22125", "39%", "USD bn", "% ", "percent",
        "A 1", "a_1", "a-1", "23/11/2026", "2026/1/5", "26.030 billion; 2030", "26.03", "Level",
        "https://a.example/\u00e4", "x\ny", '"', "sep=;", "#", "\ufeff", "2030.0", "NA",
    ]),
    st.text(max_size=6),
)  # fmt: skip


@given(
    names=st.lists(st.sampled_from([*COLUMN_NAMES, "", "Claim ID", "x"]), min_size=2, max_size=8),
    data=st.data(),
)
def test_mending_twice_changes_nothing(names: list[str], data: st.DataObject) -> None:
    """Whatever the file: the result, mended again, is itself."""
    rows = data.draw(st.lists(st.lists(CELLS, max_size=9), max_size=6))
    text = io.StringIO()
    separator = data.draw(st.sampled_from(",;\t"))
    csv.writer(text, delimiter=separator).writerows([["claim_id", *names], *rows])
    try:
        once = fixed(text.getvalue())
    except DataError:
        return
    twice = fixed(once.raw)
    assert twice.changes == []
    assert twice.raw == once.raw


def test_each_change_names_its_cell(with_cell: Callable[[int, str, str], str]) -> None:
    """Line and column are those of the file that was read."""
    defects: Mapping[str, str] = {"value": "225,91", "unit": "USD bn", "metric": "Level"}
    for column, text in defects.items():
        ((line, name, what, file),) = fixed(with_cell(2, column, text)).changes
        assert (line, name, file) == (2, column, "")
        assert what.startswith(f"'{text}' is now ")
