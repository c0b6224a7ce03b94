"""Rounding alone never makes a finding, in any rule; more than rounding always does.

Many projections stand in each drawn table, each a measure of its own, since reading a table
takes longer than checking its rows.
"""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from report_helpers.audit.audit import audit

Claims = Callable[..., pd.DataFrame]
Row = dict[str, Any]
DAY = date(2026, 11, 23)
START = 2027
FEW = settings(max_examples=4)
PLACES = st.lists(st.integers(0, 3), min_size=16, max_size=16)
TRUTHS = st.tuples(st.floats(20, 900), st.floats(-0.1, 0.9), st.integers(2, 15), PLACES)


def read(producer: str, number: int, edition: str, **fields: Any) -> Row:
    """Return a claim of one edition, read on a page of its own."""
    return {"role": "original", "producer": producer, "region": "world", "edition": edition,
            "measure": f"m{number}", "source_id": f"{producer}_{edition}_{number}".lower(),
            "published": f"202{6 + (edition == 'second')}", "url": "https://example.org",
            "accessed": "2026-11-01", **fields}  # fmt: skip


def printings(number: int, size: float, rate: float, years: int, places: list[int]) -> list[Row]:
    """Return one projection as many would print it, each with other digits."""
    digits = iter(places)

    def at(year: int, scale: float = 1) -> str:
        return f"{scale * size * (1 + rate) ** year:.{next(digits)}f}"

    def path(**fields: Any) -> Row:
        return {"base_year": START, "base_value": at(0), "year": START + years, "value": at(years),
                "growth_percent": f"{100 * rate:.{next(digits)}f}", **fields}  # fmt: skip

    key = f"p{number}"
    cited = {"role": "cited", "producer": "Firm", "region": "world", "measure": f"m{number}"}
    half = {"year": START + years // 2}
    rows = [
        read("Firm", number, "first", **path()),
        read("Firm", number, "first", **half, value=at(years // 2)),
        read("Firm", number, "second", **path()),
        read("Other", number, "first", **half, value=at(years // 2)),
        {**cited, **path(), "original_id": f"{key}_0"},
        {**cited, **half, "unit": "usd_million", "value": at(years // 2, 1000),
         "original_id": f"{key}_1"},
    ]  # fmt: skip
    if years // 2 < years - 1:
        rows[2]["growth_from"] = START + years // 2
        rows.append(read("Firm", number, "second", **half, value=at(years // 2)))
    return [{**row, "claim_id": f"{key}_{place}"} for place, row in enumerate(rows)]


@FEW
@given(truths=st.lists(TRUTHS, min_size=20, max_size=40))
def test_rounding_alone_is_silent(
    claims_of: Claims, truths: list[tuple[float, float, int, list[int]]]
) -> None:
    """One truth, printed anywhere with any digits, agrees with itself in every rule."""
    rows = [row for number, truth in enumerate(truths) for row in printings(number, *truth)]
    shared = {"unit-slip", "repeat"}
    assert [each for each in audit(claims_of(*rows), as_of=DAY) if each.rule not in shared] == []


def named(claims: pd.DataFrame, rule: str) -> list[str]:
    """Return the claims that one rule's contradictions are about."""
    return [each.claim_ids[0] for each in audit(claims, as_of=DAY)
            if each.rule == rule and each.severity == "contradiction"]  # fmt: skip


def off_by(factor: float, size: float, number: int) -> Iterator[Row]:
    """Yield an original and a citation that is off by a factor."""
    thing = {"measure": f"m{number}", "year": 2030, "region": "world"}
    yield {
        **read("Firm", number, "first", value=f"{size:.2f}"),
        **thing,
        "role": "original",
        "claim_id": f"o{number}",
    }
    yield {**thing, "producer": "Firm", "value": f"{size * factor:.2f}",
           "claim_id": f"c{number}", "original_id": f"o{number}"}  # fmt: skip


@FEW
@given(
    sizes=st.lists(st.floats(1.5, 9000), min_size=10, max_size=40),
    factor=st.sampled_from([0.9, 1.1, 1000, 0.5]),
)
def test_another_value_is_always_found(
    claims_of: Claims, sizes: list[float], factor: float
) -> None:
    """A citation that is off by more than its digits allow contradicts its original."""
    rows = [row for number, size in enumerate(sizes) for row in off_by(factor, size, number)]
    claims = claims_of(*rows)
    assert len(named(claims, "original-differs")) == len(sizes)
    assert len(named(claims, "unit-slip")) == (len(sizes) if factor == 1000 else 0)
