"""The mail of a kept run, and the file that it is written to."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from report_helpers.audit.audit import audit
from report_helpers.errors import InputError, OutputError
from report_helpers.execution.processes import adopt_orphans, end_children
from report_helpers.execution.stopping import stoppable, unstopped
from report_helpers.files import replace_file
from report_helpers.page.mail.body import mail
from report_helpers.page.mail.message import Mail, eml
from report_helpers.reader_locale import using_locale
from report_helpers.runs.publish import refuse_their_mail
from report_helpers.runs.request import Outcome
from report_helpers.runs.results import read_snapshot

__all__ = ["run_mail", "write_mail"]

FIX = "free space or allow writing there; the page is published"


def run_mail(outcome: Outcome, *, pictures: bool, notes: Sequence[str] = ()) -> Mail:
    """Return the mail of the run that an outcome speaks of, from its kept claims.

    Raises:
        InputError: the run is not kept, or its files are damaged.
        SetupError: a browser was found and cannot draw.
        StoppedError: a signal stopped it.
    """
    if not outcome.run.is_dir():
        what = "the run is not kept, so it has no mail"
        raise InputError(str(outcome.run), what, "give a larger --keep")
    claims = read_snapshot(outcome.run).claims
    adopt_orphans()
    with stoppable(), using_locale(outcome.locale):
        try:
            return mail(
                claims,
                audit(claims, as_of=outcome.as_of),
                as_of=date.fromisoformat(outcome.as_of),
                changed=outcome.changed,
                notes=notes,
                pictures=pictures,
            )
        finally:
            with unstopped():
                end_children()


def write_mail(mail: Mail, file: Path) -> None:
    """Write a mail to a file, whole or not at all.

    Raises:
        OutputError: the file is somebody else's, or cannot be written.
    """
    refuse_their_mail(file)
    try:
        replace_file(file, eml(mail))
    except OSError as error:
        what = error.strerror or str(error)
        raise OutputError(str(file), what, FIX) from error
