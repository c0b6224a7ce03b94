"""One output of a cell as a block of the page.

Of the forms of an output the page shows the richest that it can. An output without such a form
stops the page, because dropping it silently would hide a result.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from markupsafe import Markup

from report_helpers.errors import TERMINAL, NotebookError
from report_helpers.page.blocks.embedded_pictures import PictureError, picture_of_output
from report_helpers.page.blocks.html_sanitizer import UnknownHTMLError, rewrite_html
from report_helpers.page.blocks.markdown import Anchors, Prose, render_markdown
from report_helpers.page.blocks.mathml import FormulaError, mathml_of_output
from report_helpers.page.chart_view import ChartView, chart_view
from report_helpers.page.claims_view import ClaimsView, claims_view
from report_helpers.text.cell_html import as_page
from report_helpers.text.claim_explorer import CLAIMS

__all__ = ["PLOTLY", "Block", "Cell", "Text", "output_blocks", "refusal"]

PLOTLY: Final = "application/vnd.plotly.v1+json"
WIDGET: Final = "application/vnd.jupyter.widget-view+json"
SHOWABLE: Final = "show the result as a chart, a table, a picture or text"


@dataclass(frozen=True, slots=True)
class Text:
    """Plain text, shown without changes."""

    text: str


Block = Prose | ChartView | ClaimsView | Markup | Text


@dataclass(frozen=True, slots=True)
class Cell:
    """Where an output or text stands.

    Attributes:
        place: the notebook and cell, for error messages.
        folder: the notebook's folder, if it is known.
        anchors: those of the page.
    """

    place: str
    folder: Path | None
    anchors: Anchors


def output_blocks(cell: Cell, output: Mapping[str, Any]) -> list[Block]:
    """Return what the page shows of an output; nothing of stderr.

    Raises:
        NotebookError: it is an error, or has no form that the page can show.
    """
    if output["output_type"] == "error":
        raise refusal(cell, f"the cell failed with {output['ename']}", "run it in JupyterLab")
    if output["output_type"] == "stream":
        printed = output["name"] == "stdout" and output["text"].strip()
        return [Text(_plain(output["text"]))] if printed else []
    return [_shown(cell, output["data"], output.get("metadata", {}))]


def refusal(cell: Cell, what: str, fix: str = SHOWABLE) -> NotebookError:
    """Return the error of a result that the page cannot show."""
    return NotebookError(cell.place, f"refusing to publish: {what}", fix)


def _shown(cell: Cell, data: Mapping[str, Any], metadata: Mapping[str, Any]) -> Block:
    for kind, view in ((PLOTLY, _chart), (CLAIMS, _claims)):
        if kind in data:
            try:
                return view(cell, data[kind])
            except (TypeError, LookupError, ValueError, AttributeError) as error:
                # Its JSON is whatever a cell has displayed.
                what = f"the output of type {kind} is damaged ({type(error).__name__})"
                raise refusal(cell, what) from error
    problems: list[str] = []
    for read in _forms(cell, data, metadata):
        try:
            block = read()
        except (UnknownHTMLError, FormulaError, PictureError) as error:
            problems.append(str(error))
        else:
            if block is not None:
                return block
    raise refusal(cell, f"the output holds {problems[0]}" if problems else _unknown(data))


def _chart(cell: Cell, content: Any) -> ChartView:
    return chart_view(content, cell.anchors)


def _claims(cell: Cell, content: Any) -> ClaimsView:
    return claims_view(cell.place, content)


def _forms(
    cell: Cell, data: Mapping[str, Any], metadata: Mapping[str, Any]
) -> list[Callable[[], Block | None]]:
    """Return the readers of the forms that an output has, in the order of JupyterLab."""
    forms: list[Callable[[], Block | None]] = []
    if "text/html" in data:
        forms.append(lambda: rewrite_html(as_page(data["text/html"])))
    if "text/markdown" in data:
        forms.append(lambda: render_markdown(data["text/markdown"], cell.anchors, cell.folder))
    if "text/latex" in data:
        forms.append(lambda: mathml_of_output(data["text/latex"]))
    forms.append(lambda: picture_of_output(data, metadata))
    # With another type, the plain text is only a placeholder for the result.
    if set(data) == {"text/plain"}:
        forms.append(lambda: Text(_plain(data["text/plain"])))
    return forms


def _plain(text: str) -> str:
    """Return printed text without what only a terminal obeys, such as colors."""
    return TERMINAL.sub("", text)


def _unknown(data: Mapping[str, Any]) -> str:
    if WIDGET in data:
        return "the output is a widget, which needs a kernel"
    richer = ", ".join(sorted(set(data) - {"text/plain"})) or "nothing"
    return f"the page cannot show {richer}"
