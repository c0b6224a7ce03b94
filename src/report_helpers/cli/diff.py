"""Formats the changes between two runs for people, pull requests and programs."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Final, NamedTuple

from report_helpers.audit.findings import Finding, as_dict
from report_helpers.changes.changes import Changes
from report_helpers.changes.snapshot import Projected
from report_helpers.text.change_text import assumptions, excerpts, moved, value

__all__ = ["FORMATS"]

FITTING: Final = (50, 20, 5, 0)
"""Rows of each table in a comment: the first number with which the comment fits."""
LARGEST: Final = 60_000
"""Characters of a comment; GitHub allows some more."""

# GitHub would read these as emphasis, links, formulas and mentions.
ESCAPES: Final = str.maketrans(
    {
        "&": "&amp;", "<": "&lt;", ">": "&gt;",
        "$": "<span>$</span>", "@": "@<!-- -->", "#": "#<!-- -->",
        **{sign: f"\\{sign}" for sign in "\\`*_[]~|"},
    }
)  # fmt: skip

BOTH: Final = ("Before", "Now")
CLAIM: Final = ("Claim", "Title", "As printed")
FINDING: Final = ("Severity", "Rule", "Claims", "Found")
PROJECTION: Final = ("Projection", "Assumes")


class Part(NamedTuple):
    """One kind of change: its name, the titles of its columns, and a row for each change."""

    name: str
    columns: tuple[str, ...]
    rows: list[tuple[str, ...]]


def as_text(changes: Changes) -> str:
    """Return the headline, notes on what could not be compared, then one line a change."""
    lines = [changes.headline, *changes.notes]
    for part in _parts(changes):
        lines += ["", part.name.lower(), *(f"  {_line(part, row)}" for row in part.rows)]
    return "\n".join(lines)


def _line(part: Part, row: tuple[str, ...]) -> str:
    if part.columns[-2:] != BOTH:
        return ": ".join(row)
    *about, old, new = row
    return ": ".join([*about, f"{old or '(empty)'} -> {new or '(empty)'}"])


def _parts(changes: Changes) -> Iterator[Part]:
    """Yield the kinds of change that occur."""
    every = (*_claims(changes), *_findings(changes), *_projections(changes))
    yield from (part for part in every if part.rows)


def _claims(changes: Changes) -> Iterator[Part]:
    for name, claims in (("added", changes.added), ("withdrawn", changes.withdrawn)):
        rows = [(each.claim_id, each.title, each.as_printed) for each in claims]
        yield Part(f"Claims {name}", CLAIM, list(rows))
    fields = [(each.claim_id, each.field, each.old, each.new) for each in changes.changed]
    yield Part("Claims changed", ("Claim", "Field", *BOTH), list(fields))
    verdicts = [(each.claim_id, each.old, each.new) for each in changes.verdicts]
    yield Part("Verdicts changed", ("Claim", *BOTH), list(verdicts))


def _findings(changes: Changes) -> Iterator[Part]:
    yield Part("Findings new", FINDING, [_finding(each) for each in changes.findings_new])
    rows = [
        (each.new.rule, ", ".join(each.new.claim_ids), *map(_graded, (each.old, each.new)))
        for each in changes.findings_changed
    ]
    yield Part("Findings changed", ("Rule", "Claims", *BOTH), list(rows))
    yield Part("Findings gone", FINDING, [_finding(each) for each in changes.findings_gone])


def _finding(finding: Finding) -> tuple[str, ...]:
    return finding.severity, finding.rule, ", ".join(finding.claim_ids), finding.message


def _graded(finding: Finding) -> str:
    return f"{finding.severity}: {finding.message}"


def _projections(changes: Changes) -> Iterator[Part]:
    moves = [(*_projection(each.new), moved(each)) for each in changes.projections_moved]
    yield Part("Projections moved", (*PROJECTION, "Value"), list(moves))
    for name, found in (("new", changes.projections_new), ("gone", changes.projections_gone)):
        rows = [(*_projection(each), value(each)) for each in found]
        yield Part(f"Projections {name}", (*PROJECTION, "Value"), list(rows))


def _projection(projection: Projected) -> tuple[str, str]:
    return projection.title, assumptions(projection)


def as_markdown(changes: Changes) -> str:
    """Return the headline and tables for a comment, with as many rows as fit."""
    parts = list(_parts(changes))
    texts = (_markdown(changes, parts, most) for most in FITTING)
    return next(text for text in texts if len(text) <= LARGEST)


def _markdown(changes: Changes, parts: Iterable[Part], most: int) -> str:
    blocks = [f"**{changes.headline}**", *map(_escaped, changes.notes)]
    for part in parts:
        rows = [_cells(part, row) for row in part.rows[:most]]
        more = len(part.rows) - len(rows)
        head = [f"| {' | '.join(part.columns)} |", f"|{' --- |' * len(part.columns)}"]
        blocks.append(f"### {part.name}")
        blocks += ["\n".join([*head, *rows])] if rows else []
        blocks += [f"{more:,} more of {len(part.rows):,} are not shown."] if more else []
    return "\n\n".join(blocks)


def _cells(part: Part, row: tuple[str, ...]) -> str:
    both = part.columns[-2:] == BOTH
    short = (*row[:-2], *excerpts(*row[-2:])) if both else (excerpts(text, text)[0] for text in row)
    return f"| {' | '.join(map(_escaped, short))} |"


def _escaped(text: str) -> str:
    return text.translate(ESCAPES)


def as_json(changes: Changes) -> str:
    """Return one JSON object: `since`, `until`, `counts`, `notes`, and a list a kind of change."""
    found = {
        "findings_new": [as_dict(each) for each in changes.findings_new],
        "findings_changed": [
            {"old": as_dict(each.old), "new": as_dict(each.new)}
            for each in changes.findings_changed
        ],
        "findings_gone": [as_dict(each) for each in changes.findings_gone],
        "projections_moved": [
            {**asdict(each), "percent": each.percent} for each in changes.projections_moved
        ],
    }
    counts = {f"{noun}s_{became}": count for (noun, became), count in changes.counts.items()}
    fields = {**asdict(changes), **found, "counts": counts, "headline": changes.headline}
    return json.dumps(fields, allow_nan=False)


FORMATS = {"text": as_text, "markdown": as_markdown, "json": as_json}
