"""A plotly chart as the page shows it: words and data table as HTML, the rest as JSON."""

import base64
import copy
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice, zip_longest
from typing import Any, Final, NamedTuple

import numpy as np

from report_helpers.charts.toolkit.meta import (
    ChartMeta,
    FindingEntry,
    SourceEntry,
    chart_meta,
    foreign_meta,
)
from report_helpers.page.chart_layout import narrow_layout, page_layout
from report_helpers.page.markdown import Anchors, slug
from report_helpers.page.projection_view import ProjectionView, projection_view
from report_helpers.projection.contract import contract_in

__all__ = ["ChartView", "DataTable", "RuleFindings", "chart_view"]

NAMED: Final = 6
"""Claims that a badge under a chart names; the audit's section names all."""
SHOWN_ROWS: Final = 1000
WIDTH: Final = 880
"""The width of a picture in pixels, unless the figure has its own: the widest that is shown."""
AXES: Final = (("x", "y"), ("labels", "values"))


@dataclass(frozen=True, slots=True)
class RuleFindings:
    """The findings of one rule about a chart's claims; `more` counts those not in `named`."""

    severity: str
    rule: str
    named: tuple[FindingEntry, ...]
    more: int


class DataTable(NamedTuple):
    """A table of texts; `left_out` counts the rows that are not shown."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class ChartView:
    """A chart of the page.

    `narrow` holds the parts of the layout that differ on a phone; `width` is that of its picture.
    """

    name: str
    title: str
    subtitle: str
    alt: str
    sources: tuple[SourceEntry, ...]
    findings: tuple[FindingEntry, ...]
    table: DataTable
    data: list[Any]
    layout: dict[str, Any]
    narrow: dict[str, Any]
    width: int = WIDTH
    projection: ProjectionView | None = None
    claims: tuple[str, ...] = ()

    @property
    def anchor(self) -> str:
        """The anchor of the chart."""
        return f"figure-{self.name}"

    @property
    def sources_by_evidence(self) -> list[tuple[str, list[SourceEntry]]]:
        """The sources grouped by level of evidence, in the order of each group's first."""
        groups: dict[str, list[SourceEntry]] = {}
        for source in self.sources:
            groups.setdefault(source["evidence"], []).append(source)
        return list(groups.items())

    @property
    def findings_by_rule(self) -> list[RuleFindings]:
        """The findings grouped by severity and rule, the gravest first."""
        groups: dict[tuple[str, str], list[FindingEntry]] = {}
        for finding in self.findings:
            groups.setdefault((finding["severity"], finding["rule"]), []).append(finding)
        return [
            RuleFindings(*key, tuple(group[:NAMED]), len(group[NAMED:]))
            for key, group in groups.items()
        ]

    @property
    def height(self) -> int:
        """The height of the chart on a wide screen, in pixels."""
        return int(self.layout["height"])

    @property
    def trace_types(self) -> frozenset[str]:
        """The types of traces that plotly.js must be able to draw."""
        return frozenset(trace.get("type", "scatter") for trace in self.data)

    def live(self) -> dict[str, Any]:
        """Return the data that the page's script draws."""
        return {"data": self.data, "layout": self.layout, "narrow": self.narrow}


def chart_view(figure: Mapping[str, Any], anchors: Anchors) -> ChartView:
    """Return the view of a plotly figure; without our metadata, words and table are derived."""
    figure = copy.deepcopy(dict(figure))
    data, layout = figure.get("data") or [], figure.get("layout") or {}
    meta, contract = chart_meta(figure), contract_in(chart_meta(figure))
    title = meta["title"] or _plain_title(layout) or "Chart"
    name = anchors.claim(f"figure-{slug(meta['name'] or title)}").removeprefix("figure-")
    wide = page_layout(layout, foreign_meta(figure), name)
    return ChartView(
        name=name,
        title=title,
        subtitle=meta["subtitle"],
        alt=meta["alt"] or f"Chart: {title}.",
        sources=tuple(meta["sources"]),
        findings=tuple(meta["findings"]),
        table=_given_table(meta) or _trace_table(data),
        data=data,
        layout=wide,
        narrow=narrow_layout(data, wide, moves=contract is not None),
        width=min(WIDTH, int(layout.get("width") or WIDTH)),
        projection=None if contract is None else projection_view(contract, name),
        claims=tuple(meta["claims"]),
    )


def _plain_title(layout: Mapping[str, Any]) -> str:
    title = layout.get("title") or {}
    text = title.get("text") if isinstance(title, dict) else title
    return re.sub(r"<[^>]*>", " ", str(text or "")).strip()


def _given_table(meta: ChartMeta) -> DataTable | None:
    if not meta["columns"]:
        return None
    return DataTable(tuple(meta["columns"]), tuple(map(tuple, meta["rows"])))


def _trace_table(data: Iterable[Mapping[str, Any]]) -> DataTable:
    """Return one row a point: the trace's name and the point's two coordinates."""
    rows = [row for number, trace in enumerate(data, 1) for row in _trace_rows(number, trace)]
    shown = tuple(islice(rows, SHOWN_ROWS))
    return DataTable(("Series", "x", "y"), shown, len(rows) - len(shown))


def _trace_rows(number: int, trace: Mapping[str, Any]) -> list[tuple[str, ...]]:
    name = str(trace.get("name") or f"series {number}")
    for first, second in AXES:
        if first in trace or second in trace:
            pairs = zip_longest(_values(trace.get(first)), _values(trace.get(second)))
            return [(name, _text(x), _text(y)) for x, y in pairs]
    return []


def _values(array: Any) -> list[Any]:
    """Return an array of a plotly figure, which is a list or base64 of its bytes."""
    if isinstance(array, Mapping) and "bdata" in array:
        raw = base64.b64decode(array["bdata"])
        return list(np.frombuffer(raw, dtype=array["dtype"]).tolist())
    return list(array) if isinstance(array, list | tuple) else []


def _text(value: Any) -> str:
    return "" if value is None else str(value)
