"""The table of all claims, as the result of a notebook cell.

The page shows all rows, with search, filters and dossiers; JupyterLab shows the first ones.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

import pandas as pd
from markupsafe import Markup

from report_helpers.analysis.parameter_checks import known_topic
from report_helpers.audit.findings import Finding
from report_helpers.audit.selection import all_verdicts
from report_helpers.audit.verdicts import Verdict
from report_helpers.charts.toolkit.plotly_text import Row, records, window
from report_helpers.claims.schema import COLUMN_NAMES
from report_helpers.claims.units import dimensions, factors
from report_helpers.claims.wording import count_phrase, figure, stated_growth, topic_title
from report_helpers.packing import packed
from report_helpers.text.badges import READ, verdict_mark
from report_helpers.text.dossier import dossiers
from report_helpers.text.html import Fragment, joined, paragraphs, table

__all__ = ["CLAIMS", "DERIVED", "ClaimExplorer", "explorer", "figure_order", "figure_with_growth"]

CLAIMS: Final = "application/vnd.market-report.claims+json"
"""The MIME type of the output."""
DERIVED: Final = ("line", "figure", "figure_order", "window", "topic_title", "evidence_label",
                  "verdict")  # fmt: skip
"""The columns of the output after those of the claims file:

- `line`: the physical line of the row in the file;
- `figure`: the figure in words, and the growth that is stated beside it;
- `figure_order`: its place in the order of all figures of the file, by dimension and size;
- `window`: its years;
- `topic_title`, `evidence_label`: topic and evidence in words, the evidence in two;
- `verdict`: the verdict, also on a row that is not cited if a finding gives one; else empty.
"""
PREVIEW: Final = 100
"""The most rows that JupyterLab shows."""
PART: Final = 500
"""The claims of a packed part of the output."""
PLAIN: Final = 1000
"""The most claims of an output that is not packed."""


@dataclass(frozen=True, slots=True)
class ClaimExplorer:
    """The claims, each with its row as text and its dossier as HTML; shown by page and JupyterLab.

    `rows` has a text for each of `columns`, empty where a cell is missing; `dossiers` has the HTML
    of each claim by its id.
    """

    columns: tuple[str, ...]
    rows: list[list[str]]
    dossiers: dict[str, Markup]
    preview: Fragment

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        every = {"columns": list(self.columns), **self._content()}
        return {CLAIMS: every, **self.preview._repr_mimebundle_()}

    def _content(self) -> dict[str, Any]:
        if len(self.rows) <= PLAIN:
            return self._part(0, PLAIN)
        starts = range(0, len(self.rows), PART)
        return {"parts": [packed(json.dumps(self._part(start, PART))) for start in starts]}

    def _part(self, start: int, count: int) -> dict[str, Any]:
        rows = self.rows[start : start + count]
        return {"rows": rows, "dossiers": {row[0]: str(self.dossiers[row[0]]) for row in rows}}


def explorer(
    claims: pd.DataFrame, *, topic: str = "", findings: Sequence[Finding] = ()
) -> ClaimExplorer | Fragment:
    """Return all claims, or those of one topic, to search, sort, filter and open.

    Args:
        claims: the validated table.
        topic: one topic; empty: all.
        findings: the findings of the audit.

    Raises:
        UsageError: the claims have no such topic.

    Example:
        >>> table = mr.text.explorer(claims, topic="tools", findings=findings)
    """
    chosen = claims[claims["topic"].eq(topic)] if known_topic(claims, topic) else claims
    if chosen.empty:
        return paragraphs("This file holds no claim on the topic.")
    known = records(chosen)
    given = all_verdicts(claims, findings)
    order = dict(zip(claims.index, figure_order(claims), strict=True))
    every = dossiers(claims, findings)
    return ClaimExplorer(
        columns=(*COLUMN_NAMES, *DERIVED),
        rows=[
            [*_cells(claim_id, row), *_derived(row, order[claim_id], given.get(claim_id, ""))]
            for claim_id, row in known.items()
        ],
        dossiers={claim_id: every[claim_id] for claim_id in known},
        preview=_preview(known, given),
    )


def _cells(claim_id: str, row: Row) -> Iterator[str]:
    """Yield the cells of a row as the file has them."""
    yield claim_id
    yield from (_as_text(row[name]) for name in COLUMN_NAMES[1:])


def _as_text(cell: Any) -> str:
    if cell is None:
        return ""
    return format(cell, "f") if isinstance(cell, Decimal) else str(cell)


def _derived(row: Row, order: int, verdict: str) -> tuple[str, ...]:
    words = (topic_title(row["topic"]), READ[row["evidence"]][1])
    return (str(row["line"]), figure_with_growth(row), str(order), window(row), *words, verdict)


def figure_with_growth(row: Row) -> str:
    """Return the figure, and the growth stated beside it: "$226 billion, 39.2 % a year"."""
    valued = row["value"] is not None or row["value_low"] is not None
    grows = row["growth_percent"] is not None or row["growth_low"] is not None
    words = f"{figure(row)}, {stated_growth(row)}" if valued and grows else figure(row)
    return words.replace(" %", "\N{NO-BREAK SPACE}%")


def figure_order(claims: pd.DataFrame) -> list[int]:
    """Return the place of each row's figure in an order by dimension, then by size.

    A row without a value or range stands with its stated growth, among the percentages.
    """
    value = claims["value"].fillna(claims["value_high"]).astype(float)
    growth = claims["growth_percent"].fillna(claims["growth_high"]).astype(float)
    keys = pd.DataFrame(
        {
            "dimension": dimensions(claims["unit"]).where(value.notna(), "percent"),
            "size": (value * factors(claims["unit"])).fillna(growth / 100),
        }
    )
    places = keys.reset_index(drop=True).sort_values(["dimension", "size"], kind="stable").index
    order = pd.Series(range(len(claims)), index=places).sort_index()
    return [int(place) for place in order]


def _preview(known: Mapping[str, Row], given: Mapping[str, Verdict]) -> Fragment:
    first = list(known.items())[:PREVIEW]
    rows = [
        (
            row["title"],
            figure_with_growth(row),
            window(row),
            row["producer"] or "nobody",
            READ[row["evidence"]][1],
            verdict_mark(given[claim_id]) if claim_id in given else "",
        )
        for claim_id, row in first
    ]
    more = len(known) - len(first)
    rest = f" {count_phrase(more, 'more claim').capitalize()} stand there too." if more else ""
    columns = ["Claim", "Figure", "Years", "Publisher", "Evidence", "Verdict"]
    where = "The page opens each claim to all that is known of it, and searches and filters them."
    return joined(
        table("All claims", columns, rows, claims=[claim_id for claim_id, _ in first]),
        paragraphs(where + rest),
    )
