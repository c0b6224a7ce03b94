"""Charts of what stands behind the article: its figures against their originals, its evidence."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from report_helpers.analysis.comparison import against_originals
from report_helpers.charts.figure import Caption, Sheet, finish, numbers, sentence
from report_helpers.charts.text import figure_text, hover, printed_number, records, shown, wrapped
from report_helpers.charts.theme import ARTICLE, light
from report_helpers.claims.wording import counted, percent
from report_helpers.claims.citations import EVIDENCE_LABEL

__all__ = ["against_original", "evidence"]

RATIO_COLUMNS = ("Quantity", "Article", "Original", "Cited over original", "What differs")
EVIDENCE_COLUMNS = ("Topic", *(words[0].upper() + words[1:] for words in EVIDENCE_LABEL.values()))

ROW, LEFT, RIGHT, WRAP, LABEL_WRAP = 44, 150, 250, 22, 38
LOG_ABOVE = 4.0
"""Ratios further apart than this need a logarithmic axis."""

FIELDS = {
    "measure": "another measure",
    "metric": "another kind of figure",
    "unit": "another unit",
    "qualifier": "another hedge",
    "year": "another year",
    "base_year": "another base year",
}
"""What differs between a cited claim and its original, in words."""

OF_MEANING = ("measure", "metric", "unit", "qualifier")
"""Fields without which the two figures do not mean the same thing."""

LOOKS = {
    "publisher_page": ("green", ""),
    "secondary_page": ("amber", "/"),
    "not_found": ("pink", "x"),
    "not_applicable": ("grey", "."),
}
"""Ink and hatching of each level of evidence."""


def against_original(claims: pd.DataFrame) -> go.Figure:
    """Draw each cited figure as a multiple of the figure that its original prints.

    At 1 they are the same; a hollow marker says that they are not the same thing, whatever the
    ratio: another measure, kind of figure, unit or hedge. A range is a bar.
    """
    title = "The article's figures against their originals"
    pairs = against_originals(claims)
    if pairs.empty:
        text = "No claim of the article has an original that prints the figure."
        return sentence("originals-ratio", title, text, RATIO_COLUMNS)
    pairs = _ordered(pairs)
    drawn = claims.loc[list(dict.fromkeys([*pairs.index, *pairs["original_id"]]))]
    known = records(drawn)
    figure = go.Figure()
    for hollow in (False, True):
        _add_ratios(figure, pairs, known, hollow=hollow)
    _add_labels(figure, pairs, known)
    figure.update_layout(
        xaxis=_ratio_axis(pairs),
        yaxis={
            "tickvals": list(range(len(pairs))),
            "ticktext": [wrapped(_name(known[str(key)], row), WRAP, 2) for key, row in pairs.iterrows()],
            "range": [len(pairs) - 0.4, -0.6],
        },
        shapes=[
            {
                "type": "line", "x0": 1, "x1": 1, "y0": 0, "y1": 1, "yref": "paper",
                "line": {"color": light("muted"), "width": 1.5}, "layer": "below",
            }
        ],
    )  # fmt: skip
    said = _tally(pairs)
    caption = Caption(
        "originals-ratio",
        title,
        f"{said} Hollow: not the same thing, even where the number is the same.",
        said,
    )
    sheet = Sheet(RATIO_COLUMNS, [_ratio_row(known, str(key), row) for key, row in pairs.iterrows()])
    height = ROW * len(pairs) + 10
    return finish(figure, caption, drawn, sheet, height=height, left=LEFT, right=RIGHT)


def _ordered(pairs: pd.DataFrame) -> pd.DataFrame:
    middle = pairs["ratio"].fillna((pairs["ratio_low"] + pairs["ratio_high"]) / 2)
    distance = (middle - 1).abs().gt(0.005)
    keys = pairs.assign(alike=~_hollow(pairs), same=~distance).reset_index()
    return pairs.iloc[keys.sort_values(["same", "alike"], kind="stable").index]


def _hollow(pairs: pd.DataFrame) -> "pd.Series[bool]":
    return pairs["differs"].map(lambda names: not set(names.split(", ")).isdisjoint(OF_MEANING))


def _ratio_axis(pairs: pd.DataFrame) -> dict[str, Any]:
    ends = pd.concat([pairs["ratio_low"], pairs["ratio_high"], pd.Series([1.0])]).dropna()
    log = ends.min() > 0 and ends.max() / ends.min() > LOG_ABOVE
    axis: dict[str, Any] = {
        "title": {"text": "Cited over original"},
        "showgrid": True,
        "tickformat": ",~g",
        "nticks": 6,
    }
    if log:
        return {**axis, "type": "log", "dtick": 1}
    room = 0.12 * max(ends.max() - ends.min(), 0.2)
    return {**axis, "range": numbers([ends.min() - room, ends.max() + room])}


def _add_ratios(
    figure: go.Figure, pairs: pd.DataFrame, known: dict[str, dict[str, Any]], *, hollow: bool
) -> None:
    chosen = _hollow(pairs).to_numpy() == hollow
    xs: list[float | None] = []
    ys: list[int | None] = []
    texts: list[str] = []
    for place, (key, row) in enumerate(pairs.iterrows()):
        if not chosen[place]:
            continue
        ends = dict.fromkeys(numbers([row["ratio_low"], row["ratio_high"]]))
        xs += [*ends, None]
        ys += [*([place] * len(ends)), None]
        extra = [f"Original: {_original(known, row)}", f"Differs: {_differences(row) or 'nothing'}"]
        texts += [hover(known[str(key)], extra)] * len(ends) + [""]
    if not xs:
        return
    ink = light(ARTICLE.ink)
    figure.add_scatter(
        name="Not the same thing" if hollow else "The same thing",
        x=xs,
        y=ys,
        mode="lines+markers",
        line={"color": ink, "width": 4},
        marker={
            "symbol": ARTICLE.marker,
            "size": 12,
            "color": light("paper") if hollow else ink,
            "line": {"color": ink, "width": 2},
        },
        hoverinfo="text",
        hovertext=texts,
    )


def _name(row: dict[str, Any], pair: "pd.Series[Any]") -> str:
    return f"{row['title']}{': growth' if pair['figure'] == 'growth' else ''}"


def _figure(row: dict[str, Any], kind: str) -> str:
    if kind == "growth":
        return f"{printed_number(row['growth_percent'])} % a year"
    yearly = " a year" if row["metric"] == "growth_rate" else ""
    return f"{figure_text(row)}{yearly}"


def _original(known: dict[str, dict[str, Any]], pair: "pd.Series[Any]") -> str:
    return _figure(known[str(pair["original_id"])], str(pair["figure"]))


def _differences(pair: "pd.Series[Any]") -> str:
    names = [name for name in str(pair["differs"]).split(", ") if name]
    return ", ".join(FIELDS[name] for name in names)


def _add_labels(figure: go.Figure, pairs: pd.DataFrame, known: dict[str, dict[str, Any]]) -> None:
    for place, (key, pair) in enumerate(pairs.iterrows()):
        said = f"{_figure(known[str(key)], pair['figure'])}; original: {_original(known, pair)}"
        other = _differences(pair)
        below = f"<br><i>{wrapped(other, LABEL_WRAP, 1)}</i>" if other else ""
        figure.add_annotation(
            name=f"label-{place}",
            text=f"{wrapped(said, LABEL_WRAP, 2)}{below}",
            font={"size": 11, "color": light("text")},
            x=1,
            xref="paper",
            xanchor="left",
            xshift=10,
            y=place,
            align="left",
        )


def _tally(pairs: pd.DataFrame) -> str:
    same = (pairs["ratio"] - 1).abs().le(0.005)
    meaning = int((same & ~_hollow(pairs)).sum())
    return (
        f"Of {counted(len(pairs), 'figure')} with an original, {int(same.sum())} print the same "
        f"number and {meaning} of these mean the same thing."
    )


def _ratio_row(known: dict[str, dict[str, Any]], key: str, pair: "pd.Series[Any]") -> list[str]:
    ends = dict.fromkeys(f"{end:.3f}" for end in (pair["ratio_low"], pair["ratio_high"]))
    said = _figure(known[key], str(pair["figure"]))
    row = known[key]
    return [_name(row, pair), said, _original(known, pair), "–".join(ends), _differences(pair) or "–"]


def evidence(claims: pd.DataFrame) -> go.Figure:
    """Draw where the original of each cited claim was read: a square a claim, a bar a topic."""
    title = "What stands behind the article's figures"
    cited = claims[claims["role"].eq("cited")]
    if cited.empty:
        text = "No row of this file is cited by an article."
        return sentence("originals-evidence", title, text, EVIDENCE_COLUMNS)
    known, topics = records(cited), list(dict.fromkeys(cited["topic"]))
    rank = cited["evidence"].map({level: number for number, level in enumerate(LOOKS)})
    ordered = cited.loc[rank.sort_values(kind="stable").index]
    place = ordered.groupby("topic").cumcount()
    figure = go.Figure()
    for level, (ink, pattern) in LOOKS.items():
        part = ordered[ordered["evidence"].eq(level)]
        if len(part):
            figure.add_bar(**_squares(part, place, topics, known), **_square_look(level, ink, pattern))
    counts = cited["evidence"].value_counts()
    figure.update_layout(
        xaxis={"title": {"text": "Cited claims"}, "dtick": max(1, len(cited) // 16), "tickformat": "d"},
        yaxis={
            "tickvals": list(range(len(topics))),
            "ticktext": [shown(_topic(topic)) for topic in topics],
            "range": [len(topics) - 0.4, -0.6],
            "showgrid": False,
        },
        barmode="overlay",
        showlegend=True,
        legend={"y": 1.0, "traceorder": "normal"},
    )
    parts = [f"{EVIDENCE_LABEL[level]}: {counts[level]}" for level in LOOKS if level in counts]
    said = f"Of {counted(len(cited), 'claim')} that the article prints: {'; '.join(parts)}."
    caption = Caption("originals-evidence", title, f"One square a claim. {said}", said)
    sheet = Sheet(EVIDENCE_COLUMNS, [_evidence_row(cited, topic) for topic in topics])
    return finish(figure, caption, cited, sheet, height=44 * len(topics) + 40, left=110)


def _squares(
    part: pd.DataFrame, place: "pd.Series[int]", topics: list[str], known: dict[str, dict[str, Any]]
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
        "name": words[0].upper() + words[1:],
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


def _topic(topic: str) -> str:
    words = topic.replace("_", " ")
    return " ".join(word.upper() if word in ("ai", "ml") else word for word in words.split())


def _evidence_row(cited: pd.DataFrame, topic: str) -> list[str]:
    counts = cited.loc[cited["topic"].eq(topic), "evidence"].value_counts()
    return [_topic(topic), *(str(counts.get(level, 0)) for level in EVIDENCE_LABEL)]
