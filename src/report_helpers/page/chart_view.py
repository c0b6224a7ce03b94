"""A notebook's plotly figure as the page shows it: words and table in HTML, the rest as JSON."""

import copy
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from report_helpers.charts.toolkit.colors import COLORS
from report_helpers.page.markdown import Anchors, slug
from report_helpers.page.projection_view import ProjectionView, projection_view
from report_helpers.page.trace_table import DataTable, trace_table

__all__ = ["WIDTH", "FigureView", "Found", "FoundByRule", "Source", "figure_view"]

WIDTH: Final = 880
"""Pixels that a picture is drawn for: the widest that a chart gets on the page."""

FONT: Final = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Liberation Sans', sans-serif"
CLEAR: Final = "rgba(0,0,0,0)"
DEFAULT_HEIGHT: Final = 450
DEFAULT_MARGIN: Final = {"l": 80, "r": 80, "t": 100, "b": 80}
FEW_TICKS: Final = 6
# Claims that a badge under a chart names; the audit's section names them all.
NAMED: Final = 6
# Above the plot: room for the chart's buttons.
TOP: Final = 32
# What the page sets in HTML; whatever else a figure's meta holds stays with the live chart.
TOLD_IN_HTML: Final = frozenset(
    {
        "title",
        "subtitle",
        "alt",
        "claims",
        "sources",
        "findings",
        "columns",
        "rows",
        "projection",
    }
)
NARROW_WIDTH, LEGEND_ROW, LETTER, LEGEND_KEY = 320, 20, 6.5, 48


@dataclass(frozen=True, slots=True)
class Source:
    """A source under a chart."""

    citation: str
    claim_id: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Found:
    """What the audit found about one claim of a chart, and where the page tells it."""

    severity: str
    rule: str
    claim: str
    anchor: str


@dataclass(frozen=True, slots=True)
class FoundByRule:
    """What one rule found about the claims of a chart; `more` counts those that are not named."""

    severity: str
    rule: str
    named: tuple[Found, ...]
    more: int


@dataclass(frozen=True, slots=True)
class FigureView:
    """A chart of the page; `narrow` holds the parts of the layout that differ on a phone."""

    name: str
    title: str
    subtitle: str
    alt: str
    sources: tuple[Source, ...]
    findings: tuple[Found, ...]
    table: DataTable
    data: list[Any]
    layout: dict[str, Any]
    narrow: dict[str, Any]
    projection: ProjectionView | None = None

    @property
    def anchor(self) -> str:
        """Where a link finds the chart."""
        return f"figure-{self.name}"

    @property
    def sources_by_evidence(self) -> list[tuple[str, list[Source]]]:
        """The sources in groups of one level of evidence, in the order of their first."""
        groups: dict[str, list[Source]] = {}
        for source in self.sources:
            groups.setdefault(source.evidence, []).append(source)
        return list(groups.items())

    @property
    def findings_by_rule(self) -> list[FoundByRule]:
        """The findings in groups of one severity and rule, the gravest first."""
        groups: dict[tuple[str, str], list[Found]] = {}
        for found in self.findings:
            groups.setdefault((found.severity, found.rule), []).append(found)
        return [
            FoundByRule(*key, tuple(found[:NAMED]), len(found[NAMED:]))
            for key, found in groups.items()
        ]

    @property
    def height(self) -> int:
        """Pixels that the chart is high on a wide screen."""
        return int(self.layout["height"])

    @property
    def trace_types(self) -> frozenset[str]:
        """The kinds of traces that plotly.js must be able to draw."""
        return frozenset(trace.get("type", "scatter") for trace in self.data)

    def live(self) -> dict[str, Any]:
        """Return what the page's script draws."""
        spec = {"data": self.data, "layout": self.layout, "narrow": self.narrow}
        return {**spec, "fans": self.projection.fans} if self.projection else spec


def figure_view(figure: Mapping[str, Any], anchors: Anchors) -> FigureView:
    """Return a figure's view; one without our meta gets its words and table from its traces."""
    figure = copy.deepcopy(dict(figure))
    data, layout = figure.get("data") or [], figure.get("layout") or {}
    meta = layout["meta"] if isinstance(layout.get("meta"), dict) else {}
    title = str(meta.get("title") or _plain_title(layout) or "Chart")
    name = anchors.claim(f"figure-{slug(str(meta.get('name') or title))}").removeprefix("figure-")
    clean = _undressed(layout, meta, name)
    return FigureView(
        name=name,
        title=title,
        subtitle=str(meta.get("subtitle") or ""),
        alt=str(meta.get("alt") or f"Chart: {title}."),
        sources=tuple(_sources(meta)),
        findings=tuple(_findings(meta)),
        table=_table(meta) or trace_table(data),
        data=data,
        layout=clean,
        narrow=_narrow(data, clean, moves="projection" in meta),
        projection=projection_view(meta["projection"], name) if "projection" in meta else None,
    )


def _template(layout: Mapping[str, Any]) -> Mapping[str, Any]:
    return (layout.get("template") or {}).get("layout") or {}


def _plain_title(layout: Mapping[str, Any]) -> str:
    title = layout.get("title") or {}
    text = title.get("text") if isinstance(title, dict) else title
    return re.sub(r"<[^>]*>", " ", str(text or "")).strip()


def _sources(meta: Mapping[str, Any]) -> Iterator[Source]:
    for source in meta.get("sources") or ():
        yield Source(*(str(source.get(key, "")) for key in ("citation", "claim_id", "evidence")))


def _findings(meta: Mapping[str, Any]) -> Iterator[Found]:
    for found in meta.get("findings") or ():
        keys = ("severity", "rule", "claim", "anchor")
        yield Found(*(str(found.get(key, "")) for key in keys))


def _table(meta: Mapping[str, Any]) -> DataTable | None:
    if not meta.get("columns"):
        return None
    rows = tuple(tuple(str(cell) for cell in row) for row in meta.get("rows") or ())
    return DataTable(tuple(str(column) for column in meta["columns"]), rows)


def _undressed(layout: dict[str, Any], meta: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Return a layout without what the page says in HTML, on the page's own ground."""
    clean = {key: value for key, value in layout.items() if key not in ("title", "width")}
    font = dict(layout.get("font") or {})
    if not meta:
        # A figure of another theme: its text must be readable on the page's dark ground too.
        font.setdefault("color", COLORS["text"].light)
    notes = layout.get("annotations") or []
    kept = {key: value for key, value in meta.items() if key not in TOLD_IN_HTML}
    return clean | {
        "annotations": [note for note in notes if note.get("name") != "sources"],
        "autosize": True,
        "font": font | {"family": FONT},
        "meta": kept | {"name": name},
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
        **_closed_up(layout, notes),
    }


def _closed_up(layout: Mapping[str, Any], notes: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return margins and height without the room of title and sources; the plot keeps its own."""
    template = _template(layout)
    margin = DEFAULT_MARGIN | (template.get("margin") or {}) | (layout.get("margin") or {})
    height = int(layout.get("height") or template.get("height") or DEFAULT_HEIGHT)
    # The sources hang as far below the plot as its axis needs.
    below = [
        -note["yshift"] for note in notes if note.get("name") == "sources" and "yshift" in note
    ]
    bottom = min([margin["b"], *below])
    top = min(margin["t"], TOP) if layout.get("title") else margin["t"]
    closed = height - (margin["t"] - top) - (margin["b"] - bottom)
    return {"height": round(closed), "margin": margin | {"t": top, "b": bottom}}


def _narrow(
    data: Sequence[Mapping[str, Any]], layout: dict[str, Any], *, moves: bool
) -> dict[str, Any]:
    """Return the parts of a layout that differ where a direct label has no room.

    A figure `moves` where a reader's inputs change its labels.
    """
    notes = layout["annotations"]
    others = [note for note in notes if not str(note.get("name", "")).startswith("label")]
    shown = layout.get("showlegend", _template(layout).get("showlegend", len(data) > 1))
    legend = shown or len(others) < len(notes)
    rows = _legend_rows(data) if legend else 0
    given = {key: axis for key, axis in layout.items() if _is_axis(key)}
    axes = {
        key: _narrow_axis(key, axis) for key, axis in ({"xaxis": {}, "yaxis": {}} | given).items()
    }
    return axes | {
        "annotations": others,
        "dragmode": False,
        "font": layout["font"] | {"size": 12},
        "height": layout["height"] + rows * LEGEND_ROW,
        "legend": (layout.get("legend") or {})
        | {"orientation": "h", "xref": "container", "yref": "container"}
        | {"x": 0, "y": 0, "xanchor": "left", "yanchor": "bottom", "title": {"text": ""}},
        # Labels that move would move the margin, and all would be drawn anew: they keep their room.
        "margin": layout["margin"] | ({} if moves else {"l": 8}) | {"r": 12, "t": 12, "b": 12},
        "showlegend": legend,
    }


def _is_axis(key: str) -> bool:
    return bool(re.fullmatch(r"[xy]axis\d*", key))


def _narrow_axis(key: str, axis: Mapping[str, Any]) -> dict[str, Any]:
    kept = {
        part: value for part, value in axis.items() if part not in ("tickmode", "tick0", "dtick")
    }
    if key.startswith("y") or "tickvals" in axis:
        return {"automargin": True, **axis}
    return {"automargin": True, **kept, "nticks": FEW_TICKS}


def _legend_rows(data: Sequence[Mapping[str, Any]]) -> int:
    """Return how many rows plotly needs: it sets names in columns as wide as the longest."""
    names = [
        str(trace["name"]) for trace in data if trace.get("name") and trace.get("showlegend", True)
    ]
    if not names:
        return 0
    widest = LEGEND_KEY + LETTER * max(len(name) for name in names)
    return -(-len(names) // max(1, int(NARROW_WIDTH // widest)))
