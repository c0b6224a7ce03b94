"""Rules across the cells of a row.

Contradicting figures are not errors here: the audit finds them.
"""

import re
from collections.abc import Collection, Iterator
from datetime import date

import numpy as np
import pandas as pd

from report_helpers.claims.defects import Defect, Unlisted, flagged
from report_helpers.claims.printed_checks import misprinted
from report_helpers.claims.reference_checks import broken_references, changing_sources
from report_helpers.claims.schema import COLUMNS, METRIC_UNITS, NO_LEVEL
from report_helpers.claims.units import is_unit, unit_fix
from report_helpers.errors import Problem

__all__ = ["broken_rules"]

FORMULA = re.compile(r"=|[-+@][A-Za-z_.]+\(")
FIGURE_COLUMNS = ["value", "value_low", "value_high", "growth_percent", "growth_low", "growth_high"]
LABELLED_PERIODS = ("fiscal_year", "quarter", "half", "month")
LEVEL_COLUMNS = ("value", "value_low", "value_high", "base_value")
WORDS_FOR_NOTHING = (
    "na", "n/a", "n.a.", "nan", "null", "none", "nil", "-", "--", "?",
    "#n/a", "#ref!", "#value!", "#div/0!", "#name?", "#num!", "#null!", "#spill!", "#calc!",
)  # fmt: skip
"""Words that people write for a missing value, and error values of spreadsheets."""

SPELLINGS = {"NaN"}.union(*({word, word.upper(), word.capitalize()} for word in WORDS_FOR_NOTHING))


def broken_rules(text: pd.DataFrame) -> Iterator[Problem | Unlisted]:
    """Yield every broken rule.

    Args:
        text: the frame of `cells.text_rows`. Rules within a row apply only to rows without wrong
            cells, so that no cell is reported twice; rules across rows apply to all rows.
    """
    whole = text if text["whole"].all() else text[text["whole"]]
    yield from broken_references(text)
    yield from unknown_units(text)
    yield from changing_sources(whole)
    yield from words_for_nothing(whole)
    yield from formulas(whole)
    yield from unreal_days(whole)
    yield from metric_units(whole)
    yield from signs(whole)
    yield from year_order(whole)
    yield from figures(whole)
    yield from ranges(whole)
    yield from periods(whole)
    yield from misprinted(whole)
    yield from unlinked(whole)


def floats_of(rows: pd.DataFrame, column: str) -> pd.Series:
    """Return a column's cells as floats, NaN where empty."""
    cells = rows[column].cat
    floats = np.array([float(text or "nan") for text in cells.categories], dtype=float)
    return pd.Series(floats[cells.codes], index=rows.index)


def texts_of(rows: pd.DataFrame, column: str) -> "pd.Index[str]":
    """Return the distinct texts of a column, of these rows and of others."""
    return rows[column].cat.categories


def holding(
    rows: pd.DataFrame, texts: Collection[str], defect: Defect
) -> Iterator[Problem | Unlisted]:
    """Yield the cells of the defect's column that hold one of these texts."""
    if texts:
        yield from flagged(rows, rows[defect.column].isin(texts), defect)


def words_for_nothing(rows: pd.DataFrame) -> Iterator[Problem | Unlisted]:
    """Yield the cells that contain a word for a missing value, such as NA."""
    free = [column for column in COLUMNS if column.kind in {"text", "key"} and not column.allowed]
    for column in free:
        message = f"{{{column.name}!a}} means a missing value"
        fix = "write the value" if column.required else "leave the cell empty"
        defect = Defect(column.name, "required", message, fix)
        yield from holding(rows, SPELLINGS.intersection(texts_of(rows, column.name)), defect)


def formulas(rows: pd.DataFrame) -> Iterator[Problem | Unlisted]:
    """Yield the cells that a spreadsheet would run as a formula, here or after a download."""
    for column in COLUMNS:
        if column.kind == "text":
            message = f"{{{column.name}!a}} begins like a spreadsheet formula"
            fix = "write the result of the formula as text"
            texts = texts_of(rows, column.name)
            wrong = [text for text in texts if text[:1] in "=-+@" and FORMULA.match(text)]
            yield from holding(rows, wrong, Defect(column.name, "formula", message, fix))


def unreal_days(rows: pd.DataFrame) -> Iterator[Problem | Unlisted]:
    """Yield the days that do not exist in the calendar."""
    for column in ("published", "accessed"):
        days = (text for text in texts_of(rows, column) if len(text) == len("YYYY-MM-DD"))
        message = f"the day {{{column}}} does not exist"
        defect = Defect(column, "day-error", message, "write an existing day")
        yield from holding(rows, [day for day in days if not is_day(day)], defect)


def is_day(text: str) -> bool:
    """Return whether an ISO day exists."""
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def unknown_units(text: pd.DataFrame) -> Iterator[Problem | Unlisted]:
    """Yield the cells of column `unit` that are not a unit."""
    for code in texts_of(text, "unit"):
        if code and not is_unit(code):
            defect = Defect("unit", "enum", "{unit!a} is not a unit", unit_fix(code))
            yield from flagged(text, text["unit"] == code, defect)


def metric_units(rows: pd.DataFrame) -> Iterator[Problem | Unlisted]:
    """Yield the rows whose unit does not suit their metric."""
    unit = rows["unit"]
    known = unit.isin([code for code in texts_of(rows, "unit") if is_unit(code)])
    for metric, allowed in METRIC_UNITS.items():
        wrong = ~unit.isin(allowed) if allowed else unit.isin(NO_LEVEL)
        units_of = ", ".join(allowed) or "a currency, count, physical unit or percent"
        fix = f"write {units_of}, or another metric"
        defect = Defect("unit", "metric-unit", "a {metric} cannot be in {unit}", fix)
        yield from flagged(rows, wrong & known & (rows["metric"] == metric), defect)


def signs(rows: pd.DataFrame) -> Iterator[Problem | Unlisted]:
    """Yield the levels that are not positive."""
    for column in LEVEL_COLUMNS:
        wrong = (rows["metric"] == "level") & (floats_of(rows, column) <= 0)
        message, fix = f"the level {{{column}}} is not above 0", "correct the value or the metric"
        yield from flagged(rows, wrong, Defect(column, "not-positive", message, fix))


def year_order(rows: pd.DataFrame) -> Iterator[Problem | Unlisted]:
    """Yield the windows that end before or when they start, and base values without a year."""
    base, end = floats_of(rows, "base_year"), floats_of(rows, "year")
    message = "{year} is not after the base year {base_year}"
    fix = "write the earlier year as base_year"
    yield from flagged(rows, base >= end, Defect("year", "year-order", message, fix))
    given = (rows["growth_from"] != "") | (rows["growth_to"] != "")
    start, stop = (
        floats_of(rows, "growth_from").fillna(base),
        floats_of(rows, "growth_to").fillna(end),
    )
    message = "the growth is stated from {start:.0f} to {stop:.0f}"
    fix = "write an earlier growth_from or a later growth_to"
    wrong = given & (start >= stop)
    defect = Defect("growth_to", "year-order", message, fix)
    yield from flagged(rows.assign(start=start, stop=stop), wrong, defect)
    wrong = (rows["base_value"] != "") & (rows["base_year"] == "")
    message, fix = "base_value {base_value} has no base_year", "write its year"
    yield from flagged(rows, wrong, Defect("base_year", "required", message, fix))


def figures(rows: pd.DataFrame) -> Iterator[Problem | Unlisted]:
    """Yield the rows without any figure."""
    wrong = (rows[FIGURE_COLUMNS] == "").all(axis=1)
    fix = "write a value, a growth_percent, or a range of one of them"
    yield from flagged(rows, wrong, Defect("value", "required", "the row has no figure", fix))


def ranges(rows: pd.DataFrame) -> Iterator[Problem | Unlisted]:
    """Yield ranges with one end or with ends in the wrong order, and those next to a figure."""
    for name, single in (("value", "value"), ("growth", "growth_percent")):
        lower, upper = f"{name}_low", f"{name}_high"
        low, high = rows[lower] != "", rows[upper] != ""
        for column, wrong in ((lower, high & ~low), (upper, low & ~high)):
            message = f"the range needs {lower} and {upper}"
            defect = Defect(column, "range", message, f"write both, or only {single}")
            yield from flagged(rows, wrong, defect)
        message = f"the range from {{{lower}}} to {{{upper}}} has its ends in the wrong order"
        defect = Defect(upper, "range", message, f"write the lower number as {lower}")
        yield from flagged(rows, floats_of(rows, lower) > floats_of(rows, upper), defect)
        message = f"{single} and a range of it are both given"
        defect = Defect(single, "range", message, f"keep {single}, or {lower} and {upper}")
        yield from flagged(rows, (rows[single] != "") & (low | high), defect)


def periods(rows: pd.DataFrame) -> Iterator[Problem | Unlisted]:
    """Yield fiscal years, quarters, halves and months without a label, and unused labels."""
    named = rows["period"].isin(LABELLED_PERIODS)
    message = "a {period} needs a period_label"
    fix = "write the period as printed, such as FY2024 or Q3 2024"
    defect = Defect("period_label", "required", message, fix)
    yield from flagged(rows, named & (rows["period_label"] == ""), defect)
    message = "period_label {period_label!a} has no period"
    fix = "write fiscal_year, quarter, half or month as period, or empty the cell"
    wrong = ~named & (rows["period_label"] != "")
    yield from flagged(rows, wrong, Defect("period", "required", message, fix))


def unlinked(rows: pd.DataFrame) -> Iterator[Problem | Unlisted]:
    """Yield rows whose evidence claims that a source was read, without its address or day."""
    read = (rows["role"] != "cited") & (~rows["evidence"].isin(["not_found", "not_searched"]))
    message = "the cell is empty, but evidence is {evidence}"
    for column, fix in (("url", "write the address that was read"),
                        ("accessed", "write the day as YYYY-MM-DD")):  # fmt: skip
        defect = Defect(column, "required", message, fix)
        yield from flagged(rows, read & (rows[column] == ""), defect)
