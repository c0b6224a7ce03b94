"""Do figures that should be one agree: within an edition, between editions, between origins?"""

from collections.abc import Iterator

import pandas as pd

from report_helpers.analysis.findings import Evidence, Finding, rule
from report_helpers.claims.wording import amount, percent

__all__ = ["re_based", "same_source_conflict"]

SLIGHT = 0.01
"""A conflict within one edition by less than this share is a note."""
# What must be alike for two figures to be of one thing.
THING = ["measure", "metric", "dimension", "region", "sample", "from_year", "year"]


@rule("same-source-conflict", about_all=True)
def same_source_conflict(evidence: Evidence) -> Iterator[Finding]:
    """One source prints two figures for the same thing.

    Checks: two figures of one producer and edition (of one document, where the edition is not
    known), for one measure, metric, place, sample and year, whose intervals do not meet; or two
    cited claims that go back to one original and print figures for one year that do not meet.
    Apart by less than 1 % it is a note, else a contradiction. Of several figures the lowest and
    the highest are told.

    Example: 6 to 13 trillion and 15.7 trillion by 2030, both credited to one study.

    Limits: figures without a year are compared only where they go back to one original.
    """
    claims, points = evidence.claims, evidence.points
    columns = ["measure", "metric", "region", "sample", "producer"]
    edition = claims["edition"].fillna("in " + claims["source_id"])
    facts = claims[columns].assign(publication=edition)
    printed = points.join(facts, on="claim_id").dropna(subset=["producer", "year"])
    yield from _conflicts(printed, ["producer", "publication", *THING], claims)
    origin = claims.loc[claims["role"].eq("cited"), ["original_id", "metric"]].dropna()
    cited = points[points["end"].eq("value")].join(origin, on="claim_id", how="inner")
    yield from _conflicts(
        cited, ["original_id", "metric", "dimension", "from_year", "year"], claims
    )


def _conflicts(points: pd.DataFrame, keys: list[str], claims: pd.DataFrame) -> Iterator[Finding]:
    groups = points.groupby(keys, dropna=False, sort=False)
    apart = groups["low"].transform("max") > groups["high"].transform("min")
    for _, group in points[apart].groupby(keys, dropna=False, sort=False):
        lowest, highest = group.loc[group["high"].idxmin()], group.loc[group["low"].idxmax()]
        gap = _gap(lowest, highest)
        first, second = sorted((lowest, highest), key=lambda row: row.name)
        unit = claims.loc[first["claim_id"], "unit"]
        when = "" if pd.isna(first["year"]) else f" for {first['year']}"
        yield Finding(
            "same-source-conflict",
            "note" if gap < SLIGHT else "contradiction",
            tuple(dict.fromkeys((str(first["claim_id"]), str(second["claim_id"])))),
            f"One source, two figures{when}: {_interval(first, unit)} and "
            f"{_interval(second, unit)}, apart by {percent(gap)} at the nearest.",
            {
                "gap_percent": round(100 * gap, 4),
                "lower_high": float(f"{lowest['high']:.6g}"),
                "upper_low": float(f"{highest['low']:.6g}"),
            },
        )


def _gap(lowest: "pd.Series[float]", highest: "pd.Series[float]") -> float:
    return float((highest["low"] - lowest["high"]) / abs(highest["low"]))


def _interval(point: "pd.Series[float]", unit: str) -> str:
    return amount(point["middle"], unit)


@rule("re-based")
def re_based(evidence: Evidence) -> Iterator[Finding]:
    """A producer's later edition changes a year that an earlier one printed.

    Checks: figures of one producer and measure for one year, in editions published at different
    times, whose intervals do not meet; each later figure is told beside the one before it.

    Example: 19.9 trillion by 2030 in the edition of 2024, 22.3 trillion in the one of 2025.

    Limits: editions without a date have no order and are left out, as are points that only lie
    on a path.
    """
    claims = evidence.claims
    facts = claims.loc[claims["role"].ne("cited")].dropna(subset=["producer", "published"])
    columns = ["measure", "metric", "region", "sample", "producer", "published", "edition"]
    points = evidence.points.dropna(subset=["year"]).join(
        facts[columns], on="claim_id", how="inner"
    )
    keys = ["producer", *THING]
    points = points.sort_values("published", kind="stable")
    editions = points.drop_duplicates([*keys, "published"], keep="last")
    before = editions.groupby(keys, dropna=False, sort=False)[
        ["claim_id", "published", "low", "middle", "high"]
    ].shift()
    later = editions.join(before, suffixes=("", "_before")).dropna(subset=["claim_id_before"])
    moved = (later["low"] > later["high_before"]) | (later["high"] < later["low_before"])
    for row in later[moved].itertuples():
        unit = claims.loc[row.claim_id, "unit"]
        change = row.middle / row.middle_before - 1 if row.middle_before else float("nan")
        yield Finding(
            "re-based",
            "note",
            (str(row.claim_id), str(row.claim_id_before)),
            f"For {row.year}, {row.producer} printed {amount(row.middle_before, unit)} in its "
            f"edition of {row.published_before} and {amount(row.middle, unit)} in that of "
            f"{row.published}: {percent(change)}.",
            {"year": int(row.year), "change_percent": round(100 * float(change), 4)},
        )
