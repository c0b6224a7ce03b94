"""The explorer's panel: choices, table, dossier, chart and code, and what links them."""

from collections.abc import Sequence
from typing import Any, Final

# ipywidgets has no type hints.
import ipywidgets as widgets  # type: ignore[import-untyped]
import pandas as pd
from markupsafe import Markup

from report_helpers.audit.findings import Finding
from report_helpers.charts.toolkit.finish import LEGEND_LINE, legend_rows
from report_helpers.charts.toolkit.meta import ChartMeta, chart_meta
from report_helpers.charts.toolkit.publisher_styles import publisher_styles
from report_helpers.claims.wording import count_phrase
from report_helpers.explorer.choice_inputs import ChoiceInputs, Choices
from report_helpers.explorer.claims_grid import ClaimsGrid, grid_rows
from report_helpers.explorer.selection_chart import MOST, dimmed, selection_chart
from report_helpers.explorer.small_widgets import CodeView, DossierView
from report_helpers.projection.widget_parts import CellWidth, OwnChanges, bare, heading, paragraph
from report_helpers.reader_locale import remembered
from report_helpers.tables.chosen_claims import chosen
from report_helpers.text.dossier import Dossiers

__all__ = ["ExplorerPanel"]

HEAD: Final = Markup("<h4>{}: {}</h4>\n{}")
EMPTY: Final = "No claim meets all choices. Take one back, or press “All claims”."


class ExplorerPanel:
    """The explorer as widgets.

    Attributes:
        inputs: what claims are chosen by.
        grid: the table.
        picked: the ids of the claims picked in the table or the chart.
        claim_id: the claim whose dossier is shown; empty if there is none.
        figure: the widget of the chart; None if there is nothing to draw.
        dossier, code, cell: see their classes.
        count: how many claims are chosen, as HTML.
    """

    def __init__(self, claims: pd.DataFrame, findings: Sequence[Finding], choices: Choices) -> None:
        self._claims, self._findings = claims, findings
        self._rows, self._dossiers = grid_rows(claims, findings), Dossiers(claims, findings)
        self.picked: list[str] = []
        self.claim_id = ""
        self.figure: Any = None
        self.inputs = ChoiceInputs(claims, findings, self._choose)
        self.inputs.reset.on_click(remembered(self.reset))
        self.dossier, self.code, self.cell = DossierView(), CodeView(), CellWidth()
        self.count, self._head, self._notes = (widgets.HTML() for _ in range(3))
        self._chart = widgets.VBox()
        self._own_changes = OwnChanges()
        self._styles = publisher_styles(claims)
        self.grid = ClaimsGrid(self._rows.head(0))
        self.grid.observe(remembered(self._pick_rows), names="selected_rows")
        self.dossier.observe(remembered(self._follow), names="asked")
        self.cell.observe(remembered(self._fill), names="width")
        self._kept = claims
        self.inputs.place(choices)

    @property
    def choices(self) -> Choices:
        """What is chosen: arguments of `mr.tables.chosen`."""
        picked = {"claim_ids": self.picked} if self.picked else {}
        return {**self.inputs.choices, **picked}

    @property
    def selected(self) -> pd.DataFrame:
        """The claims picked; without any, those that the choices leave."""
        return chosen(self._claims, self._findings, **self.choices)

    def box(self) -> Any:
        """Return all of it, from top to bottom."""
        return widgets.VBox([
            self.inputs.box(), self.count, self.grid, self.dossier, self._head, self._chart,
            self._notes, self.cell, self.code,
        ])  # fmt: skip

    # ---- what a reader does ------------------------------------------------------------------

    def reset(self, _button: object = None) -> None:
        """Take all choices and picks back."""
        self.picked = []
        self.inputs.place({})

    def pick(self, claim_ids: Sequence[str]) -> None:
        """Pick claims, and show the dossier of the last one."""
        with self._own_changes:
            self.grid.selected_rows = self._places(claim_ids)
        self._take(claim_ids)

    def _pick_rows(self, change: dict[str, Any]) -> None:
        if not self._own_changes:
            before = set(self.picked)
            picked = [str(self._kept.index[at]) for at in change["new"] if at < len(self._kept)]
            # The row clicked last is the one whose dossier a reader wants.
            self._take(sorted(picked, key=lambda each: each not in before))

    def _take(self, claim_ids: Sequence[str]) -> None:
        self.picked = [each for each in self._kept.index if each in set(claim_ids)]
        self._tell()
        self.show(claim_ids[-1] if claim_ids else self.claim_id)
        if self.figure is not None:
            with self.figure.batch_update():
                dimmed(self.figure, set(self.picked))

    def _places(self, claim_ids: Sequence[str]) -> list[int]:
        """Return the lines of claims in the table."""
        places = self._kept.index.get_indexer(pd.Index(claim_ids))
        return [int(place) for place in places if place >= 0]

    def _follow(self, change: dict[str, Any]) -> None:
        """Show the claim that a link in the dossier leads to, and pick it if it is in sight."""
        if change["new"] in self._kept.index:
            self.pick([change["new"]])
        elif change["new"] in self._claims.index:
            self.show(change["new"])

    def _choose(self) -> None:
        """Show what the choices leave, with the picked claims that are among it."""
        kept = self.inputs.kept()
        self._kept = self._claims[kept]
        self.picked = [each for each in self.picked if each in self._kept.index]
        with self._own_changes:
            self.grid.show(self._rows[kept], self._places(self.picked))
        first = [*self.picked, *self._kept.index[:1], ""][0]
        self.show(self.claim_id if self.claim_id in self._kept.index else first)
        self._draw()
        # Last, so that a reader of the count sees the chart of the same choices.
        self._tell()

    # ---- what is shown -----------------------------------------------------------------------

    def show(self, claim_id: str) -> None:
        """Show the dossier of a claim; empty: a sentence."""
        self.claim_id, self.dossier.asked = claim_id, ""
        if claim_id:
            row = self._rows.loc[claim_id]
            self.dossier.html = str(
                HEAD.format(row["Claim"], row["Figure"], self._dossiers.of(claim_id))
            )
        else:
            self.dossier.html = paragraph(EMPTY)

    def _tell(self) -> None:
        self.code.code = code_of(self.choices)
        if self.picked:
            words = f"{count_phrase(len(self.picked), 'claim')} picked of {len(self._kept):,}"
        else:
            words = f"{count_phrase(len(self._kept), 'claim')} of {len(self._claims):,}"
        self.count.value = paragraph(f"{words[0].upper()}{words[1:]}.")

    def _draw(self) -> None:
        figure = selection_chart(
            self._claims, self._kept, styles=self._styles, findings=self._findings
        )
        meta = chart_meta(figure)
        dimmed(figure, set(self.picked))
        before, self.figure = self.figure, None
        if meta["claims"]:
            self.figure = self._widget(figure)
            self._chart.children = [self.figure]
            self._head.value = heading(meta["title"], self._subtitle(meta["subtitle"]))
            self._notes.value = "".join(map(paragraph, notes_of(meta)))
        else:
            self._chart.children, self._notes.value = [], ""
            self._head.value = paragraph(meta["alt"]) if len(self._kept) else ""
        if before is not None:
            before.close()

    def _subtitle(self, subtitle: str) -> str:
        if len(self._kept) <= MOST:
            return subtitle
        return f"{subtitle}; of more than {MOST} claims the largest quantities are drawn"

    def _widget(self, figure: Any) -> Any:
        shown = bare(figure)
        shown.layout.meta = None
        # `bare` leaves room for one line of the legend.
        more = LEGEND_LINE * max(0, legend_rows(figure) - 1)
        shown.layout.margin.t += more
        shown.layout.height += more
        if self.cell.width:
            shown.layout.width = self.cell.width
        for trace in shown.data:
            if trace.customdata is not None:
                trace.on_click(remembered(self._clicked))
        return shown

    def _clicked(self, trace: Any, points: Any, _state: object) -> None:
        if points.point_inds:
            self.pick([str(trace.customdata[points.point_inds[0]])])

    def _fill(self, change: dict[str, Any]) -> None:
        if self.figure is not None:
            self.figure.layout.width = change["new"]


def notes_of(meta: ChartMeta) -> list[str]:
    """Return what stands below a chart: figures without an axis, and how to read it."""
    listed = meta["listed"]
    if listed is None:
        return meta["notes"]
    said = "; ".join(" ".join(row) for row in listed["rows"])
    return [f"{listed['title']}: {said}.", *meta["notes"]]


def code_of(choices: Choices) -> str:
    """Return the code that reproduces the frame of some choices."""
    given = "".join(f", {name}={value!r}" for name, value in choices.items())
    return f"selected = mr.tables.chosen(claims, findings{given})"
