"""Prints the published page of a report into its folder."""

from pathlib import Path
from typing import Final

from report_helpers.errors import InputError, OutputError
from report_helpers.execution.processes import adopt_orphans, end_children
from report_helpers.execution.stopping import stoppable, unstopped
from report_helpers.files import read_regular, replace_file
from report_helpers.page.images.printing import Paper, is_printed, print_page
from report_helpers.runs.history import LARGEST_PAGE, PAGE
from report_helpers.runs.lock import last_moment
from report_helpers.runs.publish import refuse_foreign

__all__ = ["write_pdf"]

PRINTED: Final = "report.pdf"
THEIRS: Final = "is not a file that this version of market-report printed, or was changed since"


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
        HeldError: another run holds the folder for too long.
        OutputError: the file is somebody else's, or cannot be written.
        StoppedError: a signal stopped it.
    """
    page, printed = out / PAGE, out / PRINTED
    try:
        html = read_regular(page, LARGEST_PAGE)
    except OSError as error:
        what = f"the published page cannot be read ({error.strerror or error})"
        raise InputError(str(page), what, "render the report first, or give its folder") from error
    _refuse_theirs(printed)
    adopt_orphans()
    with stoppable():
        try:
            pdf = print_page(html, paper=paper, limit=limit)
        finally:
            with unstopped():
                end_children()
    try:
        with last_moment(out):
            _refuse_theirs(printed)
            replace_file(printed, pdf)
    except OSError as error:
        what = error.strerror or str(error)
        raise OutputError(str(printed), what, "free space or allow writing there") from error
    return printed


def _refuse_theirs(printed: Path) -> None:
    refuse_foreign(printed, is_printed, THEIRS, "remove it")
