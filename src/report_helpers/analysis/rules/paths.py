"""Do the points of one document lie on the paths that it prints?"""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from report_helpers.analysis.findings import Evidence, Finding, rule
from report_helpers.claims.wording import amount, ends, percent

__all__ = ["off_path"]

OFF_PATH = 0.10
"""A point this far from another claim's path, as a share of the path, is off it."""
PLACE = ["document", "year"]


@rule("off-path")
def off_path(evidence: Evidence) -> Iterator[Finding]:
    """A point lies far from the path that another claim of the same document takes.

    Checks: where one claim prints a base and an end, and another claim of the document prints the
    same measure in a year between them, the point is held against the path of constant growth
    through the ends. More than 10 % away, after the intervals of all figures, is a caution; each
    point is told once, with the path that it misses most.

    Example: 117 in 2027 beside a path from 26.03 in 2023 to 225.91 in 2030, which passes 89.5.

    Limits: the rows of one producer's edition are one series and are exempt, since growth need
    not be constant.
    """
    points = _points(evidence)
    along = _along(points)
    points = points.dropna(subset=["year"])
    above = _against(points, along.sort_values("high"))
    above = above[above["low"] > above["high_path"] * (1 + OFF_PATH)]
    below = _against(points, along.sort_values("low", ascending=False))
    below = below[below["high"] < below["low_path"] * (1 - OFF_PATH)]
    for row in pd.concat([above, below]).itertuples():
        yield _finding(row, evidence.claims)


def _points(evidence: Evidence) -> pd.DataFrame:
    """Return the level points of documents that print a measure in more than one series."""
    claims = evidence.claims
    level = claims[claims["metric"].eq("level")]
    named = level["producer"].notna() & level["edition"].notna()
    series = (level["producer"] + "\n" + level["edition"]).where(named, level.index.to_series())
    document = level.groupby(["source_id", "measure"], sort=False).ngroup()
    facts = pd.DataFrame({"series": pd.factorize(series)[0], "document": document})
    points = evidence.points.join(facts, on="claim_id", how="inner")
    points["document"] = points.groupby(["document", "dimension"], sort=False).ngroup()
    several = points.groupby("document")["series"].transform("nunique") > 1
    return points[several]


def _along(points: pd.DataFrame) -> pd.DataFrame:
    """Return every path of these points, a row a year, with its interval."""
    keys = ["document", "series", "claim_id"]
    values = ["year", "low", "middle", "high"]
    first = points[points["end"].eq("base")].set_index(keys)[values]
    last = points[points["end"].eq("value")].set_index(keys)[values]
    both = first.join(last, suffixes=("_base", "_end"), how="inner").dropna().reset_index()
    span = (both["year_end"] - both["year_base"]).to_numpy(dtype=int)
    rows = np.repeat(np.arange(len(both)), span + 1)
    step = np.arange(len(rows)) - np.repeat(np.cumsum(span + 1) - (span + 1), span + 1)
    share = step / span[rows]
    path = both[keys].iloc[rows].assign(year=both["year_base"].to_numpy(dtype=int)[rows] + step)
    for end in ("low", "middle", "high"):
        base = both[f"{end}_base"].to_numpy()[rows]
        with np.errstate(invalid="ignore", divide="ignore"):
            path[end] = base * (both[f"{end}_end"].to_numpy()[rows] / base) ** share
    return path.rename(columns={"claim_id": "path_id", "series": "path_series"})


def _against(points: pd.DataFrame, along: pd.DataFrame) -> pd.DataFrame:
    """Return each point beside the first path, in this order, of another series than its own."""
    # Of two series one is another than the point's, so that no more need be looked at.
    first = along.drop_duplicates([*PLACE, "path_series"]).groupby(PLACE, sort=False).head(2)
    pairs = points.merge(first, on=PLACE, suffixes=("", "_path"))
    others = pairs[pairs["series"].ne(pairs["path_series"])]
    return others.drop_duplicates(["claim_id", "end"])


def _finding(row: "pd.Series[object]", claims: pd.DataFrame) -> Finding:
    line = claims.loc[row.path_id]
    unit, years = line["unit"], int(line["year"] - line["base_year"])
    miss = row.middle / row.middle_path - 1
    return Finding(
        "off-path",
        "caution",
        (str(row.claim_id), str(row.path_id)),
        f"From {ends(line)} the path passes {amount(row.middle_path, unit)} in {row.year}: "
        f"{line['base_value']} * ({line['value']} / {line['base_value']})^"
        f"({int(row.year - line['base_year'])}/{years}). {amount(row.middle, unit)} is printed "
        f"for that year, {percent(abs(miss), 0)} {'above' if miss > 0 else 'below'} it.",
        {
            "year": int(row.year),
            "printed": float(f"{row.middle:.6g}"),
            "on_path": float(f"{row.middle_path:.6g}"),
            "off_percent": round(100 * float(miss), 2),
        },
    )
