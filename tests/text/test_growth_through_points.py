"""One growth through all printed points of an edition, its residuals and its standard error."""

import math
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from report_helpers.analysis.point_fit import fit_points
from report_helpers.analysis.projection_models import DomainError
from report_helpers.text.frame_tables import growth_through_points

Claims = Callable[..., pd.DataFrame]
POINTS = {2017: 692, 2018: 1175, 2019: 1901, 2020: 2649, 2021: 3346, 2022: 3923}
"""Gartner's series of the shipped file, in billion US dollars."""


def by_hand() -> tuple[float, float, list[float]]:
    """Return growth, standard error and residuals by the sums of a textbook."""
    logs = [math.log(value) for value in POINTS.values()]
    middle, mean = sum(POINTS) / len(POINTS), sum(logs) / len(logs)
    spread = sum((year - middle) ** 2 for year in POINTS)
    slope = sum((year - middle) * log for year, log in zip(POINTS, logs, strict=True)) / spread
    off = [log - mean - slope * (year - middle) for year, log in zip(POINTS, logs, strict=True)]
    error = math.sqrt(sum(each**2 for each in off) / (len(off) - 2) / spread)
    growth = math.exp(slope) - 1
    return growth, (1 + growth) * error, [math.exp(each) - 1 for each in off]


def test_the_fit_is_the_textbooks(shipped_claims: pd.DataFrame) -> None:
    """Of six years of one edition, each value counted once."""
    fit = fit_points(shipped_claims, "o41_gartner")
    growth, error, residuals = by_hand()
    assert fit.points["printed"].to_dict() == {year: 1e9 * POINTS[year] for year in POINTS}
    assert fit.growth == pytest.approx(growth, rel=1e-9)
    assert fit.standard_error == pytest.approx(error, rel=1e-9)
    assert fit.points["residual"].tolist() == pytest.approx(residuals, rel=1e-6)


def test_the_table_shows_each_residual(shipped_claims: pd.DataFrame) -> None:
    """A row a printed year, and the growth with its error above."""
    growth, error, residuals = by_hand()
    text = growth_through_points(shipped_claims, "o41_gartner").text
    assert f"Gartner: {100 * growth:.1f} % a year fits its 6 printed years" in text
    assert f"(standard error {100 * error:.1f} %)" in text
    rows = [line for line in text.splitlines() if line.startswith("20")]
    assert len(rows) == len(residuals) == 6
    assert "$692 billion" in rows[0]


def test_other_editions_do_not_count(claims_of: Claims) -> None:
    """Nor other producers."""
    own: dict[str, Any] = {
        "role": "comparator", "source_id": "own", "edition": "report", "published": "2025",
        "url": "https://example.org", "accessed": "2026-01-02", "producer": "Firm",
        "base_value": "100", "base_year": 2020,
    }  # fmt: skip
    points = [{"value": "110", "year": 2021}, {"value": "121", "year": 2022}]
    other = {"value": "900", "year": 2023}
    table = claims_of(
        *({**own, **point} for point in points),
        {**own, **other, "edition": "another", "source_id": "later"},
        {**own, **other, "producer": "Other", "source_id": "third"},
    )
    fit = fit_points(table, "c0")
    assert list(fit.points.index) == [2020, 2021, 2022]
    assert fit.growth == pytest.approx(0.1)
    assert fit.standard_error == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize(
    ("claim_id", "words"),
    [
        ("a01_ml_market", "its edition prints 2 years of this series, and a fit needs 3; choose"),
        ("nowhere", "there is no level 'nowhere'; choose a claim_id of the table"),
    ],
)
def test_fewer_than_three_points_are_refused(
    shipped_claims: pd.DataFrame, claim_id: str, words: str
) -> None:
    """In one sentence."""
    with pytest.raises(DomainError) as caught:
        growth_through_points(shipped_claims, claim_id)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)
