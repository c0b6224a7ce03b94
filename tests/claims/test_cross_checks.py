"""Rules across cells and rows."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from report_helpers.claims.schema import METRIC_UNITS
from report_helpers.errors import Problem

pytestmark = pytest.mark.slow

Claims = Callable[..., pd.DataFrame]
Found = Callable[[str | bytes], list[Problem]]
With = Callable[[int, str, str], str]
Made = Callable[..., bytes]


def place(problem: Problem) -> tuple[int, str, str]:
    """Return line, column and code of a problem."""
    return problem.line, problem.column, problem.code


def test_repeated_key_names_both_lines(csv_of: Made, problems_of: Found) -> None:
    """D22: a repeated key is reported at each later line, with the first."""
    first, second = problems_of(csv_of(*({"claim_id": "a", "value": "1"} for _ in range(3))))
    assert place(first) == (3, "claim_id", "primary-key")
    assert place(second) == (4, "claim_id", "primary-key")
    assert "line 2 already has the claim_id 'a'" in first.message
    assert "line 2" in second.message


def test_figures_that_disagree_are_no_error(csv_of: Made, problems_of: Found) -> None:
    """D22: two values for one measure and year are the audit's business."""
    assert problems_of(csv_of({"value": "1", "year": "2030"}, {"value": "2", "year": "2030"})) == []


@pytest.mark.parametrize("column", ["original_id", "repeats_id"])
def test_references_exist(column: str, with_cell: With, problems_of: Found) -> None:
    """A reference to a claim that is not in the file is reported."""
    (problem,) = problems_of(with_cell(3, column, "m9"))
    assert place(problem) == (3, column, "foreign-key")
    assert "'m9'" in problem.message


def test_reference_to_a_wrong_row_is_no_second_problem(with_cell: With, problems_of: Found) -> None:
    """A claim whose row is wrong still exists for those that refer to it."""
    (problem,) = problems_of(with_cell(3, "value_low", "x"))
    assert place(problem) == (3, "value_low", "number-error")


@pytest.mark.parametrize(
    ("column", "value"),
    [("source_title", "Another"), ("source_kind", "news"), ("url", "https://c.example"),
     ("accessed", "2026-11-21"), ("url", "")],
)  # fmt: skip
def test_rows_of_a_source_agree(column: str, value: str, csv_of: Made, problems_of: Found) -> None:
    """D23: one source has one title, kind, address and day; the problem names both lines."""
    row = {"value": "1", "url": "https://a.example", "accessed": "2026-11-20"}
    found = problems_of(csv_of(row, row, {**row, column: value}))
    assert [place(problem) for problem in found] == [(4, column, "source-conflict")]
    assert "on line 2" in found[0].message


@pytest.mark.parametrize("metric", METRIC_UNITS)
@pytest.mark.parametrize(
    "unit", ["usd_billion", "eur", "count", "gwh", "usd_per_kwh", "percent", "percentage_points",
             "times"]
)  # fmt: skip
def test_metrics_have_their_units(metric: str, unit: str, csv_of: Made, problems_of: Found) -> None:
    """D20: each metric has the units that design allows, and no other."""
    found = problems_of(csv_of({"value": "1", "metric": metric, "unit": unit}))
    right = METRIC_UNITS[metric]
    if unit in right or (metric == "level" and unit not in {"percentage_points", "times"}):
        assert found == []
    else:
        assert [place(problem) for problem in found] == [(2, "unit", "metric-unit")]
        assert (right or ("currency",))[0] in found[0].fix


@pytest.mark.parametrize("number", ["0", "0.0", "-0.0", "-5"])
@pytest.mark.parametrize("column", ["value", "base_value", "value_low"])
def test_levels_are_positive(column: str, number: str, csv_of: Made, problems_of: Found) -> None:
    """D16, D18: a level of zero or less is refused, in every column that holds one."""
    rest: dict[str, Any] = {
        "value": {}, "base_value": {"base_year": "2020", "value": "1"},
        "value_low": {"value_high": "3"},
    }[column]  # fmt: skip
    (problem,) = problems_of(csv_of({column: number, **rest}))
    assert place(problem) == (2, column, "not-positive")
    assert number in problem.message


@pytest.mark.parametrize("number", ["0", "-5", "0.66"])
def test_other_metrics_may_be_zero_or_less(number: str, csv_of: Made, problems_of: Found) -> None:
    """D18, D21: a change may be a fall, and a small percentage is a fair figure."""
    assert problems_of(csv_of({"value": number, "metric": "change", "unit": "percent"})) == []


@pytest.mark.parametrize(
    ("cells", "column", "part"),
    [
        pytest.param({"base_year": "2030", "year": "2030"}, "year", "2030 is not after",
                     id="D19-same-year"),
        pytest.param({"base_year": "2031", "year": "2030"}, "year", "base year 2031",
                     id="D19-reversed"),
        pytest.param({"growth_from": "2030", "growth_to": "2030"}, "growth_to", "2030 to 2030",
                     id="growth-same-year"),
        pytest.param({"growth_from": "2031", "year": "2030"}, "growth_to", "2031 to 2030",
                     id="growth-after-year"),
        pytest.param({"growth_to": "2020", "base_year": "2021"}, "growth_to", "2021 to 2020",
                     id="growth-before-base"),
    ],
)  # fmt: skip
def test_windows_run_forward(
    cells: dict[str, str], column: str, part: str, csv_of: Made, problems_of: Found
) -> None:
    """D19: base_year before year, growth_from before growth_to, or the years in their place."""
    row = {"value": "1", "growth_percent": "5", **cells}
    found = problems_of(csv_of(row))
    assert [place(problem) for problem in found] == [(2, column, "year-order")]
    assert part in found[0].message


def test_years_may_be_blank(csv_of: Made, problems_of: Found) -> None:
    """D19: a claim need not print a year."""
    assert problems_of(csv_of({"value": "1"}, {"value": "1", "base_year": "2020"})) == []


@pytest.mark.parametrize(
    ("cells", "column", "code"),
    [
        pytest.param({"base_value": "1", "value": "2", "year": "2030"}, "base_year", "required",
                     id="base-without-year"),
        pytest.param({"value_low": "1"}, "value_high", "range", id="no-upper-end"),
        pytest.param({"value_high": "1"}, "value_low", "range", id="no-lower-end"),
        pytest.param({"value_low": "2", "value_high": "1"}, "value_high", "range", id="downwards"),
        pytest.param({"value_low": "1", "value_high": "2", "value": "1"}, "value", "range",
                     id="beside-a-value"),
        pytest.param({"year": "2030"}, "value", "required", id="no-figure"),
    ],
)  # fmt: skip
def test_figures_belong_together(
    cells: dict[str, str], column: str, code: str, csv_of: Made, problems_of: Found
) -> None:
    """A row has a value, a whole range or a growth, and a base value its year."""
    found = problems_of(csv_of({"as_printed": "some", **cells}))
    assert [place(problem) for problem in found] == [(2, column, code)]


@pytest.mark.parametrize(
    "cells",
    [{"value_low": "1", "value_high": "1"}, {"growth_percent": "5"}, {"value": "5"},
     {"value_low": "1", "value_high": "2", "growth_percent": "5"},
     {"base_year": "2020", "base_value": "1", "growth_percent": "5"}],
)  # fmt: skip
def test_one_figure_is_enough(cells: dict[str, str], csv_of: Made, problems_of: Found) -> None:
    """A range, a growth or a value suffices, and a range may be a point."""
    assert problems_of(csv_of({"as_printed": "some", **cells})) == []


@pytest.mark.parametrize(
    ("column", "number", "as_printed"),
    [
        ("value", "632", "$1,632"), ("value", "2", "225.91"), ("value", "225", "225.91"),
        ("value", "225.9", "225.91"), ("value", "26.030", "26.03"), ("value", "10", "100 times"),
        ("growth_percent", "39", "39.2%"), ("base_value", "5", "15"), ("value", "15", "1 5"),
        ("value", "7", "7,13"),
    ],
)  # fmt: skip
def test_figures_stand_in_the_printed_text(
    column: str, number: str, as_printed: str, csv_of: Made, problems_of: Found
) -> None:
    """D23: the whole number must be printed, digit by digit; a part of another does not count."""
    row = {"base_year": "2020", "as_printed": as_printed, column: number}
    if column == "base_value":
        row["value_low"] = row["value_high"] = "1"
    (problem,) = problems_of(csv_of(row))
    assert place(problem) == (2, column, "not-as-printed")
    assert number in problem.message
    assert as_printed in problem.message


@pytest.mark.parametrize(
    ("number", "as_printed"),
    [
        ("1632", "$1,632"), ("1632.5", "US$1,632.5bn"), ("1632", "1\u00a0632"), ("1632", "1 632"),
        ("1234567", "1'234'567"), ("39.2", "39,2 %"), ("10", "10%"), ("117", "$117bn; 2027"),
        ("100", "up to 100x"), ("5", "more than half"), ("15.7", "2030; 15.7."),
        ("1.2", "2015-2019; 1.2"),
    ],
)  # fmt: skip
def test_printed_figures_are_found(
    number: str, as_printed: str, csv_of: Made, problems_of: Found
) -> None:
    """D23: separators, signs and units around a figure do not matter; words are exempt."""
    assert problems_of(csv_of({"value": number, "as_printed": as_printed})) == []


def test_a_fall_is_printed_without_sign(csv_of: Made, problems_of: Found) -> None:
    """D23: the minus of a fall is ours."""
    row = {"value": "-70", "metric": "change", "unit": "percent", "as_printed": "cut by 70%"}
    assert problems_of(csv_of(row)) == []


def test_empty_printed_text_is_refused(with_cell: With, problems_of: Found) -> None:
    """D23: the printed text is required."""
    (problem,) = problems_of(with_cell(2, "as_printed", ""))
    assert place(problem) == (2, "as_printed", "required")


@pytest.mark.parametrize("role", ["original", "comparator", "actual"])
@pytest.mark.parametrize("column", ["url", "accessed"])
def test_rows_that_were_read_have_address_and_day(
    role: str, column: str, csv_of: Made, problems_of: Found
) -> None:
    """Address and day are required, but not of cited rows nor where nothing was found."""
    row = {"value": "1", "role": role, "url": "https://a.example", "accessed": "2026-11-20"}
    (problem,) = problems_of(csv_of({**row, column: ""}))
    assert place(problem) == (2, column, "required")
    assert problems_of(csv_of({**row, column: "", "evidence": "not_found"})) == []
    assert problems_of(csv_of({**row, column: "", "role": "cited"})) == []


@pytest.mark.parametrize(
    ("rows", "line", "column"),
    [
        ([{"original_id": "c0"}], 2, "original_id"), ([{"repeats_id": "c0"}], 2, "repeats_id"),
        ([{"repeats_id": "c1"}, {"repeats_id": "c0"}], 2, "repeats_id"),
        ([{"repeats_id": "c1"}, {"repeats_id": "c2"}, {"repeats_id": "c0"}], 4, "repeats_id"),
        ([{"original_id": "c1"}, {"role": "original", "evidence": "not_found", "repeats_id": "c0"}],
         2, "original_id"),
    ],
)  # fmt: skip
def test_no_reference_leads_back_to_its_own_row(
    rows: list[dict[str, Any]], line: int, column: str, csv_of: Made, problems_of: Found
) -> None:
    """No claim is its own original or repeats itself, through any chain of references."""
    found = problems_of(csv_of(*({"value": "1", **row} for row in rows)))
    assert {problem.code for problem in found} == {"circular-reference"}
    assert (line, column) in {(problem.line, problem.column) for problem in found}
    assert len(found) == len(rows)


def test_a_row_that_leads_to_a_circle_is_in_none(csv_of: Made, problems_of: Found) -> None:
    """Only the rows of the circle are wrong, not one that repeats one of them."""
    rows = [{"repeats_id": "c1"}, {"repeats_id": "c0"}, {"repeats_id": "c0"}, {"repeats_id": "c2"}]
    found = problems_of(csv_of(*({"value": "1", **row} for row in rows)))
    assert [problem.line for problem in found] == [2, 3]


def test_a_long_chain_is_no_circle(csv_of: Made, problems_of: Found) -> None:
    """A chain of ten thousand repeats that ends is right."""
    chain = [{"value": "1", "repeats_id": f"c{number + 1}"} for number in range(10_000)]
    assert problems_of(csv_of(*chain, {"value": "1"})) == []


def test_an_original_has_that_role(csv_of: Made, problems_of: Found) -> None:
    """What a claim names as its original is a row of what the original prints."""
    (problem,) = problems_of(csv_of({"value": "1", "original_id": "c1"}, {"value": "1"}))
    assert place(problem) == (2, "original_id", "foreign-key")
    assert problem.message == "c1 has the role cited, not original"


READ = {"role": "original", "url": "https://a.example", "accessed": "2026-11-20",
        "source_id": "o"}  # fmt: skip


def test_evidence_of_a_cited_row_is_that_of_its_original(claims_of: Claims) -> None:
    """The evidence of a cited row is that of its original, if the file has the original."""
    claims = claims_of(
        {"value": "1", "original_id": "c1", "evidence": "not_found"},
        {"value": "1", **READ, "evidence": "publisher_page"},
    )
    assert list(claims["evidence"]) == ["publisher_page", "publisher_page"]


def test_producers_have_one_spelling(claims_of: Claims) -> None:
    """Names that differ in case or spaces alone are one producer, spelled as first written."""
    names = ["Firm A", "FIRM A", "firm  a", "Firm B", ""]
    claims = claims_of(*({"value": "1", "producer": name} for name in names))
    assert list(claims["producer"].fillna("")) == ["Firm A", "Firm A", "Firm A", "Firm B", ""]


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        ({"growth_low": "12"}, "growth_high", "range"),
        ({"growth_high": "12"}, "growth_low", "range"),
        ({"growth_low": "15", "growth_high": "12"}, "growth_high", "range"),
        ({"growth_low": "12", "growth_high": "15", "growth_percent": "13"}, "growth_percent",
         "range"),
        ({"value": "1", "period": "fiscal_year"}, "period_label", "required"),
        ({"value": "1", "period": "quarter"}, "period_label", "required"),
        ({"value": "1", "period_label": "FY2024"}, "period", "required"),
        ({"value": "1", "period": "cumulative", "period_label": "x"}, "period", "required"),
        ({"value": "1", "period": "year"}, "period", "enum"),
        ({"value": "1", "status": "done"}, "status", "enum"),
        ({"value": "1", "base_qualifier": "over"}, "base_qualifier", "enum"),
    ],
)  # fmt: skip
def test_optional_columns_hold_what_they_mean(
    row: dict[str, str], column: str, code: str, csv_of: Made, problems_of: Found
) -> None:
    """Ranges of growth are like ranges of values; a period that has a name is named."""
    (problem,) = problems_of(csv_of({"as_printed": "words", **row}))
    assert place(problem) == (2, column, code)


@pytest.mark.parametrize(
    "row",
    [
        {"growth_low": "12", "growth_high": "15", "growth_qualifier": "about",
         "as_printed": "about 12-15 %"},
        {"period": "fiscal_year", "period_label": "FY2024", "year": 2024, "value": "1"},
        {"period": "cumulative", "base_year": 2020, "year": 2030, "value": "1"},
        {"kind": "target", "value": "1", "status": "draft"}, {"kind": "requirement", "value": "1"},
        {"topic": "battery_market", "value": "1"}, {"evidence": "not_searched", "value": "1"},
        {"role": "original", "evidence": "not_searched", "value": "1"},
        {"metric": "share", "unit": "percent", "value": "150"},
        {"metric": "share", "unit": "percent", "value": "-5"},
        {"metric": "change", "unit": "percent", "value": "-150"},
        {"metric": "growth_rate", "unit": "percent", "value": "-120"},
        {"metric": "multiple", "unit": "times", "value": "-2"},
        {"metric": "ratio", "unit": "times", "value": "0"},
        {"value": "20", "growth_percent": "-100"},
    ],
)  # fmt: skip
def test_figures_that_a_source_may_print_are_valid(
    row: dict[str, Any], csv_of: Made, problems_of: Found
) -> None:
    """Any topic, any period, a target; what cannot be is a finding of the audit, no error."""
    assert problems_of(csv_of(row)) == []


@pytest.mark.parametrize(
    "word", ["#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#N/A", "#NULL!"]
)
@pytest.mark.parametrize("column", ["title", "producer"])
def test_errors_of_a_spreadsheet_are_no_values(
    word: str, column: str, csv_of: Made, problems_of: Found
) -> None:
    """Error values of spreadsheets mean a missing value."""
    (problem,) = problems_of(csv_of({"value": "1", column: word}))
    assert place(problem) == (2, column, "required")


@pytest.mark.parametrize(
    "cell", ['=HYPERLINK("https://a.example","see")', "=1+2", "+SUM(A1)", "@x(1)"]
)
def test_formulas_are_refused(cell: str, csv_of: Made, problems_of: Found) -> None:
    """A cell that a spreadsheet would run is not passed on to those who download the claims."""
    (problem,) = problems_of(csv_of({"value": "1", "note": cell}))
    assert place(problem) == (2, "note", "formula")


@pytest.mark.parametrize("cell", ["- a dash", "-5 % is meant", "@firm says so", "a = b", "+5 %"])
def test_text_is_no_formula(cell: str, csv_of: Made, problems_of: Found) -> None:
    """Signs at the start of ordinary text are no formula."""
    assert problems_of(csv_of({"value": "1", "note": cell})) == []
