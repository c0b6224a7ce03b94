"""Findings of a comparison: compared as kept, and shown in the reader's manner."""

from dataclasses import replace

from report_helpers.audit.audit import audit
from report_helpers.audit.findings import as_dict
from report_helpers.changes.changes import changes
from report_helpers.changes.retold import retold
from report_helpers.changes.snapshot import Snapshot
from report_helpers.claims import read_claims
from report_helpers.reader_locale import using_locale

CLAIMS = read_claims()
NBSP = "\N{NO-BREAK SPACE}"


def snapshot(*, without: str = "", day: str = "2026-11-23") -> Snapshot:
    """Return a run of the shipped claims whose findings lack those of one rule."""
    found = [each for each in audit(CLAIMS, as_of=day) if each.rule != without]
    results = {"as_of": day, "findings": list(map(as_dict, found)), "verdicts": {},
               "projections": []}  # fmt: skip
    return Snapshot(CLAIMS, results)


def test_a_run_of_another_locale_changes_no_finding() -> None:
    """What runs keep is canonical."""
    with using_locale("de"):
        same = changes(snapshot(), snapshot())
        assert same.is_empty


def test_listed_findings_are_worded_for_the_reader() -> None:
    """New ones and gone ones; each is the finding that was found."""
    fewer, whole = snapshot(without="growth-mismatch"), snapshot()
    for old, new, name in ((fewer, whole, "findings_new"), (whole, fewer, "findings_gone")):
        found = changes(old, new)
        with using_locale("de"):
            shown = getattr(retold(found, old, new), name)
        assert any(f"39,2{NBSP}% a year" in each.message for each in shown)
        assert [replace(each, message="") for each in shown] == [
            replace(each, message="") for each in getattr(found, name)
        ]
        assert retold(found, old, new) is found


def test_a_finding_that_the_audit_no_longer_makes_keeps_its_words() -> None:
    """As a run of an earlier version kept them."""
    old = snapshot()
    gone = {"rule": "retired", "severity": "note", "claim_ids": ["a01_ml_market"],
            "message": "It was 1,000.5."}  # fmt: skip
    old = replace(old, results={**old.results, "findings": [*old.results["findings"], gone]})
    found = changes(old, snapshot())
    with using_locale("de"):
        assert [each.message for each in retold(found, old, snapshot()).findings_gone] == [
            "It was 1,000.5."
        ]
