"""Quantiles of the growth rates of several sources, and the paths of a fan chart.

Plain arithmetic, for the same reason as in `analysis.formulas`. Growth rates are fractions a
year, in ascending order; a quantile between two of them is interpolated linearly.
"""

__all__ = ["between", "bracket", "quantile", "scenario_growth"]

FEW = 3
"""With fewer sources there are no quartiles: use the lowest and highest growth instead."""


def quantile(values: list[float], level: float) -> float:
    """Return a quantile of numbers in ascending order; `level` is a fraction."""
    position = level * (len(values) - 1)
    found = values[0]
    for place in range(len(values) - 1):
        if position >= place:
            share = position - place
            found = values[place] * (1.0 - share) + values[place + 1] * share
    return found


def scenario_growth(growths: list[float], level: float) -> float:
    """Return the growth of a scenario: a quantile, or with few sources the nearest end."""
    chosen = level
    if len(growths) < FEW:
        if level < 0.5:  # noqa: PLR2004  # the median
            chosen = 0.0
        if level > 0.5:  # noqa: PLR2004  # the median
            chosen = 1.0
    return quantile(growths, chosen)


def bracket(growths: list[float], level: float) -> list[float]:
    """Return the two growths around a quantile, and its share of the way between them."""
    position = level * (len(growths) - 1)
    low = growths[0]
    high = growths[0]
    share = position
    for place in range(len(growths) - 1):
        if position >= place:
            low = growths[place]
            high = growths[place + 1]
            share = position - place
    return [low, high, share]


def between(lower: list[float], upper: list[float], share: float) -> list[float]:
    """Return a yearly quantile of the paths at several growths, from the two paths around it.

    Paths of one model with the same base never cross, so a quantile lies between the same two in
    every year. `share` is that of `bracket`.
    """
    values = [lower[0]]
    for year in range(1, len(lower)):
        values.append(lower[year] * (1.0 - share) + upper[year] * share)  # noqa: PERF401  # plain
    return values
