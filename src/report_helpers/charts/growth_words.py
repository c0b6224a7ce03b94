"""The words of the chart of stated against implied growth."""

from typing import Any

import numpy as np
import pandas as pd

from report_helpers.charts.toolkit.plotly_text import MISSING, RANGE, Row, evidence, who, window
from report_helpers.charts.toolkit.plotly_text import rate as rate_text
from report_helpers.claims.wording import capitalized, count_phrase, fixed

__all__ = [
    "AGREES", "DIFFERS", "OPEN", "article_words", "beside_name", "hover_lines", "table_row",
    "title",
]  # fmt: skip

AGREES, DIFFERS, OPEN = "agrees", "does not agree", "not comparable"
"""The results of comparing a stated growth with the one that its ends imply."""


def hover_lines(rate: "pd.Series[Any]") -> list[str]:
    """Return the lines that the hover text of a mark has more than those of its claim."""
    low, high = rate_text(rate["implied_low"], 2), rate_text(rate["implied_high"], 2)
    implied = f"implied {rate_text(rate['implied'])} ({low} to {high})"
    return [f"Stated {_stated_growth(rate)}, {implied}"]


def _stated_growth(rate: "pd.Series[Any]") -> str:
    """Return the growth that a claim states in words: one number, or both ends of a range."""
    if pd.isna(rate["least"]):
        return rate_text(rate["stated"])
    return f"{rate_text(rate['least'])} to {rate_text(rate['most'])}"


def _points_off(rate: "pd.Series[Any]") -> float:
    """Return the percentage points from the implied growth to the nearest one that is stated."""
    ends = rate[["least", "most"]].fillna(rate["stated"])
    return 100 * float(np.clip(rate["implied"], *ends) - rate["implied"])


def beside_name(row: Row, rate: "pd.Series[Any]") -> str:
    """Return the words beside the name of a row."""
    stated, implied = _stated_growth(rate), rate_text(rate["implied"])
    if rate["state"] == DIFFERS:
        return f"states {stated}, its ends imply {implied}"
    if rate["state"] == AGREES:
        return f"{_verdict(row, rate)}: {stated} a year"
    return _verdict(row, rate)


def _verdict(row: Row, rate: "pd.Series[Any]") -> str:
    if rate["state"] == AGREES:
        return "agrees"
    if rate["state"] == DIFFERS:
        points = _points_off(rate)
        return f"stated {fixed(abs(points))} points {'higher' if points > 0 else 'lower'}"
    if pd.isna(rate["stated"]):
        return "no growth stated"
    if pd.isna(rate["implied"]):
        return "a printed end is missing"
    first, last = row["growth_from"] or row["base_year"], row["growth_to"] or row["year"]
    return f"stated for {first}{RANGE}{last}"


def title(rates: pd.DataFrame) -> str:
    """Return how many of the stated growths that can be compared do not agree."""
    count = rates["state"].value_counts()
    off, fits = int(count.get(DIFFERS, 0)), int(count.get(AGREES, 0))
    if not off + fits:
        return "No stated growth can be compared with its own end points"
    compared = "that can be compared"
    if off + fits == 1:
        verb = "does not follow" if off else "follows"
        return f"The one stated growth {compared} {verb} from its end points"
    if not off:
        return f"All {count_phrase(fits)} stated growths {compared} follow from their end points"
    if not fits:
        return f"None of {count_phrase(off)} stated growths follows from its end points"
    many, verb, own = capitalized(count_phrase(off)), "do", "their"
    if off == 1:
        verb, own = "does", "its"
    return f"{many} of {count_phrase(off + fits)} stated growths {verb} not follow from {own} ends"


def article_words(rates: pd.DataFrame) -> str:
    """Return a sentence for each growth of the article that does not agree."""
    article = rates[rates["cited"] & rates["state"].eq(DIFFERS)]
    return "".join(
        f" The article states {_stated_growth(rate)}, its ends imply {rate_text(rate['implied'])}."
        for _, rate in article.iterrows()
    )


def table_row(row: Row, rate: "pd.Series[Any]") -> list[str]:
    """Return the cells of a row of the chart's table."""
    rates = [_stated_growth(rate), rate_text(rate["implied"])]
    ends = [rate_text(rate[name], 2) for name in ("implied_low", "implied_high")]
    name = f"{who(row)} ({row['distinction']})" if row["distinction"] else who(row)
    return [name, window(row) or MISSING, *rates, *ends, _verdict(row, rate), evidence(row)]
