"""The contents of a figure's `layout.meta`: texts, claims, sources, findings and data table.

`to_meta` writes it and `chart_meta` reads it. The page, the results of a run and the projection
use only these two functions and know none of the keys.
"""

from collections.abc import Mapping
from typing import Any, Final, TypedDict, cast

import plotly.graph_objects as go

__all__ = [
    "ROWS", "Alternative", "ChartMeta", "Choice", "FindingEntry", "KeyEntry", "Listed", "Option",
    "SourceEntry", "chart_meta", "foreign_meta", "to_meta",
]  # fmt: skip


ROWS: Final = 200
"""Rows of a chart's data table at most."""


class SourceEntry(TypedDict):
    """A source: its short citation, the first claim drawn from it, and its evidence."""

    citation: str
    claim_id: str
    evidence: str


class FindingEntry(TypedDict):
    """The findings about one drawn claim; `claim` is its label."""

    rule: str
    severity: str
    claim_id: str
    claim: str


class KeyEntry(TypedDict):
    """A line of a chart's key: what a mark or line of this look stands for, and its value if any.

    `labelled` entries are named in the plot too where there is room, so that a wide screen can
    leave them out of the key. `claim_id` may be empty.
    """

    name: str
    detail: str
    claim_id: str
    ink: str
    symbol: str
    dash: str
    hollow: bool
    labelled: bool


class Listed(TypedDict):
    """A small table below a chart: figures that need no axis. `claims` has a claim id a row."""

    title: str
    columns: list[str]
    rows: list[list[str]]
    claims: list[str]


class Option(TypedDict):
    """One option of a choice: the parts of the layout that it replaces, also on a phone."""

    label: str
    layout: dict[str, Any]
    narrow: dict[str, Any]


class Choice(TypedDict):
    """A choice between layouts of a chart; the chart as drawn is the first option."""

    label: str
    options: list[Option]


class Alternative(TypedDict):
    """Another chart in the same place, chosen by its label: a figure's JSON, with its own meta."""

    label: str
    figure: dict[str, Any]


class ChartMeta(TypedDict):
    """The meta of a chart.

    Attributes:
        name: its slug.
        title: its heading.
        subtitle: the line below it.
        alt: the chart in words.
        claims: the claims that it is about; of many it draws some.
        sources: the sources of these claims.
        findings: contradictions and cautions about these claims.
        columns: column titles of its data table.
        rows: rows of its data table, as displayed, `ROWS` at most.
        row_claims: the claim of each row of the data table; empty for none.
        notes: sentences on how to read it, and on what it leaves out.
        key: what its marks and lines stand for.
        listed: figures in a small table below the chart.
        above: pixels above the plot that belong to it, such as names of columns.
        narrow: the parts of the layout that differ on a phone.
        choices: layouts that a reader can choose.
        label: its own label among the alternatives.
        alternatives: other charts that a reader can choose in its place.
        left_out: how many entries are missing from a list that would be too long, by its name:
            `rows`, `listed`, `sources/EVIDENCE` or `findings/SEVERITY, RULE`.
        projection: the contract of a projection (`projection.contract`), if the chart is one.
    """

    name: str
    title: str
    subtitle: str
    alt: str
    claims: list[str]
    sources: list[SourceEntry]
    findings: list[FindingEntry]
    columns: list[str]
    rows: list[list[str]]
    row_claims: list[str]
    notes: list[str]
    key: list[KeyEntry]
    listed: Listed | None
    above: int
    narrow: dict[str, Any]
    choices: list[Choice]
    label: str
    alternatives: list[Alternative]
    left_out: dict[str, int]
    projection: Mapping[str, Any] | None


KEYS: Final = ChartMeta.__required_keys__
OPTIONAL: Final = frozenset(
    {"row_claims", "notes", "key", "listed", "above", "narrow", "choices", "label", "alternatives",
     "left_out", "projection"}
)  # fmt: skip


def to_meta(figure: go.Figure, meta: ChartMeta) -> None:
    """Write a figure's meta; leave out optional parts without a value."""
    figure.layout.meta = {key: value for key, value in meta.items() if value or key not in OPTIONAL}


def chart_meta(figure: go.Figure | Mapping[str, Any]) -> ChartMeta:
    """Return the meta of a figure or of a figure's JSON; missing parts are empty.

    Figures of other libraries have no meta, or use the same keys for something else. Each returned
    part has its declared type, whatever the figure holds.
    """
    given = _meta(figure)
    projection = given.get("projection")
    return {
        "name": _text(given, "name"),
        "title": _text(given, "title"),
        "subtitle": _text(given, "subtitle"),
        "alt": _text(given, "alt"),
        "claims": [str(key) for key in _items(given, "claims")],
        "sources": [_source(each) for each in _parts(given, "sources")],
        "findings": [_finding(each) for each in _parts(given, "findings")],
        "columns": [str(column) for column in _items(given, "columns")],
        "rows": [[str(cell) for cell in row] for row in _items(given, "rows")
                 if isinstance(row, list | tuple)],
        "row_claims": [str(key) for key in _items(given, "row_claims")],
        "notes": [str(note) for note in _items(given, "notes")],
        "key": [_key(each) for each in _parts(given, "key")],
        "listed": _listed(given.get("listed")),
        "above": given["above"] if isinstance(given.get("above"), int) else 0,
        "narrow": _dict(given.get("narrow")),
        "choices": [_choice(each) for each in _parts(given, "choices")],
        "label": _text(given, "label"),
        "alternatives": [
            {"label": _text(each, "label"), "figure": _dict(each.get("figure"))}
            for each in _parts(given, "alternatives")
        ],
        "left_out": {name: count for name, count in _dict(given.get("left_out")).items()
                     if isinstance(count, int)},
        "projection": projection if isinstance(projection, Mapping) else None,
    }  # fmt: skip


def foreign_meta(figure: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the meta keys in a figure's JSON that are not in `ChartMeta`; `None` without meta."""
    given = _meta(figure)
    return {key: value for key, value in given.items() if key not in KEYS} if given else None


def _meta(figure: go.Figure | Mapping[str, Any]) -> Mapping[str, Any]:
    if isinstance(figure, go.Figure):
        given = figure.layout.meta
    else:
        layout = figure.get("layout")
        given = layout.get("meta") if isinstance(layout, Mapping) else None
    return given if isinstance(given, Mapping) else {}


def _text(given: Mapping[str, Any], key: str) -> str:
    value = given.get(key)
    return "" if value is None else str(value)


def _items(given: Mapping[str, Any], key: str) -> list[Any]:
    value = given.get(key)
    return list(value) if isinstance(value, list | tuple) else []


def _parts(given: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    return [part for part in _items(given, key) if isinstance(part, Mapping)]


def _source(given: Mapping[str, Any]) -> SourceEntry:
    return {
        "citation": _text(given, "citation"),
        "claim_id": _text(given, "claim_id"),
        "evidence": _text(given, "evidence"),
    }


def _finding(given: Mapping[str, Any]) -> FindingEntry:
    return {
        "rule": _text(given, "rule"),
        "severity": _text(given, "severity"),
        "claim_id": _text(given, "claim_id"),
        "claim": _text(given, "claim"),
    }


def _key(given: Mapping[str, Any]) -> KeyEntry:
    return {
        "name": _text(given, "name"),
        "detail": _text(given, "detail"),
        "claim_id": _text(given, "claim_id"),
        "ink": _text(given, "ink"),
        "symbol": _text(given, "symbol"),
        "dash": _text(given, "dash"),
        "hollow": bool(given.get("hollow")),
        "labelled": bool(given.get("labelled")),
    }


def _listed(given: Any) -> Listed | None:
    if not isinstance(given, Mapping):
        return None
    return {
        "title": _text(given, "title"),
        "columns": [str(column) for column in _items(given, "columns")],
        "rows": [[str(cell) for cell in row] for row in _items(given, "rows")
                 if isinstance(row, list | tuple)],
        "claims": [str(key) for key in _items(given, "claims")],
    }  # fmt: skip


def _choice(given: Mapping[str, Any]) -> Choice:
    return {
        "label": _text(given, "label"),
        "options": [
            {"label": _text(each, "label"), "layout": _dict(each.get("layout")),
             "narrow": _dict(each.get("narrow"))}
            for each in _parts(given, "options")
        ],
    }  # fmt: skip


def _dict(given: Any) -> dict[str, Any]:
    return dict(cast("Mapping[str, Any]", given)) if isinstance(given, Mapping) else {}
