"""Settings that mean nothing for the claims: no errors, because rows come and go."""

from collections.abc import Iterator

import pandas as pd

from report_helpers.errors import Problem
from report_helpers.settings.active import settings
from report_helpers.settings.settings_file import NAME

__all__ = ["unused_settings"]


def unused_settings(claims: pd.DataFrame) -> list[Problem]:
    """Return a note for each active setting that names something without rows.

    Args:
        claims: the validated table.
    """
    return [
        Problem(
            1,
            key,
            "setting-without-rows",
            f"no claim has {name!a}",
            "correct it, or take it out",
            NAME,
        )
        for key, name in _named(claims)
    ]


def _named(claims: pd.DataFrame) -> Iterator[tuple[str, str]]:
    found = settings()
    known = {name: set(claims[name].astype(str)) for name in ("measure", "topic", "source_id")}
    if found.main_measure and found.main_measure not in known["measure"]:
        yield "main_measure", found.main_measure
    for topic in found.topics:
        if topic not in known["topic"]:
            yield f"topics.{topic}", topic
    for number, article in enumerate(found.articles, 1):
        if article.source_id not in known["source_id"]:
            yield f"articles.{number}.source_id", article.source_id
