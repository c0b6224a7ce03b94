"""Refuses parameters whose choices are in the claims, before a kernel starts."""

from collections.abc import Mapping
from typing import Final

import pandas as pd

from report_helpers.analysis.parameter_checks import known_claim, known_measure, known_topic
from report_helpers.errors import UsageError
from report_helpers.execution.parameters import Parameter, Value
from report_helpers.projection.assemble import first_contract
from report_helpers.projection.typed import NAMES

__all__ = ["refuse_unknown"]

CHOICES: Final = {
    "measure": known_measure,
    "topic": known_topic,
    "shares_of": known_topic,
    "claim_id": known_claim,
}
"""The parameters whose choices are in the claims, with the check of each."""


def refuse_unknown(
    claims: pd.DataFrame,
    given: Mapping[str, Value],
    known: Mapping[str, Parameter],
    place: str = "parameter ",
) -> None:
    """Refuse a measure, topic or claim not in the table, and what no projection takes.

    An empty text means the notebook's default. A parameter is that of a projection only where the
    notebooks declare all of them.

    Args:
        claims: the validated table.
        given: the given parameters.
        known: the parameters that the notebooks declare.
        place: where they were given, as errors begin.

    Raises:
        UsageError: a value is none of the choices.
    """
    for name, check in CHOICES.items():
        check(claims, str(given.get(name, "")), f"{place}{name}")
    if known.keys() >= NAMES and given.keys() & NAMES:
        defaults = {name: known[name].default for name in NAMES}
        try:
            first_contract(claims, {**defaults, **given})
        except UsageError as error:
            raise UsageError(f"{place}{error.place}", error.what, error.fix) from error
