"""The findings chart: claims down, rules across, severity by colour and shape."""

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from report_helpers.audit.findings import SEVERITIES, Finding, Severity
from report_helpers.audit.rules import RULES
from report_helpers.audit.selection import by_claim, grave
from report_helpers.audit.verdicts import about
from report_helpers.charts.toolkit.finish import Caption, Frame, Sheet, finish, sentence
from report_helpers.charts.toolkit.plotly_text import (
    MISSING,
    Row,
    hover,
    label,
    records,
    titled,
    told_apart,
    who,
    window,
    wrapped,
)
from report_helpers.claims.wording import count_phrase, join_words
from report_helpers.colors import light

__all__ = ["claims_by_rules"]

NAME = "audit-claims-by-rules"
TITLE = "Which rule found what about which claim"
COLUMNS = ("Claim", "Who", "Years", "Rule", "Severity", "Finding")
LOOKS: dict[Severity, tuple[str, str, int]] = {
    "contradiction": ("pink", "square", 10),
    "caution": ("amber", "triangle-up", 11),
    "note": ("grey", "circle-open", 8),
}
"""Ink, marker and size of each severity."""

LINE, GAP, LEFT, ACROSS, WRAP, LINES = 14, 8, 156, 140, 22, 2
"""Pixels: label line, gap between rows, left labels, top labels; a label's characters and lines."""

Cell = tuple[str, str]
"""A claim and a rule."""


def claims_by_rules(claims: pd.DataFrame, *, findings: Sequence[Finding] = ()) -> go.Figure:
    """Draw a mark for each claim and rule with a finding, the most severe in front.

    Cited claims with any finding are drawn, and other claims with a contradiction or a caution.

    Args:
        claims: the validated table.
        findings: the audit's findings about the table.
    """
    cells = _cells(claims, findings)
    if not cells:
        return sentence(NAME, TITLE, "The audit found nothing to show about any claim.", COLUMNS)
    ids = {claim_id for claim_id, _ in cells}
    front = claims["role"].ne("cited").sort_values(kind="stable").index
    drawn = claims.loc[[claim_id for claim_id in front if claim_id in ids]]
    known = records(told_apart(drawn))
    rules = [name for name in RULES if any(rule == name for _, rule in cells)]
    labels = [wrapped(_label(row), WRAP, LINES) for row in known.values()]
    figure = go.Figure()
    for severity in SEVERITIES:
        chosen = {key: found for key, found in cells.items() if found[0].severity == severity}
        if chosen:
            _add_marks(figure, chosen, known, rules)
    figure.update_layout(
        xaxis={
            "side": "top",
            "tickvals": list(range(len(rules))),
            "ticktext": rules,
            "tickangle": -90,
            "range": [-0.6, len(rules) - 0.4],
            "showgrid": True,
            "showline": False,
            "automargin": True,
        },
        yaxis={
            "tickvals": list(range(len(known))),
            "ticktext": labels,
            "range": [len(known) - 0.4, -0.6],
        },
        showlegend=True,
        legend={"y": 0, "yanchor": "top", "traceorder": "normal"},
    )
    rows = [_row(known[key[0]], one) for key, found in _ordered(cells, known) for one in found]
    alt = _alt(cells, known)
    caption = Caption(NAME, TITLE, f"{alt} {_left_out(findings, ids)}".strip(), alt)
    tallest = max(text.count("<br>") for text in labels) + 1
    height = (LINE * tallest + GAP) * len(known)
    frame = Frame(height + ACROSS, LEFT, below=40, above=ACROSS)
    return finish(figure, caption, drawn, Sheet(COLUMNS, rows), frame)


def _cells(claims: pd.DataFrame, findings: Sequence[Finding]) -> dict[Cell, list[Finding]]:
    """Return the findings of each cell (a drawn claim and a rule), the most severe first."""
    cited = set(claims.index[claims["role"].eq("cited")])
    chosen = cited | set(by_claim(grave(findings)))
    cells: dict[Cell, list[Finding]] = {}
    for finding in findings:
        for claim_id in about(finding):
            if claim_id in chosen and claim_id in claims.index:
                cells.setdefault((claim_id, finding.rule), []).append(finding)
    return cells


def _ordered(
    cells: dict[Cell, list[Finding]], known: dict[str, Row]
) -> list[tuple[Cell, list[Finding]]]:
    places = {key: place for place, key in enumerate(known)}
    return sorted(cells.items(), key=lambda pair: places[pair[0][0]])


def _label(row: Row) -> str:
    return titled(row) if row["role"] == "cited" else label(row)


def _add_marks(
    figure: go.Figure, cells: dict[Cell, list[Finding]], known: dict[str, Row], rules: list[str]
) -> None:
    severity = next(iter(cells.values()))[0].severity
    ink, symbol, size = LOOKS[severity]
    places = {key: place for place, key in enumerate(known)}
    figure.add_scatter(
        name=severity.capitalize(),
        x=[rules.index(rule) for _, rule in cells],
        y=[places[claim_id] for claim_id, _ in cells],
        mode="markers",
        marker={
            "symbol": symbol,
            "size": size,
            "color": light(ink),
            "line": {"color": light(ink), "width": 2 if severity == "note" else 0},
            "opacity": 1,
        },
        hoverinfo="text",
        hovertext=[
            hover(known[claim_id], [f"{one.severity}, {one.rule}: {one.message}" for one in found])
            for (claim_id, _), found in cells.items()
        ],
    )


def _row(row: Row, finding: Finding) -> list[str]:
    years = window(row) or MISSING
    return [row["title"], who(row), years, finding.rule, finding.severity, finding.message]


def _alt(cells: dict[Cell, list[Finding]], known: dict[str, Row]) -> str:
    parts = []
    for severity in SEVERITIES:
        marks = [key for key, found in cells.items() if found[0].severity == severity]
        if marks:
            claims = count_phrase(len({claim_id for claim_id, _ in marks}))
            rules = count_phrase(len({rule for _, rule in marks}), "rule")
            parts.append(f"{claims} with a {severity} ({rules})")
    return f"Of {count_phrase(len(known), 'claim')} drawn, {join_words(parts)}."


def _left_out(findings: Sequence[Finding], drawn: set[str]) -> str:
    """Return a sentence that counts the claims left out because they have only notes."""
    count = len(set(by_claim(findings)) - drawn)
    noted = "has notes alone and is" if count == 1 else "have notes alone and are"
    return f"{count_phrase(count, 'other claim').capitalize()} {noted} left out." if count else ""
