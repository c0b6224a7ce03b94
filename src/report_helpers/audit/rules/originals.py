"""Does a cited claim say what its original says?"""

import math
from collections.abc import Iterator
from typing import Any

import pandas as pd

from report_helpers.analysis.growth import floats, value_intervals
from report_helpers.audit.findings import SEVERITIES, AuditContext, Finding, Severity, rule
from report_helpers.audit.row_records import SAID, Record, records
from report_helpers.claims.units import dimensions, factors, printed_intervals
from report_helpers.claims.wording import capitalized, in_sentence, printed_end

__all__ = ["original_differs"]

GRAVITY: dict[str, Severity] = {
    "value": "contradiction",
    "base_value": "contradiction",
    "unit": "contradiction",
    "metric": "contradiction",
    "measure": "contradiction",
    "growth_percent": "contradiction",
    "qualifier": "caution",
    "year": "caution",
    "base_year": "caution",
    "producer": "caution",
    "sample": "caution",
    "scope": "note",
    "region": "note",
}
"""Every field that is compared, and how grave a difference in it is."""
IN_WORDS = {
    "base_value": "base",
    "base_year": "base year",
    "growth_percent": "growth",
    "measure": "what is measured",
    "metric": "kind of figure",
    "qualifier": "hedge",
}
"""Fields whose names in a sentence are others than their columns'."""
METRICS = {
    "level": "a level",
    "growth_rate": "a rate a year",
    "change": "a change",
    "remaining": "what remains",
    "share": "a share",
    "multiple": "a multiple",
    "ratio": "a ratio",
}
HEDGES = {
    "exact": "none",
    "about": "“about”",
    "at_least": "“more than”",
    "at_most": "“up to”",
}
QUOTED = ("measure", "scope", "sample", "region")
"""Fields that the file words itself."""
WORDED = ("metric", "measure", "qualifier", "year", "base_year", "sample", "scope", "region")


@rule("original-differs")
def original_differs(context: AuditContext) -> Iterator[Finding]:
    """A cited claim differs from the original that it goes back to.

    Checks: field by field, in one finding with all fields that differ. Another value, unit,
    metric, measure or growth is a contradiction; another hedge, year, producer or sample a
    caution; another scope or region a note; the finding has the gravest of these. Values and
    growth differ only where the intervals of their digits do not meet, and are compared only
    where metric and unit allow it. A field that one of the two leaves empty is not compared.

    Example: 6 to 13 trillion is cited where the original prints 15.7 trillion.

    Limits: scopes are compared as worded in the file, so that another wording of the same scope
    is a note. A producer named more briefly than in full counts as the same.
    """
    claims = context.claims
    cited = claims[claims["role"].eq("cited") & claims["original_id"].isin(claims.index)]
    originals = claims.loc[cited["original_id"]].set_axis(cited.index)
    differs = _differences(cited, originals)
    differs = differs[differs.any(axis=1)]
    columns = list(dict.fromkeys(["title", *SAID, *GRAVITY]))
    both = cited[["original_id", *columns]].join(originals[columns].add_suffix("_original"))
    both = both.assign(ratio=_ratio(cited, originals)).loc[differs.index]
    for row, different in zip(records(both), differs.to_numpy(), strict=True):
        fields = [field for field, unlike in zip(differs.columns, different, strict=True) if unlike]
        yield _finding(row, fields)


def _differences(cited: pd.DataFrame, originals: pd.DataFrame) -> pd.DataFrame:
    """Return a column a field of `GRAVITY`: whether the two differ in it."""
    metric = cited["metric"].eq(originals["metric"])
    one_dimension = dimensions(cited["unit"]).eq(dimensions(originals["unit"]))
    comparable = metric & one_dimension
    scale = factors(cited["unit"]) / factors(originals["unit"])
    value = comparable & _apart(value_intervals(cited), value_intervals(originals), scale)
    bases = printed_intervals(cited["base_value"]), printed_intervals(originals["base_value"])
    rate, stated = (printed_intervals(rows["growth_percent"]) for rows in (cited, originals))
    found = {field: _unlike(cited[field], originals[field]) for field in WORDED}
    found |= {
        "value": value,
        "base_value": comparable & _apart(*bases, scale),
        "unit": ~one_dimension | (value & cited["unit"].ne(originals["unit"])),
        "growth_percent": _apart(rate, stated, scale.where(scale.isna(), 1.0)),
        "producer": _other_producer(cited["producer"], originals["producer"]),
    }
    return pd.DataFrame(found, index=cited.index).astype(bool)[list(GRAVITY)]


def _unlike(one: "pd.Series[Any]", other: "pd.Series[Any]") -> "pd.Series[bool]":
    known = one.notna() & other.notna()
    if one.dtype == "Int64":
        return (one.ne(other) & known).fillna(value=False).astype(bool)
    return one.str.casefold().ne(other.str.casefold()) & known


def _apart(one: pd.DataFrame, other: pd.DataFrame, scale: "pd.Series[float]") -> "pd.Series[bool]":
    low, high = one["low"] * scale, one["high"] * scale
    return (low > other["high"]) | (other["low"] > high)


def _other_producer(one: "pd.Series[Any]", other: "pd.Series[Any]") -> "pd.Series[bool]":
    return pd.Series(
        [
            isinstance(a, str) and isinstance(b, str) and not _one_name(a, b)
            for a, b in zip(one, other, strict=True)
        ],
        index=one.index,
        dtype=bool,
    )


def _one_name(one: str, other: str) -> bool:
    words, others = set(one.casefold().split()), set(other.casefold().split())
    return words <= others or others <= words


def _ratio(cited: pd.DataFrame, originals: pd.DataFrame) -> "pd.Series[float]":
    """Return cited over original where both print one value in units of one dimension."""
    values = (floats(rows["value"]) * factors(rows["unit"]) for rows in (cited, originals))
    same = dimensions(cited["unit"]).eq(dimensions(originals["unit"]))
    value, original = values
    return (value / original).where(same & original.ne(0))


def _finding(row: Record, fields: list[str]) -> Finding:
    gravest = min((GRAVITY[field] for field in fields), key=SEVERITIES.index)
    original = {column: row[f"{column}_original"] for column in ("title", *SAID, *fields)}
    message = " ".join(
        capitalized("; ".join(_differing(row, original, field) for field in alike)) + "."
        for severity in SEVERITIES
        if (alike := [field for field in fields if GRAVITY[field] == severity])
    )
    ratio: float = row["ratio"]
    return Finding(
        "original-differs",
        gravest,
        (row["claim_id"], row["original_id"]),
        message,
        {"fields": ", ".join(fields), "ratio": None if math.isnan(ratio) else round(ratio, 6)},
    )


def _differing(claim: Record, original: Record, field: str) -> str:
    name = IN_WORDS.get(field, field)
    return f"{name}: {_said(claim, field)} where the original has {_said(original, field)}"


def _said(claim: Record, field: str) -> str:
    """Return a claim's field in words; what the file words itself stands in quotation marks."""
    if field in {"value", "unit"}:
        return in_sentence(claim)
    if field == "base_value":
        return printed_end(claim, "base")
    if field == "growth_percent":
        return f"{claim[field]} % a year"
    if field in {"metric", "qualifier"}:
        return (METRICS if field == "metric" else HEDGES)[claim[field]]
    words = claim["title"] if field == "measure" else claim[field]
    return f"“{words}”" if field in QUOTED else str(words)
