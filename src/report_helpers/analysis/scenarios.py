"""Scenarios of a claim, taken from how far the sources of its measure are apart; none is invented.

Who speaks: every producer with the latest edition that it has of the claim's quantity, as
`analysis.comparability` defines it; cited rows are left out, since they repeat one of them. A
spread between sources is no confidence interval: the sources are neither a sample nor independent
of each other.
"""

from typing import Any, Final, Literal, NamedTuple

import pandas as pd

from report_helpers.analysis.comparability import alike, folded, latest_editions
from report_helpers.analysis.comparison import values_by_year
from report_helpers.analysis.growth import floats, growth_rates
from report_helpers.analysis.projection_models import DomainError, project
from report_helpers.claims.units import unit

__all__ = [
    "FAN_LABEL", "QUANTILES", "Window", "blend", "fan", "led_on", "producer_paths", "quartiles",
    "scenarios", "window", "yearly_growths",
]  # fmt: skip

FAN_LABEL: Final = "spread between sources, not a confidence interval"
QUANTILES: Final = (0.1, 0.25, 0.5, 0.75, 0.9)
FEW: Final = 3
"""With fewer producers a quartile lies between no two of them: the ends are taken instead."""

Start = Literal["claim", "own"]


class Window(NamedTuple):
    """The printed ends of a claim; values in base units (dollars, pieces)."""

    base_year: int
    base: float
    year: int
    end: float


def window(claims: pd.DataFrame, claim_id: str) -> Window:
    """Return the ends of a claim, from which its projections start; a printed range at its middle.

    Raises:
        DomainError: there is no such claim, or it prints no two values of a level.
    """
    if claim_id not in claims.index:
        raise DomainError("claim_id", f"there is no claim {claim_id!r}", "choose one of the table")
    row = claims.loc[[claim_id]]
    middle = (floats(row["value_low"]) + floats(row["value_high"])) / 2
    base, end = floats(row["base_value"]).iloc[0], floats(row["value"]).fillna(middle).iloc[0]
    factor = unit(str(row["unit"].iloc[0])).factor
    found = row["metric"].iloc[0], row["base_year"].iloc[0], row["year"].iloc[0]
    if found[0] != "level" or pd.isna([base, end, *found[1:]]).any():
        what = f"{claim_id} does not print two values with their years"
        raise DomainError("claim_id", what, "choose a claim with both ends of a path")
    return Window(int(found[1]), float(base) * factor, int(found[2]), float(end) * factor)


def _peers(claims: pd.DataFrame, claim_id: str) -> pd.DataFrame:
    """Return the level rows that speak of the quantity of a claim, latest editions only."""
    return latest_editions(alike(claims, claim_id))


def yearly_growths(
    claims: pd.DataFrame, claim_id: str, *, prefer: Literal["implied", "stated"] = "implied"
) -> pd.DataFrame:
    """Return the yearly growth that each producer gives for the quantity of a claim.

    Args:
        claims: the validated table.
        claim_id: a claim with both ends.
        prefer: the growth between the printed ends, or the one stated beside them; where one is
            missing, the other counts.

    Returns:
        Index `claim_id`; columns `producer`, `growth` (a fraction a year), `basis` (`implied` or
        `stated`), `from_year`, `to_year`. A row a producer, the one that reaches furthest, the
        lowest growth first; only windows that overlap the claim's own, since growth of years
        before or after it says nothing of it. A stated growth without both years counts.
    """
    own = window(claims, claim_id)
    peers = _peers(claims, claim_id)
    rates = growth_rates(peers)
    rates = rates.assign(producer=peers["producer"].reindex(rates.index))
    other = "stated" if prefer == "implied" else "implied"
    rates["growth"] = rates[prefer].fillna(rates[other])
    rates = rates[~rates["growth"].le(-1)]
    rates["basis"] = rates[prefer].notna().map({True: prefer, False: other}).astype(str)
    before = rates["to_year"].le(own.base_year).fillna(value=False)
    after = rates["from_year"].ge(own.year).fillna(value=False)
    rates = rates[~(before | after).astype(bool)].sort_values("to_year", kind="stable")
    furthest = rates[~folded(rates["producer"]).duplicated(keep="last")]
    furthest = furthest.sort_values("growth", kind="stable")
    return furthest[["producer", "growth", "basis", "from_year", "to_year"]]


def scenarios(
    claims: pd.DataFrame, claim_id: str, *, prefer: Literal["implied", "stated"] = "implied"
) -> pd.DataFrame:
    """Return the scenarios of a claim: the quartiles of its `yearly_growths`."""
    return quartiles(yearly_growths(claims, claim_id, prefer=prefer))


def quartiles(growths: pd.DataFrame) -> pd.DataFrame:
    """Return the scenarios that `yearly_growths` hold: the quartiles over producers.

    Index `scenario`: `low`, `base`, `high`. Columns: `growth` (a fraction a year), `taken` (what
    it is: `lowest quartile`, `median`, `highest quartile`; with fewer than three producers
    `lowest`, `median`, `highest`), `producers` (count). Empty where no producer gives a growth.
    Quartiles between two producers are interpolated linearly.
    """
    rates: pd.Series[float] = growths["growth"]
    few = len(rates) < FEW
    levels = (0.0, 0.5, 1.0) if few else (0.25, 0.5, 0.75)
    taken = ("lowest{0}", "median", "highest{0}")
    found = pd.DataFrame(
        {
            "growth": [rates.quantile(level) for level in levels],
            "taken": [words.format("" if few else " quartile") for words in taken],
            "producers": len(rates),
        },
        index=pd.Index(["low", "base", "high"], name="scenario"),
    )
    return found.dropna(subset=["growth"])


def producer_paths(
    claims: pd.DataFrame, claim_id: str, *, horizon_year: int | None = None, start: Start = "claim"
) -> pd.DataFrame:
    """Return a path a producer, year by year, up to `horizon_year` (the claim's last year if none).

    Args:
        claims: the validated table.
        claim_id: a claim with both ends.
        horizon_year: the last year.
        start: `claim` leads every producer's growth on from the claim's base: they differ in
            growth alone. `own` takes what each producer prints, or has on the path between its
            own ends: they differ in size, and each speaks of its own years only.

    Returns:
        Columns `producer`, `year`, `value` (base units); from the claim's base year on.
    """
    own = window(claims, claim_id)
    last = own.year if horizon_year is None else horizon_year
    found = (
        led_on(yearly_growths(claims, claim_id), own, last)
        if start == "claim"
        else _as_printed(_peers(claims, claim_id))
    )
    return found[found["year"].between(own.base_year, last)].reset_index(drop=True)


def led_on(growths: pd.DataFrame, own: Window, last: int) -> pd.DataFrame:
    """Return a claim's base led on at each producer's growth, up to the year `last`.

    Args:
        growths: what `yearly_growths` gives.
        own: the claim's ends.
        last: the last year.

    Returns:
        As `producer_paths`.
    """
    rows = [
        (producer, own.base_year + step, value)
        for producer, growth in zip(growths["producer"], growths["growth"], strict=True)
        for step, value in enumerate(
            project("compound", {"base": own.base, "growth": growth, "years": last - own.base_year})
        )
    ]
    frame = pd.DataFrame(rows, columns=["producer", "year", "value"])
    return frame.astype({"year": int, "value": float})


def _as_printed(peers: pd.DataFrame) -> pd.DataFrame:
    values = values_by_year(peers)
    values["value"] = (values["low"] + values["high"]) / 2
    return values[["producer", "year", "value"]]


def fan(paths: pd.DataFrame, *, minimum: int = 2) -> pd.DataFrame:
    """Return the quantiles over producers' paths, year by year: a spread between sources.

    Args:
        paths: what `producer_paths` gives.
        minimum: years of which fewer producers speak are left out.

    Returns:
        Columns `year`, `q10`, `q25`, `q50`, `q75`, `q90` (base units, interpolated linearly
        between producers) and `producers` (count): of printed paths a jump may be no more than
        another set of producers. Say `FAN_LABEL` wherever it is shown.
    """
    by_year = paths.groupby("year")["value"]
    quantiles = {f"q{100 * level:.0f}": by_year.quantile(level) for level in QUANTILES}
    found = pd.DataFrame({**quantiles, "producers": by_year.size()}).reset_index()
    return found[found["producers"].ge(minimum)].reset_index(drop=True)


def blend(paths: pd.DataFrame, *, producers: list[str] | None = None) -> pd.DataFrame:
    """Return one path out of several producers' paths: their median, year by year.

    Args:
        paths: what `producer_paths` gives.
        producers: those to blend; all if none are named.

    Returns:
        Columns `year`, `value` (base units), `producers` (count).
    """
    chosen = paths if producers is None else paths[paths["producer"].isin(producers)]
    by_year: Any = chosen.groupby("year")["value"]
    return pd.DataFrame({"value": by_year.median(), "producers": by_year.size()}).reset_index()
