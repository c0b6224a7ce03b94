"""Rates, sums and shares in rows of their own, beside the levels and wholes that they are of."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd
import pytest

from report_helpers.audit.audit import audit
from report_helpers.audit.context import AuditContext
from report_helpers.audit.findings import Finding
from report_helpers.audit.rules import RULES

Claims = Callable[..., pd.DataFrame]
Row = dict[str, Any]
DAY = date(2026, 11, 23)
WINDOW: Row = {"base_year": 2019, "year": 2030}
LEVELS: list[Row] = [{"year": 2019, "value": "1775"}, {"year": 2030, "value": "2830"}]


def found(claims: pd.DataFrame, rule: str) -> list[Finding]:
    """Return what one rule finds."""
    return list(RULES[rule].find(AuditContext(claims, DAY)))


def moving(metric: str, value: str, **fields: Any) -> Row:
    """Return a rate, change, multiple or remaining share over the window of the levels."""
    unit = "times" if metric == "multiple" else "percent"
    return {"metric": metric, "unit": unit, "value": value, **WINDOW, **fields}


@pytest.mark.parametrize(
    ("metric", "wrong", "right"),
    [
        ("growth_rate", "10.2", "4.3"),
        ("change", "40", "59"),
        ("multiple", "10", "1.6"),
        ("remaining", "85", "62"),
    ],
)
def test_a_rate_of_its_own_joins_its_levels(
    claims_of: Claims, metric: str, wrong: str, right: str
) -> None:
    """1,775 to 2,830 in eleven years is 4.3 % a year, 59 % in all, 1.6 times."""
    levels = LEVELS if metric != "remaining" else [
        {**LEVELS[0], "value": "2830"}, {**LEVELS[1], "value": "1775"}
    ]  # fmt: skip
    right = "62.7" if metric == "remaining" else right
    (finding,) = found(claims_of(*levels, moving(metric, wrong)), "rate-mismatch")
    assert (finding.severity, finding.claim_ids) == ("contradiction", ("c2", "c0", "c1"))
    assert not found(claims_of(*levels, moving(metric, right)), "rate-mismatch")


@pytest.mark.parametrize(
    "other",
    [{"source_id": "elsewhere"}, {"measure": "other"}, {"region": "France"}, {"year": 2029},
     {"producer": "Other"}],
)  # fmt: skip
def test_levels_of_other_things_are_not_joined(claims_of: Claims, other: Row) -> None:
    """Another document, measure, place, window or producer says nothing of the rate."""
    levels = [{**level, "producer": "Firm"} for level in LEVELS]
    rate = moving("growth_rate", "10.2", producer="Firm")
    assert found(claims_of(*levels, rate), "rate-mismatch")
    assert not found(claims_of(*levels, {**rate, **other}), "rate-mismatch")


def test_a_rate_is_compared_with_its_original_s_levels(claims_of: Claims) -> None:
    """The cited rate and the levels that its original joins; its kind is no difference."""
    original = {"role": "original", "producer": "Firm", "source_id": "firm",
                "url": "https://example.org", "accessed": "2026-11-01", "base_year": 2019,
                "base_value": "1775", "year": 2030, "value": "2830",
                "growth_percent": "4.3"}  # fmt: skip
    cited = moving("growth_rate", "10.2", producer="Firm", original_id="c1")
    assert [each.rule for each in audit(claims_of(cited, original), as_of=DAY)] == [
        "rate-mismatch", "original-differs",
    ]  # fmt: skip
    right = {**cited, "value": "4.3"}
    assert not audit(claims_of(right, original), as_of=DAY)


def test_a_rate_without_years_joins_the_two_that_are_printed(claims_of: Claims) -> None:
    """It is a caution then; of three years nothing tells which two it joins."""
    rate: Row = {"metric": "multiple", "unit": "times", "value": "10"}
    (finding,) = found(claims_of(*LEVELS, rate), "rate-mismatch")
    assert finding.severity == "caution"
    assert not found(claims_of(*LEVELS, {"year": 2025, "value": "2000"}, rate), "rate-mismatch")


def test_a_level_that_is_printed_twice_may_be_either(claims_of: Claims) -> None:
    """The rate fits 1,775 or 1,900, in either order; neither leads to 10.2 %."""
    again: Row = {"year": 2019, "value": "1900"}
    for levels in ([*LEVELS, again], [again, *LEVELS]):
        for fitting in ("4.3", "3.7"):
            assert not found(claims_of(*levels, moving("growth_rate", fitting)), "rate-mismatch")
        assert found(claims_of(*levels, moving("growth_rate", "10.2")), "rate-mismatch")


def test_a_unit_of_the_last_digit_is_no_mismatch(claims_of: Claims) -> None:
    """Digits are cut off as well as rounded: 4.33 may be printed as 4.3, and 4.39 too."""
    levels = [{"year": 2019, "value": "100.00"}, {"year": 2020, "value": "104.39"}]
    rate = moving("growth_rate", "4.3", year=2020)
    assert not found(claims_of(*levels, rate), "rate-mismatch")
    assert found(claims_of(*levels, {**rate, "value": "4.2"}), "rate-mismatch")


def test_a_sum_holds_what_its_years_come_to(claims_of: Claims) -> None:
    """Printed years are the sum at most; where all are printed they are the sum."""
    years: list[Row] = [{"year": year, "value": value} for year, value in
                        ((2025, "60"), (2026, "70"), (2027, "80"))]  # fmt: skip
    whole: Row = {"base_year": 2025, "year": 2027, "period": "cumulative"}
    (finding,) = found(claims_of(*years, {**whole, "value": "100"}), "sum-mismatch")
    assert finding.claim_ids == ("c3", "c0", "c1", "c2")
    assert found(claims_of(*years, {**whole, "value": "300"}), "sum-mismatch")
    assert not found(claims_of(*years, {**whole, "value": "210"}), "sum-mismatch")
    assert not found(claims_of(*years[:2], {**whole, "value": "300"}), "sum-mismatch")
    assert found(claims_of(*years[:2], {**whole, "value": "100"}), "sum-mismatch")


def test_a_sum_names_the_values_of_its_years(claims_of: Claims) -> None:
    """As printed, with their sum."""
    years: list[Row] = [{"year": 2025, "value": "60.5"}, {"year": 2026, "value": "70"}]
    whole: Row = {"base_year": 2025, "year": 2026, "period": "cumulative", "value": "100"}
    (finding,) = found(claims_of(*years, whole), "sum-mismatch")
    assert finding.message == (
        "$100 billion is printed as the sum of 2025 to 2026; the same document prints $60.5 "
        "billion in 2025 and $70 billion in 2026, which add up to $130.5 billion. The sum, a value "
        "or a year is wrong."
    )


def test_a_sum_is_compared_with_its_original_s_years(claims_of: Claims) -> None:
    """An inferred original gives a caution; a sum below one of its years is wrong."""
    original = {"role": "original", "producer": "Firm", "source_id": "firm", "year": 2027,
                "value": "120", "url": "https://example.org", "accessed": "2026-11-01"}  # fmt: skip
    cited: Row = {"base_year": 2025, "year": 2030, "period": "cumulative", "value": "100",
                  "producer": "Firm", "original_id": "c1"}  # fmt: skip
    (finding,) = found(claims_of(cited, original), "sum-mismatch")
    assert (finding.severity, finding.claim_ids) == ("contradiction", ("c0", "c1"))
    assert "; Firm prints $120 billion in 2027. " in finding.message
    assert not found(claims_of({**cited, "value": "500"}, original), "sum-mismatch")
    inferred = claims_of(cited, {**original, "attribution": "inferred"})
    assert [each.severity for each in found(inferred, "sum-mismatch")] == ["caution"]


def test_a_sum_is_at_least_the_sum_over_some_of_its_years(claims_of: Claims) -> None:
    """Of one producer and edition; sums over other years say nothing."""
    sums: list[Row] = [
        {"base_year": 2025, "year": 2030, "period": "cumulative", "value": "100"},
        {"base_year": 2026, "year": 2028, "period": "cumulative", "value": "130"},
    ]
    (finding,) = found(claims_of(*sums), "sum-mismatch")
    assert (finding.severity, finding.claim_ids) == ("contradiction", ("c0", "c1"))
    assert "prints $130 billion as the sum of 2026 to 2028" in finding.message
    for other in ({"value": "90"}, {"producer": "Other"}, {"year": 2031}, {"region": "France"}):
        assert not found(claims_of(sums[0], sums[1] | other), "sum-mismatch")


def test_a_quarter_is_not_the_level_of_its_year(claims_of: Claims) -> None:
    """A rate of years is not checked against a quarter, nor is a sum over years."""
    quarter: Row = {"period": "quarter", "period_label": "Q3"}
    levels = [level | quarter for level in LEVELS]
    rate = moving("growth_rate", "10.2")
    assert not found(claims_of(*levels, rate), "rate-mismatch")
    assert found(claims_of(*levels, rate | quarter), "rate-mismatch")
    whole: Row = {**WINDOW, "period": "cumulative", "value": "1000"}
    assert not found(claims_of(*levels, whole), "sum-mismatch")
    assert found(claims_of(*LEVELS, whole), "sum-mismatch")


def test_a_rate_mismatch_can_be_recomputed(claims_of: Claims) -> None:
    """The levels as printed, and who prints them, if it is another document."""
    (finding,) = found(claims_of(*LEVELS, moving("multiple", "10")), "rate-mismatch")
    assert finding.message == (
        "$1,775 billion in 2019 and $2,830 billion in 2030 imply 1.6 times; 10 times is printed. "
        "One of the three figures is wrong, or they are not of the same quantity."
    )
    original: Row = {"role": "original", "producer": "Firm", "source_id": "firm",
                     "base_year": 2019, "base_value": "1775", "year": 2030, "value": "2830",
                     "url": "https://example.org", "accessed": "2026-11-01"}  # fmt: skip
    cited = moving("growth_rate", "10.2", original_id="c1")
    (finding,) = found(claims_of(cited, original), "rate-mismatch")
    assert "in 2030, which Firm prints, imply 4.3 % a year; 10.2 % a year is" in finding.message
    inferred = claims_of(cited, {**original, "attribution": "inferred"})
    assert [each.severity for each in found(inferred, "rate-mismatch")] == ["caution"]


def parts(*values: str, **fields: Any) -> list[Row]:
    """Return shares of one whole, each with a title of its own."""
    share: Row = {"metric": "share", "unit": "percent", "year": 2024, "producer": "Firm"}
    return [
        {**share, "title": f"Part {number}", "region": f"Region {number}", "value": value, **fields}
        for number, value in enumerate(values)
    ]


def test_shares_of_one_whole_are_no_more_than_all_of_it(claims_of: Claims) -> None:
    """107 % is found; 100 % within the last digits is not, nor are answers of a survey."""
    (finding,) = found(claims_of(*parts("48", "37", "22")), "shares-exceed-whole")
    assert finding.claim_ids == ("c0", "c1", "c2")
    assert "107 %" in finding.message
    assert not found(claims_of(*parts("48", "37", "16")), "shares-exceed-whole")
    assert not found(claims_of(*parts("48", "37", "22", kind="survey")), "shares-exceed-whole")
    assert not found(claims_of(*parts("48", "37", "22", sample="people")), "shares-exceed-whole")


def shares(*parts: tuple[str, str, str], **fields: Any) -> list[Row]:
    """Return shares of one document, from their titles, regions and values."""
    share: Row = {"metric": "share", "unit": "percent", "year": 2024, "producer": "Firm"}
    return [{**share, "title": title, "region": region, "value": value, **fields}
            for title, region, value in parts]  # fmt: skip


@pytest.mark.parametrize(
    "rows",
    [
        # Each country has its own share.
        shares(("AI adoption", "India", "57"), ("AI adoption", "China", "58"), measure="adoption"),
        shares(("Users of AI in India", "India", "57"), ("Users of AI in China", "China", "58")),
        shares(("One search engine", "US", "87"), ("One search engine", "Germany", "91")),
        # People give several answers.
        shares(("Developers who use Python", "world", "51"),
               ("Developers who use SQL", "world", "58"), measure="language_use"),
        shares(("Postings that mention Python", "world", "57"),
               ("Postings that mention SQL", "world", "46")),
        # Splits of one market along two lines.
        shares(("Cloud", "world", "60"), scope="revenue by deployment", measure="market_share")
        + shares(("Large firms", "world", "65"), scope="revenue by size", measure="market_share"),
        # A country is a part of its continent.
        shares(("Share of North America", "North America", "40"),
               ("Share of Europe", "Europe", "30"), ("Share of the US", "US", "35")),
    ],
)  # fmt: skip
def test_shares_of_several_wholes_are_not_added(claims_of: Claims, rows: list[Row]) -> None:
    """They may well come to more than 100 % together."""
    assert not found(claims_of(*rows), "shares-exceed-whole")


@pytest.mark.parametrize(
    "rows",
    [
        shares(("Cloud", "world", "60"), ("On premises", "world", "55"), measure="market_share"),
        shares(("Market share of firms A", "US", "60"), ("Market share of firms B", "US", "55")),
        shares(("Share of region", "Asia", "60"), ("Share of region", "Europe", "55")),
        shares(("Share of Asia", "Asia", "60"), ("Share of Europe", "Europe", "55")),
        shares(("A", "India", "60"), ("B", "India", "55"), ("A", "China", "20")),
    ],
)  # fmt: skip
def test_shares_of_one_market_are_added(claims_of: Claims, rows: list[Row]) -> None:
    """By title within a region, or by region."""
    (finding,) = found(claims_of(*rows), "shares-exceed-whole")
    assert finding.severity == "contradiction"
    assert finding.claim_ids == ("c0", "c1")
    assert "add up to 115 %" in finding.message


@pytest.mark.parametrize(
    ("printed", "own", "hedges"),
    [
        ("more than 17 million", "exact", "at_least"),
        ("up to 17 million", "at_least", "at_most"),
        ("about 17 million", "exact", "about"),
    ],
)
def test_a_hedge_that_is_printed_belongs_to_the_row(
    claims_of: Claims, printed: str, own: str, hedges: str
) -> None:
    """Where the qualifier lacks it, it is a caution; where the row has it, it is none."""
    row: Row = {"unit": "usd_million", "year": 2024, "value": "17", "as_printed": printed}
    (finding,) = found(claims_of({**row, "qualifier": own}), "hedge-missing")
    assert (finding.severity, finding.numbers["hedges"]) == ("caution", hedges)
    assert not found(claims_of({**row, "qualifier": hedges}), "hedge-missing")
