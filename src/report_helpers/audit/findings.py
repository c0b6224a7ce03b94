"""What the audit says: findings, and the rules that make them."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from report_helpers.audit.context import AuditContext

__all__ = [
    "SEVERITIES", "AuditContext", "Finding", "Number", "Rule", "Severity", "as_dict", "from_dict",
    "numbered", "rule",
]  # fmt: skip

Severity = Literal["contradiction", "caution", "note"]
SEVERITIES: tuple[Severity, ...] = ("contradiction", "caution", "note")
"""Cannot both be true; misleads unless qualified; worth knowing. The gravest first."""

Number = float | int | str | None


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


@dataclass(frozen=True, slots=True)
class Rule:
    """A named rule.

    `about_all`: its findings are about each claim named, not the first alone. `mark`: what they
    put beside the verdict on a claim, where they are no verdict on it.
    """

    name: str
    find: Callable[[AuditContext], Iterable[Finding]]
    about_all: bool
    mark: str

    @property
    def summary(self) -> str:
        """What the rule checks, an example and its limits: its function's docstring."""
        return self.find.__doc__ or ""


Find = Callable[[AuditContext], Iterator[Finding]]


def rule(name: str, *, about_all: bool = False, mark: str = "") -> Callable[[Find], Rule]:
    """Make a rule of a function from the context to findings; `rules` lists it."""
    return lambda find: Rule(name, find, about_all, mark)
