"""The inputs of a projection: names, words, ranges and steps, written once.

The kernel's inputs, the page's form, the scenario file and the change report read these tables; the
page finds them in the projection's contract. Words hold `{name}` where a value is filled in.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from report_helpers.analysis.formulas import IMITATION, INNOVATION

__all__ = [
    "CEILING", "CHOICES", "COLUMNS", "GROWTHS", "HEADLINE", "IMITATION", "INNOVATION", "INPUTS",
    "OWN", "PHRASES", "REFUSALS", "SCENARIOS", "Input", "Kind", "Range",
]  # fmt: skip

CEILING: Final = 2.0
"""Default ceiling, a multiple of the larger printed end: an assumption, which no source gives."""

Kind = Literal["choice", "percent", "times", "year", "amount"]
"""How a value is shown; `times` is a multiple of the larger printed end."""


class Range(NamedTuple):
    """The lowest and the highest value of an input, and its step."""

    min: float
    max: float
    step: float


@dataclass(frozen=True, slots=True)
class Input:
    """One input.

    Attributes:
        parameter: the notebook's name for it.
        label: its heading in a form.
        kind: how its value is shown.
        range: what a form offers, where that does not depend on the claims.
        phrase: how a description of a path names it, if it is an assumption besides growth.
    """

    parameter: str
    label: str
    kind: Kind
    range: Range | None = None
    phrase: str = ""


INPUTS: Final[Mapping[str, Input]] = {
    "claim": Input("claim_id", "Claim to start from", "choice"),
    "model": Input("model", "Model", "choice"),
    "growth": Input("growth", "Growth a year", "percent", Range(-0.5, 1.0, 0.001)),
    "ceiling": Input("ceiling", "Ceiling", "times", Range(1.05, 20.0, 0.05),
                     "ceiling {number} times the larger end"),
    "p": Input("p", "Innovation p", "percent", Range(0.0, 0.2, 0.001), "p {number}"),
    "q": Input("q", "Imitation q", "percent", Range(0.0, 0.8, 0.01), "q {number}"),
    "horizon": Input("horizon_year", "Horizon", "year"),
    "threshold": Input("threshold", "Threshold, {unit}", "amount"),
}  # fmt: skip
"""Every input, in the order of the form, of addresses and of scenario files."""

SCENARIOS: Final[Mapping[str, float]] = {"low": 0.25, "base": 0.5, "high": 0.75}
"""The quantile of the sources' growths that each scenario is."""

OWN: Final = "own"
"""The choice of a growth that is set by hand."""

GROWTHS: Final[Mapping[str, str]] = {
    "implied": "implied by the printed ends",
    "stated": "stated by the claim",
    "low": "low scenario of the sources",
    "base": "base scenario of the sources",
    "high": "high scenario of the sources",
    OWN: "own value",
}
"""Where a growth may come from."""

CHOICES: Final[Mapping[str, str]] = {
    "claim": INPUTS["claim"].label,
    "model": INPUTS["model"].label,
    "source": "Growth from",
}
"""The lists of a form and their headings."""

HEADLINE: Final[Mapping[str, str]] = {
    "value": "Value in {horizon}",
    "growth": "Mean growth from {base_year} to {horizon}",
    "doubling": "Doubles within",
    "passing": "Meets {threshold} in",
    "total": "Sum of the years {base_year} to {horizon}",
}
"""The headings of what a path shows."""

PHRASES: Final[Mapping[str, str]] = {
    "a_year": "{number} a year",
    "none": "none",
    "years": "{number} years",
    "not_by": "not by {horizon}",
    "always_above": "always above",
    "multiple": "{label}, times",
    "times": "{number} \N{MULTIPLICATION SIGN} larger end, {amount}",
}

COLUMNS: Final = ("Year", "Value", "Change on the year before")

REFUSALS: Final[Mapping[str, tuple[str, str, str]]] = {
    "early": ("horizon", "the horizon is before the first year of the claim",
              "choose a later one"),
    "late": ("horizon", "the horizon is too far away", "choose an earlier one"),
    "times": ("ceiling", "the ceiling is not above the larger end", "choose a higher one"),
    "shares": ("q", "p and q are below 0 or above 1 together", "choose others"),
    "source": ("growth", "the sources of this claim give no such growth", "choose another"),
    "growth": ("growth", "no path has this growth", "choose another"),
    "endless": ("growth", "the path leaves the range of numbers", "choose a lower growth"),
}  # fmt: skip
"""Why a state has no path: the input at fault, what is wrong, what to do."""
