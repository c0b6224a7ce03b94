"""The inputs of a projection: names, words, ranges and steps, written once.

The kernel's inputs, the page's form, the scenario file and the change report read these tables; the
page finds them in the projection's contract. Words hold `{name}` where a value is filled in.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from report_helpers.analysis.formulas import IMITATION, INNOVATION
from report_helpers.claims.amounts import exact, exact_percent

__all__ = [
    "ASKED", "AXES", "BUTTONS", "CEILING", "CHOICES", "COLUMNS", "FANS", "FAN_LABEL", "GROWTHS",
    "HEADLINE", "IMITATION", "INNOVATION", "INPUTS", "OWN", "PHRASES", "PINS", "REFUSALS",
    "SCENARIOS", "TIMES", "TYPED", "Input", "Kind", "Range", "field_value", "shown_value",
]  # fmt: skip

CEILING: Final = 2.0
"""Default ceiling, a multiple of the larger printed end: an assumption, which no source gives."""

PINS: Final = 6
"""The most paths that can be pinned: each has a color and a dash of its own."""

TIMES: Final = "\N{MULTIPLICATION SIGN}"
"""Stands after a multiple in a field, as a percent sign after a percentage."""

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
        own: whether it replaces a printed value by one of the reader; 0 is the printed one.
    """

    parameter: str
    label: str
    kind: Kind
    range: Range | None = None
    phrase: str = ""
    own: bool = False


INPUTS: Final[Mapping[str, Input]] = {
    "claim": Input("claim_id", "Claim to start from", "choice"),
    "base": Input("base_value", "Own base value, {unit}", "amount", own=True),
    "base_year": Input("base_year", "Own base year", "year", own=True),
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

AXES: Final[Mapping[str, str]] = {"linear": "linear", "log": "logarithmic"}
"""The scales of the chart's value axis."""

FANS: Final[Mapping[str, str]] = {
    "sources": "each source's growth, kept every year",
    "drawn": "growths drawn anew each year",
}
"""What may be shaded behind a path."""

CHOICES: Final[Mapping[str, str]] = {
    "claim": INPUTS["claim"].label,
    "model": INPUTS["model"].label,
    "source": "Growth from",
    "axis": "Axis",
    "fan": "Shaded",
}
"""The lists of a form and their headings."""

BUTTONS: Final[Mapping[str, str]] = {
    "pin": "Pin this path",
    "undo": "Undo",
    "redo": "Redo",
    "reset": "Reset",
}
"""The buttons that kernel and page share."""

HEADLINE: Final[Mapping[str, str]] = {
    "value": "Value in {horizon}",
    "growth": "Mean growth from {base_year} to {horizon}",
    "doubling": "Doubles within",
    "passing": "Year it meets {threshold}",
    "total": "Sum of the years {base_year} to {horizon}",
}
"""The headings of what a path shows."""

FAN_LABEL: Final = "spread between sources, not a confidence interval"

PHRASES: Final[Mapping[str, str]] = {
    "a_year": "{number} a year",
    "none": "none",
    "years": "{number} years",
    "not_by": "not by {horizon}",
    "always_above": "none, always above",
    "exact": "Exact value, {name}",
    "own_base": "the reader's own {base} for {base_year}",
    "printed": "{number}, as printed",
    "times": "{number} \N{MULTIPLICATION SIGN} larger end, {amount}",
    "reached": "{threshold} in {year}",
    "shaded": f"Shaded: this model at the growth of each source, a {FAN_LABEL}.",
    "shaded_drawn": "Shaded: the middle half and nine tenths of {paths} paths, each year of which "
    "takes one of the {count} sources' growths by chance (PCG64, seed {seed}); dotted: their "
    "median. Resampled growths, not a confidence interval.",
    "drawn_at": "{year}, drawn paths: median {p50}, half from {p25} to {p75}, nine tenths from "
    "{p5} to {p95}",
    "not_beyond": "The horizon is not after {end_year}, the claim's last printed year, so nothing "
    "here goes beyond what is printed.",
    "no_path": "No path for these inputs. {why} The last path stays.",
    "kept": "{why} The last value stays.",
    "in_link": "In the link: {why}",
    "pinned_already": "This path is pinned already.",
    "pins_full": "At most {number} paths can be pinned; remove one.",
    "path": "Path",
    "inputs": "Other inputs",
    "shown": "shown",
    "remove": "Remove path {letter}",
    "set": "A reader has set these inputs: {inputs}. The report was published with this: {title}.",
}

COLUMNS: Final = ("Year", "Value", "Change on the year before")

REFUSALS: Final[Mapping[str, tuple[str, str, str]]] = {
    "early": ("horizon", "the horizon is before the base year",
              "choose a later one"),
    "late": ("horizon", "the horizon is too far away", "choose an earlier one"),
    "times": ("ceiling", "the ceiling is not above the larger end", "choose a higher one"),
    "shares": ("q", "p and q are below 0 or above 1 together", "choose others"),
    "span": ("base_year", "the base year is not before the year of the printed end",
             "choose an earlier one, or another growth"),
    "source": ("growth", "the sources of this claim give no such growth", "choose another"),
    "growth": ("growth", "no path has this growth", "choose another"),
    "endless": ("growth", "the path leaves the range of numbers", "choose a lower growth"),
}  # fmt: skip
"""Why a state has no path: the input at fault, what is wrong, what to do."""

TYPED: Final[Mapping[str, str]] = {
    "empty": "nothing is entered",
    "comma": "{text} has a comma",
    "point": "{text} has a point",
    "number": "{text} is not a number",
    "whole": "{text} is not a whole year",
    "range": "{text} is out of range",
    "choice": "{text} is not in the list",
}
"""Why a text is no value of an input."""

ASKED: Final[Mapping[str, str]] = {
    "comma": "write decimals after a point, and thousands without a separator",
    "point": "write decimals after a comma, and thousands without a separator",
    "percent": "write a percentage from {min} to {max}",
    "times": "write a number from {min} to {max}",
    "year": "write a year from {min} to {max}",
    "amount": "write a number from {min} to {max}",
    "choice": "choose one of the list",
}
"""What to write instead, for a mark of another locale and for each kind of input."""


def field_value(kind: str, value: float) -> str:
    """Return a value as a field shows it: "2 \N{MULTIPLICATION SIGN}" of a kind that multiplies.

    A field takes no separators of thousands, so it shows none.
    """
    text = shown_value(kind, value, grouped=False)
    return f"{text} {TIMES}" if kind == "times" else text


def shown_value(kind: str, value: float, *, grouped: bool = True) -> str:
    """Return a value of a kind of input in words, with all its digits: "36.25 %", "2035", "3.1"."""
    if kind == "percent":
        return exact_percent(value, grouped=grouped)
    return str(int(value)) if kind == "year" else exact(value, grouped=grouped)
