"""Findings of the audit, and the rules that produce them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from report_helpers.audit.context import AuditContext

__all__ = [
    "SEVERITIES", "Finding", "Number", "Rule", "Severity", "as_dict", "from_dict", "rule",
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
    as percent.
    """

    rule: str
    severity: Severity
    claim_ids: tuple[str, ...]
    message: str
    numbers: dict[str, Number] = field(default_factory=dict)


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
    """Return the finding from the output of `as_dict`."""
    numbers = {name: value for name, value in content.items() if name not in FIELDS}
    ids = tuple(content["claim_ids"])
    return Finding(content["rule"], content["severity"], ids, content["message"], numbers)


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
