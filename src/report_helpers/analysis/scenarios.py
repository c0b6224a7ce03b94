"""Scenarios of a claim, derived only from the spread between the sources of its quantity.

The sources are the latest editions of all producers of the claim's quantity, as
`analysis.comparability` defines it. Cited rows are excluded, because each repeats a source. A
spread between sources is not a confidence interval: the sources are neither a random sample nor
independent of each other.
"""

from typing import Literal, NamedTuple

import pandas as pd

from report_helpers.analysis.comparability import alike, folded, latest_editions
from report_helpers.analysis.growth import floats, growth_rates
from report_helpers.analysis.parameter_checks import known_claim
from report_helpers.analysis.projection_models import DomainError
from report_helpers.claims.units import unit

__all__ = ["Window", "edition_growths", "of_window", "window", "yearly_growths"]

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
