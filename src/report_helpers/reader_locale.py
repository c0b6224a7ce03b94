"""How numbers and dates are written for the reader.

One locale is active at a time. It is set at the edges only: by a notebook after its parameters, and
by the command around what it publishes. Where none is set, everything is canonical (`1,811.75`,
`36.2 %`, `2026-11-23`), as in the messages of `check` and in JSON.

The text stays English, so digits are always 0 to 9 and a currency's sign stands before its number.
The page's `numbers.js` writes numbers in the same way, from `for_page`.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, wraps
from typing import Any, Final, ParamSpec, TypedDict, TypeVar

from report_helpers.errors import UsageError

__all__ = [
    "CANONICAL", "DEFAULT", "MINUS", "Manner", "PageManner", "current", "day", "for_page",
    "known_locale", "localized", "localized_percent", "remembered", "separators", "tag_of",
    "use_locale", "using_locale",
]  # fmt: skip

DEFAULT: Final = "en"
"""The report's own English: grouping of British and American English, the space before the percent
sign of ISO 80000, and dates that no reader takes for another day: 23 Nov 2026."""
MINUS: Final = "\N{MINUS SIGN}"
MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
MONTH, DAY = 7, 10
"""Characters of a date that is known to the month or the day."""
ISOLATE, END_ISOLATE = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"

P = ParamSpec("P")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Manner:
    """How a locale writes numbers and dates.

    Attributes:
        tag: the locale as BCP 47 has it, `en-IN`; empty: canonical.
        decimal: the decimal mark.
        group: the sign between groups of digits.
        grouping: the digits of the last group before the decimal mark, and of the others.
        percent: the texts before and after a percentage.
    """

    tag: str = ""
    decimal: str = "."
    group: str = ","
    grouping: tuple[int, int] = (3, 3)
    percent: tuple[str, str] = ("", " %")


class PageManner(TypedDict):
    """A manner for the page's scripts; `point` is the decimal mark."""

    point: str
    group: str
    grouping: list[int]
    percent: list[str]


CANONICAL: Final = Manner()
PLAIN: Final = (".", ",", (3, 3))
_active: ContextVar[Manner] = ContextVar("reader_locale", default=CANONICAL)


def use_locale(tag: str) -> None:
    """Write numbers and dates in the manner of a locale from now on, as a notebook does.

    Raises:
        UsageError: there is no such locale.

    Args:
        tag: language and region, such as `de` or `en-IN`.

    Example:
        >>> mr.use_locale("en")
    """
    _active.set(_manner(known_locale(tag)))


@contextmanager
def using_locale(tag: str) -> Iterator[None]:
    """Write numbers and dates in the manner of a locale during the block; "" is canonical.

    Raises:
        UsageError: there is no such locale.
    """
    with _using(_manner(known_locale(tag)) if tag else CANONICAL):
        yield


@contextmanager
def _using(manner: Manner) -> Iterator[None]:
    token = _active.set(manner)
    try:
        yield
    finally:
        _active.reset(token)


def remembered(function: Callable[P, Result]) -> Callable[P, Result]:
    """Return a function that always runs in the manner active now, such as a widget's handler."""
    manner = _active.get()

    @wraps(function)
    def inside(*args: P.args, **kwargs: P.kwargs) -> Result:
        with _using(manner):
            return function(*args, **kwargs)

    return inside


def current() -> Manner:
    """Return the manner that is active."""
    return _active.get()


def tag_of() -> str:
    """Return the locale of dates for an attribute `lang`; empty where they are English."""
    tag = _active.get().tag
    return "" if tag.split("-")[0] in {"", "en"} else tag


def separators() -> str | None:
    """Return decimal mark and group sign as plotly takes them; None where they are English."""
    manner = _active.get()
    marks = manner.decimal + manner.group
    return None if marks == ".," else marks


def for_page() -> PageManner:
    """Return the manner for the page's scripts."""
    manner = _active.get()
    return {
        "point": manner.decimal,
        "group": manner.group,
        "grouping": list(manner.grouping),
        "percent": list(manner.percent),
    }


def known_locale(tag: str, place: str = "locale") -> str:
    """Return the name of a locale as BCP 47 writes it: `de_ch` becomes `de-CH`.

    Args:
        tag: language and region as a user wrote them, with `-` or `_`.
        place: the option or parameter, for the error.

    Raises:
        UsageError: Babel has no such locale.
    """
    if tag == DEFAULT:
        return tag
    # Imported here: it takes a twentieth of a second, and the default needs none of it.
    from babel.core import Locale, UnknownLocaleError  # noqa: PLC0415

    try:
        return str(Locale.parse(tag.replace("-", "_"))).replace("_", "-")
    except (UnknownLocaleError, ValueError) as error:
        fix = "give one such as de, fr or en-IN; `pybabel --list-locales` lists all"
        raise UsageError(place, f"{tag!a} is not a known locale", fix) from error


@lru_cache(maxsize=64)
def _manner(tag: str) -> Manner:
    """Return the manner of a known locale, with the digits 0 to 9."""
    if tag == DEFAULT:
        return Manner(DEFAULT)
    found = _babel(tag)
    symbols, percent = found.number_symbols["latn"], found.percent_formats[None]
    first, second = found.decimal_formats[None].grouping
    return Manner(
        tag,
        symbols["decimal"],
        symbols["group"],
        (first, second),
        (percent.prefix[0], percent.suffix[0]),
    )


def _babel(tag: str) -> Any:
    from babel.core import Locale  # noqa: PLC0415 as above

    return Locale.parse(tag.replace("-", "_"))


def localized(number: str) -> str:
    """Return a canonical number, such as "1,811.75", in the manner of the reader.

    A number without separators gets none, only its decimal mark.
    """
    manner = _active.get()
    if (manner.decimal, manner.group, manner.grouping) == PLAIN:
        return number
    whole, point, decimals = number.partition(".")
    mark = manner.decimal if point else ""
    return f"{_grouped(whole, manner)}{mark}{decimals}"


def _grouped(whole: str, manner: Manner) -> str:
    if "," not in whole or manner.grouping == (3, 3):
        return whole.replace(",", manner.group)
    last, others = manner.grouping
    digits = whole.lstrip(f"+-{MINUS}").replace(",", "")
    sign = whole[: len(whole) - len(whole.lstrip(f"+-{MINUS}"))]
    parts = [digits[-last:]]
    rest = digits[:-last]
    while rest:
        parts.append(rest[-others:])
        rest = rest[:-others]
    return sign + manner.group.join(reversed(parts))


def localized_percent(number: str) -> str:
    """Return a canonical number of percent in the manner of the reader: "36.2 %", "36,2 %"."""
    before, after = _active.get().percent
    text = localized(number)
    if before and text[:1] in {"+", "-", MINUS}:
        return f"{text[0]}{before}{text[1:]}{after}"
    return f"{before}{text}{after}"


def day(when: date | str) -> str:
    """Return a date in words: "23 Nov 2026", "23.11.2026"; "Nov 2026" or "2026" if that is known.

    Args:
        when: a date, or its text as YYYY-MM-DD, YYYY-MM or YYYY; any other text stays as it is.
    """
    text, manner = str(when), _active.get()
    if not manner.tag or len(text) not in {MONTH, DAY}:
        return text
    try:
        known = date.fromisoformat(text if len(text) == DAY else f"{text}-01")
    except ValueError:
        return text
    return _day(known, manner.tag, to_the_day=len(text) == DAY)


@lru_cache(maxsize=4096)
def _day(when: date, tag: str, *, to_the_day: bool) -> str:
    if tag == DEFAULT:
        month = f"{MONTHS[when.month - 1]} {when.year:04d}"
        return f"{when.day} {month}" if to_the_day else month
    from babel.dates import format_date, format_skeleton  # noqa: PLC0415 as above

    locale = _babel(tag)
    if to_the_day:
        text = str(format_date(when, "medium", locale=locale))
    else:
        text = str(format_skeleton("yMMM", when, locale=locale))
    # A point and a space within a date would look like the end of a sentence.
    text = text.replace(". ", ".\N{NO-BREAK SPACE}")
    return f"{ISOLATE}{text}{END_ISOLATE}" if locale.text_direction == "rtl" else text
