"""Messages of the rule on stated growth: one or two sentences that a reader can recompute."""

import math
from typing import NamedTuple

from report_helpers.audit.context import Record
from report_helpers.audit.findings import Finding, Number, Severity
from report_helpers.audit.rules.growth_arithmetic import growth_between, implied, led
from report_helpers.audit.rules.growth_explanations import Explanation
from report_helpers.audit.rules.growth_points import Pair, Point, StatedGrowth
from report_helpers.claims.wording import (
    amount,
    between,
    capitalized,
    count_phrase,
    fixed,
    percent,
    stated_growth,
)

__all__ = ["hidden_by_hedge", "mismatch", "not_checkable", "scales_apart", "within_one_unit"]

RULE = "growth-mismatch"
MOST_DECIMALS = 3
WRONG_UNIT = 5
MOST = 1e9
"""The largest factor that a message names."""


class Needed(NamedTuple):
    """The value that a growth requires for a year without a printed value."""

    year: int
    value: float
    neighbour: Point

    @property
    def rise(self) -> float:
        """Its rise from the neighbouring printed value, as a fraction."""
        return self.value / self.neighbour.value.middle - 1

    def words(self) -> str:
        """Return the value with its distance from the neighbouring printed value, in words."""
        more = "more" if self.rise >= 0 else "less"
        size = amount(self.value, self.neighbour.claim["unit"])
        return (f"{size} in {self.year}, {percent(abs(self.rise))} {more} than "
                f"{self.neighbour.words()}")  # fmt: skip

    def numbers(self) -> dict[str, Number]:
        """Return the year, the value in base units, and the rise in percent."""
        return {"year": self.year, "needed": float(f"{self.value:.6g}"),
                "rise_percent": round(100 * self.rise, 4)}  # fmt: skip


def mismatch(
    growth: StatedGrowth, pair: Pair, severity: Severity, why: Explanation | None
) -> Finding:
    """Return the finding that a growth does not lead from one value to the other."""
    own = pair.start.claim_id == pair.end.claim_id == growth.claim["claim_id"]
    needed = _needed(growth, pair) if own else None
    if why:
        cause = why.words
    elif needed:
        cause = f"It would need {needed.words()}, so a value, a year or the growth is wrong."
    else:
        cause = "One of the values, a year or the growth is wrong."
    numbers = _numbers(pair) | (needed.numbers() if needed else {})
    numbers |= {"explanation": why.kind, **dict(why.numbers)} if why else {}
    ids = [pair.start.claim_id, pair.end.claim_id, *(why.claim_ids if why else ())]
    message = f"{_implied_and_stated(growth, pair)}. {cause}"
    return _finding(growth, severity, message, numbers, ids)


def within_one_unit(growth: StatedGrowth, pair: Pair) -> Finding:
    """Return the note that a growth differs by more than half a unit of the last digits."""
    message = f"{_implied_and_stated(growth, pair)}, which is within one unit of the last digits."
    ids = [pair.start.claim_id, pair.end.claim_id]
    return _finding(growth, "note", message, {**_numbers(pair), "outcome": "nearly"}, ids)


def not_checkable(growth: StatedGrowth, pair: Pair, severity: Severity) -> Finding:
    """Return the finding that the first or last value for the years of a growth is not printed."""
    needed, stated = _needed(growth, pair), capitalized(stated_growth(growth.claim))
    years = f"from {growth.first} to {growth.last}"
    if needed is None:
        message = f"{stated} is stated {years}, of which no values are printed."
    elif needed.neighbour == pair.start:
        message = f"{stated} {years} leads to {pair.end.words()} from {needed.words()}."
    else:
        message = f"{stated} {years} leads from {pair.start.words()} to {needed.words()}."
    if severity == "caution":
        message += " The figures allow that only because they are hedged."
    elif needed:
        message += f" No value for {needed.year} is printed, so it cannot be checked."
    numbers = _numbers(pair) | (needed.numbers() if needed else {})
    return _finding(growth, severity, message, numbers, [])


def hidden_by_hedge(growth: StatedGrowth, pair: Pair) -> Finding:
    """Return the caution that only a hedge allows values which are a scale apart."""
    reached = led(pair.start.value.middle, growth.rate.middle, pair.years)
    ratio = led(pair.end.value.middle, growth.rate.middle, -pair.years) / pair.start.value.middle
    ratio = min(max(ratio, 1 / MOST), MOST)
    size = max(ratio, 1 / ratio)
    factor = f"a factor of {fixed(size, 0 if size > WRONG_UNIT else 1)}"
    why = "a wrong unit is more likely" if size > WRONG_UNIT else "hedges rarely hide so much"
    message = (
        f"{capitalized(stated_growth(growth.claim))} leads from {pair.start.words()} to "
        f"{amount(reached, pair.end.claim['unit'])} in {pair.end.year}; {pair.end.words()} is "
        f"printed, {factor} {'higher' if ratio > 1 else 'lower'}. The hedges allow it, but {why}."
    )
    ids = [pair.start.claim_id, pair.end.claim_id]
    numbers = _numbers(pair) | {"ratio": float(f"{ratio:.6g}")}
    return _finding(growth, "caution", message, numbers, ids)


def scales_apart(growth: StatedGrowth, base: Point, first: Point) -> Finding:
    """Return the finding that the base and the first forecast value have different scales."""
    ratio = first.value.middle / base.value.middle
    times = fixed(max(ratio, 1 / ratio), 0)
    message = (
        f"{capitalized(base.words())} and {first.words()} differ by a factor of {times}; "
        f"{stated_growth(growth.claim)} is stated. One of the two is in the wrong unit."
    )
    ids = [base.claim_id, first.claim_id]
    return _finding(growth, "contradiction", message, {"ratio": float(f"{ratio:.6g}")}, ids)


def _finding(
    growth: StatedGrowth,
    severity: Severity,
    message: str,
    numbers: dict[str, Number],
    ids: list[str],
) -> Finding:
    involved = tuple(dict.fromkeys([str(growth.claim["claim_id"]), *ids]))
    stated = {"stated_percent": round(100 * growth.rate.middle, 4)}
    return Finding(RULE, severity, involved, message, {**stated, **numbers})


def _implied_and_stated(growth: StatedGrowth, pair: Pair) -> str:
    """Return the implied and the stated growth: "... imply 14.87 % a year ...; 17 % is stated"."""
    printed = [point.value for point in (pair.start, pair.end)]
    if all(value.is_single and not value.is_open for value in printed):
        middle = growth_between(printed[0].middle, printed[1].middle, pair.years)
        words = percent(middle, _decimals(growth.claim))
    else:
        words = between(*_implied(pair))
    values = f"{capitalized(pair.start.words())} and {pair.end.words()}"
    years = count_phrase(pair.years, "year")
    stated = f"{stated_growth(growth.claim)} is stated{_period(growth)}"
    return f"{values} imply {words} a year over {years}; {stated}"


def _decimals(claim: Record) -> int:
    """Return one more than the number of decimals of the stated growth."""
    printed = claim["growth_low"] if claim["growth_percent"] is None else claim["growth_percent"]
    decimals = -int(printed.as_tuple().exponent)
    return min(MOST_DECIMALS, 1 + max(0, decimals))


def _implied(pair: Pair) -> tuple[float, float]:
    return implied(pair.start.value.rounded, pair.end.value.rounded, pair.years)


def _numbers(pair: Pair) -> dict[str, Number]:
    """Return the growth that two values imply, in percent; open ends are left out."""
    low, high = _implied(pair)
    middle = growth_between(pair.start.value.middle, pair.end.value.middle, pair.years)
    named = {"implied": middle, "implied_low": low, "implied_high": high}
    percents = {
        f"{name}_percent": round(100 * growth, 4) if math.isfinite(growth) else None
        for name, growth in named.items()
    }
    return {**percents, "years": pair.years}


def _period(growth: StatedGrowth) -> str:
    """Return the stated years of the growth, after a space; empty if none are stated."""
    if growth.claim["growth_from"]:
        return f" for {growth.first} to {growth.last}"
    return f" for the years to {growth.last}" if growth.claim["growth_to"] else ""


def _needed(growth: StatedGrowth, pair: Pair) -> Needed | None:
    """Return the value that the growth requires at that end of its years which is not printed."""
    first, last = growth.first, growth.last
    rate, years = growth.rate.middle, last - first
    if not years:
        return None
    if last == pair.end.year and first != pair.start.year:
        return Needed(first, led(pair.end.value.middle, rate, -years), pair.start)
    if first == pair.start.year and last != pair.end.year:
        return Needed(last, led(pair.start.value.middle, rate, years), pair.end)
    return None
