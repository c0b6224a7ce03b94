"""The header of a claims file: the schema's column for each label, and the problems."""

import re
import unicodedata
from difflib import get_close_matches

from report_helpers.claims.schema import COLUMN_NAMES, REQUIRED
from report_helpers.errors import Problem

__all__ = ["EXPECTED", "read_header"]

EXPECTED = f"begin with a header that has at least {','.join(REQUIRED)}"
LIKENESS = 0.75


def read_header(line: int, labels: list[str]) -> tuple[list[str], list[Problem]]:
    """Return the schema's name of each column, and the problems of the header.

    A misspelt label counts as the missing name that it resembles, so that its cells are still
    checked. An unusable column has an empty name. Without any usable header the list is empty.
    """
    if len(labels) == 1 and (separator := re.search(r"[;\t]", labels[0])):
        kind = "semicolon" if separator.group() == ";" else "tab"
        what, fix = f"the header has one column: {kind}-separated?", "separate cells by commas"
        return [], [Problem(line, "-", "source-error", what, fix)]
    names = [label if label in COLUMN_NAMES else look_alike(label, labels) for label in labels]
    if not any(names):
        what = f"{','.join(labels)[:60]!a} is not a header of claims"
        return [], [Problem(line, "-", "missing-label", what, EXPECTED)]
    repeated = [name in names[:at] for at, name in enumerate(names)]
    usable = ["" if again else name for name, again in zip(names, repeated, strict=True)]
    return usable, [
        *label_problems(line, labels, names),
        *(Problem(line, name, "missing-label", "the required column is missing", "add it")
          for name in REQUIRED if name not in names),
    ]  # fmt: skip


def look_alike(label: str, labels: list[str]) -> str:
    """Return the name that `label` most likely means, unless another label already has it."""
    plain = unicodedata.normalize("NFKC", label).strip().casefold()
    free = [name for name in COLUMN_NAMES if name not in labels]
    return next(iter(get_close_matches(plain, free, n=1, cutoff=LIKENESS)), "")


def label_problems(line: int, labels: list[str], names: list[str]) -> list[Problem]:
    """Return the problems of labels that are unknown, blank or repeated."""
    problems = []
    for at, (label, name) in enumerate(zip(labels, names, strict=True)):
        if not label.strip():
            what, fix = f"column {at + 1} has no name", "name it or remove it"
            problems.append(Problem(line, "-", "blank-label", what, fix))
        elif label != name:
            code = "incorrect-label" if name else "extra-label"
            fix = f"write {name}" if name else "remove it"
            what = f"unknown column {label[:60]!a}"
            problems.append(Problem(line, name or "-", code, what, fix))
        elif name in names[:at]:
            what, fix = "the header has this column twice", "remove one of them"
            problems.append(Problem(line, name, "duplicate-label", what, fix))
    return problems
