"""All problems of a file in one run, and how they read."""

from collections.abc import Callable
from pathlib import Path

import pytest

from report_helpers.claims.read import parse_claims
from report_helpers.errors import DataError, Problem

Found = Callable[[str | bytes], list[Problem]]
ROOT = Path(__file__).parents[2]


def test_documented_errors_are_real() -> None:
    """The error messages in the documentation are what the command would print."""
    text = (ROOT / "docs/claims_template.csv").read_text(encoding="utf-8")
    broken = text.replace("225.91,exact,usd_billion", '"1,632.0",exact,usd_bn')
    broken = broken.replace("about 56%; 2021", "about, 56%")
    with pytest.raises(DataError) as caught:
        parse_claims(broken.encode(), "my.csv")
    page = (ROOT / "docs/your-own-data.md").read_text(encoding="utf-8")
    documented = [line for line in page.splitlines() if line.startswith("error: ")]
    assert documented == [f"error: {line}" for line in caught.value.lines()]


def test_one_run_reports_every_class_of_defect(good: str, problems_of: Found) -> None:
    """D27: a file with a defect of every class has all of them reported in one run."""
    head, first, second, third = good.splitlines()
    lines = [
        head.replace(",unit,", ",un\u0456t,"),
        first,
        second,
        third,
        third.replace("m3,", "m1,"),
        third.replace("m3,", "n1,").replace("-0.66,", "abc,"),
        third.replace("m3,", "n2,").replace("percent", "percents"),
        third.replace("m3,", "n3,").replace("0.66 %", "0.67 %"),
        third.replace("m3,", "n4,") + ",x",
        "",
        "# comment",
        third.replace("m3,", "n5,").replace("Indeed", "\u202eIndeed"),
        third.replace("m3,", "n6,").replace("Indeed", 'In"deed'),
        third.replace("m3,", "n7,").replace("m1,", "n99,"),
        third.replace("m3,", "n8,").replace("A lost page", "Another page"),
        third.replace("m3,", "n9,").replace("observed", ""),
        second.replace("m2,", "o1,").replace("1600,1700", "1700,1600"),
        second.replace("m2,", "o2,").replace("2023-05-17", "2023-02-30"),
        third.replace("m3,", "o3,").replace("not_found", "publisher_page"),
        third.replace("m3,", "o4,").replace(",2021,-0.66", ",,-0.66").replace(",,,", ",2020,5,", 1),
        first.replace("m1,", "o5,").replace("2030", "2020"),
        first.replace("m1,", "o6,").replace("225.91,,", "0,,"),
        first.replace("m1,", "o7,").replace("usd_billion", "times"),
    ]
    raw = "\n".join(lines).encode() + "\nZ\u00fcrich".encode("latin-1")
    found = {(problem.line, problem.code) for problem in problems_of(raw)}
    assert found >= {
        (1, "incorrect-label"), (5, "primary-key"), (6, "number-error"), (7, "enum"),
        (8, "not-as-printed"), (9, "extra-cell"), (10, "blank-row"), (11, "comment-row"),
        (12, "invisible-character"), (13, "bare-quote"), (14, "foreign-key"),
        (15, "source-conflict"), (16, "required"), (17, "range"), (18, "day-error"),
        (19, "required"), (21, "year-order"), (22, "not-positive"), (23, "metric-unit"),
        (24, "missing-cell"),
    }  # fmt: skip
    assert {line for line, _ in found} == {1, *range(5, 25)}


def test_ten_thousand_bad_rows_are_counted(csv_of: Callable[..., bytes]) -> None:
    """D27: fifty problems are shown, a thousand listed, and all counted by code."""
    raw = csv_of(*({"value": "x"} for _ in range(10_000)))
    with pytest.raises(DataError) as caught:
        parse_claims(raw, "my.csv")
    lines = caught.value.lines()
    assert caught.value.total == 10_000
    assert [problem.line for problem in caught.value.problems] == list(range(2, 1002))
    assert len(lines) == 51
    assert lines[0].startswith("my.csv:2:value: 'x' is not a plain decimal")
    assert lines[50] == "my.csv: 9,950 more problems (9,950 number-error)"


@pytest.mark.parametrize(
    ("column", "cell", "fix"),
    [
        ("accessed", "23/11/2026", "format its columns as text"),
        ("accessed", "23.11.26", "format its columns as text"),
        ("accessed", "46349", "format its columns as text"),
        ("published", "Nov-26", "format its columns as text"),
        ("published", "23. Nov 26", "format its columns as text"),
        ("value_low", "13-Jun", "format its columns as text"),
    ],
)
def test_a_spreadsheets_changes_are_one_problem(
    column: str, cell: str, fix: str, csv_of: Callable[..., bytes], problems_of: Found
) -> None:
    """The cause comes once, on the first line, with all its lines and how to save them."""
    good = {"value": "1"}
    bad = {**good, column: cell}
    (found,) = problems_of(csv_of(good, *[bad] * 1500, good))
    assert (found.line, found.column) == (3, column)
    assert found.message.startswith(f"'{cell}' is not a ")
    assert found.message.endswith(f" (1,500 such cells: {column} on lines 3 to 1,502)")
    assert fix in found.fix


@pytest.mark.parametrize(
    ("cells", "fix"),
    [
        (
            {"claim_id": "1E+05", "value": "1.23E+11", "topic": "2E+07"},
            "cuts long numbers and keys",
        ),
        ({"value": "26,03", "growth_percent": "39,2"}, "decimal commas"),
        ({"accessed": "23/11/2026", "published": "Nov-26", "value": "5-Jan"}, "like a date"),
    ],
)
def test_a_cause_is_named_once_for_all_its_columns(
    cells: dict[str, str], fix: str, csv_of: Callable[..., bytes], problems_of: Found
) -> None:
    """With the cells of each column and their lines, as ranges."""
    rows = [{"value": "1"}, {"value": "1", **cells}, {"value": "1", **cells}, {"value": "1"}]
    causes = [each for each in problems_of(csv_of(*rows, *rows)) if fix in each.fix]
    assert [each.line for each in causes] == [3]
    assert f"({4 * len(cells)} such cells: " in causes[0].message
    for column in cells:
        assert f"{column} on lines 3 to 4, 7 to 8" in causes[0].message


def test_scattered_lines_are_counted_beyond_the_first(
    csv_of: Callable[..., bytes], problems_of: Found
) -> None:
    """A message stays a line, whatever the number of rows."""
    rows = [{"value": "1,5"}, {"value": "1"}] * 500
    (found,) = problems_of(csv_of(*rows))
    assert found.message.endswith("(500 such cells: value on lines 2, 4, 6, 8, 10, 12 and others)")


def test_zeros_that_a_spreadsheet_drops_are_one_problem(
    csv_of: Callable[..., bytes], problems_of: Found
) -> None:
    """Other digits that are not printed stay a problem of each row."""
    dropped = {"value": "40", "as_printed": "40.0"}
    (found,) = problems_of(csv_of(*[dropped] * 30))
    assert (found.line, found.column) == (2, "value")
    assert "(30 such cells: value on lines 2 to 31)" in found.message
    assert "a spreadsheet drops them" in found.fix
    assert len(problems_of(csv_of(*[{"value": "40", "as_printed": "41.0"}] * 30))) == 30
