"""The chart of stated against implied growth: does a claim's growth follow from its own values?"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from report_helpers.analysis.comparison import main_measure
from report_helpers.analysis.growth import floats, growth_rates
from report_helpers.analysis.parameter_checks import known_measure
from report_helpers.audit.findings import Finding
from report_helpers.audit.growth_outcomes import (
    AGREES,
    DIFFERS,
    OPEN,
    growth_findings,
    growth_outcomes,
)
from report_helpers.charts.growth_words import (
    article_words,
    beside_name,
    checked_with,
    hover_lines,
    table_row,
    title,
)
from report_helpers.charts.toolkit.axes import plain_axis
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
    Row,
    hover,
    label,
    records,
    row_of,
    with_distinctions,
)
from report_helpers.charts.toolkit.publisher_styles import Styles, publisher_styles
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
from report_helpers.claims.wording import capitalized, measure_title
from report_helpers.colors import light

__all__ = ["growth_gap"]

NAME = "market-growth-gap"
COLUMNS = ("Who", "Years", "Stated a year", "Implied a year", "Implied, from", "to", "Verdict",
           "Evidence")  # fmt: skip
SYMBOLS = {AGREES: "circle", DIFFERS: "square", OPEN: "circle-open"}
"""Marker of a stated growth by the result of its comparison."""

NOTE = (
    "Both ends are printed to a last digit; the bar is the growth that these digits allow. Hollow "
    "where growth and ends cannot be compared: other years, or a missing end. The verdicts are "
    "those of the audit, which counts from the first forecast value where one is printed."
)


def growth_gap(
    claims: pd.DataFrame, *, measure: str = "", findings: Sequence[Finding] = ()
) -> go.Figure:
    """Draw the growth that each claim states against the growth that its two end points imply.

    The bar is the interval that the printed digits of the end points allow. A hollow marker means
    not comparable: the claim states its growth for other years, or lacks an end or the growth. Of
    many claims, those of the article and those that do not agree are drawn first.

    Args:
        claims: the validated table.
        measure: only its `level` rows are drawn, each on its own line; if they cover several
            quantities, their labels name the quantity. Empty: the measure of most paths.
        findings: the audit's findings; the chart lists those about the claims it draws.

    Returns:
        A plotly figure; if there is nothing to draw, one that says so in a sentence.

    Raises:
        UsageError: the claims have no such measure.

    Example:
        >>> figure = mr.charts.growth_gap(claims, measure="ml_market_revenue")
    """
    measure = known_measure(claims, measure) or main_measure(claims)
    rates = growth_rates(claims[claims["measure"].eq(measure)])
    if rates.empty:
        text = "No claim of this measure states its growth or prints two ends."
        return sentence(NAME, "No growth to compare", text, COLUMNS)
    found = growth_findings(claims)
    states = growth_outcomes(claims, rates, found)
    rates = _ordered(rates.assign(state=states, cited=claims["role"].eq("cited")))
    rows = claims.loc[rates.index]
    rates = rates.join(_printed_ends(rows)).join(checked_with(rates, found))
    known = records(with_distinctions(rows))
    drawn, note = chosen_rows(list(rates.index), "the article's and those that do not agree")
    figure = _figure(rates.loc[drawn], known, publisher_styles(claims))
    labels = [
        Label(label(known[key]), beside_name(known[key], row_of(rates, key))) for key in drawn
    ]
    wide, phone = (rows_below([Group(labels)], phone=phone) for phone in (False, True))
    figure.update_layout(yaxis=wide.axes[0], annotations=wide.notes)
    headline = title(rates)
    subtitle = f"{capitalized(measure_title(claims, measure))}: growth, percent a year"
    subtitle = with_count(subtitle, len(drawn), len(rates))
    caption = Caption(NAME, headline, subtitle, f"{headline}.{article_words(rates)}", findings)
    table = [table_row(known[key], rates.loc[key]) for key in rates.index]
    extras = Extras(notes=[NOTE, *note], key=_key(rates.loc[drawn]), narrow=phone.narrow())
    sheet = Sheet(COLUMNS, table, list(rates.index))
    return finish(figure, caption, rows, sheet, Frame(wide.height, LEFT, RIGHT, BELOW), extras)


def _printed_ends(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the ends of each printed range of growth as fractions a year: `least`, `most`."""
    ends = {"least": rows["growth_low"], "most": rows["growth_high"]}
    return pd.DataFrame({name: floats(column) / 100 for name, column in ends.items()})


def _ordered(rates: pd.DataFrame) -> pd.DataFrame:
    rank = rates["state"].map({DIFFERS: 0, AGREES: 1, OPEN: 2})
    growth = -rates["stated"].fillna(rates["implied"])
    keys = rates.assign(front=~rates["cited"], rank=rank, growth=growth)
    return rates.loc[keys.sort_values(["front", "rank", "growth"], kind="stable").index]


def _figure(rates: pd.DataFrame, known: dict[str, Row], styles: Styles) -> go.Figure:
    figure = Chart()
    parts = 100 * rates[["stated", "least", "most", "implied", "implied_low", "implied_high"]]
    numbers_of = parts.to_numpy(dtype=float)
    axis = plain_axis(numbers_of[np.isfinite(numbers_of)].tolist())
    _add_implied(figure, rates, (axis.low, axis.high))
    _add_ranges(figure, rates, known, styles)
    _add_marks(figure, rates, known, styles)
    figure.update_layout(xaxis={**axis.layout, "showgrid": True})
    return figure


def _add_implied(figure: go.Figure, rates: pd.DataFrame, reach: tuple[float, float]) -> None:
    """Draw what the digits allow as a bar, and the gap to a stated growth that does not agree."""
    bars: list[tuple[float | None, int | None]] = []
    gaps: list[tuple[float | None, int | None]] = []
    for place, rate in enumerate(rates.to_dict("records")):
        ends = (max(100 * rate["implied_low"], reach[0]), min(100 * rate["implied_high"], reach[1]))
        if not any(map(pd.isna, ends)):
            bars += [*((end, place) for end in ends), (None, None)]
        if rate["state"] == DIFFERS:
            gaps += [(100 * rate["implied"], place), (100 * rate["stated"], place), (None, None)]
    for name, points, line in (
        ("Implied: what the digits allow", bars, {"color": light("grid"), "width": 10}),
        (None, gaps, {"color": light("muted"), "width": 2, "dash": "dot"}),
    ):
        figure.add_scatter(
            name=name, x=numbers(x for x, _ in points), y=[y for _, y in points], mode="lines",
            line=line, hoverinfo="skip",
        )  # fmt: skip


def _add_ranges(
    figure: go.Figure, rates: pd.DataFrame, known: dict[str, Row], styles: Styles
) -> None:
    """Draw each printed range of growth from end to end; its mark is in the middle."""
    for place, (key, rate) in enumerate(rates.iterrows()):
        if pd.notna(rate["least"]):
            figure.add_scatter(
                x=numbers([100 * rate["least"], 100 * rate["most"]]),
                y=[place, place],
                mode="lines",
                line={"color": light(styles.of(known[str(key)]).ink), "width": 4},
                hoverinfo="skip",
            )


def _add_marks(
    figure: go.Figure, rates: pd.DataFrame, known: dict[str, Row], styles: Styles
) -> None:
    marks = [
        ("Implied by the two ends", "implied", "line-ns-open", rates),
        *(
            (f"Stated: {state}", "stated", symbol, rates[rates["state"].eq(state)])
            for state, symbol in SYMBOLS.items()
        ),
    ]
    for name, column, symbol, part in marks:
        there = part.dropna(subset=[column])
        if there.empty:
            continue
        looks = [styles.of(known[key]) for key in there.index]
        inks = [light(look.ink) for look in looks]
        figure.add_scatter(
            name=name,
            x=numbers(100 * there[column]),
            y=[rates.index.get_loc(key) for key in there.index],
            mode="markers",
            marker={
                "symbol": symbol,
                "size": 14 if column == "implied" else 11,
                "color": inks,
                "line": {"color": inks, "width": 2.5 if column == "implied" else 2},
            },
            hoverinfo="text",
            hovertext=[hover(known[key], hover_lines(rates.loc[key])) for key in there.index],
            customdata=list(there.index),
        )


def _key(rates: pd.DataFrame) -> list[Any]:
    states = set(rates.loc[rates["stated"].notna(), "state"])
    return [
        mark_key("implied by the two ends", symbol="line-ns"),
        *(
            mark_key(f"stated, {state}", symbol=symbol.removesuffix("-open"), hollow=state == OPEN)
            for state, symbol in SYMBOLS.items()
            if state in states
        ),
    ]
