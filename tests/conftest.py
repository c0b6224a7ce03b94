"""Fixtures for all tests: the shipped claims, and small tables from a few fields."""

import csv
import io
import os
from collections.abc import Callable, Iterator
from typing import Any

import pandas as pd
import pytest
from hypothesis import settings
from playwright.sync_api import Playwright, sync_playwright

from report_helpers.claims import read_claims
from report_helpers.claims.read import parse_claims
from report_helpers.claims.schema import COLUMN_NAMES
from report_helpers.settings.active import NONE, using_settings

# What was drawn before says nothing of what is drawn now.
os.environ["MARKET_REPORT_CACHE"] = ""
# A slow machine is no defect: what a property holds is tested, not how fast.
settings.register_profile("steady", deadline=None)
settings.load_profile("steady")


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Playwright; a process can have only one, so all browser tests share it."""
    with sync_playwright() as started:
        yield started


@pytest.fixture(autouse=True)
def _no_settings() -> Iterator[None]:
    """No test has the settings of claims that another one read."""
    with using_settings(NONE):
        yield


@pytest.fixture(scope="session")
def shipped_claims() -> pd.DataFrame:
    """The claims that the project ships, validated."""
    return read_claims()


CLEAN = {
    "topic": "ml_market", "metric": "level", "measure": "ml_market_revenue",
    "title": "Market size", "scope": "revenue", "qualifier": "exact", "unit": "usd_billion",
    "kind": "projection", "role": "cited", "source_id": "page", "source_title": "Page",
    "source_kind": "article", "evidence": "secondary_page",
}  # fmt: skip
PRINTED = ("base_value", "base_year", "value", "value_low", "value_high", "year", "growth_percent",
           "growth_low", "growth_high")  # fmt: skip


def made_csv(*rows: dict[str, Any]) -> bytes:
    """Return a CSV of claims; what a row leaves out is filled in, `as_printed` from its figures."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMN_NAMES, lineterminator="\n")
    writer.writeheader()
    for number, row in enumerate(rows):
        printed = "; ".join(str(row[name]) for name in PRINTED if name in row)
        writer.writerow({"claim_id": f"c{number}", **CLEAN, "as_printed": printed, **row})
    return text.getvalue().encode()


@pytest.fixture(scope="session")
def csv_of() -> Callable[..., bytes]:
    """A function that makes a CSV file from a few fields a row."""
    return made_csv


@pytest.fixture(scope="session")
def claims_of() -> Callable[..., pd.DataFrame]:
    """A function that makes a validated table from a few fields a row."""
    return lambda *rows: parse_claims(made_csv(*rows), "made.csv")
