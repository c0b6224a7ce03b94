"""What may be compared: the one definition that every rule, chart, sentence and table uses.

Two figures may be compared, pooled or share an axis where all of `KEYS` agree:

- `measure` and `metric`, as the rows have them;
- `region`: case and spaces aside, `world`, `global` and `worldwide` alike; a row that names no
  region is comparable with other rows that name none, and with no others;
- `dimension` of the unit: dollars with dollars whatever their scale, never with euros or counts;
- `period`: calendar years, fiscal years, quarters, and so on; of a quarter, half or month also
  which one it is (the third quarters of two years are comparable, a third and a fourth are not);
  of a sum over several years also the year in which it begins;
- `sample`, for shares, changes and what remains: of whom the figure is, case and spaces aside.
  Samples are compared where both rows name one.

Together these are the quantity that a row speaks of.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from report_helpers.claims.units import unit
from report_helpers.claims.wording import Claim, unit_name

__all__ = [
    "KEYS", "alike", "comparable", "distinctions", "fold", "folded", "latest_editions",
    "main_quantity", "quantity", "quantity_keys",
]  # fmt: skip

KEYS: Final = ("measure", "metric", "region", "dimension", "period", "sample")
"""What has to agree, as columns of `quantity_keys`."""

OF_SOMEONE: Final = frozenset({"share", "change", "remaining"})
"""Metrics whose figures are of a sample."""

WORLD: Final = frozenset({"world", "global", "worldwide"})
Places = npt.NDArray[np.int64]
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
"""Words of a printed period, and how they are written for short."""


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Return a text without what case, spaces and forms of letters tell apart."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def folded(column: "pd.Series[Any]") -> "pd.Series[str]":
    """Return a column of texts, each as `fold` gives it, empty where missing; same index."""
    return _key(column, fold).texts(column.index)


def quantity_keys(claims: pd.DataFrame) -> pd.DataFrame:
    """Return what has to agree for rows to be compared, each key in a form that can be equal.

    A row that names no sample takes the one sample that the rows like it name; where they name
    none or several, it has an empty one.

    Args:
        claims: rows of the validated table.

    Returns:
        One text column for each of `KEYS`, empty where it does not apply; same index.
    """
    return pd.DataFrame(
        {name: key.texts(claims.index) for name, key in _keys(claims).items()},
        index=claims.index,
    )


def quantity(claims: pd.DataFrame) -> "pd.Series[int]":
    """Return the number of the quantity that each row speaks of: rows of one may be pooled.

    Numbers count from 0 in the order of the rows and are of this table alone; same index.
    """
    return pd.Series(_numbers(_keys(claims).values()), index=claims.index)


def comparable(one: Claim, other: Claim) -> bool:
    """Return whether two rows may be compared.

    Two rows of one quantity always may. A row without a sample may be compared with a row of any
    sample, although it is of no quantity with them where there are several.

    Args:
        one: the cells of a row by column, as a row of the table or a dict.
        other: likewise.
    """
    *alike, mine = _keys_of(one)
    *others, theirs = _keys_of(other)
    return alike == others and (mine == theirs or not mine or not theirs)


def latest_editions(claims: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of each producer's latest edition on each quantity, cited rows left out.

    Rows whose producer is unknown are left out too; an edition without a date counts as older
    than any dated one. Names of producers are compared case and spaces aside.
    """
    rows = claims[claims["role"].ne("cited")].dropna(subset=["producer"])
    edition = rows["published"].fillna("") + " " + rows["edition"].fillna("")
    latest = edition.groupby([folded(rows["producer"]), quantity(rows)]).transform("max")
    return rows[edition.eq(latest)]


def alike(claims: pd.DataFrame, claim_id: str) -> pd.DataFrame:
    """Return the rows of the quantity of one claim, itself among them."""
    numbers = quantity(claims)
    return claims[numbers.eq(numbers.loc[claim_id])]


def main_quantity(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the quantity that rows are mostly about: of paths, the article's first.

    The quantity of most levels with both ends, a cited one counting before all others; where
    there is none, that of most rows. The first of several.
    """
    paths = rows["base_value"].notna()
    cited = paths & rows["role"].eq("cited")
    chosen = next((rows[few] for few in (cited, paths) if few.any()), rows)
    numbers = quantity(rows)
    counts = numbers.loc[chosen.index].value_counts(sort=False)
    return rows[numbers.eq(int(str(counts.idxmax())))] if len(counts) else rows


def distinctions(claims: pd.DataFrame) -> "pd.Series[str]":
    """Return the words that tell each row's quantity from others of its measure and metric.

    Of region, unit, period and sample those that differ within the measure and metric, as the
    rows have them: "US, fiscal years"; empty where nothing differs. Same index.
    """
    keys = quantity_keys(claims)
    of_measure = keys.groupby(["measure", "metric"], sort=False)
    words = {
        "region": claims["region"].fillna("no region named"),
        "dimension": claims["unit"].map(_unscaled),
        "period": keys["period"].map(_period_words),
        "sample": claims["sample"].fillna("of whom is not said"),
    }
    parts = [
        words[name].where(of_measure[name].transform("nunique").gt(1), "").astype("str")
        for name in words
    ]
    joined = [", ".join(filter(None, row)) for row in zip(*parts, strict=True)]
    return pd.Series(joined, index=claims.index, dtype="str")


def _unscaled(code: str) -> str:
    """Return the name of a unit without its scale: "euros" of a billion euros."""
    found = unit(code)
    return unit_name(f"{found.quantity.code}_per_{found.per}" if found.per else found.quantity.code)


def _period_words(key: str) -> str:
    kind, _, part = key.partition(" ")
    if kind == "cumulative":
        return f"sum from {part}" if part else "sum"
    plain = {"": "calendar years", "fiscal_year": "fiscal years", "run_rate": "run rate"}
    return plain.get(kind) or f"{kind} {part.upper()}".strip()


class Key(NamedTuple):
    """One key of all rows: the place of each row's text among `names`; the first one is empty."""

    places: Places
    names: list[str]

    def texts(self, index: pd.Index) -> "pd.Series[str]":
        """Return the text of each row."""
        names = np.array(self.names, dtype=object)
        return pd.Series(names[self.places], index=index, dtype="str")


def _keys(claims: pd.DataFrame) -> dict[str, Key]:
    """Return each of `KEYS`."""
    of_someone = claims["metric"].isin(OF_SOMEONE)
    keys = {
        "measure": _key(claims["measure"], str),
        "metric": _key(claims["metric"], str),
        "region": _key(claims["region"], _region),
        "dimension": _key(claims["unit"], lambda code: unit(code).dimension),
        "period": _periods(claims),
    }
    sample = _key(claims["sample"].where(of_someone), fold)
    return {**keys, "sample": _shared(sample, _numbers(keys.values()))}


def _key(column: "pd.Series[Any]", change: Callable[[str], str]) -> Key:
    """Return a column as a key; each text is changed once, however often it is there."""
    codes, texts = pd.factorize(column)
    places: dict[str, int] = {"": 0}
    order = [0, *(places.setdefault(change(text), len(places)) for text in texts)]
    return Key(np.array(order, dtype=np.int64)[codes + 1], list(places))


def _region(text: str) -> str:
    name = fold(text)
    return "world" if name in WORLD else name


def _periods(claims: pd.DataFrame) -> Key:
    if "period" not in claims.columns or claims["period"].isna().all():
        return Key(np.zeros(len(claims), dtype=np.int64), [""])
    labels = claims.get("period_label", pd.Series(None, index=claims.index, dtype="str"))
    cells = zip(claims["period"], labels, claims["base_year"], strict=True)
    texts = [_period(*map(_text, row)) for row in cells]
    return _key(pd.Series(texts, dtype="str"), str)


@lru_cache(maxsize=4096)
def _period(period: str, label: str, base_year: str) -> str:
    """Return a period with what tells it from others of its kind."""
    part = part_of_year(label) if period in PARTS_OF_A_YEAR else ""
    begins = base_year if period == "cumulative" else ""
    return f"{period} {part}{begins}".strip()


@lru_cache(maxsize=4096)
def part_of_year(label: str) -> str:
    """Return a printed period without its year: "q3" of "Q3 2024", "3Q24" and "FY24 Q3"'s "fy q3".

    The words are in order of the alphabet, months by their first three letters.
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
    """Return a label with a space before the digits of a year: "fy 24", "3q 24"."""
    return re.sub(r"(?<=[a-z'\N{RIGHT SINGLE QUOTATION MARK}])(?=\d\d)", " ", text)


def _shared(sample: Key, group: Places) -> Key:
    """Return the sample of each row; of one that names none the only one of its group, if any."""
    named = sample.places > 0
    lowest = np.full(len(group), len(sample.names))
    highest = np.zeros(len(group), dtype=np.int64)
    np.minimum.at(lowest, group[named], sample.places[named])
    np.maximum.at(highest, group[named], sample.places[named])
    only = np.where(lowest == highest, lowest, 0)
    return sample._replace(places=np.where(named, sample.places, only[group]))


def _numbers(keys: Iterable[Key]) -> Places:
    """Return the number of each row's combination of keys, in the order of the rows."""
    numbers: Places | int = 0
    for key in keys:
        numbers = pd.factorize(numbers * len(key.names) + key.places)[0]
    return np.asarray(numbers, dtype=np.int64)


def _keys_of(row: Claim) -> list[str]:
    metric, sample = str(row["metric"]), fold(_text(row.get("sample")))
    return [
        str(row["measure"]),
        metric,
        _region(_text(row.get("region"))),
        unit(str(row["unit"])).dimension,
        _period(*(_text(row.get(name)) for name in ("period", "period_label", "base_year"))),
        sample if metric in OF_SOMEONE else "",
    ]


def _text(cell: Any) -> str:
    return "" if cell is None or pd.isna(cell) else str(cell)
