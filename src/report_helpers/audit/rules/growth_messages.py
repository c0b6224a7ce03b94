"""Messages of the rule on stated growth: one or two sentences that a reader can recompute."""

import math
from typing import NamedTuple

from report_helpers.audit.context import Record
from report_helpers.audit.findings import Finding, Number, Severity
from report_helpers.audit.rules.growth_arithmetic import growth_between, implied, led
from report_helpers.audit.rules.growth_explanations import Explanation
from report_helpers.audit.rules.growth_points import Pair, Point, Statement
from report_helpers.claims.wording import (
    amount,
    between,
    count_phrase,
    fixed,
    percent,
    stated_growth,
)

__all__ = ["mismatch", "not_checkable", "scales_apart",
           "within_one_unit"]  # fmt: skip

RULE = "growth-mismatch"
MOST_DECIMALS = 3


class Asked(NamedTuple):
    """The value that a growth requires for a year without a printed value."""

    year: int
    value: float
    beside: Point

    @property
    def rise(self) -> float:
        """Its rise from the neighbouring printed value, as a fraction."""
        return self.value / self.beside.value.middle - 1

    def words(self) -> str:
        """Return the value with its distance from the neighbouring printed value, in words."""
        more = "more" if self.rise >= 0 else "less"
        size = amount(self.value, self.beside.claim["unit"])
        return (f"{size} in {self.year}, {percent(abs(self.rise))} {more} than "
                f"{self.beside.words()}")  # fmt: skip

    def numbers(self) -> dict[str, Number]:
        """Return the year, the value in base units, and the rise in percent."""
        return {"year": self.year, "needed": float(f"{self.value:.6g}"),
                "rise_percent": round(100 * self.rise, 4)}  # fmt: skip


def mismatch(said: Statement, pair: Pair, severity: Severity, why: Explanation | None) -> Finding:
    """Return the finding that a growth does not lead from one value to the other."""
    own = pair.start.claim_id == pair.end.claim_id == said.claim["claim_id"]
    asked = _asked(said, pair) if own else None
    message = f"{_implied_words(said, pair)}; {stated_growth(said.claim)} is stated{_period(said)}."
    if why:
        message += f" {why.words}"
    elif asked:
        message += f" That would ask for {asked.words()}."
    numbers = _numbers(pair) | (asked.numbers() if asked else {})
    numbers |= {"explanation": why.kind, **dict(why.numbers)} if why else {}
    ids = [pair.start.claim_id, pair.end.claim_id, *(why.claim_ids if why else ())]
    return _finding(said, severity, message, numbers, ids)


def within_one_unit(said: Statement, pair: Pair) -> Finding:
    """Return the note that a growth differs by more than half a unit of the last digits."""
    message = (
        f"{_implied_words(said, pair)}; {stated_growth(said.claim)} is stated{_period(said)}, "
        "which is within one unit of the last digits."
    )
    ids = [pair.start.claim_id, pair.end.claim_id]
    return _finding(said, "note", message, _numbers(pair), ids)


def not_checkable(said: Statement, pair: Pair, severity: Severity) -> Finding:
    """Return the finding that the first or last value for the years of a growth is not printed."""
    asked, stated = _asked(said, pair), stated_growth(said.claim)
    first, last = said.first, said.last
    if asked is None:
        message = f"{stated} is stated for {first} to {last}, of which no values are printed."
    elif asked.beside == pair.start:
        message = (f"{stated} from {first} to {last} leads to {pair.end.words()} from "
                   f"{asked.words()}.")  # fmt: skip
    else:
        message = (f"{stated} from {first} to {last} leads from {pair.start.words()} to "
                   f"{asked.words()}.")  # fmt: skip
    if severity == "caution":
        message += " Only the hedges of the figures allow that."
    elif asked:
        message += f" No value of {asked.year} is printed to check it."
    numbers = _numbers(pair) | (asked.numbers() if asked else {})
    return _finding(said, severity, message, numbers, [])


def scales_apart(said: Statement, base: Point, first: Point) -> Finding:
    """Return the finding that the base and the first forecast value have different scales."""
    ratio = first.value.middle / base.value.middle
    times = fixed(max(ratio, 1 / ratio), 0)
    message = (
        f"{base.words()} and {first.words()} are {times} times apart; "
        f"{stated_growth(said.claim)} is stated."
    )
    ids = [base.claim_id, first.claim_id]
    return _finding(said, "contradiction", message, {"ratio": float(f"{ratio:.6g}")}, ids)


def _finding(
    said: Statement, severity: Severity, message: str, numbers: dict[str, Number], ids: list[str]
) -> Finding:
    involved = tuple(dict.fromkeys([str(said.claim["claim_id"]), *ids]))
    stated = {"stated_percent": round(100 * said.growth.middle, 4)}
    return Finding(RULE, severity, involved, message, {**stated, **numbers})


def _implied_words(said: Statement, pair: Pair) -> str:
    """Return the growth two values imply: "$10 billion in 2023 and ... imply 14.87 % a year"."""
    growth = _implied(pair)
    printed = [point.value for point in (pair.start, pair.end)]
    if all(math.isfinite(end) and value.is_single for value in printed for end in value.rounded):
        digits = _decimals(said.claim)
        middle = growth_between(printed[0].middle, printed[1].middle, pair.years)
        words = percent(middle, digits)
    else:
        words = between(*growth)
    years = count_phrase(pair.years, "year")
    return f"{pair.start.words()} and {pair.end.words()} imply {words} a year over {years}"


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


def _period(said: Statement) -> str:
    """Return the stated years of the growth, after a space; empty if none are stated."""
    if said.claim["growth_from"]:
        return f" for {said.first} to {said.last}"
    return f" for the years to {said.last}" if said.claim["growth_to"] else ""


def _asked(said: Statement, pair: Pair) -> Asked | None:
    """Return the value that the growth requires at that end of its years which is not printed."""
    first, last = said.first, said.last
    growth, years = said.growth.middle, last - first
    if last == pair.end.year and first != pair.start.year:
        return Asked(first, led(pair.end.value.middle, growth, -years), pair.start)
    if first == pair.start.year and last != pair.end.year:
        return Asked(last, led(pair.start.value.middle, growth, years), pair.end)
    return None
