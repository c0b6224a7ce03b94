"""Parser for the figures in a text: digits, scale words, currencies, years and hedges.

`as_printed` is free text in any script. The parser ignores words that it does not know, so that
they never cause a row to be rejected.
"""

import re
import unicodedata
from collections.abc import Collection
from functools import lru_cache
from typing import NamedTuple

from report_helpers.claims.quantities import currency

__all__ = [
    "PrintedNumbers",
    "Surroundings",
    "normalized",
    "printed_hedges",
    "printed_numbers",
    "printed_years",
]

SPACES = " '\u2019\u00a0\u2009\u202f"
SEPARATOR = f"[,{SPACES}]"
WESTERN = rf"[0-9]{{1,3}}(?:{SEPARATOR}[0-9]{{3}})+(?:\.[0-9]+)?"
INDIAN = r"[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3}(?:\.[0-9]+)?"
SPACED = rf"[0-9]{{1,3}}(?:[{SPACES}][0-9]{{3}})+,[0-9]{{1,2}}"
CONTINENTAL = r"[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]+)?(?![.,]?[0-9])"
DECIMAL_COMMA = r"[0-9]+,[0-9]{1,2}(?![0-9])"
PLAIN = r"[0-9]+(?:\.[0-9]+)?"
NUMBER = re.compile(
    rf"((?<![0-9.,])(?:{SPACED}|{INDIAN}|{WESTERN}|{CONTINENTAL}|{DECIMAL_COMMA})(?![0-9])|{PLAIN})"
)

SCALE_WORDS: dict[str, float] = {
    "thousand": 1e3, "tsd": 1e3, "lakh": 1e5, "lakhs": 1e5, "lac": 1e5, "lacs": 1e5,
    "million": 1e6, "millions": 1e6, "mn": 1e6, "mln": 1e6, "mio": 1e6, "mm": 1e6,
    "millionen": 1e6, "millones": 1e6, "milhões": 1e6, "milioni": 1e6,
    "crore": 1e7, "crores": 1e7, "cr": 1e7,
    "billion": 1e9, "billions": 1e9, "bn": 1e9, "bln": 1e9, "mrd": 1e9, "milliarde": 1e9,
    "milliarden": 1e9, "milliard": 1e9, "milliards": 1e9, "miliardi": 1e9, "mil millones": 1e9,
    "lakh crore": 1e12, "lakh crores": 1e12,
    "trillion": 1e12, "trillions": 1e12, "tn": 1e12, "trn": 1e12, "billionen": 1e12,
    "billones": 1e12, "万": 1e4, "萬": 1e4, "億": 1e8, "亿": 1e8, "万亿": 1e12, "兆": 1e12,
}  # fmt: skip
LETTERS: dict[str, float] = {"k": 1e3, "m": 1e6, "b": 1e9, "t": 1e12}
"""Scales written as one letter, directly after a number and not before another letter."""

WORDS = "|".join(sorted(map(re.escape, SCALE_WORDS), key=len, reverse=True))
SCALE = re.compile(
    rf"\+?\s*-?(?:(?P<word>{WORDS})(?![^\W\d_])\.?|(?P<letter>[kmbt])(?![^\W_]))", re.IGNORECASE
)
IDEOGRAM = re.compile(r"\s*(?P<word>万亿|万|萬|億|亿|兆)")

DOLLARS = ("usd", "aud", "cad", "nzd", "hkd", "sgd", "twd", "mxn", "clp", "cop", "ars", "bbd",
           "bzd", "bmd", "bnd", "bsd", "fjd", "gyd", "jmd", "kyd", "lrd", "nad", "sbd", "srd",
           "ttd", "xcd", "uyu", "dop", "nio", "zwl")  # fmt: skip
RUPEES = ("inr", "pkr", "lkr", "npr", "mur", "scr")
SIGNS: dict[str, tuple[str, ...]] = {
    "us$": ("usd",), "u.s.$": ("usd",), "a$": ("aud",), "au$": ("aud",), "c$": ("cad",),
    "ca$": ("cad",), "nz$": ("nzd",), "hk$": ("hkd",), "s$": ("sgd",), "nt$": ("twd",),
    "mx$": ("mxn",), "r$": ("brl",), "cn\u00a5": ("cny",), "rmb": ("cny",), "$": DOLLARS,
    "\u20ac": ("eur",), "\u00a3": ("gbp", "egp", "lbp", "gip", "fkp", "shp", "syp", "ssp", "sdg"),
    "\u00a5": ("jpy", "cny"), "\u20b9": ("inr",), "rs.": RUPEES, "rs": RUPEES,
    "\u20a9": ("krw", "kpw"), "\u20bd": ("rub",), "\u20ba": ("try",), "\u20ab": ("vnd",),
    "\u0e3f": ("thb",), "\u20b1": ("php",), "\u20aa": ("ils",), "\u20b4": ("uah",),
    "euro": ("eur",), "euros": ("eur",), "us dollar": ("usd",), "us dollars": ("usd",),
    "dollar": DOLLARS, "dollars": DOLLARS, "rupee": RUPEES, "rupees": RUPEES, "yen": ("jpy",),
    "yuan": ("cny",), "renminbi": ("cny",), "\u5186": ("jpy",), "\u5143": ("cny", "twd"),
}  # fmt: skip
"""The currencies that a sign or word may mean."""

NAMED = "|".join(sorted(map(re.escape, SIGNS), key=len, reverse=True))
LETTER = r"[^\W\d_]"
BEFORE = re.compile(
    rf"(?<!{LETTER})(?P<sign>{NAMED}|(?-i:[A-Z]{{3}}))[\s.]*[-+\u2212]?\s*$", re.IGNORECASE
)
AFTER = re.compile(rf"[\s-]*(?P<sign>{NAMED}|(?-i:[A-Z]{{3}}))(?!{LETTER})", re.IGNORECASE)
NO_CODES = {"ALL", "TOP", "TRY", "CUP", "PEN", "MOP", "GEL", "BAM", "SOS", "RON", "ANG", "LAK"}
"""Currency codes that are also common words in capitals."""

HEDGES: dict[str, re.Pattern[str]] = {
    "at_least": re.compile(
        r"\b(?:more than|greater than|over|at least|above|upwards? of|exceed(?:s|ing)?|"
        r"in excess of|minimum of)\b|[>\u2265]|[0-9%][0-9a-z% ]*\+(?![0-9])", re.IGNORECASE,
    ),
    "at_most": re.compile(
        r"\b(?:up to|at most|less than|fewer than|under|below|maximum of|"
        r"as (?:much|many|high) as)\b|[<\u2264]", re.IGNORECASE,
    ),
    "about": re.compile(
        r"\b(?:about|around|approximate(?:ly)?|approx|circa|roughly|nearly|almost|close to)\b|"
        r"\bca\.|[~\u2248]", re.IGNORECASE,
    ),
}  # fmt: skip
NOT_MORE = re.compile(r"\bno (?:more|less) than\b", re.IGNORECASE)
OPPOSITE = {"no more than": "at_most", "no less than": "at_least"}

YEAR = re.compile(r"19[0-9]{2}|20[0-9]{2}|2100")
DATE_WORDS = (
    r"early|late|mid|end|start|by|in|of|the|from|to|through|until|till|since|years?|fy|cy|q|h|ytd|"
    r"fiscal|calendar|and|between|january|february|march|april|may|june|july|august|september|"
    r"october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"
)
DATED = re.compile(
    rf"(?:(?<![a-z])(?:{DATE_WORDS})(?![a-z])|[#\s.,/'\u2013\u2014-])*[ae]?\s*", re.IGNORECASE
)
"""A part that contains only numbers, written here as `#`, and words of dates."""

RANGE = re.compile(r"\s*[/\u2013\u2014-]\s*")


class Surroundings(NamedTuple):
    """The meaning of the text around a printed number.

    Attributes:
        scale: the factor of the scale word after the number, 1 without one.
        currencies: the currencies that a sign, word or code next to it may mean.
        dated: whether its part, between semicolons, contains only numbers and words of dates.
        letter: whether the scale is a single letter, which may be the symbol of a unit.
        joined: whether only a dash or slash separates it from the number before: `2024/25`.
    """

    scale: float
    currencies: tuple[str, ...]
    dated: bool
    letter: bool
    joined: bool


class PrintedNumbers(NamedTuple):
    """The numbers of a printed text, in order, without signs.

    Attributes:
        digits: each number without separators of thousands, with a decimal point: "1632.0".
        around: the surroundings of each number.
    """

    digits: list[str]
    around: list[Surroundings]


def normalized(text: str) -> str:
    """Convert digits and separators of a text to ASCII, such as full-width and Arabic ones."""
    if text.isascii():
        return text
    text = unicodedata.normalize("NFKC", text).replace("\u066b", ".").replace("\u066c", ",")
    return "".join(str(unicodedata.digit(sign, sign)) if sign.isdigit() else sign for sign in text)


def printed_numbers(as_printed: str) -> PrintedNumbers:
    """Return the numbers of a printed text."""
    parts = NUMBER.split(normalized(as_printed))
    # Cached by the text without its numbers: most texts differ only in those.
    around = surroundings(tuple(parts[::2]))
    digits = [part if part.isdigit() else plain_digits(part) for part in parts[1::2]]
    return PrintedNumbers(digits, around)


@lru_cache(maxsize=16384)
def surroundings(parts: tuple[str, ...]) -> list[Surroundings]:
    """Return the surroundings of each number, given the texts between the numbers."""
    dates = [DATED.fullmatch(part) is not None for part in "#".join(parts).split(";")
             for _ in range(part.count("#"))]  # fmt: skip
    found = []
    for before, after, dated in zip(parts, parts[1:], dates, strict=False):
        scale, start, between, letter = scale_of(after)
        currencies = between or sign_before(before) or sign_after(after[start:])
        joined = RANGE.fullmatch(before) is not None
        found.append(Surroundings(scale, currencies, dated, letter, joined))
    return found


def plain_digits(number: str) -> str:
    """Return a number without separators of thousands, with a decimal point."""
    if number.replace(".", "", 1).isdigit():
        return number
    if re.fullmatch(SPACED, number):
        number = number.replace(",", ".")
    if re.fullmatch(CONTINENTAL, number) and ("," in number or number.count(".") > 1):
        return number.replace(".", "").replace(",", ".")
    if re.fullmatch(DECIMAL_COMMA, number):
        return number.replace(",", ".")
    return re.sub(SEPARATOR, "", number)


def scale_of(after: str) -> tuple[float, int, tuple[str, ...], bool]:
    """Return the scale in the text after a number.

    Returns:
        The factor (1 without a scale), the position where the scale word ends, the currencies
        between number and scale ("26.03 USD bn"), and whether the scale is a single letter.
    """
    between = AFTER.match(after)
    signs = codes(between["sign"]) if between else ()
    for place in (0, *((between.end(),) if between and signs else ())):
        found = IDEOGRAM.match(after, place) or SCALE.match(after, place)
        if found is None:
            continue
        words = found.groupdict()
        if words["word"]:
            return SCALE_WORDS[words["word"].lower()], found.end(), signs if place else (), False
        if found.start("letter") == place:
            return LETTERS[words["letter"].lower()], found.end(), signs if place else (), True
    return 1.0, 0, (), False


def sign_before(text: str) -> tuple[str, ...]:
    """Return the currencies named at the end of a text."""
    found = BEFORE.search(text)
    return codes(found["sign"]) if found else ()


def sign_after(text: str) -> tuple[str, ...]:
    """Return the currencies named at the start of a text."""
    found = AFTER.match(text)
    return codes(found["sign"]) if found else ()


def codes(sign: str) -> tuple[str, ...]:
    """Return the currencies that a sign, word or code may mean; empty for any other word."""
    known = SIGNS.get(sign.lower())
    if known or sign in NO_CODES:
        return known or ()
    return (sign.lower(),) if currency(sign.lower()) else ()


def printed_years(printed: PrintedNumbers, without: Collection[str] = ()) -> set[str]:
    """Return the years in the parts of a text that contain only dates: "17 million; 2023".

    Args:
        printed: the numbers of the text.
        without: numbers to skip, because they are figures of the row and not years.
    """
    years: set[str] = set()
    last = ""
    for digits, around in zip(*printed, strict=True):
        if len(digits) == len("2025") and around.dated and YEAR.match(digits):
            if digits not in without:
                years.add(digits)
        elif len(digits) == len("25") and around.dated and around.joined and YEAR.fullmatch(last):
            years.add(last[:2] + digits)
        last = digits
    return years


def printed_hedges(as_printed: str) -> frozenset[str]:
    """Return the qualifiers that a text expresses: `about`, `at_least`, `at_most`."""
    text = normalized(as_printed)
    found = {OPPOSITE[words.lower()] for words in NOT_MORE.findall(text)}
    rest = NOT_MORE.sub(" ", text)
    return frozenset(found | {name for name, words in HEDGES.items() if words.search(rest)})
