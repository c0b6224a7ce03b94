"""Prose: its numbers are the claims', and it stays true for other claims."""

import re
from collections.abc import Callable

import pandas as pd
import pytest

from report_helpers.claims.wording import (
    count_phrase,
    figure,
    in_sentence,
    join_some,
    join_words,
    printed_end,
    years,
)  # fmt: skip
from report_helpers.text import sentences
from report_helpers.text.html import Fragment

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
    "rises": lambda claims: sentences.rises(claims, topic="ai_jobs"),
    "shares": lambda claims: sentences.shares(claims, topics=("adoption",)),
    "values": lambda claims: sentences.values(claims, topic="ai_value"),
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
    assert "20.0 % a year, which does not fit" in said
    assert "$144 billion" in said


def test_agreement_counts_the_shipped_claims(shipped_claims: pd.DataFrame) -> None:
    """The first claim of the article is among those that cannot be reconciled."""
    said = sentences.growth_agreement(shipped_claims).text
    assert "39.2 % a year where 36.2 % is implied" in said


ENDS = {"base_year": 2020, "base_value": "100", "year": 2022, "value": "121"}


@pytest.mark.parametrize(
    ("growth", "verdict"),
    [
        ({"growth_low": "8", "growth_high": "12"}, "8\N{EN DASH}12 % a year, which fits"),
        ({"growth_low": "20", "growth_high": "30"}, "20\N{EN DASH}30 % a year, which does not fit"),
        ({"growth_percent": "5", "growth_qualifier": "at_least"},
         "more than 5 % a year, which fits"),
        ({"growth_percent": "20", "growth_qualifier": "at_most"}, "up to 20 % a year, which fits"),
    ],
)  # fmt: skip
def test_a_range_or_hedge_of_growth_is_compared_with_the_ends(
    claims_of: Claims, growth: dict[str, str], verdict: str
) -> None:
    """A printed range, or a hedged growth, is shown as printed and compared as an interval."""
    said = sentences.stated_growth(claims_of({**ENDS, **growth})).text
    assert verdict in said


def test_a_range_of_growth_leads_to_two_values(claims_of: Claims) -> None:
    """Growth of 20 to 30 percent for two years leads from 100 to 144 and to 169."""
    row = {**ENDS, "growth_low": "20", "growth_high": "30"}
    assert "would be $144 billion to $169 billion" in sentences.stated_growth(claims_of(row)).text
    said = sentences.growth_agreement(claims_of(row)).text
    assert "20\N{EN DASH}30 % a year where 10.0 % is implied" in said


def test_a_range_of_values_shows_the_middle_in_its_arithmetic(claims_of: Claims) -> None:
    """A range from 111 to 131 counts as 121, and the sentence says so."""
    row = {**ENDS, "value": "", "value_low": "111", "value_high": "131", "growth_percent": "10"}
    said = sentences.stated_growth(claims_of(row)).text
    assert "With the middle of the printed range" in said
    assert "(121 / 100)^(1/2)" in said


def test_a_hedged_base_is_shown_with_its_hedge(claims_of: Claims) -> None:
    """A base of more than 100 allows any lower growth."""
    row = {**ENDS, "base_qualifier": "at_least", "growth_percent": "10"}
    said = sentences.stated_growth(claims_of(row)).text
    assert "from more than $100 billion in 2020" in said
    assert "less than" in said


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


def test_a_date_before_the_newest_claim_is_said(claims_of: Callable[..., pd.DataFrame]) -> None:
    """A year or a month alone is later if all of it is."""
    firm = {"producer": "Firm", "year": 2024, "value": "5"}
    claims = claims_of(*({**firm, "published": day} for day in ("2025", "2025-03", "2025-03-09")))
    for as_of, words in (
        ("2025-03-09", ""), ("2025-03-08", "one; the newest of them is of 2025-03-09."),
        ("2025-02-28", "two; "), ("2024-12-31", "three; "),
    ):  # fmt: skip
        said = sentences.scope(claims, as_of=as_of).text
        assert (f"Published after that day: {words}" in said) == bool(words)
        assert ("Published" in said) == bool(words)


def test_scope_names_a_horizon_only_where_charts_have_one(shipped_claims: pd.DataFrame) -> None:
    """Without one, the sentence ends with the claims about years to come."""
    with_one = sentences.scope(shipped_claims, as_of="2026-11-23", horizon_year=2030)
    without = sentences.scope(shipped_claims, as_of="2026-11-23")
    assert "with a year after 2030, the horizon of the charts: " in str(with_one)
    assert "horizon" not in str(without)


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("stated_growth", {**ENDS, "growth_percent": "9"}),
        ("editions", {"year": 2030, "value": "5", "role": "comparator"}),
        ("values", {"year": 2030, "value": "5", "topic": "ai_value"}),
        ("spread", {"year": 2030, "value": "5", "role": "comparator"}),
    ],
)
def test_long_prose_ends_with_the_number_of_the_others(
    claims_of: Claims, name: str, fields: dict[str, str]
) -> None:
    """Twelve paragraphs or pairs of them, and a sentence that counts what is left out."""
    read = {"url": "https://example.org", "accessed": "2026-11-01"}
    rows = [
        {**fields, **read, "region": f"place {number}", "producer": firm, "edition": f"{edition}",
         "published": f"202{edition}"}
        for number in range(15) for firm in ("A", "B") for edition in (4, 5)
    ]  # fmt: skip
    said = MAKERS[name](claims_of(*rows))
    assert isinstance(said, Fragment)
    assert re.search(r"\n\n(\S+) more are in the table of all claims\.$", said.text)
    assert said.text.count("\n\n") <= 25


def test_a_long_enumeration_ends_with_the_number_of_the_others() -> None:
    """Of twelve parts all are named, of more the first twelve."""
    parts = [str(number) for number in range(14)]
    assert join_some(parts[:12]) == join_words(parts[:12])
    assert join_some(parts).endswith("10, 11 and 2 more")
