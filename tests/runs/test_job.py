"""What a run is asked for."""

import pytest

from report_helpers.errors import UsageError
from report_helpers.runs.job import next_due


def test_the_next_report_is_due_on_a_date() -> None:
    """Days and weeks after this one."""
    assert next_due("2026-11-23", "2w") == "2026-12-07"


def test_a_report_that_would_be_due_after_the_last_date_is_refused() -> None:
    """Python has no date after the year 9999."""
    with pytest.raises(UsageError, match="--expect-every: '1d' after 9999-12-31 is no date"):
        next_due("9999-12-31", "1d")
