"""The command: arguments in, one call, an exit code out."""

import os
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
)
from rich.table import Table

from report_helpers import __version__
from report_helpers.analysis.findings import Severity
from report_helpers.check import FORMATS
from report_helpers.check import check as check_data
from report_helpers.errors import ReportError, SetupError, UsageError
from report_helpers.shipped import shipped

__all__ = ["main"]

INTERRUPTED = 130
DEFAULT_OUT = "report"
DAY = click.DateTime(formats=["%Y-%m-%d"])
SECONDS = click.FloatRange(min=0, min_open=True)
EVENTS = ("success", "failure", "change")
SAID = {
    "published": "{page}",
    "up to date": "{page} (up to date)",
    "superseded": "{page} (superseded: it is of a later day; this run is kept in {run})",
}


def main(arguments: list[str] | None = None) -> None:
    """Run the command and leave with its exit code (see `report_helpers.errors`)."""
    arguments = sys.argv[1:] if arguments is None else arguments
    try:
        _need_a_folder()
        code = command.main(arguments, prog_name="market-report", standalone_mode=False)
    except ReportError as error:
        _tell(error, debug="--debug" in arguments)
        code = error.exit_code
    except click.ClickException as error:
        _tell(
            UsageError(
                "command line", error.format_message().rstrip("."), "see market-report --help"
            )
        )
        code = UsageError.exit_code
    except (click.Abort, KeyboardInterrupt):
        _tell(ReportError("run", "interrupted", "start it again"))
        code = INTERRUPTED
    sys.exit(code or 0)


def _need_a_folder() -> None:
    """Refuse a working directory that is gone: no path means anything there."""
    try:
        Path.cwd()
    except FileNotFoundError as error:
        raise SetupError("working directory", "it is gone", "change to one that exists") from error


def _tell(error: ReportError, *, debug: bool = False) -> None:
    for line in error.lines():
        click.echo(f"error: {line}", err=True)
    if debug:
        click.echo("".join(traceback.format_exception(error)), err=True)


def _common(function: Callable[..., Any]) -> Callable[..., Any]:
    quiet = click.option("--quiet", is_flag=True, help="Say nothing but errors.")
    debug = click.option("--debug", is_flag=True, help="Show the traceback of an error.")
    return quiet(debug(function))


@click.group()
@click.version_option(__version__)
def command() -> None:
    """Check, chart and project the figures that market articles quote."""


@command.command()
@click.argument("data", default="")
@click.option(
    "--format",
    "style",
    type=click.Choice(list(FORMATS)),
    default="text",
    help="For people, programs, or annotations in GitHub Actions.",
)
@click.option("--as-of", type=DAY, help="Day from which age is judged (default: today, UTC).")
@click.option(
    "--fail-on",
    type=click.Choice(["contradiction", "caution"]),
    help="End with 1 where the audit finds something as grave.",
)
@_common
def check(
    data: str, style: str, as_of: datetime | None, fail_on: Severity | None, **options: bool
) -> int:
    """Validate and audit the claims in DATA, a path or an http(s) address.

    Without DATA, the shipped claims are checked.
    """
    checked = check_data(data, as_of=as_of.date() if as_of else _today())
    said = FORMATS[style](checked)
    if said and not (options["quiet"] and style == "text"):
        click.echo(said)
    if checked.error and style == "text":
        raise checked.error
    return checked.exit_code(fail_on)


@command.command()
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=DEFAULT_OUT,
    show_default=True,
    help="Folder of the report; its index.html is the page.",
)
@click.option("--data", default="", help="Path or http(s) address of the claims.")
@click.option("--as-of", help="Day that the report speaks of, YYYY-MM-DD (default: today, UTC).")
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
    type=click.Path(path_type=Path),
    help="A YAML file of parameters, such as a saved scenario; -p goes before it.",
)
@click.option("--notebooks", type=click.Path(path_type=Path), help="Folder of the notebooks.")
@click.option("--no-pictures", is_flag=True, help="Leave out the charts' static pictures.")
@click.option("--time-limit", type=SECONDS, help="Longest time the run may take.")
@click.option("--lock-timeout", type=click.FloatRange(min=0), metavar="SECONDS", default=0,
              help="How long to wait for another run into the same folder.")  # fmt: skip
@click.option("--keep", type=click.IntRange(min=1), metavar="N", help="Keep the last N runs only.")
@click.option("--expect-every", metavar="7d|2w",
              help="When the next report is due; opened later, the page says so.")  # fmt: skip
@click.option("--notify-file", type=click.Path(path_type=Path),
              help="A file of addresses that get a digest (or MARKET_REPORT_NOTIFY).")  # fmt: skip
@click.option("--notify-on", "events", type=click.Choice(EVENTS), multiple=True,
              default=("change", "failure"), show_default=True,
              help="What is announced; may be given more than once.")  # fmt: skip
@_common
def render(given: tuple[tuple[str, str], ...], file: Path | None, **options: Any) -> None:
    """Run the notebooks and publish OUT/index.html.

    Of the same claims, parameters, day and versions there is one page: where it is published
    already, nothing runs. A page of a later day is never replaced.
    """
    # Imported here: the other commands need no notebook machinery, which takes a second to load.
    from report_helpers.reports.parameter_files import read_parameters  # noqa: PLC0415
    from report_helpers.runs.announced import render_and_announce  # noqa: PLC0415
    from report_helpers.runs.notify import addresses, exposed  # noqa: PLC0415
    from report_helpers.runs.render import Request  # noqa: PLC0415

    parameters = (read_parameters(file) if file else {}) | _once(given)
    request = Request(
        notebooks=options["notebooks"] or shipped("notebooks"),
        out=options["out"],
        as_of=options["as_of"] or parameters.pop("as_of", "") or _today().isoformat(),
        data=options["data"] or parameters.pop("data", ""),
        given=parameters,
        pictures=not options["no_pictures"],
        time_limit=options["time_limit"],
        lock_timeout=options["lock_timeout"],
        keep=options["keep"],
        expect_every=options["expect_every"],
    )
    told = addresses(options["notify_file"], os.environ)
    with _progress(quiet=options["quiet"]) as progress:
        outcome, problem = render_and_announce(
            request, progress, addresses=told, events=options["events"]
        )
    for warning in filter(None, (exposed(options["notify_file"]), problem)):
        click.echo(f"warning: {warning}", err=True)
    if not options["quiet"]:
        click.echo(SAID[outcome.kind].format(page=outcome.page, run=outcome.run))


@command.command()
@click.argument("grid", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), default="reports", show_default=True,
              help="Folder of the reports; its index.html lists them.")  # fmt: skip
@click.option("--workers", type=click.IntRange(min=1), default=os.cpu_count() or 1, metavar="N",
              help="Processes that make reports (default: one a processor).")  # fmt: skip
@click.option("--resume", is_flag=True, help="Leave out reports that are there already.")
@click.option("--as-of", help="Day of points for which the grid gives none (default: today, UTC).")
@click.option("--notebooks", type=click.Path(path_type=Path), help="Folder of the notebooks.")
@click.option("--no-pictures", is_flag=True, help="Leave out the charts' static pictures.")
@click.option("--time-limit", type=SECONDS, help="Longest time one report may take.")
@click.option("--lock-timeout", type=click.FloatRange(min=0), metavar="SECONDS", default=0,
              help="How long to wait for another run into the same folder.")  # fmt: skip
@click.option("--scheduler", metavar="ADDRESS", default="",
              help="A Dask scheduler, tcp://HOST:8786: its workers make the reports.")  # fmt: skip
@click.option("--cluster-timeout", type=SECONDS, metavar="SECONDS", default=60, show_default=True,
              help="How long to wait while the cluster has no worker.")  # fmt: skip
@_common
def batch(grid: Path, **options: Any) -> int:
    """Render a report a point of GRID, and an index page of them.

    GRID is a YAML file of parameters, each with a value or a list of values; there is a report for
    each combination. All are checked before the first one is made.
    """
    from report_helpers.runs.batch import Batch  # noqa: PLC0415
    from report_helpers.runs.batch import batch as make_batch  # noqa: PLC0415

    request = Batch(
        grid=grid,
        notebooks=options["notebooks"] or shipped("notebooks"),
        out=options["out"],
        as_of=options["as_of"] or _today().isoformat(),
        workers=options["workers"],
        resume=options["resume"],
        pictures=not options["no_pictures"],
        time_limit=options["time_limit"],
        lock_timeout=options["lock_timeout"],
        scheduler=options["scheduler"],
        cluster_timeout=options["cluster_timeout"],
    )
    with _many(quiet=options["quiet"]) as done:
        listed = make_batch(request, done)
    failed = [one for one in listed if one.outcome == "failed"]
    for one in failed:
        click.echo(f"error: {one.point.name}: {one.error}; see manifest.json", err=True)
    if not options["quiet"]:
        click.echo(request.out / "index.html")
    return int(bool(failed))


@command.command()
@click.argument("old")
@click.argument("new")
@click.option("--format", "style", type=click.Choice(["text", "markdown", "json"]),
              default="text", help="For people, a pull request, or programs.")  # fmt: skip
@click.option("--out", type=click.Path(path_type=Path), default=DEFAULT_OUT, show_default=True,
              help="Folder of the report whose runs OLD and NEW may name.")  # fmt: skip
@_common
def diff(old: str, new: str, style: str, out: Path, **_: bool) -> None:
    """Say what changed between two published runs.

    OLD and NEW are runs of the report in --out, folders of runs, or folders of reports.
    """
    from report_helpers.analysis.changes import changes  # noqa: PLC0415
    from report_helpers.diff import FORMATS  # noqa: PLC0415
    from report_helpers.reports.results import read_snapshot  # noqa: PLC0415
    from report_helpers.runs.chosen import find_run  # noqa: PLC0415

    before, after = (read_snapshot(find_run(place, out)) for place in (old, new))
    click.echo(FORMATS[style](changes(before, after)))


@command.command()
@click.option("--notebooks", "folder", type=click.Path(path_type=Path), help="Another folder.")
@_common
def notebooks(folder: Path | None, *, quiet: bool, debug: bool) -> None:
    """List the notebooks and their parameters, types, defaults and help."""
    del quiet, debug
    from report_helpers.reports.parameters import declared, find_notebooks  # noqa: PLC0415

    found = find_notebooks(folder or shipped("notebooks"))
    table = Table("parameter", "type", "default", "help", "notebooks", box=None)
    for parameter in declared(found).values():
        names = "all" if len(parameter.notebooks) == len(found) else ", ".join(parameter.notebooks)
        table.add_row(parameter.name, parameter.type_name, repr(parameter.default),
                      parameter.help, names)  # fmt: skip
    # A table in a file or a pipe is not cut to the width of a screen.
    console = Console(width=None if sys.stdout.isatty() else 200)
    console.print("\n".join(notebook.name for notebook in found), "", sep="\n")
    console.print(table)


def _once(given: tuple[tuple[str, str], ...]) -> dict[str, str]:
    names = [name for name, _ in given]
    twice = [name for name in names if names.count(name) > 1]
    if twice:
        raise UsageError(f"parameter {twice[0]}", "given twice", "give it once")
    return dict(given)


def _today() -> date:
    return datetime.now(UTC).date()


@contextmanager
def _progress(*, quiet: bool) -> Iterator[Callable[[str], None]]:
    # rich stays silent where stderr is no terminal, so that a cron mail on success is empty.
    console = Console(stderr=True, quiet=quiet)
    if not console.is_terminal:
        yield lambda _: None
        return
    with console.status("starting") as status:
        yield status.update


@contextmanager
def _many(*, quiet: bool) -> Iterator[Callable[[Any, int], None]]:
    """Show how many reports are done, and the time that is left."""
    console = Console(stderr=True, quiet=quiet)
    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}"),
               TimeRemainingColumn())  # fmt: skip
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        task = progress.add_task("starting", total=None)

        def done(one: Any, total: int) -> None:
            progress.update(task, total=total, advance=1, description=one.point.name)

        yield done
