"""The way from a path or an address to the validated table."""

import pandas as pd

from report_helpers.claims.cells import table, text_rows
from report_helpers.claims.cross_checks import broken_rules
from report_helpers.claims.csv_records import records
from report_helpers.claims.defects import ProblemCollector
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
        DataError: the file breaks the schema; the error has the first problems and their count.
    """
    return parse_claims(fetch(data), shown_place(data))


def parse_claims(raw: bytes, file: str) -> pd.DataFrame:
    """Validate a file's bytes; `file` is what errors call it. See `read_claims`."""
    problems = ProblemCollector()
    text = text_rows(records(raw), problems)
    # Without a required column every row would break every rule about it.
    if not problems.counts["missing-label"]:
        problems.add(broken_rules(text))
    if problems.counts:
        raise DataError(file, problems.listed(), problems.counts)
    return table(text)
