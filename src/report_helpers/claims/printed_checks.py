"""Is what a row says printed? Its digits, scale, currency and years against `as_printed`."""

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

import pandas as pd

from report_helpers.claims.as_printed import Facts, numbers_around, printed_years
from report_helpers.claims.defects import Defect, flagged
from report_helpers.claims.quantities import currency
from report_helpers.claims.units import SCALES, Unit, is_unit, unit
from report_helpers.errors import Problem

__all__ = ["other_years", "unprinted"]

REQUIRED_DIGITS = ("value", "base_value", "growth_percent", "growth_low", "growth_high")
IN_UNIT = ("value", "base_value", "value_low", "value_high")
FIGURES = [*IN_UNIT, "growth_percent", "growth_low", "growth_high"]

Printed = tuple[list[str], list[Facts]]


class Named(NamedTuple):
    """What of a row's unit a text can contradict: its scale, its currency, single letters."""

    scale: float
    currency: str
    scalable: bool
    letters: bool


def unprinted(rows: pd.DataFrame) -> Iterator[Problem]:
    """Yield the figures that are not printed so: other digits, scale or currency; words exempt."""
    codes, texts = pd.factorize(rows["as_printed"].to_numpy())
    printed = [numbers_around(text) for text in texts]
    known = {code: named(unit(code)) for code in rows["unit"].unique() if is_unit(code)}
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
            chosen = rows.iloc[places]
            yield from flagged(chosen, pd.Series(data=True, index=chosen.index), found)


def named(of: Unit) -> Named:
    """Return what of a unit a text can contradict."""
    code = of.quantity.code
    money = code if currency(code) else ""
    letters = bool(money) or of.dimension.startswith("count")
    return Named(SCALES.get(of.scale, 1.0), money, of.quantity.scalable, letters)


def defect(
    cell: str, printed: Printed, of: Named | None, column: str, *, digits: bool
) -> Defect | None:
    """Return what is wrong with one figure, if anything.

    Args:
        cell: the number as the row has it.
        printed: the numbers of the text and what stands around each.
        of: the row's unit, nothing where it has none.
        column: the cell's.
        digits: whether the text has to print it at all.
    """
    number = cell.removeprefix("-")
    numbers, around = printed
    matching = [facts for other, facts in zip(numbers, around, strict=True) if other == number]
    if not matching and of and of.scale == 1 and column in IN_UNIT:
        # "17 million" prints 17000000 things.
        matching = [(1.0, *facts[1:]) for other, facts in zip(numbers, around, strict=True)
                    if facts[0] > 1 and of.scalable
                    and Decimal(other) * int(facts[0]) == Decimal(number)]  # fmt: skip
    if not matching:
        message = f"{{{column}}} does not stand in as_printed {{as_printed!a}}"
        fix = "write the same digits in both"
        if any(Decimal(other) == Decimal(number) for other in numbers):
            fix = "write its zeros as printed; a spreadsheet drops them: format the column as text"
        return Defect(column, "not-as-printed", message, fix) if digits and numbers else None
    return contradicted(matching, of, number) if of and column in IN_UNIT else None


def contradicted(matching: list[Facts], of: Named, number: str) -> Defect | None:
    """Return that every place where a number stands names another scale or currency."""
    fix = "write the unit that is printed"
    scales = {scale for scale, _, _, letter in matching if of.letters or not letter}
    if scales and not scales & {1.0, of.scale}:
        there = " or ".join(f"{scale:,.0f}" for scale in sorted(scales))
        message = f"as_printed {{as_printed!a}} prints {number} times {there}, not {{unit}}"
        return Defect("unit", "not-as-printed", message, fix)
    money = [currencies for _, currencies, _, _ in matching]
    if all(money) and not any(of.currency in currencies for currencies in money):
        code = money[0][0].upper()
        message = f"as_printed {{as_printed!a}} prints {number} in {code}, not in {{unit}}"
        return Defect("unit", "not-as-printed", message, fix)
    return None


def other_years(rows: pd.DataFrame) -> Iterator[Problem]:
    """Yield the years of a row that `as_printed` does not name, where it names another one."""
    own = ["base_year", "year", "growth_from", "growth_to"]
    wrong: dict[str, list[int]] = {"year": [], "base_year": []}
    columns = [rows[name].to_numpy() for name in ("as_printed", *own, *FIGURES)]
    for place, (text, *cells) in enumerate(zip(*columns, strict=True)):
        years = cells[: len(own)]
        digits, around = numbers_around(text)
        if all(
            number in years or not facts[2] for number, facts in zip(digits, around, strict=True)
        ):
            continue
        figures = frozenset(cells[len(own) :])
        printed = printed_years(text, figures)
        if printed <= {int(year) for year in years if year}:
            continue
        if years[1] and int(years[1]) not in printed:
            wrong["year"].append(place)
        elif years[0] and cells[len(own) + 1] and int(years[0]) not in printed:
            wrong["base_year"].append(place)
    for column, places in wrong.items():
        message = f"as_printed {{as_printed!a}} names another year than {{{column}}}"
        defect_there = Defect(column, "not-as-printed", message, "write the year that is printed")
        chosen = rows.iloc[places]
        yield from flagged(chosen, pd.Series(data=True, index=chosen.index), defect_there)
