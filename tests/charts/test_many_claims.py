"""Charts of ten thousand claims: each draws a choice that can be read, and says what it leaves."""

import io
import json
import runpy
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
import pytest

from report_helpers import charts
from report_helpers.audit.audit import audit
from report_helpers.audit.findings import Finding
from report_helpers.claims.read import parse_claims

pytestmark = pytest.mark.slow

MADE = Path(__file__).parents[2] / "benchmarks" / "made_claims.py"
CLAIMS = 10_000
POINTS, WORDS, TEXT, BYTES = 1_000, 64, 6_000, 150_000
"""Points of traces, texts in the plot, letters of a text, and bytes of a figure at most."""
ENTRIES = {"rows": 200, "row_claims": 200, "sources": 200, "findings": 300, "key": 32, "notes": 6,
           "alternatives": 6}  # fmt: skip
COUNTED = {"spread_by_year", "evidence"}
"""Charts whose marks stand for several claims each."""

Claims = Callable[..., pd.DataFrame]


class Table(NamedTuple):
    """A validated table, and what the audit finds in it."""

    claims: pd.DataFrame
    findings: list[Finding]


@pytest.fixture(scope="module", params=["report", "page"])
def many(request: pytest.FixtureRequest) -> Table:
    """Claims on many measures, and claims of one document on one measure."""
    text = io.StringIO()
    runpy.run_path(str(MADE))["write_claims"](text, request.param, CLAIMS)
    claims = parse_claims(text.getvalue().encode(), "made.csv")
    return Table(claims, audit(claims, as_of="2026-11-23"))


@pytest.mark.parametrize("name", sorted(set(charts.__all__) - {"gravest"}))
def test_a_chart_of_many_claims_is_a_choice(many: Table, name: str) -> None:
    """Marks, words, tables and lists have their bounds, in each chart that a reader can choose."""
    figure = json.loads(getattr(charts, name)(many.claims, findings=many.findings).to_json())
    others = [each["figure"] for each in figure["layout"]["meta"].pop("alternatives", [])]
    for one in (figure, *others):
        assert excess(one) == {}
        assert_says_what_is_left_out(one, name)


def excess(figure: dict[str, Any]) -> dict[str, int]:
    """Return what of a figure is more than a reader can read."""
    layout, meta = figure["layout"], figure["layout"]["meta"]
    notes = layout.get("annotations", [])
    ids = json.dumps(meta["claims"])
    found = {
        "points": (sum(len(trace["x"]) for trace in figure["data"]), POINTS),
        "words": (len(notes), WORDS),
        "text": (max(len(note["text"]) for note in notes), TEXT),
        "listed": (len((meta.get("listed") or {"rows": []})["rows"]), 30),
        "bytes": (len(json.dumps(figure)) - len(ids), BYTES),
        **{key: (len(meta.get(key, [])), most) for key, most in ENTRIES.items()},
    }
    return {key: count for key, (count, most) in found.items() if count > most}


def assert_says_what_is_left_out(figure: dict[str, Any], name: str) -> None:
    """A chart that draws or lists less than it is about names the table that has all."""
    meta = figure["layout"]["meta"]
    drawn = {key for trace in figure["data"] for key in trace.get("customdata", []) if key}
    drawn |= set((meta.get("listed") or {"claims": []})["claims"])
    assert drawn <= set(meta["claims"])
    notes = " ".join(meta.get("notes", []))
    if name not in COUNTED and drawn < set(meta["claims"]):
        assert "the table of all claims has" in notes
    if "rows" in meta.get("left_out", {}):
        assert meta["left_out"]["rows"] > 0
        assert len(meta["rows"]) == ENTRIES["rows"]


@pytest.mark.parametrize("name", ["shares", "values"])
def test_the_title_is_about_a_panel_that_is_drawn(many: Table, name: str) -> None:
    """What a title says of one quantity of hundreds can be seen."""
    layout = getattr(charts, name)(many.claims).layout
    titles = [note.text for note in layout.annotations if note.name == "label-title"]
    said = layout.meta["title"].partition(": ")[0]
    assert len(titles) <= 6
    assert not titles or any(f"<b>{said}" in title for title in titles)


def test_of_many_editions_the_oldest_and_the_newest_are_drawn(claims_of: Claims) -> None:
    """Twelve lines of twenty, in order, and a sentence on the others."""
    rows = [
        {"role": "comparator", "producer": "Maker", "edition": f"No. {number}",
         "published": f"{2001 + number}", "year": 2030, "value": str(100 + number),
         "source_id": f"s{number}", "url": "https://example.org", "accessed": "2026-01-02"}
        for number in range(20)
    ]  # fmt: skip
    figure = charts.editions(claims_of(*rows))
    names = list(dict.fromkeys(trace.name for trace in figure.data))
    assert names == ["2001", *map(str, range(2010, 2021))]
    assert any(
        note.startswith("Drawn are 12 of 20 editions") for note in figure.layout.meta["notes"]
    )
    assert len(figure.layout.meta["rows"]) == 20
