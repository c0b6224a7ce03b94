"""The page's section on what changed: everything there, linked where it can be, and short."""

import re
from dataclasses import replace

import pytest

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
from report_helpers.page.blocks.html_sanitizer import rewrite_html
from report_helpers.text.change_tables import MOST, changed

HOSTILE = "</td><script>alert(1)</script>"
PATH = Projected(
    name="projection", title="Where it leads", claim="a01", label="Article", model="compound",
    growth="implied", taken=0.36, horizon=2035, unit="billion US dollars", value=1811.75,
    total=5000.0,
)  # fmt: skip
GROWTH = Finding("growth-mismatch", "contradiction", ("a01", "b01"), "36.2 % is implied.")
NOTHING = Changes(since="2026-11-16", until="2026-11-23")
EVERY = Changes(
    since="2026-11-16",
    until="2026-11-23",
    added=(NamedClaim("c1", "Size", "$5 billion"),),
    withdrawn=(NamedClaim("c3", "Jobs", "12"),),
    changed=(FieldChange("a01", "Market", "base_value", "26.03", "26.030"),),
    findings_new=(GROWTH,),
    findings_changed=(FindingChange(GROWTH, replace(GROWTH, severity="caution")),),
    findings_gone=(Finding("stale", "note", ("c3",), "Published 2017."),),
    verdicts=(VerdictChange("a01", "Market", "", "needs context"),),
    projections_new=(replace(PATH, horizon=2040),),
    projections_moved=(ProjectionMove(PATH, replace(PATH, value=1900.0)),),
    projections_gone=(replace(PATH, name="other", horizon=2030),),
)


def links(html: str) -> list[str]:
    """Return where links lead, in order."""
    return re.findall(r'href="#([^"]+)"', html)


def test_no_change_gives_a_sentence() -> None:
    """In one sentence, without a table."""
    html = str(changed(NOTHING, "2026-11-16").html)
    assert html.startswith(
        '<p>Nothing changed since <time datetime="2026-11-16">2026-11-16</time>: '
    )
    assert "<table" not in html


def test_the_lead_has_the_date_once() -> None:
    """With what the caller calls the earlier report."""
    lead = changed(EVERY, "the report of 2026-11-16").text.splitlines()[0]
    assert lead.startswith("Since the report of 2026-11-16: 1 claim added, 1 withdrawn, 1 changed")
    assert lead.endswith("1 moved, 1 gone.")


def test_every_kind_has_its_table() -> None:
    """As people read it, in plain text."""
    text = changed(EVERY, "2026-11-16").text
    for rows in (
        "Claims added\nClaim | As printed\nSize (c1) | $5 billion",
        "Claims withdrawn\nClaim | As printed\nJobs (c3) | 12",
        "Claims changed\nClaim | Field | Before | Now\nMarket (a01) | base value | 26.03 | 26.030",
        (
            "Findings new\nFinding | Claims | Found\n"
            "contradiction: growth-mismatch | a01, b01 | 36.2 % is implied."
        ),
        (
            "Findings changed\nFinding | Claims | Before | Now\n"
            "caution: growth-mismatch | a01, b01 | contradiction: 36.2 % is implied. | 36.2 %"
        ),
        "Findings gone\nFinding | Claims | Found\nnote: stale | c3 | Published 2017.",
        "Verdicts changed\nClaim | Before | Now\nMarket | none | needs context",
        (
            "Projections moved\nProjection | Before | Now | Change\nWhere it leads: Article; "
            "Compound growth; growth: implied by the printed ends; in 2035 | 1,811.75 | "
            "1,900 billion US dollars | +4.9 %"
        ),
        (
            "Projections new\nProjection | Value\nWhere it leads: Article; Compound growth; "
            "growth: implied by the printed ends; in 2040 | 1,811.75 billion US dollars"
        ),
        "Projections gone\n",
    ):
        assert rows in text


def test_only_what_is_on_the_page_is_linked() -> None:
    """Not a withdrawn claim, a finding or a projection that is gone."""
    assert links(str(changed(EVERY, "2026-11-16").html)) == [
        "claim-c1", "claim-a01", "claim-a01", "claim-a01", "claim-b01",
        "claim-a01", "claim-a01", "claim-b01", "claim-a01",
        "figure-projection", "figure-projection",
    ]  # fmt: skip


def test_the_page_takes_it() -> None:
    """It holds nothing that the page's allow-list refuses."""
    html = str(changed(EVERY, "2026-11-16").html)
    assert rewrite_html(html).count("<table") == 10
    assert "<h2" not in html


@pytest.mark.parametrize(("count", "shown"), [(MOST, MOST), (MOST + 1, MOST), (1_234, MOST)])
def test_a_long_list_is_cut(count: int, shown: int) -> None:
    """And how many more there are is said; the lead counts them all."""
    many = tuple(NamedClaim(f"c{number}", "Title", "5") for number in range(count))
    found = changed(replace(NOTHING, added=many), "2026-11-16")
    assert found.text.count(") | 5") == shown
    assert (f"{count - shown:,} more of {count:,} are not shown." in found.text) == (count > shown)
    assert f"{count:,} claims added" in found.text


def test_the_section_stays_small() -> None:
    """However much changed, and however long the texts are."""
    long = "w" * 5_000
    each = FieldChange("a01", "Market", "note", f"{long}1{long}", f"{long}2{long}")
    finding = replace(GROWTH, message=long)
    many = replace(EVERY, changed=(each,) * 999, findings_new=(finding,) * 999,
                   findings_gone=(finding,) * 999)  # fmt: skip
    html = str(changed(many, "2026-11-16").html)
    assert len(html.encode()) < 120_000
    assert "w1w" in html
    assert "w2w" in html


def test_hostile_text_stays_text() -> None:
    """Markup in a claim, a message or a chart's title is shown, not obeyed."""
    bad = Finding(HOSTILE, "note", (HOSTILE,), HOSTILE)
    html = str(changed(
        replace(
            EVERY,
            added=(NamedClaim("c1", HOSTILE, HOSTILE),),
            withdrawn=(NamedClaim(HOSTILE, HOSTILE, HOSTILE),),
            changed=(FieldChange("a01", HOSTILE, HOSTILE, HOSTILE, ""),),
            findings_new=(bad,),
            findings_gone=(bad,),
            findings_changed=(FindingChange(bad, bad),),
            verdicts=(VerdictChange("a01", HOSTILE, HOSTILE, "holds"),),
            projections_new=(replace(PATH, title=HOSTILE, label=HOSTILE, model=HOSTILE,
                                     growth=HOSTILE, unit=HOSTILE, name=HOSTILE),),
        ),
        HOSTILE,
    ).html)  # fmt: skip
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    rewrite_html(html)
