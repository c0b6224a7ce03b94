"""The rows that a new project begins with: examples to write over, of no real market."""

from typing import Final

from report_helpers.claims.schema import COLUMNS

__all__ = ["NAMES", "example_rows"]

LATER: Final = {"period", "period_label", "status"}
"""Columns that few rows need; `docs/your-own-data.md` has them."""
NAMES: Final = tuple(column.name for column in COLUMNS if column.name not in LATER)
"""The columns of the claims in a new project."""


def example_rows(topic: str, currency: str, article: str, day: str) -> list[dict[str, str]]:
    """Return three rows: a figure of the article, its original, and another publisher's.

    Args:
        topic: the key of their topic.
        currency: the lower-case code of their currency.
        article: the title of the article.
        day: when they were read, as YYYY-MM-DD.
    """
    common = {
        "topic": topic, "metric": "level", "measure": f"{topic}_size", "title": "Market size",
        "scope": "an example: write what the source counts", "region": "world",
        "base_year": "2024", "year": "2030", "qualifier": "exact", "unit": f"{currency}_million",
        "kind": "projection", "accessed": day, "evidence": "publisher_page",
        "attribution": "named",
    }  # fmt: skip
    cited = {
        "claim_id": "a01_market_size", "base_value": "120", "value": "240",
        "growth_percent": "12.2", "as_printed": "120 million; 2024; 240 million; 2030; 12.2%",
        "locator": "first section", "role": "cited", "original_id": "a01_original",
        "producer": "First Research", "source_id": "article", "source_title": article,
        "source_kind": "article", "url": "https://example.com/article",
    }  # fmt: skip
    original = {
        "claim_id": "a01_original", "base_value": "120", "value": "240", "growth_percent": "12.2",
        "as_printed": "120 million; 2024; 240 million; 2030; 12.2%", "role": "original",
        "producer": "First Research", "edition": "Market report", "published": "2025",
        "source_id": "first_research", "source_title": "Market report",
        "source_kind": "vendor_forecast", "url": "https://example.com/first-research",
    }  # fmt: skip
    other = {
        "claim_id": "o01_second_research", "base_value": "110", "value": "200",
        "as_printed": "110 million; 2024; 200 million; 2030", "role": "comparator",
        "producer": "Second Research", "edition": "Market outlook", "published": "2025",
        "source_id": "second_research", "source_title": "Market outlook",
        "source_kind": "vendor_forecast", "url": "https://example.com/second-research",
    }  # fmt: skip
    return [common | row for row in (cited, original, other)]
