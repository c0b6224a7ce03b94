"""What the audit found about a claim, as badges: words first, colour second, always a link."""

from collections.abc import Iterable

from markupsafe import Markup

from report_helpers.analysis.audit import BY_SEVERITY, Verdict, about
from report_helpers.analysis.findings import Finding
from report_helpers.charts.fragment import badge, link
from report_helpers.claims.citations import evidence_label

__all__ = ["by_claim", "evidence_badge", "finding_badge", "grave", "reasons", "verdict_badge"]


def grave(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings that change what a reader may make of a figure: all but notes."""
    return [finding for finding in findings if finding.severity in BY_SEVERITY]


def by_claim(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    """Return the findings by the claims that they judge, the gravest first."""
    found: dict[str, list[Finding]] = {}
    for finding in findings:
        for claim_id in about(finding):
            found.setdefault(claim_id, []).append(finding)
    return found


def reasons(verdict: Verdict, findings: Iterable[Finding]) -> list[Finding]:
    """Return those of a claim's findings that gave it its verdict."""
    if verdict == "cannot be checked":
        return [finding for finding in findings if finding.rule == "original-not-found"]
    return [finding for finding in findings if BY_SEVERITY.get(finding.severity) == verdict]


def finding_badge(finding: Finding) -> Markup:
    """Return a badge with severity and rule that leads to the finding."""
    words = f"{finding.severity}: {finding.rule}"
    return link(finding.anchor, badge(finding.severity, words))


def verdict_badge(verdict: Verdict, because: Iterable[Finding] = ()) -> Markup:
    """Return the badge of a verdict; it leads to the first of the findings that gave it."""
    said = badge(verdict.replace(" ", "-"), verdict)
    first = next(iter(because), None)
    return link(first.anchor, said) if first else said


def evidence_badge(evidence: str) -> Markup:
    """Return the badge of where a figure, or the original of a cited one, was read."""
    return badge(evidence, evidence_label(evidence))
