"""The contents of a figure's `layout.meta`: texts, claims, sources, findings and data table.

`to_meta` writes it and `chart_meta` reads it. The page, the results of a run and the projection
use only these two functions and know none of the keys.
"""

from collections.abc import Mapping
from typing import Any, Final, TypedDict

import plotly.graph_objects as go

__all__ = ["ChartMeta", "FindingEntry", "SourceEntry", "chart_meta", "foreign_meta", "to_meta"]


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
    anchor: str


class ChartMeta(TypedDict):
    """The meta of a chart.

    Attributes:
        name: its slug.
        title: its heading.
        subtitle: the line below it.
        alt: the chart in words.
        claims: the claims that it draws.
        sources: the sources of these claims.
        findings: contradictions and cautions about these claims.
        columns: column titles of its data table.
        rows: rows of its data table, as displayed.
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
    projection: Mapping[str, Any] | None


KEYS: Final = ChartMeta.__required_keys__
OPTIONAL: Final = {"projection"}


def to_meta(figure: go.Figure, meta: ChartMeta) -> None:
    """Write a figure's meta; leave out optional parts without a value."""
    figure.layout.meta = {
        key: value for key, value in meta.items() if value is not None or key not in OPTIONAL
    }


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
        "anchor": _text(given, "anchor"),
    }
