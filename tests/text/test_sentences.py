"""Prose: its numbers are the claims', and it stays true for other claims."""

from collections.abc import Callable

import pandas as pd
import pytest

from report_helpers.claims.wording import (
    count_phrase,
    figure,
    in_sentence,
    join_words,
    printed_end,
    years,
)  # fmt: skip
from report_helpers.text import sentences

Claims = Callable[..., pd.DataFrame]
MAKERS: dict[str, Callable[[pd.DataFrame], object]] = {
    "scope": lambda claims: sentences.scope(claims, as_of="2026-11-23", horizon_year=2030),
    "backing": sentences.backing,
    "stated_growth": sentences.stated_growth,
    "growth_agreement": sentences.growth_agreement,
    "editions": sentences.editions,
    "spread": lambda claims: sentences.spread(
        claims, measure="ml_market_revenue", horizon_year=2030
    ),
    "job_growth": lambda claims: sentences.job_growth(claims, topic="ai_jobs"),
    "shares": lambda claims: sentences.shares(claims, topics=("adoption",)),
    "economic_value": sentences.economic_value,
}


def test_every_maker_is_tried() -> None:
    """The list above holds all of them."""
    assert set(MAKERS) == set(sentences.__all__)


@pytest.mark.parametrize("name", MAKERS)
def test_an_empty_table_gets_a_sentence(shipped_claims: pd.DataFrame, name: str) -> None:
    """Where there is nothing to say, that is said."""
    said = MAKERS[name](shipped_claims.iloc[:0]).text  # type: ignore[attr-defined]
    assert said.endswith(".")


def test_stated_growth_shows_its_arithmetic(claims_of: Claims) -> None:
    """Base, end, years, the implied rate and the stated one, to be redone with a calculator."""
    said = sentences.stated_growth(
        claims_of({"base_year": 2020, "base_value": "100", "year": 2022, "value": "121",
                   "growth_percent": "20.0"})
    ).text  # fmt: skip
    assert "(121 / 100)^(1/2) - 1 = 10.0 % a year" in said
    assert "20.0 %, which does not fit" in said
    assert "$144 billion" in said


def test_agreement_counts_the_shipped_claims(shipped_claims: pd.DataFrame) -> None:
    """The first claim of the article is among those that cannot be reconciled."""
    said = sentences.growth_agreement(shipped_claims).text
    assert "39.2 % where 36.2 % is implied" in said


def test_a_changed_figure_changes_the_prose(claims_of: Claims) -> None:
    """Nothing is typed: another value is another sentence."""
    row = {"base_year": 2020, "base_value": "100", "year": 2022, "growth_percent": "20.0"}
    said = [
        sentences.stated_growth(claims_of({**row, "value": value})).text for value in ("121", "144")
    ]
    assert "does not fit" in said[0]
    assert "which fits" in said[1]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (count_phrase(1, "claim"), "one claim"),
        (count_phrase(13, "claim"), "13 claims"),
        (count_phrase(0), "none"),
        (join_words(["a", "b", "c"]), "a, b and c"),
        (join_words(["a"]), "a"),
    ],
)
def test_numbers_in_words(said: str, words: str) -> None:
    """The one way each number is said."""
    assert said == words


def test_a_claim_in_words(claims_of: Claims) -> None:
    """Hedges and ranges are kept, digits stay as printed."""
    rows = claims_of(
        {"value": "70.0", "qualifier": "at_least", "metric": "share", "unit": "percent"},
        {"value_low": "6", "value_high": "13", "unit": "usd_trillion", "base_year": 2020,
         "base_value": "5.0", "year": 2030},
        {"value": "-70", "qualifier": "about", "metric": "change", "unit": "percent"},
    )  # fmt: skip
    assert figure(rows.iloc[0]) == "more than 70.0 %"
    assert figure(rows.iloc[1]) == "$6\N{EN DASH}13 trillion"
    assert in_sentence(rows.iloc[0]) == "more than 70.0 %"
    assert in_sentence(rows.iloc[2]) == "a fall of about 70 %"
    assert printed_end(rows.iloc[1], "base") == "$5.0 trillion"
    assert (years(rows.iloc[0]), years(rows.iloc[1])) == ("", "2020 to 2030")


def test_scope_names_a_horizon_only_where_charts_have_one(shipped_claims: pd.DataFrame) -> None:
    """Without one, the sentence ends with the claims about years to come."""
    with_one = sentences.scope(shipped_claims, as_of="2026-11-23", horizon_year=2030)
    without = sentences.scope(shipped_claims, as_of="2026-11-23")
    assert "with a year after 2030, the horizon of the charts: " in str(with_one)
    assert "horizon" not in str(without)
