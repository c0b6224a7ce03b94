"""The page's section on changes since the previous run: a sentence, then tables."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from markupsafe import Markup, escape

from report_helpers.audit.findings import Finding
from report_helpers.audit.verdicts import VERDICTS
from report_helpers.changes.changes import Changes, FieldChange, NamedClaim
from report_helpers.changes.snapshot import Projected
from report_helpers.claims.wording import isolated
from report_helpers.text.badges import finding_badge
from report_helpers.text.change_text import assumptions, excerpts, number, share, value
from report_helpers.text.html import (
    Fragment,
    badge,
    claim_link,
    joined,
    link,
    paragraphs,
    table,
)

__all__ = ["MOST", "changed"]

MOST: Final = 50
"""The most rows of a table; the rest is counted."""

Row = tuple[object, ...]


def changed(changes: Changes, since: str) -> Fragment:
    """Return the changes since an earlier report, with links to claims and findings on the page.

    Args:
        changes: the differences.
        since: a name for the earlier report, such as its date.
    """
    if changes.is_empty:
        same = "the claims, the findings of the audit, its verdicts and the projections"
        return paragraphs(f"Nothing changed since {since}: {same} are the same.", *changes.notes)
    headline = changes.headline.removesuffix(f" since {changes.since}")
    lead = paragraphs(f"Since {since}: {headline}.", *changes.notes)
    return joined(lead, *_claims(changes), *_findings(changes), *_rest(changes))


def _claims(changes: Changes) -> Iterator[Fragment]:
    columns = ["Claim", "As printed"]
    yield from _table(
        "Claims added",
        columns,
        [(claim_link(each.claim_id, _titled(each)), _short(each.as_printed))
         for each in changes.added[:MOST]],
        len(changes.added),
    )  # fmt: skip
    yield from _table(
        "Claims withdrawn",
        columns,
        [(_titled(each), _short(each.as_printed))
         for each in changes.withdrawn[:MOST]],
        len(changes.withdrawn),
    )  # fmt: skip
    yield from _table(
        "Claims changed",
        ["Claim", "Field", "Before", "Now"],
        [(claim_link(each.claim_id, _titled(each)), each.field.replace("_", " "),
          *excerpts(each.old, each.new)) for each in changes.changed[:MOST]],
        len(changes.changed),
    )  # fmt: skip


def _titled(claim: NamedClaim | FieldChange) -> str:
    # A cited claim and its original may have the same title.
    return f"{isolated(claim.title)} ({claim.claim_id})"


def _findings(changes: Changes) -> Iterator[Fragment]:
    columns = ["Finding", "Claims", "Found"]
    yield from _table(
        "Findings new",
        columns,
        [(finding_badge(each), _linked(each), _short(each.message))
         for each in changes.findings_new[:MOST]],
        len(changes.findings_new),
    )  # fmt: skip
    yield from _table(
        "Findings changed",
        ["Finding", "Claims", "Before", "Now"],
        [(finding_badge(each.new), _linked(each.new), *_messages(each.old, each.new))
         for each in changes.findings_changed[:MOST]],
        len(changes.findings_changed),
    )  # fmt: skip
    yield from _table(
        "Findings gone",
        columns,
        [(_unlinked(each), ", ".join(each.claim_ids), _short(each.message))
         for each in changes.findings_gone[:MOST]],
        len(changes.findings_gone),
    )  # fmt: skip


def _rest(changes: Changes) -> Iterator[Fragment]:
    yield from _table(
        "Verdicts changed",
        ["Claim", "Before", "Now"],
        [(claim_link(each.claim_id, each.title), _verdict(each.old), _verdict(each.new))
         for each in changes.verdicts[:MOST]],
        len(changes.verdicts),
    )  # fmt: skip
    yield from _table(
        "Projections moved",
        ["Projection", "Before", "Now", "Change"],
        [(_drawn(each.new), number(each.old.value), value(each.new), share(each.percent))
         for each in changes.projections_moved[:MOST]],
        len(changes.projections_moved),
    )  # fmt: skip
    for caption, projections, words in (
        ("Projections new", changes.projections_new, _drawn),
        ("Projections gone", changes.projections_gone, _named),
    ):
        rows = [(words(each), value(each)) for each in projections[:MOST]]
        yield from _table(caption, ["Projection", "Value"], rows, len(projections))


def _table(
    caption: str, columns: Iterable[str], rows: Sequence[Row], count: int
) -> Iterator[Fragment]:
    """Yield a table, if it has rows, and the number of rows left out."""
    if rows:
        yield table(caption, columns, rows)
    if count > len(rows):
        yield paragraphs(f"{count - len(rows):,} more of {count:,} are not shown.")


def _short(text: str) -> str:
    return excerpts(text, text)[0]


def _messages(old: Finding, new: Finding) -> tuple[str, str]:
    before, now = excerpts(old.message, new.message)
    return (before if old.severity == new.severity else f"{old.severity}: {before}"), now


def _linked(finding: Finding) -> Markup:
    return Markup(", ").join(claim_link(claim_id, claim_id) for claim_id in finding.claim_ids)


def _unlinked(finding: Finding) -> Markup:
    return badge(finding.severity, f"{finding.severity}: {finding.rule}")


def _verdict(verdict: str) -> Markup:
    known = verdict in VERDICTS
    return badge(verdict.replace(" ", "-"), verdict) if known else escape(verdict or "none")


def _named(projection: Projected) -> Markup:
    return escape(f"{projection.title}: {assumptions(projection)}")


def _drawn(projection: Projected) -> Markup:
    chart = link(f"figure-{projection.name}", projection.title)
    return Markup("{}: {}").format(chart, assumptions(projection))
