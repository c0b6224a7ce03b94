"""A pandas frame as a table of a cell."""

from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest

import report_helpers as mr
from report_helpers.reader_locale import using_locale
from report_helpers.text.frame_tables import SHOWN, frame

FRAME = pd.DataFrame(
    {
        "title": ["Solar <b>& wind", None, "Storage"],
        "year": pd.array([2030, None, 2031], dtype="Int64"),
        "number": [1.339e12, float("nan"), -0.25],
        "printed": [Decimal("1.30"), Decimal(40), None],
        "read": [date(2026, 11, 23), None, pd.Timestamp("2026-01-02")],
        "is_stated": [True, False, True],
    },
    index=pd.Index(["a", "b", "c"], name="claim_id"),
)
LINES = [
    "claim_id | title | year | number | printed | read | is_stated",
    "a | Solar <b>& wind | 2030 | 1,339,000,000,000 | 1.30 | 2026-11-23 | True",
    "b |  |  |  | 40 |  | False",
    "c | Storage | 2031 | \N{MINUS SIGN}0.25 |  | 2026-01-02 | True",
]


def test_each_cell_is_written_as_readers_write_it() -> None:
    """Years without separators, numbers with all their digits, nothing for what is missing."""
    assert frame(FRAME).text.splitlines() == LINES


def test_texts_are_escaped() -> None:
    """Whatever a file has in them."""
    html = frame(FRAME).html
    assert "Solar &lt;b&gt;&amp; wind" in html
    assert "<b>" not in html


def test_numbers_follow_the_locale() -> None:
    """Their separators and the words of days."""
    with using_locale("de"):
        assert "1.339.000.000.000 | 1,30 | 23.11.2026" in frame(FRAME).text


@pytest.mark.parametrize(
    ("index", "first"),
    [
        (pd.RangeIndex(2), "x"),
        (pd.RangeIndex(2, name="place"), "place | x"),
        (pd.Index(["a", "b"], name="x"), "x | x"),
        (pd.MultiIndex.from_tuples([("a", 1), ("b", 2)], names=["who", "rank"]), "who | rank | x"),
        (pd.Index(["a", "b"]), " | x"),
    ],
)
def test_the_index_is_shown_unless_it_counts(index: Any, first: str) -> None:
    """Rows that have no names have no column of names."""
    assert frame(pd.DataFrame({"x": [1, 2]}, index=index)).text.splitlines()[0] == first


def test_of_a_long_frame_the_first_rows_are_shown() -> None:
    """And how many more there are."""
    shown = frame(pd.DataFrame({"x": range(SHOWN + 1200)}))
    assert shown.html.count("<tr><th") == SHOWN + 1
    assert "1,200 more rows." in shown.text


def test_columns_of_two_levels_have_both_names(shipped_claims: pd.DataFrame) -> None:
    """As `groupby` and `agg` return them; an empty frame has its columns."""
    two = pd.DataFrame([[1, 2]], columns=pd.MultiIndex.from_tuples([("n", "min"), ("n", "max")]))
    assert frame(two).text.splitlines()[0] == "n, min | n, max"
    empty = mr.tables.numbers(shipped_claims).head(0)
    assert frame(empty).text.startswith("claim_id | ")
