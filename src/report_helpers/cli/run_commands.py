"""The commands that make reports."""

import os
from contextlib import suppress
from pathlib import Path
from typing import Any

import click

from report_helpers.cli.options import (
    FOLDER,
    LOCALE,
    OUT,
    PATIENCE,
    PROJECT,
    SECONDS,
    Project,
    common,
    many,
    progress,
    project_of,
    today,
)
from report_helpers.errors import OutputError, UsageError
from report_helpers.package_files import shipped
from report_helpers.reader_locale import DEFAULT

__all__ = ["batch", "render"]

EVENTS = ("success", "failure", "change")
MESSAGES = {
    "published": "{page}",
    "up to date": "{page} (up to date)",
    "superseded, removed": "{page} (superseded: it has a later date)",
    "superseded": "{page} (superseded: it has a later date; this run is kept in {run})",
}


@click.command()
@click.option(
    "--out",
    type=FOLDER,
    help=f"Folder of the report; its index.html is the page (default: {OUT}, in the project).",
)
@PROJECT
@click.option("--data", default="", help="Path or http(s) address of the claims.")
@click.option("--as-of", help="Date of the report, YYYY-MM-DD (default: today, UTC).")
@LOCALE
@click.option(
    "-p",
    "--parameter",
    "given",
    nargs=2,
    multiple=True,
    metavar="NAME VALUE",
    help="A notebook's parameter; see market-report notebooks.",
)
@click.option(
    "-f",
    "--parameters",
    "file",
    type=FOLDER,
    help="A YAML file of parameters, such as a saved scenario; -p takes precedence.",
)
@click.option("--notebooks", type=FOLDER, help="Folder of the notebooks.")
@click.option("--no-pictures", is_flag=True, help="Leave out the charts' static pictures.")
@click.option(
    "--time-limit", type=SECONDS, help="Longest time from fetching to publishing, in seconds."
)
@click.option("--lock-timeout", type=PATIENCE, metavar="SECONDS", default=0,
              help="How long to wait for another run that uses the same folder.")  # fmt: skip
@click.option("--keep", type=click.IntRange(min=1), metavar="N", help="Keep the last N runs only.")
@click.option("--expect-every", metavar="7d|2w",
              help="When the next report is due; later, the page warns readers.")  # fmt: skip
@click.option("--notify-file", type=FOLDER,
              help="A file of addresses that get a digest (or MARKET_REPORT_NOTIFY).")  # fmt: skip
@click.option("--notify-on", "events", type=click.Choice(EVENTS), multiple=True,
              default=("change", "failure"), show_default=True,
              help="What to announce; may be given more than once.")  # fmt: skip
@click.option("--notify-figures", is_flag=True,
              help="Show the first screen and the figures in digests by mail.")  # fmt: skip
@click.option("--email", type=FOLDER, metavar="FILE.eml",
              help="Write the first screen and the figures as a mail too.")  # fmt: skip
@common
def render(given: tuple[tuple[str, str], ...], file: Path | None, **options: Any) -> None:
    """Run the notebooks and publish OUT/index.html.

    The same claims, parameters, date and versions give the same page; if it is published already,
    nothing runs. A page with a later date is never replaced.
    """
    # Imported here, because papermill and nbclient take a second to load.
    from report_helpers.execution.parameter_files import read_parameters  # noqa: PLC0415
    from report_helpers.runs.notify.digest import render_and_announce  # noqa: PLC0415
    from report_helpers.runs.notify.notifier import addresses, exposed  # noqa: PLC0415
    from report_helpers.runs.request import Request  # noqa: PLC0415

    parameters = (read_parameters(file) if file else {}) | _once(given)
    project = project_of(
        options["project"],
        data=options["data"] or parameters.pop("data", ""),
        notebooks=options["notebooks"],
        out=options["out"],
    )
    own_locale = _use_settings(project)
    request = Request(
        notebooks=project.notebooks or shipped("notebooks"),
        out=project.out,
        as_of=options["as_of"] or parameters.pop("as_of", "") or today().isoformat(),
        locale=options["locale"] or parameters.pop("locale", "") or own_locale,
        data=project.data,
        project=project.settings,
        given=parameters,
        pictures=not options["no_pictures"],
        time_limit=options["time_limit"],
        lock_timeout=options["lock_timeout"],
        keep=options["keep"],
        expect_every=options["expect_every"],
    )
    if options["email"]:
        _check_folder(options["email"])
    recipients = addresses(options["notify_file"], os.environ)
    with progress(quiet=options["quiet"]) as say:
        outcome, problem = render_and_announce(
            request, say, addresses=recipients, events=options["events"], warn=_warn,
            with_figures=options["notify_figures"],
        )  # fmt: skip
        if options["email"]:
            from report_helpers.runs.notify.run_mail import run_mail, write_mail  # noqa: PLC0415

            say("the mail")
            write_mail(run_mail(outcome, pictures=request.pictures), options["email"])
    for warning in filter(None, (exposed(options["notify_file"]), problem)):
        _warn(warning)
    if not options["quiet"]:
        kind = f"{outcome.kind}{'' if outcome.run.is_dir() else ', removed'}"
        _say(MESSAGES[kind].format(page=outcome.page, run=outcome.run))


@click.command()
@click.argument("grid", type=FOLDER)
@click.option("--out", type=FOLDER, default="reports", show_default=True,
              help="Folder of the reports; its index.html lists them.")  # fmt: skip
@click.option("--workers", type=click.IntRange(min=1), default=os.cpu_count() or 1, metavar="N",
              help="Processes that make reports (default: one per processor).")  # fmt: skip
@PROJECT
@click.option("--resume", is_flag=True, help="Keep existing reports with the same inputs.")
@click.option("--as-of", help="Date of points without one, YYYY-MM-DD (default: today, UTC).")
@LOCALE
@click.option("--notebooks", type=FOLDER, help="Folder of the notebooks.")
@click.option("--no-pictures", is_flag=True, help="Leave out the charts' static pictures.")
@click.option(
    "--time-limit",
    type=SECONDS,
    help="Longest time of one report until it is published, in seconds.",
)
@click.option("--lock-timeout", type=PATIENCE, metavar="SECONDS", default=0,
              help="How long to wait for another run that uses the same folder.")  # fmt: skip
@click.option("--scheduler", metavar="ADDRESS", default="",
              help="A Dask scheduler, tcp://HOST:8786: its workers make the reports.")  # fmt: skip
@click.option("--cluster-timeout", type=SECONDS, metavar="SECONDS", default=60, show_default=True,
              help="How long to wait while the cluster has no workers.")  # fmt: skip
@common
def batch(grid: Path, **options: Any) -> int:
    """Render a report for each point of GRID, and an index page.

    GRID is a YAML file that gives each parameter a value or a list of values; each combination is
    a report. All points are checked before the first report is made.
    """
    from report_helpers.runs.batch.batch_run import Batch  # noqa: PLC0415
    from report_helpers.runs.batch.batch_run import batch as make_batch  # noqa: PLC0415

    project = project_of(options["project"], data="", notebooks=options["notebooks"])
    own_locale = _use_settings(project)
    request = Batch(
        grid=grid,
        notebooks=project.notebooks or shipped("notebooks"),
        data=project.data,
        out=options["out"],
        as_of=options["as_of"] or today().isoformat(),
        locale=options["locale"] or own_locale,
        workers=options["workers"],
        resume=options["resume"],
        pictures=not options["no_pictures"],
        time_limit=options["time_limit"],
        lock_timeout=options["lock_timeout"],
        scheduler=options["scheduler"],
        cluster_timeout=options["cluster_timeout"],
    )
    with many(quiet=options["quiet"]) as done:
        listed = make_batch(request, done, _warn)
    failed = [one for one in listed if one.outcome == "failed"]
    for one in failed:
        click.echo(f"error: {one.point.name}: {one.error}; see manifest.json", err=True)
    if not options["quiet"]:
        _say(str(request.out / "index.html"))
    return int(bool(failed))


def _use_settings(project: Project) -> str:
    """Make the project's settings active, and return their locale, else the report's own.

    Settings that are wrong are not used: the run refuses them, and announces that.
    """
    from report_helpers.runs.job import report_files  # noqa: PLC0415
    from report_helpers.settings.active import settings, use_settings  # noqa: PLC0415
    from report_helpers.settings.settings_file import parse_settings  # noqa: PLC0415

    notebooks = project.notebooks or shipped("notebooks")
    with suppress(UsageError):
        use_settings(
            parse_settings(report_files(project.data, notebooks, project.settings).settings)
        )
    return settings().locale or DEFAULT


def _check_folder(file: Path) -> None:
    """Refuse a file that cannot be written, or is somebody's, before the report is made."""
    if not file.parent.is_dir() or file.is_dir():
        what = "is a folder" if file.is_dir() else "its folder does not exist"
        raise OutputError(str(file), what, "give --email the path of a file")
    from report_helpers.runs.publish import refuse_their_mail  # noqa: PLC0415

    refuse_their_mail(file)


def _say(what: str) -> None:
    """Print what was published; that nobody can read it is no failure."""
    try:
        click.echo(what)
    except OSError as error:
        _warn(f"standard output cannot be written ({error.strerror or error})")


def _warn(warning: str) -> None:
    # A warning that nobody can read stops nothing.
    with suppress(OSError):
        click.echo(f"warning: {warning}", err=True)


def _once(given: tuple[tuple[str, str], ...]) -> dict[str, str]:
    names = [name for name, _ in given]
    twice = [name for name in names if names.count(name) > 1]
    if twice:
        raise UsageError(f"parameter {twice[0]}", "given twice", "give it once")
    return dict(given)
