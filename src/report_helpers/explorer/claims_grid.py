"""The explorer's table: itables' widget, whose library stays out of stored notebooks.

itables has its library, 730 kB, as traits of each table, so every notebook that papermill runs, or
that is saved with its widgets, would hold a copy. This one asks the kernel for the library when it
is shown.
"""

from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import itables
import pandas as pd
from itables import JavascriptFunction
from itables.widget import ITable

from report_helpers.audit.findings import Finding
from report_helpers.charts.toolkit.plotly_text import records, window
from report_helpers.tables.chosen_claims import NONE, facets
from report_helpers.text.badges import READ, SHAPES
from report_helpers.text.claim_explorer import figure_order, figure_with_growth

__all__ = ["ClaimsGrid", "grid_rows"]

VERSION: Final = f"itables {version('itables')}"
FOLDER: Final = Path(itables.__file__).parent / "widget" / "static"
LIBRARY: Final = (FOLDER / "widget.js", FOLDER / "widget.css")
ROWS: Final = "19em"
"""The height of the rows in sight."""
ORDER: Final = "order"
"""The hidden column that figures are sorted by."""

SCRIPT: Final = """
const loaded = () => (globalThis.marketReportTables ??= new Map());

const asked = (model) => new Promise((done) => {
  const take = (message, [library, style]) => {
    if (message.library !== VERSION) return;
    model.off("msg:custom", take);
    const text = new TextDecoder().decode(style);
    const address = URL.createObjectURL(new Blob([library], { type: "text/javascript" }));
    done(import(address)
      .then((made) => ({ render: made.default.render, text }))
      .finally(() => URL.revokeObjectURL(address)));
  };
  model.on("msg:custom", take);
  model.send({ library: VERSION });
});

export default {
  async render({ model, el }) {
    // Once a page, however many tables there are.
    if (!loaded().has(VERSION)) loaded().set(VERSION, await asked(model));
    const { render, text } = loaded().get(VERSION);
    const style = document.createElement("style");
    style.textContent = text;
    el.append(style);
    el.classList.add("market-report-grid");
    render({ model, el });
  },
};
""".replace("VERSION", f'"{VERSION}"')

STYLE: Final = """
.market-report-grid td {
  max-width: 15em; overflow: hidden; text-overflow: ellipsis; cursor: pointer;
}
.market-report-grid td:nth-child(4) { max-width: 10em; }
.market-report-grid td:nth-child(5) { max-width: 5em; }
.market-report-grid table.dataTable :is(th, td) { text-align: left; padding: 3px 5px; }
.market-report-grid table.dataTable { font-size: 12px; }
"""

EMPTY: Final = "No claim meets all choices."

IN_SIGHT: Final = """function () {
  const api = this.api();
  api.off("select.sight").on("select.sight", (event, dt, type, picked) => {
    // A claim that was picked in the chart may be out of sight.
    const order = dt.rows({ order: "applied", search: "applied" }).indexes().toArray();
    const place = order.indexOf(picked[0]);
    const { start, end } = dt.scroller.page();
    if (place < start || place > end) dt.row(picked[0]).scrollTo(false);
  });
}"""
COLUMNS: Final = ("Claim", "Figure", "Years", "Publisher", "Region", "Verdict", "Evidence")
OPTIONS: Any = {
    "maxBytes": 0,
    "classes": "display nowrap compact",
    "style": "width:100%",
    "select": "os",
    "scrollX": True,
    "scrollY": ROWS,
    "scrollCollapse": True,
    "scroller": True,
    "deferRender": True,
    "layout": {"topStart": None, "topEnd": None, "bottomStart": None, "bottomEnd": None},
    "language": {"emptyTable": EMPTY},
    "columnDefs": [
        {"targets": [len(COLUMNS)], "visible": False},
        {"targets": [COLUMNS.index("Figure")], "orderData": [len(COLUMNS)]},
    ],
    # itables does not evaluate `initComplete`.
    "drawCallback": JavascriptFunction(IN_SIGHT),
}


class ClaimsGrid(ITable):
    """The claims as a table to sort and to pick rows of.

    Attributes:
        selected_rows: the positions of the rows picked.
    """

    # itables says that these are paths; anywidget takes texts too.
    _esm: Any = SCRIPT
    _css: Any = STYLE

    def __init__(self, rows: pd.DataFrame) -> None:
        super().__init__(_lines(rows), **OPTIONS)
        self.on_msg(self._answer)

    def _answer(self, _widget: object, message: dict[str, Any], _buffers: object) -> None:
        if message.get("library") == VERSION:
            self.send({"library": VERSION}, buffers=[path.read_bytes() for path in LIBRARY])

    def show(self, rows: pd.DataFrame, picked: Sequence[int]) -> None:
        """Show other rows, some of them picked."""
        with self.hold_sync():
            self.update(_lines(rows), selected_rows=list(picked), **OPTIONS)


def _lines(rows: pd.DataFrame) -> pd.DataFrame:
    # itables shows an index that is no count from 0.
    return rows.reset_index(drop=True)


def grid_rows(claims: pd.DataFrame, findings: Sequence[Finding]) -> pd.DataFrame:
    """Return what the table shows of each claim, and the place of its figure in their order."""
    values = facets(claims, findings)
    known = records(claims)
    cells = (
        claims["title"],
        [figure_with_growth(row) for row in known.values()],
        [window(row) for row in known.values()],
        values["publisher"].replace(NONE, ""),
        values["region"].replace(NONE, ""),
        [_marked(verdict) for verdict in values["verdict"]],
        [READ[key][1] for key in claims["evidence"]],
        figure_order(claims),
    )
    return pd.DataFrame(dict(zip([*COLUMNS, ORDER], cells, strict=True)), index=claims.index)


def _marked(verdict: Any) -> str:
    return "" if verdict == NONE else f"{SHAPES[verdict]} {verdict}"
