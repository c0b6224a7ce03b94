"""Whatever the schema allows, the audit reads it: it says nothing false and never stops."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from report_helpers.audit.audit import audit, verdicts
from report_helpers.audit.context import AuditContext
from report_helpers.audit.findings import Finding
from report_helpers.audit.rules import RULES
from report_helpers.claims.schema import METRIC_UNITS

Claims = Callable[..., pd.DataFrame]
Row = dict[str, Any]
DAY = date(2026, 11, 23)
NUMBERS = ["0", "0.0", "-0.5", "5", "-70", "30", "99.99", "-100", "1000000", "0.000000000001",
           "999999999999999", "123456789012345.123456789012"]  # fmt: skip
LEVEL_UNITS = ["usd_million", "usd_trillion", "eur_billion", "inr_crore", "gwh", "count", "percent"]
PAGE = {"url": "https://example.org", "accessed": "2026-11-01"}


def found(claims: pd.DataFrame, rule: str, day: date = DAY) -> list[Finding]:
    """Return what one rule finds."""
    return list(RULES[rule].find(AuditContext(claims, day)))


def read(producer: str = "Firm", **fields: Any) -> Row:
    """Return a claim of a producer, read on a page of its own."""
    return {"role": "comparator", "producer": producer, "region": "world",
            "source_id": producer.lower(), **PAGE, **fields}  # fmt: skip


@st.composite
def rows(draw: st.DrawFn) -> Row:
    """Draw a claim of any metric, hedge and role, with odd numbers and few names."""
    metric = draw(st.sampled_from(list(METRIC_UNITS)))
    signed = [n for n in NUMBERS if metric != "level" or float(n) > 0]
    number = st.sampled_from(signed)
    figure = draw(st.sampled_from(["value", "range", "growth"]))
    row: Row = {
        "metric": metric,
        "unit": draw(st.sampled_from(METRIC_UNITS[metric] or LEVEL_UNITS)),
        "measure": draw(st.sampled_from(["one", "two"])),
        "qualifier": draw(st.sampled_from(["exact", "about", "at_least", "at_most"])),
        "role": draw(st.sampled_from(["cited", "original", "comparator", "actual"])),
        "producer": draw(st.sampled_from(["", "Firm", "Other"])),
        "edition": draw(st.sampled_from(["", "one"])),
        "published": draw(st.sampled_from(["", "1000", "2024-02-29", "2025-01"])),
        "original_id": draw(st.sampled_from(["", "c0", "c1", "c2"])),
        "repeats_id": draw(st.sampled_from(["", "", "c0", "c1"])),
        "base_year": draw(st.sampled_from([1900, 2023])),
        "year": draw(st.sampled_from(["", 2024, 2030, 2100])),
        **PAGE,
    }
    if draw(st.booleans()):
        row["base_value"] = draw(number)
    if figure == "value":
        row["value"] = draw(number)
    elif figure == "range":
        ends = sorted([draw(number), draw(number)], key=float)
        row |= {"value_low": ends[0], "value_high": ends[1]}
    if figure == "growth" or draw(st.booleans()):
        row["growth_percent"] = draw(st.sampled_from(NUMBERS))
        row["growth_to"] = draw(st.sampled_from(["", 2050]))
    return {name: cell for name, cell in row.items() if cell != ""}


@settings(max_examples=5)
@given(drawn=st.lists(rows(), min_size=10, max_size=30))
def test_the_audit_never_stops(claims_of: Claims, drawn: list[Row]) -> None:
    """Zero, negative and huge figures, open ends: every finding is finite and told."""
    # The first three are originals, and lead on to nothing, so that no reference runs in a circle.
    firsts = [{**row, "role": "original", "original_id": "", "repeats_id": ""} for row in drawn[:3]]
    claims = claims_of(*firsts, *drawn[3:])
    findings = audit(claims, as_of=DAY)
    for finding in findings:
        json.dumps(finding.numbers, allow_nan=False)
        assert finding.message[-1] == "."
        assert "nan" not in finding.message.lower().split()
        assert set(finding.claim_ids) <= set(claims.index)
    assert list(verdicts(claims, findings)) == list(claims.index[claims["role"].eq("cited")])


def path(**fields: Any) -> Row:
    """Return a claim that grows by 10 percent a year, from 100.0 to 121.0."""
    return read(**{"base_year": 2027, "base_value": "100.0", "year": 2029, "value": "121.0",
                   **fields})  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "one", "other"),
    [
        ("off-path", path(), read(edition="x", year=2028, value="140")),
        ("same-source-conflict", read(year=2028, value="110"), read(year=2028, value="130")),
        ("sources-disagree", read(year=2028, value="110"), read("B", year=2028, value="310")),
        ("shifted-year", read(year=2028, value="47.99"), read(year=2027, value="47.99")),
        ("re-based", read(year=2028, value="110", published="2024"),
         read(year=2028, value="130", published="2025")),
    ],
)  # fmt: skip
def test_places_are_not_mixed(claims_of: Claims, rule: str, one: Row, other: Row) -> None:
    """What is a finding about one place is none where the two figures are of two places."""
    assert found(claims_of(one, other), rule)
    assert not found(claims_of(one, {**other, "region": "France"}), rule)


def test_producers_whose_ranges_meet_do_not_disagree(claims_of: Claims) -> None:
    """A wide range is no second opinion, and of two ranges the nearer ends count."""
    wide = read("A", year=2030, value_low="10.0", value_high="90.0")
    assert not found(claims_of(wide, read("B", year=2030, value="25")), "sources-disagree")
    assert not found(claims_of(wide, read("B", year=2030, value="170.0")), "sources-disagree")
    (finding,) = found(claims_of(wide, read("B", year=2030, value="190.0")), "sources-disagree")
    assert finding.numbers["factor"] == pytest.approx(190 / 90, rel=1e-4)


def test_rounding_may_explain_a_factor(claims_of: Claims) -> None:
    """21 may be 20.5, 10 may be 10.5: less than a factor of two; more than 10 may be anything."""
    low = read("A", year=2030, value="10")
    assert not found(claims_of(low, read("B", year=2030, value="21")), "sources-disagree")
    assert found(claims_of(low, read("B", year=2030, value="23")), "sources-disagree")
    open_low = {**low, "qualifier": "at_least"}
    assert not found(claims_of(open_low, read("B", year=2030, value="99")), "sources-disagree")


def test_an_outcome_is_neither_a_rival_nor_an_edition(claims_of: Claims) -> None:
    """A row of role actual scores projections; it does not disagree, and re-bases nothing."""
    projected = read(year=2025, value="100", published="2024", kind="projection")
    outcome = read(year=2025, value="300", published="2026", role="actual", kind="observed")
    claims = claims_of(projected, outcome, read("B", year=2025, value="110", kind="estimate"))
    assert not found(claims, "re-based") + found(claims, "sources-disagree")
    assert [finding.claim_ids for finding in found(claims, "target-passed")] == [("c0", "c1")]


def test_a_publisher_speaks_by_its_latest_edition(claims_of: Claims) -> None:
    """Whatever the order of the rows, what it printed before is no second opinion."""
    latest = read("A", year=2028, value="120", published="2026-05", edition="two")
    before = read("A", year=2028, value="310", published="2024", edition="one")
    other = read("B", year=2028, value="110", published="2025")
    for rows in ((latest, before, other), (before, latest, other)):
        assert not found(claims_of(*rows), "sources-disagree")
    assert found(claims_of(before, other), "sources-disagree")


def test_a_series_that_stands_still_is_not_shifted(claims_of: Claims) -> None:
    """Where an edition prints one figure for two years, citing both is right."""
    still = [
        read(year=year, value="47.99", edition="one", role="original") for year in (2027, 2028)
    ]
    cited = [{"role": "cited", "producer": "Firm", "region": "world", "value": "47.99",
              "year": year} for year in (2027, 2028)]  # fmt: skip
    assert not found(claims_of(*still, *cited), "shifted-year")
    later = {**cited[0], "year": 2029}
    assert len(found(claims_of(*still, later), "shifted-year")) == 1


def test_a_fall_is_hedged_away_from_zero(claims_of: Claims) -> None:
    """A fall by more than 70 percent may be one by 75, and not one by 60."""
    fall: Row = {"metric": "change", "unit": "percent", "year": 2024, "base_year": 2020}
    cited = {**fall, "value": "-70.0", "qualifier": "at_least", "original_id": "c1"}
    (hedged,) = found(
        claims_of(cited, read(**fall, value="-75.0", role="original")), "original-differs"
    )
    assert hedged.numbers["fields"] == "qualifier"
    (other,) = found(
        claims_of(cited, read(**fall, value="-60.0", role="original")), "original-differs"
    )
    assert other.severity == "contradiction"


def test_a_change_from_nothing_has_no_ratio(claims_of: Claims) -> None:
    """From a change of zero to one of five there is no percentage, and a gap may begin at zero."""
    fall: Row = {"metric": "change", "unit": "percent", "year": 2024, "base_year": 2020}
    claims = claims_of(
        read(**fall, value="0.0", published="2024"), read(**fall, value="5.0", published="2025")
    )
    (finding,) = found(claims, "re-based")
    assert finding.numbers["change_percent"] is None
    assert found(claims, "same-source-conflict")[0].numbers["gap_percent"] > 90  # type: ignore[operator]


def test_many_claims_of_one_origin_are_one_finding(claims_of: Claims) -> None:
    """The sentence names some of them, the finding all."""
    cited = [{"year": 2028, "value": "110", "original_id": "c30"} for _ in range(30)]
    (finding,) = found(
        claims_of(*cited, read(year=2028, value="110", role="original")), "shared-origin"
    )
    assert len(finding.claim_ids) == 30
    assert "c29" not in finding.message


def test_the_29th_of_february_has_a_day_before(claims_of: Claims) -> None:
    """Three years before a leap day is no day; what was published by then is not stale."""
    claims = claims_of(
        read(year=2030, value="5", published="2021-02-28"),
        read("B", year=2030, value="5", published="2021-03-01"),
    )
    stale = found(claims, "stale", date(2024, 2, 29))
    assert [finding.claim_ids for finding in stale] == [("c0",)]


@pytest.mark.parametrize("role", ["cited", "original", "comparator", "actual"])
def test_one_row_is_silent(claims_of: Claims, role: str) -> None:
    """A file of one consistent row gives no finding."""
    assert audit(claims_of(path(role=role, growth_percent="10.0")), as_of=DAY) == []
