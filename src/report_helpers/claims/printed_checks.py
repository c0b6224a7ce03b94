"""Checks of a row's figures, scale, currency and years against its `as_printed`."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from report_helpers.claims.as_printed import (
    PrintedNumbers,
    Surroundings,
    printed_numbers,
    printed_years,
)
from report_helpers.claims.defects import Defect, Unlisted, flagged
from report_helpers.claims.parsing.causes import CUT_ZEROS
from report_helpers.claims.quantities import currency
from report_helpers.claims.units import SCALES, Unit, is_unit, unit
from report_helpers.errors import Problem

__all__ = ["misprinted"]

REQUIRED_DIGITS = ("value", "base_value", "growth_percent", "growth_low", "growth_high")
IN_UNIT = ("value", "base_value", "value_low", "value_high")
FIGURES = (*IN_UNIT, "growth_percent", "growth_low", "growth_high")
YEARS = ("base_year", "year", "growth_from", "growth_to")


def misprinted(rows: pd.DataFrame) -> Iterator[Problem | Unlisted]:
    """Yield the figures, units and years that contradict `as_printed`."""
    texts = rows["as_printed"].cat
    codes, printed = texts.codes.to_numpy(), [printed_numbers(text) for text in texts.categories]
    yield from unprinted(rows, codes, printed)
    yield from other_years(rows, codes, printed)


class Named(NamedTuple):
    """The parts of a row's unit that a printed text can contradict.

    Attributes:
        scale: its factor, 1 without one.
        currency: its code, empty for other quantities.
        scalable: as `Quantity.scalable`.
        letters: whether a single letter after a number can only be a scale.
    """

    scale: float
    currency: str
    scalable: bool
    letters: bool


def unprinted(
    rows: pd.DataFrame, codes: npt.NDArray[np.integer[Any]], printed: Sequence[PrintedNumbers]
) -> Iterator[Problem | Unlisted]:
    """Yield the figures that `as_printed` gives with other digits, another scale or currency.

    Args:
        rows: whole rows.
        codes: for each row, the position of its text in `printed`.
        printed: the numbers of each distinct text; a text without numbers contradicts nothing.
    """
    known = {code: named(unit(code)) for code in rows["unit"].cat.categories if is_unit(code)}
    for column in dict.fromkeys([*REQUIRED_DIGITS, *IN_UNIT]):
        given = (rows[column] != "").to_numpy().nonzero()[0]
        cells, units = rows[column].to_numpy()[given], rows["unit"].to_numpy()[given]
        digits = column in REQUIRED_DIGITS
        wrong: dict[Defect, list[int]] = {}
        for place, cell, code, of in zip(given, cells, units, codes[given], strict=True):
            found = defect(cell, printed[of], known.get(code), column, digits=digits)
            if found:
                wrong.setdefault(found, []).append(int(place))
        for found, places in wrong.items():
            yield from flagged(rows, at(rows, places), found)


def named(of: Unit) -> Named:
    """Return the parts of a unit that a printed text can contradict."""
    code = of.quantity.code
    money = code if currency(code) else ""
    letters = bool(money) or of.dimension.startswith("count")
    return Named(SCALES.get(of.scale, 1.0), money, of.quantity.scalable, letters)


def defect(
    cell: str, printed: PrintedNumbers, of: Named | None, column: str, *, digits: bool
) -> Defect | None:
    """Return the defect of one figure, or `None`.

    Args:
        cell: the number in the row.
        printed: the numbers of the text with their surroundings.
        of: the row's unit, `None` if it has none.
        column: the column of the cell.
        digits: whether the text must contain the number.
    """
    number = cell.removeprefix("-")
    numbers, around = printed
    if number in numbers and (of is None or fits(around[numbers.index(number)], of)):
        return None
    matching = [found for other, found in zip(numbers, around, strict=True) if other == number]
    if not matching and of and of.scale == 1 and column in IN_UNIT:
        # "17 million" also prints the value 17000000.
        matching = [found._replace(scale=1.0) for other, found in zip(numbers, around, strict=True)
                    if found.scale > 1 and of.scalable
                    and Decimal(other) * int(found.scale) == Decimal(number)]  # fmt: skip
    if not matching:
        message = f"{{{column}}} is not in as_printed {{as_printed!a}}"
        fix = "write the same digits in both cells"
        dropped = any(Decimal(other) == Decimal(number) for other in numbers)
        if dropped:
            fix = CUT_ZEROS
        found = Defect(column, "not-as-printed", message, fix, dropped)
        return found if digits and numbers else None
    return contradicted(matching, of, number) if of and column in IN_UNIT else None


def fits(around: Surroundings, of: Named) -> bool:
    """Return whether the text around a number names no other scale or currency than the unit's."""
    scale, currencies = around[:2]
    return scale in {1.0, of.scale} and (not currencies or of.currency in currencies)


def contradicted(matching: list[Surroundings], of: Named, number: str) -> Defect | None:
    """Return a defect if the number has another scale or currency wherever it is printed."""
    fix = "write the unit that is printed"
    scales = {found.scale for found in matching if of.letters or not found.letter}
    if scales and not scales & {1.0, of.scale}:
        there = " or ".join(f"{scale:,.0f}" for scale in sorted(scales))
        message = f"as_printed {{as_printed!a}} prints {number} times {there}, not {{unit}}"
        return Defect("unit", "not-as-printed", message, fix)
    money = [found.currencies for found in matching]
    if all(money) and not any(of.currency in currencies for currencies in money):
        code = money[0][0].upper()
        message = f"as_printed {{as_printed!a}} prints {number} in {code}, not in {{unit}}"
        return Defect("unit", "not-as-printed", message, fix)
    return None


def other_years(
    rows: pd.DataFrame, codes: npt.NDArray[np.integer[Any]], printed: Sequence[PrintedNumbers]
) -> Iterator[Problem | Unlisted]:
    """Yield the years of a row that are not in `as_printed`, if it names another year.

    The arguments are those of `unprinted`.
    """
    wrong: dict[str, list[int]] = {"year": [], "base_year": []}
    columns = [*YEARS, *FIGURES]
    for place in with_foreign_years(rows, codes, printed):
        cells = rows.iloc[place][columns].to_dict()
        found = printed_years(printed[codes[place]], {cells[name] for name in FIGURES})
        if found <= {cells[name] for name in YEARS}:
            continue
        if cells["year"] and cells["year"] not in found:
            wrong["year"].append(place)
        elif cells["base_year"] and cells["base_value"] and cells["base_year"] not in found:
            wrong["base_year"].append(place)
    for column, places in wrong.items():
        message = f"as_printed {{as_printed!a}} names another year than {{{column}}}"
        defect_there = Defect(column, "not-as-printed", message, "write the year that is printed")
        yield from flagged(rows, at(rows, places), defect_there)


def at(rows: pd.DataFrame, places: list[int]) -> "pd.Series[bool]":
    """Return whether each row is at one of these positions."""
    chosen = np.zeros(len(rows), dtype=bool)
    chosen[places] = True
    return pd.Series(chosen, index=rows.index, dtype="bool")


def with_foreign_years(
    rows: pd.DataFrame, codes: npt.NDArray[np.integer[Any]], printed: Sequence[PrintedNumbers]
) -> list[int]:
    """Return the positions of the rows that print a year that none of their cells contains.

    Compares whole columns, so that only these few rows need a check of their own.
    """
    of_text = [list(printed_years(numbers)) for numbers in printed]
    if not any(of_text):
        return []
    numbers, years = pd.factorize(np.array(list(chain.from_iterable(of_text)), dtype=object))
    counts = np.array([len(found) for found in of_text], dtype=np.intp)
    # One place for each year that a row prints, and where its text's years begin in `numbers`.
    places = np.repeat(np.arange(len(rows)), counts[codes])
    first = (counts.cumsum() - counts)[codes] - (counts[codes].cumsum() - counts[codes])
    printed_there = numbers[first[places] + np.arange(len(places))]
    foreign = np.ones(len(places), dtype=bool)
    for column in (*YEARS, *FIGURES):
        cells = rows[column].cat
        category = cells.categories.get_indexer(pd.Index(years))[printed_there]
        foreign &= cells.codes.to_numpy()[places] != category
    found: list[int] = np.unique(places[foreign]).tolist()
    return found
