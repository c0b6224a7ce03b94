"""A plotly chart as the page shows it: words and data table as HTML, the rest as JSON."""

import base64
import copy
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice, zip_longest
from typing import Any, Final

import numpy as np

from report_helpers.charts.toolkit.meta import (
    ROWS,
    ChartMeta,
    Choice,
    KeyEntry,
    chart_meta,
    foreign_meta,
)
from report_helpers.page.blocks.markdown import Anchors, slug
from report_helpers.page.chart_parts.chart_details import (
    DataTable,
    Row,
    RuleFindings,
    SourceGroup,
    behind,
    findings_by_rule,
    given_table,
    listed_table,
    sign,
    sources_by_evidence,
)
from report_helpers.page.chart_parts.chart_layout import narrow_layout, page_layout
from report_helpers.page.chart_parts.projection_view import ProjectionView, projection_view
from report_helpers.projection.contract import contract_in

__all__ = ["ChartView", "DataTable", "RuleFindings", "chart_view"]

SHOWN_ROWS: Final = 1000
WIDTH: Final = 880
"""The width of a picture in pixels, unless the figure has its own: the widest that is shown."""
SPLIT: Final = re.compile(r"(?<=\d) (?=%|(?:thousand|million|billion|trillion)\b)")
"""Spaces at which no line of a title may break: between a number and what it counts."""
AXES: Final = (("x", "y"), ("labels", "values"))


@dataclass(frozen=True, slots=True)
class ChartView:
    """A chart of the page.

    Attributes:
        meta: its words, sources and findings.
        behind: what the closed line under it holds, in words.
        table: its data table.
        listed: the table that it shows below the plot, if any.
        narrow: the parts of the layout that differ on a phone.
        width: that of its picture.
        choices: for each choice, the layouts of its options.
        alternatives: charts that a reader can choose in its place.
    """

    name: str
    title: str
    alt: str
    meta: ChartMeta
    behind: str
    table: DataTable
    listed: DataTable | None
    data: list[Any]
    layout: dict[str, Any]
    narrow: dict[str, Any]
    width: int = WIDTH
    choices: tuple[Choice, ...] = ()
    alternatives: tuple["ChartView", ...] = ()
    projection: ProjectionView | None = None

    @property
    def anchor(self) -> str:
        """The anchor of the chart."""
        return f"figure-{self.name}"

    @property
    def heading(self) -> str:
        """The title, so that no line breaks between a number and what it counts."""
        return SPLIT.sub("\u00a0", self.title)

    @property
    def claims(self) -> tuple[str, ...]:
        """The claims that it draws."""
        return tuple(self.meta["claims"])

    @property
    def is_empty(self) -> bool:
        """Whether it has nothing to draw: a chart of ours whose selection of claims is empty."""
        return not self.draws and not self.meta["claims"]

    @property
    def is_partial(self) -> bool:
        """Whether it has more claims than its data table could list."""
        return bool(self.table.left_out) or len(self.claims) > ROWS

    @property
    def draws(self) -> bool:
        """Whether there is a plot; a chart of ours without traces is its words and tables."""
        return bool(self.data) or not self.meta["alt"]

    @property
    def is_aside(self) -> bool:
        """Whether a wide screen has the words beside the plot: in a chart with its own layouts."""
        return bool(self.meta["narrow"] or self.listed)

    @property
    def all_views(self) -> tuple["ChartView", ...]:
        """The chart and its alternatives."""
        return (self, *self.alternatives)

    @property
    def sources_by_evidence(self) -> list[SourceGroup]:
        """The sources grouped by level of evidence."""
        return sources_by_evidence(self.meta)

    @property
    def findings_by_rule(self) -> list[RuleFindings]:
        """The findings grouped by severity and rule."""
        return findings_by_rule(self.meta)

    @property
    def key(self) -> list[tuple[KeyEntry, dict[str, Any]]]:
        """The key: each entry, and what draws its mark."""
        return [(entry, sign(entry)) for entry in self.meta["key"]]

    @property
    def is_labelled(self) -> bool:
        """Whether a wide screen needs no key, because labels in the plot name all."""
        return all(entry["labelled"] for entry in self.meta["key"])

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
        choices = [
            [{"layout": one["layout"], "narrow": one["narrow"]} for one in choice["options"]]
            for choice in self.choices
        ]
        drawn = {"data": self.data, "layout": self.layout, "narrow": self.narrow}
        return {**drawn, "choices": choices}


def chart_view(figure: Mapping[str, Any], anchors: Anchors) -> ChartView:
    """Return the view of a plotly figure; without our metadata, words and table are derived."""
    figure = copy.deepcopy(dict(figure))
    data, layout = figure.get("data") or [], figure.get("layout") or {}
    meta, contract = chart_meta(figure), contract_in(chart_meta(figure))
    title = meta["title"] or _plain_title(layout) or "Chart"
    name = anchors.claim(f"figure-{slug(meta['name'] or title)}").removeprefix("figure-")
    wide = page_layout(layout, foreign_meta(figure), name, meta)
    narrow = narrow_layout(data, wide, moves=contract is not None, own=meta["narrow"])
    return ChartView(
        name=name,
        title=title,
        alt=meta["alt"] or f"Chart: {title}.",
        meta=meta,
        behind=behind(meta),
        table=given_table(meta) or _trace_table(data),
        listed=listed_table(meta),
        data=data,
        layout=wide,
        narrow=narrow,
        width=min(WIDTH, int(layout.get("width") or WIDTH)),
        choices=tuple(meta["choices"]),
        alternatives=tuple(
            chart_view(_with_template(each["figure"], layout), anchors)
            for each in meta["alternatives"]
        ),
        projection=None if contract is None else projection_view(contract, name),
    )


def _with_template(figure: Mapping[str, Any], layout: Mapping[str, Any]) -> dict[str, Any]:
    """Return an alternative with the template of the chart in whose place it is shown."""
    return {**figure, "layout": {**figure.get("layout", {}), "template": layout.get("template")}}


def _plain_title(layout: Mapping[str, Any]) -> str:
    title = layout.get("title") or {}
    text = title.get("text") if isinstance(title, dict) else title
    return re.sub(r"<[^>]*>", " ", str(text or "")).strip()


def _trace_table(data: Iterable[Mapping[str, Any]]) -> DataTable:
    """Return one row a point: the trace's name and the point's two coordinates."""
    rows = [Row(row) for number, trace in enumerate(data, 1) for row in _trace_rows(number, trace)]
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
