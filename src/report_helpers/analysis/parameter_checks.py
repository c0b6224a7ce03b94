"""Checks of the values that users give, the same in a cell, for papermill and for the command.

Each returns the value, or raises a `UsageError`: one sentence with the choices.
"""

import difflib
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Final, SupportsIndex

from report_helpers.errors import UsageError

if TYPE_CHECKING:
    # The command checks parameters without pandas, which is slow to import.
    import pandas as pd

__all__ = [
    "FIRST_YEAR", "LAST_YEAR", "day_of", "known_claim", "known_measure", "known_topic",
    "known_topics", "one_of", "year_of",
]  # fmt: skip

FIRST_YEAR, LAST_YEAR = 1900, 2100
LISTED: Final = 12
"""The most choices that a sentence lists."""


def one_of(value: Any, choices: Iterable[Any], place: str, where: str = "a choice") -> str:
    """Return a value that is among these choices.

    Args:
        value: as the user gave it.
        choices: what it may be.
        place: the parameter, for the error.
        where: what it is not, for the error: "in the claims".

    Raises:
        UsageError: it is none of them; the error has the nearest one, or all if they are few.
    """
    names = [str(each) for each in choices]
    if value in names:
        return str(value)
    near = difflib.get_close_matches(str(value), names, n=1)
    listed = ", ".join(names[:LISTED])
    more = f" or {len(names) - LISTED} others" if len(names) > LISTED else ""
    fix = f"did you mean {near[0]}?" if near else f"choose one of {listed}{more}"
    raise UsageError(place, f"{value!a} is not {where}", fix)


def known_measure(claims: "pd.DataFrame", measure: str, place: str = "measure") -> str:
    """Return a measure of the claims; empty stays empty."""
    return _in_column(claims, "measure", measure, place)


def known_topic(claims: "pd.DataFrame", topic: str, place: str = "topic") -> str:
    """Return a topic of the claims; empty stays empty."""
    return _in_column(claims, "topic", topic, place)


def known_topics(claims: "pd.DataFrame", topics: Sequence[str], place: str = "topics") -> list[str]:
    """Return topics of the claims; a lone text is one topic, or none if it is empty."""
    several = list(filter(None, [topics])) if isinstance(topics, str) else topics
    return [known_topic(claims, topic, place) for topic in several]


def _in_column(claims: "pd.DataFrame", column: str, value: str, place: str) -> str:
    # A table without rows has no choices: what is made of it says that it is empty.
    if value == "" or claims.empty:
        return value
    return one_of(value, claims[column].unique(), place, "in the claims")


def known_claim(claims: "pd.DataFrame", claim_id: str, place: str = "claim_id") -> str:
    """Return the id of one of the claims; empty stays empty."""
    if not claim_id or claim_id in claims.index:
        return claim_id
    return one_of(claim_id, claims.index, place, "in the claims")


def year_of(value: Any, place: str = "horizon_year") -> int:
    """Return a whole year from 1900 to 2100.

    Raises:
        UsageError: it is no whole number, or out of range.
    """
    fix = f"give a year from {FIRST_YEAR} to {LAST_YEAR}"
    if isinstance(value, bool) or not isinstance(value, SupportsIndex):
        raise UsageError(place, f"{value!a} is not a whole number", fix)
    if not FIRST_YEAR <= int(value) <= LAST_YEAR:
        raise UsageError(place, f"{value} is out of range", fix)
    return int(value)


def day_of(value: date | str, place: str = "as_of") -> date:
    """Return the date that a user gave, as a date or as YYYY-MM-DD.

    Raises:
        UsageError: it is not a date in that form.
    """
    if isinstance(value, date):
        return value
    try:
        day = date.fromisoformat(value)
    except (ValueError, TypeError):
        day = None
    # fromisoformat accepts other ISO 8601 forms too, which do not sort as text.
    if day is None or value != day.isoformat():
        raise UsageError(place, f"{value!a} is not a date", "give YYYY-MM-DD")
    return day
