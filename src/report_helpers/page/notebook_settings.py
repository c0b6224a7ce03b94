"""What a notebook's metadata say about its section: links of the bar, and whether it is folded."""

from nbformat import NotebookNode
from pydantic import BaseModel, ConfigDict, ValidationError

from report_helpers.errors import NotebookError

__all__ = ["NotebookSettings", "notebook_settings"]


class NotebookSettings(BaseModel):
    """The metadata `market_report` of a notebook.

    Attributes:
        bar: the links that the section gives the page's bar: words and anchors of its headings.
        folded: the words that open the section; empty if it is not folded. Its first cell is shown
            in any case.
    """

    model_config = ConfigDict(strict=True, extra="forbid")

    bar: dict[str, str] = {}
    folded: str = ""


def notebook_settings(place: str, notebook: NotebookNode) -> NotebookSettings:
    """Return the settings of a notebook.

    Args:
        place: the notebook, for error messages.
        notebook: the notebook.

    Raises:
        NotebookError: the metadata hold something else.
    """
    try:
        return NotebookSettings.model_validate(notebook.metadata.get("market_report", {}))
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(["market_report", *map(str, first["loc"])])
        what = f"its metadata {name}: {first['msg'][:1].lower()}{first['msg'][1:]}"
        raise NotebookError(place, what, "give bar as words and anchors, folded as text") from error
