"""Reads claims from a path or an address into the validated table."""

import pandas as pd

from report_helpers.claims.cells import text_rows
from report_helpers.claims.cross_checks import broken_rules
from report_helpers.claims.defects import ProblemCollector
from report_helpers.claims.inputs.claims_input import ClaimsInput, fetch_input, folder_of
from report_helpers.claims.inputs.raw_tables import Table
from report_helpers.claims.table_columns import validated_table
from report_helpers.errors import DataError
from report_helpers.settings.active import NONE, use_settings
from report_helpers.settings.settings_file import parse_settings, settings_bytes

__all__ = ["input_with_settings", "parse_claims", "read_claims", "validated"]


def read_claims(data: str = "") -> pd.DataFrame:
    """Read and validate claims.

    The settings beside a file (`report.toml`) hold from then on; without such a file, none. From
    then on notebooks show dollar signs in pandas frames as they are, not as marks of formulas.

    Args:
        data: the path or the http or https address of a CSV, xlsx or ods; empty for the project's
            own claims. Documents may stand once in `sources.csv` beside it.

    Returns:
        The validated table: one row per claim, in file order, indexed by `claim_id`. Its columns
        are all other columns of the schema, then `line`, the physical line in the file.

    Raises:
        InputError: the file is missing, unreadable or too large.
        DataError: the file violates the schema; the error lists the first problems and has the
            count of all.
        UsageError: the settings are wrong.

    Example:
        >>> claims = mr.read_claims()
        >>> cited = claims[claims["role"].eq("cited")]
        >>> claims["value"].dropna().map(type).unique()
        array([<class 'decimal.Decimal'>], dtype=object)
    """
    pd.set_option("display.html.use_mathjax", False)  # noqa: FBT003 (pandas' signature)
    return validated(input_with_settings(data))


def input_with_settings(data: str = "") -> ClaimsInput:
    """Return claims and their documents; the settings beside a file hold from then on.

    The arguments and errors are those of `read_claims`, but nothing is validated.
    """
    folder = folder_of(data)
    use_settings(parse_settings(settings_bytes(folder)) if folder else NONE)
    return fetch_input(data)


def parse_claims(raw: bytes, file: str) -> pd.DataFrame:
    """Validate the bytes of a file; errors call it `file`. See `read_claims`."""
    return validated(ClaimsInput(Table(file, raw)))


def validated(given: ClaimsInput) -> pd.DataFrame:
    """Validate claims and their documents; then `given.notes` has what is no error."""
    problems = ProblemCollector()
    text = text_rows(given.records(), problems)
    # If a required column is missing, every row would violate every rule about it.
    if not problems.counts["missing-label"]:
        problems.add(broken_rules(text))
    if problems.counts:
        raise DataError(given.claims.place, problems.listed(), problems.counts)
    return validated_table(text)
