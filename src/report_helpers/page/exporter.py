"""The nbconvert exporter: `jupyter nbconvert --to market-report notebook.ipynb`."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from nbconvert.exporters import Exporter
from nbformat import NotebookNode
from traitlets import Bool

from report_helpers.page.builder import build_page
from report_helpers.reader_locale import DEFAULT, using_locale

__all__ = ["MarketReportExporter"]


class MarketReportExporter(Exporter):
    """Converts one executed notebook to a page."""

    export_from_notebook = "Market report"
    output_mimetype = "text/html"
    pictures = Bool(
        default_value=True, help="Draw each chart as a picture too, if a browser is found."
    ).tag(config=True)

    def _file_extension_default(self) -> str:
        return ".html"

    def from_notebook_node(  # type: ignore[override] # exporters return text
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[str, dict[str, Any]]:
        """Return the page, dated by the notebook's `as_of` in its `locale`, and the resources."""
        notebook, resources = super().from_notebook_node(nb, resources, **kw)
        # papermill records the parameters of its run in the notebook.
        given = notebook.metadata.get("papermill", {}).get("parameters", {})
        as_of = given.get("as_of")
        with using_locale(str(given.get("locale", DEFAULT))):
            page = build_page(
                [notebook],
                files=_files(resources),
                as_of=as_of and str(as_of),
                pictures=self.pictures,
            )
        if page.unpictured:
            self.log.warning(page.unpictured)
        return page.html, resources


def _files(resources: Mapping[str, Any]) -> list[Path]:
    """Return the path of the notebook, empty if nbconvert was given none."""
    about = resources.get("metadata", {})
    named = about.get("name") and about.get("path")
    return [Path(about["path"], f"{about['name']}.ipynb")] if named else []
