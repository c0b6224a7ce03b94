"""The table of all claims as the result of a cell: every row, its words, its verdict."""

import json
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from report_helpers.audit.audit import audit, verdicts
from report_helpers.audit.findings import Finding
from report_helpers.claims.schema import COLUMN_NAMES
from report_helpers.packing import unpacked
from report_helpers.text.claim_explorer import (
    CLAIMS,
    DERIVED,
    ClaimExplorer,
    explorer,
    figure_order,
)
from report_helpers.text.html import Fragment

Claims = Callable[..., pd.DataFrame]
DASH = "\N{EN DASH}"


@pytest.fixture(scope="module")
def findings(shipped_claims: pd.DataFrame) -> list[Finding]:
    """What the audit finds in the shipped claims."""
    return audit(shipped_claims, as_of="2026-11-23")


def rows_of(shown: ClaimExplorer | Fragment) -> dict[str, dict[str, str]]:
    """Return the rows of an output by claim, each by column."""
    assert isinstance(shown, ClaimExplorer)
    rows = (dict(zip(shown.columns, row, strict=True)) for row in shown.rows)
    return {row["claim_id"]: row for row in rows}


def row_of(claims: pd.DataFrame) -> dict[str, str]:
    """Return the only row of a table."""
    (row,) = rows_of(explorer(claims)).values()
    return row


def test_every_row_has_its_cells_as_in_the_file(
    shipped_claims: pd.DataFrame, findings: list[Finding]
) -> None:
    """Each column of the file, with the digits as printed, then the columns made of them."""
    shown = explorer(shipped_claims, findings=findings)
    rows = rows_of(shown)
    assert isinstance(shown, ClaimExplorer)
    assert shown.columns == (*COLUMN_NAMES, *DERIVED)
    assert list(rows) == list(shown.dossiers) == list(shipped_claims.index)
    first = rows["a01_ml_market"]
    assert (first["base_value"], first["growth_percent"], first["note"]) == ("26.03", "39.2", "")
    assert (first["window"], first["topic_title"]) == (f"2023{DASH}2030", "ML market")
    lines = [int(row["line"]) for row in rows.values()]
    assert lines == shipped_claims["line"].tolist()


def test_verdicts_are_those_of_the_audit(
    shipped_claims: pd.DataFrame, findings: list[Finding]
) -> None:
    """Each cited claim has its verdict; another has one only if a finding is about it."""
    rows = rows_of(explorer(shipped_claims, findings=findings))
    given = verdicts(shipped_claims, findings)
    assert {key: rows[key]["verdict"] for key in given} == given
    others = [row for key, row in rows.items() if key not in given and row["verdict"]]
    judged = {each for finding in findings if finding.severity != "note" for each in
              finding.claim_ids}  # fmt: skip
    assert {row["claim_id"] for row in others} <= judged
    assert rows_of(explorer(shipped_claims))["a01_original"]["verdict"] == ""


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"growth_percent": "39.2"}, "$5 billion, 39.2 % a year"),
        ({"growth_low": "12", "growth_high": "15"}, f"$5 billion, 12{DASH}15 % a year"),
        ({"growth_percent": "12", "growth_qualifier": "at_least"},
         "$5 billion, more than 12 % a year"),
        ({"qualifier": "about"}, "about $5 billion"),
    ],
)  # fmt: skip
def test_stated_growth_is_shown_with_the_figure(
    claims_of: Claims, fields: dict[str, str], words: str
) -> None:
    """With its range or hedge, and no break before the sign of percent."""
    assert row_of(claims_of({"value": "5", "year": 2030, **fields}))["figure"] == words.replace(
        " %", "\N{NO-BREAK SPACE}%"
    )


def test_figures_are_in_the_order_of_their_size(claims_of: Claims) -> None:
    """Within a dimension, whatever their scale; a growth alone is among the percentages."""
    claims = claims_of(
        {"value": "2", "unit": "usd_trillion"},
        {"value": "900", "unit": "usd_billion"},
        {"value": "50", "unit": "percent", "metric": "share"},
        {"value_low": "1", "value_high": "950"},
        {"growth_percent": "39.2"},
        {"value": "5", "unit": "eur_billion"},
    )
    order = figure_order(claims)
    assert sorted(range(6), key=order.__getitem__) == [5, 4, 2, 1, 3, 0]


@pytest.mark.parametrize(
    ("evidence", "words"),
    [("publisher_page", "own page"), ("secondary_page", "quoted"), ("not_found", "not found")],
)  # fmt: skip
def test_evidence_is_told_in_few_words(claims_of: Claims, evidence: str, words: str) -> None:
    """They fit into a column."""
    assert row_of(claims_of({"value": "5", "evidence": evidence}))["evidence_label"] == words


def test_one_topic_alone(shipped_claims: pd.DataFrame) -> None:
    """A topic narrows the rows and dossiers; a file without rows says so."""
    rows = rows_of(explorer(shipped_claims, topic="tools"))
    assert {row["topic"] for row in rows.values()} == {"tools"}
    assert "no claim" in str(getattr(explorer(shipped_claims.head(0), topic="tools"), "text", ""))


def test_forms_of_the_output(claims_of: Claims) -> None:
    """The page gets every row; JupyterLab the first hundred, and the number of the others."""
    shown = explorer(claims_of(*({"value": "5"} for _ in range(103))))
    assert isinstance(shown, ClaimExplorer)
    forms: dict[str, Any] = shown._repr_mimebundle_()
    assert set(forms[CLAIMS]) == {"columns", "rows", "dossiers"}
    assert len(forms[CLAIMS]["rows"]) == len(forms[CLAIMS]["dossiers"]) == 103
    assert forms["text/html"].count('<th scope="row">') == 100
    assert "Three more claims" in forms["text/plain"]


def test_many_claims_are_packed_in_parts(claims_of: Claims) -> None:
    """So that a notebook of them stays small; in the order of the file."""
    shown = explorer(claims_of(*({"value": "5"} for _ in range(1001))))
    assert isinstance(shown, ClaimExplorer)
    content = shown._repr_mimebundle_()[CLAIMS]
    assert set(content) == {"columns", "parts"}
    parts = [json.loads(unpacked(part)) for part in content["parts"]]
    assert [len(part["rows"]) for part in parts] == [500, 500, 1]
    assert [row for part in parts for row in part["rows"]] == shown.rows
    assert {key: html for part in parts for key, html in part["dossiers"].items()} == shown.dossiers
