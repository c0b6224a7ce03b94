"""The kernel against the textbook's closed formulas, state by state."""

from typing import Any

import pandas as pd
import pytest

from report_helpers.projection.display import projection
from report_helpers.projection.evaluate import drawn_paths, resolve

from .textbook import DRAWN, STATES, drawn, value

pytestmark = pytest.mark.slow


def test_sixty_states_have_the_textbooks_value(shipped_claims: pd.DataFrame) -> None:
    """Of the article's claim, within a billionth."""
    contract = projection(shipped_claims).contract
    (claim,) = (each for each in contract["claims"] if each["id"] == "a01_ml_market")
    assert len(STATES) == 60
    for changes in STATES:
        state: Any = {**contract["state"], **changes}
        assert resolve(contract, state)[-1] == pytest.approx(value(claim, state), rel=1e-9), changes


def test_drawn_paths_have_the_textbooks_quantiles(shipped_claims: pd.DataFrame) -> None:
    """Of ten thousand paths that are walked one by one; stored with five digits."""
    contract = projection(shipped_claims).contract
    (claim,) = (each for each in contract["claims"] if each["id"] == "a01_ml_market")
    for changes in DRAWN:
        state: Any = {**contract["state"], **changes}
        found = [path[-1] for path in drawn_paths(contract, state)]
        assert found == pytest.approx(drawn(claim, state), rel=2e-4), changes
