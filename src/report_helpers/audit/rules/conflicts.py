"""Do figures that should be one agree: within an edition, between editions, between origins?"""

from collections.abc import Iterator

import pandas as pd

from report_helpers.audit.findings import AuditContext, Finding, rule
from report_helpers.audit.row_records import SAID, Record, records
from report_helpers.claims.wording import percent, printed_end

__all__ = ["re_based", "same_source_conflict"]

SLIGHT = 0.01
"""A conflict within one edition by less than this share is a note."""


@rule("same-source-conflict", about_all=True)
def same_source_conflict(context: AuditContext) -> Iterator[Finding]:
    """One source prints two figures for the same thing.

    Checks: two figures of one producer and edition (of one document, where the edition is not
    known), for one measure, metric, place, sample and year, whose intervals do not meet; or two
    cited claims that go back to one original and print figures for one year that do not meet.
    Apart by less than 1 % it is a note, else a contradiction. Of several figures the lowest and
    the highest are told.

    Example: 6 to 13 trillion and 15.7 trillion by 2030, both credited to one study.

    Limits: figures without a year are compared only where they go back to one original.
    """
    claims, points = context.claims, context.points
    printed = points.assign(thing=context.thing).dropna(subset=["producer", "year"])
    edition = printed["edition"].fillna("in " + printed["source_id"])
    yield from _conflicts(printed.assign(publication=edition), ["thing", "publication"], claims)
    cited = points[points["end"].eq("value") & points["role"].eq("cited")]
    cited = cited.dropna(subset=["original_id"])
    keys = ["original_id", "metric", "dimension", "from_year", "year"]
    yield from _conflicts(cited, keys, claims)


def _conflicts(points: pd.DataFrame, keys: list[str], claims: pd.DataFrame) -> Iterator[Finding]:
    """Yield a finding for each group whose intervals have no number in common."""
    points = points.assign(group=points.groupby(keys, dropna=False, sort=False).ngroup())
    groups = points.groupby("group", sort=False)
    apart = points[groups["low"].transform("max") > groups["high"].transform("min")]
    lowest = apart.sort_values("high", kind="stable").drop_duplicates("group")
    highest = apart.sort_values("low", kind="stable", ascending=False).drop_duplicates("group")
    columns = ["group", "claim_id", "year", "end", "low", "high"]
    pairs = (
        lowest.rename_axis("place")
        .reset_index()[["place", *columns]]
        .merge(
            highest.rename_axis("place").reset_index()[["place", *columns]],
            on="group",
            suffixes=("_lowest", "_highest"),
        )
    )
    for pair in records(_with_words(pairs, claims, "_lowest", "_highest")):
        yield _conflict(pair)


def _with_words(rows: pd.DataFrame, claims: pd.DataFrame, *sides: str) -> pd.DataFrame:
    """Return pairs with what the words of both their figures are made of."""
    for side in sides:
        words = claims[SAID].add_suffix(f"_said{side}")
        rows = rows.join(words, on=f"claim_id{side}")
    return rows


def _words(pair: Record, side: str) -> str:
    claim = {column: pair[f"{column}_said{side}"] for column in SAID}
    return printed_end(claim, pair[f"end{side}"])


def _conflict(pair: Record) -> Finding:
    below, above = pair["high_lowest"], pair["low_highest"]
    gap = (above - below) / max(abs(above), abs(below))
    ends = sorted(("lowest", "highest"), key=lambda end: pair[f"place_{end}"])
    said = [_words(pair, f"_{end}") for end in ends]
    year = pair["year_lowest"]
    return Finding(
        "same-source-conflict",
        "note" if gap < SLIGHT else "contradiction",
        tuple(pair[f"claim_id_{end}"] for end in ends),
        f"One source, two figures{'' if pd.isna(year) else f' for {year}'}: {said[0]} and "
        f"{said[1]}, apart by {percent(gap)} where they are nearest.",
        {
            "gap_percent": round(100 * gap, 4),
            "lower_high": float(f"{below:.6g}"),
            "upper_low": float(f"{above:.6g}"),
        },
    )


@rule("re-based")
def re_based(context: AuditContext) -> Iterator[Finding]:
    """A producer's later edition changes a year that an earlier one printed.

    Checks: figures of one producer and measure for one year, in editions published at different
    times, whose intervals do not meet; each later figure is told beside the one before it.

    Example: 19.9 trillion by 2030 in the edition of 2024, 22.3 trillion in the one of 2025.

    Limits: editions without a date have no order and are left out, as are points that only lie
    on a path. An outcome (a row of role `actual`) is the business of `target-passed`.
    """
    claims = context.claims
    points = context.points.assign(thing=context.thing)
    points = points[points["role"].isin(["original", "comparator"])]
    points = points.dropna(subset=["producer", "published", "year"])
    points = points[points["thing"].duplicated(keep=False)]
    points = points.sort_values("published", kind="stable")
    editions = points.drop_duplicates(["thing", "published"], keep="last")
    told = ["claim_id", "end", "published", "low", "middle", "high"]
    before = editions.groupby("thing", sort=False)[told].shift()
    later = editions.join(before.add_suffix("_before")).dropna(subset=["claim_id_before"])
    moved = (later["low"] > later["high_before"]) | (later["high"] < later["low_before"])
    rows = later[moved].reset_index(drop=True)
    for row in records(_with_words(rows, claims, "", "_before")):
        yield _moved(row)


def _moved(row: Record) -> Finding:
    now, before = row["middle"], row["middle_before"]
    change = now / before - 1 if before else None
    said = "" if change is None else f", {percent(abs(change))} {'more' if change > 0 else 'less'}"
    return Finding(
        "re-based",
        "note",
        (row["claim_id"], row["claim_id_before"]),
        f"For {row['year']}, {row['producer']} printed {_words(row, '_before')} in its "
        f"edition of {row['published_before']} and {_words(row, '')} in that of "
        f"{row['published']}{said}.",
        {
            "year": int(row["year"]),
            "change_percent": None if change is None else round(100 * change, 4),
        },
    )
