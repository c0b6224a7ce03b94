"""Prints the published page of a report into its folder."""

from pathlib import Path
from typing import Final

from report_helpers.errors import InputError, OutputError
from report_helpers.execution.processes import adopt_orphans, end_children
from report_helpers.execution.stopping import stoppable, unstopped
from report_helpers.files import read_regular, replace_file
from report_helpers.page.images.printing import Paper, print_page
from report_helpers.runs.history import LARGEST_PAGE, PAGE

__all__ = ["write_pdf"]

PRINTED: Final = "report.pdf"


def write_pdf(out: Path, *, paper: Paper, limit: float) -> Path:
    """Print `OUT/index.html` to `OUT/report.pdf`, whole or not at all, and return its path.

    Args:
        out: the folder of a report.
        paper: the size of the sheets.
        limit: seconds to print in.

    Raises:
        InputError: there is no page, or it cannot be read.
        SetupError: there is no browser, or it cannot print the page.
        TimeLimitError: printing takes longer than the limit.
        OutputError: the file cannot be written.
        StoppedError: a signal stopped it.
    """
    page, printed = out / PAGE, out / PRINTED
    try:
        html = read_regular(page, LARGEST_PAGE)
    except OSError as error:
        what = f"the published page cannot be read ({error.strerror or error})"
        raise InputError(str(page), what, "render the report first, or give its folder") from error
    adopt_orphans()
    with stoppable():
        try:
            pdf = print_page(html, paper=paper, limit=limit)
        finally:
            with unstopped():
                end_children()
    try:
        replace_file(printed, pdf)
    except OSError as error:
        what = error.strerror or str(error)
        raise OutputError(str(printed), what, "free space or allow writing there") from error
    return printed
