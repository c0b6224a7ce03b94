"""The page's section on changes since the previous run: a sentence, then tables."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, TypeVar

from markupsafe import Markup, escape

from report_helpers.audit.findings import Finding
from report_helpers.audit.verdicts import VERDICTS
from report_helpers.changes.changes import Changes, FieldChange, NamedClaim
from report_helpers.changes.snapshot import Projected
from report_helpers.claims.amounts import whole
from report_helpers.claims.wording import isolated
from report_helpers.text.badges import finding_badge
from report_helpers.text.change_text import assumptions, excerpts, number, share, value
from report_helpers.text.html import (
    Fragment,
    badge,
    claim_link,
    dated,
    joined,
    link,
    paragraphs,
    table,
)

__all__ = ["MOST", "changed"]

MOST: Final = 50
"""The most rows of a table; the rest is counted."""

Row = tuple[object, ...]
Item = TypeVar("Item")


def changed(changes: Changes, since: str) -> Fragment:
    """Return the changes since an earlier report, with links to claims and findings on the page.

    Args:
        changes: the differences.
        since: a name for the earlier report, such as its date.
    """
    if changes.is_empty:
        same = "the claims, the findings of the audit, its verdicts and the projections"
        same = Markup("Nothing changed since {}: {} are the same.").format(dated(since), same)
        return paragraphs(same, *changes.notes)
    lead = paragraphs(Markup("Since {}: {}.").format(dated(since), changes.counted), *changes.notes)
    return joined(lead, *_claims(changes), *_findings(changes), *_rest(changes))


def _claims(changes: Changes) -> Iterator[Fragment]:
    columns = ["Claim", "As printed"]
    yield from _table(
        "Claims added", columns, changes.added,
        lambda each: (claim_link(each.claim_id, _titled(each)), _short(each.as_printed)),
    )  # fmt: skip
    yield from _table(
        "Claims withdrawn", columns, changes.withdrawn,
        lambda each: (_titled(each), _short(each.as_printed)),
    )  # fmt: skip
    yield from _table(
        "Claims changed", ["Claim", "Field", "Before", "Now"], changes.changed,
        lambda each: (claim_link(each.claim_id, _titled(each)), each.field.replace("_", " "),
                      *excerpts(each.old, each.new)),
    )  # fmt: skip


def _titled(claim: NamedClaim | FieldChange) -> str:
    # A cited claim and its original may have the same title.
    return f"{isolated(claim.title)} ({claim.claim_id})"


def _findings(changes: Changes) -> Iterator[Fragment]:
    columns = ["Finding", "Claims", "Found"]
    yield from _table(
        "Findings new", columns, changes.findings_new,
        lambda each: (finding_badge(each), _linked(each), _short(each.message)),
    )  # fmt: skip
    yield from _table(
        "Findings changed", ["Finding", "Claims", "Before", "Now"], changes.findings_changed,
        lambda each: (finding_badge(each.new), _linked(each.new), *_messages(each.old, each.new)),
    )  # fmt: skip
    yield from _table(
        "Findings gone", columns, changes.findings_gone,
        lambda each: (_unlinked(each), ", ".join(each.claim_ids), _short(each.message)),
    )  # fmt: skip


def _rest(changes: Changes) -> Iterator[Fragment]:
    yield from _table(
        "Verdicts changed", ["Claim", "Before", "Now"], changes.verdicts,
        lambda each: (claim_link(each.claim_id, each.title), _verdict(each.old),
                      _verdict(each.new)),
    )  # fmt: skip
    yield from _table(
        "Projections moved", ["Projection", "Before", "Now", "Change"], changes.projections_moved,
        lambda each: (_drawn(each.new), number(each.old.value), value(each.new),
                      share(each.percent)),
    )  # fmt: skip
    columns = ["Projection", "Value"]
    yield from _table(
        "Projections new", columns, changes.projections_new,
        lambda each: (_drawn(each), value(each)),
    )  # fmt: skip
    yield from _table(
        "Projections gone", columns, changes.projections_gone,
        lambda each: (_named(each), value(each)),
    )  # fmt: skip


def _table(
    caption: str, columns: Iterable[str], changed: Sequence[Item], row: Callable[[Item], Row]
) -> Iterator[Fragment]:
    """Yield a table of the first changes, if there are any, and the number of the others."""
    if changed:
        yield table(caption, columns, map(row, changed[:MOST]))
    if len(changed) > MOST:
        yield paragraphs(
            f"{whole(len(changed) - MOST)} more of {whole(len(changed))} are not shown."
        )


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
