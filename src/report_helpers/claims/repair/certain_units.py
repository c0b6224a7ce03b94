"""The code of a unit that is written in words, where only one is meant."""

import re
import unicodedata

from report_helpers.claims.as_printed import LETTERS, SCALE_WORDS, SIGNS
from report_helpers.claims.quantities import currency
from report_helpers.claims.units import SCALES, is_unit

__all__ = ["certain_unit"]

CODE_OF_FACTOR = {factor: scale for scale, factor in reversed(SCALES.items())}
SIGN = re.compile(r"([a-z.]{0,4}\$|[\u20a0-\u20cf\u00a3\u00a5])")
WORD = re.compile(r"[^\s_,()-]+")
PER = re.compile(r"\s*/\s*|[\s_]+per[\s_]+")
LETTER_SCALES = {letter: factor for letter, factor in LETTERS.items() if letter != "t"}
"""`t` may mean a tonne."""


def certain_unit(text: str) -> str:
    """Return the code of a unit in words, such as `usd_billion` of `USD bn`; else the text."""
    if is_unit(text):
        return text
    head, *per = PER.split(unicodedata.normalize("NFKC", text).casefold().strip())
    words = WORD.findall(SIGN.sub(r" \1 ", head).replace("%", " percent "))
    suffix = "_per_" + "_".join(WORD.findall(per[0])) if len(per) == 1 else ""
    found = {f"{code}{suffix}" for code in codes(words)}
    units = [code for code in found if is_unit(code)]
    return units[0] if len(units) == 1 and len(per) <= 1 else text


def codes(words: list[str]) -> set[str]:
    """Return what quantity and scale may be meant by words in any order."""
    found = {code_of(words)}
    for length in (2, 1):
        for at in range(len(words) - length + 1):
            rest = [*words[:at], *words[at + length :]]
            quantity = code_of(rest)
            scale = scale_of(" ".join(words[at : at + length]), quantity)
            if rest and scale:
                found.add(f"{quantity}_{scale}")
    return found


def code_of(words: list[str]) -> str:
    """Return a quantity in words as a code; a sign that means one currency is its code."""
    text = " ".join(words)
    meant = SIGNS.get(text, ())
    return meant[0] if len(meant) == 1 else "_".join(words)


def scale_of(word: str, quantity: str) -> str:
    """Return the scale that a word means; letters are scales of currencies only."""
    if word.replace(" ", "_") in SCALES:
        return word.replace(" ", "_")
    factor = SCALE_WORDS.get(word, LETTER_SCALES.get(word) if currency(quantity) else None)
    if word.startswith("lakh c"):
        return "lakh_crore"
    return CODE_OF_FACTOR.get(factor, "") if factor else ""
