"""The claims and results of a run, as plain data, for comparing runs."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

import pandas as pd

from report_helpers.audit.findings import Finding, from_dict
from report_helpers.reader_locale import day

__all__ = ["Projected", "Snapshot"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Projected:
    """The first state of a chart's projection: its assumptions, last value and sum.

    `growth` is a word (`implied`, `stated`, a scenario), a fraction a year, or `None` if the model
    has no growth; `taken` is its fraction; `inputs` are the other inputs of the model. `value` (in
    the year `horizon`) and `total` (of all years) are in `unit`; `total` is `None` if it is too
    large for a number.
    """

    name: str
    title: str
    claim: str
    label: str
    model: str
    growth: str | float | None
    taken: float | None
    horizon: int
    unit: str
    value: float
    total: float | None
    inputs: Mapping[str, float] = field(default_factory=dict)

    @property
    def assumed(self) -> Hashable:
        """All assumptions; with other assumptions it is another projection."""
        inputs = tuple(sorted(self.inputs.items()))
        return self.name, self.claim, self.model, self.growth, self.horizon, self.unit, inputs


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The validated table of a run, and its results as in `results.json`.

    `recomputed`: the run has no `results.json`, and its claims were audited again.
    `unread`: why not all projections of such a run are known; empty if they are.
    """

    claims: pd.DataFrame
    results: Mapping[str, Any]
    recomputed: bool = False
    unread: str = ""

    @property
    def as_of(self) -> str:
        """The date of the report, as YYYY-MM-DD."""
        return str(self.results["as_of"])

    @property
    def findings(self) -> list[Finding]:
        """The findings of its audit, the gravest first."""
        return [from_dict(each) for each in self.results["findings"]]

    @property
    def verdicts(self) -> Mapping[str, str]:
        """The verdict on each cited claim."""
        return dict(self.results["verdicts"])

    @property
    def notes(self) -> list[str]:
        """Sentences on what cannot be compared with this run."""
        again = f"The run of {day(self.as_of)} has no results.json: its claims were audited again."
        lost = (
            f"The projections of the run of {day(self.as_of)} are not all known ({self.unread}), "
            "so projections that are new or gone are not listed."
        )
        return [again] * self.recomputed + [lost] * bool(self.unread)

    @property
    def projections(self) -> list[Projected]:
        """Its projections; keys that a newer version added are ignored."""
        known = [each.name for each in fields(Projected)]
        return [
            Projected(**{name: stored[name] for name in known if name in stored})
            for stored in self.results["projections"]
        ]
