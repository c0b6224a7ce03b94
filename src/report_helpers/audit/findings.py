"""Findings of the audit, and the rules that produce them."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from report_helpers.audit.context import AuditContext

__all__ = [
    "SEVERITIES", "Finding", "Number", "Rule", "Severity", "as_dict", "from_dict",
    "numbered", "rule",
]  # fmt: skip

Severity = Literal["contradiction", "caution", "note"]
SEVERITIES: tuple[Severity, ...] = ("contradiction", "caution", "note")
"""Cannot both be true; misleads unless qualified; worth knowing. The most severe first."""

Number = float | int | str | None


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding of a rule.

    `claim_ids` starts with the claim that the finding judges; `message` states the arithmetic in a
    sentence that a reader can recompute; `numbers` holds the same numbers as fields, percentages
    as percent. `number` distinguishes findings of one rule about one claim, counted from 1.
    """

    rule: str
    severity: Severity
    claim_ids: tuple[str, ...]
    message: str
    numbers: dict[str, Number] = field(default_factory=dict)
    number: int = 1

    @property
    def anchor(self) -> str:
        """The finding's anchor on the page: `finding-RULE-CLAIM_ID`, numbered from the second."""
        again = f"-{self.number}" if self.number > 1 else ""
        return f"finding-{self.rule}-{self.claim_ids[0]}{again}"


FIELDS = ("rule", "severity", "claim_ids", "message")
"""The fields of every finding in JSON, apart from its numbers."""


def as_dict(finding: Finding) -> dict[str, Any]:
    """Return a finding for JSON: `rule`, `severity`, `claim_ids`, `message`, then its numbers."""
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "claim_ids": list(finding.claim_ids),
        "message": finding.message,
        **finding.numbers,
    }


def from_dict(content: Mapping[str, Any]) -> Finding:
    """Return the finding from the output of `as_dict`; `numbered` restores its number."""
    numbers = {name: value for name, value in content.items() if name not in FIELDS}
    ids = tuple(content["claim_ids"])
    return Finding(content["rule"], content["severity"], ids, content["message"], numbers)


def numbered(findings: Iterable[Finding]) -> list[Finding]:
    """Number the findings of one rule about one claim, so that each finding has its own anchor."""
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

    `about_all`: findings judge every claim that they name, not only the first. `mark`: the mark
    shown with the verdict, for findings that do not decide the verdict.
    """

    name: str
    find: "Callable[[AuditContext], Iterable[Finding]]"
    about_all: bool
    mark: str

    @property
    def summary(self) -> str:
        """The rule's documentation (check, example, limits): its function's docstring."""
        return self.find.__doc__ or ""


Find = Callable[["AuditContext"], Iterator[Finding]]


def rule(name: str, *, about_all: bool = False, mark: str = "") -> Callable[[Find], Rule]:
    """Make a rule from a function that maps the context to findings; `RULES` lists all rules."""
    return lambda find: Rule(name, find, about_all, mark)
