"""A chart's projection as the page takes it: what its form shows, and the script that computes it.

The numbers come from the figure, the formulas from `analysis.projection_models`, translated; the
form is plain HTML that the script shows once it has computed the notebook's own numbers again.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from markupsafe import Markup

from report_helpers.analysis.projection_models import FORMULAS, MODELS
from report_helpers.errors import NotebookError
from report_helpers.page.embedding import script_json
from report_helpers.projection.javascript import javascript

__all__ = ["ProjectionView", "formulas_script", "projection_view"]

NEEDED: Final = frozenset(
    {"unit", "steps", "claims", "models", "inputs", "state", "checks", "traces"}
)  # fmt: skip
GROWTHS: Final = {
    "implied": "implied by the printed ends",
    "stated": "stated beside them",
    "low": "low scenario of the sources",
    "base": "base scenario of the sources",
    "high": "high scenario of the sources",
    "own": "own value",
}
"""Where a growth may come from, in words; the script adds the rates of the chosen claim."""


@dataclass(frozen=True, slots=True)
class ProjectionView:
    """What the page's form for one chart is made of.

    `fans` holds what only the drawing needs, by claim: it lies packed with the charts.
    """

    content: Mapping[str, Any]
    island: Markup
    fans: Mapping[str, Any]

    @property
    def choices(self) -> dict[str, list[tuple[str, str]]]:
        """The choices of each list, as values and words."""
        return {
            "claim": [(claim["id"], claim["label"]) for claim in self.content["claims"]],
            "model": [(model["name"], model["title"]) for model in self.content["models"]],
            "source": list(GROWTHS.items()),
        }


def projection_view(content: Mapping[str, Any], name: str) -> ProjectionView:
    """Return the view of a figure's projection.

    Args:
        content: what the figure carries for it.
        name: the figure's name, for messages.

    Raises:
        NotebookError: it is incomplete, nothing could show that it computes right, or a number
            in it is not finite.
    """
    missing = sorted(NEEDED - content.keys())
    if missing or not content["checks"]:
        raise _refusal(name, f"the projection has no {missing[0] if missing else 'checks'}")
    claims = [{**claim} for claim in content["claims"]]
    fans = {claim["id"]: claim.pop("fan", {}) for claim in claims}
    carried = {**content, "claims": claims, "checks": _checks(content)}
    try:
        return ProjectionView(content, script_json(carried), fans)
    except ValueError as error:
        raise _refusal(name, "a number in the projection is not finite") from error


def _checks(content: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the checks, each state as what differs from the one at first."""
    first = content["state"]
    return [
        {**check, "state": {k: v for k, v in check["state"].items() if v != first.get(k)}}
        for check in content["checks"]
    ]


def formulas_script() -> str:
    """Return every formula in JavaScript, as one object that holds nothing else.

    `FORMULAS.models` has `path` and `fit` (or null) by the model's name, and the others stand
    beside it by their own names.
    """
    models = ", ".join(
        f"{name}: {{ path: {model.formula.__name__}, "
        f"fit: {model.fit.__name__ if model.fit else 'null'} }}"
        for name, model in MODELS.items()
    )
    used = {model.formula for model in MODELS.values()} | {model.fit for model in MODELS.values()}
    others = ", ".join(formula.__name__ for formula in _without(used))
    body = javascript(*FORMULAS)
    result = f"{{ models: {{ {models} }}, {others} }}"
    return f"const FORMULAS = (() => {{\n{body}\nreturn {result};\n}})();\n"


def _without(used: Iterable[Any]) -> list[Any]:
    known = set(used)
    return [formula for formula in FORMULAS if formula not in known]


def _refusal(name: str, what: str) -> NotebookError:
    return NotebookError(f"chart {name}", f"refusing to publish: {what}", "make it anew")
