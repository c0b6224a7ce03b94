"""The header of a table: the schema's column for each label, and the problems."""

import re
import unicodedata
from collections.abc import Sequence
from difflib import get_close_matches

from report_helpers.claims.schema import COLUMNS, Column
from report_helpers.errors import Problem

__all__ = ["expected", "read_header"]

LIKENESS = 0.75


def expected(columns: Sequence[Column]) -> str:
    """Return what to do about a table without a header."""
    required = ",".join(column.name for column in columns if column.required)
    return f"begin with a header that has at least {required}"


def read_header(
    line: int, labels: list[str], columns: Sequence[Column] = COLUMNS
) -> tuple[list[str], list[Problem]]:
    """Return the schema's name of each column, and the problems of the header.

    A misspelt label counts as the missing name that it resembles, so that its cells are still
    checked. An unusable column has an empty name. Without any usable header the list is empty.
    """
    if len(labels) == 1 and (separator := re.search(r"[;\t]", labels[0])):
        kind = "semicolon" if separator.group() == ";" else "tab"
        what = f"the header has one column: {kind}-separated?"
        fix = "separate cells by commas, with decimal points, as `market-report check --fix` does"
        return [], [Problem(line, "-", "source-error", what, fix)]
    known = [column.name for column in columns]
    names = [label if label in known else look_alike(label, labels, known) for label in labels]
    if not any(names):
        of = "claims" if columns is COLUMNS else "sources"
        what = f"{','.join(labels)[:60]!a} is not a header of {of}"
        return [], [Problem(line, "-", "missing-label", what, expected(columns))]
    repeated = [name in names[:at] for at, name in enumerate(names)]
    usable = ["" if again else name for name, again in zip(names, repeated, strict=True)]
    return usable, [
        *label_problems(line, labels, names),
        *(Problem(line, column.name, "missing-label", "the required column is missing", "add it")
          for column in columns if column.required and column.name not in names),
    ]  # fmt: skip


def look_alike(label: str, labels: list[str], known: list[str]) -> str:
    """Return the name that `label` most likely means, unless another label already has it."""
    plain = unicodedata.normalize("NFKC", label).strip().casefold()
    free = [name for name in known if name not in labels]
    return next(iter(get_close_matches(plain, free, n=1, cutoff=LIKENESS)), "")


def label_problems(line: int, labels: list[str], names: list[str]) -> list[Problem]:
    """Return the problems of labels that are unknown, blank or repeated."""
    problems = [blank_labels(line, labels)] if not all(map(str.strip, labels)) else []
    for at, (label, name) in enumerate(zip(labels, names, strict=True)):
        if not label.strip():
            continue
        if label != name:
            code = "incorrect-label" if name else "extra-label"
            fix = f"write {name}" if name else "remove it"
            what = f"unknown column {label[:60]!a}"
            problems.append(Problem(line, name or "-", code, what, fix))
        elif name in names[:at]:
            what, fix = "the header has this column twice", "remove one of them"
            problems.append(Problem(line, name, "duplicate-label", what, fix))
    return problems


def blank_labels(line: int, labels: list[str]) -> Problem:
    """Return the problem of the labels that are blank."""
    blank = [f"{at + 1}" for at, label in enumerate(labels) if not label.strip()]
    if len(blank) == 1:
        what, fix = f"column {blank[0]} has no name", "name it or remove it"
    else:
        what = f"{len(blank)} columns have no name ({blank[0]} to {blank[-1]}; from a spreadsheet?)"
        fix = "delete these columns there, and save again"
    return Problem(line, "-", "blank-label", what, fix)
