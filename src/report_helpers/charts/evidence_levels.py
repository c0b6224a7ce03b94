"""The evidence chart: where the original of each cited claim was read."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from report_helpers.audit.findings import Finding
from report_helpers.charts.toolkit.axes import nice_ticks, tick_texts
from report_helpers.charts.toolkit.finish import (
    Caption,
    Extras,
    Frame,
    Sheet,
    finish,
    numbers,
    sentence,
)
from report_helpers.charts.toolkit.line_chart import mark_key
from report_helpers.charts.toolkit.notebook_chart import Chart
from report_helpers.charts.toolkit.plotly_text import Row, hover, records, shown, with_distinctions
from report_helpers.charts.toolkit.rows import (
    BELOW,
    LEFT,
    RIGHT,
    Group,
    Label,
    chosen_rows,
    rows_below,
    with_count,
)
from report_helpers.claims.citations import EVIDENCE_LABEL
from report_helpers.claims.wording import capitalized, count_phrase, topic_title
from report_helpers.colors import light

__all__ = ["evidence"]

NAME = "originals-evidence"
SUBTITLE = "Where the original of each cited figure was read: one block a figure, one row a topic"
COUNTED = "Where the originals of cited figures were read: one row a topic"
BLOCKS = 60
"""Blocks of a row that can be told apart; if a topic has more figures, bars count them."""
BARS = "A bar counts the figures of one level of evidence; the table of all claims has each."
BLOCK = 0.4
"""Height of a block, as a share of the distance between rows."""

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

    With more than `BLOCKS` claims of a topic, a bar per level of evidence counts them.

    Args:
        claims: the validated table.
        findings: the audit's findings; the chart lists those about the claims it draws.

    Returns:
        A plotly figure; if there is nothing to draw, one that says so in a sentence.

    Example:
        >>> figure = mr.charts.evidence(claims, findings=findings)
    """
    cited = claims[claims["role"].eq("cited")]
    if cited.empty:
        text = "No row of this file is cited by an article."
        return sentence(NAME, "No cited figure to draw", text, EVIDENCE_COLUMNS)
    titles = {topic: topic_title(topic) for topic in dict.fromkeys(cited["topic"])}
    topics, note = chosen_rows(_by_size(cited), "the topics of most figures", "topics")
    drawn = cited[cited["topic"].isin(topics)]
    counted = bool(drawn["topic"].value_counts().max() > BLOCKS)
    figure = _figure(drawn, topics, counted=counted)
    labels = [Label(titles[topic], _counted(cited[cited["topic"].eq(topic)])) for topic in topics]
    wide, phone = (rows_below([Group(labels)], phone=phone) for phone in (False, True))
    figure.update_layout(yaxis=wide.axes[0], annotations=wide.notes)
    note += [BARS] if counted else []
    counts = cited["evidence"].value_counts()
    parts = [f"{EVIDENCE_LABEL[level]}: {counts[level]}" for level in LOOKS if level in counts]
    title = _title(len(cited), int(counts.get("publisher_page", 0)))
    subtitle = COUNTED if counted else SUBTITLE
    every = cited["topic"].nunique()
    subtitle = with_count(subtitle, len(topics), every)
    caption = Caption(NAME, title, subtitle, f"{title}. {'; '.join(parts)}.", findings)
    sheet = Sheet(EVIDENCE_COLUMNS, [_evidence_row(cited, *pair) for pair in titles.items()])
    key = [mark_key(EVIDENCE_LABEL[level], ink, "square") for level, (ink, _) in LOOKS.items()
           if level in counts]  # fmt: skip
    extras = Extras(notes=note, key=key, narrow=phone.narrow())
    return finish(figure, caption, cited, sheet, Frame(wide.height, LEFT, RIGHT, BELOW), extras)


def _title(count: int, read: int) -> str:
    """Return for how many of the cited figures the publisher's own page was read."""
    if count == 1:
        verb = "was" if read else "was not"
        return f"The original of the one cited figure {verb} read on its publisher's page"
    some = "none" if not read else "all" if read == count else count_phrase(read)
    verb = "was" if read == 1 else "were"
    return f"Of {count_phrase(count)} cited figures, {some} {verb} read on the publisher's page"


def _by_size(cited: pd.DataFrame) -> list[str]:
    return [str(topic) for topic in cited["topic"].value_counts(sort=True).index]


def _counted(part: pd.DataFrame) -> str:
    read = int(part["evidence"].eq("publisher_page").sum())
    return f"{read} of {len(part)} read on the publisher's page"


def _figure(cited: pd.DataFrame, topics: list[str], *, counted: bool) -> go.Figure:
    rank = cited["evidence"].map({level: number for number, level in enumerate(LOOKS)})
    ordered = cited.loc[rank.sort_values(kind="stable").index]
    place = ordered.groupby("topic").cumcount()
    known = {} if counted else records(with_distinctions(cited))
    figure = Chart()
    for level, look in LOOKS.items():
        part = ordered[ordered["evidence"].eq(level)]
        if len(part):
            bars = _bars(part, place, topics) if counted else _squares(part, place, topics, known)
            figure.add_bar(**_across(bars), **_look(level, *look))
    most = int(cited["topic"].value_counts().max())
    ticks = [tick for tick in nice_ticks(0, most, min(most, 8)) if tick == int(tick)]
    axis = {"tickvals": numbers(ticks), "ticktext": tick_texts(ticks), "range": [0, most * 1.01]}
    figure.update_layout(xaxis=axis, barmode="overlay")
    return figure


def _across(bars: dict[str, Any]) -> dict[str, Any]:
    return {**bars, "orientation": "h", "width": BLOCK, "hoverinfo": "text"}


def _squares(
    part: pd.DataFrame, place: "pd.Series[int]", topics: list[str], known: dict[str, Row]
) -> dict[str, Any]:
    return {
        "x": [1] * len(part),
        "base": place.loc[part.index].tolist(),
        "y": [topics.index(topic) for topic in part["topic"]],
        "hovertext": [hover(known[str(key)]) for key in part.index],
        "customdata": [str(key) for key in part.index],
    }


def _bars(part: pd.DataFrame, place: "pd.Series[int]", topics: list[str]) -> dict[str, Any]:
    """Return one bar a topic, from its first figure of this level to the last."""
    words = EVIDENCE_LABEL[str(part["evidence"].iloc[0])]
    groups = place.loc[part.index].groupby(part["topic"])
    counts = groups.size()
    return {
        "x": counts.tolist(),
        "base": groups.min().tolist(),
        "y": [topics.index(topic) for topic in counts.index],
        "hovertext": [shown(f"{count_phrase(count, 'figure')}: {words}") for count in counts],
    }


def _look(level: str, ink: str, pattern: str) -> dict[str, Any]:
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


def _evidence_row(cited: pd.DataFrame, topic: str, title: str) -> list[str]:
    counts = cited.loc[cited["topic"].eq(topic), "evidence"].value_counts()
    return [title, *(str(counts.get(level, 0)) for level in EVIDENCE_LABEL)]
