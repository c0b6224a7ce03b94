"""The list of figures: a line each with its reason, which opens to the dossier by its address."""

import re
from collections.abc import Callable

import pandas as pd
import pytest

from report_helpers.audit.audit import audit
from report_helpers.audit.findings import Finding
from report_helpers.audit.rules import RULES
from report_helpers.audit.selection import by_claim, reasons
from report_helpers.audit.verdicts import verdicts
from report_helpers.charts.toolkit.plotly_text import records
from report_helpers.page.blocks.html_sanitizer import rewrite_html
from report_helpers.text import figures
from report_helpers.text.dossier import dossiers
from report_helpers.text.short_reasons import implied_growth, short_reason

Claims = Callable[..., pd.DataFrame]
DAY = "2026-11-23"


@pytest.fixture(scope="module")
def findings(shipped_claims: pd.DataFrame) -> list[Finding]:
    """What the audit finds in the shipped claims."""
    return audit(shipped_claims, as_of=DAY)


def test_a_line_for_each_figure_in_the_order_of_the_article(
    shipped_claims: pd.DataFrame, findings: list[Finding]
) -> None:
    """With number, figure, credit, original, verdict, reason and where the original was read."""
    shown = figures.cited(shipped_claims, findings)
    rewrite_html(shown.html)
    cited = shipped_claims[shipped_claims["role"].eq("cited")]
    given = verdicts(shipped_claims, findings)
    lines = shown.text.splitlines()
    assert len(lines) == len(cited) == 16
    for number, (line, (claim_id, claim)) in enumerate(
        zip(lines, cited.iterrows(), strict=True), 1
    ):
        assert line.startswith(f"{number} | ")
        assert given[str(claim_id)] in line
        assert (claim["producer"] if pd.notna(claim["producer"]) else "credits nobody") in line
    assert "| $15.7 trillion in 2030 | \N{MULTIPLICATION X} contradicted | PwC prints" in lines[2]


def test_the_anchor_stands_inside_the_line_with_the_dossier(
    shipped_claims: pd.DataFrame, findings: list[Finding]
) -> None:
    """So that a browser opens the line for an address, without a script."""
    html = str(figures.cited(shipped_claims, findings).html)
    made = dossiers(shipped_claims, findings)
    found = re.findall(
        r"<details><summary>.*?</summary>\n"
        r'<div class="dossier"><span class="place" id="claim-(\w+)"></span>\n'
        r"(.*?)\n</div></details>",
        html,
        re.DOTALL,
    )
    cited = shipped_claims.index[shipped_claims["role"].eq("cited")]
    assert [key for key, _ in found] == list(cited)
    assert all(body == made[key] for key, body in found)


def test_of_many_figures_the_gravest_are_listed(claims_of: Claims) -> None:
    """The others are counted, and numbers stay those of the article."""
    bad = {
        "base_year": 2020,
        "base_value": "10",
        "year": 2030,
        "value": "99",
        "growth_percent": "50",
    }
    claims = claims_of(*[{"year": 2030, "value": "5"}] * 130, bad)
    shown = figures.cited(claims, audit(claims, as_of=DAY))
    assert shown.html.count("<details>") == 120
    assert shown.text.splitlines()[-1].startswith("131 | ")
    assert "Eleven figures more" in shown.html


def test_without_an_article_there_is_a_sentence(shipped_claims: pd.DataFrame) -> None:
    """Not an empty list."""
    rows = shipped_claims[shipped_claims["role"].eq("comparator")]
    assert figures.cited(rows, []).text == "No row of this file is cited by an article."


def test_reasons_are_short_and_name_no_row(
    shipped_claims: pd.DataFrame, findings: list[Finding]
) -> None:
    """For every finding of the file, as if it were the reason."""
    known = records(shipped_claims)
    for finding in findings:
        words = short_reason(known, "differs", [finding])
        assert 0 < len(words) <= 90
        assert not any(claim_id in words for claim_id in finding.claim_ids)


@pytest.mark.parametrize("rule", RULES)
def test_any_rule_has_a_reason(claims_of: Claims, rule: str) -> None:
    """Also where a finding lacks the numbers that its words would use."""
    known = records(claims_of({"value": "5"}, {"value": "6"}))
    finding = Finding(rule, "caution", ("c0", "c1"), "Five (c1) is not six; really. More.")
    assert short_reason(known, "needs context", [finding])


def test_a_reason_fits_the_verdict(shipped_claims: pd.DataFrame, findings: list[Finding]) -> None:
    """It is computed from the finding that decides."""
    known, found = records(shipped_claims), by_claim(findings)
    given = verdicts(shipped_claims, findings)
    words = {
        key: short_reason(known, given[key], reasons(given[key], found.get(key, ())))
        for key in given
    }
    assert words["a01_ml_market"] == "its own values give 36.2 % a year"
    assert words["a03_ai_value_range"] == "PwC prints $15.7 trillion"
    assert words["a06_python_usage"] == "TIOBE prints 10 percentage points"
    assert words["a15_cloud_ml"] == "no page found on which Gartner prints it"
    assert words["a11_ml_market_2027"] == "31 % above the path to $225.91 billion in 2030"


def test_a_message_is_a_reason_without_the_figure_that_begins_it(claims_of: Claims) -> None:
    """Cut at a comma if it is long, and no id is left."""
    known = records(claims_of({"value": "5", "year": 2030}))
    long = "above the figures of all other publishers, which " + "range " * 20
    for message, words in (
        ("$5 billion is printed, but none is possible. More.", "none is possible"),
        (f"$5 billion in 2030 is {long}.", "above the figures of all other publishers"),
        ("Quite another start (c0) of a message.", "Quite another start of a message"),
    ):
        finding = Finding("a-rule", "caution", ("c0",), message)
        assert short_reason(known, "needs context", [finding]) == words


def test_whose_values_imply_a_growth_is_said(claims_of: Claims) -> None:
    """Its own, or those of other rows of its series; the edition that explains it is neither."""
    known = records(claims_of({"value": "5", "growth_percent": "7"}, {"value": "6"}))
    for ids, by, whose in (
        (("c0",), {}, "its own values"),
        (("c0", "c1"), {"stated_by": "c1"}, "its own values"),
        (("c0", "c1"), {}, "the printed values"),
    ):
        finding = Finding(
            "growth-mismatch", "contradiction", ids, "", {"implied_percent": 5.0, **by}
        )
        assert short_reason(known, "contradicted", [finding]) == f"{whose} give 5 % a year"


def test_figures_that_hold_have_a_reason() -> None:
    """Without a finding the verdict itself says why."""
    assert short_reason({}, "holds", []) == "nothing speaks against it"
    assert short_reason({}, "cannot be checked", []) == "its original was not read"


@pytest.mark.parametrize("stated", ["36.2", "36.17", "36.165"])
def test_the_implied_growth_differs_as_shown(claims_of: Claims, stated: str) -> None:
    """Decimals are added until it is not the stated number."""
    row = {"base_year": 2023, "base_value": "26.03", "year": 2030, "value": "225.91"}
    known = records(claims_of({**row, "growth_percent": stated}))
    finding = Finding("growth-mismatch", "contradiction", ("c0",), "", {"implied_percent": 36.1651})
    shown = implied_growth(known["c0"], finding)
    assert shown.removesuffix(" %") != stated
