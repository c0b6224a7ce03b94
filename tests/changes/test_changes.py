"""What differs between two runs: nothing of one and itself, and of two the same both ways."""

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from time import monotonic
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from report_helpers.audit.audit import audit, verdicts
from report_helpers.audit.findings import Finding, as_dict, from_dict
from report_helpers.changes.changes import Changes, changes
from report_helpers.changes.snapshot import Snapshot
from report_helpers.claims.fetching.fetch import fetch
from report_helpers.claims.read import parse_claims

Row = dict[str, str]
DAY = "2026-11-16"
PATH = {
    "name": "projection", "title": "Where it leads", "claim": "a01_ml_market",
    "label": "Article, 2023-2030", "model": "compound", "growth": "implied", "taken": 0.3617,
    "horizon": 2035, "unit": "billion US dollars", "value": 1811.75, "total": 5000.0, "inputs": {},
}  # fmt: skip


def shipped_rows() -> list[Row]:
    """Return the shipped claims as text."""
    return list(csv.DictReader(io.StringIO(fetch().decode())))


def snapshot(rows: list[Row], day: str = DAY) -> Snapshot:
    """Return what a run of these claims found."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    claims = parse_claims(text.getvalue().encode(), "edited.csv")
    findings = audit(claims, as_of=day)
    results = {
        "as_of": day,
        "claims": len(claims),
        "findings": [as_dict(finding) for finding in findings],
        "verdicts": verdicts(claims, findings),
        "projections": [],
    }
    return Snapshot(claims, results)


def with_cell(claim_id: str, field: str, text: str) -> list[Row]:
    """Return the shipped claims with one cell changed."""
    rows = shipped_rows()
    (row,) = (row for row in rows if row["claim_id"] == claim_id)
    assert row[field] != text
    row[field] = text
    return rows


@pytest.fixture(scope="module")
def shipped() -> Snapshot:
    """What a run of the shipped claims found."""
    return snapshot(shipped_rows())


def counts(found: Changes) -> dict[str, int]:
    """Return what changed, as words and numbers, without what did not."""
    return {" ".join(kind): count for kind, count in found.counts.items() if count}


def test_a_run_and_itself_differ_in_nothing(shipped: Snapshot) -> None:
    """Every count is zero, and it says so."""
    found = changes(shipped, shipped)
    assert found.is_empty
    assert counts(found) == {}
    assert found.headline == f"nothing changed since {DAY}"


def test_the_passing_of_a_day_alone_is_no_change(shipped: Snapshot) -> None:
    """Some findings name the day that they were judged from; that is no news of them."""
    later = snapshot(shipped_rows(), "2026-11-17")
    assert any(DAY in finding.message for finding in shipped.findings)
    assert changes(shipped, later).is_empty


def test_another_order_of_rows_is_no_change(shipped: Snapshot) -> None:
    """A line in the file is no field, and no finding or verdict rests on it."""
    found = changes(shipped, snapshot(shipped_rows()[::-1]))
    assert not found.changed
    assert not found.verdicts
    assert not found.findings_new
    assert not found.findings_gone


def test_a_digit_that_is_printed_is_a_change(shipped: Snapshot) -> None:
    """26.03 and 26.030 are equal numbers and different prints."""
    rows = with_cell("a01_ml_market", "base_value", "26.030")
    rows[0]["as_printed"] = rows[0]["as_printed"].replace("26.03 ", "26.030 ")
    found = changes(shipped, snapshot(rows))
    fields = [(each.claim_id, each.field, each.old, each.new) for each in found.changed]
    assert fields[0] == ("a01_ml_market", "base_value", "26.03", "26.030")
    assert [field for _, field, _, _ in fields] == ["base_value", "as_printed"]
    assert found.counts["claim", "changed"] == 1


def test_the_day_of_reading_is_a_field(shipped: Snapshot) -> None:
    """A source that is read again changes its rows, and nothing else."""
    rows = shipped_rows()
    source = rows[-1]["source_id"]
    again = [{**row, "accessed": "2026-11-30"} if row["source_id"] == source else row
             for row in rows]  # fmt: skip
    found = changes(shipped, snapshot(again))
    read = sum(row["source_id"] == source for row in rows)
    assert counts(found) == {"claim changed": read}
    was = rows[-1]["accessed"]
    assert {(each.field, each.old, each.new) for each in found.changed} == {
        ("accessed", was, "2026-11-30")
    }


def test_a_small_number_is_shown_as_printed(claims_of: Callable[..., pd.DataFrame]) -> None:
    """Not with the exponent that Python would write, and a missing one as nothing."""
    results = {"as_of": DAY, "findings": [], "verdicts": {}, "projections": []}
    old = Snapshot(claims_of({"base_value": "0.000000000001", "base_year": 2023, "value": 5,
                              "year": 2030}), results)  # fmt: skip
    new = Snapshot(claims_of({"value": 5, "year": 2030}), results)
    found = {each.field: (each.old, each.new) for each in changes(old, new).changed}
    assert found["base_value"] == ("0.000000000001", "")
    assert found["base_year"] == ("2023", "")


def test_a_claim_withdrawn_and_one_added(shipped: Snapshot) -> None:
    """Each is named with its title and figures; neither counts as changed."""
    rows = shipped_rows()
    gone = rows.pop()
    fresh = {**rows[-1], "claim_id": "zz_fresh", "title": "Something new"}
    found = changes(shipped, snapshot([*rows, fresh]))
    assert [(each.claim_id, each.title) for each in found.added] == [("zz_fresh", "Something new")]
    assert [each.claim_id for each in found.withdrawn] == [gone["claim_id"]]
    assert found.withdrawn[0].as_printed == gone["as_printed"]
    assert not found.changed


def test_a_mended_growth_ends_its_finding_and_changes_the_verdict(shipped: Snapshot) -> None:
    """The contradiction is gone, and the claim is judged anew."""
    rows = with_cell("a01_ml_market", "growth_percent", "36.2")
    rows[0]["as_printed"] = rows[0]["as_printed"].replace("39.2%", "36.2%")
    found = changes(shipped, snapshot(rows))
    gone = {(each.rule, each.claim_ids[0]) for each in found.findings_gone}
    assert ("growth-mismatch", "a01_ml_market") in gone
    said = {each.claim_id: (each.old, each.new) for each in found.verdicts}
    assert said["a01_ml_market"][0] == "contradicted"


def test_a_verdict_of_a_claim_that_only_one_run_holds_is_no_change(shipped: Snapshot) -> None:
    """A withdrawn claim lost more than its verdict."""
    rows = [row for row in shipped_rows() if row["claim_id"] != "a01_ml_market"]
    found = changes(shipped, snapshot(rows))
    assert "a01_ml_market" not in {each.claim_id for each in found.verdicts}


def finding(rule: str = "stale", *ids: str, severity: str = "note", message: str = "Old.") -> Any:
    """Return a finding as results hold it."""
    return {"rule": rule, "severity": severity, "claim_ids": list(ids), "message": message}


def with_results(run: Snapshot, **results: Any) -> Snapshot:
    """Return the snapshot with other results."""
    return replace(run, results={**run.results, **results})


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        ([finding("stale", "a")], [finding("stale", "b")], {"finding new": 1, "finding gone": 1}),
        ([finding("stale", "a", message="3 years.")], [finding("stale", "a", message="4 years.")],
         {"finding changed": 1}),
        ([finding("stale", "a")], [finding("stale", "a", severity="caution")],
         {"finding changed": 1}),
        ([finding("repeat", "a", "b")], [finding("repeat", "b", "a")],
         {"finding new": 1, "finding gone": 1}),
        ([finding("by-or-to", "a", "b")], [finding("by-or-to", "b", "a")], {}),
        ([finding("unheard-of", "a")], [finding("unheard-of", "a")], {}),
        ([finding("stale", "a", message="One.")],
         [finding("stale", "a", message="New."), finding("stale", "a", message="One.")],
         {"finding new": 1}),
        ([finding("stale", "a"), finding("stale", "a")], [finding("stale", "a")],
         {"finding gone": 1}),
    ],
)  # fmt: skip
def test_findings_are_known_by_rule_and_claims(
    shipped: Snapshot, before: list[Any], now: list[Any], expected: dict[str, int]
) -> None:
    """Other words make it changed; of several, those that stayed are held together first."""
    found = changes(with_results(shipped, findings=before), with_results(shipped, findings=now))
    assert counts(found) == expected


def test_findings_are_read_again(shipped: Snapshot) -> None:
    """In the order of the audit, also where one rule found several things about one claim."""
    twice = [finding("stale", "a", message="1."), finding("stale", "a", message="2.")]
    read = with_results(shipped, findings=twice).findings
    assert [each.message for each in read] == ["1.", "2."]
    assert shipped.findings == audit(shipped.claims, as_of=date.fromisoformat(DAY))


NUMBERS = st.dictionaries(st.sampled_from(["years", "low_percent"]), st.integers())


@given(st.builds(Finding, st.text(), st.just("note"), st.tuples(st.text()), st.text(), NUMBERS))
def test_a_finding_as_a_dict_comes_back(each: Finding) -> None:
    """Nothing is lost."""
    assert from_dict(as_dict(each)) == each


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ({}, {}),
        ({"value": 1811.75 * (1 + 1e-13)}, {}),
        ({"value": 1900.0}, {"projection moved": 1}),
        ({"total": None}, {"projection moved": 1}),
        ({"label": "The article"}, {}),
        ({"horizon": 2040, "value": 1900.0}, {"projection new": 1, "projection gone": 1}),
        ({"growth": 0.3}, {"projection new": 1, "projection gone": 1}),
        ({"inputs": {"ceiling": 3.0}}, {"projection new": 1, "projection gone": 1}),
    ],
)  # fmt: skip
def test_a_projection_moves_where_its_assumptions_stay(
    shipped: Snapshot, now: dict[str, Any], expected: dict[str, int]
) -> None:
    """With another assumption it is another one; a last digit is no move."""
    old = with_results(shipped, projections=[PATH])
    found = changes(old, with_results(shipped, projections=[{**PATH, **now}]))
    assert counts(found) == expected


def test_a_move_is_shown_in_percent(shipped: Snapshot) -> None:
    """Of the old value; of none above zero there is no percentage."""
    old = with_results(shipped, projections=[{**PATH, "value": 1811.75}])
    new = with_results(shipped, projections=[{**PATH, "value": 1900.0}])
    (move,) = changes(old, new).projections_moved
    assert move.percent == pytest.approx(4.871, abs=1e-3)
    zero = with_results(shipped, projections=[{**PATH, "value": 0.0}])
    assert changes(zero, new).projections_moved[0].percent is None


def test_keys_of_a_newer_version_are_left_alone(shipped: Snapshot) -> None:
    """Results of a later version can still be compared."""
    newer = with_results(shipped, projections=[{**PATH, "colour": "blue"}])
    assert changes(with_results(shipped, projections=[PATH]), newer).is_empty


def test_the_headline_has_each_noun_once(shipped: Snapshot) -> None:
    """In the order claims, findings, verdicts, projections."""
    rows = with_cell("a01_ml_market", "note", "Seen again.")
    fresh = [{**rows[-1], "claim_id": f"zz_{n}", "measure": f"own_{n}"} for n in range(2)]
    new = with_results(snapshot([*rows, *fresh]), findings=[finding("unheard-of", "zz_0")])
    found = changes(with_results(shipped, findings=[]), new)
    assert found.headline == f"2 claims added, 1 changed, 1 finding new since {DAY}"


FIELDS = ["title", "scope", "note", "locator", "region"]


@st.composite
def runs(draw: st.DrawFn, shipped: Snapshot) -> Snapshot:
    """Draw a run of the first shipped claims: some left out, renamed, moved and edited."""
    kept = draw(st.lists(st.sampled_from(range(8)), min_size=1, unique=True))
    words = st.lists(st.sampled_from(["one", "two"]), min_size=len(kept), max_size=len(kept))
    claims = shipped.claims.iloc[kept].assign(**{draw(st.sampled_from(FIELDS)): draw(words)})
    renamed = set(draw(st.lists(st.sampled_from(claims.index.tolist()), max_size=2)))
    claims = claims.rename(index={claim_id: f"{claim_id}_other" for claim_id in renamed})
    ids = st.lists(st.sampled_from(["a", "b"]), min_size=1, max_size=2, unique=True)
    rules = st.sampled_from(["stale", "by-or-to", "unheard-of"])
    messages = st.sampled_from(["One.", "Two.", "Three."])
    found = st.builds(lambda rule, ids, said: finding(rule, *ids, message=said),
                      rules, ids, messages)  # fmt: skip
    judged = st.sampled_from(["holds", "contradicted"])
    said = {claim_id: draw(judged) for claim_id in claims.index}
    findings = draw(st.lists(found, max_size=6))
    return with_results(replace(shipped, claims=claims), findings=findings, verdicts=said)


def mirrored(found: Changes) -> dict[str, list[Any]]:
    """Return the changes the other way round, in an order that no file gives."""
    both: dict[str, list[Any]] = {
        "added": [each.claim_id for each in found.withdrawn],
        "withdrawn": [each.claim_id for each in found.added],
        "changed": [(each.claim_id, each.field, each.new, each.old) for each in found.changed],
        "new": [each.message for each in found.findings_gone],
        "gone": [each.message for each in found.findings_new],
        "both": [(each.new.message, each.old.message) for each in found.findings_changed],
        "verdicts": [(each.claim_id, each.new, each.old) for each in found.verdicts],
    }
    return {name: sorted(found) for name, found in both.items()}


def straight(found: Changes) -> dict[str, list[Any]]:
    """Return the changes as they are, in the same order."""
    both: dict[str, list[Any]] = {
        "added": [each.claim_id for each in found.added],
        "withdrawn": [each.claim_id for each in found.withdrawn],
        "changed": [(each.claim_id, each.field, each.old, each.new) for each in found.changed],
        "new": [each.message for each in found.findings_new],
        "gone": [each.message for each in found.findings_gone],
        "both": [(each.old.message, each.new.message) for each in found.findings_changed],
        "verdicts": [(each.claim_id, each.old, each.new) for each in found.verdicts],
    }
    return {name: sorted(found) for name, found in both.items()}


@pytest.mark.slow
@settings(max_examples=60)
@given(data=st.data())
def test_there_and_back_is_the_same(shipped: Snapshot, data: st.DataObject) -> None:
    """What one way added is withdrawn the other way, and every old is a new; itself is nothing."""
    old, new = data.draw(runs(shipped)), data.draw(runs(shipped))
    assert straight(changes(old, new)) == mirrored(changes(new, old))
    assert changes(old, old).is_empty
    assert changes(old, new).is_empty == changes(new, old).is_empty


def test_many_rows_take_seconds(shipped: Snapshot) -> None:
    """Twenty thousand claims that all changed, with a finding each."""
    count = 20_000
    rows = shipped.claims.iloc[[0] * count]
    ids = pd.Index([f"c{number}" for number in range(count)], dtype="str", name="claim_id")
    old = rows.set_index(ids)
    before, now = (
        [finding("stale", f"c{number}", message=f"{year} years.") for number in range(count)]
        for year in (3, 4)
    )
    runs = (
        Snapshot(claims, {**shipped.results, "findings": findings})
        for claims, findings in ((old, before), (old.assign(note="seen"), now))
    )
    start = monotonic()
    found = changes(*runs)
    assert monotonic() - start < 15
    assert found.counts["claim", "changed"] == found.counts["finding", "changed"] == count
