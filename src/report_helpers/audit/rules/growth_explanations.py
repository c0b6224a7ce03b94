"""Explanations of a stated growth that does not lead from one value to the other."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from report_helpers.analysis.intervals import Interval
from report_helpers.audit.context import AuditContext, Record
from report_helpers.audit.findings import Number
from report_helpers.audit.rules.growth_arithmetic import implied
from report_helpers.audit.rules.growth_points import Pair, Point, own_points, rate_of
from report_helpers.claims.amounts import whole
from report_helpers.claims.citations import unnamed
from report_helpers.claims.wording import count_phrase, percent, printed_end

__all__ = ["Editions", "Explanation", "explanation"]

STEPS = (1, 2)
"""Possible errors in the count of years; the second is tried only if the first does not fit."""
FACTORS = (10, 100, 1000)
RATES = (
    (-1, "sign", "A missing minus would explain it."),
    (100, "fraction", "A fraction printed as percent would explain it."),
    (10, "decimal point", "A decimal point one place too far left would explain it."),
    (0.1, "decimal point", "A decimal point one place too far right would explain it."),
)
"""Factors that may correct a stated growth, each with its kind and explanation."""


class Explanation(NamedTuple):
    """One possible explanation of a disagreement: its kind, a sentence, its numbers."""

    kind: str
    words: str
    claim_ids: tuple[str, ...] = ()
    numbers: tuple[tuple[str, Number], ...] = ()


def explanation(pair: Pair, editions: Iterable[Explanation]) -> Explanation | None:
    """Return the explanation of a disagreement, if exactly one applies."""
    every = [
        *_years(pair), *_swapped(pair), *_factors(pair), *_first_rise(pair), *_simple(pair),
        *_rates(pair), *editions,
    ]  # fmt: skip
    return every[0] if len(every) == 1 else None


def _fits(pair: Pair, growth: Interval) -> bool:
    return pair.growth.rounded.meets(growth)


def _times(interval: Interval, factor: float) -> Interval:
    return Interval(*sorted((interval.low * factor, interval.high * factor)))


def _implied(pair: Pair, years: int, factor: float = 1.0) -> Interval:
    """Return the growth from the start to the end times a factor, over some years."""
    end = _times(pair.end.value.rounded, factor)
    return implied(pair.start.value.rounded, end, years)


def _years(pair: Pair) -> Iterator[Explanation]:
    """Yield a count of years off by one, else by two, if just one of more and fewer years fits."""
    for step in STEPS:
        spans = [span for span in (pair.years - step, pair.years + step)
                 if span > 0 and _fits(pair, _implied(pair, span))]  # fmt: skip
        if len(spans) == 1:
            yield _span(pair, spans[0])
        if spans:
            return


def _span(pair: Pair, span: int) -> Explanation:
    base, end = pair.end.year - span, pair.start.year + span
    words = (
        f"{count_phrase(span, 'year').capitalize()} instead of {count_phrase(pair.years)} would "
        f"explain it: {pair.start.year} to {end}, or {base} to {pair.end.year}."
    )
    numbers = (("explained_by_base_year", base), ("explained_by_year", end))
    return Explanation("years", words, numbers=numbers)


def _swapped(pair: Pair) -> Iterator[Explanation]:
    if _fits(pair, implied(pair.end.value.rounded, pair.start.value.rounded, pair.years)):
        yield Explanation("swapped", "The two values swapped would explain it.")


def _factors(pair: Pair) -> Iterator[Explanation]:
    """Yield that one of the values is 10, 100 or 1,000 times too large or too small."""
    for factor in FACTORS:
        if _fits(pair, _implied(pair, pair.years, factor)):
            yield _by_factor(factor, pair.end, pair.start)
        if _fits(pair, _implied(pair, pair.years, 1 / factor)):
            yield _by_factor(factor, pair.start, pair.end)


def _by_factor(factor: int, small: Point, large: Point) -> Explanation:
    words = (
        f"A value {whole(factor)} times as large in {small.year}, or {whole(factor)} times as "
        f"small in {large.year}, would explain it."
    )
    return Explanation("factor", words, numbers=(("factor", factor),))


def _first_rise(pair: Pair) -> Iterator[Explanation]:
    """Yield the rise of the first year, if the series prints it and it equals the growth."""
    for base, first in pair.rises:
        if _fits(pair, implied(base.value.rounded, first.value.rounded, 1)):
            words = (
                f"It is the rise of the first year alone, from {base.words()} to {first.words()}."
            )
            yield Explanation("first-year rise", words, (base.claim_id, first.claim_id))
            return


def _simple(pair: Pair) -> Iterator[Explanation]:
    """Yield simple growth: the whole rise divided by the years, without compounding."""
    whole = implied(pair.start.value.rounded, pair.end.value.rounded, 1)
    if pair.years > 1 and _fits(pair, _times(whole, 1 / pair.years)):
        total = percent(pair.end.value.middle / pair.start.value.middle - 1)
        years = count_phrase(pair.years, "year")
        words = f"It is simple growth: the whole rise of {total} divided by {years}."
        yield Explanation("simple growth", words)


def _rates(pair: Pair) -> Iterator[Explanation]:
    """Yield a growth printed without its minus, as a fraction, or with a shifted decimal point."""
    between = _implied(pair, pair.years)
    for factor, kind, words in RATES:
        if _times(pair.growth.rounded, factor).meets(between):
            yield Explanation(kind, words)


class Editions:
    """The growth stated in other editions of a producer's figures."""

    def __init__(self, context: AuditContext, rows: Sequence[int]) -> None:
        """Take the rows that state a growth."""
        self._context = context
        self._stating = rows

    @cached_property
    def _rows(self) -> dict[object, list[int]]:
        """The rows by producer, quantity and growth; computed on demand, as few files need it."""
        found: dict[object, list[int]] = {}
        for row in self._stating:
            found.setdefault(self._key(row), []).append(row)
        found.pop(None, None)
        return found

    def _key(self, row: int) -> object:
        cells = self._context.cells
        producer, growth = cells["producer"][row], cells["growth_percent"][row]
        if not producer or growth is None:
            return None
        return int(self._context.quantity[row]), producer.casefold(), growth

    def of(self, row: int, growth: str) -> Iterator[Explanation]:
        """Yield the other edition that states a row's growth, given in words."""
        own = self._figures(row)
        for other in self._rows.get(self._key(row), []):
            if own.isdisjoint(self._figures(other)) and self._holds(other):
                yield _edition(self._context.record(other), growth)
                return

    def _figures(self, row: int) -> set[tuple[object, object]]:
        """Return the values of a row with their years."""
        cells = self._context.cells
        pairs = (("base_year", "base_value"), ("year", "value"))
        return {(cells[year][row], cells[value][row]) for year, value in pairs
                if cells[value][row] is not None}  # fmt: skip

    def _holds(self, row: int) -> bool:
        """Return whether a row's growth leads from its base to its value, if it has both."""
        claim = self._context.record(row)
        growth, base, value = rate_of(claim), *map(own_points(claim).get, ("base", "value"))
        if not (growth and base and value and base.year < value.year):
            return True
        pair = Pair(base, value, growth)
        return _fits(pair, _implied(pair, pair.years))


def _edition(claim: Record, growth: str) -> Explanation:
    points = own_points(claim)
    values = [points["base"].words()] if "base" in points else []
    if "value" in points:
        values.append(f"{printed_end(claim, 'value')} by {claim['year']}")
    words = (
        f"{growth} is the growth that {claim['producer']} states{unnamed(claim)} in "
        "the edition that prints "
        f"{' and '.join(values) or 'no value'}."
    )
    claim_id = str(claim["claim_id"])
    return Explanation("edition", words, (claim_id,), (("stated_by", claim_id),))
