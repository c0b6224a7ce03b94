"""A chart of lines over years: axes, labels, key and the choice of a scale."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import plotly.graph_objects as go

from report_helpers.charts.toolkit.axes import narrow_years, year_axis
from report_helpers.charts.toolkit.choices import Scaled, scaled
from report_helpers.charts.toolkit.finish import Extras, Frame, narrow_frame
from report_helpers.charts.toolkit.line_labels import LABEL_ROOMS, Named, key_of, with_labels
from report_helpers.charts.toolkit.lines import PHONE_HEIGHT, PLOT_HEIGHT, Series, traces
from report_helpers.charts.toolkit.meta import KeyEntry
from report_helpers.charts.toolkit.notebook_chart import Chart
from report_helpers.charts.toolkit.plotly_text import Row
from report_helpers.claims.units import Unit

__all__ = ["BELOW", "LineChart", "line_chart", "mark_key"]

BELOW = 30
"""Pixels below the plot, for the years."""


class LineChart(NamedTuple):
    """A figure of lines, its frame, and the parts of its meta that follow from them."""

    figure: go.Figure
    frame: Frame
    extras: Extras


def line_chart(
    series: Sequence[Series], named: Sequence[Named], known: dict[str, Row], shown_in: Unit
) -> LineChart:
    """Draw series on years and a logarithmic axis.

    Args:
        series: those behind first.
        named: those that labels and key name, the most important first.
        known: the drawn rows by claim id.
        shown_in: the unit of the axis.
    """
    figure = Chart([one for each in series for one in traces(each, known, shown_in)])
    stops = [stop for each in series for stop in each.stops if stop]
    years = year_axis([stop.year for stop in stops])
    values = [stop.value / shown_in.factor for stop in stops]
    room, sizes = _least_room(
        lambda room: scaled(
            values,
            shown_in,
            lambda scale: with_labels(figure, named, years, scale, shown_in, room),
        )
    )
    figure.update_layout(xaxis=years.layout, yaxis=sizes.axis.layout, annotations=sizes.notes)
    key = [key_of(one, labelled=number in sizes.labelled) for number, one in enumerate(named)]
    hollow = any(stop.projected and stop.printed for stop in stops)
    return LineChart(
        figure,
        Frame(PLOT_HEIGHT, sizes.left, room, BELOW),
        Extras(
            key=[*key, *([mark_key("projected", hollow=True)] if hollow else [])],
            narrow=narrow_frame(
                PHONE_HEIGHT,
                left=sizes.left,
                below=BELOW,
                xaxis=narrow_years([stop.year for stop in stops]),
            ),
            choices=[sizes.choice],
        ),
    )


def _least_room(draw: Callable[[int], Scaled]) -> tuple[int, Scaled]:
    """Return the least room for labels right of the plot that costs no label, and the axis."""
    found = [(room, draw(room)) for room in LABEL_ROOMS]
    most = max(len(sizes.labelled) for _, sizes in found)
    return next((room, sizes) for room, sizes in found if len(sizes.labelled) == most)


def mark_key(
    name: str, ink: str = "muted", symbol: str = "circle", *, hollow: bool = False
) -> KeyEntry:
    """Return an entry of the key for a mark that means the same in every series."""
    return {
        "name": name, "detail": "", "claim_id": "", "ink": ink, "symbol": symbol, "dash": "",
        "hollow": hollow, "labelled": False,
    }  # fmt: skip
