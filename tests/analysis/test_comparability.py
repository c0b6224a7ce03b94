"""What may be compared: which rows are of one quantity."""

from collections.abc import Callable
from itertools import combinations
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from report_helpers.analysis.comparability import (
    KEYS,
    comparable,
    latest_editions,
    quantity,
    quantity_keys,
)

LEVEL = {"value": "10", "year": "2025", "region": "world"}
SHARE = {**LEVEL, "metric": "share", "unit": "percent"}

Maker = Callable[..., pd.DataFrame]


def with_periods(claims: pd.DataFrame, *periods: tuple[str | None, str | None]) -> pd.DataFrame:
    """Return claims with these periods and their labels."""
    kinds, labels = zip(*periods, strict=True)
    return claims.assign(
        period=pd.Series(kinds, index=claims.index, dtype="str"),
        period_label=pd.Series(labels, index=claims.index, dtype="str"),
    )


def rows_of(claims: pd.DataFrame) -> list[dict[Any, Any]]:
    """Return the rows as dicts."""
    return claims.reset_index().to_dict("records")


def held_alike(claims: pd.DataFrame) -> bool:
    """Return whether all rows are of one quantity, in groups and pair by pair alike."""
    one = set(quantity(claims)) == {0}
    assert one == all(comparable(a, b) for a, b in combinations(rows_of(claims), 2))
    assert one == (len(quantity_keys(claims).drop_duplicates()) == 1)
    return one


@pytest.mark.parametrize(
    "other",
    [
        {"region": "Global"}, {"region": "worldwide"}, {"region": "WORLD"},
        {"unit": "usd_million"}, {"unit": "usd_trillion"}, {"year": "2030"},
        {"kind": "estimate"}, {"sample": "403 firms"}, {"title": "Another title"},
    ],
)  # fmt: skip
def test_spelling_does_not_separate_rows(claims_of: Maker, other: dict[str, str]) -> None:
    """Case of a region, words for the world, scale, year, role and a level's sample are no key."""
    assert held_alike(claims_of(LEVEL, {**LEVEL, **other}))


@pytest.mark.parametrize(
    "other",
    [
        {"measure": "another"}, {"region": "US"}, {"region": ""}, {"unit": "eur_billion"},
        {"unit": "count"}, {"unit": "gwh"}, {"unit": "usd_per_kwh"},
        {"metric": "multiple", "unit": "times"},
    ],
)  # fmt: skip
def test_each_key_sets_rows_apart(claims_of: Maker, other: dict[str, str]) -> None:
    """Rows that differ in one of the keys are of two quantities."""
    assert not held_alike(claims_of(LEVEL, {**LEVEL, **other}))


def test_a_missing_region_is_a_region_of_its_own(claims_of: Maker) -> None:
    """Two rows without a region are alike, and like no others."""
    none = {**LEVEL, "region": ""}
    assert quantity(claims_of(none, LEVEL, none)).tolist() == [0, 1, 0]


@pytest.mark.parametrize("spelled", ["United  States", "united states", "UNITED\u00a0STATES"])
def test_a_region_is_folded(claims_of: Maker, spelled: str) -> None:
    """Regions that differ in case or spaces are equal."""
    assert held_alike(claims_of({**LEVEL, "region": "United States"}, {**LEVEL, "region": spelled}))


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        (("quarter", "Q3 2024"), ("quarter", "Q3 2025"), True),
        (("quarter", "Q3 2024"), ("quarter", "3Q25"), True),
        (("quarter", "Q3 2024"), ("quarter", "third quarter of 2025"), True),
        (("quarter", "Q3 2024"), ("quarter", "2025-Q3"), True),
        (("quarter", "Q3 2024"), ("quarter", "Q4 2024"), False),
        (("quarter", "Q3 2024"), ("quarter", "Q3 FY2024"), False),
        (("quarter", "FY24 Q3"), ("quarter", "Q3 FY2025"), True),
        (("half", "H1 2024"), ("half", "1H25"), True),
        (("half", "H1 2024"), ("half", "H2 2024"), False),
        (("month", "March 2024"), ("month", "Mar 2025"), True),
        (("month", "March 2024"), ("month", "2025-03"), True),
        (("month", "March 2024"), ("month", "May 2024"), False),
        (("fiscal_year", "FY2024"), ("fiscal_year", "FY2025"), True),
        (("fiscal_year", "FY2024"), (None, None), False),
        (("quarter", "Q3 2024"), (None, None), False),
        (("run_rate", None), (None, None), False),
        (("run_rate", None), ("run_rate", None), True),
        (("cumulative", None), (None, None), False),
    ],
)
def test_the_key_of_a_period_leaves_out_its_year(
    claims_of: Maker,
    one: tuple[str | None, str | None],
    other: tuple[str | None, str | None],
    alike: bool,  # noqa: FBT001  # a parameter of the test
) -> None:
    """Periods of one kind and place in their year are equal for every year and spelling."""
    assert held_alike(with_periods(claims_of(LEVEL, LEVEL), one, other)) is alike


def test_sums_over_years_are_alike_from_one_year_on(claims_of: Maker) -> None:
    """A sum from 2020 on is no sum from 2025 on."""
    claims = claims_of(*({**LEVEL, "year": "2030", "base_year": year} for year in ("2020", "2025")))
    sums = ("cumulative", None)
    assert not held_alike(with_periods(claims, sums, sums))
    assert held_alike(with_periods(claims.assign(base_year=2020), sums, sums))


@pytest.mark.parametrize("metric", ["share", "change", "remaining"])
def test_samples_are_compared_where_both_rows_name_one(claims_of: Maker, metric: str) -> None:
    """Two samples are set apart, two spellings of one are not, and one that is missing fits."""
    row = {**SHARE, "metric": metric}
    firms, coders, none = ({**row, "sample": name} for name in ("403 firms", "coders", ""))
    assert held_alike(claims_of(firms, {**row, "sample": "403  FIRMS"}, none))
    assert not held_alike(claims_of(firms, coders))
    assert held_alike(claims_of(none, none))


def test_a_row_without_a_sample_joins_no_one_of_several(claims_of: Maker) -> None:
    """Among rows of two samples one without is a group of its own; of another measure, it joins."""
    rows = [{**SHARE, "sample": name} for name in ("firms", "coders", "")]
    other = [{**row, "measure": "another"} for row in (rows[0], rows[2])]
    claims = claims_of(*rows, *other)
    assert quantity(claims).tolist() == [0, 1, 2, 3, 3]
    keys = quantity_keys(claims)
    assert list(keys.columns) == list(KEYS)
    assert keys["sample"].tolist() == ["firms", "coders", "", "firms", "firms"]
    assert comparable(rows_of(claims)[0], rows_of(claims)[2])


REGIONS = st.sampled_from(["", "world", "Global", "US", "us "])
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "region": REGIONS,
            "sample": st.sampled_from(["", "firms", "Firms", "coders"]),
            "unit": st.sampled_from(["percent", "percentage_points"]),
            "measure": st.sampled_from(["one", "two"]),
        }
    ),
    min_size=1,
    max_size=8,
)


@given(ROWS)
def test_rows_of_one_quantity_may_be_compared(rows: list[dict[str, str]]) -> None:
    """Whatever the rows, groups hold pairs that may be compared; keys and numbers agree."""
    row = {"metric": "change", "base_year": pd.NA}
    claims = pd.DataFrame([{**row, **cells} for cells in rows]).replace("", None)
    numbers = quantity(claims)
    keys = quantity_keys(claims).apply("|".join, axis="columns")
    for one, other in combinations(range(len(claims)), 2):
        pooled = numbers.iloc[one] == numbers.iloc[other]
        assert pooled == (keys.iloc[one] == keys.iloc[other])
        if pooled:
            assert comparable(claims.iloc[one], claims.iloc[other])


def test_no_rows_have_no_quantity(claims_of: Maker) -> None:
    """An empty table gives empty columns."""
    none = claims_of(LEVEL).iloc[:0]
    assert quantity(none).empty
    assert quantity_keys(none).empty


READ = {"url": "https://a.example/x", "accessed": "2026-01-01"}
EDITION = {
    **LEVEL,
    **READ,
    "role": "comparator",
    "producer": "Firm A",
    "edition": "2024",
    "published": "2024",
}
LATER = {**EDITION, "edition": "2025", "published": "2025"}


@pytest.mark.parametrize(
    "other",
    [{"region": "US"}, {"unit": "eur_billion"}, {"measure": "another"}, {"producer": "Firm B"}],
)
def test_an_edition_hides_older_ones_of_its_quantity_alone(
    claims_of: Maker, other: dict[str, str]
) -> None:
    """A later edition on another region, currency or measure leaves the earlier one in place."""
    assert list(latest_editions(claims_of(EDITION, LATER)).index) == ["c1"]
    assert list(latest_editions(claims_of(EDITION, {**LATER, **other})).index) == ["c0", "c1"]


def test_a_producer_is_one_whatever_the_case(claims_of: Maker) -> None:
    """Two spellings of a producer's name are one producer, whose later edition counts."""
    rows = claims_of(EDITION, {**LATER, "producer": "FIRM  A"})
    assert list(latest_editions(rows).index) == ["c1"]


def test_the_latest_edition_is_the_last_published(claims_of: Maker) -> None:
    """All rows of the last edition of each producer; no cited row, none of an unknown producer."""
    table = claims_of(
        {**LATER, "value": "9"},
        {**LATER, "value": "8", "year": "2029"},
        {**EDITION, "published": "2024-03"},
        {**LATER, "published": "2026", "producer": ""},
        {**LATER, "value": "500", "role": "cited", "published": "2026"},
    )
    assert latest_editions(table).index.tolist() == ["c0", "c1"]


def test_an_edition_without_a_date_is_the_oldest(claims_of: Maker) -> None:
    """Any dated edition counts before one without a date."""
    table = claims_of(
        {**EDITION, "edition": "undated", "published": ""}, {**EDITION, "published": "2010"}
    )
    assert latest_editions(table).index.tolist() == ["c1"]
