"""A chart's projection as the page needs it: the choices of its form, and the script's input."""

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from report_helpers.errors import NotebookError
from report_helpers.page.embedding import script_json
from report_helpers.projection.contract import Check, ProjectionContract, missing_parts

__all__ = ["ProjectionView", "projection_view"]


@dataclass(frozen=True, slots=True)
class ProjectionView:
    """The content of the page's form for one chart; `island` is the contract for the script."""

    contract: ProjectionContract
    island: Markup

    @property
    def choices(self) -> dict[str, list[tuple[str, str]]]:
        """The choices of each list, as pairs of value and label."""
        contract = self.contract
        return {
            "claim": [(claim["id"], claim["label"]) for claim in contract["claims"]],
            "model": [(model["name"], model["title"]) for model in contract["models"]],
            "source": list(contract["words"]["growths"].items()),
            "axis": list(contract["words"]["axes"].items()),
            "fan": list(contract["words"]["fans"].items()),
        }


def projection_view(contract: ProjectionContract, name: str) -> ProjectionView:
    """Return the view of a figure's projection.

    Args:
        contract: the contract in the figure's meta.
        name: the figure's name, for error messages.

    Raises:
        NotebookError: the contract is incomplete, has no checks to verify the page's arithmetic, or
            holds a number that is not finite.
    """
    missing = missing_parts(contract)
    if missing or not contract["checks"]:
        raise _refusal(name, f"the projection has no {missing[0] if missing else 'checks'}")
    try:
        return ProjectionView(contract, script_json({**contract, "checks": _checks(contract)}))
    except ValueError as error:
        raise _refusal(name, "a number in the projection is not finite") from error


def _checks(contract: ProjectionContract) -> list[dict[str, Any]]:
    """Return the checks, each state reduced to what its path needs beside the initial state."""
    first = dict(contract["state"])
    return [
        {**check, "state": {name: value for name, value in check["state"].items()
                            if value != first.get(name) and _counts(contract, check, name)}}
        for check in contract["checks"]
    ]  # fmt: skip


def _counts(contract: ProjectionContract, check: Check, name: str) -> bool:
    """Return whether a check's path depends on an input: no model's takes the threshold."""
    phrase = name in contract["inputs"] and contract["inputs"][name]["phrase"]
    (model,) = (each for each in contract["models"] if each["name"] == check["state"]["model"])
    return name != "threshold" and (not phrase or name in model["inputs"])


def _refusal(name: str, what: str) -> NotebookError:
    return NotebookError(f"chart {name}", f"refusing to publish: {what}", "make it anew")
