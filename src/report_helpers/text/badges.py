"""Badges for findings, verdicts and evidence."""

from markupsafe import Markup

from report_helpers.audit.findings import Finding
from report_helpers.audit.verdicts import Verdict
from report_helpers.claims.citations import evidence_label
from report_helpers.text.html import badge, claim_link

__all__ = [
    "READ", "SHAPES", "evidence_badge", "evidence_mark", "finding_badge", "shape", "verdict_class",
    "verdict_mark",
]  # fmt: skip

SHAPES: dict[Verdict, str] = {
    "contradicted": "\N{MULTIPLICATION X}",
    "differs": "\N{NOT EQUAL TO}",
    "needs context": "\N{WHITE UP-POINTING TRIANGLE}",
    "cannot be checked": "?",
    "holds": "\N{CHECK MARK}",
}
"""The shape of each verdict, so that it does not depend on its colour."""

READ: dict[str, tuple[str, str]] = {
    "publisher_page": ("\N{BLACK CIRCLE}", "own page"),
    "secondary_page": ("\N{CIRCLE WITH LEFT HALF BLACK}", "quoted"),
    "not_found": ("\N{WHITE CIRCLE}", "not found"),
    "not_searched": ("\N{WHITE CIRCLE}", "not searched"),
    "not_applicable": ("\N{EN DASH}", "no original"),
}
"""The mark and the short words of each level of evidence."""


def finding_badge(finding: Finding) -> Markup:
    """Return a badge with severity and rule that links to the dossier with the finding."""
    words = f"{finding.severity}: {finding.rule}"
    return claim_link(finding.claim_ids[0], badge(finding.severity, words))


def evidence_badge(evidence: str) -> Markup:
    """Return a badge that says where a figure, or the original of a cited one, was read."""
    return badge(evidence, evidence_label(evidence))


def shape(verdict: Verdict) -> Markup:
    """Return the shape of a verdict, which screen readers skip: its word stands beside it."""
    return Markup('<span class="shape" aria-hidden="true">{}</span>').format(SHAPES[verdict])


def verdict_class(verdict: Verdict) -> str:
    """Return the class that gives a verdict its color."""
    return f"verdict-{verdict.replace(' ', '-')}"


def verdict_mark(verdict: Verdict) -> Markup:
    """Return a verdict's shape and word in its color."""
    return Markup('<span class="verdict {}">{} {}</span>').format(
        verdict_class(verdict), shape(verdict), verdict
    )


def evidence_mark(evidence: str) -> Markup:
    """Return the mark of a level of evidence with two words, and the whole label as its title."""
    mark, words = READ[evidence]
    return Markup(
        '<span class="read read-{}" title="{}"><span aria-hidden="true">{}</span> {}</span>'
    ).format(evidence, evidence_label(evidence), mark, words)
