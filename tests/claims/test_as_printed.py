"""The figures and hedges that a printed text names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report_helpers.claims.as_printed import printed_hedges, printed_numbers, printed_years


@given(st.integers(min_value=0, max_value=10**14))
def test_thousands_separators_do_not_matter(number: int) -> None:
    """Every whole number is found with commas between its thousands, and nothing else is."""
    assert printed_numbers(f"${number:,} or so").digits == [str(number)]


@given(st.text(max_size=60))
def test_any_text_is_read(text: str) -> None:
    """No text stops the reading, and digits are always numbers."""
    found = printed_numbers(text)
    assert all(float(digits) >= 0 for digits in found.digits)
    assert printed_hedges(text) <= {"about", "at_least", "at_most"}
    assert all(1900 <= int(year) <= 2199 for year in printed_years(found))


@pytest.mark.parametrize(
    ("as_printed", "hedges"),
    [
        ("more than half", {"at_least"}), ("over 10 times", {"at_least"}), ("17+", {"at_least"}),
        ("17 million+", {"at_least"}), (">50%", {"at_least"}), ("at least 3", {"at_least"}),
        ("up to 100x", {"at_most"}), ("less than 5%", {"at_most"}), ("<5%", {"at_most"}),
        ("no more than 5%", {"at_most"}), ("no less than 5%", {"at_least"}), ("~5", {"about"}),
        ("approximate 20%", {"about"}), ("about 30%", {"about"}), ("nearly 3", {"about"}),
        ("ca. 5", {"about"}), ("$26.03 billion; 2023", set()), ("+5%", set()), ("2+3", set()),
        ("overall 5", set()), ("about 5; more than 7", {"about", "at_least"}), ("", set()),
    ],
)  # fmt: skip
def test_hedges_are_named_by_words(as_printed: str, hedges: set[str]) -> None:
    """Each common hedge is one of the qualifiers."""
    assert printed_hedges(as_printed) == hedges
