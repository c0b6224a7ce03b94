"""Several articles in one file: their names, their verdicts, and the figures that they share."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd
import pytest

from report_helpers import charts, text
from report_helpers.analysis.cited_figures import article_order, shared_figures
from report_helpers.audit.audit import audit
from report_helpers.audit.findings import Finding
from report_helpers.settings.active import using_settings
from report_helpers.settings.model import Settings
from report_helpers.text.cited_articles import article_title

Rows = Callable[..., pd.DataFrame]
DAY = date(2026, 11, 23)
LEVEL = {
    "metric": "level", "measure": "m", "year": "2030", "evidence": "publisher_page",
    "producer": "P", "url": "https://www.example.org/a", "accessed": "2026-11-01",
}  # fmt: skip
FIRST = {**LEVEL, "source_id": "first", "source_title": "First article"}
SECOND = {**LEVEL, "source_id": "second", "source_title": "Second article"}
NAMED = Settings.model_validate(
    {
        "articles": [
            {"source_id": "second", "title": "Other <title>", "publisher": "Second press"},
            {
                "source_id": "first", "authors": ["A. Author"], "publisher": "First press",
                "published": "2026-01-31",
            },
        ]
    }
)  # fmt: skip


def judged(*rows: dict[str, Any], of: Rows) -> tuple[pd.DataFrame, list[Finding]]:
    """Return claims and findings."""
    claims = of(*rows)
    return claims, audit(claims, as_of=DAY)


@pytest.mark.parametrize(
    ("one", "other", "agrees"),
    [
        ({"value": "10"}, {"value": "10"}, True),
        ({"value": "1.2"}, {"value": "1200", "unit": "usd_million"}, True),
        ({"value": "10"}, {"value": "14"}, False),
        ({"value": "10", "qualifier": "at_least"}, {"value": "14"}, True),
        ({"value": "10"}, {"value": "10", "year": "2031"}, None),
        ({"value": "10"}, {"value": "10", "unit": "eur_billion"}, None),
        ({"value": "10"}, {"value": "10", "measure": "n"}, None),
        ({"value": "10"}, {"value": "10", "role": "comparator"}, None),
    ],
)
def test_figures_that_two_articles_print(
    claims_of: Rows,
    one: dict[str, str],
    other: dict[str, str],
    agrees: bool | None,  # noqa: FBT001 a parameter of pytest
) -> None:
    """Of one quantity and year; they agree if one number can stand behind both."""
    found = shared_figures(claims_of(FIRST | one, SECOND | other))
    assert found["agrees"].tolist() == ([] if agrees is None else [agrees, agrees])
    assert found["source_id"].tolist() == ([] if agrees is None else ["first", "second"])


def test_one_article_shares_nothing(claims_of: Rows) -> None:
    """Not even with itself."""
    claims, findings = judged(FIRST | {"value": "1"}, FIRST | {"value": "1"}, of=claims_of)
    assert article_order(claims) == ["first"]
    assert text.articles(claims, findings).html == ""
    assert text.same_figures(claims, findings).html == ""
    assert "“First article” prints two" in text.headline(claims, findings).text
    assert "<h3>" not in text.cited(claims, findings).html


def test_verdicts_by_article(claims_of: Rows) -> None:
    """A line each, in the order of the file, with a link to its first figure."""
    wrong = {"base_year": "2020", "base_value": "5", "value": "10", "growth_percent": "40"}
    claims, findings = judged(
        FIRST | {"value": "10"}, SECOND | wrong, SECOND | {"value": "11"}, of=claims_of
    )
    shown = text.articles(claims, findings)
    assert shown
    lines = shown.text.splitlines()
    assert lines[2].startswith("First article; example.org | 1 | none | ")
    assert lines[3].startswith("Second article; example.org | 2 | 1 | ")
    assert '<a href="#claim-c1">Second article</a>' in shown.html
    assert text.headline(claims, findings).text.startswith("Two articles print three market")
    listed = text.cited(claims, findings).html
    assert listed.index("<h3>First article</h3>") < listed.index("<h3>Second article</h3>")
    assert listed.count("<h3>") == 2
    assert "In the order of each article." in listed


def test_what_several_print_stands_side_by_side(claims_of: Rows) -> None:
    """With the number and the verdict of each."""
    claims, findings = judged(
        FIRST | {"value": "10"}, SECOND | {"value": "14"}, SECOND | {"value": "3", "year": "2029"},
        of=claims_of,
    )  # fmt: skip
    shown = text.same_figures(claims, findings)
    assert shown
    assert shown.text.splitlines()[2:] == [
        "Market size, 2030 | First article | $10 billion | another number | ✓ holds",
        " | Second article | $14 billion | another number | ✓ holds",
    ]


def test_the_settings_name_articles(claims_of: Rows) -> None:
    """Title, authors, publisher and date on the page; the publisher in charts of several."""
    claims, findings = judged(FIRST | {"value": "10"}, SECOND | {"value": "14"}, of=claims_of)
    with using_settings(NAMED):
        assert article_title(claims, "first") == "First article"
        assert article_title(claims, "second") == "Other <title>"
        shown = text.articles(claims, findings)
        figure = charts.values(claims, topic="ml_market")
    assert shown
    assert "A. Author, First press, 2026-01-31, " in shown.html
    assert "Other &lt;title&gt;" in shown.html
    drawn = str(figure.layout.meta["rows"])
    assert "First press (P)" in drawn
    assert "Second press (P)" in drawn
    assert "Article" not in drawn


def test_one_article_of_the_settings(claims_of: Rows) -> None:
    """The first line says who wrote it."""
    claims, findings = judged(
        FIRST | {"value": "10"}, LEVEL | {"value": "9", "role": "comparator"}, of=claims_of
    )
    with using_settings(NAMED):
        line = text.headline(claims, findings).text
    assert "A. Author, First press, 2026-01-31, example.org, checked against 0 figures" in line
