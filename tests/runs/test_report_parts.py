"""Chapters: those that the claims give, those that the settings list, and what is refused."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from report_helpers.analysis.chapters import topic_chapters
from report_helpers.errors import UsageError
from report_helpers.execution.parameters import Value, declared, find_notebooks
from report_helpers.package_files import shipped
from report_helpers.runs.making.report_parts import Part, report_parts
from report_helpers.settings.active import using_settings
from report_helpers.settings.model import Settings
from report_helpers.settings.settings_file import parse_settings

from .place import notebook

NOTEBOOKS = find_notebooks(shipped("notebooks"))
KNOWN = declared(NOTEBOOKS)
Rows = Callable[..., pd.DataFrame]
PATH = {"metric": "level", "measure": "m", "base_year": "2023", "year": "2030", "value": "9"}
PRICE = {"topic": "price", "metric": "level", "measure": "pack_price", "value": "5", "year": "2024"}
FALL = {
    "topic": "price", "metric": "change", "measure": "fall", "unit": "percent", "value": "-5",
    "base_year": "2020", "year": "2024",
}  # fmt: skip
SHARE = {"topic": "cars", "metric": "share", "measure": "s", "unit": "percent", "value": "5"}


@pytest.fixture
def market(claims_of: Rows) -> pd.DataFrame:
    """Two paths of one measure, a price that fell, and a share."""
    paths = [{**PATH, "topic": "size", "base_value": base} for base in ("3", "4")]
    return claims_of(*paths, PRICE, FALL, SHARE)


def parts(claims: pd.DataFrame, given: Mapping[str, Value] | None = None) -> list[Part]:
    """Return the parts of a report of the shipped notebooks."""
    return report_parts(NOTEBOOKS, KNOWN, claims, given or {})


def test_chapters_come_from_topics(market: pd.DataFrame) -> None:
    """Each topic has the chapters of its figures, in the order of the file."""
    found = [(one.kind, one.topic, one.alone) for one in topic_chapters(market)]
    assert found == [
        ("growth", "size", True),
        ("changes", "price", False),
        ("values", "price", False),
        ("changes", "cars", True),
    ]


def test_topics_of_the_settings_come_first(market: pd.DataFrame) -> None:
    """In their order; a topic without claims is none."""
    with using_settings(Settings(topics={"cars": "Cars", "none": "None", "price": "Prices"})):
        found = list(dict.fromkeys(one.topic for one in topic_chapters(market)))
    assert found == ["cars", "price", "size"]


def test_notebooks_run_once_for_each_chapter(market: pd.DataFrame) -> None:
    """Between the overview and the projection, with titles and names of their own."""
    found = [(one.name, one.title, dict(one.parameters), one.again) for one in parts(market)]
    assert found == [
        ("01_overview.ipynb", "", {}, False),
        ("02_market_growth.ipynb", "Size", {"measure": "m"}, False),
        ("03_changes_and_shares.ipynb", "Price", {"topic": "price", "shares_of": "price"}, False),
        ("04_values.ipynb", "Price: values", {"topic": "price", "rest": True}, False),
        ("03_changes_and_shares-2.ipynb", "Cars", {"topic": "cars", "shares_of": "cars"}, True),
        ("05_projection.ipynb", "", {}, False),
        ("06_sources.ipynb", "", {}, False),
        ("07_method.ipynb", "", {}, False),
    ]


def test_a_given_topic_is_that_of_one_chapter_each(market: pd.DataFrame) -> None:
    """Who gives a parameter wants the notebooks as they are."""
    assert [one.name for one in parts(market, {"topic": "cars"})] == [one.name for one in NOTEBOOKS]


def test_no_claims_no_chapters(claims_of: Rows) -> None:
    """An empty table has none."""
    names = [one.name for one in parts(claims_of(SHARE).iloc[:0])]
    assert names == [
        "01_overview.ipynb", "05_projection.ipynb", "06_sources.ipynb", "07_method.ipynb",
    ]  # fmt: skip


def test_listed_chapters_and_no_others(market: pd.DataFrame) -> None:
    """In their order, a notebook twice if it is listed twice."""
    chapters = [
        {"notebook": "04_values", "title": "A", "text": "B", "parameters": {"topic": "price"}},
        {"notebook": "01_overview"},
        {"notebook": "04_values", "parameters": {"topic": "cars", "rest": True}},
    ]
    with using_settings(Settings.model_validate({"chapters": chapters})):
        found = parts(market)
    assert [one.name for one in found] == [
        "04_values.ipynb", "01_overview.ipynb", "04_values-2.ipynb",
    ]  # fmt: skip
    assert found[0][2:5] == ({"topic": "price"}, "A", "B")
    assert found[2].parameters == {"topic": "cars", "rest": True}


@pytest.mark.parametrize(
    ("chapter", "words"),
    [
        ({"notebook": "04_value"}, "there is no notebook '04_value'; did you mean 04_values?"),
        ({"notebook": "x"}, "there is no notebook 'x'; known are 01_overview, "),
        (
            {"notebook": "04_values", "parameters": {"measure": "m"}},
            "parameters: unknown parameter 'measure'; ",
        ),
        (
            {"notebook": "04_values", "parameters": {"rest": 2}},
            "parameter rest: '2' is not of type bool",
        ),
        (
            {"notebook": "04_values", "parameters": {"topic": "prices"}},
            "parameters.topic: 'prices' is not in the claims; did you mean price?",
        ),
    ],
)
def test_a_wrong_chapter_is_named(
    market: pd.DataFrame, chapter: dict[str, Any], words: str
) -> None:
    """With its number, before a kernel starts."""
    settings = Settings.model_validate({"chapters": [{"notebook": "01_overview"}, chapter]})
    with using_settings(settings), pytest.raises(UsageError) as raised:
        parts(market)
    assert str(raised.value).startswith("report.toml:chapters.2")
    assert words in str(raised.value)


def test_the_shipped_report_has_its_chapters(shipped_claims: pd.DataFrame) -> None:
    """All its notebooks, each once, under its words."""
    with using_settings(parse_settings(shipped("data/report.toml").read_bytes())):
        found = parts(shipped_claims)
    assert [one.notebook for one in found] == NOTEBOOKS
    assert [one.title for one in found if one.title] == ["Jobs and adoption", "Economic value"]


def test_names_differ_on_any_file_system(tmp_path: Path, market: pd.DataFrame) -> None:
    """B16: some ignore case, others the form of an accent; hidden files are no notebooks."""
    for name in ("Report", "report", "e\u0301", "\u00e9", "._report"):
        notebook(tmp_path / f"{name}.ipynb")
    found = report_parts(find_notebooks(tmp_path), {}, market, {})
    names = [part.name for part in found]
    assert names == ["Report.ipynb", "e\u0301.ipynb", "report-2.ipynb", "\u00e9-2.ipynb"]
