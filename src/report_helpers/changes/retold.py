"""The findings of a comparison in the reader's manner.

Runs keep the messages of their findings in one canonical form, which is what is compared; a reader
sees the same findings as the audit words them under the active locale.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import replace

from report_helpers.audit.audit import audit
from report_helpers.audit.findings import Finding
from report_helpers.changes.changes import Changes, FindingChange
from report_helpers.changes.snapshot import Snapshot
from report_helpers.reader_locale import current

__all__ = ["retold"]

Key = tuple[str, str, tuple[str, ...]]


def retold(changes: Changes, old: Snapshot, new: Snapshot) -> Changes:
    """Return changes whose findings are worded under the active locale.

    The claims of a run are audited again only if one of its findings is listed. A finding that the
    audit no longer makes keeps the words that its run kept.
    """
    if not current().tag:
        return changes
    shown = changes.findings_changed
    before = _Words(old, [*changes.findings_gone, *(each.old for each in shown)])
    now = _Words(new, [*changes.findings_new, *(each.new for each in shown)])
    return replace(
        changes,
        findings_new=tuple(map(now.of, changes.findings_new)),
        findings_changed=tuple(
            FindingChange(before.of(each.old), now.of(each.new)) for each in shown
        ),
        findings_gone=tuple(map(before.of, changes.findings_gone)),
    )


class _Words:
    """The messages of a run's findings, in the order in which the run kept them."""

    def __init__(self, run: Snapshot, listed: Sequence[Finding]) -> None:
        self.messages: dict[tuple[Key, str], str] = {}
        if not listed:
            return
        told: dict[Key, deque[Finding]] = {}
        for finding in audit(run.claims, as_of=run.as_of):
            told.setdefault(_key(finding), deque()).append(finding)
        for kept in run.findings:
            same = told.get(_key(kept))
            if same:
                self.messages[_key(kept), kept.message] = same.popleft().message

    def of(self, finding: Finding) -> Finding:
        message = self.messages.get((_key(finding), finding.message), finding.message)
        return replace(finding, message=message)


def _key(finding: Finding) -> Key:
    return finding.rule, finding.severity, finding.claim_ids
