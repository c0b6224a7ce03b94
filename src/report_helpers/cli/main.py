"""The command: arguments in, one call, an exit code out."""

import io
import os
import shlex
import sys
import traceback
from contextlib import suppress
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from report_helpers import __version__
from report_helpers.cli.options import FOLDER, OUT, SECONDS, common, progress, project_of, today
from report_helpers.cli.run_commands import batch, render
from report_helpers.errors import (
    KernelDiedError,
    OutputError,
    ReportError,
    SetupError,
    UsageError,
    UserFacingError,
)
from report_helpers.execution.stopping import unblock
from report_helpers.package_files import shipped

__all__ = ["main"]

INTERRUPTED = 130


def main(arguments: list[str] | None = None) -> None:
    """Run the command and leave with its exit code (see `report_helpers.errors`)."""
    arguments = sys.argv[1:] if arguments is None else arguments
    for stream in (sys.stdout, sys.stderr):
        # A terminal's encoding may lack a letter of the claims: no reason to stop.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    unblock()
    code = _exit_code(arguments)
    _flush()
    if sys.flags.inspect:
        # PYTHONINSPECT makes an error of every exit, and waits for a terminal.
        os._exit(code)
    sys.exit(code)


def _exit_code(arguments: list[str]) -> int:
    """Run the command, print its error, and return its exit code."""
    debug = "--debug" in arguments
    try:
        _check_working_directory()
        return command.main(arguments, prog_name="market-report", standalone_mode=False) or 0
    except UserFacingError as error:
        return _failed(error, debug=debug)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return error.exit_code
    except click.ClickException as error:
        what = error.format_message().rstrip(".")
        return _failed(UsageError("command line", what, "see market-report --help"))
    except (click.Abort, KeyboardInterrupt):
        _failed(ReportError("run", "interrupted", "start it again"))
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001 (nobody else is left to report it)
        failure = _unexpected(error)
        failure.__cause__ = error
        return _failed(failure, debug=debug)


def _unexpected(error: Exception) -> ReportError:
    if isinstance(error, MemoryError):
        return KernelDiedError("market-report", "memory is short", "free some, or use fewer rows")
    if isinstance(error, OSError) and not error.filename:
        what = f"cannot be written ({error.strerror or error})"
        return OutputError("standard output", what, "free space or allow writing there")
    if isinstance(error, OSError):
        what, fix = error.strerror or str(error), "see that it works, and start it again"
        return SetupError(os.fsdecode(error.filename), what, fix)
    what = f"{type(error).__name__}: {error}"
    return ReportError("market-report", what, "use --debug to see where, and report it")


def _flush() -> None:
    """Write what is left to write, without an error of the last steps if nothing can take it."""
    for stream in (sys.stdout, sys.stderr):
        try:
            # Neither is there if the caller closed it.
            if stream:
                stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _check_working_directory() -> None:
    """Refuse a deleted working directory, in which relative paths have no meaning."""
    try:
        Path.cwd()
    except FileNotFoundError as error:
        raise SetupError(
            "working directory", "it was deleted", "change to one that exists"
        ) from error


def _failed(error: UserFacingError, *, debug: bool = False) -> int:
    """Print an error, and return its exit code."""
    # A stderr that takes nothing changes no exit code.
    with suppress(OSError):
        for line in error.lines():
            click.echo(f"error: {line}", err=True)
        if debug:
            click.echo("".join(traceback.format_exception(error)), err=True)
    return error.exit_code


@click.group()
@click.version_option(__version__)
def command() -> None:
    """Check, chart and project the figures that market articles quote."""


command.add_command(render)
command.add_command(batch)


@command.command()
@click.argument("data", default="")
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    help="For people, programs, or annotations in GitHub Actions.",
)
@click.option("--as-of", help="Date from which age is judged, YYYY-MM-DD (default: today, UTC).")
@click.option(
    "--fail-on",
    type=click.Choice(["contradiction", "caution"]),
    help="Exit with 1 if the audit finds something at least as grave.",
)
@click.option("--fix", is_flag=True, help="Write what is certain to a new file, and check that.")
@click.option("--out", type=FOLDER, help="The new file of --fix (default: NAME.fixed.csv).")
@common
def check(
    data: str, style: str, as_of: str | None, fail_on: Any, out: Path | None, **options: bool
) -> int:
    """Validate and audit the claims in DATA: a CSV, xlsx or ods, a path or an http(s) address.

    Without DATA, the claims of the project in the working directory are checked, else the shipped
    ones.
    """
    # Imported here: `--help` needs no pandas.
    from report_helpers.analysis.parameter_checks import day_of  # noqa: PLC0415
    from report_helpers.cli.check import FORMATS  # noqa: PLC0415
    from report_helpers.cli.check import check as check_data  # noqa: PLC0415

    data = project_of(None, data=data).data
    if options["fix"]:
        from report_helpers.cli.fix import write_fixed  # noqa: PLC0415

        written, changes = write_fixed(data, out)
        if not options["quiet"]:
            click.echo("\n".join(changes), err=style != "text")
        data = str(written)
    elif out:
        raise UsageError("--out", "names the new file of --fix", "add --fix, or leave --out out")
    checked = check_data(data, as_of=day_of(as_of, "--as-of") if as_of else today())
    text = FORMATS[style](checked)
    if text and not (options["quiet"] and style == "text"):
        click.echo(text)
    if checked.error and style == "text":
        raise checked.error
    return checked.exit_code(fail_on)


@command.command()
@click.argument("folder", type=FOLDER)
@click.option("--title", default="Market report", show_default=True, help="Title of the report.")
@click.option("--article", default="Title of the article", help="Title of the article it checks.")
@click.option("--currency", default="usd", show_default=True, help="Its ISO 4217 code.")
@click.option("--topic", default="market", show_default=True,
              help="Key of the first topic: small letters, digits and _.")  # fmt: skip
@common
def new(folder: Path, title: str, article: str, currency: str, topic: str, **options: bool) -> None:
    """Make a project of your own in FOLDER: settings, claims, notebooks, a schedule."""
    from report_helpers.project.new_project import Project, new_project  # noqa: PLC0415

    project = Project(
        title=title,
        article=article,
        currency=currency.lower(),
        topic=topic,
        day=today().isoformat(),
    )
    names = new_project(folder, project)
    if not options["quiet"]:
        click.echo("\n".join(str(folder / name) for name in names))
        click.echo(f"next: market-report render --project {shlex.quote(str(folder))}")


@command.command()
@click.argument("old")
@click.argument("new")
@click.option("--format", "style", type=click.Choice(["text", "markdown", "json"]),
              default="text", help="For people, a pull request, or programs.")  # fmt: skip
@click.option("--out", type=FOLDER, default=OUT, show_default=True,
              help="Folder of the report whose runs OLD and NEW may name.")  # fmt: skip
@common
def diff(old: str, new: str, style: str, out: Path, **_: bool) -> None:
    """Show what changed between two published runs.

    OLD and NEW are ids of runs of the report in --out, folders of runs, or folders of reports.
    """
    from report_helpers.changes.changes import changes  # noqa: PLC0415
    from report_helpers.cli.diff import FORMATS  # noqa: PLC0415
    from report_helpers.runs.find_run import find_run  # noqa: PLC0415
    from report_helpers.runs.results import read_snapshot  # noqa: PLC0415

    before, after = (read_snapshot(find_run(place, out)) for place in (old, new))
    click.echo(FORMATS[style](changes(before, after)))


@command.command()
@click.argument("out", type=FOLDER, default=OUT)
@click.option("--paper", type=click.Choice(["a4", "letter"]), default="a4", show_default=True,
              help="Size of the sheets.")  # fmt: skip
@click.option("--time-limit", type=SECONDS, default=120, show_default=True,
              help="Longest time of printing, in seconds.")  # fmt: skip
@common
def pdf(out: Path, paper: Any, time_limit: float, **options: bool) -> None:
    """Print the published page OUT/index.html to OUT/report.pdf.

    OUT is the folder of a report (default: report). Printing needs Chrome or Chromium.
    """
    from report_helpers.cli.pdf import write_pdf  # noqa: PLC0415

    with progress(quiet=options["quiet"]) as say:
        say("printing")
        printed = write_pdf(out, paper=paper, limit=time_limit)
    if not options["quiet"]:
        click.echo(printed)


@command.command()
@click.option("--notebooks", "folder", type=FOLDER, help="Folder of the notebooks.")
@common
def notebooks(folder: Path | None, *, quiet: bool, debug: bool) -> None:
    """List the notebooks of the report and their parameters, types, defaults and help."""
    del quiet, debug
    from report_helpers.execution.parameters import (  # noqa: PLC0415
        all_notebooks,
        declared,
        find_notebooks,
    )

    folder = folder or shipped("notebooks")
    found = find_notebooks(folder)
    others = [path.name for path in all_notebooks(folder) if path not in found]
    table = Table("parameter", "type", "default", "help", "notebooks", box=None)
    for parameter in declared(found).values():
        names = "all" if len(parameter.notebooks) == len(found) else ", ".join(parameter.notebooks)
        table.add_row(parameter.name, parameter.type_name, repr(parameter.default),
                      parameter.help, names)  # fmt: skip
    # In a file or pipe the table is not cut to the width of a screen.
    console = Console(width=None if sys.stdout.isatty() else 200)
    console.print("\n".join(notebook.name for notebook in found), "", sep="\n")
    console.print(table)
    if others:
        console.print(
            "", f"For JupyterLab, and no part of the report: {', '.join(others)}", sep="\n"
        )
