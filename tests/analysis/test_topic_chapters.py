"""The chapters of each topic, and the topic that one is about where nobody names it."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from report_helpers.analysis.chapters import (
    TopicChapter,
    rises_topic,
    share_rows,
    topic_chapters,
    value_rows,
    values_topic,
)
from report_helpers.settings.active import using_settings
from report_helpers.settings.model import Settings

Claims = Callable[..., pd.DataFrame]
Row = dict[str, Any]


def path(topic: str, measure: str, **fields: Any) -> Row:
    """Return a level with a base."""
    return {"topic": topic, "measure": measure, "base_year": 2020, "base_value": "5",
            "year": 2030, "value": "9", **fields}  # fmt: skip


def level(topic: str, measure: str, **fields: Any) -> Row:
    """Return a level without a base."""
    return {"topic": topic, "measure": measure, "year": 2024, "value": "5", **fields}


def moving(topic: str, metric: str, **fields: Any) -> Row:
    """Return a change, a rate or a share."""
    unit = "times" if metric in {"multiple", "ratio"} else "percent"
    return {"topic": topic, "metric": metric, "measure": "m", "unit": unit, "value": "5",
            "year": 2024, **fields}  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "chapters"),
    [
        ([path("a", "m"), path("a", "m")], [("growth", "a", "m", True)]),
        ([path("a", "m")], [("values", "a", "", True)]),
        ([path("a", "m"), level("a", "m")], [("values", "a", "", True)]),
        (
            [path("a", "m"), path("a", "m"), level("a", "n")],
            [("growth", "a", "m", False), ("values", "a", "", False)],
        ),
        (
            [path("a", "m"), path("a", "m"), moving("a", "share")],
            [("growth", "a", "m", False), ("changes", "a", "", False)],
        ),
        ([moving("a", "remaining")], [("changes", "a", "", True)]),
        ([moving("a", "multiple", base_year=2020)], [("changes", "a", "", True)]),
        (
            [level("b", "m"), moving("a", "share"), path("a", "m"), path("a", "m")],
            [("values", "b", "", True), ("growth", "a", "m", False), ("changes", "a", "", False)],
        ),
    ],
)
def test_a_topic_has_the_chapters_of_its_figures(
    claims_of: Claims, rows: list[Row], chapters: list[tuple[str, str, str, bool]]
) -> None:
    """Two paths make a chapter of growth; what it does not draw has one of values."""
    assert topic_chapters(claims_of(*rows)) == [TopicChapter(*each) for each in chapters]  # type: ignore[arg-type]


def test_twelve_topics_with_most_rows_have_chapters(claims_of: Claims) -> None:
    """In the order of the settings, then of the file."""
    rows = [level(f"t{number}", "m") for number in range(13) for _ in range(1 + (number != 4))]
    table = claims_of(*rows)
    topics = [one.topic for one in topic_chapters(table)]
    assert topics == [f"t{number}" for number in range(13) if number != 4]
    with using_settings(Settings(topics={"t9": "Nine", "t4": "Four"})):
        assert [one.topic for one in topic_chapters(table)][:2] == ["t9", "t0"]


def test_a_large_table_has_one_chapter_of_each_kind(claims_of: Claims) -> None:
    """Those with most rows, from 1,001 claims on."""
    rows = [
        *(path("a", "m") for _ in range(2)), *(path("b", "n") for _ in range(3)),
        moving("c", "change", base_year=2020), moving("d", "growth_rate"),
        moving("d", "growth_rate"), level("e", "x"), level("f", "y"), level("f", "z"),
    ]  # fmt: skip
    table = claims_of(*rows)
    few = pd.concat([table] * 90)
    large = pd.concat([table] * 91)
    assert len(topic_chapters(few)) == 6
    assert topic_chapters(large) == [
        TopicChapter("growth", "b", "n"), TopicChapter("changes", "d"), TopicChapter("values", "f"),
    ]  # fmt: skip
    assert topic_chapters(large[large["topic"].eq("e")].head(0)) == []
    shares = claims_of(moving("s", "share"))
    assert topic_chapters(pd.concat([shares] * 1001)) == []


def test_rises_with_both_years_count_first(claims_of: Claims) -> None:
    """Then all rises; a share is none, and of nothing there is no topic."""
    dated = moving("a", "change", base_year=2020)
    undated = [moving("b", "multiple"), moving("b", "ratio")]
    assert rises_topic(claims_of(*undated, dated)) == "a"
    assert rises_topic(claims_of(*undated)) == "b"
    assert rises_topic(claims_of(*undated, moving("c", "growth_rate"))) == "c"
    assert rises_topic(claims_of(moving("c", "share"), level("d", "m"))) == ""


def test_values_are_of_quantities_not_of_rows(claims_of: Claims) -> None:
    """Each quantity counts once, and the main measure of paths not at all."""
    one = [level("a", "m"), level("a", "m", year=2025), level("a", "m", year=2026)]
    two = [level("b", "n"), level("b", "o")]
    table = claims_of(*one, path("c", "p"), path("c", "q"), *two)
    assert values_topic(table) == "b"
    assert values_topic(claims_of(*one)) == "a"
    assert values_topic(claims_of(path("c", "p"), path("c", "p"))) == ""


def test_rows_of_a_topic_have_a_value(claims_of: Claims) -> None:
    """Or a range; the rest is what no other chapter draws."""
    table = claims_of(
        path("a", "m"), path("a", "m"), level("a", "n"),
        level("a", "o", value="", value_low="4", value_high="5"),
        level("a", "n", value="", base_year=2020, base_value="4", growth_percent="5"),
        moving("a", "share"), level("b", "n"),
    )  # fmt: skip
    assert list(value_rows(table, "a").index) == ["c0", "c1", "c2", "c3", "c5"]
    assert list(value_rows(table, "a", rest=True).index) == ["c2", "c3"]
    assert list(value_rows(table).index) == list(value_rows(table, "a").index)
    assert list(value_rows(table, "b", rest=True).index) == ["c6"]


def test_shares_stand_in_the_order_of_their_topics(claims_of: Claims) -> None:
    """Without the changes of the topic of rises, which are put as yearly rates."""
    table = claims_of(
        level("v", "m"), level("v", "n"), moving("a", "share"), moving("b", "remaining"),
        moving("r", "change", base_year=2020), moving("b", "change"), moving("r", "share"),
        moving("a", "multiple"), moving("v", "share"),
        moving("b", "share", value="", value_low="4", value_high="5"),
    )  # fmt: skip
    assert list(share_rows(table).index) == ["c2", "c3", "c5", "c9", "c6"]
    assert list(share_rows(table, ["b", "a"]).index) == ["c3", "c5", "c9", "c2"]
    assert list(share_rows(table, ["v", "r"], rises="b").index) == ["c8", "c4", "c6"]
    assert list(share_rows(table, ["b", "r"], rises="b").index) == ["c3", "c9", "c4", "c6"]
