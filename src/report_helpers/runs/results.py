"""The results of a run: written to `results.json`, and read again to compare runs.

The file has `as_of`, `claims` (their number), `findings`, `verdicts` by claim, and `projections`:
the first state of each projection on the page.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from math import isfinite
from pathlib import Path
from typing import Annotated, Any, Final, TypeVar

import pandas as pd
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from report_helpers.analysis.milestones import cumulative
from report_helpers.analysis.projection_inputs import INPUTS
from report_helpers.analysis.projection_models import DomainError
from report_helpers.audit.audit import audit, verdicts
from report_helpers.audit.findings import Finding, Severity, as_dict
from report_helpers.changes.snapshot import Projected, Snapshot
from report_helpers.charts.toolkit.meta import ChartMeta, chart_meta
from report_helpers.claims.read import parse_claims
from report_helpers.errors import DataError, InputError, NotebookError
from report_helpers.files import read_regular
from report_helpers.projection.contract import (
    ProjectionContract,
    State,
    contract_in,
    value_of,
)
from report_helpers.projection.evaluate import claim_of, growth_of, has_own_base, resolve

__all__ = ["CLAIMS", "LARGEST", "RESULTS", "KeptResults", "Snapshot", "read_snapshot", "results"]

CLAIMS: Final = "claims.csv"
MANIFEST: Final = "manifest.json"
RESULTS: Final = "results.json"
LARGEST: Final = 500_000_000
"""The largest file of a kept run that is read, in bytes."""
PLOTLY: Final = "application/vnd.plotly.v1+json"
ASSUMED: Final = tuple(name for name, known in INPUTS.items() if known.phrase)
"""The inputs of models besides growth."""

Notebook = Mapping[str, Any]
"""An executed notebook, as nbformat or JSON reads it."""


def results(
    claims: pd.DataFrame,
    findings: Sequence[Finding],
    as_of: date | str,
    notebooks: Iterable[Notebook],
) -> dict[str, Any]:
    """Return the results of a run, ready for JSON.

    Args:
        claims: the validated table.
        findings: the findings of its audit.
        as_of: the date of the report.
        notebooks: the executed notebooks, whose charts contain the projections.

    Raises:
        NotebookError: a chart's projection is incomplete or has no path.
    """
    return {
        "as_of": str(as_of),
        "claims": len(claims),
        "findings": [as_dict(finding) for finding in findings],
        "verdicts": verdicts(claims, findings),
        "projections": [asdict(each) for each in _projections(notebooks)],
    }


def _projections(notebooks: Iterable[Notebook]) -> Iterator[Projected]:
    """Yield the state at first of every projection, in the order of the page."""
    for meta in (meta for notebook in notebooks for meta in _metas(notebook)):
        contract = contract_in(meta)
        if contract is not None:
            yield _checked_projection(meta, contract)


def _metas(notebook: Notebook) -> Iterator[ChartMeta]:
    """Yield the metadata of the plotly charts, in the order of the page."""
    for cell in notebook["cells"]:
        for output in cell.get("outputs") or ():
            yield chart_meta((output.get("data") or {}).get(PLOTLY) or {})


def _checked_projection(meta: ChartMeta, contract: ProjectionContract) -> Projected:
    try:
        return _projected(meta["name"], meta["title"], contract)
    except (KeyError, TypeError, DomainError) as error:
        what = f"its projection cannot be read ({type(error).__name__}: {error})"
        raise NotebookError(f"chart {meta['name']}", what, "run the notebook again") from error


def _projected(name: str, title: str, contract: ProjectionContract) -> Projected:
    state = contract["state"]
    claim = claim_of(contract, state)
    value, total = _first(contract, state)
    own = has_own_base(contract, state)
    takes = {name for each in contract["models"] if each["name"] == state["model"]
             for name in each["inputs"]}  # fmt: skip
    return Projected(
        name=name,
        title=title,
        claim=claim["id"],
        label=claim["label"],
        model=state["model"],
        growth=state["growth"] if "growth" in takes else None,
        taken=growth_of(contract, state),
        horizon=state["horizon"],
        unit=contract["unit"],
        value=value,
        total=total,
        inputs={name: value_of(state, name) for name in ASSUMED if name in takes}
        | ({"base": claim["base"], "base_year": claim["base_year"]} if own else {}),
    )


def _first(contract: ProjectionContract, state: State) -> tuple[float, float | None]:
    """Return last value and sum of the first state: as the kernel stored them, or computed."""
    for check in contract["checks"]:
        if check["state"] == state:
            return check["last"], check["total"]
    path = resolve(contract, state)
    total = cumulative(path)
    # JSON has no infinity.
    return path[-1], total if isfinite(total) else None


class KeptFinding(BaseModel):
    """A finding of a kept run; its numbers are extra fields."""

    model_config = ConfigDict(extra="allow")

    rule: str
    severity: Severity
    claim_ids: Annotated[list[str], Field(min_length=1)]
    message: str


class KeptResults(BaseModel):
    """A kept `results.json`; fields that a newer version added are ignored."""

    as_of: date
    claims: int
    findings: list[KeptFinding]
    verdicts: dict[str, str]
    projections: list[Projected]


class KeptParameters(BaseModel):
    """The parameters of a kept run that are read."""

    as_of: date


class KeptManifest(BaseModel):
    """The part of `manifest.json` that is read if a run has no results."""

    parameters: KeptParameters


def read_snapshot(folder: Path) -> Snapshot:
    """Return the claims and results of a kept run.

    Args:
        folder: the folder of the run, `OUT/runs/RUN_ID`. If it has no `results.json`, as runs of an
            older version, its claims are audited again for the date of the run, and its
            projections are read from its notebooks.

    Raises:
        InputError: the folder is not that of a run, or a file in it is missing or damaged.
    """
    if not (folder / CLAIMS).is_file():
        fix = "give a folder of OUT/runs"
        raise InputError(str(folder), f"is not the folder of a run: it has no {CLAIMS}", fix)
    try:
        claims = parse_claims(_bytes(folder / CLAIMS), CLAIMS)
    except DataError as error:
        raise _damaged(folder / CLAIMS, str(error)) from error
    if (folder / RESULTS).exists():
        kept = _checked(KeptResults, folder / RESULTS)
        return Snapshot(claims, kept.model_dump(mode="json"))
    day = _checked(KeptManifest, folder / MANIFEST).parameters.as_of.isoformat()
    found = results(claims, audit(claims, as_of=day), day, [])
    projections, unread = _stored_projections(folder)
    return Snapshot(claims, found | {"projections": projections}, recomputed=True, unread=unread)


def _stored_projections(folder: Path) -> tuple[list[dict[str, Any]], str]:
    """Return the projections in a run's notebooks, and why there may be others."""
    found: list[dict[str, Any]] = []
    unread: list[str] = []
    notebooks = sorted((folder / "notebooks").glob("*.ipynb"))
    for path in notebooks:
        try:
            found += map(asdict, list(_projections([json.loads(_bytes(path))])))
        except (NotebookError, ValueError, LookupError, TypeError, AttributeError,
                RecursionError):  # fmt: skip
            unread.append(path.name)
    if not notebooks:
        return found, "it has no notebooks"
    return found, f"{', '.join(unread)} cannot be read" if unread else ""


Kept = TypeVar("Kept", bound=BaseModel)


def _checked(model: type[Kept], path: Path) -> Kept:
    try:
        return model.model_validate_json(_bytes(path))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(map(str, first["loc"]))
        raise _damaged(path, f"{place}: {first['msg']}" if place else first["msg"]) from error


def _bytes(path: Path) -> bytes:
    try:
        return read_regular(path, LARGEST)
    except OSError as error:
        raise _damaged(path, error.strerror or str(error)) from error


def _damaged(path: Path, what: str) -> InputError:
    return InputError(str(path), f"cannot be read ({what})", "render the report again")
