"""Rules across cells and rows. Contradicting figures are not errors here: the audit finds them."""

import re
from collections.abc import Iterator
from datetime import date

import numpy as np
import pandas as pd

from report_helpers.claims.defects import Defect, Unlisted, flagged
from report_helpers.claims.printed_checks import misprinted
from report_helpers.claims.schema import COLUMNS, METRIC_UNITS, NO_LEVEL
from report_helpers.claims.units import is_unit, unit_fix
from report_helpers.errors import Problem

__all__ = ["broken_rules"]

FORMULA = re.compile(r"=|[-+@][A-Za-z_.]+\(")
SOURCE_COLUMNS = ("source_title", "source_kind", "url", "accessed")
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
    whole = text[text["whole"]]
    yield from repeated_ids(text)
    yield from missing_references(text)
    yield from wrong_references(text)
    yield from unknown_units(text)
    yield from changing_sources(whole)
    yield from words_for_nothing(whole)
    yield from formulas(whole)
    yield from unreal_days(whole)
    yield from units(whole)
    yield from signs(whole)
    yield from years(whole)
    yield from figures(whole)
    yield from ranges(whole)
    yield from periods(whole)
    yield from misprinted(whole)
    yield from unlinked(whole)


def numbers(rows: pd.DataFrame, column: str) -> pd.Series:
    """Return a column's cells as floats, NaN where empty."""
    codes, texts = pd.factorize(rows[column].to_numpy())
    floats = np.array([float(text or "nan") for text in texts], dtype=float)
    return pd.Series(floats[codes], index=rows.index)


def repeated_ids(text: pd.DataFrame) -> Iterator[Problem | Unlisted]:
    """Yield the claims whose key an earlier row already uses."""
    rows = text[text["claim_id"] != ""]
    rows = rows.assign(first=rows.groupby("claim_id", sort=False)["line"].transform("first"))
    message = "{claim_id!a} is already the claim of line {first}"
    defect = Defect("claim_id", "primary-key", message, "give one of the two a new key")
    yield from flagged(rows, rows["claim_id"].duplicated(), defect)


def missing_references(text: pd.DataFrame) -> Iterator[Problem | Unlisted]:
    """Yield the references to a claim that is not in the file."""
    for column in ("original_id", "repeats_id"):
        wrong = (text[column] != "") & ~text[column].isin(text["claim_id"])
        message = f"there is no claim {{{column}!a}}"
        fix = "write the claim_id of another row, or leave it empty"
        yield from flagged(text, wrong, Defect(column, "foreign-key", message, fix))


def wrong_references(text: pd.DataFrame) -> Iterator[Problem | Unlisted]:
    """Yield references to a row whose role is not `original`, and circular references."""
    roles = dict(zip(text["claim_id"], text["role"], strict=True))
    linked = text[(text["original_id"] != "") | (text["repeats_id"] != "")]
    role = linked["original_id"].map(roles.get).fillna("")
    linked = linked.assign(role_there=role)
    wrong = ~role.isin(["original", ""]) & (linked["original_id"] != linked["claim_id"])
    message = "{original_id} has the role {role_there}, not original"
    fix = "name the row that holds what the original prints, or correct its role"
    yield from flagged(linked, wrong, Defect("original_id", "foreign-key", message, fix))
    circle = circular({str(row[0]): [str(name) for name in row[1:] if name] for row in
                       linked[["claim_id", "original_id", "repeats_id"]].to_numpy()})  # fmt: skip
    for column in ("original_id", "repeats_id"):
        message = f"{{{column}}} leads back to {{claim_id}}"
        fix = "no claim is its own original or repeats itself: name another row, or leave it empty"
        wrong = linked["claim_id"].isin(circle) & linked[column].isin(circle)
        yield from flagged(linked, wrong, Defect(column, "circular-reference", message, fix))


def circular(links: dict[str, list[str]]) -> set[str]:
    """Return the keys on a cycle of links, and the keys on a path between two cycles."""
    leading = without_ends(links)
    backward: dict[str, list[str]] = {key: [] for key in leading}
    for key, names in leading.items():
        for name in names:
            backward[name].append(key)
    return set(without_ends(backward))


def without_ends(links: dict[str, list[str]]) -> dict[str, list[str]]:
    """Return the links that can be followed forever, without those that lead to an end."""
    users: dict[str, list[str]] = {key: [] for key in links}
    for key, names in links.items():
        for name in names:
            users.setdefault(name, []).append(key)
    count = {key: len(names) for key, names in links.items()}
    ended = [key for key in users if not count.get(key)]
    while ended:
        for key in users[ended.pop()]:
            count[key] -= 1
            if not count[key]:
                ended.append(key)
    endless = {key for key, left in count.items() if left}
    return {key: [name for name in links[key] if name in endless] for key in endless}


def changing_sources(rows: pd.DataFrame) -> Iterator[Problem | Unlisted]:
    """Yield the rows that describe their source differently from its first row."""
    sources = rows.groupby("source_id", sort=False)
    rows = rows.assign(first_line=sources["line"].transform("first"))
    for column in SOURCE_COLUMNS:
        described = rows.assign(first=sources[column].transform("first"))
        message = f"{{source_id}} has {{{column}!a}} here and {{first!a}} on line {{first_line}}"
        fix = "write the same in all rows of a source, or give it its own source_id"
        wrong = described[column] != described["first"]
        yield from flagged(described, wrong, Defect(column, "source-conflict", message, fix))


def words_for_nothing(rows: pd.DataFrame) -> Iterator[Problem | Unlisted]:
    """Yield the cells that contain a word for a missing value, such as NA."""
    free = [column for column in COLUMNS if column.kind in {"text", "key"} and not column.allowed]
    for column in free:
        message = f"{{{column.name}!a}} stands for no value"
        fix = "write the value" if column.required else "leave the cell empty"
        defect = Defect(column.name, "required", message, fix)
        yield from flagged(rows, rows[column.name].isin(SPELLINGS), defect)


def formulas(rows: pd.DataFrame) -> Iterator[Problem | Unlisted]:
    """Yield the cells that a spreadsheet would run as a formula, here or after a download."""
    for column in COLUMNS:
        if column.kind == "text":
            message = f"{{{column.name}!a}} begins like a formula of a spreadsheet"
            fix = "write what it shows, as text"
            cells = rows[column.name]
            wrong = [cell for cell in cells.unique() if cell[:1] in "=-+@" and FORMULA.match(cell)]
            yield from flagged(
                rows, cells.isin(wrong), Defect(column.name, "formula", message, fix)
            )


def unreal_days(rows: pd.DataFrame) -> Iterator[Problem | Unlisted]:
    """Yield the days that do not exist in the calendar."""
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


def unknown_units(text: pd.DataFrame) -> Iterator[Problem | Unlisted]:
    """Yield the cells of column `unit` that are not a unit."""
    for code in text["unit"].unique():
        if code and not is_unit(code):
            defect = Defect("unit", "enum", "{unit!a} is no unit", unit_fix(code))
            yield from flagged(text, text["unit"] == code, defect)


def units(rows: pd.DataFrame) -> Iterator[Problem | Unlisted]:
    """Yield the rows whose unit does not suit their metric."""
    known = rows[rows["unit"].isin([code for code in rows["unit"].unique() if is_unit(code)])]
    for metric, allowed in METRIC_UNITS.items():
        wrong = ~known["unit"].isin(allowed) if allowed else known["unit"].isin(NO_LEVEL)
        units_of = ", ".join(allowed) or "a currency, count, physical unit or percent"
        fix = f"write one of {units_of}, or another metric"
        defect = Defect("unit", "metric-unit", "{unit} is no unit of a {metric}", fix)
        yield from flagged(known, wrong & (known["metric"] == metric), defect)


def signs(rows: pd.DataFrame) -> Iterator[Problem | Unlisted]:
    """Yield the levels that are not positive."""
    for column in LEVEL_COLUMNS:
        wrong = (rows["metric"] == "level") & (numbers(rows, column) <= 0)
        message, fix = f"the level {{{column}}} is not above 0", "correct it, or the metric"
        yield from flagged(rows, wrong, Defect(column, "not-positive", message, fix))


def years(rows: pd.DataFrame) -> Iterator[Problem | Unlisted]:
    """Yield the windows that end before or when they start, and base values without a year."""
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


def figures(rows: pd.DataFrame) -> Iterator[Problem | Unlisted]:
    """Yield the rows without any figure."""
    wrong = (rows[FIGURE_COLUMNS] == "").all(axis=1)
    fix = "write a value, a growth_percent, or a range of one of them"
    yield from flagged(rows, wrong, Defect("value", "required", "there is no figure", fix))


def ranges(rows: pd.DataFrame) -> Iterator[Problem | Unlisted]:
    """Yield ranges with one end or with ends in the wrong order, and those next to a figure."""
    for name, single in (("value", "value"), ("growth", "growth_percent")):
        lower, upper = f"{name}_low", f"{name}_high"
        low, high = rows[lower] != "", rows[upper] != ""
        for column, wrong in ((lower, high & ~low), (upper, low & ~high)):
            defect = Defect(column, "range", "a range has two ends", f"write both, or a {single}")
            yield from flagged(rows, wrong, defect)
        message = f"the range from {{{lower}}} to {{{upper}}} runs downwards"
        defect = Defect(upper, "range", message, f"write the lower end as {lower}")
        yield from flagged(rows, numbers(rows, lower) > numbers(rows, upper), defect)
        message = f"a {single} stands beside a range"
        defect = Defect(single, "range", message, "write one of the two")
        yield from flagged(rows, (rows[single] != "") & (low | high), defect)


def periods(rows: pd.DataFrame) -> Iterator[Problem | Unlisted]:
    """Yield fiscal years, quarters, halves and months without a label, and unused labels."""
    named = rows["period"].isin(LABELLED_PERIODS)
    message = "a {period} is named as the source prints it"
    defect = Defect("period_label", "required", message, "write it, such as FY2024 or Q3 2024")
    yield from flagged(rows, named & (rows["period_label"] == ""), defect)
    message, fix = (
        "the label {period_label!a} is of no period",
        "write the period, or empty the cell",
    )
    wrong = ~named & (rows["period_label"] != "")
    yield from flagged(rows, wrong, Defect("period", "required", message, fix))


def unlinked(rows: pd.DataFrame) -> Iterator[Problem | Unlisted]:
    """Yield rows whose evidence claims that a source was read, without its address or day."""
    read = (rows["role"] != "cited") & (~rows["evidence"].isin(["not_found", "not_searched"]))
    message = "a value is required where evidence is {evidence}"
    for column, fix in (("url", "write the address that was read"),
                        ("accessed", "write the day as YYYY-MM-DD")):  # fmt: skip
        defect = Defect(column, "required", message, fix)
        yield from flagged(rows, read & (rows[column] == ""), defect)
