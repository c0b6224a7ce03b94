"""One claim's path with inputs: the same object for JupyterLab, the page and plain text.

JupyterLab shows inputs, and the kernel recomputes the figure. The page shows the figure and
recomputes it from the contract in the figure's meta. Other front ends show the text.
"""

from collections.abc import Sequence
from functools import cached_property
from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go

from report_helpers.analysis.parameter_checks import day_of
from report_helpers.analysis.projection_inputs import (
    CEILING,
    COLUMNS,
    FAN_LABEL,
    IMITATION,
    INNOVATION,
)
from report_helpers.analysis.projection_models import DomainError
from report_helpers.analysis.scenarios import yearly_growths
from report_helpers.audit.findings import Finding
from report_helpers.charts.toolkit.finish import sentence
from report_helpers.charts.toolkit.meta import chart_meta
from report_helpers.charts.toolkit.notebook_chart import static_forms
from report_helpers.charts.toolkit.plotly_text import rate
from report_helpers.front_end import is_interactive
from report_helpers.projection import chart
from report_helpers.projection.assemble import chosen_claim, first_contract
from report_helpers.projection.contract import ProjectionContract, contract_in
from report_helpers.projection.evaluate import resolve
from report_helpers.projection.widget import Panel
from report_helpers.text.html import Fragment, claim_link, paragraphs, table

__all__ = ["Projection", "growth_by_source", "projection"]


class Projection:
    """A projection, as the result of a notebook cell.

    Attributes:
        figure: the plotly figure of the initial state.
    """

    def __init__(self, figure: go.Figure, text: str) -> None:
        self.figure, self._text = figure, text
        self._contract = contract_in(chart_meta(figure))

    @property
    def contract(self) -> ProjectionContract:
        """The contract in the figure's meta.

        Raises:
            DomainError: the figure has no projection.
        """
        if self._contract is None:
            raise DomainError("claim_id", "there is nothing to project", "choose another claim")
        return self._contract

    @cached_property
    def panel(self) -> Panel:
        """The inputs and the figure that they control, for JupyterLab."""
        return Panel(self.contract, self.figure)

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        forms = static_forms(self.figure, self._text)
        if self._contract is None or not is_interactive():
            return forms
        return {**self.panel.forms(), **forms}


def projection(  # noqa: PLR0913  # an argument an input, all by name
    claims: pd.DataFrame,
    *,
    claim_id: str = "",
    base_value: float = 0.0,
    base_year: int = 0,
    model: str = "compound",
    growth: str | float = "implied",
    ceiling: float = CEILING,
    p: float = INNOVATION,
    q: float = IMITATION,
    threshold: float = 0.0,
    horizon_year: int = 2035,
    as_of: str = "",
    findings: Sequence[Finding] = (),
) -> Projection:
    """Project a claim that prints two values of a level, with inputs to try other assumptions.

    Args:
        claims: the validated table.
        claim_id: the claim; if empty, the article's first, or else the first that prints both ends.
        base_value: a base of your own in the displayed unit, instead of the claim's; 0: as printed.
        base_year: its year; 0: as printed.
        model: `compound`, `linear`, `logistic` or `bass`.
        growth: `implied` (through the printed end), `stated` (by the claim), `low`, `base` or
            `high` (from the sources' spread), a fraction a year such as 0.3, or a percentage: a
            whole number such as 30, or "30.5 %".
        ceiling: the limit of logistic and Bass paths, as a multiple of the larger printed end.
        p: innovation coefficient of Bass diffusion, a fraction a year.
        q: imitation coefficient of Bass diffusion, a fraction a year.
        threshold: the figure shows the year in which the path passes this value, in the displayed
            unit; 0: the next power of ten above both ends.
        horizon_year: the last year of the path.
        as_of: the date of the report as YYYY-MM-DD, for files that readers save.
        findings: the audit's findings; the chart lists those about the claims it draws.

    Raises:
        UsageError: a claim, model or growth is unknown, a number is outside its range, or the
            date is none.

    Example:
        >>> path = mr.projection(claims, claim_id="a01_ml_market", growth="25 %", horizon_year=2030)
        >>> figure = path.figure
    """
    given = {
        "claim_id": claim_id, "base_value": base_value, "base_year": base_year, "model": model,
        "growth": growth, "ceiling": ceiling, "p": p, "q": q, "threshold": threshold,
        "horizon_year": horizon_year,
    }  # fmt: skip
    if as_of:
        day_of(as_of)
    contract = first_contract(claims, given, as_of)
    if isinstance(contract, str):
        return _nothing(contract)
    state = contract["state"]
    figure = chart.drawn(claims, contract, state, findings)
    return Projection(figure, chart.as_text(contract, state, resolve(contract, state)))


def growth_by_source(claims: pd.DataFrame, *, claim_id: str = "") -> Fragment:
    """Return the yearly growth that each source gives for a claim's quantity, the lowest first.

    Args:
        claims: the validated table.
        claim_id: as in `projection`.

    Raises:
        UsageError: there is no such claim, or it prints no two values.

    Example:
        >>> table = mr.growth_by_source(claims, claim_id="a01_ml_market")
    """
    chosen = chosen_claim(claims, claim_id)
    growths = yearly_growths(claims, chosen) if chosen else pd.DataFrame()
    if growths.empty:
        return paragraphs("No source gives a growth of this quantity, so there are no scenarios.")
    rows = [
        (
            claim_link(str(key), row["producer"]),
            rate(row["growth"]),
            row["basis"],
            " to ".join("open" if pd.isna(row[end]) else str(row[end]) for end in ENDS),
        )
        for key, row in growths.iterrows()
    ]
    return table(
        f"Growth a year by source: a {FAN_LABEL}", ("Source", "Growth", "Basis", "Years"), rows
    )


ENDS: Final = ("from_year", "to_year")


def _nothing(text: str) -> Projection:
    return Projection(sentence(chart.NAME, chart.TITLE, text, COLUMNS), text)
