"""Assembles the contract of a projection from the claims of one measure."""

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from report_helpers.analysis.comparability import alike, quantity_keys
from report_helpers.analysis.growth import floats, growth_rates, middles
from report_helpers.analysis.projection_inputs import INPUTS, PINS, SCENARIOS
from report_helpers.analysis.projection_models import MAXIMUM_YEARS, DomainError
from report_helpers.analysis.scenarios import (
    LEVELS,
    PATHS,
    SEED,
    Window,
    edition_growths,
    of_window,
    resampled,
    window,
)
from report_helpers.charts.toolkit.finish import numbers
from report_helpers.charts.toolkit.plotly_text import label, records
from report_helpers.claims.amounts import steps, unit_name
from report_helpers.claims.units import Unit, common_unit
from report_helpers.projection.checks import check_states, check_values
from report_helpers.projection.contract import (
    Claim,
    DrawnTable,
    ProjectionContract,
    State,
    Traces,
    models,
    words,
)
from report_helpers.projection.evaluate import check_source, claim_of, resolve
from report_helpers.projection.ranges import input_entries, power_above
from report_helpers.projection.typed import check_given, check_ranges, growth_given
from report_helpers.reader_locale import for_page

__all__ = ["TRACES", "assemble", "chosen_claim", "first_contract", "startable"]

OFFERED: Final = 24
"""The most claims of a measure that are offered; a longer list is hard to choose from."""

LATE: Final = 2050
"""The minimum for the last year that the horizon may reach."""

FEWEST: Final = 2
"""The minimum number of sources for a spread."""

BANDS: Final = ((0.1, 0.9), (0.25, 0.75))
"""The quantiles that bound each part of the fan, the outermost first."""

TRACES: Final[Traces] = {
    "fan": [0, 1],
    "drawn": [2, 3],
    "median": 4,
    "threshold": 5,
    "pinned": [*range(6, 6 + PINS)],
    "path": 6 + PINS,
    "printed": 7 + PINS,
    "reached": 8 + PINS,
}


def startable(claims: pd.DataFrame) -> pd.Index:
    """Return the claims of a level that print two values above zero with their years."""
    base, end = floats(claims["base_value"]), middles(claims)
    later = claims["year"].gt(claims["base_year"]).fillna(value=False).astype(bool)
    both = claims["metric"].eq("level") & base.gt(0) & end.gt(0) & later
    return claims.index[both]


def chosen_claim(claims: pd.DataFrame, claim_id: str) -> str:
    """Return the id of the claim to start from; empty if the file has none.

    Raises:
        UsageError: there is no claim of this id, or it has no two ends.
    """
    there = startable(claims)
    if claim_id:
        # This raises the error that names what the claim lacks.
        window(claims, claim_id)
        if claim_id not in there:
            what = f"{claim_id} does not print two values above zero"
            raise DomainError("claim_id", what, "choose a claim with both ends of a path")
        return claim_id
    cited = there[claims.loc[there, "role"].eq("cited")]
    return str([*cited, *there][0]) if len(there) else ""


def first_contract(
    claims: pd.DataFrame, given: Mapping[str, Any], as_of: str = ""
) -> ProjectionContract | str:
    """Return the contract of the parameters that a user gives, or why there is nothing to project.

    Args:
        claims: the validated table.
        given: a value for each parameter in `NAMES`.
        as_of: as in `assemble`.

    Raises:
        UsageError: a parameter has a value that the claims do not take; its place is the parameter.
    """
    check_given(given)
    chosen = chosen_claim(claims, given["claim_id"])
    if not chosen:
        return "No claim of this file prints two values of a level with their years."
    horizon = given["horizon_year"]
    if horizon <= (begins := given["base_year"] or window(claims, chosen).base_year):
        return (f"There is nothing to project: the path begins in {begins}, and charts "
                f"show years up to {horizon}.")  # fmt: skip
    state: State = {
        "claim": chosen, "base": float(given["base_value"]), "base_year": int(given["base_year"]),
        "model": given["model"], "growth": growth_given(given["growth"]),
        "ceiling": float(given["ceiling"]), "p": float(given["p"]), "q": float(given["q"]),
        "horizon": int(horizon), "threshold": float(given["threshold"]),
    }  # fmt: skip
    try:
        contract = assemble(claims, state, as_of)
    except DomainError as error:
        place = INPUTS[error.place].parameter if error.place in INPUTS else error.place
        raise DomainError(place, error.what, error.fix) from None
    check_ranges(contract["inputs"], state)
    return contract


def assemble(claims: pd.DataFrame, state: State, as_of: str = "") -> ProjectionContract:
    """Return the contract that computes any state of the claims comparable to that of `state`.

    Args:
        claims: the validated table.
        state: the initial state, complete; a threshold of 0 means the next power of ten above the
            claim's ends.
        as_of: the date of the report as YYYY-MM-DD, or empty.

    Raises:
        DomainError: the initial state has no path.
    """
    rows = alike(claims, state["claim"])
    known = records(rows.loc[_offered(rows, state["claim"])])
    shown_in = common_unit(rows["unit"])
    latest = max(LATE, state["horizon"], *(int(row["year"]) for row in known.values()))
    rates, given = growth_rates(rows.loc[[*known]]), edition_growths(rows)
    entries = [_claim(rates, given, window(rows, key), key, shown_in.factor) for key in known]
    _label(entries, [label(row) for row in known.values()])
    contract: ProjectionContract = {
        "unit": unit_name(shown_in.code),
        "place": _place(claims, state["claim"]),
        "as_of": as_of,
        "manner": for_page(),
        "steps": _steps(shown_in),
        "claims": [entry for entry in entries if entry["id"] == state["claim"]],
        "models": models(),
        "parameters": {name: each.parameter for name, each in INPUTS.items()},
        "inputs": {},
        "longest": MAXIMUM_YEARS,
        "scenarios": {**SCENARIOS},
        "bands": [list(band) for band in BANDS],
        "drawn": {"paths": PATHS, "seed": SEED, "levels": [*LEVELS], "tables": []},
        "words": words(),
        "state": state,
        "checks": [],
        "traces": TRACES,
    }
    check_source(claim_of(contract, state), state["growth"])
    resolve(contract, state)
    contract["claims"] = [entry for entry in entries if _leads_on(entry, contract, latest)]
    if not state["threshold"]:
        state["threshold"] = power_above(claim_of(contract, state))
    contract["inputs"] = input_entries(contract, latest)
    contract["drawn"]["tables"] = _tables(contract)
    contract["checks"] = check_values(contract, check_states(contract))
    return contract


def _tables(contract: ProjectionContract) -> list[DrawnTable]:
    """Return the quantiles of drawn paths for every list of growths, as long as any path may be."""
    years = int(contract["inputs"]["horizon"]["max"] - contract["inputs"]["base_year"]["min"])
    claims: dict[tuple[float, ...], list[str]] = {}
    for claim in contract["claims"]:
        if claim["growths"]:
            claims.setdefault(tuple(claim["growths"]), []).append(claim["id"])
    found = {growths: resampled(growths, years) for growths in claims}
    return [
        {"claims": ids, "factors": found[growths].factors, "sums": found[growths].sums}
        for growths, ids in claims.items()
    ]


def _place(claims: pd.DataFrame, claim_id: str) -> str:
    """Return the region of a claim if the file has several, else an empty text."""
    regions = quantity_keys(claims)["region"]
    several = len(set(regions) - {""}) > 1
    return str(claims["region"].fillna("")[claim_id]) if several else ""


def _steps(shown_in: Unit) -> list[list[Any]]:
    """Return the steps for writing amounts of the contract's unit, with sizes in that unit."""
    return [[size / shown_in.factor, *words] for size, *words in steps(shown_in.code)]


def _offered(rows: pd.DataFrame, claim_id: str) -> list[str]:
    """Return the claims to offer: the article's first, then the others in file order."""
    there = rows.loc[startable(rows)]
    cited = there["role"].eq("cited")
    order = [*there.index[cited], *there.index[~cited]]
    chosen = order[:OFFERED]
    return [str(key) for key in (chosen if claim_id in chosen else [claim_id, *chosen[:-1]])]


def _claim(
    rates: pd.DataFrame, given: pd.DataFrame, own: Window, claim_id: str, scale: float
) -> Claim:
    rate = rates.loc[[claim_id]]
    # Growth stated for other years does not continue from this base.
    stated = [*rate.loc[rate["same_window"] & rate["stated"].gt(-1), "stated"]]
    return {
        "id": claim_id,
        "label": "",
        "base": own.base / scale,
        "base_year": own.base_year,
        "end": own.end / scale,
        "end_year": own.year,
        "stated": float(stated[0]) if stated else None,
        "growths": _shown(of_window(given, own)["growth"]),
    }


def _shown(growths: "pd.Series[float]") -> list[float]:
    # Vectorised powers may differ in their last bit between processors; a stored notebook must not.
    # Fans and scenarios therefore use these rounded numbers, here and on the page.
    shown = [growth for growth in numbers(growths) if growth is not None]
    return sorted(shown) if len(shown) >= FEWEST else []


def _label(entries: list[Claim], labels: list[str]) -> None:
    for entry, text in zip(entries, labels, strict=True):
        entry["label"] = text if labels.count(text) == 1 else f"{text} ({entry['id']})"


def _leads_on(entry: Claim, contract: ProjectionContract, latest: int) -> bool:
    """Return whether a claim has a path at its own growth up to the latest horizon."""
    if entry["id"] == contract["state"]["claim"]:
        return True
    state: State = {**contract["state"], "claim": entry["id"], "base": 0, "base_year": 0,
                    "model": "compound", "growth": "implied", "horizon": latest}  # fmt: skip
    try:
        resolve({**contract, "claims": [entry]}, state)
    except DomainError:
        return False
    return True
