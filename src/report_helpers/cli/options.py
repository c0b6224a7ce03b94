"""What the commands share: common options, the date, and progress on a terminal."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import click
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
)

from report_helpers.errors import InputError
from report_helpers.settings.settings_file import NAME

__all__ = [
    "FOLDER", "LOCALE", "OUT", "PATIENCE", "PROJECT", "SECONDS", "Project", "common", "many",
    "progress", "project_of", "today",
]  # fmt: skip

OUT = "report"
"""The default folder of the report."""


class NamedPath(click.ParamType[Path]):
    """A path that is not empty, because an empty one would mean the working directory."""

    name = "path"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """Return the path, or refuse an empty one."""
        if not str(value):
            self.fail("the path is empty (a variable that is not set?)", param, ctx)
        return Path(value)


FOLDER = NamedPath()
CLAIMS = ("claims.csv", "claims.xlsx", "claims.ods")
"""The claims of a project: the first of these that is there."""
LONGEST = 100_000_000
"""Seconds of three years, which clocks and alarms can count."""


class Seconds(click.FloatRange):
    """A number of seconds."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the number, or refuse what no clock can count."""
        number = super().convert(value, param, ctx)
        if number != number:  # noqa: PLR0124 (not a number)
            self.fail("nan is no number of seconds", param, ctx)
        return number


SECONDS = Seconds(min=0, min_open=True, max=LONGEST)
PATIENCE = Seconds(min=0, max=LONGEST)
LOCALE = click.option(
    "--locale",
    help="How numbers and dates are written, such as de, fr or en-IN (default: en); the text stays "
    "English.",
)


PROJECT = click.option(
    "--project",
    type=FOLDER,
    help="A folder with report.toml, claims.csv and notebooks (default: the working directory, if "
    "it has a report.toml).",
)


class Project(NamedTuple):
    """Where the parts of a report are.

    Attributes:
        data: the path or address of the claims; empty: the shipped ones.
        notebooks: their folder; None: the shipped ones.
        out: the folder of the report.
        settings: the folder of `report.toml`; None: that of the claims.
    """

    data: str
    notebooks: Path | None
    out: Path
    settings: Path | None


def project_of(
    folder: Path | None, *, data: str, notebooks: Path | None = None, out: Path | None = None
) -> Project:
    """Return where the parts of a report are: as given, else in the project's folder.

    Raises:
        InputError: a project was named, and there is none.
    """
    here = Path()
    if folder is None and os.path.lexists(here / NAME):
        folder = here
    if folder is None:
        return Project(data, notebooks, out or Path(OUT), None)
    if not os.path.lexists(folder / NAME):
        fix = "name the folder of one, or make one with market-report new"
        raise InputError(str(folder), f"is no project: it has no {NAME}", fix)
    own = folder / "notebooks"
    return Project(
        data or str(folder / next(filter(partial(_is_there, folder), CLAIMS), CLAIMS[0])),
        notebooks or (own if own.is_dir() else None),
        out or folder / OUT,
        folder,
    )


def _is_there(folder: Path, name: str) -> bool:
    # A link to nowhere is there: it is an error, not a reason to take another file.
    return os.path.lexists(folder / name)


def common(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of all commands."""
    quiet = click.option("--quiet", is_flag=True, help="Print nothing but errors.")
    debug = click.option("--debug", is_flag=True, help="Show the traceback of an error.")
    return quiet(debug(function))


def today() -> date:
    """Return today's date in UTC."""
    return datetime.now(UTC).date()


@contextmanager
def progress(*, quiet: bool) -> Iterator[Callable[[str], None]]:
    """Show the current step on a terminal."""
    # Silent unless stderr is a terminal, so that cron sends no mail on success.
    console = Console(stderr=True, quiet=quiet)
    if not console.is_terminal:
        yield lambda _: None
        return
    with console.status("starting") as status:
        yield status.update


@contextmanager
def many(*, quiet: bool) -> Iterator[Callable[[Any, int], None]]:
    """Show the number of finished reports and the remaining time."""
    console = Console(stderr=True, quiet=quiet)
    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}"),
               TimeRemainingColumn())  # fmt: skip
    with Progress(*columns, console=console, disable=not console.is_terminal) as shown:
        task = shown.add_task("starting", total=None)

        def done(one: Any, total: int) -> None:
            shown.update(task, total=total, advance=1, description=one.point.name)

        yield done
