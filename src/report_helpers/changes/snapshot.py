"""What a run found, as it is remembered: its claims, and its results as plain data."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

import pandas as pd

from report_helpers.audit.findings import Finding, from_dict, numbered

__all__ = ["Projected", "Snapshot"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Projected:
    """What a chart's projection shows first: its assumptions, its last value and the sum.

    `growth` is a word of a state (`implied`, `stated`, a scenario), a fraction a year, or `None`
    where the model takes none; `taken` the fraction that it stands for; `inputs` the others that
    the model takes. `value` (in the year `horizon`) and `total` (of all years) are in `unit`;
    `total` is `None` where it leaves the range of numbers.
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
        """All that it assumes: a value that rests on other assumptions is another projection."""
        inputs = tuple(sorted(self.inputs.items()))
        return self.name, self.claim, self.model, self.growth, self.horizon, self.unit, inputs


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a run found: the validated table, and its results as `results.json` holds them."""

    claims: pd.DataFrame
    results: Mapping[str, Any]

    @property
    def as_of(self) -> str:
        """The day that the run speaks of, as YYYY-MM-DD."""
        return str(self.results["as_of"])

    @property
    def findings(self) -> list[Finding]:
        """What its audit found, each with its address on its page."""
        return numbered(from_dict(said) for said in self.results["findings"])

    @property
    def verdicts(self) -> Mapping[str, str]:
        """The verdict on each cited claim."""
        return dict(self.results["verdicts"])

    @property
    def projections(self) -> list[Projected]:
        """What its projections showed; keys that a newer version added are left alone."""
        known = [each.name for each in fields(Projected)]
        return [
            Projected(**{name: said[name] for name in known if name in said})
            for said in self.results["projections"]
        ]
