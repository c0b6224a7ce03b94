"""The growths that scenarios are taken from: those of the sources, none invented."""

from collections.abc import Callable

import pandas as pd
import pytest

from report_helpers.analysis.growth import growth_rates
from report_helpers.analysis.projection_models import DomainError
from report_helpers.analysis.scenarios import (
    window,
    yearly_growths,
)
from report_helpers.errors import UsageError

Claims = Callable[..., pd.DataFrame]
READ = {"url": "https://example.org/a", "accessed": "2026-01-02"}
CITED = {"base_year": 2020, "base_value": "100", "year": 2022, "value": "144"}


def read_in(producer: str, **fields: object) -> dict[str, object]:
    """Return a producer's path from 2020 to 2022; each is read on a page of its own."""
    key = producer.lower()
    facts = {"role": "comparator", "producer": producer, "source_id": key, "base_year": 2020,
             "base_value": "100", "year": 2022, "value": "121"}  # fmt: skip
    return {**facts, **READ, **fields}


def growing(claims_of: Claims, *ends: str) -> pd.DataFrame:
    """Return a cited claim, `c0`, and a producer for each end."""
    return claims_of(
        CITED, *(read_in(f"Firm{number}", value=end) for number, end in enumerate(ends))
    )


def test_a_claim_starts_at_its_printed_base(claims_of: Claims) -> None:
    """The window holds both ends in dollars; a range at its middle."""
    table = claims_of(CITED, {**CITED, "value": "", "value_low": "140", "value_high": "160"})
    assert window(table, "c0") == (2020, 100e9, 2022, 144e9)
    assert window(table, "c1").end == 150e9


@pytest.mark.parametrize("claim_id", ["c0", "c1", "c2"])
def test_a_claim_without_ends_starts_nothing(claims_of: Claims, claim_id: str) -> None:
    """A single value, a change and a share have no path."""
    table = claims_of(
        {"value": "5", "year": 2030},
        {"metric": "share", "unit": "percent", "value": "5", "year": 2030},
        {"metric": "change", "unit": "percent", "value": "21", "base_year": 2020, "year": 2022},
    )
    with pytest.raises(DomainError, match="claim_id: "):
        window(table, claim_id)


def test_a_claim_that_is_not_there_is_refused(claims_of: Claims) -> None:
    """The error has the ids that there are."""
    with pytest.raises(UsageError, match="'nobody' is not in the claims; choose one of c0"):
        window(claims_of(CITED), "nobody")


def test_without_producers_there_is_no_growth(claims_of: Claims) -> None:
    """A cited claim alone has no sources: an empty table with the same columns."""
    alone = yearly_growths(growing(claims_of), "c0")
    two = yearly_growths(growing(claims_of, "121", "169"), "c0")
    assert alone.empty
    assert list(alone.columns) == list(two.columns)
    assert two["growth"].tolist() == pytest.approx([0.1, 0.3])


def test_a_producer_counts_once_with_its_latest_edition(claims_of: Claims) -> None:
    """Earlier editions, other measures, other places and cited rows do not count."""
    table = claims_of(
        {**CITED, "producer": "Firm"},
        read_in("Firm", value="900", edition="first", published="2019"),
        read_in("Firm", value="169", edition="second", published="2021"),
        read_in("Other", value="196", measure="something_else"),
        read_in("Third", value="225", region="Europe"),
    )
    growths = yearly_growths(table, "c0")
    assert growths["producer"].tolist() == ["Firm"]
    assert growths["growth"].tolist() == pytest.approx([0.3])


def test_of_one_edition_the_furthest_path_counts(claims_of: Claims) -> None:
    """A second window of the same producer is no second voice."""
    table = claims_of(CITED, read_in("Firm"), read_in("Firm", year=2024, value="146.41"))
    assert yearly_growths(table, "c0").index.tolist() == ["c2"]


def test_growth_of_other_years_does_not_count(claims_of: Claims) -> None:
    """What ended before the claim starts, or starts after it ends, says nothing of it."""
    table = claims_of(
        CITED,
        read_in("Before", base_year=2015, year=2020),
        read_in("After", base_year=2022, year=2025),
        read_in("Within", base_year=2021, year=2030),
    )
    assert yearly_growths(table, "c0")["producer"].tolist() == ["Within"]


def test_implied_growth_counts_before_stated(claims_of: Claims) -> None:
    """Unless stated growth is asked for; where one is missing, the other counts."""
    table = claims_of(
        CITED,
        read_in("Both", growth_percent="25"),
        {**read_in("States", growth_percent="30"), "base_value": "", "base_year": ""},
        read_in("Implies", value="196"),
    )
    implied = yearly_growths(table, "c0").set_index("producer")
    assert implied.loc["Both", "growth"] == pytest.approx(0.1)
    assert implied["basis"].to_dict() == {"Both": "implied", "States": "stated",
                                          "Implies": "implied"}  # fmt: skip
    stated = yearly_growths(table, "c0", prefer="stated").set_index("producer")
    assert stated["growth"].to_dict() == pytest.approx({"Both": 0.25, "States": 0.3,
                                                        "Implies": 0.4})  # fmt: skip


def test_the_shipped_growths_are_those_of_sources(shipped_claims: pd.DataFrame) -> None:
    """Each is the rate of a producer's own row, and none of a cited one."""
    growths = yearly_growths(shipped_claims, "a01_ml_market")
    assert growths["producer"].is_unique
    assert not shipped_claims.loc[growths.index, "role"].eq("cited").any()
    rates = growth_rates(shipped_claims).loc[growths.index]
    assert growths["growth"].tolist() == rates["implied"].fillna(rates["stated"]).tolist()
