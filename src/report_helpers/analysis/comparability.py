"""Defines which figures are comparable; every rule, chart, sentence and table uses it.

Two figures may be compared, pooled or share an axis if all of `KEYS` agree:

- `measure` and `metric`, exactly as in the rows;
- `region`, ignoring case and spaces; `world`, `global` and `worldwide` are equal. A row without a
  region is comparable only with other rows without one;
- `dimension` of the unit: dollars with dollars at any scale, never with euros or counts;
- `period`: calendar years, fiscal years, quarters, and so on. Quarters, halves and months must
  also be the same part of their years (Q3 of two years, but not Q3 and Q4). Sums over several
  years must also begin in the same year;
- `sample`, only for the metrics share, change and remaining: the group that the figure describes,
  ignoring case and spaces. Samples must agree only if both rows name one.

Together these keys define the quantity of a row.
"""

from collections.abc import Callable, Iterable
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from report_helpers.analysis.period_keys import fold, period_key, period_words
from report_helpers.claims.units import unit
from report_helpers.claims.wording import Claim, unit_name

__all__ = [
    "KEYS", "alike", "comparable", "distinctions", "fold", "folded", "latest_editions",
    "main_quantity", "quantity", "quantity_keys",
]  # fmt: skip

KEYS: Final = ("measure", "metric", "region", "dimension", "period", "sample")
"""The keys that must agree: the columns of `quantity_keys`."""

OF_SOMEONE: Final = frozenset({"share", "change", "remaining"})
"""Metrics whose figures describe a sample."""

WORLD: Final = frozenset({"world", "global", "worldwide"})
Places = npt.NDArray[np.int64]


def folded(column: "pd.Series[Any]") -> "pd.Series[str]":
    """Apply `fold` to a column of texts, empty where missing; same index."""
    return _key(column, fold).texts(column.index)


def quantity_keys(claims: pd.DataFrame) -> pd.DataFrame:
    """Return the normalized keys that must agree before rows may be compared.

    A row without a sample takes the sample of the rows whose other keys are equal, if these name
    exactly one; otherwise its sample is empty.

    Args:
        claims: rows of the validated table.

    Returns:
        One text column for each of `KEYS`, empty where a key does not apply; same index.
    """
    return pd.DataFrame(
        {name: key.texts(claims.index) for name, key in _keys(claims).items()},
        index=claims.index,
    )


def quantity(claims: pd.DataFrame) -> "pd.Series[int]":
    """Return the quantity of each row as a number; rows with equal numbers may be pooled.

    Numbers count from 0 in the order of the rows and are valid only for this table; same index.
    """
    return pd.Series(_numbers(_keys(claims).values()), index=claims.index)


def comparable(one: Claim, other: Claim) -> bool:
    """Return whether two rows may be compared.

    Rows of the same quantity are always comparable. A row without a sample is comparable with
    rows of every sample, even if there are several and `quantity` therefore separates them.

    Args:
        one: the cells of a row by column: a row of the table or a dict.
        other: the same for the other row.
    """
    *alike, mine = _keys_of(one)
    *others, theirs = _keys_of(other)
    return alike == others and (mine == theirs or not mine or not theirs)


def latest_editions(claims: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of each producer's latest edition for each quantity.

    Excludes cited rows and rows without a producer. An edition without a date counts as older
    than any dated one. Producer names are compared ignoring case and spaces.
    """
    rows = claims[claims["role"].ne("cited")].dropna(subset=["producer"])
    edition = rows["published"].fillna("") + " " + rows["edition"].fillna("")
    latest = edition.groupby([folded(rows["producer"]), quantity(rows)]).transform("max")
    return rows[edition.eq(latest)]


def alike(claims: pd.DataFrame, claim_id: str) -> pd.DataFrame:
    """Return the rows with the same quantity as a claim, including the claim."""
    numbers = quantity(claims)
    return claims[numbers.eq(numbers.loc[claim_id])]


def main_quantity(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the most frequent quantity, preferring cited paths.

    Counts only cited rows with a base value; if there are none, all rows with a base value; if
    there are none, all rows. In a tie the first quantity wins.
    """
    paths = rows["base_value"].notna()
    cited = paths & rows["role"].eq("cited")
    chosen = next((rows[few] for few in (cited, paths) if few.any()), rows)
    numbers = quantity(rows)
    counts = numbers.loc[chosen.index].value_counts(sort=False)
    return rows[numbers.eq(int(str(counts.idxmax())))] if len(counts) else rows


def distinctions(claims: pd.DataFrame) -> "pd.Series[str]":
    """Return words that distinguish each row's quantity from others of its measure and metric.

    Lists those of region, unit, period and sample that differ within the measure and metric:
    "US, fiscal years"; empty where none differs. Same index.
    """
    keys = quantity_keys(claims)
    of_measure = keys.groupby(["measure", "metric"], sort=False)
    words = {
        "region": claims["region"].fillna("no region named"),
        "dimension": claims["unit"].map(_unscaled),
        "period": keys["period"].map(period_words),
        "sample": claims["sample"].fillna("no sample named"),
    }
    parts = [
        words[name].where(of_measure[name].transform("nunique").gt(1), "").astype("str")
        for name in words
    ]
    joined = [", ".join(filter(None, row)) for row in zip(*parts, strict=True)]
    return pd.Series(joined, index=claims.index, dtype="str")


def _unscaled(code: str) -> str:
    """Return the name of a unit without its scale: "euros" for a billion euros."""
    found = unit(code)
    return unit_name(f"{found.quantity.code}_per_{found.per}" if found.per else found.quantity.code)


class Key(NamedTuple):
    """One key of all rows: `places` has each row's position in `names`, whose first is empty."""

    places: Places
    names: list[str]

    def texts(self, index: pd.Index) -> "pd.Series[str]":
        """Return the text of each row."""
        names = np.array(self.names, dtype=object)
        return pd.Series(names[self.places], index=index, dtype="str")


def _keys(claims: pd.DataFrame) -> dict[str, Key]:
    """Return each of `KEYS` by name."""
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
    """Return a column as a key; applies `change` once to each distinct text."""
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
    texts = [period_key(*map(_text, row)) for row in cells]
    return _key(pd.Series(texts, dtype="str"), str)


def _shared(sample: Key, group: Places) -> Key:
    """Return each row's sample; a row without one takes its group's sample if there is only one."""
    named = sample.places > 0
    lowest = np.full(len(group), len(sample.names))
    highest = np.zeros(len(group), dtype=np.int64)
    np.minimum.at(lowest, group[named], sample.places[named])
    np.maximum.at(highest, group[named], sample.places[named])
    only = np.where(lowest == highest, lowest, 0)
    return sample._replace(places=np.where(named, sample.places, only[group]))


def _numbers(keys: Iterable[Key]) -> Places:
    """Number the combinations of keys in order of appearance; return each row's number."""
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
        period_key(*(_text(row.get(name)) for name in ("period", "period_label", "base_year"))),
        sample if metric in OF_SOMEONE else "",
    ]


def _text(cell: Any) -> str:
    return "" if cell is None or pd.isna(cell) else str(cell)
