"""Badges for findings, verdicts and evidence."""

from collections.abc import Iterable

from markupsafe import Markup

from report_helpers.audit.findings import Finding
from report_helpers.audit.verdicts import Verdict
from report_helpers.claims.citations import evidence_label
from report_helpers.text.html import badge, link

__all__ = ["evidence_badge", "finding_badge", "verdict_badge"]


def finding_badge(finding: Finding) -> Markup:
    """Return a badge with severity and rule that links to the finding."""
    words = f"{finding.severity}: {finding.rule}"
    return link(finding.anchor, badge(finding.severity, words))


def verdict_badge(verdict: Verdict, because: Iterable[Finding] = ()) -> Markup:
    """Return the badge of a verdict, which links to the first of its findings."""
    shown = badge(verdict.replace(" ", "-"), verdict)
    first = next(iter(because), None)
    return link(first.anchor, shown) if first else shown


def evidence_badge(evidence: str) -> Markup:
    """Return a badge that says where a figure, or the original of a cited one, was read."""
    return badge(evidence, evidence_label(evidence))
