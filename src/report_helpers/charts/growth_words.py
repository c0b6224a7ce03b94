"""The words of the chart of stated against implied growth."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from report_helpers.audit.findings import Finding
from report_helpers.audit.growth_outcomes import AGREES, DIFFERS, OPEN
from report_helpers.charts.toolkit.plotly_text import MISSING, RANGE, Row, evidence, who, window
from report_helpers.charts.toolkit.plotly_text import rate as rate_text
from report_helpers.claims.wording import all_phrase, capitalized, count_phrase, fixed

__all__ = [
    "article_words", "beside_name", "checked_with", "hover_lines", "table_row", "title",
]  # fmt: skip


def checked_with(rates: pd.DataFrame, found: Mapping[str, Finding]) -> pd.DataFrame:
    """Return what the audit adds to each rate, with the index of `rates`.

    Columns: `judged` (the growth, a fraction a year, that the values it was checked with imply),
    `judged_from` (the year of the first of them, if it is not the claim's own base) and `needed`
    (the year whose value is not printed, so that the growth cannot be checked).
    """
    rows = [_checked(rate, found.get(str(key))) for key, rate in rates.iterrows()]
    columns = ["judged", "judged_from", "needed"]
    return pd.DataFrame(rows, index=rates.index, columns=columns, dtype=float)


def _checked(rate: "pd.Series[Any]", finding: Finding | None) -> tuple[Any, Any, Any]:
    numbers = finding.numbers if finding else {}
    implied, span = numbers.get("implied_percent"), numbers.get("years")
    if implied is None or rate["state"] == OPEN:
        return None, None, numbers.get("year") if rate["state"] == OPEN else None
    first = rate["to_year"] - span
    own = pd.notna(rate["from_year"]) and first == rate["from_year"]
    return implied / 100, None if own else first, None  # type: ignore[operator]


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
    implied = rate["implied"] if pd.isna(rate["judged_from"]) else rate["judged"]
    return 100 * float(np.clip(implied, *ends) - implied)


def beside_name(row: Row, rate: "pd.Series[Any]") -> str:
    """Return the words beside the name of a row."""
    stated, implied = _stated_growth(rate), rate_text(rate["implied"])
    if rate["state"] == DIFFERS:
        return f"states {stated}, its ends imply {implied}{_from_later(rate)}"
    if rate["state"] == AGREES:
        return f"{_verdict(row, rate)}: {stated} a year"
    return _verdict(row, rate)


def _from_later(rate: "pd.Series[Any]") -> str:
    """Return the growth from a later value, if the audit judged that: "; from 2026, 24.3 %"."""
    if pd.isna(rate["judged_from"]):
        return ""
    return f"; from {rate['judged_from']:.0f}, {rate_text(rate['judged'], 2)}"


def _verdict(row: Row, rate: "pd.Series[Any]") -> str:
    if rate["state"] == AGREES:
        return "agrees"
    if rate["state"] == DIFFERS:
        points = _points_off(rate)
        later = rate["judged_from"]
        base = "" if pd.isna(later) else f" than from {later:.0f} to {rate['to_year']}"
        return f"stated {fixed(abs(points))} points {'higher' if points > 0 else 'lower'}{base}"
    if pd.isna(rate["stated"]):
        return "no growth stated"
    if pd.isna(rate["implied"]):
        return "a printed end is missing"
    if not (row["growth_from"] or row["growth_to"]) and pd.notna(rate["needed"]):
        return f"no value for {rate['needed']:.0f} is printed"
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
        return f"{all_phrase(fits)} stated growths {compared} follow from their end points"
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
