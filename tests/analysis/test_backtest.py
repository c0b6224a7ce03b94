"""Backtest: projections whose year has passed, with the actual values."""

from collections.abc import Callable

import pandas as pd
import pytest

from report_helpers.analysis.backtest import backtest

Claims = Callable[..., pd.DataFrame]
PROJECTED = {"base_year": 2020, "base_value": "100", "year": 2024, "value": "150"}
READ = {"role": "actual", "kind": "observed", "producer": "Office", "source_id": "office",
        "url": "https://example.org", "accessed": "2026-11-01"}  # fmt: skip


def test_an_outcome_scores_a_projection(claims_of: Claims) -> None:
    """100 was to become 150 and became 80: too high by 87.5 percent, the wrong way."""
    scored = backtest(claims_of(PROJECTED, {**READ, "year": 2024, "value": "80"}), year=2026)
    row = scored.loc["c0"]
    assert list(scored.index) == ["c0"]
    assert (row["projected"], row["actual"], row["actual_id"]) == (150e9, 80e9, "c1")
    assert row["error"] == pytest.approx(150 / 80 - 1)
    assert row["share_of_gap"] == pytest.approx(-2.5)


def test_the_last_outcome_counts(claims_of: Claims) -> None:
    """A revised actual value, later in the file, replaces the first."""
    outcomes = [{**READ, "year": 2024, "value": value} for value in ("80", "120")]
    assert backtest(claims_of(PROJECTED, *outcomes), year=2026).loc["c0", "actual"] == 120e9


@pytest.mark.parametrize(
    "other", [{"year": 2023}, {"region": "France"}, {"unit": "count"}, {"measure": "demand"}]
)
def test_only_an_outcome_of_the_same_thing_counts(
    claims_of: Claims, other: dict[str, object]
) -> None:
    """Another year, place, dimension or measure says nothing of a projection."""
    claims = claims_of(PROJECTED, {**READ, "year": 2024, "value": "80", **other})
    assert backtest(claims, year=2026)["actual"].isna().all()


def test_units_are_brought_together(claims_of: Claims) -> None:
    """A projection in billions is scored by an outcome in trillions; a range by its middle."""
    range_of = {"year": 2024, "value_low": "100", "value_high": "200"}
    outcome = {**READ, "year": 2024, "value": "0.15", "unit": "usd_trillion"}
    assert backtest(claims_of(range_of, outcome), year=2026).loc["c0", "error"] == pytest.approx(0)


@pytest.mark.parametrize("fields", [{"year": 2026}, {"kind": "estimate"}, {"role": "actual"}])
def test_only_passed_projections_are_scored(claims_of: Claims, fields: dict[str, object]) -> None:
    """A year still to come, an estimate or an outcome is not scored."""
    page = {"url": "https://example.org", "accessed": "2026-11-01"}
    assert backtest(claims_of({**PROJECTED, **page, **fields}), year=2026).empty


def test_without_a_gap_there_is_no_share_of_it(claims_of: Claims) -> None:
    """If the actual value equals the base, the share of the gap is missing."""
    scored = backtest(claims_of(PROJECTED, {**READ, "year": 2024, "value": "100"}), year=2026)
    assert scored["share_of_gap"].isna().all()
