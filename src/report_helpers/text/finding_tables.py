"""Words and tables for verdicts and findings.

Each function takes the validated table and the findings of the audit. If there are none to show, it
returns a sentence that says so.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain

import pandas as pd
from markupsafe import Markup, escape

from report_helpers.audit.findings import Finding, Severity
from report_helpers.audit.rules import RULES
from report_helpers.audit.selection import by_claim, grave, reasons
from report_helpers.audit.verdicts import VERDICTS, Verdict, marks, verdict_of
from report_helpers.audit.verdicts import verdicts as judged
from report_helpers.charts.toolkit.plotly_text import Row, records, who, window
from report_helpers.claims.wording import count_phrase, isolated, join_words
from report_helpers.text.badges import evidence_badge, verdict_badge
from report_helpers.text.html import (
    Fragment,
    badge,
    block,
    bullets,
    claim_link,
    folded,
    joined,
    link,
    paragraphs,
    table,
)
from report_helpers.text.messages import worded

__all__ = ["cautions", "contradictions", "in_short", "notes", "verdicts"]

GRAVEST = 4
"""The number of findings in a summary."""
LONG = 8
"""The most rows of a table that is not folded."""

VERBS: dict[Verdict, tuple[str, str]] = {
    "holds": ("holds", "hold"),
    "needs context": ("needs context", "need context"),
    "differs": ("differs from its original", "differ from their originals"),
    "contradicted": ("is contradicted", "are contradicted"),
    "cannot be checked": ("cannot be checked", "cannot be checked"),
}
"""Each verdict as a verb, of one claim and of several, the mildest first."""


def in_short(claims: pd.DataFrame, findings: Sequence[Finding]) -> Fragment:
    """Return the verdicts on the article's claims as a count, and the gravest findings."""
    cited = claims.index[claims["role"].eq("cited")]
    parts = [_tally(claims, findings), *_elsewhere(claims, findings)]
    gravest = _gravest([finding for finding in findings if finding.claim_ids[0] in cited])
    where = Markup("{} is in {}, with its arithmetic.").format(
        "The finding"
        if len(findings) == 1
        else f"Each of the {count_phrase(len(findings), 'finding')}",
        link("audit", "the audit"),
    )
    if not gravest:
        return paragraphs(*parts, *([where] if findings else []))
    known = _known(claims, gravest)
    return joined(
        paragraphs(*parts, "The gravest findings about the article's figures:"),
        bullets([_in_a_sentence(known, finding) for finding in gravest]),
        paragraphs(where),
    )


def _tally(claims: pd.DataFrame, findings: Sequence[Finding]) -> str:
    """Return a sentence with the number of the article's figures by verdict."""
    count = Counter(judged(claims, findings).values())
    if not count:
        return "No row of this file is cited by an article, so there are no verdicts."
    parts = [
        f"{count_phrase(count[verdict])} {VERBS[verdict][count[verdict] != 1]}"
        for verdict in VERBS
        if count[verdict] or verdict == "holds"
    ]
    figures = count_phrase(count.total(), "figure")
    return f"Of the {figures} that the article prints, {join_words(parts)}."


def _elsewhere(claims: pd.DataFrame, findings: Sequence[Finding]) -> list[str]:
    """Return a sentence on the findings about claims that no article prints, if there are any."""
    others = claims.index[claims["role"].ne("cited")]
    worst: dict[str, Verdict] = {}
    for claim_id, found in by_claim(findings).items():
        verdict = verdict_of(found[0])
        if claim_id in others and verdict:
            worst[claim_id] = verdict
    if not len(others) or not worst:
        return []
    count = Counter(worst.values())
    parts = [
        f"{count_phrase(count[verdict])} {VERBS[verdict][count[verdict] != 1]}"
        for verdict in VERDICTS
        if count[verdict]
    ]
    rows = count_phrase(len(others), "other row")
    return [f"Of the {rows}, originals and what other publishers print, {join_words(parts)}."]


def _gravest(findings: Sequence[Finding]) -> list[Finding]:
    """Return a few of the gravest findings: one a claim, and of as many rules as possible."""
    worst = grave(findings)
    same = [finding for finding in worst if finding.severity == worst[0].severity]
    seen: Counter[str] = Counter()
    ranked = []
    for finding in same:
        ranked.append((seen[finding.rule], finding))
        seen[finding.rule] += 1
    ranked.sort(key=lambda pair: pair[0])
    one_a_claim = {finding.claim_ids[0]: finding for _, finding in reversed(ranked)}
    return list(reversed(one_a_claim.values()))[:GRAVEST]


def _known(claims: pd.DataFrame, findings: Sequence[Finding]) -> Mapping[str, Row]:
    """Return the claims that findings name, by id."""
    return records(claims.loc[list(dict.fromkeys(chain(*(each.claim_ids for each in findings))))])


def _in_a_sentence(known: Mapping[str, Row], finding: Finding) -> Markup:
    # The first sentence of a message has its main point.
    first = finding.message.split(". ")[0].removesuffix(".")
    title = isolated(known[finding.claim_ids[0]]["title"])
    name = link(finding.anchor, f"{title} ({finding.rule})")
    return Markup("{}: {}.").format(name, worded(known, finding, first))


def verdicts(claims: pd.DataFrame, findings: Sequence[Finding]) -> Fragment:
    """Return a table with the verdict on each cited claim, and its findings."""
    tally = paragraphs(_tally(claims, findings))
    found, given = by_claim(findings), judged(claims, findings)
    if not given:
        return tally
    known, also = records(claims.loc[list(given)]), marks(claims, findings)
    rows = [
        (
            claim_link(claim_id, known[claim_id]["title"]),
            known[claim_id]["as_printed"],
            verdict_badge(verdict),
            _linked(reasons(verdict, found.get(claim_id, ()))),
            ", ".join(also.get(claim_id, ())),
        )
        for claim_id, verdict in given.items()
    ]
    columns = ["Claim", "As printed", "Verdict", "Because of", "Marks"]
    return joined(tally, table("One verdict for each of the article's figures", columns, rows))


def _linked(findings: Sequence[Finding]) -> Markup:
    return Markup("<br>").join(link(finding.anchor, finding.rule) for finding in findings)


def contradictions(claims: pd.DataFrame, findings: Sequence[Finding]) -> Fragment:
    """Return all contradictions, each with its arithmetic and its claims side by side."""
    return _by_rule(claims, findings, "contradiction")


def cautions(claims: pd.DataFrame, findings: Sequence[Finding]) -> Fragment:
    """Return all cautions: on several claims as contradictions are, the others a table a rule."""
    return _by_rule(claims, findings, "caution")


def notes(claims: pd.DataFrame, findings: Sequence[Finding]) -> Fragment:
    """Return all notes, one table a rule."""
    return _by_rule(claims, findings, "note")


def _by_rule(claims: pd.DataFrame, findings: Sequence[Finding], severity: Severity) -> Fragment:
    chosen = [finding for finding in findings if finding.severity == severity]
    if not chosen:
        return paragraphs(f"The audit found no {severity}.")
    rules: dict[str, list[Finding]] = {}
    for finding in chosen:
        rules.setdefault(finding.rule, []).append(finding)
    many = count_phrase(len(chosen), severity).capitalize()
    by = [f"{name} {len(found)}" for name, found in rules.items()]
    parts = [paragraphs(f"{many}, by rule: {join_words(by)}.")]
    known = _known(claims, chosen)
    for name, found in rules.items():
        if severity == "note" or (severity == "caution" and len(found[0].claim_ids) == 1):
            parts.append(_rule_table(known, name, found))
        else:
            parts += [_side_by_side(known, finding) for finding in found]
    return joined(*parts)


def _side_by_side(known: Mapping[str, Row], finding: Finding) -> Fragment:
    """Return one finding: rule, claim, arithmetic, and a table of its claims."""
    first = known[finding.claim_ids[0]]
    head = Markup("{} {}").format(
        badge(finding.severity, f"{finding.severity}: {finding.rule}"),
        f"{isolated(first['title'])}, {who(first)}",
    )
    columns = ["Claim", "As printed", "Years", "Who", "Evidence"]
    rows = [
        (
            claim_link(claim_id, row["title"]),
            row["as_printed"],
            window(row),
            who(row),
            evidence_badge(row["evidence"]),
        )
        for claim_id, row in _own(known, finding).items()
    ]
    message = paragraphs(worded(known, finding, finding.message))
    return block(finding.anchor, head, joined(message, table("", columns, rows)))


def _rule_table(known: Mapping[str, Row], rule: str, findings: Sequence[Finding]) -> Fragment:
    """Return the findings of one rule as a table, folded if it is long."""
    severity = findings[0].severity
    head = badge(severity, f"{severity}: {rule}")
    summary = RULES[rule].summary.splitlines()[0]
    rows = [
        (
            _named(known, finding),
            known[finding.claim_ids[0]]["as_printed"],
            evidence_badge(known[finding.claim_ids[0]]["evidence"]),
            worded(known, finding, finding.message),
        )
        for finding in findings
    ]
    body = table("", ["Claim", "As printed", "Evidence", "Found"], rows)
    words = count_phrase(len(rows), "finding")
    return block(
        f"rule-{severity}-{rule}",
        Markup("{} {}").format(head, summary),
        folded(words, body) if len(rows) > LONG else body,
    )


def _own(known: Mapping[str, Row], finding: Finding) -> dict[str, Row]:
    """Return the claims that a finding names."""
    return {claim_id: known[claim_id] for claim_id in finding.claim_ids}


def _named(known: Mapping[str, Row], finding: Finding) -> Markup:
    """Return the claim that a finding is about, and its other claims, with the anchor."""
    first, *others = _own(known, finding).items()
    lines = [
        Markup('<span id="{}">{}</span>').format(
            finding.anchor, claim_link(first[0], first[1]["title"])
        ),
        escape(_who_and_when(first[1])),
        *(
            Markup("with {}").format(claim_link(claim_id, _who_and_when(row)))
            for claim_id, row in others
        ),
    ]
    return Markup("<br>").join(lines)


def _who_and_when(row: Row) -> str:
    return ", ".join(part for part in (who(row), window(row)) if part)
