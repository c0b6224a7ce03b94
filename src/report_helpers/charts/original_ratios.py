"""The chart of the article's figures against their originals."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from report_helpers.analysis.cited_figures import against_originals
from report_helpers.audit.findings import Finding
from report_helpers.charts.toolkit.finish import Caption, Frame, Sheet, finish, numbers, sentence
from report_helpers.charts.toolkit.plotly_text import (
    MISSING,
    RANGE,
    Row,
    figure_text,
    hover,
    quantity_title,
    records,
    told_apart,
    window,
    wrapped,
)
from report_helpers.charts.toolkit.theme import ARTICLE
from report_helpers.claims.wording import fixed, stated_growth
from report_helpers.colors import light

__all__ = ["against_original"]

RATIO_COLUMNS = ("Quantity", "Article", "Original", "Cited over original", "What differs")

ROW, LEFT, RIGHT, WRAP, LABEL_WRAP = 48, 150, 220, 22, 34
LOG_ABOVE = 4.0
"""Ratios with a wider spread than this need a logarithmic axis."""

FIELDS = {
    "measure": "measure",
    "metric": "kind of figure",
    "region": "region",
    "unit": "unit",
    "period": "period",
    "sample": "sample",
    "qualifier": "qualifier",
    "year": "year",
    "base_year": "base year",
}
"""Descriptions of the fields in which a claim may differ from its original."""

OF_MEANING = ("measure", "metric", "region", "unit", "period", "sample", "qualifier")
"""Fields that must match for two figures to have the same meaning."""


def against_original(claims: pd.DataFrame, *, findings: Sequence[Finding] = ()) -> go.Figure:
    """Draw each cited figure as a multiple of the figure that its original prints.

    A ratio of 1 means equal figures. A hollow marker means that the two are not comparable,
    whatever the ratio: another measure, kind of figure, region, unit, period, sample or qualifier.
    A range is drawn as a bar.

    Args:
        claims: the validated table.
        findings: the audit's findings; the chart lists those about the claims it draws.
    """
    title = "The article's figures against their originals"
    pairs = against_originals(claims)
    if pairs.empty:
        text = "No claim of the article has an original that prints the figure."
        return sentence("originals-ratio", title, text, RATIO_COLUMNS)
    pairs = _ordered(pairs)
    drawn = claims.loc[list(dict.fromkeys([*pairs.index, *pairs["original_id"]]))]
    known = records(told_apart(drawn))
    figure = go.Figure()
    for hollow in (False, True):
        _add_ratios(figure, pairs, known, hollow=hollow)
    _add_labels(figure, pairs, known)
    figure.update_layout(
        xaxis=_ratio_axis(pairs),
        yaxis={
            "tickvals": list(range(len(pairs))),
            "ticktext": [
                wrapped(_name(known[str(key)], row), WRAP, 3) for key, row in pairs.iterrows()
            ],
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
        findings,
    )
    sheet = Sheet(
        RATIO_COLUMNS, [_ratio_row(known, str(key), row) for key, row in pairs.iterrows()]
    )
    height = ROW * len(pairs) + 10
    return finish(figure, caption, drawn, sheet, Frame(height, LEFT, RIGHT))


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
    figure: go.Figure, pairs: pd.DataFrame, known: dict[str, Row], *, hollow: bool
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


def _name(row: Row, pair: "pd.Series[Any]") -> str:
    named = quantity_title(row) + (": growth" if pair["figure"] == "growth" else "")
    return ", ".join(part for part in (named, window(row)) if part)


def _figure(row: Row, kind: str) -> str:
    if kind == "growth":
        return stated_growth(row)
    return figure_text(row)


def _original(known: dict[str, Row], pair: "pd.Series[Any]") -> str:
    return _figure(known[str(pair["original_id"])], str(pair["figure"]))


def _differences(pair: "pd.Series[Any]") -> str:
    names = [name for name in str(pair["differs"]).split(", ") if name]
    return ", ".join(FIELDS[name] for name in names)


def _add_labels(figure: go.Figure, pairs: pd.DataFrame, known: dict[str, Row]) -> None:
    for place, (key, pair) in enumerate(pairs.iterrows()):
        lines = [_figure(known[str(key)], pair["figure"]), f"original: {_original(known, pair)}"]
        other = _differences(pair)
        lines += [f"differs in {other}"] if other else []
        figure.add_annotation(
            name=f"label-{place}",
            text="<br>".join(wrapped(line, LABEL_WRAP, 1) for line in lines),
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
        f"Figures with an original: {len(pairs)}; the same number: {int(same.sum())}; of these, "
        f"meaning the same thing: {meaning}."
    )


def _ratio_row(known: dict[str, Row], key: str, pair: "pd.Series[Any]") -> list[str]:
    ends = dict.fromkeys(fixed(end, 3) for end in (pair["ratio_low"], pair["ratio_high"]))
    said = _figure(known[key], str(pair["figure"]))
    row = known[key]
    return [
        _name(row, pair),
        said,
        _original(known, pair),
        RANGE.join(ends),
        _differences(pair) or MISSING,
    ]
