"""Scenarios of a claim, derived only from the spread between the sources of its quantity.

The sources are the latest editions of all producers of the claim's quantity, as
`analysis.comparability` defines it. Cited rows are excluded, because each repeats a source. A
spread between sources is not a confidence interval: the sources are neither a random sample nor
independent of each other.
"""

from collections.abc import Sequence
from typing import Final, Literal, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from report_helpers.analysis.comparability import alike, folded, latest_editions
from report_helpers.analysis.growth import floats, growth_rates
from report_helpers.analysis.parameter_checks import known_claim
from report_helpers.analysis.projection_models import DomainError
from report_helpers.claims.units import unit

__all__ = [
    "LEVELS", "PATHS", "SEED", "Resampled", "Window", "edition_growths", "of_window", "resampled",
    "window", "yearly_growths",
]  # fmt: skip

PATHS: Final = 10_000
"""Paths that are drawn."""
SEED: Final = 1
"""The seed of the generator, PCG64, whose stream numpy keeps from version to version."""
LEVELS: Final = (5, 25, 50, 75, 95)
"""The quantiles of the drawn paths, in percent."""
DIGITS: Final = 5
"""Significant digits of a stored quantile."""

Basis = Literal["implied", "stated"]


class Window(NamedTuple):
    """The printed ends of a claim; values in base units (dollars, pieces)."""

    base_year: int
    base: float
    year: int
    end: float


def window(claims: pd.DataFrame, claim_id: str) -> Window:
    """Return the ends of a claim for its projections; a printed range counts as its middle.

    Raises:
        UsageError: the claim does not exist.
        DomainError: it is not a level with two values and years.
    """
    known_claim(claims, claim_id)
    row = claims.loc[[claim_id]]
    middle = (floats(row["value_low"]) + floats(row["value_high"])) / 2
    base, end = floats(row["base_value"]).iloc[0], floats(row["value"]).fillna(middle).iloc[0]
    factor = unit(str(row["unit"].iloc[0])).factor
    found = row["metric"].iloc[0], row["base_year"].iloc[0], row["year"].iloc[0]
    if found[0] != "level" or pd.isna([base, end, *found[1:]]).any():
        what = f"{claim_id} does not print two values with their years"
        raise DomainError("claim_id", what, "choose a claim with both ends of a path")
    return Window(int(found[1]), float(base) * factor, int(found[2]), float(end) * factor)


def yearly_growths(
    claims: pd.DataFrame, claim_id: str, *, prefer: Basis = "implied"
) -> pd.DataFrame:
    """Return each producer's yearly growth for the quantity of a claim.

    Args:
        claims: the validated table.
        claim_id: a claim with both ends.
        prefer: `implied` (between the printed ends) or `stated`; the other is the fallback.

    Returns:
        Index `claim_id`; columns `producer`, `growth` (a fraction a year), `basis` (`implied` or
        `stated`), `from_year`, `to_year`. One row per producer, the one with the latest
        `to_year`; lowest growth first. Excludes windows that do not overlap the claim's window; a
        stated growth with missing years is included.

    Raises:
        DomainError: as for `window`.

    Example:
        >>> frame = mr.tables.yearly_growths(claims, "a01_ml_market")
        >>> frame["growth"].is_monotonic_increasing
        True
    """
    own = window(claims, claim_id)
    return of_window(edition_growths(alike(claims, claim_id), prefer=prefer), own)


def edition_growths(rows: pd.DataFrame, *, prefer: Basis = "implied") -> pd.DataFrame:
    """Return the yearly growth of each row in the latest editions of one quantity.

    Args:
        rows: rows of one quantity.
        prefer: as in `yearly_growths`.

    Returns:
        The columns of `yearly_growths`, the earliest `to_year` first.
    """
    peers = latest_editions(rows)
    rates = growth_rates(peers)
    rates = rates.assign(producer=peers["producer"].reindex(rates.index))
    other = "stated" if prefer == "implied" else "implied"
    rates["growth"] = rates[prefer].fillna(rates[other])
    rates = rates[~rates["growth"].le(-1)]
    rates["basis"] = rates[prefer].notna().map({True: prefer, False: other}).astype(str)
    return rates.sort_values("to_year", kind="stable")[[*COLUMNS]]


COLUMNS = ("producer", "growth", "basis", "from_year", "to_year")


def of_window(given: pd.DataFrame, own: Window) -> pd.DataFrame:
    """Return one growth a producer for the window of a claim, the lowest first.

    Args:
        given: the growths of the claim's quantity, from `edition_growths`.
        own: the window of the claim.
    """
    before = given["to_year"].le(own.base_year).fillna(value=False)
    after = given["from_year"].ge(own.year).fillna(value=False)
    rates = given[~(before | after).astype(bool)]
    furthest = rates[~folded(rates["producer"]).duplicated(keep="last")]
    return furthest.sort_values("growth", kind="stable")


class Resampled(NamedTuple):
    """Quantiles of what growths that are drawn anew each year lead to, a text for each of `LEVELS`.

    A text has a number for each year from 0, separated by spaces. In `factors` it is the product
    of 1 + growth of the years up to that one, in `sums` their sum.
    """

    factors: list[str]
    sums: list[str]


def resampled(growths: Sequence[float], years: int) -> Resampled:
    """Draw `PATHS` paths, each year of each at one of these growths, and return their quantiles.

    Growths are drawn with replacement, each as likely as any other and independently of the years
    before. The 10,000 numbers x of 64 bits that the generator gives next are those of the next
    year; each draws the growth at the place floor(floor(x / 2**32) * n / 2**32) of n. A quantile
    is the smallest value with at least that share of the paths at or below it, so it is a value of
    one path, and a rising function of it is the same quantile of the function's values.
    """
    drawn = np.random.PCG64(SEED).random_raw(PATHS * years).reshape(years, PATHS)
    places = (drawn >> np.uint64(32)) * np.uint64(len(growths)) >> np.uint64(32)
    chosen = np.array(growths)[places]
    # Year by year, so that every processor rounds alike.
    return Resampled(
        _quantiles(np.multiply.accumulate(1.0 + chosen, axis=0), 1.0),
        _quantiles(np.add.accumulate(chosen, axis=0), 0.0),
    )


def _quantiles(values: npt.NDArray[np.float64], first: float) -> list[str]:
    ranks = [-(-level * PATHS // 100) - 1 for level in LEVELS]
    found = np.partition(values, ranks, axis=1)[:, ranks]
    return [
        " ".join(f"{value:.{DIGITS}g}" for value in (first, *column)) for column in found.T.tolist()
    ]
