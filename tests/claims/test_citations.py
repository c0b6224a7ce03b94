"""Short citations and words for evidence."""

from typing import Any

import pandas as pd
import pytest

from report_helpers.claims.citations import (
    evidence_label,
    is_site_only,
    is_unread,
    short_citation,
    unnamed,
)
from report_helpers.claims.schema import COLUMNS


def claim(claims: pd.DataFrame, claim_id: str) -> "pd.Series[Any]":
    """Return one row of the table."""
    row = claims.loc[claim_id]
    assert isinstance(row, pd.Series)
    return row


def test_original_is_cited_by_producer_and_year(shipped_claims: pd.DataFrame) -> None:
    """An original is cited by who made it and the year of its publication."""
    assert (
        short_citation(claim(shipped_claims, "a01_original")) == "Fortune Business Insights (2023)"
    )
    assert short_citation(claim(shipped_claims, "a03_original")) == "PwC (2017)"


def test_undated_original_has_no_year(shipped_claims: pd.DataFrame) -> None:
    """Without a date of publication the citation is the producer alone."""
    assert short_citation(claim(shipped_claims, "a14_original")) == "Apache Spark"


def test_cited_claim_names_the_article(shipped_claims: pd.DataFrame) -> None:
    """A cited figure is never shown as if its producer had been read."""
    expected = "PwC, as cited by AI Engineer vs ML Engineer"
    assert short_citation(claim(shipped_claims, "a03_ai_value_range")) == expected


def test_a_claim_without_a_credit_is_cited_as_uncredited(shipped_claims: pd.DataFrame) -> None:
    """A cited row without a producer is cited as uncredited."""
    expected = "uncredited, in AI Engineer vs ML Engineer"
    assert short_citation(claim(shipped_claims, "a05_ai_demand")) == expected


def test_original_without_producer_is_uncredited(shipped_claims: pd.DataFrame) -> None:
    """A comparator without a producer is uncredited."""
    anonymous = claim(shipped_claims.assign(producer=float("nan")), "a14_original")
    assert short_citation(anonymous) == "uncredited"


@pytest.mark.parametrize("evidence", next(c for c in COLUMNS if c.name == "evidence").allowed)
def test_every_evidence_has_words(evidence: str) -> None:
    """Each level of evidence has words of its own, without underscores."""
    assert "_" not in evidence_label(evidence)


def test_an_inferred_publisher_is_said_to_be_inferred(shipped_claims: pd.DataFrame) -> None:
    """A publisher that the page read does not name is never told as if it had been named."""
    older = claim(shipped_claims, "a11_original")
    assert short_citation(older) == "Fortune Business Insights (2020, inferred)"
    assert unnamed(older) == " (inferred: the page read does not name the publisher)"
    # Read on its own page: the publisher is known, only that the article means it is inferred.
    assert not unnamed(claim(shipped_claims, "a10_original"))
    assert not unnamed(claim(shipped_claims, "a01_original"))


def test_a_publishers_page_read_only_in_quotation_is_unread(shipped_claims: pd.DataFrame) -> None:
    """Rows that name the publisher's page but were read on others are told apart."""
    unread = [key for key in shipped_claims.index if is_unread(claim(shipped_claims, key))]
    assert unread == ["a01_original", "a04_original_2024", "a14_original"]


def test_an_address_without_a_page_is_a_site_only(shipped_claims: pd.DataFrame) -> None:
    """An address that ends at the host says nothing of the page."""
    assert is_site_only(claim(shipped_claims, "o40_acemoglu_gdp"))
    assert is_site_only(claim(shipped_claims, "o03_fbi_2026_base"))
    assert not is_site_only(claim(shipped_claims, "a02_original"))
