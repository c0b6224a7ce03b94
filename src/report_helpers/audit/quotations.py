"""What a cited claim has in common with its original, so that both may be compared."""

from collections.abc import Iterator, Mapping
from typing import Any

from report_helpers.audit.context import AuditContext

__all__ = [
    "MOVING", "cites_base", "ends_of_one_year", "is_fair_hedge", "is_growth_of", "is_one_of_range",
    "same_period", "same_window", "unlike",
]  # fmt: skip

MOVING = ("growth_rate", "change", "multiple", "remaining")
"""Kinds of figures that follow from both ends of a level."""


def is_growth_of(cells: Mapping[str, list[Any]], row: int, original: int) -> bool:
    """Return whether a row is the growth or change of a level that its original prints.

    Such a row is another kind of figure by design; `rate-mismatch` checks it against both ends.
    """
    level = cells["metric"][row] in MOVING and cells["metric"][original] == "level"
    known = ("growth_percent", "base_value")
    return level and any(cells[name][original] is not None for name in known)


def cites_base(cells: Mapping[str, list[Any]], row: int, original: int) -> bool:
    """Return whether a row is the level that its original prints for the base year."""
    levels = cells["metric"][row] == cells["metric"][original] == "level"
    base = cells["base_value"][original] is not None and cells["base_year"][original]
    return levels and cells["base_year"][row] is None and cells["year"][row] == base


def is_fair_hedge(context: AuditContext, row: int, original: int) -> bool:
    """Return whether a hedge that the original does not have is right, such as a rounded figure's.

    "More than 225" and "about 226" are right if the original has 225.91.
    """
    cells = context.cells
    if is_growth_of(cells, row, original) or cites_base(cells, row, original):
        return True
    if cells["qualifier"][original] != "exact":
        return False
    one, other = (context.middle[place] * context.factor[place] for place in (row, original))
    hedge = cells["qualifier"][row]
    return hedge == "about" or bool(one < other if hedge == "at_least" else one > other)


def is_one_of_range(cells: Mapping[str, list[Any]], row: int, original: int) -> bool:
    """Return whether a row prints one plain value where its original prints a range."""
    plain = cells["value"][row] is not None and cells["qualifier"][row] == "exact"
    ranged = cells["value_low"][original] is not None
    return plain and ranged and not is_growth_of(cells, row, original)


def ends_of_one_year(
    cells: Mapping[str, list[Any]], row: int, original: int
) -> Iterator[tuple[str, str]]:
    """Yield pairs of ends of a row and its original, of one kind and one year, that must agree.

    If one of the two does not print its year, the same ends are assumed to share it; a change, a
    rate or a sum belongs to one window.
    """
    metric = cells["metric"][row]
    if metric != cells["metric"][original] or not same_period(cells, row, original):
        return
    if metric != "level" or cells["period"][row] == "cumulative":
        if same_window(cells, row, original):
            yield "value", "value"
        return
    years = {"value": "year", "base_value": "base_year"}
    for end, column in years.items():
        year = cells[column][row]
        for other, other_column in years.items():
            other_year = cells[other_column][original]
            unknown = (year is None or other_year is None) and end == other
            if unknown or (year is not None and year == other_year):
                yield end, other


def same_window(cells: Mapping[str, list[Any]], row: int, original: int) -> bool:
    """Return whether both cover the same years, as far as both print them."""
    return not any(
        unlike(cells[column][row], cells[column][original]) for column in ("base_year", "year")
    )


def same_period(cells: Mapping[str, list[Any]], row: int, original: int) -> bool:
    """Return whether the years of both are of one kind; a fiscal year counts as a year."""
    one, other = (None if cells["period"][place] == "fiscal_year" else cells["period"][place]
                  for place in (row, original))  # fmt: skip
    return bool(one == other)


def unlike(one: Any, other: Any) -> bool:
    """Return whether two cells are both filled and differ, ignoring case."""
    if one is None or other is None or one == other:
        return False
    return not isinstance(one, str) or one.casefold() != other.casefold()
