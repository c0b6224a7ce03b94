"""Why a figure has its verdict, in about ten words, computed from the rows and the finding."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Final

from report_helpers.audit.findings import Finding
from report_helpers.audit.verdicts import Verdict
from report_helpers.charts.toolkit.plotly_text import Row
from report_helpers.claims.amounts import printed_percent
from report_helpers.claims.citations import unnamed
from report_helpers.claims.wording import (
    capitalized,
    figure,
    fixed,
    in_sentence,
    percent,
    printed_end,
    stated_growth,
)

__all__ = ["REASONS", "differing_field", "implied_growth", "short_reason", "values_of"]

Known = Mapping[str, Row]

LONG: Final = 90
"""The most characters of a reason."""
MOST_DECIMALS: Final = 4
VERBS: Final = (" is printed, but ", " is printed ", " is ")
HEDGES: Final = {"about": "about", "at_least": "more than", "at_most": "up to"}


def short_reason(known: Known, verdict: Verdict, findings: Sequence[Finding]) -> str:
    """Return why a claim has its verdict.

    Args:
        known: the claims that the findings name, by id.
        verdict: the verdict on the claim.
        findings: the findings that caused it, the most severe first.
    """
    if not findings:
        return "nothing speaks against it" if verdict == "holds" else "its original was not read"
    finding = findings[0]
    words = REASONS.get(finding.rule, _first_words)(known, finding)
    if len(words) <= LONG:
        return words
    part, comma, _ = words[:LONG].rpartition(", ")
    return part if comma else f"{words[: LONG - 1].rsplit(' ', 1)[0]} …"


def implied_growth(claim: Row, finding: Finding) -> str:
    """Return the growth that two values imply, with the decimals that set it apart: "36.2 %"."""
    implied = finding.numbers.get("implied_percent")
    if not isinstance(implied, int | float):
        return ""
    stated = claim["growth_percent"]
    decimals = max(0, -int(stated.as_tuple().exponent)) if stated is not None else 1
    while decimals < MOST_DECIMALS and stated is not None:
        if fixed(implied, decimals) != fixed(float(stated), decimals):
            break
        decimals += 1
    return percent(implied / 100, decimals)


def values_of(finding: Finding) -> str:
    """Return whose values imply a growth: the claim's own, or others of its series."""
    others = {*finding.claim_ids[1:]} - {finding.numbers.get("stated_by")}
    return "the printed values" if others else "its own values"


def _growth(known: Known, finding: Finding) -> str:
    claim = known[finding.claim_ids[0]]
    implied = implied_growth(claim, finding)
    if not implied:
        return _first_words(known, finding)
    return f"{values_of(finding)} give {implied} a year"


def _original(known: Known, finding: Finding) -> str:
    """Return what the original has in the most telling field that differs."""
    claim, original = known[finding.claim_ids[0]], known[finding.claim_ids[1]]
    field = differing_field(finding)
    return FIELDS[field](claim, original) if field else _first_words(known, finding)


def differing_field(finding: Finding) -> str:
    """Return the most telling field in which a claim and its original differ, empty if none."""
    fields = str(finding.numbers.get("fields", "")).split(", ")
    return next((name for name in FIELDS if name in fields), "")


def _by(original: Row) -> str:
    inferred = " (inferred)" if unnamed(original) else ""
    return f"{original['producer'] or 'the original'}{inferred}"


def _unhedged(claim: Row, original: Row) -> str:
    hedge = HEDGES.get(original["qualifier"])
    if hedge:
        return f"{_by(original)} prints “{hedge}”"
    return f"“{HEDGES[claim['qualifier']]}” is not in the original"


FIELDS: Final[Mapping[str, Callable[[Row, Row], str]]] = {
    "value": lambda _, original: f"{_by(original)} prints {in_sentence(original)}",
    "growth_percent": lambda _, original: f"{_by(original)} states {stated_growth(original)}",
    "base_value": lambda _, original: f"{_by(original)} begins at {printed_end(original, 'base')}",
    "unit": lambda _, original: f"{_by(original)} prints {in_sentence(original)}",
    "measure": lambda _, original: f"in the original: {original['title']}",
    "metric": lambda _, original: f"{_by(original)} prints {in_sentence(original)}",
    "producer": lambda claim, original: f"{_by(original)} prints it, not {claim['producer']}",
    "sample": lambda claim, original: f"the original: {original['sample']}, not {claim['sample']}",
    "year": lambda claim, original: f"for {original['year']} in the original, not {claim['year']}",
    "base_year": lambda claim, original: (
        f"from {original['base_year']} in the original, not {claim['base_year']}"
    ),
    "qualifier": _unhedged,
    "region": lambda claim, original: f"the original: {original['region']}, not {claim['region']}",
    "scope": lambda _, original: f"the original: {original['scope']}",
}
"""What is said of each field in which a claim and its original differ, the most telling first."""


def _conflict(known: Known, finding: Finding) -> str:
    one, other = (known[key] for key in finding.claim_ids[:2])
    return f"one source: {in_sentence(one)} and {in_sentence(other)}"


def _by_or_to(known: Known, finding: Finding) -> str:
    fall, left = (finding.numbers.get(f"{name}_percent") for name in ("fall", "remaining"))
    if not (isinstance(fall, float) and isinstance(left, float)):
        return _first_words(known, finding)
    by, to = (printed_percent(Decimal(f"{number:g}")) for number in (fall, left))
    return f"reduced by {by}, or to {to}: “by” or “to” decides"


def _off_path(known: Known, finding: Finding) -> str:
    off = finding.numbers.get("off_percent")
    if not isinstance(off, int | float):
        return _first_words(known, finding)
    line = known[finding.claim_ids[1]]
    side = "above" if off > 0 else "below"
    return f"{percent(abs(off) / 100, 0)} {side} the path to {in_sentence(line)} in {line['year']}"


def _first_words(known: Known, finding: Finding) -> str:
    """Return the first part of a message, without the figure that begins it and without ids."""
    first = finding.message.split("; ")[0].split(". ")[0].removesuffix(".")
    for claim_id in finding.claim_ids:
        first = first.replace(f" ({claim_id})", "")
    claim = known[finding.claim_ids[0]]
    for start in (capitalized(in_sentence(claim)), figure(claim), f" in {claim['year']}", *VERBS):
        first = first.removeprefix(start)
    return first


REASONS: Final[Mapping[str, Callable[[Known, Finding], str]]] = {
    "growth-mismatch": _growth,
    "original-differs": _original,
    "same-source-conflict": _conflict,
    "by-or-to": _by_or_to,
    "off-path": _off_path,
    "period-missing": lambda *_: "over which years is not said",
    "sample-missing": lambda *_: "of whom or of what is not said",
    "original-not-found": lambda known, finding: (
        f"no page found on which {known[finding.claim_ids[0]]['producer'] or 'anyone'} prints it"
    ),
}
"""The reason of each rule whose message is longer than ten words."""
