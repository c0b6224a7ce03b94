"""What the audit says: findings, and the registry of the rules that make them."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any, Literal

import pandas as pd

from report_helpers.analysis.growth import growth_rates
from report_helpers.analysis.printed_values import printed_points

__all__ = [
    "RULES", "SEVERITIES", "AuditContext", "Finding", "Rule", "Severity", "as_dict", "from_dict",
    "numbered", "rule",
]  # fmt: skip

Severity = Literal["contradiction", "caution", "note"]
SEVERITIES: tuple[Severity, ...] = ("contradiction", "caution", "note")
"""Cannot both be true; misleads unless qualified; worth knowing. The gravest first."""

Number = float | int | str | None
THING = ["producer", "measure", "metric", "dimension", "region", "sample", "from_year", "year"]
"""What must be alike for two figures of a producer to be of one thing."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a rule found.

    `claim_ids` names the claim that it is about first; `message` is the arithmetic in a sentence
    that a reader can redo; `numbers` holds the same numbers as fields, percent as percent.
    `number` tells apart what one rule found about one claim, counted from 1.
    """

    rule: str
    severity: Severity
    claim_ids: tuple[str, ...]
    message: str
    numbers: dict[str, Number] = field(default_factory=dict)
    number: int = 1

    @property
    def anchor(self) -> str:
        """Where a link finds it on the page: `finding-RULE-CLAIM_ID`, numbered from the second."""
        again = f"-{self.number}" if self.number > 1 else ""
        return f"finding-{self.rule}-{self.claim_ids[0]}{again}"


FIELDS = ("rule", "severity", "claim_ids", "message")
"""What every finding has, beside its numbers, where it is written as JSON."""


def as_dict(finding: Finding) -> dict[str, Any]:
    """Return a finding for JSON: `rule`, `severity`, `claim_ids`, `message`, then its numbers."""
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "claim_ids": list(finding.claim_ids),
        "message": finding.message,
        **finding.numbers,
    }


def from_dict(said: Mapping[str, Any]) -> Finding:
    """Return the finding that `as_dict` said; `numbered` gives it its number again."""
    numbers = {name: value for name, value in said.items() if name not in FIELDS}
    ids = tuple(said["claim_ids"])
    return Finding(said["rule"], said["severity"], ids, said["message"], numbers)


def numbered(findings: Iterable[Finding]) -> list[Finding]:
    """Number what one rule found about one claim, so that each finding has its own address."""
    count: Counter[tuple[str, str]] = Counter()
    found = []
    for finding in findings:
        key = finding.rule, finding.claim_ids[0]
        count[key] += 1
        again = count[key] > 1
        found.append(replace(finding, number=count[key]) if again else finding)
    return found


@dataclass(frozen=True)
class AuditContext:
    """What rules look at: the validated table, the day, and tables derived once for all rules."""

    claims: pd.DataFrame
    as_of: date

    @cached_property
    def rates(self) -> pd.DataFrame:
        """Stated and implied growth, as `growth.growth_rates` gives them."""
        return growth_rates(self.claims)

    @cached_property
    def points(self) -> pd.DataFrame:
        """Every printed value with its interval, as `points.printed_points` gives them."""
        return printed_points(self.claims)

    @cached_property
    def thing(self) -> "pd.Series[int]":
        """The number of what each point is of; points of one number can be held together."""
        return self.points.groupby(THING, dropna=False, sort=False).ngroup()


@dataclass(frozen=True, slots=True)
class Rule:
    """A named rule. `about_all`: its findings are about each claim named, not the first alone."""

    name: str
    find: Callable[[AuditContext], Iterable[Finding]]
    about_all: bool

    @property
    def summary(self) -> str:
        """What the rule checks, an example and its limits: its function's docstring."""
        return self.find.__doc__ or ""


RULES: dict[str, Rule] = {}
"""Every rule by its name, in the order in which they are said."""


Find = Callable[[AuditContext], Iterator[Finding]]


def rule(name: str, *, about_all: bool = False) -> Callable[[Find], Find]:
    """Register a function from evidence to findings as a rule of the audit."""

    def register(
        find: Find,
    ) -> Find:
        RULES[name] = Rule(name, find, about_all)
        return find

    return register
