"""The way from a path or an address to the validated table."""

import pandas as pd

from report_helpers.claims.cells import table, text_rows
from report_helpers.claims.cross_checks import broken_rules
from report_helpers.claims.csv_records import records
from report_helpers.claims.fetching.fetch import fetch, shown_place
from report_helpers.errors import DataError

__all__ = ["parse_claims", "read_claims"]


def read_claims(data: str = "") -> pd.DataFrame:
    """Read and validate claims.

    Args:
        data: a path, an http or https address, or nothing for the project's own claims.

    Returns:
        The validated table: a row a claim, in file order, indexed by `claim_id`; the schema's
        other columns, all present; last `line`, the physical line in the file.

    Raises:
        InputError: the file is missing, unreadable or too large.
        DataError: the file breaks the schema; the error holds every problem.
    """
    return parse_claims(fetch(data), shown_place(data))


def parse_claims(raw: bytes, file: str) -> pd.DataFrame:
    """Validate a file's bytes; `file` is what errors call it. See `read_claims`."""
    text, problems = text_rows(records(raw))
    # Without a required column every row would break every rule about it.
    if all(problem.code != "missing-label" for problem in problems):
        problems += broken_rules(text)
    if problems:
        raise DataError(file, problems)
    return table(text)
