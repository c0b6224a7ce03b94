"""Cited figures and their originals: ratios, and the fields in which the two differ."""

from collections.abc import Callable

import pandas as pd
import pytest

from report_helpers.analysis.cited_figures import against_originals

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
def test_fields_that_differ_are_named(
    claims_of: Claims, field: str, cited: str, original: str
) -> None:
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
    """A stated growth has a row of its own."""
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
