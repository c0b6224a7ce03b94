"""Which topics of a file a chapter is about, where nobody names one: topics are free keys."""

from collections.abc import Sequence

import pandas as pd

from report_helpers.analysis.comparability import quantity
from report_helpers.analysis.comparison import main_measure

__all__ = ["rises_topic", "share_rows", "values_topic"]

RISES = ("change", "growth_rate", "multiple", "ratio")
SHARES = ("share", "remaining", "change")


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


def _most(rows: pd.DataFrame) -> str:
    counts = rows["topic"].value_counts()
    return str(counts.index[0]) if len(counts) else ""


def share_rows(claims: pd.DataFrame, topics: Sequence[str] = ()) -> pd.DataFrame:
    """Return the shares and changes with a value, in the order of the topics.

    Args:
        claims: the validated table.
        topics: their topics; empty: all but that of values. The changes of the topic of rises are
            left out, because they are put as yearly rates.
    """
    rises, values = rises_topic(claims), values_topic(claims)
    order = list(topics) or [key for key in dict.fromkeys(claims["topic"]) if key != values]
    chosen = claims["topic"].isin(order) & claims["metric"].isin(SHARES)
    chosen &= ~(claims["topic"].eq(rises) & claims["metric"].eq("change"))
    rows = claims[chosen & (claims["value"].notna() | claims["value_low"].notna())]
    return rows.sort_values("topic", key=lambda column: column.map(order.index), kind="stable")
