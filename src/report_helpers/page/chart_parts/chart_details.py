"""What a chart shows beside its plot: key, data table, sources and findings, and their counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final, Literal, NamedTuple

from report_helpers.charts.toolkit.backing import SOURCES
from report_helpers.charts.toolkit.meta import (
    ROWS,
    ChartMeta,
    FindingEntry,
    KeyEntry,
    SourceEntry,
)
from report_helpers.claims.amounts import whole
from report_helpers.colors import light

__all__ = [
    "DataTable",
    "Row",
    "RuleFindings",
    "SourceGroup",
    "behind",
    "findings_by_rule",
    "given_table",
    "listed_table",
    "sign",
    "sources_by_evidence",
]  # fmt: skip

NAMED: Final = 6
"""Claims that a badge names; the claim's own place names all findings."""

LISTED: Final = 12
"""Rows of the table below a plot."""


class Row(NamedTuple):
    """A row of a table, and the claim that its first cell leads to, if any."""

    cells: tuple[str, ...]
    claim_id: str = ""


class DataTable(NamedTuple):
    """A table of texts; `left_out` counts the rows that are not shown."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class RuleFindings:
    """The findings of one rule about a chart's claims; `more` counts those not in `named`."""

    severity: str
    rule: str
    named: tuple[FindingEntry, ...]
    more: int


class SourceGroup(NamedTuple):
    """Sources of one level of evidence; `more` counts those that are not listed."""

    evidence: str
    sources: tuple[SourceEntry, ...]
    more: int


def given_table(meta: ChartMeta) -> DataTable | None:
    """Return the data table that a chart brings; `None` if it brings none."""
    left_out = meta["left_out"].get("rows", 0)
    return _table(meta["columns"], meta["rows"], meta["row_claims"], ROWS, left_out)


def listed_table(meta: ChartMeta) -> DataTable | None:
    """Return the table that a chart shows below its plot; its other rows are in its data."""
    listed = meta["listed"]
    if listed is None:
        return None
    left_out = meta["left_out"].get("listed", 0)
    return _table(listed["columns"], listed["rows"], listed["claims"], LISTED, left_out)


def _table(
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    claims: Sequence[str],
    most: int,
    left_out: int,
) -> DataTable | None:
    if not columns:
        return None
    ids = [*claims, *[""] * (len(rows) - len(claims))]
    made = (Row(tuple(cells), claim_id) for cells, claim_id in zip(rows, ids, strict=False))
    shown = tuple(islice(made, most))
    return DataTable(tuple(columns), shown, len(rows) - len(shown) + left_out)


def findings_by_rule(meta: ChartMeta) -> list[RuleFindings]:
    """Return the findings of a chart grouped by severity and rule, the gravest first."""
    groups: dict[tuple[str, str], list[FindingEntry]] = {}
    for finding in meta["findings"]:
        groups.setdefault((finding["severity"], finding["rule"]), []).append(finding)
    return [
        RuleFindings(
            *key,
            tuple(group[:NAMED]),
            len(group[NAMED:]) + meta["left_out"].get(f"findings/{', '.join(key)}", 0),
        )
        for key, group in groups.items()
    ]


def sources_by_evidence(meta: ChartMeta) -> list[SourceGroup]:
    """Return the sources of a chart grouped by level of evidence, in the order of the first."""
    groups: dict[str, list[SourceEntry]] = {}
    for source in meta["sources"]:
        groups.setdefault(source["evidence"], []).append(source)
    return [
        SourceGroup(
            level,
            tuple(group[:SOURCES]),
            len(group[SOURCES:]) + meta["left_out"].get(f"sources/{level}", 0),
        )
        for level, group in groups.items()
    ]


def behind(meta: ChartMeta) -> str:
    """Return what the closed line under a chart holds: "12 sources, 3 findings, data"."""
    counts = ((_count(meta, name), name.removesuffix("s")) for name in ("sources", "findings"))
    said = [
        f"{whole(number)} {noun}{'' if number == 1 else 's'}" for number, noun in counts if number
    ]
    return ", ".join([*said, "data"]) if said else "Data of this chart"


def _count(meta: ChartMeta, name: Literal["sources", "findings"]) -> int:
    others = (count for of, count in meta["left_out"].items() if of.startswith(f"{name}/"))
    return len(meta[name]) + sum(others)


SYMBOLS: Final[Mapping[str, str]] = {
    "circle": "M10 6a4 4 0 1 1 -8 0a4 4 0 1 1 8 0Z",
    "square": "M2.5 2.5h7v7h-7Z",
    "diamond": "M6 1l5 5l-5 5l-5 -5Z",
    "triangle-up": "M6 1.5l5 8.5h-10Z",
    "triangle-down": "M6 10.5l5 -8.5h-10Z",
    "pentagon": "M6 1l4.8 3.5l-1.8 5.6h-6l-1.8 -5.6Z",
    "star": "M6 .5l1.6 3.7l4 .4l-3 2.7l.9 4l-3.5 -2.1l-3.5 2.1l.9 -4l-3 -2.7l4 -.4Z",
    "hexagon": "M6 1l4.4 2.5v5l-4.4 2.5l-4.4 -2.5v-5Z",
    "cross": "M4.4 1h3.2v3.4h3.4v3.2h-3.4v3.4h-3.2v-3.4h-3.4v-3.2h3.4Z",
    "line-ns": "M6 .5v11",
    "line-ew": "M1 6h10",
}
"""Outlines of plotly's symbols in a square of 12 pixels."""

DASHES: Final[Mapping[str, str]] = {
    "solid": "", "dash": "6 3", "dashdot": "6 2 2 2", "longdash": "9 3", "dot": "2 3",
}  # fmt: skip


def sign(entry: KeyEntry) -> dict[str, Any]:
    """Return what draws the mark and line of an entry of the key; colours are literal."""
    ink = entry["ink"] or "text"
    symbol = SYMBOLS.get(entry["symbol"], "")
    return {
        "ink": ink,
        "color": light(ink),
        "symbol": symbol,
        "hollow": entry["hollow"] or entry["symbol"].startswith("line"),
        "line": entry["dash"] in DASHES,
        "dashes": DASHES.get(entry["dash"], ""),
    }
