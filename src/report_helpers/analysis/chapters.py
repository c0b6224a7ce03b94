"""Which chapters the claims give, and which topic one is about where nobody names it."""

from collections.abc import Iterator, Sequence
from typing import Final, Literal, NamedTuple

import pandas as pd

from report_helpers.analysis.comparability import quantity
from report_helpers.analysis.comparison import main_measure
from report_helpers.settings.active import settings

__all__ = [
    "Kind",
    "TopicChapter",
    "rises_topic",
    "share_rows",
    "topic_chapters",
    "value_rows",
    "values_topic",
]

RISES = ("change", "growth_rate", "multiple", "ratio")
SHARES = ("share", "remaining", "change")
Kind = Literal["growth", "changes", "values"]
"""What a chapter of a topic shows: paths of one measure; rises, falls and shares; other levels."""
MANY: Final = 1000
"""Claims from which on a page has one chapter of each kind, so that it stays small."""
MOST_TOPICS: Final = 12
"""Topics with chapters of their own; the rows of the others stand in the table of all claims."""
PATHS: Final = 2
"""Paths of one measure that are worth a chart over years."""


class TopicChapter(NamedTuple):
    """A chapter that the claims of a topic give; `measure` is that of a chapter of growth.

    `alone` says that the topic has no other chapter.
    """

    kind: Kind
    topic: str
    measure: str = ""
    alone: bool = True


def topic_chapters(claims: pd.DataFrame) -> list[TopicChapter]:
    """Return the chapters of each topic: in the order of the settings, then of the file.

    Args:
        claims: the validated table.
    """
    if len(claims) > MANY:
        return list(_main_chapters(claims))
    counts = claims["topic"].value_counts()
    most = set(counts.index[:MOST_TOPICS].astype(str))
    known = dict.fromkeys([*settings().topics, *claims["topic"].astype(str)])
    found = [list(_of_topic(claims, topic)) for topic in known if topic in most]
    return [one._replace(alone=len(every) == 1) for every in found for one in every]


def _main_chapters(claims: pd.DataFrame) -> Iterator[TopicChapter]:
    """Yield the chapter of each kind with most rows."""
    measure = main_measure(claims)
    if measure:
        topic = claims.loc[claims["measure"].eq(measure), "topic"].iloc[0]
        yield TopicChapter("growth", str(topic), measure)
    if rises_topic(claims):
        yield TopicChapter("changes", rises_topic(claims))
    if values_topic(claims):
        yield TopicChapter("values", values_topic(claims))


def _of_topic(claims: pd.DataFrame, topic: str) -> Iterator[TopicChapter]:
    rows = claims[claims["topic"].eq(topic)]
    levels = rows[rows["metric"].eq("level")]
    measure = main_measure(levels)
    paths = levels["measure"].eq(measure) & levels["base_value"].notna()
    drawn = paths.sum() >= PATHS
    if drawn:
        yield TopicChapter("growth", topic, measure)
    if rows["metric"].isin([*RISES, *SHARES]).any():
        yield TopicChapter("changes", topic)
    if len(levels) and not (drawn and levels["measure"].eq(measure).all()):
        yield TopicChapter("values", topic)


def rises_topic(claims: pd.DataFrame) -> str:
    """Return the topic with most rises and falls over a window of years; empty without any.

    Windows count first: only a rise with both years can be put as a yearly rate.

    Args:
        claims: the validated table.

    Example:
        >>> topic = mr.rises_topic(claims)
    """
    rises = claims[claims["metric"].isin(RISES)]
    dated = rises["base_year"].notna() | rises["metric"].eq("growth_rate")
    return _most(rises[dated]) or _most(rises)


def values_topic(claims: pd.DataFrame) -> str:
    """Return the topic with most quantities of levels, those of a main measure of paths aside.

    Args:
        claims: the validated table.

    Example:
        >>> topic = mr.values_topic(claims)
    """
    levels = claims[claims["metric"].eq("level")]
    main = main_measure(levels[levels["base_value"].notna()])
    levels = levels[levels["measure"].ne(main)]
    return _most(levels.assign(own=quantity(levels)).drop_duplicates(["topic", "own"]))


def value_rows(claims: pd.DataFrame, topic: str = "", *, rest: bool = False) -> pd.DataFrame:
    """Return the rows of a topic with a value or a range.

    Args:
        claims: the validated table.
        topic: the topic; empty: that of `values_topic`.
        rest: whether to leave out what the topic's other chapters draw: figures that are no
            levels, and the measure of its paths.
    """
    rows = claims[claims["topic"].eq(topic or values_topic(claims))]
    rows = rows[rows["value"].notna() | rows["value_low"].notna()]
    if not rest:
        return rows
    drawn = {one.measure for one in _of_topic(rows, topic) if one.kind == "growth"}
    return rows[rows["metric"].eq("level") & ~rows["measure"].isin(drawn)]


def _most(rows: pd.DataFrame) -> str:
    counts = rows["topic"].value_counts()
    return str(counts.index[0]) if len(counts) else ""


def share_rows(
    claims: pd.DataFrame, topics: Sequence[str] = (), *, rises: str = ""
) -> pd.DataFrame:
    """Return the shares and changes with a value, in the order of the topics.

    Args:
        claims: the validated table.
        topics: their topics; empty: all but that of values.
        rises: the topic whose changes are left out, because they are put as yearly rates; empty:
            that of `rises_topic`.
    """
    rises, values = rises or rises_topic(claims), values_topic(claims)
    order = list(topics) or [key for key in dict.fromkeys(claims["topic"]) if key != values]
    chosen = claims["topic"].isin(order) & claims["metric"].isin(SHARES)
    chosen &= ~(claims["topic"].eq(rises) & claims["metric"].eq("change"))
    rows = claims[chosen & (claims["value"].notna() | claims["value_low"].notna())]
    return rows.sort_values("topic", key=lambda column: column.map(order.index), kind="stable")
