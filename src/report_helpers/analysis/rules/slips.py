"""Slips of the pen: a wrong unit, other years, a fall by against a fall to."""

from collections.abc import Iterator

import pandas as pd

from report_helpers.analysis.findings import Evidence, Finding, rule
from report_helpers.claims.wording import amount, figure, years

__all__ = ["by_or_to", "shifted_year", "unit_slip"]

THOUSAND = (300.0, 3000.0)
"""A ratio between these, or between their inverses, is a thousand times off."""
NEAR = 2
"""Years on either side that count as near."""
FEWEST = 3
"""A median is taken of at least so many figures, the one in question among them."""
TELLING_DIGITS = 3
"""A single figure is told apart from others by at least so many significant digits."""


@rule("unit-slip")
def unit_slip(evidence: Evidence) -> Iterator[Finding]:
    """A figure is a thousand times off: million, billion and trillion are easily swapped.

    Checks: a level is held against its original, and else against the median of all figures of
    its measure within two years of its own. A ratio of some 300 to 3,000, up or down, is a
    contradiction.

    Example: 226 trillion dollars of market revenue where the original prints 226 billion.

    Limits: without an original it takes two other figures near in time; slips by other factors
    are not looked for.
    """
    claims = evidence.claims
    level = claims[claims["metric"].eq("level")]
    points = evidence.points[evidence.points["end"].eq("value")].set_index("claim_id")
    points = points[points.index.isin(level.index)].join(level[["measure", "original_id", "unit"]])
    original = points["middle"].reindex(points["original_id"]).set_axis(points.index)
    same = points["dimension"].reindex(points["original_id"]).set_axis(points.index)
    original = original.where(same.eq(points["dimension"]))
    reference = original.fillna(_median_of_peers(points))
    ratio = points["middle"] / reference
    size = ratio.where(ratio >= 1, 1 / ratio)
    for claim_id in points.index[size.between(*THOUSAND)]:
        point, against = points.loc[claim_id], float(reference[claim_id])
        known = pd.notna(original[claim_id])
        yield Finding(
            "unit-slip",
            "contradiction",
            (str(claim_id), *([str(point["original_id"])] if known else [])),
            f"{amount(point['middle'], point['unit'])} against {amount(against, point['unit'])} "
            f"({'its original' if known else 'the median of figures near in time'}): "
            f"{'over' if ratio[claim_id] >= 1 else 'under'} by a factor of {size[claim_id]:,.0f}.",
            {"ratio": float(f"{ratio[claim_id]:.6g}"), "reference": float(f"{against:.6g}")},
        )


def _median_of_peers(points: pd.DataFrame) -> "pd.Series[float]":
    """Return, for each point with a year, the median of its measure in the years around it."""
    dated = points.dropna(subset=["year"])
    keys = ["measure", "dimension", "year"]
    around = pd.concat(
        [
            dated[[*keys, "middle"]].assign(year=dated["year"] + step)
            for step in range(-NEAR, NEAR + 1)
        ]
    )
    found = around.groupby(keys)["middle"].agg(["median", "size"])
    medians = found["median"].where(found["size"] >= FEWEST)
    at = pd.MultiIndex.from_frame(dated[keys])
    return medians.reindex(at).set_axis(dated.index).reindex(points.index)


@rule("shifted-year")
def shifted_year(evidence: Evidence) -> Iterator[Finding]:
    """A claim prints another row's figures under other years.

    Checks: rows of one measure and unit that print the same base and end values, or the same
    single figure of at least three significant digits, with other years. The original's years
    count as right, else those of the row that comes first in the file.

    Example: 26.03 and 225.91 for 2022 and 2029 where the original has 2023 and 2030.

    Limits: a single figure of two digits may be the same by chance and is left alone, as are
    rows of one edition, whose series may stand still.
    """
    claims = evidence.claims
    level = claims[claims["metric"].eq("level") & claims["year"].notna()]
    level = level[level["value"].notna()]
    keys = ["measure", "unit", "figures"]
    figures = _words(level["base_value"]) + " " + _words(level["value"])
    rows = level.assign(figures=figures)[level["base_value"].notna() | _telling(level["value"])]
    dates = _words(rows["base_year"]) + " " + _words(rows["year"])
    rows = rows.assign(years=dates)
    several = rows.groupby(keys)["years"].transform("nunique") > 1
    for _, group in rows[several].groupby(keys, sort=False):
        yield from _shifted(group)


def _words(column: "pd.Series[object]") -> "pd.Series[str]":
    # Not astype alone: it would keep what is missing, and lose the rows that lack one end.
    return column.map(str).astype("str")


def _telling(value: "pd.Series[object]") -> "pd.Series[bool]":
    digits = _words(value).str.replace(".", "").str.strip("-0")
    return digits.str.len() >= TELLING_DIGITS


def _shifted(group: pd.DataFrame) -> Iterator[Finding]:
    first = group.loc[(group["role"].ne("original")).sort_values(kind="stable").index[0]]
    others = group[group["years"].ne(first["years"])]
    series = others["producer"].eq(first["producer"]) & others["edition"].eq(first["edition"])
    for claim_id, claim in others[~series].iterrows():
        yield Finding(
            "shifted-year",
            "contradiction",
            (str(claim_id), str(first.name)),
            f"{figure(claim)} is printed for {years(claim)} here and for {years(first)} in "
            f"{first.name}.",
            {
                "year": int(claim["year"]),
                "other_year": int(first["year"]),
                "shift_years": int(claim["year"] - first["year"]),
            },
        )


@rule("by-or-to", about_all=True)
def by_or_to(evidence: Evidence) -> Iterator[Finding]:
    """A fall by some percent and a remaining of some percent may be one figure, or two.

    Checks: a fall and a remaining share of one producer and measure that make up the whole
    within their intervals. Read as what remains, the second restates the first; read as the size
    of the fall, it contradicts it.

    Example: a fall by 70 % and preparation reduced to about 30 %.

    Limits: where the producer is not named, nothing ties the two together.
    """
    claims = evidence.claims
    points = evidence.points[evidence.points["end"].eq("value")].set_index("claim_id")
    facts = claims[["producer", "measure", "metric"]].dropna()
    points = points.join(facts, how="inner")
    fall = points[points["metric"].eq("change") & points["dimension"].eq("percent")]
    fall = fall[fall["middle"] < 0]
    left = points[points["metric"].eq("remaining")]
    pairs = left.reset_index().merge(
        fall.reset_index(), on=["producer", "measure"], suffixes=("", "_fall")
    )
    meets = (pairs["low"] <= 100 + pairs["high_fall"]) & (100 + pairs["low_fall"] <= pairs["high"])
    for row in pairs[meets].drop_duplicates("claim_id").itertuples():
        fallen, remaining = -row.middle_fall, row.middle
        yield Finding(
            "by-or-to",
            "caution",
            (str(row.claim_id), str(row.claim_id_fall)),
            f"{fallen:g} + {remaining:g} = 100: reduced to {remaining:g} % restates the fall by "
            f"{fallen:g} %; reduced by {remaining:g} % would leave {100 - remaining:g} % and "
            "contradict it.",
            {
                "fall_percent": fallen,
                "remaining_percent": remaining,
                "remaining_if_by_percent": 100 - remaining,
            },
        )
