"""The chart of the article's figures against their originals."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from report_helpers.analysis.cited_figures import against_originals
from report_helpers.audit.findings import Finding
from report_helpers.charts.toolkit.axes import log_axis, plain_axis
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
from report_helpers.charts.toolkit.plotly_text import (
    MISSING,
    RANGE,
    Row,
    figure_text,
    hover,
    quantity_title,
    records,
    window,
    with_distinctions,
)
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
from report_helpers.charts.toolkit.theme import ARTICLE
from report_helpers.claims.wording import (
    all_phrase,
    capitalized,
    count_phrase,
    fixed,
    stated_growth,
)
from report_helpers.colors import light

__all__ = ["against_original"]

NAME = "originals-ratio"
RATIO_COLUMNS = ("Quantity", "Article", "Original", "Cited over original", "What differs")
SUBTITLE = "The article's figure as a multiple of its original's: 1 is the same number"
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
    A range is drawn as a bar. Of many figures, those that print another number are drawn first.

    Args:
        claims: the validated table.
        findings: the audit's findings; the chart lists those about the claims it draws.

    Returns:
        A plotly figure; if there is nothing to draw, one that says so in a sentence.

    Example:
        >>> mr.charts.against_original(claims, findings=findings).layout.meta["name"]
        'originals-ratio'
    """
    pairs = against_originals(claims)
    if pairs.empty:
        text = "No claim of the article has an original that prints the figure."
        return sentence(NAME, "No figure to compare with its original", text, RATIO_COLUMNS)
    pairs = _ordered(pairs)
    rows = claims.loc[list(dict.fromkeys([*pairs.index, *pairs["original_id"]]))]
    known = records(with_distinctions(rows))
    places, note = chosen_rows([str(at) for at in range(len(pairs))], "those that differ")
    drawn = pairs.iloc[[int(at) for at in places]]
    figure = _figure(drawn, known)
    labels = [_label(known, str(key), pair) for key, pair in drawn.iterrows()]
    wide, phone = (rows_below([Group(labels)], phone=phone) for phone in (False, True))
    figure.update_layout(yaxis=wide.axes[0], annotations=wide.notes)
    title = _title(pairs)
    subtitle = with_count(SUBTITLE, len(drawn), len(pairs))
    caption = Caption(NAME, title, subtitle, _alt(title, pairs), findings)
    table = [_ratio_row(known, str(key), pair) for key, pair in pairs.iterrows()]
    extras = Extras(notes=note, key=_key(drawn), narrow=phone.narrow())
    sheet = Sheet(RATIO_COLUMNS, table, [str(key) for key in pairs.index])
    return finish(figure, caption, rows, sheet, Frame(wide.height, LEFT, RIGHT, BELOW), extras)


def _ordered(pairs: pd.DataFrame) -> pd.DataFrame:
    keys = pairs.assign(alike=~_hollow(pairs)).reset_index()
    return pairs.iloc[keys.sort_values(["fits", "alike"], kind="stable").index]


def _hollow(pairs: pd.DataFrame) -> "pd.Series[bool]":
    return pairs["differs"].map(lambda names: not set(names.split(", ")).isdisjoint(OF_MEANING))


def _figure(pairs: pd.DataFrame, known: dict[str, Row]) -> go.Figure:
    figure = Chart()
    for hollow in (False, True):
        _add_ratios(figure, pairs, known, hollow=hollow)
    figure.update_layout(
        xaxis={**_ratio_axis(pairs), "showgrid": True},
        shapes=[
            {
                "type": "line", "x0": 1, "x1": 1, "y0": 0, "y1": 1, "yref": "paper",
                "line": {"color": light("muted"), "width": 1.5}, "layer": "below",
            }
        ],
    )  # fmt: skip
    return figure


def _ratio_axis(pairs: pd.DataFrame) -> dict[str, Any]:
    ends = pd.concat([pairs["ratio_low"], pairs["ratio_high"], pd.Series([1.0])]).dropna()
    if ends.min() > 0 and ends.max() / ends.min() > LOG_ABOVE:
        return log_axis(ends.tolist(), room=0.08).layout
    return plain_axis(ends.tolist(), 0.12, least=0.2).layout


def _add_ratios(
    figure: go.Figure, pairs: pd.DataFrame, known: dict[str, Row], *, hollow: bool
) -> None:
    xs: list[float | None] = []
    points: list[tuple[int | None, str, str]] = []
    for place, ((key, pair), is_hollow) in enumerate(
        zip(pairs.iterrows(), _hollow(pairs), strict=True)
    ):
        if is_hollow == hollow:
            ends = list(dict.fromkeys(numbers([pair["ratio_low"], pair["ratio_high"]])))
            xs += [*ends, None]
            text = _hover(known, str(key), pair)
            points += [*[(place, text, str(key))] * len(ends), (None, "", "")]
    if not xs:
        return
    ink = light(ARTICLE.ink)
    figure.add_scatter(
        name="Not the same thing" if hollow else "The same thing",
        x=xs,
        y=[place for place, _, _ in points],
        mode="lines+markers",
        line={"color": ink, "width": 4},
        marker={
            "symbol": ARTICLE.marker,
            "size": 12,
            "color": light("paper") if hollow else ink,
            "line": {"color": ink, "width": 2},
        },
        hoverinfo="text",
        hovertext=[text for _, text, _ in points],
        customdata=[key for _, _, key in points],
    )


def _hover(known: dict[str, Row], key: str, pair: "pd.Series[Any]") -> str:
    differs = _differences(pair) or "nothing"
    return hover(known[key], [f"Original: {_original(known, pair)}", f"Differs: {differs}"])


def _key(pairs: pd.DataFrame) -> list[Any]:
    ink, symbol = ARTICLE.ink, ARTICLE.marker
    hollow = _hollow(pairs)
    return [
        *([] if hollow.all() else [mark_key("means the same", ink, symbol)]),
        *([mark_key("means something else", ink, symbol, hollow=True)] if hollow.any() else []),
    ]


def _label(known: dict[str, Row], key: str, pair: "pd.Series[Any]") -> Label:
    said = f"{_figure_of(known[key], str(pair['figure']))}; original {_original(known, pair)}"
    return Label(_name(known[key], pair), said)


def _name(row: Row, pair: "pd.Series[Any]") -> str:
    named = quantity_title(row) + (": growth" if pair["figure"] == "growth" else "")
    return ", ".join(part for part in (named, window(row)) if part)


def _figure_of(row: Row, kind: str) -> str:
    if kind == "growth":
        return stated_growth(row)
    return figure_text(row)


def _original(known: dict[str, Row], pair: "pd.Series[Any]") -> str:
    return _figure_of(known[str(pair["original_id"])], str(pair["figure"]))


def _differences(pair: "pd.Series[Any]") -> str:
    names = [name for name in str(pair["differs"]).split(", ") if name]
    return ", ".join(FIELDS[name] for name in names)


def _title(pairs: pd.DataFrame) -> str:
    """Return how many figures print another number, or mean something else with the same one."""
    count, other = len(pairs), int((~pairs["fits"]).sum())
    hollow = int((pairs["fits"] & _hollow(pairs)).sum())
    elsewhere = f"{'means' if hollow == 1 else 'mean'} something else"
    if count == 1:
        number = "another number" if other else "the same number"
        more = f", and {elsewhere}" if hollow else ""
        return f"The one figure with an original prints {number}{more}"
    if not other:
        more = f"; {count_phrase(hollow)} of them {elsewhere}" if hollow else ""
        return f"{all_phrase(count)} figures print the number of their original{more}"
    verb = "prints" if other == 1 else "print"
    more = f"; {count_phrase(hollow)} more {elsewhere}" if hollow else ""
    start = capitalized(count_phrase(other))
    return f"{start} of {count_phrase(count)} figures {verb} another number than the original{more}"


def _alt(title: str, pairs: pd.DataFrame) -> str:
    ends = pd.concat([pairs["ratio_low"], pairs["ratio_high"]])
    return f"{title}. Ratios run from {fixed(ends.min(), 2)} to {fixed(ends.max(), 2)}."


def _ratio_row(known: dict[str, Row], key: str, pair: "pd.Series[Any]") -> list[str]:
    ends = dict.fromkeys(fixed(end, 3) for end in (pair["ratio_low"], pair["ratio_high"]))
    row = known[key]
    return [
        _name(row, pair),
        _figure_of(row, str(pair["figure"])),
        _original(known, pair),
        RANGE.join(ends),
        _differences(pair) or MISSING,
    ]
