"""Sixty states of the shipped claims, and their values by closed formulas of a textbook.

Nothing of the report computes here: growth by powers and logarithms, logistic by its continuous
curve (Verhulst), Bass by its difference equation in exact fractions; the report uses recurrences
and bisection. Kernel and page are compared with this one list.
"""

from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from itertools import islice, product
from typing import Any, Final

import numpy as np

__all__ = ["DRAWN", "STATES", "claim_with_base", "drawn", "value"]

BASES: Final[tuple[dict[str, Any], ...]] = (
    {},
    {"base": 40.0, "base_year": 2024},
    {"base_year": 2022},
    {"base": 21.5},
)
GROWTHS: Final = ("implied", 0.25, "stated", -0.07)

STATES: Final[list[dict[str, Any]]] = [
    {"model": model, "growth": growth, "horizon": horizon, **base}
    for model, growth, (base, horizon) in product(
        ("compound", "linear", "logistic"), GROWTHS,
        zip(BASES, (2031, 2044, 2035, 2050), strict=True),
    )
] + [
    {"model": "bass", "p": p, "q": q, "ceiling": ceiling, "horizon": horizon, **base}
    for (p, q, ceiling), (base, horizon) in product(
        ((0.03, 0.38, 2.0), (0.01, 0.5, 1.2), (0.05, 0.0, 6.5)),
        zip(BASES, (2035, 2031, 2044, 2040), strict=True),
    )
]  # fmt: skip
"""What differs from the first state: 48 with a growth, 12 of Bass."""


def claim_with_base(claim: Any, state: Any) -> tuple[float, int]:
    """Return the value and the year from which a state starts."""
    base, year = (state.get(name) or claim[name] for name in ("base", "base_year"))
    return float(base), int(year)


def value(claim: Any, state: Any) -> float:
    """Return the value of a state in its last year."""
    base, first = claim_with_base(claim, state)
    years, span = state["horizon"] - first, claim["end_year"] - first
    ceiling = state["ceiling"] * max(base, claim["end"])
    if state["model"] == "bass":
        return _bass(base, ceiling, state["p"], state["q"], years)
    growth = state["growth"]
    if growth == "stated":
        growth = claim["stated"]
    if growth == "implied":
        return _through_the_end(state["model"], base, claim["end"], ceiling, years / span)
    if state["model"] == "compound":
        return float(base * (1 + growth) ** years)
    if state["model"] == "linear":
        return float(max(0.0, base + years * base * growth))
    return float(ceiling / (1 + (ceiling / base - 1) * (1 + growth) ** -years))


def _through_the_end(model: str, base: float, end: float, ceiling: float, share: float) -> float:
    """Return the value after `share` of the way to the printed end, by its model's own scale."""
    if model == "compound":
        return float(base * (end / base) ** share)
    if model == "linear":
        return float(base + share * (end - base))
    odds, later = base / (ceiling - base), end / (ceiling - end)
    grown = odds * (later / odds) ** share
    return float(ceiling * grown / (1 + grown))


def _bass(base: float, ceiling: float, p: float, q: float, years: int) -> float:
    adopted, potential = Fraction(base), Fraction(ceiling)
    for _year in range(years):
        rate = Fraction(p) + Fraction(q) * adopted / potential
        # Exact, but kept short: 30 digits are more than the float that is compared has.
        adopted = (adopted + rate * (potential - adopted)).limit_denominator(10**30)
    return float(adopted)


# ---- paths whose growth is drawn anew each year ----------------------------------------------

PATHS: Final = 10_000
DRAWN: Final[list[dict[str, Any]]] = [
    {"model": model, "horizon": horizon, **base}
    for model in ("compound", "linear", "logistic")
    for base, horizon in zip(BASES, (2031, 2044, 2035, 2050), strict=True)
]
"""What differs from the first state."""


def drawn(claim: Any, state: Any) -> list[float]:
    """Return the 5th, 25th, 50th, 75th and 95th of each 100 paths in a state's last year.

    Each path is walked year by year by its model's recurrence, and the ends are sorted.
    """
    base, first = claim_with_base(claim, state)
    growths, ceiling = claim["growths"], state["ceiling"] * max(base, claim["end"])
    values = [base] * PATHS
    for numbers in _numbers(state["horizon"] - first):
        for path, number in enumerate(numbers):
            growth, before = growths[number // 2**32 * len(growths) // 2**32], values[path]
            step = {"compound": before * growth, "linear": base * growth,
                    "logistic": before * growth * (1 - before / ceiling)
                    / (1 + growth * before / ceiling)}  # fmt: skip
            values[path] = before + step[state["model"]]
    ends = sorted(max(0.0, value) for value in values)
    return [ends[PATHS * level // 100 - 1] for level in (5, 25, 50, 75, 95)]


@cache
def _numbers(years: int) -> list[list[int]]:
    stream = _pcg64()
    return [list(islice(stream, PATHS)) for _year in range(years)]


def _pcg64() -> Iterator[int]:
    """Give the numbers of O'Neill's PCG-XSL-RR-128/64, from the state that numpy seeds with 1."""
    start = np.random.PCG64(1).state["state"]
    state, increment = start["state"], start["inc"]
    while True:
        state = (state * 0x2360ED051FC65DA44385DF649FCCF645 + increment) % 2**128
        folded, turn = (state >> 64) ^ (state % 2**64), state >> 122
        yield (folded >> turn | folded << (64 - turn)) % 2**64
