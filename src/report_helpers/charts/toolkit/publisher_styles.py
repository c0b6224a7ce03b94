"""The style of each publisher: the same in every chart of a report, whatever it shows.

A style follows from the publisher's name. Publishers that share a measure, and so may share a
chart, take different inks and markers while there are any. Neither the order of the rows nor the
measure or horizon that a chart shows has an influence.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from hashlib import blake2b
from typing import Any

import pandas as pd

from report_helpers.analysis.comparability import fold
from report_helpers.charts.toolkit.plotly_text import Row, publisher
from report_helpers.charts.toolkit.theme import ARTICLE, DASHES, MARKERS, SERIES_INKS, Style

__all__ = ["Styles", "publisher_styles"]


class Styles:
    """The styles of a table's publishers; cited rows have the style of the article."""

    def __init__(self, known: Mapping[str, Style]) -> None:
        self._known = known

    def of(self, row: Row) -> Style:
        """Return the style of a claim's publisher."""
        return ARTICLE if row["role"] == "cited" else self.named(publisher(row))

    def named(self, name: str) -> Style:
        """Return the style of a publisher in any spelling."""
        return self._known.get(fold(name)) or _style(fold(name), {}, ())


def publisher_styles(claims: pd.DataFrame) -> Styles:
    """Return the styles of all publishers of a table.

    Args:
        claims: the whole validated table, so that all charts of a report agree.
    """
    measures = _measures(claims)
    used: dict[str, Counter[Any]] = defaultdict(Counter)
    known = {}
    for name in sorted(measures, key=_rank):
        known[name] = _style(name, used, measures[name])
        ink, dash, marker, _ = known[name]
        for measure in measures[name]:
            used[measure].update([ink, marker, (ink, marker), (ink, dash)])
    return Styles(known)


def _measures(claims: pd.DataFrame) -> dict[str, list[str]]:
    """Return the measures of each publisher, in order."""
    rows = claims[claims["role"].ne("cited")]
    names = rows["producer"].fillna(rows["source_title"])
    pairs = {(fold(name), str(key)) for name, key in zip(names, rows["measure"], strict=True)}
    found: dict[str, list[str]] = defaultdict(list)
    for name, measure in sorted(pairs):
        found[name].append(measure)
    return found


def _style(
    name: str, used: Mapping[str, Counter[Any]], measures: tuple[str, ...] | list[str]
) -> Style:
    def taken(*looks: Any) -> list[int]:
        return [sum(used[measure][look] for measure in measures) for look in looks]

    ink = min(SERIES_INKS, key=lambda one: (*taken(one), _rank(name, one)))
    marker = min(MARKERS, key=lambda one: (*taken((ink, one), one), _rank(name, one)))
    # A dash only tells publishers of one ink apart; most lines are solid.
    dash = min(DASHES, key=lambda one: (*taken((ink, one)), DASHES.index(one)))
    return Style(ink, dash, marker)


def _rank(*parts: str) -> bytes:
    """Return a number that is the same in every process, unlike `hash`."""
    return blake2b("\n".join(parts).encode(), digest_size=8).digest()
