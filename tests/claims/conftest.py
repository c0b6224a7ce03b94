"""A good file of three claims, and what is found in it after an edit."""

import csv
import io
from collections.abc import Callable

import pytest

from report_helpers.claims.read import parse_claims
from report_helpers.errors import DataError, Problem

ROWS = [
    {
        "claim_id": "m1", "topic": "ml_market", "metric": "level", "measure": "ml_revenue",
        "title": "Market size", "scope": "revenue, worldwide", "region": "world",
        "base_year": "2023", "base_value": "26.03", "year": "2030", "value": "225.91",
        "value_low": "", "value_high": "", "qualifier": "exact", "unit": "usd_billion",
        "growth_percent": "39.2", "growth_from": "2024", "growth_to": "2031",
        "kind": "projection", "as_printed": "$26.03 billion; $225.91 billion; 39.2%",
        "role": "cited", "original_id": "m2", "repeats_id": "", "producer": "IDC",
        "published": "2023-05", "source_id": "article", "source_title": "An article",
        "source_kind": "article", "url": "https://a.example/1", "accessed": "2026-11-23",
        "evidence": "publisher_page", "note": 'a "quoted" word',
    },
    {
        "claim_id": "m2", "topic": "ml_market", "metric": "level", "measure": "ml_revenue",
        "title": "Market size", "scope": "revenue", "region": "world", "base_year": "",
        "base_value": "", "year": "2030", "value": "", "value_low": "1600", "value_high": "1700",
        "qualifier": "about", "unit": "usd_billion", "growth_percent": "", "growth_from": "",
        "growth_to": "", "kind": "projection", "as_printed": "1,600 to 1,700",
        "role": "original", "original_id": "", "repeats_id": "", "producer": "IDC",
        "published": "2023-05-17", "source_id": "report", "source_title": "A report",
        "source_kind": "consultancy", "url": "https://b.example/2?x=1#p", "accessed": "2026-11-22",
        "evidence": "publisher_page", "note": "",
    },
    {
        "claim_id": "m3", "topic": "ai_jobs", "metric": "change", "measure": "postings",
        "title": "Fall of postings", "scope": "postings", "region": "", "base_year": "",
        "base_value": "", "year": "2021", "value": "-0.66", "value_low": "", "value_high": "",
        "qualifier": "at_least", "unit": "percent", "growth_percent": "", "growth_from": "",
        "growth_to": "", "kind": "observed", "as_printed": "down 0.66 %",
        "role": "comparator", "original_id": "", "repeats_id": "m1", "producer": "Indeed",
        "published": "2021", "source_id": "lost", "source_title": "A lost page",
        "source_kind": "news", "url": "", "accessed": "", "evidence": "not_found", "note": "",
    },
]  # fmt: skip


def as_text(rows: list[dict[str, str]]) -> str:
    """Return rows as CSV text."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(ROWS[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


@pytest.fixture(scope="session")
def good() -> str:
    """A valid file: a header and three claims, lines 2 to 4."""
    return as_text(ROWS)


@pytest.fixture(scope="session")
def with_cell() -> Callable[[int, str, str], str]:
    """A maker of the good file with one cell changed: physical line, column, new text."""

    def changed(line: int, column: str, value: str) -> str:
        rows = [dict(row) for row in ROWS]
        assert rows[line - 2][column] != value
        rows[line - 2][column] = value
        return as_text(rows)

    return changed


@pytest.fixture(scope="session")
def edited(good: str) -> Callable[[str, str], str]:
    """A maker of the good file with one text replaced by another, at its first place."""

    def replaced(old: str, new: str) -> str:
        assert old in good
        return good.replace(old, new, 1)

    return replaced


@pytest.fixture(scope="session")
def problems_of() -> Callable[[str | bytes], list[Problem]]:
    """All problems of a file, none if it is valid."""

    def found(content: str | bytes) -> list[Problem]:
        raw = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
        try:
            parse_claims(raw, "my.csv")
        except DataError as error:
            return error.problems
        return []

    return found
