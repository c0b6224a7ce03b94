"""Rules across cells and rows. Figures that disagree are no error: the audit finds those."""

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

import numpy as np
import pandas as pd

from report_helpers.claims.schema import COLUMNS, METRIC_UNITS, NO_LEVEL
from report_helpers.claims.units import is_unit, unit_fix
from report_helpers.errors import Problem

__all__ = ["broken_rules", "printed_numbers"]

SOURCE_COLUMNS = ("source_title", "source_kind", "url", "accessed")
PRINTED_COLUMNS = ("value", "base_value", "growth_percent")
FIGURE_COLUMNS = ["value", "value_low", "value_high", "growth_percent"]
LEVEL_COLUMNS = ("value", "value_low", "value_high", "base_value")
WORDS_FOR_NOTHING = ("na", "n/a", "n.a.", "#n/a", "nan", "null", "none", "nil", "-", "--", "?")
SPELLINGS = {"NaN"}.union(*({word, word.upper(), word.capitalize()} for word in WORDS_FOR_NOTHING))

THOUSANDS = re.compile("(?<![0-9.,])[0-9]{1,3}(?:[, '\u2019\u00a0\u2009\u202f][0-9]{3})+(?![0-9])")
SEPARATED = re.compile("[0-9][, '\u2019\u00a0\u2009\u202f][0-9]")
DECIMAL_COMMA = re.compile(r"(?<=[0-9]),(?=[0-9]{1,2}(?![0-9]))")
NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")


def broken_rules(text: pd.DataFrame) -> list[Problem]:
    """Return every broken rule.

    Args:
        text: the frame of `rows.text_rows`. Rules within a row hold for whole rows only, so that
            a wrong cell is not reported twice; rules across rows hold for all cells there are.
    """
    whole = text[text["whole"]]
    return [
        *repeated_ids(text),
        *missing_references(text),
        *unknown_units(text),
        *changing_sources(whole),
        *words_for_nothing(whole),
        *unreal_days(whole),
        *units(whole),
        *signs(whole),
        *years(whole),
        *figures(whole),
        *ranges(whole),
        *unprinted(whole),
        *unlinked(whole),
    ]


class Defect(NamedTuple):
    """What a rule reports; `message` is a format of the row's cells."""

    column: str
    code: str
    message: str
    fix: str


def flagged(rows: pd.DataFrame, wrong: "pd.Series[bool]", defect: Defect) -> Iterator[Problem]:
    """Yield a problem for each wrong row."""
    if not wrong.any():
        return
    column, code, message, fix = defect
    for row in rows[wrong].to_dict("records"):
        yield Problem(row["line"], column, code, message.format_map(row), fix)


def numbers(rows: pd.DataFrame, column: str) -> pd.Series:
    """Return a column's cells as floats, NaN where empty."""
    codes, texts = pd.factorize(rows[column].to_numpy())
    floats = np.array([float(text or "nan") for text in texts], dtype=float)
    return pd.Series(floats[codes], index=rows.index)


def repeated_ids(text: pd.DataFrame) -> Iterator[Problem]:
    """Yield the claims whose key an earlier row has."""
    rows = text[text["claim_id"] != ""]
    rows = rows.assign(first=rows.groupby("claim_id", sort=False)["line"].transform("first"))
    message = "{claim_id!a} is already the claim of line {first}"
    defect = Defect("claim_id", "primary-key", message, "give one of the two a new key")
    yield from flagged(rows, rows["claim_id"].duplicated(), defect)


def missing_references(text: pd.DataFrame) -> Iterator[Problem]:
    """Yield the references to a claim that is not in the file."""
    for column in ("original_id", "repeats_id"):
        wrong = (text[column] != "") & ~text[column].isin(text["claim_id"])
        message = f"there is no claim {{{column}!a}}"
        fix = "write the claim_id of another row, or leave it empty"
        yield from flagged(text, wrong, Defect(column, "foreign-key", message, fix))


def changing_sources(rows: pd.DataFrame) -> Iterator[Problem]:
    """Yield the rows that describe their source otherwise than its first row."""
    sources = rows.groupby("source_id", sort=False)
    rows = rows.assign(first_line=sources["line"].transform("first"))
    for column in SOURCE_COLUMNS:
        described = rows.assign(first=sources[column].transform("first"))
        message = f"{{source_id}} has {{{column}!a}} here and {{first!a}} on line {{first_line}}"
        fix = "write the same in all rows of a source, or give it its own source_id"
        wrong = described[column] != described["first"]
        yield from flagged(described, wrong, Defect(column, "source-conflict", message, fix))


def words_for_nothing(rows: pd.DataFrame) -> Iterator[Problem]:
    """Yield the cells that hold a word such as NA."""
    free = [column for column in COLUMNS if column.kind in {"text", "key"} and not column.allowed]
    for column in free:
        message = f"{{{column.name}!a}} stands for no value"
        fix = "write the value" if column.required else "leave the cell empty"
        defect = Defect(column.name, "required", message, fix)
        yield from flagged(rows, rows[column.name].isin(SPELLINGS), defect)


def unreal_days(rows: pd.DataFrame) -> Iterator[Problem]:
    """Yield the days that no calendar has."""
    for column in ("published", "accessed"):
        days = (cell for cell in rows[column].unique() if len(cell) == len("YYYY-MM-DD"))
        wrong = rows[column].isin([day for day in days if not is_day(day)])
        message = f"the day {{{column}}} does not exist"
        yield from flagged(
            rows, wrong, Defect(column, "day-error", message, "write a day of the calendar")
        )


def is_day(text: str) -> bool:
    """Return whether an ISO day exists."""
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def unknown_units(text: pd.DataFrame) -> Iterator[Problem]:
    """Yield the cells that hold no unit."""
    for code in text["unit"].unique():
        if code and not is_unit(code):
            defect = Defect("unit", "enum", "{unit!a} is no unit", unit_fix(code))
            yield from flagged(text, text["unit"] == code, defect)


def units(rows: pd.DataFrame) -> Iterator[Problem]:
    """Yield the rows whose unit does not suit their metric."""
    known = rows[rows["unit"].isin([code for code in rows["unit"].unique() if is_unit(code)])]
    for metric, allowed in METRIC_UNITS.items():
        wrong = ~known["unit"].isin(allowed) if allowed else known["unit"].isin(NO_LEVEL)
        units_of = ", ".join(allowed) or "a currency, count, physical unit or percent"
        fix = f"write one of {units_of}, or another metric"
        defect = Defect("unit", "metric-unit", "{unit} is no unit of a {metric}", fix)
        yield from flagged(known, wrong & (known["metric"] == metric), defect)


def signs(rows: pd.DataFrame) -> Iterator[Problem]:
    """Yield the levels that are not positive."""
    for column in LEVEL_COLUMNS:
        wrong = (rows["metric"] == "level") & (numbers(rows, column) <= 0)
        message, fix = f"the level {{{column}}} is not above 0", "correct it, or the metric"
        yield from flagged(rows, wrong, Defect(column, "not-positive", message, fix))


def years(rows: pd.DataFrame) -> Iterator[Problem]:
    """Yield the windows that do not run forward, and the base values without a year."""
    base, end = numbers(rows, "base_year"), numbers(rows, "year")
    message, fix = "{year} is not after the base year {base_year}", "base_year is the earlier one"
    yield from flagged(rows, base >= end, Defect("year", "year-order", message, fix))
    given = (rows["growth_from"] != "") | (rows["growth_to"] != "")
    start, stop = numbers(rows, "growth_from").fillna(base), numbers(rows, "growth_to").fillna(end)
    message, fix = "growth from {start:.0f} to {stop:.0f}", "growth_from is the earlier one"
    wrong = given & (start >= stop)
    defect = Defect("growth_to", "year-order", message, fix)
    yield from flagged(rows.assign(start=start, stop=stop), wrong, defect)
    wrong = (rows["base_value"] != "") & (rows["base_year"] == "")
    message, fix = "base_value {base_value} has no base_year", "write its year"
    yield from flagged(rows, wrong, Defect("base_year", "required", message, fix))


def figures(rows: pd.DataFrame) -> Iterator[Problem]:
    """Yield the rows without any figure."""
    wrong = (rows[FIGURE_COLUMNS] == "").all(axis=1)
    fix = "write a value, a range or a growth_percent"
    yield from flagged(rows, wrong, Defect("value", "required", "there is no figure", fix))


def ranges(rows: pd.DataFrame) -> Iterator[Problem]:
    """Yield the ranges with one end, with ends in the wrong order, or beside a value."""
    low, high = rows["value_low"] != "", rows["value_high"] != ""
    for column, wrong in (("value_low", high & ~low), ("value_high", low & ~high)):
        defect = Defect(column, "range", "a range has two ends", "write both, or a value")
        yield from flagged(rows, wrong, defect)
    message = "the range from {value_low} to {value_high} runs downwards"
    wrong = numbers(rows, "value_low") > numbers(rows, "value_high")
    defect = Defect("value_high", "range", message, "write the lower end as value_low")
    yield from flagged(rows, wrong, defect)
    defect = Defect("value", "range", "a value stands beside a range", "write one of the two")
    yield from flagged(rows, (rows["value"] != "") & (low | high), defect)


def unprinted(rows: pd.DataFrame) -> Iterator[Problem]:
    """Yield the figures whose digits do not stand in `as_printed`; words are exempt."""
    codes, texts = pd.factorize(rows["as_printed"].to_numpy())
    printed = [printed_numbers(text) for text in texts]
    for column in PRINTED_COLUMNS:
        given = (rows[column] != "").to_numpy()
        pairs = zip(rows[column][given], map(printed.__getitem__, codes[given]), strict=True)
        wrong = np.zeros(len(rows), dtype=bool)
        wrong[given] = [bool(known) and cell.removeprefix("-") not in known
                        for cell, known in pairs]  # fmt: skip
        message = f"{{{column}}} does not stand in as_printed {{as_printed!a}}"
        fix = "write the same digits in both"
        found = pd.Series(wrong, index=rows.index, dtype=bool)
        yield from flagged(rows, found, Defect(column, "not-as-printed", message, fix))


def printed_numbers(as_printed: str) -> frozenset[str]:
    """Return the numbers in a printed text, without signs and separators of thousands."""
    if SEPARATED.search(as_printed):
        joined = THOUSANDS.sub(lambda found: re.sub("[^0-9]", "", found.group()), as_printed)
        as_printed = DECIMAL_COMMA.sub(".", joined)
    return frozenset(NUMBER.findall(as_printed))


def unlinked(rows: pd.DataFrame) -> Iterator[Problem]:
    """Yield the rows that say that a source was read, but not where or when."""
    read = (rows["role"] != "cited") & (rows["evidence"] != "not_found")
    message = "a value is required where evidence is {evidence}"
    for column, fix in (("url", "write the address that was read"),
                        ("accessed", "write the day as YYYY-MM-DD")):  # fmt: skip
        defect = Defect(column, "required", message, fix)
        yield from flagged(rows, read & (rows[column] == ""), defect)
