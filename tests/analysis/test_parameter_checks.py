"""Values that users give: what is returned, and each refusal in full."""

from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest

from report_helpers.analysis.parameter_checks import (
    day_of,
    known_claim,
    known_measure,
    known_topic,
    known_topics,
    one_of,
    year_of,
)
from report_helpers.errors import UsageError

Claims = Callable[..., pd.DataFrame]


@pytest.fixture(scope="module")
def claims(claims_of: Claims) -> pd.DataFrame:
    """Three claims of two topics and two measures."""
    return claims_of(
        {"year": 2028, "value": "1"},
        {"year": 2029, "value": "2"},
        {"topic": "jobs", "measure": "vacancies", "year": 2030, "value": "3"},
    )


@pytest.mark.parametrize(
    ("check", "value", "place", "fix"),
    [
        (known_measure, "vacancy", "measure: 'vacancy'", "did you mean vacancies?"),
        (known_measure, "x", "measure: 'x'", "choose one of ml_market_revenue, vacancies"),
        (known_topic, "x", "topic: 'x'", "choose one of ml_market, jobs"),
        (known_topics, "ml_markt", "topics: 'ml_markt'", "did you mean ml_market?"),
        (known_topics, ["jobs", "x"], "topics: 'x'", "choose one of ml_market, jobs"),
        (known_claim, "x", "claim_id: 'x'", "choose one of c0, c1, c2"),
        (known_claim, "cc2", "claim_id: 'cc2'", "did you mean c2?"),
    ],
)
def test_what_the_claims_lack_is_refused_with_what_they_have(
    claims: pd.DataFrame, check: Callable[..., Any], value: Any, place: str, fix: str
) -> None:
    """The parameter, the value, and the nearest choice or all; under another name as well."""
    with pytest.raises(UsageError) as caught:
        check(claims, value)
    assert str(caught.value) == f"{place} is not in the claims; {fix}"
    with pytest.raises(UsageError, match=r"^other: "):
        check(claims, value, "other")


def test_what_the_claims_have_is_returned(claims: pd.DataFrame) -> None:
    """Empty values stay empty; a lone text is one topic; a table without rows has no choices."""
    assert known_measure(claims, "vacancies") == "vacancies"
    assert known_measure(claims, "") == ""
    assert known_topic(claims, "jobs") == "jobs"
    assert known_topic(claims, "") == ""
    assert known_topics(claims, "jobs") == ["jobs"]
    assert known_topics(claims, "") == []
    assert known_topics(claims, ["jobs", "ml_market"]) == ["jobs", "ml_market"]
    assert known_claim(claims, "c2") == "c2"
    assert known_claim(claims, "") == ""
    none = claims.iloc[:0]
    assert known_measure(none, "x") == "x"
    assert known_topics(none, ["x", "y"]) == ["x", "y"]


def test_many_choices_are_not_all_listed() -> None:
    """Twelve are listed, of more the first twelve and how many are left."""
    twelve = [f"n{number}" for number in range(12)]
    with pytest.raises(UsageError) as caught:
        one_of("?", twelve, "place")
    assert str(caught.value) == f"place: '?' is not a choice; choose one of {', '.join(twelve)}"
    with pytest.raises(UsageError) as caught:
        one_of("?", [*twelve, "n12", "n13"], "place", "in the file")
    assert str(caught.value) == (
        f"place: '?' is not in the file; choose one of {', '.join(twelve)} or 2 others"
    )
    assert one_of("5", [4, 5], "place") == "5"
    with pytest.raises(UsageError, match="5 is not a choice; did you mean 5"):
        one_of(5, [4, 5], "place")


@pytest.mark.parametrize(
    ("value", "says"),
    [
        (1899, "horizon_year: 1899 is out of range; give a year from 1900 to 2100"),
        (2101, "horizon_year: 2101 is out of range; give a year from 1900 to 2100"),
        (2030.0, "horizon_year: 2030.0 is not a whole number; give a year from 1900 to 2100"),
        (True, "horizon_year: True is not a whole number; give a year from 1900 to 2100"),
        ("2030", "horizon_year: '2030' is not a whole number; give a year from 1900 to 2100"),
    ],
)
def test_what_is_no_year_is_refused(value: Any, says: str) -> None:
    """A whole number from 1900 to 2100, of NumPy too, is a year."""
    with pytest.raises(UsageError) as caught:
        year_of(value)
    assert str(caught.value) == says
    with pytest.raises(UsageError, match=r"^from: "):
        year_of(value, "from")
    assert [year_of(1900), year_of(2100), year_of(np.int64(2030))] == [1900, 2100, 2030]


@pytest.mark.parametrize("value", ["2026-11-31", "20261123", "2026-W48-1", "soon", "", 5, None])
def test_what_is_no_day_is_refused(value: Any) -> None:
    """Only YYYY-MM-DD sorts as text; a date stays itself."""
    with pytest.raises(UsageError) as caught:
        day_of(value)
    assert str(caught.value) == f"as_of: {value!a} is not a date; give YYYY-MM-DD"
    with pytest.raises(UsageError, match=r"^until: "):
        day_of(value, "until")
    assert day_of("2026-11-23") == date(2026, 11, 23)
    assert day_of(date(2026, 11, 23)) == date(2026, 11, 23)
