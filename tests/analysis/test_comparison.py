"""Comparisons of claims: only like with like, and each producer once."""

from collections.abc import Callable

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from report_helpers.analysis.comparison import (
    editions,
    spread,
    values_by_edition,
    values_by_year,
)

Claims = Callable[..., pd.DataFrame]
READ = {"url": "https://example.org/a", "accessed": "2026-01-02"}


def read_in(producer: str, **fields: object) -> dict[str, object]:
    """Return a comparator's fields; each producer is read on a page of its own."""
    key = producer.lower()
    return {"role": "comparator", "producer": producer, "source_id": key, **READ, **fields}


def test_editions_come_oldest_first(claims_of: Claims) -> None:
    """A producer with one edition is no series of editions."""
    table = claims_of(
        read_in("Firm", value="9", year=2030, edition="second", published="2025"),
        read_in("Firm", value="5", year=2030, edition="first", published="2024-03"),
        read_in("Other", value="7", year=2030, edition="only", published="2020"),
    )
    assert editions(table)["edition"].tolist() == ["first", "second"]


def test_only_the_latest_edition_counts(claims_of: Claims) -> None:
    """Of one producer and year the latest edition's figure counts."""
    table = claims_of(
        read_in("Firm", value="9", year=2030, edition="second", published="2025"),
        read_in("Firm", value="5", year=2030, edition="first", published="2024-03"),
    )
    assert values_by_year(table)["low"].tolist() == [9e9]


def test_a_printed_point_beats_a_path(claims_of: Claims) -> None:
    """A printed figure replaces the value of the edition's path in the same year."""
    table = claims_of(
        read_in("Firm", base_value="1", base_year=2020, value="4", year=2022),
        read_in("Firm", value="3", year=2021),
    )
    values = values_by_year(table).set_index("year")
    assert values.loc[2021, "low"] == pytest.approx(3e9)
    assert bool(values.loc[2021, "printed"])


def test_spread_needs_two_producers_of_one_measure(claims_of: Claims) -> None:
    """Other measures and cited rows stay out of it."""
    table = claims_of(
        read_in("Firm", value="10", year=2030),
        read_in("Other", value="40", year=2030),
        read_in("Third", value="90", year=2030, measure="something_else"),
        {"value": "500", "year": 2030, "producer": "Firm"},
    )
    row = spread(table).iloc[0]
    assert (row["producers"], row["low"], row["high"]) == (2, 10e9, 40e9)
    assert row["factor"] == pytest.approx(4)
    assert (row["low_claim"], row["high_claim"]) == ("c0", "c1")


def test_a_range_spreads_over_both_of_its_ends(claims_of: Claims) -> None:
    """The lowest and the highest end count, and the middle for the median."""
    table = claims_of(
        read_in("Firm", value_low="10", value_high="90", year=2030),
        read_in("Other", value="40", year=2030),
        read_in("Third", value="30", year=2030),
    )
    row = spread(table).iloc[0]
    assert (row["low"], row["median"], row["high"]) == (10e9, 40e9, 90e9)


def test_each_edition_has_its_own_values(claims_of: Claims) -> None:
    """Each edition has its printed values, and values on its path for the other years."""
    table = claims_of(
        read_in("Firm", base_value="1", base_year=2020, value="4", year=2022, edition="first",
                published="2020"),
        read_in("Firm", value="3", year=2021, edition="first", published="2020"),
        read_in("Firm", base_value="2", base_year=2021, value="8", year=2023, edition="second",
                published="2021"),
        read_in("Other", value="7", year=2021, edition="only", published="2020"),
    )  # fmt: skip
    values = values_by_edition(table)
    assert values["year"].tolist() == [2020, 2021, 2022, 2021, 2022, 2023]
    assert (values["low"] / 1e9).tolist() == pytest.approx([1, 3, 4, 2, 4, 8])
    assert values["printed"].tolist() == [True, True, True, True, False, True]
    assert values["series"].unique().tolist() == ["Firm: ml_market_revenue"]
    assert values["low"].equals(values["high"])


def test_nothing_is_compared_in_an_empty_table(shipped_claims: pd.DataFrame) -> None:
    """An empty table gives empty tables with the same columns."""
    empty = shipped_claims.iloc[:0]
    for derived in (editions, values_by_edition, values_by_year, spread):
        assert list(derived(empty).columns) == list(derived(shipped_claims).columns)
        assert derived(empty).empty


def test_values_are_whole_tables(claims_of: Claims) -> None:
    """Every column with its type: texts, whole years, values in dollars, printed or on a path."""
    table = claims_of(
        read_in("Firm", base_value="1", base_year=2020, value="4", year=2022, edition="first",
                published="2020"),
        read_in("FIRM", value_low="8", value_high="10", year=2022, edition="second",
                published="2021"),
        read_in("Other", value="2000", unit="usd_million", year=2022),
        read_in("Other", value="5", year=2022, region="asia"),
        read_in("Other", value="",
                growth_percent="4", year=2022),
    )  # fmt: skip
    by_year = pd.DataFrame({
        "measure": ["ml_market_revenue"] * 5,
        "quantity": [0, 0, 0, 0, 1],
        "year": [2020, 2021, 2022, 2022, 2022],
        "producer": ["Firm", "Firm", "Firm", "Other", "Other"],
        "claim_id": ["c0", "c0", "c1", "c2", "c3"],
        "low": [1e9, 2e9, 8e9, 2e9, 5e9],
        "high": [1e9, 2e9, 10e9, 2e9, 5e9],
        "printed": [True, False, True, True, True],
    })  # fmt: skip
    texts = {"measure": "str", "producer": "str", "claim_id": "str"}
    assert_frame_equal(values_by_year(table), by_year.astype(texts))
    by_edition = pd.DataFrame({
        "series": ["Firm: ml_market_revenue (no region named)"] * 4,
        "edition": ["first"] * 3 + ["second"],
        "published": ["2020"] * 3 + ["2021"],
        "claim_id": ["c0", "c0", "c0", "c1"],
        "year": [2020, 2021, 2022, 2022],
        "low": [1e9, 2e9, 4e9, 8e9],
        "high": [1e9, 2e9, 4e9, 10e9],
        "printed": [True, False, True, True],
    })  # fmt: skip
    texts = {"series": "str", "edition": "str", "published": "str", "claim_id": "str"}
    assert_frame_equal(values_by_edition(table), by_edition.astype(texts))
    apart = pd.DataFrame({
        "measure": ["ml_market_revenue"], "quantity": [0], "year": [2022], "producers": [2],
        "low": [2e9], "median": [5.5e9], "high": [10e9], "factor": [5.0], "low_claim": ["c2"],
        "high_claim": ["c1"],
    })  # fmt: skip
    texts = {"measure": "str", "low_claim": "str", "high_claim": "str"}
    assert_frame_equal(spread(table), apart.astype(texts))
