"""The periods of figures in words."""

import pytest

from report_helpers.analysis.period_keys import period_words


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("", "calendar years"),
        ("fiscal_year", "fiscal years"),
        ("run_rate", "run rate"),
        ("quarter q3", "quarter Q3"),
        ("month", "month"),
        ("cumulative 2021", "sum from 2021"),
        ("cumulative", "sum"),
    ],
)
def test_a_key_is_told_in_words(key: str, words: str) -> None:
    """With its part of the year, or the year in which a sum begins."""
    assert period_words(key) == words
