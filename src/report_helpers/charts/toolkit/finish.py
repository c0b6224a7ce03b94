"""Finishes every figure: template, heading, meta, sources, hover and rounded numbers."""

import math
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from report_helpers.audit.findings import Finding
from report_helpers.charts.toolkit.backing import NAMED, Backing, backing
from report_helpers.charts.toolkit.meta import (
    ROWS,
    Alternative,
    ChartMeta,
    Choice,
    KeyEntry,
    Listed,
    to_meta,
)
from report_helpers.charts.toolkit.notebook_chart import Chart
from report_helpers.charts.toolkit.plotly_text import shown, wrapped
from report_helpers.charts.toolkit.text_width import text_width
from report_helpers.charts.toolkit.theme import MARGIN, TEMPLATE
from report_helpers.claims.amounts import whole
from report_helpers.colors import light
from report_helpers.reader_locale import separators

__all__ = [
    "LEGEND_LINE", "Caption", "Extras", "Frame", "Sheet", "finish", "legend_rows", "narrow_frame",
    "numbers", "sentence",
]  # fmt: skip

DIGITS = 10
"""Significant digits of every computed number in a figure, so that stored figures are stable."""

TITLE_CHARS, SUBTITLE_CHARS, SOURCES_CHARS = 80, 112, 120
TITLE_LINE, SUBTITLE_LINE, SOURCES_LINE = 24, 18, 16
"""Characters per line, and pixels per line, of the title, subtitle and sources."""
WIDE, EDGES = 880, 32
"""Pixels: width of a chart for which these lines are, and of its edges together."""

LEGEND_WIDTH, LEGEND_LINE, LEGEND_MORE, LEGEND_KEY = 780, 20, 30, 50
"""Pixels: width of a legend, height of its first line and of each other, of an entry beside its
text."""

EDGE = 12
"""Pixels at the edges of a chart on a phone."""


@dataclass(frozen=True, slots=True)
class Caption:
    """A figure's own texts: its slug, its heading, and a description for screen readers.

    `findings` are all findings of the audit; the figure lists those about the claims it draws.
    """

    name: str
    title: str
    subtitle: str
    alt: str
    findings: Sequence[Finding] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A figure's data table: column titles, rows of text as displayed, and the claim of each."""

    columns: tuple[str, ...]
    rows: list[list[str]]
    claims: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Extras:
    """What some figures have besides: see the keys of the same names in `ChartMeta`."""

    notes: Sequence[str] = ()
    key: Sequence[KeyEntry] = ()
    listed: Listed | None = None
    narrow: dict[str, Any] = field(default_factory=dict)
    choices: Sequence[Choice] = ()
    label: str = ""
    alternatives: Sequence[Alternative] = ()


@dataclass(frozen=True, slots=True)
class Frame:
    """Size in pixels: height of the plot, and the space for axes, labels and legend around it.

    Heading and sources are added on top of it.
    """

    height: int
    left: int = MARGIN["l"]
    right: int = MARGIN["r"]
    below: int = MARGIN["b"]
    above: int = 0


def numbers(values: Iterable[Any]) -> list[float | None]:
    """Return floats rounded to at most `DIGITS` significant digits; `None` for missing values."""
    return [None if pd.isna(value) else float(f"{float(value):.{DIGITS}g}") for value in values]


def legend_rows(figure: go.Figure) -> int:
    """Return the number of lines of the legend."""
    names = [trace.name for trace in figure.data if trace.showlegend]
    widest = max(map(text_width, names), default=0) + LEGEND_KEY
    return math.ceil(len(names) / max(1, int(LEGEND_WIDTH // widest))) if names else 0


def narrow_frame(
    height: int, *, left: int = EDGE, below: int = 32, **axes: dict[str, Any]
) -> dict[str, Any]:
    """Return the layout of a chart on a phone, from the height of its plot.

    Args:
        height: of the plot, in pixels.
        left: pixels for the ticks beside it.
        below: pixels for the ticks below it.
        axes: the parts of axes that differ on a phone.
    """
    margin = {"l": left, "r": EDGE, "t": EDGE, "b": below}
    return {"height": height + margin["t"] + margin["b"], "margin": margin, **axes}


def _room(figure: go.Figure, chars: int) -> int:
    """Return the characters of a line in a chart that may have its own width."""
    return round(chars * ((figure.layout.width or WIDE) - EDGES) / (WIDE - EDGES))


def _heading(figure: go.Figure, caption: Caption) -> int:
    title = textwrap.wrap(caption.title, _room(figure, TITLE_CHARS))
    subtitle = textwrap.wrap(caption.subtitle, _room(figure, SUBTITLE_CHARS))
    figure.layout.title.text = "<br>".join(f"<b>{shown(line)}</b>" for line in title)
    figure.layout.title.subtitle.text = "<br>".join(map(shown, subtitle))
    return 20 + TITLE_LINE * len(title) + SUBTITLE_LINE * len(subtitle)


def _place_sources(figure: go.Figure, text: str, frame: Frame) -> int:
    figure.add_annotation(
        name="sources",
        text=text,
        font={"size": 12, "color": light("muted")},
        align="left",
        x=0,
        xref="paper",
        xanchor="left",
        xshift=16 - frame.left,
        y=0,
        yref="paper",
        yanchor="top",
        yshift=-frame.below,
    )
    return 16 + SOURCES_LINE * (text.count("<br>") + 1)


def _name_once(figure: go.Figure, labelled: set[str]) -> None:
    """Keep each name once in a shown legend; hide traces without a name or with a label."""
    seen: set[str | None] = {None, *map(shown, labelled)}
    for trace in figure.data:
        trace.showlegend = trace.name not in seen
        trace.legendgroup = trace.name
        seen.add(trace.name)


def _under_plot(found: Backing, extras: Extras, chars: int) -> str:
    """Return what JupyterLab shows below the plot, and the page as HTML."""
    rows = extras.listed["rows"] if extras.listed else []
    listed = "; ".join(" ".join(row) for row in rows[:NAMED])
    more = f"; and {whole(len(rows) - NAMED)} more" if len(rows) > NAMED else ""
    parts = [f"{extras.listed['title']}: {listed}{more}."] if extras.listed else []
    lines = [wrapped(text, chars) for text in [*parts, *extras.notes]]
    return "<br>".join(filter(None, [*lines, found.text(chars)]))


def finish(  # noqa: PLR0913, PLR0917 (each part has its own type)
    figure: go.Figure,
    caption: Caption,
    drawn: pd.DataFrame,
    sheet: Sheet,
    frame: Frame,
    extras: Extras | None = None,
) -> go.Figure:
    """Give a figure its template, heading, sources, findings and meta, and return it.

    Args:
        figure: traces and axes.
        caption: its texts.
        drawn: the rows of the validated table that it draws.
        sheet: its data table.
        frame: its size.
        extras: what else it has.
    """
    found, extras = backing(drawn, caption.findings), extras or Extras()
    top = MARGIN["t"] + _heading(figure, caption) + frame.above
    text = _under_plot(found, extras, _room(figure, SOURCES_CHARS))
    footing = _place_sources(figure, text, frame) if text else 0
    bottom = frame.below + footing
    _name_once(figure, {entry["name"] for entry in extras.key if entry["labelled"]})
    if extras.key:
        legend = legend_rows(figure)
        figure.layout.showlegend = legend > 0
        top += LEGEND_LINE + LEGEND_MORE * (legend - 1) if legend else 0
        if frame.above:
            figure.layout.legend.y = 1 + frame.above / frame.height
    figure.update_layout(
        template=TEMPLATE,
        # Of the numbers that plotly itself writes; None is its own English.
        separators=separators(),
        margin={"l": frame.left, "r": frame.right, "t": top, "b": bottom},
        height=frame.height + top + bottom,
    )
    to_meta(figure, _meta(caption, drawn, sheet, frame, extras, found))
    return figure


def _meta(  # noqa: PLR0913, PLR0917 (each part has its own type)
    caption: Caption,
    drawn: pd.DataFrame,
    sheet: Sheet,
    frame: Frame,
    extras: Extras,
    found: Backing,
) -> ChartMeta:
    return {
        "name": caption.name,
        "title": caption.title,
        "subtitle": caption.subtitle,
        "alt": caption.alt,
        "claims": [str(key) for key in drawn.index],
        "sources": found.sources,
        "findings": found.findings,
        "columns": list(sheet.columns),
        "rows": sheet.rows[:ROWS],
        "row_claims": list(sheet.claims[:ROWS]),
        "notes": list(extras.notes),
        "key": list(extras.key),
        "listed": _listed(extras.listed),
        "above": frame.above,
        "narrow": extras.narrow,
        "choices": list(extras.choices),
        "label": extras.label,
        "alternatives": list(extras.alternatives),
        "left_out": _left_out(found, sheet, extras),
        "projection": None,
    }


def _listed(table: Listed | None) -> Listed | None:
    if table is None:
        return None
    return {**table, "rows": table["rows"][:NAMED], "claims": table["claims"][:NAMED]}


def _left_out(found: Backing, sheet: Sheet, extras: Extras) -> dict[str, int]:
    """Return how many entries each list of the meta leaves out, by the names of `ChartMeta`."""
    listed = extras.listed["rows"] if extras.listed else []
    counts = {
        "rows": len(sheet.rows[ROWS:]),
        "listed": len(listed[NAMED:]),
        **{f"sources/{group}": count for group, count in found.more_sources.items()},
        **{f"findings/{group}": count for group, count in found.more_findings.items()},
    }
    return {name: count for name, count in counts.items() if count}


def sentence(name: str, title: str, text: str, columns: Sequence[str]) -> go.Figure:
    """Return the figure of an empty selection: one sentence, no axes, no claims."""
    figure = Chart()
    figure.add_annotation(
        name="sentence", text=wrapped(text, 44), font={"size": 14, "color": light("muted")},
        x=0.5, xref="paper", y=0.5, yref="paper",
    )  # fmt: skip
    figure.update_layout(xaxis={"visible": False}, yaxis={"visible": False})
    caption = Caption(name, title, "", text)
    none = pd.DataFrame()
    return finish(figure, caption, none, Sheet(tuple(columns), []), Frame(120))
