"""A base value and year of the reader's own, in place of those that the source prints."""

from typing import Any

import pandas as pd
import pytest

from report_helpers.analysis.projection_models import DomainError
from report_helpers.changes.snapshot import Projected
from report_helpers.charts.toolkit.meta import chart_meta
from report_helpers.errors import UsageError
from report_helpers.projection.display import Projection, projection
from report_helpers.projection.evaluate import resolve
from report_helpers.runs.results import results
from report_helpers.text.change_text import assumptions

WORDS = "the reader's own $40 billion for 2024"


@pytest.fixture
def own(shipped_claims: pd.DataFrame) -> Projection:
    """The article's claim from a base of one's own."""
    return projection(shipped_claims, base_value=40, base_year=2024, growth="0.25")


def test_the_path_starts_from_it(own: Projection) -> None:
    """By hand: 40, 50, 62.5; the diamonds stay where the source prints them."""
    data, at = own.figure.data, own.contract["traces"]
    assert list(data[at["path"]].y)[:3] == [40, 50, 62.5]
    assert list(data[at["path"]].x)[:2] == [2024, 2025]
    assert (list(data[at["printed"]].x), list(data[at["printed"]].y)) == (
        [2023, 2030],
        [26.03, 225.91],
    )


def test_words_say_whose_figure_it_is(own: Projection) -> None:
    """Title, text description and the form of text."""
    meta = chart_meta(own.figure)
    assert meta["title"] == f"At 25.0 % a year, {WORDS} becomes $466 billion in 2035 (world)"
    assert f"from {WORDS}, with $225.91 billion printed for 2030" in meta["alt"]
    own.panel.pin()
    assert WORDS.replace("'", "&#39;") in own.panel.paths.children[0].value
    assert WORDS in own._repr_mimebundle_()["text/plain"]


def test_growth_leads_from_it_to_the_printed_end(shipped_claims: pd.DataFrame) -> None:
    """Six years from 40 to 225.91: their sixth root."""
    made = projection(shipped_claims, base_value=40, base_year=2024)
    path = resolve(made.contract, made.contract["state"])
    assert path[6] == pytest.approx(225.91)
    assert path[1] / path[0] == pytest.approx((225.91 / 40) ** (1 / 6))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"base_year": 2030}, "base_year: the base year is not before the year of the printed end"),
        ({"base_value": -3.0}, "base_value: -3 is not above 0"),
        ({"base_year": 1900}, "base_year: 1900 is out of range"),
    ],
)
def test_one_without_a_path_is_refused(
    shipped_claims: pd.DataFrame, changes: Any, message: str
) -> None:
    """In one sentence that names the input."""
    with pytest.raises(UsageError, match=f"^{message}"):
        projection(shipped_claims, **changes)


def test_a_base_after_the_printed_end_needs_a_growth(shipped_claims: pd.DataFrame) -> None:
    """With one it has a path."""
    made = projection(shipped_claims, base_value=250, base_year=2031, growth="10 %")
    assert resolve(made.contract, made.contract["state"])[:2] == pytest.approx([250, 275])
    with pytest.raises(DomainError, match="not before the year of the printed end"):
        resolve(made.contract, {**made.contract["state"], "growth": "implied"})


def test_typing_sets_it_and_an_empty_field_gives_the_printed_one_back(
    shipped_claims: pd.DataFrame,
) -> None:
    """The field shows in grey what is printed."""
    panel = projection(shipped_claims).panel
    before = list(panel.figure.data[panel.contract["traces"]["path"]].y)
    base, year = panel.fields["base"], panel.fields["base_year"]
    assert (base.value, base.placeholder) == ("", "26.03, as printed")
    assert (year.value, year.placeholder) == ("", "2023, as printed")
    base.value, year.value = "40", "2024"
    assert WORDS.replace("'", "&#39;") in panel.heading.value
    assert (panel.state["base"], panel.state["base_year"]) == (40, 2024)
    base.value = year.value = ""
    assert list(panel.figure.data[panel.contract["traces"]["path"]].y) == before
    assert "own" not in panel.heading.value


def test_the_printed_figure_typed_again_is_not_the_readers(shipped_claims: pd.DataFrame) -> None:
    """It stays the source's."""
    made = projection(shipped_claims, base_value=26.03, base_year=2023)
    assert "own" not in chart_meta(made.figure)["title"]


def test_results_and_changes_name_it(own: Projection, shipped_claims: pd.DataFrame) -> None:
    """So that a run from another base is another projection."""
    data = {"application/vnd.plotly.v1+json": own.figure.to_plotly_json()}
    book = {"cells": [{"outputs": [{"data": data}]}]}
    (found,) = results(shipped_claims, [], "2026-11-23", [book])["projections"]
    assert found["inputs"] == {"base": 40, "base_year": 2024}
    words = assumptions(Projected(**found))
    assert "the reader's own 40 billion US dollars for 2024" in words
