"""Assembles the contract of a projection from the claims of one measure."""

from typing import Any, Final

import pandas as pd

from report_helpers.analysis.comparability import alike, quantity_keys
from report_helpers.analysis.growth import floats, growth_rates, middles
from report_helpers.analysis.projection_inputs import (
    ASKED,
    AXES,
    BUTTONS,
    CHOICES,
    COLUMNS,
    GROWTHS,
    HEADLINE,
    INPUTS,
    PHRASES,
    PINS,
    REFUSALS,
    SCENARIOS,
    TYPED,
)
from report_helpers.analysis.projection_models import (
    MAXIMUM_YEARS,
    MODELS,
    DomainError,
    formula_inputs,
)
from report_helpers.analysis.scenarios import window, yearly_growths
from report_helpers.charts.toolkit.finish import numbers
from report_helpers.charts.toolkit.plotly_text import label, records
from report_helpers.claims.amounts import steps, unit_name
from report_helpers.claims.units import Unit, common_unit
from report_helpers.projection.checks import check_states, check_values
from report_helpers.projection.contract import (
    Claim,
    ModelEntry,
    ProjectionContract,
    State,
    Traces,
    Words,
)
from report_helpers.projection.evaluate import claim_of, resolve
from report_helpers.projection.ranges import input_entries, power_above
from report_helpers.reader_locale import for_page

__all__ = ["TRACES", "assemble", "models", "startable", "words"]

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
    "threshold": 2,
    "pinned": [*range(3, 3 + PINS)],
    "path": 3 + PINS,
    "printed": 4 + PINS,
    "reached": 5 + PINS,
}


def startable(claims: pd.DataFrame) -> pd.Index:
    """Return the claims of a level that print two values above zero with their years."""
    base, end = floats(claims["base_value"]), middles(claims)
    later = claims["year"].gt(claims["base_year"]).fillna(value=False).astype(bool)
    both = claims["metric"].eq("level") & base.gt(0) & end.gt(0) & later
    return claims.index[both]


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
    given = growth_rates(rows)
    entries = [_claim(rows, given, key, shown_in.factor) for key in known]
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
        "words": words(),
        "state": state,
        "checks": [],
        "traces": TRACES,
    }
    resolve(contract, state)
    contract["claims"] = [entry for entry in entries if _leads_on(entry, contract, latest)]
    if not state["threshold"]:
        state["threshold"] = power_above(claim_of(contract, state))
    contract["inputs"] = input_entries(contract, latest)
    contract["checks"] = check_values(contract, check_states(contract))
    return contract


def words() -> Words:
    """Return the headings and phrases that all contracts share."""
    return {
        "choices": {**CHOICES},
        "growths": {**GROWTHS},
        "axes": {**AXES},
        "buttons": {**BUTTONS},
        "headline": {**HEADLINE},
        "phrases": {**PHRASES},
        "refusals": {key: list(words) for key, words in REFUSALS.items()},
        "typed": {**TYPED},
        "asked": {**ASKED},
        "columns": list(COLUMNS),
    }


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


def _claim(rows: pd.DataFrame, given: pd.DataFrame, claim_id: str, scale: float) -> Claim:
    own = window(rows, claim_id)
    rate = given.loc[[claim_id]]
    # Growth stated for other years does not continue from this base.
    known = rate["same_window"] & rate["stated"].gt(-1)
    stated = [float(growth) for growth in rate.loc[known, "stated"]]
    return {
        "id": claim_id,
        "label": "",
        "base": own.base / scale,
        "base_year": own.base_year,
        "end": own.end / scale,
        "end_year": own.year,
        "stated": stated[0] if stated else None,
        "growths": _growths_of_sources(rows, claim_id),
    }


def _growths_of_sources(rows: pd.DataFrame, claim_id: str) -> list[float]:
    growths = yearly_growths(rows, claim_id)["growth"]
    # Vectorised powers may differ in their last bit between processors; a stored notebook must not.
    # Fans and scenarios therefore use these rounded numbers, here and on the page.
    shown = [growth for growth in numbers(growths) if growth is not None]
    return sorted(shown) if len(shown) >= FEWEST else []


def _label(entries: list[Claim], labels: list[str]) -> None:
    for entry, text in zip(entries, labels, strict=True):
        entry["label"] = text if labels.count(text) == 1 else f"{text} ({entry['id']})"


def models() -> list[ModelEntry]:
    """Return the models that all contracts share."""
    return [
        {
            "name": name,
            "title": model.title,
            "told": model.told,
            "inputs": list(formula_inputs(model.formula)),
            "fit": list(formula_inputs(model.fit)) if model.fit else None,
            "saturates": model.saturates,
        }
        for name, model in MODELS.items()
    ]


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
