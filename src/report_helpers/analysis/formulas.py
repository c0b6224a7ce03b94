"""The projection formulas, and the growth that leads each of them through a printed end point.

Every function here is plain arithmetic: + - * /, comparisons and counted loops. IEEE 754 rounds
these alike in every language, exponentials and powers it does not, so growth is a recurrence and a
root is found by bisection. `tools/python_to_javascript.py` translates these functions for the page,
which then computes the same bits; `analysis.projection_models` checks what they may be given.

Growth is a fraction a year (0.2 is 20 %); values, ends and ceilings are in one unit of any kind.
"""

__all__ = [
    "IMITATION",
    "INNOVATION",
    "bass",
    "compound",
    "compound_drawn",
    "fit_compound",
    "fit_linear",
    "fit_logistic",
    "linear",
    "linear_drawn",
    "logistic",
    "logistic_drawn",
    "root",
]

INNOVATION = 0.03
"""Mean Bass p of 213 applications: Sultan, Farley and Lehmann 1990, "A Meta-Analysis of
Applications of Diffusion Models", Journal of Marketing Research 27(1), 70-77."""

IMITATION = 0.38
"""Mean Bass q of the same applications."""

HALVINGS = 256
"""Bisection steps of `root`: enough for every bit of it where the number is 1e-60 to 1e60."""


def compound(base: float, growth: float, years: int) -> list[float]:
    """Return compound growth: v[t+1] = v[t] * (1 + growth), from v[0] = `base` to v[`years`].

    Source: the definition of the compound annual growth rate.
    """
    value = base
    values = [base]
    for _year in range(years):
        value = value * (1.0 + growth)
        values.append(value)
    return values


def linear(base: float, growth: float, years: int) -> list[float]:
    """Return a straight line: v[t] = base * (1 + growth * t), each year the same amount more.

    A falling line ends at zero, since no market is below nothing. Source: simple growth, as of
    simple interest.
    """
    values = [base]
    for year in range(1, years + 1):
        value = base * (1.0 + growth * year)
        values.append(value if value > 0.0 else 0.0)  # noqa: FURB136  # plain
    return values


def logistic(base: float, growth: float, ceiling: float, years: int) -> list[float]:
    """Return logistic growth: v[t+1] = v[t] * (1 + growth) / (1 + growth * v[t] / ceiling).

    `growth` is what it would be far below the ceiling. Each step multiplies 1/v - 1/ceiling by
    1 / (1 + growth), so the yearly values lie exactly on the continuous logistic curve (Verhulst
    1838) ceiling / (1 + (ceiling / base - 1) * (1 + growth)**-t). Source: the recurrence of
    Beverton and Holt 1957, "On the Dynamics of Exploited Fish Populations".
    """
    value = base
    values = [base]
    for _year in range(years):
        value = value * (1.0 + growth) / (1.0 + growth * value / ceiling)
        values.append(value)
    return values


def bass(
    base: float, ceiling: float, years: int, p: float = INNOVATION, q: float = IMITATION
) -> list[float]:
    """Return Bass diffusion: v[t+1] = v[t] + (p + q * v[t] / ceiling) * (ceiling - v[t]).

    What is left of the market potential (`ceiling`) adopts at the rate p of its own accord
    (innovation) and at up to q because others have (imitation), both fractions a year. Source:
    Bass 1969, "A New Product Growth for Model Consumer Durables", Management Science 15(5),
    215-227, in the yearly form that he estimates; here it starts at `base`, not at nothing.
    """
    value = base
    values = [base]
    for _year in range(years):
        value = value + (p + q * value / ceiling) * (ceiling - value)
        values.append(value)
    return values


def compound_drawn(base: float, factors: list[float]) -> list[float]:
    """Return compound growth by another rate each year: v[t] = base * factors[t].

    A factor is the product of 1 + growth of the years up to t; that of t = 0 is 1.
    """
    values = [base]
    for year in range(1, len(factors)):
        values.append(base * factors[year])  # noqa: PERF401  # plain
    return values


def linear_drawn(base: float, sums: list[float]) -> list[float]:
    """Return a line that adds another share of the base each year: v[t] = base * (1 + sums[t]).

    A sum is that of the growths of the years up to t. As `linear`, it ends at zero.
    """
    values = [base]
    for year in range(1, len(sums)):
        value = base * (1.0 + sums[year])
        values.append(value if value > 0.0 else 0.0)  # noqa: FURB136  # plain
    return values


def logistic_drawn(base: float, ceiling: float, factors: list[float]) -> list[float]:
    """Return logistic growth by another rate each year, from the factors of `compound_drawn`.

    Each year of `logistic` divides 1/v - 1/ceiling by 1 + growth, so after t years it is divided
    by factors[t]: v[t] = ceiling / (1 + (ceiling / base - 1) / factors[t]).
    """
    values = [base]
    for year in range(1, len(factors)):
        values.append(ceiling / (1.0 + (ceiling / base - 1.0) / factors[year]))  # noqa: PERF401  # plain
    return values


def root(number: float, degree: int) -> float:
    """Return the root of a number that is not negative: root**degree = number.

    Bisection between 0 and the larger of 1 and the number, `HALVINGS` times. For numbers from
    1e-60 to 1e60 the relative error is about 1e-16, what the roundings of the power leave; beyond
    them the root is within 1e-77 times the larger of 1 and the number.
    """
    low = 0.0
    high = number if number > 1.0 else 1.0  # noqa: FURB136  # plain
    for _halving in range(HALVINGS):
        middle = 0.5 * (low + high)
        power = 1.0
        for _factor in range(degree):
            power = power * middle
        if power < number:
            low = middle
        else:
            high = middle
    return high


def fit_compound(base: float, end: float, span: int) -> float:
    """Return the growth that leads `compound` from `base` to `end` in `span` years.

    root(end / base, span) - 1. The path comes back to `end` within 1e-9 of it while the yearly
    factor is above 1e-5.
    """
    return root(end / base, span) - 1.0


def fit_linear(base: float, end: float, span: int) -> float:
    """Return the growth that leads `linear` from `base` to `end` in `span` years.

    (end / base - 1) / span. The line comes back to `end` within 1e-9 of it while that is above
    1e-5 of the base.
    """
    return (end / base - 1.0) / span


def fit_logistic(base: float, end: float, ceiling: float, span: int) -> float:
    """Return the growth that leads `logistic` from `base` to `end` in `span` years.

    The odds v / (ceiling - v) grow by 1 + growth a year, so it is the root of how often the
    odds at the base go into those at the end, less one. Tolerance as in `fit_compound`.
    """
    odds = base / (ceiling - base)
    return root(end / (ceiling - end) / odds, span) - 1.0
