"""What a notebook's metadata say about its section of the page, and whether it is one."""

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from report_helpers.errors import NotebookError

__all__ = ["NotebookSettings", "notebook_settings"]


class NotebookSettings(BaseModel):
    """The metadata `market_report` of a notebook.

    Attributes:
        bar: the links that the section gives the page's bar: words and anchors of its headings.
        folded: the words that open the section; empty if it is not folded. Its first cell is shown
            in any case.
        page: whether the notebook is a section of the page; no run executes one that is not.
        each: the notebook is a chapter of a topic: of its `growth`, its `changes` or its `values`.
            It runs once for each such chapter that the claims give.
        only_with_charts: the section is left out if none of its charts has anything to draw.
    """

    model_config = ConfigDict(strict=True, extra="forbid")

    bar: dict[str, str] = {}
    folded: str = ""
    page: bool = True
    each: Literal["", "growth", "changes", "values"] = ""
    only_with_charts: bool = False


def notebook_settings(place: str, metadata: Mapping[str, Any]) -> NotebookSettings:
    """Return the settings of a notebook.

    Args:
        place: the notebook, for error messages.
        metadata: the metadata of the notebook.

    Raises:
        NotebookError: the metadata hold something else.
    """
    try:
        return NotebookSettings.model_validate(metadata.get("market_report", {}))
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(["market_report", *map(str, first["loc"])])
        what = f"its metadata {name}: {first['msg'][:1].lower()}{first['msg'][1:]}"
        fix = (
            "give bar as words and anchors, folded as text, page and only_with_charts as true or "
            "false, each as growth, changes or values"
        )
        raise NotebookError(place, what, fix) from error
