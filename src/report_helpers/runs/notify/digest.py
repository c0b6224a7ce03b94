"""Renders a report and sends a digest of the outcome."""

from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING, Literal

from report_helpers.errors import ReportError, UserFacingError
from report_helpers.reader_locale import day, using_locale
from report_helpers.runs.history import PAGE
from report_helpers.runs.manifest import public_lines
from report_helpers.runs.notify.notifier import announce
from report_helpers.runs.render import render
from report_helpers.runs.request import Outcome, Request
from report_helpers.settings.active import report_name

if TYPE_CHECKING:
    from report_helpers.page.mail.message import Mail

__all__ = ["Event", "render_and_announce"]

Event = Literal["success", "failure", "change"]


def render_and_announce(  # noqa: PLR0913 all are keywords but two
    request: Request,
    progress: Callable[[str], None],
    *,
    addresses: Sequence[str],
    events: Collection[Event],
    warn: Callable[[str], None] = lambda _: None,
    with_figures: bool = False,
) -> tuple[Outcome, str]:
    """Render a report, and send a digest of the outcome.

    Args:
        request: what to render and where.
        progress: called with the name of each step.
        addresses: apprise addresses that get the digest.
        events: the outcomes to announce: each `success`, a `failure`, a `change` of the content.
        warn: called with problems that do not stop the run.
        with_figures: whether mails show the first screen and the list of figures too.

    Returns:
        The outcome, and the problem with the announcement or "".

    Raises:
        UserFacingError: a subclass of it, after it is announced.
    """
    try:
        outcome = render(request, progress, warn)
    except UserFacingError as error:
        if addresses and "failure" in events:
            problem = announce(addresses, *_failure(request, error))
            if problem:
                error.add_note(problem)
        raise
    happened = {"success", "change"} if outcome.is_change else {"success"}
    if not addresses or happened.isdisjoint(events):
        return outcome, ""
    with using_locale(outcome.locale):
        title, lines = _success(outcome)
    shown = _mail(request, outcome, lines, warn) if with_figures else None
    return outcome, announce(addresses, title, "\n".join(lines), mail=shown)


def _mail(
    request: Request, outcome: Outcome, lines: Sequence[str], warn: Callable[[str], None]
) -> "Mail | None":
    """Return the mail of the run with the lines of the digest; None, with a warning, without it."""
    # Imported here, because it loads pandas and plotly.
    from report_helpers.runs.notify.run_mail import run_mail  # noqa: PLC0415

    try:
        return run_mail(outcome, pictures=request.pictures, notes=lines)
    except ReportError as error:
        warn(f"the digest is sent without figures: {error}")
        return None


def _success(outcome: Outcome) -> tuple[str, list[str]]:
    """Return title and lines: what changed, and what the audit found.

    A message leaves the machine, so it names the report by its title, and no path.
    """
    # Imported here, because both load pandas and most runs announce nothing.
    from report_helpers.audit.findings import SEVERITIES  # noqa: PLC0415
    from report_helpers.claims.wording import count_phrase  # noqa: PLC0415

    found = [count_phrase(outcome.findings.get(name, 0), name) for name in SEVERITIES]
    lines = [
        outcome.changed or "Nothing changed.",
        f"The audit found {found[0]}, {found[1]} and {found[2]}.",
    ]
    return f"{report_name()} {outcome.kind}, as of {day(outcome.as_of)}", lines


def _day(request: Request) -> str:
    """Return the date of a run that failed, perhaps because of its locale."""
    try:
        with using_locale(request.locale):
            return day(request.as_of)
    except UserFacingError:
        return request.as_of


def _failure(request: Request, error: UserFacingError) -> tuple[str, str]:
    exists = (request.out / PAGE).exists()
    stays = "The page stays as it was." if exists else "There is no page yet."
    lines = [f"error: {line}" for line in public_lines(error)]
    return (
        f"{report_name()} failed ({error.exit_code}), as of {_day(request)}",
        "\n".join([*lines, stays]),
    )
