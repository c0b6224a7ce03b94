"""Quantiles of sources' growths, and the paths at them."""

from collections.abc import Callable

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from report_helpers.analysis.formulas import compound, linear, logistic
from report_helpers.analysis.projection_inputs import SCENARIOS
from report_helpers.analysis.quantiles import between, bracket, quantile, scenario_growth

LEVELS = (0.0, 0.1, 0.25, 0.5, 0.75, 0.9, 1.0)
GROWTHS = st.lists(st.floats(-0.9, 3), min_size=1, max_size=30).map(sorted)


@given(GROWTHS, st.sampled_from(LEVELS))
def test_quantiles_are_those_of_pandas(growths: list[float], level: float) -> None:
    """Interpolated linearly between two of them."""
    expected = pd.Series(growths).quantile(level)
    assert quantile(growths, level) == pytest.approx(expected, rel=1e-9, abs=1e-12)


PROJECTED: dict[str, Callable[[float, int], list[float]]] = {
    "compound": lambda growth, years: compound(26.03, growth, years),
    "linear": lambda growth, years: linear(26.03, growth, years),
    "logistic": lambda growth, years: logistic(26.03, growth, 451.82, years),
}


@pytest.mark.parametrize("model", PROJECTED)
@given(growths=GROWTHS, level=st.sampled_from(LEVELS), years=st.integers(0, 30))
def test_a_path_between_two_is_the_quantile_of_all_paths(
    growths: list[float], level: float, years: int, model: str
) -> None:
    """Year by year, of the paths that a model leads from one base at each growth."""
    projected = PROJECTED[model]
    low, high, share = bracket(growths, level)
    found = between(projected(low, years), projected(high, years), share)
    expected = pd.DataFrame([projected(growth, years) for growth in growths]).quantile(level)
    assert found == pytest.approx(expected.tolist(), rel=1e-9)


def test_scenarios_are_quartiles() -> None:
    """Of 10, 20, 30, 40 and 50 percent a year these are 20, 30 and 40."""
    growths = [0.1, 0.2, 0.3, 0.4, 0.5]
    found = [scenario_growth(growths, level) for level in SCENARIOS.values()]
    assert found == [0.2, 0.3, 0.4]


def test_of_two_sources_the_ends_are_taken() -> None:
    """Two have no quartiles."""
    found = [scenario_growth([0.1, 0.3], level) for level in SCENARIOS.values()]
    assert found == pytest.approx([0.1, 0.2, 0.3])
