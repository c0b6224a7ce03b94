"""Milestones of a path of yearly values: when it passes a value, when it doubles, its sum.

Plain arithmetic, for the same reason as in `analysis.formulas`. The first value of a path is
for the year 0; between two years a path is straight, as it is drawn.
"""

from report_helpers.analysis.formulas import root

__all__ = ["cumulative", "doubling_time", "implied_growth", "years_until"]


def years_until(path: list[float], threshold: float) -> float | None:
    """Return after how many years a path first meets a threshold, rising or falling.

    Linear interpolation: year + (threshold - v[year]) / (v[year + 1] - v[year]); 0 where the path
    starts at it, `None` where it never meets it.
    """
    before = path[0]
    if before == threshold:
        return 0.0
    for year in range(1, len(path)):
        after = path[year]
        if before < threshold <= after or before > threshold >= after:
            return year - 1 + (threshold - before) / (after - before)
        before = after
    return None


def doubling_time(path: list[float]) -> float | None:
    """Return after how many years a path is twice its first value; `None` where it never is."""
    return years_until(path, 2.0 * path[0])


def cumulative(path: list[float]) -> float:
    """Return the sum of all yearly values, the first one included."""
    total = 0.0
    for value in path:
        total = total + value
    return total


def implied_growth(path: list[float]) -> float | None:
    """Return the compound yearly growth between a path's ends; `None` for a single value.

    (last / first) ** (1 / years) - 1, the compound annual growth rate, a fraction.
    """
    if len(path) < 2:  # noqa: PLR2004  # two ends
        return None
    last = path[0]
    for value in path:
        last = value
    return root(last / path[0], len(path) - 1) - 1.0
