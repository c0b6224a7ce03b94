"""Slips of the pen: a wrong unit, other years, a fall by against a fall to."""

import math
from collections.abc import Iterator
from typing import Any

import pandas as pd

from report_helpers.audit.findings import AuditContext, Finding, rule
from report_helpers.audit.row_records import SAID, Record, records
from report_helpers.claims.wording import amount, figure, fixed, years

__all__ = ["by_or_to", "shifted_year", "unit_slip"]

THOUSAND = (300.0, 3000.0)
"""A ratio between these, or between their inverses, is a thousand times off."""
NEAR = 2
"""Years on either side that count as near."""
FEWEST = 3
"""A median is taken of at least so many figures, the one in question among them."""
TELLING_DIGITS = 3
"""Figures are told apart from others by at least so many significant digits."""
FIGURES = ("base_value", "value")


@rule("unit-slip")
def unit_slip(context: AuditContext) -> Iterator[Finding]:
    """A figure is a thousand times off: million, billion and trillion are easily swapped.

    Checks: a level is held against its original, and else against the median of all figures of
    its measure within two years of its own. A ratio of some 300 to 3,000, up or down, is a
    contradiction.

    Example: 226 trillion dollars of market revenue where the original prints 226 billion.

    Limits: without an original it takes two other figures near in time; slips by other factors
    are not looked for.
    """
    points = context.points
    points = points[points["end"].eq("value") & points["metric"].eq("level")].set_index("claim_id")
    against = points[["middle", "dimension"]].reindex(points["original_id"]).set_axis(points.index)
    original = against["middle"].where(against["dimension"].eq(points["dimension"]))
    reference = original.fillna(_median_of_peers(points))
    ratio = points["middle"] / reference
    size = ratio.where(ratio >= 1, 1 / ratio)
    slips = points.assign(reference=reference, ratio=ratio, size=size, known=original.notna())
    for point in records(slips[size.between(*THOUSAND)]):
        yield _unit_slip(point)


def _unit_slip(point: Record) -> Finding:
    claim_id, unit, ratio = point["claim_id"], point["unit"], point["ratio"]
    whose = "its original" if point["known"] else "the median of figures near in time"
    return Finding(
        "unit-slip",
        "contradiction",
        (claim_id, point["original_id"]) if point["known"] else (claim_id,),
        f"{amount(point['middle'], unit)} against {amount(point['reference'], unit)} ({whose}): "
        f"{'over' if ratio >= 1 else 'under'} by a factor of {fixed(point['size'], 0)}.",
        {"ratio": float(f"{ratio:.6g}"), "reference": float(f"{point['reference']:.6g}")},
    )


def _median_of_peers(points: pd.DataFrame) -> "pd.Series[float]":
    """Return, for each point with a year, the median of its measure in the years around it."""
    dated = points.dropna(subset=["year"])
    thing = dated.groupby(["measure", "region", "dimension"], dropna=False, sort=False).ngroup()
    dated = dated[["middle"]].assign(thing=thing, year=dated["year"].astype(int))
    steps = range(-NEAR, NEAR + 1)
    around = pd.concat([dated.assign(year=dated["year"] + step) for step in steps])
    keys = ["thing", "year"]
    found = around.groupby(keys)["middle"].agg(["median", "size"])
    medians = found["median"].where(found["size"] >= FEWEST)
    at = pd.MultiIndex.from_frame(dated[keys])
    return medians.reindex(at).set_axis(dated.index).reindex(points.index)


@rule("shifted-year")
def shifted_year(context: AuditContext) -> Iterator[Finding]:
    """A claim prints another row's figures under other years.

    Checks: rows of one measure, place and unit that print the same base and end values, or one
    producer's rows that print the same single figure, with other years. The figures must have at
    least three significant digits together. The original's years count as right, else those of
    the row that comes first in the file.

    Example: 26.03 and 225.91 for 2022 and 2029 where the original has 2023 and 2030.

    Limits: a figure of two digits may be the same by chance and is left alone, as are rows of one
    edition, whose series may stand still.
    """
    claims = context.claims
    level = claims[claims["metric"].eq("level") & claims["year"].notna() & claims["value"].notna()]
    columns = ["measure", "region", "original_id", "producer", "edition", "role"]
    rows = level[[*SAID, *columns]][_digits(level).ge(TELLING_DIGITS)]
    rows = rows.assign(group=_same_figures(rows, claims), years=_years(rows))
    several = rows[rows.groupby("group")["years"].transform("nunique") > 1]
    order = several["role"].ne("original").sort_values(kind="stable").index
    first = several.loc[order].drop_duplicates("group").rename_axis("other_id").reset_index()
    pairs = several.reset_index().merge(first, on="group", suffixes=("", "_other"))
    one_edition = pairs["edition"].eq(pairs["edition_other"])
    series = one_edition & pairs["producer"].eq(pairs["producer_other"])
    # Years that the first row or its edition prints are right wherever they are printed.
    dated = pairs["group"] * 10**9 + pairs["years"]
    right = dated[series | pairs["years"].eq(pairs["years_other"])]
    for row in records(pairs[~dated.isin(right)].set_index("claim_id")):
        yield _shifted(row)


def _digits(rows: pd.DataFrame) -> "pd.Series[int]":
    """Return how many significant digits the base and the value show together."""
    texts = [_words(rows[column]).where(rows[column].notna(), "") for column in FIGURES]
    counts = [text.str.replace(".", "").str.strip("-0").str.len() for text in texts]
    return counts[0] + counts[1]


def _same_figures(rows: pd.DataFrame, claims: pd.DataFrame) -> "pd.Series[int]":
    """Return the number of the group of rows that print the same figures."""
    # One figure alone may be another producer's by chance; of two that is not likely.
    origin = claims["producer"].reindex(rows["original_id"]).set_axis(rows.index)
    producer = rows["producer"].fillna(origin).where(rows["base_value"].isna(), "any")
    keys = [rows["measure"], rows["region"], rows["unit"], producer]
    figures = [_words(rows[column]) for column in FIGURES]
    return rows["unit"].groupby([*keys, *figures], dropna=False, sort=False).ngroup()


def _words(column: "pd.Series[Any]") -> "pd.Series[str]":
    # Not astype alone: it would keep what is missing, and lose the rows that lack one end.
    return column.map(str).astype("str")


def _years(rows: pd.DataFrame) -> "pd.Series[int]":
    return rows["base_year"].fillna(0).astype(int) * 10_000 + rows["year"].astype(int)


def _shifted(row: Record) -> Finding:
    other = {column: row[f"{column}_other"] for column in SAID}
    return Finding(
        "shifted-year",
        "contradiction",
        (row["claim_id"], row["other_id"]),
        f"{figure(row)} is printed for {years(row)} here and for {years(other)} in "
        f"{row['other_id']}.",
        {
            "year": int(row["year"]),
            "other_year": int(other["year"]),
            "shift_years": int(row["year"] - other["year"]),
        },
    )


@rule("by-or-to", about_all=True)
def by_or_to(context: AuditContext) -> Iterator[Finding]:
    """A fall by some percent and a remaining of some percent may be one figure, or two.

    Checks: a fall and a remaining share of one producer and measure that make up the whole
    within their intervals. Read as what remains, the second restates the first; read as the size
    of the fall, it contradicts it.

    Example: a fall by 70 % and preparation reduced to about 30 %.

    Limits: where the producer is not named, nothing ties the two together.
    """
    points = context.points
    points = points[points["end"].eq("value") & points["dimension"].eq("percent")]
    points = points.dropna(subset=["producer"])
    left = points[points["metric"].eq("remaining")].sort_values("high", kind="stable")
    fall = points[points["metric"].eq("change") & points["middle"].lt(0)]
    pairs = pd.merge_asof(
        left, _reaching(fall), left_on="high", right_on="from", by=["producer", "measure"]
    )
    for row in records(pairs[pairs["low"] <= pairs["to"]].set_index("claim_id")):
        yield _by_or_to(row)


def _reaching(fall: pd.DataFrame) -> pd.DataFrame:
    """Return, from the least that falls leave upwards, the one that may leave the most so far.

    Of all falls that may leave less than a number, one may leave that number or more exactly if
    this one does, so that no pairs need be compared.
    """
    leaves = fall.assign(**{"from": 100 + fall["low"], "to": 100 + fall["high"]})
    leaves = leaves.sort_values("from", kind="stable")
    most = leaves.groupby(["producer", "measure"], sort=False)["to"].cummax()
    named = leaves[["claim_id", "middle"]].where(leaves["to"].eq(most))
    keys = [leaves["producer"], leaves["measure"]]
    named = named.groupby(keys, sort=False).ffill().add_suffix("_fall")
    return leaves[["producer", "measure", "from"]].assign(to=most, **named)


def _by_or_to(row: Record) -> Finding:
    fallen, remaining = -row["middle_fall"], row["middle"]
    whole = fallen + remaining
    near = "" if math.isclose(whole, 100) else ", 100 within their rounding"
    return Finding(
        "by-or-to",
        "caution",
        (row["claim_id"], row["claim_id_fall"]),
        f"{fallen:g} + {remaining:g} = {whole:g}{near}: reduced to {remaining:g} % restates the "
        f"fall by {fallen:g} %; reduced by {remaining:g} % would leave {100 - remaining:g} % and "
        "contradict it.",
        {
            "fall_percent": fallen,
            "remaining_percent": remaining,
            "remaining_if_by_percent": 100 - remaining,
        },
    )
