"""The evidence chart: where the original of each cited claim was read."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from report_helpers.audit.findings import Finding
from report_helpers.charts.toolkit.finish import Caption, Frame, Sheet, finish, sentence
from report_helpers.charts.toolkit.plotly_text import Row, hover, records, shown, told_apart
from report_helpers.claims.citations import EVIDENCE_LABEL
from report_helpers.claims.wording import capitalized, count_phrase, topic_title
from report_helpers.colors import light

__all__ = ["evidence"]

EVIDENCE_COLUMNS = ("Topic", *(capitalized(words) for words in EVIDENCE_LABEL.values()))
LOOKS = {
    "publisher_page": ("green", ""),
    "secondary_page": ("amber", "/"),
    "not_found": ("pink", "x"),
    "not_searched": ("purple", "."),
    "not_applicable": ("grey", "."),
}
"""Ink and hatching of each level of evidence."""


def evidence(claims: pd.DataFrame, *, findings: Sequence[Finding] = ()) -> go.Figure:
    """Draw where the original of each cited claim was read: one block per claim, one row per topic.

    Args:
        claims: the validated table.
        findings: the audit's findings; the chart lists those about the claims it draws.
    """
    title = "What stands behind the article's figures"
    cited = claims[claims["role"].eq("cited")]
    if cited.empty:
        text = "No row of this file is cited by an article."
        return sentence("originals-evidence", title, text, EVIDENCE_COLUMNS)
    known, topics = records(told_apart(cited)), list(dict.fromkeys(cited["topic"]))
    rank = cited["evidence"].map({level: number for number, level in enumerate(LOOKS)})
    ordered = cited.loc[rank.sort_values(kind="stable").index]
    place = ordered.groupby("topic").cumcount()
    figure = go.Figure()
    for level, (ink, pattern) in LOOKS.items():
        part = ordered[ordered["evidence"].eq(level)]
        if len(part):
            figure.add_bar(
                **_squares(part, place, topics, known), **_square_look(level, ink, pattern)
            )
    counts = cited["evidence"].value_counts()
    figure.update_layout(
        xaxis={
            "title": {"text": "Cited claims"},
            "dtick": max(1, len(cited) // 16),
            "tickformat": "d",
        },
        yaxis={
            "tickvals": list(range(len(topics))),
            "ticktext": [shown(topic_title(topic)) for topic in topics],
            "range": [len(topics) - 0.4, -0.6],
            "showgrid": False,
        },
        barmode="overlay",
        showlegend=True,
        legend={"traceorder": "normal"},
    )
    parts = [f"{EVIDENCE_LABEL[level]}: {counts[level]}" for level in LOOKS if level in counts]
    said = f"Of {count_phrase(len(cited), 'claim')} that the article prints: {'; '.join(parts)}."
    caption = Caption("originals-evidence", title, f"One block a claim. {said}", said, findings)
    sheet = Sheet(EVIDENCE_COLUMNS, [_evidence_row(cited, topic) for topic in topics])
    return finish(figure, caption, cited, sheet, Frame(44 * len(topics) + 20, 110, above=26))


def _squares(
    part: pd.DataFrame, place: "pd.Series[int]", topics: list[str], known: dict[str, Row]
) -> dict[str, Any]:
    return {
        "orientation": "h",
        "x": [1] * len(part),
        "base": place.loc[part.index].tolist(),
        "y": [topics.index(topic) for topic in part["topic"]],
        "width": 0.72,
        "hoverinfo": "text",
        "hovertext": [hover(known[str(key)]) for key in part.index],
    }


def _square_look(level: str, ink: str, pattern: str) -> dict[str, Any]:
    words = EVIDENCE_LABEL[level]
    return {
        "name": capitalized(words),
        "textposition": "none",
        "marker": {
            "color": light(ink),
            "line": {"color": light("paper"), "width": 3},
            "pattern": {
                "shape": pattern,
                "fillmode": "overlay",
                "fgcolor": light("paper"),
                "size": 8,
                "solidity": 0.25,
            },
        },
    }


def _evidence_row(cited: pd.DataFrame, topic: str) -> list[str]:
    counts = cited.loc[cited["topic"].eq(topic), "evidence"].value_counts()
    return [topic_title(topic), *(str(counts.get(level, 0)) for level in EVIDENCE_LABEL)]
