"""Claims beside each other: only like with like, and nobody counted twice."""

from collections.abc import Callable

import pandas as pd
import pytest

from report_helpers.analysis.comparison import (
    against_originals,
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


def test_cited_over_original_across_units(claims_of: Claims) -> None:
    """500 billion cited of half a trillion is a ratio of one, and the same thing."""
    table = claims_of(
        {"value": "500", "year": 2030, "original_id": "c1"},
        read_in("Firm", role="original", value="0.5", unit="usd_trillion", year=2030),
    )
    row = against_originals(table).loc["c0"]
    assert row["ratio"] == pytest.approx(1)
    assert row["differs"] == ""


@pytest.mark.parametrize(
    ("field", "cited", "original"),
    [
        ("unit", "eur_billion", "usd_billion"), ("region", "US", "world"),
        ("measure", "demand", "revenue"), ("period", "run_rate", ""),
    ],
)  # fmt: skip
def test_what_differs_is_named(claims_of: Claims, field: str, cited: str, original: str) -> None:
    """A cited figure of another currency, region, measure or period than its original says so."""
    row = {"value": "500", "year": 2030}
    table = claims_of(
        {**row, "original_id": "c1", field: cited},
        read_in("Firm", role="original", **{**row, field: original}),
    )
    assert against_originals(table).loc["c0", "differs"] == field


def test_a_region_that_is_not_named_does_not_differ(claims_of: Claims) -> None:
    """What one of the two leaves out is no difference; nor is another word for the world."""
    row = {"value": "500", "year": 2030}
    for region in ("", "Global"):
        table = claims_of(
            {**row, "original_id": "c1", "region": region},
            read_in("Firm", role="original", region="world", **row),
        )
        assert against_originals(table).loc["c0", "differs"] == ""


def test_a_range_has_two_ratios(claims_of: Claims) -> None:
    """A cited range is compared at both of its ends."""
    table = claims_of(
        {"value_low": "6", "value_high": "12", "year": 2030, "original_id": "c1"},
        read_in("Firm", role="original", value="24", year=2030),
    )
    row = against_originals(table).loc["c0"]
    assert (row["ratio_low"], row["ratio_high"]) == pytest.approx((0.25, 0.5))
    assert pd.isna(row["ratio"])


def test_growth_is_compared_on_its_own(claims_of: Claims) -> None:
    """A stated growth that differs is a row beside the value's."""
    table = claims_of(
        {"value": "5", "year": 2030, "growth_percent": "30", "original_id": "c1"},
        read_in("Firm", role="original", value="5", year=2030, growth_percent="20"),
    )
    rows = against_originals(table).set_index("figure")
    assert rows.loc["growth", "ratio"] == pytest.approx(1.5)


@pytest.mark.parametrize(
    ("cited", "original", "ratios"),
    [
        (("12", "15"), ("12", "15"), (1, 1)),
        (("12", "15"), ("10",), (1.2, 1.5)),
        (("12",), ("10", "15"), (0.8, 1.2)),
        (("12",), ("10",), (1.2, 1.2)),
    ],
)  # fmt: skip
def test_ranges_of_growth_are_compared_end_by_end(
    claims_of: Claims, cited: tuple[str, ...], original: tuple[str, ...],
    ratios: tuple[float, float],
) -> None:  # fmt: skip
    """A range against a range has one ratio an end; one number against a range has two."""
    names = {1: ("growth_percent",), 2: ("growth_low", "growth_high")}
    table = claims_of(
        {"value": "5", "original_id": "c1", **dict(zip(names[len(cited)], cited, strict=True))},
        read_in("Firm", role="original", value="5",
                **dict(zip(names[len(original)], original, strict=True))),
    )  # fmt: skip
    row = against_originals(table).set_index("figure").loc["growth"]
    assert (row["ratio_low"], row["ratio_high"]) == pytest.approx(ratios)


def test_editions_come_oldest_first(claims_of: Claims) -> None:
    """A producer with one edition is no series of editions."""
    table = claims_of(
        read_in("Firm", value="9", year=2030, edition="second", published="2025"),
        read_in("Firm", value="5", year=2030, edition="first", published="2024-03"),
        read_in("Other", value="7", year=2030, edition="only", published="2020"),
    )
    assert editions(table)["edition"].tolist() == ["first", "second"]


def test_only_the_latest_edition_speaks(claims_of: Claims) -> None:
    """Of one producer and year the later edition's figure stands."""
    table = claims_of(
        read_in("Firm", value="9", year=2030, edition="second", published="2025"),
        read_in("Firm", value="5", year=2030, edition="first", published="2024-03"),
    )
    assert values_by_year(table)["low"].tolist() == [9e9]


def test_a_printed_point_beats_a_path(claims_of: Claims) -> None:
    """Where one edition prints a year that its path also passes, the printed figure stands."""
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


def test_each_edition_says_its_own(claims_of: Claims) -> None:
    """Of every edition the printed figures, and the years on its path that it does not print."""
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
    for derived in (against_originals, editions, values_by_edition, values_by_year, spread):
        assert list(derived(empty).columns) == list(derived(shipped_claims).columns)
        assert derived(empty).empty
