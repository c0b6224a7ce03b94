"""The audit: each rule finds its slip, and stays silent on the same rows put right."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd
import pytest

from report_helpers.audit.audit import VERDICTS, about, audit, marks, verdicts
from report_helpers.audit.context import AuditContext
from report_helpers.audit.findings import SEVERITIES, Finding
from report_helpers.audit.rules import RULES

Claims = Callable[..., pd.DataFrame]
Row = dict[str, Any]
DAY = date(2026, 11, 23)


def path(**fields: Any) -> Row:
    """Return a claim with both ends: 100.0 grows by 10 percent to 121.0 in two years."""
    return {"base_year": 2027, "base_value": "100.0", "year": 2029, "value": "121.0", **fields}


def cited(**fields: Any) -> Row:
    """Return a cited claim that credits a producer and names its sample."""
    return {"producer": "Firm", "sample": "people", "region": "world", **fields}


def read(producer: str = "Firm", role: str = "original", **fields: Any) -> Row:
    """Return a claim read on a page of its own."""
    page = {"source_id": f"{producer} {role}".lower().replace(" ", "_"), "accessed": "2026-11-01"}
    page["url"] = "https://example.org"
    return {"role": role, "producer": producer, "sample": "people", "region": "world", **page,
            **fields}  # fmt: skip


def found(claims: pd.DataFrame, rule: str) -> list[Finding]:
    """Return what one rule finds."""
    return list(RULES[rule].find(AuditContext(claims, DAY)))


def of(*rows: Row) -> list[Row]:
    """Return rows as a list, for the table below."""
    return list(rows)


SHARE: Row = {
    "metric": "share", "unit": "percent", "measure": "ai_use", "topic": "adoption", "year": 2024,
    "value": "70",
}  # fmt: skip
FALL: Row = {
    "metric": "change", "unit": "percent", "measure": "preparation", "topic": "productivity",
    "base_year": 2020, "year": 2021,
}  # fmt: skip
REMAINS: Row = {
    "metric": "remaining", "unit": "percent", "measure": "preparation", "topic": "productivity",
}  # fmt: skip
POINT: Row = {"year": 2028, "value": "110.0"}

# rule, severity, ids in order, the rows with the slip, the same rows without it
CASES: list[tuple[str, str, tuple[str, ...], list[Row], list[Row]]] = [
    ("impossible-value", "contradiction", ("c0",),
     of(cited(**{**SHARE, "value": "100.1"})), of(cited(**{**SHARE, "value": "100"}))),
    ("impossible-value", "contradiction", ("c0",),
     of(cited(**{**SHARE, "value": "-5"})), of(cited(**{**SHARE, "value": "0"}))),
    ("impossible-value", "contradiction", ("c0",),
     of(cited(**{**SHARE, "value": "", "value_low": "90", "value_high": "110"})),
     of(cited(**{**SHARE, "value": "", "value_low": "90", "value_high": "100"}))),
    ("impossible-value", "contradiction", ("c0",),
     of(cited(**REMAINS, value="150")), of(cited(**REMAINS, value="15"))),
    ("impossible-value", "contradiction", ("c0",),
     of(cited(**FALL, value="-150")), of(cited(**FALL, value="-100"))),
    ("impossible-value", "contradiction", ("c0",),
     of(cited(metric="multiple", unit="times", value="0")),
     of(cited(metric="multiple", unit="times", value="0.5"))),
    ("impossible-value", "contradiction", ("c0",),
     of(cited(metric="ratio", unit="times", value="-2")),
     of(cited(metric="ratio", unit="times", value="2"))),
    ("impossible-value", "contradiction", ("c0",),
     of(cited(metric="growth_rate", unit="percent", value="-120")),
     of(cited(metric="growth_rate", unit="percent", value="-99"))),
    ("impossible-value", "contradiction", ("c0",),
     of(cited(**POINT, growth_percent="-100")), of(cited(**POINT, growth_percent="-99"))),
    ("growth-mismatch", "contradiction", ("c0",),
     of(cited(**path(growth_percent="15.0"))), of(cited(**path(growth_percent="10.0")))),
    ("off-path", "caution", ("c1", "c0"),
     of(cited(**path()), cited(year=2028, value="140")),
     of(cited(**path()), cited(year=2028, value="115"))),
    ("off-path", "caution", ("c1", "c0"),
     of(cited(**path()), cited(producer="", year=2028, value="140")),
     of(cited(**path()), cited(producer="Other", year=2028, value="140"))),
    ("off-path", "caution", ("c0", "c1"),
     of(cited(year=2028, value="80"), cited(**path(producer=""))),
     of(read(**path(edition="one")), read(edition="one", year=2028, value="80"))),
    ("original-differs", "contradiction", ("c0", "c1"),
     of(cited(**POINT, original_id="c1"), read(year=2028, value="130")),
     of(cited(**POINT, original_id="c1"), read(year=2028, value="110.04"))),
    ("original-differs", "contradiction", ("c0", "c1"),
     of(cited(**POINT, growth_percent="30", original_id="c1"), read(**POINT, growth_percent="20")),
     of(cited(**POINT, growth_percent="20", original_id="c1"),
        read(**POINT, growth_percent="20.4"))),
    ("original-differs", "contradiction", ("c0", "c1"),
     of(cited(**POINT, measure="demand", original_id="c1"), read(**POINT)),
     of(cited(year=2028, value="0.5", unit="usd_trillion", original_id="c1"),
        read(year=2028, value="500"))),
    ("original-differs", "caution", ("c0", "c1"),
     of(cited(year=2027, value="110", original_id="c1"), read(**POINT)),
     of(cited(value="110", original_id="c1"), read(**POINT))),
    ("original-differs", "caution", ("c0", "c1"),
     of(cited(**POINT, qualifier="at_least", original_id="c1"), read(**POINT)),
     of(cited(**POINT, original_id="c1"), read(**POINT))),
    ("original-differs", "caution", ("c0", "c1"),
     of(cited(**POINT, original_id="c1"), read("Another House", **POINT)),
     of(cited(**POINT, original_id="c1"), read("Firm Research", **POINT))),
    ("original-differs", "note", ("c0", "c1"),
     of(cited(**POINT, original_id="c1"), read(**POINT, scope="something else")),
     of(cited(**POINT, original_id="c1"), read(**POINT))),
    ("same-source-conflict", "contradiction", ("c0", "c1"),
     of(read(**POINT, edition="one"), read(year=2028, value="130", edition="one")),
     of(read(**POINT, edition="one"), read(year=2028, value="130", edition="two"))),
    ("same-source-conflict", "note", ("c0", "c1"),
     of(read(year=2028, value="1101", edition="one"),
        read(year=2028, value="1103", edition="one")),
     of(read(year=2028, value="1101", edition="one"),
        read(year=2028, value="1101.4", edition="one"))),
    ("same-source-conflict", "contradiction", ("c0", "c1"),
     of(cited(value_low="6", value_high="13", year=2030, original_id="c2"),
        cited(value="15.7", year=2030, measure="demand", original_id="c2"),
        read(value="15.7", year=2030)),
     of(cited(value="16", year=2030, original_id="c2"),
        cited(value="15.7", year=2030, measure="demand", original_id="c2"),
        read(value="15.7", year=2030))),
    ("re-based", "note", ("c1", "c0"),
     of(read(**POINT, edition="one", published="2024"),
        read(year=2028, value="130", edition="two", published="2025-03")),
     of(read(**POINT, edition="one", published="2024"),
        read(year=2028, value="110.04", edition="two", published="2025-03"))),
    ("unit-slip", "contradiction", ("c0", "c1"),
     of(cited(year=2028, value="110", unit="usd_trillion", original_id="c1"), read(**POINT)),
     of(cited(year=2028, value="0.110", unit="usd_trillion", original_id="c1"), read(**POINT))),
    ("unit-slip", "contradiction", ("c2",),
     of(read("A", "comparator", **POINT), read("B", "comparator", year=2029, value="150"),
        read("C", "comparator", year=2028, value="90", unit="usd_million")),
     of(read("A", "comparator", **POINT), read("B", "comparator", year=2029, value="150"),
        read("C", "comparator", year=2028, value="900"))),
    ("shifted-year", "contradiction", ("c1", "c0"),
     of(read(**path()), cited(**path(base_year=2026, year=2028))),
     of(read(**path()), cited(**path()))),
    ("shifted-year", "contradiction", ("c0", "c1"),
     of(cited(year=2028, value="47.99"), read(year=2027, value="47.99")),
     of(cited(year=2028, value="48"), read(year=2027, value="48"))),
    ("by-or-to", "caution", ("c1", "c0"),
     of(cited(**FALL, value="-70"), cited(**REMAINS, value="30", qualifier="about")),
     of(cited(**FALL, value="-70"), cited(**REMAINS, value="45"))),
    ("repeat", "note", ("c1", "c0"),
     of(cited(**POINT), cited(**POINT, repeats_id="c0")), of(cited(**POINT))),
    ("repeat", "note", ("c1", "c0"),
     of(cited(**POINT), cited(**POINT)), of(cited(**POINT), cited(year=2029, value="110"))),
    ("shared-origin", "note", ("c0", "c1"),
     of(cited(**POINT, original_id="c2"), cited(**POINT, measure="b", original_id="c2"),
        read(**POINT)),
     of(cited(**POINT, original_id="c2"), cited(**POINT, original_id="c2", repeats_id="c0"),
        read(**POINT))),
    ("attribution-missing", "note", ("c0",),
     of(cited(**POINT, producer="")), of(cited(**POINT))),
    ("period-missing", "caution", ("c0",),
     of(cited(metric="change", unit="percent", value="74")),
     of(cited(metric="change", unit="percent", value="74", base_year=2019, year=2020))),
    ("original-not-found", "note", ("c0",),
     of(cited(**POINT, evidence="not_found")), of(cited(**POINT))),
    ("sample-missing", "caution", ("c0",),
     of(cited(**{**SHARE, "sample": ""})), of(cited(**SHARE))),
    ("sources-disagree", "note", ("c1", "c0"),
     of(read("A", "comparator", **POINT), read("B", "comparator", year=2028, value="310")),
     of(read("A", "comparator", **POINT), read("B", "comparator", year=2028, value="210"))),
    ("sources-disagree", "note", ("c1", "c0"),
     of(read("A", "comparator", **path()), read("B", "comparator", year=2028, value="310")),
     of(read("A", "comparator", **path()), read("B", "comparator", year=2031, value="310"))),
    ("target-passed", "note", ("c0",),
     of(cited(year=2025, value="110")), of(cited(year=2026, value="110"))),
    ("stale", "note", ("c0",),
     of(read(**POINT, published="2023-10")), of(read(**POINT, published="2023"))),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "severity", "ids", "slip", "clean"),
    CASES,
    ids=[f"{case[0]}-{number}" for number, case in enumerate(CASES)],
)
def test_a_rule_finds_its_slip_and_nothing_else(  # noqa: PLR0913, PLR0917 (a case)
    claims_of: Claims,
    rule: str,
    severity: str,
    ids: tuple[str, ...],
    slip: list[Row],
    clean: list[Row],
) -> None:
    """The slip is found once, with its severity and claims; put right, the rule is silent."""
    (finding,) = found(claims_of(*slip), rule)
    assert (finding.severity, finding.claim_ids) == (severity, ids)
    assert finding.message.endswith(".")
    assert not found(claims_of(*clean), rule)


def test_every_rule_is_tried() -> None:
    """No rule lacks its case; those of rows of their own have theirs in `test_joined_levels`."""
    elsewhere = {"rate-mismatch", "sum-mismatch", "shares-exceed-whole", "hedge-missing"}
    assert {case[0] for case in CASES} == set(RULES) - elsewhere


@pytest.mark.parametrize("name", RULES)
def test_every_rule_is_documented(name: str) -> None:
    """What it checks, an example, its limits: the catalogue is made of these."""
    summary = RULES[name].summary
    for part in ("Checks:", "Example:", "Limits:"):
        assert part in summary


@pytest.mark.parametrize(
    ("unit", "slipped", "factor"),
    [("usd_billion", "usd_million", 1e3), ("usd_billion", "usd_trillion", 1e3),
     ("inr_crore", "inr_lakh", 1e2), ("usd_billion", "usd_thousand", 1e6)],
)  # fmt: skip
def test_a_slip_is_any_factor_of_the_number_system(
    claims_of: Claims, unit: str, slipped: str, factor: float
) -> None:
    """Lakh and crore are a hundred apart; two sound rows are enough to tell."""
    peers = [read(name, "comparator", year=2028, value=value, unit=unit)
             for name, value in (("A", "110"), ("B", "150"))]  # fmt: skip
    odd = read("C", "comparator", year=2028, value="90", unit=slipped)
    (finding,) = found(claims_of(*peers, odd), "unit-slip")
    assert (finding.claim_ids, finding.numbers["factor"]) == (("c2",), factor)
    assert not found(claims_of(*peers[:1], odd), "unit-slip")


def test_peers_are_rows_not_found_wrong(claims_of: Claims) -> None:
    """A peer that its own original shows to be wrong does not vouch for another slip."""
    rows = [read("A", "comparator", **POINT), read("B", "comparator", year=2028, value="150"),
            read("C", "comparator", year=2028, value="90000"),
            cited(year=2028, value="110000", original_id="c4"), read(**POINT)]  # fmt: skip
    assert {each.claim_ids[0] for each in found(claims_of(*rows), "unit-slip")} == {"c2", "c3"}


def test_cited_figures_support_no_wrong_unit(claims_of: Claims) -> None:
    """Two publishers outweigh a third that is as wrong as the cited figure."""
    rows = [
        read("A", "comparator", **POINT),
        read("B", "comparator", year=2028, value="120"),
        read("C", "comparator", year=2028, value="110000"),
        cited(year=2028, value="115000"),
    ]
    assert {each.claim_ids[0] for each in found(claims_of(*rows), "unit-slip")} == {"c2", "c3"}
    assert not found(claims_of(*rows[:2], cited(year=2028, value="115")), "unit-slip")
    only_cited = [cited(year=2028, value=value) for value in ("110", "120", "115000")]
    assert [each.claim_ids for each in found(claims_of(*only_cited), "unit-slip")] == [("c2",)]


def test_parts_of_a_whole_do_not_conflict(claims_of: Claims) -> None:
    """Shares with different titles in one document are parts; with one title they conflict."""
    parts = [cited(**{**SHARE, "sample": "", "value": value, "title": title})
             for title, value in (("A", "48"), ("B", "37"), ("B", "30"))]  # fmt: skip
    assert not found(claims_of(*parts[:2]), "same-source-conflict")
    (finding,) = found(claims_of(*parts), "same-source-conflict")
    assert finding.claim_ids == ("c1", "c2")


def test_a_cited_figure_is_compared_with_all_other_publishers(claims_of: Claims) -> None:
    """Ten times the others is a caution; what one of them prints is that one printed again."""
    others = [read("A", "comparator", **POINT), read("B", "comparator", year=2028, value="150")]
    (finding,) = found(claims_of(cited(year=2028, value="1101"), *others), "sources-disagree")
    assert (finding.severity, finding.claim_ids) == ("caution", ("c0", "c2", "c1"))
    assert finding.numbers["factor"] == pytest.approx(1100.5 / 150, rel=1e-4)
    assert not found(claims_of(cited(year=2028, value="200"), *others), "sources-disagree")
    far = read("C", "comparator", year=2028, value="1101")
    again = found(claims_of(cited(year=2028, value="1101"), *others, far), "sources-disagree")
    assert [each.claim_ids for each in again] == [("c3", "c1")]


@pytest.mark.parametrize(
    ("own", "value"),
    [("1101", {"value_low": "1000", "value_high": "1200"}), ("1102", {"value": "1101"}),
     ("1100", {"value": "1101"})],
)  # fmt: skip
def test_a_figure_of_its_own_publisher_is_not_outside(
    claims_of: Claims, own: str, value: Row
) -> None:
    """Far from all others, it is what its producer prints, within both ranges of digits."""
    others = [read("A", "comparator", **POINT), read("B", "comparator", year=2028, value="150")]
    claims = claims_of(
        cited(year=2028, **value), *others, read("Firm", "comparator", year=2028, value=own)
    )
    assert "c0" not in {each.claim_ids[0] for each in found(claims, "sources-disagree")}
    assert "c0" in {
        each.claim_ids[0]
        for each in found(claims_of(cited(year=2028, **value), *others), "sources-disagree")
    }


def test_a_base_without_an_end_is_a_publisher_s_value(claims_of: Claims) -> None:
    """A publisher that prints a base and its growth alone differs from others for that year."""
    base = {"base_year": 2028, "base_value": "310", "growth_percent": "5.0"}
    claims = claims_of(read("A", "comparator", **POINT), read("B", "comparator", **base))
    (finding,) = found(claims, "sources-disagree")
    assert finding.message.startswith(
        "Market size in 2028: $310 billion by B is 2.8 times $110 billion by A."
    )


@pytest.mark.parametrize(
    ("rule", "row"),
    [("attribution-missing", cited(**POINT, producer="")),
     ("period-missing", cited(metric="change", unit="percent", value="74")),
     ("sample-missing", cited(**{**SHARE, "sample": ""})),
     ("original-not-found", cited(**POINT, evidence="not_found")),
     ("hedge-missing", cited(**POINT, as_printed="about 110.0; 2028")),
     ("target-passed", cited(year=2024, value="110.0")),
     ("stale", cited(**POINT, published="2019"))],
)  # fmt: skip
def test_a_finding_about_many_rows_is_one_for_each_measure(
    claims_of: Claims, rule: str, row: Row
) -> None:
    """All rows are listed, and each of them is judged; of another measure it is said apart."""
    rows = [{**row, "region": f"Region {number}"} for number in range(20)]
    claims = claims_of(*rows, {**row, "measure": "other"})
    many, one = found(claims, rule)
    assert many.claim_ids == tuple(f"c{number}" for number in range(20))
    assert about(many) == many.claim_ids
    assert one.claim_ids == ("c20",)


def test_a_passed_target_is_scored_by_its_outcome(claims_of: Claims) -> None:
    """100 projected to 150, 125 came: 20 percent too high, twice the way."""
    claims = claims_of(
        cited(base_year=2020, base_value="100", year=2024, value="150"),
        read("Office", "actual", year=2024, value="125", kind="observed"),
    )
    (finding,) = found(claims, "target-passed")
    assert finding.claim_ids == ("c0", "c1")
    assert finding.numbers["error_percent"] == pytest.approx(20)
    assert finding.numbers["share_of_gap_percent"] == pytest.approx(200)
    assert "too high" in finding.message


CLEAN = [
    cited(**path(growth_percent="10.0"), original_id="c1"),
    read(**path(growth_percent="10.0"), edition="one", published="2026"),
    read(year=2028, value="110", edition="one", published="2026"),
    read("Other", "comparator", **path(value="130"), published="2026-05"),
    cited(**SHARE, original_id="c5"),
    read(**{**SHARE, "value": "70.2"}),
    cited(metric="growth_rate", unit="percent", value="12", base_year=2020, year=2025,
          measure="jobs", topic="ai_jobs"),
]  # fmt: skip


def test_correct_rows_are_silent(claims_of: Claims) -> None:
    """Consistent, credited, dated rows give no finding at all, and every citation holds."""
    claims = claims_of(*CLEAN)
    findings = audit(claims, as_of=DAY)
    assert findings == []
    assert set(verdicts(claims, findings).values()) == {"holds"}


@pytest.mark.parametrize(
    ("rows", "verdict"),
    [
        (of(cited(**path(growth_percent="15.0"))), "contradicted"),
        (of(cited(**POINT, producer="")), "holds"),
        (of(cited(metric="change", unit="percent", value="74")), "needs context"),
        (of(cited(**{**SHARE, "sample": ""})), "needs context"),
        (of(cited(**POINT, measure="demand", original_id="c1"), read(**POINT)), "differs"),
        (of(cited(**POINT, qualifier="at_most", original_id="c1"), read(**POINT)), "differs"),
        (of(cited(year=2028, value="120", original_id="c1"), read(**POINT)), "contradicted"),
        (
            of(
                cited(year=2028, value="120", original_id="c1"),
                read(**POINT, attribution="inferred"),
            ),
            "differs",
        ),
        (of(cited(**POINT, evidence="not_found")), "cannot be checked"),
        (of(cited(**POINT, producer="", evidence="not_found")), "cannot be checked"),
        (of(cited(**POINT)), "holds"),
    ],
)
def test_the_gravest_finding_gives_the_verdict(
    claims_of: Claims, rows: list[Row], verdict: str
) -> None:
    """One verdict a cited claim."""
    claims = claims_of(*rows)
    assert verdicts(claims, audit(claims, as_of=DAY))["c0"] == verdict
    assert verdict in VERDICTS


def test_a_mutual_finding_judges_all_its_claims(claims_of: Claims) -> None:
    """Of two figures that cannot both be true, neither holds; a path is not judged by a point."""
    pair = claims_of(cited(value="6", year=2030), cited(value="15.7", year=2030))
    said = verdicts(pair, found(pair, "same-source-conflict"))
    assert set(said.values()) == {"contradicted"}
    off = claims_of(cited(**path()), cited(year=2028, value="140"))
    assert verdicts(off, found(off, "off-path")) == {"c0": "holds", "c1": "needs context"}


def test_the_faithful_one_of_two_is_not_to_blame(claims_of: Claims) -> None:
    """Where one of two conflicting figures is its original's own, the other alone is judged."""
    claims = claims_of(
        cited(value="6", year=2030, original_id="c2"),
        cited(value="15.7", year=2030, original_id="c2"),
        read(value="15.7", year=2030),
    )
    said = verdicts(claims, audit(claims, as_of=DAY))
    assert said == {"c0": "contradicted", "c1": "holds"}


def test_an_inferred_original_gives_a_caution_at_most(claims_of: Claims) -> None:
    """Of a value, a unit and two figures of one original nothing is certain then."""
    claims = claims_of(
        cited(year=2028, value="110", unit="usd_trillion", original_id="c2"),
        cited(year=2028, value="150", original_id="c2"),
        read(**POINT, attribution="inferred"),
    )
    findings = audit(claims, as_of=DAY)
    rules = {each.rule for each in findings}
    assert {"original-differs", "same-source-conflict", "unit-slip"} <= rules
    about_first = [each for each in findings if each.claim_ids[0] == "c0"]
    assert {each.severity for each in about_first} <= {"caution", "note"}


def test_marks_are_listed_with_the_verdict(claims_of: Claims) -> None:
    """Missing credit, age of the original and repetition change no verdict."""
    claims = claims_of(
        cited(**POINT, producer="", original_id="c2"),
        cited(**POINT, repeats_id="c0", original_id="c2"),
        read(**POINT, published="2020"),
    )
    findings = audit(claims, as_of=DAY)
    assert marks(claims, findings) == {"c0": ("no credit", "old"), "c1": ("repeated", "old")}
    assert set(verdicts(claims, findings).values()) == {"holds"}


def test_values_are_compared_at_one_year(claims_of: Claims) -> None:
    """Of 2018 and of 2019 both may be true; of 2019 one value alone, base or end."""
    original = read(base_year=2019, base_value="18.37", year=2027, value="102.74")
    other: Row = {"base_year": 2018, "base_value": "5.86", "year": 2027, "value": "102.74"}
    (finding,) = found(claims_of(cited(**other, original_id="c1"), original), "original-differs")
    assert (finding.severity, finding.numbers["fields"]) == ("caution", "base_year")
    end: Row = {"year": 2019, "value": "20.1", "original_id": "c1"}
    (finding,) = found(claims_of(cited(**end), original), "original-differs")
    assert (finding.severity, finding.numbers["fields"]) == ("contradiction", "value")
    assert "$20.1 billion here and $18.37 billion in the original" in finding.message
    assert not found(claims_of(cited(**{**end, "value": "18.4"}), original), "original-differs")


ORIGINAL = read(base_year=2023, base_value="26.03", year=2030, value="225.91",
                growth_percent="36.2", qualifier="exact")  # fmt: skip
RANGE = read(value_low="6", value_high="13", year=2030)


@pytest.mark.parametrize(
    ("quoted", "original"),
    [
        (cited(year=2030, value="226"), ORIGINAL),
        (cited(year=2030, value="0.226", unit="usd_trillion"), ORIGINAL),
        (cited(year=2030, value="225", qualifier="at_least"), ORIGINAL),
        (cited(year=2030, value="226", qualifier="about"), ORIGINAL),
        (cited(year=2030, value="230", qualifier="at_most"), ORIGINAL),
        (cited(year=2023, value="26"), ORIGINAL),
        (cited(year=2023, value="26", qualifier="about"), {**ORIGINAL, "qualifier": "at_least"}),
        (cited(year=2030, value="225.91", growth_percent="36"), ORIGINAL),
        (cited(metric="growth_rate", unit="percent", base_year=2023, year=2030, value="36.2"),
         {**ORIGINAL, "qualifier": "about"}),
        (cited(metric="multiple", unit="times", base_year=2023, year=2030, value="8.7"), ORIGINAL),
        (cited(metric="change", unit="percent", base_year=2023, year=2030, value="768"), ORIGINAL),
        (cited(year=2030, value_low="6", value_high="13"), RANGE),
        (cited(year=2030, value="13", qualifier="at_most"), RANGE),
        (cited(year=2030, value="6", qualifier="at_least"), RANGE),
        (cited(year=2030, value="226", region="worldwide"), ORIGINAL),
    ],
)  # fmt: skip
def test_a_faithful_citation_holds(claims_of: Claims, quoted: Row, original: Row) -> None:
    """Rounded, in another unit, the base or the growth alone: what follows from the original."""
    claims = claims_of({**quoted, "original_id": "c1"}, original)
    findings = audit(claims, as_of=DAY)
    assert [each.message for each in findings if each.severity != "note"] == []
    assert verdicts(claims, findings) == {"c0": "holds"}


@pytest.mark.parametrize(
    ("quoted", "original", "rule", "verdict"),
    [
        (cited(year=2030, value="200"), ORIGINAL, "original-differs", "contradicted"),
        (cited(year=2030, value="226", qualifier="at_least"), ORIGINAL, "original-differs",
         "differs"),
        (cited(year=2030, value="250", qualifier="at_least"), ORIGINAL, "original-differs",
         "contradicted"),
        (cited(year=2030, value="225.91"), {**ORIGINAL, "qualifier": "at_most"},
         "original-differs", "differs"),
        (cited(year=2030, value="226", unit="usd_million"), ORIGINAL, "unit-slip", "contradicted"),
        (cited(year=2030, value="226", unit="eur_billion"), ORIGINAL, "original-differs",
         "differs"),
        (cited(year=2029, value="225.91"), ORIGINAL, "shifted-year", "contradicted"),
        (cited(year=2023, value="62.03"), ORIGINAL, "original-differs", "contradicted"),
        (cited(year=2030, value="226", producer="Another House"), ORIGINAL, "original-differs",
         "differs"),
        (cited(year=2030, value="226", growth_percent="39.2"), ORIGINAL, "original-differs",
         "contradicted"),
        (cited(metric="growth_rate", unit="percent", base_year=2023, year=2030, value="39.2"),
         ORIGINAL, "rate-mismatch", "contradicted"),
        (cited(metric="multiple", unit="times", base_year=2023, year=2030, value="10"), ORIGINAL,
         "rate-mismatch", "contradicted"),
        (cited(metric="change", unit="percent", base_year=2023, year=2030, value="868"), ORIGINAL,
         "rate-mismatch", "contradicted"),
        (cited(year=2030, value="13"), RANGE, "original-differs", "differs"),
        (cited(year=2030, value="226", measure="all_of_ai"), ORIGINAL, "original-differs",
         "differs"),
        (cited(**{**SHARE, "value": "50", "sample": "companies"}), read(**SHARE),
         "original-differs", "contradicted"),
        (cited(**{**SHARE, "sample": "companies"}), read(**SHARE), "original-differs", "differs"),
        (cited(year=2030, value="226", base_year=2023, period="cumulative"), ORIGINAL,
         "sum-mismatch", "contradicted"),
        (cited(year=2030, value="999", base_year=2023, period="cumulative"), ORIGINAL,
         "original-differs", "differs"),
    ],
)  # fmt: skip
def test_a_misquotation_is_found(
    claims_of: Claims, quoted: Row, original: Row, rule: str, verdict: str
) -> None:
    """Each kind, by its rule, with the verdict that it deserves."""
    claims = claims_of({**quoted, "original_id": "c1"}, original)
    findings = audit(claims, as_of=DAY)
    assert rule in {each.rule for each in findings if "c0" in each.claim_ids}
    assert verdicts(claims, findings) == {"c0": verdict}


@pytest.mark.parametrize("period", ["cumulative", "run_rate"])
def test_a_sum_is_no_value_of_a_year(claims_of: Claims, period: str) -> None:
    """A year's value is cited where the original has a sum: another subject, not a wrong value."""
    original = read(base_year=2020, year=2030, value="15.7", period=period)
    claims = claims_of(cited(year=2030, value="1.57", original_id="c1"), original)
    (finding,) = found(claims, "original-differs")
    assert (finding.severity, finding.numbers["fields"]) == ("caution", "period")
    assert verdicts(claims, [finding]) == {"c0": "differs"}
    fiscal = {"period": "fiscal_year", "period_label": "FY2028"}
    claims = claims_of(cited(**POINT, original_id="c1"), read(**POINT, **fiscal))
    assert not found(claims, "original-differs")


def test_the_world_has_several_names(claims_of: Claims) -> None:
    """A claim on the world market does not differ from one on the global market."""
    claims = claims_of(cited(**POINT, original_id="c1"), read(**{**POINT, "region": "Global"}))
    assert not found(claims, "original-differs")


def test_findings_come_gravest_first(shipped_claims: pd.DataFrame) -> None:
    """Contradictions before cautions before notes."""
    order = [SEVERITIES.index(finding.severity) for finding in audit(shipped_claims, as_of=DAY)]
    assert order == sorted(order)


def test_an_empty_table_has_no_findings(shipped_claims: pd.DataFrame) -> None:
    """Nothing is found in nothing."""
    assert audit(shipped_claims.iloc[:0], as_of=DAY) == []


SHOWN = [
    ("growth-mismatch", {"a01_ml_market", "a11_original"}),
    ("off-path", {"a11_ml_market_2027", "a01_ml_market"}),
    ("original-differs", {"a03_ai_value_range", "a03_original"}),
    ("same-source-conflict", {"a03_ai_value_range", "a05_ai_demand"}),
    ("original-differs", {"a02_ai_jobs", "a02_original"}),
    ("attribution-missing", {"a05_ai_demand"}),
    ("original-differs", {"a05_ai_demand", "a03_original"}),
    ("repeat", {"a12_python_usage_again", "a06_python_usage"}),
    ("original-differs", {"a06_python_usage", "a06_original"}),
    ("by-or-to", {"a16_data_preparation_remaining", "a09_data_preparation_fall"}),
    ("original-differs", {"a10_ml_struggle", "a10_original"}),
    ("original-differs", {"a14_spark_speed", "a14_original"}),
]


@pytest.mark.parametrize(("rule", "ids"), SHOWN)
def test_the_shipped_claims_show_what_is_known(
    shipped_claims: pd.DataFrame, rule: str, ids: set[str]
) -> None:
    """What research found wrong with the article, the audit finds too."""
    assert any(set(finding.claim_ids) == ids for finding in found(shipped_claims, rule))


def conflict(value: str) -> list[Any]:
    """Rows of one edition: 26 may be 26.4, 26.0 may not."""
    return of(read(year=2028, value=value, edition="one", published="2017"),
              read(year=2028, value="26.4", edition="one", published="2017"))  # fmt: skip


def test_other_digits_and_days_are_audited_anew(claims_of: Claims) -> None:
    """26.0 equals 26, and yet it says something else."""
    rounded = claims_of(*conflict("26"))
    assert {finding.rule for finding in audit(rounded, as_of=DAY)} == {"stale"}
    assert not audit(rounded, as_of=date(2018, 1, 1))
    early = audit(claims_of(*conflict("26.0")), as_of=date(2018, 1, 1))
    assert {finding.rule for finding in early} == {"same-source-conflict"}


def test_the_day_may_be_text(shipped_claims: pd.DataFrame) -> None:
    """A notebook's parameter is text."""
    day = date(2026, 11, 23)
    assert audit(shipped_claims, as_of=day.isoformat()) == audit(shipped_claims, as_of=day)
