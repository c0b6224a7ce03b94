"""The columns of the table: as numbers of distinct texts while rules check them, then typed."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd

from report_helpers.claims.schema import COLUMNS, Kind

__all__ = ["TextColumn", "validated_table"]


class TextColumn:
    """The cells of a column, collected as numbers of their distinct texts.

    Rules look at each distinct text once, and compare numbers instead of texts.
    """

    def __init__(self) -> None:
        self._numbers = Numbers({"": 0})
        self._codes = [np.zeros(0, dtype=np.int32)]

    def extend(self, cells: Sequence[str]) -> None:
        """Add the next cells."""
        codes = map(self._numbers.__getitem__, cells)
        self._codes.append(np.fromiter(codes, np.int32, len(cells)))

    def extend_empty(self, count: int) -> None:
        """Add this number of empty cells."""
        self._codes.append(np.zeros(count, dtype=np.int32))

    def categorical(self) -> pd.Categorical:
        """Return all cells; the first category is the empty text."""
        texts = pd.Index(list(self._numbers), dtype=object)
        codes = np.concatenate(self._codes)
        return pd.Categorical.from_codes(codes, categories=texts, validate=False)


class Numbers(dict[str, int]):
    """Numbers texts in the order in which they first appear."""

    def __missing__(self, text: str) -> int:
        """Give a new text the next number."""
        number = self[text] = len(self)
        return number


def validated_table(text: pd.DataFrame) -> pd.DataFrame:
    """Return the validated table: typed columns, then `line`; the index is `claim_id`.

    Args:
        text: the frame of `text_rows`, without problems.

    Returns:
        Text as `str` (NaN if missing), years as `Int64`, numbers as `Decimal` objects that keep
        their printed digits (None if missing).
    """
    text = text.assign(evidence=original_evidence(text), producer=one_spelling(text["producer"]))
    typed = {column.name: typed_cells(text[column.name], column.kind) for column in COLUMNS[1:]}
    index = pd.Index(text["claim_id"], dtype="str", name="claim_id")
    return pd.DataFrame({**typed, "line": text["line"].array}, index=index, copy=False)


def original_evidence(text: pd.DataFrame) -> "pd.Series[Any]":
    """Return the evidence of each row; a cited row takes that of its original, if in the file."""
    cited = text["role"].eq("cited") & text["original_id"].ne("")
    originals = text["original_id"][cited].astype(object)
    there = text["claim_id"].isin(originals)
    known = dict(zip(text["claim_id"][there], text["evidence"][there], strict=True))
    theirs = originals.map(known.get)
    evidence = text["evidence"].copy()
    evidence.update(theirs[theirs.ne("not_applicable")])
    return evidence


def one_spelling(producers: "pd.Series[Any]") -> "pd.Series[Any]":
    """Give producers that differ only in case or spaces the spelling that comes first."""
    first: dict[str, str] = {}
    known = {name: first.setdefault(" ".join(name.split()).casefold(), name)
             for name in producers.cat.categories}  # fmt: skip
    return producers.map(known).astype("category")


def typed_cells(cells: pd.Series, kind: Kind) -> Any:
    """Convert the cells of one column, categories of text, to the type of their kind."""
    codes, texts = cells.cat.codes.to_numpy(), cells.cat.categories
    if kind == "number":
        numbers = [Decimal(text) if text else None for text in texts]
        return pd.array(numbers, dtype=object).take(codes)
    if kind == "year":
        return pd.array([int(text) if text else None for text in texts], dtype="Int64").take(codes)
    return pd.array([text or None for text in texts], dtype="str").take(codes)
