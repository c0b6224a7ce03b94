"""The audit stays right about published forecasts, and the page that says how right is fresh."""

import runpy
from pathlib import Path
from typing import Any

import pytest

SCRIPT = Path(__file__).parents[2] / "benchmarks" / "audit_accuracy.py"
RULE = "growth-mismatch"


@pytest.fixture(scope="module")
def script() -> dict[str, Any]:
    """The names in the benchmark."""
    return runpy.run_path(str(SCRIPT))


@pytest.fixture(scope="module")
def measured(script: dict[str, Any]) -> Any:
    """What the benchmark measures, all figures audited anew."""
    return script["accuracy"]()


def test_the_committed_page_is_the_generated_one(script: dict[str, Any], measured: Any) -> None:
    """`make generated` was run after the last change to the audit or the forecasts."""
    assert script["PAGE"].read_text(encoding="utf-8") == script["page"](measured)


def test_no_forecast_is_contradicted_wrongly(measured: Any) -> None:
    """No rule contradicts a forecast that has a reading, and nothing misleads where it agrees."""
    right = {"agrees", "agrees_nearly", "not_checkable", "incomplete"}
    false = {each: count for each, count in measured.table.items()
             if each[0] in right and each[1] in {"contradiction", "caution"}}  # fmt: skip
    assert false == {}
    assert all(contradicted == wrong for contradicted, wrong in measured.rules.values())


def test_every_mismatch_is_found(measured: Any) -> None:
    """As a contradiction, but for the one whose three figures are hedged."""
    mismatches = {each[1]: count for each, count in measured.table.items() if each[0] == "mismatch"}
    assert mismatches == {"contradiction": 8, "caution": 1}
    assert measured.rules[RULE] == (8, 8)


@pytest.mark.parametrize(
    ("kind", "least"),
    [("end year 1 off", 0.85), ("end year 2 off", 0.96), ("growth times 1.2", 0.9),
     ("end times 1.25", 0.9), ("base in another unit", 1.0), ("end in another unit", 1.0)],
)  # fmt: skip
def test_planted_slips_are_found(measured: Any, kind: str, least: float) -> None:
    """Of the slips in sound forecasts without a hedge, at least this share."""
    (slips,) = (each for each in measured.exact if each.kind == kind)
    assert slips.planted >= 60
    assert slips.share >= least
