"""The formats of the changes between two runs."""

import json
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import mistune
import pytest
from hypothesis import given
from hypothesis import strategies as st

from report_helpers.audit.findings import Finding
from report_helpers.changes.changes import (
    Changes,
    FieldChange,
    FindingChange,
    NamedClaim,
    ProjectionMove,
    VerdictChange,
)
from report_helpers.changes.snapshot import Projected
from report_helpers.cli.diff import FORMATS

PATH = Projected(
    name="projection", title="Where it leads", claim="a01", label="Article", model="logistic",
    growth="implied", taken=0.36, horizon=2035, unit="billion US dollars", value=1811.75,
    total=5000.0, inputs={"ceiling": 2.0},
)  # fmt: skip
GROWTH = Finding("growth-mismatch", "contradiction", ("a01", "b01"), "36.2 % is implied.",
                 {"implied_percent": 36.2})  # fmt: skip
NOTHING = Changes(since="2026-11-16", until="2026-11-23")
EVERY = Changes(
    since="2026-11-16",
    until="2026-11-23",
    added=(NamedClaim("c1", "Size", "$5 billion"), NamedClaim("c2", "Share", "74%")),
    withdrawn=(NamedClaim("c3", "Jobs", "12"),),
    changed=(FieldChange("a01", "Market", "value", "225.91", "225.910"),
             FieldChange("a01", "Market", "note", "", "Seen.")),
    findings_new=(GROWTH,),
    findings_changed=(FindingChange(GROWTH, replace(GROWTH, severity="caution")),),
    findings_gone=(Finding("stale", "note", ("c3",), "Published 2017."),),
    verdicts=(VerdictChange("a01", "Market", "holds", "contradicted"),),
    projections_new=(replace(PATH, model="bass", growth=None, value=2e6),),
    projections_moved=(ProjectionMove(PATH, replace(PATH, value=1900.0)),),
    projections_gone=(replace(PATH, growth=0.25, horizon=2040),),
)  # fmt: skip


def test_text_has_a_line_for_each_change() -> None:
    """The headline first; how it was and is with an arrow; numbers with their arithmetic."""
    assert (
        FORMATS["text"](EVERY)
        == """\
2 claims added, 1 withdrawn, 1 changed, 1 finding new, 1 changed, 1 gone, 1 verdict changed, \
1 projection new, 1 moved, 1 gone since 2026-11-16

claims added
  c1: Size: $5 billion
  c2: Share: 74%

claims withdrawn
  c3: Jobs: 12

claims changed
  a01: value: 225.91 -> 225.910
  a01: note: (empty) -> Seen.

verdicts changed
  a01: holds -> contradicted

findings new
  contradiction: growth-mismatch: a01, b01: 36.2 % is implied.

findings changed
  growth-mismatch: a01, b01: contradiction: 36.2 % is implied. -> caution: 36.2 % is implied.

findings gone
  note: stale: c3: Published 2017.

projections moved
  Where it leads: Article; Logistic; growth: implied by the printed ends; \
ceiling 2 times the larger end; in 2035: \
1,811.75 -> 1,900 billion US dollars, +4.9 %

projections new
  Where it leads: Article; Bass diffusion; ceiling 2 times the larger end; in 2035: \
2,000,000 billion US dollars

projections gone
  Where it leads: Article; Logistic; 25.0 % a year; ceiling 2 times the larger end; in 2040: \
1,811.75 billion US dollars"""
    )


@pytest.mark.parametrize("style", ["text", "markdown"])
def test_no_change_gives_one_sentence_in_every_format(style: str) -> None:
    """Each format prints that nothing changed."""
    assert FORMATS[style](NOTHING).strip("*") == "nothing changed since 2026-11-16"
    assert NOTHING.headline == "nothing changed since 2026-11-16"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (1811.75, 1900.0, "1,811.75 -> 1,900 billion US dollars, +4.9 %"),
        (1900.0, 1811.75, "1,900 -> 1,811.75 billion US dollars, \N{MINUS SIGN}4.6 %"),
        (1000.0, 1000.01, "1,000 -> 1,000.01 billion US dollars, +0.001 %"),
        (7.0, 2e9, "7 -> 2,000,000,000 billion US dollars, +28,571,400,000.0 %"),
        (-5.0, 5.0, "\N{MINUS SIGN}5 -> 5 billion US dollars"),
    ],
)
def test_a_move_is_shown_with_its_arithmetic(old: float, new: float, said: str) -> None:
    """In percent of the old value, where it has such a meaning; never as no move."""
    move = ProjectionMove(replace(PATH, value=old), replace(PATH, value=new))
    text = FORMATS["text"](replace(NOTHING, projections_moved=(move,)))
    assert text.endswith(f"in 2035: {said}")


def test_json_is_one_object() -> None:
    """Findings as in the check command; counts by name."""
    said = json.loads(FORMATS["json"](EVERY))
    assert (said["since"], said["until"]) == ("2026-11-16", "2026-11-23")
    assert said["counts"]["claims_added"] == 2
    assert said["counts"]["claims_changed"] == 1
    assert said["changed"][0] == {"claim_id": "a01", "title": "Market", "field": "value",
                                  "old": "225.91", "new": "225.910"}  # fmt: skip
    assert said["findings_new"] == [{"rule": "growth-mismatch", "severity": "contradiction",
                                     "claim_ids": ["a01", "b01"], "message": "36.2 % is implied.",
                                     "implied_percent": 36.2}]  # fmt: skip
    assert said["findings_changed"][0]["new"]["severity"] == "caution"
    (move,) = said["projections_moved"]
    assert move["percent"] == pytest.approx(4.871, abs=1e-3)
    assert (move["old"]["value"], move["new"]["value"]) == (1811.75, 1900.0)
    assert said["headline"] == EVERY.headline


class Cells(HTMLParser):
    """Reads the texts of a table's cells."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.cells: list[str] = []
        self.tags: set[str] = set()
        self.inside = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: Any) -> None:  # noqa: ARG002
        """Begin a cell, and note what else there is."""
        self.tags.add(tag)
        if tag == "td":
            self.cells.append("")
            self.inside = True

    def handle_endtag(self, tag: str) -> None:
        """End a cell."""
        self.inside = self.inside and tag != "td"

    def handle_data(self, data: str) -> None:
        """Take a cell's text."""
        if self.inside:
            self.cells[-1] += data


def rendered(changes: Changes) -> Cells:
    """Return the tables of the markdown as a reader sees them."""
    render = mistune.create_markdown(escape=False, plugins=["table", "strikethrough", "url"])
    return Cells(str(render(FORMATS["markdown"](changes))))


def test_markdown_has_a_table_a_kind() -> None:
    """With the same words as the text, and its columns named."""
    text = FORMATS["markdown"](EVERY)
    assert text.startswith(f"**{EVERY.headline}**\n")
    assert text.count("\n### ") == 10
    assert "| Claim | Field | Before | Now |\n| --- | --- | --- | --- |\n" in text
    cells = rendered(EVERY).cells
    assert cells[:3] == ["c1", "Size", "$5 billion"]
    assert "1,811.75 -> 1,900 billion US dollars, +4.9 %" in cells


SIGNS = st.text(st.sampled_from(list("ab 1|\\`*_[]()~<>&$@#!-.;'\"")), min_size=1, max_size=20)


@given(text=SIGNS.map(str.strip).filter(bool))
def test_a_cell_of_a_comment_stays_text(text: str) -> None:
    """No sign of a title ends a cell, makes markup or is lost."""
    found = rendered(replace(NOTHING, added=(NamedClaim("c1", text, "5"),)))
    assert found.cells == ["c1", text, "5"]
    assert found.tags <= {"p", "strong", "h3", "table", "thead", "tbody", "tr", "th", "td", "span"}


def test_a_comment_mentions_no_user() -> None:
    """What GitHub reads as a person, an issue or a formula is broken up."""
    named = NamedClaim("c1", "@octocat see #12", "$5 and $6")
    text = FORMATS["markdown"](replace(NOTHING, added=(named,)))
    assert "@octocat" not in text
    assert "#12" not in text
    assert "$5" not in text


@pytest.mark.parametrize(("count", "shown"), [(7, 7), (50, 50), (51, 50)])
def test_a_comment_counts_the_rows_that_it_leaves_out(count: int, shown: int) -> None:
    """Fifty of a kind at most."""
    many = tuple(NamedClaim(f"c{number}", "Title", "5") for number in range(count))
    text = FORMATS["markdown"](replace(NOTHING, added=many))
    assert text.count("| Title | 5 |") == shown
    assert (f"{count - shown} more of {count} are not shown." in text) == (count > shown)


@pytest.mark.parametrize("length", [300, 3_000])
def test_a_comment_fits(length: int) -> None:
    """GitHub takes 65,536 letters; more rows than fit are counted instead."""
    finding = replace(GROWTH, message="$" * length)
    every = replace(EVERY, findings_new=(finding,) * 400, findings_gone=(finding,) * 400)
    text = FORMATS["markdown"](every)
    assert len(text) < 65_536
    assert "more of 400 are not shown." in text


def test_a_long_cell_shows_what_differs() -> None:
    """Its end, where the end differs; both sides from the same place."""
    long = "word " * 100
    change = FieldChange("a01", "Market", "note", f"{long}old", f"{long}new")
    text = FORMATS["markdown"](replace(NOTHING, changed=(change,)))
    assert long not in text
    assert "word old |" in text
    assert "word new |" in text
