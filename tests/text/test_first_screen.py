"""The first screen: the answer computed for any file, a mark a figure, the gravest finding."""

import re
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from report_helpers.audit.audit import audit
from report_helpers.audit.findings import Finding
from report_helpers.audit.selection import gravest
from report_helpers.audit.verdicts import VERDICTS, verdict_of, verdicts
from report_helpers.page.blocks.html_sanitizer import rewrite_html
from report_helpers.text import first_screen, gravest_words
from report_helpers.text.badges import SHAPES

Claims = Callable[..., pd.DataFrame]
DAY = "2026-11-23"
GOOD = {"year": 2030, "value": "100", "producer": "Firm"}
BAD = {"base_year": 2020, "base_value": "10", "year": 2030, "value": "100", "growth_percent": "50"}
READ = {"role": "comparator", "url": "https://example.org", "accessed": "2026-01-02",
        "source_id": "other", "source_title": "Other"}  # fmt: skip


@pytest.fixture(scope="module")
def findings(shipped_claims: pd.DataFrame) -> list[Finding]:
    """What the audit finds in the shipped claims."""
    return audit(shipped_claims, as_of=DAY)


def headline(claims: pd.DataFrame) -> str:
    """Return the headline of claims."""
    return first_screen.headline(claims, audit(claims, as_of=DAY)).text.splitlines()[0]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([GOOD], "“Page” prints one market figure. It holds as printed."),
        ([BAD], "“Page” prints one market figure. It does not hold as printed."),
        ([GOOD, GOOD], "“Page” prints two market figures. All hold as printed."),
        ([GOOD, BAD], "“Page” prints two market figures. One holds as printed."),
        ([GOOD, GOOD, BAD], "“Page” prints three market figures. Two hold as printed."),
        ([BAD, BAD], "“Page” prints two market figures. None holds as printed."),
        ([{**GOOD, "evidence": "not_found"}] * 2,
         "“Page” prints two market figures. None can be checked."),
        ([GOOD, {**GOOD, "source_id": "b", "source_title": "B"}],
         "Two articles print two market figures. All hold as printed."),
        ([{**GOOD, **READ}], "One market figure from one document. None are contradicted."),
        ([{**GOOD, **READ}, {**BAD, **READ}],
         "Two market figures from one document. One is contradicted."),
    ],
)  # fmt: skip
def test_the_headline_is_computed(
    claims_of: Claims, rows: list[dict[str, Any]], words: str
) -> None:
    """Of the article or articles, of how many figures hold; without an article, of the file."""
    assert headline(claims_of(*rows)) == words


def test_an_empty_file_has_a_headline(shipped_claims: pd.DataFrame) -> None:
    """And every other part a sentence."""
    none = shipped_claims.iloc[:0]
    assert headline(none) == "This file holds no market figure."
    for make in (first_screen.strip, gravest_words.gravest):
        assert make(none, []).text.endswith(".")


def test_the_answer_for_the_shipped_file(
    shipped_claims: pd.DataFrame, findings: list[Finding]
) -> None:
    """The counts are those of the file."""
    text = first_screen.headline(shipped_claims, findings).text
    assert text.startswith("“AI Engineer vs ML Engineer” prints 16 market figures. None holds")
    roles = shipped_claims["role"].value_counts()
    assert f"{roles['comparator'] + roles.get('actual', 0)} figures of other publishers" in text


def test_a_mark_for_each_figure_gravest_first(
    shipped_claims: pd.DataFrame, findings: list[Finding]
) -> None:
    """A shape, a number as in the article, a link to the dossier; counted with a word."""
    html = str(first_screen.strip(shipped_claims, findings).html)
    rewrite_html(html)
    given = verdicts(shipped_claims, findings)
    marks = re.findall(r'href="#claim-(\w+)" title="[^"]*: ([^"]*)">.*?<span>(\d+)</span>', html)
    assert [(key, verdict) for key, verdict, _ in marks] == sorted(
        given.items(), key=lambda item: VERDICTS.index(item[1])
    )
    numbers = {key: number for number, key in enumerate(given, 1)}
    assert all(int(number) == numbers[key] for key, _, number in marks)
    words = first_screen.strip(shipped_claims, findings).html.striptags()
    assert [f"{SHAPES[verdict]} " in words for verdict in VERDICTS] == [True] * len(VERDICTS)
    for counted in (
        "2 contradicted",
        "8 differ",
        "5 need context",
        "1 cannot be checked",
        "0 hold",
    ):
        assert counted in words


def test_a_long_strip_is_cut(claims_of: Claims) -> None:
    """The counts stay whole."""
    claims = claims_of(*[{**GOOD, "value": str(number)} for number in range(1, 201)])
    html = str(first_screen.strip(claims, []).html)
    assert html.count('class="mark"') == 120
    assert "<strong>200</strong> hold" in html


def test_the_gravest_shows_its_arithmetic_and_origin(
    shipped_claims: pd.DataFrame, findings: list[Finding]
) -> None:
    """A formula that a calculator can redo, the edition, and what else comes from it."""
    shown = gravest_words.gravest(shipped_claims, findings)
    rewrite_html(shown.html)
    assert "39.2 % a year is stated, but its own values give 36.2 %." in shown.text
    assert "(225.91 / 26.03)^(1/7) \N{MINUS SIGN} 1 = 36.2 %" in shown.text
    assert round(100 * ((225.91 / 26.03) ** (1 / 7) - 1), 1) == 36.2
    assert "prints $117.19 billion by 2027" in shown.text
    assert "figure 11, $117 billion, and credits nobody" in shown.text
    assert 'href="#claim-a01_ml_market">Everything about this figure</a>' in shown.html
    assert 'class="two"' not in shown.html


def test_two_statements_stand_side_by_side_without_a_chart(claims_of: Claims) -> None:
    """Where there is nothing to draw, as between two definitions."""
    original = {**GOOD, **READ, "role": "original", "measure": "other", "title": "Other size"}
    claims = claims_of({**GOOD, "original_id": "c1"}, original)
    shown = gravest_words.gravest(claims, audit(claims, as_of=DAY))
    assert shown.html.count("<dt>") == 2
    assert "Other size" in shown.text


def test_a_cited_figure_is_graver_than_others(claims_of: Claims) -> None:
    """Even if the other is contradicted and the cited one lacks context only."""
    share = {"metric": "share", "unit": "percent", "value": "50", "measure": "share"}
    claims = claims_of({**BAD, **READ}, share)
    finding = gravest(claims, audit(claims, as_of=DAY))
    assert finding
    assert finding.claim_ids[0] == "c1"


def test_of_cited_figures_the_most_severe_verdict_counts(shipped_claims: pd.DataFrame) -> None:
    """Whatever the order of the findings."""
    findings = audit(shipped_claims, as_of=DAY)
    for order in (findings, findings[::-1]):
        finding = gravest(shipped_claims, order)
        assert finding
        assert verdict_of(finding) == "contradicted"


def test_nothing_grave_is_said(claims_of: Claims) -> None:
    """In a sentence."""
    claims = claims_of(GOOD)
    assert gravest_words.gravest(claims, []).text == "Nothing in this file speaks against a figure."


def test_hostile_text_stays_text(claims_of: Claims) -> None:
    """Markup in the article's title and in a figure's is shown, not obeyed."""
    hostile = "<script>alert(1)</script>"
    claims = claims_of({**BAD, "title": hostile, "source_title": hostile, "producer": hostile})
    found = audit(claims, as_of=DAY)
    for make in (first_screen.headline, first_screen.strip, gravest_words.gravest):
        html = str(make(claims, found).html)
        assert "<script" not in html


def test_the_gravest_names_the_growth_that_differs(claims_of: Claims) -> None:
    """Where a claim quotes its original's value and another growth, the growth is at issue."""
    path = {"base_year": 2023, "base_value": "100", "year": 2030, "value": "200"}
    cited = {**path, "growth_percent": "12.2", "original_id": "original", "producer": "Firm"}
    original = {
        **path,
        **READ,
        "claim_id": "original",
        "role": "original",
        "growth_percent": "10.4",
        "producer": "Firm",
    }
    claims = claims_of(cited, original)
    text = gravest_words.gravest(claims, audit(claims, as_of=DAY)).text
    assert "12.2 % a year is printed, but Firm states 10.4 % a year." in text
    assert text.count("10.4 % a year") >= 2, "beside the original, its growth"


def test_figures_are_counted_article_by_article(claims_of: Claims) -> None:
    """Rows of two articles that alternate in the file stand together, and so do their numbers."""
    other = {**GOOD, "source_id": "b", "source_title": "B"}
    claims = claims_of(GOOD, other, {**GOOD, "evidence": "not_found"}, other)
    findings = audit(claims, as_of=DAY)
    numbers = first_screen.strip(claims, findings).text
    assert [line.split(": ")[1] for line in numbers.splitlines()][-2:] == ["2", "1, 3, 4"]
    assert first_screen.headline(claims, findings).html.count("of their originals") == 0
