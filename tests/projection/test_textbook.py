"""The kernel against the textbook's closed formulas, state by state."""

from typing import Any

import pandas as pd
import pytest

from report_helpers.projection.display import projection
from report_helpers.projection.evaluate import resolve

from .textbook import STATES, value


def test_sixty_states_have_the_textbooks_value(shipped_claims: pd.DataFrame) -> None:
    """Of the article's claim, within a billionth."""
    contract = projection(shipped_claims).contract
    (claim,) = (each for each in contract["claims"] if each["id"] == "a01_ml_market")
    assert len(STATES) == 60
    for changes in STATES:
        state: Any = {**contract["state"], **changes}
        assert resolve(contract, state)[-1] == pytest.approx(value(claim, state), rel=1e-9), changes
