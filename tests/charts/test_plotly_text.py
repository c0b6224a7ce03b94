"""Words of the charts: figures as printed, literal text, labels clear of each other."""

import html
from collections.abc import Callable
from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from report_helpers.charts.toolkit.finish import numbers
from report_helpers.charts.toolkit.plotly_text import (
    amount,
    evidence,
    figure_text,
    hover,
    label,
    quantity_title,
    rate,
    records,
    row_of,
    shown,
    some,
    titled,
    who,
    wrapped,
)  # fmt: skip
from report_helpers.claims.citations import short_citation
from report_helpers.claims.wording import isolated


@given(st.text())
def test_shown_is_literal(text: str) -> None:
    """Decoding gives the text back, and nothing that plotly reads is left."""
    literal = shown(text)
    assert html.unescape(literal) == html.unescape(text) or "&" in text
    assert html.unescape(shown(text.replace("&", ""))) == text.replace("&", "")
    assert not set(literal) & set("<>$")
    assert "%{" not in literal


@given(st.text(), st.integers(5, 40))
def test_wrapped_keeps_its_width(text: str, width: int) -> None:
    """No line is longer than asked for; the signs that isolate a name have no width."""
    invisible = dict.fromkeys(map(ord, ISOLATED.format("")))
    lines = wrapped(text, width).split("<br>")
    assert all(len(html.unescape(line).translate(invisible)) <= width for line in lines)


def test_figures_are_shown_as_printed(shipped_claims: pd.DataFrame) -> None:
    """Digits stay as printed; qualifier, range, sign and unit are said."""
    rows = records(shipped_claims)
    space = "\N{NO-BREAK SPACE}"
    assert figure_text(rows["a01_ml_market"]) == f"$225.91{space}billion"
    assert figure_text(rows["a03_ai_value_range"]) == f"$6\N{EN DASH}13{space}trillion"
    assert figure_text(rows["a04_ai_adoption"]) == f"more than 50{space}%"
    assert figure_text(rows["a09_data_preparation_fall"]) == f"\N{MINUS SIGN}70{space}%"
    assert figure_text(rows["a02_original"]) == f"74{space}% a year"
    assert amount(Decimal("1632.0"), "count") == "1,632.0"
    assert rate(float("inf")) == "open"
    assert rate(float("nan")) == "\N{EN DASH}"


def test_who_names_the_source_that_the_article_credits(shipped_claims: pd.DataFrame) -> None:
    """A cited row names the article and its credit, if any; another row its producer."""
    rows = records(shipped_claims)
    assert who(rows["a03_ai_value_range"]) == "Article (PwC)"
    assert who(rows["a05_ai_demand"]) == "Article (credits nobody)"
    assert label(rows["a03_original"]) == "PwC, 2030"
    assert evidence(rows["a07_engineering_preference"]).startswith("its original: ")


HEBREW, ARABIC = (
    "\u05d2\u05dc\u05d5\u05d1\u05e1",
    "\u0634\u0631\u0643\u0629 \u0627\u0644\u0623\u0628\u062d\u0627\u062b",
)
ISOLATED = "\N{FIRST STRONG ISOLATE}{}\N{POP DIRECTIONAL ISOLATE}"


@pytest.mark.parametrize("name", [HEBREW, ARABIC])
def test_right_to_left_names_are_isolated_in_labels(
    claims_of: Callable[..., pd.DataFrame], name: str
) -> None:
    """Years after such a name keep their order; other names have no invisible signs."""
    read = {"role": "comparator", "url": "https://example.org/a", "accessed": "2026-01-02"}
    table = claims_of({"value": "5", "year": 2030, "producer": name, "title": name, **read})
    row = records(table)["c0"]
    shown_name = ISOLATED.format(name)
    assert label(row) == f"{shown_name}, 2030"
    assert titled(row) == f"{shown_name}, 2030"
    assert short_citation(row_of(table, "c0")) == shown_name
    assert isolated("Firm (2024)") == "Firm (2024)"


def test_a_figure_that_is_printed_again_says_so(shipped_claims: pd.DataFrame) -> None:
    """Else two rows of a chart would have one name."""
    rows = records(shipped_claims)
    first, again = (
        quantity_title(rows[key]) for key in ("a06_python_usage", "a12_python_usage_again")
    )
    assert again == f"{first} (printed again)"
    assert label(rows["a12_python_usage_again"]) == "Article (printed again)"
    # A missing cell of a table is no figure.
    assert quantity_title({**rows["a06_python_usage"], "repeats_id": float("nan")}) == first


def test_each_line_of_a_right_to_left_name_is_isolated() -> None:
    """A name that is broken over lines opens and closes its isolate in each."""
    lines = wrapped(f"{ISOLATED.format(ARABIC)}, 2024", 9).split("<br>")
    assert len(lines) > 1
    for line in lines:
        assert line.count("\N{FIRST STRONG ISOLATE}") == line.count("\N{POP DIRECTIONAL ISOLATE}")
    assert "".join(lines).count("\N{FIRST STRONG ISOLATE}") == 2


def test_hover_shows_where_a_figure_comes_from(shipped_claims: pd.DataFrame) -> None:
    """Every hover text has producer, year, printed figures, locator and evidence."""
    text = hover(records(shipped_claims)["a01_ml_market"], ["computed"]).replace("<br>", " ")
    for part in ("Fortune Business Insights", "2023", "26.03 billion", "Introduction",
                 "read on a secondary page", "computed"):  # fmt: skip
        assert part in text


def test_some_counts_what_it_leaves_out() -> None:
    """An alternative text does not read out sixty publishers."""
    assert some(["a", "b"]) == "a; b"
    assert some(["x"] * 15).endswith("; and 3 more")


def test_numbers_are_plain_and_short() -> None:
    """Ten significant digits at most, missing as `None`."""
    assert numbers([1 / 3, float("nan"), None, 12345678912.34]) == [
        0.3333333333, None, None, 12345678910.0,
    ]  # fmt: skip
