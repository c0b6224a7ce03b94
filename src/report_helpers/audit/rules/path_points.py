"""Do the points of one document lie on the paths that it prints?"""

from collections.abc import Iterator
from decimal import Decimal

import pandas as pd

from report_helpers.analysis.growth import on_path, years_along
from report_helpers.audit.findings import AuditContext, Finding, rule
from report_helpers.audit.row_records import SAID, Record, records
from report_helpers.claims.wording import amount, ends, percent

__all__ = ["off_path"]

OFF_PATH = 0.10
"""A point this far from another claim's path, as a share of the path, is off it."""
PATHS = 100_000
"""So many paths are followed year by year at a time, to spare memory."""
PLACE = ["document", "year"]


@rule("off-path")
def off_path(context: AuditContext) -> Iterator[Finding]:
    """A point lies far from the path that another claim of the same document takes.

    Checks: where one claim prints a base and an end, and another claim of the document prints the
    same measure in a year between them, the point is held against the path of constant growth
    through the ends. More than 10 % away, after the intervals of all figures, is a caution; each
    point is told once, with the path that it misses most.

    Example: 117 in 2027 beside a path from 26.03 in 2023 to 225.91 in 2030, which passes 89.5.

    Limits: the rows of one producer's edition are one series and are exempt, since growth need
    not be constant.
    """
    points = _points(context)
    lowest, highest = _extremes(points)
    points = points.dropna(subset=["year"])
    above = _against(points, lowest)
    above = above[above["low"] > above["high_path"] * (1 + OFF_PATH)]
    below = _against(points, highest)
    below = below[below["high"] < below["low_path"] * (1 - OFF_PATH)]
    missed = pd.concat([above, below], ignore_index=True)
    ratio = missed["middle"] / missed["middle_path"]
    missed = missed.assign(miss=ratio - 1)
    widest = ratio.where(ratio >= 1, 1 / ratio).sort_values(kind="stable", ascending=False)
    missed = missed.loc[widest.index].drop_duplicates(["claim_id", "end"])
    lines = context.claims[SAID].add_suffix("_line")
    for row in records(missed.join(lines, on="path_id")):
        yield _finding(row)


def _points(context: AuditContext) -> pd.DataFrame:
    """Return the level points of documents that print a measure in more than one series."""
    points = context.points[context.points["metric"].eq("level")]
    edition = points["producer"] + "\n" + points["edition"]
    keys = ["source_id", "measure", "region", "dimension"]
    points = points.assign(
        series=pd.factorize(edition.fillna(points["claim_id"]))[0],
        document=points.groupby(keys, dropna=False, sort=False).ngroup(),
    )
    several = points.groupby("document")["series"].transform("nunique") > 1
    return points[several].reset_index(drop=True)


def _extremes(points: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the two lowest and the two highest paths through each document and year."""
    keys = ["document", "series", "claim_id"]
    values = ["year", "low", "middle", "high"]
    first = points[points["end"].eq("base")].set_index(keys)[values]
    last = points[points["end"].eq("value")].set_index(keys)[values]
    both = (
        first.add_suffix("_base").join(last.add_suffix("_end"), how="inner").dropna().reset_index()
    )
    starts = range(0, max(len(both), 1), PATHS)
    parts = [_along(both.iloc[start : start + PATHS]) for start in starts]
    lowest = pd.concat([_first_two(part, part["high"]) for part in parts], ignore_index=True)
    highest = pd.concat([_first_two(part, -part["low"]) for part in parts], ignore_index=True)
    return _first_two(lowest, lowest["high"]), _first_two(highest, -highest["low"])


def _along(both: pd.DataFrame) -> pd.DataFrame:
    """Return these paths, a row a year, with their intervals."""
    row, step = years_along(both["year_base"], both["year_end"])
    base, end = (both[f"year_{which}"].to_numpy(dtype=int)[row] for which in ("base", "end"))
    share = step / (end - base)
    ends = {
        name: on_path(both[f"{name}_base"].to_numpy()[row], both[f"{name}_end"].to_numpy()[row],
                      share)
        for name in ("low", "middle", "high")
    }  # fmt: skip
    paths = {"path_id": both["claim_id"].to_numpy()[row],
             "path_series": both["series"].to_numpy()[row],
             "document": both["document"].to_numpy()[row]}  # fmt: skip
    return pd.DataFrame({**paths, "year": base + step, **ends})


def _first_two(along: pd.DataFrame, key: "pd.Series[float]") -> pd.DataFrame:
    """Return the least path by `key` at each place, and the least of another series than its own.

    Of two series one is another than any point's, so that no more need be looked at.
    """
    known = along.assign(key=key).dropna(subset=["key"])
    first = known.groupby(PLACE, sort=False)["key"].transform("idxmin")
    rivals = known[known["path_series"].ne(known["path_series"].loc[first].array)]
    second = rivals.groupby(PLACE, sort=False)["key"].idxmin()
    return known.loc[[*first.unique(), *second]].drop(columns="key")


def _against(points: pd.DataFrame, extremes: pd.DataFrame) -> pd.DataFrame:
    """Return each point beside the first of these paths that is of another series."""
    pairs = points.merge(extremes, on=PLACE, suffixes=("", "_path"))
    others = pairs[pairs["series"].ne(pairs["path_series"])]
    return others.drop_duplicates(["claim_id", "end"])


def _finding(row: Record) -> Finding:
    line = {name: row[f"{name}_line"] for name in SAID}
    year, passes = int(row["year"]), row["middle_path"]
    since, years = year - line["base_year"], line["year"] - line["base_year"]
    side = "above" if row["miss"] > 0 else "below"
    return Finding(
        "off-path",
        "caution",
        (row["claim_id"], row["path_id"]),
        f"From {ends(line)} the path passes {amount(passes, line['unit'])} in {year}: "
        f"{line['base_value']} * ({_end(line)} / {line['base_value']})^({since}/{years}). "
        f"{amount(row['middle'], line['unit'])} is printed for that year, "
        f"{percent(abs(row['miss']), 0)} {side} it.",
        {
            "year": year,
            "printed": float(f"{row['middle']:.6g}"),
            "on_path": float(f"{passes:.6g}"),
            "off_percent": round(100 * row["miss"], 2),
        },
    )


def _end(line: Record) -> str:
    """Return the number at the end of a path, of a range its middle."""
    if isinstance(line["value"], Decimal):
        return str(line["value"])
    return str((line["value_low"] + line["value_high"]) / 2)
