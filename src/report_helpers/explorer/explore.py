"""`mr.explore`: the claims explorer as a cell's result."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any, Final

import pandas as pd

from report_helpers.analysis.parameter_checks import known_topic
from report_helpers.audit.findings import Finding
from report_helpers.claims.wording import capitalized, count_phrase, topic_title
from report_helpers.explorer.choice_inputs import Choices
from report_helpers.explorer.claims_grid import grid_rows
from report_helpers.explorer.explorer_panel import ExplorerPanel, code_of
from report_helpers.front_end import is_interactive
from report_helpers.tables.chosen_claims import chosen
from report_helpers.text.html import Fragment, joined, paragraphs, table

__all__ = ["Explorer", "explore"]

FIRST: Final = 12
"""The rows that are shown where there are no inputs."""


class Explorer:
    """The claims with inputs to choose, open and compare them, as the result of a notebook cell."""

    def __init__(self, claims: pd.DataFrame, findings: Sequence[Finding], choices: Choices) -> None:
        self._claims, self._findings, self._choices = claims, findings, choices

    @cached_property
    def panel(self) -> ExplorerPanel:
        """The inputs and what they lead to, for JupyterLab."""
        return ExplorerPanel(self._claims, self._findings, self._choices)

    @property
    def selected(self) -> pd.DataFrame:
        """The claims picked in the table or chart; without any, all that the choices leave.

        A frame as `mr.tables.chosen` returns it, with the figures as floats in base units.
        """
        return chosen(self._claims, self._findings, **self._now)

    @property
    def code(self) -> str:
        """The code that gives the same frame, where `mr`, `claims` and `findings` are known."""
        return code_of(self._now)

    @property
    def _now(self) -> Choices:
        # A panel is only made where it is shown: stored notebooks have none.
        return self.panel.choices if "panel" in self.__dict__ else self._choices

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        forms = self._preview()._repr_mimebundle_()
        if not is_interactive():
            return dict(forms)
        shown: dict[str, Any] = self.panel.box()._repr_mimebundle_()
        return {**shown, **forms}

    def _preview(self) -> Fragment:
        rows = chosen(self._claims, self._findings, **self._choices)
        if rows.empty:
            return paragraphs("No claim meets all choices.")
        shown = grid_rows(self._claims, self._findings).loc[rows.index].iloc[:FIRST, :-1]
        first = [tuple(row) for row in shown.itertuples(index=False)]
        topic = self._choices.get("topic")
        of_topic = f" on {topic_title(topic)}" if topic else ""
        words = f"{capitalized(count_phrase(len(rows), 'claim'))}{of_topic}. Run this cell in "
        start = "JupyterLab to choose, open and compare them"
        more = f"; these are the first {len(first)}." if len(rows) > len(first) else "."
        return joined(paragraphs(words + start + more), table("", map(str, shown.columns), first))


def explore(claims: pd.DataFrame, findings: Sequence[Finding] = (), *, topic: str = "") -> Explorer:
    """Explore the claims: a table, the dossier of a claim, and a chart, linked with each other.

    Lists, years and words choose claims. A click on a row or a point opens what is known of the
    claim, with its source, and picks it; Ctrl and Shift pick several.

    Args:
        claims: the validated table.
        findings: the findings of its audit.
        topic: the topic that is chosen first; empty: all.

    Returns:
        A result that JupyterLab shows as inputs. Its `selected` is the frame of what is picked or
        chosen, with figures as floats in base units; its `code` gives the same frame.

    Raises:
        UsageError: the claims have no such topic.

    Example:
        >>> explorer = mr.explore(claims, findings, topic="tools")
        >>> frame = explorer.selected
        >>> explorer.code
        "selected = mr.tables.chosen(claims, findings, topic='tools')"
    """
    topic = known_topic(claims, topic)
    return Explorer(claims, findings, {"topic": topic} if topic else {})
