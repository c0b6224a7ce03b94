"""Quantiles of the growths that several sources give, and the paths that a fan is made of.

Plain arithmetic, for the same reason as in `analysis.formulas`. Growths are fractions a year, in
rising order; a quantile between two of them is interpolated linearly.
"""

__all__ = ["quantile", "quantile_path", "scenario_growth"]

FEW = 3
"""With fewer sources a quartile lies between no two of them: the ends are taken instead."""


def quantile(values: list[float], level: float) -> float:
    """Return a quantile of numbers in rising order; `level` is a fraction."""
    position = level * (len(values) - 1)
    found = values[0]
    for place in range(len(values) - 1):
        if position >= place:
            share = position - place
            found = values[place] * (1.0 - share) + values[place + 1] * share
    return found


def scenario_growth(growths: list[float], level: float) -> float:
    """Return the growth of a scenario: a quantile, or of few sources the nearest end."""
    chosen = level
    if len(growths) < FEW:
        if level < 0.5:  # noqa: PLR2004  # the median
            chosen = 0.0
        if level > 0.5:  # noqa: PLR2004  # the median
            chosen = 1.0
    return quantile(growths, chosen)


def quantile_path(base: float, growths: list[float], level: float, years: int) -> list[float]:
    """Return a quantile, year by year, of the paths that lead from one base at each growth.

    The paths of a common base never cross, so each quantile lies between the same two of them.
    """
    position = level * (len(growths) - 1)
    low = growths[0]
    high = growths[0]
    share = position
    for place in range(len(growths) - 1):
        if position >= place:
            low = growths[place]
            high = growths[place + 1]
            share = position - place
    lower = base
    upper = base
    values = [base]
    for _year in range(years):
        lower = lower * (1.0 + low)
        upper = upper * (1.0 + high)
        values.append(lower * (1.0 - share) + upper * share)
    return values
