"""The findings chart: claims down, rules across, severity by colour and shape."""

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from report_helpers.audit.findings import SEVERITIES, Finding, Severity
from report_helpers.audit.rules import RULES
from report_helpers.audit.selection import by_claim, grave
from report_helpers.audit.verdicts import about
from report_helpers.charts.toolkit.finish import Caption, Extras, Frame, Sheet, finish, sentence
from report_helpers.charts.toolkit.line_chart import mark_key
from report_helpers.charts.toolkit.meta import KeyEntry
from report_helpers.charts.toolkit.notebook_chart import Chart
from report_helpers.charts.toolkit.plotly_text import (
    MISSING,
    Row,
    hover,
    label,
    records,
    titled,
    who,
    window,
    with_distinctions,
)
from report_helpers.charts.toolkit.rows import (
    LEFT,
    RIGHT,
    Group,
    Label,
    chosen_rows,
    rows_below,
    with_count,
)
from report_helpers.claims.wording import all_phrase, count_phrase, join_words
from report_helpers.colors import light

__all__ = ["claims_by_rules"]

NAME = "audit-claims-by-rules"
SUBTITLE = "Findings of the audit: claims down, rules across"
COLUMNS = ("Claim", "Who", "Years", "Rule", "Severity", "Finding")
LOOKS: dict[Severity, tuple[str, str, int]] = {
    "contradiction": ("pink", "square", 10),
    "caution": ("amber", "triangle-up", 11),
    "note": ("grey", "circle-open", 8),
}
"""Ink, marker and size of each severity."""

ACROSS = 132
"""Pixels of the rules' names above the plot."""

Cell = tuple[str, str]
"""A claim and a rule."""


def claims_by_rules(claims: pd.DataFrame, *, findings: Sequence[Finding] = ()) -> go.Figure:
    """Draw a mark for each claim and rule with a finding, the most severe in front.

    Cited claims with any finding are drawn, and other claims with a contradiction or a caution; of
    many, the gravest.

    Args:
        claims: the validated table.
        findings: the audit's findings about the table.

    Returns:
        A plotly figure; if there is nothing to draw, one that says so in a sentence.

    Example:
        >>> figure = mr.charts.claims_by_rules(claims, findings=findings)
    """
    cells = _cells(claims, findings)
    if not cells:
        text = "The audit found nothing to show about any claim."
        return sentence(NAME, "No finding to draw", text, COLUMNS)
    ids = {claim_id for claim_id, _ in cells}
    front = claims["role"].ne("cited").sort_values(kind="stable").index
    drawn = claims.loc[[claim_id for claim_id in front if claim_id in ids]]
    known = records(with_distinctions(drawn))
    places, note = chosen_rows(_gravest_first(cells, known), "the article's and the gravest")
    rules = [name for name in RULES if any(key in places and rule == name for key, rule in cells)]
    figure = _figure({cell: found for cell, found in cells.items() if cell[0] in places},
                     known, places, rules)  # fmt: skip
    labels = [Label(_label(known[key])) for key in places]
    wide, phone = (rows_below([Group(labels)], phone=phone) for phone in (False, True))
    figure.update_layout(yaxis=wide.axes[0], annotations=wide.notes)
    ordered = _ordered(cells, known)
    rows = [_row(known[cell[0]], one) for cell, found in ordered for one in found]
    title, said = _title(cells), _alt(cells, known)
    subtitle = with_count(SUBTITLE, len(places), len(known))
    caption = Caption(NAME, title, subtitle, f"{title}. {said}")
    narrow = phone.narrow(8)
    narrow["margin"]["t"] += ACROSS
    narrow["height"] += ACROSS
    notes = [*note, *filter(None, [_left_out(findings, ids)])]
    extras = Extras(notes=notes, key=_key(cells), narrow=narrow)
    sheet = Sheet(COLUMNS, rows, [cell[0] for cell, found in ordered for _ in found])
    frame = Frame(wide.height, LEFT, RIGHT, 8, ACROSS)
    return finish(figure, caption, drawn, sheet, frame, extras)


def _gravest_first(cells: dict[Cell, list[Finding]], known: dict[str, Row]) -> list[str]:
    """Return the claims: the article's first, and then by their gravest finding."""
    rank = dict.fromkeys(known, len(SEVERITIES))
    for (claim_id, _), found in cells.items():
        rank[claim_id] = min(rank[claim_id], SEVERITIES.index(found[0].severity))
    return sorted(known, key=lambda key: (known[key]["role"] != "cited", rank[key]))


def _figure(
    cells: dict[Cell, list[Finding]], known: dict[str, Row], places: list[str], rules: list[str]
) -> go.Figure:
    figure = Chart()
    for severity in SEVERITIES:
        chosen = {key: found for key, found in cells.items() if found[0].severity == severity}
        if chosen:
            _add_marks(figure, chosen, known, places, rules)
    figure.update_layout(
        xaxis={
            "side": "top",
            "tickvals": list(range(len(rules))),
            "ticktext": rules,
            "tickangle": -90,
            "range": [-0.6, len(rules) - 0.4],
            "showgrid": True,
            "showline": False,
        }
    )
    return figure


def _title(cells: dict[Cell, list[Finding]]) -> str:
    """Return how many claims have a finding of the gravest severity that there is.

    Of those with more than notes, because claims that the article does not cite are drawn only
    then; if there are notes alone, of those that are drawn.
    """
    severe = {claim_id for (claim_id, _), found in cells.items() if found[0].severity != "note"}
    total = len(severe or {claim_id for claim_id, _ in cells})
    findings = "more than notes" if severe else "a finding"
    gravest = min((found[0].severity for found in cells.values()), key=SEVERITIES.index)
    marked = {key for (key, _), found in cells.items() if found[0].severity == gravest}
    verb = "has" if len(marked) == 1 else "have"
    if len(marked) == total:
        every = "The one claim" if total == 1 else f"{all_phrase(total)} claims"
        return f"{every} with {findings} {verb} a {gravest}"
    count = count_phrase(len(marked))
    return f"Of {count_phrase(total, 'claim')} with {findings}, {count} {verb} a {gravest}"


def _key(cells: dict[Cell, list[Finding]]) -> list[KeyEntry]:
    there = {found[0].severity for found in cells.values()}
    return [
        mark_key(severity, ink, symbol.removesuffix("-open"), hollow=symbol.endswith("-open"))
        for severity, (ink, symbol, _) in LOOKS.items()
        if severity in there
    ]


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
    figure: go.Figure,
    cells: dict[Cell, list[Finding]],
    known: dict[str, Row],
    places: list[str],
    rules: list[str],
) -> None:
    severity = next(iter(cells.values()))[0].severity
    ink, symbol, size = LOOKS[severity]
    figure.add_scatter(
        name=severity.capitalize(),
        x=[rules.index(rule) for _, rule in cells],
        y=[places.index(claim_id) for claim_id, _ in cells],
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
        customdata=[claim_id for claim_id, _ in cells],
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
