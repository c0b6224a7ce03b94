"""What a cross-check reports of the rows that break it."""

from collections.abc import Iterator
from typing import NamedTuple

import pandas as pd

from report_helpers.errors import Problem

__all__ = ["Defect", "flagged"]


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
