"""Keys of periods: `fiscal_year`, `quarter q3`, `cumulative 2021`; equal keys are comparable."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

__all__ = ["fold", "period_key", "period_words"]


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Normalize a text: casefold, collapse whitespace, apply Unicode NFKC."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


PARTS_OF_A_YEAR: Final = frozenset({"quarter", "half", "month"})
YEAR: Final = re.compile(
    r"(?<!\d)(?:19|20)\d\d(?:\s*[-/]\s*\d\d(?:\d\d)?)?(?!\d)|(?<!\d)\d\d(?!\d)"
)
COUNTED: Final = re.compile(r"(?<![a-z0-9])([1-4])\s*([qh])(?![a-z])")
WORDS: Final = re.compile(r"[a-z]+\d?|\d+")
DIGITS_OF_MONTH: Final = re.compile(
    r"(?:19|20)\d\d[-/.](0?[1-9]|1[0-2])|(0?[1-9]|1[0-2])[-/.](?:19|20)\d\d"
)
MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun",
                 "jul", "aug", "sep", "oct", "nov", "dec")  # fmt: skip
ORDINALS: Final = (("first", "1st"), ("second", "2nd"), ("third", "3rd"), ("fourth", "4th"))
SAME: Final = {
    **{
        f"{word} {part}": f"{part[0]}{number}"
        for number, words in enumerate(ORDINALS, start=1)
        for word in words
        for part in ("quarter", "half")
    },
    "fiscal year": "fy",
    "fiscal": "fy",
    " of ": " ",
}
"""Words of a printed period with their abbreviations."""


def period_words(key: str) -> str:
    """Return a key in words: "fiscal years", "quarter Q3", "sum from 2021"."""
    kind, _, part = key.partition(" ")
    if kind == "cumulative":
        return f"sum from {part}" if part else "sum"
    plain = {"": "calendar years", "fiscal_year": "fiscal years", "run_rate": "run rate"}
    return plain.get(kind) or f"{kind} {part.upper()}".strip()


@lru_cache(maxsize=4096)
def period_key(period: str, label: str, base_year: str) -> str:
    """Return a period with its part of the year or, for a sum, the year in which it begins."""
    part = part_of_year(label) if period in PARTS_OF_A_YEAR else ""
    begins = base_year if period == "cumulative" else ""
    return f"{period} {part}{begins}".strip()


@lru_cache(maxsize=4096)
def part_of_year(label: str) -> str:
    """Return a printed period without its year: "q3" for "Q3 2024" and "3Q24".

    Words are sorted ("FY24 Q3" becomes "fy q3"); months keep their first three letters.
    """
    text = fold(label)
    month = DIGITS_OF_MONTH.fullmatch(text)
    if month:
        return MONTHS[int(month[1] or month[2]) - 1]
    for words, short in SAME.items():
        text = text.replace(words, short)
    text = COUNTED.sub(r"\2\1 ", _apart(text))
    found = WORDS.findall(YEAR.sub(" ", text))
    return " ".join(sorted({word if word[-1].isdigit() else word[:3] for word in found}))


def _apart(text: str) -> str:
    """Insert a space before the digits of a year: "fy 24", "3q 24"."""
    return re.sub(r"(?<=[a-z'\N{RIGHT SINGLE QUOTATION MARK}])(?=\d\d)", " ", text)
