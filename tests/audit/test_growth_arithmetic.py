"""The intervals of a printed number, by hand."""

import math
from decimal import Decimal

import pytest

from report_helpers.analysis.intervals import Interval
from report_helpers.audit.rules.growth_arithmetic import implied, printed, spanned

INFINITE = math.inf


def near(ends: tuple[float, float]) -> object:
    """Return an interval to compare with, whatever the noise of floats."""
    return pytest.approx(ends, rel=1e-6)


@pytest.mark.parametrize(
    ("qualifier", "rounded", "whole", "closed"),
    [
        ("", (25.95, 26.05), (25.9, 26.1), (25.9, 26.1)),
        ("about", (25.35, 26.65), (25.35, 26.65), (25.35, 26.65)),
        ("at_least", (25.95, INFINITE), (25.9, INFINITE), (25.9, 26.1)),
        ("at_most", (-INFINITE, 26.05), (-INFINITE, 26.1), (25.9, 26.1)),
    ],
)
def test_intervals_follow_digits_and_hedge(
    qualifier: str, rounded: Interval, whole: Interval, closed: Interval
) -> None:
    """Half a unit and a whole unit of the last digit; an "about" is 2.5 %; a hedge opens an end."""
    found = printed(Decimal("26.0"), qualifier, 1.0)
    assert (found.rounded, found.whole, found.closed) == (near(rounded), near(whole), near(closed))
    assert found.plain == near(rounded if qualifier in {"at_least", "at_most"} else (25.95, 26.05))
    assert found.is_open == (qualifier in {"at_least", "at_most"})


def test_a_range_is_from_its_lower_end_to_its_higher() -> None:
    """In each of its intervals, with the middle of both."""
    found = spanned(*(printed(Decimal(text), "", 10.0) for text in ("2.0", "4.00")))
    assert found.middle == pytest.approx(30)
    assert not found.is_single
    assert (found.rounded, found.plain) == (near((19.5, 40.05)), near((19.5, 40.05)))
    assert found.cut == near((19.5, 40.1))
    assert (found.whole, found.plain_whole) == (near((19, 40.1)), near((19, 40.1)))
    assert found.closed == near((19, 40.1))


@pytest.mark.parametrize(
    ("base", "end", "low", "high"),
    [
        ((0.5, 0.8), (1.8, 2.0), 0.5, 1.0),
        ((0.0, 0.8), (1.8, 2.0), 0.5, INFINITE),
        ((0.5, INFINITE), (1.8, 2.0), -1.0, 1.0),
        ((0.5, 0.8), (0.0, INFINITE), -1.0, INFINITE),
    ],
)
def test_growth_lies_between_the_nearest_and_the_furthest_ends(
    base: tuple[float, float], end: tuple[float, float], low: float, high: float
) -> None:
    """Of two years; it has no end where a value may be nothing or without limit."""
    assert implied(Interval(*base), Interval(*end), 2) == near((low, high))
